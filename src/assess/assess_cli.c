#include "assess/assess_cli.h"

#include "assess/assess.h"
#include "assess/own.h"
#include "assess/assess_json.h"
#include "base/json.h"
#include "core/file.h"
#include "score/result_out.h"

#define SAY(c, text) tr((c)->answer.lang, text)

Err cli_round(Ctx *c, const Args *a, RoundRow *r)
{
    int64_t year = 0;

    TRY(access_need(c, &PERM_ROUND_VIEW, 0));
    TRY(args_int(c, a, "year", 1990, 2100, &year));
    return round_find(c, args_get(a, "round"), year, r);
}

Err cli_sheet(Ctx *c, const Args *a, RoundRow *r, SheetRow *s)
{
    TRY(cli_round(c, a, r));
    return sheet_find(c, r->id, args_get(a, "unit"), s);
}

Err cli_criterion(Ctx *c, const Args *a, const RoundRow *r, CriterionRow *k)
{
    bool any;

    TRY(q_criterion_by_code(c, k, &any, .set_id = r->set_id, .code = args_get(a, "criterion")));
    if (any)
        return OK;
    return fail(c, E_NOT_FOUND, T("Bộ tiêu chí của đợt không có tiêu chí “%.*s”."), SV(args_get(a, "criterion")));
}

Err cli_points(Ctx *c, const Args *a, const char *name, OptDec *out)
{
    *out = (OptDec){ 0 };
    if (!args_has(a, name))
        return OK;
    out->has = true;
    if (dec_parse(&out->d, args_get(a, name)))
        return OK;
    return fail(c, E_INVALID, T("Điểm “%.*s” không phải là số; hãy ghi ví dụ 0,75."), SV(args_get(a, name)));
}

Err cli_done(Ctx *c, const Args *a, Buf *out, const char *key, Str text, const char *sentence)
{
    Json j = { .out = out };

    if (!args_has(a, "json")) {
        buf_fmt(out, "%s%.*s\n", SAY(c, sentence), SV(text));
        return OK;
    }
    json_open(&j, '{');
    json_kbool(&j, "ok", true);
    json_kstr(&j, key, text);
    json_close(&j, '}');
    buf_ch(out, '\n');
    return OK;
}

/* ---- the round ---- */

static Err read_dates(Ctx *c, const Args *a, RoundForm *f)
{
    TRY(args_date(c, a, "opens", &f->opens_on));
    TRY(args_date(c, a, "self-due", &f->self_due));
    TRY(args_date(c, a, "appraisal-due", &f->appraisal_due));
    TRY(args_date(c, a, "explanation-due", &f->explanation_due));
    TRY(args_date(c, a, "second-due", &f->second_due));
    TRY(args_date(c, a, "council", &f->council_on));
    TRY(args_date(c, a, "provisional", &f->provisional_on));
    return args_date(c, a, "appeal-due", &f->appeal_due);
}

static void read_texts(const Args *a, RoundForm *f)
{
    const struct { const char *option; Str *to; } texts[] = {
        { "name", &f->name }, { "set", &f->set_code }, { "basis", &f->basis }, { "contact", &f->contact },
    };

    for (size_t i = 0; i < COUNT(texts); i++)
        if (args_has(a, texts[i].option))
            *texts[i].to = args_get(a, texts[i].option);
}

static Err cmd_create(Ctx *c, const Args *a, Buf *out)
{
    RoundForm f = { .code = args_get(a, "round"), .unit_kinds = args_get(a, "kinds") };
    RoundRow r;
    int64_t id;

    TRY(args_int(c, a, "year", 1990, 2100, &f.year));
    read_texts(a, &f);
    TRY(read_dates(c, a, &f));
    TRY(round_create(c, &f, &id));
    TRY(q_round_get(c, &r, .id = id));
    return cli_done(c, a, out, "units", str_fmt(c->arena, "%lld", (long long)r.units), T("Đã lập đợt đánh giá; số đơn vị: "));
}

static Err cmd_change(Ctx *c, const Args *a, Buf *out)
{
    RoundForm f;
    RoundRow r;

    TRY(cli_round(c, a, &r));
    f = round_form(&r);
    read_texts(a, &f);
    TRY(read_dates(c, a, &f));
    TRY(round_change(c, r.id, r.version, &f));
    return cli_done(c, a, out, "round", r.code, T("Đã sửa đợt đánh giá "));
}

