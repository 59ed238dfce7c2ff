/*
 * A flattened table: text of a PDF whose cells stand below one another, column after column, row after row. The lines are
 * given back to their cells by the cheapest path through (column) states: numbers "2.3." belong to one column, a line that
 * was ended although the next word would have fit ends a cell, agencies, deadlines and funds begin with their own words.
 * The widths of the columns are learned from the path itself, in a few turns. After a page break the cells of a row go on
 * once more from left to right; that second pass is part of the state.
 */
#include "base/map.h"
#include "intake/flat_words.h"
#include "intake/pattern.h"
#include "intake/table_head.h"
#include "intake/task_table.h"

#include <stdlib.h>

enum { INF = 1 << 28, TURNS = 4, BEAM = 45, MAX_FLAT = 8000, NONE = 15 };

typedef struct Flat {
    Str text, low;
    int no, page;
    size_t chars, first;        /* letters of the line, of its first word */
    int mark;                   /* N of "N.m."; 0: none */
    bool cap, dash, digit, page_break;
    bool code;                  /* "1.2.3": the code of a criterion and nothing else */
    bool cut;                   /* a page ends soon: cells may end in the middle of a phrase */
    int pair;                   /* 1: its first word follows the last word of the line before elsewhere in the text too */
    bool tt, area, sub;         /* a new row or area begins before this line */
    Str tt_text, head_no, head_title;
    bool open;                  /* it cannot end a cell */
    bool stop;                  /* ends with . ; : */
    bool forced;                /* it begins a cell: cut out of a line of several cells */
} Flat;

typedef struct Work {
    Arena *a;
    const ReadTable *t;
    VEC(Flat) v;
    int cols;                   /* without TT */
    Col col[COL_COUNT];
    int width[COL_COUNT];       /* 0: not yet known */
    int mark_col[10];           /* column of the number N, or -1 */
    bool numbered;              /* the group at hand has numbers */
    bool codes;                 /* there is a column of criterion codes, and lines that are codes */
    size_t longest;             /* longer lines hold several cells */
    bool *group_numbered;
    Map pairs;                  /* words that stand beside one another somewhere in the document */
} Work;

/* ---- finding the table */

static bool tt_word(Str low)
{
    Str s = words_strip(words_first(low), " .");

    return (str_eq(s, S("tt")) || str_eq(s, S("stt")) || low_starts(low, "st t") || low_starts(low, "số tt")) && low.n < 240;
}

static int roman(Str s)
{
    static const struct { char c; int v; } digit[] = { { 'I', 1 }, { 'V', 5 }, { 'X', 10 } };
    int sum = 0, last = 0;

    for (size_t i = s.n; i-- > 0;)
        for (size_t k = 0; k < COUNT(digit); k++)
            if (digit[k].c == s.p[i]) {
                sum += digit[k].v < last ? -digit[k].v : digit[k].v;
                last = digit[k].v;
            }
    return sum;
}

/* "II CẢI CÁCH THỂ CHẾ": an area; the number alone comes first. */
static bool area_line(Str text, Str *no, Str *title)
{
    size_t n = 0;

    while (n < text.n && strchr("IVX", text.p[n]))
        n++;
    if (!n || n > 5 || n >= text.n || (text.p[n] != ' ' && text.p[n] != '.' && text.p[n] != '-'))
        return false;
    *no = str_sub(text, 0, n);
    *title = str_trim(words_strip(str_sub(text, n, text.n), " .-"));
    return title->n > 4 && words_all_caps(*title);
}

static bool sub_line(const Line *ln, size_t widest, Str *no, Str *title)
{
    Str t = ln->text;

    if (t.n < 20 || t.p[0] < 'A' || t.p[0] > 'H' || (t.p[1] != ' ' && t.p[1] != '.') || ln->chars < widest)
        return false;
    *no = str_sub(t, 0, 1);
    *title = str_trim(words_strip(str_sub(t, 1, t.n), " ."));
    return words_upper_at(*title, 0);
}

static int number_mark(Str s)
{
    size_t n = 2;

    if (s.n < 4 || !words_digit_at(s, 0) || s.p[1] != '.' || !words_digit_at(s, 2))
        return 0;
    while (words_digit_at(s, n))
        n++;
    if (n > 4 || n >= s.n || (s.p[n] != '.' && s.p[n] != ' '))
        return 0;
    while (n < s.n && (s.p[n] == '.' || s.p[n] == ' '))
        n++;
    return words_letter_at(s, n) || words_digit_at(s, n) ? s.p[0] - '0' : 0;
}

