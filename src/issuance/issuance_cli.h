#pragma once
#include "core/room.h"

extern const Command issuance_commands[];
