/*
 * DOCX as people see it after accepting all changes: deleted text is gone, numbering is text again, of two
 * alternatives of a drawing one is read, text boxes come before the paragraph that anchors them.
 */
#include "doc/docx_styles.h"
#include "doc/readers.h"
#include "text/text.h"

enum { MAX_NEST = 16, MAX_COLS = 200, DEFAULT_ITEMS = 1000000, MAX_NOTES = 10000 };
static const size_t DEFAULT_BYTES = (size_t)64 << 20;

typedef enum Place { IN_BODY, IN_CELL, IN_BOX, IN_NOTE, IN_MARGIN } Place;

typedef struct Para {
    bool open;
    Buf text;
    DocPara p;
    Str style;
    int num, level, indent, align, outline, bold, italic;
    bool any_text, all_bold, all_italic, mark_deleted;
    Str carried;                /* text of a paragraph whose end was deleted */
} Para;

typedef struct Frame {          /* a table being read */
    DocTable t;
    int32_t row, col;           /* of the next cell */
    int32_t open[MAX_COLS];     /* cell index of a vertical merge in each column, or -1 */
    bool row_deleted, head_row, heads_over;
    int32_t span;
    char merge;                 /* 0 none, 'r' restart, 'c' continue */
    size_t cells_before;        /* for a deleted row */
    Buf cell;
    bool cell_any, cell_bold;
    Align cell_align;
    DocPos pos;
} Frame;

typedef struct Level {          /* a place that holds paragraphs */
    Place place;
    Para para;
    Frame *table;               /* innermost table at this place */
} Level;

typedef struct Docx {
    Arena *arena;
    Doc *doc;
    Str file;
    Answer *why;
    DocxStyles styles;
    size_t left;                /* blocks and cells */
    int skip;                   /* depth inside what is not read */
    Level *levels[2 * MAX_NEST + 4];
    size_t depth;
    int32_t paragraphs;
    bool in_ppr, in_rpr, in_run, in_text, in_trpr;
    int bold, italic, hidden;   /* of the run */
    Str font;                   /* named by the run or its paragraph style; old fonts hold another encoding */
    int fields;                 /* depth of complex fields whose instruction is being read */
    Buf *margin;                /* header or footer */
    DocNote *note;
} Docx;

static bool is(const char *name, const char *want)
{
    return strcmp(name, want) == 0;
}

static bool on(const XmlAttrs *at)
{
    Str v = xml_attr(at, "val");

    return !str_eq(v, S("0")) && !str_eq(v, S("false"));
}

static int val(const XmlAttrs *at, int none)
{
    int64_t v;

    return str_int(xml_attr(at, "val"), &v) && v > -1000000 && v < 1000000000 ? (int)v : none;
}

static Level *here(Docx *x)
{
    return x->levels[x->depth - 1];
}

static Err spend(Docx *x)
{
    if (x->left == 0)
        return answer(x->why, E_LIMIT, T("Tệp “%.*s” có quá nhiều đoạn và ô; hãy chia thành nhiều tệp nhỏ hơn."), SV(x->file));
    x->left--;
    return OK;
}

static Err enter(Docx *x, Place place)
{
    Level *l;

    if (x->depth >= COUNT(x->levels))
        return answer(x->why, E_LIMIT, T("Tệp “%.*s” lồng quá nhiều tầng; tệp này không được nhận."), SV(x->file));
    l = NEW(x->arena, Level, 1);
    l->place = place;
    x->levels[x->depth++] = l;
    return OK;
}

/* --- paragraphs --- */

static void para_begin(Docx *x)
{
    Para *p = &here(x)->para;
    Str carried = p->carried;

    *p = (Para){ .open = true, .text = { .arena = x->arena }, .num = -1, .level = -1, .indent = INT32_MIN, .align = -1,
        .outline = -1, .bold = -1, .italic = -1, .all_bold = true, .all_italic = true };
    if (carried.n)
        buf_add(&p->text, carried);
}

