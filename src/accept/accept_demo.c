#include "accept/accept_demo.h"

#include "accept/show.h"
#include "intake/read.h"

/* Fits the set and the unit of the demonstration; one figure is told in two ways, so that a newcomer sees a warning. */
static const char report[] =
    "ỦY BAN NHÂN DÂN\n\n"
    "TỈNH VÂN NHẠN\n\n"
    "SỞ Y TẾ\n\n"
    "Số: 64/BC-SYT\n\n"
    "Vân Nhạn, ngày 19 tháng 01 năm 2026\n\n"
    "BÁO CÁO\n\n"
    "Tự chấm điểm Chỉ số cải cách hành chính năm 2025 của Sở Y tế\n\n"
    "I. KẾT QUẢ TỰ CHẤM\n\n"
    "1. Công tác chỉ đạo, điều hành cải cách hành chính\n\n"
    "- Mức độ hoàn thành các nhiệm vụ trong kế hoạch đạt 1/2,5 điểm. Nguyên nhân do còn bốn nhiệm vụ chậm sang quý I năm 2026.\n\n"
    "2. Cải cách thủ tục hành chính\n\n"
    "- Tỷ lệ hồ sơ giải quyết đúng hạn đạt 2/4 điểm, do một số hồ sơ cấp chứng chỉ hành nghề quá hạn.\n\n"
    "II. BẢNG TỰ CHẤM ĐIỂM\n\n"
    "| Mã | Tiêu chí | Điểm tối đa | Điểm tự chấm | Lý do bị trừ điểm |\n"
    "|---|---|---|---|---|\n"
    "| 1.1.1 | Ban hành kế hoạch cải cách hành chính đúng thời hạn | 1 | 1 | |\n"
    "| 1.1.2 | Mức độ hoàn thành các nhiệm vụ trong kế hoạch | 2,5 | 1 | Bốn nhiệm vụ chậm sang quý I năm 2026 |\n"
    "| 3.3.1 | Tỷ lệ hồ sơ giải quyết đúng hạn | 4 | 2,5 | Hồ sơ cấp chứng chỉ hành nghề quá hạn |\n"
    "| 4.1 | Sắp xếp tổ chức bên trong theo đề án được duyệt | 3 | 1,5 | Đề án trình chậm |\n"
    "| 5.3 | Đào tạo, bồi dưỡng theo kế hoạch | 2 | 1 | Hoãn một lớp bồi dưỡng |\n\n"
    "III. GIẢI PHÁP KHẮC PHỤC\n\n"
    "| STT | Lĩnh vực | Mã tiêu chí | Nguyên nhân | Giải pháp khắc phục | Đơn vị chủ trì | Đơn vị phối hợp | Thời hạn |\n"
    "|---|---|---|---|---|---|---|---|\n"
    "| 1 | Chỉ đạo, điều hành | 1.1.2 | Bốn nhiệm vụ chậm | Rà soát tiến độ hằng tháng, giao người chịu trách nhiệm từng nhiệm vụ | Văn phòng Sở Y tế | | Trước 31/12/2026 |\n"
    "| 2 | Thủ tục hành chính | 3.3.1 | Hồ sơ quá hạn | Nhắc trước hạn hai ngày, xử lý trả chậm | Văn phòng Sở Y tế | Phòng Kế hoạch – Tài chính Sở Y tế | Hằng quý |\n\n";

Err accept_demo(Ctx *c)
{
    Str name = S("bao-cao-par-index-2025.md"), bytes = str_of(report);
    Reading r;
    IntakeFileAddRow row;

    TRY(intake_read(&r, c->arena, name, bytes, &c->answer));
    return q_intake_file_add(c, &row, .name = name, .title = show_title(c, &r, name), .size = (int64_t)bytes.n, .bytes = bytes,
        .at = c->now, .who = S("demo"));
}
