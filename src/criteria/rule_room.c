/* Only the commands on single rules; the criteria room will list them. */
#include "criteria/rule_cli.h"

const Room rule_room = { .name = "rule", .title = T("Quy tắc chấm điểm"), .commands = rule_commands };
