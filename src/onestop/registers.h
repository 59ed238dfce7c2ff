/*
 * Two registers: letters of apology with new due dates, and petitions (PAKN) with the deadlines of their steps.
 * BASIS: NĐ 61/2018/NĐ-CP Đ19 (a letter at latest a day before the due date, one extension); QĐ 766/QĐ-TTg 5.2 (PAKN)
 */
#pragma once
#include "cal/calendar.h"
#include "doc/table.h"
#include "onestop/onestop.h"
#include "registers_sql.h"

typedef enum ApologyFault {
    APOLOGY_AFTER_DUE = 1,      /* signed later than the day before the old due date */
    APOLOGY_SECOND = 2,         /* a second extension */
    APOLOGY_DAY_OFF = 4,        /* the new date is not a working day */
    APOLOGY_NOT_LATER = 8,      /* the new date is not after the old one */
    APOLOGY_BROKEN = 16         /* the new date went by, too */
} ApologyFault;
enum { N_APOLOGY_FAULTS = 5 };
const char *apology_fault_title(int bit);
unsigned apology_faults(const Calendar *cal, const ApologyRow *a, Date today);

typedef struct ApologyForm {
    Str source;                 /* name of the system; empty: the only dossier of this code */
    Str code, letter, signer, reason, fault;
    Date signed_on, old_due, new_due;   /* old_due unset: as the dossier says */
} ApologyForm;
Err apology_add(Ctx *c, const ApologyForm *f, bool *changed);

typedef struct RegisterReport {
    size_t written, same;
    RowErrors bad;
} RegisterReport;
/*
 * One row of a register: wrong cells are noted in `bad`, and then nothing is written; E_INVALID and E_FORBIDDEN are noted with the row,
 * too. The walk goes on to the end, so that all bad rows are told; one of them refuses the file.
 */
typedef Err (*RegisterRow)(Ctx *c, const Columns *cols, size_t r, RowErrors *bad, bool *changed);
Err register_import(Ctx *c, const Table *t, const Column *columns, size_t n, RegisterRow row, RegisterReport *out);
Err unit_cell(Ctx *c, const Columns *cols, size_t r, size_t field, RowErrors *bad, int64_t *id);      /* by code; 0 where there is none */
Str period_cell(const Columns *cols, size_t r, size_t field, RowErrors *bad);
bool count_cell(const Columns *cols, size_t r, size_t field, RowErrors *bad, int64_t *out);    /* false: empty, or no count */

Err apologies_import(Ctx *c, const Table *t, RegisterReport *out);

/* Steps of a petition. */
typedef struct PetitionState {
    Date due, publish_due;      /* of the answer; of its publication, unset while there is no answer */
    int32_t left;               /* working days until the next deadline, below zero: over */
    bool late_answer, late_publication, late_question;
    enum { PETITION_OPEN, PETITION_ANSWERED, PETITION_PUBLISHED } step;
} PetitionState;
PetitionState petition_state(const Calendar *cal, const PetitionRow *p, Date today);

Err petition_put(Ctx *c, const PetitionRow *p, bool *changed);      /* by code; id is not looked at */
/* A new one, received by today; E_INVALID when the code is taken. */
Err petition_add(Ctx *c, const PetitionRow *p);
Err petitions_import(Ctx *c, const Table *t, RegisterReport *out);
Err petition_answer(Ctx *c, int64_t id, Date on, bool refused, Str answer, bool publish);

Err apologies_xlsx(Ctx *c, const ApologyRow *v, size_t n, Str *bytes);
Err petitions_xlsx(Ctx *c, const PetitionRow *v, size_t n, Str *bytes);
