#include "base/json.h"
#include "cal/calendar.h"
#include "cal/deadline.h"
#include "cal/lunar.h"
#include "calendar/calendar.h"
#include "core/file.h"
#include "core/run.h"
#include "core/workcal.h"

static Err load_calendar(Ctx *c, void *out)
{
    return workcal(c, out);
}

/* The calendar of the data folder when one is named, else that of the program. */
static Err the_calendar(Ctx *c, const Args *a, const Calendar **out)
{
    Err e;

    if (!args_has(a, "data") && !args_has(a, "db"))
        return workcal_builtin(out, &c->answer);
    TRY(run_open(c));
    e = run_read(c, load_calendar, out);
    run_close(c);
    return e;
}

typedef struct HoursAsked {
    Str unit, hours;
    Date day;
} HoursAsked;

static Err load_hours(Ctx *c, void *arg)
{
    HoursAsked *h = arg;
    CalendarHoursOfRow row;
    bool any;

    TRY(q_calendar_hours_of(c, &row, &any, .unit_code = h->unit, .day = h->day));
    h->hours = any ? row.hours : (Str){ 0 };
    return OK;
}

/* Hours of the office named by --unit, from the data folder. */
static Err unit_hours(Ctx *c, const Args *a, Date day, Str *hours)
{
    HoursAsked h = { .unit = args_get(a, "unit"), .day = day };
    Err e;

    if (!args_has(a, "data") && !args_has(a, "db"))
        return fail(c, E_INVALID, T("--unit cần thư mục dữ liệu: hãy thêm --data DIR."));
    TRY(run_open(c));
    e = run_read(c, load_hours, &h);
    run_close(c);
    *hours = h.hours;
    return e;
}

static Err read_day(Ctx *c, Str s, Date *out)
{
    if (!date_parse(out, str_trim(s), 0))
        return fail(c, E_INVALID, T("Ngày “%.*s” không có thật; hãy ghi dd/mm/yyyy, ví dụ 31/01/2026."), SV(s));
    return OK;
}

static Err need_covered(Ctx *c, Date d)
{
    Str day = date_vi(c->arena, d);

    if (!cal_covers(d))
        return fail(c, E_INVALID, T("Lịch làm việc chỉ có các năm 2000–2100; ngày %.*s nằm ngoài."), SV(day));
    return OK;
}

static Err read_operand_day(Ctx *c, const Args *a, Date *out)
{
    if (args_count(a) != 1)
        return fail(c, E_INVALID, T("Lệnh này cần đúng một ngày, ví dụ 31/01/2026."));
    return read_day(c, args_operand(a, 0), out);
}

/* A day, or a day and a time of the clock in Vietnam: "2026-08-28T15:30", "28/08/2026 15:30". */
static Err read_when(Ctx *c, Str s, Date *day, Moment *clock)
{
    Str head, tail;
    int64_t h, m;
    Str hour, minute;

    *clock = (Moment){ 0 };
    s = str_trim(s);
    if (date_parse(day, s, 0))
        return OK;
    if (moment_parse_iso(clock, s)) {
        *day = moment_date(*clock);
        return OK;
    }
    if (str_cut(s, S(" "), &head, &tail) && date_parse(day, head, 0) && str_cut(str_trim(tail), S(":"), &hour, &minute)
        && str_int(hour, &h) && str_int(minute, &m) && h >= 0 && h < 24 && m >= 0 && m < 60) {
        *clock = moment_of(*day, (int)h, (int)m);
        return OK;
    }
    return fail(c, E_INVALID, T("Thời điểm “%.*s” không có thật; hãy ghi dd/mm/yyyy hoặc dd/mm/yyyy hh:mm."), SV(s));
}

typedef struct AddAsked {
    Date from;
    Moment clock;               /* set when the time of day was given too */
    int64_t days, hours;
    OfficeHours office;
} AddAsked;

static Err read_add(Ctx *c, const Args *a, AddAsked *q)
{
    Str office = args_get(a, "office");

    *q = (AddAsked){ .office = cal_default_hours };
    TRY(read_when(c, args_get(a, "from"), &q->from, &q->clock));
    TRY(need_covered(c, q->from));
    if (!args_has(a, "days") && !args_has(a, "hours"))
        return fail(c, E_INVALID, T("Hãy cho số ngày làm việc bằng --days N hoặc số giờ làm việc bằng --hours H."));
    TRY(args_int(c, a, "days", -30000, 30000, &q->days));
    TRY(args_int(c, a, "hours", 0, 240000, &q->hours));
    if (args_has(a, "unit") && !office.n)
        TRY(unit_hours(c, a, q->from, &office));
    if (office.n && !cal_hours_parse(&q->office, office))
        return fail(c, E_INVALID, T("Giờ làm việc “%.*s” không đọc được; hãy ghi dạng 07:30-11:30,13:30-17:30 và thêm ;15:00 nếu hồ sơ nhận sau giờ đó tính sang ngày làm việc sau."), SV(office));
    return OK;
}

