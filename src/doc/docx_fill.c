#include "doc/docx_fill.h"

#include "doc/fill_tree.h"
#include "doc/ooxml.h"
#include "text/text.h"

enum { MOST_OUT = 64 << 20, MOST_PICTURE = 4 << 20, MOST_CELLS = 200, MOST_FAULTS = 200, MOST_LOOPS = 1000000 };
static const Budget package = { .bytes = (size_t)64 << 20, .items = 2000 };

#define MAIN "word/document.xml"
#define A_NS "http://schemas.openxmlformats.org/drawingml/2006/main"
#define PIC_NS "http://schemas.openxmlformats.org/drawingml/2006/picture"

/* --- the package --- */

typedef struct Part {
    Str name;
    Str bytes;
    Word *root;                 /* of parts with tags */
} Part;

typedef struct Package {
    VEC(Part) parts;
} Package;

static bool has(Str s, const char *what)
{
    return str_find(s, str_of(what), &(size_t){ 0 });
}

static bool with_tags(Str name)
{
    return str_eq(name, S(MAIN)) || ((str_starts(name, S("word/header")) || str_starts(name, S("word/footer")) || str_eq(name, S("word/footnotes.xml")))
        && str_ends(name, S(".xml")));
}

static bool is_media(Str name)
{
    return str_starts(name, S("word/media/"));
}

static Err refuse(Str file, Str name, Str bytes, Answer *why)
{
    static const char *const never[] = { "vbaProject", "word/embeddings/", "word/activeX/", "customUI", "afchunk" };

    for (size_t i = 0; i < COUNT(never); i++)
        if (has(name, never[i]))
            return answer(why, E_INVALID, T("Tệp “%.*s” có macro hoặc đối tượng nhúng (%.*s); mẫu văn bản không được có; hãy lưu lại thành DOCX thường."), SV(file), SV(name));
    if (is_media(name) && bytes.n > MOST_PICTURE)
        return answer(why, E_LIMIT, T("Hình “%.*s” trong tệp “%.*s” lớn %zu KB; mỗi hình nhiều nhất 4096 KB, hãy nén hình lại."), SV(name), SV(file), bytes.n >> 10);
    if (str_ends(name, S(".rels")) && has(bytes, "TargetMode=\"External\"") && (has(bytes, "attachedTemplate") || has(bytes, "relationships/image")
            || has(bytes, "oleObject") || has(bytes, "subDocument") || has(bytes, "relationships/frame")))
        return answer(why, E_INVALID, T("Tệp “%.*s” lấy mẫu hoặc hình từ nơi khác; hãy chèn hẳn vào tệp rồi lưu lại."), SV(file));
    return OK;
}

static Err open_package(Package *p, Arena *a, Str file, Str bytes, Answer *why)
{
    CLEANUP(zip_in_end) ZipIn *z = NULL;
    bool main = false;

    TRY(zip_in_open(&z, a, file, bytes, &package, why));
    for (size_t i = 0; i < zip_in_count(z); i++) {
        Part part = { .name = zip_in_name(z, a, i) };

        if (part.name.n == 0 || str_ends(part.name, S("/")) || has(part.name, "..") || part.name.p[0] == '/')
            continue;
        TRY(zip_in_part(z, a, str_z(a, part.name), &part.bytes, why));
        TRY(refuse(file, part.name, part.bytes, why));
        for (size_t j = 0; j < p->parts.n; j++)
            if (str_eq(p->parts.v[j].name, part.name))
                return answer(why, E_INVALID, T("Tệp “%.*s” có hai phần cùng tên; tệp bị hỏng."), SV(file));
        main |= str_eq(part.name, S(MAIN));
        if (with_tags(part.name))
            TRY(word_parse(&part.root, a, file, part.bytes, why));
        *vec_add(a, &p->parts) = part;
    }
    if (!main)
        return answer(why, E_INVALID, T("Tệp “%.*s” không phải là văn bản Word (DOCX)."), SV(file));
    return OK;
}

static const char *people_call(Str name)
{
    if (str_starts(name, S("word/header")))
        return T("Đầu trang");
    if (str_starts(name, S("word/footer")))
        return T("Chân trang");
    return str_eq(name, S(MAIN)) ? NULL : T("Chú thích cuối trang");
}

static void compile(Package *p, Arena *a, Lang lang, const Unknown *known, FillFaults *faults)
{
    for (size_t i = 0; i < p->parts.n; i++) {
        Compile k = { .arena = a, .lang = lang, .part = people_call(p->parts.v[i].name), .known = known, .faults = faults };

        if (p->parts.v[i].root)
            fill_compile(&k, p->parts.v[i].root);
    }
}

