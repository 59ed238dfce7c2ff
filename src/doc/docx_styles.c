#include "doc/docx_styles.h"

#include "text/text.h"

enum { MAX_STYLES = 20000, MAX_LISTS = 20000, MAX_BASED_ON = 12 };

typedef struct Reading {
    DocxStyles *s;
    DocxStyle *style;           /* being read */
    AbstractList *abstract;
    List *list;
    ListLevel *level;
    bool in_rpr, in_numpr;
    int override;               /* level of w:lvlOverride, or -1 */
} Reading;

static bool is(const char *name, const char *want)
{
    return strcmp(name, want) == 0;
}

static int val_int(const XmlAttrs *at, int none)
{
    int64_t v;

    return str_int(xml_attr(at, "val"), &v) && v > -100000 && v < 1000000000 ? (int)v : none;
}

static bool val_on(const XmlAttrs *at)
{
    Str v = xml_attr(at, "val");

    return !str_eq(v, S("0")) && !str_eq(v, S("false")) && !str_eq(v, S("none"));
}

static int align_of(Str v)
{
    if (str_eq(v, S("center")))
        return ALIGN_CENTER;
    if (str_eq(v, S("right")) || str_eq(v, S("end")))
        return ALIGN_RIGHT;
    return str_eq(v, S("both")) || str_eq(v, S("distribute")) ? ALIGN_JUSTIFY : ALIGN_LEFT;
}

static int indent_of(const XmlAttrs *at)
{
    int64_t left = 0, first = 0, hanging = 0;

    if (!str_int(xml_attr(at, "left"), &left))
        (void)str_int(xml_attr(at, "start"), &left);
    (void)str_int(xml_attr(at, "firstLine"), &first);
    (void)str_int(xml_attr(at, "hanging"), &hanging);
    left += first - hanging;
    return left > -100000 && left < 100000 ? (int)left : 0;
}

static DocxStyle none(void)
{
    return (DocxStyle){ .num = -1, .level = -1, .outline = -1, .align = -1, .bold = -1, .italic = -1, .indent = INT32_MIN };
}

static void style_begin(Reading *r, const XmlAttrs *at)
{
    DocxStyles *s = r->s;

    r->style = NULL;
    if (s->styles.n >= MAX_STYLES || !str_eq(xml_attr(at, "type"), S("paragraph")))
        return;
    r->style = vec_add(s->arena, &s->styles);
    *r->style = none();
    r->style->id = xml_attr_text(at, "styleId", s->arena);
    (void)map_add(&s->by_id, r->style->id, (int64_t)s->styles.n - 1);
    if (str_eq(xml_attr(at, "default"), S("1")))
        s->default_style = (int)s->styles.n - 1;
}

static Err styles_open(void *user, const char *name, const char *ns, const XmlAttrs *at)
{
    Reading *r = user;
    DocxStyle *y = r->style;

    (void)ns;
    if (is(name, "style"))
        style_begin(r, at);
    else if (!y)
        return OK;
    else if (is(name, "name"))
        y->name = text_nfc(r->s->arena, xml_attr_text(at, "val", r->s->arena));
    else if (is(name, "basedOn"))
        y->based_on = xml_attr_text(at, "val", r->s->arena);
    else if (is(name, "numId"))
        y->num = val_int(at, -1);
    else if (is(name, "ilvl"))
        y->level = val_int(at, -1);
    else if (is(name, "outlineLvl"))
        y->outline = val_int(at, -1);
    else if (is(name, "jc"))
        y->align = align_of(xml_attr(at, "val"));
    else if (is(name, "ind"))
        y->indent = indent_of(at);
    else if (is(name, "b"))
        y->bold = val_on(at);
    else if (is(name, "i"))
        y->italic = val_on(at);
    else if (is(name, "rFonts") && xml_attr_has(at, "ascii"))
        y->font = xml_attr_text(at, "ascii", r->s->arena);
    return OK;
}

static Err styles_close(void *user, const char *name, const char *ns)
{
    Reading *r = user;

    (void)ns;
    if (is(name, "style"))
        r->style = NULL;
    return OK;
}