static void para_finish(Docx *x, Para *p)
{
    DocxStyle y = docx_style(&x->styles, p->style);
    int num = p->num >= 0 ? p->num : y.num, level = p->level >= 0 ? p->level : y.level;
    int outline = p->outline >= 0 ? p->outline : y.outline;

    p->p.text = str_trim(text_nfc(x->arena, buf_str(&p->text)));
    p->p.style = y.name;
    p->p.outline = outline >= 0 && outline < 9 ? outline + 1 : 0;
    p->p.align = (Align)(p->align >= 0 ? p->align : y.align >= 0 ? y.align : ALIGN_LEFT);
    p->p.indent = p->indent != INT32_MIN ? p->indent : y.indent != INT32_MIN ? y.indent : 0;
    p->p.bold = p->any_text && p->all_bold;
    p->p.italic = p->any_text && p->all_italic;
    if (num > 0 && p->p.text.n) {                               /* an empty paragraph shows no number */
        p->p.label = docx_label(&x->styles, num, level);
        p->p.list_level = p->p.label.n ? (level < 0 ? 0 : level) + 1 : 0;
    }
}

static Str with_label(Arena *a, const DocPara *p)
{
    return p->label.n ? str_fmt(a, "%.*s %.*s", SV(p->label), SV(p->text)) : p->text;
}

static void into_cell(Docx *x, Frame *f, const DocPara *p)
{
    if (!p->text.n)
        return;
    if (f->cell.n)
        buf_ch(&f->cell, '\n');
    else
        f->cell_align = p->align;
    buf_add(&f->cell, with_label(x->arena, p));
    f->cell_bold = (!f->cell_any || f->cell_bold) && p->bold;
    f->cell_any = true;
}

static void into_lines(Buf *b, Str s)
{
    if (b->n && s.n)
        buf_ch(b, '\n');
    buf_add(b, s);
}

static Err para_close(Docx *x)
{
    Level *l = here(x);
    Para *p = &l->para;
    DocBlock *k;

    if (!p->open)
        return OK;
    p->open = false;
    if (p->mark_deleted) {                                      /* joined with the next one */
        p->carried = buf_str(&p->text);
        return OK;
    }
    p->carried = (Str){ 0 };
    para_finish(x, p);
    if (l->place == IN_BODY)
        x->paragraphs++;
    if (!p->p.text.n)
        return OK;
    TRY(spend(x));
    switch (l->place) {
    case IN_CELL:
        into_cell(x, l->table, &p->p);
        return OK;
    case IN_NOTE:
        x->note->text = x->note->text.n ? str_fmt(x->arena, "%.*s\n%.*s", SV(x->note->text), SV(p->p.text)) : p->p.text;
        return OK;
    case IN_MARGIN:
        into_lines(x->margin, p->p.text);
        return OK;
    case IN_BODY:
    case IN_BOX:
        break;
    }
    if (x->margin) {                                            /* a box in a header */
        into_lines(x->margin, p->p.text);
        return OK;
    }
    k = vec_add(x->arena, &x->doc->blocks);
    k->kind = BLOCK_PARA;
    k->pos.line = l->place == IN_BODY ? x->paragraphs : x->paragraphs + 1;
    k->para = p->p;
    k->para.textbox = l->place == IN_BOX;
    return OK;
}

/* --- tables: a level of place IN_CELL carries the frame --- */

static Err table_begin(Docx *x)
{
    Frame *f;

    TRY(enter(x, IN_CELL));
    f = NEW(x->arena, Frame, 1);
    f->pos.line = x->paragraphs + 1;
    f->cell.arena = x->arena;
    f->span = 1;
    for (size_t i = 0; i < MAX_COLS; i++)
        f->open[i] = -1;
    here(x)->table = f;
    return OK;
}

static void row_begin(Frame *f)
{
    f->col = 0;
    f->row_deleted = f->head_row = false;
    f->cells_before = f->t.cells.n;
}

static void row_finish(Frame *f)
{
    if (f->row_deleted) {
        f->t.cells.n = f->cells_before;
        for (size_t i = 0; i < MAX_COLS; i++)
            if (f->open[i] >= (int32_t)f->t.cells.n)
                f->open[i] = -1;
        return;
    }
    if (f->head_row && !f->heads_over)
        f->t.header_rows++;
    else
        f->heads_over = true;
    f->row++;
}

