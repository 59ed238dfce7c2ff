/* Room survey: what it shows to main. */
#pragma once
#include "core/room.h"

extern const Command survey_commands[];
extern const Room survey_room;

Err survey_index_command(Ctx *c, const Args *a, Buf *out);
Err survey_sample_command(Ctx *c, const Args *a, Buf *out);
