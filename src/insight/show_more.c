#include "insight/show.h"

#include "base/json.h"

#include <math.h>

void show_scenarios(Ctx *c, Buf *out, bool json, const ScenarioRows *rows)
{
    Json j = { .out = out };

    if (json)
        json_open(&j, '[');
    for (size_t i = 0; i < rows->n; i++) {
        const ScenarioRow *s = &rows->v[i];

        if (!json) {
            buf_fmt(out, "%5lld  %.*s %lld  %.*s  %.*s\n", (long long)s->id, SV(s->set_code), (long long)s->year, SV(moment_vi(c->arena, s->made_at)),
                SV(s->name));
            continue;
        }
        json_open(&j, '{');
        json_kint(&j, "id", s->id);
        json_kstr(&j, "set", s->set_code);
        json_kint(&j, "year", s->year);
        json_kstr(&j, "name", s->name);
        json_kint(&j, "changes", s->changes);
        json_close(&j, '}');
    }
    if (json) {
        json_close(&j, ']');
        buf_ch(out, '\n');
    }
}

/* ---- compare ---- */

static void year_json(Json *j, const Compare *k, size_t y, const UnitYear *u)
{
    const ScoreRun *r = &k->runs[y];

    json_open(j, '{');
    json_kint(j, "year", r->set.year);
    json_kstr(j, "link", str_of(year_links[u->link]));
    if (u->has) {
        json_kdec(j, "points", r->sheet->units[u->unit].points);
        json_kdec(j, "percent", r->sheet->units[u->unit].percent);
        json_kint(j, "rank", r->sheet->units[u->unit].rank);
        json_kstr(j, "grade", r->grades[u->unit]);
    }
    if (u->parts.n) {
        json_key(j, "from");
        json_open(j, '[');
        for (size_t i = 0; i < u->parts.n; i++) {
            json_open(j, '{');
            json_kstr(j, "unit", u->parts.v[i].code);
            if (u->parts.v[i].percent.has)
                json_kdec(j, "percent", u->parts.v[i].percent.d);
            json_kint(j, "rank", u->parts.v[i].rank);
            json_close(j, '}');
        }
        json_close(j, ']');
    }
    json_close(j, '}');
}

static void neighbour_json(Json *j, const char *key, const ScoreRun *r, int64_t unit)
{
    if (unit >= 0)
        json_kstr(j, key, r->in.units[unit].code);
}

