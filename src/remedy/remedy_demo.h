#pragma once
#include "core/ctx.h"

/* Demonstration: losses of all years, and remedies of some units for their largest ones. */
Err remedy_demo(Ctx *c);