static Err cmd_units(Ctx *c, const Args *a, Buf *out)
{
    RoundRow r;
    size_t n;

    TRY(cli_round(c, a, &r));
    TRY(round_add_units(c, r.id, &n));
    return cli_done(c, a, out, "added", str_fmt(c->arena, "%zu", n), T("Số đơn vị thêm vào đợt: "));
}

static Err cmd_list(Ctx *c, const Args *a, Buf *out)
{
    RoundRows all;

    if (args_has(a, "json"))
        return rounds_json(c, out);
    TRY(access_need_any(c, &PERM_ROUND_VIEW));
    TRY(q_rounds(c, &all, ));
    for (size_t i = 0; i < all.n; i++)
        buf_fmt(out, "%-12.*s %lld  %-18s %4lld  %.*s\n", SV(all.v[i].code), (long long)all.v[i].year,
            SAY(c, phase_title(phase_of(all.v[i].phase))), (long long)all.v[i].units, SV(all.v[i].name));
    return OK;
}

static const SheetCountsRow *counts_for(const SheetCountsRows *rows, int64_t id)
{
    for (size_t i = 0; i < rows->n; i++)
        if (rows->v[i].sheet_id == id)
            return &rows->v[i];
    return NULL;
}

static Err cmd_status(Ctx *c, const Args *a, Buf *out)
{
    SheetCountsRows counts;
    SheetRows sheets;
    RoundRow r;

    TRY(cli_round(c, a, &r));
    if (args_has(a, "json"))
        return round_status_json(c, &r, out);
    TRY(q_sheets_of_round(c, &sheets, .round_id = r.id));
    TRY(q_sheet_counts(c, &counts, .round_id = r.id, .sheet_id = 0));
    buf_fmt(out, SAY(c, T("%.*s: giai đoạn “%s” từ %.*s\n")), SV(r.name), SAY(c, phase_title(phase_of(r.phase))), SV(moment_vi(c->arena, r.phase_since)));
    for (size_t i = 0; i < sheets.n; i++) {
        const SheetRow *s = &sheets.v[i];
        const SheetCountsRow *n = counts_for(&counts, s->id);
        bool may;

        TRY(access_can(c, &PERM_SHEET_VIEW, s->unit_id, &may));
        if (may)
            buf_fmt(out, SAY(c, T("%-12.*s %-22s tự chấm %lld/%lld, thẩm định %lld, chênh lệch %lld  %.*s\n")), SV(s->unit_code),
                SAY(c, sheet_state_title(sheet_state_of(s->state))), (long long)(n ? n->scored : 0), (long long)(n ? n->leaves : 0),
                (long long)(n ? n->appraised : 0), (long long)(n ? n->disputed : 0), SV(s->unit_name));
    }
    return OK;
}

static Err move_with(Ctx *c, const Args *a, Str action, Buf *out)
{
    Decision d = { .number = args_get(a, "decision-no") };
    RoundRow r;

    TRY(cli_round(c, a, &r));
    TRY(args_date(c, a, "decision-date", &d.date));
    if (args_has(a, "decision-file") && d.number.n && d.date.day) {
        Str path = args_get(a, "decision-file");
        Upload up;

        TRY(upload_take(c, path, path, &up));
        TRY(round_decision_file(c, &r, &up, &d));
    }
    TRY(round_move(c, r.id, action, args_get(a, "reason"), &d));
    TRY(q_round_get(c, &r, .id = r.id));
    if (args_has(a, "json"))
        return cli_done(c, a, out, "phase", r.phase, T("Giai đoạn: "));
    return cli_done(c, a, out, "phase", str_of(SAY(c, phase_title(phase_of(r.phase)))), T("Đợt đánh giá chuyển sang giai đoạn: "));
}

static Err cmd_open(Ctx *c, const Args *a, Buf *out)
{
    return move_with(c, a, S("open"), out);
}

static Err cmd_publish(Ctx *c, const Args *a, Buf *out)
{
    return move_with(c, a, S("publish"), out);
}

