#include "plan/plan.h"
#include "plan/plan_cli.h"
#include "plan/plan_web.h"
#include "plan/remind.h"

static const Setting plan_settings[] = {
    { "plan.near_days", "5", T("Nhiệm vụ gọi là sắp đến hạn khi còn từng này ngày làm việc") },
    { "plan.due_day", "05/02", T("Ngày trong năm mà kế hoạch của mọi đơn vị phải được ban hành; để trống: không đặt ngày") },
    { "mail.smtp_url", "", T("Máy chủ thư, dạng smtp://tên:587 hoặc smtps://tên:465; để trống: không gửi thư") },
    { "mail.base_url", "", T("Địa chỉ của hệ thống, dạng https://cchc.tinh.gov.vn, để thư nhắc có đường dẫn đến từng việc") },
    { "mail.from", "", T("Địa chỉ thư người gửi") },
    { "mail.user", "", T("Tên đăng nhập máy chủ thư; để trống: không đăng nhập") },
    { "mail.password_file", "", T("Tệp chứa mật khẩu máy chủ thư; chỉ máy chủ đọc được") },
    { "mail.tls", "required", T("“required”: chỉ gửi qua kết nối mã hóa; “off”: cho phép không mã hóa trong mạng nội bộ") },
    { 0 },
};

enum { UPLOAD = 24 << 20 };

static const Route plan_routes[] = {
    { GET, "/plans", &PERM_PLAN_VIEW, get_plans },
    { GET, "/plans/new", &PERM_PLAN_CHANGE, get_plan_new },
    { POST, "/plans/new", &PERM_PLAN_CHANGE, post_plan_new },
    { GET, "/plans/template.xlsx", &PERM_PLAN_CHANGE, get_plan_template },
    { GET, "/plans/import", &PERM_PLAN_CHANGE, get_plan_import },
    { POST, "/plans/import", &PERM_PLAN_CHANGE, post_plan_import, NULL, UPLOAD },
    { GET, "/plans/{id}", &PERM_PLAN_VIEW, get_plan },
    { GET, "/plans/{id}/export.xlsx", &PERM_PLAN_VIEW, get_plan_xlsx },
    { GET, "/plans/{id}/timeline.pdf", &PERM_PLAN_VIEW, get_plan_pdf },
    { GET, "/plans/{id}/changes", &PERM_PLAN_VIEW, get_plan_changes },
    { GET, "/plans/{id}/cascade", &PERM_PLAN_CASCADE, get_plan_cascade },
    { POST, "/plans/{id}/cascade", &PERM_PLAN_CASCADE, post_plan_cascade },
    { POST, "/plans/{id}/approve", &PERM_PLAN_APPROVE, post_plan_approve },
    { POST, "/plans/{id}/reopen", &PERM_PLAN_APPROVE, post_plan_reopen },
    { GET, "/tasks", &PERM_PLAN_VIEW, get_tasks },
    { GET, "/tasks.ics", &PERM_PLAN_VIEW, get_tasks_ics },
    { GET, "/tasks/feeds", &PERM_PLAN_VIEW, get_feeds },
    { POST, "/tasks/feeds", &PERM_PLAN_VIEW, post_feed, prepare_feed },
    { POST, "/tasks/feeds/{id}/revoke", &PERM_PLAN_VIEW, post_feed_revoke },
    { GET, "/feed/{secret}", &PERM_PUBLIC, get_feed },
    { GET, "/tasks/new", &PERM_PLAN_CHANGE, get_task_new },
    { POST, "/tasks/new", &PERM_PLAN_CHANGE, post_task_new },
    { GET, "/tasks/{id}", &PERM_PLAN_VIEW, get_task },
    { POST, "/tasks/{id}/report", &PERM_TASK_WORK, post_task_report },
    { POST, "/tasks/{id}/part", &PERM_TASK_WORK, post_task_part },
    { POST, "/tasks/{id}/extend", &PERM_TASK_WORK, post_task_extend },
    { POST, "/tasks/{id}/decide", &PERM_TASK_SIGN, post_task_decide },
    { POST, "/tasks/{id}/sign", &PERM_TASK_SIGN, post_task_sign },
    { POST, "/tasks/{id}/move", &PERM_TASK_WORK, post_task_move },
    { POST, "/tasks/{id}/hand", &PERM_TASK_SIGN, post_task_hand },
    { POST, "/tasks/{id}/bind", &PERM_PLAN_CHANGE, post_task_bind },
    { POST, "/tasks/{id}/cascade", &PERM_PLAN_CASCADE, post_task_cascade },
    { 0 },
};

static const MenuItem plan_menu[] = {
    { "/plans", T("Kế hoạch"), &PERM_PLAN_VIEW, MENU_WORK + 10 },
    { "/tasks", T("Nhiệm vụ"), &PERM_PLAN_VIEW, MENU_WORK + 20 },
    { 0 },
};

static const Route notice_routes[] = {
    { GET, "/notices", &PERM_SIGNED_IN, get_notices },
    { GET, "/reminders", &PERM_REMIND, get_reminders },
    { POST, "/reminders", &PERM_REMIND, post_reminder },
    { POST, "/notices/read", &PERM_SIGNED_IN, post_notices_read },
    { 0 },
};

static const MenuItem notice_menu[] = {
    { "/notices", T("Thông báo"), &PERM_SIGNED_IN, MENU_HOME + 30 },
    { 0 },
};

const Room plan_room = {
    .name = "plan",
    .title = T("Kế hoạch và nhiệm vụ"),
    .perms = (const Perm *const[]){ &PERM_PLAN_VIEW, &PERM_PLAN_CHANGE, &PERM_PLAN_APPROVE, &PERM_PLAN_CASCADE, &PERM_TASK_WORK,
        &PERM_TASK_SIGN, NULL },
    .routes = plan_routes,
    .menu = plan_menu,
    .commands = plan_commands,
    .settings = plan_settings,
};

const Room remind_room = {
    .name = "remind",
    .title = T("Nhắc việc"),
    .perms = (const Perm *const[]){ &PERM_REMIND, NULL },
    .routes = notice_routes,
    .menu = notice_menu,
    .commands = remind_commands,
};