static void level_begin(Reading *r, const XmlAttrs *at)
{
    int64_t i;

    r->level = NULL;
    if (r->abstract && str_int(xml_attr(at, "ilvl"), &i) && i >= 0 && i < LIST_LEVELS) {
        r->level = &r->abstract->levels[i];
        *r->level = (ListLevel){ .known = true, .start = 1, .format = S("decimal") };
    }
}

static void list_begin(Reading *r, const XmlAttrs *at)
{
    int64_t id;

    r->list = NULL;
    r->abstract = NULL;
    r->override = -1;
    if (r->s->lists.n >= MAX_LISTS || !str_int(xml_attr(at, "numId"), &id))
        return;
    r->list = vec_add(r->s->arena, &r->s->lists);
    r->list->id = (int)id;
    r->list->abstract = -1;
    for (int i = 0; i < LIST_LEVELS; i++)
        r->list->restart[i] = -1;
}

static void find_abstract(Reading *r, Str id)
{
    for (size_t i = 0; i < r->s->abstracts.n; i++)
        if (str_eq(r->s->abstracts.v[i].id, id))
            r->list->abstract = (int)i;
}

static void level_property(Reading *r, const char *name, const XmlAttrs *at)
{
    ListLevel *l = r->level;

    if (is(name, "start"))
        l->start = val_int(at, 1);
    else if (is(name, "numFmt"))
        l->format = str_dup(r->s->arena, xml_attr(at, "val"));
    else if (is(name, "lvlText"))
        l->text = text_nfc(r->s->arena, xml_attr_text(at, "val", r->s->arena));
    else if (is(name, "isLgl"))
        l->legal = val_on(at);
}

static Err lists_open(void *user, const char *name, const char *ns, const XmlAttrs *at)
{
    Reading *r = user;
    int64_t i;

    (void)ns;
    if (is(name, "abstractNum")) {
        r->list = NULL;
        r->abstract = NULL;
        if (r->s->abstracts.n < MAX_LISTS) {
            r->abstract = vec_add(r->s->arena, &r->s->abstracts);
            r->abstract->id = xml_attr_text(at, "abstractNumId", r->s->arena);
        }
    } else if (is(name, "num"))
        list_begin(r, at);
    else if (is(name, "abstractNumId") && r->list)
        find_abstract(r, xml_attr(at, "val"));
    else if (is(name, "lvlOverride") && r->list)
        r->override = str_int(xml_attr(at, "ilvl"), &i) && i >= 0 && i < LIST_LEVELS ? (int)i : -1;
    else if (is(name, "startOverride") && r->list && r->override >= 0)
        r->list->restart[r->override] = val_int(at, 1);
    else if (is(name, "lvl"))
        level_begin(r, at);
    else if (r->level)
        level_property(r, name, at);
    return OK;
}

static Err lists_close(void *user, const char *name, const char *ns)
{
    Reading *r = user;

    (void)ns;
    if (is(name, "lvl"))
        r->level = NULL;
    return OK;
}

Err docx_styles(DocxStyles *out, ZipIn *z, Arena *a, Str file, const Rels *main, Answer *why)
{
    static const XmlEvents styles = { styles_open, styles_close, NULL }, lists = { lists_open, lists_close, NULL };
    Reading r = { .s = out, .override = -1 };
    const Rel *rel = ooxml_rel_type(main, "styles");

    *out = (DocxStyles){ .arena = a, .by_id = { .arena = a }, .default_style = -1 };
    if (rel && zip_in_has(z, rel->target))
        TRY(ooxml_part(z, a, file, rel->target, &styles, &r, why));
    rel = ooxml_rel_type(main, "numbering");
    if (rel && zip_in_has(z, rel->target))
        TRY(ooxml_part(z, a, file, rel->target, &lists, &r, why));
    return OK;
}

static void inherit(DocxStyle *to, const DocxStyle *from)
{
    if (!to->name.n)
        to->name = from->name;
    if (!to->font.n && from->font.n)
        to->font = from->font;
    if (to->num < 0) {
        to->num = from->num;
        if (to->level < 0)
            to->level = from->level;
    }
    if (to->outline < 0)
        to->outline = from->outline;
    if (to->align < 0)
        to->align = from->align;
    if (to->bold < 0)
        to->bold = from->bold;
    if (to->italic < 0)
        to->italic = from->italic;
    if (to->indent == INT32_MIN)
        to->indent = from->indent;
}

