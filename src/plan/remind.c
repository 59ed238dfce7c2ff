#include "plan/remind.h"

#include "base/map.h"
#include "core/audit.h"
#include "core/setting.h"
#include "net/smtp.h"
#include "plan/plan.h"

const Perm PERM_REMIND = { "plan.remind", T("Chạy nhắc việc và gửi thư"), ROLE_ADMIN | ROLE_COORDINATOR };

enum { LONGEST = 240, CATCH_UP = 30 };          /* bytes of a task's words in a notice; days that are caught up */

/* What a person gets today. */
typedef struct Digest {
    const RemindPerson *person;
    Buf late, today, soon;
    size_t n;
} Digest;

typedef struct Reminding {
    Ctx *c;
    PlanDays days;
    Date last;                  /* day of the run before; unset: none in the last month */
    EscalationListRows steps;
    RemindPersons people;
    Map by_role;                /* "officer:15" → index + 1 of the first of people with the role there; next[] chains */
    size_t *next;
    Digest *digests;            /* by index of people; rows of one person share the first */
    size_t *first;
    Str base_url;               /* of the application, for links in letters; empty: none */
    RemindReport *out;
} Reminding;

/* Working days after the due day; negative before it. */
static int32_t distance(const Reminding *r, Date due, Date on)
{
    return on.day >= due.day ? cal_count_working_days(r->days.cal, due, on) : -cal_count_working_days(r->days.cal, on, due);
}

/* Whether a step of the table lies in (before, now]. */
static bool step_hit(const EscalationListRow *s, int32_t before, int32_t now)
{
    if (now < s->days)
        return false;
    if (before < s->days)
        return true;
    return s->every > 0 && (now - s->days) / s->every > (before - s->days) / s->every;
}

static Str clipped(Ctx *c, Str s)
{
    size_t n = 0;

    if (s.n <= LONGEST)
        return str_replace(c->arena, s, S("\n"), S("; "));
    for (size_t next = 0; next < LONGEST; (void)utf8_next(s, &next))
        n = next;
    return str_fmt(c->arena, "%.*s…", SV(str_replace(c->arena, str_sub(s, 0, n), S("\n"), S("; "))));
}

static Str sentence(Reminding *r, const RemindTask *t, Date due, int32_t days)
{
    Ctx *c = r->c;
    Str when = date_vi(c->arena, due), words = clipped(c, t->words);

    if (days < 0)
        return str_fmt(c->arena, T("Còn %d ngày làm việc (hạn %.*s), %.*s: %.*s"), -days, SV(when), SV(t->unit_name), SV(words));
    if (days == 0)
        return str_fmt(c->arena, T("Đến hạn (%.*s), %.*s: %.*s"), SV(when), SV(t->unit_name), SV(words));
    return str_fmt(c->arena, T("Quá hạn %d ngày làm việc (hạn %.*s), %.*s: %.*s"), days, SV(when), SV(t->unit_name), SV(words));
}

static Err tell(Reminding *r, size_t i, const RemindTask *t, Str text, int32_t days)
{
    Ctx *c = r->c;
    const RemindPerson *p = &r->people.v[i];
    Digest *d = &r->digests[r->first[i]];
    Buf *part = days < 0 ? &d->soon : days == 0 ? &d->today : &d->late;
    NoticePutRows made;

    TRY(q_notice_put(c, &made, .person_id = p->id, .day = c->today, .kind = days < 0 ? S("task.before") : days == 0 ? S("task.today")
            : S("task.late"), .object = str_fmt(c->arena, "task:%lld", (long long)t->id), .text = text,
        .link = str_fmt(c->arena, "/tasks/%lld", (long long)t->id), .at = c->now));
    if (!made.n)
        return OK;
    r->out->notices++;
    d->person = p;
    d->n++;
    part->arena = c->arena;
    buf_fmt(part, "- %.*s\n", SV(text));
    if (r->base_url.n)
        buf_fmt(part, "  %.*s/tasks/%lld\n", SV(r->base_url), (long long)t->id);
    if (r->out->log)
        buf_fmt(r->out->log, "%.*s: %.*s\n", SV(p->name), SV(text));
    return OK;
}

/* Everybody with the role for the unit. *any: somebody was there. */
static Err tell_role(Reminding *r, const char *role, int64_t unit_id, const RemindTask *t, Str text, int32_t days, bool *any)
{
    int64_t at;

    *any = false;
    if (!map_get(&r->by_role, str_fmt(r->c->arena, "%s:%lld", role, (long long)unit_id), &at))
        return OK;
    for (size_t i = (size_t)at; i; i = r->next[i - 1])
        TRY(tell(r, i - 1, t, text, days));
    *any = true;
    return OK;
}

