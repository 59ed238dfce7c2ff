/* Petitions (PAKN): deadlines of their steps, answers and their publication. */
#include "core/audit.h"
#include "doc/table_out.h"
#include "onestop/registers.h"
#include "org/org.h"
#include "text/text.h"

/* Working days from receipt, or from the answer. BASIS: QĐ 766/QĐ-TTg, 5.2 */
enum { REFUSE = 2, ASK = 5, HANDLE = 15, PUBLISH = 2, MAX_ANSWER = 20000 };

PetitionState petition_state(const Calendar *cal, const PetitionRow *p, Date today)
{
    PetitionState s = { .due = cal_add_working_days(cal, p->received_on, p->refused && p->answered_on.day ? REFUSE : HANDLE) };
    Date end = p->answered_on.day ? p->answered_on : today, next = s.due;

    s.late_answer = end.day > s.due.day;
    s.late_question = p->asked_on.day > cal_add_working_days(cal, p->received_on, ASK).day;
    if (p->answered_on.day) {
        s.step = p->published_on.day ? PETITION_PUBLISHED : PETITION_ANSWERED;
        s.publish_due = next = cal_add_working_days(cal, p->answered_on, PUBLISH);
        s.late_publication = (p->published_on.day ? p->published_on.day : today.day) > s.publish_due.day;
    }
    s.left = cal_count_working_days(cal, today, next);
    return s;
}

static Err check(Ctx *c, const PetitionRow *p)
{
    if (!p->code.n)
        return fail_field(c, "code", T("Thiếu mã phản ánh; hãy ghi mã."));
    if (!p->subject.n)
        return fail_field(c, "subject", T("Thiếu nội dung; hãy ghi tóm tắt, không ghi tên người gửi."));
    if (!p->received_on.day)
        return fail_field(c, "received_on", T("Thiếu ngày nhận; hãy ghi dd/mm/yyyy."));
    if (p->answered_on.day && p->answered_on.day < p->received_on.day)
        return fail_field(c, "answered_on", T("Ngày trả lời trước ngày nhận."));
    if (p->published_on.day && (!p->answered_on.day || p->published_on.day < p->answered_on.day))
        return fail_field(c, "published_on", T("Chưa trả lời thì chưa công khai được."));
    if (p->answer.n > MAX_ANSWER)
        return fail_field(c, "answer", T("Câu trả lời dài nhất 20.000 byte."));
    return OK;
}

Err petition_put(Ctx *c, const PetitionRow *p, bool *changed)
{
    PetitionPutRows rows;

    TRY(access_need(c, &PERM_ONESTOP_CHANGE, p->unit_id));
    TRY(check(c, p));
    TRY(q_petition_put(c, &rows, .code = p->code, .unit_id = p->unit_id, .kind = p->kind, .subject = p->subject, .received_on = p->received_on,
        .asked_on = p->asked_on, .answered_on = p->answered_on, .published_on = p->published_on, .refused = p->refused, .again = p->again,
        .likes = p->likes, .dislikes = p->dislikes, .answer = p->answer));
    *changed = rows.n > 0;
    return rows.n ? audit_add(c, "onestop.petition", p->code, S("{}")) : OK;
}

Err petition_add(Ctx *c, const PetitionRow *p)
{
    PetitionByCodeRow old;
    bool any;

    TRY(access_need(c, &PERM_ONESTOP_CHANGE, p->unit_id));
    TRY(check(c, p));
    if (!str_eq(p->kind, S("rule")) && !str_eq(p->kind, S("conduct")))
        return fail_field(c, "kind", T("Loại phản ánh là “quy định” hoặc “hành vi”."));
    if (p->received_on.day > c->today.day)
        return fail_field(c, "received_on", T("Ngày nhận ở sau hôm nay."));
    if (p->asked_on.day && p->asked_on.day < p->received_on.day)
        return fail_field(c, "asked_on", T("Ngày yêu cầu bổ sung trước ngày nhận."));
    TRY(q_petition_by_code(c, &old, &any, .code = p->code));
    if (any)
        return fail_field(c, "code", T("Phản ánh mã “%.*s” đã có trong sổ."), SV(p->code));
    return petition_put(c, p, &any);
}

Err petition_answer(Ctx *c, int64_t id, Date on, bool refused, Str answer, bool publish)
{
    PetitionRow p;
    bool changed;

    TRY(q_petition_get(c, &p, .id = id));
    TRY(access_need(c, &PERM_ONESTOP_CHANGE, p.unit_id));
    if (!answer.n)
        return fail_field(c, "answer", T("Thiếu câu trả lời; hãy ghi câu trả lời."));
    if (!on.day)
        return fail_field(c, "answered_on", T("Thiếu ngày trả lời; hãy ghi dd/mm/yyyy."));
    p.answered_on = on;
    p.refused = refused;
    p.answer = answer;
    if (publish && !p.published_on.day)
        p.published_on = c->today.day > on.day ? c->today : on;
    if (!publish)
        p.published_on = (Date){ 0 };
    return petition_put(c, &p, &changed);
}

