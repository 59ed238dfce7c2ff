/*
 * Room `onestop`: dossiers of administrative procedures (hồ sơ TTHC) and what is counted on them.
 *
 * Dossiers come in by files (onestop_import) and are counted per unit × month of receipt × month of the end × field ×
 * procedure × channel in the same transaction; pages and figures read those counts. Both readings of "late" are kept:
 * by date (practice of provincial systems) and by time stamp after waiting (QĐ 766/QĐ-TTg, 2.1).
 */
#pragma once
#include "core/room.h"
#include "onestop_sql.h"

extern const Room onestop_room;
extern const Command onestop_commands[];
extern const Perm PERM_ONESTOP_VIEW, PERM_ONESTOP_IMPORT, PERM_ONESTOP_CHANGE, PERM_ONESTOP_CATALOGUE;

typedef struct DossierAsk {
    Str file;                   /* path */
    Str name;                   /* for messages and the list of imports */
    Str source;                 /* name of the system that exports; made when new */
    Str map;                    /* "Cột A=due_at,Cột B=status": headings that are not recognised; kept for the source */
    bool skip_bad;              /* bad rows are left out; else one of them refuses the file */
} DossierAsk;

typedef struct DossierReport {
    size_t created, changed, same, bad;
    VEC(Str) identity;          /* headings of columns about applicants, which were not read */
    VEC(Str) unused;            /* other headings that mean nothing here */
    Buf rejected;               /* CSV: row, dossier_code, column, value, reason; the first 100.000 rows */
    Str first;                  /* sentence about the first bad row */
} DossierReport;

/*
 * One file into the database, all or nothing. The same code in the same source is the same dossier; a file that was
 * imported before changes nothing. The report is filled also when the answer is E_INVALID because of rows.
 */
Err onestop_import(Ctx *c, const DossierAsk *ask, DossierReport *rep);
void onestop_import_told(Ctx *c, const DossierReport *rep, Buf *out);       /* sentences about a report */