static void cell_begin(Docx *x, Frame *f)
{
    f->span = 1;
    f->merge = 0;
    f->cell = (Buf){ .arena = x->arena };
    f->cell_any = f->cell_bold = false;
    f->cell_align = ALIGN_LEFT;
}

/* A continued vertical merge makes the cell above taller; the text that Word hides in it is not seen by anybody. */
static Err cell_finish(Docx *x, Frame *f)
{
    int32_t col = f->col;
    DocCell *c;

    f->col += f->span;
    if (f->col > MAX_COLS)
        return answer(x->why, E_LIMIT, T("Tệp “%.*s” có bảng quá nhiều cột; hãy chia bảng rồi nộp lại."), SV(x->file));
    if (f->merge == 'c' && f->open[col] >= 0) {
        c = &f->t.cells.v[f->open[col]];
        if (c->row + c->row_span == f->row)
            c->row_span++;
        return OK;
    }
    TRY(spend(x));
    c = vec_add(x->arena, &f->t.cells);
    *c = (DocCell){ f->row, col, 1, f->span, buf_str(&f->cell), { .line = x->paragraphs + 1 }, f->cell_align, f->cell_bold };
    for (int32_t i = col; i < f->col; i++)
        f->open[i] = -1;
    if (f->merge)
        f->open[col] = (int32_t)f->t.cells.n - 1;
    return OK;
}

/* A table inside a cell becomes lines of the cell, its cells divided by tabs. */
static void flatten(Docx *x, Buf *to, const DocTable *t)
{
    int32_t row = -1;

    for (size_t i = 0; i < t->cells.n; i++) {
        const DocCell *c = &t->cells.v[i];

        if (c->row != row && to->n)
            buf_ch(to, '\n');
        else if (c->row == row)
            buf_ch(to, '\t');
        row = c->row;
        buf_add(to, c->text);
    }
    (void)x;
}

static Err table_finish(Docx *x)
{
    Frame *f = here(x)->table;
    Level *outer;
    DocBlock *k;

    x->depth--;
    outer = here(x);
    if (!f->t.cells.n)
        return OK;
    if (outer->place == IN_CELL) {
        flatten(x, &outer->table->cell, &f->t);
        return OK;
    }
    if (x->margin || outer->place == IN_NOTE) {
        Buf b = { .arena = x->arena };

        flatten(x, &b, &f->t);
        if (x->margin)
            into_lines(x->margin, buf_str(&b));
        return OK;
    }
    TRY(spend(x));
    k = vec_add(x->arena, &x->doc->blocks);
    k->kind = BLOCK_TABLE;
    k->pos = f->pos;
    k->table = f->t;
    doc_table_grid(&k->table, x->arena);
    return OK;
}

/* --- events --- */

/* Subtrees that nobody sees: deletions, old properties, the second form of a drawing, rubies, field codes. */
static bool unseen(const char *name)
{
    static const char *const names[] = {
        "del", "moveFrom", "Fallback", "pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "tcPrChange", "trPrChange",
        "tblGridChange", "tblPrExChange", "numberingChange", "delText", "instrText", "rt", "sectPr", "tblGrid", "sdtPr",
    };

    for (size_t i = 0; i < COUNT(names); i++)
        if (is(name, names[i]))
            return true;
    return false;
}

static void note_reference(Docx *x, const XmlAttrs *at)
{
    DocNote *n;

    if (x->margin || x->note || x->doc->notes.n >= MAX_NOTES)
        return;
    n = vec_add(x->arena, &x->doc->notes);
    n->label = str_dup(x->arena, xml_attr(at, "id"));           /* replaced by the running number when notes are read */
    n->pos.line = x->paragraphs + 1;
    n->block = x->doc->blocks.n;
}

