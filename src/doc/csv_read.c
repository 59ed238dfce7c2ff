#include "doc/sniff.h"
#include "doc/table_in.h"
#include "text/text.h"

enum { PROBE_RECORDS = 20, MAX_COLUMNS = 16384 };

typedef struct Csv {
    Str file, text;
    size_t at;
    size_t line;                /* of `at`, from 1 */
    char sep;
    size_t left;                /* cells */
    Arena *scratch;             /* of the record */
    VEC(Cell) cells;
    Answer *why;
} Csv;

static bool line_end(const Csv *c)
{
    return c->at >= c->text.n || c->text.p[c->at] == '\n' || c->text.p[c->at] == '\r';
}

static void skip_line_end(Csv *c)
{
    if (c->at < c->text.n && c->text.p[c->at] == '\r')
        c->at++;
    if (c->at < c->text.n && c->text.p[c->at] == '\n' )
        c->at++;
    c->line++;
}

/* A quoted field; c->at stands on the opening quote. What follows the closing quote is taken as it is. */
static Err quoted(Csv *c, Str *out)
{
    Buf b = { .arena = c->scratch };
    size_t opened = c->line, from = ++c->at;
    bool plain = true;

    for (; c->at < c->text.n; c->at++) {
        char ch = c->text.p[c->at];

        if (ch == '\n')
            c->line++;
        if (ch != '"')
            continue;
        if (c->at + 1 >= c->text.n || c->text.p[c->at + 1] != '"')
            break;
        buf_add(&b, str_sub(c->text, from, ++c->at));
        from = c->at + 1;
        plain = false;
    }
    if (c->at >= c->text.n)
        return answer(c->why, E_INVALID, T("Tệp “%.*s”, dòng %zu: dấu nháy kép mở ra mà không đóng; hãy thêm dấu nháy kép ở cuối ô."),
            SV(c->file), opened);
    *out = str_sub(c->text, from, c->at++);
    from = c->at;
    while (!line_end(c) && c->text.p[c->at] != c->sep)
        c->at++;
    if (plain && from == c->at)
        return OK;
    buf_add(&b, *out);
    buf_add(&b, str_sub(c->text, from, c->at));
    *out = buf_str(&b);
    return OK;
}

static Err field(Csv *c, Str *out)
{
    size_t from = c->at, probe = c->at;

    while (probe < c->text.n && c->text.p[probe] == ' ')
        probe++;
    if (probe < c->text.n && c->text.p[probe] == '"') {
        c->at = probe;
        return quoted(c, out);
    }
    while (!line_end(c) && c->text.p[c->at] != c->sep)
        c->at++;
    *out = str_sub(c->text, from, c->at);
    return OK;
}

/* Exports put an apostrophe before text that a spreadsheet would take for a formula (doc/table_out.h). */
static Str unguarded(Str s)
{
    return s.n >= 2 && s.p[0] == '\'' && strchr("=+-@", s.p[1]) ? str_sub(s, 1, s.n) : s;
}

/* One record; c->at must not stand at the end of the text. */
static Err record(Csv *c, Row *row)
{
    *row = (Row){ .line = c->line };
    c->cells.n = 0;
    for (;;) {
        Str raw;
        Cell *cell;

        TRY(field(c, &raw));
        if (c->cells.n >= MAX_COLUMNS || c->left == 0)
            return answer(c->why, E_LIMIT, T("Tệp “%.*s”, dòng %zu: quá nhiều ô; hãy chia thành nhiều tệp nhỏ hơn."),
                SV(c->file), row->line);
        c->left--;
        cell = vec_add(c->scratch, &c->cells);
        cell->text = unguarded(str_trim(text_nfc(c->scratch, str_trim(raw))));
        cell->kind = cell->text.n ? CELL_TEXT : CELL_EMPTY;
        if (cell->kind == CELL_TEXT)
            row->n = c->cells.n;
        if (line_end(c))
            break;
        c->at++;                                            /* the separator */
        if (c->at >= c->text.n)
            break;
    }
    skip_line_end(c);
    row->cells = c->cells.v;
    return OK;
}

