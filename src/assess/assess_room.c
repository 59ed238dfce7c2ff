#include "assess/assess.h"
#include "assess/assess_cli.h"

static const Setting settings[] = {
    { "assess.check_unscored", "block", T("Gửi phiếu khi còn tiêu chí chưa tự chấm: block (chặn), warn (nhắc), off (không xét)") },
    { "assess.check_no_evidence", "warn", T("Gửi phiếu khi có điểm mà chưa có tài liệu kiểm chứng: block, warn, off") },
    { "assess.check_no_reason", "warn", T("Gửi phiếu khi chưa đạt tối đa mà chưa giải thích: block, warn, off") },
    { "assess.check_contradicts", "warn", T("Gửi phiếu khi số liệu tự chấm khác số liệu đã có: block, warn, off") },
    { "assess.council_gap", "0,5", T("Chênh lệch giữa điểm tự chấm và điểm thẩm định từ bao nhiêu điểm thì đưa ra hội đồng") },
    { 0 },
};

const Room assess_room = {
    .name = "assess",
    .title = T("Đợt đánh giá"),
    .perms = (const Perm *const[]){ &PERM_ROUND_VIEW, &PERM_ROUND_RUN, &PERM_ROUND_PUBLISH, &PERM_RANKING_LIVE, &PERM_SHEET_VIEW,
        &PERM_SHEET_FILL, &PERM_SHEET_SUBMIT, &PERM_SHEET_APPRAISE, &PERM_SHEET_RETURN, &PERM_COUNCIL_RUN, &PERM_APPEAL_FILE,
        &PERM_APPEAL_DECIDE, NULL },
    .commands = assess_commands,
    .settings = settings,
    .verify = assess_verify,
};
