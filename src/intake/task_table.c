#include "intake/task_table.h"

#include "intake/table_head.h"

enum { MAX_COLS = 24 };

/* ---- rows */

/* "2.10. Tổ chức …": the number and the text behind it. */
static Str split_no(Str text, Str *no)
{
    size_t n = 0, dots = 0;

    while (n < text.n && (words_digit_at(text, n) || (text.p[n] == '.' && words_digit_at(text, n + 1)))) {
        dots += text.p[n] == '.';
        n++;
    }
    *no = (Str){ 0 };
    if (!dots || n > 8 || n >= text.n || (text.p[n] != '.' && text.p[n] != ' '))
        return text;
    *no = str_sub(text, 0, n);
    return str_trim(words_strip(str_sub(text, n, text.n), ". "));
}

static void add_item(Arena *a, TaskRow *row, Col col, Str text, Where where)
{
    CellItem it = { .where = where };
    size_t stop = text.n && text.p[text.n - 1] == '.';

    (void)stop;
    if (words_digit_at(text, 0)) {
        size_t n = 0;
        Str rest = split_no(text, &it.no);

        /* words_strip above also took the final stop of the sentence */
        if (it.no.n && str_find(text, rest, &n))
            rest = str_trim(str_sub(text, n, text.n));
        it.text = rest;
    } else {
        it.text = text;
    }
    if (col == COL_OBJECTIVE)
        *vec_add(a, &row->objectives) = it;
    else if (col == COL_TASK)
        *vec_add(a, &row->tasks) = it;
    else
        *vec_add(a, &row->activities) = it;
}

/* Where in `text` the next numbered item begins ("3.2. "), after `from`. */
static size_t next_item(Str text, size_t from)
{
    for (size_t i = from + 1; i + 4 < text.n; i++) {
        Str no;

        if (text.p[i - 1] == ' ' && words_digit_at(text, i) && text.p[i + 1] == '.' && words_digit_at(text, i + 2)) {
            Str rest = split_no(str_sub(text, i, text.n), &no);

            if (no.n && words_upper_at(rest, 0) && no.n < 6)
                return i;
        }
    }
    return text.n;
}

void row_set(Arena *a, TaskRow *row, Col col, Str text, Where where)
{
    text = str_trim(text);
    if (!text.n)
        return;
    row->cell[col] = text;
    if (col != COL_OBJECTIVE && col != COL_TASK && col != COL_ACTIVITY)
        return;
    for (size_t at = 0; at < text.n;) {
        size_t end = words_digit_at(text, at) ? next_item(text, at) : text.n;

        add_item(a, row, col, str_trim(str_sub(text, at, end)), where);
        at = end;
    }
}

void rows_inherit(ReadTable *t)
{
    for (size_t i = 1; i < t->rows.n; i++) {
        TaskRow *row = &t->rows.v[i], *up = &t->rows.v[i - 1];
        bool same_area = str_eq(row->area, up->area) && str_eq(row->subarea, up->subarea);

        if (!row->area.n && !row->area_title.n) {
            row->area = up->area;
            row->area_title = up->area_title;
            same_area = true;
        }
        if (!row->cell[COL_LEAD].n && t->kind != TABLE_CRITERIA && t->kind != TABLE_SCORES && same_area)
            row->lead_above = up->cell[COL_LEAD].n ? up->cell[COL_LEAD] : up->lead_above;
        if (t->kind != TABLE_TASKS || !same_area || row->cell[COL_TT].n)
            continue;
        row->cell[COL_TT] = up->cell[COL_TT];
        row->merged[COL_TT] = true;
        if (!row->objectives.n && up->objectives.n) {
            row->objectives.v = up->objectives.v;
            row->objectives.n = up->objectives.n;
            row->cell[COL_OBJECTIVE] = up->cell[COL_OBJECTIVE];
            row->merged[COL_OBJECTIVE] = true;
        }
        if (!row->tasks.n && row->activities.n && up->tasks.n) {
            row->tasks.v = up->tasks.v;
            row->tasks.n = up->tasks.n;
            row->cell[COL_TASK] = up->cell[COL_TASK];
            row->merged[COL_TASK] = true;
        }
    }
}

/* ---- grids */

static Str grid_at(const Grid *g, size_t row, size_t col)
{
    return g->cells.v[row * g->cols + col];
}

static bool roman_only(Str s)
{
    Str no = words_strip(s, " .");

    if (!no.n || no.n > 6)
        return false;
    for (size_t i = 0; i < no.n; i++)
        if (!strchr("IVXLABCDEFGH", no.p[i]))
            return false;
    return true;
}

