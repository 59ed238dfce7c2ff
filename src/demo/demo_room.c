#include "demo/demo_cli.h"

extern const Room demo_room;
const Room demo_room = {
    .name = "demo",
    .title = T("Dữ liệu minh họa"),
    .commands = demo_commands,
    /* Until a room counts the reports that were sent: the demonstration brings these figures itself. */
    .facts = (const FactKind[]){
        { "cchc.report_q1", "yes_no", T("Báo cáo CCHC quý I gửi đúng hạn") },
        { "cchc.report_h1", "yes_no", T("Báo cáo CCHC 6 tháng gửi đúng hạn") },
        { "cchc.report_q3", "yes_no", T("Báo cáo CCHC quý III gửi đúng hạn") },
        { "cchc.report_year", "yes_no", T("Báo cáo CCHC năm gửi đúng hạn") },
        { 0 },
    },
};