Err docx_fill_check(FillFaults *out, Arena *a, Lang lang, Str file, Str bytes, const Unknown *known, Answer *why)
{
    Package p = { 0 };

    *out = (FillFaults){ 0 };
    TRY(open_package(&p, a, file, bytes, why));
    compile(&p, a, lang, known, out);
    if (out->list.n > MOST_FAULTS)
        out->list.n = MOST_FAULTS;
    return OK;
}

/* --- filling --- */

typedef struct Columns {        /* of a table: the column that repeats */
    int at;                     /* first grid column of it */
    int n;                      /* how often; 1: none repeats */
} Columns;

typedef struct CellState {      /* of a table: what the cells of the row above said, where they merge */
    Str text[MOST_CELLS];
    bool merges[MOST_CELLS];
} CellState;

typedef struct Filling {
    Arena *arena;
    Buf out;
    const FieldScope *scope;
    CellState *above;           /* of the innermost table */
    CellState row;              /* of the row being written */
    Columns columns;            /* of the innermost table */
    int grid;                   /* grid column of the next cell; for tblGrid too */
    VEC(const Word *) pages;    /* w:sectPr of the part in order */
    int page;                   /* that which the words of this page stand in the reach of; -1: none yet */
    size_t cell, loops, turn;   /* turn: of the innermost loop, from 1; 0: none */
    bool merge;                 /* asked for by a tag of this cell */
    int shade;                  /* 0 none */
    size_t shown;               /* bytes of visible text since the paragraph began */
    bool tagged, drawing;
    VEC(const FieldPicture *) pictures;
    Answer *why;
    Str file;
} Filling;

static Err put(Filling *f, const Word *w);

static void put_text(Filling *f, Str s)
{
    Str line, rest = text_nfc(f->arena, text_safe(f->arena, s));

    f->shown += str_trim(rest).n;
    do {
        bool more = str_cut(rest, S("\n"), &line, &rest);

        xml_text(&f->out, line);
        if (more)
            buf_lit(&f->out, "</w:t><w:br/><w:t xml:space=\"preserve\">");
    } while (rest.n);
}

static void put_picture(Filling *f, const FieldPicture *p)
{
    Buf alt = { .arena = f->arena };
    size_t no = f->pictures.n + 1;
    long long w = (long long)p->width * 635, h = (long long)p->height * 635;

    *vec_add(f->arena, &f->pictures) = p;
    f->drawing = true;
    xml_text(&alt, p->alt);
    buf_fmt(&f->out, "</w:t><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" distT=\"0\" distB=\"0\" "
        "distL=\"0\" distR=\"0\"><wp:extent cx=\"%lld\" cy=\"%lld\"/><wp:docPr id=\"%zu\" name=\"Truong %zu\" descr=\"%.*s\"/><a:graphic xmlns:a=\"" A_NS
        "\"><a:graphicData uri=\"" PIC_NS "\"><pic:pic xmlns:pic=\"" PIC_NS "\"><pic:nvPicPr><pic:cNvPr id=\"%zu\" name=\"truong%zu.png\"/><pic:cNvPicPr/>"
        "</pic:nvPicPr><pic:blipFill><a:blip xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" r:embed=\"rIdTruong%zu\"/>"
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"%lld\" cy=\"%lld\"/></a:xfrm>"
        "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing><w:t xml:space=\"preserve\">",
        w, h, 9000 + no, no, (int)alt.n, alt.p, 9000 + no, no, no, w, h);
}

static void put_tag(Filling *f, const Tag *t)
{
    const DocField *k = scope_find(f->scope, t->name);

    f->tagged = true;
    if (!k && str_eq(t->name, S("stt")) && scope_number(f->scope)) {
        put_text(f, str_fmt(f->arena, "%zu", scope_number(f->scope)));
        return;
    }
    if (k && k->picture)
        put_picture(f, k->picture);
    else if (k && !k->list)
        put_text(f, t->upper ? text_upper(f->arena, k->text) : k->text);
    if (str_eq(t->filter, S("gop")))
        f->merge = true;
    if (str_eq(t->filter, S("nen"))) {
        const DocField *level = scope_find(f->scope, t->arg);

        f->shade = level && level->text.n == 1 && level->text.p[0] >= '0' && level->text.p[0] <= '6' ? level->text.p[0] - '0' : 0;
    }
}

static void put_words(Filling *f, Str s)
{
    size_t at = 0;
    Tag t;
    bool bad;

    while (tag_next(f->arena, s, at, &t, &bad) && !bad) {
        put_text(f, str_sub(s, at, t.from));
        if (t.kind == TAG_VALUE)
            put_tag(f, &t);
        at = t.to;
    }
    put_text(f, str_sub(s, at, s.n));
}

static Err put_kids(Filling *f, const Word *w)
{
    for (size_t i = 0; i < w->kids.n; i++)
        TRY(put(f, w->kids.v[i]));
    return OK;
}

