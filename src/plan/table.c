#include "plan/table.h"

#include "doc/doc.h"
#include "doc/sandbox.h"
#include "doc/sniff.h"
#include "intake/read.h"
#include "intake/table_head.h"
#include "text/text.h"

enum { HEAD_ROWS = 20, MAX_HEAD = 120, MAX_CELL = 8000, MAX_COLS = 64, MIN_HEADS = 3 };

/* Spellings are for messages only: heads are told apart by words in them (intake/table_head.h). */
const Column plan_columns[PC_COUNT] = {
    [PC_TT] = { "tt", T("TT"), false },
    [PC_AREA] = { "area", T("Lĩnh vực"), false },
    [PC_OBJECTIVE] = { "objective", T("Mục tiêu, chỉ tiêu"), false },
    [PC_TASK] = { "task", T("Nhiệm vụ"), true },
    [PC_ACTIVITY] = { "activity", T("Hoạt động"), false },
    [PC_PRODUCT] = { "product", T("Kết quả, sản phẩm"), false },
    [PC_LEAD] = { "lead", T("Đơn vị chủ trì"), false },
    [PC_SUPPORT] = { "support", T("Đơn vị phối hợp"), false },
    [PC_DEADLINE] = { "deadline", T("Thời gian hoàn thành"), false },
    [PC_FUNDING] = { "funding", T("Kinh phí"), false },
    [PC_NOTE] = { "note", T("Ghi chú"), false },
    [PC_CRITERION] = { "criterion", T("Mã tiêu chí"), false },
};

static const int8_t col_of[COL_COUNT] = {
    [COL_TT] = PC_TT, [COL_AREA] = PC_AREA, [COL_CRITERION] = PC_CRITERION, [COL_OBJECTIVE] = PC_OBJECTIVE, [COL_TASK] = PC_TASK,
    [COL_ACTIVITY] = PC_ACTIVITY, [COL_CAUSE] = -1, [COL_REMEDY] = -1, [COL_PRODUCT] = PC_PRODUCT, [COL_LEAD] = PC_LEAD,
    [COL_SUPPORT] = PC_SUPPORT, [COL_DEADLINE] = PC_DEADLINE, [COL_FUNDING] = PC_FUNDING, [COL_MAX] = -1, [COL_RULE] = -1,
    [COL_NOTE] = PC_NOTE, [COL_UNIT] = -1, [COL_VALUE] = -1, [COL_SELF] = -1, [COL_APPRAISED] = -1, [COL_ACHIEVED] = -1, [COL_LOST] = -1,
};

const char *plan_row_kind(PlanRowKind k)
{
    static const char *const names[] = { "task", "area", "group" };

    return names[k];
}

bool plan_due_fixed(const Deadline *d)
{
    return d->end.day && d->kind != DL_STANDING && d->kind != DL_RECURRING && d->kind != DL_RECURRING_DAY
        && d->kind != DL_RECURRING_MIXED && d->kind != DL_RECURRING_COUNT && d->kind != DL_FROM_YEAR_OPEN;
}

/* ---- which column is which */

/* How many columns the row names; at[] gets their places. */
static size_t heads_of_row(Arena *a, const Row *row, int *at)
{
    Col cols[MAX_COLS];
    bool known[MAX_COLS] = { false };
    size_t n = row->n < MAX_COLS ? row->n : MAX_COLS, found = 0;

    for (size_t f = 0; f < PC_COUNT; f++)
        at[f] = -1;
    for (size_t i = 0; i < n; i++)
        known[i] = row->cells[i].text.n && row->cells[i].text.n <= MAX_HEAD && head_col(words_low(a, row->cells[i].text), &cols[i]);
    if (heads_settle(cols, known, n) == TABLE_OTHER)
        return 0;
    for (size_t i = 0; i < n; i++)
        if (known[i] && col_of[cols[i]] >= 0 && at[col_of[cols[i]]] < 0) {
            at[col_of[cols[i]]] = (int)i;
            found++;
        }
    return found;
}

