#include "doc/paper_read.h"

#include "doc/docx_layout.h"
#include "doc/ooxml.h"
#include "doc/word.h"
#include "text/text.h"

enum { CELLS_MOST = 200000, COLS = PAPER_MAX_COLS, NORMAL_SIZE = 28 };

typedef struct Read {
    Arena *arena;
    Paper *p;
    const Layout *layout;
    size_t next;                /* layout paragraph that comes next */
    ZipIn *zip;
    Str file;
    Rels rels;
    VEC(const Word *) sections; /* sectPr in order; that of a section ends it */
    size_t section;
    const Word *notes;          /* root of footnotes.xml, or NULL */
    Answer *why;
} Read;

static int twips(Arena *a, const Word *w, const char *attr, int none)
{
    int64_t n;

    return w && str_int(word_attr(a, w, attr), &n) && n > -100000 && n < 1000000 ? (int)n : none;
}

static bool landscape(Read *r, size_t section)
{
    const Word *size;

    if (section >= r->sections.n)
        return false;
    size = word_kid(r->sections.v[section], "w:pgSz");
    return twips(r->arena, size, "w:w", PAGE_SHORT) > twips(r->arena, size, "w:h", PAGE_LONG);
}

static int text_width(Read *r)
{
    return (landscape(r, r->section) ? PAGE_LONG : PAGE_SHORT) - PAGE_LEFT - PAGE_RIGHT;
}

/* --- paragraphs --- */

static bool role_of(Str style, PaperRole *out)
{
    for (int i = 0; i < ROLES; i++)
        if (str_eq(style, str_of(paper_look((PaperRole)i)->id))) {
            *out = (PaperRole)i;
            return true;
        }
    return false;
}

/*
 * The look of a paragraph. Found by its text a little further on, for of two alternatives of a drawing only one is laid out;
 * NULL: not found.
 */
static const LayoutPara *layout_of(Read *r, const Word *w)
{
    enum { AHEAD = 60 };
    Str text = word_text(r->arena, w);

    for (size_t i = r->next; i < r->layout->paras.n && i < r->next + AHEAD; i++) {
        const LayoutPara *k = &r->layout->paras.v[i];

        if (str_eq(str_replace(r->arena, k->text, S("\t"), S(" ")), text)) {
            r->next = i + 1;
            return k;
        }
    }
    return NULL;
}

static Str note_text(Read *r, Str id)
{
    for (size_t i = 0; r->notes && i < r->notes->kids.n; i++)
        if (word_named(r->notes->kids.v[i], "w:footnote") && str_eq(word_attr(r->arena, r->notes->kids.v[i], "w:id"), id))
            return str_trim(word_text(r->arena, r->notes->kids.v[i]));
    return S("");
}

/* Footnotes of a paragraph, behind its text. */
static void notes(Read *r, const Word *w, PaperPara *para)
{
    if (word_named(w, "w:footnoteReference")) {
        Str text = note_text(r, word_attr(r->arena, w, "w:id"));

        if (text.n)
            paper_note(r->p, para, text);
    }
    for (size_t i = 0; i < w->kids.n; i++)
        notes(r, w->kids.v[i], para);
}

static const Word *below(const Word *w, const char *name)
{
    for (size_t i = 0; i < w->kids.n; i++) {
        const Word *k = word_named(w->kids.v[i], name) ? w->kids.v[i] : below(w->kids.v[i], name);

        if (k)
            return k;
    }
    return NULL;
}

/* The picture in a paragraph; false: none that a paper can hold. */
static bool picture(Read *r, const Word *p, PaperPicture *out)
{
    const Word *blip = below(p, "a:blip"), *extent = below(p, "wp:extent"), *about = below(p, "wp:docPr");
    const Rel *rel;
    Str png;
    Answer quiet = { .arena = r->arena };
    int64_t w, h;

    if (!blip || !extent || !str_int(word_attr(r->arena, extent, "cx"), &w) || !str_int(word_attr(r->arena, extent, "cy"), &h) || w <= 0 || h <= 0
        || w > INT32_MAX || h > INT32_MAX)
        return false;
    rel = ooxml_rel(&r->rels, word_attr(r->arena, blip, "r:embed"));
    if (!rel || !str_ends(str_of(rel->target), S(".png")) || zip_in_part(r->zip, r->arena, rel->target, &png, &quiet) != OK)
        return false;
    *out = (PaperPicture){ png, about ? word_attr(r->arena, about, "descr") : S(""), (int)(w / 635), (int)(h / 635), 0 };
    return true;
}

