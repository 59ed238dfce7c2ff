/*
 * A frozen result as canonical JSON: always the same keys in the same order, decimals as exact strings, units and
 * criteria in their printed order. Equal data give equal bytes and so an equal hash.
 */
#include "assess/assess.h"

#include "base/json_read.h"
#include "base/map.h"
#include "core/audit.h"
#include "core/value.h"

#include <sodium.h>

static Str sha256(Arena *a, Str s)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char hex[sizeof hash * 2 + 1];

    crypto_hash_sha256(hash, (const unsigned char *)(s.p ? s.p : ""), s.n);
    return str_dup(a, str_of(sodium_bin2hex(hex, sizeof hex, hash, sizeof hash)));
}

/* ---- writing ---- */

static void strings(Json *j, const Str *v, size_t n)
{
    json_open(j, '[');
    for (size_t i = 0; i < n; i++)
        json_str(j, v[i]);
    json_close(j, ']');
}

static void write_set(Json *j, const ScoreRun *r)
{
    json_key(j, "set");
    json_open(j, '{');
    json_kstr(j, "code", r->set.code);
    json_kint(j, "year", r->set.year);
    json_kstr(j, "name", r->set.name);
    json_kdec(j, "scale", r->set.scale);
    json_kstr(j, "ties", r->set.ties);
    json_kstr(j, "rounding", r->set.rounding);
    json_kint(j, "places", r->set.places);
    json_kstr(j, "na_policy", r->set.na_policy);
    json_kstr(j, "grades", r->set.grades);
    json_key(j, "criteria");
    json_open(j, '[');
    for (size_t i = 0; i < r->criteria.n; i++) {
        const CriterionRow *k = &r->criteria.v[i];

        json_open(j, '[');
        json_str(j, k->code);
        json_str(j, k->parent_code);
        json_str(j, k->name);
        json_dec(j, k->max_points);
        json_str(j, k->rule);
        json_str(j, k->source);
        json_str(j, k->na_policy);
        json_close(j, ']');
    }
    json_close(j, ']');
    json_close(j, '}');
}

static void write_units(Json *j, const ScoreRun *r)
{
    json_kint(j, "scored", (int64_t)r->n_scored);
    json_key(j, "groups");
    strings(j, r->groups, r->n_groups);
    json_key(j, "units");
    json_open(j, '[');
    for (size_t u = 0; u < r->in.n_units; u++) {
        const ScoreUnit *s = &r->in.units[u];

        json_open(j, '[');
        json_str(j, s->code);
        json_str(j, s->name);
        json_int(j, s->group);
        json_int(j, s->parent);
        json_int(j, s->unranked);
        json_close(j, ']');
    }
    json_close(j, ']');
}

static void write_figures(Ctx *c, Json *j, const ScoreRun *r)
{
    json_key(j, "fact_codes");
    strings(j, r->in.fact_codes, r->in.n_facts);
    json_key(j, "facts");
    json_open(j, '[');
    for (size_t i = 0; i < r->in.n_units * r->in.n_facts; i++) {
        const ScoreFact *f = &r->in.facts[i];

        if (f->value.kind == VALUE_NONE)
            continue;
        json_open(j, '[');
        json_int(j, (int64_t)(i / r->in.n_facts));
        json_int(j, (int64_t)(i % r->in.n_facts));
        json_str(j, value_print(c->arena, &f->value));
        json_str(j, f->source);
        json_close(j, ']');
    }
    json_close(j, ']');
    json_key(j, "points");
    json_open(j, '[');
    for (size_t i = 0; i < r->in.n_units * r->nodes.n; i++) {
        if (!r->in.direct[i].has)
            continue;
        json_open(j, '[');
        json_int(j, (int64_t)(i / r->nodes.n));
        json_int(j, (int64_t)(i % r->nodes.n));
        json_dec(j, r->in.direct[i].d);
        json_str(j, r->in.direct_source[i]);
        json_close(j, ']');
    }
    json_close(j, ']');
}

