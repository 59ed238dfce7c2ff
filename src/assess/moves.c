#include "assess/assess.h"

#include "archive/archive.h"
#include "assess/own.h"
#include "core/audit.h"

#include <assert.h>

const Perm PERM_ROUND_VIEW = { "round.view", T("Xem các đợt đánh giá"), ROLES_ALL_SIGNED_IN };
const Perm PERM_ROUND_RUN = { "round.run", T("Điều hành đợt đánh giá"), ROLE_COORDINATOR };
const Perm PERM_ROUND_PUBLISH = { "round.publish", T("Phê duyệt và công bố kết quả"), ROLE_COORDINATOR };
const Perm PERM_RANKING_LIVE = { "round.ranking", T("Xem xếp hạng tạm tính"), ROLE_COORDINATOR | ROLE_COUNCIL };
const Perm PERM_SHEET_VIEW = { "sheet.view", T("Xem phiếu đánh giá"),
    ROLE_COORDINATOR | ROLE_APPRAISER | ROLE_COUNCIL | ROLE_HEAD | ROLE_OFFICER | ROLE_VIEWER };
const Perm PERM_SHEET_FILL = { "sheet.fill", T("Tự chấm và giải trình"), ROLE_HEAD | ROLE_OFFICER };
const Perm PERM_SHEET_SUBMIT = { "sheet.submit", T("Gửi phiếu và giải trình"), ROLE_HEAD };
const Perm PERM_SHEET_APPRAISE = { "sheet.appraise", T("Thẩm định tiêu chí được giao"), ROLE_APPRAISER };
const Perm PERM_SHEET_RETURN = { "sheet.return", T("Trả lại phiếu và kết thúc thẩm định phiếu"), ROLE_APPRAISER | ROLE_COORDINATOR };
const Perm PERM_COUNCIL_RUN = { "council.run", T("Ghi kết quả phiên họp hội đồng"), ROLE_COORDINATOR };
const Perm PERM_APPEAL_FILE = { "appeal.file", T("Đề nghị phúc tra"), ROLE_HEAD };
const Perm PERM_APPEAL_DECIDE = { "appeal.decide", T("Giải quyết đề nghị phúc tra"), ROLE_COORDINATOR };

/* ---- the tables to lay beside the regulation ---- */

static Err has_units(Ctx *c, const RoundRow *r);
static Err self_over_for_all(Ctx *c, const RoundRow *r);
static Err all_appraised(Ctx *c, const RoundRow *r);
static Err explanation_over_for_all(Ctx *c, const RoundRow *r);
static Err all_seconded(Ctx *c, const RoundRow *r);
static Err council_settled(Ctx *c, const RoundRow *r);
static Err appeals_settled(Ctx *c, const RoundRow *r);
static Err ready_to_send(Ctx *c, const RoundRow *r, const SheetRow *s);
static Err self_over(Ctx *c, const RoundRow *r, const SheetRow *s);
static Err not_appraised_yet(Ctx *c, const RoundRow *r, const SheetRow *s);
static Err leaves_appraised(Ctx *c, const RoundRow *r, const SheetRow *s);
static Err has_dispute(Ctx *c, const RoundRow *r, const SheetRow *s);
static Err no_dispute(Ctx *c, const RoundRow *r, const SheetRow *s);
static Err explanation_open(Ctx *c, const RoundRow *r, const SheetRow *s);
static Err explanation_over(Ctx *c, const RoundRow *r, const SheetRow *s);
static Err explanations_read(Ctx *c, const RoundRow *r, const SheetRow *s);
static Err items_settled(Ctx *c, const RoundRow *r, const SheetRow *s);

