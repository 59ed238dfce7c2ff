#pragma once
#include "core/ctx.h"

/* Dossiers of 2025 and the facts made of them; needs the units. */
Err demo_onestop(Ctx *c);
