#pragma once
#include "core/ctx.h"

/* Demonstration: figures of the last quarters for the province and its units, complete, late, returned and missing; a report. */
Err indicator_demo(Ctx *c);
