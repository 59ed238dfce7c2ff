#include "base/test.h"
#include "cal/deadline.h"

static Calendar *vietnam(TestRun *t)
{
    Answer why = { .arena = t->arena };
    Calendar *cal = NULL;

    CHECK_OK(cal_build_vn(&cal, t->arena, &why));
    return cal;
}

static Date iso(const char *s)
{
    Date d;

    CHECK(date_parse_iso(&d, str_of(s)));
    return d;
}

/* "text|kind|start|end|recurrence|event", plan year 2024. */
static void check_line(TestRun *t, const Calendar *cal, const char *line)
{
    Str part[6] = { 0 }, rest = str_of(line);
    Deadline d;

    for (size_t i = 0; i < 6; i++)
        (void)str_cut(rest, S("|"), &part[i], &rest);
    deadline_parse(&d, t->arena, part[0], 2024, cal);
    Str start = date_iso(t->arena, d.start), end = date_iso(t->arena, d.end);
    Str got = str_fmt(t->arena, "%.*s|%s|%.*s|%.*s|%.*s|%.*s", SV(part[0]), deadline_kind_code(d.kind), SV(start), SV(end),
        SV(d.recurrence), SV(d.event));
    CHECK_STR(got, line);
    CHECK_STR(d.text, str_z(t->arena, part[0]));
}

