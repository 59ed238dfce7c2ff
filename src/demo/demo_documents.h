/* A dozen invented documents with their evidence. After units and criteria. */
#pragma once
#include "core/ctx.h"

Err demo_documents(Ctx *c);