/* All stages side by side, as they stood: for reading, not for the arithmetic. */
static Err write_stages(Ctx *c, Json *j, const RoundRow *r)
{
    StageRows rows;

    TRY(q_stages_of_round(c, &rows, .round_id = r->id));
    json_key(j, "stages");
    json_open(j, '[');
    for (size_t i = 0; i < rows.n; i++) {
        const StageRow *s = &rows.v[i];

        if (!s->given)
            continue;
        json_open(j, '[');
        json_int(j, s->sheet_id);
        json_int(j, s->criterion_id);
        json_str(j, s->stage);
        json_str(j, s->points.has ? dec_exact(c->arena, s->points.d, NUM_PLAIN) : S(""));
        json_str(j, s->value);
        json_str(j, s->reason);
        json_str(j, s->by_login);
        json_str(j, moment_iso(c->arena, s->at));
        json_close(j, ']');
    }
    json_close(j, ']');
    return OK;
}

static void write_result(Json *j, const ScoreRun *r)
{
    json_key(j, "result");
    json_open(j, '[');
    for (size_t u = 0; u < r->n_scored; u++) {
        const UnitResult *x = &r->sheet->units[u];

        json_open(j, '[');
        json_str(j, r->in.units[u].code);
        json_dec(j, x->points);
        json_dec(j, x->max);
        json_dec(j, x->percent);
        json_int(j, x->rank);
        json_str(j, r->grades[u]);
        json_close(j, ']');
    }
    json_close(j, ']');
}

static Err write_all(Ctx *c, const RoundRow *r, const ScoreRun *run, Str kind, int64_t version, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '{');
    json_kint(&j, "format", 1);
    json_kstr(&j, "round", r->code);
    json_kint(&j, "year", r->year);
    json_kstr(&j, "name", r->name);
    json_kstr(&j, "kind", kind);
    json_kint(&j, "version", version);
    json_kstr(&j, "decision_no", r->decision_no);
    json_kdate(&j, "decision_date", r->decision_date);
    json_kstr(&j, "figures_until", moment_iso(c->arena, run->newest));
    write_set(&j, run);
    write_units(&j, run);
    write_figures(c, &j, run);
    write_result(&j, run);
    TRY(write_stages(c, &j, r));
    json_close(&j, '}');
    return OK;
}

Err snapshot_make(Ctx *c, const RoundRow *r, Str kind, Str note, Str *hash)
{
    Buf out = { .arena = c->arena };
    SnapshotRows there;
    ScoreRun run;
    int64_t version = 1;

    TRY(round_result(c, r, STAGE_CORRECTION, &run));
    TRY(q_snapshots_of_round(c, &there, .round_id = r->id));
    for (size_t i = 0; i < there.n; i++)
        if (str_eq(there.v[i].kind, kind) && there.v[i].version >= version)
            version = there.v[i].version + 1;
    TRY(write_all(c, r, &run, kind, version, &out));
    *hash = sha256(c->arena, buf_str(&out));
    TRY(q_snapshot_add(c, .round_id = r->id, .kind = kind, .version = version, .content = buf_str(&out), .hash = *hash,
        .decision_no = r->decision_no, .decision_date = r->decision_date, .note = note, .at = c->now, .who = by_whom(c)));
    return audit_add(c, "round.freeze", str_fmt(c->arena, "%.*s %lld", SV(r->code), (long long)r->year),
        str_fmt(c->arena, "{\"kind\":\"%.*s\",\"version\":%lld,\"hash\":\"%.*s\"}", SV(kind), (long long)version, SV(*hash)));
}

/* ---- reading back ---- */

