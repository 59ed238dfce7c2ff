#pragma once
#include "core/ctx.h"

/* Demonstration: two waves after procedures in eight communes, leaders and deputies about departments, some of it held back. */
Err survey_demo(Ctx *c);
