#pragma once
#include "core/room.h"

extern const Command assess_commands[];

Err cmd_round_states(Ctx *c, const Args *a, Buf *out);
