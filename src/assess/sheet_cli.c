/* Commands of one sheet and of following a round: talk, workbook, checks, tasks, blind sample, logs. */
#include "assess/assess_cli.h"

#include "assess/assess_json.h"
#include "assess/own.h"
#include "base/json.h"
#include "core/file.h"
#include "core/setting.h"

#define SAY(c, text) tr((c)->answer.lang, text)

enum { MAX_WORKBOOK = 8 << 20 };

static const char *const checks[] = { "unscored", "no_evidence", "no_reason", "contradicts" };

/* ---- talk ---- */

Err cmd_comment(Ctx *c, const Args *a, Buf *out)
{
    int64_t id, reply = 0;
    CriterionRow k;
    RoundRow r;
    SheetRow s;

    TRY(cli_sheet(c, a, &r, &s));
    TRY(cli_criterion(c, a, &r, &k));
    TRY(args_int(c, a, "reply-to", 1, INT64_MAX, &reply));
    TRY(sheet_comment(c, s.id, k.id, reply, args_get(a, "text"), &id));
    return cli_done(c, a, out, "comment", str_fmt(c->arena, "%lld", (long long)id), T("Đã ghi ý kiến số "));
}

Err cmd_comments(Ctx *c, const Args *a, Buf *out)
{
    CriterionRow k = { 0 };
    CommentRows rows;
    RoundRow r;
    SheetRow s;

    TRY(cli_sheet(c, a, &r, &s));
    if (args_has(a, "criterion"))
        TRY(cli_criterion(c, a, &r, &k));
    if (args_has(a, "json"))
        return comments_json(c, s.id, k.id, out);
    TRY(q_sheet_comments(c, &rows, .sheet_id = s.id, .criterion_id = k.id));
    for (size_t i = 0; i < rows.n; i++) {
        const CommentRow *m = &rows.v[i];

        buf_fmt(out, "%4lld%s %.*s, %.*s: %.*s%s\n", (long long)m->id, m->thread != m->id ? "  ↳" : "", SV(m->by_name), SV(moment_vi(c->arena, m->at)),
            SV(m->text), m->resolved_at.ms ? SAY(c, T(" (đã giải quyết)")) : "");
    }
    return OK;
}

Err cmd_resolve(Ctx *c, const Args *a, Buf *out)
{
    int64_t id = 0;

    TRY(args_int(c, a, "comment", 1, INT64_MAX, &id));
    TRY(sheet_comment_done(c, id));
    return cli_done(c, a, out, "comment", str_fmt(c->arena, "%lld", (long long)id), T("Đã đánh dấu giải quyết ý kiến số "));
}

/* ---- the workbook ---- */

Err cmd_download(Ctx *c, const Args *a, Buf *out)
{
    RoundRow r;
    SheetRow s;
    Str bytes;

    TRY(cli_sheet(c, a, &r, &s));
    TRY(sheet_workbook(c, s.id, &bytes));
    TRY(file_write(args_get(a, "o"), bytes, &c->answer));
    return cli_done(c, a, out, "file", args_get(a, "o"), T("Đã ghi phiếu ra tệp "));
}

static Str points_of(Ctx *c, OptDec d)
{
    return d.has ? dec_exact(c->arena, d.d, NUM_PLAIN) : S("");
}

static void changes_json(Ctx *c, const SheetChanges *list, bool taken, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '{');
    json_kbool(&j, "taken", taken);
    json_key(&j, "changes");
    json_open(&j, '[');
    for (size_t i = 0; i < list->n; i++) {
        const SheetChange *x = &list->v[i];

        json_open(&j, '{');
        json_kstr(&j, "criterion", x->code);
        json_kbool(&j, "conflict", x->conflict);
        json_kstr(&j, "value_before", x->old_value);
        json_kstr(&j, "value", x->new_value);
        json_kstr(&j, "points_before", points_of(c, x->old_points));
        json_kstr(&j, "points", points_of(c, x->new_points));
        json_kstr(&j, "reason_before", x->old_reason);
        json_kstr(&j, "reason", x->new_reason);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
}

static SheetChanges to_take(Ctx *c, const SheetChanges *list, bool over)
{
    SheetChanges out = { 0 };

    for (size_t i = 0; i < list->n; i++)
        if (over || !list->v[i].conflict)
            *vec_add(c->arena, &out) = list->v[i];
    return out;
}

