/* What the pages of room assess show. Filled by *_web.c; markup is in pages/. */
#pragma once
#include "archive/archive_view.h"
#include "assess/assess.h"
#include "web/view.h"

/* A button of a move: the form posts its action. */
typedef struct MoveButton {
    Str action;
    const char *title;          /* T() */
    bool reason, decision;
} MoveButton;
typedef VEC(MoveButton) MoveButtons;

typedef struct WorkLine {
    Str path, title, note;      /* note: reason, or how far it is */
    Date due;
    Str tag, letter;            /* class and letter of the state */
    Str word;
} WorkLine;
typedef VEC(WorkLine) WorkLines;

typedef struct WorkView {
    WorkLines todo, returned, waiting, done;
} WorkView;

typedef struct RoundLine {
    RoundRow r;
    const char *phase;          /* T() */
} RoundLine;

typedef struct RoundsView {
    VEC(RoundLine) rows;
    bool may_create;
} RoundsView;

typedef struct RoundFormView {
    int64_t id, version;        /* id 0: new */
    RoundForm f;
    Choices kinds;              /* of units, for a new round */
    Choices sets;               /* of the year of the round; of a new one: of last year and later */
} RoundFormView;

typedef struct SheetLine {
    SheetRow s;
    const char *state;          /* T() */
    Str tag, letter;
    int64_t leaves, scored, appraised, disputed, explained;
    Date due;
    bool late, idle;            /* idle: nothing scored yet */
    int64_t reminded;
    Moment opened;              /* by a person of the unit; unset: never */
} SheetLine;

typedef struct StepLine {
    const char *title;          /* T() */
    bool done, here;
    Date due;
} StepLine;

typedef struct GapLine {
    Str name;
    Dec self, last, gap;
    int64_t n;
} GapLine;

typedef VEC(GapLine) GapLines;

typedef struct RoundView {
    RoundRow r;
    const char *phase;
    VEC(SheetLine) sheets;
    VEC(StepLine) steps;
    MoveButtons moves, sheet_moves;
    MoveRows history;
    AppraiserTaskRows tasks;
    PeopleOfRoleRows appraisers;        /* to choose from, for who runs the round */
    SetAssessorsRows assessors;
    GapLines by_unit, by_field, by_person;
    bool may_run, may_rank, may_queue;
    int64_t unopened, idle, drafts, sent, late;
    size_t pairs;               /* read twice, blind */
    RoundRemindersRows reminders;
    SheetExtensionsRows extensions;
} RoundView;

typedef struct BlindLine {
    BlindPair p;
    Dec gap;
    bool same;
} BlindLine;

typedef struct BlindView {
    RoundRow r;
    VEC(BlindLine) rows;
    size_t n, same;
    Dec share, mean;            /* percent that agree; mean difference in points */
    AppraiserTaskRows tasks;
    PeopleOfRoleRows appraisers;
    bool may_run;
} BlindView;

typedef struct LeafLine {
    int64_t id;
    Str code, name, points, dot, letter;
    const char *word;           /* T() */
    bool leaf, here;
} LeafLine;

typedef struct StageLine {
    const char *title;          /* T() */
    StageRow s;
    OptDec change;              /* against the stage before */
    Str value;                  /* in words */
} StageLine;

typedef struct EvidenceLine {
    EvidenceRow e;
    Str title;
    bool here, key;             /* key: E opens it: the one after the open one */
} EvidenceLine;

/* The third pane of sheet and queue: documents of a unit for a criterion, one of them opened in place. */
typedef struct EvidencePane {
    int64_t sheet_id, criterion_id;
    Str path, query;            /* of this page: "/sheets/5", "&criterion=3" */
    VEC(EvidenceLine) rows;
    bool any;
    EvidenceLine open;
    ViewerView shown;
    bool may_add;               /* documents may come and go now */
    Str script;                 /* pieces, dropping, pasting */
    DocumentRows own;           /* documents of the unit to choose from */
} EvidencePane;

typedef struct CommentLine {
    CommentRow m;
    bool reply, done;
} CommentLine;

