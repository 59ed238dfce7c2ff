#pragma once
#include "core/room.h"

extern const Command org_commands[];
