/* What documents about the index say: publication, report card, review report, remedy plan. Their wording is in data/issue. */
#include "chart/chart.h"
#include "chart/picture.h"
#include "doc/zip.h"
#include "issuance/compose.h"
#include "issuance_sql.h"
#include "remedy/paper.h"
#include "score/explain.h"
#include "text/text.h"

enum { BAR_PARTS = 20, FIRST_LOSSES = 5, BAR_GROUND = 6, PICTURE_BARS = 28 };

typedef struct Loss {
    size_t node;
    Dec points, max, lost;
    Str why;
} Loss;

typedef VEC(Loss) Losses;

static Err need_set(Ctx *c, int64_t year)
{
    Buf codes = { .arena = c->arena };
    SetsOfYearRows sets;

    TRY(q_sets_of_year(c, &sets, .year = year));
    for (size_t i = 0; i < sets.n; i++)
        buf_fmt(&codes, "%s%.*s", i ? ", " : "", SV(sets.v[i].code));
    if (sets.n)
        return fail(c, E_INVALID, T("Năm %lld có nhiều bộ tiêu chí (%.*s); hãy ghi --set."), (long long)year, (int)codes.n, codes.p);
    return fail(c, E_INVALID, T("Chưa có bộ tiêu chí nào của năm %lld; hãy ghi --set và --year của một bộ đã nạp."), (long long)year);
}

static Err load(Ctx *c, const MakeAsk *ask, ScoreRun *r)
{
    CriteriaSetRow set;

    if (ask->set.n == 0)
        return need_set(c, ask->year);
    TRY(criteria_set_find(c, ask->set, ask->year, &set));
    return score_run(c, set.id, NULL, r);
}

static const ScoreCell *cell(const ScoreRun *r, size_t unit, size_t node)
{
    return &r->sheet->cells[unit * r->nodes.n + node];
}

static Dec signed_points(const ScoreRun *r, size_t unit, size_t node)
{
    Dec p = cell(r, unit, node)->points;

    return r->nodes.v[node].source == SOURCE_PENALTY ? dec_neg(p) : p;
}

static Str shown(Ctx *c, const ScoreRun *r, Dec d)
{
    return score_points(c->arena, r, d, NUM_VI);
}

static Str exact(Ctx *c, Dec d)
{
    return dec_exact(c->arena, d, NUM_VI);
}

static Str percent(Ctx *c, const ScoreRun *r, Dec points, Dec max)
{
    return score_percent(c->arena, r, points, max, NUM_VI);
}

static bool is_leaf(const ScoreRun *r, size_t node)
{
    for (size_t i = node + 1; i < r->nodes.n; i++)
        if (r->nodes.v[i].parent == (int32_t)node)
            return false;
    return true;
}

static size_t field_of(const ScoreRun *r, size_t node)
{
    while (r->nodes.v[node].parent >= 0)
        node = (size_t)r->nodes.v[node].parent;
    return node;
}

static Date figures_day(const ScoreRun *r)
{
    return r->newest.ms ? moment_date(r->newest) : (Date){ 0 };
}

/* Why points are missing, for people: what was told, else the figure and the step of the rule that it reached. */
static Str reason_of(Ctx *c, const Why *w)
{
    const RuleResult *k = &w->e.rule;

    if (w->reason.n)
        return str_trim(w->reason);
    if (w->e.state == CELL_MISSING)
        return S("Chưa có số liệu");
    if (w->e.state == CELL_POINTS && k->n_used && k->band.n)
        return str_fmt(c->arena, "Kết quả %.*s, thuộc mức “%.*s”", SV(value_words(c->arena, &k->used[0].value, LANG_VI)), SV(k->band));
    if (w->e.state == CELL_POINTS && k->n_used == 1)
        return str_fmt(c->arena, "Kết quả %.*s, chưa đạt mức tối đa", SV(value_words(c->arena, &k->used[0].value, LANG_VI)));
    return str_trim(w->e.text);
}

