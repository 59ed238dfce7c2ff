#pragma once
#include "core/room.h"

extern const Command accept_commands[];
