#include "insight/show.h"

#include "base/json.h"

static const char *const assumption_names[ASSUMPTIONS] = { "weights", "thresholds", "survey", "appraiser" };

static void robust_json(Buf *out, const Desk *d, const Robust *r, const RobustAsk *ask)
{
    size_t *first = NEW(out->arena, size_t, d->units);          /* pairs of a unit stand together */
    Json j = { .out = out };

    for (size_t p = r->n_pairs; p-- > 0;)
        first[r->pairs[p].ahead] = p;
    json_open(&j, '[');
    for (size_t i = 0; i < d->units; i++) {
        const RobustUnit *u = &r->units[i];

        json_open(&j, '{');
        json_kstr(&j, "unit", d->unit[i]);
        json_kstr(&j, "group", d->group_name[i]);
        json_kdec(&j, "index", d->index[i]);
        json_kint(&j, "rank", (int64_t)u->rank);
        json_key(&j, "median");
        json_real(&j, u->median, 4);
        json_key(&j, "p5");
        json_real(&j, u->p5, 4);
        json_key(&j, "p95");
        json_real(&j, u->p95, 4);
        json_key(&j, "top");
        json_open(&j, '{');
        for (size_t t = 0; t < ask->n_top; t++) {
            json_key(&j, str_z(out->arena, str_fmt(out->arena, "%zu", ask->top[t])));
            json_real(&j, u->top[t], 6);
        }
        json_close(&j, '}');
        if (ask->n_cuts) {
            json_key(&j, "grades");
            json_open(&j, '[');
            for (size_t g = 0; g <= ask->n_cuts; g++)
                json_real(&j, u->grade[g], 6);
            json_close(&j, ']');
        }
        if (ask->near) {
            json_key(&j, "alike");
            json_open(&j, '[');
            for (size_t p = first[i]; p < r->n_pairs && r->pairs[p].ahead == i; p++)
                json_str(&j, d->unit[r->pairs[p].behind]);
            json_close(&j, ']');
        }
        json_close(&j, '}');
    }
    json_close(&j, ']');
    buf_ch(out, '\n');
}

static void name_column(Buf *out, Str name, size_t wide)
{
    size_t n = utf8_count(name);

    buf_fmt(out, "%.*s%*s", SV(name), (int)(n < wide ? wide - n : 0), "");
}

static size_t widest(const Str *v, size_t n)
{
    size_t wide = 8;

    for (size_t i = 0; i < n; i++)
        wide = utf8_count(v[i]) > wide ? utf8_count(v[i]) : wide;
    return wide;
}

void show_robust(Ctx *c, Buf *out, bool json, const Desk *d, const Robust *r, const RobustAsk *ask)
{
    Lang lang = c->answer.lang;
    size_t wide = widest(d->unit, d->units);

    if (json) {
        robust_json(out, d, r, ask);
        return;
    }
    name_column(out, str_of(tr(lang, T("Đơn vị"))), wide);
    buf_fmt(out, "  %s\n", tr(lang, T("Chỉ số · hạng · hạng giữa · khoảng 5–95% · trong số đầu")));
    for (size_t i = 0; i < d->units; i++) {
        const RobustUnit *u = &r->units[i];

        name_column(out, d->unit[i], wide);
        buf_fmt(out, "  %6.*s %5zu %7.1f   %5.1f – %5.1f ", SV(dec_fmt(c->arena, d->index[i], 2, NUM_VI)), u->rank, u->median,
                u->p5, u->p95);
        for (size_t t = 0; t < ask->n_top; t++)
            buf_fmt(out, "  %zu: %.0f%%", ask->top[t], u->top[t] * 100);
        buf_ch(out, '\n');
    }
}

void show_sources(Ctx *c, Buf *out, bool json, const Desk *d, const RobustSource *s)
{
    Json j = { .out = out };
    size_t wide = widest(d->unit, d->units);

    if (!json) {
        name_column(out, str_of(tr(c->answer.lang, T("Đơn vị"))), wide);
        buf_fmt(out, "  %s\n", tr(c->answer.lang, T("Phần biến động hạng do trọng số · ngưỡng · khảo sát · thẩm định (riêng / cả tương tác)")));
        for (size_t i = 0; i < d->units; i++) {
            name_column(out, d->unit[i], wide);
            for (size_t by = 0; by < ASSUMPTIONS; by++)
                buf_fmt(out, "  %5.2f / %4.2f", s[i].first[by], s[i].total[by]);
            buf_ch(out, '\n');
        }
        return;
    }
    json_open(&j, '[');
    for (size_t i = 0; i < d->units; i++) {
        json_open(&j, '{');
        json_kstr(&j, "unit", d->unit[i]);
        json_key(&j, "variance");
        json_real(&j, s[i].variance, 6);
        for (size_t by = 0; by < ASSUMPTIONS; by++) {
            json_key(&j, assumption_names[by]);
            json_open(&j, '{');
            json_key(&j, "first");
            json_real(&j, s[i].first[by], 6);
            json_key(&j, "total");
            json_real(&j, s[i].total[by], 6);
            json_close(&j, '}');
        }
        json_close(&j, '}');
    }
    json_close(&j, ']');
    buf_ch(out, '\n');
}

