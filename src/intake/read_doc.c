/* A Doc of another reader (DOCX, PDF, XLSX) into the same pipeline as text: blocks to paragraphs, tables to grids. */
#include "intake/read.h"

#include "doc/foreign.h"
#include "doc/sniff.h"
#include "intake/task_table.h"

enum { MAX_TEXT = 16 << 20, MAX_PARA = 16000, MAX_UNKNOWN = 2000 };     /* rows shown of a table that we do not know */

static Where place(DocPos pos)
{
    return (Where){ pos.line, pos.line, pos.page };
}

/* "(Kèm theo Quyết định số … của UBND phường Bãi" / "Sậy)": a centred remark in brackets that was wrapped. */
static bool closes_bracket(const Reading *r, Str text)
{
    const Para *up = r->paras.n ? &r->paras.v[r->paras.n - 1] : NULL;
    size_t at;

    return up && up->text.n < 400 && text.n < 200 && str_starts(up->text, S("(")) && !str_find(up->text, S(")"), &at)
        && str_ends(text, S(")")) && !str_find(text, S("("), &at);
}

static void add_para(Arena *a, Reading *r, Str text, Where where, bool heading)
{
    Para *p;

    text = words_clean(a, text);
    if (closes_bracket(r, text)) {
        p = &r->paras.v[r->paras.n - 1];
        p->text = str_fmt(a, "%.*s %.*s", SV(p->text), SV(text));
        para_finish(p, a);
        return;
    }
    for (Str head; text.n > MAX_PARA; text = str_trim(str_sub(text, head.n, text.n))) {
        head = words_head(text, MAX_PARA);
        add_para(a, r, head, where, heading);
    }
    if (!text.n)
        return;
    p = vec_add(a, &r->paras);
    p->text = text;
    p->where = where;
    p->heading = heading;
    para_finish(p, a);
}

/* Forced line breaks part what stands in capitals (titles, signatures); elsewhere they are blanks. */
static void add_lines(Arena *a, Reading *r, Str text, Where where, bool heading)
{
    Buf b = { .arena = a };
    Str line, rest = text;

    for (bool more = true; more;) {
        Mark m;

        more = str_cut(rest, S("\n"), &line, &rest);
        line = str_trim(line);
        if (b.n && line.n && (words_all_caps(line) != words_all_caps(buf_str(&b)) || words_all_caps(line) || line_mark(line, &m))) {
            add_para(a, r, str_dup(a, buf_str(&b)), where, heading);
            b.n = 0;
        }
        join_piece(&b, line);
    }
    add_para(a, r, str_dup(a, buf_str(&b)), where, heading);
}

static void para_block(Arena *a, Reading *r, const DocBlock *b)
{
    Str text = b->para.text;

    if (b->para.label.n)
        text = str_fmt(a, "%.*s %.*s", SV(b->para.label), SV(text));
    add_lines(a, r, text, place(b->pos), b->para.outline > 0);
}

/* Letterheads and signatures stand in tables without lines: their cells are paragraphs, column after column. */
static void layout_block(Arena *a, Reading *r, const DocBlock *b)
{
    for (int32_t c = 0; c < b->table.cols; c++)
        for (int32_t k = 0; k < b->table.rows; k++) {
            const DocCell *cell = doc_cell(&b->table, k, c);
            Str line, rest;

            if (!cell || !doc_cell_starts(&b->table, k, c))
                continue;
            rest = cell->text;
            for (bool more = true; more;) {
                more = str_cut(rest, S("\n"), &line, &rest);
                add_para(a, r, line, place(cell->pos.line ? cell->pos : b->pos), false);
            }
        }
}

static Str title_before(const Reading *r)
{
    for (size_t i = r->paras.n; i-- > 0 && i + 5 > r->paras.n;)
        if (words_all_caps(r->paras.v[i].text) && r->paras.v[i].text.n > 12)
            return r->paras.v[i].text;
    return (Str){ 0 };
}

