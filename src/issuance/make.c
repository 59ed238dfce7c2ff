#include "issuance/compose.h"

#include "issuance_sql.h"
#include "org/org.h"
#include "text/text.h"

const Perm PERM_ISSUE_VIEW = { "issuance.view", T("Xem văn bản phát hành"), ROLES_ALL_SIGNED_IN };
const Perm PERM_ISSUE_MAKE = { "issuance.make", T("Soạn văn bản phát hành"), ROLE_COORDINATOR | ROLE_HEAD | ROLE_OFFICER };
const Perm PERM_ISSUE_ALL = { "issuance.all", T("Xuất sổ văn bản và phiếu kết quả của mọi đơn vị"), ROLE_COORDINATOR };
const Perm PERM_ISSUE_NUMBER = { "issuance.number", T("Cấp số, phát hành, thu hồi văn bản"), ROLE_COORDINATOR | ROLE_HEAD };

#define SIGN_FIELDS { "chuc_danh_ky", T("chức danh người ký, khi không phải người đứng đầu") }

static const MakeField sign_fields[] = { SIGN_FIELDS, { 0 } };
static const MakeField appraisal_fields[] = { { "chu_tri", T("người chủ trì thẩm định") }, { "thu_ky", T("thư ký") }, { "dai_dien", T("đại diện đơn vị được thẩm định") },
    { "thoi_gian", T("thời gian làm việc") }, { "dia_diem", T("địa điểm") }, { "y_kien", T("ý kiến của đơn vị được thẩm định") }, { 0 } };
static const MakeField council_fields[] = { { "phien", T("mã phiên họp; bỏ trống: phiên mới nhất") }, { "thu_ky", T("thư ký") }, { "dia_diem", T("địa điểm") }, { 0 } };
static const MakeField explanation_fields[] = { { "dau_moi", T("người liên hệ, điện thoại") }, SIGN_FIELDS, { 0 } };
static const MakeField reminder_fields[] = { { "han_bao_cao", T("hạn báo cáo kết quả, dd/mm/yyyy") }, SIGN_FIELDS, { 0 } };
static const MakeField apology_fields[] = { { "ma_ho_so", T("mã hồ sơ"), true }, { "nguoi_nop", T("tên người nộp, kèm Ông/Bà"), true }, { "ly_do", T("lý do chậm"), true },
    { "ngay_hen_moi", T("ngày hẹn trả mới, dd/mm/yyyy"), true }, { "lien_he", T("nơi liên hệ") }, SIGN_FIELDS, { 0 } };
static const MakeField inspection_fields[] = { { "truong_doan", T("trưởng đoàn, kèm chức vụ"), true }, { "thanh_vien", T("các thành viên, cách nhau bằng dấu chấm phẩy"), true },
    { "thoi_ky", T("thời kỳ kiểm tra"), true }, { "thoi_gian", T("thời gian làm việc") }, { "noi_dung", T("nội dung kiểm tra") },
    { "can_cu_kiem_tra", T("kế hoạch kiểm tra làm căn cứ") }, { "quyet_dinh", T("quyết định kiểm tra: số, ngày") }, { "dai_dien", T("đại diện đơn vị được kiểm tra") },
    { "ghi_nhan", T("ghi nhận của Đoàn kiểm tra") }, { "y_kien", T("ý kiến của đơn vị được kiểm tra") }, { "han_che", T("hạn chế") }, { "yeu_cau", T("kiến nghị, yêu cầu") },
    { "han_bao_cao", T("hạn báo cáo kết quả, dd/mm/yyyy") }, SIGN_FIELDS, { 0 } };
static const MakeField survey_fields[] = { { "khao_sat", T("mã đợt khảo sát"), true }, SIGN_FIELDS, { 0 } };

