/* Shared by the files of the room only. */
#pragma once
#include "accept/accept.h"

/* The work on one document: the items are made in the order of the document, each kind keeps its own data beside them. */
typedef struct Work {
    const AcceptForm *f;
    const AcceptSource *s;
    AcceptReport *rep;
    UnitRow unit;               /* not for criteria */
    CriteriaSetRow set;         /* result and remedy */
    CriterionRows criteria;
    bool write;
} Work;

/* A new item; `skipped` is set from the form. */
AcceptItem *work_item(Ctx *c, Work *w, Str code, Str title, Where where, int confidence);
/* The item goes in: it neither stops nor was left out. */
bool item_goes(const AcceptItem *it);
void work_note(Ctx *c, Work *w, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* State and sentence of an item. The worse state stays; sentences are put behind one another. */
void item_say(Ctx *c, AcceptItem *it, AcceptState s, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Before anything is written: counts, and answers when an item stops or none goes in. */
Err work_ready(Ctx *c, Work *w);
Str work_num(Ctx *c, Dec d);

/* Each makes the items and, when w->write, writes those that go in. */
Err accept_plan(Ctx *c, Work *w);
Err accept_remedy(Ctx *c, Work *w);
Err accept_result(Ctx *c, Work *w);
Err accept_criteria(Ctx *c, Work *w);
/* After the items were written: the document into the register, its citations to the documents that are there. */
Err accept_register(Ctx *c, Work *w);
