#include "doc/table.h"

#include "doc/sniff.h"
#include "doc/table_in.h"
#include "text/text.h"

enum { HEADER_ROWS = 20, DEFAULT_CELLS = 5000000, STREAM_CELLS = 50000000, DEFAULT_ERRORS = 100, SHOWN_VALUE = 60 };
static const size_t DEFAULT_BYTES = (size_t)256 << 20, STREAM_BYTES = (size_t)2 << 30;

static Err refuse(Str file, FileKind kind, Answer *why)
{
    switch (kind) {
    case FILE_EMPTY:
        return answer(why, E_INVALID, T("Tệp “%.*s” rỗng; hãy kiểm tra rồi nộp lại."), SV(file));
    case FILE_LOCKED:
        return answer(why, E_INVALID, T("Tệp “%.*s” được đặt mật khẩu; hãy bỏ mật khẩu rồi nộp lại."), SV(file));
    case FILE_XLS:
    case FILE_ODS:
    case FILE_OLE:
        return answer(why, E_INVALID, T("“%.*s” là %s; hãy mở và lưu lại thành .xlsx rồi nộp."), SV(file),
            tr(why->lang, sniff_name(kind)));
    default:
        return answer(why, E_INVALID, T("“%.*s” là %s, không phải bảng CSV hay Excel (.xlsx); hãy chọn đúng tệp."), SV(file),
            tr(why->lang, sniff_name(kind)));
    }
}

static Err stream(Str file, Str bytes, const TableBudget *budget, const TableSink *sink, Answer *why)
{
    FileKind kind = sniff(bytes);

    if (kind == FILE_XLSX)
        return xlsx_stream(file, bytes, budget, sink, why);
    if (kind == FILE_TEXT)
        return csv_stream(file, bytes, budget, sink, why);
    return refuse(file, kind, why);
}

/* --- the whole table in memory --- */

typedef struct Keep {
    Table *table;
    Arena *arena;
    size_t cells, rows_left;    /* still to be kept; rows that were not */
    size_t left;                /* rows that filling merged areas may still touch */
    Answer *why;
} Keep;

static Err keep_sheet(void *user, Str name, bool hidden)
{
    Keep *k = user;
    Sheet *s = vec_add(k->arena, &k->table->sheets);

    s->name = str_dup(k->arena, name);
    s->hidden = hidden;
    return OK;
}

static Sheet *last_sheet(Table *t)
{
    return &t->sheets.v[t->sheets.n - 1];
}

static Err keep_row(void *user, const Row *row)
{
    Keep *k = user;
    Row *r;

    if (row->n > k->cells) {
        k->cells = 0;                                   /* a row is kept whole, and none behind one that is not */
        k->rows_left++;
        return OK;
    }
    k->cells -= row->n;
    r = vec_add(k->arena, &last_sheet(k->table)->rows);
    *r = *row;
    r->cells = NEW(k->arena, Cell, row->n);
    for (size_t i = 0; i < row->n; i++) {
        r->cells[i] = row->cells[i];
        if (r->cells[i].text.n)
            r->cells[i].text = str_dup(k->arena, r->cells[i].text);
    }
    return OK;
}