void show_reach(Ctx *c, Buf *out, bool json, const DeskReach *r)
{
    const Reach *x = &r->reach;
    Json j = { .out = out };

    if (json) {
        json_open(&j, '{');
        json_kbool(&j, "possible", x->possible);
        json_kdec(&j, "need", r->need);
        json_kdec(&j, "gain", x->gain);
        json_kdec(&j, "effort", x->effort);
        json_key(&j, "items");
        json_open(&j, '[');
        for (size_t i = 0; i < x->n; i++) {
            json_open(&j, '{');
            json_kstr(&j, "criterion", x->items[i]->code);
            json_kdec(&j, "points", x->items[i]->points);
            json_kdec(&j, "effort", x->items[i]->effort);
            json_close(&j, '}');
        }
        json_close(&j, ']');
        json_close(&j, '}');
        buf_ch(out, '\n');
        return;
    }
    if (!x->possible) {
        buf_fmt(out, "%s\n", tr(c->answer.lang, T("Lấy lại hết các điểm đã mất vẫn chưa đủ.")));
        return;
    }
    if (!x->n) {
        buf_fmt(out, "%s\n", tr(c->answer.lang, T("Đã đạt, không cần lấy lại điểm nào.")));
        return;
    }
    buf_fmt(out, tr(c->answer.lang, T("Cần thêm %.*s điểm; lấy lại %.*s điểm với công sức %.*s:\n")),
            SV(dec_exact(c->arena, r->need, NUM_VI)), SV(dec_exact(c->arena, x->gain, NUM_VI)),
            SV(dec_exact(c->arena, x->effort, NUM_VI)));
    for (size_t i = 0; i < x->n; i++)
        buf_fmt(out, "  %-12.*s %8.*s %8.*s\n", SV(x->items[i]->code), SV(dec_exact(c->arena, x->items[i]->points, NUM_VI)),
                SV(dec_exact(c->arena, x->items[i]->effort, NUM_VI)));
}

static void criterion_json(Json *j, Str code, const CriterionUse *u)
{
    json_open(j, '{');
    json_kstr(j, "criterion", code);
    json_kint(j, "n", (int64_t)u->n);
    json_key(j, "mean");
    json_real(j, u->mean, 6);
    json_key(j, "sd");
    json_real(j, u->sd, 6);
    json_kbool(j, "all_full", u->all_full);
    json_kbool(j, "all_equal", u->all_equal);
    json_key(j, "nominal");
    json_real(j, u->nominal, 6);
    json_key(j, "effective");
    json_real(j, u->effective, 6);
    json_key(j, "with_rest");
    json_real(j, u->with_rest, 6);
    json_close(j, '}');
}

void show_criteria(Ctx *c, Buf *out, bool json, const Desk *d, const CriterionUse *u, double alpha)
{
    Json j = { .out = out };
    size_t wide = widest(d->code, d->criteria);

    if (json) {
        json_open(&j, '{');
        json_key(&j, "alpha");
        json_real(&j, alpha, 6);
        json_key(&j, "criteria");
        json_open(&j, '[');
        for (size_t i = 0; i < d->criteria; i++)
            criterion_json(&j, d->code[i], &u[i]);
        json_close(&j, ']');
        json_close(&j, '}');
        buf_ch(out, '\n');
        return;
    }
    buf_fmt(out, "%s %.3f\n", tr(c->answer.lang, T("Hệ số alpha của Cronbach:")), alpha);
    name_column(out, str_of(tr(c->answer.lang, T("Tiêu chí"))), wide);
    buf_fmt(out, "  %s\n", tr(c->answer.lang, T("số đơn vị · bình quân · trọng số danh nghĩa · trọng số thực · tương quan với phần còn lại")));
    for (size_t i = 0; i < d->criteria; i++) {
        name_column(out, d->code[i], wide);
        buf_fmt(out, "  %5zu  %5.1f%%  %5.1f%%  %5.1f%%  %5.2f  %s\n", u[i].n, u[i].mean * 100, u[i].nominal * 100,
                u[i].effective * 100, u[i].with_rest,
                u[i].all_full ? tr(c->answer.lang, T("mọi đơn vị đạt tối đa"))
                              : u[i].all_equal ? tr(c->answer.lang, T("mọi đơn vị bằng nhau")) : "");
    }
}

static void whatif_side(Json *j, const char *name, const UnitResult *u, Str grade)
{
    json_key(j, name);
    json_open(j, '{');
    json_kdec(j, "points", u->points);
    json_kdec(j, "percent", u->percent);
    json_kint(j, "rank", u->rank);
    json_kstr(j, "grade", grade);
    json_close(j, '}');
}

void show_whatif(Ctx *c, Buf *out, bool json, const WhatIf *w)
{
    const ScoreRun *r = w->run;
    Json j = { .out = out };
    size_t moved = 0;

    if (json)
        json_open(&j, '[');
    for (size_t i = 0; i < r->n_scored; i++) {
        size_t u = r->order[i];
        const UnitResult *was = &r->sheet->units[u], *is = &w->after->units[u];

        if (!whatif_moved(w, u))
            continue;
        moved++;
        if (json) {
            json_open(&j, '{');
            json_kstr(&j, "unit", r->in.units[u].code);
            whatif_side(&j, "before", was, r->grades[u]);
            whatif_side(&j, "after", is, w->grades[u]);
            json_close(&j, '}');
            continue;
        }
        buf_fmt(out, "%-12.*s %8.*s → %-8.*s %4d → %-4d %.*s → %.*s\n", SV(r->in.units[u].code),
                SV(dec_fmt(c->arena, was->percent, 2, NUM_VI)), SV(dec_fmt(c->arena, is->percent, 2, NUM_VI)), was->rank,
                is->rank, SV(r->grades[u]), SV(w->grades[u]));
    }
    if (json)
        json_close(&j, ']');
    if (json)
        buf_ch(out, '\n');
    else if (!moved)
        buf_fmt(out, "%s\n", tr(c->answer.lang, T("Không có gì thay đổi.")));
}