static void paragraph_property(Docx *x, const char *name, const XmlAttrs *at)
{
    Para *p = &here(x)->para;
    int64_t left = 0, first = 0, hanging = 0;

    if (is(name, "pStyle"))
        p->style = xml_attr_text(at, "val", x->arena);
    else if (is(name, "numId"))
        p->num = val(at, -1);
    else if (is(name, "ilvl"))
        p->level = val(at, -1);
    else if (is(name, "outlineLvl"))
        p->outline = val(at, -1);
    else if (is(name, "jc")) {
        Str v = xml_attr(at, "val");

        p->align = str_eq(v, S("center")) ? ALIGN_CENTER : str_eq(v, S("right")) || str_eq(v, S("end")) ? ALIGN_RIGHT
            : str_eq(v, S("both")) ? ALIGN_JUSTIFY : ALIGN_LEFT;
    } else if (is(name, "ind")) {
        (void)str_int(xml_attr(at, "left"), &left);             /* what is not said is zero */
        (void)str_int(xml_attr(at, "firstLine"), &first);
        (void)str_int(xml_attr(at, "hanging"), &hanging);
        left += first - hanging;
        p->indent = left > -100000 && left < 100000 ? (int)left : 0;
    }
}

static void run_text(Docx *x, Str s)
{
    Para *p = &here(x)->para;
    bool visible = false;

    if (!p->open || x->hidden > 0 || x->fields > 0)
        return;
    if (!x->font.p)
        x->font = docx_style(&x->styles, p->style).font;
    buf_add(&p->text, text_from_tcvn3(x->arena, s, x->font));
    for (size_t i = 0; i < s.n; i++)
        visible = visible || (uint8_t)s.p[i] > ' ';
    if (!visible)
        return;
    p->any_text = true;
    if (x->bold < 0 || x->italic < 0) {
        DocxStyle y = docx_style(&x->styles, p->style);

        if (x->bold < 0)
            x->bold = y.bold > 0;
        if (x->italic < 0)
            x->italic = y.italic > 0;
    }
    p->all_bold = p->all_bold && x->bold > 0;
    p->all_italic = p->all_italic && x->italic > 0;
}

static void run_child(Docx *x, const char *name, const XmlAttrs *at)
{
    if (is(name, "tab") || is(name, "ptab"))
        run_text(x, S("\t"));
    else if (is(name, "br") || is(name, "cr")) {
        if (!str_eq(xml_attr(at, "type"), S("page")) && !str_eq(xml_attr(at, "type"), S("column")))
            run_text(x, S("\n"));
    } else if (is(name, "noBreakHyphen"))
        run_text(x, S("-"));
    else if (is(name, "footnoteReference") || is(name, "endnoteReference"))
        note_reference(x, at);
    else if (is(name, "fldChar")) {
        Str t = xml_attr(at, "fldCharType");

        if (str_eq(t, S("begin")))
            x->fields++;
        else if (x->fields > 0)
            x->fields = str_eq(t, S("separate")) ? 0 : x->fields - 1;   /* the result of a field is seen */
    }
}

static void run_property(Docx *x, const char *name, const XmlAttrs *at)
{
    if (is(name, "b"))
        x->bold = on(at);
    else if (is(name, "i"))
        x->italic = on(at);
    else if (is(name, "vanish"))
        x->hidden = on(at);
    else if (is(name, "rFonts") && xml_attr_has(at, "ascii"))
        x->font = xml_attr_text(at, "ascii", x->arena);
}

static Err table_open(Docx *x, const char *name, const XmlAttrs *at)
{
    Frame *f = here(x)->table;

    if (is(name, "tr"))
        row_begin(f);
    else if (is(name, "trPr"))
        x->in_trpr = true;
    else if (is(name, "gridBefore"))
        f->col += val(at, 0) > 0 && val(at, 0) < MAX_COLS ? val(at, 0) : 0;
    else if (is(name, "tblHeader"))
        f->head_row = on(at);
    else if (is(name, "tc"))
        cell_begin(x, f);
    else if (is(name, "gridSpan"))
        f->span = val(at, 1) >= 1 && val(at, 1) <= MAX_COLS ? val(at, 1) : 1;
    else if (is(name, "vMerge"))
        f->merge = str_eq(xml_attr(at, "val"), S("restart")) ? 'r' : 'c';
    return OK;
}