static Err tell_person(Reminding *r, const RemindTask *t, Str text, int32_t days, bool *any)
{
    *any = false;
    for (size_t i = 0; t->person_id && i < r->people.n; i++)
        if (r->people.v[i].id == t->person_id) {
            *any = true;
            return tell(r, i, t, text, days);
        }
    return tell_role(r, "officer", t->unit_id, t, text, days, any);
}

/* Where the one who should be told does not exist, the next higher is told. */
static Err tell_audience(Reminding *r, Str audience, const RemindTask *t, Str text, int32_t days)
{
    bool any = false;

    if (str_eq(audience, S("person")))
        TRY(tell_person(r, t, text, days, &any));
    if (!any && !str_eq(audience, S("standing")))
        TRY(tell_role(r, "head", t->unit_id, t, text, days, &any));
    if (!any)
        TRY(tell_role(r, "coordinator", 0, t, text, days, &any));
    return OK;
}

static Err remind_task(Reminding *r, const RemindTask *t)
{
    Date due = t->due.day ? t->due : t->next_due;
    int32_t now = distance(r, due, r->c->today), before = r->last.day ? distance(r, due, r->last) : now - 1;
    Str text = { 0 };

    for (size_t i = 0; i < r->steps.n; i++) {
        if (!step_hit(&r->steps.v[i], before, now) || (!t->due.day && now > 0))
            continue;
        if (!text.n)
            text = sentence(r, t, due, now);
        TRY(tell_audience(r, r->steps.v[i].audience, t, text, now));
    }
    if (!t->due.day && due.day < r->c->today.day) {         /* asked for; now the next time */
        Deadline d;

        deadline_parse(&d, r->c->arena, t->deadline, (int)t->year, r->days.cal);
        TRY(q_remind_roll(r->c, .id = t->id, .next_due = deadline_next(&d, (Date){ r->c->today.day - 1 })));
    }
    return OK;
}

static Err load_people(Reminding *r)
{
    Ctx *c = r->c;
    Map seen = { .arena = c->arena };

    TRY(q_remind_people(c, &r->people, .on = c->today));
    r->by_role.arena = c->arena;
    r->next = NEW(c->arena, size_t, r->people.n + 1);
    r->first = NEW(c->arena, size_t, r->people.n + 1);
    r->digests = NEW(c->arena, Digest, r->people.n + 1);
    for (size_t i = r->people.n; i-- > 0;) {
        RemindPerson *p = &r->people.v[i];
        Str key = str_fmt(c->arena, "%.*s:%lld", SV(p->role), (long long)p->unit_id);
        int64_t head = 0;

        (void)map_get(&r->by_role, key, &head);             /* none: the chain begins here */
        r->next[i] = (size_t)head;
        map_set(&r->by_role, key, (int64_t)i + 1);
    }
    for (size_t i = 0; i < r->people.n; i++) {
        Str key = str_fmt(c->arena, "%lld", (long long)r->people.v[i].id);
        int64_t first = (int64_t)i;

        if (!map_add(&seen, key, first))
            (void)map_get(&seen, key, &first);
        r->first[i] = (size_t)first;
    }
    return OK;
}

static void part(Buf *b, const char *title, const Buf *lines)
{
    if (lines->n)
        buf_fmt(b, "%s\n%.*s\n", title, SV(buf_str(lines)));
}

static Err spool(Reminding *r, const Digest *d)
{
    Ctx *c = r->c;
    Buf b = { .arena = c->arena };
    SpoolPutRows made;
    SpoolAppendRows more = { 0 };

    if (!d->n || !smtp_address_ok(d->person->email))
        return OK;
    buf_fmt(&b, T("Kính gửi %.*s,\n\n"), SV(d->person->name));
    part(&b, T("Quá hạn:"), &d->late);
    part(&b, T("Đến hạn:"), &d->today);
    part(&b, T("Sắp đến hạn:"), &d->soon);
    buf_lit(&b, T("Thư này do hệ thống gửi tự động; hãy cập nhật tiến độ trong mục Việc của tôi.\n"));
    TRY(q_spool_put(c, &made, .person_id = d->person->id, .day = c->today, .to_addr = d->person->email,
        .subject = str_fmt(c->arena, T("Nhắc việc cải cách hành chính ngày %.*s: %zu việc"), SV(date_vi(c->arena, c->today)), d->n),
        .body = buf_str(&b), .at = c->now));
    if (!made.n)
        TRY(q_spool_append(c, &more, .person_id = d->person->id, .day = c->today, .body = buf_str(&b)));     /* another room wrote to this person */
    r->out->letters += made.n + more.n;
    return OK;
}

