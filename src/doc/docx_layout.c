#include "doc/docx_layout.h"

#include "base/map.h"
#include "doc/ooxml.h"
#include "text/text.h"

enum { MAX_DEPTH = 12, MAX_PARAS = 400000, MAX_STYLES = 20000, MAX_BASED_ON = 12, UNSET = INT32_MIN };

/* What styles and properties may say; UNSET and empty: nothing. */
typedef struct Look {
    Str font, color;
    int half_points, bold, italic, caps, underline;
    int align, first, left, before, after, line, exact, list, below;
} Look;

static const Look nothing = { .half_points = UNSET, .bold = UNSET, .italic = UNSET, .caps = UNSET, .underline = UNSET, .align = UNSET,
    .first = UNSET, .left = UNSET, .before = UNSET, .after = UNSET, .line = UNSET, .exact = UNSET, .list = UNSET, .below = UNSET };

typedef struct Style {
    Str id, name, based_on;
    Look look;
} Style;

typedef struct Level {          /* a story: the body, a text box */
    LayoutPara para;
    Look direct, whole;         /* of the paragraph itself; with its styles */
    Str style;
    bool open, textbox;
    Buf text;
    int list;
} Level;

typedef struct In {
    Arena *arena;
    Answer *why;
    Str file;
    Layout *doc;
    VEC(Style) styles;
    Map by_id;
    Look defaults;
    int default_style;
    Str minor, major;           /* fonts of the theme */
    const char *theme_font;     /* "minor" or "major" while its fonts are read */
    /* while styles are read */
    Style *style;
    bool in_defaults;
    /* while text is read */
    Level levels[MAX_DEPTH];
    size_t depth;
    Look run;                   /* direct properties of the run */
    Str run_style;
    bool in_run, in_text, in_rpr, in_ppr, in_borders, in_instr;
    int skip;
    int table_depth, tables, row, col;
    int32_t paras;
    Buf piece;
    LayoutSection section;
    VEC(Str) refs;              /* "hd1" + id: kind of running head and its relation */
    const Rels *rels;
    ZipIn *zip;
    LayoutMargin *margin;       /* a running head or foot is being read */
    bool page_field;
} In;

static bool is(const char *name, const char *want)
{
    return strcmp(name, want) == 0;
}

/* Of text, in the usual and in the strict form of the standard. */
static bool text_ns(const char *ns)
{
    return strstr(ns, "wordprocessingml/") != NULL;
}

static int num(const XmlAttrs *at, const char *attr, int none)
{
    int64_t v;
    Str s = xml_attr(at, attr), whole, rest;

    (void)str_cut(s, S("."), &whole, &rest);            /* some writers give "240.0" */
    return str_int(whole, &v) && v > -1000000 && v < 1000000 ? (int)v : none;
}

static bool on(const XmlAttrs *at)
{
    Str v = xml_attr(at, "val");

    return !str_eq(v, S("0")) && !str_eq(v, S("false")) && !str_eq(v, S("none")) && !str_eq(v, S("off"));
}

static void over(int *base, int v)
{
    if (v != UNSET)
        *base = v;
}

static void apply(Look *base, const Look *k)
{
    if (k->font.n)
        base->font = k->font;
    if (k->color.n)
        base->color = k->color;
    over(&base->half_points, k->half_points);
    over(&base->bold, k->bold);
    over(&base->italic, k->italic);
    over(&base->caps, k->caps);
    over(&base->underline, k->underline);
    over(&base->align, k->align);
    over(&base->first, k->first);
    over(&base->left, k->left);
    over(&base->before, k->before);
    over(&base->after, k->after);
    over(&base->line, k->line);
    over(&base->exact, k->exact);
    over(&base->list, k->list);
    over(&base->below, k->below);
}

static void apply_style(In *x, Look *base, int i, int depth)
{
    Style *s;
    int64_t at;

    if (i < 0 || depth > MAX_BASED_ON)
        return;
    s = &x->styles.v[i];
    if (s->based_on.n && map_get(&x->by_id, s->based_on, &at))
        apply_style(x, base, (int)at, depth + 1);
    apply(base, &s->look);
}

static int style_of(const In *x, Str id)
{
    int64_t at;

    return id.n && map_get(&x->by_id, id, &at) ? (int)at : -1;
}

/* --- properties --- */

static void read_fonts(In *x, Look *k, const XmlAttrs *at)
{
    Str font = xml_attr_text(at, "ascii", x->arena), theme = xml_attr(at, "asciiTheme");

    if (font.n == 0)
        font = xml_attr_text(at, "hAnsi", x->arena);
    if (theme.n)
        font = str_starts(theme, S("major")) ? x->major : x->minor;
    if (font.n)
        k->font = font;
}

