#pragma once
#include "core/room.h"

extern const Command remedy_commands[];