/* "1 Ban hành kế hoạch": the number of a row and its first words on one line. Length of the number, 0: none. */
static size_t glued_number(Str s, int64_t want)
{
    size_t n = 0, at;
    int64_t v;

    while (words_digit_at(s, n))
        n++;
    at = n;
    if (!n || n > 2 || s.p[0] == '0' || !str_int(str_sub(s, 0, n), &v) || v != want)
        return 0;
    if (at < s.n && s.p[at] == '.' && at + 1 < s.n && s.p[at + 1] == ' ')
        at++;
    if (at >= s.n || s.p[at] != ' ')
        return 0;
    return words_upper_at(s, at + 1) || number_mark(str_sub(s, at + 1, s.n)) ? at : 0;
}

static bool row_begins(const Line *ln)
{
    Str no, title;

    if (glued_number(ln->text, 1) || str_eq(words_strip(ln->text, " ."), S("I")) || str_eq(words_strip(ln->text, " ."), S("A")))
        return true;
    return area_line(ln->text, &no, &title) || (words_number_only(ln->text) && ln->text.n <= 2) || number_mark(ln->text);
}

/* Four long lines in a row: the table is over. One or two are a footnote or an area. */
static bool running_text(const Lines *l, size_t i)
{
    size_t n = 0;

    while (n < 4 && i + n < l->v.n && l->v.v[i + n].chars > 60)
        n++;
    return n == 4;
}

static size_t table_end(const Lines *l, size_t i)
{
    for (size_t stop = i + MAX_FLAT; i < l->v.n && i < stop; i++) {
        const Line *ln = &l->v.v[i];
        Str no, title;

        if (low_starts(ln->low, "nơi nhận") || low_starts(ln->low, "tm. ") || low_starts(ln->low, "kt. "))
            break;
        if (words_all_caps(ln->text) && ln->chars > 14 && low_starts(ln->low, "ủy ban nhân dân") && !ln->drop
            && !area_line(ln->text, &no, &title))
            break;
        if (running_text(l, i))
            break;
    }
    return i;
}

/* "I. Cải cách thể chế" in small letters is an area when the row "1" comes next, or the next number where they run on. */
static bool small_area(const Line *ln, const Line *next, int64_t row, Str *no, Str *title)
{
    size_t n = 0;

    while (n < ln->text.n && strchr("IVX", ln->text.p[n]))
        n++;
    if (!n || n > 4 || n + 2 >= ln->text.n || (ln->text.p[n] != ' ' && ln->text.p[n] != '.') || !next)
        return false;
    int64_t number = 0;
    bool counts = str_int(words_strip(next->text, " ."), &number) && (number == 1 || number == row);

    if (!counts && !glued_number(next->text, 1) && !glued_number(next->text, row))
        return false;
    *no = str_sub(ln->text, 0, n);
    *title = str_trim(words_strip(str_sub(ln->text, n, ln->text.n), " ."));
    return words_upper_at(*title, 0);
}

bool flat_find(Lines *l, Arena *a, size_t start, ReadTable *t, size_t *from, size_t *to)
{
    for (size_t i = start; i < l->v.n; i++) {
        Buf b = { .arena = a };
        size_t k = i, found;
        Str no, title;

        if (!tt_word(l->v.v[i].low) || l->v.v[i].drop)
            continue;
        for (; k < l->v.n && k < i + 45 && l->v.v[k].chars < 120 && !(k > i && row_begins(&l->v.v[k])); k++)
            join_piece(&b, l->v.v[k].text);
        if (k == i || k >= l->v.n || k >= i + 45)
            continue;
        if (k > i + 1 && small_area(&l->v.v[k - 1], &l->v.v[k], 1, &no, &title)) {
            k--;
            b.n -= b.n > l->v.v[k].text.n ? l->v.v[k].text.n : 0;
        }
        *t = (ReadTable){ .flattened = true, .confidence = 75 };
        found = heads_in_text(a, str_dup(a, buf_str(&b)), t);
        if (found < 4 || t->kind == TABLE_OTHER)
            continue;
        *from = k;
        *to = table_end(l, k);
        if (*to < k + 6)
            continue;
        for (size_t h = i; h < k; h++)
            l->v.v[h].drop = l->v.v[h].in_table = true;
        for (size_t h = i; h-- > 0 && h + 6 > i;)
            if (words_all_caps(l->v.v[h].text) && l->v.v[h].chars > 12 && !t->title.n)
                t->title = l->v.v[h].text;
        t->where = (Where){ l->v.v[i].no, l->v.v[*to - 1].no, l->v.v[i].page };
        return true;
    }
    return false;
}

