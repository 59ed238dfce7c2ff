#include "onestop/due.h"

#include "core/audit.h"
#include "core/setting.h"
#include "core/workcal.h"
#include "index766_sql.h"

enum { DAY = 86400, UNIX_EPOCH = 719163 };               /* day of 1970-01-01 */

Moment dossier_at(int64_t seconds)
{
    return seconds > 0 ? (Moment){ (seconds - (int64_t)UNIX_EPOCH * DAY) * 1000 - VN_OFFSET_MS } : (Moment){ 0 };
}

int64_t dossier_seconds(Moment m)
{
    return m.ms ? (m.ms + VN_OFFSET_MS) / 1000 + (int64_t)UNIX_EPOCH * DAY : 0;
}

Err offices_begin(Ctx *c, Offices *o)
{
    *o = (Offices){ 0 };
    return workcal(c, &o->cal);
}

Err offices_at(Ctx *c, Offices *o, int64_t unit_id)
{
    OfficeHoursOfRow row;
    Str text;
    bool any;

    if (o->any && o->unit_id == unit_id)
        return OK;
    TRY(q_office_hours_of(c, &row, &any, .unit_id = unit_id, .day = c->today));
    if (any)
        text = row.hours;
    else
        TRY(setting_get(c, "onestop.hours", &text));
    if (!cal_hours_parse(&o->hours, text))
        o->hours = cal_default_hours;
    o->unit_id = unit_id;
    o->any = true;
    return OK;
}

Err offices_put(Ctx *c, int64_t unit_id, Date from, Str hours)
{
    OfficeHours h;

    TRY(access_need(c, &PERM_ONESTOP_CHANGE, unit_id));
    if (!from.day)
        return fail_field(c, "valid_from", T("Thiếu ngày áp dụng giờ làm việc; hãy ghi dd/mm/yyyy."));
    if (!cal_hours_parse(&h, hours))
        return fail_field(c, "hours", T("Giờ làm việc “%.*s” không hiểu được; hãy ghi như 07:30-11:30,13:30-17:30;15:00."), SV(hours));
    TRY(q_office_hours_put(c, .unit_id = unit_id, .valid_from = from, .hours = hours));
    return audit_add(c, "onestop.hours", str_fmt(c->arena, "%lld", (long long)unit_id), str_fmt(c->arena, "{\"hours\":\"%.*s\"}", SV(hours)));
}

/* Legal minutes after the clock began; waiting is added behind, so the new due date keeps the minutes that were left. */
DueAnswer due_of(const Offices *o, const DueAsk *ask)
{
    DueAnswer d = { .used = -1, .starts = cal_clock_start(o->cal, &o->hours, ask->received) };
    Moment until = ask->finished;

    if (ask->hours > 0 && d.starts.ms)
        d.due = cal_add_minutes(o->cal, &o->hours, d.starts, ask->hours * 60);
    if (ask->asked.ms && ask->supplied.ms && ask->supplied.ms > ask->asked.ms) {
        d.waited = cal_count_minutes(o->cal, &o->hours, ask->asked, ask->supplied);
        if (d.due.ms)
            d.new_due = cal_add_minutes(o->cal, &o->hours, d.due, d.waited);
    } else if (ask->asked.ms && !ask->supplied.ms) {
        until = ask->asked;                             /* the clock stands still */
    }
    if (until.ms && d.starts.ms)
        d.used = until.ms > d.starts.ms ? cal_count_minutes(o->cal, &o->hours, d.starts, until) - d.waited : 0;
    if (d.used < -1)
        d.used = 0;
    return d;
}