static Err cmd_move(Ctx *c, const Args *a, Buf *out)
{
    Str action = args_operand(a, 0), no;
    size_t n, left;
    RoundRow r;
    SheetRow s;

    if (!action.n)
        return fail(c, E_INVALID, T("Hãy ghi việc cần làm, ví dụ: thuocdo round move submit --unit MÃ."));
    if (!args_has(a, "unit") && !args_has(a, "all"))
        return move_with(c, a, action, out);
    if (args_has(a, "unit")) {
        TRY(cli_sheet(c, a, &r, &s));
        TRY(sheet_move(c, s.id, action, args_get(a, "reason")));
        TRY(q_sheet_get(c, &s, .id = s.id));
        return cli_done(c, a, out, "state", s.state, T("Trạng thái phiếu: "));
    }
    TRY(cli_round(c, a, &r));
    TRY(sheet_move_all(c, r.id, action, args_get(a, "reason"), &n, &left, &no));
    if (left && !args_has(a, "json"))
        buf_fmt(out, SAY(c, T("%zu phiếu không chuyển được; phiếu đầu tiên: %.*s\n")), left, SV(no));
    return cli_done(c, a, out, "moved", str_fmt(c->arena, "%zu", n), T("Số phiếu đã chuyển: "));
}

/* ---- sheets ---- */

static Str short_points(Ctx *c, const StageRow *s)
{
    return !s->given ? S("–") : s->points.has ? dec_exact(c->arena, s->points.d, NUM_VI) : s->value;
}

static Err cmd_sheet(Ctx *c, const Args *a, Buf *out)
{
    SheetData d;
    RoundRow r;
    SheetRow s;

    TRY(cli_sheet(c, a, &r, &s));
    if (args_has(a, "json"))
        return sheet_json(c, s.id, out);
    TRY(sheet_load(c, s.id, &d));
    for (size_t i = 0; i < d.nodes.n; i++) {
        const Leaf *l = &d.nodes.v[i];

        if (l->self)
            buf_fmt(out, "%-8.*s %6.*s  %6.*s %6.*s %6.*s  %.*s\n", SV(l->k.code), SV(dec_exact(c->arena, l->k.max_points, NUM_VI)),
                SV(short_points(c, &l->stage[STAGE_SELF])), SV(short_points(c, &l->stage[STAGE_APPRAISAL])),
                SV(l->has_last ? short_points(c, &l->stage[l->last]) : S("–")), SV(l->k.name));
    }
    return OK;
}

static Err cmd_score(Ctx *c, const Args *a, Buf *out)
{
    ScoreForm f = { .value = args_get(a, "value"), .reason = args_get(a, "reason"), .version = -1 };
    Stage stage = STAGE_SELF;
    ScoreSaved saved;
    CriterionRow k;
    RoundRow r;
    SheetRow s;

    TRY(cli_sheet(c, a, &r, &s));
    if (args_has(a, "stage") && !stage_parse(&stage, args_get(a, "stage")))
        return fail(c, E_INVALID, T("Không có bước chấm “%.*s”; các bước: self, appraisal, explanation, second, council, appeal, correction, blind."),
            SV(args_get(a, "stage")));
    TRY(cli_points(c, a, "points", &f.points));
    TRY(args_int(c, a, "version", 0, INT32_MAX, &f.version));
    TRY(cli_criterion(c, a, &r, &k));
    TRY(stage_put(c, s.id, k.id, stage, &f, &saved));
    if (saved.note.n && !args_has(a, "json"))
        buf_fmt(out, "%.*s\n", SV(saved.note));
    return cli_done(c, a, out, "points", saved.points.has ? dec_exact(c->arena, saved.points.d, args_has(a, "json") ? NUM_PLAIN : NUM_VI) : S(""),
        T("Đã ghi; điểm: "));
}

static Err cmd_check(Ctx *c, const Args *a, Buf *out)
{
    Concerns list;
    SheetData d;
    RoundRow r;
    SheetRow s;

    TRY(cli_sheet(c, a, &r, &s));
    TRY(sheet_load(c, s.id, &d));
    TRY(sheet_concerns(c, &d, &list));
    for (size_t i = 0; i < list.n; i++)
        c->exit_answer |= list.v[i].blocks;
    if (args_has(a, "json"))
        return concerns_json(c, s.id, out);
    for (size_t i = 0; i < list.n; i++)
        buf_fmt(out, "%s %-8.*s %.*s\n", list.v[i].blocks ? SAY(c, T("Chặn")) : SAY(c, T("Nhắc")), SV(list.v[i].code), SV(list.v[i].text));
    return OK;
}

