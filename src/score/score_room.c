#include "score/facts.h"
#include "score/score_run.h"
#include "score/score_cli.h"

const Room score_room = {
    .name = "score",
    .title = T("Chấm điểm và xếp hạng"),
    .perms = (const Perm *const[]){ &PERM_SCORE_VIEW, &PERM_FACT_CHANGE, &PERM_SCORE_CHANGE, NULL },
    .commands = score_commands,
};