static int cmp_int(const void *x, const void *y)
{
    return *(const int *)x - *(const int *)y;
}

/* ---- lines of the table */

static void add_flat(Work *w, const Line *ln, Str text, Flat seed)
{
    Flat *f = vec_add(w->a, &w->v);
    Mark m;

    *f = seed;
    f->text = str_trim(text);
    f->low = words_low(w->a, f->text);
    f->no = ln->no;
    f->page = ln->page;
    f->chars = utf8_count(f->text);
    f->first = utf8_count(words_first(f->text));
    f->code = flat_code(f->text);
    f->mark = w->t->kind == TABLE_TASKS ? number_mark(f->text) : 0;
    f->dash = line_mark(f->text, &m) && (m.kind == PARA_DASH || m.kind == PARA_PLUS);
    f->cap = words_upper_at(f->text, 0) || f->dash;
    f->digit = words_digit_at(f->text, 0) && !f->mark;
    f->open = flat_open_end(f->low);
    f->stop = str_ends(f->text, S(".")) || str_ends(f->text, S(";")) || str_ends(f->text, S(":"));
}

/* First lines of several cells that stood on one height and were written as one line: "3.5. Tổ chức thực Các hình Phòng …". */
static void add_composite(Work *w, const Line *ln, Str s, Flat seed)
{
    size_t from = 0, words = 0;

    for (size_t i = 1; i < s.n; i++) {
        if (s.p[i - 1] != ' ')
            continue;
        words++;
        if (words >= 2 && words_upper_at(s, i) && !(from == 0 && words < 3)) {
            add_flat(w, ln, str_sub(s, from, i), seed);
            seed = (Flat){ .forced = true };
            from = i;
            words = 0;
        }
    }
    add_flat(w, ln, str_sub(s, from, s.n), seed);
}

/* A year with a stray number behind it: "Quý I/2024 1". */
static Str drop_stray(Str s)
{
    static Pattern stray = { "(?:19|20)\\d{2}\\x20\\d{1,2}$" };
    Match m;

    return pattern_find(&stray, s, 0, &m) ? str_sub(s, 0, m.from[0] + 4) : s;
}

typedef struct Counter {
    int area, tt;
    int before;                 /* number of the last row of the area above: some tables count on */
    bool numbered;              /* the table has rows whose number stands alone: then no number is glued */
    bool fresh;                 /* the row number stands, nothing of the row yet */
    Flat seed;
} Counter;

/* Whether digits alone are the number of the next row. Others are page numbers and doubles. */
static bool take_tt(Work *w, Counter *c, const Line *ln, const Line *next)
{
    int64_t n = 0;
    bool twice = next && words_number_only(next->text) && next->text.n <= 2;

    if (!words_number_only(ln->text) || !str_int(words_first(ln->text), &n) || words_first(ln->text).n > 2
        || ln->text.p[0] == '0')
        return false;
    if (c->fresh || n < 1)
        return true;
    if (n == c->tt + 1 || (n == c->tt + 2 && !twice) || (!c->tt && c->before && n == c->before + 1)) {
        c->tt = (int)n;
        c->seed.tt = true;
        c->seed.tt_text = words_first(ln->text);
        c->fresh = true;
    }
    (void)w;
    return true;
}

static bool numbers_alone(const Lines *l, size_t from, size_t to)
{
    size_t n = 0;

    for (size_t i = from; i < to; i++)
        n += words_number_only(l->v.v[i].text) && l->v.v[i].text.n <= 2 && l->v.v[i].text.p[0] != '0';
    return n >= 2;
}

/* Lines longer than this hold several cells: half as long again as what 97 % of the lines stay below. */
static size_t longest_line(const Work *w, const Lines *l, size_t from, size_t to)
{
    int *len = NEW(w->a, int, to - from + 1);
    size_t n = 0;

    for (size_t i = from; i < to; i++)
        if (!l->v.v[i].drop && l->v.v[i].chars < 120)
            len[n++] = (int)l->v.v[i].chars;
    if (!n)
        return 36;
    qsort(len, n, sizeof *len, cmp_int);
    return (size_t)len[n - 1 - n * 3 / 100] * 3 / 2;
}