static Err docx_open(void *user, const char *name, const char *ns, const XmlAttrs *at)
{
    Docx *x = user;

    (void)ns;
    if (x->skip || unseen(name)) {
        if (!x->skip && is(name, "del") && x->in_trpr && here(x)->place == IN_CELL)
            here(x)->table->row_deleted = true;
        if (!x->skip && is(name, "del") && x->in_ppr && x->in_rpr)
            here(x)->para.mark_deleted = true;
        x->skip++;
        return OK;
    }
    if (is(name, "p") && strstr(ns, "wordprocessingml"))
        para_begin(x);
    else if (is(name, "tbl"))
        return table_begin(x);
    else if (is(name, "txbxContent")) {
        x->in_run = false;
        return enter(x, IN_BOX);
    }
    else if (is(name, "pPr"))
        x->in_ppr = true;
    else if (is(name, "rPr"))
        x->in_rpr = true;
    else if (is(name, "r") && !x->in_run) {
        x->in_run = true;
        x->bold = x->italic = -1;
        x->hidden = 0;
        x->font = (Str){ 0 };
    } else if (is(name, "t"))
        x->in_text = true;
    else if (x->in_rpr && !x->in_ppr)
        run_property(x, name, at);
    else if (x->in_ppr && !x->in_rpr)
        paragraph_property(x, name, at);
    else if (x->in_run)
        run_child(x, name, at);
    else if (here(x)->place == IN_CELL)
        return table_open(x, name, at);
    return OK;
}

static Err docx_close(void *user, const char *name, const char *ns)
{
    Docx *x = user;
    Level *l = here(x);

    if (x->skip) {
        x->skip--;
        return OK;
    }
    if (is(name, "p") && strstr(ns, "wordprocessingml"))
        return para_close(x);
    if (is(name, "tbl") && l->place == IN_CELL)
        return table_finish(x);
    if (is(name, "txbxContent") && l->place == IN_BOX) {
        x->depth--;
        x->in_run = true;                                       /* boxes stand inside a run */
    } else if (is(name, "pPr"))
        x->in_ppr = false;
    else if (is(name, "rPr"))
        x->in_rpr = false;
    else if (is(name, "r"))
        x->in_run = false;
    else if (is(name, "t"))
        x->in_text = false;
    else if (is(name, "trPr"))
        x->in_trpr = false;
    else if (is(name, "tr") && l->place == IN_CELL)
        row_finish(l->table);
    else if (is(name, "tc") && l->place == IN_CELL)
        return cell_finish(x, l->table);
    return OK;
}

static Err docx_text(void *user, Str s)
{
    Docx *x = user;

    if (!x->skip && x->in_text)
        run_text(x, s);
    return OK;
}

static const XmlEvents events = { docx_open, docx_close, docx_text };

/* --- the other parts --- */

/* Back to the outermost level: what a part or a note left open does not reach into the next. */
static void start_over(Docx *x, size_t depth)
{
    x->depth = depth;
    x->skip = x->fields = 0;
    x->in_ppr = x->in_rpr = x->in_run = x->in_text = x->in_trpr = false;
}

typedef struct Notes {
    Docx *x;
    size_t first;               /* notes of this part among doc->notes */
    size_t end;
    const char *element;
    bool inside;
    DocNote unused;
} Notes;

static Err notes_open(void *user, const char *name, const char *ns, const XmlAttrs *at)
{
    Notes *n = user;

    if (!is(name, n->element))
        return n->inside ? docx_open(n->x, name, ns, at) : OK;
    n->inside = true;
    n->unused = (DocNote){ 0 };
    n->x->note = &n->unused;
    for (size_t i = n->first; i < n->end; i++)
        if (str_eq(n->x->doc->notes.v[i].label, xml_attr(at, "id")))
            n->x->note = &n->x->doc->notes.v[i];
    return enter(n->x, IN_NOTE);
}

static Err notes_close(void *user, const char *name, const char *ns)
{
    Notes *n = user;

    if (!n->inside)
        return OK;
    if (!is(name, n->element))
        return docx_close(n->x, name, ns);
    n->inside = false;
    start_over(n->x, 1);
    return OK;
}

static Err notes_text(void *user, Str s)
{
    Notes *n = user;

    return n->inside ? docx_text(n->x, s) : OK;
}