typedef struct StepButton {
    Dec d;
    Str points, key;            /* as shown; the digit that presses it */
} StepButton;

typedef struct SheetView {
    RoundRow r;
    SheetRow s;
    const char *phase, *state;
    VEC(LeafLine) lines;
    size_t leaves, scored, disputed;
    Dec self_points, last_points;
    bool any;                   /* a leaf is chosen */
    Leaf k;
    Str fact;                   /* in words */
    RuleTable table;
    VEC(StageLine) stages;
    StageRows history;
    EvidencePane evidence;
    VEC(CommentLine) comments;
    ReasonPhrasesRows phrases;
    MoveButtons moves;
    bool edit, by_value, explains, appraises;
    const char *stage_title;
    Str stage;
    StageRow now;               /* of the stage that is typed */
    Str points;                 /* as typed, or of `now` */
    Lock lock;
    int64_t next_id;
    bool may_check, unseen;     /* unseen: nobody of the unit has opened it before */
    Str path, go;               /* of this page; where to go after saving, or empty */
    Str draft;                  /* key under which the browser keeps what is typed */
    VEC(StepButton) steps;      /* for appraisers */
    bool queue, may_return;
} SheetView;

typedef struct CheckView {
    RoundRow r;
    SheetRow s;
    Concerns rows;
    int64_t blocking;
    bool may_send;
} CheckView;

/* One sheet of a criterion, or one criterion of a sheet. */
typedef struct QueueLine {
    SheetRow s;
    int64_t criterion_id;
    Str path, title, self, value, appraisal, reason;
    Str dot, letter;
    const char *word;           /* T() */
    Dec stake;                  /* points in dispute; before the appraisal: claimed */
    int64_t evidence;
    bool done, mine, differs, here, asked;      /* asked: explained, for the second appraisal */
} QueueLine;

typedef struct ProgressLine {
    Str name;
    int64_t done, all;
} ProgressLine;
typedef VEC(ProgressLine) ProgressLines;

typedef struct QueueView {
    RoundRow r;
    const char *stage_title;    /* T() */
    Date due;
    bool by_unit, any, chosen;  /* any: something is entrusted; chosen: a row is open */
    Str sort, sort_code;
    Choices groups, sorts;      /* criteria or units to choose from; orders */
    VEC(QueueLine) rows;
    CriterionRow k;             /* by criterion */
    SheetView leaf;
    int64_t left, done;
    ProgressLines fields, people;
    Str undo, here;             /* batch that may be taken back; this page */
} QueueView;

typedef struct RankLine {
    Str group, code, name, grade;
    Dec points, max, percent, self_percent;
    int32_t rank;
    bool first;                 /* of its group */
} RankLine;

typedef struct FrozenLine {
    SnapshotRow s;
    Verified k;
    bool checked;               /* recomputed just now, for those who see the live ranking */
} FrozenLine;

typedef struct ResultView {
    RoundRow r;
    const char *phase;
    VEC(RankLine) rows;
    VEC(FrozenLine) frozen;
    Moment newest;
} ResultView;

typedef struct CouncilView {
    RoundRow r;
    SessionRows sessions;
    bool any;
    SessionRow session;
    ItemRows items;
    PeopleOfRoleRows people;    /* of the council, for the next session */
    Str members, draft;         /* draft: minutes from what was voted */
    bool may_run, open;
} CouncilView;

typedef struct AppealLine {
    AppealRow a;
    const char *outcome;        /* T(); NULL: open */
    RankEffects effect;         /* of `tried`: the claim, or points tried out */
    Dec tried;
    bool open;
} AppealLine;

typedef struct AppealsView {
    RoundRow r;
    VEC(AppealLine) rows;
    bool may_decide, may_file;
    int64_t sheet_id;           /* own sheet, to file for */
    Str script;
    CriterionRows criteria;
} AppealsView;

typedef struct UploadView {
    RoundRow r;
    SheetRow s;
    SheetChanges changes;
    int64_t conflicts;
    bool checked;
} UploadView;
