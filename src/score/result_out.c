#include "score/result_out.h"

#include "base/json.h"
#include "doc/table_out.h"

static Str shown(Ctx *c, const ScoreRun *r, Dec d)
{
    return score_points(c->arena, r, d, NUM_PLAIN);
}

static Str percent(Ctx *c, const ScoreRun *r, Dec points, Dec max)
{
    return score_percent(c->arena, r, points, max, NUM_PLAIN);
}

static const ScoreCell *cell(const ScoreRun *r, size_t unit, size_t node)
{
    return &r->sheet->cells[unit * r->nodes.n + node];
}

static void rank(Json *j, int n)
{
    json_key(j, "rank");
    if (n)
        json_int(j, n);
    else
        json_null(j);
}

static void field_json(Ctx *c, const ScoreRun *r, size_t unit, size_t node, Json *j)
{
    const ScoreCell *k = cell(r, unit, node);
    Dec points = r->nodes.v[node].source == SOURCE_PENALTY ? dec_neg(k->points) : k->points;

    json_open(j, '{');
    json_kstr(j, "code", r->nodes.v[node].code);
    json_kstr(j, "name", r->nodes.v[node].name);
    json_kstr(j, "points", shown(c, r, points));
    json_kdec(j, "points_exact", points);
    json_kdec(j, "max", k->max);
    json_kstr(j, "percent", percent(c, r, points, k->max));
    rank(j, k->rank);
    json_close(j, '}');
}

static void unit_json(Ctx *c, const ScoreRun *r, size_t unit, Json *j)
{
    const ScoreUnit *su = &r->in.units[unit];
    const UnitResult *u = &r->sheet->units[unit];

    json_open(j, '{');
    json_kstr(j, "unit", su->code);
    json_kstr(j, "name", su->name);
    json_kstr(j, "points", shown(c, r, u->points));
    json_kdec(j, "points_exact", u->points);
    json_kdec(j, "max", u->max);
    json_kstr(j, "percent", percent(c, r, u->points, u->max));
    rank(j, u->rank);
    json_kstr(j, "grade", r->grades[unit]);
    json_kint(j, "missing", u->missing);
    json_kint(j, "refused", u->refused);
    json_key(j, "fields");
    json_open(j, '[');
    for (size_t i = 0; i < r->nodes.n; i++)
        if (r->nodes.v[i].parent < 0)
            field_json(c, r, unit, i, j);
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
    for (size_t g = 0; g < r->n_groups; g++) {
        const GroupResult *gr = &r->sheet->groups[g];

        json_open(&j, '{');
        json_kstr(&j, "group", r->groups[g]);
        json_kstr(&j, "mean", shown(c, r, gr->mean));
        json_kstr(&j, "highest", shown(c, r, gr->highest));
        json_kstr(&j, "lowest", shown(c, r, gr->lowest));
        json_kstr(&j, "spread", shown(c, r, gr->spread));
        json_kint(&j, "ranked", (int64_t)gr->n);
        json_kint(&j, "above_mean", (int64_t)gr->above_mean);
        json_key(&j, "units");
        json_open(&j, '[');
        for (size_t i = 0; i < r->n_scored; i++)
            if (r->in.units[r->order[i]].group == (int32_t)g)
                unit_json(c, r, r->order[i], &j);
        json_close(&j, ']');
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
}

static void text_group(Ctx *c, const ScoreRun *r, size_t g, Buf *out)
{
    const GroupResult *gr = &r->sheet->groups[g];

    buf_fmt(out, tr(c->answer.lang, T("Nhóm %.*s: trung bình %.*s%%, cao nhất %.*s%%, thấp nhất %.*s%%\n")), SV(r->groups[g]),
        SV(score_points(c->arena, r, gr->mean, NUM_VI)), SV(score_points(c->arena, r, gr->highest, NUM_VI)),
        SV(score_points(c->arena, r, gr->lowest, NUM_VI)));
    for (size_t i = 0; i < r->n_scored; i++) {
        size_t k = r->order[i];
        const UnitResult *u = &r->sheet->units[k];

        if (r->in.units[k].group != (int32_t)g)
            continue;
        buf_fmt(out, "%4.*s  %-12.*s %8.*s / %-6.*s %7.*s%%  %.*s %.*s\n", SV(u->rank ? str_fmt(c->arena, "%d", u->rank) : S("")),
            SV(r->in.units[k].code), SV(score_points(c->arena, r, u->points, NUM_VI)), SV(dec_exact(c->arena, u->max, NUM_VI)),
            SV(score_percent(c->arena, r, u->points, u->max, NUM_VI)), SV(str_pad(c->arena, r->grades[k], 12)), SV(r->in.units[k].name));
    }
}

static void unit_row(Ctx *c, const ScoreRun *r, size_t k, TableOut *t)
{
    const UnitResult *u = &r->sheet->units[k];
    int places = r->nodes.decimals;
    Dec p = { 0 };

    out_text(t, r->groups[r->in.units[k].group]);
    if (u->rank)
        out_int(t, u->rank);
    else
        out_skip(t);
    out_text(t, r->in.units[k].code);
    out_text(t, r->in.units[k].name);
    out_dec(t, score_shown(&r->nodes, u->points), places);
    out_dec(t, u->max, -1);
    (void)dec_parse_plain(&p, percent(c, r, u->points, u->max));        /* our own output; empty without a maximum */
    out_dec(t, p, places);
    out_text(t, r->grades[k]);
    for (size_t i = 0; i < r->nodes.n; i++)
        if (r->nodes.v[i].parent < 0)
            out_dec(t, score_shown(&r->nodes, cell(r, k, i)->points), places);
    out_row(t);
}

Err result_table(Ctx *c, const ScoreRun *r, ResultForm form, Buf *out)
{
    static const OutColumn head[] = { { T("Nhóm"), 14 }, { T("Hạng"), 6 }, { T("Mã đơn vị"), 14 }, { T("Đơn vị"), 40 }, { T("Điểm"), 10 },
        { T("Điểm tối đa"), 10 }, { T("Chỉ số (%)"), 10 }, { T("Xếp loại"), 14 } };
    OutColumn *columns = NEW(c->arena, OutColumn, COUNT(head) + r->nodes.n);
    size_t n = COUNT(head);
    TableOut *t;
    Str bytes;

    if (form == RESULT_TEXT) {
        for (size_t g = 0; g < r->n_groups; g++)
            text_group(c, r, g, out);
        return OK;
    }
    t = form == RESULT_XLSX ? table_out_xlsx(c->arena, c->answer.lang, c->now) : table_out_csv(c->arena, c->answer.lang, true);
    memcpy(columns, head, sizeof head);
    for (size_t i = 0; i < r->nodes.n; i++)
        if (r->nodes.v[i].parent < 0)
            columns[n++] = (OutColumn){ str_z(c->arena, str_fmt(c->arena, "%.*s. %.*s", SV(r->nodes.v[i].code), SV(r->nodes.v[i].name))), 12 };
    out_sheet(t, &(SheetLook){ .name = str_fmt(c->arena, "%.*s %lld", SV(r->set.code), (long long)r->set.year), .landscape = true,
        .title = form == RESULT_XLSX ? r->set.name : S(""),
        .note = form == RESULT_XLSX ? str_fmt(c->arena, tr(c->answer.lang, T("Số liệu đến %.*s")), SV(moment_vi(c->arena, r->newest))) : S("") },
        columns, n);
    for (size_t i = 0; i < r->n_scored; i++)
        unit_row(c, r, r->order[i], t);
    TRY(table_out_end(t, &bytes, &c->answer));
    buf_add(out, bytes);
    return OK;
}