static void collect(Work *w, Lines *l, size_t from, size_t to)
{
    Counter c = { .numbered = numbers_alone(l, from, to) };
    bool broke = false;

    w->longest = longest_line(w, l, from, to);

    for (size_t i = from; i < to; i++) {
        Line *ln = &l->v.v[i];
        Str no, title;

        broke |= ln->break_before;
        if (ln->drop)
            continue;
        ln->drop = true;
        if ((area_line(ln->text, &no, &title) || small_area(ln, i + 1 < to ? &l->v.v[i + 1] : NULL, c.tt + 1, &no, &title))
            && roman(no) > c.area) {
            c = (Counter){ .area = roman(no), .before = c.tt ? c.tt : c.before, .numbered = c.numbered, .seed = { .area = true, .head_no = no, .head_title = title } };
        } else if (sub_line(ln, 34, &no, &title)) {
            bool area = c.seed.area;
            Flat was = c.seed;

            c = (Counter){ .area = c.area, .numbered = c.numbered, .seed = { .sub = true, .head_no = no, .head_title = title } };
            if (area) {
                /* area and subarea without a row between: the area is kept beside */
                c.seed.area = true;
                c.seed.tt_text = (Str){ 0 };
                c.seed.head_no = str_fmt(w->a, "%.*s\t%.*s", SV(was.head_no), SV(no));
                c.seed.head_title = str_fmt(w->a, "%.*s\t%.*s", SV(was.head_title), SV(title));
            }
        } else if (take_tt(w, &c, ln, i + 1 < to ? &l->v.v[i + 1] : NULL)) {
            continue;
        } else {
            Str text = ln->text;
            size_t glued = c.fresh || c.numbered ? 0 : glued_number(text, c.tt + 1);

            if (glued) {
                c.tt++;
                c.seed.tt = true;
                c.seed.tt_text = words_strip(str_sub(text, 0, glued), " .");
                text = str_sub(text, glued + 1, text.n);
            }
            c.seed.page_break = broke && !c.seed.tt && !c.seed.area && !c.seed.sub;
            if (ln->chars > w->longest)
                add_composite(w, ln, text, c.seed);
            else
                add_flat(w, ln, drop_stray(text), c.seed);
            c.seed = (Flat){ 0 };
            c.fresh = broke = false;
        }
    }
}

/* ---- words beside one another */

static Str bare(Str word)
{
    return words_strip(word, ".,;:()\"'-");
}

static Str last_word(Str s)
{
    for (size_t i = s.n; i-- > 0;)
        if (s.p[i] == ' ')
            return str_sub(s, i + 1, s.n);
    return s;
}

static bool pair_seen(const Work *w, const Flat *before, const Flat *f)
{
    SCRATCH(tmp);
    int64_t n;

    return map_get(&w->pairs, str_fmt(&tmp, "%.*s %.*s", SV(bare(last_word(before->low))), SV(bare(words_first(f->low)))), &n);
}

/* The text of the document itself tells which words go together; only pairs inside a line are sure. */
static void learn_pairs(Work *w, const Lines *l)
{
    w->pairs.arena = w->a;
    for (size_t i = 0; i < l->v.n; i++) {
        Str rest = l->v.v[i].low, word, last = { 0 };

        for (bool more = rest.n > 0; more; last = word) {
            more = str_cut(rest, S(" "), &word, &rest);
            if (last.n && !strchr(".;:,", last.p[last.n - 1]))
                (void)map_add(&w->pairs, str_fmt(w->a, "%.*s %.*s", SV(bare(last)), SV(bare(word))), 1);
        }
    }
}

static void note_neighbours(Work *w)
{
    int until = -1;

    for (size_t i = w->v.n; i-- > 0;) {
        if (w->v.v[i].page_break)
            until = (int)i - 60;
        w->v.v[i].cut = (int)i >= until && until != -1;
        w->v.v[i].pair = i && pair_seen(w, &w->v.v[i - 1], &w->v.v[i]);
    }
}

/* ---- costs */

