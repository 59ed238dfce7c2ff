/* What the commands of the room share. */
#pragma once
#include "assess/assess.h"
#include "core/room.h"

extern const Command assess_commands[];

Err cmd_round_states(Ctx *c, const Args *a, Buf *out);
Err cmd_council_open(Ctx *c, const Args *a, Buf *out);
Err cmd_council_list(Ctx *c, const Args *a, Buf *out);
Err cmd_council_vote(Ctx *c, const Args *a, Buf *out);
Err cmd_council_close(Ctx *c, const Args *a, Buf *out);
Err cmd_appeal_file(Ctx *c, const Args *a, Buf *out);
Err cmd_appeal_list(Ctx *c, const Args *a, Buf *out);
Err cmd_appeal_decide(Ctx *c, const Args *a, Buf *out);
Err cmd_comment(Ctx *c, const Args *a, Buf *out);
Err cmd_comments(Ctx *c, const Args *a, Buf *out);
Err cmd_resolve(Ctx *c, const Args *a, Buf *out);
Err cmd_download(Ctx *c, const Args *a, Buf *out);
Err cmd_upload(Ctx *c, const Args *a, Buf *out);
Err cmd_checks(Ctx *c, const Args *a, Buf *out);
Err cmd_tasks(Ctx *c, const Args *a, Buf *out);
Err cmd_unassign(Ctx *c, const Args *a, Buf *out);
Err cmd_undo(Ctx *c, const Args *a, Buf *out);
Err cmd_sample(Ctx *c, const Args *a, Buf *out);
Err cmd_divergence(Ctx *c, const Args *a, Buf *out);
Err cmd_log(Ctx *c, const Args *a, Buf *out);

/* The round of --round and --year, the sheet of --unit in it, the criterion of --criterion in its set. */
Err cli_round(Ctx *c, const Args *a, RoundRow *r);
Err cli_sheet(Ctx *c, const Args *a, RoundRow *r, SheetRow *s);
Err cli_criterion(Ctx *c, const Args *a, const RoundRow *r, CriterionRow *k);
Err cli_points(Ctx *c, const Args *a, const char *name, OptDec *out);
/* One sentence, or {"ok":true,"key":"text"}. */
Err cli_done(Ctx *c, const Args *a, Buf *out, const char *key, Str text, const char *sentence);

#define ROUND { "round", "CODE", T("mã đợt đánh giá"), true }, { "year", "Y", T("năm đánh giá"), true }
#define UNIT { "unit", "U", T("mã đơn vị"), true }
#define CRITERION { "criterion", "C", T("mã tiêu chí"), true }
#define SESSION { "session", "N", T("phiên họp số; bỏ trống: phiên cuối") }
#define CALENDAR { "name", "TEXT", T("tên đợt đánh giá") }, { "set", "CODE", T("mã bộ tiêu chí; có thể gắn sau") }, \
    { "basis", "TEXT", T("kế hoạch hoặc quyết định mở đợt") }, { "contact", "TEXT", T("người để hỏi khi phiếu bị khóa") }, \
    { "opens", "DATE", T("ngày mở đợt") }, { "self-due", "DATE", T("hạn tự chấm") }, { "appraisal-due", "DATE", T("hạn thẩm định lần 1") }, \
    { "explanation-due", "DATE", T("hạn giải trình") }, { "second-due", "DATE", T("hạn thẩm định lần 2") }, \
    { "council", "DATE", T("ngày họp hội đồng") }, { "provisional", "DATE", T("ngày thông báo kết quả dự kiến") }, \
    { "appeal-due", "DATE", T("hạn phúc tra") }
#define DECISION { "decision-file", "FILE", T("tệp quyết định đã ký, đưa vào kho tài liệu") }, { "reason", "TEXT", T("lý do") }, { "decision-no", "TEXT", T("số, ký hiệu quyết định") }, { "decision-date", "DATE", T("ngày quyết định") }