static Err put_section(Filling *f, const Word *w)
{
    const DocField *k = scope_find(f->scope, w->tag.name);
    const FieldScope *up = f->scope;
    size_t turn = f->turn;
    bool there = k && (k->list ? k->rows.n > 0 : k->picture || str_trim(k->text).n > 0);

    if (w->tag.filter.n)
        return put_kids(f, w);                              /* the cell around it has chosen the record */
    f->tagged = true;
    if (w->tag.kind == TAG_NONE)
        return there ? OK : put_kids(f, w);
    if (!there)
        return OK;
    if (!k->list)
        return put_kids(f, w);
    for (size_t i = 0; i < k->rows.n; i++) {
        FieldScope in = { k->rows.v[i], up, i + 1, k->name };
        Err e;

        if (++f->loops > MOST_LOOPS || f->out.n > MOST_OUT)
            return answer(f->why, E_LIMIT, T("Mẫu “%.*s” làm ra văn bản quá dài; hãy bớt các phần lặp lồng nhau."), SV(f->file));
        f->scope = &in;
        f->turn = i + 1;
        e = put_kids(f, w);
        f->scope = up;
        f->turn = turn;
        TRY(e);
    }
    return OK;
}

/* Word gives paragraphs numbers of their own; a repeated paragraph must not carry the same. */
static Str without_ids(Arena *a, Str open)
{
    static const char *const ids[] = { " w14:paraId=\"", " w14:textId=\"" };

    for (size_t i = 0; i < COUNT(ids); i++) {
        size_t at, end;

        if (!str_find(open, str_of(ids[i]), &at))
            continue;
        end = at + strlen(ids[i]);
        while (end < open.n && open.p[end] != '"')
            end++;
        open = str_fmt(a, "%.*s%.*s", SV(str_sub(open, 0, at)), SV(str_sub(open, end + 1, open.n)));
    }
    return open;
}

static bool ends_section(const Word *p)
{
    const Word *look = word_kid(p, "w:pPr");

    return look && word_kid(look, "w:sectPr");
}

static Err put_para(Filling *f, const Word *p, bool *gone);

/* The field of several lines that is all a paragraph says, or NULL. */
static const DocField *lines_of(Filling *f, const Word *p, Tag *t)
{
    Str s = str_trim(word_text(f->arena, p));
    const DocField *k;
    bool bad;

    if (!tag_next(f->arena, s, 0, t, &bad) || t->from != 0 || t->to != s.n || t->kind != TAG_VALUE)
        return NULL;
    k = scope_find(f->scope, t->name);
    return k && !k->list && !k->picture && str_find(k->text, S("\n"), &(size_t){ 0 }) ? k : NULL;
}

/* Each line becomes a paragraph of its own. */
static Err put_lines(Filling *f, const Word *p, const DocField *k, Str name, bool *gone)
{
    const FieldScope *up = f->scope;
    Str line, rest = k->text;
    Err e = OK;

    *gone = true;
    while (rest.n && e == OK) {
        Fields *one = fields_begin(f->arena);
        FieldScope in = { .record = one, .up = up };
        bool empty;

        (void)str_cut(rest, S("\n"), &line, &rest);         /* the last line has none behind it */
        field(one, str_z(f->arena, name), str_trim(line));
        f->scope = &in;
        e = put_para(f, p, &empty);
        *gone &= empty;
    }
    f->scope = up;
    return e;
}

/* A paragraph of nothing but empty fields goes away. *gone tells. */
static Err put_para(Filling *f, const Word *p, bool *gone)
{
    Tag only;
    const DocField *many = lines_of(f, p, &only);

    if (many)
        return put_lines(f, p, many, only.name, gone);
    size_t before = f->out.n, shown = f->shown;
    bool tagged = f->tagged, drawing = f->drawing;

    f->shown = 0;
    f->tagged = f->drawing = false;
    if (ends_section(p) && f->page < 0)
        f->page = p->page;
    buf_add(&f->out, without_ids(f->arena, p->open));
    TRY(put_kids(f, p));
    buf_add(&f->out, p->close);
    *gone = f->tagged && f->shown == 0 && !f->drawing && !ends_section(p);
    if (*gone)
        f->out.n = before;
    else if (f->page < 0 && !ends_section(p))
        f->page = p->page;
    f->shown += shown;
    f->tagged |= tagged;
    f->drawing |= drawing;
    return OK;
}

/* --- cells --- */

static bool first_in_props(const Word *w)
{
    return word_named(w, "w:cnfStyle") || word_named(w, "w:tcW") || word_named(w, "w:gridSpan") || word_named(w, "w:hMerge");
}