const RoundMove round_moves[] = {
/*  from            action               title                                      to              permission           reason  what must hold           sheets */
  { PH_PREPARING,   "open",              T("Mở đợt, các đơn vị tự chấm"),           PH_SELF,        &PERM_ROUND_RUN,     false,  has_units,               "" },
  { PH_SELF,        "close_self",        T("Kết thúc tự chấm, chuyển thẩm định"),   PH_APPRAISAL,   &PERM_ROUND_RUN,     false,  self_over_for_all,       "lapse" },
  { PH_APPRAISAL,   "close_appraisal",   T("Kết thúc thẩm định lần 1, chuyển giải trình"), PH_EXPLANATION, &PERM_ROUND_RUN, false, all_appraised,          "return accept" },
  { PH_EXPLANATION, "close_explanation", T("Kết thúc giải trình, thẩm định lần 2"), PH_SECOND,      &PERM_ROUND_RUN,     false,  explanation_over_for_all, "lapse" },
  { PH_SECOND,      "close_second",      T("Kết thúc thẩm định lần 2, trình hội đồng"), PH_COUNCIL, &PERM_ROUND_RUN,     false,  all_seconded,            "second" },
  { PH_COUNCIL,     "provisional",       T("Chốt kết quả dự kiến"),                 PH_PROVISIONAL, &PERM_ROUND_RUN,     false,  council_settled,         "recognise" },
  { PH_PROVISIONAL, "open_appeal",       T("Thông báo kết quả dự kiến, nhận đề nghị phúc tra"), PH_APPEAL, &PERM_ROUND_RUN, false, NULL,                  "" },
  { PH_APPEAL,      "approve",           T("Ghi quyết định phê duyệt"),             PH_APPROVED,    &PERM_ROUND_PUBLISH, false,  appeals_settled,         "" },
  { PH_APPROVED,    "publish",           T("Công bố kết quả"),                      PH_PUBLISHED,   &PERM_ROUND_PUBLISH, false,  NULL,                    "finalise" },
  { PH_PUBLISHED,   "correct",           T("Đính chính kết quả đã công bố"),        PH_CORRECTION,  &PERM_ROUND_PUBLISH, true,   NULL,                    "correct" },
  { PH_CORRECTION,  "publish",           T("Công bố bản đính chính"),               PH_PUBLISHED,   &PERM_ROUND_PUBLISH, true,   NULL,                    "finalise" },
  { PH_APPRAISAL,   "reopen",            T("Mở lại tự chấm"),                       PH_SELF,        &PERM_ROUND_RUN,     true,   NULL,                    "" },
  { PH_EXPLANATION, "reopen",            T("Mở lại thẩm định lần 1"),               PH_APPRAISAL,   &PERM_ROUND_RUN,     true,   NULL,                    "recall" },
  { PH_SECOND,      "reopen",            T("Mở lại giải trình"),                    PH_EXPLANATION, &PERM_ROUND_RUN,     true,   NULL,                    "" },
  { PH_COUNCIL,     "reopen",            T("Mở lại thẩm định lần 2"),               PH_SECOND,      &PERM_ROUND_RUN,     true,   NULL,                    "reopen" },
  { PH_PROVISIONAL, "reopen",            T("Mở lại phần việc của hội đồng"),        PH_COUNCIL,     &PERM_ROUND_RUN,     true,   NULL,                    "reopen" },
  { PH_APPROVED,    "reopen",            T("Mở lại phúc tra"),                      PH_APPEAL,      &PERM_ROUND_PUBLISH, true,   NULL,                    "" },
  { 0 },
};

const SheetMove sheet_moves[] = {
/*  from            action       title                                   to             permission           phases                         reason  what must hold */
  { SH_DRAFT,       "submit",    T("Gửi phiếu tự chấm"),                 SH_SUBMITTED,  &PERM_SHEET_SUBMIT,  PH_SELF | PH_APPRAISAL,        false,  ready_to_send },
  { SH_DRAFT,       "lapse",     T("Thu phiếu khi hết hạn"),             SH_SUBMITTED,  &PERM_ROUND_RUN,     PH_SELF | PH_APPRAISAL,        false,  self_over },
  { SH_REWORK,      "submit",    T("Gửi lại phiếu tự chấm"),             SH_SUBMITTED,  &PERM_SHEET_SUBMIT,  PH_SELF | PH_APPRAISAL,        false,  ready_to_send },
  { SH_REWORK,      "lapse",     T("Thu phiếu khi hết hạn"),             SH_SUBMITTED,  &PERM_ROUND_RUN,     PH_SELF | PH_APPRAISAL,        false,  self_over },
  { SH_SUBMITTED,   "withdraw",  T("Rút phiếu về sửa"),                  SH_DRAFT,      &PERM_SHEET_SUBMIT,  PH_SELF,                       false,  not_appraised_yet },
  { SH_SUBMITTED,   "rework",    T("Trả lại để bổ sung"),                SH_REWORK,     &PERM_SHEET_RETURN,  PH_SELF | PH_APPRAISAL,        true,   NULL },
  { SH_SUBMITTED,   "appraise",  T("Kết thúc thẩm định lần 1"),          SH_APPRAISED,  &PERM_SHEET_RETURN,  PH_SELF | PH_APPRAISAL,        false,  leaves_appraised },
  { SH_APPRAISED,   "reopen",    T("Mở lại thẩm định lần 1"),            SH_SUBMITTED,  &PERM_ROUND_RUN,     PH_APPRAISAL,                  true,   NULL },
  { SH_APPRAISED,   "return",    T("Gửi kết quả để đơn vị giải trình"),  SH_RETURNED,   &PERM_ROUND_RUN,     PH_EXPLANATION,                false,  has_dispute },
  { SH_APPRAISED,   "accept",    T("Không có chênh lệch, không cần giải trình"), SH_EXPLAINED, &PERM_ROUND_RUN, PH_EXPLANATION,            false,  no_dispute },
  { SH_RETURNED,    "explain",   T("Gửi giải trình"),                    SH_EXPLAINED,  &PERM_SHEET_SUBMIT,  PH_EXPLANATION,                false,  explanation_open },
  { SH_RETURNED,    "lapse",     T("Coi như không giải trình"),          SH_EXPLAINED,  &PERM_ROUND_RUN,     PH_EXPLANATION | PH_SECOND,    false,  explanation_over },
  { SH_RETURNED,    "recall",    T("Rút kết quả thẩm định về"),          SH_APPRAISED,  &PERM_ROUND_RUN,     PH_APPRAISAL | PH_EXPLANATION, true,   NULL },
  { SH_EXPLAINED,   "recall",    T("Rút kết quả thẩm định về"),          SH_APPRAISED,  &PERM_ROUND_RUN,     PH_APPRAISAL | PH_EXPLANATION, true,   NULL },
  { SH_EXPLAINED,   "reopen",    T("Mở lại giải trình"),                 SH_RETURNED,   &PERM_ROUND_RUN,     PH_EXPLANATION,                true,   NULL },
  { SH_EXPLAINED,   "second",    T("Kết thúc thẩm định lần 2"),          SH_SECOND,     &PERM_SHEET_RETURN,  PH_SECOND | PH_COUNCIL,        false,  explanations_read },
  { SH_SECOND,      "reopen",    T("Mở lại thẩm định lần 2"),            SH_EXPLAINED,  &PERM_ROUND_RUN,     PH_SECOND,                     true,   NULL },
  { SH_SECOND,      "recognise", T("Công nhận điểm"),                    SH_RECOGNISED, &PERM_ROUND_RUN,     PH_COUNCIL | PH_PROVISIONAL,   false,  items_settled },
  { SH_RECOGNISED,  "reopen",    T("Đưa lại ra hội đồng"),               SH_SECOND,     &PERM_ROUND_RUN,     PH_COUNCIL,                    true,   NULL },
  { SH_RECOGNISED,  "finalise",  T("Chốt phiếu theo kết quả công bố"),   SH_FINAL,      &PERM_ROUND_PUBLISH, PH_PUBLISHED,                  false,  NULL },
  { SH_FINAL,       "correct",   T("Mở phiếu để đính chính"),            SH_RECOGNISED, &PERM_ROUND_PUBLISH, PH_CORRECTION,                 true,   NULL },
  { 0 },
};

