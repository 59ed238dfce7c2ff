#include "plan/plan.h"
#include "plan/plan_cli.h"
#include "plan/remind.h"

static const Setting plan_settings[] = {
    { "plan.near_days", "5", T("Nhiệm vụ gọi là sắp đến hạn khi còn từng này ngày làm việc") },
    { "mail.smtp_url", "", T("Máy chủ thư, dạng smtp://tên:587 hoặc smtps://tên:465; để trống: không gửi thư") },
    { "mail.from", "", T("Địa chỉ thư người gửi") },
    { "mail.user", "", T("Tên đăng nhập máy chủ thư; để trống: không đăng nhập") },
    { "mail.password_file", "", T("Tệp chứa mật khẩu máy chủ thư; chỉ máy chủ đọc được") },
    { "mail.tls", "required", T("“required”: chỉ gửi qua kết nối mã hóa; “off”: cho phép không mã hóa trong mạng nội bộ") },
    { 0 },
};

const Room plan_room = {
    .name = "plan",
    .title = T("Kế hoạch và nhiệm vụ"),
    .perms = (const Perm *const[]){ &PERM_PLAN_VIEW, &PERM_PLAN_CHANGE, &PERM_PLAN_APPROVE, &PERM_PLAN_CASCADE, &PERM_TASK_WORK,
        &PERM_TASK_SIGN, NULL },
    .commands = plan_commands,
    .settings = plan_settings,
};

const Room remind_room = {
    .name = "remind",
    .title = T("Nhắc việc"),
    .perms = (const Perm *const[]){ &PERM_REMIND, NULL },
    .commands = remind_commands,
};
