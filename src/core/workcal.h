/*
 * The working calendar of this database: the table in the program, with the years that the province has entered in
 * place of the program's own (schema/0044_calendar.sql).
 *
 * A calendar is a third of a megabyte and takes some milliseconds to build, so it is built once for each content of the
 * table and shared by all readers of the process; it lives until the process ends. E_INVALID: a stored row is impossible.
 */
#pragma once
#include "cal/calendar.h"
#include "core/ctx.h"

Err workcal(Ctx *c, const Calendar **out);
/* Without data: the table in the program. */
Err workcal_builtin(const Calendar **out, Answer *why);