/* A stage's points may be given while round and sheet stand there. */
const StageRule stage_rules[N_STAGES] = {
/*                       name           title                    permission            phases                  states                 outsider tasked counts */
  [STAGE_SELF]        = { "self",        T("Tự chấm"),            &PERM_SHEET_FILL,     PH_SELF | PH_APPRAISAL, SH_DRAFT | SH_REWORK,  false,   false, true },
  [STAGE_APPRAISAL]   = { "appraisal",   T("Thẩm định lần 1"),    &PERM_SHEET_APPRAISE, PH_SELF | PH_APPRAISAL, SH_SUBMITTED,          true,    true,  true },
  [STAGE_EXPLANATION] = { "explanation", T("Giải trình"),         &PERM_SHEET_FILL,     PH_EXPLANATION,         SH_RETURNED,           false,   false, false },
  [STAGE_SECOND]      = { "second",      T("Thẩm định lần 2"),    &PERM_SHEET_APPRAISE, PH_SECOND,              SH_EXPLAINED,          true,    true,  true },
  [STAGE_COUNCIL]     = { "council",     T("Hội đồng"),           &PERM_COUNCIL_RUN,    PH_COUNCIL,             SH_SECOND,             false,   false, true },
  [STAGE_APPEAL]      = { "appeal",      T("Phúc tra"),           &PERM_APPEAL_DECIDE,  PH_APPEAL,              SH_RECOGNISED,         false,   false, true },
  [STAGE_CORRECTION]  = { "correction",  T("Đính chính"),         &PERM_ROUND_PUBLISH,  PH_CORRECTION,          SH_RECOGNISED,         false,   false, true },
  [STAGE_BLIND]       = { "blind",       T("Thẩm định độc lập"),  &PERM_SHEET_APPRAISE, PH_SELF | PH_APPRAISAL, SH_SUBMITTED | SH_APPRAISED, true, true, false },
};

static const struct { Phase phase; const char *name, *title; } phases[] = {
    { PH_PREPARING, "preparing", T("Chuẩn bị") }, { PH_SELF, "self", T("Tự chấm điểm") }, { PH_APPRAISAL, "appraisal", T("Thẩm định lần 1") },
    { PH_EXPLANATION, "explanation", T("Giải trình") }, { PH_SECOND, "second", T("Thẩm định lần 2") }, { PH_COUNCIL, "council", T("Hội đồng") },
    { PH_PROVISIONAL, "provisional", T("Kết quả dự kiến") }, { PH_APPEAL, "appeal", T("Phúc tra") }, { PH_APPROVED, "approved", T("Đã phê duyệt") },
    { PH_PUBLISHED, "published", T("Đã công bố") }, { PH_CORRECTION, "correction", T("Đang đính chính") },
};

