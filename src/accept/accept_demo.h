#pragma once
#include "core/ctx.h"

Err accept_demo(Ctx *c);        /* one invented report that waits for its review */
