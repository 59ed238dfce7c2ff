/* Names in the columns "chủ trì" and "phối hợp", told apart with the help of the units that we know. */
#include "base/map.h"
#include "org/org.h"
#include "plan/plan.h"
#include "text/text.h"

struct BodyNames {
    Map ids;                    /* folded name → unit; -1: several units have it */
};

static void add_name(BodyNames *names, Str folded, int64_t id)
{
    int64_t there;

    if (!map_add(&names->ids, folded, id) && map_get(&names->ids, folded, &there) && there != id)
        map_set(&names->ids, folded, -1);
}

Err body_names_load(Ctx *c, BodyNames **out)
{
    BodyNames *names = NEW(c->arena, BodyNames, 1);
    UnitRows units;

    names->ids.arena = c->arena;
    TRY(q_unit_list(c, &units, .on = c->today));
    for (size_t i = 0; i < units.n; i++) {
        Str fold = text_fold(c->arena, units.v[i].name);

        add_name(names, fold, units.v[i].id);
        /* "UBND xã An Phú" is the body of the unit "Xã An Phú" */
        add_name(names, str_fmt(c->arena, "ubnd %.*s", SV(fold)), units.v[i].id);
        add_name(names, str_fmt(c->arena, "uy ban nhan dan %.*s", SV(fold)), units.v[i].id);
    }
    *out = names;
    return OK;
}

static bool known(Arena *tmp, const BodyNames *names, Str s, int64_t *id)
{
    return s.n < 300 && map_get(&names->ids, text_fold(tmp, s), id) && *id > 0;
}

typedef struct Span {
    size_t from, to;
} Span;

enum { MAX_PARTS = 64, LONGEST_NAME = 5 };      /* parts between commas in one name: "Sở Nông nghiệp, Lâm nghiệp và …" */

/* Parts between commas and "và"; they are joined again where a name needs it. */
static size_t parts_of(Str s, Span *v)
{
    size_t n = 0, from = 0;

    for (size_t i = 0; i <= s.n && n < MAX_PARTS; i++) {
        bool comma = i < s.n && s.p[i] == ',', and = i + 5 <= s.n && memcmp(s.p + i, " và ", 5) == 0;

        if (i < s.n && !comma && !and)
            continue;
        v[n++] = (Span){ from, i };
        from = i + (comma ? 1 : and ? 5 : 0);
        i = from > i ? from - 1 : i;
    }
    return n;
}

static void add_body(Arena *a, BodyList *out, Str name, int64_t id)
{
    BodyName *b;

    name = str_trim(name);
    while (name.n && (name.p[name.n - 1] == '.' || name.p[name.n - 1] == ','))
        name = str_trim(str_sub(name, 0, name.n - 1));
    if (!name.n)
        return;
    b = vec_add(a, out);
    b->name = name;
    b->unit_id = id;
}

/* The longest known name that begins at part i; 0: none, else how many parts it takes. */
static size_t longest(const BodyNames *names, Str s, const Span *v, size_t n, size_t i, int64_t *id)
{
    SCRATCH(tmp);

    for (size_t k = n - i < LONGEST_NAME ? n - i : LONGEST_NAME; k > 0; k--)
        if (known(&tmp, names, str_trim(str_sub(s, v[i].from, v[i + k - 1].to)), id))
            return k;
    return 0;
}

static void split_segment(Arena *a, const BodyNames *names, Str s, BodyList *out)
{
    Span v[MAX_PARTS];
    size_t n = parts_of(s, v), unknown = SIZE_MAX;

    for (size_t i = 0; i < n;) {
        int64_t id = 0;
        size_t k = longest(names, s, v, n, i, &id);

        if (!k) {
            unknown = unknown == SIZE_MAX ? i : unknown;
            i++;
            continue;
        }
        if (unknown != SIZE_MAX)
            add_body(a, out, str_sub(s, v[unknown].from, v[i - 1].to), 0);
        unknown = SIZE_MAX;
        add_body(a, out, str_sub(s, v[i].from, v[i + k - 1].to), id);
        i += k;
    }
    if (unknown != SIZE_MAX)
        add_body(a, out, str_sub(s, v[unknown].from, s.n), 0);
}

void body_split(Arena *a, const BodyNames *names, Str text, BodyList *out)
{
    size_t from = 0;

    *out = (BodyList){ 0 };
    for (size_t i = 0; i <= text.n; i++)
        if (i == text.n || text.p[i] == ';' || text.p[i] == '\n') {
            Str seg = str_trim(str_sub(text, from, i));

            if (seg.n && (seg.p[0] == '-' || seg.p[0] == '+'))
                seg = str_trim(str_sub(seg, 1, seg.n));
            split_segment(a, names, seg, out);
            from = i + 1;
        }
}