static const struct { SheetState state; const char *name, *title; } states[] = {
    { SH_DRAFT, "draft", T("Đang tự chấm") }, { SH_SUBMITTED, "submitted", T("Đã gửi") }, { SH_REWORK, "rework", T("Trả lại để bổ sung") },
    { SH_APPRAISED, "appraised", T("Đã thẩm định lần 1") }, { SH_RETURNED, "returned", T("Chờ giải trình") },
    { SH_EXPLAINED, "explained", T("Đã giải trình") }, { SH_SECOND, "second", T("Đã thẩm định lần 2") },
    { SH_RECOGNISED, "recognised", T("Đã công nhận") }, { SH_FINAL, "final", T("Đã chốt") },
};

#define BY(array, member, key, give)                \
    for (size_t i = 0; i < COUNT(array); i++)       \
        if (array[i].member == (key))               \
            return array[i].give;                   \
    assert(!"known name")

const char *phase_name(Phase p) { BY(phases, phase, p, name); return ""; }
const char *phase_title(Phase p) { BY(phases, phase, p, title); return ""; }
const char *sheet_state_name(SheetState s) { BY(states, state, s, name); return ""; }
const char *sheet_state_title(SheetState s) { BY(states, state, s, title); return ""; }

Phase phase_of(Str name)
{
    for (size_t i = 0; i < COUNT(phases); i++)
        if (str_eq(str_of(phases[i].name), name))
            return phases[i].phase;
    assert(!"a phase of ours");
    return PH_PREPARING;
}

SheetState sheet_state_of(Str name)
{
    for (size_t i = 0; i < COUNT(states); i++)
        if (str_eq(str_of(states[i].name), name))
            return states[i].state;
    assert(!"a state of ours");
    return SH_DRAFT;
}

bool stage_parse(Stage *out, Str name)
{
    for (Stage s = 0; s < N_STAGES; s++)
        if (str_eq(str_of(stage_rules[s].name), name)) {
            *out = s;
            return true;
        }
    return false;
}

const char *stage_name(Stage s) { return stage_rules[s].name; }
const char *stage_title(Stage s) { return stage_rules[s].title; }

/* What must hold, in words, for the tables as they are printed. */
static const struct { Err (*check)(Ctx *, const RoundRow *); const char *text; } round_musts[] = {
    { has_units, T("đợt có ít nhất một đơn vị") },
    { self_over_for_all, T("đã gắn bộ tiêu chí; mọi đơn vị đã gửi phiếu hoặc đã hết hạn (đơn vị được gia hạn riêng thì không phải chờ)") },
    { all_appraised, T("mọi phiếu đã kết thúc thẩm định lần 1") },
    { explanation_over_for_all, T("mọi đơn vị đã gửi giải trình hoặc đã hết hạn giải trình") },
    { all_seconded, T("mọi giải trình đã được thẩm định lần 2") },
    { council_settled, T("mọi nội dung của hội đồng đã biểu quyết") },
    { appeals_settled, T("mọi đề nghị phúc tra đã giải quyết và đã hết thời hạn phúc tra") },
};

static const struct { Err (*check)(Ctx *, const RoundRow *, const SheetRow *); const char *text; } sheet_musts[] = {
    { ready_to_send, T("còn trong hạn, không còn chỗ nào bị chặn ở trang Trước khi nộp") },
    { self_over, T("đã hết hạn tự chấm của đơn vị") },
    { not_appraised_yet, T("chưa có điểm thẩm định nào và còn trong hạn tự chấm") },
    { leaves_appraised, T("mọi tiêu chí đã có điểm thẩm định") },
    { has_dispute, T("có tiêu chí chênh lệch giữa tự chấm và thẩm định") },
    { no_dispute, T("không có tiêu chí nào chênh lệch") },
    { explanation_open, T("còn trong hạn giải trình") },
    { explanation_over, T("đã hết hạn giải trình của đơn vị") },
    { explanations_read, T("mọi giải trình của phiếu đã được thẩm định lần 2") },
    { items_settled, T("mọi nội dung của phiếu ở hội đồng đã biểu quyết") },
};

const char *round_move_must(const RoundMove *m)
{
    for (size_t i = 0; i < COUNT(round_musts); i++)
        if (round_musts[i].check == m->check)
            return round_musts[i].text;
    assert(!m->check);
    return NULL;
}

const char *sheet_move_must(const SheetMove *m)
{
    for (size_t i = 0; i < COUNT(sheet_musts); i++)
        if (sheet_musts[i].check == m->check)
            return sheet_musts[i].text;
    assert(!m->check);
    return NULL;
}

