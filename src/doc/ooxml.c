#include "doc/ooxml.h"

static Err to_xml(void *user, Str chunk)
{
    return xml_in_feed(user, chunk);
}

Err ooxml_part(ZipIn *z, Arena *a, Str file, const char *name, const XmlEvents *ev, void *user, Answer *why)
{
    CLEANUP(xml_in_end) XmlIn *x = xml_in_begin(a, file, ev, user, 0, why);

    TRY(zip_in_each(z, name, to_xml, x, why));
    return xml_in_finish(x);
}

typedef struct RelsUser {
    Rels *out;
    Arena *arena;
    Str dir;
} RelsUser;

/* "worksheets/sheet1.xml" beside "xl/" is "xl/worksheets/sheet1.xml"; "/x" is from the root; ".." goes up, never out. */
static const char *resolve(Arena *a, Str dir, Str target)
{
    Str parts[32], rest, head;
    size_t n = 0;

    rest = str_starts(target, S("/")) ? target : str_fmt(a, "%.*s%.*s", SV(dir), SV(target));
    while (rest.n && n < COUNT(parts)) {
        (void)str_cut(rest, S("/"), &head, &rest);
        if (str_eq(head, S("..")))
            n -= n > 0;
        else if (head.n && !str_eq(head, S(".")))
            parts[n++] = head;
    }
    return str_z(a, str_join(a, parts, n, S("/")));
}

static Err rels_open(void *user, const char *name, const char *ns, const XmlAttrs *at)
{
    RelsUser *u = user;
    Str type;
    Rel *r;

    (void)ns;
    if (strcmp(name, "Relationship") != 0 || str_eq(xml_attr(at, "TargetMode"), S("External")) || u->out->list.n > 4096)
        return OK;
    type = xml_attr_text(at, "Type", u->arena);
    for (size_t i = type.n; i > 0; i--)
        if (type.p[i - 1] == '/') {
            type = str_sub(type, i, type.n);
            break;
        }
    r = vec_add(u->arena, &u->out->list);
    r->id = str_dup(u->arena, xml_attr(at, "Id"));
    r->type = type;
    r->target = resolve(u->arena, u->dir, xml_attr_text(at, "Target", u->arena));
    return OK;
}

Err ooxml_rels(Rels *out, ZipIn *z, Arena *a, Str file, const char *part, Answer *why)
{
    static const XmlEvents ev = { .open = rels_open };
    RelsUser u = { .out = out, .arena = a };
    const char *slash = strrchr(part, '/'), *name;
    Str base;

    *out = (Rels){ 0 };
    u.dir = slash ? (Str){ part, (size_t)(slash - part) + 1 } : (Str){ 0 };
    base = slash ? str_of(slash + 1) : str_of(part);
    name = str_z(a, str_fmt(a, "%.*s_rels/%.*s.rels", SV(u.dir), SV(base)));
    if (!zip_in_has(z, name))
        return OK;
    return ooxml_part(z, a, file, name, &ev, &u, why);
}

const Rel *ooxml_rel(const Rels *r, Str id)
{
    for (size_t i = 0; i < r->list.n; i++)
        if (str_eq(r->list.v[i].id, id))
            return &r->list.v[i];
    return NULL;
}

const Rel *ooxml_rel_type(const Rels *r, const char *type)
{
    for (size_t i = 0; i < r->list.n; i++)
        if (str_eq(r->list.v[i].type, str_of(type)))
            return &r->list.v[i];
    return NULL;
}
