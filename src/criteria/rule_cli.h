/* Commands on single rules: `rule eval` and `rule parse`. No database. */
#pragma once
#include "core/room.h"

extern const Command rule_commands[];                   /* ends with a zero entry */
extern const Room rule_room;                            /* until the criteria room lists the commands */
