/* XLSX as a stream of rows: strings and styles first, then each sheet in the order of the workbook. */
#include "doc/ooxml.h"
#include "doc/table_in.h"
#include "doc/xlsx_value.h"
#include "text/text.h"

enum { MAX_ROWS = 1048576, MAX_COLS = 16384, MAX_SHEETS = 256, MAX_MERGED = 100000, MAX_STRINGS = 5000000 };

typedef struct SheetRef {
    Str name;
    const char *part;
    bool hidden;
} SheetRef;

typedef struct Xlsx {
    Arena *arena;               /* lives as long as the file is read */
    ZipIn *zip;
    Str file;
    Answer *why;
    const TableSink *sink;
    size_t left;                /* cells */
    Rels rels;
    VEC(SheetRef) sheets;
    bool from_1904;
    /* styles: what numbers of each cell format are */
    VEC(struct NumFmt { int64_t id; Str code; }) formats;
    VEC(NumKind) xfs;
    bool in_xfs;
    /* shared strings: one pool, offsets[i] to offsets[i + 1] */
    Buf pool;
    VEC(size_t) offsets;
    int skip;                   /* depth inside phonetic text */
    bool in_text;
} Xlsx;

static bool is(const char *name, const char *want)
{
    return strcmp(name, want) == 0;
}

static int64_t attr_int(const XmlAttrs *at, const char *name, int64_t none)
{
    int64_t v;

    return str_int(xml_attr(at, name), &v) ? v : none;
}

static bool attr_true(const XmlAttrs *at, const char *name)
{
    Str s = xml_attr(at, name);

    return str_eq(s, S("1")) || str_eq(s, S("true"));
}

/* --- workbook, styles, shared strings --- */

static Err book_open(void *user, const char *name, const char *ns, const XmlAttrs *at)
{
    Xlsx *x = user;
    const Rel *rel;
    SheetRef *s;

    (void)ns;
    if (is(name, "workbookPr"))
        x->from_1904 = attr_true(at, "date1904");
    if (!is(name, "sheet"))
        return OK;
    rel = ooxml_rel(&x->rels, xml_attr(at, "id"));
    if (!rel || !str_eq(rel->type, S("worksheet")))
        return OK;                                      /* charts and macros have no cells */
    if (x->sheets.n >= MAX_SHEETS)
        return answer(x->why, E_LIMIT, T("Tệp “%.*s” có quá nhiều trang tính; hãy chia thành nhiều tệp."), SV(x->file));
    s = vec_add(x->arena, &x->sheets);
    s->name = text_nfc(x->arena, xml_attr_text(at, "name", x->arena));
    s->part = rel->target;
    s->hidden = xml_attr(at, "state").n && !str_eq(xml_attr(at, "state"), S("visible"));
    return OK;
}

static NumKind kind_of_format(const Xlsx *x, int64_t id)
{
    for (size_t i = 0; i < x->formats.n; i++)
        if (x->formats.v[i].id == id)
            return num_kind_of_code(x->formats.v[i].code);
    return num_kind_builtin(id);
}

static Err style_open(void *user, const char *name, const char *ns, const XmlAttrs *at)
{
    Xlsx *x = user;

    (void)ns;
    if (is(name, "cellXfs"))
        x->in_xfs = true;
    if (is(name, "numFmt") && x->formats.n < 10000) {
        struct NumFmt *f = vec_add(x->arena, &x->formats);

        f->id = attr_int(at, "numFmtId", -1);
        f->code = xml_attr_text(at, "formatCode", x->arena);
    }
    if (is(name, "xf") && x->in_xfs && x->xfs.n < 100000)
        *vec_add(x->arena, &x->xfs) = kind_of_format(x, attr_int(at, "numFmtId", 0));
    return OK;
}

static Err style_close(void *user, const char *name, const char *ns)
{
    Xlsx *x = user;

    (void)ns;
    if (is(name, "cellXfs"))
        x->in_xfs = false;
    return OK;
}