/* The head row names most columns; of two that name the same, as under a merged head, the lower one. */
static bool find_heads(Columns *out, Arena *a, const Table *t)
{
    size_t best = MIN_HEADS - 1;

    out->table = t;
    out->spec = plan_columns;
    out->n = PC_COUNT;
    out->at = NEW(a, int, PC_COUNT);
    for (size_t s = 0; s < t->sheets.n && best < MIN_HEADS; s++)
        for (size_t r = 0; r < t->sheets.v[s].rows.n && r < HEAD_ROWS; r++) {
            int at[PC_COUNT];
            size_t n = heads_of_row(a, &t->sheets.v[s].rows.v[r], at);

            if (n < best || n < MIN_HEADS || (n == best && out->sheet && r != out->header + 1))
                continue;
            best = n;
            out->sheet = &t->sheets.v[s];
            out->header = r;
            out->first = r + 1;
            memcpy(out->at, at, sizeof at);
        }
    return out->sheet != NULL;
}

/* ---- rows */

typedef struct Reader {
    Arena *arena;
    Columns cols;
    RowErrors bad;
    PlanTable *out;
    const Calendar *cal;
    int year;
    Str area;
    size_t above;               /* index + 1 of the row that "same as above" means; 0: none in this field */
} Reader;

/* "(1) (2) (3)" below the heads. */
static bool is_numbering(const Row *row)
{
    size_t n = 0;

    for (size_t i = 0; i < row->n; i++) {
        Str s = words_strip(row->cells[i].text, "() .");

        if (!s.n)
            continue;
        if (s.n > 2 || !words_number_only(s))
            return false;
        n++;
    }
    return n >= MIN_HEADS;
}

/* The only words of the row, beside its number; a heading merged over the width counts once. */
static bool only_words(const Row *row, int tt, Str *words)
{
    *words = (Str){ 0 };
    for (size_t i = 0; i < row->n; i++) {
        Str s = row->cells[i].text;

        if (!s.n || (int)i == tt || str_eq(s, *words))
            continue;
        if (words->n)
            return false;
        *words = s;
    }
    return words->n > 0;
}

/* "II", "VII.A", "A": how fields are numbered; tasks have Arabic numbers. */
static bool is_area_number(Str s)
{
    int n;
    Str head, tail;

    s = words_strip(s, " .)");
    if (str_cut(s, S("."), &head, &tail))
        return roman_parse(head, &n) && tail.n == 1 && words_upper_at(tail, 0);
    return roman_parse(s, &n) || (s.n == 1 && words_upper_at(s, 0) && words_letter_at(s, 0));
}

static bool is_area(const Row *row, int tt, Str words)
{
    Str no = tt >= 0 && (size_t)tt < row->n ? row->cells[tt].text : (Str){ 0 }, head, tail;

    if (is_area_number(no) || words_all_caps(words))
        return true;
    return !no.n && str_cut(words, S("."), &head, &tail) && is_area_number(head);
}

static void read_deadline(Reader *r, PlanTableRow *row, size_t at)
{
    deadline_parse(&row->due, r->arena, row->cell[PC_DEADLINE], r->year, r->cal);
    r->out->unclear += row->due.kind == DL_UNKNOWN;
    if ((row->due.kind == DL_UNTIL_DATE || row->due.kind == DL_BEFORE_DATE) && !row->due.end.day)
        row_error(&r->bad, at, PC_DEADLINE, T("Ngày không có thật; hãy ghi dd/mm/yyyy."));
}

/* An empty or merged cell takes the words above it, within the same field. */
static void inherit(Reader *r, PlanTableRow *row, size_t at)
{
    static const PlanCol blank_means_above[] = { PC_OBJECTIVE, PC_TASK, PC_LEAD, PC_SUPPORT };
    const PlanTableRow *up = r->above ? &r->out->rows.v[r->above - 1] : NULL;
    bool parted = row->cell[PC_OBJECTIVE].n && !cell_at(&r->cols, at, PC_OBJECTIVE).merged;

    for (size_t f = 0; f < PC_COUNT; f++)
        if (row->cell[f].n && cell_at(&r->cols, at, f).merged)
            row->same |= 1U << f;
    if (!up)
        return;
    for (size_t i = 0; i < COUNT(blank_means_above); i++) {
        PlanCol f = blank_means_above[i];

        if (row->cell[f].n || !up->cell[f].n || (f == PC_TASK && parted && row->cell[PC_ACTIVITY].n == 0))
            continue;
        if (f == PC_SUPPORT && !(row->same & (1U << PC_LEAD)))
            continue;                                   /* another lead: nobody is said to support it */
        row->cell[f] = up->cell[f];
        row->same |= 1U << f;
    }
}