/* With a time of the clock hours are exact; with a day alone they fill days from the next one on, a part counts whole. */
static void add_time(const Calendar *cal, const AddAsked *q, Date *day, Moment *clock)
{
    int64_t per_day = CAL_DAY_MINUTES / 60;

    *clock = (Moment){ 0 };
    if (!q->clock.ms) {
        *day = cal_add_working_days(cal, q->from, (int32_t)(q->days + (q->hours + per_day - 1) / per_day));
        return;
    }
    if (q->days < 0) {                                      /* back in time: whole days, the clock is kept */
        Date back = cal_add_working_days(cal, q->from, (int32_t)q->days);

        *clock = back.day ? (Moment){ q->clock.ms + ((int64_t)back.day - q->from.day) * 86400000 } : (Moment){ 0 };
    } else {
        *clock = cal_clock_start(cal, &q->office, q->clock);
        if (clock->ms)
            *clock = cal_add_minutes(cal, &q->office, *clock, q->days * cal_minutes_per_day(&q->office) + q->hours * 60);
    }
    *day = clock->ms ? moment_date(*clock) : (Date){ 0 };
}

static Str clock_text(Ctx *c, Moment m)
{
    Str iso = moment_iso(c->arena, (Moment){ m.ms + VN_OFFSET_MS });

    return str_sub(iso, 0, 16);                             /* 2026-09-03T14:30, Vietnamese wall clock */
}

static Err run_add(Ctx *c, const Args *a, Buf *out)
{
    const Calendar *cal;
    AddAsked q;
    Date day;
    Moment clock;

    TRY(read_add(c, a, &q));
    TRY(the_calendar(c, a, &cal));
    add_time(cal, &q, &day, &clock);
    if (!day.day)
        return fail(c, E_INVALID, T("Kết quả nằm ngoài các năm 2000–2100 của lịch làm việc; hãy cho số ngày nhỏ hơn."));
    Str text = clock.ms ? clock_text(c, clock) : date_iso(c->arena, day);
    if (args_has(a, "json")) {
        Json j = { .out = out };

        json_open(&j, '{');
        json_kdate(&j, "from", q.from);
        json_kint(&j, "days", q.days);
        json_kint(&j, "hours", q.hours);
        json_kstr(&j, "result", text);
        json_kdate(&j, "date", day);
        json_kbool(&j, "proposed", cal_year_proposed(cal, date_year(q.from)) || cal_year_proposed(cal, date_year(day)));
        json_close(&j, '}');
    } else {
        buf_add(out, text);
    }
    buf_ch(out, '\n');
    return OK;
}

static Err run_count(Ctx *c, const Args *a, Buf *out)
{
    const Calendar *cal;
    Date from = { 0 }, to = { 0 };
    int32_t n;

    TRY(args_date(c, a, "from", &from));
    TRY(args_date(c, a, "to", &to));
    TRY(need_covered(c, from));
    TRY(need_covered(c, to));
    TRY(the_calendar(c, a, &cal));
    n = cal_count_working_days(cal, from, to);
    if (args_has(a, "json")) {
        Json j = { .out = out };

        json_open(&j, '{');
        json_kdate(&j, "from", from);
        json_kdate(&j, "to", to);
        json_kint(&j, "working_days", n);
        json_kint(&j, "calendar_days", to.day - from.day);
        json_kbool(&j, "proposed", cal_year_proposed(cal, date_year(from)) || cal_year_proposed(cal, date_year(to)));
        json_close(&j, '}');
    } else {
        buf_fmt(out, "%d", n);
    }
    buf_ch(out, '\n');
    return OK;
}