static const char *const relatives[] = {
    "Trước 15/01/2024|before-date||2024-01-14||",
    "Trước ngày 01 tháng 3 năm 2024|before-date||2024-02-29||",
    "Xong trước 30/6|before-date||2024-06-29||",
    "chậm nhất ngày 05/02|until-date||2024-02-05||",
    "Chậm nhất là ngày 05/02/2024|until-date||2024-02-05||",
    "Hoàn thành trước ngày 20.11.2024|before-date||2024-11-19||",
    "15/6/2024|until-date||2024-06-15||",
    "Đến hết ngày 30/6/2024|until-date||2024-06-30||",
    "Từ ngày 01/3/2024 đến ngày 30/6/2024|date-range|2024-03-01|2024-06-30||",
    "Từ 15/11 đến 15/01/2025|date-range|2024-11-15|2025-01-15||",
    "Từ 01/4/2024|from-date-open|2024-04-01|||",
    "Trước 15/01 năm sau|before-date||2025-01-14||",
    "Trong tháng 6/2024|month|2024-06-01|2024-06-30||",
    "Tháng 3, tháng 9|month-list|2024-03-01|2024-09-30||",
    "Tháng 3, 6, 9/2025|month-list|2025-03-01|2025-09-30||",
    "Từ tháng 11 đến tháng 02/2025|month-range|2024-11-01|2025-02-28||",
    "Tháng 11 - tháng 2|month-range|2024-11-01|2025-02-28||",
    "9/2024|month|2024-09-01|2024-09-30||",
    "Đến hết tháng 6|until-month-end||2024-06-30||",
    "Quý 3 năm 2025|quarter|2025-07-01|2025-09-30||",
    "Quý II và quý III|quarter-list|2024-04-01|2024-09-30||",
    "Quý I, II, III/2025|quarter-list|2025-01-01|2025-09-30||",
    "Trước quý III/2024|before-quarter||2024-06-30||",
    "Hoàn thành trong quý II|quarter||2024-06-30||",
    "Cuối quý IV/2024|part-of-quarter|2024-12-01|2024-12-31||",
    "6 tháng đầu năm 2025|half|2025-01-01|2025-06-30||",
    "Sáu tháng cuối năm|half|2024-07-01|2024-12-31||",
    "9 tháng đầu năm|month-range|2024-01-01|2024-09-30||",
    "Đến cuối năm 2025|until-year-end||2025-12-31||",
    "Hết năm 2024|until-year-end||2024-12-31||",
    "Từ năm 2022 đến năm 2025|year-range|2022-01-01|2025-12-31||",
    "2021 – 2025|year-range|2021-01-01|2025-12-31||",
    "Giai đoạn 2021- 2025, định hướng đến năm 2030|year-range|2021-01-01|2025-12-31||",
    "Năm 2020 và những năm tiếp theo|from-year-open|2020-01-01||yearly|",
    "Từ năm 2024|from-year-open|2024-01-01|||",
    "Thường xuyên, hàng năm|standing|||continuous|",
    "Hàng quý|recurring|||quarterly|",
    "HẰNG NĂM|recurring|||yearly|",
    "6 tháng/lần|recurring|||half-yearly|",
    "Ngày 25 hàng tháng|recurring-day|||monthly|",
    "Trước ngày 20 tháng cuối quý|recurring-day|||quarterly|",
    "31/12 hàng năm|recurring-day||2024-12-31|yearly|",
    "Trước ngày 15/12 hằng năm|recurring-day||2024-12-14|yearly|",
    "Thứ Sáu hàng tuần|recurring-day|||weekly|",
    "Quý I hàng năm|recurring|2024-01-01|2024-03-31|yearly|",
    "01 lần/quý|recurring-count|||1 per quarter|",
    "Ít nhất 2 lần trong năm|recurring-count|||2 per year|",
    "Báo cáo tháng, quý, 6 tháng, năm|recurring-mixed|||month, quarter, half, year|",
    "Hàng quý, hàng năm|recurring-mixed|||quarter, year|",
    "Sau khi UBND tỉnh công bố kết quả|after-event||||UBND tỉnh công bố kết quả",
    "Ngay sau khi có văn bản của Bộ Nội vụ.|after-event||||có văn bản của Bộ Nội vụ",
    "Khi có yêu cầu|on-demand|||ad hoc|",
    "Theo yêu cầu của cấp trên|on-demand|||ad hoc|yêu cầu của cấp trên",
    "Theo kế hoạch UBND tỉnh|per-document||||kế hoạch UBND tỉnh",
    "trong vòng 10 ngày làm việc kể từ ngày nhận đủ hồ sơ|offset-working-days||||nhận đủ hồ sơ",
    "Trong vòng 10 ngày làm việc kể từ ngày 01/02/2024|offset-working-days|2024-02-01|2024-02-22||",
    "Chậm nhất sau 15 ngày kể từ ngày ban hành|offset-days||||ban hành",
    "Tuần 3 tháng 5/2024|week-of-month|2024-05-15|2024-05-21||",
    "Báo cáo năm 2023 trước ngày 15/12/2023|before-date||2023-12-14||",
    "Ban hành trong quý I; hoàn thành trước 30/10/2024|milestones|2024-01-01|2024-10-29||",
    "Hàng năm, trong quý I|recurring|2024-01-01|2024-03-31|yearly|",
    "Mỗi quý ít nhất 01 lần|recurring-count|||1 per quarter|",
    "Định kỳ 6 tháng một lần|recurring|||half-yearly|",
    "05 ngày làm việc|offset-working-days||||",
    "Từ ngày 15 đến ngày 20 tháng 6|date-range|2024-06-15|2024-06-20||",
    "15-20/6/2024|date-range|2024-06-15|2024-06-20||",
    "Trước 17h00 ngày 15/6/2024|until-date||2024-06-15||",
    "Trước 16 giờ 30 phút ngày 20 hàng tháng|recurring-day|||monthly|",
    "Cuối quý|recurring|||quarterly|",
    "Ngày làm việc cuối cùng của tháng|recurring-day|||monthly|",
    "Sau Tết Nguyên đán|after-event||||Tết Nguyên đán",
    "Trước kỳ họp HĐND cuối năm|before-event||||kỳ họp HĐND cuối năm",
    "Trước khi trình HĐND tỉnh|before-event||||trình HĐND tỉnh",
    "Q1/2025|quarter|2025-01-01|2025-03-31||",
    "Báo cáo quý, 6 tháng, 9 tháng, năm|recurring-mixed|||quarter, half, year|",
    "|none||||",
    "   |none||||",
    "không rõ lắm|unknown||||",
    "Trước 31/02/2024|before-date||||",
    "(ô trống)|none||||",
    "-|none||||",
    "Chậm nhất đến ngày 10/12/2024|until-date||2024-12-10||",
    "Trước ngày 5 tháng 2|before-date||2024-02-04||",
    "Hoàn thành xong trước ngày 28-02-2024|before-date||2024-02-27||",
    "Không quá ngày 15/11/2024|until-date||2024-11-15||",
    "Không muộn hơn ngày 15/11/2024|until-date||2024-11-15||",
    "Muộn nhất ngày 15/11/2024|until-date||2024-11-15||",
    "Không chậm hơn 30/9|until-date||2024-09-30||",
    "Ngày 20/11/2024|until-date||2024-11-20||",
    "Tháng 4|month|2024-04-01|2024-04-30||",
    "Tháng Tư|month|2024-04-01|2024-04-30||",
    "tháng mười hai năm 2024|month|2024-12-01|2024-12-31||",
    "Trong tháng 02|month|2024-02-01|2024-02-29||",
    "Đầu tháng 3/2024|part-of-month|2024-03-01|2024-03-10||",
    "Giữa tháng 6|part-of-month|2024-06-11|2024-06-20||",
    "Cuối tháng 5/2024|part-of-month|2024-05-21|2024-05-31||",
    "Đầu năm|part-of-year|2024-01-01|2024-03-31||",
    "Giữa năm 2024|part-of-year||2024-06-30||",
    "Giữa quý III/2024|part-of-quarter|2024-08-01|2024-08-31||",
    "Tháng 3 đến tháng 5 năm 2024|month-range|2024-03-01|2024-05-31||",
    "Tháng 3-5/2024|month-range|2024-03-01|2024-05-31||",
    "Từ tháng 01/2024 đến hết tháng 12/2024|month-range|2024-01-01|2024-12-31||",
    "Quý I/2024 đến quý III/2024|quarter-range|2024-01-01|2024-09-30||",
    "Từ quý II đến quý IV|quarter-range|2024-04-01|2024-12-31||",
    "Quý IV/2023 - Quý I/2024|quarter-range|2023-10-01|2024-03-31||",
    "Quý I,II,III,IV/2024|quarter-list|2024-01-01|2024-12-31||",
    "Quý I và IV năm 2024|quarter-list|2024-01-01|2024-12-31||",
    "Quý I, quý III|quarter-list|2024-01-01|2024-09-30||",
    "quý 2|quarter|2024-04-01|2024-06-30||",
    "QUÝ IV NĂM 2024|quarter|2024-10-01|2024-12-31||",
    "Quí II/2024|quarter|2024-04-01|2024-06-30||",
    "Trong Quý III năm 2024|quarter|2024-07-01|2024-09-30||",
    "Hết quý II/2024|until-quarter-end||2024-06-30||",
    "Chậm nhất trong quý III/2024|until-quarter-end||2024-09-30||",
    "Trước 30/6 hằng năm|recurring-day||2024-06-29|yearly|",
    "Trước ngày 10 của tháng đầu quý sau|recurring-day|||quarterly|",
    "Trước ngày 05 hàng tháng|recurring-day|||monthly|",
    "Ngày 15 của tháng cuối quý|recurring-day|||quarterly|",
    "Ngày cuối cùng của tháng|recurring-day|||monthly|",
    "Định kỳ ngày 20 hằng tháng|recurring-day|||monthly|",
    "Thứ Hai hằng tuần|recurring-day|||weekly|",
    "Chiều thứ Sáu hàng tuần|recurring-day|||weekly|",
    "Hằng tuần|recurring|||weekly|",
    "Hằng ngày|recurring|||daily|",
    "Định kỳ 6 tháng|recurring|||half-yearly|",
    "Định kỳ 3 tháng/lần|recurring|||quarterly|",
    "Định kỳ hàng năm|recurring|||yearly|",
    "Mỗi năm một lần|recurring-count|||1 per year|",
    "1 năm 2 lần|recurring-count|||2 per year|",
    "02 lần/tháng|recurring-count|||2 per month|",
    "Tối thiểu 01 lần/quý|recurring-count|||1 per quarter|",
    "Hai lần một năm|recurring-count|||2 per year|",
    "Định kỳ quý, năm|recurring-mixed|||quarter, year|",
    "Hàng tháng, quý, năm|recurring-mixed|||month, quarter, year|",
    "Định kỳ 6 tháng, năm và đột xuất theo yêu cầu|recurring-mixed|||half, year, ad hoc|",
    "Hàng tháng và khi có yêu cầu đột xuất|recurring-mixed|||month, ad hoc|",
    "Thường xuyên, hàng tháng|standing|||continuous|",
    "Thường xuyên, đột xuất|standing|||continuous|",
    "Liên tục|standing|||continuous|",
    "Thường xuyên trong năm 2024|standing|2024-01-01|2024-12-31|continuous|",
    "Thực hiện thường xuyên|standing|||continuous|",
    "Năm 2024, 2025|year-list|2024-01-01|2025-12-31||",
    "2024|year|2024-01-01|2024-12-31||",
    "Các năm 2024 - 2026|year-range|2024-01-01|2026-12-31||",
    "Giai đoạn 2021 đến 2025|year-range|2021-01-01|2025-12-31||",
    "Từ năm 2024 trở đi|from-year-open|2024-01-01|||",
    "Năm 2024 và những năm tiếp theo|from-year-open|2024-01-01||yearly|",
    "Trước năm 2025|before-year||2024-12-31||",
    "Đến năm 2025|until-year-end||2025-12-31||",
    "Chậm nhất đến hết năm 2024|until-year-end||2024-12-31||",
    "Hoàn thành trong năm 2024|year||2024-12-31||",
    "Cuối năm 2024|part-of-year||2024-12-31||",
    "9 tháng đầu năm 2024|month-range|2024-01-01|2024-09-30||",
    "6 tháng đầu năm và cả năm|milestones|2024-01-01|2024-12-31||",
    "6 tháng, năm|recurring-mixed|||half, year|",
    "Sơ kết 6 tháng, tổng kết năm|recurring-mixed|||half, year|",
    "Sau khi có hướng dẫn của Bộ Nội vụ|after-event||||có hướng dẫn của Bộ Nội vụ",
    "Ngay sau khi Kế hoạch được ban hành|after-event||||Kế hoạch được ban hành",
    "Ngay khi có văn bản chỉ đạo|after-event||||có văn bản chỉ đạo",
    "Khi có thông báo của Sở Nội vụ|after-event||||có thông báo của Sở Nội vụ",
    "Sau khi có kết quả công bố của UBND tỉnh|after-event||||có kết quả công bố của UBND tỉnh",
    "Khi phát sinh|on-demand|||ad hoc|",
    "Khi cần thiết|on-demand|||ad hoc|",
    "Khi phát sinh nhiệm vụ|on-demand|||ad hoc|",
    "Theo yêu cầu|on-demand|||ad hoc|",
    "Theo yêu cầu của UBND tỉnh|on-demand|||ad hoc|yêu cầu của UBND tỉnh",
    "Theo chỉ đạo của UBND tỉnh|per-document||||chỉ đạo của UBND tỉnh",
    "Theo lộ trình|per-document||||lộ trình",
    "Theo Kế hoạch của UBND huyện|per-document||||Kế hoạch của UBND huyện",
    "Theo quy định của pháp luật|per-document||||quy định của pháp luật",
    "Theo thời gian quy định|per-document||||thời gian quy định",
    "Theo văn bản hướng dẫn của Sở Nội vụ|per-document||||văn bản hướng dẫn của Sở Nội vụ",
    "Theo tiến độ thực hiện|per-document||||tiến độ thực hiện",
    "Trong 10 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ|offset-working-days||||nhận đủ hồ sơ hợp lệ",
    "Không quá 03 ngày làm việc kể từ ngày tiếp nhận|offset-working-days||||tiếp nhận",
    "Chậm nhất 30 ngày sau khi có kết luận|offset-days||||có kết luận",
    "Sau 15 ngày kể từ ngày ban hành Kế hoạch|offset-days||||ban hành Kế hoạch",
    "Trong thời hạn 02 tháng kể từ ngày ký|offset-months||||ký",
    "Trong vòng 24 giờ kể từ khi nhận được phản ánh|offset-hours||||nhận được phản ánh",
    "Trong vòng 08 giờ làm việc|offset-hours||||",
    "Tuần 1 tháng 3|week-of-month|2024-03-01|2024-03-07||",
    "Tuần cuối tháng 12/2024|week-of-month|2024-12-25|2024-12-31||",
    "Tuần thứ ba của tháng 9|week-of-month|2024-09-15|2024-09-21||",
    "Tuần đầu tháng 4|week-of-month|2024-04-01|2024-04-07||",
    "Quý I: xây dựng kế hoạch; Quý IV: báo cáo kết quả|milestones|2024-01-01|2024-12-31||",
    "Tháng 3 ban hành kế hoạch; tháng 11 báo cáo|milestones|2024-03-01|2024-11-30||",
    "Trước 15/6 và trước 15/12|date-list|2024-06-14|2024-12-14||",
    "Trước ngày 20/6 và 20/12/2024|date-list|2024-06-19|2024-12-19||",
    "Từ 01/01/2024 - 31/12/2024|date-range|2024-01-01|2024-12-31||",
    "01/01-31/12/2024|date-range|2024-01-01|2024-12-31||",
    "Từ ngày 01/7/2024|from-date-open|2024-07-01|||",
    "Từ tháng 7/2024|from-month-open|2024-07-01|||",
    "Từ quý III/2024|from-quarter-open|2024-07-01|||",
    "Ngày 30 tháng 4 năm 2024|until-date||2024-04-30||",
    "Trước Tết Nguyên đán|before-event||||Tết Nguyên đán",
    "Trước ngày khai giảng|before-event||||khai giảng",
    "Trước tháng 11|before-month||2024-10-31||",
    "Trước tháng 01/2025|before-month||2024-12-31||",
    "Trước quý IV|before-quarter||2024-09-30||",
    "Ngay sau khi được phê duyệt|after-event||||được phê duyệt",
    "Năm học 2024-2025|year-range|2024-01-01|2025-12-31||",
    "Hằng năm, trước 31/3|recurring-day||2024-03-30|yearly|",
    "Hàng năm (trước ngày 15/12)|recurring-day||2024-12-14|yearly|",
    "Hàng quý (trước ngày 20 tháng cuối quý)|recurring-day|||quarterly|",
    "Quý I và Quý III hàng năm|recurring|2024-01-01|2024-09-30|yearly|",
    "Quý II-III/2024|quarter-range|2024-04-01|2024-09-30||",
    "Quý I/2024 và các quý tiếp theo|from-quarter-open|2024-01-01||quarterly|",
    "6 tháng đầu năm 2024|half|2024-01-01|2024-06-30||",
    "6 tháng 1 lần|recurring|||half-yearly|",
    "3 năm/lần|recurring|||every 3 years|",
    "Đến 2025|until-year-end||2025-12-31||",
    "31/3/2024|until-date||2024-03-31||",
    "31.12.2024|until-date||2024-12-31||",
    "Tháng 6, 12|month-list|2024-06-01|2024-12-31||",
    "Tháng 6 và tháng 12 hàng năm|recurring|2024-06-01|2024-12-31|yearly|",
    "Tháng 02,5,8,11/2024|month-list|2024-02-01|2024-11-30||",
    "Trong tháng mười hai|month|2024-12-01|2024-12-31||",
    "Tháng Giêng năm 2025|month|2025-01-01|2025-01-31||",
    "Tháng Năm/2024|month|2024-05-01|2024-05-31||",
    "Tháng sáu|month|2024-06-01|2024-06-30||",
    "Tháng ba, tháng chín|month-list|2024-03-01|2024-09-30||",
    "2 năm/lần|recurring|||every 2 years|",
    "Hai năm một lần|recurring|||every 2 years|",
    "2 tháng/lần|recurring|||every 2 months|",
    "3 năm 1 lần|recurring|||every 3 years|",
    "Báo cáo 6 tháng, báo cáo năm|recurring-mixed|||half, year|",
    "Trước 20/6 và 20/12|date-list|2024-06-19|2024-12-19||",
    "Chậm nhất 20/6 và 20/12/2024|date-list|2024-06-20|2024-12-20||",
    "Tháng 3/2024 và các tháng tiếp theo|from-month-open|2024-03-01||monthly|",
    "Năm 2024 trở đi|from-year-open|2024-01-01|||",
    "3 ngày/lần|recurring|||every 3 days|",
    "Tháng hai lần|recurring-count|||2 per month|",
    "Trước ngày 15 tháng sau|recurring-day|||monthly|",
    "Báo cáo tháng, năm|recurring-mixed|||month, year|",
    "Theo quý|recurring|||quarterly|",
    "Theo năm|recurring|||yearly|",
    "Trước ngày 15 hằng tháng và trước ngày 20/12|recurring-day|||monthly|",
    "Trước 30/11/2024 (báo cáo)|before-date||2024-11-29||",
    "Từ nay đến hết năm 2024|until-year-end||2024-12-31||",
    "Từ nay đến cuối năm|until-year-end||2024-12-31||",
    "Quý I (trước 31/3)|before-date|2024-01-01|2024-03-30||",
    "Trong Quý I, trước 15/3|before-date|2024-01-01|2024-03-14||",
};