/* Leaves that did not give their maximum, the greatest loss first. */
static Err losses_of(Ctx *c, const ScoreRun *r, size_t unit, Losses *out)
{
    *out = (Losses){ 0 };
    for (size_t i = 0; i < r->nodes.n; i++) {
        const ScoreCell *k = cell(r, unit, i);
        Loss l = { .node = i, .points = k->points, .max = k->max };
        Why w;
        size_t at;

        if (!is_leaf(r, i) || k->state == CELL_NA || r->nodes.v[i].source == SOURCE_BONUS || r->nodes.v[i].source == SOURCE_PENALTY
            || dec_cmp(k->points, k->max) >= 0)
            continue;
        TRY(score_why(c, r, unit, i, &w));
        l.lost = dec_sub(k->max, k->points);
        l.why = reason_of(c, &w);
        (void)vec_add(c->arena, out);
        for (at = out->n - 1; at > 0 && dec_cmp(out->v[at - 1].lost, l.lost) < 0; at--)
            out->v[at] = out->v[at - 1];
        out->v[at] = l;
    }
    return OK;
}

static Dec lost_points(const Losses *l)
{
    Dec sum = { 0 };

    for (size_t i = 0; i < l->n; i++)
        sum = dec_add(sum, l->v[i].lost);
    return sum;
}

/* One sentence about where the unit stands: points, rank, grade, change. */
static Str standing(Ctx *c, const ScoreRun *r, size_t unit)
{
    const UnitResult *u = &r->sheet->units[unit];
    const ScoreUnit *su = &r->in.units[unit];
    const GroupResult *g = &r->sheet->groups[su->group];
    Buf b = { .arena = c->arena };

    buf_fmt(&b, "đạt %.*s/%.*s điểm", SV(shown(c, r, u->points)), SV(exact(c, u->max)));
    buf_fmt(&b, ", Chỉ số đạt %.*s%%", SV(percent(c, r, u->points, u->max)));
    if (u->rank)
        buf_fmt(&b, ", xếp thứ %d trong %zu đơn vị của nhóm %.*s", u->rank, g->n, SV(r->groups[su->group]));
    if (r->grades[unit].n)
        buf_fmt(&b, ", xếp loại %.*s", SV(r->grades[unit]));
    if (u->change.has && u->change.d.v > 0)
        buf_fmt(&b, "; tăng %.*s điểm phần trăm so với năm %lld", SV(shown(c, r, u->change.d)), (long long)r->set.year - 1);
    if (u->change.has && u->change.d.v < 0)
        buf_fmt(&b, "; giảm %.*s điểm phần trăm so với năm %lld", SV(shown(c, r, dec_neg(u->change.d))), (long long)r->set.year - 1);
    return buf_str(&b);
}

/* Group i of those that have scored units. */
static bool group_used(const ScoreRun *r, size_t group)
{
    for (size_t i = 0; i < r->n_scored; i++)
        if (r->in.units[i].group == (int32_t)group)
            return true;
    return false;
}

/* What gives the points back: the evidence that the criterion demands, or its assessor. */
static Str what_to_do(Ctx *c, const ScoreRun *r, size_t unit, const Loss *l)
{
    const CriterionRow *k = &r->criteria.v[l->node];

    if (cell(r, unit, l->node)->state == CELL_MISSING)
        return k->evidence.n ? str_fmt(c->arena, "Nhập số liệu; bổ sung: %.*s.", SV(k->evidence))
                             : S("Nhập số liệu và bổ sung tài liệu kiểm chứng.");
    return k->evidence.n ? str_fmt(c->arena, "Hoàn thành yêu cầu; kiểm chứng bằng: %.*s.", SV(k->evidence))
                         : S("Hoàn thành yêu cầu của tiêu chí và gửi tài liệu kiểm chứng.");
}

/* --- fields that several kinds have --- */

/* Where a number comes from; node past the end: the whole result. */
static Str source_of(Ctx *c, const ScoreRun *r, size_t unit, size_t node)
{
    Str of = node < r->nodes.n ? str_fmt(c->arena, "tiêu chí %.*s", SV(r->nodes.v[node].code)) : S("tổng điểm");

    return str_fmt(c->arena, "bộ tiêu chí %.*s năm %lld, %.*s, %.*s", SV(r->set.code), (long long)r->set.year, SV(r->in.units[unit].code), SV(of));
}

static size_t fields_of(const ScoreRun *r)
{
    size_t n = 0;

    for (size_t i = 0; i < r->nodes.n; i++)
        n += r->nodes.v[i].parent < 0;
    return n;
}