Str by_whom(const Ctx *c)
{
    return ctx_who(c);
}

/* ---- what must hold ---- */

static Err has_units(Ctx *c, const RoundRow *r)
{
    if (r->units)
        return OK;
    return fail(c, E_STATE, T("Đợt %.*s chưa có đơn vị nào; hãy thêm đơn vị trước khi mở."), SV(r->code));
}

static Err need_set(Ctx *c, const RoundRow *r)
{
    if (r->set_id)
        return OK;
    return fail(c, E_STATE, T("Đợt %.*s chưa có bộ tiêu chí; hãy gắn bộ tiêu chí trước khi làm bước này."), SV(r->code));
}

Date self_due_of(const RoundRow *r, const SheetRow *s)
{
    return s->self_until.day ? s->self_until : r->self_due;
}

Date explanation_due_of(const RoundRow *r, const SheetRow *s)
{
    return s->explanation_until.day ? s->explanation_until : r->explanation_due;
}

/* The first sheet of the round in one of these states that `but` does not excuse. */
static Err first_in(Ctx *c, const RoundRow *r, unsigned in, bool (*but)(Ctx *, const RoundRow *, const SheetRow *), SheetRow *first, size_t *n)
{
    SheetRows all;

    *n = 0;
    TRY(q_sheets_of_round(c, &all, .round_id = r->id));
    for (size_t i = 0; i < all.n; i++)
        if (sheet_state_of(all.v[i].state) & in && !(but && but(c, r, &all.v[i])) && !(*n)++)
            *first = all.v[i];
    return OK;
}

static bool self_passed(Ctx *c, const RoundRow *r, const SheetRow *s)
{
    Date due = self_due_of(r, s);

    return due.day && due.day < c->today.day;
}

/* An own, later deadline does not hold up the others. */
static bool self_passed_or_extended(Ctx *c, const RoundRow *r, const SheetRow *s)
{
    return s->self_until.day || self_passed(c, r, s);
}

static bool explanation_passed(Ctx *c, const RoundRow *r, const SheetRow *s)
{
    Date due = explanation_due_of(r, s);

    return due.day && due.day < c->today.day;
}

static Err self_over_for_all(Ctx *c, const RoundRow *r)
{
    SheetRow first = { 0 };
    size_t n;

    TRY(need_set(c, r));
    TRY(first_in(c, r, SH_DRAFT | SH_REWORK, self_passed_or_extended, &first, &n));
    if (!n)
        return OK;
    return fail(c, E_STATE, T("Còn %zu đơn vị chưa gửi phiếu (đầu tiên: %.*s) và chưa hết hạn tự chấm %.*s; hãy chờ hết hạn hoặc sửa lịch."), n,
        SV(first.unit_name), SV(date_vi(c->arena, self_due_of(r, &first))));
}

static Err all_appraised(Ctx *c, const RoundRow *r)
{
    SheetRow first = { 0 };
    size_t n;

    TRY(first_in(c, r, SH_DRAFT | SH_REWORK | SH_SUBMITTED, NULL, &first, &n));
    if (!n)
        return OK;
    return fail(c, E_STATE, T("Còn %zu phiếu chưa thẩm định xong lần 1 (đầu tiên: %.*s, %s); hãy kết thúc thẩm định các phiếu này trước."), n,
        SV(first.unit_name), tr(c->answer.lang, sheet_state_title(sheet_state_of(first.state))));
}

static Err explanation_over_for_all(Ctx *c, const RoundRow *r)
{
    SheetRow first = { 0 };
    size_t n;

    TRY(first_in(c, r, SH_RETURNED, explanation_passed, &first, &n));
    if (!n)
        return OK;
    return fail(c, E_STATE, T("Còn %zu đơn vị chưa giải trình (đầu tiên: %.*s) và chưa hết hạn giải trình; hãy chờ hết hạn hoặc sửa lịch."), n,
        SV(first.unit_name));
}

static Err counts_of(Ctx *c, const RoundRow *r, int64_t sheet_id, SheetCountsRow *out)
{
    SheetCountsRows rows;

    TRY(q_sheet_counts(c, &rows, .round_id = r->id, .sheet_id = sheet_id));
    *out = rows.n ? rows.v[0] : (SheetCountsRow){ 0 };
    return OK;
}

static Err all_seconded(Ctx *c, const RoundRow *r)
{
    SheetCountsRows rows;
    SheetRow s;

    TRY(q_sheet_counts(c, &rows, .round_id = r->id, .sheet_id = 0));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].unreviewed) {
            TRY(q_sheet_get(c, &s, .id = rows.v[i].sheet_id));
            return fail(c, E_STATE, T("Phiếu của %.*s còn %lld giải trình chưa được thẩm định lần 2; hãy thẩm định trước khi trình hội đồng."),
                SV(s.unit_name), (long long)rows.v[i].unreviewed);
        }
    return OK;
}