static Err spool_all(Reminding *r)
{
    Str url;

    TRY(setting_get(r->c, "mail.smtp_url", &url));
    if (!url.n)
        return OK;                                          /* letters that wait for a server would all be sent at once one day */
    for (size_t i = 0; i < r->people.n; i++)
        TRY(spool(r, &r->digests[i]));
    return OK;
}

static Err begin(Reminding *r)
{
    Ctx *c = r->c;
    RemindLastRow last;
    bool any;

    TRY(plan_days(c, &r->days));
    TRY(q_remind_last(c, &last, &any, .before = c->today));
    if (any && last.day.day >= c->today.day - CATCH_UP)
        r->last = last.day;
    TRY(q_escalation_list(c, &r->steps, ));
    TRY(setting_get(c, "mail.base_url", &r->base_url));
    if (str_ends(r->base_url, S("/")))
        r->base_url = str_sub(r->base_url, 0, r->base_url.n - 1);
    return load_people(r);
}

Err remind_make(Ctx *c, RemindReport *out)
{
    Reminding r = { .c = c, .out = out };
    RemindTasks tasks;
    int32_t ahead = 0;

    TRY(access_need(c, &PERM_REMIND, 0));
    TRY(begin(&r));
    if (!cal_is_working(r.days.cal, c->today))
        return OK;
    for (size_t i = 0; i < r.steps.n; i++)
        ahead = -r.steps.v[i].days > ahead ? (int32_t)-r.steps.v[i].days : ahead;
    TRY(q_remind_tasks(c, &tasks, .until = cal_working_day_from(r.days.cal, (Date){ cal_add_working_days(r.days.cal, c->today, ahead).day + 1 })));
    out->tasks = tasks.n;
    for (size_t i = 0; i < tasks.n; i++)
        TRY(remind_task(&r, &tasks.v[i]));
    TRY(spool_all(&r));
    TRY(q_remind_run_put(c, .day = c->today, .at = c->now, .notices = (int64_t)out->notices, .letters = (int64_t)out->letters));
    return audit_add(c, "remind.run", date_iso(c->arena, c->today), str_fmt(c->arena, "{\"notices\":%zu,\"letters\":%zu}", out->notices,
        out->letters));
}

/* ---- the escalation table */

const char *remind_audience_title(Str audience)
{
    static const struct { const char *name, *title; } all[] = {
        { "person", T("Người làm, hoặc cán bộ phụ trách của đơn vị") }, { "head", T("Người đứng đầu đơn vị") }, { "standing", T("Cơ quan thường trực") },
    };

    for (size_t i = 0; i < COUNT(all); i++)
        if (str_eq(audience, str_of(all[i].name)))
            return all[i].title;
    return "";
}

Err remind_step_put(Ctx *c, const RemindStep *s)
{
    TRY(access_need(c, &PERM_REMIND, 0));
    if (!remind_audience_title(s->audience)[0])
        return fail_field(c, "audience", T("Hãy chọn người được nhắc: người làm, người đứng đầu hoặc cơ quan thường trực."));
    if (s->days < -60 || s->days > 260)
        return fail_field(c, "days", T("Số ngày làm việc so với hạn từ -60 (trước hạn) đến 260 (sau hạn)."));
    if (s->every < 0 || s->every > 60)
        return fail_field(c, "every", T("Nhắc lại sau 1 đến 60 ngày làm việc; 0 là chỉ nhắc một lần."));
    TRY(q_escalation_put(c, .days = s->days, .audience = s->audience, .every = s->every));
    return audit_add(c, "remind.step", s->audience, str_fmt(c->arena, "{\"days\":%lld,\"every\":%lld}", (long long)s->days, (long long)s->every));
}

Err remind_step_drop(Ctx *c, int64_t days, Str audience)
{
    EscalationListRows steps;
    EscalationDropRows done;

    TRY(access_need(c, &PERM_REMIND, 0));
    TRY(q_escalation_list(c, &steps, ));
    if (steps.n < 2)
        return fail(c, E_STATE, T("Đây là mốc nhắc cuối cùng; hãy thêm mốc khác trước khi bỏ."));
    TRY(q_escalation_drop(c, &done, .days = days, .audience = audience));
    if (!done.n)
        return fail(c, E_NOT_FOUND, T("Không có mốc nhắc đó."));
    return audit_add(c, "remind.step_drop", audience, str_fmt(c->arena, "{\"days\":%lld}", (long long)days));
}
