#include "remedy/remedy_cli.h"

#include "base/json.h"
#include "core/file.h"
#include "org/org.h"
#include "remedy/paper.h"
#include "remedy/remedy.h"

static Err find_set(Ctx *c, const Args *a, CriteriaSetRow *s)
{
    int64_t year = 0;

    TRY(args_int(c, a, "year", 1990, 2100, &year));
    return criteria_set_find(c, args_get(a, "set"), year, s);
}

static Err find_unit(Ctx *c, const Args *a, int64_t *id)
{
    UnitRow u = { 0 };

    if (args_has(a, "unit"))
        TRY(org_by_code(c, args_get(a, "unit"), &u));
    *id = u.id;
    return access_need_any(c, &PERM_REMEDY_VIEW);
}

static Err cmd_derive(Ctx *c, const Args *a, Buf *out)
{
    CriteriaSetRow s;
    DeriveReport rep;
    Json j = { .out = out };

    TRY(find_set(c, a, &s));
    TRY(remedy_derive(c, s.id, &rep));
    if (!args_has(a, "json")) {
        buf_fmt(out, tr(c->answer.lang, T("%zu đơn vị, %zu điểm mất, tổng %.*s điểm; %zu điểm mất lặp lại từ năm trước.\n")), rep.units,
            rep.losses, SV(dec_exact(c->arena, rep.points, NUM_VI)), rep.recurring);
        return OK;
    }
    json_open(&j, '{');
    json_kint(&j, "units", (int64_t)rep.units);
    json_kint(&j, "losses", (int64_t)rep.losses);
    json_kdec(&j, "points", rep.points);
    json_kint(&j, "recurring", (int64_t)rep.recurring);
    json_close(&j, '}');
    buf_ch(out, '\n');
    return OK;
}

static void loss_json(Json *j, const LostRow *l)
{
    json_kint(j, "id", l->id);
    json_kstr(j, "unit", l->unit_code);
    json_kstr(j, "criterion", l->code);
    json_kstr(j, "name", l->name);
    json_kdec(j, "lost", l->lost);
    json_kdec(j, "max", l->max_points);
    json_kstr(j, "reason", l->reason);
    json_kint(j, "peers", l->peers);
    json_kdec(j, "best", l->best);
    json_kint(j, "years", l->years);
    json_kint(j, "remedies", l->remedies);
}

static Err cmd_list(Ctx *c, const Args *a, Buf *out)
{
    CriteriaSetRow s;
    LostRows rows;
    int64_t unit;
    Json j = { .out = out };

    TRY(find_set(c, a, &s));
    TRY(find_unit(c, a, &unit));
    TRY(q_lost_list(c, &rows, .set_id = s.id, .unit_id = unit, .field = args_get(a, "field"), .cause = args_get(a, "cause"),
        .rest = args_has(a, "without-remedy")));
    if (args_has(a, "json"))
        json_open(&j, '[');
    for (size_t i = 0; i < rows.n; i++) {
        LostRow *l = &rows.v[i];

        if (args_has(a, "json")) {
            json_open(&j, '{');
            loss_json(&j, l);
            json_close(&j, '}');
        } else {
            buf_fmt(out, "%6lld  %-10.*s %-8.*s -%.*s / %.*s  %.*s\n        %.*s\n", (long long)l->id, SV(l->unit_code), SV(l->code),
                SV(dec_exact(c->arena, l->lost, NUM_VI)), SV(dec_exact(c->arena, l->max_points, NUM_VI)), SV(l->name), SV(l->reason));
        }
    }
    if (args_has(a, "json")) {
        json_close(&j, ']');
        buf_ch(out, '\n');
    }
    return OK;
}

static Err lost_ids(Ctx *c, const Args *a, int64_t *ids, size_t max, size_t *n)
{
    for (*n = 0; *n < args_count(a) && *n < max; ++*n)
        if (!str_int(args_operand(a, *n), &ids[*n]))
            return fail(c, E_INVALID, T("“%.*s” không phải số của điểm mất; xem bằng `thuocdo remedy list`."), SV(args_operand(a, *n)));
    return OK;
}

static Err cmd_add(Ctx *c, const Args *a, Buf *out)
{
    int64_t ids[200], id;
    size_t n;
    RemedyForm f = { .cause_code = args_has(a, "cause-class") ? args_get(a, "cause-class") : S("other"), .cause = args_get(a, "cause"),
        .measure = args_get(a, "measure"), .lead = args_get(a, "lead"), .support = args_get(a, "support"), .deadline = args_get(a, "deadline"),
        .product = args_get(a, "product"), .note = args_get(a, "note") };

    TRY(lost_ids(c, a, ids, COUNT(ids), &n));
    TRY(args_int(c, a, "do-year", 1990, 2100, &f.year));
    if (args_has(a, "all-units")) {
        TRY(remedy_add_for_all(c, ids[0], &f, args_has(a, "tasks"), &n));
        buf_fmt(out, tr(c->answer.lang, T("Đã lập giải pháp cho %zu đơn vị cùng mất điểm.\n")), n);
        return OK;
    }
    TRY(remedy_add(c, ids, n, &f, &id));
    buf_fmt(out, "%lld\n", (long long)id);
    return OK;
}