static void read_run_prop(In *x, Look *k, const char *name, const XmlAttrs *at)
{
    if (is(name, "rFonts"))
        read_fonts(x, k, at);
    else if (is(name, "sz"))
        k->half_points = num(at, "val", UNSET);
    else if (is(name, "b"))
        k->bold = on(at);
    else if (is(name, "i"))
        k->italic = on(at);
    else if (is(name, "caps"))
        k->caps = on(at);
    else if (is(name, "u"))
        k->underline = on(at);
    else if (is(name, "color"))
        k->color = str_dup(x->arena, xml_attr(at, "val"));
}

static int align_of(Str v)
{
    if (str_eq(v, S("center")))
        return ALIGN_CENTER;
    if (str_eq(v, S("right")) || str_eq(v, S("end")))
        return ALIGN_RIGHT;
    return str_eq(v, S("both")) || str_eq(v, S("distribute")) ? ALIGN_JUSTIFY : ALIGN_LEFT;
}

static void read_indent(Look *k, const XmlAttrs *at)
{
    int hanging = num(at, "hanging", 0);

    k->left = num(at, "left", num(at, "start", k->left));
    k->first = hanging ? -hanging : num(at, "firstLine", k->first);
}

static void read_spacing(Look *k, const XmlAttrs *at)
{
    k->before = num(at, "before", k->before);
    k->after = num(at, "after", k->after);
    k->line = num(at, "line", k->line);
    if (str_eq(xml_attr(at, "beforeAutospacing"), S("1")))
        k->before = 280;
    if (str_eq(xml_attr(at, "afterAutospacing"), S("1")))
        k->after = 280;
    if (xml_attr_has(at, "lineRule"))
        k->exact = !str_eq(xml_attr(at, "lineRule"), S("auto"));
}

static void read_para_prop(Look *k, const char *name, const XmlAttrs *at)
{
    if (is(name, "jc"))
        k->align = align_of(xml_attr(at, "val"));
    else if (is(name, "ind"))
        read_indent(k, at);
    else if (is(name, "spacing"))
        read_spacing(k, at);
    else if (is(name, "numId"))
        k->list = num(at, "val", 0) != 0;
}

/* --- theme and styles --- */

static Err theme_open(void *user, const char *name, const char *ns, const XmlAttrs *at)
{
    In *x = user;

    (void)ns;
    if (is(name, "majorFont") || is(name, "minorFont"))
        x->theme_font = is(name, "majorFont") ? "major" : "minor";
    if (is(name, "latin") && x->theme_font)
        *(is(x->theme_font, "major") ? &x->major : &x->minor) = xml_attr_text(at, "typeface", x->arena);
    return OK;
}

static Err theme_close(void *user, const char *name, const char *ns)
{
    In *x = user;

    (void)ns;
    if (is(name, "majorFont") || is(name, "minorFont"))
        x->theme_font = NULL;
    return OK;
}

static Err no_text(void *user, Str s)
{
    (void)user;
    (void)s;
    return OK;
}

static Err style_begin(In *x, const XmlAttrs *at)
{
    if (x->styles.n >= MAX_STYLES)
        return answer(x->why, E_LIMIT, T("Tệp “%.*s” có quá nhiều kiểu định dạng; tệp này không được nhận."), SV(x->file));
    x->style = vec_add(x->arena, &x->styles);
    x->style->look = nothing;
    x->style->id = xml_attr_text(at, "styleId", x->arena);
    map_set(&x->by_id, x->style->id, (int64_t)x->styles.n - 1);
    if (str_eq(xml_attr(at, "type"), S("paragraph")) && xml_attr_has(at, "default") && !str_eq(xml_attr(at, "default"), S("0")))
        x->default_style = (int)x->styles.n - 1;
    return OK;
}

static Err styles_open(void *user, const char *name, const char *ns, const XmlAttrs *at)
{
    In *x = user;
    Look *k = x->style ? &x->style->look : x->in_defaults ? &x->defaults : NULL;

    (void)ns;
    if (is(name, "docDefaults"))
        x->in_defaults = true;
    if (is(name, "style"))
        return style_begin(x, at);
    if (!k)
        return OK;
    if (is(name, "name") && x->style)
        x->style->name = xml_attr_text(at, "val", x->arena);
    if (is(name, "basedOn") && x->style)
        x->style->based_on = xml_attr_text(at, "val", x->arena);
    read_run_prop(x, k, name, at);
    read_para_prop(k, name, at);
    return OK;
}

