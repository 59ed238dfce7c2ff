/*
 * The remedy plan and the result review of a unit in words. Drafted from the data: each figure comes from the result, the
 * losses or the remedies, and each criterion stands as [1.2.3], which pages turn into a link to why its points are what they
 * are. People edit the parts and the head approves; an approved paper changes only after it was reopened.
 * BASIS: what districts and communes issue after publication: remedy plans and reports on the index result.
 */
#pragma once
#include "remedy/remedy.h"

extern const Perm PERM_REMEDY_APPROVE;

typedef struct PaperPart {
    Str title, text, drafted;
} PaperPart;
typedef struct RemedyPaper {
    PaperRow row;               /* id 0: not kept yet */
    VEC(PaperPart) parts;
} RemedyPaper;

/* Kept words, or the draft that would be kept. kind: "plan" or "review". */
Err paper_open(Ctx *c, const ScoreRun *r, size_t unit, Str kind, RemedyPaper *out);
/* The figures again; parts that nobody edited follow, edited ones stay. E_STATE: approved. */
Err paper_draft(Ctx *c, const ScoreRun *r, size_t unit, Str kind, RemedyPaper *out);
/* texts[i] for part i. Kept with the version seen; the first time the draft is made first. */
Err paper_edit(Ctx *c, const ScoreRun *r, size_t unit, Str kind, int64_t version, const Str *texts, size_t n);
Err paper_approve(Ctx *c, const ScoreRun *r, size_t unit, Str kind, int64_t version);
Err paper_reopen(Ctx *c, const ScoreRun *r, size_t unit, Str kind, int64_t version);
/* Words of an approved paper for a document; *any false: there is none. For room issuance. */
Err paper_approved(Ctx *c, int64_t set_id, int64_t unit_id, Str kind, RemedyPaper *out, bool *any);