enum { P_CODE, P_UNIT, P_KIND, P_SUBJECT, P_RECEIVED, P_ASKED, P_ANSWERED, P_PUBLISHED, P_REFUSED, P_AGAIN, P_LIKES, P_DISLIKES, P_ANSWER };
static const Column columns[] = {
    [P_CODE] = { "code", "mã phản ánh|mã pakn|mã|code", true }, [P_UNIT] = { "unit", "đơn vị|mã đơn vị|unit", true },
    [P_KIND] = { "kind", "loại|nhóm|kind", true }, [P_SUBJECT] = { "subject", "nội dung|tiêu đề|subject", true },
    [P_RECEIVED] = { "received_on", "ngày nhận|ngày chuyển|received_on", true }, [P_ASKED] = { "asked_on", "ngày yêu cầu bổ sung|asked_on", false },
    [P_ANSWERED] = { "answered_on", "ngày trả lời|answered_on", false }, [P_PUBLISHED] = { "published_on", "ngày công khai|published_on", false },
    [P_REFUSED] = { "refused", "từ chối|trả lại|refused", false }, [P_AGAIN] = { "again", "nêu lại|again", false },
    [P_LIKES] = { "likes", "hài lòng|thích|likes", false }, [P_DISLIKES] = { "dislikes", "không hài lòng|không thích|dislikes", false },
    [P_ANSWER] = { "answer", "trả lời|câu trả lời|answer", false },
};

static bool yes_cell(const Columns *cols, size_t r, size_t field)
{
    Str s = cell_at(cols, r, field).text;

    return s.n && !text_fold_eq(s, S("không")) && !str_eq(s, S("0")) && !text_fold_eq(s, S("no"));
}

static Str kind_cell(RowErrors *bad, const Columns *cols, size_t r)
{
    Str s = cell_at(cols, r, P_KIND).text;

    if (text_fold_eq(s, S("quy định")) || text_fold_eq(s, S("quy định hành chính")) || text_fold_eq(s, S("rule")) || text_fold_eq(s, S("thủ tục")))
        return S("rule");
    if (!text_fold_eq(s, S("hành vi")) && !text_fold_eq(s, S("hành vi hành chính")) && !text_fold_eq(s, S("conduct")) && !text_fold_eq(s, S("cán bộ")))
        row_error(bad, r, P_KIND, T("Loại phản ánh là “quy định” hoặc “hành vi”."));
    return S("conduct");
}

static Err take_petition(Ctx *c, const Columns *cols, size_t r, RowErrors *bad, bool *changed)
{
    size_t errors = bad->count;
    PetitionRow p = { .code = cell_at(cols, r, P_CODE).text, .kind = kind_cell(bad, cols, r), .subject = cell_at(cols, r, P_SUBJECT).text,
        .received_on = row_date(bad, r, P_RECEIVED), .asked_on = row_date(bad, r, P_ASKED),
        .answered_on = row_date(bad, r, P_ANSWERED), .published_on = row_date(bad, r, P_PUBLISHED),
        .refused = yes_cell(cols, r, P_REFUSED), .again = yes_cell(cols, r, P_AGAIN), .answer = cell_at(cols, r, P_ANSWER).text };

    (void)count_cell(cols, r, P_LIKES, bad, &p.likes);          /* empty: none */
    (void)count_cell(cols, r, P_DISLIKES, bad, &p.dislikes);
    TRY(unit_cell(c, cols, r, P_UNIT, bad, &p.unit_id));
    return bad->count > errors ? OK : petition_put(c, &p, changed);
}

Err petitions_import(Ctx *c, const Table *t, RegisterReport *out)
{
    return register_import(c, t, columns, COUNT(columns), take_petition, out);
}

Err petitions_xlsx(Ctx *c, const PetitionRow *v, size_t n, Str *bytes)
{
    static const OutColumn out_columns[] = { { T("Mã"), 18 }, { T("Đơn vị"), 34 }, { T("Loại"), 12 }, { T("Nội dung"), 60 }, { T("Ngày nhận"), 14 },
        { T("Ngày trả lời"), 14 }, { T("Ngày công khai"), 14 }, { T("Hài lòng"), 10 }, { T("Không hài lòng"), 10 }, { T("Trả lời"), 60 } };
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);

    out_sheet(t, &(SheetLook){ .name = S("PAKN"), .landscape = true }, out_columns, COUNT(out_columns));
    for (size_t i = 0; i < n; i++) {
        out_text(t, v[i].code);
        out_text(t, v[i].unit);
        out_text(t, str_of(tr(c->answer.lang, str_eq(v[i].kind, S("rule")) ? T("Quy định") : T("Hành vi"))));
        out_text(t, v[i].subject);
        out_date(t, v[i].received_on);
        out_date(t, v[i].answered_on);
        out_date(t, v[i].published_on);
        out_int(t, v[i].likes);
        out_int(t, v[i].dislikes);
        out_text(t, v[i].answer);
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}