static Err cmd_extend(Ctx *c, const Args *a, Buf *out)
{
    Str what = args_has(a, "what") ? args_get(a, "what") : S("self");
    Date until = { 0 };
    RoundRow r;
    SheetRow s;

    TRY(cli_sheet(c, a, &r, &s));
    TRY(args_date(c, a, "until", &until));
    TRY(round_extend(c, s.id, what, until, args_get(a, "reason")));
    return cli_done(c, a, out, "until", date_iso(c->arena, until), T("Đã gia hạn đến "));
}

static Err cmd_assign(Ctx *c, const Args *a, Buf *out)
{
    RoundRow r;

    TRY(cli_round(c, a, &r));
    TRY(round_assign(c, r.id, args_get(a, "person"), args_get(a, "assessor"), args_get(a, "unit"), args_has(a, "blind")));
    return cli_done(c, a, out, "person", args_get(a, "person"), T("Đã phân công thẩm định cho "));
}

static Err cmd_accept(Ctx *c, const Args *a, Buf *out)
{
    SheetRows sheets;
    CriterionRow k;
    int64_t *ids;
    RoundRow r;
    Str batch;
    size_t n;

    TRY(cli_round(c, a, &r));
    TRY(cli_criterion(c, a, &r, &k));
    TRY(q_sheets_of_round(c, &sheets, .round_id = r.id));
    ids = NEW(c->arena, int64_t, sheets.n + 1);
    for (size_t i = 0; i < sheets.n; i++)
        ids[i] = sheets.v[i].id;
    TRY(stage_accept(c, r.id, k.id, ids, sheets.n, &batch, &n));
    return cli_done(c, a, out, "accepted", str_fmt(c->arena, "%zu", n), T("Số phiếu đã nhận điểm tự chấm: "));
}

static Err cmd_remind(Ctx *c, const Args *a, Buf *out)
{
    RoundRow r;
    SheetRow s;
    size_t n;

    if (!args_has(a, "unit")) {
        TRY(cli_round(c, a, &r));
        TRY(round_remind_all(c, r.id, args_get(a, "text"), &n));
        return cli_done(c, a, out, "units", str_fmt(c->arena, "%zu", n), T("Số đơn vị được đôn đốc: "));
    }
    TRY(cli_sheet(c, a, &r, &s));
    TRY(round_remind(c, s.id, args_get(a, "text"), &n));
    return cli_done(c, a, out, "people", str_fmt(c->arena, "%zu", n), T("Số người được báo: "));
}

/* ---- results ---- */

static Err cmd_result(Ctx *c, const Args *a, Buf *out)
{
    Stage upto = STAGE_CORRECTION;
    ScoreRun run;
    RoundRow r;

    TRY(cli_round(c, a, &r));
    if (args_has(a, "stage") && !stage_parse(&upto, args_get(a, "stage")))
        return fail(c, E_INVALID, T("Không có bước chấm “%.*s”."), SV(args_get(a, "stage")));
    TRY(round_result(c, &r, upto, &run));
    if (args_has(a, "json")) {
        result_json(c, &run, out);
        return OK;
    }
    return result_table(c, &run, args_has(a, "csv") ? RESULT_CSV : RESULT_TEXT, out);
}

static Err cmd_snapshot(Ctx *c, const Args *a, Buf *out)
{
    Str to = args_get(a, "o");
    SnapshotContentRow content;
    SnapshotRows all;
    RoundRow r;
    int64_t version = 0;

    TRY(cli_round(c, a, &r));
    TRY(args_int(c, a, "version", 1, INT32_MAX, &version));
    TRY(q_snapshots_of_round(c, &all, .round_id = r.id));
    for (size_t i = 0; i < all.n; i++) {
        SnapshotRow *s = &all.v[i];

        if (!to.n && !version) {
            buf_fmt(out, "%-12.*s %3lld  %.*s  %.*s  %.*s\n", SV(s->kind), (long long)s->version, SV(moment_vi(c->arena, s->made_at)), SV(s->hash),
                SV(s->decision_no));
            continue;
        }
        if (!str_eq(s->kind, args_has(a, "provisional") ? S("provisional") : S("published")) || (version && s->version != version))
            continue;
        TRY(q_snapshot_content(c, &content, .id = s->id));
        if (to.n)
            return file_write(to, content.content, &c->answer);
        buf_add(out, content.content);
        return OK;
    }
    if (!to.n && !version)
        return OK;
    return fail(c, E_NOT_FOUND, T("Đợt %.*s không có bản chốt như vậy."), SV(r.code));
}

