#pragma once
#include "core/room.h"

extern const Command archive_commands[];
