/*
 * Settings: typed by the room that declares them (const Setting tables), stored only where they differ from the default.
 */
#pragma once
#include "core/room.h"

Err setting_get(Ctx *c, const char *key, Str *out);             /* the default when nothing is stored; unknown key: bug */
Err setting_int(Ctx *c, const char *key, int64_t *out);
Err setting_put(Ctx *c, const char *key, Str value);            /* needs PERM_SETTING_CHANGE; answers: unknown key */

extern const Perm PERM_SETTING_CHANGE;
