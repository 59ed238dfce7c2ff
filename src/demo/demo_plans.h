/* A year of plans: the province, some departments and communes, as a story of dated acts (data/demo/plan-year.csv). */
#pragma once
#include "core/ctx.h"

Err demo_plans(Ctx *c);
