/* ClamAV, when the province runs it: bytes go to clamd over its socket (setting archive.clamd). Private to the room. */
#pragma once
#include "core/ctx.h"

/* E_INVALID: infected. E_STATE: set but not reachable: nothing is taken in unchecked. OK without the setting. */
Err clamd_check(Ctx *c, Str name, Str bytes);