static Str reason_of(Ctx *c, const Calendar *cal, Date d)
{
    static const char *const weekdays[] = { T("thứ Hai"), T("thứ Ba"), T("thứ Tư"), T("thứ Năm"), T("thứ Sáu"),
        T("thứ Bảy"), T("Chủ nhật") };
    Lang lang = c->answer.lang;
    const char *weekday = tr(lang, weekdays[date_weekday(d) - 1]);
    const CalRow *row = cal_row(cal, d);

    if (!row)
        return str_of(weekday);
    return str_fmt(c->arena, "%s; %s: %.*s%s%.*s%s%s", weekday, tr(lang, cal_kind_title(row->kind)), SV(row->name),
        row->basis.n ? "; " : "", SV(row->basis), row->status == ROW_PROPOSED ? "; " : "",
        row->status == ROW_PROPOSED ? tr(lang, T("mới là đề xuất theo luật, chưa có thông báo của năm")) : "");
}

static Err run_is_working(Ctx *c, const Args *a, Buf *out)
{
    const Calendar *cal;
    Date d;
    bool works;

    TRY(read_operand_day(c, a, &d));
    TRY(need_covered(c, d));
    TRY(the_calendar(c, a, &cal));
    works = cal_is_working(cal, d);
    const CalRow *row = cal_row(cal, d);
    Str reason = reason_of(c, cal, d);
    if (args_has(a, "json")) {
        Json j = { .out = out };

        json_open(&j, '{');
        json_kdate(&j, "date", d);
        json_kbool(&j, "working", works);
        json_kstr(&j, "kind", str_of(row ? cal_kind_code(row->kind) : date_weekday(d) >= 6 ? "weekend" : "plain"));
        json_kstr(&j, "reason", reason);
        json_kbool(&j, "proposed", cal_year_proposed(cal, date_year(d)));
        json_close(&j, '}');
    } else {
        buf_fmt(out, "%s (%.*s)", tr(c->answer.lang, works ? T("có") : T("không")), SV(reason));
    }
    buf_ch(out, '\n');
    return OK;
}

static void json_lunar(Json *j, Ctx *c, LunarDay l)
{
    json_key(j, "lunar");
    json_open(j, '{');
    json_kint(j, "day", l.day);
    json_kint(j, "month", l.month);
    json_kint(j, "year", l.year);
    json_kbool(j, "leap", l.leap);
    json_kstr(j, "text", lunar_text(c->arena, l));
    json_kstr(j, "year_name", lunar_year_name(c->arena, l.year));
    json_close(j, '}');
}

static Err run_lunar(Ctx *c, const Args *a, Buf *out)
{
    Date d;
    LunarDay l;

    TRY(read_operand_day(c, a, &d));
    if (!lunar_of_solar(&l, d))
        return fail(c, E_INVALID, T("Lịch âm được tính cho các năm 1900–2199; hãy cho một ngày trong khoảng đó."));
    if (args_has(a, "json")) {
        Json j = { .out = out };

        json_open(&j, '{');
        json_kdate(&j, "solar", d);
        json_lunar(&j, c, l);
        json_close(&j, '}');
    } else {
        buf_add(out, lunar_text(c->arena, l));
    }
    buf_ch(out, '\n');
    return OK;
}

static Err run_solar(Ctx *c, const Args *a, Buf *out)
{
    Str s = args_get(a, "lunar");
    LunarDay l;
    Date d;

    if (!lunar_parse(&l, s))
        return fail(c, E_INVALID, T("Ngày âm lịch “%.*s” không đọc được; hãy ghi ngày/tháng/năm, tháng nhuận ghi như 15/6/2025 nhuận."), SV(s));
    if (!lunar_to_solar(&d, l))
        return fail(c, E_INVALID, T("Ngày âm lịch “%.*s” không có thật hoặc nằm ngoài các năm 1900–2199; hãy xem lại tháng thiếu (29 ngày) và tháng nhuận."), SV(s));
    if (args_has(a, "json")) {
        Json j = { .out = out };

        json_open(&j, '{');
        json_kdate(&j, "solar", d);
        json_lunar(&j, c, l);
        json_close(&j, '}');
    } else {
        int y, m, day;

        date_split(d, &y, &m, &day);
        buf_fmt(out, "%d/%d/%d", day, m, y);
    }
    buf_ch(out, '\n');
    return OK;
}

static const char *status_code(RowStatus s)
{
    static const char *const codes[] = { "confirmed", "recalled", "proposed" };

    return codes[s];
}

static const char *status_title(RowStatus s)
{
    static const char *const titles[] = { T("đã đối chiếu"), T("chưa đối chiếu nguồn"), T("đề xuất") };

    return titles[s];
}

