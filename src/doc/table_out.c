#include "doc/table_out.h"

#include "base/map.h"
#include "text/text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

enum { DEFAULT_WIDTH = 14, SHEET_NAME = 31, MAX_ROW = 1048576, CELL_TEXT_MAX = 32767, FORMATS = 64 };

typedef struct FormatSlot {
    lxw_format *format;
    char code[24];
    bool bold, fill;
} FormatSlot;

struct TableOut {
    Arena *arena;
    Lang lang;
    bool csv, bold, fill, failed;
    size_t row, col;            /* of the next cell */
    size_t sheets, first, columns;
    bool filter;
    /* CSV */
    Buf text;
    /* XLSX */
    int fd;
    lxw_workbook *book;
    lxw_worksheet *sheet;
    FormatSlot formats[FORMATS];
    size_t nformats;
    lxw_format *head, *title, *note;
    Map names;
};

/* --- formats --- */

static lxw_format *format(TableOut *t, const char *code)
{
    FormatSlot *f;

    for (size_t i = 0; i < t->nformats; i++)
        if (t->formats[i].bold == t->bold && t->formats[i].fill == t->fill && strcmp(t->formats[i].code, code) == 0)
            return t->formats[i].format;
    assert(t->nformats < FORMATS);
    f = &t->formats[t->nformats++];
    f->bold = t->bold;
    f->fill = t->fill;
    snprintf(f->code, sizeof f->code, "%s", code);
    f->format = workbook_add_format(t->book);
    format_set_align(f->format, LXW_ALIGN_VERTICAL_TOP);
    if (*code)
        format_set_num_format(f->format, code);
    else
        format_set_text_wrap(f->format);
    if (t->bold)
        format_set_bold(f->format);
    if (t->fill) {
        format_set_unlocked(f->format);
        format_set_bg_color(f->format, 0xFFF9DB);
        format_set_border(f->format, LXW_BORDER_HAIR);
    }
    return f->format;
}

static lxw_format *number_format(TableOut *t, int places, bool percent)
{
    static const char zeros[] = "00000000";
    char code[24];

    if (places > DEC_PLACES)
        places = DEC_PLACES;
    if (places > 0)
        snprintf(code, sizeof code, "%s.%.*s%s", percent ? "0" : "#,##0", places, zeros, percent ? "%" : "");
    else if (places == 0)
        snprintf(code, sizeof code, "%s", percent ? "0%" : "#,##0");
    else
        snprintf(code, sizeof code, "%s", percent ? "0.########%" : "General");
    return format(t, code);
}

TableOut *table_out_csv(Arena *a, Lang lang, bool bom)
{
    TableOut *t = NEW(a, TableOut, 1);

    t->arena = a;
    t->lang = lang;
    t->csv = true;
    t->fd = -1;
    t->text.arena = a;
    if (bom)
        buf_lit(&t->text, "\xEF\xBB\xBF");
    return t;
}

static void head_formats(TableOut *t)
{
    t->head = workbook_add_format(t->book);
    format_set_bold(t->head);
    format_set_text_wrap(t->head);
    format_set_align(t->head, LXW_ALIGN_VERTICAL_CENTER);
    format_set_align(t->head, LXW_ALIGN_CENTER);
    format_set_bottom(t->head, LXW_BORDER_THIN);
    format_set_bg_color(t->head, 0xE8EDF3);
    t->title = workbook_add_format(t->book);
    format_set_bold(t->title);
    format_set_font_size(t->title, 14);
    t->note = workbook_add_format(t->book);
    format_set_italic(t->note);
}

/* The library writes to a named file only: a file that exists in memory has a name too. */
TableOut *table_out_xlsx(Arena *a, Lang lang, Moment made)
{
    TableOut *t = NEW(a, TableOut, 1);
    lxw_workbook_options options = { .constant_memory = LXW_TRUE };
    lxw_doc_properties about = { .created = (time_t)(made.ms / 1000) };
    char path[64];

    t->arena = a;
    t->lang = lang;
    t->names.arena = a;
    t->fd = memfd_create("table", MFD_CLOEXEC);
    snprintf(path, sizeof path, "/proc/self/fd/%d", t->fd);
    t->book = t->fd < 0 ? NULL : workbook_new_opt(path, &options);
    t->failed = !t->book;
    if (!t->failed) {
        workbook_set_properties(t->book, &about);
        head_formats(t);
    }
    return t;
}

/* --- sheets --- */

static Str clip(Str s, size_t letters)
{
    size_t at = 0, n = 0;

    while (at < s.n && n++ < letters)
        (void)utf8_next(s, &at);
    return str_sub(s, 0, at);
}