static Err string_open(void *user, const char *name, const char *ns, const XmlAttrs *at)
{
    Xlsx *x = user;

    (void)ns, (void)at;
    if (is(name, "si")) {
        if (x->offsets.n >= MAX_STRINGS)
            return answer(x->why, E_LIMIT, T("Tệp “%.*s”: quá nhiều ô; hãy chia thành nhiều tệp nhỏ hơn."), SV(x->file));
        *vec_add(x->arena, &x->offsets) = x->pool.n;
    } else if (is(name, "rPh"))
        x->skip++;
    else if (is(name, "t"))
        x->in_text = x->skip == 0;
    return OK;
}

static Err string_close(void *user, const char *name, const char *ns)
{
    Xlsx *x = user;

    (void)ns;
    if (is(name, "rPh"))
        x->skip--;
    else if (is(name, "t"))
        x->in_text = false;
    return OK;
}

static Err string_text(void *user, Str s)
{
    Xlsx *x = user;

    if (x->in_text)
        buf_add(&x->pool, s);
    return OK;
}

static bool shared_string(const Xlsx *x, Str index, Str *out)
{
    int64_t i;

    if (!str_int(index, &i) || i < 0 || (size_t)i + 1 >= x->offsets.n)
        return false;
    *out = (Str){ x->pool.p + x->offsets.v[i], x->offsets.v[i + 1] - x->offsets.v[i] };
    return true;
}

/* --- one sheet --- */

typedef struct RawCell {
    size_t col;
    size_t from, to;            /* its text in SheetIn.buf */
    char type;                  /* n s i(nline) f(ormula string) b e d */
    NumKind kind;
} RawCell;

typedef struct SheetIn {
    Xlsx *x;
    SheetRef *ref;
    size_t line, col;           /* of the current cell, from 1 and from 0 */
    Buf buf;                    /* texts of the row, used again for the next */
    VEC(RawCell) raw;
    VEC(Cell) cells;
    bool in_cell, in_value;
    int skip;
    RawCell cell;
    VEC(MergedArea) merged;
} SheetIn;

static Err bad_place(SheetIn *s)
{
    return answer(s->x->why, E_INVALID, T("Tệp “%.*s”, trang tính “%.*s”: vị trí ô sau dòng %zu không hợp lệ; hãy mở và lưu lại rồi nộp lần nữa."),
        SV(s->x->file), SV(s->ref->name), s->line);
}

/* "AB12": column from 0 and row from 1; either may be missing in odd files. */
static bool parse_ref(Str ref, size_t *col, size_t *line)
{
    size_t at = 0, c = 0, r = 0;

    for (; at < ref.n && ref.p[at] >= 'A' && ref.p[at] <= 'Z' && c <= MAX_COLS; at++)
        c = c * 26 + (size_t)(ref.p[at] - 'A') + 1;
    for (; at < ref.n && ref.p[at] >= '0' && ref.p[at] <= '9' && r <= MAX_ROWS; at++)
        r = r * 10 + (size_t)(ref.p[at] - '0');
    *col = c - 1;
    *line = r;
    return at == ref.n && c >= 1 && c <= MAX_COLS && r >= 1 && r <= MAX_ROWS;
}

static Err row_open(SheetIn *s, const XmlAttrs *at)
{
    Str r = xml_attr(at, "r");
    int64_t line = (int64_t)s->line + 1;

    if (r.n && !str_int(r, &line))
        return bad_place(s);
    if (line <= (int64_t)s->line || line > MAX_ROWS)
        return bad_place(s);
    s->line = (size_t)line;
    s->col = 0;
    s->raw.n = 0;
    s->buf.n = 0;
    return OK;
}

static char type_letter(Str t)
{
    if (!t.n || str_eq(t, S("n")))
        return 'n';
    if (str_eq(t, S("inlineStr")))
        return 'i';
    return str_eq(t, S("str")) ? 'f' : t.p[0];
}

