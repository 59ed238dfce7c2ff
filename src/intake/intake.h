/* Room `intake`: official documents come in, are read, shown and, once accepted, go to the other rooms. */
#pragma once
#include "core/room.h"

extern const Room intake_room;
extern const Command intake_commands[];
