/* A reading as lines of the review page. */
#pragma once
#include "accept/accept_view.h"

void show_source(Ctx *c, const Reading *r, IntakeView *v);
void show_reading(Ctx *c, const Reading *r, IntakeView *v);     /* identity, then everything else, low confidence first */
void show_items(Ctx *c, const AcceptReport *rep, IntakeView *v);        /* what needs a look first */
Str show_title(Ctx *c, const Reading *r, Str file);
AcceptKind show_guess(const Reading *r);                        /* what the document most likely is */
/* Links of the citations to the documents of the register that the person may see. */
Err show_cited(Ctx *c, const Reading *r, IntakeView *v);