static void add_heading(Reader *r, PlanRowKind kind, size_t at, Str tt, Str words)
{
    PlanTableRow *row = vec_add(r->arena, &r->out->rows);

    row->kind = kind;
    row->line = at;
    row->cell[PC_TT] = tt;
    row->cell[kind == ROW_AREA ? PC_OBJECTIVE : PC_TASK] = words;
    if (kind == ROW_AREA) {
        r->area = tt.n ? str_fmt(r->arena, "%.*s. %.*s", SV(words_strip(tt, ". ")), SV(words)) : words;
        r->above = 0;
    }
    row->area = r->area;
}

static void read_row(Reader *r, size_t at)
{
    const Row *src = &r->cols.sheet->rows.v[at];
    Str words, tt = cell_at(&r->cols, at, PC_TT).text;
    PlanTableRow *row;

    if (row_blank(&r->cols, at) || is_numbering(src))
        return;
    if (only_words(src, r->cols.at[PC_TT], &words) && is_area(src, r->cols.at[PC_TT], words)) {
        add_heading(r, ROW_AREA, src->line, tt, words);
        return;
    }
    row = vec_add(r->arena, &r->out->rows);
    row->line = src->line;
    for (size_t f = 0; f < PC_COUNT; f++) {
        row->cell[f] = cell_at(&r->cols, at, f).text;
        if (row->cell[f].n > MAX_CELL)
            row_error(&r->bad, at, f, T("Ô dài quá 8.000 ký tự; hãy chia thành nhiều dòng."));
    }
    row->area = row->cell[PC_AREA].n ? row->cell[PC_AREA] : r->area;
    inherit(r, row, at);
    if (!row->cell[PC_TASK].n && !row->cell[PC_ACTIVITY].n && !row->cell[PC_OBJECTIVE].n) {
        row_error(&r->bad, at, PC_TASK, T("Dòng này không có mục tiêu, nhiệm vụ hay hoạt động nào; hãy ghi nhiệm vụ hoặc bỏ dòng."));
        return;
    }
    if (!cell_at(&r->cols, at, PC_ACTIVITY).text.n && !cell_at(&r->cols, at, PC_PRODUCT).text.n && !cell_at(&r->cols, at, PC_LEAD).text.n
        && !cell_at(&r->cols, at, PC_DEADLINE).text.n)
        row->kind = ROW_GROUP;
    read_deadline(r, row, at);
    r->above = r->out->rows.n;
}

static Err read_sheet(PlanTable *out, Arena *a, const Table *t, int year, const Calendar *cal, Answer *why, bool *found)
{
    Reader r = { .arena = a, .out = out, .year = year, .cal = cal };

    *found = find_heads(&r.cols, a, t);
    if (!*found)
        return OK;
    r.bad = (RowErrors){ .arena = a, .cols = &r.cols, .lang = why->lang };
    for (size_t i = r.cols.first; i < r.cols.sheet->rows.n; i++)
        read_row(&r, i);
    for (size_t i = 0; i < r.bad.list.n; i++)
        *vec_add(a, &out->bad) = r.bad.list.v[i];
    return row_errors_end(&r.bad, why);
}

/* ---- documents */