static Err styles_close(void *user, const char *name, const char *ns)
{
    In *x = user;

    (void)ns;
    if (is(name, "docDefaults"))
        x->in_defaults = false;
    if (is(name, "style"))
        x->style = NULL;
    return OK;
}

/* --- paragraphs --- */

static Level *here(In *x)
{
    return &x->levels[x->depth - 1];
}

static void whole_look(In *x, Level *l)
{
    int style = style_of(x, l->style);

    l->whole = x->defaults;
    apply_style(x, &l->whole, style >= 0 ? style : x->default_style, 0);
    apply(&l->whole, &l->direct);
}

static int or_zero(int v)
{
    return v == UNSET ? 0 : v;
}

static Err para_begin(In *x)
{
    Level *l = here(x);

    if (++x->paras > MAX_PARAS)
        return answer(x->why, E_LIMIT, T("Tệp “%.*s” có quá nhiều đoạn và ô; hãy chia thành nhiều tệp nhỏ hơn."), SV(x->file));
    l->para = (LayoutPara){ .at = x->paras, .textbox = l->textbox, .table = x->table_depth ? x->tables : 0, .row = x->row, .col = x->col,
        .section = (int32_t)x->doc->sections.n };
    l->direct = l->whole = nothing;
    l->style = S("");
    l->open = true;
    l->text = (Buf){ .arena = x->arena };
    return OK;
}

static void para_end(In *x)
{
    Level *l = here(x);
    int style = style_of(x, l->style);

    if (!l->open)
        return;
    whole_look(x, l);
    l->open = false;
    l->para.text = buf_str(&l->text);
    l->para.style = style >= 0 ? x->styles.v[style].name : S("");
    l->para.align = l->whole.align == UNSET ? ALIGN_LEFT : (Align)l->whole.align;
    l->para.first = or_zero(l->whole.first);
    l->para.left = or_zero(l->whole.left);
    l->para.before = or_zero(l->whole.before);
    l->para.after = or_zero(l->whole.after);
    l->para.line = l->whole.line == UNSET ? 240 : l->whole.line;
    l->para.exact = l->whole.exact == 1;
    l->para.label = l->whole.list == 1;
    l->para.line_below = l->whole.below == 1 || l->para.drawing;
    if (x->margin) {
        Buf b = { .arena = x->arena };

        if (x->page_field) {
            x->margin->page = true;
            x->margin->align = l->para.align;
            x->margin->half_points = l->para.runs.n ? l->para.runs.v[0].half_points : or_zero(l->whole.half_points);
            x->margin->bold = l->para.runs.n && l->para.runs.v[0].bold;
            x->margin->italic = l->para.runs.n && l->para.runs.v[0].italic;
        }
        buf_add(&b, x->margin->text);
        buf_add(&b, l->para.text);
        x->margin->text = buf_str(&b);
        x->page_field = false;
        return;
    }
    *vec_add(x->arena, &x->doc->paras) = l->para;
}

static void run_end(In *x)
{
    Level *l = here(x);
    Look look;
    LayoutRun *r;
    Str text = buf_str(&x->piece);

    if (text.n == 0 || !l->open)
        return;
    whole_look(x, l);
    look = l->whole;
    apply_style(x, &look, style_of(x, x->run_style), 0);
    apply(&look, &x->run);
    r = vec_add(x->arena, &l->para.runs);
    r->text = look.caps == 1 ? text_upper(x->arena, text) : str_dup(x->arena, text);
    r->font = look.font;
    r->color = str_eq(look.color, S("auto")) ? S("") : look.color;
    r->half_points = look.half_points == UNSET ? 20 : look.half_points;
    r->bold = look.bold == 1;
    r->italic = look.italic == 1;
    r->underline = look.underline == 1;
    buf_add(&l->text, r->text);
}

/* --- the document --- */

static void reference(In *x, const char *name, const XmlAttrs *at)
{
    Str type = xml_attr(at, "type");

    *vec_add(x->arena, &x->refs) = str_fmt(x->arena, "%c%c%.*s", is(name, "headerReference") ? 'h' : 'f',
        str_eq(type, S("first")) ? '1' : str_eq(type, S("even")) ? '2' : '0', SV(xml_attr(at, "id")));
}

