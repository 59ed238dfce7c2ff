#include "accept/accept_demo.h"

#include "accept/show.h"
#include "intake/read.h"

static const char report[] =
    "SỞ Y TẾ\n\nSố: 64/BC-SYT\n\nVân Nhạn, ngày 19 tháng 01 năm 2026\n\nBÁO CÁO\n\nKết quả Chỉ số cải cách hành chính năm 2025 của Sở Y tế\n\n"
    "I. KẾT QUẢ\n\nNăm 2025, Chỉ số cải cách hành chính của Sở đạt 88,5/100 điểm.\n\n"
    "1. Công tác chỉ đạo, điều hành\n\nLĩnh vực chỉ đạo, điều hành đạt 8,5/10 điểm, trong đó:\n\n"
    "- Tiêu chí tuyên truyền cải cách hành chính đạt 1/2 điểm, do mới có bốn hình thức tuyên truyền.\n\n"
    "- Tiêu chí thực hiện chế độ báo cáo đạt 0,5/1 điểm. Nguyên nhân do gửi báo cáo quý III chậm 04 ngày.\n\n"
    "II. GIẢI PHÁP\n\n"
    "| STT | Lĩnh vực | Mã tiêu chí | Nguyên nhân | Giải pháp khắc phục | Đơn vị chủ trì | Đơn vị phối hợp | Thời hạn |\n"
    "|---|---|---|---|---|---|---|---|\n"
    "| 1 | Chỉ đạo, điều hành | 1.1 | Ban hành kế hoạch chậm | Trình kế hoạch trong tháng 12 năm trước | Văn phòng Sở | Các phòng | Trước 31/12/2026 |\n"
    "| 2 | Chỉ đạo, điều hành | 1.3 | Báo cáo gửi chậm | Chốt số liệu trước hạn ba ngày làm việc | Văn phòng Sở | | Hằng quý |\n";

Err accept_demo(Ctx *c)
{
    Str name = S("bao-cao-par-index-2025.md"), bytes = str_of(report);
    Reading r;
    IntakeFileAddRow row;

    TRY(intake_read(&r, c->arena, name, bytes, &c->answer));
    return q_intake_file_add(c, &row, .name = name, .title = show_title(c, &r, name), .size = (int64_t)bytes.n, .bytes = bytes,
        .at = c->now, .who = S("demo"));
}