static void row_note(Arena *a, TaskRow *row, Str text)
{
    Str *note = &row->cell[COL_NOTE];

    *note = note->n ? str_fmt(a, "%.*s; %.*s", SV(*note), SV(text)) : text;
}

static size_t head_row(Arena *a, const Grid *g, Col *cols, bool *known, TableKind *kind)
{
    for (size_t r = 0; r < g->lines.n && r < 4; r++) {
        size_t found = 0;

        for (size_t c = 0; c < g->cols; c++) {
            Str s = grid_at(g, r, c);

            known[c] = s.n && s.n < 120 && head_col(words_low(a, words_clean(a, s)), &cols[c]);
            found += known[c];
        }
        if (found < 3)
            continue;
        *kind = heads_settle(cols, known, g->cols);
        if (*kind != TABLE_OTHER)
            return r;
    }
    return SIZE_MAX;
}

/* "1 2 3 4 …" or "(1) (2) …" under the heads */
static bool number_row(Arena *a, const Grid *g, size_t r)
{
    size_t digits = 0, filled = 0;

    for (size_t c = 0; c < g->cols; c++) {
        Str s = words_strip(words_clean(a, grid_at(g, r, c)), "() ");

        filled += s.n > 0;
        digits += s.n && s.n <= 2 && words_number_only(s);
    }
    return digits >= 3 && digits == filled;
}

/* A row that only names an area: a Roman number or letter and one text. */
static bool area_row(Arena *a, const Grid *g, size_t r, Str *no, Str *title)
{
    size_t filled = 0;

    *no = *title = (Str){ 0 };
    for (size_t c = 0; c < g->cols; c++) {
        Str s = words_clean(a, grid_at(g, r, c));

        if (!s.n || (filled && str_eq(s, *title)) || (filled == 1 && !title->n && str_eq(s, *no)))
            continue;
        filled++;
        if (filled == 1 && roman_only(s))
            *no = words_strip(s, " .");
        else if (!title->n)
            *title = s;
        else
            return false;
    }
    if (!no->n && title->n) {
        Mark m;

        if (!line_mark(*title, &m) || (m.num != NUM_ROMAN && m.num != NUM_LETTER))
            return false;
        *no = m.no;
        *title = str_trim(str_sub(*title, m.after, title->n));
    }
    return no->n && title->n;
}

bool table_of_grid(Arena *a, const Grid *g, Str title, ReadTable *out)
{
    Col cols[MAX_COLS];
    bool known[MAX_COLS];
    size_t head;
    Str area = { 0 }, area_title = { 0 }, sub = { 0 };

    *out = (ReadTable){ .title = title, .confidence = 95 };
    if (!g->cols || g->cols > MAX_COLS || g->lines.n < 2)
        return false;
    head = head_row(a, g, cols, known, &out->kind);
    if (head == SIZE_MAX)
        return false;
    for (size_t c = 0; c < g->cols; c++) {
        *vec_add(a, &out->cols) = known[c] ? cols[c] : COL_NOTE;
        *vec_add(a, &out->names) = words_clean(a, grid_at(g, head, c));
    }
    for (size_t r = head + 1; r < g->lines.n; r++) {
        TaskRow row = { .where = { g->lines.v[r], g->lines.v[r], g->page }, .confidence = 95 };
        Str no, text;
        bool filled = false;

        if (number_row(a, g, r))
            continue;
        if (area_row(a, g, r, &no, &text)) {
            if (no.p[0] >= 'A' && no.p[0] <= 'H' && no.n == 1 && area.n && !roman_only(S(""))) {
                sub = no;
            } else {
                area = no;
                area_title = text;
                sub = (Str){ 0 };
            }
            continue;
        }
        row.area = area;
        row.area_title = area_title;
        row.subarea = sub;
        for (size_t c = 0; c < g->cols; c++) {
            Str s = words_clean(a, grid_at(g, r, c));

            if (!s.n)
                continue;
            if (!known[c]) {                        /* a column of its own kind is kept with the remarks */
                row_note(a, &row, s);
                continue;
            }
            filled = true;
            if (cols[c] == COL_TT && roman_only(s) && out->kind != TABLE_CRITERIA && out->kind != TABLE_SCORES)
                row.area = words_strip(s, " .");
            else if (cols[c] == COL_AREA)
                row.area_title = s;
            else if (cols[c] == COL_NOTE)
                row_note(a, &row, s);
            else
                row_set(a, &row, cols[c], s, row.where);
        }
        /* criteria tables number their rows with the codes themselves */
        if ((out->kind == TABLE_CRITERIA || out->kind == TABLE_SCORES) && !row.cell[COL_CRITERION].n)
            row.cell[COL_CRITERION] = row.cell[COL_TT];
        if (filled)
            *vec_add(a, &out->rows) = row;
    }
    if (out->rows.n)
        out->where = (Where){ g->lines.v[head], g->lines.v[g->lines.n - 1], g->page };
    rows_inherit(out);
    return out->rows.n > 0;
}