static int over(const Work *w, int col, const Flat *f)
{
    int much = w->width[col] ? (int)f->chars - w->width[col] - 1 : 0;

    return much > 0 ? 2 * much : 0;
}

/* Whether the first word of f would have fit behind the line before it, in column col. */
static bool fits(const Work *w, int col, const Flat *before, const Flat *f)
{
    return w->width[col] && (int)(before->chars + 1 + f->first) <= w->width[col] - 1;
}

static Str two_lines(const Work *w, size_t i, Arena *tmp)
{
    if (i + 1 >= w->v.n)
        return w->v.v[i].low;
    return str_fmt(tmp, "%.*s %.*s", SV(w->v.v[i].low), SV(w->v.v[i + 1].low));
}

/* Bits of FlatWord that line i begins with; kept, because every state asks. */
static const int *begins(Work *w)
{
    int *v = NEW(w->a, int, w->v.n + 1);

    for (size_t i = 0; i < w->v.n; i++) {
        SCRATCH(tmp);

        v[i] = flat_begins(two_lines(w, i, &tmp));
    }
    return v;
}

static int own_word(Col c)
{
    switch (c) {
    case COL_DEADLINE: return FLAT_DEADLINE;
    case COL_FUNDING: return FLAT_FUNDING;
    case COL_LEAD:
    case COL_SUPPORT: return FLAT_AGENCY;
    case COL_PRODUCT: return FLAT_PRODUCT;
    case COL_TASK:
    case COL_REMEDY:
    case COL_ACTIVITY: return FLAT_VERB;
    default: return 0;
    }
}

/* Price of beginning a cell of column d with a line that begins with `words`. */
static int word_cost(Col c, int words)
{
    /* codes stand alone in their column; that is asked apart */
    if (c == COL_CRITERION)
        return 0;
    int own = own_word(c);
    int foreign = words & ~own & (FLAT_DEADLINE | FLAT_AGENCY | FLAT_FUNDING);

    if (own & words)
        return c == COL_TASK || c == COL_ACTIVITY || c == COL_REMEDY ? -2 : -5;
    switch (c) {
    case COL_DEADLINE:
    case COL_FUNDING: return 8;
    case COL_LEAD:
    case COL_SUPPORT: return foreign ? 8 : 4;
    case COL_PRODUCT: return foreign ? 5 : 1;
    default: return foreign & (FLAT_DEADLINE | FLAT_FUNDING) ? 4 : foreign ? 2 : 0;
    }
}

static int skip_cost(Col c)
{
    switch (c) {
    case COL_DEADLINE: return 6;
    case COL_LEAD: return 7;
    case COL_SUPPORT: return 4;
    case COL_PRODUCT: return 4;
    case COL_ACTIVITY: return 5;
    case COL_TASK: return 5;
    case COL_OBJECTIVE: return 4;
    case COL_CRITERION: return 9;
    case COL_REMEDY: return 6;
    case COL_CAUSE:
    case COL_AREA: return 4;
    default: return 0;
    }
}

static int skip_range(const Work *w, int from, int to)
{
    int cost = 0;

    for (int d = from; d < to; d++)
        cost += skip_cost(w->col[d]);
    return cost;
}

/* The next line stays in the cell. */
static int stay(const Work *w, int col, const Flat *before, const Flat *f, int words)
{
    int cost = over(w, col, f);

    if (w->codes && (f->code || w->col[col] == COL_CRITERION))
        return INF;
    if (f->mark)
        return w->mark_col[f->mark] == col ? cost : INF;
    if (f->tt || f->area || f->sub || f->forced)
        return INF;
    cost += f->pair ? -1 : 1;
    if (!f->cap || before->open)
        return cost + (fits(w, col, before, f) && !before->open ? 1 : 0);
    if (before->stop && words & own_word(w->col[col]))
        return cost + 1;
    cost += 2;
    if (fits(w, col, before, f))
        cost += before->stop || f->dash ? 1 : 4;
    if (words & FLAT_DEADLINE && w->col[col] != COL_DEADLINE)
        cost += 4;
    if (words & FLAT_AGENCY && w->col[col] == COL_PRODUCT)
        cost += 5;
    else if (words & FLAT_AGENCY && w->col[col] != COL_LEAD && w->col[col] != COL_SUPPORT)
        cost += w->width[col] && !fits(w, col, before, f) ? 1 : 3;
    if (words & FLAT_FUNDING && w->col[col] == COL_DEADLINE)
        cost += 4;
    if (words & FLAT_PRODUCT && (w->col[col] == COL_TASK || w->col[col] == COL_ACTIVITY) && before->stop)
        cost += 2;
    return cost;
}