/* BASIS: what Excel refuses in sheet names: []:*?/\, more than 31 letters, an apostrophe at an end, the same name twice. */
static const char *sheet_name(TableOut *t, Str want)
{
    Buf b = { .arena = t->arena };
    Str name, base;

    want = text_safe(t->arena, want);
    for (size_t i = 0; i < want.n; i++)
        buf_ch(&b, strchr("[]:*?/\\\n\t", want.p[i]) ? ' ' : want.p[i]);
    base = str_trim(buf_str(&b));
    while (str_starts(base, S("'")) || str_ends(base, S("'")))
        base = str_trim(str_sub(base, str_starts(base, S("'")), base.n - str_ends(base, S("'"))));
    base = str_trim(clip(base, SHEET_NAME));
    if (!base.n)
        base = str_fmt(t->arena, tr(t->lang, T("Bảng %zu")), t->sheets);
    name = base;
    for (int k = 2; !map_add(&t->names, text_lower(t->arena, name), 1); k++) {
        Str more = str_fmt(t->arena, " (%d)", k), head = clip(base, SHEET_NAME - more.n);

        name = str_fmt(t->arena, "%.*s%.*s", SV(head), SV(more));
    }
    return str_z(t->arena, name);
}

static void end_sheet(TableOut *t)
{
    if (t->sheet && t->filter && t->row > t->first && t->columns)
        worksheet_autofilter(t->sheet, (lxw_row_t)t->first - 1, 0, (lxw_row_t)t->row - 1, (lxw_col_t)t->columns - 1);
}

static void line_above(TableOut *t, Str s, lxw_format *f)
{
    if (!s.n)
        return;
    worksheet_write_string(t->sheet, (lxw_row_t)t->row++, 0, str_z(t->arena, clip(text_safe(t->arena, s), CELL_TEXT_MAX)), f);
}

static void print_setup(TableOut *t, const SheetLook *look)
{
    worksheet_set_paper(t->sheet, 9);                           /* A4 */
    worksheet_fit_to_pages(t->sheet, 1, 0);
    worksheet_set_footer(t->sheet, "&C&P/&N");
    if (look->landscape)
        worksheet_set_landscape(t->sheet);
}

static void xlsx_sheet(TableOut *t, const SheetLook *look, const OutColumn *columns, size_t n)
{
    t->sheet = workbook_add_worksheet(t->book, sheet_name(t, look->name));
    if (!t->sheet) {
        t->failed = true;
        return;
    }
    print_setup(t, look);
    if (look->guard)
        worksheet_protect(t->sheet, NULL, &(lxw_protection){ .autofilter = LXW_TRUE, .format_columns = LXW_TRUE, .format_rows = LXW_TRUE });
    for (size_t i = 0; i < n; i++)
        worksheet_set_column(t->sheet, (lxw_col_t)i, (lxw_col_t)i, columns[i].width ? columns[i].width : DEFAULT_WIDTH, NULL);
    line_above(t, look->title, t->title);
    line_above(t, look->note, t->note);
    for (size_t i = 0; i < n; i++)
        worksheet_write_string(t->sheet, (lxw_row_t)t->row, (lxw_col_t)i, tr(t->lang, columns[i].title), t->head);
    worksheet_repeat_rows(t->sheet, (lxw_row_t)t->row, (lxw_row_t)t->row);
    t->row++;
    worksheet_freeze_panes(t->sheet, (lxw_row_t)t->row, 0);
}

void out_sheet(TableOut *t, const SheetLook *look, const OutColumn *columns, size_t n)
{
    if (t->failed)
        return;
    t->sheets++;
    if (t->csv) {
        assert(t->sheets == 1);
        for (size_t i = 0; i < n; i++)
            out_text(t, str_of(tr(t->lang, columns[i].title)));
        out_row(t);
        return;
    }
    end_sheet(t);
    t->row = t->col = 0;
    t->columns = n;
    t->filter = !look->no_filter;
    xlsx_sheet(t, look, columns, n);
    t->first = t->row;
}

/* --- cells --- */

static void csv_cell(TableOut *t, Str s)
{
    bool quote = false;

    if (t->col++)
        buf_ch(&t->text, ',');
    for (size_t i = 0; i < s.n && !quote; i++)
        quote = strchr(",;\"\n\r\t|", s.p[i]) != NULL;
    if (quote)
        buf_quoted(&t->text, s);
    else
        buf_add(&t->text, s);
}

static bool sheet_cell(TableOut *t)
{
    assert(t->sheets);
    if (t->row >= MAX_ROW)
        t->failed = true;
    return !t->failed;
}

