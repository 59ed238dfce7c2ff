/*
 * Room demo: an invented province with three years of figures, for trying out, screenshots and tests. Everything goes
 * in through the ordinary operations of the rooms, so a demonstration is also a test of them.
 *
 *     TRY(demo_load(c, DEMO_DOSSIERS, out));     in one write transaction; refuses a database that has units
 *
 * The same bytes come out on every machine: figures are drawn from hashes of codes, never from a clock.
 * No real place, body or person is meant.
 */
#pragma once
#include "core/room.h"
#include "doc/table.h"

enum { DEMO_DOSSIERS = 200000 };

/* out: what was made and the accounts, for people. dossiers: of the one-stop shops. Answers: E_STATE when there are units. */
Err demo_load(Ctx *c, size_t dossiers, Buf *out);

/* A file of data/demo as a table. Its name is a bug when it is not there. */
Err demo_table(Ctx *c, const char *name, Table *out);

/* The criteria sets of the demonstration. */
typedef struct DemoSet {
    const char *file, *code, *name, *kinds, *basis;
    int year;
    bool closed;                /* its year's result was published: the set is frozen */
} DemoSet;
extern const DemoSet demo_sets[];                           /* ends with { 0 } */

/* Figures and direct points of all sets. */
Err demo_figures(Ctx *c);
/* Rounds of assessment in several phases. */
Err demo_rounds(Ctx *c);
/* Small rounds of four agencies, one in each phase that the large ones do not show. */
Err demo_phases(Ctx *c);
