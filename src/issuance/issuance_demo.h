#pragma once
#include "core/ctx.h"

/* Demonstration: documents of several kinds, published, numbered, revoked, and a draft. */
Err issuance_demo(Ctx *c);