/* The next line begins the cell of column d, of this row or of the next one. */
static int begin(const Work *w, int col, int d, const Flat *before, const Flat *f, int words, bool numbered)
{
    int cost = over(w, d, f) + word_cost(w->col[d], words);
    bool scheme = false;

    if (w->codes && f->code != (w->col[d] == COL_CRITERION))
        return INF;
    if (f->code && w->codes)
        return -6;
    for (int n = 1; n < 10; n++)
        scheme |= w->mark_col[n] == d;
    if (f->mark)
        return w->mark_col[f->mark] == d ? -4 : INF;
    if (scheme && numbered)
        cost += 14;
    if (!f->cap)
        cost += f->digit ? 3 : 9;
    if (before) {
        if (before->open && !f->forced)
            cost += f->cut ? 4 : 7;
        else if (str_ends(before->text, S(";")) && own_word(w->col[col]) == own_word(w->col[d]))
            cost += 5;
        if (fits(w, col, before, f))
            cost -= 3;
    }
    return cost;
}

/* ---- the path */

typedef struct Step {
    int cost;
    int16_t from;               /* state before */
    bool new_row, new_cell;
} Step;

enum { STATES = COL_COUNT * 16 };

static int state_of(int col, int pass)
{
    return col * 16 + pass;
}

static void offer(Step *s, int cost, int from, bool new_row, bool new_cell)
{
    if (cost < s->cost)
        *s = (Step){ cost, (int16_t)from, new_row, new_cell };
}

/* The last line of column d in the row that the path to line i, state s, is in; SIZE_MAX: the row has none. */
static size_t last_line(const Step *all, size_t i, int s, int d)
{
    for (;;) {
        const Step *step = &all[i * STATES + (size_t)s];

        if (s / 16 == d)
            return i;
        if (step->new_row || i == 0 || step->from < 0)
            return SIZE_MAX;
        s = step->from;
        i--;
    }
}

/* Cells that go on after a page break, from left to right once more. */
static void go_on(const Work *w, size_t i, const int *words, int s, int base, const Step *all, Step *next)
{
    const Flat *f = &w->v.v[i], *before = &w->v.v[i - 1];
    int col = s / 16, pass = s % 16, top = pass == NONE ? col : pass;

    for (int d = 0; d <= top; d++) {
        int cost = (f->cap ? 5 : 1) + over(w, d, f);
        size_t last;

        if (f->page_break ? false : pass == NONE || d <= col)
            continue;
        last = last_line(all, i - 1, s, d);
        if (last == SIZE_MAX)
            continue;
        if (w->v.v[last].stop)
            cost += f->cap ? 3 : 7;
        else if (fits(w, d, &w->v.v[last], f))
            cost += 3;
        cost += pair_seen(w, &w->v.v[last], f) ? -3 : 1;
        if (f->cap && words[i] & (FLAT_DEADLINE | FLAT_AGENCY) && !w->v.v[last].open)
            cost += 3;
        if (!f->page_break && before->open)
            cost += 3;
        if (!f->page_break && fits(w, col, before, f))
            cost -= 2;
        if (d == col && f->page_break && pass == NONE)
            cost -= 1;
        offer(&next[state_of(d, top)], base + cost, s, false, false);
    }
}

static void relax(const Work *w, size_t i, const int *words, bool numbered, int s, int base, const Step *all, Step *next)
{
    const Flat *f = &w->v.v[i], *before = i ? &w->v.v[i - 1] : NULL;
    int col = s / 16, pass = s % 16;
    bool must = f->tt || f->area || f->sub;
    int c;

    if (!must && (c = stay(w, col, before, f, words[i])) < INF)
        offer(&next[s], base + c, s, false, false);
    for (int d = 0; d < w->cols; d++) {
        int start = begin(w, col, d, before, f, words[i], numbered);

        if (start >= INF)
            continue;
        /* on in the same row */
        if (!must && d > col && pass == NONE)
            offer(&next[state_of(d, NONE)], base + start + skip_range(w, col + 1, d), s, false, true);
        /* on in the second pass: cells that go on (d <= pass), then new ones */
        if (!must && d > col && pass != NONE && d > pass)
            offer(&next[state_of(d, NONE)], base + start + skip_range(w, pass + 1, d), s, false, true);
        /* a new row */
        int left = skip_range(w, (pass == NONE ? col : pass > col ? pass : col) + 1, w->cols);
        int extra = must ? 0 : f->mark ? (d <= (pass == NONE ? col : pass) ? 0 : 20) : 12;
        if (must || d <= 2)
            offer(&next[state_of(d, NONE)], base + start + left + extra + (must ? skip_range(w, 0, d) : 0), s, true, true);
    }
    if (!must && !f->mark && !f->forced && i && (f->page_break || pass != NONE))
        go_on(w, i, words, s, base, all, next);
}