static Err council_open_items(Ctx *c, int64_t round_id, int64_t sheet_id)
{
    CouncilOpenItemsRow row;

    TRY(q_council_open_items(c, &row, .round_id = round_id, .sheet_id = sheet_id));
    if (!row.n)
        return OK;
    return fail(c, E_STATE, T("Hội đồng còn %lld nội dung chưa biểu quyết; hãy ghi kết quả biểu quyết trước."), (long long)row.n);
}

static Err council_settled(Ctx *c, const RoundRow *r)
{
    return council_open_items(c, r->id, 0);
}

static Err items_settled(Ctx *c, const RoundRow *r, const SheetRow *s)
{
    return council_open_items(c, r->id, s->id);
}

static Err appeals_settled(Ctx *c, const RoundRow *r)
{
    AppealsOpenRow row;

    TRY(q_appeals_open(c, &row, .round_id = r->id));
    if (row.n)
        return fail(c, E_STATE, T("Còn %lld đề nghị phúc tra chưa giải quyết; hãy giải quyết trước khi phê duyệt."), (long long)row.n);
    if (r->appeal_due.day && r->appeal_due.day >= c->today.day)
        return fail(c, E_STATE, T("Thời hạn phúc tra đến hết ngày %.*s; chưa thể phê duyệt."), SV(date_vi(c->arena, r->appeal_due)));
    return OK;
}

static Err ready_to_send(Ctx *c, const RoundRow *r, const SheetRow *s)
{
    SheetData d;
    Concerns list;
    size_t n = 0;
    const Concern *first = NULL;

    TRY(need_set(c, r));
    if (sheet_state_of(s->state) == SH_DRAFT && self_passed(c, r, s))
        return fail(c, E_STATE, T("Hạn tự chấm của %.*s đã hết ngày %.*s; muốn gửi, hãy đề nghị cơ quan thường trực gia hạn."), SV(s->unit_name),
            SV(date_vi(c->arena, self_due_of(r, s))));
    TRY(sheet_load(c, s->id, &d));
    TRY(sheet_concerns(c, &d, &list));
    for (size_t i = 0; i < list.n; i++)
        if (list.v[i].blocks && !n++)
            first = &list.v[i];
    if (!n)
        return OK;
    return fail(c, E_STATE, T("Phiếu chưa gửi được: còn %zu chỗ phải sửa, đầu tiên là tiêu chí %.*s: %.*s"), n, SV(first->code), SV(first->text));
}

static Err self_over(Ctx *c, const RoundRow *r, const SheetRow *s)
{
    if (self_passed(c, r, s))
        return OK;
    return fail(c, E_STATE, T("Hạn tự chấm của %.*s chưa hết."), SV(s->unit_name));
}

static Err not_appraised_yet(Ctx *c, const RoundRow *r, const SheetRow *s)
{
    SheetCountsRow n;

    TRY(counts_of(c, r, s->id, &n));
    if (n.appraised)
        return fail(c, E_STATE, T("Phiếu đã có điểm thẩm định nên không rút về được; hãy đề nghị người thẩm định trả lại."));
    if (self_passed(c, r, s))
        return fail(c, E_STATE, T("Hạn tự chấm đã hết nên không rút phiếu về được."));
    return OK;
}

static Err leaves_appraised(Ctx *c, const RoundRow *r, const SheetRow *s)
{
    SheetCountsRow n;

    TRY(need_set(c, r));
    TRY(counts_of(c, r, s->id, &n));
    if (n.appraised >= n.leaves)
        return OK;
    return fail(c, E_STATE, T("Phiếu của %.*s còn %lld tiêu chí chưa có điểm thẩm định."), SV(s->unit_name), (long long)(n.leaves - n.appraised));
}

static Err has_dispute(Ctx *c, const RoundRow *r, const SheetRow *s)
{
    SheetCountsRow n;

    TRY(counts_of(c, r, s->id, &n));
    return n.disputed ? OK : fail(c, E_STATE, T("Phiếu của %.*s không có chênh lệch để giải trình."), SV(s->unit_name));
}

static Err no_dispute(Ctx *c, const RoundRow *r, const SheetRow *s)
{
    SheetCountsRow n;

    TRY(counts_of(c, r, s->id, &n));
    return n.disputed ? fail(c, E_STATE, T("Phiếu của %.*s còn %lld tiêu chí chênh lệch; đơn vị có quyền giải trình."), SV(s->unit_name),
        (long long)n.disputed) : OK;
}

static Err explanation_open(Ctx *c, const RoundRow *r, const SheetRow *s)
{
    if (explanation_passed(c, r, s))
        return fail(c, E_STATE, T("Hạn giải trình đã hết ngày %.*s; muốn gửi, hãy đề nghị cơ quan thường trực gia hạn."),
            SV(date_vi(c->arena, explanation_due_of(r, s))));
    return OK;
}

