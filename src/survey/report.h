/*
 * Reports of surveys: what each one-stop and each unit got in a month or quarter, due on the day of the setting (25); and
 * the report of a whole survey for publication. Small numbers are hidden as everywhere; what was held back and why is told.
 */
#pragma once
#include "cal/period.h"
#include "doc/paper.h"
#include "survey/result.h"

typedef VEC(Str) StrList;

typedef struct ReportLine {
    Str unit;
    bool shown, interval;
    int64_t n;
    Dec index, lo, hi;
    OptDec before;              /* the period before */
    int64_t waiting, dropped;
    VEC(OptDec) factors;
} ReportLine;

typedef struct ReportPart {     /* one survey */
    SurveyByCodeRow s;
    StrList factors;
    VEC(ReportLine) rows;
    int64_t counted, waiting, dropped, least;
    Str held;                   /* of the whole survey: how many were held back, why, with what end; a sentence */
} ReportPart;

typedef struct Report {
    Str period, title;          /* empty period: the whole survey */
    Date from, to, due;
    VEC(ReportPart) parts;
    int64_t least;
} Report;

typedef struct ReportAsk {
    Str period;                 /* 2025-11, 2025-Q4; empty: all days, then `survey` must be told */
    Str survey;                 /* empty: every survey that got answers in the period */
} ReportAsk;

/* Units that the reader may not see are left out. */
Err survey_report_make(Ctx *c, const ReportAsk *ask, Report *out);
Paper *survey_report_paper(Ctx *c, const Report *r);
Err survey_report_xlsx(Ctx *c, const Report *r, Str *bytes);

extern const Perm PERM_SURVEY_VIEW;
