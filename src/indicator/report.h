/*
 * The periodic report of a unit: a table of figures and a narrative for each field, drafted from what happened (tasks
 * done, late and overdue; figures against targets and the period before), then edited and approved. An approved report
 * does not change any more: its figures are a copy with their moment.
 */
#pragma once
#include "indicator/indicator.h"
#include "org/org.h"

extern const Perm PERM_REPORT_EDIT, PERM_REPORT_APPROVE;

typedef struct ReportLine {
    Str area, code, name, measure, value, last, target, light;     /* as shown */
} ReportLine;
typedef VEC(ReportLine) ReportLines;

typedef struct Report {
    PeriodReportRow row;
    UnitRow unit;
    Period period;
    Date from, to, due;         /* bounds of the figures, day of sending */
    ReportLines lines;          /* frozen when approved, else of now */
} Report;

/* Makes or renews the draft. fresh: the narrative is written anew, edits are lost. E_STATE: already approved. */
Err report_draft(Ctx *c, int64_t unit_id, Str period, bool fresh, Report *out);
Err report_load(Ctx *c, int64_t unit_id, Str period, Report *out);     /* E_NOT_FOUND: no draft yet */
Err report_edit(Ctx *c, int64_t unit_id, Str period, int64_t version, Str title, Str narrative);
Err report_approve(Ctx *c, int64_t unit_id, Str period, Str number);
Err report_xlsx(Ctx *c, const Report *r, Str *bytes);
void report_text(Ctx *c, const Report *r, Buf *out);
void report_json(const Report *r, Buf *out);
