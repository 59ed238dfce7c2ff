#include "insight/fair.h"
#include "insight/insight.h"
#include "insight/scenario.h"

const Room insight_room = {
    .name = "insight",
    .title = T("Phân tích"),
    .perms = (const Perm *const[]){ &PERM_INSIGHT_VIEW, &PERM_INSIGHT_FAIR, &PERM_INSIGHT_EFFORT, NULL },
    .commands = insight_commands,
};