/* A table whose heads say nothing to us is kept row by row: for the eye and for what it cites. */
static bool unknown_table(Arena *a, Reading *r, const Grid *g, const DocBlock *b)
{
    size_t filled = 0, rows = g->cols ? g->cells.n / g->cols : 0;

    for (size_t i = 0; i < g->cells.n; i++)
        filled += g->cells.v[i].n > 0;
    if (g->cols < 3 || rows < 3 || filled * 2 < g->cells.n)
        return false;
    *vec_add(a, &r->tables) = (ReadTable){ .kind = TABLE_OTHER, .title = title_before(r), .confidence = 50, .where = place(b->pos) };
    for (size_t k = 0; k < rows && k < MAX_UNKNOWN; k++) {
        Buf text = { .arena = a };
        Para *p;

        for (size_t c = 0; c < g->cols; c++)
            if (g->cells.v[k * g->cols + c].n)
                buf_fmt(&text, "%s%.*s", text.n ? " | " : "", SV(words_clean(a, g->cells.v[k * g->cols + c])));
        if (!text.n || text.n > MAX_PARA)
            continue;
        p = vec_add(a, &r->paras);
        *p = (Para){ .text = buf_str(&text), .where = place(b->pos), .in_table = true, .node = -1 };
        p->low = words_low(a, p->text);
    }
    return true;
}

static void grid_block(Arena *a, Grid *g, const DocBlock *b)
{
    for (int32_t k = 0; k < b->table.rows; k++) {
        int line = b->pos.line;

        for (size_t c = 0; c < g->cols; c++) {
            const DocCell *cell = doc_cell(&b->table, k, (int32_t)c);
            bool own = cell && doc_cell_starts(&b->table, k, (int32_t)c);

            *vec_add(a, &g->cells) = own ? cell->text : (Str){ 0 };
            if (own && cell->pos.line)
                line = cell->pos.line;
        }
        *vec_add(a, &g->lines) = line;
    }
}

/* Readers of PDF find columns that no cell uses; they would part the table from its next page. */
static void drop_empty_columns(Arena *a, Grid *g)
{
    bool *used = NEW(a, bool, g->cols + 1);
    Grid out = { .lines = { g->lines.v, g->lines.n, g->lines.cap }, .page = g->page };

    for (size_t i = 0; i < g->cells.n; i++)
        used[i % g->cols] |= g->cells.v[i].n > 0;
    for (size_t c = 0; c < g->cols; c++)
        out.cols += used[c];
    if (out.cols == g->cols || !out.cols)
        return;
    for (size_t i = 0; i < g->cells.n; i++)
        if (used[i % g->cols])
            *vec_add(a, &out.cells) = g->cells.v[i];
    *g = out;
}

static void append(Arena *a, Grid *g, const Grid *more)
{
    for (size_t i = 0; i < more->cells.n; i++)
        *vec_add(a, &g->cells) = more->cells.v[i];
    for (size_t i = 0; i < more->lines.n; i++)
        *vec_add(a, &g->lines) = more->lines.v[i];
}

/* Tables that go on over pages come as several blocks: those of the same width without heads of their own are joined. */
static size_t table_blocks(Arena *a, Reading *r, const Doc *d, size_t i)
{
    const DocBlock *b = &d->blocks.v[i];
    Grid g = { .cols = b->table.cols > 0 ? (size_t)b->table.cols : 0, .page = b->pos.page };
    ReadTable t, alone;
    size_t end = i + 1;

    grid_block(a, &g, b);
    if (g.cols)
        drop_empty_columns(a, &g);
    if (!table_of_grid(a, &g, title_before(r), &t)) {
        if (!unknown_table(a, r, &g, b))
            layout_block(a, r, b);
        return i;
    }
    for (; end < d->blocks.n && d->blocks.v[end].kind == BLOCK_TABLE && d->blocks.v[end].table.cols > 0; end++) {
        Grid next = { .cols = (size_t)d->blocks.v[end].table.cols, .page = d->blocks.v[end].pos.page };

        grid_block(a, &next, &d->blocks.v[end]);
        if (table_of_grid(a, &next, (Str){ 0 }, &alone))
            break;
        if (next.cols != g.cols)
            drop_empty_columns(a, &next);
        if (next.cols != g.cols)
            break;
        append(a, &g, &next);
    }
    if (end > i + 1)
        (void)table_of_grid(a, &g, title_before(r), &t);
    *vec_add(a, &r->tables) = t;
    return end - 1;
}