static void section_prop(In *x, const char *name, const XmlAttrs *at)
{
    LayoutSection *s = &x->section;

    if (is(name, "pgSz")) {
        s->width = num(at, "w", 0);
        s->height = num(at, "h", 0);
        s->landscape = s->width > s->height;
    } else if (is(name, "pgMar")) {
        s->top = num(at, "top", 0);
        s->right = num(at, "right", 0);
        s->bottom = num(at, "bottom", 0);
        s->left = num(at, "left", 0);
    } else if (is(name, "titlePg")) {
        s->title_page = on(at);
    } else if (is(name, "pgNumType")) {
        s->restarts = xml_attr_has(at, "start");
    } else if (is(name, "headerReference") || is(name, "footerReference")) {
        reference(x, name, at);
    }
}

static Err push_box(In *x)
{
    if (x->depth >= MAX_DEPTH)
        return answer(x->why, E_LIMIT, T("Tệp “%.*s” lồng quá nhiều tầng; tệp này không được nhận."), SV(x->file));
    x->levels[x->depth++] = (Level){ .textbox = true };
    x->in_run = x->in_text = false;
    return OK;
}

static void open_table(In *x, const char *name)
{
    if (is(name, "tbl") && x->table_depth++ == 0) {
        x->tables++;
        x->row = 0;
    }
    if (x->table_depth != 1)
        return;
    if (is(name, "tr")) {
        x->row++;
        x->col = 0;
    }
    if (is(name, "tc"))
        x->col++;
}

static void open_run_part(In *x, const char *name, const XmlAttrs *at)
{
    Level *l = here(x);

    if (is(name, "r")) {
        x->in_run = true;
        x->run = nothing;
        x->run_style = S("");
        x->piece = (Buf){ .arena = x->arena };
    } else if (is(name, "t")) {
        x->in_text = true;
    } else if (is(name, "tab") && x->in_run) {
        buf_ch(&x->piece, '\t');
    } else if ((is(name, "br") || is(name, "cr")) && x->in_run) {
        buf_ch(&x->piece, '\n');
    } else if (is(name, "noBreakHyphen") && x->in_run) {
        buf_ch(&x->piece, '-');
    } else if (is(name, "instrText")) {
        x->in_instr = true;
    } else if (is(name, "fldSimple")) {
        size_t where;

        x->page_field |= str_find(xml_attr(at, "instr"), S("PAGE"), &where) && !str_find(xml_attr(at, "instr"), S("NUMPAGES"), &where);
    } else if (is(name, "drawing") || is(name, "pict")) {
        l->para.drawing = true;
    }
}

static void open_prop(In *x, const char *name, const XmlAttrs *at)
{
    Level *l = here(x);

    if (is(name, "pStyle"))
        l->style = xml_attr_text(at, "val", x->arena);
    else if (is(name, "rStyle") && x->in_run)
        x->run_style = xml_attr_text(at, "val", x->arena);
    else if (is(name, "pBdr"))
        x->in_borders = true;
    else if (x->in_borders && is(name, "bottom"))
        l->direct.below = on(at) && !str_eq(xml_attr(at, "val"), S("nil"));
    else if (x->in_rpr && x->in_run)
        read_run_prop(x, &x->run, name, at);
    else if (x->in_ppr && !x->in_rpr)
        read_para_prop(&l->direct, name, at);
}

static Err doc_open(void *user, const char *name, const char *ns, const XmlAttrs *at)
{
    In *x = user;

    if (x->skip || is(name, "Fallback") || is(name, "del") || is(name, "moveFrom") || is(name, "rPrChange") || is(name, "pPrChange")
        || is(name, "sectPrChange")) {
        x->skip++;
        return OK;
    }
    if (is(name, "txbxContent"))
        return push_box(x);
    if (!text_ns(ns))
        return OK;
    if (is(name, "p"))
        return para_begin(x);
    open_table(x, name);
    x->in_ppr |= is(name, "pPr");
    x->in_rpr |= is(name, "rPr");
    if (is(name, "sectPr") && x->doc)
        x->refs.n = 0;
    section_prop(x, name, at);
    if (x->in_ppr || x->in_rpr)
        open_prop(x, name, at);
    else
        open_run_part(x, name, at);
    return OK;
}

static Err margins(In *x);

static Err close_section(In *x)
{
    if (x->margin)
        return OK;
    if (x->doc->sections.n) {       /* what a section does not say about its heads is as in the one before */
        LayoutSection *before = &x->doc->sections.v[x->doc->sections.n - 1];

        memcpy(x->section.head, before->head, sizeof before->head);
        memcpy(x->section.foot, before->foot, sizeof before->foot);
    }
    *vec_add(x->arena, &x->doc->sections) = x->section;
    x->section = (LayoutSection){ 0 };
    return margins(x);
}