static Err cmd_task(Ctx *c, const Args *a, Buf *out)
{
    int64_t ids[200], task;
    size_t n;

    TRY(lost_ids(c, a, ids, COUNT(ids), &n));
    for (size_t i = 0; i < n; i++) {
        TRY(remedy_to_task(c, ids[i], &task));
        buf_fmt(out, "%lld\n", (long long)task);
    }
    return OK;
}

static Err cmd_finding(Ctx *c, const Args *a, Buf *out)
{
    RemedyForm f = { .cause_code = args_has(a, "cause-class") ? args_get(a, "cause-class") : S("other"), .cause = args_get(a, "cause"),
        .measure = args_get(a, "measure"), .lead = args_get(a, "lead"), .support = args_get(a, "support"), .deadline = args_get(a, "deadline"),
        .product = args_get(a, "product"), .note = args_get(a, "note") };
    UnitRow u;
    int64_t id;

    TRY(args_int(c, a, "do-year", 1990, 2100, &f.year));
    TRY(org_by_code(c, args_get(a, "unit"), &u));
    TRY(remedy_finding(c, u.id, args_get(a, "origin"), args_get(a, "source"), args_operand(a, 0), &f, &id));
    buf_fmt(out, "%lld\n", (long long)id);
    return OK;
}

static Err cmd_progress(Ctx *c, const Args *a, Buf *out)
{
    int64_t id = 0, quarter = 0, percent = 0;

    (void)out;
    if (!str_int(args_operand(a, 0), &id))
        return fail(c, E_INVALID, T("“%.*s” không phải số của giải pháp; xem bằng `thuocdo remedy plan --json`."), SV(args_operand(a, 0)));
    TRY(args_int(c, a, "quarter", 1, 4, &quarter));
    TRY(args_int(c, a, "percent", 0, 100, &percent));
    return remedy_progress(c, id, quarter, percent, args_get(a, "text"));
}

static Err paper_asked(Ctx *c, const Args *a, ScoreRun *r, size_t *unit, Str *kind)
{
    CriteriaSetRow s;

    *kind = args_has(a, "review") ? S("review") : S("plan");
    TRY(find_set(c, a, &s));
    TRY(score_run(c, s.id, NULL, r));
    return score_find_unit(c, r, args_get(a, "unit"), unit);
}