/* Each table of a document as a sheet; merged areas as xlsx has them. */
static void doc_to_table(Table *out, Arena *a, Str file, const Doc *d)
{
    *out = (Table){ .file = file };
    for (size_t i = 0; i < d->blocks.n; i++) {
        const DocTable *t = &d->blocks.v[i].table;
        Sheet *sheet;

        if (d->blocks.v[i].kind != BLOCK_TABLE || t->rows <= 0 || t->cols <= 0)
            continue;
        sheet = vec_add(a, &out->sheets);
        for (int32_t r = 0; r < t->rows; r++) {
            Row *row = vec_add(a, &sheet->rows);

            row->line = (size_t)r + 1;
            row->n = (size_t)t->cols;
            row->cells = NEW(a, Cell, row->n);
            for (int32_t k = 0; k < t->cols; k++) {
                const DocCell *cell = doc_cell(t, r, k);

                if (!cell)
                    continue;
                row->cells[k].merged = !doc_cell_starts(t, r, k);
                row->cells[k].text = cell->col == k ? text_nfc(a, str_trim(cell->text)) : (Str){ 0 };
                row->cells[k].kind = row->cells[k].text.n ? CELL_TEXT : CELL_EMPTY;
            }
        }
    }
}

/* "2.10. Tổ chức …": items with their numbers, as printed. */
static Str items_text(Arena *a, const CellItem *v, size_t n, Str joined)
{
    Buf b = { .arena = a };

    if (!n)
        return joined;
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_ch(&b, '\n');
        if (v[i].no.n)
            buf_fmt(&b, "%.*s. ", SV(v[i].no));
        buf_add(&b, v[i].text);
    }
    return buf_str(&b);
}

static void row_of_reading(Arena *a, const TaskRow *src, Str area, int year, const Calendar *cal, PlanTable *out)
{
    PlanTableRow *row = vec_add(a, &out->rows);

    row->line = (size_t)src->where.from;
    row->area = area;
    for (size_t k = 0; k < COL_COUNT; k++)
        if (col_of[k] >= 0) {
            row->cell[col_of[k]] = src->cell[k];
            row->same |= src->merged[k] ? 1U << col_of[k] : 0;
        }
    row->cell[PC_AREA] = (Str){ 0 };
    row->cell[PC_OBJECTIVE] = items_text(a, src->objectives.v, src->objectives.n, src->cell[COL_OBJECTIVE]);
    row->cell[PC_TASK] = items_text(a, src->tasks.v, src->tasks.n, src->cell[COL_TASK]);
    row->cell[PC_ACTIVITY] = items_text(a, src->activities.v, src->activities.n, src->cell[COL_ACTIVITY]);
    if (!row->cell[PC_LEAD].n && src->lead_above.n) {
        row->cell[PC_LEAD] = src->lead_above;
        row->same |= 1U << PC_LEAD;
    }
    deadline_parse(&row->due, a, row->cell[PC_DEADLINE], year, cal);
    out->unclear += row->due.kind == DL_UNKNOWN;
}

static bool rows_of_reading(PlanTable *out, Arena *a, const Reading *r, int year, const Calendar *cal)
{
    for (size_t i = 0; i < r->tables.n; i++) {
        const ReadTable *t = &r->tables.v[i];
        Str area = { 0 };

        if (t->kind != TABLE_TASKS)
            continue;
        for (size_t k = 0; k < t->rows.n; k++) {
            const TaskRow *src = &t->rows.v[k];
            Str now = src->area_title.n ? str_fmt(a, "%.*s. %.*s", SV(src->area), SV(src->area_title)) : area;

            if (!str_eq(now, area)) {
                PlanTableRow *head = vec_add(a, &out->rows);

                head->kind = ROW_AREA;
                head->cell[PC_TT] = src->area;
                head->cell[PC_OBJECTIVE] = src->area_title;
                head->area = area = now;
            }
            row_of_reading(a, src, area, year, cal, out);
        }
    }
    return out->rows.n > 0;
}

static void take_text(PlanTable *out, Arena *a, const Reading *r)
{
    if (text_fold_eq(str_sub(r->id.title, 0, sizeof "Kế hoạch" - 1), S("Kế hoạch")))
        out->title = r->id.title;       /* not “Về việc ban hành …” of the decision */
    out->number = r->id.number;
    out->signed_on = r->id.date;
    for (size_t i = 0; i < r->bases.n; i++)
        *vec_add(a, &out->bases) = r->bases.v[i].text;
    for (size_t i = 0; i < r->targets.n; i++)
        if (!r->targets.v[i].in_task)
            *vec_add(a, &out->targets) = r->targets.v[i];
}

