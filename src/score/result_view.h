/* From a Look to the views that several pages of results share. */
#pragma once
#include "score/look.h"
#include "score/score_view.h"

/* path without the first slash. */
PickView view_pick(Ctx *c, const Look *l, const char *path);
UnitLine view_unit(Ctx *c, const Look *l, size_t unit);                 /* without cells */
GroupFigures view_group(Ctx *c, const Look *l, size_t group);
ChangeView view_change(Ctx *c, const Look *l, size_t unit);
LossLine view_loss(Ctx *c, const Look *l, const Loss *k);
/* "set=SO&year=2025", and with a group when there is one; ready to stand in an address. */
Str view_link(Ctx *c, Str set, int64_t year, Str group);
Str view_url_part(Ctx *c, Str s);                                       /* encoded */
Html view_bar(Ctx *c, Dec value, Dec max);
