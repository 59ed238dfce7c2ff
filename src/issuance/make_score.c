/* Documents about the index: publication, report card, review report, remedy plan. */
#include "chart/chart.h"
#include "doc/zip.h"
#include "chart/picture.h"
#include "issuance/compose.h"
#include "issuance/make_remedy.h"
#include "score/explain.h"
#include "text/text.h"

enum { BAR_PARTS = 20, CARD_LOSSES = 5 };

typedef struct Loss {
    size_t node;
    Dec points, max, lost;
    Str why;
} Loss;

typedef VEC(Loss) Losses;

static Err load(Ctx *c, const MakeAsk *ask, ScoreRun *r)
{
    CriteriaSetRow set;

    if (ask->set.n == 0)
        return fail(c, E_INVALID, T("Văn bản này cần bộ tiêu chí; hãy ghi --set và --year."));
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

static void note_figures(Ctx *c, Paper *p, const ScoreRun *r)
{
    if (r->newest.ms)
        (void)paper_fmt(p, ROLE_NOTE, "Số liệu đến ngày %.*s.", SV(date_vi(c->arena, figures_day(r))));
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

static Err basis_lines(Ctx *c, Paper *p, const ScoreRun *r)
{
    Fields *f = fields_begin(c->arena);
    const DocField *lines;

    TRY(common_bases(c, f));
    lines = fields_find(f, S("can_cu"));
    for (size_t i = 0; i < lines->rows.n; i++)
        (void)paper_fmt(p, ROLE_BASIS, "Căn cứ %.*s;", SV(fields_find(lines->rows.v[i], S("dong"))->text));
    if (r->set.basis.n)
        (void)paper_fmt(p, ROLE_BASIS, "Căn cứ %.*s ban hành %.*s;", SV(r->set.basis), SV(r->set.name));
    return OK;
}

/* --- ranking --- */

static void group_table(Ctx *c, Paper *p, const ScoreRun *r, size_t group)
{
    PaperTable *t = paper_table(p, (const int[]){ 10, 44, 14, 14, 18 }, 5, 1);
    const GroupResult *g = &r->sheet->groups[group];

    (void)paper_head(t, S("Xếp hạng"));
    (void)paper_head(t, S("Đơn vị"));
    (void)paper_head(t, S("Điểm đạt"));
    (void)paper_head(t, S("Chỉ số (%)"));
    (void)paper_head(t, S("Xếp loại"));
    for (size_t i = 0; i < r->n_scored; i++) {
        size_t u = r->order[i];
        const UnitResult *k = &r->sheet->units[u];

        if (r->in.units[u].group != (int32_t)group)
            continue;
        (void)paper_centred(paper_cell(t, k->rank ? str_fmt(c->arena, "%d", k->rank) : S("–")));
        (void)paper_cell(t, r->in.units[u].name);
        (void)paper_centred(paper_cell(t, shown(c, r, k->points)));
        (void)paper_centred(paper_cell(t, percent(c, r, k->points, k->max)));
        (void)paper_centred(paper_cell(t, r->grades[u]));
    }
    (void)paper_fmt(p, ROLE_NOTE, "Chỉ số trung bình của nhóm là %.*s%%, cao nhất %.*s%%, thấp nhất %.*s%%; %zu đơn vị cao hơn mức trung bình.",
        SV(shown(c, r, g->mean)), SV(shown(c, r, g->highest)), SV(shown(c, r, g->lowest)), g->above_mean);
    note_figures(c, p, r);
}

static size_t fields(const ScoreRun *r)
{
    size_t n = 0;

    for (size_t i = 0; i < r->nodes.n; i++)
        n += r->nodes.v[i].parent < 0;
    return n;
}

/* Unit × field; the shade says the share of the maximum, the number stands in it. */
static void field_table(Ctx *c, Paper *p, const ScoreRun *r, size_t group)
{
    int widths[PAPER_MAX_COLS] = { 5, 26 };
    size_t n = fields(r);
    PaperTable *t;

    if (n + 3 > PAPER_MAX_COLS)
        n = PAPER_MAX_COLS - 3;
    for (size_t i = 0; i <= n; i++)
        widths[2 + i] = 69 / (int)(n + 1);
    t = paper_table(p, widths, (int)n + 3, 1);
    t->half_points = 20;
    (void)paper_head(t, S("Hạng"));
    (void)paper_head(t, S("Đơn vị"));
    for (size_t i = 0, k = 0; i < r->nodes.n && k < n; i++)
        if (r->nodes.v[i].parent < 0) {
            (void)paper_head(t, str_fmt(c->arena, "%.*s. %.*s (%.*s)", SV(r->nodes.v[i].code), SV(r->nodes.v[i].name), SV(exact(c, r->nodes.v[i].max))));
            k++;
        }
    (void)paper_head(t, S("Tổng điểm"));
    for (size_t i = 0; i < r->n_scored; i++) {
        size_t u = r->order[i];

        if (r->in.units[u].group != (int32_t)group)
            continue;
        (void)paper_centred(paper_cell(t, r->sheet->units[u].rank ? str_fmt(c->arena, "%d", r->sheet->units[u].rank) : S("–")));
        (void)paper_cell(t, r->in.units[u].name);
        for (size_t k = 0, done = 0; k < r->nodes.n && done < n; k++)
            if (r->nodes.v[k].parent < 0) {
                uint8_t level = chart_level(signed_points(r, u, k), cell(r, u, k)->max);

                (void)paper_shaded(paper_centred(paper_cell(t, shown(c, r, signed_points(r, u, k)))),
                    level ? (PaperShade)(SHADE_1 + level - 1) : SHADE_NONE);
                done++;
            }
        (void)paper_bold(paper_centred(paper_cell(t, shown(c, r, r->sheet->units[u].points))));
    }
    note_figures(c, p, r);
}

/* Group i of those that have scored units. */
static bool group_used(const ScoreRun *r, size_t group)
{
    for (size_t i = 0; i < r->n_scored; i++)
        if (r->in.units[i].group == (int32_t)group)
            return true;
    return false;
}

static void ranking_appendices(Ctx *c, const MakeAsk *ask, const Body *body, const ScoreRun *r, const Made *m, size_t used)
{
    Str cited = make_cited(c, ask, body, m);
    int no = 0;

    for (size_t g = 0; g < r->n_groups; g++)
        if (group_used(r, g)) {
            paper_appendix(m->paper, used > 0 ? ++no : 0,
                str_fmt(c->arena, "Kết quả xếp hạng Chỉ số cải cách hành chính năm %lld\nnhóm %.*s", (long long)r->set.year, SV(r->groups[g])), cited, false);
            group_table(c, m->paper, r, g);
        }
    for (size_t g = 0; g < r->n_groups; g++)
        if (group_used(r, g)) {
            paper_appendix(m->paper, ++no,
                str_fmt(c->arena, "Điểm từng lĩnh vực năm %lld\nnhóm %.*s", (long long)r->set.year, SV(r->groups[g])), cited, true);
            field_table(c, m->paper, r, g);
        }
}

Err make_ranking(Ctx *c, const MakeAsk *ask, Made *out)
{
    static const Str to[] = { { "Như Điều 3", sizeof "Như Điều 3" - 1 }, { "Thường trực Tỉnh ủy, Thường trực HĐND tỉnh", sizeof "Thường trực Tỉnh ủy, Thường trực HĐND tỉnh" - 1 },
        { "Chủ tịch, các Phó Chủ tịch UBND tỉnh", sizeof "Chủ tịch, các Phó Chủ tịch UBND tỉnh" - 1 },
        { "Cổng Thông tin điện tử tỉnh", sizeof "Cổng Thông tin điện tử tỉnh" - 1 } };
    ScoreRun r;
    Body body, first = { 0 };
    Paper *p;
    Str office, chief;
    size_t used = 0;

    TRY(load(c, ask, &r));
    if (r.n_scored == 0)
        return fail(c, E_STATE, T("Bộ tiêu chí %.*s năm %lld chưa có đơn vị nào có điểm; hãy nhập số liệu rồi công bố."), SV(ask->set), (long long)ask->year);
    first.code = r.in.units[r.order[0]].code;
    if (ask->issuer.n || ask->unit.n)
        TRY(body_load(c, ask->issuer.n ? ask->issuer : ask->unit, &body));
    else
        TRY(body_top(c, &first, &body));
    TRY(access_need(c, &PERM_ISSUE_MAKE, body.id));
    for (size_t g = 0; g < r.n_groups; g++)
        used += group_used(&r, g);
    out->figures = figures_day(&r);
    p = make_begin(c, ask, &body, "Quyết định", "QĐ",
        str_fmt(c->arena, "Về việc công bố Chỉ số cải cách hành chính năm %lld", (long long)r.set.year), out);
    (void)paper_text(p, ROLE_RULER, text_upper(c->arena, body.collective.n
        ? str_fmt(c->arena, "Chủ tịch %.*s", SV(body.full)) : str_fmt(c->arena, "%.*s %.*s", SV(body.head), SV(body.full))));
    TRY(basis_lines(c, p, &r));
    TRY(department_words(c, &office, &chief));
    (void)paper_fmt(p, ROLE_BASIS, "Theo đề nghị của %.*s.", SV(chief));
    (void)paper_text(p, ROLE_TYPE, S("QUYẾT ĐỊNH:"));
    paper_article(p, 1, str_fmt(c->arena, "Công bố kết quả Chỉ số cải cách hành chính năm %lld theo %.*s của %zu đơn vị (chi tiết tại các Phụ lục kèm theo).",
        (long long)r.set.year, SV(r.set.name), r.n_scored));
    paper_article(p, 2, str_fmt(c->arena, "Căn cứ kết quả được công bố, các cơ quan, đơn vị, địa phương phân tích từng tiêu chí chưa đạt điểm tối đa, xác định nguyên nhân, "
        "trách nhiệm và ban hành kế hoạch khắc phục; %.*s theo dõi, đôn đốc, tổng hợp.", SV(office)));
    paper_article(p, 3, str_fmt(c->arena, "Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng, %.*s, Thủ trưởng các cơ quan, đơn vị, địa phương có "
        "tên tại các Phụ lục và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.", SV(chief)));
    make_sign(p, ask, &body, false, to, COUNT(to), S("VT, SNV"));
    ranking_appendices(c, ask, &body, &r, out, used);
    return OK;
}

/* --- one unit --- */

/* The unit asked for among those that were scored, and its body. */
static Err load_unit(Ctx *c, const MakeAsk *ask, ScoreRun *r, size_t *unit, Body *body, Made *out)
{
    TRY(body_load(c, ask->unit, body));
    TRY(access_need(c, &PERM_ISSUE_MAKE, body->id));
    TRY(load(c, ask, r));
    TRY(score_find_unit(c, r, ask->unit, unit));
    if (*unit >= r->n_scored)
        return fail(c, E_STATE, T("%.*s không được chấm theo bộ tiêu chí %.*s năm %lld."), SV(body->name), SV(ask->set), (long long)ask->year);
    out->unit_id = body->id;
    out->figures = figures_day(r);
    return OK;
}

static void card_bars(Ctx *c, Paper *p, const ScoreRun *r, size_t unit)
{
    int widths[4 + BAR_PARTS] = { 42, 10, 10 };
    PaperTable *t;

    for (int i = 0; i < BAR_PARTS; i++)
        widths[3 + i] = 2;
    widths[3 + BAR_PARTS] = 10;
    t = paper_table(p, widths, 4 + BAR_PARTS, 1);
    t->half_points = 22;
    (void)paper_head(t, S("Lĩnh vực"));
    (void)paper_head(t, S("Tối đa"));
    (void)paper_head(t, S("Đạt"));
    (void)paper_shaded(paper_centred(paper_bold(paper_span(t, S("Tỷ lệ đạt"), 1, BAR_PARTS))), SHADE_HEAD);
    (void)paper_head(t, S("%"));
    for (size_t i = 0; i < r->nodes.n; i++) {
        const ScoreCell *k = cell(r, unit, i);

        if (r->nodes.v[i].parent >= 0 || k->max.v <= 0)
            continue;
        (void)paper_cell(t, str_fmt(c->arena, "%.*s. %.*s", SV(r->nodes.v[i].code), SV(r->nodes.v[i].name)));
        (void)paper_centred(paper_cell(t, exact(c, k->max)));
        (void)paper_centred(paper_cell(t, shown(c, r, signed_points(r, unit, i))));
        paper_bar(t, signed_points(r, unit, i), k->max, BAR_PARTS);
        (void)paper_centred(paper_cell(t, percent(c, r, signed_points(r, unit, i), k->max)));
    }
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

static void loss_table(Ctx *c, Paper *p, const ScoreRun *r, size_t unit, const Losses *l, size_t most)
{
    PaperTable *t = paper_table(p, (const int[]){ 8, 26, 8, 25, 33 }, 5, 1);

    t->half_points = 20;
    (void)paper_head(t, S("Mã"));
    (void)paper_head(t, S("Tiêu chí"));
    (void)paper_head(t, S("Điểm mất"));
    (void)paper_head(t, S("Vì sao"));
    (void)paper_head(t, S("Việc cần làm"));
    for (size_t i = 0; i < l->n && i < most; i++) {
        (void)paper_cell(t, r->nodes.v[l->v[i].node].code);
        (void)paper_cell(t, r->nodes.v[l->v[i].node].name);
        (void)paper_centred(paper_cell(t, shown(c, r, l->v[i].lost)));
        (void)paper_cell(t, l->v[i].why);
        (void)paper_cell(t, what_to_do(c, r, unit, &l->v[i]));
    }
}

static Err card(Ctx *c, const MakeAsk *ask, const ScoreRun *r, size_t unit, const Body *unit_body, const Body *body, Made *out)
{
    Losses losses;
    Paper *p;

    TRY(losses_of(c, r, unit, &losses));
    p = make_begin(c, ask, body, "Thông báo", "TB",
        str_fmt(c->arena, "Kết quả Chỉ số cải cách hành chính năm %lld của %.*s", (long long)r->set.year, SV(unit_body->full)), out);
    (void)paper_fmt(p, ROLE_BODY, "Năm %lld, %.*s %.*s.", (long long)r->set.year, SV(unit_body->full), SV(standing(c, r, unit)));
    (void)paper_text(p, ROLE_CAPTION, S("Kết quả theo lĩnh vực"));
    card_bars(c, p, r, unit);
    if (losses.n) {
        (void)paper_fmt(p, ROLE_CAPTION, losses.n > CARD_LOSSES ? "%zu tiêu chí mất nhiều điểm nhất (tổng cộng mất %.*s điểm ở %zu tiêu chí)"
                                                                : "%zu tiêu chí mất điểm (tổng cộng mất %.*s điểm)",
            losses.n > CARD_LOSSES ? (size_t)CARD_LOSSES : losses.n, SV(shown(c, r, lost_points(&losses))), losses.n);
        loss_table(c, p, r, unit, &losses, CARD_LOSSES);
    } else {
        (void)paper_text(p, ROLE_BODY, S("Tất cả các tiêu chí đều đạt điểm tối đa."));
    }
    note_figures(c, p, r);
    make_sign(p, ask, body, true, &unit_body->full, 1, S("VT, SNV"));
    return OK;
}

static Err card_issuer(Ctx *c, const MakeAsk *ask, const Body *unit, Body *out)
{
    return ask->issuer.n ? body_load(c, ask->issuer, out) : body_top(c, unit, out);
}

Err make_report_card(Ctx *c, const MakeAsk *ask, Made *out)
{
    ScoreRun r;
    Body unit_body, body;
    size_t unit;

    TRY(load_unit(c, ask, &r, &unit, &unit_body, out));
    TRY(card_issuer(c, ask, &unit_body, &body));
    return card(c, ask, &r, unit, &unit_body, &body, out);
}

Err make_cards(Ctx *c, const MakeAsk *ask, Str *zip)
{
    ScoreRun r;
    ZipOut *z;

    TRY(access_need(c, &PERM_ISSUE_ALL, 0));
    TRY(load(c, ask, &r));
    z = zip_out_begin(c->arena);
    for (size_t i = 0; i < r.n_scored; i++) {
        size_t unit = r.order[i];
        Body unit_body, body;
        Made m = { 0 };
        Str bytes;
        Err e = body_load(c, r.in.units[unit].code, &unit_body);

        if (e == OK)
            e = card_issuer(c, ask, &unit_body, &body);
        if (e == OK)
            e = card(c, ask, &r, unit, &unit_body, &body, &m);
        if (e == OK)
            e = paper_docx(m.paper, &bytes, &c->answer);
        if (e != OK) {
            Str none;

            (void)zip_out_end(z, &none, &c->answer);    /* only to give its memory back */
            return e;
        }
        zip_out_add(z, str_z(c->arena, str_fmt(c->arena, "%.*s-%.*s.docx", SV(r.in.units[unit].code), SV(text_slug(c->arena, unit_body.name)))), bytes);
    }
    return zip_out_end(z, zip, &c->answer);
}

/* --- the review report --- */

static void field_chapter(Ctx *c, Paper *p, const ScoreRun *r, size_t unit, size_t field, const Losses *l, size_t no)
{
    const ScoreCell *k = cell(r, unit, field);
    size_t full = 0, leaves = 0, lost = 0;
    PaperPara *para;

    (void)paper_fmt(p, ROLE_CLAUSE, "%zu. %.*s", no, SV(r->nodes.v[field].name));
    para = paper_fmt(p, ROLE_BODY, "Đạt %.*s/%.*s điểm", SV(shown(c, r, signed_points(r, unit, field))), SV(exact(c, k->max)));
    if (k->max.v > 0)
        paper_run(p, para, str_fmt(c->arena, " (%.*s%%)", SV(percent(c, r, signed_points(r, unit, field), k->max))), false, false);
    if (k->rank)
        paper_run(p, para, str_fmt(c->arena, ", xếp thứ %d trong nhóm", k->rank), false, false);
    for (size_t i = 0; i < r->nodes.n; i++)
        if (is_leaf(r, i) && field_of(r, i) == field && cell(r, unit, i)->state != CELL_NA) {
            leaves++;
            full += cell(r, unit, i)->max.v > 0 && dec_cmp(cell(r, unit, i)->points, cell(r, unit, i)->max) >= 0;
        }
    for (size_t i = 0; i < l->n; i++)
        lost += field_of(r, l->v[i].node) == field;
    paper_run(p, para, str_fmt(c->arena, "; %zu/%zu tiêu chí đạt điểm tối đa.", full, leaves), false, false);
    if (lost)
        (void)paper_text(p, ROLE_BODY, S("Các tiêu chí chưa đạt điểm tối đa:"));
    for (size_t i = 0; i < l->n; i++)
        if (field_of(r, l->v[i].node) == field)
            (void)paper_fmt(p, ROLE_BODY, "- Tiêu chí %.*s “%.*s”: Đạt %.*s/%.*s điểm. Nguyên nhân: %.*s%s", SV(r->nodes.v[l->v[i].node].code),
                SV(r->nodes.v[l->v[i].node].name), SV(exact(c, score_shown(&r->nodes, l->v[i].points))), SV(exact(c, l->v[i].max)), SV(l->v[i].why),
                str_ends(l->v[i].why, S(".")) ? "" : ".");
}

static void merits(Ctx *c, Paper *p, const ScoreRun *r, size_t unit)
{
    bool any = false;

    (void)paper_text(p, ROLE_SECTION, S("I. KẾT QUẢ ĐẠT ĐƯỢC"));
    for (size_t i = 0; i < r->nodes.n; i++)
        if (r->nodes.v[i].parent < 0 && chart_level(signed_points(r, unit, i), cell(r, unit, i)->max) == 5) {
            any = true;
            (void)paper_fmt(p, ROLE_BODY, "- %.*s đạt %.*s%% số điểm tối đa.", SV(r->nodes.v[i].name),
                SV(percent(c, r, signed_points(r, unit, i), cell(r, unit, i)->max)));
        }
    if (!any)
        (void)paper_text(p, ROLE_BODY, S("Chưa có lĩnh vực nào đạt từ 95% số điểm tối đa trở lên."));
}

static void shortcomings(Ctx *c, Paper *p, const ScoreRun *r, size_t unit, const Losses *l)
{
    (void)paper_text(p, ROLE_SECTION, S("II. TỒN TẠI, HẠN CHẾ"));
    if (l->n == 0) {
        (void)paper_text(p, ROLE_BODY, S("Không có tiêu chí nào mất điểm."));
        return;
    }
    (void)paper_fmt(p, ROLE_BODY, "Còn %zu tiêu chí chưa đạt điểm tối đa, tổng số điểm mất là %.*s điểm. Các lĩnh vực mất điểm:", l->n,
        SV(shown(c, r, lost_points(l))));
    for (size_t i = 0; i < r->nodes.n; i++) {
        Dec lost = { 0 };
        size_t n = 0;

        for (size_t k = 0; k < l->n; k++)
            if (field_of(r, l->v[k].node) == i) {
                lost = dec_add(lost, l->v[k].lost);
                n++;
            }
        if (r->nodes.v[i].parent < 0 && n)
            (void)paper_fmt(p, ROLE_BODY, "- %.*s: mất %.*s điểm ở %zu tiêu chí.", SV(r->nodes.v[i].name), SV(shown(c, r, lost)), n);
    }
    (void)unit;
}

/* Duties by who appraises the criterion: the body that must be asked first. */
static void duties(Ctx *c, Paper *p, const ScoreRun *r, const Losses *l)
{
    (void)paper_text(p, ROLE_PART, S("C. NHIỆM VỤ TRỌNG TÂM NĂM SAU"));
    if (l->n == 0) {
        (void)paper_text(p, ROLE_BODY, S("Duy trì kết quả đã đạt được ở tất cả các tiêu chí."));
        return;
    }
    (void)paper_fmt(p, ROLE_BODY, "1. Khắc phục các tiêu chí mất điểm nêu tại Phụ lục kèm theo; mục tiêu lấy lại %.*s điểm đã mất.",
        SV(shown(c, r, lost_points(l))));
    (void)paper_fmt(p, ROLE_BODY, "2. Ưu tiên %zu tiêu chí mất nhiều điểm nhất:", l->n < 5 ? l->n : (size_t)5);
    for (size_t i = 0; i < l->n && i < 5; i++)
        (void)paper_fmt(p, ROLE_BODY, "- Tiêu chí %.*s “%.*s” (mất %.*s điểm).", SV(r->nodes.v[l->v[i].node].code), SV(r->nodes.v[l->v[i].node].name),
            SV(shown(c, r, l->v[i].lost)));
    (void)paper_text(p, ROLE_BODY, S("3. Phân công lãnh đạo, công chức phụ trách từng tiêu chí; cập nhật đầy đủ số liệu, tài liệu kiểm chứng đúng thời hạn."));
}

static void loss_appendix(Ctx *c, Paper *p, const ScoreRun *r, size_t unit, const Losses *l, Str cited)
{
    PaperTable *t;

    if (l->n == 0)
        return;
    paper_appendix(p, 0, S("Các tiêu chí chưa đạt điểm tối đa"), cited, true);
    t = paper_table(p, (const int[]){ 5, 7, 30, 8, 8, 8, 34 }, 7, 1);
    t->half_points = 22;
    static const char *const heads[] = { "TT", "Mã", "Tiêu chí", "Điểm tối đa", "Điểm đạt", "Điểm mất", "Nguyên nhân" };

    for (size_t i = 0; i < COUNT(heads); i++)
        (void)paper_head(t, str_of(heads[i]));
    for (size_t i = 0; i < l->n; i++) {
        const Loss *k = &l->v[i];

        (void)paper_centred(paper_cell(t, str_fmt(c->arena, "%zu", i + 1)));
        (void)paper_cell(t, r->nodes.v[k->node].code);
        (void)paper_cell(t, r->nodes.v[k->node].name);
        (void)paper_centred(paper_cell(t, exact(c, k->max)));
        (void)paper_centred(paper_cell(t, shown(c, r, k->points)));
        (void)paper_centred(paper_cell(t, shown(c, r, k->lost)));
        (void)paper_cell(t, k->why);
    }
    note_figures(c, p, r);
    (void)unit;
}

Err make_result_report(Ctx *c, const MakeAsk *ask, Made *out)
{
    ScoreRun r;
    Body body, top;
    Losses losses;
    Paper *p;
    size_t unit, no = 0, leaves = 0;
    bool approved;

    TRY(load_unit(c, ask, &r, &unit, &body, out));
    TRY(body_top(c, &body, &top));
    TRY(losses_of(c, &r, unit, &losses));
    for (size_t i = 0; i < r.nodes.n; i++)
        leaves += is_leaf(&r, i);
    p = make_begin(c, ask, &body, "Báo cáo", "BC",
        str_fmt(c->arena, "Kết quả rà soát, đánh giá Chỉ số cải cách hành chính năm %lld của %.*s", (long long)r.set.year, SV(body.full)), out);
    (void)paper_fmt(p, ROLE_TO, "Kính gửi: %.*s.", SV(top.full));
    if (r.set.basis.n)
        (void)paper_fmt(p, ROLE_BODY, "Căn cứ %.*s ban hành %.*s, %.*s báo cáo kết quả rà soát, đánh giá như sau:", SV(r.set.basis), SV(r.set.name), SV(body.full));
    TRY(approved_sections(c, p, &r, unit, S("review"), &approved));
    if (approved) {
        make_sign(p, ask, &body, true, &top.full, 1, S("VT"));
        loss_appendix(c, p, &r, unit, &losses, make_cited(c, ask, &body, out));
        return OK;
    }
    (void)paper_fmt(p, ROLE_PART, "A. KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM %lld", (long long)r.set.year);
    (void)paper_text(p, ROLE_SECTION, S("I. KẾT QUẢ CHUNG"));
    (void)paper_fmt(p, ROLE_BODY, "Bộ tiêu chí gồm %zu lĩnh vực, %zu tiêu chí chấm điểm, thang điểm %.*s.", fields(&r), leaves, SV(exact(c, r.set.scale)));
    (void)paper_fmt(p, ROLE_BODY, "Năm %lld, %.*s %.*s.", (long long)r.set.year, SV(body.full), SV(standing(c, &r, unit)));
    note_figures(c, p, &r);
    (void)paper_text(p, ROLE_SECTION, S("II. KẾT QUẢ TỪNG LĨNH VỰC"));
    for (size_t i = 0; i < r.nodes.n; i++)
        if (r.nodes.v[i].parent < 0)
            field_chapter(c, p, &r, unit, i, &losses, ++no);
    (void)paper_text(p, ROLE_PART, S("B. ĐÁNH GIÁ CHUNG"));
    merits(c, p, &r, unit);
    shortcomings(c, p, &r, unit, &losses);
    duties(c, p, &r, &losses);
    (void)paper_fmt(p, ROLE_BODY, "Trên đây là báo cáo của %.*s./.", SV(body.full));
    make_sign(p, ask, &body, true, &top.full, 1, S("VT"));
    loss_appendix(c, p, &r, unit, &losses, make_cited(c, ask, &body, out));
    return OK;
}

/* --- the remedy plan: what is lost, why, and what gives it back --- */

static void remedy_table(Ctx *c, Paper *p, const ScoreRun *r, size_t unit, const Losses *l)
{
    static const char *const heads[] = { "TT", "Lĩnh vực", "Mã", "Nội dung hạn chế", "Giải pháp khắc phục", "Cơ quan chủ trì", "Cơ quan phối hợp",
        "Thời gian hoàn thành" };
    PaperTable *t = paper_table(p, (const int[]){ 4, 14, 6, 26, 22, 11, 10, 9 }, COUNT(heads), 1);
    size_t field_no = 0;

    t->half_points = 22;
    for (size_t i = 0; i < COUNT(heads); i++)
        (void)paper_head(t, str_of(heads[i]));
    for (size_t f = 0; f < r->nodes.n; f++) {
        int rows = 0;
        bool first = true;

        for (size_t i = 0; i < l->n; i++)
            rows += field_of(r, l->v[i].node) == f;
        for (size_t i = 0; i < l->n; i++) {
            const Loss *k = &l->v[i];

            if (field_of(r, k->node) != f)
                continue;
            if (first) {
                (void)paper_centred(paper_span(t, roman_print(c->arena, (int)++field_no), rows, 1));
                (void)paper_bold(paper_span(t, r->nodes.v[f].name, rows, 1));
                first = false;
            }
            (void)paper_cell(t, r->nodes.v[k->node].code);
            (void)paper_cell(t, str_fmt(c->arena, "%.*s: đạt %.*s/%.*s điểm. %.*s", SV(r->nodes.v[k->node].name),
                SV(exact(c, score_shown(&r->nodes, k->points))), SV(exact(c, k->max)), SV(k->why)));
            (void)paper_cell(t, what_to_do(c, r, unit, k));
            (void)paper_cell(t, r->in.units[unit].name);
            (void)paper_cell(t, r->criteria.v[k->node].assessor);
            (void)paper_cell(t, str_fmt(c->arena, "Năm %lld", (long long)r->set.year + 1));
        }
    }
    note_figures(c, p, r);
}

Err make_remedy_plan(Ctx *c, const MakeAsk *ask, Made *out)
{
    ScoreRun r;
    Body body, top;
    Losses losses;
    Paper *p;
    size_t unit;
    bool approved;

    TRY(load_unit(c, ask, &r, &unit, &body, out));
    TRY(body_top(c, &body, &top));
    TRY(losses_of(c, &r, unit, &losses));
    if (losses.n == 0)
        return fail(c, E_STATE, T("%.*s không mất điểm ở tiêu chí nào của bộ %.*s năm %lld; không có gì để khắc phục."), SV(body.name), SV(ask->set),
            (long long)ask->year);
    p = make_begin(c, ask, &body, "Kế hoạch", "KH",
        str_fmt(c->arena, "Khắc phục hạn chế và cải thiện Chỉ số cải cách hành chính sau kết quả năm %lld", (long long)r.set.year), out);
    if (r.set.basis.n)
        (void)paper_fmt(p, ROLE_BODY, "Căn cứ %.*s ban hành %.*s và kết quả chấm điểm năm %lld, %.*s ban hành Kế hoạch khắc phục hạn chế như sau:",
            SV(r.set.basis), SV(r.set.name), (long long)r.set.year, SV(body.full));
    TRY(approved_sections(c, p, &r, unit, S("plan"), &approved));
    if (approved) {
        make_sign(p, ask, &body, true, &top.full, 1, S("VT"));
        paper_appendix(p, 0, S("Nhiệm vụ, giải pháp khắc phục"), make_cited(c, ask, &body, out), true);
        return remedies_appendix(c, p, &r, unit);
    }
    (void)paper_text(p, ROLE_SECTION, S("I. MỤC ĐÍCH, YÊU CẦU"));
    (void)paper_fmt(p, ROLE_BODY, "1. Khắc phục %zu tiêu chí chưa đạt điểm tối đa, lấy lại %.*s điểm đã mất trong năm %lld.", losses.n,
        SV(shown(c, &r, lost_points(&losses))), (long long)r.set.year);
    (void)paper_text(p, ROLE_BODY, S("2. Mỗi tiêu chí có nguyên nhân, giải pháp, cơ quan chủ trì, thời hạn và sản phẩm kiểm chứng; người đứng đầu chịu trách nhiệm về kết quả."));
    (void)paper_text(p, ROLE_SECTION, S("II. THỰC TRẠNG"));
    (void)paper_fmt(p, ROLE_BODY, "Năm %lld, %.*s %.*s.", (long long)r.set.year, SV(body.full), SV(standing(c, &r, unit)));
    (void)paper_text(p, ROLE_SECTION, S("III. NHIỆM VỤ, GIẢI PHÁP"));
    (void)paper_text(p, ROLE_BODY, S("Nhiệm vụ, giải pháp khắc phục từng tiêu chí nêu tại Phụ lục kèm theo Kế hoạch này."));
    (void)paper_text(p, ROLE_SECTION, S("IV. TỔ CHỨC THỰC HIỆN"));
    (void)paper_fmt(p, ROLE_BODY, "Các cơ quan, đơn vị được giao chủ trì tổ chức thực hiện, báo cáo kết quả về %.*s theo định kỳ; vướng mắc phát sinh thì báo cáo kịp thời để xem xét, giải quyết./.",
        SV(body.full));
    make_sign(p, ask, &body, true, &top.full, 1, S("VT"));
    paper_appendix(p, 0, S("Nhiệm vụ, giải pháp khắc phục"), make_cited(c, ask, &body, out), true);
    remedy_table(c, p, &r, unit, &losses);
    return OK;
}
