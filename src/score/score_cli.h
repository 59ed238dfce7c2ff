#pragma once
#include "core/room.h"

extern const Command score_commands[];