static int number_at(Filling *f, const Word *w, const char *attr, int none)
{
    int64_t n;

    return w && str_int(word_attr(f->arena, w, attr), &n) && n > 0 && n < 100000 ? (int)n : none;
}

/* How many columns of the filled table a cell takes; parts: it is one of the cells that stand in one column of the template. */
static int span_now(const Filling *f, int span, int parts)
{
    bool over = f->columns.at >= f->grid && f->columns.at < f->grid + span;

    return parts > 1 || !over ? span : span + f->columns.n - 1;
}

/* tcPr in the order of the schema: width and span, vertical merge, borders, shade, the rest. */
static void put_cell_props(Filling *f, const Word *props, const char *merge, int parts)
{
    static const PaperShade fills[] = { SHADE_NONE, SHADE_1, SHADE_2, SHADE_3, SHADE_4, SHADE_5, SHADE_BAR };
    int span = number_at(f, props ? word_kid(props, "w:gridSpan") : NULL, "w:val", 1), now = span_now(f, span, parts);

    buf_lit(&f->out, "<w:tcPr>");
    for (size_t i = 0; props && i < props->kids.n; i++) {
        const Word *w = props->kids.v[i];

        if (word_named(w, "w:tcW") && parts > 1)
            buf_fmt(&f->out, "<w:tcW w:w=\"%d\" w:type=\"dxa\"/>", number_at(f, w, "w:w", parts) / parts);
        else if (first_in_props(w) && !(word_named(w, "w:gridSpan") && now != span))
            word_out(w, &f->out);
    }
    if (now != span)
        buf_fmt(&f->out, "<w:gridSpan w:val=\"%d\"/>", now);
    buf_lit(&f->out, merge);
    for (size_t i = 0; props && i < props->kids.n; i++) {
        const Word *w = props->kids.v[i];

        if ((word_named(w, "w:vMerge") && !*merge) || word_named(w, "w:tcBorders"))
            word_out(w, &f->out);
    }
    if (f->shade)
        buf_fmt(&f->out, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"%s\"/>", paper_shade(fills[f->shade]));
    for (size_t i = 0; props && i < props->kids.n; i++) {
        const Word *w = props->kids.v[i];

        if (w->kind == WORD_ELEMENT && !first_in_props(w) && !word_named(w, "w:vMerge") && !word_named(w, "w:tcBorders") && !(f->shade && word_named(w, "w:shd")))
            word_out(w, &f->out);
    }
    buf_lit(&f->out, "</w:tcPr>");
}

/* Paragraphs and tables of a cell; it must end with a paragraph. */
static Err put_cell_body(Filling *f, const Word *cell)
{
    bool ends = false;

    for (size_t i = 0; i < cell->kids.n; i++) {
        const Word *w = cell->kids.v[i];
        size_t before = f->out.n;

        if (word_named(w, "w:tcPr"))
            continue;
        if (word_named(w, "w:p")) {
            bool gone;

            TRY(put_para(f, w, &gone));
            ends |= !gone;
            continue;
        }
        TRY(put(f, w));
        if (f->out.n > before && w->kind != WORD_TEXT)
            ends = w->kind == WORD_SECTION && str_ends(str_sub(buf_str(&f->out), before, f->out.n), S("</w:p>"));
    }
    if (!ends)
        buf_lit(&f->out, "<w:p/>");
    return OK;
}

static Err put_cell(Filling *f, const Word *cell, int parts)
{
    const Word *props = word_kid(cell, "w:tcPr");
    Buf kept = f->out;
    const char *merge = "";
    bool was_merge = f->merge;
    int was_shade = f->shade;
    size_t at = f->cell++, shown = f->shown;
    Buf body;

    f->out = (Buf){ .arena = f->arena };
    f->merge = false;
    f->shade = 0;
    TRY(put_cell_body(f, cell));
    body = f->out;
    f->out = kept;
    buf_add(&f->out, cell->open);
    if (f->merge && at < MOST_CELLS && f->shown > shown) {
        f->row.merges[at] = true;
        f->row.text[at] = buf_str(&body);
        bool same = f->above && f->above->merges[at] && str_eq(f->above->text[at], f->row.text[at]);

        merge = same ? "<w:vMerge/>" : "<w:vMerge w:val=\"restart\"/>";
        if (same)
            body = (Buf){ .arena = f->arena };
    }
    put_cell_props(f, props, merge, parts);
    if (body.n)
        buf_add(&f->out, buf_str(&body));
    else
        buf_lit(&f->out, "<w:p/>");
    buf_add(&f->out, cell->close);
    f->merge = was_merge;
    f->shade = was_shade;
    return OK;
}