static Err explanation_over(Ctx *c, const RoundRow *r, const SheetRow *s)
{
    if (explanation_passed(c, r, s))
        return OK;
    return fail(c, E_STATE, T("Hạn giải trình của %.*s chưa hết."), SV(s->unit_name));
}

static Err explanations_read(Ctx *c, const RoundRow *r, const SheetRow *s)
{
    SheetCountsRow n;

    TRY(counts_of(c, r, s->id, &n));
    if (!n.unreviewed)
        return OK;
    return fail(c, E_STATE, T("Phiếu của %.*s còn %lld giải trình chưa được thẩm định lần 2."), SV(s->unit_name), (long long)n.unreviewed);
}

/* ---- moving a sheet ---- */

static const SheetMove *find_sheet_move(SheetState from, Str action)
{
    for (const SheetMove *m = sheet_moves; m->action; m++)
        if (m->from == from && str_eq(str_of(m->action), action))
            return m;
    return NULL;
}

/* "gửi phiếu, …": what could be done instead. */
static Str sheet_choices(Ctx *c, const RoundRow *r, SheetState from)
{
    Buf b = { .arena = c->arena };

    for (const SheetMove *m = sheet_moves; m->action; m++)
        if (m->from == from && m->phases & phase_of(r->phase))
            buf_fmt(&b, "%s%s", b.n ? "; " : "", tr(c->answer.lang, m->title));
    return b.n ? buf_str(&b) : str_of(tr(c->answer.lang, T("không có việc nào trong giai đoạn này")));
}

bool sheet_move_may(Ctx *c, const RoundRow *r, const SheetRow *s, const SheetMove *m)
{
    bool may = false;

    return m->from == sheet_state_of(s->state) && m->phases & phase_of(r->phase) && access_can(c, m->perm, s->unit_id, &may) == OK && may;
}

static Err note_move(Ctx *c, const RoundRow *r, const SheetRow *s, const char *action, const char *before, const char *after, Str reason)
{
    Buf b = { .arena = c->arena };
    Json j = { .out = &b };

    TRY(q_assess_move_add(c, .round_id = r->id, .sheet_id = s ? s->id : 0, .action = str_of(action), .before = str_of(before),
        .after = str_of(after), .reason = reason, .at = c->now, .who = by_whom(c)));
    json_open(&j, '{');
    json_kstr(&j, "before", str_of(before));
    json_kstr(&j, "after", str_of(after));
    json_kstr(&j, "reason", reason);
    json_close(&j, '}');
    return audit_add(c, str_z(c->arena, str_fmt(c->arena, "%s.%s", s ? "sheet" : "round", action)),
        str_fmt(c->arena, "%.*s %lld%s%.*s", SV(r->code), (long long)r->year, s ? " " : "", SV(s ? s->unit_code : S(""))), buf_str(&b));
}

static Err do_sheet_move(Ctx *c, const RoundRow *r, const SheetRow *s, Str action, Str reason)
{
    SheetState from = sheet_state_of(s->state);
    const SheetMove *m = find_sheet_move(from, action);
    SheetSetStateRows done;

    TRY(access_need(c, m ? m->perm : &PERM_SHEET_VIEW, s->unit_id));
    if (!m || !(m->phases & phase_of(r->phase)))
        return fail(c, E_STATE, T("Phiếu của %.*s đang ở trạng thái “%s”, đợt ở giai đoạn “%s” nên không làm được việc này. Việc làm được: %.*s."),
            SV(s->unit_name), tr(c->answer.lang, sheet_state_title(from)), tr(c->answer.lang, phase_title(phase_of(r->phase))),
            SV(sheet_choices(c, r, from)));
    if (m->reason && !str_trim(reason).n)
        return fail_field(c, "reason", T("Hãy ghi lý do; đơn vị sẽ đọc được lý do này."));
    if (m->check)
        TRY(m->check(c, r, s));
    TRY(q_sheet_set_state(c, &done, .id = s->id, .before = s->state, .state = str_of(sheet_state_name(m->to)), .at = c->now,
        .who = by_whom(c), .why = reason));
    if (!done.n)
        return fail(c, E_CONFLICT, T("Phiếu này vừa được người khác chuyển trạng thái; hãy tải lại trang."));
    return note_move(c, r, s, m->action, sheet_state_name(m->from), sheet_state_name(m->to), reason);
}

Err sheet_move(Ctx *c, int64_t sheet_id, Str action, Str reason)
{
    SheetRow s;
    RoundRow r;

    TRY(q_sheet_get(c, &s, .id = sheet_id));
    TRY(q_round_get(c, &r, .id = s.round_id));
    return do_sheet_move(c, &r, &s, action, reason);
}