static Err cmd_verify(Ctx *c, const Args *a, Buf *out)
{
    Json j = { .out = out };
    bool json = args_has(a, "json");
    SnapshotRows all;
    RoundRow r;

    TRY(cli_round(c, a, &r));
    TRY(q_snapshots_of_round(c, &all, .round_id = r.id));
    if (!all.n)
        return fail(c, E_STATE, T("Đợt %.*s chưa có kết quả nào được chốt."), SV(r.code));
    if (json)
        json_open(&j, '[');
    for (size_t i = 0; i < all.n; i++) {
        SnapshotRow *s = &all.v[i];
        Verified v;

        TRY(snapshot_verify(c, s->id, &v));
        c->exit_answer |= !v.ok;
        if (!json) {
            buf_fmt(out, "%-12.*s %3lld  %s  %.*s %.*s\n", SV(s->kind), (long long)s->version,
                v.ok ? SAY(c, T("khớp")) : SAY(c, T("KHÔNG KHỚP")), SV(v.hash), SV(v.text));
            continue;
        }
        json_open(&j, '{');
        json_kstr(&j, "kind", s->kind);
        json_kint(&j, "version", s->version);
        json_kbool(&j, "ok", v.ok);
        json_kint(&j, "units", (int64_t)v.units);
        json_kstr(&j, "hash", v.hash);
        json_kstr(&j, "text", v.text);
        json_close(&j, '}');
    }
    if (json) {
        json_close(&j, ']');
        buf_ch(out, '\n');
    }
    return OK;
}