void out_text(TableOut *t, Str s)
{
    SCRATCH(tmp);

    s = text_safe(&tmp, s);
    if (t->csv) {
        csv_cell(t, s.n && strchr("=+-@\t\r", s.p[0]) ? str_fmt(&tmp, "'%.*s", SV(s)) : s);
        return;
    }
    if (sheet_cell(t))
        worksheet_write_string(t->sheet, (lxw_row_t)t->row, (lxw_col_t)t->col, str_z(&tmp, clip(s, CELL_TEXT_MAX)), format(t, ""));
    t->fill = false;
    t->col++;
}

void out_skip(TableOut *t)
{
    if (t->csv)
        csv_cell(t, (Str){ 0 });
    else if (t->fill && sheet_cell(t))
        worksheet_write_blank(t->sheet, (lxw_row_t)t->row, (lxw_col_t)t->col, format(t, ""));
    t->fill = false;
    t->col += !t->csv;
}

/* A sheet holds binary fractions: the nearest one, which prints again as the same decimal. */
static void number(TableOut *t, Str digits, lxw_format *f)
{
    SCRATCH(tmp);

    if (sheet_cell(t))
        worksheet_write_number(t->sheet, (lxw_row_t)t->row, (lxw_col_t)t->col, strtod(str_z(&tmp, digits), NULL), f);
    t->fill = false;
    t->col++;
}

void out_int(TableOut *t, int64_t n)
{
    SCRATCH(tmp);
    Str s = str_fmt(&tmp, "%lld", (long long)n);

    if (t->csv)
        csv_cell(t, s);
    else
        number(t, s, t->failed ? NULL : number_format(t, 0, false));
}

void out_dec(TableOut *t, Dec d, int places)
{
    SCRATCH(tmp);

    if (t->csv)
        csv_cell(t, places < 0 ? dec_exact(&tmp, d, NUM_PLAIN) : dec_fmt(&tmp, d, places, NUM_PLAIN));
    else
        number(t, dec_exact(&tmp, d, NUM_PLAIN), t->failed ? NULL : number_format(t, places, false));
}

void out_opt_dec(TableOut *t, OptDec d, int places)
{
    if (d.has)
        out_dec(t, d.d, places);
    else
        out_skip(t);
}

void out_percent(TableOut *t, Dec percent, int places)
{
    SCRATCH(tmp);
    Str s = places < 0 ? dec_exact(&tmp, percent, NUM_PLAIN) : dec_fmt(&tmp, percent, places, NUM_PLAIN);

    if (t->csv) {
        csv_cell(t, str_fmt(&tmp, "%.*s%%", SV(s)));
        return;
    }
    s = dec_exact(&tmp, percent, NUM_PLAIN);
    number(t, str_fmt(&tmp, "%.*se-2", SV(s)), t->failed ? NULL : number_format(t, places, true));
}

void out_date(TableOut *t, Date d)
{
    SCRATCH(tmp);
    lxw_datetime when = { 0 };

    if (!d.day || t->csv) {
        t->csv ? csv_cell(t, date_vi(&tmp, d)) : out_skip(t);
        return;
    }
    date_split(d, &when.year, &when.month, &when.day);
    if (when.year < 1901) {                                     /* sheets know no dates before, and 1900 wrongly */
        out_text(t, date_vi(&tmp, d));
        return;
    }
    if (sheet_cell(t))
        worksheet_write_datetime(t->sheet, (lxw_row_t)t->row, (lxw_col_t)t->col, &when, format(t, "dd/mm/yyyy"));
    t->col++;
}

void out_bool(TableOut *t, bool b)
{
    out_text(t, str_of(tr(t->lang, b ? T("có") : T("không"))));
}

void out_bold(TableOut *t)
{
    t->bold = true;
}

void out_fill(TableOut *t)
{
    t->fill = true;
}

/* BASIS: Excel takes at most 255 letters for a list, divided by commas; a text with a comma cannot be in it. */
void out_fill_list(TableOut *t, const Str *texts, size_t n)
{
    SCRATCH(tmp);
    char **list = NEW(&tmp, char *, n + 1);             /* the library only reads them */
    size_t letters = 0, kept = 0, at;

    out_fill(t);
    for (size_t i = 0; i < n; i++) {
        letters += texts[i].n + 1;
        if (letters < 255 && !str_find(texts[i], S(","), &at))
            list[kept++] = (char *)str_z(&tmp, texts[i]);
    }
    if (!kept || t->csv || !sheet_cell(t))
        return;
    worksheet_data_validation_cell(t->sheet, (lxw_row_t)t->row, (lxw_col_t)t->col, &(lxw_data_validation){ .validate = LXW_VALIDATION_TYPE_LIST,
        .value_list = list, .error_type = LXW_VALIDATION_ERROR_TYPE_INFORMATION, .ignore_blank = LXW_VALIDATION_ON });
}