enum { DOUBT = 55 };            /* confidence that nothing read off a picture goes beyond */

static void doubt(int *confidence)
{
    *confidence = *confidence > DOUBT ? DOUBT : *confidence;
}

/* Lines that a machine recognised are joined like those of a text file, and all of it is to be looked at. */
static Err read_scan(Reading *out, Arena *a, const Doc *d, Answer *why)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < d->blocks.n; i++)
        buf_fmt(&b, "%s%.*s\n", i && d->blocks.v[i].pos.page != d->blocks.v[i - 1].pos.page ? "\f" : "", SV(d->blocks.v[i].para.text));
    TRY(intake_read_text(out, a, buf_str(&b), NULL, why));
    for (size_t i = 0; i < out->citations.n; i++)
        doubt(&out->citations.v[i].confidence);
    for (size_t i = 0; i < out->targets.n; i++)
        doubt(&out->targets.v[i].confidence);
    for (size_t i = 0; i < out->duties.n; i++)
        doubt(&out->duties.v[i].confidence);
    for (size_t i = 0; i < out->scores.n; i++)
        doubt(&out->scores.v[i].confidence);
    for (size_t i = 0; i < out->nodes.n; i++)
        doubt(&out->nodes.v[i].confidence);
    for (size_t i = 0; i < out->tables.n; i++) {
        doubt(&out->tables.v[i].confidence);
        for (size_t k = 0; k < out->tables.v[i].rows.n; k++)
            doubt(&out->tables.v[i].rows.v[k].confidence);
    }
    for (size_t i = 0; i < d->warnings.n; i++)
        *vec_add(a, &out->warnings) = (Note){ .text = d->warnings.v[i] };
    return OK;
}

Err intake_read_doc(Reading *out, Arena *a, const Doc *d, Answer *why)
{
    if (d->kind == DOC_SCAN && d->blocks.n)
        return read_scan(out, a, d, why);
    *out = (Reading){ 0 };
    for (size_t i = 0; i < d->blocks.n; i++) {
        if (d->blocks.v[i].kind == BLOCK_PARA)
            para_block(a, out, &d->blocks.v[i]);
        else
            i = table_blocks(a, out, d, i);
    }
    for (size_t i = 0; i < d->notes.n; i++)
        *vec_add(a, &out->footnotes) = (Named){ d->notes.v[i].label, d->notes.v[i].text, place(d->notes.v[i].pos) };
    for (size_t i = 0; i < d->headers.n; i++)
        *vec_add(a, &out->noise) = (Named){ .text = d->headers.v[i] };
    if (!out->paras.n && !out->tables.n)
        return answer(why, E_INVALID, T("Tệp không có chữ nào; nếu là bản chụp, hãy nhận dạng chữ (OCR) trước."));
    intake_extract(a, out);
    for (size_t i = 0; i < d->warnings.n; i++)
        *vec_add(a, &out->warnings) = (Note){ .text = d->warnings.v[i] };
    return OK;
}

Err intake_read(Reading *out, Arena *a, Str file, Str bytes, Answer *why)
{
    FileKind kind = sniff(bytes);
    Doc doc = { 0 };

    switch (kind) {
    case FILE_TEXT:
        if (bytes.n > MAX_TEXT)
            return answer(why, E_LIMIT, T("Tệp văn bản “%.*s” lớn quá 16 MB; hãy tách thành các tệp nhỏ hơn."), SV(file));
        return intake_read_text(out, a, text_decode(a, bytes), NULL, why);
    case FILE_EMPTY:
        return answer(why, E_INVALID, T("Tệp “%.*s” rỗng; hãy chọn lại tệp."), SV(file));
    default:
        TRY(foreign_read(&doc, a, file, bytes, NULL, why));
        return intake_read_doc(out, a, &doc, why);
    }
}