static void set_fields(Ctx *c, Compose *k, const ScoreRun *r)
{
    size_t leaves = 0;

    for (size_t i = 0; i < r->nodes.n; i++)
        leaves += is_leaf(r, i);
    k->figures = figures_day(r);
    field_fmt(k->f, "nam", "%lld", (long long)r->set.year);
    field_fmt(k->f, "nam_sau", "%lld", (long long)r->set.year + 1);
    field(k->f, "bo_tieu_chi", r->set.name);
    field(k->f, "can_cu_bo", r->set.basis);
    field(k->f, "thang_diem", exact(c, r->set.scale));
    field_fmt(k->f, "so_linh_vuc", "%zu", fields_of(r));
    field_fmt(k->f, "so_tieu_chi", "%zu", leaves);
    field(k->f, "co_so_lieu", r->newest.ms ? S("x") : S(""));
}

/* Bars in pictures of what fits a page. */
static void bars(Ctx *c, Fields *f, const PictureBar *v, size_t n, Str alt)
{
    field_list(f, "bieu_do");
    for (size_t i = 0; i < n; i += PICTURE_BARS) {
        size_t part = n - i < PICTURE_BARS ? n - i : PICTURE_BARS;
        Picture p;

        if (picture_bars(c->arena, v + i, part, &p))
            field_picture(field_row(f, "bieu_do"), "hinh", &(FieldPicture){ p.png, alt, p.width, p.height });
    }
}

/* --- ranking --- */

static void field_heads(Ctx *c, Fields *f, const ScoreRun *r)
{
    field_list(f, "linh_vuc");
    for (size_t i = 0; i < r->nodes.n; i++) {
        Fields *row;

        if (r->nodes.v[i].parent >= 0)
            continue;
        row = field_row(f, "linh_vuc");
        field(row, "ma", r->nodes.v[i].code);
        field(row, "ten", r->nodes.v[i].name);
        field(row, "toi_da", exact(c, r->nodes.v[i].max));
    }
}

static void ranked_row(Ctx *c, Fields *row, const ScoreRun *r, size_t u)
{
    const UnitResult *k = &r->sheet->units[u];

    field_from(row, "hang", k->rank ? str_fmt(c->arena, "%d", k->rank) : S("–"), source_of(c, r, u, SIZE_MAX));
    field(row, "ten", r->in.units[u].name);
    field_from(row, "diem", shown(c, r, k->points), source_of(c, r, u, SIZE_MAX));
    field(row, "chi_so", percent(c, r, k->points, k->max));
    field(row, "xep_loai", r->grades[u]);
    field_list(row, "diem_linh_vuc");
    for (size_t i = 0; i < r->nodes.n; i++) {
        Fields *part;

        if (r->nodes.v[i].parent >= 0)
            continue;
        part = field_row(row, "diem_linh_vuc");
        field_from(part, "diem", shown(c, r, signed_points(r, u, i)), source_of(c, r, u, i));
        field_fmt(part, "muc", "%d", (int)chart_level(signed_points(r, u, i), cell(r, u, i)->max));
    }
}

static void group_fields(Ctx *c, Fields *f, const ScoreRun *r, size_t group)
{
    const GroupResult *g = &r->sheet->groups[group];
    PictureBar *v = NEW(c->arena, PictureBar, r->n_scored + 1);
    size_t n = 0;

    field(f, "ten", r->groups[group]);
    field(f, "trung_binh", shown(c, r, g->mean));
    field(f, "cao_nhat", shown(c, r, g->highest));
    field(f, "thap_nhat", shown(c, r, g->lowest));
    field_fmt(f, "tren_trung_binh", "%zu", g->above_mean);
    field_heads(c, f, r);
    field_list(f, "don_vi_nhom");
    for (size_t i = 0; i < r->n_scored; i++) {
        size_t u = r->order[i];
        const UnitResult *k = &r->sheet->units[u];

        if (r->in.units[u].group != (int32_t)group)
            continue;
        ranked_row(c, field_row(f, "don_vi_nhom"), r, u);
        v[n++] = (PictureBar){ .label = r->in.units[u].name, .shown = str_fmt(c->arena, "%.*s%%", SV(percent(c, r, k->points, k->max))),
            .value = k->points, .max = k->max, .lo = k->points, .hi = k->points };
    }
    bars(c, f, v, n, str_fmt(c->arena, "Chỉ số của %zu đơn vị nhóm %.*s, số liệu trong bảng bên trên", n, SV(r->groups[group])));
}