TEST(deadline_relatives, "deadlines in words of plans are read by their grammar, also forms no table lists")
{
    Calendar *cal = vietnam(t);

    for (size_t i = 0; i < COUNT(relatives); i++)
        check_line(t, cal, relatives[i]);
}

/* One cell of a CSV line; enough for the table of facts, which has no line breaks in cells. */
static Str cell(TestRun *t, Str *line)
{
    Buf b = { .arena = t->arena };
    bool quoted = false;
    size_t i = 0;

    for (; i < line->n && (quoted || line->p[i] != ','); i++) {
        if (line->p[i] != '"')
            buf_ch(&b, line->p[i]);
        else if (quoted && i + 1 < line->n && line->p[i + 1] == '"')
            buf_ch(&b, line->p[++i]);
        else
            quoted = !quoted;
    }
    *line = str_sub(*line, i + 1, line->n);
    return buf_str(&b);
}

static Str plan_date(TestRun *t, Str s)
{
    Date d;
    Str full = s.n == 5 ? str_fmt(t->arena, "2024-%.*s", SV(s)) : s;

    return date_parse_iso(&d, full) ? full : (Str){ 0 };
}

TEST(deadline_table, "every deadline expression of the table of facts has its normal form, start, end and recurrence")
{
    Str text = test_shared(t, "data/deadline_expressions.csv"), line;
    Calendar *cal = vietnam(t);
    int n = 0;

    (void)str_cut(text, S("\n"), &line, &text);
    while (text.n) {
        Str c[9];
        Deadline d;

        (void)str_cut(text, S("\n"), &line, &text);
        line = str_trim(line);
        if (!line.n)
            continue;
        for (size_t i = 0; i < 9; i++)
            c[i] = cell(t, &line);
        deadline_parse(&d, t->arena, c[1], 2024, cal);
        Str start = date_iso(t->arena, d.start), end = date_iso(t->arena, d.end);
        Str got = str_fmt(t->arena, "%.*s: %s %.*s %.*s %.*s", SV(c[0]), deadline_kind_code(d.kind), SV(start), SV(end),
            SV(d.recurrence));
        Str want_start = plan_date(t, c[4]), want_end = plan_date(t, c[5]);
        Str want = str_fmt(t->arena, "%.*s: %.*s %.*s %.*s %.*s", SV(c[0]), SV(c[2]), SV(want_start), SV(want_end), SV(c[6]));

        CHECK_STR(got, str_z(t->arena, want));
        n++;
    }
    CHECK_INT(n, 61);
}