#define SCORED T("bộ tiêu chí có điểm của đơn vị")
const MakeKind make_kinds[] = {
    { "ranking", T("Quyết định công bố kết quả, xếp hạng"), T("bộ tiêu chí có điểm"), make_ranking, NEEDS_SET | NEEDS_YEAR, sign_fields },
    { "report-card", T("Thông báo kết quả của một đơn vị (một trang)"), SCORED, make_report_card, NEEDS_UNIT | NEEDS_SET | NEEDS_YEAR, sign_fields },
    { "result-report", T("Báo cáo rà soát, đánh giá kết quả chỉ số của đơn vị"), SCORED, make_result_report, NEEDS_UNIT | NEEDS_SET | NEEDS_YEAR, sign_fields },
    { "remedy-plan", T("Kế hoạch khắc phục hạn chế, cải thiện chỉ số của đơn vị"), SCORED, make_remedy_plan, NEEDS_UNIT | NEEDS_SET | NEEDS_YEAR, sign_fields },
    { "commune-plan", T("Kế hoạch cải cách hành chính của đơn vị"), T("kế hoạch đã nạp"), make_plan, NEEDS_UNIT | NEEDS_YEAR, sign_fields },
    { "plan-decision", T("Quyết định ban hành kế hoạch, phụ lục tám cột"), T("kế hoạch đã nạp"), make_plan, NEEDS_UNIT | NEEDS_YEAR, sign_fields },
    { "periodic-report", T("Báo cáo cải cách hành chính định kỳ, phụ lục số liệu"), T("báo cáo định kỳ đã lập"), make_periodic_report, NEEDS_UNIT | NEEDS_PERIOD, sign_fields },
    { "appraisal-minutes", T("Biên bản thẩm định điểm tự chấm của một đơn vị"), T("phiếu đã thẩm định"), make_appraisal_minutes, NEEDS_UNIT | NEEDS_SET | NEEDS_YEAR,
        appraisal_fields },
    { "explanation-request", T("Công văn đề nghị giải trình điểm tự chấm"), T("phiếu đã thẩm định"), make_explanation_request, NEEDS_UNIT | NEEDS_SET | NEEDS_YEAR,
        explanation_fields },
    { "council-minutes", T("Biên bản họp Hội đồng thẩm định"), T("phiên họp của Hội đồng"), make_council_minutes, NEEDS_SET | NEEDS_YEAR, council_fields },
    { "appeal-decision", T("Quyết định giải quyết kiến nghị về kết quả"), T("kiến nghị đã giải quyết"), make_appeal_decision, NEEDS_UNIT | NEEDS_SET | NEEDS_YEAR, sign_fields },
    { "reminder", T("Công văn đôn đốc nhiệm vụ, hồ sơ quá hạn"), T("nhiệm vụ hoặc hồ sơ quá hạn"), make_reminder, NEEDS_UNIT | NEEDS_YEAR, reminder_fields },
    { "apology", T("Thư xin lỗi và hẹn lại ngày trả kết quả"), T("hồ sơ đang giải quyết đã quá hạn"), make_apology, 0, apology_fields },
    { "inspection-decision", T("Quyết định kiểm tra cải cách hành chính"), T("đơn vị được kiểm tra"), make_inspection, NEEDS_UNIT | NEEDS_YEAR, inspection_fields },
    { "inspection-minutes", T("Biên bản kiểm tra cải cách hành chính"), T("đơn vị được kiểm tra"), make_inspection, NEEDS_UNIT | NEEDS_YEAR, inspection_fields },
    { "inspection-conclusion", T("Kết luận kiểm tra cải cách hành chính"), T("đơn vị được kiểm tra"), make_inspection, NEEDS_UNIT | NEEDS_YEAR, inspection_fields },
    { "survey-report", T("Báo cáo kết quả khảo sát, có biểu đồ và sai số"), T("khảo sát đã có phiếu"), make_survey_report, 0, survey_fields },
    { 0 },
};

const MakeKind *make_kind(Str name)
{
    for (const MakeKind *k = make_kinds; k->name; k++)
        if (str_eq(name, str_of(k->name)))
            return k;
    return NULL;
}

Err make_choose_set(Ctx *c, MakeAsk *ask)
{
    const MakeKind *kind = make_kind(ask->kind);
    SetsOfYearRows sets;

    if (!kind || !(kind->asks & NEEDS_SET) || ask->set.n)
        return OK;
    TRY(q_sets_of_year(c, &sets, .year = ask->year, .unit = ask->unit));
    if (sets.n == 1 || (sets.n && sets.v[0].fits && !sets.v[1].fits))
        ask->set = sets.v[0].code;
    return OK;
}

Err make_document(Ctx *c, const MakeAsk *ask, Made *out)
{
    const MakeKind *kind = make_kind(ask->kind);
    MakeAsk whole = *ask;
    Buf names = { .arena = c->arena };

    *out = (Made){ 0 };
    TRY(make_choose_set(c, &whole));
    if (kind)
        return kind->make(c, &whole, out);
    for (const MakeKind *k = make_kinds; k->name; k++)
        buf_fmt(&names, "%s%s", names.n ? ", " : "", k->name);
    return fail(c, E_INVALID, T("Không có loại văn bản “%.*s”; các loại làm được: %.*s."), SV(ask->kind), (int)names.n, names.p);
}

