/* Commands on single rules: `rule eval` and `rule parse`. No database. The criteria room lists them. */
#pragma once
#include "core/room.h"

extern const Opt rule_eval_options[], rule_parse_options[];     /* end with a zero entry */
Err cmd_rule_eval(Ctx *c, const Args *a, Buf *out);
Err cmd_rule_parse(Ctx *c, const Args *a, Buf *out);