static Err cell_open(SheetIn *s, const XmlAttrs *at)
{
    Str ref = xml_attr(at, "r");
    size_t line, col;
    int64_t style = attr_int(at, "s", 0);

    if (ref.n) {
        if (!parse_ref(ref, &col, &line) || line != s->line || col < s->col)
            return bad_place(s);
        s->col = col;
    }
    if (s->col >= MAX_COLS)
        return bad_place(s);
    s->cell = (RawCell){ .col = s->col++, .from = s->buf.n, .type = type_letter(xml_attr(at, "t")) };
    if (style >= 0 && (size_t)style < s->x->xfs.n)
        s->cell.kind = s->x->xfs.v[style];
    s->in_cell = true;
    return OK;
}

static Err merge_open(SheetIn *s, const XmlAttrs *at)
{
    Str from, to;
    size_t c1, r1, c2, r2;

    if (!str_cut(xml_attr(at, "ref"), S(":"), &from, &to))
        return OK;
    if (!parse_ref(from, &c1, &r1) || !parse_ref(to, &c2, &r2) || c2 < c1 || r2 < r1)
        return OK;                                      /* a merge that is none changes nothing */
    if (s->merged.n >= MAX_MERGED)
        return answer(s->x->why, E_LIMIT, T("Tệp “%.*s”, trang tính “%.*s” có quá nhiều ô gộp; hãy bỏ gộp ô rồi nộp lại."),
            SV(s->x->file), SV(s->ref->name));
    *vec_add(s->x->arena, &s->merged) = (MergedArea){ r1 - 1, c1, r2 - r1 + 1, c2 - c1 + 1 };
    return OK;
}

static Err sheet_open(void *user, const char *name, const char *ns, const XmlAttrs *at)
{
    SheetIn *s = user;

    (void)ns;
    if (name[0] == 'c' && !name[1])
        return s->line ? cell_open(s, at) : bad_place(s);
    if (s->in_cell) {
        if (is(name, "rPh"))
            s->skip++;
        s->in_value = s->skip == 0 && (is(name, "v") || is(name, "t"));
        return OK;
    }
    if (is(name, "row"))
        return row_open(s, at);
    if (is(name, "mergeCell"))
        return merge_open(s, at);
    return OK;
}

static Err sheet_text(void *user, Str t)
{
    SheetIn *s = user;

    if (s->in_value)
        buf_add(&s->buf, t);
    return OK;
}

static Cell value(SheetIn *s, const RawCell *r, Arena *a)
{
    Str raw = { s->buf.p + r->from, r->to - r->from };
    Cell c = { 0 };

    switch (r->type) {
    case 's':
        if (!shared_string(s->x, str_trim(raw), &raw))
            raw = (Str){ 0 };
        break;
    case 'n':
        xlsx_number(&c, a, str_trim(raw), r->kind, s->x->from_1904);
        return c;
    case 'b':
        c.kind = CELL_BOOL;
        c.text = str_eq(str_trim(raw), S("1")) ? S("có") : S("không");
        return c;
    case 'e':
        c.kind = CELL_ERROR;
        c.text = str_trim(raw);
        return c;
    case 'd':
        xlsx_iso_date(&c, a, str_trim(raw));
        return c;
    default:
        break;
    }
    c.text = str_trim(text_nfc(a, str_trim(xlsx_unescape(a, raw))));
    c.kind = c.text.n ? CELL_TEXT : CELL_EMPTY;
    return c;
}

static Err row_close(SheetIn *s)
{
    SCRATCH(tmp);
    Row row = { .line = s->line };

    s->cells.n = 0;
    for (size_t i = 0; i < s->raw.n; i++) {
        const RawCell *r = &s->raw.v[i];
        Cell c = value(s, r, &tmp);

        if (c.kind == CELL_EMPTY)
            continue;
        while (s->cells.n < r->col)
            *vec_add(s->x->arena, &s->cells) = (Cell){ 0 };
        *vec_add(s->x->arena, &s->cells) = c;
    }
    row.cells = s->cells.v;
    row.n = s->cells.n;
    if (!row.n)
        return OK;
    if (row.n > s->x->left)
        return answer(s->x->why, E_LIMIT, T("Tệp “%.*s”, dòng %zu: quá nhiều ô; hãy chia thành nhiều tệp nhỏ hơn."),
            SV(s->x->file), row.line);
    s->x->left -= row.n;
    return s->x->sink->row(s->x->sink->user, &row);
}

