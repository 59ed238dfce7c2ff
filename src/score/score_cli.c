#include "score/score_cli.h"

#include "core/file.h"
#include "core/run.h"
#include "criteria/criteria.h"
#include "score/explain.h"
#include "score/facts.h"
#include "score/result_out.h"

enum { MAX_FILE = 256 << 20 };

static Err read_table(Ctx *c, const Args *a, Table *t)
{
    Str file = args_operand(a, 0), bytes;

    TRY(file_read(&bytes, c->arena, file, MAX_FILE, &c->answer));
    return table_read(t, c->arena, file, bytes, NULL, &c->answer);
}

static Err done(Ctx *c, const Args *a, size_t n, Buf *out)
{
    if (args_has(a, "dry-run")) {
        buf_fmt(out, tr(c->answer.lang, T("Thử: sẽ ghi %zu dòng. Chưa ghi gì.\n")), n);
        return run_undo(c);
    }
    buf_fmt(out, tr(c->answer.lang, T("Đã ghi %zu dòng.\n")), n);
    return OK;
}

static Err cmd_fact_import(Ctx *c, const Args *a, Buf *out)
{
    Table t;
    FactReport rep;

    TRY(read_table(c, a, &t));
    TRY(fact_import(c, &t, &rep));
    return done(c, a, fact_report_rows(&rep), out);
}

static Err find_set(Ctx *c, const Args *a, CriteriaSetRow *s)
{
    int64_t year = 0;

    TRY(args_int(c, a, "year", 1990, 2100, &year));
    return criteria_set_find(c, args_get(a, "set"), year, s);
}

static Err cmd_score_import(Ctx *c, const Args *a, Buf *out)
{
    CriteriaSetRow s;
    Table t;
    FactReport rep;

    TRY(find_set(c, a, &s));
    TRY(read_table(c, a, &t));
    TRY(score_import(c, &t, s.id, &rep));
    return done(c, a, fact_report_rows(&rep), out);
}

static Err cmd_compute(Ctx *c, const Args *a, Buf *out)
{
    CriteriaSetRow s;
    ScoreRun r;
    ScoreOverride over = { .ties = args_get(a, "ties"), .rounding = args_get(a, "round"), .group = args_get(a, "group") };

    TRY(find_set(c, a, &s));
    TRY(score_run(c, s.id, &over, &r));
    if (args_has(a, "json")) {
        result_json(c, &r, out);
        return OK;
    }
    return result_table(c, &r, args_has(a, "csv") ? RESULT_CSV : RESULT_TEXT, out);
}

static Err cmd_explain(Ctx *c, const Args *a, Buf *out)
{
    CriteriaSetRow s;
    ScoreRun r;
    Why w;
    size_t unit, node;

    TRY(find_set(c, a, &s));
    TRY(score_run(c, s.id, NULL, &r));
    TRY(score_find_unit(c, &r, args_get(a, "unit"), &unit));
    TRY(score_find_node(c, &r, args_get(a, "criterion"), &node));
    TRY(score_why(c, &r, unit, node, &w));
    if (args_has(a, "json"))
        why_json(c, &r, &w, out);
    else
        why_text(c, &r, &w, out);
    return OK;
}

#define SET_OPTIONS { "set", "CODE", T("mã bộ tiêu chí"), true }, { "year", "Y", T("năm của bộ tiêu chí"), true }

const Command score_commands[] = {
    { "fact import", "FILE", CMD_WRITE, (const Opt[]){ { "dry-run", NULL, T("chỉ kiểm tra, không ghi") }, { 0 } }, cmd_fact_import,
        T("Nạp số liệu (unit,year,fact,value)") },
    { "score import", "FILE", CMD_WRITE, (const Opt[]){ SET_OPTIONS, { "dry-run", NULL, T("chỉ kiểm tra, không ghi") }, { 0 } },
        cmd_score_import, T("Nạp điểm trực tiếp (unit,criterion,points)") },
    { "score compute", "", CMD_READ,
        (const Opt[]){ SET_OPTIONS, { "group", "G", T("chỉ nhóm xếp hạng này") }, { "ties", "113|112", T("xếp hạng khi bằng điểm") },
            { "round", "half-up|truncate|per-criterion", T("cách làm tròn") }, { 0 } },
        cmd_compute, T("Tính điểm, chỉ số, xếp hạng, xếp loại") },
    { "score explain", "", CMD_READ,
        (const Opt[]){ SET_OPTIONS, { "unit", "U", T("mã đơn vị"), true }, { "criterion", "C", T("mã tiêu chí"), true }, { 0 } }, cmd_explain,
        T("Vì sao đơn vị được số điểm này ở tiêu chí này") },
    { 0 },
};
