/*
 * Templates of a province: DOCX files edited in Word, one for each kind of document. They come before our wording; an upgrade
 * of the program never touches them. Each upload is a new version; what was there stays.
 */
#pragma once
#include "doc/docx_fill.h"
#include "issuance/make.h"

extern const Perm PERM_ISSUE_TEMPLATE;

/* The shipped wording of a kind as a DOCX with its tags, to be edited. */
Err template_starter(Ctx *c, const MakeKind *kind, Str *docx);
/* The province's own, or the starter. *own: which. */
Err template_get(Ctx *c, const MakeKind *kind, Str *docx, bool *own);
Err template_check(Ctx *c, const MakeKind *kind, Str file, Str docx, FillFaults *out);
/* Answers: E_INVALID with the first fault when there is any. */
Err template_put(Ctx *c, const MakeKind *kind, Str file, Str docx);
Err template_take_back(Ctx *c, const MakeKind *kind);           /* our wording again */

/* Fills the province's template with m->fields. *own false: there is none, our wording is used. */
Err template_fill(Ctx *c, const MakeAsk *ask, const PaperAbout *about, Made *m, bool *own);

Str sha256_hex(Arena *a, Str bytes);