static Err read_notes(Docx *x, ZipIn *z, const Rels *rels, const char *type, const char *element)
{
    static const XmlEvents ev = { notes_open, notes_close, notes_text };
    Notes n = { .x = x, .end = x->doc->notes.n, .element = element };
    const Rel *r = ooxml_rel_type(rels, type);

    if (!r || !zip_in_has(z, r->target))
        return OK;
    return ooxml_part(z, x->arena, x->file, r->target, &ev, &n, x->why);
}

static void clean_notes(Doc *d, Arena *a)
{
    size_t n = 0;

    for (size_t i = 0; i < d->notes.n; i++)
        if (d->notes.v[i].text.n) {
            d->notes.v[n] = d->notes.v[i];
            if (d->notes.v[n].block >= d->blocks.n)
                d->notes.v[n].block = d->blocks.n ? d->blocks.n - 1 : SIZE_MAX;
            n++;
        }
    d->notes.n = n;
    for (size_t i = 0; i < n; i++)
        d->notes.v[i].label = str_fmt(a, "%zu", i + 1);
}

static bool is_page_number(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("0123456789-–/ \n\t", s.p[i]) && (uint8_t)s.p[i] < 0x80)
            return false;
    return s.n <= 12 && utf8_count(s) <= 8;
}

/* Headers and footers: each text once, page numbers dropped. */
static Err read_margins(Docx *x, ZipIn *z, const Rels *rels)
{
    for (size_t i = 0; i < rels->list.n; i++) {
        const Rel *r = &rels->list.v[i];
        bool head = str_eq(r->type, S("header")), known = false;
        Buf b = { .arena = x->arena };
        Str s;

        if ((!head && !str_eq(r->type, S("footer"))) || !zip_in_has(z, r->target))
            continue;
        x->margin = &b;
        start_over(x, 0);
        TRY(enter(x, IN_MARGIN));
        TRY(ooxml_part(z, x->arena, x->file, r->target, &events, x, x->why));
        x->margin = NULL;
        s = str_trim(buf_str(&b));
        for (size_t k = 0; head && k < x->doc->headers.n; k++)
            known = known || str_eq(x->doc->headers.v[k], s);
        for (size_t k = 0; !head && k < x->doc->footers.n; k++)
            known = known || str_eq(x->doc->footers.v[k], s);
        if (!s.n || known || is_page_number(s))
            continue;
        if (head)
            *vec_add(x->arena, &x->doc->headers) = s;
        else
            *vec_add(x->arena, &x->doc->footers) = s;
    }
    return OK;
}

static Err read_all(Docx *x, ZipIn *z)
{
    Rels package = { 0 }, rels = { 0 };
    const Rel *main;
    const char *part;

    TRY(ooxml_rels(&package, z, x->arena, x->file, "", x->why));
    main = ooxml_rel_type(&package, "officeDocument");
    part = main ? main->target : "word/document.xml";
    TRY(ooxml_rels(&rels, z, x->arena, x->file, part, x->why));
    TRY(docx_styles(&x->styles, z, x->arena, x->file, &rels, x->why));
    TRY(enter(x, IN_BODY));
    TRY(ooxml_part(z, x->arena, x->file, part, &events, x, x->why));
    start_over(x, 1);
    TRY(read_notes(x, z, &rels, "footnotes", "footnote"));
    TRY(read_notes(x, z, &rels, "endnotes", "endnote"));
    x->note = NULL;
    clean_notes(x->doc, x->arena);
    return read_margins(x, z, &rels);
}

Err docx_read(Doc *out, Arena *a, Str file, Str bytes, const Budget *budget, Answer *why)
{
    CLEANUP(zip_in_end) ZipIn *zip = NULL;
    Budget b = { .bytes = budget && budget->bytes ? budget->bytes : DEFAULT_BYTES };
    Docx x = { .arena = a, .doc = out, .file = file, .why = why };
    Err e;

    *out = (Doc){ .kind = DOC_DOCX };
    x.left = budget && budget->items ? budget->items : DEFAULT_ITEMS;
    TRY(zip_in_open(&zip, a, file, bytes, &b, why));
    e = read_all(&x, zip);
    return e == E_NOT_FOUND ? E_INVALID : e;
}
