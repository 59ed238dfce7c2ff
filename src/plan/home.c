/* “Việc đến hạn” on the home page of a signed-in person. */
#include "pages.h"
#include "plan/plan_view.h"
#include "core_sql.h"

enum { SHOWN = 5 };

/* Extensions and reports that wait for this person's decision: of the own unit, or of all for the standing body. */
static Err waiting(Ctx *c, int64_t unit_id, HomeDueView *v)
{
    TaskAskedRow asked;
    bool everywhere, own = false;

    TRY(access_can(c, &PERM_TASK_SIGN, 0, &everywhere));
    if (!everywhere && unit_id)
        TRY(access_can(c, &PERM_TASK_SIGN, unit_id, &own));
    if (!everywhere && !own)
        return OK;
    TRY(q_task_asked(c, &asked, .unit_id = everywhere ? 0 : unit_id));
    v->extensions = asked.extensions;
    v->to_sign = asked.to_sign;
    return OK;
}

Err plan_home_due(Ctx *c, Html *out)
{
    HomeDueView v = { 0 };
    Out o = { .buf = { .arena = c->arena }, .lang = c->answer.lang };
    PersonRow me;
    PlanDays days;
    TaskDueCountRow n;

    *out = (Html){ 0 };
    if (!c->user_id || !access_any(c, &PERM_PLAN_VIEW))
        return OK;
    TRY(q_person_get(c, &me, .id = c->user_id));
    TRY(plan_days(c, &days));
    TRY(q_task_due_count(c, &n, .person_id = c->user_id, .unit_id = me.unit_id, .soon = days.soon, .overdue_from = days.overdue_from));
    v.late = n.late;
    v.soon = n.soon;
    TRY(waiting(c, me.unit_id, &v));
    if (!v.late && !v.soon && !v.extensions && !v.to_sign)
        return OK;
    TRY(q_task_due_of(c, &v.rows, .person_id = c->user_id, .unit_id = me.unit_id, .soon = days.soon, .overdue_from = days.overdue_from,
        .most = SHOWN));
    tpl_home_due(&o, &v);
    *out = html_trusted(buf_str(&o.buf));
    return OK;
}
