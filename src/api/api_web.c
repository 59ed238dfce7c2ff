#include "api/api_web.h"
#include "criteria/criteria.h"
#include "org/org.h"
#include "score/result_out.h"

const ApiParam api_params[] = {
    { "/api/v1/units", "q", false, T("tìm theo mã hoặc tên, không cần dấu") },
    { "/api/v1/units", "kind", false, T("loại đơn vị") },
    { "/api/v1/units", "group", false, T("nhóm xếp hạng") },
    { "/api/v1/units", "on", false, T("như đã có vào ngày này") },
    { "/api/v1/criteria", "set", false, T("mã bộ tiêu chí; bỏ trống: danh sách các bộ") },
    { "/api/v1/criteria", "year", false, T("năm của bộ tiêu chí") },
    { "/api/v1/ranking", "set", true, T("mã bộ tiêu chí") },
    { "/api/v1/ranking", "year", true, T("năm của bộ tiêu chí") },
    { "/api/v1/ranking", "group", false, T("chỉ nhóm xếp hạng này") },
    { "/api/v1/documents", "q", false, T("các từ trong số, ký hiệu, trích yếu, cơ quan ban hành") },
    { "/api/v1/documents", "type", false, T("loại văn bản: plan, decision, report …") },
    { "/api/v1/documents", "unit", false, T("mã đơn vị") },
    { "/api/v1/documents", "year", false, T("năm ban hành") },
    { "/api/v1/documents", "open", false, T("chỉ tài liệu chờ xác nhận") },
    { "/api/v1/documents", "page", false, T("trang của danh sách, từ 1") },
    { "/api/v1/documents/search", "q", true, T("các từ trong nội dung, không cần dấu") },
    { "/api/v1/documents/search", "type", false, T("loại văn bản: plan, decision, report …") },
    { "/api/v1/documents/search", "unit", false, T("mã đơn vị") },
    { "/api/v1/documents/search", "year", false, T("năm ban hành") },
    { "/api/v1/evidence", "set", true, T("mã bộ tiêu chí") },
    { "/api/v1/evidence", "set_year", false, T("năm của bộ tiêu chí") },
    { "/api/v1/evidence", "criterion", false, T("mã tiêu chí; bỏ trống: cả bộ") },
    { "/api/v1/evidence", "unit", false, T("mã đơn vị") },
    { "/api/v1/documents", "file", true, T("tệp (multipart/form-data)"), POST },
    { "/api/v1/documents", "unit", true, T("mã đơn vị giữ tài liệu"), POST },
    { "/api/v1/documents", "type", false, T("loại văn bản: plan, decision, report …"), POST },
    { "/api/v1/documents", "number", false, T("số, hoặc cả số và ký hiệu: 45/KH-UBND"), POST },
    { "/api/v1/documents", "symbol", false, T("ký hiệu"), POST },
    { "/api/v1/documents", "date", false, T("ngày ban hành"), POST },
    { "/api/v1/documents", "issuer", false, T("cơ quan ban hành"), POST },
    { "/api/v1/documents", "abstract", false, T("trích yếu"), POST },
    { "/api/v1/documents", "set", false, T("mã bộ tiêu chí"), POST },
    { "/api/v1/documents", "set_year", false, T("năm của bộ tiêu chí"), POST },
    { "/api/v1/documents", "criterion", false, T("làm minh chứng cho tiêu chí này"), POST },
    { "/api/v1/documents", "page", false, T("trang hoặc điều khoản"), POST },
    { "/api/v1/documents", "note", false, T("ghi chú cho người thẩm định"), POST },
    { "/api/v1/documents/{id}/evidence", "unit", true, T("mã đơn vị"), POST },
    { "/api/v1/documents/{id}/evidence", "set", true, T("mã bộ tiêu chí"), POST },
    { "/api/v1/documents/{id}/evidence", "set_year", false, T("năm của bộ tiêu chí"), POST },
    { "/api/v1/documents/{id}/evidence", "criterion", true, T("làm minh chứng cho tiêu chí này"), POST },
    { "/api/v1/documents/{id}/evidence", "page", false, T("trang hoặc điều khoản"), POST },
    { "/api/v1/documents/{id}/evidence", "note", false, T("ghi chú cho người thẩm định"), POST },
    { "/api/v1/rounds/{id}/result", "stage", false, T("tính đến bước chấm này; bỏ trống: điểm công nhận") },
    { "/api/v1/rounds/{id}/council", "session", false, T("phiên họp số; bỏ trống: phiên cuối") },
    { "/api/v1/sheets/{id}/comments", "criterion", false, T("chỉ tiêu chí có số này") },
    { "/api/v1/rounds/new", "code", true, T("mã đợt đánh giá"), POST },
    { "/api/v1/rounds/new", "year", true, T("năm đánh giá"), POST },
    { "/api/v1/rounds/new", "name", true, T("tên đợt đánh giá"), POST },
    { "/api/v1/rounds/new", "unit_kinds", true, T("loại đơn vị được đánh giá; nhiều loại thì lặp lại trường này"), POST },
    { "/api/v1/rounds/new", "set_code", false, T("mã bộ tiêu chí; có thể gắn sau"), POST },
    { "/api/v1/rounds/{id}/move", "action", true, T("việc chuyển, như trong `thuocdo round states`"), POST },
    { "/api/v1/rounds/{id}/move", "reason", false, T("lý do"), POST },
    { "/api/v1/rounds/{id}/move", "decision_no", false, T("số, ký hiệu quyết định"), POST },
    { "/api/v1/rounds/{id}/move", "decision_date", false, T("ngày quyết định"), POST },
    { "/api/v1/rounds/{id}/sheets/move", "action", true, T("việc chuyển, như trong `thuocdo round states`"), POST },
    { "/api/v1/rounds/{id}/sheets/move", "reason", false, T("lý do"), POST },
    { "/api/v1/rounds/{id}/remind", "sheet", true, T("phiếu số, hoặc all: mọi đơn vị chưa gửi"), POST },
    { "/api/v1/rounds/{id}/remind", "text", true, T("nội dung"), POST },
    { "/api/v1/rounds/{id}/extend", "sheet", true, T("phiếu số"), POST },
    { "/api/v1/rounds/{id}/extend", "what", true, T("tự chấm (self) hoặc giải trình (explanation)"), POST },
    { "/api/v1/rounds/{id}/extend", "until", true, T("hạn mới"), POST },
    { "/api/v1/rounds/{id}/extend", "reason", true, T("lý do"), POST },
    { "/api/v1/rounds/{id}/accept", "criterion", true, T("tiêu chí số"), POST },
    { "/api/v1/rounds/{id}/accept", "sheet", true, T("phiếu số; nhiều phiếu thì lặp lại trường này"), POST },
    { "/api/v1/rounds/{id}/council/item", "item", true, T("nội dung số, như trong chương trình phiên họp"), POST },
    { "/api/v1/rounds/{id}/council/item", "yes", true, T("số phiếu đồng ý"), POST },
    { "/api/v1/rounds/{id}/council/item", "no", false, T("số phiếu không đồng ý"), POST },
    { "/api/v1/rounds/{id}/council/item", "points", false, T("điểm hội đồng quyết định"), POST },
    { "/api/v1/rounds/{id}/council/item", "reason", true, T("kết luận"), POST },
    { "/api/v1/rounds/{id}/appeals/file", "sheet", true, T("phiếu số"), POST },
    { "/api/v1/rounds/{id}/appeals/file", "criterion", true, T("tiêu chí số"), POST },
    { "/api/v1/rounds/{id}/appeals/file", "claim", true, T("điểm đề nghị"), POST },
    { "/api/v1/rounds/{id}/appeals/file", "text", true, T("lý do"), POST },
    { "/api/v1/rounds/{id}/appeals/decide", "appeal", true, T("đề nghị số"), POST },
    { "/api/v1/rounds/{id}/appeals/decide", "outcome", true, T("kết quả"), POST },
    { "/api/v1/rounds/{id}/appeals/decide", "points", false, T("điểm khi chấp nhận một phần"), POST },
    { "/api/v1/rounds/{id}/appeals/decide", "reason", true, T("lý do"), POST },
    { "/api/v1/sheets/{id}/score", "criterion", true, T("tiêu chí số"), POST },
    { "/api/v1/sheets/{id}/score", "stage", true, T("bước chấm, như trong `thuocdo round states`"), POST },
    { "/api/v1/sheets/{id}/score", "version", true, T("phiên bản đã xem; 0: chưa có; -1: bất kể"), POST },
    { "/api/v1/sheets/{id}/score", "value", false, T("số liệu, quy tắc sẽ tính điểm"), POST },
    { "/api/v1/sheets/{id}/score", "points", false, T("điểm"), POST },
    { "/api/v1/sheets/{id}/score", "reason", false, T("lý do hoặc lời giải trình"), POST },
    { "/api/v1/sheets/{id}/move", "action", true, T("việc chuyển, như trong `thuocdo round states`"), POST },
    { "/api/v1/sheets/{id}/move", "reason", false, T("lý do"), POST },
    { "/api/v1/sheets/{id}/comment", "criterion", true, T("tiêu chí số"), POST },
    { "/api/v1/sheets/{id}/comment", "text", true, T("ý kiến"), POST },
    { 0 },
};