static void json_holidays(const Calendar *cal, int year, Buf *out)
{
    size_t n;
    const CalRow *rows = cal_year_rows(cal, year, &n);
    Json j = { .out = out };

    json_open(&j, '{');
    json_kint(&j, "year", year);
    json_kbool(&j, "proposed", cal_year_proposed(cal, year));
    json_kint(&j, "working_days", cal_working_days_of_year(cal, year));
    json_key(&j, "days");
    json_open(&j, '[');
    for (size_t i = 0; i < n; i++) {
        json_open(&j, '{');
        json_kdate(&j, "date", rows[i].date);
        json_kstr(&j, "kind", str_of(cal_kind_code(rows[i].kind)));
        json_kstr(&j, "name", rows[i].name);
        json_kstr(&j, "basis", rows[i].basis);
        json_kstr(&j, "status", str_of(status_code(rows[i].status)));
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
}

static Err run_holidays(Ctx *c, const Args *a, Buf *out)
{
    const Calendar *cal;
    int64_t year = date_year(c->today);
    Lang lang = c->answer.lang;
    size_t n;

    TRY(args_int(c, a, "year", CAL_FIRST_YEAR, CAL_LAST_YEAR, &year));
    TRY(the_calendar(c, a, &cal));
    if (args_has(a, "json")) {
        json_holidays(cal, (int)year, out);
        return OK;
    }
    const CalRow *rows = cal_year_rows(cal, (int)year, &n);
    if (cal_year_proposed(cal, (int)year))
        buf_fmt(out, tr(lang, T("Năm %d chưa có thông báo: các ngày dưới đây là đề xuất theo luật và âm lịch.\n")), (int)year);
    for (size_t i = 0; i < n; i++) {
        Str day = date_iso(c->arena, rows[i].date);

        buf_fmt(out, "%.*s\t%s\t%.*s\t%.*s\t%s\n", SV(day), tr(lang, cal_kind_title(rows[i].kind)), SV(rows[i].name),
            SV(rows[i].basis), tr(lang, status_title(rows[i].status)));
    }
    buf_fmt(out, tr(lang, T("Số ngày làm việc của năm %d: %d\n")), (int)year, cal_working_days_of_year(cal, (int)year));
    return OK;
}

static void json_part(Json *j, const char *key, Str s)
{
    json_key(j, key);
    if (s.n)
        json_str(j, s);
    else
        json_null(j);
}

static void json_deadline(const Deadline *d, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '{');
    json_kstr(&j, "text", d->text);
    json_kstr(&j, "kind", str_of(deadline_kind_code(d->kind)));
    json_kdate(&j, "start", d->start);
    json_kdate(&j, "end", d->end);
    json_part(&j, "recurrence", d->recurrence);
    json_part(&j, "event", d->event);
    if (d->kind == DL_RECURRING_DAY) {
        json_kint(&j, "day", d->day);
        if (d->month)
            json_kint(&j, "month", d->month);
    }
    if (d->offset)
        json_kint(&j, "offset", d->offset);
    json_kbool(&j, "vague", d->vague);
    json_close(&j, '}');
}

static Err run_deadline(Ctx *c, const Args *a, Buf *out)
{
    const Calendar *cal;
    Deadline d;
    int64_t year = 0;
    Str text = args_operand(a, 0);

    TRY(args_int(c, a, "year", 1900, 2199, &year));
    TRY(the_calendar(c, a, &cal));
    deadline_parse(&d, c->arena, text, (int)year, cal);
    if (args_has(a, "json")) {
        json_deadline(&d, out);
    } else {
        Str start = date_iso(c->arena, d.start), end = date_iso(c->arena, d.end);

        buf_fmt(out, "%s\t%.*s\t%.*s\t%.*s\t%.*s", deadline_kind_code(d.kind), SV(start), SV(end), SV(d.recurrence),
            SV(d.event));
    }
    buf_ch(out, '\n');
    return OK;
}

/* ---- years that are entered */

enum { MAX_FILE = 4 << 20 };