Err make_ranking(Ctx *c, const MakeAsk *ask, Made *out)
{
    Compose k;
    ScoreRun r;
    Body first = { 0 }, top = { 0 };
    size_t used = 0, no = 0;

    TRY(compose_begin(c, ask, &k));
    TRY(load(c, ask, &r));
    if (r.n_scored == 0)
        return fail(c, E_STATE, T("Bộ tiêu chí %.*s năm %lld chưa có đơn vị nào có điểm; hãy nhập số liệu rồi công bố."), SV(ask->set), (long long)ask->year);
    first.code = r.in.units[r.order[0]].code;
    TRY(body_top(c, &first, &top));
    TRY(compose_issuer(c, &k, ask->unit.n ? ask->unit : top.code));
    set_fields(c, &k, &r);
    field_fmt(k.f, "so_don_vi", "%zu", r.n_scored);
    for (size_t g = 0; g < r.n_groups; g++)
        used += group_used(&r, g);
    for (size_t g = 0; g < r.n_groups; g++) {
        Fields *row;

        if (!group_used(&r, g))
            continue;
        row = field_row(k.f, "nhom");
        field(row, "phu_luc", roman_print(c->arena, (int)++no));
        field(row, "phu_luc_diem", roman_print(c->arena, (int)(used + no)));
        group_fields(c, row, &r, g);
    }
    return compose_end(c, &k, out);
}

/* --- one unit --- */

typedef struct OneUnit {
    Compose k;
    ScoreRun r;
    size_t unit;
    Body body;
    Losses losses;
} OneUnit;

static void loss_fields(Ctx *c, Fields *row, const OneUnit *o, const Loss *l)
{
    const ScoreRun *r = &o->r;
    Str source = source_of(c, r, o->unit, l->node);

    field(row, "ma", r->nodes.v[l->node].code);
    field(row, "ten", r->nodes.v[l->node].name);
    field(row, "linh_vuc", r->nodes.v[field_of(r, l->node)].name);
    field(row, "toi_da", exact(c, l->max));
    field_from(row, "dat", exact(c, score_shown(&r->nodes, l->points)), source);
    field_from(row, "mat", shown(c, r, l->lost), source);
    field_from(row, "vi_sao", l->why, source);
    field(row, "vi_sao_cau", str_ends(l->why, S(".")) ? str_sub(l->why, 0, l->why.n - 1) : l->why);
    field(row, "viec_can_lam", what_to_do(c, r, o->unit, l));
    field(row, "co_quan_tham_dinh", r->criteria.v[l->node].assessor);
}

/* Losses of a field (fields: all), the greatest first, at most `most`. */
static void loss_list(Ctx *c, Fields *f, const char *name, const OneUnit *o, size_t field_node, size_t most)
{
    field_list(f, name);
    for (size_t i = 0, n = 0; i < o->losses.n && n < most; i++)
        if (field_node == SIZE_MAX || field_of(&o->r, o->losses.v[i].node) == field_node) {
            loss_fields(c, field_row(f, name), o, &o->losses.v[i]);
            n++;
        }
}

static void bar_cells(Fields *row, Dec value, Dec max)
{
    Dec share = { 0 };
    int64_t full = 0;

    if (max.v > 0 && dec_mul_div(dec_max(value, DEC(0)), dec_int(BAR_PARTS), max, &share))
        full = dec_round(share, 0, ROUND_HALF_UP).v / DEC_ONE;
    for (int i = 0; i < BAR_PARTS; i++) {
        Fields *part = field_row(row, "thanh");

        field(part, "o", S(""));
        field_fmt(part, "muc", "%d", i < full ? BAR_GROUND : 0);
    }
}

static void field_counts(Fields *row, const OneUnit *o, size_t node)
{
    size_t full = 0, leaves = 0;

    for (size_t i = 0; i < o->r.nodes.n; i++) {
        const ScoreCell *k = cell(&o->r, o->unit, i);

        if (!is_leaf(&o->r, i) || field_of(&o->r, i) != node || k->state == CELL_NA)
            continue;
        leaves++;
        full += k->max.v > 0 && dec_cmp(k->points, k->max) >= 0;
    }
    field_fmt(row, "so_tieu_chi", "%zu", leaves);
    field_fmt(row, "so_toi_da", "%zu", full);
}