static void read_set(Ctx *c, const JsonValue *j, ScoreRun *r)
{
    const JsonValue *criteria = json_get(j, "criteria");
    Map at = { .arena = c->arena };

    r->set = (CriteriaSetRow){ .code = json_text(json_get(j, "code")), .year = json_number(json_get(j, "year")),
        .name = json_text(json_get(j, "name")), .ties = json_text(json_get(j, "ties")), .rounding = json_text(json_get(j, "rounding")),
        .places = json_number(json_get(j, "places")), .na_policy = json_text(json_get(j, "na_policy")),
        .grades = json_text(json_get(j, "grades")) };
    (void)json_decimal(json_get(j, "scale"), &r->set.scale);            /* what does not read does not verify */
    for (size_t i = 0; i < criteria->n; i++) {
        const JsonValue *k = json_at(criteria, i);
        CriterionRow *row = vec_add(c->arena, &r->criteria);
        int64_t parent;

        *row = (CriterionRow){ .id = (int64_t)i + 1, .code = json_text(json_at(k, 0)), .parent_code = json_text(json_at(k, 1)),
            .name = json_text(json_at(k, 2)), .rule = json_text(json_at(k, 4)), .source = json_text(json_at(k, 5)),
            .na_policy = json_text(json_at(k, 6)) };
        (void)json_decimal(json_at(k, 3), &row->max_points);
        (void)map_add(&at, row->code, (int64_t)i);
        if (row->parent_code.n && map_get(&at, row->parent_code, &parent)) {
            row->parent_id = parent + 1;
            r->criteria.v[parent].children++;
        }
    }
}

static bool read_units(Ctx *c, const JsonValue *j, ScoreRun *r)
{
    const JsonValue *units = json_get(j, "units"), *groups = json_get(j, "groups");
    ScoreUnit *v = NEW(c->arena, ScoreUnit, units->n + 1);

    r->n_groups = groups->n;
    r->groups = NEW(c->arena, Str, groups->n + 1);
    for (size_t i = 0; i < groups->n; i++)
        r->groups[i] = json_text(json_at(groups, i));
    for (size_t u = 0; u < units->n; u++) {
        const JsonValue *x = json_at(units, u);

        v[u] = (ScoreUnit){ .code = json_text(json_at(x, 0)), .name = json_text(json_at(x, 1)),
            .group = (int32_t)json_number(json_at(x, 2)), .parent = (int32_t)json_number(json_at(x, 3)),
            .unranked = json_number(json_at(x, 4)) != 0 };
        if (v[u].group < 0 || (size_t)v[u].group > groups->n || v[u].parent < -1 || v[u].parent >= (int32_t)units->n)
            return false;
    }
    r->in.units = v;
    r->in.n_units = units->n;
    r->in.n_groups = groups->n + 1;
    r->n_scored = (size_t)json_number(json_get(j, "scored"));
    r->unit_ids = NEW(c->arena, int64_t, units->n + 1);
    for (size_t u = 0; u < r->n_scored && u < units->n; u++)
        if ((size_t)v[u].group >= groups->n)                            /* the last group only lends figures */
            return false;
    return r->n_scored <= units->n;
}

static bool place(const JsonValue *row, size_t n_units, size_t width, size_t *at)
{
    int64_t u = json_number(json_at(row, 0)), k = json_number(json_at(row, 1));

    if (u < 0 || (size_t)u >= n_units || k < 0 || (size_t)k >= width)
        return false;
    *at = (size_t)u * width + (size_t)k;
    return true;
}

static bool read_figures(Ctx *c, const JsonValue *j, ScoreRun *r)
{
    const JsonValue *codes = json_get(j, "fact_codes"), *facts = json_get(j, "facts"), *points = json_get(j, "points");
    Str *names = NEW(c->arena, Str, codes->n + 1);
    ScoreFact *v = NEW(c->arena, ScoreFact, r->in.n_units * codes->n + 1);
    OptDec *direct = NEW(c->arena, OptDec, r->in.n_units * r->nodes.n + 1);
    Answer why = { .arena = c->arena };
    size_t at;

    for (size_t i = 0; i < codes->n; i++)
        names[i] = json_text(json_at(codes, i));
    for (size_t i = 0; i < facts->n; i++) {
        const JsonValue *f = json_at(facts, i);

        if (!place(f, r->in.n_units, codes->n, &at)
            || value_parse(&v[at].value, c->arena, json_text(json_at(f, 2)), (int)r->set.year, &why) != OK)
            return false;
    }
    for (size_t i = 0; i < points->n; i++) {
        const JsonValue *p = json_at(points, i);

        if (!place(p, r->in.n_units, r->nodes.n, &at) || !json_decimal(json_at(p, 2), &direct[at].d))
            return false;
        direct[at].has = true;
    }
    r->in.fact_codes = names;
    r->in.n_facts = codes->n;
    r->in.facts = v;
    r->in.direct = direct;
    return true;
}

