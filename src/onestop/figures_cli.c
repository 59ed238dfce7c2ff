/* Commands on stored figures. */
#include "onestop/figures.h"

#include "base/json.h"
#include "onestop/figures_cli.h"
#include "org/org.h"

const Opt figures_options[] = {
    { "unit", "U", T("đơn vị và mọi đơn vị ở dưới; không có: tất cả") },
    { "year", "Y", T("năm, quý hoặc tháng tiếp nhận: 2025, 2025-Q3, 2025-10"), true },
    { "by", "unit,month,field,procedure,channel", T("gom theo các khóa này") },
    { "reading", "date|766", T("cách tính đúng hạn; không có: như tỉnh đã chọn") },
    { "as-of", "DATETIME", T("hồ sơ đang xử lý được xét tới thời điểm này; không có: lúc này") },
    { "balance", NULL, T("bảng cân đối của từng đơn vị: mang sang + mới = xong + trả lại + đang xử lý + tạm dừng") },
    { 0 },
};

const Opt publish_options[] = {
    { "unit", "U", T("chỉ đơn vị này; không có: mọi đơn vị có hồ sơ") },
    { "year", "Y", T("kỳ của số liệu: 2025, 2025-Q3, 2025-10"), true },
    { "reading", "date|766", T("cách tính đúng hạn; không có: như tỉnh đã chọn") },
    { "as-of", "DATETIME", T("hồ sơ đang xử lý được xét tới thời điểm này; không có: lúc này") },
    { "index", NULL, T("ghi cả điểm bộ chỉ số 766 và điểm đánh giá 18 của đơn vị") },
    { 0 },
};

static Err read_common(Ctx *c, const Args *a, int64_t *unit_id, Reading *reading, When *as_of)
{
    Str unit = args_get(a, "unit"), how = args_get(a, "reading"), moment = args_get(a, "as-of");
    UnitRow u;

    *unit_id = 0;
    if (unit.n) {
        TRY(org_by_code(c, unit, &u));
        *unit_id = u.id;
    }
    TRY(figures_reading(c, reading));
    if (how.n && !str_eq(how, S("date")) && !str_eq(how, S("766")))
        return fail(c, E_INVALID, T("Cách tính “%.*s” không có; --reading nhận date hoặc 766."), SV(how));
    if (how.n)
        *reading = str_eq(how, S("766")) ? READ_766 : READ_DATE;
    *as_of = when_now(c);
    if (moment.n && !when_parse(as_of, moment))
        return fail(c, E_INVALID, T("Thời điểm “%.*s” của --as-of không có thật; hãy ghi dd/mm/yyyy HH:MM."), SV(moment));
    return OK;
}

static Err read_keys(Ctx *c, Str list, FiguresAsk *ask)
{
    Str word;

    while (list.n) {
        Key k;

        (void)str_cut(list, S(","), &word, &list);      /* the last word has no comma behind it */
        if (!key_parse(&k, str_trim(word)))
            return fail(c, E_INVALID, T("Không có khóa “%.*s”; --by nhận unit, month, field, procedure, channel."), SV(word));
        ask->by[k] = true;
    }
    return OK;
}

static Str key_text(Arena *a, const OnestopFiguresRow *r, Key k)
{
    switch (k) {
    case KEY_UNIT: return r->unit;
    case KEY_MONTH: return str_fmt(a, "%04d-%02d", (int)(r->month / 12), (int)(r->month % 12 + 1));
    case KEY_FIELD: return r->field;
    case KEY_PROCEDURE: return r->procedure;
    case KEY_CHANNEL: return str_of(channel_name((Channel)r->channel));
    case N_KEYS: break;
    }
    return (Str){ 0 };
}

static Str mean_days(Arena *a, int64_t days, int64_t done)
{
    Dec d;

    return done && dec_div(dec_int(days), dec_int(done), &d) ? dec_fmt(a, d, 2, NUM_PLAIN) : S("");
}

static void figure_values(const OnestopFiguresRow *r, Reading reading, int64_t out[N_FIGURES])
{
    bool stamp = reading == READ_766;
    const int64_t v[N_FIGURES] = { r->n, stamp ? r->early_766 : r->early, stamp ? r->on_time_766 : r->on_time,
        stamp ? r->late_766 : r->late, r->active - r->over, r->over, r->suspended, r->returned, r->online, r->paid, r->digitised,
        r->postal };

    memcpy(out, v, sizeof v);
}

