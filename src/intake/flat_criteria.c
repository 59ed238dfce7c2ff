/*
 * A flattened table of criteria. Its cells stand below one another in a fixed turn: code, name, maximum, rule, evidence.
 * A figure alone is a maximum behind a name, the next code behind a rule; what is neither belongs to the rule.
 */
#include "intake/flat_words.h"
#include "intake/pattern.h"
#include "intake/task_table.h"

typedef enum Part { IN_CODE, IN_NAME, IN_RULE, IN_NOTE } Part;

typedef struct Build {
    Arena *a;
    ReadTable *t;
    TaskRow row;
    Buf name, rule, note;
    Str code, above;            /* code of the row; of the last Roman heading */
    Part part;
    bool evidence;              /* the table has a column for it */
} Build;

/* The code that a line is or begins with: its length, 0: none. */
static size_t code_length(Str text, bool *alone)
{
    static Pattern code = { "^((?:[ivx]{1,5}|\\d{1,2})(?:\\.\\d{1,2}){0,4})[.)]?(?:$|\\x20(?=[\\p{L}(]))" };
    SCRATCH(tmp);
    Match m;

    if (!pattern_find(&code, words_low(&tmp, words_head(text, 80)), 0, &m) || (words_letter_at(text, 0) && !words_upper_at(text, 0)))
        return 0;
    *alone = m.to[0] >= text.n;
    if (!*alone && !words_upper_at(text, m.to[0]))
        return 0;
    return m.to[1];
}

static bool figure(Str text, Dec *d)
{
    static Pattern points = { "^(\\d{1,3}(?:[.,]\\d{1,2})?)(?:\\x20?điểm)?$" };
    SCRATCH(tmp);
    Str low = words_low(&tmp, text);
    Match m;

    return text.n < 24 && pattern_find(&points, low, 0, &m) && dec_parse(d, group(&m, low, 1));
}

static int64_t last_number(Str code)
{
    int64_t n = 0;

    for (size_t i = code.n; i-- > 0;)
        if (code.p[i] == '.')
            return str_int(str_sub(code, i + 1, code.n), &n) ? n : 0;
    return str_int(code, &n) ? n : 0;
}

static size_t dots(Str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '.';
    return n;
}

/* Whether `code` can come after the row at hand: next sibling, first child, a higher one. */
static bool can_follow(const Build *b, Str code)
{
    if (words_letter_at(code, 0) || dots(code) > 0 || !b->code.n)
        return true;
    if (words_letter_at(b->code, 0))
        return last_number(code) == 1;
    return dots(b->code) == 0 ? last_number(code) == last_number(b->code) + 1 : true;
}

static void end_criterion(Build *b)
{
    if (b->code.n && b->name.n) {
        b->row.cell[COL_TT] = b->row.cell[COL_CRITERION] = b->code;
        row_set(b->a, &b->row, COL_OBJECTIVE, str_dup(b->a, buf_str(&b->name)), b->row.where);
        row_set(b->a, &b->row, COL_RULE, str_dup(b->a, buf_str(&b->rule)), b->row.where);
        row_set(b->a, &b->row, COL_NOTE, str_dup(b->a, buf_str(&b->note)), b->row.where);
        *vec_add(b->a, &b->t->rows) = b->row;
    }
    b->name.n = b->rule.n = b->note.n = 0;
}

static void begin_criterion(Build *b, const Line *ln, Str code)
{
    end_criterion(b);
    b->row = (TaskRow){ .where = { ln->no, ln->no, ln->page }, .confidence = 75 };
    b->code = words_strip(code, ".) ");
    b->part = IN_NAME;
}

/* "CHỈ ĐẠO, ĐIỀU HÀNH 20": the maximum behind a name in capitals, on its line. */
static Str split_maximum(Build *b, Str text)
{
    Dec d;

    for (size_t i = text.n; i-- > 0;)
        if (text.p[i] == ' ') {
            if (!words_all_caps(text) || !figure(str_sub(text, i + 1, text.n), &d))
                return text;
            b->row.cell[COL_MAX] = str_sub(text, i + 1, text.n);
            b->part = IN_RULE;
            return str_trim(str_sub(text, 0, i));
        }
    return text;
}

static void add_rule(Build *b, const Line *ln)
{
    bool starts = flat_begins(ln->low) & FLAT_PRODUCT && words_upper_at(ln->text, 0) && !low_has(ln->low, "điểm")
        && !low_has(ln->low, ":") && !flat_open_end(words_low(b->a, buf_str(&b->rule)));
    Dec d;

    if (b->part == IN_RULE && b->evidence && b->rule.n && starts)
        b->part = IN_NOTE;
    if (b->part == IN_RULE && b->rule.n && b->rule.p[b->rule.n - 1] != ':' && !low_has(ln->low, "điểm") && figure(ln->text, &d))   /* "Đúng hạn" and its points below */
        buf_fmt(&b->rule, ": %.*s;", SV(ln->text));
    else
        join_piece(b->part == IN_NOTE ? &b->note : &b->rule, ln->text);
}

