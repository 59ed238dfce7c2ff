/* What the pages of room issuance show. Filled by issuance_web.c; markup is in pages/. */
#pragma once
#include "issuance/issuance.h"
#include "web/view.h"

typedef struct IssueLine {
    IssuedRow d;
    Str number;
    const char *state;          /* T() */
} IssueLine;

typedef struct IssueListView {
    VEC(IssueLine) rows;
    bool may_make;
} IssueListView;

typedef struct IssueNewView {
    Choices kinds, sets;        /* value of a set: "SO-2025" */
    Str unit, year, signer;
} IssueNewView;

typedef struct IssueView {
    IssuedRow d;
    Str number;
    const char *state;          /* T() */
    bool draft, numbered, public, may_number, may_revoke;
    Date today;
    Html preview;
} IssueView;

typedef struct IssueVerifyView {
    bool found;
    IssuedRow d;
    Str number;
    const char *state;          /* T() */
} IssueVerifyView;
