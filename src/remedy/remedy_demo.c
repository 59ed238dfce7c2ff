#include "remedy/remedy_demo.h"

#include "org/org.h"
#include "remedy/remedy.h"

static const struct { const char *unit; const char *cause_code, *cause, *measure, *deadline, *product; } samples[] = {
    { "H99.1", "survey", "Người dân chờ lâu ở khâu trả kết quả", "Bố trí thêm quầy trả kết quả giờ cao điểm, gọi hỏi ý kiến sau khi trả", "Trước 30/6", "Báo cáo đo thời gian chờ" },
    { "H99.1", "document", "Thiếu biên bản tự kiểm tra quý III", "Lập lịch tự kiểm tra hằng quý, lưu biên bản ngay trong tuần", "Hằng quý", "Biên bản tự kiểm tra" },
    { "H99.6", "late", "Báo cáo quý gửi sau hạn hai lần", "Giao một đầu mối chốt số liệu trước hạn ba ngày làm việc", "Quý I", "Phân công bằng văn bản" },
    { "H99.10", "threshold", "Tỷ lệ hồ sơ trực tuyến dưới mức quy định", "Hướng dẫn nộp hồ sơ trực tuyến tại từng trường, đo tỷ lệ hằng tháng", "Trước 30/9", "Bảng tỷ lệ theo tháng" },
};

/* The largest loss of the unit that has no remedy yet. */
static Err make(Ctx *c, int64_t set_id, int64_t year, size_t i)
{
    UnitRow u;
    LostRows rows;
    int64_t id, task;

    TRY(org_by_code(c, str_of(samples[i].unit), &u));
    TRY(q_lost_list(c, &rows, .set_id = set_id, .unit_id = u.id, .rest = true));
    if (!rows.n)
        return OK;
    TRY(remedy_add(c, &rows.v[0].id, 1, &(RemedyForm){ .year = year, .cause_code = str_of(samples[i].cause_code), .cause = str_of(samples[i].cause),
        .measure = str_of(samples[i].measure), .lead = u.name, .deadline = str_of(samples[i].deadline), .product = str_of(samples[i].product) }, &id));
    return remedy_to_task(c, id, &task);
}

Err remedy_demo(Ctx *c)
{
    CriteriaSetRows sets;
    DeriveReport rep;

    TRY(q_criteria_sets(c, &sets, ));
    for (size_t i = sets.n; i-- > 0;)                       /* oldest first, so that recurring losses are known */
        TRY(remedy_derive(c, sets.v[i].id, &rep));
    for (size_t i = 0; i < sets.n; i++)
        if (str_eq(sets.v[i].code, S("SO")) && sets.v[i].year == 2025)
            for (size_t k = 0; k < COUNT(samples); k++)
                TRY(make(c, sets.v[i].id, 2026, k));
    return OK;
}