/* Notes at the head: lines that begin with #; but "#;Tên" is a heading. "sep=;" is Excel's own note. */
static bool comment_line(const Csv *c, char *sep)
{
    Str rest = str_sub(c->text, c->at, c->at + 6);
    char next;

    if (str_starts(rest, S("sep=")) && rest.n >= 5 && (rest.n == 5 || rest.p[5] == '\n' || rest.p[5] == '\r')) {
        *sep = rest.p[4];
        return true;
    }
    if (rest.n < 2 || rest.p[0] != '#')
        return false;
    next = rest.p[1];
    return next != ',' && next != ';' && next != '\t' && next != '|';
}

static char skip_head(Csv *c)
{
    char sep = 0;

    while (c->at < c->text.n && (comment_line(c, &sep) || line_end(c))) {
        while (!line_end(c))
            c->at++;
        skip_line_end(c);
    }
    return sep;
}

/* How many times each separator stands outside quotes in each of the first records. */
static size_t probe(Str s, const char *seps, size_t counts[][4])
{
    size_t n = 0;
    bool in = false, any = false;

    memset(counts[0], 0, sizeof counts[0]);
    for (size_t i = 0; i < s.n && n < PROBE_RECORDS; i++) {
        char ch = s.p[i];
        const char *hit;

        if (ch == '"')
            in = !in;
        any = any || (ch != '\n' && ch != '\r');
        if (in)
            continue;
        if (ch == '\n' || (ch == '\r' && (i + 1 >= s.n || s.p[i + 1] != '\n'))) {
            if (any && ++n < PROBE_RECORDS)
                memset(counts[n], 0, sizeof counts[n]);
            any = false;
        } else if (ch && (hit = strchr(seps, ch)))
            counts[n][hit - seps]++;
    }
    return n + (any && n < PROBE_RECORDS);
}

/* The separator that stands equally often in most records; among equals the more frequent, then the earlier. */
static char guess_separator(Str s)
{
    static const char seps[] = ",;\t|";
    size_t counts[PROBE_RECORDS][4], n = probe(s, seps, counts), best_score = 0;
    char best = ',';

    for (size_t k = 0; k < 4; k++) {
        for (size_t i = 0; i < n; i++) {
            size_t same = 0, score;

            if (!counts[i][k])
                continue;
            for (size_t j = 0; j < n; j++)
                same += counts[j][k] == counts[i][k];
            score = same * 1000 + (counts[0][k] ? 500 : 0) + (counts[i][k] < 400 ? counts[i][k] : 400);
            if (score > best_score) {
                best_score = score;
                best = seps[k];
            }
        }
    }
    return best;
}

Err csv_stream(Str file, Str bytes, const TableBudget *budget, const TableSink *sink, Answer *why)
{
    SCRATCH(whole);
    Csv c = { .file = file, .line = 1, .left = budget->cells, .why = why };

    if (bytes.n > budget->bytes)
        return answer(why, E_LIMIT, T("Tệp “%.*s” quá lớn; hãy chia thành nhiều tệp nhỏ hơn."), SV(file));
    c.text = text_decode(&whole, bytes);
    c.sep = skip_head(&c);
    if (!c.sep)
        c.sep = guess_separator(str_sub(c.text, c.at, c.at + 65536));
    TRY(sink->sheet(sink->user, (Str){ 0 }, false));
    while (c.at < c.text.n) {
        SCRATCH(tmp);
        Row row;

        c.scratch = &tmp;
        c.cells.v = NULL;
        c.cells.n = c.cells.cap = 0;
        TRY(record(&c, &row));
        if (row.n)
            TRY(sink->row(sink->user, &row));
    }
    return sink->merged(sink->user, NULL, 0);
}