static Err doc_close(void *user, const char *name, const char *ns)
{
    In *x = user;

    if (x->skip) {
        x->skip--;
        return OK;
    }
    if (is(name, "txbxContent") && x->depth > 1) {
        para_end(x);
        x->depth--;
        return OK;
    }
    if (!text_ns(ns))
        return OK;
    if (is(name, "p")) {
        para_end(x);
    } else if (is(name, "r")) {
        run_end(x);
        x->in_run = false;
        x->piece = (Buf){ .arena = x->arena };
    } else if (is(name, "t")) {
        x->in_text = false;
    } else if (is(name, "instrText")) {
        x->in_instr = false;
    } else if (is(name, "pPr")) {
        x->in_ppr = false;
    } else if (is(name, "rPr")) {
        x->in_rpr = false;
    } else if (is(name, "pBdr")) {
        x->in_borders = false;
    } else if (is(name, "tbl") && x->table_depth > 0) {
        x->table_depth--;
    } else if (is(name, "sectPr")) {
        return close_section(x);
    }
    return OK;
}

static Err doc_text(void *user, Str s)
{
    In *x = user;
    size_t where;

    if (x->skip)
        return OK;
    if (x->in_instr && str_find(s, S("PAGE"), &where) && !str_find(s, S("NUMPAGES"), &where))
        x->page_field = true;
    if (x->in_text && x->in_run)
        buf_add(&x->piece, s);
    return OK;
}

static const XmlEvents document_events = { doc_open, doc_close, doc_text };

/* Running heads and feet of the section that just ended, each read by itself. */
static Err margins(In *x)
{
    LayoutSection *s = &x->doc->sections.v[x->doc->sections.n - 1];

    for (size_t i = 0; i < x->refs.n; i++) {
        Str ref = x->refs.v[i];
        const Rel *rel = ooxml_rel(x->rels, str_sub(ref, 2, ref.n));
        LayoutMargin *m = ref.p[0] == 'h' ? &s->head[ref.p[1] - '0'] : &s->foot[ref.p[1] - '0'];
        In sub = *x;

        *m = (LayoutMargin){ .there = true };
        if (!rel || !zip_in_has(x->zip, rel->target))
            continue;
        sub.depth = 1;
        sub.levels[0] = (Level){ 0 };
        sub.in_run = sub.in_text = sub.in_rpr = sub.in_ppr = sub.in_borders = sub.in_instr = sub.page_field = false;
        sub.table_depth = 0;
        sub.margin = m;
        TRY(ooxml_part(x->zip, x->arena, x->file, rel->target, &document_events, &sub, x->why));
    }
    x->refs.n = 0;
    return OK;
}

static Err read_styles(In *x)
{
    static const XmlEvents theme = { theme_open, theme_close, no_text }, events = { styles_open, styles_close, no_text };
    const Rel *themes = ooxml_rel_type(x->rels, "theme"), *rel = ooxml_rel_type(x->rels, "styles");

    x->defaults = nothing;
    x->default_style = -1;
    if (themes && zip_in_has(x->zip, themes->target))
        TRY(ooxml_part(x->zip, x->arena, x->file, themes->target, &theme, x, x->why));
    if (rel && zip_in_has(x->zip, rel->target))
        TRY(ooxml_part(x->zip, x->arena, x->file, rel->target, &events, x, x->why));
    return OK;
}

Err docx_layout(Layout *out, Arena *a, Str file, Str bytes, const Budget *budget, Answer *why)
{
    CLEANUP(zip_in_end) ZipIn *z = NULL;
    Rels package, rels;
    const Rel *main;
    In *x = NEW(a, In, 1);

    *out = (Layout){ 0 };
    TRY(zip_in_open(&z, a, file, bytes, budget, why));
    TRY(ooxml_rels(&package, z, a, file, "", why));
    main = ooxml_rel_type(&package, "officeDocument");
    if (!main || !zip_in_has(z, main->target) || !str_starts(str_of(main->target), S("word/")))
        return answer(why, E_INVALID, T("Tệp “%.*s” không phải văn bản DOCX; hãy lưu văn bản ở dạng .docx rồi thử lại."), SV(file));
    TRY(ooxml_rels(&rels, z, a, file, main->target, why));
    x->arena = a;
    x->why = why;
    x->file = file;
    x->doc = out;
    x->zip = z;
    x->rels = &rels;
    x->by_id.arena = a;
    x->depth = 1;
    TRY(read_styles(x));
    TRY(ooxml_part(z, a, file, main->target, &document_events, x, why));
    if (out->sections.n == 0)
        (void)vec_add(a, &out->sections);
    return OK;
}
