/*
 * The catalogue of administrative procedures: imported from a table, every change kept, publication checked.
 *
 * Times are kept in working hours; "15", "15 ngày", "15 ngày làm việc" are 120 hours, "4 giờ" is 4.
 */
#pragma once
#include "doc/table.h"
#include "onestop/onestop.h"
#include "procedures_sql.h"

typedef struct ProcedureReport {
    size_t created, changed, same, decisions;
    RowErrors bad;
} ProcedureReport;

/* A code may stand in several rows, one for each of its decisions; its other cells must then agree. All or nothing. */
Err procedures_import(Ctx *c, const Table *t, ProcedureReport *out);

typedef enum ProcedureFault {
    FAULT_DECIDED_LATE = 1, FAULT_PUBLISHED_LATE = 2, FAULT_NOT_PUBLISHED = 4, FAULT_CONTENT = 8, FAULT_NO_TIME = 16,
    FAULT_NO_DECISION = 32, FAULT_UNKNOWN = 64              /* met in dossiers, not in the catalogue */
} ProcedureFault;
enum { N_FAULTS = 7, N_CONTENT = 7 };
const char *fault_title(unsigned fault);                    /* one of ProcedureFault; Vietnamese, T() */
const char *content_title(int bit);                         /* 0 … N_CONTENT - 1 */

/* Faults of a procedure with its decisions, on a day. BASIS: QĐ 766/QĐ-TTg, 1.1-1.3 */
typedef struct Calendar Calendar;
unsigned procedure_faults(const Calendar *cal, const ProcedureRow *p, const ProcedureDecisionRow *v, size_t n, Date today);

Err procedures_xlsx(Ctx *c, const ProcedureRows *rows, Str *bytes);
Str hours_text(Ctx *c, int64_t hours);                      /* "15 ngày", "4 giờ", "2 ngày 4 giờ" */
