/* Room insight: what it shows to main. */
#pragma once
#include "core/room.h"

extern const Command insight_commands[];
extern const Room insight_room;
