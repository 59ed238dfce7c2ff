#include "indicator/indicator.h"
#include "indicator/indicator_cli.h"
#include "indicator/indicator_web.h"
#include "indicator/report.h"

static const Setting indicator_settings[] = {
    { "indicator.cut_off", "14", T("Ngày chốt số liệu trong tháng cuối của kỳ; 0: cuối tháng") },
    { "indicator.send_by", "20", T("Ngày phải gửi báo cáo trong tháng cuối của kỳ") },
    { "indicator.jump_percent", "50", T("Thay đổi so với kỳ trước quá từng này phần trăm thì nhắc xem lại") },
    { 0 },
};

static const Route figure_routes[] = {
    { GET, "/figures", &PERM_FIGURE_VIEW, get_figures },
    { POST, "/figures", &PERM_FIGURE_ENTER, post_figures },
    { GET, "/figures/grid", &PERM_FIGURE_VIEW, get_figure_grid },
    { GET, "/figures/grid.xlsx", &PERM_FIGURE_VIEW, get_figure_grid_xlsx },
    { POST, "/figures/grid", &PERM_FIGURE_ENTER, post_figure_grid, NULL, 4 << 20 },
    { GET, "/figures/status", &PERM_FIGURE_VIEW, get_figure_status },
    { POST, "/figures/status", &PERM_FIGURE_ACCEPT, post_figure_status },
    { GET, "/figures/history", &PERM_FIGURE_VIEW, get_figure_history },
    { POST, "/figures/history", &PERM_FIGURE_VIEW, post_figure_comment },
    { 0 },
};

static const Route report_routes[] = {
    { GET, "/reports/{unit}/{period}", &PERM_FIGURE_VIEW, get_report },
    { GET, "/reports/{unit}/{period}/export.xlsx", &PERM_FIGURE_VIEW, get_report_xlsx },
    { POST, "/reports", &PERM_REPORT_EDIT, post_report },
    { 0 },
};

static const MenuItem figure_menu[] = {
    { "/figures", T("Số liệu"), &PERM_FIGURE_VIEW, MENU_DATA + 10 },
    { "/figures/grid", T("Nhập nhiều đơn vị"), &PERM_FIGURE_ENTER, MENU_DATA + 11 },
    { "/figures/status", T("Tiến độ báo cáo"), &PERM_FIGURE_VIEW, MENU_DATA + 12 },
    { 0 },
};

const Room indicator_room = {
    .name = "indicator",
    .title = T("Số liệu và báo cáo"),
    .perms = (const Perm *const[]){ &PERM_FIGURE_VIEW, &PERM_FIGURE_ENTER, &PERM_FIGURE_LOCK, &PERM_FIGURE_ACCEPT, &PERM_ELEMENT_CHANGE, NULL },
    .routes = figure_routes,
    .menu = figure_menu,
    .commands = indicator_commands,
    .settings = indicator_settings,
};

const Room report_room = {
    .name = "report",
    .title = T("Báo cáo định kỳ"),
    .perms = (const Perm *const[]){ &PERM_REPORT_EDIT, &PERM_REPORT_APPROVE, NULL },
    .routes = report_routes,
    .commands = report_commands,
};
