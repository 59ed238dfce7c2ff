/*
 * Documents composed from what the other rooms know. Nothing is invented: a kind whose data are missing answers with a
 * sentence that says what to enter first. Figures carry the day of the data ("số liệu đến ngày …").
 */
#pragma once
#include "core/access.h"
#include "doc/fields.h"
#include "doc/paper.h"

extern const Perm PERM_ISSUE_VIEW, PERM_ISSUE_MAKE, PERM_ISSUE_ALL, PERM_ISSUE_NUMBER;

typedef struct MakeAsk {
    Str kind;                   /* "ranking" */
    Str unit;                   /* code; whose document, or about whom */
    Str set;                    /* code of the criteria set */
    int64_t year;
    Str issuer;                 /* code of who signs; empty: as the kind says */
    Str number;                 /* empty: blank, marked as a draft */
    Date date;
    Str signer;                 /* name; empty: blank */
    Str period;                 /* of a periodic report: "2025-Q4" */
    Str extra;                  /* what else the kind asks for, lines "ten: gia tri" (MakeKind.fields) */
    Str secrecy, urgency;       /* "Mật", "Khẩn"; empty: none */
    Str verify;                 /* address that the code on the paper leads to; empty: no code */
} MakeAsk;

typedef struct Made {
    Paper *paper;
    Str type, symbol, abstract; /* "Quyết định", "QĐ-UBND", … */
    int64_t issuer_id, unit_id;
    Date figures;               /* day of the newest figure; unset: no figures in it */
    const Fields *fields;       /* what it was made from, for tracing */
    Str signer_title;           /* "GIÁM ĐỐC", "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"; may be empty */
    Str docx;                   /* made by the province's template; then paper is what was read of it */
} Made;

/* How a body stands in a letterhead and signs. BASIS: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.2, II.3, II.7. */
typedef struct Body {
    int64_t id;
    Str code, name, kind;
    Str parent, issuer;         /* letterhead */
    Str full;                   /* in running text: "Ủy ban nhân dân tỉnh Vân Nhạn", "Sở Y tế" */
    Str abbr;                   /* in symbols: "UBND", "SYT" */
    Str place;
    Str head;                   /* "Chủ tịch", "Giám đốc" */
    Str collective;             /* "Ủy ban nhân dân", or empty */
} Body;
Err body_load(Ctx *c, Str code, Body *out);
Err body_top(Ctx *c, const Body *of, Body *out);        /* the province above, or itself */

typedef struct MakeField {
    const char *name, *title;   /* "ngay_hen_moi"; T() */
    bool required;
} MakeField;

enum { NEEDS_UNIT = 1, NEEDS_SET = 2, NEEDS_YEAR = 4, NEEDS_PERIOD = 8 };

typedef struct MakeKind {
    const char *name, *title;   /* title: T() */
    const char *needs;          /* T(): what must be there, for the list */
    Err (*make)(Ctx *c, const MakeAsk *ask, Made *out);
    unsigned asks;              /* NEEDS_… */
    const MakeField *fields;    /* asked of the person; ends with { 0 }, may be NULL */
} MakeKind;
const MakeKind *make_kind(Str name);                    /* NULL: none */
extern const MakeKind make_kinds[];                     /* ends with { 0 } */
Err make_document(Ctx *c, const MakeAsk *ask, Made *out);
/* Where a set is needed and none was named: the only one of the year, or the only one that the unit is scored by; else it stays empty. */
Err make_choose_set(Ctx *c, MakeAsk *ask);

Err make_ranking(Ctx *c, const MakeAsk *ask, Made *out);
Err make_report_card(Ctx *c, const MakeAsk *ask, Made *out);
/* Report cards of every scored unit as a ZIP of DOCX files; set and year are asked for. */
Err make_cards(Ctx *c, const MakeAsk *ask, Str *zip);
Err make_result_report(Ctx *c, const MakeAsk *ask, Made *out);
Err make_remedy_plan(Ctx *c, const MakeAsk *ask, Made *out);
Err make_plan(Ctx *c, const MakeAsk *ask, Made *out);           /* commune-plan and plan-decision */
Err make_appraisal_minutes(Ctx *c, const MakeAsk *ask, Made *out);
Err make_council_minutes(Ctx *c, const MakeAsk *ask, Made *out);
Err make_explanation_request(Ctx *c, const MakeAsk *ask, Made *out);
Err make_appeal_decision(Ctx *c, const MakeAsk *ask, Made *out);
Err make_reminder(Ctx *c, const MakeAsk *ask, Made *out);
Err make_apology(Ctx *c, const MakeAsk *ask, Made *out);
Err make_inspection(Ctx *c, const MakeAsk *ask, Made *out);     /* decision, minutes and conclusion */
Err make_survey_report(Ctx *c, const MakeAsk *ask, Made *out);
Err make_periodic_report(Ctx *c, const MakeAsk *ask, Made *out);
