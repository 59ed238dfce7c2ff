/* What the pages of room issuance show. Filled by issuance_web.c and draft_web.c; markup is in pages/. */
#pragma once
#include "issuance/batch.h"
#include "issuance/edit.h"
#include "issuance/template.h"
#include "web/view.h"

typedef struct IssueLine {
    IssuedRow d;
    Str number;
    const char *state;          /* T() */
} IssueLine;

typedef struct IssueListView {
    VEC(IssueLine) rows;
    Choices states, kinds;
    Str year;
    bool may_make, may_all, may_template, filtered;
} IssueListView;

typedef struct AskLine {        /* something that the kind asks for */
    Str name, title;
    bool required;
    Str value;
} AskLine;

typedef struct IssueNewView {
    Choices kinds, sets;        /* value of a set: "SO-2025" */
    VEC(AskLine) asks;
    Str kind, unit, set, year, period, signer, secrecy, urgency;
    const char *title, *needs;  /* T() */
    bool unit_asked, set_asked, year_asked, period_asked, may_batch;
} IssueNewView;

typedef struct TraceLine {
    Str name, text, source;
} TraceLine;

typedef struct IssueView {
    IssuedRow d;
    Str number, kind_title;
    const char *state;          /* T() */
    bool draft, numbered, public, may_make, may_number, may_revoke, may_send, may_confirm, word, signed_back;
    Date today;
    Html preview;
    IssuedRecipientsRows to;
    HandNumbers hand;
    size_t edited, stale;
    VEC(TraceLine) trace;
    bool more_trace;
} IssueView;

typedef struct IssueEditView {
    IssuedRow d;
    EditPlaces places;
    size_t edited;
} IssueEditView;

typedef struct IssueVerifyView {
    bool found, checked, same, issued_unsigned;
    IssuedRow d;
    Str number, file, sum;
    const char *state;          /* T() */
} IssueVerifyView;

typedef struct TemplateLine {
    Str kind, name, who;
    const char *title;          /* T() */
    bool own;
    int64_t version;
    Moment at;
} TemplateLine;

typedef struct IssueTemplatesView {
    VEC(TemplateLine) rows;
    bool may_change;
} IssueTemplatesView;

typedef struct IssueTemplateView {
    Str kind, name;
    const char *title;          /* T() */
    bool own, may_change, checked;
    int64_t version;
    FillFaults faults;
    VEC(Str) fields;
} IssueTemplateView;

typedef struct IncomingLine {
    IssuedIncomingRow d;
    Str number;
} IncomingLine;

typedef struct IssueIncomingView {
    Str unit, unit_name;
    VEC(IncomingLine) rows;
} IssueIncomingView;

typedef struct BatchLine {
    IssueBatchRow b;
    const char *title;          /* T() */
} BatchLine;

typedef struct IssueBatchesView {
    VEC(BatchLine) rows;
    Choices kinds, sets;
} IssueBatchesView;

typedef struct IssueBatchView {
    IssueBatchRow b;
    IssueBatchFaultsRows faults;
    const char *title;          /* T() */
    int64_t percent;
    bool working, stopped;
} IssueBatchView;