const Command assess_commands[] = {
    { "round list", "", CMD_READ, NULL, cmd_list, T("Liệt kê các đợt đánh giá") },
    { "round create", "", CMD_WRITE, (const Opt[]){ ROUND, { "kinds", "K1 K2", T("loại đơn vị được đánh giá"), true }, CALENDAR, { 0 } },
        cmd_create, T("Lập đợt đánh giá") },
    { "round change", "", CMD_WRITE, (const Opt[]){ ROUND, CALENDAR, { 0 } }, cmd_change, T("Sửa lịch, gắn bộ tiêu chí") },
    { "round units", "", CMD_WRITE, (const Opt[]){ ROUND, { 0 } }, cmd_units, T("Thêm đơn vị mới thuộc diện đánh giá vào đợt") },
    { "round states", "", CMD_PURE, NULL, cmd_round_states, T("Bảng trạng thái, việc chuyển, quyền và điều kiện của đợt và phiếu") },
    { "round open", "", CMD_WRITE, (const Opt[]){ ROUND, { 0 } }, cmd_open, T("Mở đợt cho các đơn vị tự chấm") },
    { "round status", "", CMD_READ, (const Opt[]){ ROUND, { 0 } }, cmd_status, T("Giai đoạn của đợt và tình trạng từng phiếu") },
    { "round move", "ACTION", CMD_WRITE,
        (const Opt[]){ ROUND, { "unit", "U", T("phiếu của đơn vị này; bỏ trống: chính đợt đánh giá") }, { "all", NULL, T("mọi phiếu làm được") },
            DECISION, { 0 } }, cmd_move, T("Chuyển đợt hoặc phiếu: submit, return, appraise, reopen, close_self, approve…") },
    { "round sheet", "", CMD_READ, (const Opt[]){ ROUND, UNIT, { 0 } }, cmd_sheet, T("Phiếu của một đơn vị, điểm từng bước cạnh nhau") },
    { "round score", "", CMD_WRITE,
        (const Opt[]){ ROUND, UNIT, { "criterion", "C", T("mã tiêu chí"), true }, { "stage", "S", T("bước chấm; mặc định self") },
            { "points", "N", T("điểm") }, { "value", "V", T("số liệu, quy tắc sẽ tính điểm") }, { "reason", "TEXT", T("lý do hoặc lời giải trình") },
            { "version", "N", T("phiên bản đã xem; khác thì từ chối") }, { 0 } }, cmd_score, T("Ghi điểm của một bước cho một tiêu chí") },
    { "round check", "", CMD_READ, (const Opt[]){ ROUND, UNIT, { 0 } }, cmd_check, T("Những chỗ cần sửa trước khi gửi phiếu") },
    { "round accept", "", CMD_WRITE, (const Opt[]){ ROUND, { "criterion", "C", T("mã tiêu chí"), true }, { 0 } }, cmd_accept,
        T("Nhận điểm tự chấm của một tiêu chí cho mọi phiếu đã gửi") },
    { "round assign", "", CMD_WRITE,
        (const Opt[]){ ROUND, { "person", "LOGIN", T("người thẩm định"), true }, { "assessor", "TEXT", T("cơ quan thẩm định ghi trong bộ; trống: mọi tiêu chí") },
            { "unit", "U", T("chỉ đơn vị này và cấp dưới; trống: mọi đơn vị") }, { "blind", NULL, T("thẩm định độc lập lần hai của mẫu") }, { 0 } },
        cmd_assign, T("Phân công người thẩm định") },
    { "round extend", "", CMD_WRITE,
        (const Opt[]){ ROUND, UNIT, { "until", "DATE", T("hạn mới"), true }, { "reason", "TEXT", T("lý do"), true },
            { "what", "self|explanation", T("tự chấm hoặc giải trình; mặc định self") }, { 0 } }, cmd_extend, T("Gia hạn cho một đơn vị") },
    { "round remind", "", CMD_WRITE, (const Opt[]){ ROUND, { "unit", "U", T("đơn vị; bỏ trống: mọi đơn vị chưa gửi") }, { "text", "TEXT", T("nội dung"), true }, { 0 } },
        cmd_remind, T("Đôn đốc bằng thông báo và thư, có ghi nhật ký") },
    { "round result", "", CMD_READ, (const Opt[]){ ROUND, { "stage", "S", T("tính đến bước này; mặc định: điểm công nhận") }, { 0 } }, cmd_result,
        T("Kết quả và xếp hạng tạm tính") },
    { "round publish", "", CMD_WRITE, (const Opt[]){ ROUND, DECISION, { 0 } }, cmd_publish, T("Công bố kết quả và chốt bản có mã băm") },
    { "round snapshot", "", CMD_READ,
        (const Opt[]){ ROUND, { "version", "N", T("bản thứ mấy") }, { "provisional", NULL, T("bản dự kiến thay vì bản công bố") },
            { "o", "FILE", T("ghi ra tệp") }, { 0 } }, cmd_snapshot, T("Liệt kê hoặc xuất các bản kết quả đã chốt") },
    { "round verify", "", CMD_READ, (const Opt[]){ ROUND, { 0 } }, cmd_verify, T("Tính lại kết quả đã chốt và so mã băm") },
    { "round comment", "", CMD_WRITE, (const Opt[]){ ROUND, UNIT, CRITERION, { "text", "TEXT", T("ý kiến"), true }, { "reply-to", "N", T("trả lời ý kiến số") }, { 0 } },
        cmd_comment, T("Ghi ý kiến về một tiêu chí của phiếu") },
    { "round comments", "", CMD_READ, (const Opt[]){ ROUND, UNIT, { "criterion", "C", T("chỉ tiêu chí này") }, { 0 } }, cmd_comments, T("Các ý kiến trao đổi trên phiếu") },
    { "round resolve", "", CMD_WRITE, (const Opt[]){ { "comment", "N", T("ý kiến số"), true }, { 0 } }, cmd_resolve, T("Đánh dấu một trao đổi đã giải quyết") },
    { "round download", "", CMD_READ, (const Opt[]){ ROUND, UNIT, { "o", "FILE", T("ghi ra tệp"), true }, { 0 } }, cmd_download, T("Tải phiếu XLSX để điền khi không có mạng") },
    { "round upload", "FILE", CMD_WRITE, (const Opt[]){ ROUND, UNIT, { "take", NULL, T("ghi các thay đổi; không có: chỉ xem") },
        { "over", NULL, T("lấy cả tiêu chí đã được sửa trên phiếu sau lúc tải tệp") }, { 0 } }, cmd_upload,
        T("So phiếu XLSX đã điền với phiếu hiện nay, rồi ghi") },
    { "round checks", "", CMD_WRITE,
        (const Opt[]){ { "unscored", "HOW", T("chưa tự chấm: block, warn, off") }, { "no_evidence", "HOW", T("có điểm mà thiếu tài liệu: block, warn, off") },
            { "no_reason", "HOW", T("chưa đạt tối đa mà thiếu giải thích: block, warn, off") }, { "contradicts", "HOW", T("trái số liệu đã có: block, warn, off") }, { 0 } },
        cmd_checks, T("Các phép kiểm tra trước khi gửi phiếu: xem và đặt mức chặn, nhắc") },
    { "round tasks", "", CMD_READ, (const Opt[]){ ROUND, { 0 } }, cmd_tasks, T("Ai thẩm định tiêu chí nào, đơn vị nào") },
    { "round unassign", "", CMD_WRITE, (const Opt[]){ ROUND, { "task", "N", T("phân công số"), true }, { 0 } }, cmd_unassign, T("Bỏ một phân công thẩm định") },
    { "round undo", "", CMD_WRITE, (const Opt[]){ { "batch", "KEY", T("lần nhận hàng loạt"), true }, { 0 } }, cmd_undo, T("Hoàn tác một lần nhận hàng loạt trong một phút") },
    { "round sample", "", CMD_WRITE,
        (const Opt[]){ ROUND, { "person", "LOGIN", T("người thẩm định thứ hai"), true }, { "share", "N", T("phần trăm số đơn vị; mặc định 10") },
            { "seed", "TEXT", T("khóa rút mẫu") }, { 0 } }, cmd_sample, T("Rút mẫu đơn vị để thẩm định độc lập lần hai") },
    { "round divergence", "", CMD_READ, (const Opt[]){ ROUND, { 0 } }, cmd_divergence, T("Chênh lệch giữa hai lần thẩm định độc lập") },
    { "round log", "", CMD_READ, (const Opt[]){ ROUND, { "unit", "U", T("chỉ phiếu của đơn vị này") }, { 0 } }, cmd_log, T("Việc đã chuyển, đôn đốc, gia hạn") },
    { "council open", "", CMD_WRITE,
        (const Opt[]){ ROUND, { "on", "DATE", T("ngày họp; mặc định hôm nay") }, { "chair", "TEXT", T("người chủ trì"), true },
            { "members", "TEXT", T("thành viên") }, { 0 } }, cmd_council_open, T("Lập phiên họp hội đồng từ các tiêu chí còn chênh lệch") },
    { "council list", "", CMD_READ, (const Opt[]){ ROUND, SESSION, { 0 } }, cmd_council_list, T("Chương trình, biểu quyết và biên bản của phiên họp") },
    { "council vote", "", CMD_WRITE,
        (const Opt[]){ ROUND, SESSION, UNIT, CRITERION, { "yes", "N", T("số phiếu đồng ý"), true }, { "no", "N", T("số phiếu không đồng ý") },
            { "abstained", "N", T("không có ý kiến") }, { "points", "N", T("điểm hội đồng quyết định") }, { "reason", "TEXT", T("kết luận"), true }, { 0 } },
        cmd_council_vote, T("Ghi biểu quyết một nội dung") },
    { "council close", "", CMD_WRITE, (const Opt[]){ ROUND, SESSION, { "minutes", "TEXT", T("biên bản"), true }, { 0 } }, cmd_council_close, T("Kết thúc phiên họp với biên bản") },
    { "appeal file", "", CMD_WRITE,
        (const Opt[]){ ROUND, UNIT, CRITERION, { "points", "N", T("điểm đề nghị"), true }, { "text", "TEXT", T("lý do"), true },
            { "evidence", "TEXT", T("tài liệu mới") }, { "document", "N", T("số tài liệu mới trong kho") }, { 0 } }, cmd_appeal_file, T("Gửi đề nghị phúc tra") },
    { "appeal list", "", CMD_READ, (const Opt[]){ ROUND, { 0 } }, cmd_appeal_list, T("Các đề nghị phúc tra và kết quả") },
    { "appeal decide", "", CMD_WRITE,
        (const Opt[]){ { "appeal", "N", T("đề nghị số"), true }, { "outcome", "accepted|partly|refused|withdrawn", T("kết quả") }, { "points", "N", T("điểm khi chấp nhận một phần") },
            { "reason", "TEXT", T("lý do") }, { "effect", NULL, T("chỉ xem thay đổi xếp hạng nếu chấp nhận") }, { 0 } }, cmd_appeal_decide, T("Giải quyết đề nghị phúc tra") },
    { 0 },
};