static void send_json(Req *rq, Buf *out)
{
    buf_ch(out, '\n');
    req_send(rq, S("application/json"), S(""), buf_str(out));
}

Err get_api_units(Ctx *c, Req *rq, Out *o)
{
    UnitFilter f = { .q = req_str(rq, "q"), .kind = req_str(rq, "kind"), .rank_group = req_str(rq, "group") };
    Buf out = { .arena = c->arena };
    Json j = { .out = &out };
    UnitRows rows;

    (void)o;
    TRY(req_date(c, rq, "on", false, &f.on));
    TRY(org_list(c, &f, &rows));
    json_open(&j, '[');
    for (size_t i = 0; i < rows.n; i++)
        org_json(&j, &rows.v[i]);
    json_close(&j, ']');
    send_json(rq, &out);
    return OK;
}

static Err all_sets(Ctx *c, Json *j)
{
    CriteriaSetRows sets;

    TRY(q_criteria_sets(c, &sets, ));
    json_open(j, '[');
    for (size_t i = 0; i < sets.n; i++)
        criteria_set_json(j, &sets.v[i]);
    json_close(j, ']');
    return OK;
}

static Err one_set(Ctx *c, const CriteriaSetRow *s, Json *j)
{
    CriterionRows rows;

    TRY(q_criterion_list(c, &rows, .set_id = s->id));
    json_open(j, '{');
    json_key(j, "set");
    criteria_set_json(j, s);
    json_key(j, "criteria");
    json_open(j, '[');
    for (size_t i = 0; i < rows.n; i++)
        criteria_node_json(j, &rows.v[i]);
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

Err get_api_criteria(Ctx *c, Req *rq, Out *o)
{
    Buf out = { .arena = c->arena };
    Json j = { .out = &out };
    CriteriaSetRow s;

    (void)o;
    TRY(access_need_any(c, &PERM_CRITERIA_VIEW));
    if (!req_has(rq, "set")) {
        TRY(all_sets(c, &j));
    } else {
        TRY(criteria_set_find(c, req_str(rq, "set"), req_int(rq, "year"), &s));
        TRY(one_set(c, &s, &j));
    }
    send_json(rq, &out);
    return OK;
}

Err get_api_ranking(Ctx *c, Req *rq, Out *o)
{
    ScoreOverride over = { .group = req_str(rq, "group") };
    Buf out = { .arena = c->arena };
    CriteriaSetRow s;
    ScoreRun r;

    (void)o;
    TRY(criteria_set_find(c, req_str(rq, "set"), req_int(rq, "year"), &s));
    TRY(score_run(c, s.id, &over, &r));
    result_json(c, &r, &out);
    req_send(rq, S("application/json"), S(""), buf_str(&out));
    return OK;
}
