/* The shell's commands of the calendar: pure, no data needed. */
#pragma once
#include "core/room.h"

extern const Command calendar_commands[];
extern const Room calendar_room;
