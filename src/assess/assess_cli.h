#pragma once
#include "core/room.h"

extern const Command assess_commands[];