DocxStyle docx_style(const DocxStyles *s, Str id)
{
    DocxStyle out = none();
    int64_t at = s->default_style;

    if (id.n && !map_get(&s->by_id, id, &at))
        at = s->default_style;
    for (int depth = 0; at >= 0 && depth < MAX_BASED_ON; depth++) {
        const DocxStyle *y = &s->styles.v[at];

        inherit(&out, y);
        if (!y->based_on.n || !map_get(&s->by_id, y->based_on, &at))
            break;
    }
    if (!out.font.p)
        out.font = S("");
    return out;
}

static void letters(Buf *b, int n, char first)
{
    int times = (n - 1) / 26 + 1;                               /* … z, aa, bb: as word processors count */

    for (int i = 0; i < times && i < 8; i++)
        buf_ch(b, (char)(first + (n - 1) % 26));
}

static void number(Buf *b, Arena *a, Str format, int n)
{
    Str s;

    if (n < 1 && !str_eq(format, S("decimal")) && !str_eq(format, S("decimalZero")))
        return;
    if (str_eq(format, S("lowerLetter")))
        letters(b, n, 'a');
    else if (str_eq(format, S("upperLetter")))
        letters(b, n, 'A');
    else if ((str_eq(format, S("upperRoman")) || str_eq(format, S("lowerRoman"))) && n <= 3999) {
        s = roman_print(a, n);
        buf_add(b, str_eq(format, S("lowerRoman")) ? text_lower(a, s) : s);
    } else if (str_eq(format, S("decimalZero")))
        buf_fmt(b, "%02d", n);
    else if (!str_eq(format, S("none")))
        buf_fmt(b, "%d", n);
}

/* Bullets come from symbol fonts, at private code points; a person sees a dot. */
static Str bullet(Arena *a, Str text)
{
    Buf b = { .arena = a };

    for (size_t at = 0; at < text.n;) {
        uint32_t cp = utf8_next(text, &at);

        buf_cp(&b, cp >= 0xE000 && cp < 0xF900 ? 0x2022 : cp == 0xB7 ? 0x2022 : cp);
    }
    return str_trim(buf_str(&b));
}

static Str compose(Arena *a, const AbstractList *l, int level)
{
    const ListLevel *me = &l->levels[level];
    Buf b = { .arena = a };

    for (size_t i = 0; i < me->text.n; i++) {
        int k = me->text.p[i] == '%' && i + 1 < me->text.n ? me->text.p[i + 1] - '1' : -1;

        if (k < 0 || k >= LIST_LEVELS) {
            buf_ch(&b, me->text.p[i]);
            continue;
        }
        number(&b, a, me->legal ? S("decimal") : l->levels[k].format, l->count[k] ? l->count[k] : l->levels[k].start);
        i++;
    }
    return str_trim(buf_str(&b));
}

static List *find_list(DocxStyles *s, int num)
{
    for (size_t i = 0; i < s->lists.n; i++)
        if (s->lists.v[i].id == num)
            return &s->lists.v[i];
    return NULL;
}

Str docx_label(DocxStyles *s, int num, int level)
{
    List *list = num > 0 ? find_list(s, num) : NULL;
    AbstractList *l;

    if (level < 0)
        level = 0;
    if (!list || list->abstract < 0 || level >= LIST_LEVELS)
        return (Str){ 0 };
    l = &s->abstracts.v[list->abstract];
    if (!l->levels[level].known)
        return (Str){ 0 };
    if (!list->used)
        for (int i = 0; i < LIST_LEVELS; i++)
            if (list->restart[i] >= 0)
                l->count[i] = i == level ? list->restart[i] - 1 : 0;
    if (!list->used && list->restart[level] >= 0)
        l->count[level] = list->restart[level];
    else
        l->count[level] = l->count[level] ? l->count[level] + 1 : l->levels[level].start;
    list->used = true;
    for (int i = level + 1; i < LIST_LEVELS; i++)
        l->count[i] = 0;
    if (str_eq(l->levels[level].format, S("bullet")))
        return bullet(s->arena, l->levels[level].text);
    return compose(s->arena, l, level);
}
