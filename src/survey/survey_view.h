/* What the officers' pages of room survey show. Filled by *_web.c; markup is in pages/. */
#pragma once
#include "survey/entry.h"
#include "survey/matrix.h"
#include "survey/privacy.h"
#include "survey/report.h"
#include "survey/result.h"
#include "web/view.h"

/* What stands above every page of one survey. */
typedef struct SurveyTop {
    SurveyByCodeRow s;
    const char *state;                      /* T() */
    Str tag, letter;
    bool may_manage, may_enter;
    Str here;                               /* "plan" and the like, for the tabs */
} SurveyTop;

typedef struct SurveyLine {
    SurveyListRow r;
    const char *state;
    Str tag, letter;
    Html bar;
} SurveyLine;
typedef struct SurveysView {
    VEC(SurveyLine) rows;
    bool may_manage;
} SurveysView;

typedef struct SurveyNewView {
    SurveyFormsRows forms;
    Choices kinds;
    int64_t year;
    Str none;                               /* nothing is proposed; what was typed comes back */
} SurveyNewView;

typedef struct FillLine {
    SurveyUnitsRow u;
    Html bar;
    int64_t missing, unused;                /* unused: codes */
} FillLine;
typedef struct MissLine {
    Str unit;
    const char *reason;
    int64_t n;
} MissLine;
typedef struct ReasonLine {
    Str reason;
    const char *state;
    int64_t n;
} ReasonLine;
typedef struct SurveyView {
    SurveyTop top;
    VEC(FillLine) units;
    int64_t quota, counted, waiting, dropped, codes, used, withdrawn;
    VEC(MissLine) misses;
    VEC(ReasonLine) reasons;
    SurveyFactsRows facts;
    Str address;
    Html qr;
    bool hidden_units;                      /* the reader sees only the own units */
    SurveyAccessListRows access;
} SurveyView;

typedef struct MatrixCellLine {
    Str name;                               /* of the field: "12-lanh_dao" */
    Str label;
    int64_t population, quota, counted;
} MatrixCellLine;
typedef struct MatrixLine {
    Str unit;
    VEC(MatrixCellLine) cells;
} MatrixLine;
typedef struct MatrixView {
    SurveyTop top;
    MatrixGroups groups;
    VEC(MatrixLine) rows;
    int64_t population, quota, counted;
    Dec margin;                             /* of all answers so far, percent */
    bool has_margin;
} MatrixView;

typedef struct CodeCard {
    Str code, address, unit;
    Html qr;
} CodeCard;
typedef struct CodesView {
    SurveyTop top;
    SurveyUnitsRows units;
    VEC(CodeCard) cards;                    /* just made; shown this once */
    Str device_address, device_name;        /* just made */
    Html device_qr;
    SurveyDevicesRows devices;
    Str address;
} CodesView;

typedef struct WaitingLine {
    SurveyWaitingRow r;
    Str why, channel, answers;
} WaitingLine;
typedef struct DecidedLine {
    SurveyDecidedRow r;
    Str why;
    bool counted;
} DecidedLine;
typedef struct WaitingGroup {               /* one unit, one set of signs */
    Str id, value, unit, why;               /* value: "12 fast same" */
    int64_t n;
} WaitingGroup;
typedef struct WaitingView {
    SurveyTop top;
    VEC(WaitingLine) rows;                  /* the first ones */
    VEC(WaitingGroup) groups;               /* of more than one */
    int64_t more;                           /* not among rows */
    VEC(DecidedLine) decided;
} WaitingView;

typedef struct ResultLine {
    Str name;
    bool shown;
    int64_t n;
    Dec index, lo, hi;
    bool interval, small, weighted, gap;
    Html bar;
    VEC(OptDec) factors;                    /* in the order of the view's factors */
    VEC(OptDec) waves;
} ResultLine;
typedef struct ResultsView {
    SurveyTop top;
    StrList factors;
    VEC(ResultLine) units, cross;
    ResultLine all;
    size_t left_out;                        /* units that are not in `all` */
    bool has_all, any_small, any_gap;
    size_t hidden;
    int64_t least;
    Choices dimensions, units_choice;
    Str by, by_title, unit_name;
    StrList waves;
    Html chart, trend;
    const char *no_answer;
    Str scheme;
    Str query;
} ResultsView;

typedef struct WordLine {
    int64_t response_id, question_id;
    Str unit, text, topics;
    Date day;
} WordLine;
typedef struct TopicLine {
    SurveyTopicsRow t;
    Str share;
} TopicLine;
typedef struct WordsView {
    SurveyTop top;
    bool may;                               /* said today what for */
    Str why, q;
    int64_t topic;
    VEC(WordLine) rows;
    Pager pager;
    VEC(TopicLine) topics;
    int64_t total, coded;
} WordsView;

typedef struct PaperOption {
    Str name, label;
    bool on;
} PaperOption;
typedef struct PaperQuestion {
    SurveyQuestionsRow q;
    Str field, value;
    bool many;
    VEC(PaperOption) options;
} PaperQuestion;
typedef struct PaperView {
    SurveyTop top;
    SurveyUnitsRows units;
    VEC(PaperQuestion) questions;
    PaperDiffs diffs;
    SurveyPapersRows once;                  /* waiting for the second entry */
    SurveyVisitedRows visited;              /* drawn for the second visit */
    int64_t visited_all, same, differs, missed;
    Str imported, copy, copy_name;          /* dry run of a file */
} PaperView;

typedef struct VisitView {
    Str lang, css, js, key, place, name, wrong, stopped, sent;
    Str once;                               /* key of this sheet, when there is no script to make one */
    SurveyByCodeRow s;
    VEC(PaperQuestion) questions;
    Choices reasons;
} VisitView;

typedef struct ReceiptView {
    Str lang, css, wrong, receipt;
    SurveyByCodeRow s;
    bool any, gone;
    OwnResponse own;
} ReceiptView;

typedef struct FormsView {
    SurveyFormsRows forms;
    Choices templates;
    bool may_manage;
    Str checked, copy, copy_name, code;
} FormsView;

typedef struct FormQuestion {
    SurveyQuestionsRow q;
    const char *kind;
    SurveyOptionsRows options;
    bool section;                           /* begins a new one */
} FormQuestion;
typedef struct FormView {
    SurveyFormGetRow f;
    SurveyFormsRows versions;
    VEC(FormQuestion) questions;
} FormView;

typedef struct ReportView {
    Report r;
    Choices periods;
    Str q_period;
} ReportView;