/* The section that repeats a cell, or NULL. */
static const Word *column_loop(const Word *w)
{
    const Word *found = w->kind == WORD_SECTION && w->tag.filter.n ? w : NULL;

    for (size_t i = 0; i < w->kids.n && !found && !word_named(w, "w:tbl"); i++)
        found = column_loop(w->kids.v[i]);
    return found;
}

/* A cell, or as many as the list has records; one that is empty when it has none. */
static Err put_cells(Filling *f, const Word *cell)
{
    const Word *loop = column_loop(cell), *props = word_kid(cell, "w:tcPr");
    const DocField *k = loop ? scope_find(f->scope, loop->tag.name) : NULL;
    const FieldScope *up = f->scope;
    int n = k && k->list ? (int)(k->rows.n < MOST_CELLS ? k->rows.n : MOST_CELLS) : 0;
    Err e = OK;

    if (!loop || n == 0) {
        e = put_cell(f, cell, 1);
        f->grid += number_at(f, props ? word_kid(props, "w:gridSpan") : NULL, "w:val", 1);
        return e;
    }
    for (int i = 0; i < n && e == OK; i++) {
        FieldScope in = { k->rows.v[i], up, (size_t)i + 1, k->name };

        if (++f->loops > MOST_LOOPS || f->out.n > MOST_OUT)
            return answer(f->why, E_LIMIT, T("Mẫu “%.*s” làm ra văn bản quá dài; hãy bớt các phần lặp lồng nhau."), SV(f->file));
        f->scope = &in;
        e = put_cell(f, cell, n);
        f->scope = up;
    }
    f->grid++;
    return e;
}

/* Where the column that repeats stands and how often, seen from the scope of the table: of lists of rows the first record tells. */
static bool columns_of(Filling *f, const Word *w, const FieldScope *s, Columns *out)
{
    for (size_t i = 0, at = 0; i < w->kids.n; i++) {
        const Word *kid = w->kids.v[i], *loop, *props = word_kid(kid, "w:tcPr");
        const DocField *k;

        if (kid->kind == WORD_SECTION) {
            k = scope_find(s, kid->tag.name);
            FieldScope in = { .record = k && k->list && k->rows.n ? k->rows.v[0] : s->record, .up = s };

            if (columns_of(f, kid, &in, out))
                return true;
        }
        if (word_named(kid, "w:tr") && columns_of(f, kid, s, out))
            return true;
        if (!word_named(kid, "w:tc"))
            continue;
        loop = column_loop(kid);
        k = loop ? scope_find(s, loop->tag.name) : NULL;
        if (k && k->list && k->rows.n) {
            *out = (Columns){ (int)at, (int)(k->rows.n < MOST_CELLS ? k->rows.n : MOST_CELLS) };
            return true;
        }
        at += (size_t)number_at(f, props ? word_kid(props, "w:gridSpan") : NULL, "w:val", 1);
    }
    return false;
}

static void put_grid_column(Filling *f, const Word *w)
{
    int n = f->grid == f->columns.at ? f->columns.n : 1;

    for (int i = 0; i < n; i++)
        if (n == 1)
            word_out(w, &f->out);
        else
            buf_fmt(&f->out, "<w:gridCol w:w=\"%d\"/>", number_at(f, w, "w:w", n) / n);
    f->grid++;
}

static Err put_row(Filling *f, const Word *row)
{
    memset(&f->row, 0, sizeof f->row);
    f->cell = 0;
    f->grid = 0;
    buf_add(&f->out, without_ids(f->arena, row->open));
    TRY(put_kids(f, row));
    buf_add(&f->out, row->close);
    if (f->above)
        *f->above = f->row;
    return OK;
}

static Err put_table(Filling *f, const Word *t)
{
    CellState *above = f->above, row = f->row;
    Columns columns = f->columns;
    size_t cell = f->cell, before = f->out.n, rows;
    int grid = f->grid;
    Err e;

    f->columns = (Columns){ -1, 1 };
    (void)columns_of(f, t, f->scope, &f->columns);          /* none: the table has the columns of the template */
    f->grid = 0;
    f->above = NEW(f->arena, CellState, 1);
    buf_add(&f->out, t->open);
    rows = f->out.n;
    e = put_kids(f, t);
    buf_add(&f->out, t->close);
    if (!has(str_sub(buf_str(&f->out), rows, f->out.n), "<w:tr"))
        f->out.n = before;                                  /* a table without rows is none */
    else if (f->page < 0)
        f->page = t->page;
    f->above = above;
    f->row = row;
    f->cell = cell;
    f->columns = columns;
    f->grid = grid;
    return e;
}