TEST(deadline_next_and_late, "the next due day of what recurs, lateness in working days; “Thường xuyên” is never late")
{
    Calendar *cal = vietnam(t);
    Deadline d;

    deadline_parse(&d, t->arena, S("Ngày 25 hàng tháng"), 0, cal);
    CHECK_STR(date_iso(t->arena, deadline_next(&d, iso("2026-02-25"))), "2026-03-25");
    deadline_parse(&d, t->arena, S("Trước ngày 20 tháng cuối quý"), 0, cal);
    CHECK_STR(date_iso(t->arena, deadline_next(&d, iso("2026-03-19"))), "2026-06-19");
    CHECK_STR(date_iso(t->arena, deadline_next(&d, iso("2026-03-18"))), "2026-03-19");
    deadline_parse(&d, t->arena, S("Hàng quý"), 0, cal);
    CHECK_STR(date_iso(t->arena, deadline_next(&d, iso("2026-03-19"))), "2026-03-31");
    deadline_parse(&d, t->arena, S("31/12 hàng năm"), 2024, cal);
    CHECK_STR(date_iso(t->arena, deadline_next(&d, iso("2026-03-19"))), "2026-12-31");
    deadline_parse(&d, t->arena, S("Thứ Sáu hàng tuần"), 0, cal);
    CHECK_STR(date_iso(t->arena, deadline_next(&d, iso("2026-11-21"))), "2026-11-27");
    deadline_parse(&d, t->arena, S("Định kỳ hàng quý, 6 tháng"), 0, cal);
    CHECK_STR(date_iso(t->arena, deadline_next(&d, iso("2026-06-30"))), "2026-09-30");
    deadline_parse(&d, t->arena, S("Trước ngày 03/9/2026"), 0, cal);
    CHECK_STR(date_iso(t->arena, deadline_next(&d, iso("2026-06-30"))), "2026-09-02");
    CHECK_INT(deadline_next(&d, iso("2026-09-02")).day, 0);
    CHECK_INT(deadline_late(&d, cal, iso("2026-09-04")), 2);
    CHECK_INT(deadline_late(&d, cal, iso("2026-09-02")), 0);
    deadline_parse(&d, t->arena, S("Thường xuyên trong năm 2020"), 0, cal);
    CHECK_INT(deadline_late(&d, cal, iso("2026-09-04")), 0);
    deadline_parse(&d, t->arena, S("Chậm nhất 05 ngày làm việc kể từ ngày nhận kết luận"), 0, cal);
    deadline_bind(&d, cal, iso("2026-08-28"));
    CHECK_STR(date_iso(t->arena, d.end), "2026-09-09");
}