static void gaps_json(Json *j, const char *key, const ScoreRun *r, const Strengths *s)
{
    json_key(j, key);
    json_open(j, '[');
    for (size_t i = 0; i < s->n; i++) {
        json_open(j, '{');
        json_kstr(j, "criterion", r->nodes.v[s->v[i].node].code);
        json_kdec(j, "points", s->v[i].points);
        json_kdec(j, "mean", s->v[i].mean);
        json_kdec(j, "apart", s->v[i].above);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void one_unit_json(Json *j, Ctx *c, const Compare *k, size_t unit)
{
    const ScoreRun *r = compare_now(k);
    Neighbours n = compare_neighbours(r, unit);
    Strengths good = look_strengths(c->arena, r, unit), bad = compare_weaknesses(c->arena, r, unit);

    neighbour_json(j, "best", r, n.best);
    neighbour_json(j, "above", r, n.above);
    neighbour_json(j, "below", r, n.below);
    gaps_json(j, "stronger", r, &good);
    gaps_json(j, "weaker", r, &bad);
}

static void unit_json(Json *j, Ctx *c, const Compare *k, size_t unit, bool whole)
{
    const ScoreRun *r = compare_now(k);
    UnitYear *years = compare_unit(c->arena, k, unit);

    json_open(j, '{');
    json_kstr(j, "unit", r->in.units[unit].code);
    json_kstr(j, "name", r->in.units[unit].name);
    json_kstr(j, "group", r->groups[r->in.units[unit].group]);
    json_key(j, "years");
    json_open(j, '[');
    for (size_t y = 0; y < k->n; y++)
        year_json(j, k, y, &years[y]);
    json_close(j, ']');
    if (whole)
        one_unit_json(j, c, k, unit);
    json_close(j, '}');
}

static void unit_text(Ctx *c, Buf *out, const Compare *k, size_t unit)
{
    const ScoreRun *r = compare_now(k);
    UnitYear *years = compare_unit(c->arena, k, unit);

    buf_fmt(out, "%-12.*s", SV(r->in.units[unit].code));
    for (size_t y = 0; y < k->n; y++) {
        const UnitResult *u = years[y].has ? &k->runs[y].sheet->units[years[y].unit] : NULL;

        buf_fmt(out, "  %lld: ", (long long)k->runs[y].set.year);
        if (u)
            buf_fmt(out, "%6.*s (%d)", SV(dec_fmt(c->arena, u->percent, 2, NUM_VI)), u->rank);
        else
            buf_lit(out, years[y].link == YEAR_MERGED ? tr(c->answer.lang, T("nhập từ nhiều đơn vị"))
                         : years[y].link == YEAR_SPLIT ? tr(c->answer.lang, T("tách từ đơn vị khác")) : "–");
    }
    buf_ch(out, '\n');
}

void show_compare(Ctx *c, Buf *out, bool json, const Compare *k, size_t unit, Str group)
{
    const ScoreRun *r = compare_now(k);
    Json j = { .out = out };

    if (json)
        json_open(&j, '[');
    for (size_t i = 0; i < r->n_scored; i++) {
        size_t u = r->order[i];

        if (unit != SIZE_MAX ? u != unit : group.n && !str_eq(group, r->groups[r->in.units[u].group]))
            continue;
        if (json)
            unit_json(&j, c, k, u, unit != SIZE_MAX);
        else
            unit_text(c, out, k, u);
    }
    if (json) {
        json_close(&j, ']');
        buf_ch(out, '\n');
    }
}

/* ---- fair ---- */

static void real(Json *j, const char *key, double x)
{
    json_key(j, key);
    json_real(j, x, 6);
}

static void leniency_json(Json *j, const Leniency *l)
{
    json_kint(j, "cases", (int64_t)l->n);
    json_kint(j, "compared", (int64_t)l->compared);
    real(j, "above_others", l->above_others);
    real(j, "error", l->error);
    json_kint(j, "self_cases", (int64_t)l->self_n);
    real(j, "self_gap", l->self_gap);
    json_kint(j, "unusual", (int64_t)l->outliers);
}

static void appraisers_json(Json *j, const Fair *f)
{
    json_key(j, "appraisers");
    json_open(j, '[');
    for (size_t a = 0; a < f->appraisers; a++) {
        json_open(j, '{');
        json_kstr(j, "appraiser", f->appraiser[a]);
        leniency_json(j, &f->all[a]);
        json_key(j, "fields");
        json_open(j, '[');
        for (size_t k = 0; k < f->fields; k++) {
            if (!f->by_field[a * f->fields + k].n)
                continue;
            json_open(j, '{');
            json_kstr(j, "field", f->field[k]);
            leniency_json(j, &f->by_field[a * f->fields + k]);
            json_close(j, '}');
        }
        json_close(j, ']');
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void fair_json(Json *j, const Fair *f)
{
    json_open(j, '{');
    json_kint(j, "cases", (int64_t)f->cases);
    appraisers_json(j, f);
    json_key(j, "units");
    json_open(j, '[');
    for (size_t i = 0; i < f->units.n; i++) {
        json_open(j, '{');
        json_kstr(j, "unit", f->units.v[i].code);
        json_kint(j, "cases", (int64_t)f->units.v[i].n);
        real(j, "self_gap", f->units.v[i].gap);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_key(j, "unusual");
    json_open(j, '[');
    for (size_t i = 0; i < f->unusual.n; i++) {
        const FairCase *k = &f->unusual.v[i];

        json_open(j, '{');
        json_kstr(j, "unit", k->unit);
        json_kstr(j, "criterion", k->code);
        json_kstr(j, "appraiser", k->appraiser);
        real(j, "given", k->given);
        real(j, "mean", k->mean);
        json_kint(j, "cases", (int64_t)k->n);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_kint(j, "read_twice", (int64_t)f->pairs);
    real(j, "spread", f->spread);
    real(j, "same", f->same);
    json_close(j, '}');
}

void show_fair(Ctx *c, Buf *out, bool json, const Fair *f)
{
    Lang lang = c->answer.lang;
    Json j = { .out = out };

    if (json) {
        fair_json(&j, f);
        buf_ch(out, '\n');
        return;
    }
    if (!f->cases)
        buf_fmt(out, "%s\n", tr(lang, T("Chưa có điểm thẩm định nào của bộ tiêu chí này.")));
    for (size_t a = 0; a < f->appraisers; a++) {
        const Leniency *l = &f->all[a];

        buf_fmt(out, tr(lang, T("%-16.*s %zu trường hợp (so được %zu); hơn người khác %+.1f điểm phần trăm (± %.1f); tự chấm cao hơn %+.1f; khác thường %zu\n")),
            SV(f->appraiser[a]), l->n, l->compared, isnan(l->above_others) ? 0 : l->above_others * 100, isnan(l->error) ? 0 : l->error * 196,
            isnan(l->self_gap) ? 0 : l->self_gap * 100, l->outliers);
    }
    if (f->pairs)
        buf_fmt(out, tr(lang, T("%zu tiêu chí được hai người chấm độc lập: bằng nhau %.0f%%, độ lệch chuẩn %.1f%% điểm tối đa.\n")), f->pairs,
            f->same * 100, f->spread * 100);
}
