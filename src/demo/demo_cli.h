/* The command `demo`. */
#pragma once
#include "core/room.h"

extern const Command demo_commands[];                       /* ends with a zero entry */