static uint32_t draw(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

TEST(deadline_next_moves_on, "property: what recurs comes again after any day, later each time, and nothing lies between")
{
    static const char *const texts[] = { "Hằng tuần", "Hằng tháng", "Hằng quý", "6 tháng/lần", "Hằng năm", "Ngày 15 hằng tháng", "Quý, 6 tháng, năm",
        "Trước ngày 20 hằng tháng", "2 lần/năm" };
    Calendar *cal = vietnam(t);
    uint32_t seed = 20260205;

    for (int i = 0; i < 4000; i++) {
        const char *text = texts[draw(&seed) % COUNT(texts)];
        Date after = { iso("2020-01-01").day + (int32_t)(draw(&seed) % 4000) }, next, between;
        Deadline d;

        deadline_parse(&d, t->arena, str_of(text), date_year(after), cal);
        next = deadline_next(&d, after);
        if (!next.day)                                      /* a text that names no days */
            continue;
        CHECK(next.day > after.day);
        between = (Date){ after.day + (int32_t)(draw(&seed) % (uint32_t)(next.day - after.day)) };
        CHECK_INT(deadline_next(&d, between).day, next.day);
        CHECK(deadline_next(&d, next).day > next.day);
        CHECK_INT(deadline_late(&d, cal, (Date){ next.day + 400 }), 0);
    }
}

TEST(deadline_lateness, "property: late days are the working days passed, never shrink with time, and a weekend adds none")
{
    Calendar *cal = vietnam(t);
    uint32_t seed = 7;

    for (int i = 0; i < 4000; i++) {
        Date due = { iso("2021-01-01").day + (int32_t)(draw(&seed) % 2000) };
        int32_t n = (int32_t)(draw(&seed) % 60);
        Date done = cal_add_working_days(cal, due, n);
        int32_t late = cal_late_days(cal, due, done);

        CHECK_INT(late, n);
        CHECK(cal_late_days(cal, due, (Date){ done.day + 1 }) >= late);
        CHECK_INT(cal_late_days(cal, due, (Date){ done.day + 1 }) - late, cal_is_working(cal, (Date){ done.day + 1 }));
        CHECK_INT(cal_late_days(cal, done, due), 0);
    }
}