static void read_line(Build *b, const Line *ln)
{
    bool alone = false;
    size_t n = code_length(ln->text, &alone);
    Str code = str_sub(ln->text, 0, n), rest = str_trim(words_strip(str_sub(ln->text, n, ln->text.n), ".) "));
    Dec d;

    b->row.where.to = ln->no;
    if (b->part == IN_NAME && b->name.n && figure(ln->text, &d) && dots(code) == 0) {
        b->row.cell[COL_MAX] = ln->text;
        b->part = IN_RULE;
        return;
    }
    if (n && can_follow(b, code) && (b->part != IN_NAME || (b->name.n && (dots(code) || words_letter_at(code, 0))))
        && (alone || dots(code) || words_all_caps(rest) || b->part != IN_NAME)) {
        begin_criterion(b, ln, code);
        if (rest.n)
            buf_add(&b->name, split_maximum(b, rest));
        return;
    }
    if (b->part == IN_NAME)
        join_piece(&b->name, split_maximum(b, ln->text));
    else if (b->part != IN_CODE)
        add_rule(b, ln);
}

bool flat_criteria(Lines *l, Arena *a, ReadTable *t, size_t from, size_t to)
{
    Build b = { .a = a, .t = t, .name = { .arena = a }, .rule = { .arena = a }, .note = { .arena = a } };
    size_t max = 0, name = 0;

    for (size_t i = 0; i < t->cols.n; i++) {
        max = t->cols.v[i] == COL_MAX ? i : max;
        name = t->cols.v[i] == COL_OBJECTIVE ? i : name;
        b.evidence |= t->cols.v[i] == COL_NOTE;
    }
    if (!name || max != name + 1)
        return false;
    for (size_t i = from; i < to; i++) {
        if (l->v.v[i].drop)
            continue;
        l->v.v[i].drop = true;
        read_line(&b, &l->v.v[i]);
    }
    end_criterion(&b);
    return true;
}

/* ---- the same for tables of points: code, name, then a figure for each column of points, then words */

typedef struct Points {
    Build b;
    Col figure[8], words[8];    /* columns in their order */
    size_t n_figures, n_words, at, word;
} Points;

static bool point_column(Col c)
{
    return c == COL_MAX || c == COL_SELF || c == COL_APPRAISED || c == COL_ACHIEVED || c == COL_LOST;
}

static void end_row(Points *p)
{
    Build *b = &p->b;

    if (b->name.n && p->at) {
        b->row.cell[COL_TT] = b->row.cell[COL_CRITERION] = b->code;
        row_set(b->a, &b->row, COL_OBJECTIVE, str_dup(b->a, buf_str(&b->name)), b->row.where);
        *vec_add(b->a, &b->t->rows) = b->row;
    }
    b->name.n = p->at = p->word = 0;
}

static void begin_row(Points *p, const Line *ln, Str code)
{
    end_row(p);
    p->b.row = (TaskRow){ .where = { ln->no, ln->no, ln->page }, .confidence = 75 };
    p->b.code = words_strip(code, ".) ");
}

/* Words behind the figures: the reason, when points were lost, then the remarks; a new cell begins with a capital. */
static void add_words(Points *p, const Line *ln)
{
    TaskRow *row = &p->b.row;
    Str *cell;

    if (!p->n_words)
        return;
    if (!p->word) {
        bool full = str_eq(row->cell[COL_MAX], row->cell[p->figure[p->at - 1]]);

        p->word = full && p->words[0] == COL_CAUSE && p->n_words > 1 ? 2 : 1;
    } else if (words_upper_at(ln->text, 0) && p->word < p->n_words && row->cell[p->words[p->word - 1]].n) {
        p->word++;
    }
    cell = &row->cell[p->words[p->word - 1]];
    *cell = cell->n ? str_fmt(p->b.a, "%.*s %.*s", SV(*cell), SV(ln->text)) : ln->text;
}

static void read_points(Points *p, const Line *ln)
{
    Build *b = &p->b;
    bool alone = false, named = b->name.n > 0, done = p->at >= p->n_figures;
    size_t n = code_length(ln->text, &alone);
    Str rest = str_trim(words_strip(str_sub(ln->text, n, ln->text.n), ".) "));
    Dec d;

    b->row.where.to = ln->no;
    if (named && !done && figure(ln->text, &d)) {
        b->row.cell[p->figure[p->at++]] = ln->text;
        return;
    }
    if (n && (done || !named) && (alone || dots(str_sub(ln->text, 0, n)) || words_all_caps(rest))) {
        begin_row(p, ln, str_sub(ln->text, 0, n));
        buf_add(&b->name, rest);
        return;
    }
    if (p->at && words_all_caps(ln->text) && low_starts(ln->low, "tổng")) {
        begin_row(p, ln, (Str){ 0 });
        buf_add(&b->name, ln->text);
    } else if (p->at) {
        add_words(p, ln);
    } else {
        join_piece(&b->name, ln->text);
    }
}

bool flat_points(Lines *l, Arena *a, ReadTable *t, size_t from, size_t to)
{
    Points p = { .b = { .a = a, .t = t, .name = { .arena = a } } };
    size_t name = 0;

    for (size_t i = 0; i < t->cols.n; i++) {
        Col c = t->cols.v[i];

        name = c == COL_OBJECTIVE ? i : name;
        if (point_column(c) && p.n_figures < COUNT(p.figure))
            p.figure[p.n_figures++] = c;
        else if (p.n_figures && p.n_words < COUNT(p.words))
            p.words[p.n_words++] = c;
    }
    if (!name || p.n_figures < 2 || !point_column(t->cols.v[name + 1 < t->cols.n ? name + 1 : name]))
        return false;
    for (size_t i = from; i < to; i++) {
        if (l->v.v[i].drop)
            continue;
        l->v.v[i].drop = true;
        read_points(&p, &l->v.v[i]);
    }
    end_row(&p);
    return true;
}