/* --- bodies --- */

static const struct {
    const char *name, *head;    /* folded beginning of the name; who leads */
} heads[] = {
    { "so ", "Giám đốc" }, { "van phong", "Chánh Văn phòng" }, { "thanh tra", "Chánh Thanh tra" }, { "ban quan ly", "Trưởng ban" },
    { "ban ", "Trưởng ban" }, { "trung tam", "Giám đốc" }, { "phong ", "Trưởng phòng" }, { "cong an", "Giám đốc" },
    { "kho bac", "Giám đốc" }, { "bao hiem", "Giám đốc" }, { "chi cuc", "Chi cục trưởng" }, { "cuc ", "Cục trưởng" },
    { "thue ", "Trưởng Thuế" }, { "truong ", "Hiệu trưởng" }, { "benh vien", "Giám đốc" },
};

/* First letters of the words, "và" left out: "Sở Nông nghiệp và Môi trường" is SNNMT. */
static Str initials(Arena *a, Str name)
{
    Buf b = { .arena = a };
    Str word, rest = name;

    do {
        (void)str_cut(rest, S(" "), &word, &rest);          /* the last word has no blank behind it */
        if (word.n == 0 || str_eq(word, S("và")) || str_eq(word, S("–")) || str_eq(word, S("-")) || str_eq(word, S("các")))
            continue;
        size_t at = 0;
        uint32_t cp = utf8_next(word, &at);
        Str first = text_upper(a, str_sub(word, 0, at));

        if (str_eq(word, S("UBND")))
            buf_lit(&b, "UBND");
        else if (cp > ' ')
            buf_add(&b, cp == 0x111 || cp == 0x110 ? S("Đ") : text_upper(a, text_fold(a, first)));
    } while (rest.n);
    return buf_str(&b);
}

/* "Tỉnh Vân Nhạn": its own name is behind the kind. */
static Str own_name(Str name)
{
    static const char *const kinds[] = { "Tỉnh ", "Thành phố ", "Xã ", "Phường ", "Đặc khu ", "Thị trấn ", "Huyện ", "Quận ", "Thị xã " };

    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_starts(name, str_of(kinds[i])))
            return str_sub(name, strlen(kinds[i]), name.n);
    return name;
}

static bool has_committee(Str kind)
{
    return str_eq(kind, S("province")) || str_eq(kind, S("commune")) || str_eq(kind, S("ward")) || str_eq(kind, S("zone"))
        || str_eq(kind, S("district"));
}

static Err body_of(Ctx *c, const UnitRow *u, Body *out)
{
    UnitRow above = *u;
    Str fold = text_fold(c->arena, u->name);

    *out = (Body){ .id = u->id, .code = u->code, .name = u->name, .kind = u->kind };
    if (has_committee(u->kind)) {
        out->issuer = str_fmt(c->arena, "Ủy ban nhân dân\n%.*s", SV(u->name));
        out->full = str_fmt(c->arena, "Ủy ban nhân dân %.*s", SV(small_first(c->arena, u->name)));
        out->abbr = S("UBND");
        out->place = own_name(u->name);
        out->head = S("Chủ tịch");
        out->collective = S("Ủy ban nhân dân");
        return OK;
    }
    while (above.parent_code.n && !has_committee(above.kind))
        TRY(org_by_code(c, above.parent_code, &above));
    out->parent = has_committee(above.kind) && str_eq(u->parent_code, above.code)
        ? str_fmt(c->arena, "Ủy ban nhân dân\n%.*s", SV(above.name)) : u->parent_name;
    out->issuer = out->full = u->name;
    out->abbr = initials(c->arena, u->name);
    out->place = own_name(above.name);
    out->head = S("Thủ trưởng");
    for (size_t i = 0; i < COUNT(heads); i++)
        if (str_starts(fold, str_of(heads[i].name))) {
            out->head = str_of(heads[i].head);
            break;
        }
    return OK;
}

Err body_load(Ctx *c, Str code, Body *out)
{
    UnitRow u;

    if (code.n == 0)
        return fail(c, E_INVALID, T("Văn bản này cần mã đơn vị; hãy ghi --unit."));
    TRY(org_by_code(c, code, &u));
    return body_of(c, &u, out);
}

Err body_top(Ctx *c, const Body *of, Body *out)
{
    UnitRow u;

    TRY(org_by_code(c, of->code, &u));
    while (u.parent_code.n && !str_eq(u.kind, S("province")))
        TRY(org_by_code(c, u.parent_code, &u));
    return body_of(c, &u, out);
}
