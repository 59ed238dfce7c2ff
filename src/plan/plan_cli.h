/* The shell's commands of plans and tasks. */
#pragma once
#include "core/room.h"

extern const Command plan_commands[];
