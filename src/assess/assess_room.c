#include "assess/assess.h"
#include "assess/assess_cli.h"
#include "assess/assess_web.h"

enum { UPLOAD = 8 << 20, FILE_UPLOAD = 512 << 20 };   /* each file has its own limit in room archive */

static const Setting settings[] = {
    { "assess.check_unscored", "block", T("Gửi phiếu khi còn tiêu chí chưa tự chấm: block (chặn), warn (nhắc), off (không xét)") },
    { "assess.check_no_evidence", "warn", T("Gửi phiếu khi có điểm mà chưa có tài liệu kiểm chứng: block, warn, off") },
    { "assess.check_no_reason", "warn", T("Gửi phiếu khi chưa đạt tối đa mà chưa giải thích: block, warn, off") },
    { "assess.check_contradicts", "warn", T("Gửi phiếu khi số liệu tự chấm khác số liệu đã có: block, warn, off") },
    { "assess.council_gap", "0,5", T("Chênh lệch giữa điểm tự chấm và điểm thẩm định từ bao nhiêu điểm thì đưa ra hội đồng") },
    { 0 },
};

static const Route routes[] = {
    { GET, "/work", &PERM_SIGNED_IN, get_work },
    { GET, "/rounds", &PERM_ROUND_VIEW, get_rounds },
    { GET, "/rounds/new", &PERM_ROUND_RUN, get_round_new },
    { POST, "/rounds/new", &PERM_ROUND_RUN, post_round_new },
    { GET, "/rounds/{id}", &PERM_ROUND_VIEW, get_round },
    { GET, "/rounds/{id}/status.xlsx", &PERM_ROUND_VIEW, get_round_xlsx },
    { GET, "/rounds/{id}/edit", &PERM_ROUND_RUN, get_round_edit },
    { POST, "/rounds/{id}/edit", &PERM_ROUND_RUN, post_round_edit },
    { POST, "/rounds/{id}/move", &PERM_ROUND_RUN, post_round_move, prepare_round_move, FILE_UPLOAD },
    { POST, "/rounds/{id}/sheets", &PERM_ROUND_RUN, post_round_sheets },
    { POST, "/rounds/{id}/remind", &PERM_ROUND_RUN, post_round_remind },
    { POST, "/rounds/{id}/extend", &PERM_ROUND_RUN, post_round_extend },
    { POST, "/rounds/{id}/assign", &PERM_ROUND_RUN, post_round_assign },
    { GET, "/rounds/{id}/blind", &PERM_RANKING_LIVE, get_round_blind },
    { POST, "/rounds/{id}/sample", &PERM_ROUND_RUN, post_round_sample },
    { GET, "/rounds/{id}/queue", &PERM_ROUND_VIEW, get_queue },
    { POST, "/rounds/{id}/accept", &PERM_SHEET_APPRAISE, post_queue_accept },
    { POST, "/rounds/{id}/undo", &PERM_SHEET_APPRAISE, post_queue_undo },
    { GET, "/rounds/{id}/result", &PERM_ROUND_VIEW, get_result },
    { GET, "/rounds/{id}/result.xlsx", &PERM_RANKING_LIVE, get_result_xlsx },
    { GET, "/rounds/{id}/frozen/{snapshot}", &PERM_ROUND_VIEW, get_snapshot },
    { GET, "/rounds/{id}/council", &PERM_RANKING_LIVE, get_council },
    { POST, "/rounds/{id}/council", &PERM_COUNCIL_RUN, post_council_open },
    { POST, "/rounds/{id}/council/item", &PERM_COUNCIL_RUN, post_council_item },
    { POST, "/rounds/{id}/council/close", &PERM_COUNCIL_RUN, post_council_close },
    { GET, "/rounds/{id}/appeals", &PERM_ROUND_VIEW, get_appeals },
    { POST, "/rounds/{id}/appeals", &PERM_APPEAL_FILE, post_appeal },
    { POST, "/rounds/{id}/appeals/decide", &PERM_APPEAL_DECIDE, post_appeal_decide },
    { GET, "/sheets/{id}", &PERM_SHEET_VIEW, get_sheet },
    { GET, "/sheets/{id}/check", &PERM_SHEET_VIEW, get_sheet_check },
    { GET, "/sheets/{id}/table.xlsx", &PERM_SHEET_VIEW, get_sheet_xlsx },
    { GET, "/sheets/{id}/upload", &PERM_SHEET_FILL, get_sheet_upload },
    { POST, "/sheets/{id}/upload", &PERM_SHEET_FILL, post_sheet_upload, NULL, UPLOAD },
    { POST, "/sheets/{id}/score", &PERM_SHEET_VIEW, post_sheet_score },
    { POST, "/sheets/{id}/move", &PERM_SHEET_VIEW, post_sheet_move },
    { POST, "/sheets/{id}/seen", &PERM_SHEET_FILL, post_sheet_seen },
    { POST, "/sheets/{id}/evidence", &PERM_SHEET_FILL, post_sheet_evidence, prepare_sheet_evidence, FILE_UPLOAD },
    { POST, "/sheets/{id}/comment", &PERM_SHEET_VIEW, post_sheet_comment },
    { POST, "/sheets/{id}/comment-done", &PERM_SHEET_VIEW, post_sheet_comment_done },
    { 0 },
};

static const MenuItem menu[] = {
    { "/work", T("Của tôi"), &PERM_SIGNED_IN, MENU_HOME + 20 },
    { "/rounds", T("Đợt đánh giá"), &PERM_ROUND_VIEW, MENU_ROUND + 10 },
    { 0 },
};

const Room assess_room = {
    .name = "assess",
    .title = T("Đợt đánh giá"),
    .perms = (const Perm *const[]){ &PERM_ROUND_VIEW, &PERM_ROUND_RUN, &PERM_ROUND_PUBLISH, &PERM_RANKING_LIVE, &PERM_SHEET_VIEW,
        &PERM_SHEET_FILL, &PERM_SHEET_SUBMIT, &PERM_SHEET_APPRAISE, &PERM_SHEET_RETURN, &PERM_COUNCIL_RUN, &PERM_APPEAL_FILE,
        &PERM_APPEAL_DECIDE, NULL },
    .routes = routes,
    .menu = menu,
    .commands = assess_commands,
    .settings = settings,
    .verify = assess_verify,
};