static Err put(Filling *f, const Word *w)
{
    bool gone;

    if (w->kind == WORD_SECTION)
        return put_section(f, w);
    if (w->kind == WORD_TEXT) {
        buf_add(&f->out, w->text);
        return OK;
    }
    if (word_named(w, "w:p"))
        return put_para(f, w, &gone);
    if (word_named(w, "w:tbl"))
        return put_table(f, w);
    if (word_named(w, "w:tr"))
        return put_row(f, w);
    if (word_named(w, "w:tc"))
        return put_cells(f, w);
    if (word_named(w, "w:gridCol")) {
        put_grid_column(f, w);
        return OK;
    }
    if (word_named(w, "w:sectPr") && f->pages.n) {
        word_out(f->page >= 0 && (size_t)f->page < f->pages.n ? f->pages.v[f->page] : w, &f->out);
        f->page = -1;
        return OK;
    }
    if (f->turn > 1 && (word_named(w, "w:bookmarkStart") || word_named(w, "w:bookmarkEnd")))
        return OK;                                          /* a bookmark stands once */
    if (word_named(w, "w:t") && w->kids.n == 1 && str_eq(w->close, S("</w:t>")) && str_eq(w->open, S("<w:t xml:space=\"preserve\">"))) {
        buf_add(&f->out, w->open);
        put_words(f, w->kids.v[0]->text);
        buf_add(&f->out, w->close);
        return OK;
    }
    f->drawing |= word_named(w, "w:drawing") || word_named(w, "w:pict");
    buf_add(&f->out, w->open);
    TRY(put_kids(f, w));
    buf_add(&f->out, w->close);
    return OK;
}

/* --- the result --- */

static Str with_pictures(Arena *a, Str rels, size_t n)
{
    Buf b = { .arena = a };
    Str head, tail;

    if (n == 0 || !str_cut(rels, S("</Relationships>"), &head, &tail))
        return rels;
    buf_add(&b, head);
    for (size_t i = 1; i <= n; i++)
        buf_fmt(&b, "<Relationship Id=\"rIdTruong%zu\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" Target=\"media/truong%zu.png\"/>", i, i);
    buf_lit(&b, "</Relationships>");
    return buf_str(&b);
}

static Str with_png(Arena *a, Str types, size_t n)
{
    Str head, tail;

    if (n == 0 || has(types, "Extension=\"png\"") || !str_cut(types, S("<Override"), &head, &tail))
        return types;
    return str_fmt(a, "%.*s<Default Extension=\"png\" ContentType=\"image/png\"/><Override%.*s", SV(head), SV(tail));
}

static void number_pages(Filling *f, Word *w)
{
    if (word_named(w, "w:p") || word_named(w, "w:tbl"))
        w->page = (int)f->pages.n;
    if (word_named(w, "w:sectPr"))
        *vec_add(f->arena, &f->pages) = w;
    for (size_t i = 0; i < w->kids.n; i++)
        number_pages(f, w->kids.v[i]);
}

