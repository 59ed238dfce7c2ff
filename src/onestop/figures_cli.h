#pragma once
#include "core/room.h"

extern const Opt figures_options[], publish_options[];
Err run_figures(Ctx *c, const Args *a, Buf *out);
Err run_publish(Ctx *c, const Args *a, Buf *out);