static void field_fields(Ctx *c, const OneUnit *o)
{
    const ScoreRun *r = &o->r;
    PictureBar *v = NEW(c->arena, PictureBar, r->nodes.n + 1);
    size_t n = 0;

    field_list(o->k.f, "linh_vuc");
    for (size_t i = 0; i < r->nodes.n; i++) {
        const ScoreCell *k = cell(r, o->unit, i);
        Dec points = signed_points(r, o->unit, i);
        Fields *row;

        if (r->nodes.v[i].parent >= 0)
            continue;
        row = field_row(o->k.f, "linh_vuc");
        field(row, "ma", r->nodes.v[i].code);
        field(row, "ten", r->nodes.v[i].name);
        field(row, "toi_da", exact(c, k->max));
        field_from(row, "dat", shown(c, r, points), source_of(c, r, o->unit, i));
        field(row, "ty_le", k->max.v > 0 ? percent(c, r, points, k->max) : S(""));
        field_fmt(row, "hang", k->rank ? "%d" : "", k->rank);
        field_counts(row, o, i);
        loss_list(c, row, "mat_diem", o, i, SIZE_MAX);
        field(row, "co_thanh", k->max.v > 0 ? S("x") : S(""));
        bar_cells(row, points, k->max);
        if (k->max.v <= 0)
            continue;
        v[n++] = (PictureBar){ .label = str_fmt(c->arena, "%.*s. %.*s", SV(r->nodes.v[i].code), SV(r->nodes.v[i].name)),
            .shown = str_fmt(c->arena, "%.*s%%", SV(percent(c, r, points, k->max))), .value = points, .max = k->max, .lo = points, .hi = points };
    }
    bars(c, o->k.f, v, n, S("Tỷ lệ điểm đạt của từng lĩnh vực, số liệu trong phần dưới"));
}

static void unit_fields(Ctx *c, OneUnit *o)
{
    Fields *f = o->k.f;
    size_t n = o->losses.n;

    set_fields(c, &o->k, &o->r);
    field(f, "don_vi", o->body.full);
    field_from(f, "ket_qua", standing(c, &o->r, o->unit), source_of(c, &o->r, o->unit, SIZE_MAX));
    field_fmt(f, "so_mat", n ? "%zu" : "", n);
    field_from(f, "tong_mat", shown(c, &o->r, lost_points(&o->losses)), source_of(c, &o->r, o->unit, SIZE_MAX));
    field_fmt(f, "so_mat_nhieu", n ? "%zu" : "", n < FIRST_LOSSES ? n : (size_t)FIRST_LOSSES);
    field_fmt(f, "so_o", "%d", BAR_PARTS);
    field(f, "con_nua", n > FIRST_LOSSES ? S("x") : S(""));
    field_fields(c, o);
    loss_list(c, f, "mat_diem", o, SIZE_MAX, SIZE_MAX);
    loss_list(c, f, "mat_nhieu", o, SIZE_MAX, FIRST_LOSSES);
}

/* issuer: who signs when nobody else was asked for; empty: the unit, always. */
static Err one_unit(Ctx *c, const MakeAsk *ask, Str issuer, OneUnit *o, Made *out)
{
    TRY(compose_begin(c, ask, &o->k));
    TRY(access_need(c, &PERM_ISSUE_MAKE, o->body.id));
    if (o->unit >= o->r.n_scored)
        return fail(c, E_STATE, T("%.*s không được chấm theo bộ tiêu chí %.*s năm %lld."), SV(o->body.name), SV(ask->set), (long long)ask->year);
    out->unit_id = o->body.id;
    TRY(losses_of(c, &o->r, o->unit, &o->losses));
    TRY(compose_issuer(c, &o->k, issuer));
    unit_fields(c, o);
    return OK;
}

static Err load_unit(Ctx *c, const MakeAsk *ask, OneUnit *o)
{
    TRY(body_load(c, ask->unit, &o->body));
    TRY(access_need(c, &PERM_ISSUE_MAKE, o->body.id));
    TRY(load(c, ask, &o->r));
    return score_find_unit(c, &o->r, ask->unit, &o->unit);
}

/* A document of the unit itself: whoever is asked for, the unit signs. */
static MakeAsk own(const MakeAsk *ask)
{
    MakeAsk a = *ask;

    a.issuer = S("");
    return a;
}