static Err cmd_words(Ctx *c, const Args *a, Buf *out)
{
    ScoreRun r;
    size_t unit;
    Str kind;
    RemedyPaper p;
    Json j = { .out = out };

    TRY(paper_asked(c, a, &r, &unit, &kind));
    TRY(paper_open(c, &r, unit, kind, &p));
    if (!args_has(a, "json")) {
        for (size_t i = 0; i < p.parts.n; i++)
            buf_fmt(out, "%zu. %.*s\n%.*s\n\n", i + 1, SV(p.parts.v[i].title), SV(p.parts.v[i].text));
        return OK;
    }
    json_open(&j, '{');
    json_kstr(&j, "state", p.row.state);
    json_key(&j, "parts");
    json_open(&j, '[');
    for (size_t i = 0; i < p.parts.n; i++) {
        json_open(&j, '{');
        json_kstr(&j, "title", p.parts.v[i].title);
        json_kstr(&j, "text", p.parts.v[i].text);
        json_kbool(&j, "edited", !str_eq(p.parts.v[i].text, p.parts.v[i].drafted));
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
    return OK;
}

static Err cmd_approve(Ctx *c, const Args *a, Buf *out)
{
    ScoreRun r;
    size_t unit;
    Str kind;

    (void)out;
    TRY(paper_asked(c, a, &r, &unit, &kind));
    return args_has(a, "reopen") ? paper_reopen(c, &r, unit, kind, 0) : paper_approve(c, &r, unit, kind, 0);
}

static void remedy_json(Json *j, const RemedyRow *m)
{
    json_open(j, '{');
    json_kint(j, "id", m->id);
    json_kstr(j, "unit", m->unit_code);
    json_kstr(j, "content", m->content);
    json_kstr(j, "origin", m->origin);
    json_kstr(j, "source", m->origin_text);
    json_kstr(j, "criterion", m->codes_first);
    json_kint(j, "losses", m->losses);
    json_kdec(j, "points_at_stake", m->stake);
    json_kstr(j, "cause_class", m->cause_code);
    json_kstr(j, "cause", m->cause);
    json_kstr(j, "measure", m->measure);
    json_kstr(j, "lead", m->lead);
    json_kstr(j, "support", m->support);
    json_kstr(j, "deadline", m->deadline);
    json_kdate(j, "due", m->due);
    json_kint(j, "task", m->task_id);
    json_kstr(j, "state", m->state);
    json_kint(j, "percent", m->percent);
    json_kbool(j, "overdue", m->overdue != 0);
    json_kint(j, "quarter", m->quarter);
    json_kint(j, "quarter_percent", m->quarter_percent);
    json_close(j, '}');
}

static Err cmd_plan(Ctx *c, const Args *a, Buf *out)
{
    RemedyRows rows;
    int64_t unit, year = date_year(c->today);
    Str to = args_get(a, "o"), bytes;
    Json j = { .out = out };

    TRY(find_unit(c, a, &unit));
    TRY(args_int(c, a, "year", 1990, 2100, &year));
    if (!args_has(a, "json")) {
        TRY(remedy_table(c, unit, year, !str_ends(to, S(".xlsx")), &bytes));
        if (to.n)
            return file_write(to, bytes, &c->answer);
        buf_add(out, bytes);
        return OK;
    }
    TRY(q_remedy_list(c, &rows, .unit_id = unit, .year = year, .set_id = 0, .today = c->today));
    json_open(&j, '[');
    for (size_t i = 0; i < rows.n; i++)
        remedy_json(&j, &rows.v[i]);
    json_close(&j, ']');
    buf_ch(out, '\n');
    return OK;
}

static Err status_json(Ctx *c, const ScoreRun *r, const Promises *p, const Outcomes *o, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '{');
    json_key(&j, "if_all_promises_are_kept");
    json_open(&j, '[');
    for (size_t i = 0; i < p->n; i++) {
        const Promise *k = &p->v[i];

        json_open(&j, '{');
        json_kstr(&j, "unit", r->in.units[k->unit].code);
        json_kdec(&j, "points", k->points);
        json_kdec(&j, "percent_then", dec_round(k->percent, 2, ROUND_HALF_UP));
        json_kint(&j, "rank_now", k->rank_now);
        json_kint(&j, "rank_then", k->rank_then);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_key(&j, "outcomes");
    json_open(&j, '[');
    for (size_t i = 0; i < o->n; i++) {
        json_open(&j, '{');
        loss_json(&j, &o->v[i].loss);
        json_kstr(&j, "state", o->v[i].state);
        json_kdec(&j, "won", o->v[i].won);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
    return OK;
}

static Err cmd_status(Ctx *c, const Args *a, Buf *out)
{
    CriteriaSetRow s;
    LostByFieldRows fields;
    ScoreRun r;
    Promises promises;
    Outcomes outcomes;
    int64_t unit;

    TRY(find_set(c, a, &s));
    TRY(find_unit(c, a, &unit));
    TRY(score_run(c, s.id, NULL, &r));
    TRY(remedy_promises(c, &r, &promises));
    TRY(remedy_outcomes(c, s.id, unit, &outcomes));
    if (args_has(a, "json"))
        return status_json(c, &r, &promises, &outcomes, out);
    TRY(q_lost_by_field(c, &fields, .set_id = s.id, .unit_id = unit));
    for (size_t i = 0; i < fields.n; i++)
        buf_fmt(out, tr(c->answer.lang, T("Lĩnh vực %.*s: %lld điểm mất, %.*s điểm, trong đó có giải pháp cho %.*s điểm\n")), SV(fields.v[i].field),
            (long long)fields.v[i].losses, SV(dec_exact(c->arena, fields.v[i].lost, NUM_VI)), SV(dec_exact(c->arena, fields.v[i].covered, NUM_VI)));
    for (size_t i = 0; i < promises.n; i++)
        if (!unit || r.unit_ids[promises.v[i].unit] == unit)
            buf_fmt(out, tr(c->answer.lang, T("Nếu giữ mọi lời hứa: %.*s thêm %.*s điểm, hạng %d → %d\n")), SV(r.in.units[promises.v[i].unit].name),
                SV(dec_exact(c->arena, promises.v[i].points, NUM_VI)), promises.v[i].rank_now, promises.v[i].rank_then);
    return OK;
}

#define SET_OPTIONS { "set", "CODE", T("mã bộ tiêu chí"), true }, { "year", "Y", T("năm của bộ tiêu chí"), true }

const Command remedy_commands[] = {
    { "remedy derive", "", CMD_WRITE, (const Opt[]){ SET_OPTIONS, { 0 } }, cmd_derive, T("Lập danh sách điểm mất từ kết quả của một năm") },
    { "remedy list", "", CMD_READ,
        (const Opt[]){ SET_OPTIONS, { "unit", "U", T("mã đơn vị") }, { "field", "CODE", T("chỉ lĩnh vực hoặc tiêu chí này") },
            { "cause", "CLASS", T("chỉ nhóm nguyên nhân này") }, { "without-remedy", NULL, T("chỉ điểm mất chưa có giải pháp") }, { 0 } },
        cmd_list, T("Liệt kê điểm mất, nhiều điểm trước") },
    { "remedy add", "LOST…", CMD_WRITE,
        (const Opt[]){ { "cause-class", "CLASS", T("nhóm nguyên nhân: late, document, threshold, not_done, evidence, survey, data, other") },
            { "cause", "TEXT", T("nguyên nhân"), true }, { "measure", "TEXT", T("giải pháp"), true }, { "lead", "TEXT", T("cơ quan chủ trì"), true },
            { "support", "TEXT", T("cơ quan phối hợp") }, { "deadline", "TEXT", T("thời gian hoàn thành, như viết trong kế hoạch"), true },
            { "product", "TEXT", T("sản phẩm") }, { "note", "TEXT", T("ghi chú") }, { "do-year", "Y", T("năm thực hiện; mặc định năm nay") },
            { "all-units", NULL, T("cho mọi đơn vị cùng mất điểm ở tiêu chí này") }, { "tasks", NULL, T("với --all-units: giao luôn thành nhiệm vụ của từng đơn vị") }, { 0 } },
        cmd_add, T("Lập một giải pháp cho các điểm mất") },
    { "remedy task", "REMEDY…", CMD_WRITE, NULL, cmd_task, T("Giao giải pháp thành nhiệm vụ có chủ trì, thời hạn, sản phẩm") },
    { "remedy finding", "TEXT", CMD_WRITE,
        (const Opt[]){ { "unit", "U", T("mã đơn vị phải khắc phục"), true }, { "origin", "KIND", T("inspection, audit, petition hoặc survey"), true },
            { "source", "TEXT", T("văn bản nêu phát hiện"), true }, { "cause-class", "CLASS", T("nhóm nguyên nhân: late, document, threshold, not_done, evidence, survey, data, other") },
            { "cause", "TEXT", T("nguyên nhân"), true }, { "measure", "TEXT", T("giải pháp"), true }, { "lead", "TEXT", T("cơ quan chủ trì"), true },
            { "support", "TEXT", T("cơ quan phối hợp") }, { "deadline", "TEXT", T("thời gian hoàn thành, như viết trong kế hoạch"), true },
            { "product", "TEXT", T("sản phẩm") }, { "note", "TEXT", T("ghi chú") }, { "do-year", "Y", T("năm thực hiện; mặc định năm nay") }, { 0 } },
        cmd_finding, T("Ghi phát hiện của kiểm tra, kiểm toán, phản ánh, khảo sát kèm giải pháp") },
    { "remedy progress", "REMEDY", CMD_WRITE,
        (const Opt[]){ { "quarter", "Q", T("quý, 1 đến 4"), true }, { "percent", "P", T("tiến độ, phần trăm"), true }, { "text", "TEXT", T("đã làm được gì"), true }, { 0 } },
        cmd_progress, T("Ghi tiến độ quý của một giải pháp") },
    { "remedy words", "", CMD_READ,
        (const Opt[]){ SET_OPTIONS, { "unit", "U", T("mã đơn vị"), true }, { "review", NULL, T("báo cáo kết quả thay cho kế hoạch khắc phục") }, { 0 } },
        cmd_words, T("Lời văn kế hoạch khắc phục hoặc báo cáo kết quả: đã lưu, hoặc bản thảo soạn từ số liệu") },
    { "remedy approve", "", CMD_WRITE,
        (const Opt[]){ SET_OPTIONS, { "unit", "U", T("mã đơn vị"), true }, { "review", NULL, T("báo cáo kết quả thay cho kế hoạch khắc phục") },
            { "reopen", NULL, T("mở lại để sửa") }, { 0 } },
        cmd_approve, T("Duyệt lời văn kế hoạch khắc phục hoặc báo cáo kết quả") },
    { "remedy plan", "", CMD_READ,
        (const Opt[]){ { "unit", "U", T("mã đơn vị") }, { "year", "Y", T("năm thực hiện; mặc định năm nay") },
            { "o", "FILE", T("tệp .xlsx hoặc .csv; bỏ trống: in CSV") }, { 0 } },
        cmd_plan, T("Bảng kế hoạch khắc phục") },
    { "remedy status", "", CMD_READ, (const Opt[]){ SET_OPTIONS, { "unit", "U", T("mã đơn vị") }, { 0 } }, cmd_status,
        T("Điểm mất theo lĩnh vực, kết quả năm sau, và hạng nếu giữ mọi lời hứa") },
    { 0 },
};