/* Its text with the look of each run. Bold and italic are told where the role does not say so already. */
static void runs_of(Read *r, const LayoutPara *k, const PaperLook *look, PaperPara *para)
{
    for (size_t i = 0; i < k->runs.n; i++) {
        const LayoutRun *run = &k->runs.v[i];

        if (run->text.n == 0)
            continue;
        if ((look->bold && !run->bold) || (look->italic && !run->italic))
            paper_plain_run(r->p, para, run->text);
        else
            paper_run(r->p, para, run->text, run->bold && !look->bold, run->italic && !look->italic);
    }
}

static PaperRole plain_role(const LayoutPara *k, bool cell)
{
    return cell ? ROLE_CELL : k->first > 0 ? ROLE_BODY : ROLE_FLUSH;
}

/* Fills para from the paragraph w; the role when the style is one of ours. */
static void fill_para(Read *r, const Word *w, PaperPara *para, bool cell, int width)
{
    const LayoutPara *k = layout_of(r, w);
    const Word *props = word_kid(w, "w:pPr"), *style = props ? word_kid(props, "w:pStyle") : NULL;
    PaperRole role = ROLE_BODY;
    bool ours = style && role_of(word_attr(r->arena, style, "w:val"), &role);
    int size = 0;

    if (!k) {
        para->role = ours ? role : cell ? ROLE_CELL : ROLE_FLUSH;
        paper_run(r->p, para, word_text(r->arena, w), false, false);
        return;
    }
    para->role = ours ? role : plain_role(k, cell);
    if (para->role == ROLE_LINE) {
        const Word *indent = word_kid(props, "w:ind");

        para->line = width - twips(r->arena, indent, "w:left", 0) - twips(r->arena, indent, "w:right", 0);
        return;
    }
    const PaperLook *look = paper_look(para->role);

    for (size_t i = 0; i < k->runs.n; i++)
        size = k->runs.v[i].half_points > size ? k->runs.v[i].half_points : size;
    para->half_points = size && size != look->half_points && size >= 12 && size <= 96 ? size : 0;
    para->centred = k->align == ALIGN_CENTER && look->align != ALIGN_CENTER;
    para->right = k->align == ALIGN_RIGHT && look->align != ALIGN_RIGHT;
    runs_of(r, k, look, para);
    notes(r, w, para);
}

/* --- tables --- */

typedef struct Grid {
    int cols, rows;
    struct {
        const Word *cell;
        int row, col, rows, cols;
    } *v;
    size_t n;
    int width[COLS];
} Grid;

static int span_of(Arena *a, const Word *cell)
{
    const Word *props = word_kid(cell, "w:tcPr"), *span = props ? word_kid(props, "w:gridSpan") : NULL;
    int n = twips(a, span, "w:val", 1);

    return n < 1 ? 1 : n;
}

/* 0 none, 1 begins, 2 goes on */
static int merge_of(Arena *a, const Word *cell)
{
    const Word *props = word_kid(cell, "w:tcPr"), *merge = props ? word_kid(props, "w:vMerge") : NULL;

    return !merge ? 0 : str_eq(word_attr(a, merge, "w:val"), S("restart")) ? 1 : 2;
}

