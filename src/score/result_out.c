#include "score/result_out.h"

#include "base/json.h"
#include "doc/table_out.h"

static Str shown(Ctx *c, const ScoreRun *r, Dec d)
{
    return score_show(c->arena, &r->in.policy, d, NUM_PLAIN);
}

static Str percent(Ctx *c, const ScoreRun *r, Dec points, Dec max)
{
    return score_show_percent(c->arena, &r->in.policy, points, max, NUM_PLAIN);
}

static void rank(Json *j, int n)
{
    json_key(j, "rank");
    if (n)
        json_int(j, n);
    else
        json_null(j);
}

static void unit_json(Ctx *c, const ScoreRun *r, const UnitResult *u, Json *j)
{
    const ScoreUnit *su = &r->in.units[u->unit];

    json_open(j, '{');
    json_kstr(j, "unit", su->code);
    json_kstr(j, "name", su->name);
    json_kstr(j, "points", shown(c, r, u->points));
    json_kdec(j, "points_exact", u->points);
    json_kdec(j, "max", u->max);
    json_kstr(j, "percent", percent(c, r, u->points, u->max));
    rank(j, u->rank);
    json_kstr(j, "grade", u->grade);
    json_kint(j, "missing", u->missing);
    json_kint(j, "refused", u->refused);
    json_key(j, "fields");
    json_open(j, '[');
    for (size_t f = 0; f < r->in.n_fields; f++) {
        json_open(j, '{');
        json_kstr(j, "code", r->in.nodes[r->in.fields[f]].code);
        json_kstr(j, "name", r->in.nodes[r->in.fields[f]].name);
        json_kstr(j, "points", shown(c, r, u->fields[f].points));
        json_kdec(j, "points_exact", u->fields[f].points);
        json_kdec(j, "max", u->fields[f].max);
        json_kstr(j, "percent", percent(c, r, u->fields[f].points, u->fields[f].max));
        rank(j, u->fields[f].rank);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

void result_json(Ctx *c, const ScoreRun *r, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '{');
    json_kstr(&j, "set", r->set.code);
    json_kint(&j, "year", r->set.year);
    json_kstr(&j, "as_of", moment_iso(c->arena, r->newest));
    json_key(&j, "groups");
    json_open(&j, '[');
    for (size_t g = 0; g < r->result.n_groups; g++) {
        const GroupResult *gr = &r->result.groups[g];

        json_open(&j, '{');
        json_kstr(&j, "group", gr->name);
        json_kstr(&j, "mean", shown(c, r, gr->mean));
        json_kstr(&j, "highest", shown(c, r, gr->highest));
        json_kstr(&j, "lowest", shown(c, r, gr->lowest));
        json_kstr(&j, "spread", shown(c, r, gr->spread));
        json_kint(&j, "ranked", (int64_t)gr->n);
        json_kint(&j, "above_mean", (int64_t)gr->above_mean);
        json_key(&j, "units");
        json_open(&j, '[');
        for (size_t i = 0; i < r->result.n_units; i++)
            if (r->result.units[i].group == (int)g)
                unit_json(c, r, &r->result.units[i], &j);
        json_close(&j, ']');
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
}

static void text_table(Ctx *c, const ScoreRun *r, Buf *out)
{
    for (size_t g = 0; g < r->result.n_groups; g++) {
        const GroupResult *gr = &r->result.groups[g];

        buf_fmt(out, tr(c->answer.lang, T("Nhóm %.*s: trung bình %.*s%%, cao nhất %.*s%%, thấp nhất %.*s%%\n")), SV(gr->name),
            SV(score_show(c->arena, &r->in.policy, gr->mean, NUM_VI)), SV(score_show(c->arena, &r->in.policy, gr->highest, NUM_VI)),
            SV(score_show(c->arena, &r->in.policy, gr->lowest, NUM_VI)));
        for (size_t i = 0; i < r->result.n_units; i++) {
            const UnitResult *u = &r->result.units[i];

            if (u->group != (int)g)
                continue;
            buf_fmt(out, "%4.*s  %-12.*s %8.*s / %-6.*s %7.*s%%  %-12.*s %.*s\n", SV(u->rank ? str_fmt(c->arena, "%d", u->rank) : S("")),
                SV(r->in.units[u->unit].code), SV(score_show(c->arena, &r->in.policy, u->points, NUM_VI)),
                SV(dec_exact(c->arena, u->max, NUM_VI)), SV(score_show_percent(c->arena, &r->in.policy, u->points, u->max, NUM_VI)),
                SV(u->grade), SV(r->in.units[u->unit].name));
        }
    }
}

static void unit_row(Ctx *c, const ScoreRun *r, const UnitResult *u, TableOut *t)
{
    Rounding mode = r->in.policy.rounding == SCORE_TRUNCATE ? ROUND_TRUNCATE : ROUND_HALF_UP;
    int places = r->in.policy.places;
    Dec p = { 0 };

    out_text(t, r->in.units[u->unit].group);
    if (u->rank)
        out_int(t, u->rank);
    else
        out_skip(t);
    out_text(t, r->in.units[u->unit].code);
    out_text(t, r->in.units[u->unit].name);
    out_dec(t, dec_round(u->points, places, mode), places);
    out_dec(t, u->max, -1);
    (void)dec_parse_plain(&p, percent(c, r, u->points, u->max));        /* our own output; empty without a maximum */
    out_dec(t, p, places);
    out_text(t, u->grade);
    for (size_t f = 0; f < r->in.n_fields; f++)
        out_dec(t, dec_round(u->fields[f].points, places, mode), places);
    out_row(t);
}

Err result_table(Ctx *c, const ScoreRun *r, ResultForm form, Buf *out)
{
    static const OutColumn head[] = { { T("Nhóm"), 14 }, { T("Hạng"), 6 }, { T("Mã đơn vị"), 14 }, { T("Đơn vị"), 40 }, { T("Điểm"), 10 },
        { T("Điểm tối đa"), 10 }, { T("Chỉ số (%)"), 10 }, { T("Xếp loại"), 14 } };
    OutColumn *columns = NEW(c->arena, OutColumn, COUNT(head) + r->in.n_fields);
    TableOut *t;
    Str bytes;

    if (form == RESULT_TEXT) {
        text_table(c, r, out);
        return OK;
    }
    t = form == RESULT_XLSX ? table_out_xlsx(c->arena, c->answer.lang, c->now) : table_out_csv(c->arena, c->answer.lang, true);
    memcpy(columns, head, sizeof head);
    for (size_t f = 0; f < r->in.n_fields; f++)
        columns[COUNT(head) + f] = (OutColumn){ str_z(c->arena, str_fmt(c->arena, "%.*s. %.*s", SV(r->in.nodes[r->in.fields[f]].code),
            SV(r->in.nodes[r->in.fields[f]].name))), 12 };
    out_sheet(t, &(SheetLook){ .name = str_fmt(c->arena, "%.*s %lld", SV(r->set.code), (long long)r->set.year), .landscape = true,
        .title = form == RESULT_XLSX ? r->set.name : S(""),
        .note = form == RESULT_XLSX ? str_fmt(c->arena, tr(c->answer.lang, T("Số liệu đến %.*s")), SV(moment_vi(c->arena, r->newest))) : S("") },
        columns, COUNT(head) + r->in.n_fields);
    for (size_t i = 0; i < r->result.n_units; i++)
        unit_row(c, r, &r->result.units[i], t);
    TRY(table_out_end(t, &bytes, &c->answer));
    buf_add(out, bytes);
    return OK;
}
