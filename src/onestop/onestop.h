/* Room `onestop`: dossiers of administrative procedures (hồ sơ TTHC) and what is counted on them. */
#pragma once
#include "core/room.h"

extern const Room onestop_room;
extern const Command onestop_commands[];