Err make_report_card(Ctx *c, const MakeAsk *ask, Made *out)
{
    OneUnit o = { 0 };
    Body top;

    TRY(load_unit(c, ask, &o));
    TRY(body_top(c, &o.body, &top));
    TRY(one_unit(c, ask, top.code, &o, out));
    return compose_end(c, &o.k, out);
}

/* One card of a run that is shared by all. */
static Err card(Ctx *c, const MakeAsk *ask, const ScoreRun *r, size_t unit, Str *name, Str *bytes)
{
    OneUnit o = { .r = *r, .unit = unit };
    MakeAsk one = *ask;
    Made m = { 0 };
    Body top;

    one.kind = S("report-card");
    one.unit = r->in.units[unit].code;
    TRY(body_load(c, one.unit, &o.body));
    TRY(body_top(c, &o.body, &top));
    TRY(one_unit(c, &one, top.code, &o, &m));
    TRY(compose_end(c, &o.k, &m));
    *name = str_fmt(c->arena, "%.*s-%.*s.docx", SV(one.unit), SV(text_slug(c->arena, o.body.name)));
    *bytes = m.docx;
    return m.docx.n ? OK : paper_docx(m.paper, bytes, &c->answer);
}

Err make_cards(Ctx *c, const MakeAsk *ask, Str *zip)
{
    ScoreRun r;
    ZipOut *z;

    TRY(access_need(c, &PERM_ISSUE_ALL, 0));
    TRY(load(c, ask, &r));
    z = zip_out_begin(c->arena);
    for (size_t i = 0; i < r.n_scored; i++) {
        Str name, bytes;
        Err e = card(c, ask, &r, r.order[i], &name, &bytes);

        if (e != OK) {
            Str none;

            (void)zip_out_end(z, &none, &c->answer);    /* only to give its memory back */
            return e;
        }
        zip_out_add(z, str_z(c->arena, name), bytes);
    }
    return zip_out_end(z, zip, &c->answer);
}

/* --- words that room remedy keeps as approved, in place of those composed here --- */

/* "[1.2.3]" is a link on the page; on paper the name of the criterion and its code. */
static Str without_marks(Ctx *c, const ScoreRun *r, Str line)
{
    Buf b = { .arena = c->arena };

    for (size_t i = 0; i < line.n; i++) {
        size_t end = i + 1, node = r->nodes.n;
        Str code;

        while (line.p[i] == '[' && end < line.n && line.p[end] != ']')
            end++;
        code = str_sub(line, i + 1, end);
        for (size_t k = 0; line.p[i] == '[' && end < line.n && k < r->nodes.n; k++)
            if (str_eq(r->nodes.v[k].code, code))
                node = k;
        if (node == r->nodes.n) {
            buf_ch(&b, line.p[i]);
            continue;
        }
        buf_fmt(&b, "%.*s (%.*s)", SV(r->nodes.v[node].name), SV(code));
        i = end;
    }
    return buf_str(&b);
}

/* The list phan of an approved paper; co_phan tells whether there is one. */
static Err approved_parts(Ctx *c, OneUnit *o, Str kind)
{
    RemedyPaper words;
    bool any;

    TRY(paper_approved(c, o->r.set.id, o->r.unit_ids[o->unit], kind, &words, &any));
    field_list(o->k.f, "phan");
    for (size_t i = 0; any && i < words.parts.n; i++) {
        Fields *row = field_row(o->k.f, "phan");

        field(row, "so_la_ma", roman_print(c->arena, (int)i + 1));
        field(row, "ten", words.parts.v[i].title);
        field_from(row, "noi_dung", without_marks(c, &o->r, str_trim(words.parts.v[i].text)), S("bản đã duyệt ở mục khắc phục"));
    }
    field(o->k.f, "co_phan", any ? S("x") : S(""));
    return OK;
}

/* --- the review report --- */

static void merits(Ctx *c, const OneUnit *o)
{
    const ScoreRun *r = &o->r;

    field_list(o->k.f, "uu_diem");
    for (size_t i = 0; i < r->nodes.n; i++) {
        Dec points = signed_points(r, o->unit, i), max = cell(r, o->unit, i)->max;
        Fields *row;

        if (r->nodes.v[i].parent >= 0 || chart_level(points, max) != 5)
            continue;
        row = field_row(o->k.f, "uu_diem");
        field(row, "ten", r->nodes.v[i].name);
        field_from(row, "ty_le", percent(c, r, points, max), source_of(c, r, o->unit, i));
    }
}