/* Which group (from one row number to the next) has numbers "2.1." at all. */
static void find_numbered(Work *w)
{
    w->group_numbered = NEW(w->a, bool, w->v.n + 1);
    for (size_t i = 0; i < w->v.n;) {
        size_t end = i + 1;
        bool any = w->v.v[i].mark != 0;

        while (end < w->v.n && !w->v.v[end].tt && !w->v.v[end].area && !w->v.v[end].sub)
            any |= w->v.v[end++].mark != 0;
        while (i < end)
            w->group_numbered[i++] = any;
    }
}

/* The cheapest path: the state of every line. */
static void solve(Work *w, const int *words, int16_t *state, Step *taken)
{
    size_t n = w->v.n;
    Step *all = NEW(w->a, Step, n * STATES);

    for (size_t k = 0; k < n * STATES; k++)
        all[k].cost = INF;
    for (int d = 0; d < w->cols; d++) {
        int c = begin(w, d, d, NULL, &w->v.v[0], words[0], w->group_numbered[0]);

        if (c < INF)
            all[state_of(d, NONE)] = (Step){ c + skip_range(w, 0, d), -1, true, true };
    }
    for (size_t i = 1; i < n; i++) {
        const Step *at = &all[(i - 1) * STATES];
        int least = INF;

        for (int s = 0; s < w->cols * 16; s++)
            least = at[s].cost < least ? at[s].cost : least;
        for (int s = 0; s < w->cols * 16; s++)
            if (at[s].cost < INF && at[s].cost <= least + BEAM)
                relax(w, i, words, w->group_numbered[i], s, at[s].cost, all, &all[i * STATES]);
    }
    int best = 0;
    for (int s = 0; s < w->cols * 16; s++)
        if (all[(n - 1) * STATES + (size_t)s].cost < all[(n - 1) * STATES + (size_t)best].cost)
            best = s;
    for (size_t i = n; i-- > 0;) {
        state[i] = (int16_t)best;
        taken[i] = all[i * STATES + (size_t)best];
        best = taken[i].from < 0 ? 0 : taken[i].from;
    }
}

/* The width of a column is what nearly all of its lines stay below. */
static void learn(Work *w, const int16_t *state)
{
    int *len = NEW(w->a, int, w->v.n + 1);

    for (int d = 0; d < w->cols; d++) {
        size_t n = 0;

        for (size_t i = 0; i < w->v.n; i++)
            if (state[i] / 16 == d)
                len[n++] = (int)w->v.v[i].chars;
        if (n < 5)
            continue;
        qsort(len, n, sizeof *len, cmp_int);
        w->width[d] = len[n - 1 - n / 12];
    }
}

/* ---- cells to rows */

typedef struct Cells {
    Buf b[COL_COUNT];
    int from[COL_COUNT], to[COL_COUNT];
    CellItem items[COL_COUNT][40];
    size_t n_items[COL_COUNT];
    Buf item[COL_COUNT];
} Cells;

static void end_item(Work *w, TaskRow *row, Cells *c, int d)
{
    TaskRow tmp = { 0 };
    Col col = w->col[d];

    if (!c->item[d].n)
        return;
    row_set(w->a, &tmp, col, str_dup(w->a, buf_str(&c->item[d])), (Where){ c->from[d], c->to[d], row->where.page });
    c->item[d].n = 0;
    for (size_t i = 0; i < tmp.objectives.n; i++)
        *vec_add(w->a, &row->objectives) = tmp.objectives.v[i];
    for (size_t i = 0; i < tmp.tasks.n; i++)
        *vec_add(w->a, &row->tasks) = tmp.tasks.v[i];
    for (size_t i = 0; i < tmp.activities.n; i++)
        *vec_add(w->a, &row->activities) = tmp.activities.v[i];
}