/* The differences are shown; only --take writes them, and what changed on the sheet meanwhile only with --over. */
Err cmd_upload(Ctx *c, const Args *a, Buf *out)
{
    bool take = args_has(a, "take");
    SheetChanges list, taken;
    RoundRow r;
    SheetRow s;
    Str bytes;
    size_t n = 0;
    Table t;

    TRY(cli_sheet(c, a, &r, &s));
    TRY(file_read(&bytes, c->arena, args_operand(a, 0), MAX_WORKBOOK, &c->answer));
    TRY(table_read(&t, c->arena, args_operand(a, 0), bytes, NULL, &c->answer));
    TRY(sheet_workbook_read(c, s.id, &t, &list));
    taken = to_take(c, &list, args_has(a, "over"));
    if (take)
        TRY(sheet_workbook_take(c, s.id, &taken, &n));
    if (args_has(a, "json")) {
        changes_json(c, &list, take, out);
        return OK;
    }
    for (size_t i = 0; i < list.n; i++)
        buf_fmt(out, "%s%-8.*s “%.*s” %.*s → “%.*s” %.*s  %.*s\n", list.v[i].conflict ? SAY(c, T("(xung đột) ")) : "", SV(list.v[i].code), SV(list.v[i].old_value), SV(points_of(c, list.v[i].old_points)),
            SV(list.v[i].new_value), SV(points_of(c, list.v[i].new_points)), SV(list.v[i].name));
    buf_fmt(out, take ? SAY(c, T("Đã ghi %zu thay đổi.\n")) : SAY(c, T("%zu thay đổi, chưa ghi; thêm --take để ghi.\n")), take ? n : list.n);
    if (taken.n < list.n)
        buf_fmt(out, SAY(c, T("%zu tiêu chí đã được sửa trên phiếu sau lúc tải tệp nên không lấy; thêm --over để lấy bản trong tệp.\n")), list.n - taken.n);
    return OK;
}

/* ---- checks before sending ---- */

Err cmd_checks(Ctx *c, const Args *a, Buf *out)
{
    Json j = { .out = out };
    bool json = args_has(a, "json");

    TRY(access_need(c, &PERM_ROUND_VIEW, 0));
    if (json)
        json_open(&j, '{');
    for (size_t i = 0; i < COUNT(checks); i++) {
        const char *key = str_z(c->arena, str_fmt(c->arena, "assess.check_%s", checks[i]));
        Str how;

        if (args_has(a, checks[i])) {
            how = args_get(a, checks[i]);
            if (!str_eq(how, S("block")) && !str_eq(how, S("warn")) && !str_eq(how, S("off")))
                return fail(c, E_INVALID, T("Mức của phép kiểm tra là block, warn hoặc off, không phải “%.*s”."), SV(how));
            TRY(setting_put(c, key, how));
        }
        TRY(setting_get(c, key, &how));
        if (json)
            json_kstr(&j, checks[i], how);
        else
            buf_fmt(out, "%-12s %.*s\n", checks[i], SV(how));
    }
    if (json) {
        json_close(&j, '}');
        buf_ch(out, '\n');
    }
    return OK;
}

/* ---- who appraises what ---- */

Err cmd_tasks(Ctx *c, const Args *a, Buf *out)
{
    Json j = { .out = out };
    bool json = args_has(a, "json");
    AppraiserTaskRows rows;
    RoundRow r;

    TRY(cli_round(c, a, &r));
    TRY(q_appraiser_tasks(c, &rows, .round_id = r.id));
    if (json)
        json_open(&j, '[');
    for (size_t i = 0; i < rows.n; i++) {
        const AppraiserTaskRow *t = &rows.v[i];

        if (!json) {
            buf_fmt(out, "%4lld  %-16.*s %.*s  %.*s%s\n", (long long)t->id, SV(t->login), SV(t->assessor), SV(t->unit_name),
                t->blind ? SAY(c, T("  (độc lập)")) : "");
            continue;
        }
        json_open(&j, '{');
        json_kint(&j, "task", t->id);
        json_kstr(&j, "person", t->login);
        json_kstr(&j, "assessor", t->assessor);
        json_kstr(&j, "unit", t->unit_name);
        json_kbool(&j, "blind", t->blind);
        json_close(&j, '}');
    }
    if (json) {
        json_close(&j, ']');
        buf_ch(out, '\n');
    }
    return OK;
}

Err cmd_unassign(Ctx *c, const Args *a, Buf *out)
{
    int64_t id = 0;
    RoundRow r;

    TRY(cli_round(c, a, &r));
    TRY(args_int(c, a, "task", 1, INT64_MAX, &id));
    TRY(round_unassign(c, r.id, id));
    return cli_done(c, a, out, "task", str_fmt(c->arena, "%lld", (long long)id), T("Đã bỏ phân công số "));
}

Err cmd_undo(Ctx *c, const Args *a, Buf *out)
{
    size_t n;

    TRY(stage_accept_undo(c, args_get(a, "batch"), &n));
    return cli_done(c, a, out, "undone", str_fmt(c->arena, "%zu", n), T("Số điểm đã hoàn tác: "));
}

/* ---- blind second reading ---- */

