/*
 * The files of a form: chosen, dropped, pasted, sent in pieces, or many in a ZIP. Taken before the write, stored in it.
 *
 *     prepare:  TRY(taken_from(c, rq, set_id, t));
 *     post:     TRY(taken_store(c, t, &(EvidenceForm){ .unit_id = …, .criterion_id = … }, &id));
 */
#pragma once
#include "archive/bundle.h"
#include "archive/parts.h"
#include "web/req.h"

typedef struct Taken {
    VEC(Upload) files;
    VEC(Bundle) zips;
    size_t n;                   /* files taken, those in archives too */
    VEC(Str) refused;           /* sentences */
    VEC(Part) parts;            /* what came in pieces: forgotten when the documents are there */
} Taken;

/* Of the fields "file" (many), "zip" and "part". set_id: whose criteria the names in a ZIP are matched to; 0: none. E_LIMIT, E_INVALID: all were refused. */
Err taken_from(Ctx *c, const Req *rq, int64_t set_id, Taken *t);
/* Documents of as->unit_id; with a criterion each file is its evidence, with as->page and as->note. *last: the newest, 0: only archives. */
Err taken_store(Ctx *c, Taken *t, const EvidenceForm *as, int64_t *last);
Str taken_said(Ctx *c, const Taken *t);                 /* how many came in, and why the others did not */
Err take_file(Ctx *c, const ReqFile *f, Upload *up);    /* one */