static Err sheet_close(void *user, const char *name, const char *ns)
{
    SheetIn *s = user;

    (void)ns;
    if (!s->in_cell)
        return is(name, "row") ? row_close(s) : OK;
    s->in_value = false;
    if (is(name, "rPh"))
        s->skip--;
    if (name[0] == 'c' && !name[1]) {
        s->in_cell = false;
        s->cell.to = s->buf.n;
        if (s->cell.to > s->cell.from)
            *vec_add(s->x->arena, &s->raw) = s->cell;
    }
    return OK;
}

static Err read_sheet(Xlsx *x, SheetRef *ref)
{
    static const XmlEvents ev = { sheet_open, sheet_close, sheet_text };
    SheetIn s = { .x = x, .ref = ref };

    s.buf.arena = x->arena;
    TRY(x->sink->sheet(x->sink->user, ref->name, ref->hidden));
    TRY(ooxml_part(x->zip, x->arena, x->file, ref->part, &ev, &s, x->why));
    return x->sink->merged(x->sink->user, s.merged.v, s.merged.n);
}

static Err read_part(Xlsx *x, const char *type, const XmlEvents *ev)
{
    const Rel *r = ooxml_rel_type(&x->rels, type);

    if (!r || !zip_in_has(x->zip, r->target))
        return OK;
    return ooxml_part(x->zip, x->arena, x->file, r->target, ev, x, x->why);
}

static Err read_book(Xlsx *x)
{
    static const XmlEvents book = { .open = book_open };
    static const XmlEvents styles = { style_open, style_close, NULL };
    static const XmlEvents strings = { string_open, string_close, string_text };
    Rels package = { 0 };
    const Rel *main;
    const char *part;

    TRY(ooxml_rels(&package, x->zip, x->arena, x->file, "", x->why));
    main = ooxml_rel_type(&package, "officeDocument");
    part = main ? main->target : "xl/workbook.xml";
    TRY(ooxml_rels(&x->rels, x->zip, x->arena, x->file, part, x->why));
    TRY(ooxml_part(x->zip, x->arena, x->file, part, &book, x, x->why));
    if (!x->sheets.n)
        return answer(x->why, E_INVALID, T("Tệp “%.*s” không có trang tính nào; hãy kiểm tra rồi nộp lại."), SV(x->file));
    TRY(read_part(x, "styles", &styles));
    TRY(read_part(x, "sharedStrings", &strings));
    *vec_add(x->arena, &x->offsets) = x->pool.n;
    return OK;
}

/* A part that the file itself names but does not hold is a broken file, not a missing thing of ours. */
static Err as_answer(Err e)
{
    return e == E_NOT_FOUND ? E_INVALID : e;
}

Err xlsx_stream(Str file, Str bytes, const TableBudget *budget, const TableSink *sink, Answer *why)
{
    SCRATCH(arena);
    SCRATCH(pool);
    CLEANUP(zip_in_end) ZipIn *zip = NULL;
    Budget zb = { .bytes = budget->bytes };
    Xlsx x = { .arena = &arena, .file = file, .why = why, .sink = sink, .left = budget->cells, .pool = { .arena = &pool } };

    TRY(zip_in_open(&zip, &arena, file, bytes, &zb, why));
    x.zip = zip;
    TRY(as_answer(read_book(&x)));
    for (size_t i = 0; i < x.sheets.n; i++)
        TRY(as_answer(read_sheet(&x, &x.sheets.v[i])));
    return OK;
}
