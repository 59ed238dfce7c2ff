/* The shell's commands of figures and periodic reports. */
#pragma once
#include "core/room.h"

extern const Command indicator_commands[], report_commands[];
