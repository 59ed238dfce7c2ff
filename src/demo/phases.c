/*
 * A pilot of the demonstration: every month the four agencies of the ministries in the province are assessed by a short set,
 * so that there is a round in each phase, from preparation to correction, with documents, explanations, a council and appeals.
 */
#include "demo/demo.h"

#include "archive/archive.h"
#include "archive/sample.h"
#include "assess/assess.h"
#include "core/app.h"
#include "core_sql.h"
#include "criteria/criteria.h"
#include "org/org.h"
#include "text/text.h"

#include <assert.h>

static const struct { const char *code, *name; Phase until; } months[] = {
    { "ND-04", "Thí điểm đánh giá cơ quan ngành dọc tháng 4/2025", PH_CORRECTION },
    { "ND-05", "Thí điểm đánh giá cơ quan ngành dọc tháng 5/2025", PH_APPROVED },
    { "ND-06", "Thí điểm đánh giá cơ quan ngành dọc tháng 6/2025", PH_APPEAL },
    { "ND-07", "Thí điểm đánh giá cơ quan ngành dọc tháng 7/2025", PH_PROVISIONAL },
    { "ND-08", "Thí điểm đánh giá cơ quan ngành dọc tháng 8/2025", PH_COUNCIL },
    { "ND-09", "Thí điểm đánh giá cơ quan ngành dọc tháng 9/2025", PH_SECOND },
    { "ND-10", "Thí điểm đánh giá cơ quan ngành dọc tháng 10/2025", PH_APPRAISAL },
    { "ND-11", "Thí điểm đánh giá cơ quan ngành dọc tháng 11/2025", PH_PREPARING },
};

/* What a unit claims, what the appraiser finds, in the order of the leaves. */
typedef struct Claim {
    const char *code, *value, *claim, *found, *why, *answer;    /* found NULL: as claimed; answer: the explanation */
} Claim;

static const Claim claims[] = {
    { "N1.1", "", "1.5", NULL, "", "" },
    { "N1.2", "96,4%", "", NULL, "", "" },
    { "N1.3", "", "1", "0.5", "Bảng niêm yết còn ba thủ tục đã hết hiệu lực.", "Ba thủ tục này được thay trong tháng; ảnh mới gửi kèm." },
    { "N2.1", "93%", "", NULL, "", "" },
    { "N2.2", "", "1.5", "0.75", "Biên bản bàn giao thiếu dữ liệu của một tháng.", "Dữ liệu tháng thiếu đã bàn giao bổ sung ngày 05." },
    { "N2.3", "72,5%", "", NULL, "", "" },
    { "N3.1", "có", "", NULL, "", "" },
    { "N3.2", "", "0.8", NULL, "", "" },
};

typedef struct Pilot {
    Ctx *c;
    int64_t round;
    RoundRow r;
    SheetRows sheets;
    CriterionRows leaves;
} Pilot;

static int64_t leaf_of(const Pilot *p, const char *code)
{
    for (size_t i = 0; i < p->leaves.n; i++)
        if (str_eq(p->leaves.v[i].code, str_of(code)))
            return p->leaves.v[i].id;
    assert(!"a code of the set");
    return 0;
}

static Err give(Pilot *p, size_t unit, const char *code, Stage stage, const char *value, const char *points, const char *why)
{
    Ctx *c = p->c;
    ScoreForm f = { .version = -1, .value = str_of(value), .reason = str_of(why) };
    ScoreSaved saved;

    f.points.has = *points && dec_parse(&f.points.d, str_of(points));
    return stage_put(c, p->sheets.v[unit].id, leaf_of(p, code), stage, &f, &saved);
}

/* Of four units the second and third claim more than is found. */
static bool over(size_t unit, const Claim *k)
{
    return k->found && (unit == 1 || (unit == 2 && k->claim[0] == '1'));
}