static void shortcomings(Ctx *c, const OneUnit *o)
{
    field_list(o->k.f, "han_che");
    for (size_t i = 0; i < o->r.nodes.n; i++) {
        Dec lost = { 0 };
        size_t n = 0;
        Fields *row;

        for (size_t k = 0; k < o->losses.n; k++)
            if (field_of(&o->r, o->losses.v[k].node) == i) {
                lost = dec_add(lost, o->losses.v[k].lost);
                n++;
            }
        if (o->r.nodes.v[i].parent >= 0 || n == 0)
            continue;
        row = field_row(o->k.f, "han_che");
        field(row, "ten", o->r.nodes.v[i].name);
        field_from(row, "mat", shown(c, &o->r, lost), source_of(c, &o->r, o->unit, i));
        field_fmt(row, "so", "%zu", n);
    }
}

Err make_result_report(Ctx *c, const MakeAsk *ask, Made *out)
{
    OneUnit o = { 0 };
    MakeAsk a = own(ask);

    TRY(load_unit(c, &a, &o));
    TRY(one_unit(c, &a, a.unit, &o, out));
    TRY(approved_parts(c, &o, S("review")));
    merits(c, &o);
    shortcomings(c, &o);
    return compose_end(c, &o.k, out);
}

/* --- the remedy plan: what is lost, why, and what gives it back --- */

/* Losses by field, in the order of the criteria set. */
static void losses_by_field(Ctx *c, const OneUnit *o)
{
    int no = 0;

    field_list(o->k.f, "khac_phuc");
    for (size_t i = 0; i < o->r.nodes.n; i++) {
        bool any = false;

        for (size_t k = 0; o->r.nodes.v[i].parent < 0 && k < o->losses.n; k++) {
            Fields *row;

            if (field_of(&o->r, o->losses.v[k].node) != i)
                continue;
            no += !any;
            any = true;
            row = field_row(o->k.f, "khac_phuc");
            loss_fields(c, row, o, &o->losses.v[k]);
            field(row, "so_la_ma", roman_print(c->arena, no));
            field(row, "chu_tri", o->r.in.units[o->unit].name);
        }
    }
}

/* The remedies with owner and day, as the unit keeps them. */
static Err kept_remedies(Ctx *c, const OneUnit *o)
{
    RemedyRows rows;

    TRY(q_remedy_list(c, &rows, .unit_id = o->r.unit_ids[o->unit], .set_id = o->r.set.id, .today = c->today));
    field_list(o->k.f, "giai_phap");
    for (size_t i = 0; i < rows.n; i++) {
        const RemedyRow *m = &rows.v[i];
        Fields *row = field_row(o->k.f, "giai_phap");

        field(row, "noi_dung", str_fmt(c->arena, "%.*s %.*s", SV(m->codes_first), SV(m->content)));
        field_from(row, "diem", score_points(c->arena, &o->r, m->stake, NUM_VI), str_fmt(c->arena, "giải pháp %lld", (long long)m->id));
        field(row, "nguyen_nhan", m->cause);
        field(row, "cach_lam", m->measure);
        field(row, "chu_tri", m->lead);
        field(row, "phoi_hop", m->support);
        field(row, "thoi_han", m->deadline);
        field(row, "ghi_chu", m->note);
    }
    return OK;
}

Err make_remedy_plan(Ctx *c, const MakeAsk *ask, Made *out)
{
    OneUnit o = { 0 };
    MakeAsk a = own(ask);

    TRY(load_unit(c, &a, &o));
    TRY(one_unit(c, &a, a.unit, &o, out));
    if (o.losses.n == 0)
        return fail(c, E_STATE, T("%.*s không mất điểm ở tiêu chí nào của bộ %.*s năm %lld; không có gì để khắc phục."), SV(o.body.name), SV(ask->set),
            (long long)ask->year);
    TRY(approved_parts(c, &o, S("plan")));
    TRY(kept_remedies(c, &o));
    losses_by_field(c, &o);
    return compose_end(c, &o.k, out);
}