void out_fill_between(TableOut *t, Dec least, Dec most)
{
    SCRATCH(tmp);

    out_fill(t);
    if (t->csv || !sheet_cell(t))
        return;
    worksheet_data_validation_cell(t->sheet, (lxw_row_t)t->row, (lxw_col_t)t->col, &(lxw_data_validation){ .validate = LXW_VALIDATION_TYPE_DECIMAL,
        .criteria = LXW_VALIDATION_CRITERIA_BETWEEN, .minimum_number = strtod(str_z(&tmp, dec_exact(&tmp, least, NUM_PLAIN)), NULL),
        .maximum_number = strtod(str_z(&tmp, dec_exact(&tmp, most, NUM_PLAIN)), NULL), .ignore_blank = LXW_VALIDATION_ON,
        .error_message = (char *)str_z(&tmp, str_fmt(&tmp, tr(t->lang, T("Điểm từ %.*s đến %.*s.")), SV(dec_exact(&tmp, least, NUM_VI)),
            SV(dec_exact(&tmp, most, NUM_VI)))) });
}

void out_row(TableOut *t)
{
    if (t->csv)
        buf_lit(&t->text, "\r\n");
    t->bold = false;
    t->col = 0;
    t->row++;
}

static bool slurp(TableOut *t, Str *out)
{
    off_t size = lseek(t->fd, 0, SEEK_END);
    char *p;
    size_t at = 0;

    if (size <= 0)
        return false;
    p = arena_take(t->arena, (size_t)size, 1);
    while (at < (size_t)size) {
        ssize_t n = pread(t->fd, p + at, (size_t)size - at, (off_t)at);

        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    *out = (Str){ p, at };
    return true;
}

/* The chart refers to the cells, so it follows whoever corrects them. */
void out_chart(TableOut *t, const OutChart *k)
{
    static const uint8_t types[] = { LXW_CHART_COLUMN, LXW_CHART_BAR, LXW_CHART_BAR_STACKED, LXW_CHART_LINE };
    lxw_chart_options place = { .x_scale = 1.6, .y_scale = 1.5 };
    size_t rows = t->row - t->first;
    lxw_row_t head = (lxw_row_t)t->first - 1, from = (lxw_row_t)t->first, to;
    lxw_chart *chart;

    if (t->csv || t->failed || !rows)
        return;
    if (k->rows && k->rows < rows)
        rows = k->rows;
    to = from + (lxw_row_t)rows - 1;
    chart = workbook_add_chart(t->book, types[k->kind]);
    for (size_t i = 0; i < k->n; i++) {
        lxw_chart_series *s = chart_add_series(chart, NULL, NULL);
        lxw_col_t column = (lxw_col_t)(k->from + i), label = (lxw_col_t)k->label;

        chart_series_set_name_range(s, t->sheet->name, head, column);
        chart_series_set_categories(s, t->sheet->name, from, label, to, label);
        chart_series_set_values(s, t->sheet->name, from, column, to, column);
    }
    if (k->title.n)
        chart_title_set_name(chart, str_z(t->arena, k->title));
    if (k->kind == OUT_BARS || k->kind == OUT_STACK)
        chart_axis_set_reverse(chart->y_axis);          /* the first row on top, as in the table */
    (void)worksheet_insert_chart_opt(t->sheet, from, (lxw_col_t)(t->columns + 1), chart, &place);      /* without the picture the table is whole */
}

Err table_out_end(TableOut *t, Str *out, Answer *why)
{
    bool good;

    if (t->csv) {
        *out = buf_str(&t->text);
        return OK;
    }
    if (!t->failed)
        end_sheet(t);
    good = t->book && workbook_close(t->book) == LXW_NO_ERROR && !t->failed && slurp(t, out);
    if (t->fd >= 0)
        close(t->fd);
    t->book = NULL;
    t->fd = -1;
    if (good)
        return OK;
    if (t->row >= MAX_ROW)
        return answer(why, E_LIMIT, T("Bảng có quá nhiều dòng cho một trang tính Excel (1.048.576 dòng); hãy chọn ít dòng hơn hoặc tải CSV."));
    return answer(why, E_IO, T("Không ghi được tệp Excel (hết chỗ cho tệp tạm); hãy thử lại sau."));
}