static Err self_scores(Pilot *p)
{
    for (size_t u = 0; u < p->sheets.n; u++) {
        p->c->user_login = str_fmt(p->c->arena, "cb.%.*s", SV(p->sheets.v[u].unit_code));
        for (size_t i = 0; i < COUNT(claims); i++)
            TRY(give(p, u, claims[i].code, STAGE_SELF, claims[i].value, claims[i].claim,
                claims[i].claim[0] == '0' || claims[i].value[0] ? "Theo báo cáo tháng của cơ quan." : ""));
        TRY(sheet_move(p->c, p->sheets.v[u].id, S("submit"), S("")));
    }
    return OK;
}

/* In the round that is being appraised one sheet is still open and one was read twice. */
static Err appraise(Pilot *p, bool whole)
{
    for (size_t u = 0; u < p->sheets.n; u++) {
        for (size_t i = 0; i < COUNT(claims); i++) {
            const Claim *k = &claims[i];

            if (!whole && u == 3 && i > 2)
                break;
            p->c->user_login = k->code[1] == '2' ? S("td.tuphap") : S("td.noivu");
            TRY(give(p, u, k->code, STAGE_APPRAISAL, k->value, over(u, k) ? k->found : k->claim, over(u, k) ? k->why : ""));
            p->c->user_login = S("td.khcn");
            if (!whole && u == 1)
                TRY(give(p, u, k->code, STAGE_BLIND, k->value, over(u, k) && k->code[1] == '1' ? k->found : k->claim, "Đọc độc lập."));
        }
        if (whole || u < 3)
            TRY(sheet_move(p->c, p->sheets.v[u].id, S("appraise"), S("")));
    }
    return OK;
}

static Err explain(Pilot *p)
{
    for (size_t u = 1; u <= 2; u++) {
        p->c->user_login = str_fmt(p->c->arena, "cb.%.*s", SV(p->sheets.v[u].unit_code));
        for (size_t i = 0; i < COUNT(claims); i++)
            if (over(u, &claims[i]))
                TRY(give(p, u, claims[i].code, STAGE_EXPLANATION, "", "", claims[i].answer));
        TRY(sheet_move(p->c, p->sheets.v[u].id, S("explain"), S("")));
    }
    return OK;
}

/* The first explanation is accepted, the others are not. In the round that stands here one is still to be read. */
static Err read_again(Pilot *p, bool whole)
{
    for (size_t u = 1; u <= 2; u++)
        for (size_t i = 0; i < COUNT(claims); i++) {
            const Claim *k = &claims[i];
            bool yes = u == 1 && k->code[1] == '1';

            if (!over(u, k) || (!whole && u == 2))
                continue;
            p->c->user_login = k->code[1] == '2' ? S("td.tuphap") : S("td.noivu");
            TRY(give(p, u, k->code, STAGE_SECOND, "", yes ? k->claim : k->found, yes ? "Ảnh mới chứng minh đã thay niêm yết." : ""));
        }
    return OK;
}

static Err hold_council(Pilot *p, bool whole)
{
    Ctx *c = p->c;
    ItemRows items;
    int64_t session;
    size_t n;

    TRY(council_open(c, p->round, c->today, S("Ông Doãn Kỳ Phong, Chủ tịch hội đồng"), S("Bà Tạ Hoài Diệp; bà Nhan Thục Quyên; ông Lạc Đình Khuê; bà Mạc Ái Nhu"),
        &session, &n));
    TRY(q_council_items(c, &items, .session_id = session));
    for (size_t i = 0; i < items.n; i++) {
        Vote v = { .yes = 4, .no = 1, .reason = S("Công nhận phần dữ liệu đã bàn giao bổ sung.") };

        if (!whole && i + 1 == items.n)
            break;
        v.points = (OptDec){ true, items.v[i].max_points };
        v.points.d.v = v.points.d.v / 4 * 3;
        if (i)
            v = (Vote){ .yes = 1, .no = 4, .reason = S("Giữ điểm thẩm định: tài liệu gửi sau thời hạn.") };
        TRY(council_decide(c, items.v[i].id, &v));
    }
    return whole ? council_close(c, session, S("Hội đồng thảo luận từng nội dung còn chênh lệch, nghe đại diện cơ quan giải trình và biểu quyết công khai.")) : OK;
}