Err sheet_move_all(Ctx *c, int64_t round_id, Str action, Str reason, size_t *done, size_t *left, Str *first_no)
{
    SheetRows all;
    RoundRow r;

    *done = *left = 0;
    *first_no = S("");
    TRY(access_need(c, &PERM_ROUND_RUN, 0));
    TRY(q_round_get(c, &r, .id = round_id));
    TRY(q_sheets_of_round(c, &all, .round_id = round_id));
    for (size_t i = 0; i < all.n; i++) {
        Err e = do_sheet_move(c, &r, &all.v[i], action, reason);

        if (e == OK) {
            ++*done;
            continue;
        }
        if (e != E_STATE && e != E_FORBIDDEN)
            return e;
        if (!(*left)++)
            *first_no = str_dup(c->arena, c->answer.text);
        ctx_forget(c);
    }
    return OK;
}

/* ---- moving the round ---- */

static const RoundMove *find_round_move(Phase from, Str action)
{
    for (const RoundMove *m = round_moves; m->action; m++)
        if (m->from == from && str_eq(str_of(m->action), action))
            return m;
    return NULL;
}

static Str round_choices(Ctx *c, Phase from)
{
    Buf b = { .arena = c->arena };

    for (const RoundMove *m = round_moves; m->action; m++)
        if (m->from == from)
            buf_fmt(&b, "%s%s", b.n ? "; " : "", tr(c->answer.lang, m->title));
    return buf_str(&b);
}

/* Approval and a corrected publication rest on a decision. */
static Err take_decision(Ctx *c, const RoundRow *r, const RoundMove *m, const Decision *d)
{
    if (m->to != PH_APPROVED && m->from != PH_CORRECTION)
        return OK;
    if (!d || !str_trim(d->number).n)
        return fail_field(c, "decision_no", T("Hãy ghi số, ký hiệu quyết định phê duyệt, ví dụ 123/QĐ-UBND."));
    if (!d->date.day || d->date.day > c->today.day)
        return fail_field(c, "decision_date", T("Hãy ghi ngày quyết định, không sau hôm nay."));
    if (d->document_id)
        TRY(archive_link(c, d->document_id, S("round"), r->id, r->name, str_trim(d->number)));
    return q_round_set_decision(c, .id = r->id, .no = str_trim(d->number), .day = d->date, .document_id = d->document_id);
}

static Err move_sheets(Ctx *c, const RoundRow *r, const RoundMove *m, Str reason)
{
    Str rest = str_of(m->sheets), action, no;
    size_t done, left;

    while (rest.n) {
        (void)str_cut(rest, S(" "), &action, &rest);        /* the last action has no blank behind it */
        TRY(sheet_move_all(c, r->id, action, reason, &done, &left, &no));
    }
    return OK;
}

static Err freeze_result(Ctx *c, const RoundMove *m, int64_t round_id, Str reason)
{
    RoundRow r;
    Str hash;

    if (m->to != PH_PROVISIONAL && m->to != PH_PUBLISHED)
        return OK;
    if (m->to == PH_PUBLISHED)
        TRY(q_round_set_published(c, .id = round_id, .at = c->now));
    TRY(q_round_get(c, &r, .id = round_id));
    return snapshot_make(c, &r, m->to == PH_PUBLISHED ? S("published") : S("provisional"), reason, &hash);
}

Err round_move(Ctx *c, int64_t round_id, Str action, Str reason, const Decision *d)
{
    RoundSetPhaseRows done;
    const RoundMove *m;
    RoundRow r;
    Phase from;

    TRY(q_round_get(c, &r, .id = round_id));
    from = phase_of(r.phase);
    m = find_round_move(from, action);
    TRY(access_need(c, m ? m->perm : &PERM_ROUND_RUN, 0));
    if (!m)
        return fail(c, E_STATE, T("Đợt %.*s đang ở giai đoạn “%s” nên không làm được việc này. Việc làm được: %.*s."), SV(r.code),
            tr(c->answer.lang, phase_title(from)), SV(round_choices(c, from)));
    if (m->reason && !str_trim(reason).n)
        return fail_field(c, "reason", T("Hãy ghi lý do; lý do được lưu cùng đợt đánh giá."));
    if (m->check)
        TRY(m->check(c, &r));
    TRY(take_decision(c, &r, m, d));
    TRY(q_round_set_phase(c, &done, .id = r.id, .before = r.phase, .phase = str_of(phase_name(m->to)), .at = c->now, .who = by_whom(c),
        .why = reason));
    if (!done.n)
        return fail(c, E_CONFLICT, T("Đợt đánh giá vừa được người khác chuyển giai đoạn; hãy tải lại trang."));
    TRY(note_move(c, &r, NULL, m->action, phase_name(m->from), phase_name(m->to), reason));
    TRY(move_sheets(c, &r, m, reason));
    return freeze_result(c, m, r.id, reason);
}
