#pragma once
#include "core/room.h"

extern const Command criteria_commands[];