static Err appeals(Pilot *p, bool whole)
{
    Ctx *c = p->c;
    int64_t id;

    c->user_login = str_fmt(c->arena, "gd.%.*s", SV(p->sheets.v[2].unit_code));
    TRY(appeal_file(c, p->sheets.v[2].id, &(AppealForm){ .criterion_id = leaf_of(p, "N1.3"), .claim = { 100000000 },
        .text = S("Bảng niêm yết đã thay trước ngày kiểm tra; đề nghị xem lại."), .evidence = S("Biên bản kiểm tra ngày 12") }, &id));
    c->user_login = S("dieuphoi");
    if (whole)
        TRY(appeal_decide(c, id, -1, S("partly"), (OptDec){ true, { 75000000 } }, S("Chấp nhận một phần: biên bản nêu hai trong ba thủ tục.")));
    c->user_login = str_fmt(c->arena, "gd.%.*s", SV(p->sheets.v[1].unit_code));
    TRY(appeal_file(c, p->sheets.v[1].id, &(AppealForm){ .criterion_id = leaf_of(p, "N2.2"), .claim = { 150000000 },
        .text = S("Đề nghị tính cả dữ liệu bàn giao bổ sung.") }, &id));
    c->user_login = S("dieuphoi");
    return whole ? appeal_decide(c, id, -1, S("refused"), (OptDec){ 0 }, S("Hội đồng đã xét nội dung này; không có tài liệu mới.")) : OK;
}

static Err close_appeals(Pilot *p)
{
    RoundRow r;
    RoundForm f;

    TRY(q_round_get(p->c, &r, .id = p->round));
    f = round_form(&r);
    f.appeal_due.day = p->c->today.day - 1;
    return round_change(p->c, r.id, r.version, &f);
}

/* What is done in a phase before the round moves on; whole: it will move on. */
static Err work(Pilot *p, Phase phase, bool whole)
{
    Err e = OK;

    if (phase == PH_SELF)
        e = self_scores(p);
    else if (phase == PH_APPRAISAL)
        e = appraise(p, whole);
    else if (phase == PH_EXPLANATION)
        e = explain(p);
    else if (phase == PH_SECOND)
        e = read_again(p, whole);
    else if (phase == PH_COUNCIL)
        e = hold_council(p, whole);
    else if (phase == PH_APPEAL)
        e = appeals(p, whole);
    p->c->user_login = S("dieuphoi");
    TRY(e);
    return phase == PH_APPEAL && whole ? close_appeals(p) : OK;
}

static Err run_until(Pilot *p, Phase until)
{
    Decision d = { .number = S("274/QĐ-UBND"), .date = p->c->today };
    Phase phase = PH_PREPARING;

    while (phase != until) {
        const RoundMove *m = round_moves;

        TRY(work(p, phase, true));
        while (m->from != phase)
            m++;                                            /* the way forward stands first */
        TRY(round_move(p->c, p->round, str_of(m->action), m->reason ? S("Nhập nhầm điểm một tiêu chí của Kho bạc Nhà nước khu vực.") : S(""), &d));
        phase = m->to;
    }
    return work(p, phase, false);
}

/* ---- the set, a document of each agency ---- */

static Err import_set(Ctx *c, int64_t *id)
{
    SetForm f = set_form_default();
    Draft d;
    Table t;

    f.code = S("XN");
    f.year = 2025;
    f.name = S("Bộ tiêu chí thí điểm cơ quan ngành dọc năm 2025");
    f.unit_kinds = S("vertical");
    f.scale = DEC(10);
    f.basis = S("Kế hoạch số 58/KH-UBND ngày 20/03/2025 của UBND tỉnh Vân Nhạn");
    TRY(demo_table(c, "set-nd-2025.csv", &t));
    TRY(criteria_read(&d, c->arena, &t, f.scale, c->app->rooms, &c->answer));
    return criteria_import(c, &d, &f, id);
}