static Err fill_part(Filling *f, const Fields *fields, Part *part)
{
    FieldScope scope = { .record = fields };

    f->out = (Buf){ .arena = f->arena };
    f->scope = &scope;
    f->pages.n = 0;
    f->page = -1;
    number_pages(f, part->root);
    buf_lit(&f->out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    TRY(put(f, part->root));
    part->bytes = buf_str(&f->out);
    return OK;
}

Err docx_fill(Arena *a, Str file, Str bytes, const Fields *fields, const PaperAbout *about, Str *out, Answer *why)
{
    Package p = { 0 };
    FillFaults faults = { 0 };
    Filling f = { .arena = a, .why = why, .file = file };
    ZipOut *z;

    TRY(open_package(&p, a, file, bytes, why));
    compile(&p, a, why->lang, NULL, &faults);
    if (faults.list.n)
        return answer(why, E_INVALID, T("Mẫu “%.*s”, %.*s: %.*s"), SV(file), SV(faults.list.v[0].where), SV(faults.list.v[0].text));
    for (size_t i = 0; i < p.parts.n; i++)
        if (p.parts.v[i].root)
            TRY(fill_part(&f, fields, &p.parts.v[i]));
    z = zip_out_begin(a);
    for (size_t i = 0; i < p.parts.n; i++) {
        Part *part = &p.parts.v[i];

        if (str_eq(part->name, S("word/_rels/document.xml.rels")))
            part->bytes = with_pictures(a, part->bytes, f.pictures.n);
        if (str_eq(part->name, S("[Content_Types].xml")))
            part->bytes = with_png(a, part->bytes, f.pictures.n);
        if (str_eq(part->name, S("docProps/core.xml")))
            part->bytes = paper_properties(a, about);
        zip_out_add(z, str_z(a, part->name), part->bytes);
    }
    for (size_t i = 0; i < f.pictures.n; i++)
        zip_out_add(z, str_z(a, str_fmt(a, "word/media/truong%zu.png", i + 1)), f.pictures.v[i]->png);
    return zip_out_end(z, out, why);
}

/* --- changes --- */

static void texts_below(Arena *a, Word *w, Word **v, size_t *n, size_t most)
{
    if (word_named(w, "w:t") && *n < most)
        v[(*n)++] = w;
    for (size_t i = 0; i < w->kids.n && !word_named(w, "w:t"); i++)
        texts_below(a, w->kids.v[i], v, n, most);
}

/* The whole text into the first piece; line breaks become blanks of the break kind. */
static void put_change(Arena *a, Word *p, Str now)
{
    enum { MOST = 2000 };
    Word **v = NEW(a, Word *, MOST);
    size_t n = 0;
    Buf b = { .arena = a };
    Str line, rest = now;

    texts_below(a, p, v, &n, MOST);
    if (n == 0) {                                           /* an empty paragraph: a run of its own */
        Word *run = NEW(a, Word, 1), *text = NEW(a, Word, 1);

        *run = (Word){ .kind = WORD_ELEMENT, .name = S("w:r"), .open = S("<w:r>"), .close = S("</w:r>"), .up = p };
        *text = (Word){ .kind = WORD_ELEMENT, .name = S("w:t"), .up = run };
        *vec_add(a, &run->kids) = text;
        if (str_ends(p->open, S("/>"))) {
            p->open = str_fmt(a, "%.*s>", SV(str_sub(p->open, 0, p->open.n - 2)));
            p->close = S("</w:p>");
        }
        *vec_add(a, &p->kids) = run;
        v[n++] = text;
    }
    do {
        bool more = str_cut(rest, S("\n"), &line, &rest);

        xml_text(&b, line);
        if (more)
            buf_lit(&b, "</w:t><w:br/><w:t xml:space=\"preserve\">");
    } while (rest.n);
    for (size_t i = 0; i < n; i++) {
        Word *kid = NEW(a, Word, 1);

        kid->kind = WORD_TEXT;
        kid->up = v[i];
        kid->text = i == 0 ? buf_str(&b) : S("");
        v[i]->open = S("<w:t xml:space=\"preserve\">");
        v[i]->close = S("</w:t>");
        v[i]->kids.n = 0;
        *vec_add(a, &v[i]->kids) = kid;
    }
}

static Word *last_of_style(Arena *a, Word *w, const char *style)
{
    const Word *props = word_named(w, "w:p") ? word_kid(w, "w:pPr") : NULL, *look = props ? word_kid(props, "w:pStyle") : NULL;

    if (look && str_eq(word_attr(a, look, "w:val"), str_of(style)))
        return w;
    for (size_t i = w->kids.n; i > 0; i--) {
        Word *found = last_of_style(a, w->kids.v[i - 1], style);

        if (found)
            return found;
    }
    return NULL;
}

static void change_style(Arena *a, Word *root, DocxChange *k)
{
    Word *p = k->style ? last_of_style(a, root, k->style) : NULL;

    if (!p)
        return;
    k->places++;
    put_change(a, p, k->now);
}

static void change_paras(Arena *a, Word *w, DocxChange *v, size_t n)
{
    if (word_named(w, "w:p")) {
        Str text = word_text(a, w), now = text;

        for (size_t i = 0; i < n; i++) {
            if (v[i].style || v[i].was.n == 0 || (v[i].whole ? !str_eq(text, v[i].was) : !str_find(now, v[i].was, &(size_t){ 0 })))
                continue;
            now = v[i].whole ? v[i].now : str_replace(a, now, v[i].was, v[i].now);
            v[i].places++;
        }
        if (!str_eq(now, text))
            put_change(a, w, now);
    }
    for (size_t i = 0; i < w->kids.n; i++)
        change_paras(a, w->kids.v[i], v, n);
}

Err docx_change(Arena *a, Str file, Str bytes, DocxChange *v, size_t n, Str *out, Answer *why)
{
    Package p = { 0 };
    ZipOut *z;

    TRY(open_package(&p, a, file, bytes, why));
    for (size_t i = 0; i < p.parts.n; i++) {
        Buf b = { .arena = a };

        if (!p.parts.v[i].root || !str_eq(p.parts.v[i].name, S(MAIN)))
            continue;
        change_paras(a, p.parts.v[i].root, v, n);
        for (size_t k = 0; k < n; k++)
            change_style(a, p.parts.v[i].root, &v[k]);
        buf_lit(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        word_out(p.parts.v[i].root, &b);
        p.parts.v[i].bytes = buf_str(&b);
    }
    z = zip_out_begin(a);
    for (size_t i = 0; i < p.parts.n; i++)
        zip_out_add(z, str_z(a, p.parts.v[i].name), p.parts.v[i].bytes);
    return zip_out_end(z, out, why);
}

/* --- the mark of drafts --- */

static bool marked(Arena *a, const Word *w)
{
    bool found = word_named(w, "v:shape") && str_starts(word_attr(a, w, "id"), S(PAPER_MARK));

    for (size_t i = 0; i < w->kids.n && !found; i++)
        found = marked(a, w->kids.v[i]);
    return found;
}

/* Runs that draw the mark go away. */
static void unmark(Arena *a, Word *w)
{
    size_t n = 0;

    for (size_t i = 0; i < w->kids.n; i++) {
        if (word_named(w->kids.v[i], "w:r") && marked(a, w->kids.v[i]))
            continue;
        unmark(a, w->kids.v[i]);
        w->kids.v[n++] = w->kids.v[i];
    }
    w->kids.n = n;
}

static Word *raw(Arena *a, Str text)
{
    Word *w = NEW(a, Word, 1);

    w->kind = WORD_TEXT;
    w->text = text;
    return w;
}

/* At the end of the first paragraph of a header. */
static bool mark(Arena *a, Word *w, int id)
{
    Buf b = { .arena = a };

    if (word_named(w, "w:p") && !str_ends(w->open, S("/>"))) {
        paper_mark(&b, id);
        *vec_add(a, &w->kids) = raw(a, buf_str(&b));
        return true;
    }
    for (size_t i = 0; i < w->kids.n; i++)
        if (mark(a, w->kids.v[i], id))
            return true;
    return false;
}

#define MARK_PART "word/headerDuThao.xml"
#define MARK_REL "rIdDuThao"

/* The first section of the body, which the later ones take their headers from. */
static Word *first_section(Word *w)
{
    Word *found = word_named(w, "w:sectPr") ? w : NULL;

    for (size_t i = 0; i < w->kids.n && !found; i++)
        found = first_section(w->kids.v[i]);
    return found;
}

static void add_header(Arena *a, Package *p)
{
    Buf b = { .arena = a };
    Str head, tail;
    Word *section = NULL;
    bool rels = false;

    for (size_t i = 0; i < p->parts.n; i++)
        rels |= str_eq(p->parts.v[i].name, S("word/_rels/document.xml.rels")) && has(p->parts.v[i].bytes, "</Relationships>");
    for (size_t i = 0; i < p->parts.n && rels; i++)
        if (str_eq(p->parts.v[i].name, S(MAIN)))
            section = first_section(p->parts.v[i].root);
    if (!section || str_ends(section->open, S("/>")))
        return;
    *vec_add(a, &section->kids) = raw(a, S(""));
    memmove(section->kids.v + 1, section->kids.v, (section->kids.n - 1) * sizeof *section->kids.v);
    section->kids.v[0] = raw(a, S("<w:headerReference xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" w:type=\"default\" r:id=\"" MARK_REL "\"/>"));
    buf_lit(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:hdr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p>");
    paper_mark(&b, 1);
    buf_lit(&b, "</w:p></w:hdr>");
    for (size_t i = 0; i < p->parts.n; i++) {
        Part *part = &p->parts.v[i];

        if (str_eq(part->name, S("word/_rels/document.xml.rels")) && str_cut(part->bytes, S("</Relationships>"), &head, &tail))
            part->bytes = str_fmt(a, "%.*s<Relationship Id=\"" MARK_REL "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" "
                "Target=\"headerDuThao.xml\"/></Relationships>", SV(head));
        if (str_eq(part->name, S("[Content_Types].xml")) && str_cut(part->bytes, S("</Types>"), &head, &tail))
            part->bytes = str_fmt(a, "%.*s<Override PartName=\"/" MARK_PART "\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/></Types>",
                SV(head));
    }
    *vec_add(a, &p->parts) = (Part){ .name = S(MARK_PART), .bytes = buf_str(&b) };
}

Err docx_draft(Arena *a, Str file, Str bytes, bool draft, Str *out, Answer *why)
{
    Package p = { 0 };
    ZipOut *z;
    int headers = 0;

    TRY(open_package(&p, a, file, bytes, why));
    for (size_t i = 0; i < p.parts.n; i++)
        if (p.parts.v[i].root && str_starts(p.parts.v[i].name, S("word/header"))) {
            unmark(a, p.parts.v[i].root);
            headers += draft && mark(a, p.parts.v[i].root, headers + 1);
        }
    if (draft && headers == 0)
        add_header(a, &p);
    z = zip_out_begin(a);
    for (size_t i = 0; i < p.parts.n; i++) {
        Part *part = &p.parts.v[i];

        if (part->root) {
            Buf b = { .arena = a };

            buf_lit(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
            word_out(part->root, &b);
            part->bytes = buf_str(&b);
        }
        zip_out_add(z, str_z(a, part->name), part->bytes);
    }
    return zip_out_end(z, out, why);
}