static void end_row(Work *w, ReadTable *t, TaskRow *row, Cells *c)
{
    bool any = false;

    for (int d = 0; d < w->cols; d++) {
        end_item(w, row, c, d);
        if (c->b[d].n) {
            row->cell[w->col[d]] = str_dup(w->a, buf_str(&c->b[d]));
            if (w->col[d] == COL_AREA && t->kind == TABLE_REMEDIES)
                row->area_title = row->cell[COL_AREA];
            any = true;
        }
    }
    if (any)
        *vec_add(w->a, &t->rows) = *row;
    memset(c, 0, sizeof *c);
    for (int d = 0; d < COL_COUNT; d++)
        c->b[d].arena = c->item[d].arena = w->a;
}

static void head_of(Work *w, const Flat *f, Str *area, Str *title, Str *sub)
{
    Str no = f->head_no, name = f->head_title, second, rest;

    if (f->area && f->sub) {
        (void)str_cut(no, S("\t"), area, &second);
        (void)str_cut(name, S("\t"), title, &rest);
        *sub = second;
    } else if (f->area) {
        *area = no;
        *title = name;
        *sub = (Str){ 0 };
    } else if (f->sub) {
        *sub = no;
    }
    (void)w;
}

static void make_rows(Work *w, ReadTable *t, const int16_t *state, const Step *taken)
{
    Str area = { 0 }, title = { 0 }, sub = { 0 };
    TaskRow row = { 0 };
    Cells *c = NEW(w->a, Cells, 1);

    end_row(w, t, &row, c);
    for (size_t i = 0; i < w->v.n; i++) {
        const Flat *f = &w->v.v[i];
        int d = state[i] / 16;

        if (taken[i].new_row || i == 0) {
            end_row(w, t, &row, c);
            head_of(w, f, &area, &title, &sub);
            row = (TaskRow){ .area = area, .area_title = title, .subarea = sub, .confidence = 75,
                .where = { f->no, f->no, f->page } };
            row.cell[COL_TT] = f->tt_text;
        }
        if (f->mark)
            end_item(w, &row, c, d);
        join_piece(&c->b[d], f->text);
        if (!c->item[d].n)
            c->from[d] = f->no;
        join_piece(&c->item[d], f->text);
        c->to[d] = f->no;
        row.where.to = f->no;
    }
    end_row(w, t, &row, c);
}

static void number_columns(Work *w)
{
    static const Col content[] = { COL_OBJECTIVE, COL_TASK, COL_ACTIVITY };
    int n = 1;

    for (int k = 0; k < 10; k++)
        w->mark_col[k] = -1;
    for (size_t k = 0; k < COUNT(content); k++)
        for (int d = 0; d < w->cols; d++)
            if (w->col[d] == content[k])
                w->mark_col[n++] = d;
}

void flat_build(Lines *l, Arena *a, ReadTable *t, size_t from, size_t to)
{
    SCRATCH(tmp);
    Work w = { .a = a, .t = t };
    int16_t *state;
    Step *taken;
    const int *words;

    if ((t->kind == TABLE_CRITERIA && flat_criteria(l, a, t, from, to)) || (t->kind == TABLE_SCORES && flat_points(l, a, t, from, to)))
        return;
    for (size_t i = 0; i < t->cols.n; i++)
        if (t->cols.v[i] != COL_TT)
            w.col[w.cols++] = t->cols.v[i];
    number_columns(&w);
    collect(&w, l, from, to);
    if (!w.v.n)
        return;
    for (int d = 0; d < w.cols; d++)
        for (size_t i = 0; i < w.v.n && w.col[d] == COL_CRITERION; i++)
            w.codes |= w.v.v[i].code;
    find_numbered(&w);
    learn_pairs(&w, l);
    note_neighbours(&w);
    words = begins(&w);
    state = NEW(a, int16_t, w.v.n);
    taken = NEW(a, Step, w.v.n);
    w.a = &tmp;
    for (int turn = 0; turn < TURNS; turn++) {
        SCRATCH(once);

        w.a = &once;
        solve(&w, words, state, taken);
        learn(&w, state);
    }
    w.a = a;
    make_rows(&w, t, state, taken);
    rows_inherit(t);
}