static bool equal(const JsonValue *j, Dec d)
{
    Dec was;

    return json_decimal(j, &was) && was.v == d.v;
}

/* The first unit whose recomputed result is not the frozen one. */
static bool compare(Ctx *c, const JsonValue *result, const ScoreRun *r, Verified *out)
{
    if (result->n != r->n_scored) {
        out->text = str_of(tr(c->answer.lang, T("Số đơn vị trong kết quả không khớp.")));
        return false;
    }
    for (size_t u = 0; u < r->n_scored; u++) {
        const JsonValue *x = json_at(result, u);
        const UnitResult *now = &r->sheet->units[u];

        if (str_eq(json_text(json_at(x, 0)), r->in.units[u].code) && equal(json_at(x, 1), now->points) && equal(json_at(x, 2), now->max)
            && equal(json_at(x, 3), now->percent) && json_number(json_at(x, 4)) == now->rank
            && str_eq(json_text(json_at(x, 5)), r->grades[u]))
            continue;
        out->text = str_fmt(c->arena, tr(c->answer.lang, T("Kết quả tính lại của %.*s (%.*s%%, hạng %d) khác kết quả đã công bố.")),
            SV(r->in.units[u].name), SV(dec_fmt(c->arena, now->percent, 2, NUM_VI)), now->rank);
        return false;
    }
    return true;
}

static Err recompute(Ctx *c, const JsonValue *j, Verified *out)
{
    ScoreRun r = { 0 };
    bool whole;

    read_set(c, json_get(j, "set"), &r);
    whole = read_units(c, j, &r);
    TRY(score_prepare(c, &r, NULL));
    if (!whole || !read_figures(c, j, &r)) {
        out->text = str_of(tr(c->answer.lang, T("Số liệu trong bản chốt không đọc được.")));
        return OK;
    }
    TRY(score_finish(c, &r));
    out->units = r.n_scored;
    out->ok = compare(c, json_get(j, "result"), &r, out);
    return OK;
}

Err snapshot_verify(Ctx *c, int64_t id, Verified *out)
{
    SnapshotContentRow row;
    const JsonValue *j;
    Err e;

    *out = (Verified){ 0 };
    TRY(access_need(c, &PERM_ROUND_VIEW, 0));
    TRY(q_snapshot_content(c, &row, .id = id));
    out->hash = sha256(c->arena, row.content);
    if (!str_eq(out->hash, row.hash)) {
        out->text = str_of(tr(c->answer.lang, T("Nội dung bản chốt đã bị thay đổi: mã băm không khớp.")));
        return OK;
    }
    e = json_read(&j, c->arena, row.content, NULL, &c->answer);
    if (e == OK)
        e = recompute(c, j, out);
    if (e == E_INVALID || e == E_STATE || e == E_LIMIT) {               /* the frozen data speak against themselves */
        out->ok = false;
        out->text = str_dup(c->arena, c->answer.text);
        ctx_forget(c);
        return OK;
    }
    return e;
}

Err assess_verify(Ctx *c, Buf *findings)
{
    SnapshotRows all;

    TRY(q_snapshots_all(c, &all, ));
    for (size_t i = 0; i < all.n; i++) {
        Verified v;
        RoundRow r;

        TRY(snapshot_verify(c, all.v[i].id, &v));
        if (v.ok)
            continue;
        TRY(q_round_get(c, &r, .id = all.v[i].round_id));
        buf_fmt(findings, tr(c->answer.lang, T("Đợt đánh giá %.*s năm %lld, bản chốt số %lld: %.*s\n")), SV(r.code), (long long)r.year,
            (long long)all.v[i].version, SV(v.text));
    }
    return OK;
}