static void print_csv(Ctx *c, const FiguresAsk *ask, const OnestopFiguresRows *rows, Buf *out)
{
    int64_t v[N_FIGURES];

    for (int k = 0; k < N_KEYS; k++)
        if (ask->by[k])
            buf_fmt(out, "%s,", key_name((Key)k));
    for (int f = 0; f < N_FIGURES; f++)
        buf_fmt(out, "%s,", figure_name((Figure)f));
    buf_lit(out, "mean_working_days\n");
    for (size_t i = 0; i < rows->n; i++) {
        figure_values(&rows->v[i], ask->reading, v);
        for (int k = 0; k < N_KEYS; k++)
            if (ask->by[k]) {
                buf_csv(out, key_text(c->arena, &rows->v[i], (Key)k));
                buf_ch(out, ',');
            }
        for (int f = 0; f < N_FIGURES; f++)
            buf_fmt(out, "%lld,", (long long)v[f]);
        buf_fmt(out, "%.*s\n", SV(mean_days(c->arena, rows->v[i].days, v[FIG_EARLY] + v[FIG_ON_TIME] + v[FIG_LATE])));
    }
}

static void print_json(Ctx *c, const FiguresAsk *ask, const OnestopFiguresRows *rows, Buf *out)
{
    Json j = { .out = out };
    int64_t v[N_FIGURES];

    json_open(&j, '[');
    for (size_t i = 0; i < rows->n; i++) {
        figure_values(&rows->v[i], ask->reading, v);
        json_open(&j, '{');
        for (int k = 0; k < N_KEYS; k++)
            if (ask->by[k])
                json_kstr(&j, key_name((Key)k), key_text(c->arena, &rows->v[i], (Key)k));
        for (int f = 0; f < N_FIGURES; f++)
            json_kint(&j, figure_name((Figure)f), v[f]);
        json_kstr(&j, "mean_working_days", mean_days(c->arena, rows->v[i].days, v[FIG_EARLY] + v[FIG_ON_TIME] + v[FIG_LATE]));
        json_close(&j, '}');
    }
    json_close(&j, ']');
    buf_ch(out, '\n');
}

/* What must be equal, per unit with everything below it. */
static Err print_balance(Ctx *c, const FiguresAsk *ask, Buf *out)
{
    UnitPeriods units;

    TRY(figures_units(c, ask->months, ask->reading, ask->as_of, &units));
    buf_lit(out, "unit,carried_over,new,done,returned,in_progress,suspended,difference\n");
    for (size_t i = 0; i < units.n; i++) {
        const OnestopUnitRow *s = &units.v[i].sum;

        if (ask->root_id && units.v[i].unit_id != ask->root_id)
            continue;
        buf_fmt(out, "%.*s,%lld,%lld,%lld,%lld,%lld,%lld,%lld\n", SV(units.v[i].code), (long long)s->carried, (long long)s->fresh,
            (long long)(s->early + s->on_time + s->late), (long long)s->returned, (long long)s->open, (long long)s->suspended,
            (long long)period_gap(s));
    }
    return OK;
}

Err run_figures(Ctx *c, const Args *a, Buf *out)
{
    FiguresAsk ask = { 0 };
    OnestopFiguresRows rows;

    TRY(read_common(c, a, &ask.root_id, &ask.reading, &ask.as_of));
    TRY(read_keys(c, args_get(a, "by"), &ask));
    if (!months_parse(&ask.months, args_get(a, "year")))
        return fail(c, E_INVALID, T("Kỳ “%.*s” không hiểu được; hãy ghi 2025, 2025-Q3 hoặc 2025-10."), SV(args_get(a, "year")));
    if (args_has(a, "balance"))
        return print_balance(c, &ask, out);
    TRY(figures_table(c, &ask, &rows));
    if (args_has(a, "json"))
        print_json(c, &ask, &rows, out);
    else
        print_csv(c, &ask, &rows, out);
    return OK;
}

Err run_publish(Ctx *c, const Args *a, Buf *out)
{
    int64_t unit_id;
    Reading reading;
    When as_of;
    size_t n;

    TRY(read_common(c, a, &unit_id, &reading, &as_of));
    if (args_has(a, "index") && !unit_id)
        return fail(c, E_INVALID, T("Điểm bộ chỉ số tính cho từng đơn vị; hãy ghi --unit."));
    TRY(figures_publish(c, args_get(a, "year"), unit_id, reading, as_of, &n));
    if (args_has(a, "index")) {
        size_t more;

        TRY(figures_publish_index(c, args_get(a, "year"), unit_id, as_of, &more));
        n += more;
    }
    buf_fmt(out, tr(c->answer.lang, T("Đã ghi %zu số liệu một cửa của kỳ %.*s.\n")), n, SV(args_get(a, "year")));
    return OK;
}