static Err a_paper(Ctx *c, Str unit_code, int nth, int64_t leaf)
{
    UnitRow u;
    Str bytes;
    Upload up;
    int64_t id, evidence;

    TRY(org_by_code(c, unit_code, &u));
    TRY(sample_docx(c->arena, &(Sample){ .superior = S("CƠ QUAN NGÀNH DỌC TẠI TỈNH VÂN NHẠN"), .issuer = text_upper(c->arena, u.name),
        .number = str_fmt(c->arena, "%d", 21 + nth * 13), .symbol = S("QC-VP"), .place = S("Vân Nhạn"),
        .day = str_fmt(c->arena, "%02d tháng 03 năm 2025", 4 + nth * 6), .type = S("QUY CHẾ"), .title = S("Phối hợp giải quyết thủ tục hành chính liên thông"),
        .body = S("Điều 1. Quy chế này quy định việc phối hợp với bộ phận một cửa của tỉnh khi giải quyết hồ sơ liên thông.\n"
                  "Điều 2. Hồ sơ chuyển đến trước 15 giờ được tiếp nhận trong ngày; chuyển sau 15 giờ được tiếp nhận sáng hôm sau.\n"
                  "Điều 3. Đầu mối là Văn phòng; số điện thoại đầu mối niêm yết tại bộ phận một cửa.\n"
                  "Điều 4. Trả quá hạn phải có thư xin lỗi nêu lý do và ngày trả mới."), .signer_title = S("THỦ TRƯỞNG CƠ QUAN") }, &bytes, &c->answer));
    TRY(upload_take_bytes(c, str_fmt(c->arena, "Quy chế phối hợp %.*s.docx", SV(u.name)), bytes, &up));
    up.proposed.unit_id = u.id;
    TRY(archive_add(c, &up.proposed, &up, true, &id));
    return evidence_add(c, &(EvidenceForm){ .criterion_id = leaf, .unit_id = u.id, .document_id = id, .page = S("Điều 2") }, &evidence);
}

static Err make_round(Ctx *c, Pilot *p, size_t i)
{
    RoundForm f = { .code = str_of(months[i].code), .name = str_of(months[i].name), .unit_kinds = S("vertical"), .year = 2025,
        .set_code = months[i].until == PH_PREPARING ? S("") : S("XN"), .basis = S("Kế hoạch số 58/KH-UBND ngày 20/03/2025"),
        .contact = S("Phòng Cải cách hành chính, Sở Nội vụ") };
    static const char *const readers[][2] = { { "td.noivu", "Sở Nội vụ" }, { "td.tuphap", "Sở Tư pháp" } };
    size_t told;

    f.appeal_due.day = c->today.day + 15;
    TRY(round_create(c, &f, &p->round));
    TRY(q_sheets_of_round(c, &p->sheets, .round_id = p->round));
    for (size_t k = 0; k < COUNT(readers); k++)
        TRY(round_assign(c, p->round, str_of(readers[k][0]), str_of(readers[k][1]), S(""), false));
    if (months[i].until == PH_APPRAISAL)
        TRY(round_assign(c, p->round, S("td.khcn"), S(""), p->sheets.v[1].unit_code, true));
    TRY(run_until(p, months[i].until));
    return months[i].until == PH_APPRAISAL ? round_remind(c, p->sheets.v[3].id, S("Đề nghị bổ sung bảng kê hồ sơ liên thông trước cuối tuần."), &told) : OK;
}

Err demo_phases(Ctx *c)
{
    Pilot p = { .c = c };
    Str who = c->user_login;
    int64_t set_id;

    c->user_login = S("dieuphoi");
    TRY(import_set(c, &set_id));
    TRY(q_criterion_list(c, &p.leaves, .set_id = set_id));
    for (int u = 0; u < 4; u++)
        TRY(a_paper(c, str_fmt(c->arena, "H99.%d", 41 + u), u, leaf_of(&p, "N1.1")));
    for (size_t i = 0; i < COUNT(months); i++)
        TRY(make_round(c, &p, i));
    c->user_login = who;
    return OK;
}