/* ---- tables written with tabs or bars */

static size_t count_byte(Str s, char c)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == c;
    return n;
}

static char divider(const Line *ln)
{
    Str s = str_trim(ln->raw);

    if (count_byte(ln->raw, '\t') >= 2)
        return '\t';
    return s.n && s.p[0] == '|' && count_byte(s, '|') >= 3 ? '|' : 0;
}

static bool ruler(Str raw)
{
    for (size_t i = 0; i < raw.n; i++)
        if (!strchr("|-: \t", raw.p[i]))
            return false;
    return true;
}

static void grid_row(Arena *a, Grid *g, const Line *ln, char div)
{
    Str rest = ln->raw, cell, sep = { &div, 1 };
    size_t n = 0;

    if (div == '|') {
        rest = str_trim(rest);
        rest = str_sub(rest, 1, rest.n);
        if (str_ends(rest, S("|")))
            rest = str_sub(rest, 0, rest.n - 1);
    }
    for (bool more = true; more && n < g->cols; n++) {
        more = str_cut(rest, sep, &cell, &rest);
        *vec_add(a, &g->cells) = words_clean(a, str_replace(a, str_trim(cell), S("**"), S("")));
    }
    for (; n < g->cols; n++)
        *vec_add(a, &g->cells) = (Str){ 0 };
    *vec_add(a, &g->lines) = ln->no;
}

/* The paragraph above a table that names it: the last line in capitals or a heading. */
static Str title_above(const Lines *l, size_t i)
{
    for (size_t k = i; k-- > 0 && k + 6 > i;)
        if (!l->v.v[k].drop && (words_all_caps(l->v.v[k].text) || l->v.v[k].heading) && l->v.v[k].chars > 8)
            return l->v.v[k].text;
    return (Str){ 0 };
}

void tables_of_lines(Lines *l, Arena *a, Reading *r)
{
    for (size_t i = 0; i < l->v.n; i++) {
        char div = divider(&l->v.v[i]);
        size_t end = i;
        Grid g = { 0 };
        ReadTable t;

        if (!div || l->v.v[i].drop)
            continue;
        while (end < l->v.n && divider(&l->v.v[end]) == div)
            end++;
        if (end - i < 2)
            continue;
        for (size_t k = i; k < end; k++) {
            bool closed = div == '|' && str_ends(str_trim(l->v.v[k].raw), S("|"));
            size_t cols = count_byte(l->v.v[k].raw, div) + (div == '\t') - closed;

            g.cols = cols > g.cols ? cols : g.cols;
        }
        g.cols = g.cols > MAX_COLS ? MAX_COLS : g.cols;
        g.page = l->v.v[i].page;
        for (size_t k = i; k < end; k++) {
            l->v.v[k].drop = l->v.v[k].in_table = true;
            if (!ruler(l->v.v[k].raw))
                grid_row(a, &g, &l->v.v[k], div);
        }
        if (!table_of_grid(a, &g, title_above(l, i), &t)) {
            t = (ReadTable){ .kind = TABLE_OTHER, .title = title_above(l, i), .confidence = 50 };
            t.where = (Where){ l->v.v[i].no, l->v.v[end - 1].no, l->v.v[i].page };
        }
        *vec_add(a, &r->tables) = t;
        i = end - 1;
    }
}

void tables_each_cell(const Reading *r, Arena *a, void (*fn)(void *user, const TaskRow *row, Col col, const Para *cell), void *user)
{
    for (size_t i = 0; i < r->tables.n; i++)
        for (size_t k = 0; k < r->tables.v[i].rows.n; k++) {
            const TaskRow *row = &r->tables.v[i].rows.v[k];

            for (int c = 0; c < COL_COUNT; c++) {
                Para p = { .text = row->cell[c], .where = row->where, .node = -1 };

                if (!p.text.n || row->merged[c])
                    continue;
                if (c == COL_OBJECTIVE && row->objectives.n)
                    p.where = row->objectives.v[0].where;
                p.low = words_low(a, p.text);
                fn(user, row, (Col)c, &p);
            }
        }
}