/* Cells with what they cover. Rows that say less or more than the grid are made to fit. */
static void grid_of(Read *r, const Word *t, Grid *g)
{
    const Word *cols = word_kid(t, "w:tblGrid");
    ptrdiff_t open[COLS];
    size_t cap = 0;

    memset(open, -1, sizeof open);
    for (size_t i = 0; cols && i < cols->kids.n && g->cols < COLS; i++)
        if (word_named(cols->kids.v[i], "w:gridCol"))
            g->width[g->cols++] = twips(r->arena, cols->kids.v[i], "w:w", 100) > 0 ? twips(r->arena, cols->kids.v[i], "w:w", 100) : 1;
    for (size_t i = 0; i < t->kids.n; i++) {
        int col = 0;

        if (!word_named(t->kids.v[i], "w:tr"))
            continue;
        for (size_t c = 0; c < t->kids.v[i]->kids.n && g->n < CELLS_MOST; c++) {
            const Word *cell = t->kids.v[i]->kids.v[c];
            int span, merge;

            if (!word_named(cell, "w:tc") || col >= g->cols)
                continue;
            span = span_of(r->arena, cell) < g->cols - col ? span_of(r->arena, cell) : g->cols - col;
            merge = merge_of(r->arena, cell);
            if (merge == 2 && open[col] >= 0 && g->v[open[col]].cols == span) {
                g->v[open[col]].rows = g->rows + 1 - g->v[open[col]].row;
                col += span;
                continue;
            }
            if (g->n == cap)
                g->v = vec_grow(r->arena, g->v, &cap, sizeof *g->v);
            g->v[g->n].cell = cell;
            g->v[g->n].row = g->rows;
            g->v[g->n].col = col;
            g->v[g->n].rows = 1;
            g->v[g->n].cols = span;
            for (int k = 0; k < span; k++)
                open[col + k] = merge == 1 && k == 0 ? (ptrdiff_t)g->n : -1;
            g->n++;
            col += span;
        }
        for (; col < g->cols; col++)
            open[col] = -1;
        g->rows++;
    }
}

static bool lined(Arena *a, const Word *t)
{
    const Word *props = word_kid(t, "w:tblPr"), *borders = props ? word_kid(props, "w:tblBorders") : NULL, *inside;

    if (props && word_kid(props, "w:tblStyle") && !borders)
        return true;
    inside = borders ? word_kid(borders, "w:insideH") : NULL;
    inside = inside ? inside : borders ? word_kid(borders, "w:top") : NULL;
    if (!inside)
        return false;
    return !str_eq(word_attr(a, inside, "w:val"), S("nil")) && !str_eq(word_attr(a, inside, "w:val"), S("none"));
}

static PaperShade shade_of(Arena *a, const Word *cell)
{
    const Word *props = word_kid(cell, "w:tcPr"), *shade = props ? word_kid(props, "w:shd") : NULL;
    Str fill = shade ? word_attr(a, shade, "w:fill") : (Str){ 0 };

    for (int i = SHADE_HEAD; i <= SHADE_5; i++)
        if (str_eq(fill, str_of(paper_shade((PaperShade)i))))
            return (PaperShade)i;
    return SHADE_NONE;
}

static void cell_paras(Read *r, PaperTable *t, PaperCell *k, const Word *w, int width)
{
    for (size_t i = 0; i < w->kids.n; i++) {
        const Word *kid = w->kids.v[i];
        PaperPicture found;

        if (word_named(kid, "w:p") && below(kid, "a:blip") && str_trim(word_text(r->arena, kid)).n == 0 && picture(r, kid, &found))
            paper_cell_picture(r->p, t, k, &found);
        else if (word_named(kid, "w:p"))
            fill_para(r, kid, paper_cell_para(t, k, ROLE_CELL, S("")), true, width);
        else if (kid->kind == WORD_ELEMENT && !word_named(kid, "w:tcPr"))
            cell_paras(r, t, k, kid, width);                /* a table in a cell: its paragraphs one below the other */
    }
}

static int header_rows(const Word *t)
{
    int n = 0;

    for (size_t i = 0; i < t->kids.n; i++) {
        const Word *props;

        if (!word_named(t->kids.v[i], "w:tr"))
            continue;
        props = word_kid(t->kids.v[i], "w:trPr");
        if (!props || !word_kid(props, "w:tblHeader"))
            break;
        n++;
    }
    return n;
}

