/*
 * Answers that come on paper or in a file: whole sheets at once, paper typed twice by two people, and the second visit to
 * a random share of those who were visited.
 */
#pragma once
#include "survey/collect.h"

/* --- a file: one line a respondent, one column a question --- */

typedef struct EntryReport {
    size_t added;
    size_t there;               /* sheet numbers that are in already, left as they are */
} EntryReport;
/*
 * Columns unit, and the questions by their codes; sheet, day, channel (paper, open, code) may be absent. All or nothing:
 * the first wrong cell is named with row and column, and nothing is written. Reading the same file again adds nothing
 * where sheets have numbers.
 */
Err entry_import(Ctx *c, const SurveyByCodeRow *s, const Table *t, EntryReport *out);

/* --- paper, twice --- */

extern const Perm PERM_SURVEY_ENTER;

typedef struct PaperForm {
    Str sheet;
    int64_t unit_id;
    const Str *values;          /* in the order of the form's questions */
} PaperForm;
/*
 * What one person typed. The second entry must be by somebody else; when both agree the answer is counted, otherwise
 * the sheet waits in the list of differences. *state: "once", "agreed", "differs".
 */
Err paper_enter(Ctx *c, const SurveyByCodeRow *s, const PaperForm *f, const char **state);

typedef struct PaperDiff {
    Str sheet, unit;
    Str question, first, second;        /* of one question; question empty: the unit itself */
    Str first_by, second_by;
    int64_t position;
} PaperDiff;
typedef VEC(PaperDiff) PaperDiffs;
Err paper_diffs(Ctx *c, const SurveyByCodeRow *s, PaperDiffs *out);
/* Somebody looked at the sheet: entry 1 or 2 of each question that differs is right; all at once. */
Err paper_settle(Ctx *c, const SurveyByCodeRow *s, Str sheet, int entry);

/* --- second visit --- */

/* Draws the plan's share of the visited and typed sheets that were not drawn yet. *n: newly drawn. */
Err recheck_draw(Ctx *c, const SurveyByCodeRow *s, uint64_t seed, size_t *n);
/* outcome: same, differs, missed. */
Err recheck_note(Ctx *c, const SurveyByCodeRow *s, int64_t response_id, Str outcome, Str note);