static Err no_table(Answer *why, Str file)
{
    return answer(why, E_INVALID, T("Tệp “%.*s” không có bảng nhiệm vụ; bảng cần các cột nhiệm vụ (hoặc hoạt động), đơn vị chủ trì và thời gian hoàn thành."),
        SV(file));
}

static Err read_document(PlanTable *out, Arena *a, Str file, Str bytes, int year, const Calendar *cal, Answer *why)
{
    bool text = sniff(bytes) == FILE_TEXT, found = false;
    Doc d = { 0 };
    Table t;
    Reading r;

    if (text) {
        TRY(intake_read(&r, a, file, bytes, why));
    } else {
        TRY(sandbox_read(&d, a, file, bytes, NULL, NULL, why));
        doc_to_table(&t, a, file, &d);
        TRY(read_sheet(out, a, &t, year, cal, why, &found));
        TRY(intake_read_doc(&r, a, &d, why));
    }
    take_text(out, a, &r);
    if (!found && !rows_of_reading(out, a, &r, year, cal))
        return no_table(why, file);
    return OK;
}

Err plan_table_read(PlanTable *out, Arena *a, Str file, Str bytes, int year, const Calendar *cal, Answer *why)
{
    FileKind kind = sniff(bytes);
    bool found = false;
    Table t;

    *out = (PlanTable){ 0 };
    if (kind == FILE_TEXT || kind == FILE_XLSX) {
        Answer quiet = { .arena = a, .lang = why->lang };
        Err e = sandbox_table(&t, a, file, bytes, NULL, kind == FILE_XLSX ? why : &quiet);

        if (kind == FILE_XLSX || e >= E_RETRY)
            TRY(e);
        if (e == OK)
            TRY(read_sheet(out, a, &t, year, cal, why, &found));
    }
    if (!found && kind == FILE_XLSX)
        return no_table(why, file);
    if (!found)
        TRY(read_document(out, a, file, bytes, year, cal, why));
    if (!out->rows.n)
        return no_table(why, file);
    return OK;
}

Err plan_table_from(PlanTable *out, Arena *a, const Table *t, int year, const Calendar *cal, Answer *why)
{
    bool found;

    *out = (PlanTable){ 0 };
    TRY(read_sheet(out, a, t, year, cal, why, &found));
    return found && out->rows.n ? OK : no_table(why, t->file);
}

/* Cells of the widest line. */
static size_t tabs_of(Str text)
{
    size_t most = 0, n = 0;

    for (size_t i = 0; i < text.n; i++) {
        n = text.p[i] == '\n' ? 0 : n + (text.p[i] == '\t');
        most = n > most ? n : most;
    }
    return most + 1;
}

Err plan_table_paste(PlanTable *out, Arena *a, Str text, int year, const Calendar *cal, Answer *why)
{
    static const char *const heads = "Mục tiêu, chỉ tiêu\tNhiệm vụ\tHoạt động\tKết quả, sản phẩm\tCơ quan chủ trì\tCơ quan phối hợp\t"
        "Thời gian hoàn thành\tKinh phí\n";
    Str name = S("vùng dán");
    size_t n = tabs_of(text);
    bool found = false;
    Table t;

    *out = (PlanTable){ 0 };
    if (n < MIN_HEADS)
        return answer(why, E_INVALID, T("Vùng dán chỉ có %zu cột; hãy chọn cả bảng trong Excel (tám cột của phụ lục, có thể thêm cột TT) rồi dán."), n);
    TRY(sandbox_table(&t, a, name, text, NULL, why));
    TRY(read_sheet(out, a, &t, year, cal, why, &found));
    if (!found && n >= 8) {                                 /* the rows alone were chosen: the official order */
        text = str_fmt(a, "%s%s%.*s", n >= 9 ? "TT\t" : "", heads, SV(text));
        TRY(sandbox_table(&t, a, name, text, NULL, why));
        TRY(read_sheet(out, a, &t, year, cal, why, &found));
    }
    return found && out->rows.n ? OK : no_table(why, name);
}