static Err run_import(Ctx *c, const Args *a, Buf *out)
{
    Str path = args_operand(a, 0), bytes;
    CalendarImport read;
    int64_t only = 0;
    Table t;

    TRY(args_int(c, a, "year", CAL_FIRST_YEAR, CAL_LAST_YEAR, &only));
    TRY(file_read(&bytes, c->arena, path, MAX_FILE, &c->answer));
    TRY(table_read(&t, c->arena, path, bytes, NULL, &c->answer));
    TRY(calendar_read(c, &t, &read));
    TRY(calendar_import(c, &read, (int)only, args_get(a, "basis")));
    for (size_t i = 0; i < read.years.n; i++) {
        const CalendarYearRead *y = &read.years.v[i];

        if (y->entered)
            buf_fmt(out, tr(c->answer.lang, T("%d: đã nhập %zu ngày.\n")), y->year, y->rows.n);
        else if (y->undecided)
            buf_fmt(out, tr(c->answer.lang, T("%d: không nhập vì còn %zu ngày chưa quyết định; năm này vẫn theo đề xuất.\n")), y->year, y->undecided);
    }
    return args_has(a, "dry-run") ? run_undo(c) : OK;
}

static Err run_forget(Ctx *c, const Args *a, Buf *out)
{
    int64_t year = 0;

    (void)out;
    TRY(args_int(c, a, "year", CAL_FIRST_YEAR, CAL_LAST_YEAR, &year));
    return calendar_year_forget(c, (int)year);
}

static const Opt import_options[] = {
    { "year", "Y", T("chỉ nhập năm này") },
    { "basis", "TEXT", T("căn cứ, khi tệp không ghi") },
    { "dry-run", NULL, T("chỉ kiểm tra, không ghi") },
    { 0 },
};

static const Opt forget_options[] = {
    { "year", "Y", T("năm"), true },
    { 0 },
};

static const Opt add_options[] = {
    { "from", "DATE", T("ngày bắt đầu; ngày liền sau là ngày thứ nhất. Có thể thêm giờ: 2026-08-28T15:30"), true },
    { "days", "N", T("số ngày làm việc") },
    { "hours", "H", T("số giờ làm việc cộng thêm, 8 giờ là 1 ngày") },
    { "office", "HOURS", T("giờ làm việc của cơ quan, mặc định 07:30-11:30,13:30-17:30; thêm ;15:00 nếu nhận sau 15:00 tính sang ngày sau") },
    { "unit", "U", T("lấy giờ làm việc của đơn vị này trong dữ liệu") },
    { 0 },
};

static const Opt count_options[] = {
    { "from", "DATE", T("ngày bắt đầu, không tính ngày này"), true },
    { "to", "DATE", T("ngày kết thúc, tính cả ngày này"), true },
    { 0 },
};

static const Opt deadline_options[] = {
    { "year", "Y", T("năm của kế hoạch, dùng khi thời hạn không ghi năm") },
    { 0 },
};

static const Opt solar_options[] = {
    { "lunar", "D/M/Y", T("ngày âm lịch; tháng nhuận ghi như 15/6/2025 nhuận"), true },
    { 0 },
};

static const Opt holidays_options[] = {
    { "year", "Y", T("năm, mặc định là năm nay") },
    { 0 },
};

const Command calendar_commands[] = {
    { "calendar add", "", CMD_OWN, add_options, run_add, T("Cộng ngày và giờ làm việc vào một ngày") },
    { "calendar count", "", CMD_OWN, count_options, run_count, T("Đếm ngày làm việc sau ngày đầu đến hết ngày cuối") },
    { "calendar is-working", "DATE", CMD_OWN, NULL, run_is_working, T("Cho biết một ngày có làm việc không và vì sao") },
    { "calendar lunar", "DATE", CMD_PURE, NULL, run_lunar, T("Đổi ngày dương lịch sang âm lịch Việt Nam") },
    { "calendar solar", "", CMD_PURE, solar_options, run_solar, T("Đổi ngày âm lịch Việt Nam sang dương lịch") },
    { "calendar deadline", "TEXT", CMD_OWN, deadline_options, run_deadline, T("Đọc một thời hạn như trong kế hoạch thành ngày, chu kỳ hoặc sự kiện") },
    { "calendar holidays", "", CMD_OWN, holidays_options, run_holidays, T("Liệt kê ngày nghỉ, nghỉ bù, hoán đổi của một năm với căn cứ") },
    { "calendar import", "FILE", CMD_WRITE, import_options, run_import, T("Nhập ngày nghỉ của một hay nhiều năm từ CSV, XLSX (date, kind, name, basis, status); năm còn ngày chưa quyết định thì không nhập") },
    { "calendar forget", "", CMD_WRITE, forget_options, run_forget, T("Bỏ dữ liệu đã nhập của một năm, trở về bảng có sẵn hoặc đề xuất") },
    { 0 },
};