static void put_table(Read *r, const Word *w)
{
    Grid g = { 0 };
    PaperTable *t;
    size_t next = 0;
    int all = 0;

    grid_of(r, w, &g);
    if (g.cols == 0 || g.rows == 0)
        return;
    t = paper_table(r->p, g.width, g.cols, header_rows(w));
    t->plain = !lined(r->arena, w);
    for (int i = 0; i < g.cols; i++)
        all += g.width[i];
    for (int row = 0; row < g.rows; row++)
        for (;;) {                                          /* the paper's own walk over the places decides what is free */
            PaperCell *k;
            int width = 0, free;

            paper_seek(t);
            if (t->at_row != row)
                break;
            while (next < g.n && (g.v[next].row < row || (g.v[next].row == row && g.v[next].col < t->at_col)))
                next++;
            if (next >= g.n || g.v[next].row != row || g.v[next].col != t->at_col) {
                (void)paper_cell(t, S(""));
                continue;
            }
            free = 1;
            while (free < g.v[next].cols && t->covered[t->at_col + free] == 0)
                free++;
            for (int i = 0; i < free; i++)
                width += g.width[g.v[next].col + i];
            k = paper_span(t, S(""), g.v[next].rows, free);
            k->paras.n = 0;
            k->shade = shade_of(r->arena, g.v[next].cell);
            cell_paras(r, t, k, g.v[next].cell, (int)((int64_t)text_width(r) * width / (all ? all : 1)) - (t->plain ? 0 : 170));
            if (k->paras.n == 0)
                (void)paper_cell_para(t, k, ROLE_CELL, S(""));
            next++;
        }
}

/* --- the body --- */

static void collect_sections(Read *r, const Word *w)
{
    if (word_named(w, "w:sectPr")) {
        *vec_add(r->arena, &r->sections) = w;
        return;
    }
    for (size_t i = 0; i < w->kids.n; i++)
        collect_sections(r, w->kids.v[i]);
}

/* The thin paragraphs that our writer puts between tables and at the end of sections say nothing. */
static bool gap(Read *r, const Word *w)
{
    const Word *props = word_kid(w, "w:pPr"), *style = props ? word_kid(props, "w:pStyle") : NULL;

    return style && str_eq(word_attr(r->arena, style, "w:val"), S("DongKe")) && !word_kid(props, "w:pBdr");
}

static void put_blocks(Read *r, const Word *w)
{
    for (size_t i = 0; i < w->kids.n; i++) {
        const Word *kid = w->kids.v[i], *props;
        PaperPicture found;

        if (word_named(kid, "w:tbl")) {
            put_table(r, kid);
            continue;
        }
        if (!word_named(kid, "w:p")) {
            if (kid->kind == WORD_ELEMENT && !word_named(kid, "w:sectPr"))
                put_blocks(r, kid);
            continue;
        }
        props = word_kid(kid, "w:pPr");
        if (below(kid, "w:drawing") && below(kid, "a:blip") && picture(r, kid, &found))
            paper_picture(r->p, &found);
        if (!gap(r, kid) && !(below(kid, "a:blip") && str_trim(word_text(r->arena, kid)).n == 0))
            fill_para(r, kid, paper_text(r->p, ROLE_BODY, S("")), false, text_width(r));
        if (props && word_kid(props, "w:sectPr") && r->section + 1 < r->sections.n)
            paper_page(r->p, landscape(r, ++r->section));
    }
}

Err paper_read(Paper **out, Arena *a, Str file, Str bytes, const PaperAbout *about, Answer *why)
{
    CLEANUP(zip_in_end) ZipIn *z = NULL;
    Layout layout;
    Read r = { .arena = a, .layout = &layout, .file = file, .why = why };
    Word *root, *notes_root = NULL;
    Str part;

    TRY(docx_layout(&layout, a, file, bytes, NULL, why));
    TRY(zip_in_open(&z, a, file, bytes, NULL, why));
    TRY(zip_in_part(z, a, "word/document.xml", &part, why));
    TRY(word_parse(&root, a, file, part, why));
    if (zip_in_has(z, "word/footnotes.xml")) {
        TRY(zip_in_part(z, a, "word/footnotes.xml", &part, why));
        TRY(word_parse(&notes_root, a, file, part, why));
    }
    TRY(ooxml_rels(&r.rels, z, a, file, "word/document.xml", why));
    r.zip = z;
    r.notes = notes_root;
    r.p = paper_begin(a, about);
    collect_sections(&r, root);
    if (landscape(&r, 0))
        paper_page(r.p, true);
    for (size_t i = 0; i < root->kids.n; i++)
        if (word_named(root->kids.v[i], "w:body"))
            put_blocks(&r, root->kids.v[i]);
    *out = r.p;
    return OK;
}