Err cmd_sample(Ctx *c, const Args *a, Buf *out)
{
    int64_t share = 10;
    RoundRow r;
    size_t n;

    TRY(cli_round(c, a, &r));
    TRY(args_int(c, a, "share", 1, 100, &share));
    TRY(round_sample(c, r.id, args_get(a, "person"), share, args_get(a, "seed"), &n));
    return cli_done(c, a, out, "units", str_fmt(c->arena, "%zu", n), T("Số đơn vị trong mẫu thẩm định độc lập: "));
}

Err cmd_divergence(Ctx *c, const Args *a, Buf *out)
{
    Json j = { .out = out };
    Divergence d;
    RoundRow r;

    TRY(cli_round(c, a, &r));
    TRY(round_divergence(c, r.id, &d));
    if (!args_has(a, "json")) {
        buf_fmt(out, SAY(c, T("%zu điểm được chấm hai lần, %zu giống nhau.\n")), d.rows.n, d.same);
        for (size_t i = 0; i < d.rows.n; i++)
            buf_fmt(out, "%-8.*s %6.*s %6.*s  %.*s\n", SV(d.rows.v[i].code), SV(points_of(c, d.rows.v[i].first)), SV(points_of(c, d.rows.v[i].second)),
                SV(d.rows.v[i].unit_name));
        return OK;
    }
    json_open(&j, '{');
    json_kint(&j, "pairs", (int64_t)d.rows.n);
    json_kint(&j, "same", (int64_t)d.same);
    json_kdec(&j, "apart", d.apart);
    json_key(&j, "rows");
    json_open(&j, '[');
    for (size_t i = 0; i < d.rows.n; i++) {
        json_open(&j, '{');
        json_kstr(&j, "criterion", d.rows.v[i].code);
        json_kstr(&j, "unit", d.rows.v[i].unit_name);
        json_kstr(&j, "first", points_of(c, d.rows.v[i].first));
        json_kstr(&j, "second", points_of(c, d.rows.v[i].second));
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
    return OK;
}

/* ---- what was done ---- */

static void log_line(Ctx *c, Json *j, Buf *out, bool json, const char *what, Moment at, Str by, Str text)
{
    if (!json) {
        buf_fmt(out, "%.*s  %-10s %-14.*s %.*s\n", SV(moment_vi(c->arena, at)), what, SV(by), SV(text));
        return;
    }
    json_open(j, '{');
    json_kstr(j, "what", str_of(what));
    json_kstr(j, "at", moment_iso(c->arena, at));
    json_kstr(j, "by", by);
    json_kstr(j, "text", text);
    json_close(j, '}');
}

/* Moves of the round or of a sheet, reminders with where they went, extensions. */
Err cmd_log(Ctx *c, const Args *a, Buf *out)
{
    Json j = { .out = out };
    bool json = args_has(a, "json");
    RoundRemindersRows reminders = { 0 };
    SheetExtensionsRows later = { 0 };
    MoveRows moves;
    SheetRow s = { 0 };
    RoundRow r;

    TRY(cli_round(c, a, &r));
    if (args_has(a, "unit"))
        TRY(sheet_find(c, r.id, args_get(a, "unit"), &s));
    else
        TRY(access_need(c, &PERM_ROUND_RUN, 0));
    if (s.id)
        TRY(q_sheet_moves_of(c, &moves, .sheet_id = s.id));
    else
        TRY(q_round_moves_of(c, &moves, .round_id = r.id));
    TRY(q_round_reminders(c, &reminders, .round_id = r.id, .unit_id = s.unit_id));
    TRY(q_sheet_extensions(c, &later, .round_id = r.id));
    if (json)
        json_open(&j, '[');
    for (size_t i = 0; i < moves.n; i++)
        log_line(c, &j, out, json, "move", moves.v[i].at, moves.v[i].by_login, str_fmt(c->arena, "%.*s: %.*s → %.*s %.*s", SV(moves.v[i].action),
            SV(moves.v[i].before), SV(moves.v[i].after), SV(moves.v[i].reason)));
    for (size_t i = 0; i < reminders.n; i++)
        log_line(c, &j, out, json, "reminder", reminders.v[i].at, reminders.v[i].by_login, str_fmt(c->arena, "%.*s: %.*s (%lld, %lld)",
            SV(reminders.v[i].unit_name), SV(reminders.v[i].text), (long long)reminders.v[i].notices, (long long)reminders.v[i].letters));
    for (size_t i = 0; i < later.n; i++)
        if (!s.id || later.v[i].sheet_id == s.id)
            log_line(c, &j, out, json, "extension", later.v[i].at, later.v[i].by_login, str_fmt(c->arena, "%.*s: %.*s, %.*s", SV(later.v[i].unit_name),
                SV(date_vi(c->arena, later.v[i].until)), SV(later.v[i].reason)));
    if (json) {
        json_close(&j, ']');
        buf_ch(out, '\n');
    }
    return OK;
}
