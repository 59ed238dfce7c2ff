/*
 * Room calendar: the days off of a year as the province enters them, with their legal basis, and the shell's commands of
 * the craft cal. What is entered for a year replaces what the program knows about it; a year of which something is still
 * undecided is never entered: it stays a proposal.
 */
#pragma once
#include "cal/calendar.h"
#include "calendar_sql.h"
#include "core/room.h"
#include "doc/table.h"

extern const Perm PERM_CALENDAR_VIEW, PERM_CALENDAR_CHANGE;
extern const Command calendar_commands[];
extern const Room calendar_room;

typedef VEC(CalRow) CalRows;

/*
 * The whole truth about a year. Rows without a basis get that of the year. Answers: E_INVALID when a day lies in another
 * year, is off and worked, is a worked Monday to Friday, or when basis is empty.
 */
Err calendar_year_set(Ctx *c, int year, Str basis, const CalRows *rows);
Err calendar_year_forget(Ctx *c, int year);             /* back to what the program knows or proposes; E_NOT_FOUND */

/* Lines as people type them: "21/01/2026; nghỉ lễ; Tên ngày; căn cứ". Kind and date must be there. E_INVALID names the line. */
Err calendar_lines_read(Ctx *c, Str text, CalRows *out);
Str calendar_lines(Ctx *c, const CalRow *rows, size_t n);

typedef struct CalendarYearRead {
    int year;
    CalRows rows;
    size_t undecided;           /* rows that their source calls a proposal: they are no facts, and the year is not entered */
    bool entered;
} CalendarYearRead;
typedef struct CalendarImport {
    VEC(CalendarYearRead) years;
    VEC(RowError) bad;          /* filled when the answer is E_INVALID because of rows */
} CalendarImport;
/* Columns date, kind, name, basis, status (Vietnamese heads too). Reads without writing. */
Err calendar_read(Ctx *c, const Table *t, CalendarImport *out);
/* Enters the years that are decided. only: one year, 0: all. basis: of rows that have none. */
Err calendar_import(Ctx *c, CalendarImport *what, int only, Str basis);
