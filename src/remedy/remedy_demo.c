#include "remedy/remedy_demo.h"

#include "org/org.h"
#include "remedy/remedy.h"

static const struct { const char *unit, *code; const char *cause_code, *cause, *measure, *deadline, *product; } samples[] = {
    { "H99.1", "8.", "survey", "Người dân chờ lâu ở khâu trả kết quả", "Bố trí thêm quầy trả kết quả giờ cao điểm, gọi hỏi ý kiến sau khi trả", "Trước 30/6", "Báo cáo đo thời gian chờ" },
    { "H99.1", "1.3", "document", "Thiếu biên bản tự kiểm tra quý III", "Lập lịch tự kiểm tra hằng quý, lưu biên bản ngay trong tuần", "Hằng quý", "Biên bản tự kiểm tra" },
    { "H99.6", "1.2", "late", "Báo cáo quý gửi sau hạn hai lần", "Giao một đầu mối chốt số liệu trước hạn ba ngày làm việc", "Quý I", "Phân công bằng văn bản" },
    { "H99.10", "7.3", "threshold", "Tỷ lệ hồ sơ trực tuyến dưới mức quy định", "Hướng dẫn nộp hồ sơ trực tuyến tại từng trường, đo tỷ lệ hằng tháng", "Trước 30/9", "Bảng tỷ lệ theo tháng" },
};

/* The largest loss of the unit among the criteria meant that has no remedy yet; else the largest. */
static Err make(Ctx *c, int64_t set_id, int64_t year, size_t i)
{
    UnitRow u;
    LostRows rows;
    int64_t id, task;
    size_t at = 0;

    TRY(org_by_code(c, str_of(samples[i].unit), &u));
    TRY(q_lost_list(c, &rows, .set_id = set_id, .unit_id = u.id, .rest = true));
    if (!rows.n)
        return OK;
    for (size_t k = rows.n; k-- > 0;)
        if (str_starts(rows.v[k].code, str_of(samples[i].code)))
            at = k;
    TRY(remedy_add(c, &rows.v[at].id, 1, &(RemedyForm){ .year = year, .cause_code = str_of(samples[i].cause_code), .cause = str_of(samples[i].cause),
        .measure = str_of(samples[i].measure), .lead = u.name, .deadline = str_of(samples[i].deadline), .product = str_of(samples[i].product) }, &id));
    return remedy_to_task(c, id, &task);
}

/* What was done about losses of the year before and helped: the library of measures has something to offer. */
static Err earlier(Ctx *c, int64_t set_id, const char *unit)
{
    enum { MOST = 3 };
    UnitRow u;
    Outcomes all;
    int64_t id;

    TRY(org_by_code(c, str_of(unit), &u));
    TRY(remedy_outcomes(c, set_id, u.id, &all));
    for (size_t i = 0, n = 0; i < all.n && n < MOST; i++)
        if (str_eq(all.v[i].state, S("recovered"))) {
            const LostRow *l = &all.v[i].loss;

            n++;
            TRY(remedy_add(c, &l->id, 1, &(RemedyForm){ .year = 2025, .cause_code = S("document"), .cause = S("Chưa phân công rõ, tài liệu kiểm chứng gửi thiếu"),
                .measure = str_fmt(c->arena, "Phân công một người theo dõi tiêu chí %.*s, kiểm tra tài liệu kiểm chứng hằng tháng", SV(l->code)),
                .lead = u.name, .deadline = S("Quý III/2025"), .product = S("Bảng phân công, tài liệu kiểm chứng") }, &id));
        }
    return OK;
}

static Err finding(Ctx *c)
{
    UnitRow u;
    int64_t id, task;

    TRY(org_by_code(c, S("H99.6"), &u));
    TRY(remedy_finding(c, u.id, S("inspection"), S("Kết luận số 12/KL-TTr ngày 05/03/2026, mục II.3"), S("Chưa niêm yết đủ thủ tục hành chính sửa đổi"),
        &(RemedyForm){ .year = 2026, .cause_code = S("not_done"), .cause = S("Không ai được giao cập nhật niêm yết khi có quyết định mới"),
            .measure = S("Giao văn thư cập nhật niêm yết trong hai ngày làm việc từ khi nhận quyết định công bố"), .lead = u.name,
            .deadline = S("Trước 30/4"), .product = S("Ảnh chụp bảng niêm yết") }, &id));
    return remedy_to_task(c, id, &task);
}

static Err quarters(Ctx *c, int64_t set_id)
{
    RemedyRows rows;

    TRY(q_remedy_list(c, &rows, .year = 2026, .set_id = set_id, .today = c->today));
    for (size_t i = 0; i < rows.n && i < 2; i++) {
        TRY(remedy_progress(c, rows.v[i].id, 1, 20, S("Đã họp phân công, lập bảng theo dõi")));
        TRY(remedy_progress(c, rows.v[i].id, 2, 50, S("Đã làm ở hai trong bốn bộ phận")));
    }
    return OK;
}

Err remedy_demo(Ctx *c)
{
    static const char *const units[] = { "H99.1", "H99.10", "H99.2" };
    CriteriaSetRows sets;
    DeriveReport rep;

    TRY(q_criteria_sets(c, &sets, ));
    for (size_t i = sets.n; i-- > 0;)                       /* oldest first, so that recurring losses are known */
        TRY(remedy_derive(c, sets.v[i].id, &rep));
    for (size_t i = 0; i < sets.n; i++) {
        if (str_eq(sets.v[i].code, S("SO")) && sets.v[i].year == 2024)
            for (size_t k = 0; k < COUNT(units); k++)
                TRY(earlier(c, sets.v[i].id, units[k]));
        if (!str_eq(sets.v[i].code, S("SO")) || sets.v[i].year != 2025)
            continue;
        for (size_t k = 0; k < COUNT(samples); k++)
            TRY(make(c, sets.v[i].id, 2026, k));
        TRY(quarters(c, sets.v[i].id));
    }
    return finding(c);
}
