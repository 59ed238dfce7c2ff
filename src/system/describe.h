#pragma once
#include "core/room.h"

/* Everything the rooms declare, as one JSON object. */
void describe(const Room *const *rooms, Buf *out);
