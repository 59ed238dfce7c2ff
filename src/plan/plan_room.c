#include "plan/plan.h"
#include "plan/plan_cli.h"

static const Setting plan_settings[] = {
    { "plan.near_days", "5", T("Nhiệm vụ gọi là sắp đến hạn khi còn từng này ngày làm việc") },
    { 0 },
};

const Room plan_room = {
    .name = "plan",
    .title = T("Kế hoạch và nhiệm vụ"),
    .perms = (const Perm *const[]){ &PERM_PLAN_VIEW, &PERM_PLAN_CHANGE, &PERM_PLAN_APPROVE, &PERM_PLAN_CASCADE, &PERM_TASK_WORK,
        &PERM_TASK_SIGN, NULL },
    .commands = plan_commands,
    .settings = plan_settings,
};