/* Index of the first row at or below a line. */
static size_t row_from(const Sheet *s, size_t line)
{
    size_t lo = 0, hi = s->rows.n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (s->rows.v[mid].line < line)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static void widen(Arena *a, Row *r, size_t n)
{
    Cell *cells;

    if (r->n >= n)
        return;
    cells = NEW(a, Cell, n);
    if (r->n)
        memcpy(cells, r->cells, r->n * sizeof *cells);
    r->cells = cells;
    r->n = n;
}

/* What stands in a merged area holds for each of its rows; to the right it stays empty. */
static Err fill(Keep *k, Sheet *s, const MergedArea *m)
{
    size_t at = row_from(s, m->row + 1);
    Cell first = { 0 };

    if (at < s->rows.n && s->rows.v[at].line == m->row + 1 && m->col < s->rows.v[at].n)
        first = s->rows.v[at].cells[m->col];
    for (size_t i = at; i < s->rows.n && s->rows.v[i].line <= m->row + m->rows; i++) {
        Row *r = &s->rows.v[i];
        bool top = r->line == m->row + 1;

        if (k->left == 0)
            return answer(k->why, E_LIMIT, T("Tệp “%.*s”, trang tính “%.*s” có quá nhiều ô gộp; hãy bỏ gộp ô rồi nộp lại."),
                SV(k->table->file), SV(s->name));
        k->left--;
        if (!top && first.kind != CELL_EMPTY) {
            widen(k->arena, r, m->col + 1);
            r->cells[m->col] = first;
        }
        for (size_t c = m->col + top; c < r->n && c < m->col + m->cols; c++)
            r->cells[c].merged = true;
    }
    return OK;
}

static Err keep_merged(void *user, const MergedArea *areas, size_t n)
{
    Keep *k = user;
    Sheet *s = last_sheet(k->table);

    for (size_t i = 0; i < n; i++) {
        *vec_add(k->arena, &s->merged) = areas[i];
        TRY(fill(k, s, &areas[i]));
    }
    return OK;
}

Err table_read_head(Table *out, Arena *a, Str file_name, Str bytes, const Budget *budget, size_t cells, size_t *rows_left, Answer *why)
{
    TableBudget b = { budget && budget->bytes ? budget->bytes : DEFAULT_BYTES,
        budget && budget->items ? budget->items : DEFAULT_CELLS };
    Keep k = { .table = out, .arena = a, .cells = cells, .left = b.cells, .why = why };
    TableSink sink = { .user = &k, .sheet = keep_sheet, .row = keep_row, .merged = keep_merged };
    bool any = false;

    *out = (Table){ .file = str_dup(a, file_name) };
    TRY(stream(out->file, bytes, &b, &sink, why));
    *rows_left = k.rows_left;
    for (size_t i = 0; i < out->sheets.n; i++)
        any = any || out->sheets.v[i].rows.n;
    if (!any)
        return answer(why, E_INVALID, T("Tệp “%.*s” không có dòng nào; hãy kiểm tra rồi nộp lại."), SV(file_name));
    return OK;
}

Err table_read(Table *out, Arena *a, Str file_name, Str bytes, const Budget *budget, Answer *why)
{
    size_t none;

    return table_read_head(out, a, file_name, bytes, budget, SIZE_MAX, &none, why);
}

/* --- row by row --- */

typedef struct Flow {
    RowFn row;
    void *user;
    Str name;
    size_t sheets;
} Flow;

static Err flow_sheet(void *user, Str name, bool hidden)
{
    Flow *f = user;

    (void)hidden;
    f->name = name;
    f->sheets++;
    return OK;
}

static Err flow_row(void *user, const Row *row)
{
    Flow *f = user;

    return f->row(f->user, f->sheets - 1, f->name, row);
}

static Err flow_merged(void *user, const MergedArea *areas, size_t n)
{
    (void)user, (void)areas, (void)n;
    return OK;
}

Err table_stream(Str file_name, Str bytes, const Budget *budget, RowFn row, void *user, Answer *why)
{
    TableBudget b = { budget && budget->bytes ? budget->bytes : STREAM_BYTES,
        budget && budget->items ? budget->items : STREAM_CELLS };
    Flow f = { .row = row, .user = user };
    TableSink sink = { .user = &f, .sheet = flow_sheet, .row = flow_row, .merged = flow_merged };

    return stream(file_name, bytes, &b, &sink, why);
}

/* --- headings --- */

static bool names_it(Str folded, const char *names)
{
    Str rest = str_of(names), one;
    bool more = true;

    while (more) {
        more = str_cut(rest, S("|"), &one, &rest);
        if (text_fold_eq(folded, one))
            return true;
    }
    return false;
}

/* A heading as people decorate it: "Mã (*)", "Điểm tối đa:" say the same as without. */
static Str heading(Arena *a, Str s)
{
    s = text_fold(a, s);
    for (bool again = true; again;) {
        again = str_ends(s, S("(*)")) || str_ends(s, S("*")) || str_ends(s, S(":"));
        if (again)
            s = str_trim(str_sub(s, 0, s.n - (str_ends(s, S("(*)")) ? 3 : 1)));
    }
    return s;
}

static size_t match_row(const Row *r, const Column *spec, size_t n, int *at)
{
    size_t hits = 0;

    for (size_t f = 0; f < n; f++)
        at[f] = -1;
    for (size_t c = 0; c < r->n && c < 512; c++) {
        SCRATCH(tmp);
        Str h = heading(&tmp, r->cells[c].text);

        for (size_t f = 0; h.n && f < n; f++)
            if (at[f] < 0 && (names_it(h, spec[f].names) || str_eq(h, str_of(spec[f].field)))) {
                at[f] = (int)c;
                hits++;
                break;
            }
    }
    return hits;
}

static bool complete(const Column *spec, size_t n, const int *at)
{
    for (size_t f = 0; f < n; f++)
        if (spec[f].required && at[f] < 0)
            return false;
    return true;
}

static Str first_name(const Column *c)
{
    Str head, tail;

    (void)str_cut(str_of(c->names), S("|"), &head, &tail);
    return head.n ? head : str_of(c->field);
}

static Err missing(const Columns *best, size_t hits, Arena *a, Answer *why)
{
    Buf lost = { .arena = a }, have = { .arena = a };
    const Row *r;

    for (size_t f = 0; f < best->n; f++)
        if (best->spec[f].required && best->at[f] < 0)
            buf_fmt(&lost, "%s“%.*s” (%s)", lost.n ? ", " : "", SV(first_name(&best->spec[f])), best->spec[f].field);
    if (!hits)
        return answer(why, E_INVALID, T("Tệp “%.*s”: không thấy dòng tiêu đề trong 20 dòng đầu; cần các cột %.*s."),
            SV(best->table->file), SV(buf_str(&lost)));
    r = &best->sheet->rows.v[best->header];
    for (size_t c = 0; c < r->n && c < 40; c++)
        if (r->cells[c].text.n)
            buf_fmt(&have, "%s“%.*s”", have.n ? ", " : "", SV(str_sub(r->cells[c].text, 0, 80)));
    return answer(why, E_INVALID, T("Tệp “%.*s”, dòng tiêu đề %zu thiếu cột %.*s; các cột đang có: %.*s."),
        SV(best->table->file), r->line, SV(buf_str(&lost)), SV(text_nfc(a, buf_str(&have))));
}

Err columns_find(Columns *out, Arena *a, const Table *t, const Column *spec, size_t n, Answer *why)
{
    Columns now = { .table = t, .spec = spec, .n = n, .at = NEW(a, int, n) };
    size_t best = 0;

    *out = now;
    out->at = NEW(a, int, n);
    for (size_t f = 0; f < n; f++)
        out->at[f] = -1;
    out->sheet = t->sheets.n ? &t->sheets.v[0] : NULL;
    for (size_t s = 0; s < t->sheets.n; s++) {
        now.sheet = &t->sheets.v[s];
        for (size_t r = 0; r < now.sheet->rows.n && r < HEADER_ROWS; r++) {
            size_t hits = match_row(&now.sheet->rows.v[r], spec, n, now.at);

            if (hits <= best)
                continue;
            best = hits;
            out->sheet = now.sheet;
            out->header = r;
            out->first = r + 1;
            memcpy(out->at, now.at, n * sizeof *now.at);
        }
        if (best && complete(spec, n, out->at))
            return OK;
    }
    return missing(out, best, a, why);
}

bool columns_has(const Columns *c, size_t field)
{
    return field < c->n && c->at[field] >= 0;
}

Cell cell_at(const Columns *c, size_t row, size_t field)
{
    const Row *r;

    if (!columns_has(c, field) || row >= c->sheet->rows.n)
        return (Cell){ 0 };
    r = &c->sheet->rows.v[row];
    return (size_t)c->at[field] < r->n ? r->cells[c->at[field]] : (Cell){ 0 };
}

bool row_blank(const Columns *c, size_t row)
{
    for (size_t f = 0; f < c->n; f++)
        if (cell_at(c, row, f).text.n)
            return false;
    return true;
}

Str column_letters(Arena *a, size_t col)
{
    char buf[16];
    size_t at = sizeof buf;

    for (col++; col && at; col = (col - 1) / 26)
        buf[--at] = (char)('A' + (col - 1) % 26);
    return str_dup(a, (Str){ buf + at, sizeof buf - at });
}

/* --- what is wrong with a row --- */

static Str shown(Arena *a, Str s)
{
    size_t at = 0, n = 0;

    s = text_safe(a, s);
    while (at < s.n && n++ < SHOWN_VALUE)
        (void)utf8_next(s, &at);
    return at < s.n ? str_fmt(a, "%.*s…", SV(str_sub(s, 0, at))) : s;
}

static RowError place(Arena *a, Lang lang, const Columns *c, size_t row, size_t field, Str text)
{
    RowError e = { .text = text };
    Buf b = { .arena = a };
    const Row *head = c->header < c->sheet->rows.n ? &c->sheet->rows.v[c->header] : NULL;

    if (row < c->sheet->rows.n)
        e.line = c->sheet->rows.v[row].line;
    buf_fmt(&b, tr(lang, T("tệp “%.*s”")), SV(c->table->file));
    if (c->sheet->name.n)
        buf_fmt(&b, tr(lang, T(", trang tính “%.*s”")), SV(shown(a, c->sheet->name)));
    if (e.line)
        buf_fmt(&b, tr(lang, T(", dòng %zu")), e.line);
    if (columns_has(c, field) && head && (size_t)c->at[field] < head->n) {
        Str letters = column_letters(a, (size_t)c->at[field]);

        e.column = str_fmt(a, "%.*s “%.*s”", SV(letters), SV(shown(a, head->cells[c->at[field]].text)));
        e.value = cell_at(c, row, field).text;
        buf_fmt(&b, tr(lang, T(", cột %.*s")), SV(e.column));
        if (e.value.n)
            buf_fmt(&b, tr(lang, T(" (giá trị “%.*s”)")), SV(shown(a, e.value)));
    }
    buf_fmt(&b, ": %.*s", SV(text));
    e.whole = buf_str(&b);
    return e;
}

Err row_fail_at(Answer *why, const Columns *c, size_t row, size_t field, const char *src, int line, const char *fmt, ...)
{
    va_list ap;
    Str text;

    va_start(ap, fmt);
    text = str_vfmt(why->arena, tr(why->lang, fmt), ap);
    va_end(ap);
    return answer_at(why, E_INVALID, src, line, "%.*s", SV(place(why->arena, why->lang, c, row, field, text).whole));
}

static void add(RowErrors *e, size_t row, size_t field, Str text)
{
    e->count++;
    if (e->list.n < (e->cap ? e->cap : DEFAULT_ERRORS))
        *vec_add(e->arena, &e->list) = place(e->arena, e->lang, e->cols, row, field, text);
}

void row_error(RowErrors *e, size_t row, size_t field, const char *fmt, ...)
{
    va_list ap;
    Str text;

    va_start(ap, fmt);
    text = str_vfmt(e->arena, tr(e->lang, fmt), ap);
    va_end(ap);
    add(e, row, field, text);
}

Date row_date(RowErrors *e, size_t row, size_t field)
{
    Cell cell = cell_at(e->cols, row, field);
    Date d = cell.date;

    if (cell.text.n && !d.day && !date_parse(&d, cell.text, 0))
        row_error(e, row, field, T("Ngày không có thật; hãy ghi dd/mm/yyyy."));
    return d;
}

void row_error_from(RowErrors *e, size_t row, size_t field, const Answer *why)
{
    add(e, row, field, str_dup(e->arena, why->text));
}

Err row_errors_end(const RowErrors *e, Answer *why)
{
    Buf b = { .arena = why->arena };

    if (!e->count)
        return OK;
    if (e->count == 1)
        return answer(why, E_INVALID, "%.*s", SV(e->list.v[0].whole));
    buf_fmt(&b, tr(why->lang, T("Có %zu lỗi, chưa ghi gì vào dữ liệu; hãy sửa rồi nộp lại.")), e->count);
    for (size_t i = 0; i < e->list.n; i++)
        buf_fmt(&b, "\n- %.*s", SV(e->list.v[i].whole));
    if (e->count > e->list.n)
        buf_fmt(&b, tr(why->lang, T("\n- … và %zu lỗi nữa.")), e->count - e->list.n);
    return answer(why, E_INVALID, "%.*s", SV(buf_str(&b)));
}
