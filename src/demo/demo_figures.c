/* Three years of figures: each unit has a quality that drifts, strong and weak fields, and good and bad luck. */
#include "base/map.h"
#include "demo/demo.h"
#include "demo/demo_leaf.h"
#include "demo/draw.h"
#include "org/org.h"
#include "score/facts.h"

/* Why an appraiser takes points off. */
static const char *const reasons[] = {
    "Tài liệu kiểm chứng chưa có ngày ban hành.",
    "Báo cáo thiếu số liệu của hai phòng chuyên môn.",
    "Chưa nêu rõ người chịu trách nhiệm của từng việc.",
    "Nội dung trùng với năm trước, không cập nhật.",
    "Văn bản gửi kèm chưa có chữ ký số.",
    "Chưa có tài liệu chứng minh cho quý III.",
    "Số liệu trong báo cáo không khớp với hệ thống một cửa.",
    "Phân công còn chung chung, một việc hai người chủ trì.",
    "Không có kết quả cụ thể, chỉ nêu chủ trương.",
    "Phụ lục thiếu cột thời hạn hoàn thành.",
    "Gửi tài liệu sau hạn nộp hai ngày.",
    "Chưa đánh giá nguyên nhân của việc chậm.",
    "Đường dẫn minh chứng không mở được.",
    "Quyết định ủy quyền hết hiệu lực giữa năm, chưa thay thế.",
    "Chỉ thực hiện ở một số bộ phận, chưa triển khai toàn đơn vị.",
    "Mẫu biểu dùng theo hướng dẫn cũ.",
    "Chưa lấy ý kiến của đơn vị trực thuộc.",
    "Danh sách kèm theo không có tổng hợp.",
    "Một phần nhiệm vụ chuyển sang năm sau mà không báo cáo.",
    "Chưa công khai trên trang thông tin của đơn vị.",
    "Ảnh minh chứng không thể hiện thời gian, địa điểm.",
    "Kết quả tự kiểm tra không có kiến nghị xử lý.",
    "Thuyết minh dài nhưng không trả lời đúng yêu cầu của tiêu chí.",
    "Chưa khắc phục tồn tại đã nêu ở kỳ thẩm định trước.",
    "Số liệu mới tính đến hết tháng 10.",
};

typedef VEC(Leaf) Leaves;

typedef struct Making {
    Ctx *c;
    const DemoSet *set;
    Str year;
    Leaves leaves;
    Map codes;                  /* of the criteria */
    UnitRows units;             /* as they stood on the last day of the year */
    Buf facts, points;          /* tables under way; the sign between cells is a semicolon */
} Making;

static int within(int v, int low, int high)
{
    return v < low ? low : v > high ? high : v;
}

/* The share of points this unit would win, in thousandths. `key` is the unit's code, or the code of its twin. */
static int quality(const Making *m, Str key, const Leaf *l)
{
    int years = m->set->year - 2024;
    int q = 868 + draw_spread(DRAW(key, S("base")), 170) + years * (9 + draw_spread(DRAW(key, S("trend")), 80))
        + draw_spread(DRAW(key, m->year, S("year")), 50) + draw_spread(DRAW(key, l->field, S("field")), 90);

    if (str_eq(l->row->source, S("survey")))                /* opinions are closer together than figures */
        return within(835 + (q - 868) / 2 + draw_spread(DRAW(l->row->code, m->year, S("survey")), 60)
            + draw_spread(DRAW(key, l->row->code, m->year), 60), 620, 985);
    return within(within(q, 0, 950) + draw_spread(DRAW(l->row->code, l->row->name, S("hard")), 130) + draw_spread(DRAW(key, l->row->code, m->year), 160),
        0, 1000);
}

static void put_fact(Making *m, Str unit, Str code, Str value)
{
    if (value.n)
        buf_fmt(&m->facts, "%.*s;%.*s;%.*s;%.*s\n", SV(unit), SV(m->year), SV(code), SV(value));
}

static void put_below(Making *m, const UnitRow *u, const Leaf *l, int share)
{
    for (size_t i = 0; i < m->units.n; i++) {
        UnitRow *sub = &m->units.v[i];
        uint64_t key = DRAW(sub->code, l->row->code, m->year);
        int own = within(share + draw_spread(key, 150), 300, 1000);

        if (sub->parent_id != u->id)
            continue;
        if (l->percent)
            put_fact(m, sub->code, l->facts.v[0], str_fmt(m->c->arena, "%d,%d%%", own / 10, own % 10));
        else
            put_fact(m, sub->code, l->facts.v[0], (int)draw_below(key, 1000) < share - 250 ? S("có") : S("không"));
    }
}

static void put_named(Making *m, Str unit, Str key, const Leaf *l, int share)
{
    int64_t at;

    for (size_t i = 0; i < l->facts.n; i++)
        if (!map_get(&m->codes, l->facts.v[i], &at))
            put_fact(m, unit, l->facts.v[i],
                (int)draw_below(DRAW(key, l->facts.v[i], m->year), 1000) < 750 + share / 4 ? S("đúng hạn") : S("trễ hạn"));
}

static void put_points(Making *m, Str unit, const Leaf *l, int share, uint64_t key)
{
    Dec points = leaf_points(l, share, key);
    bool lost = dec_cmp(points, l->row->max_points) < 0;

    buf_fmt(&m->points, "%.*s;%.*s;%.*s;%s\n", SV(unit), SV(l->row->code), SV(dec_exact(m->c->arena, points, NUM_VI)),
        lost ? reasons[draw_below(key + 3, COUNT(reasons))] : "");
}

/* Prizes are rare and go to the good; blame is rarer. */
static Str prize(Making *m, Str key, const Leaf *l, bool blame)
{
    uint64_t draw = DRAW(key, l->row->code, m->year);
    int luck = (int)draw_below(draw, 1000) + (blame ? 0 : draw_spread(DRAW(key, S("base")), 170) * 2);
    int n = blame ? (luck > 900) + (luck > 975) : (luck > 700) + (luck > 880) + (luck > 960);

    return str_fmt(m->c->arena, "%d", n);
}

/* Bodies of the central government have no sub-units, mergers and own funds here. */
static bool not_applicable(const UnitRow *u, const Leaf *l, uint64_t key)
{
    if (str_eq(u->kind, S("vertical")) && str_eq(l->row->na_policy, S("out")))
        return true;
    return str_eq(l->row->source, S("self")) && dec_cmp(l->row->max_points, DEC(1)) <= 0 && draw_below(key + 4, 1000) < 5;
}

static void put_leaf(Making *m, const UnitRow *u, Str key_of, const Leaf *l)
{
    uint64_t key = DRAW(key_of, l->row->code, m->year, S("figure"));
    bool bonus = str_eq(l->row->source, S("bonus")), penalty = str_eq(l->row->source, S("penalty"));
    int share = quality(m, key_of, l);

    if (bonus || penalty)
        put_fact(m, u->code, l->row->code, prize(m, key_of, l, penalty));
    else if (l->kind == FIG_DERIVED)
        return;
    else if (not_applicable(u, l, key))
        buf_fmt(&m->points, "%.*s;%.*s;không áp dụng;\n", SV(u->code), SV(l->row->code));
    else if (str_eq(l->row->source, S("self")) && draw_below(key + 5, 1000) < 3)
        return;                                             /* nobody sent this figure */
    else if (l->kind == FIG_DIRECT)
        put_points(m, u->code, l, share, key);
    else if (l->kind == FIG_BELOW)
        put_below(m, u, l, share);
    else if (l->kind == FIG_NAMED)
        put_named(m, u->code, key_of, l, share);
    else if (str_eq(l->row->source, S("survey")))
        put_fact(m, u->code, l->row->code, str_fmt(m->c->arena, "%d,%d%u%%", share / 10, share % 10, draw_below(key, 10)));
    else
        put_fact(m, u->code, l->row->code, leaf_figure(m->c->arena, l, share, key));
}

static bool scored(const Making *m, const UnitRow *u)
{
    Str rest = str_of(m->set->kinds), one;

    while (rest.n) {
        (void)str_cut(rest, S(" "), &one, &rest);           /* the last kind has no blank behind it */
        if (str_eq(one, u->kind))
            return true;
    }
    return false;
}

/*
 * Some communes have a twin with the very same figures, so that shared ranks can be seen: of the communes in order,
 * the 21st and 22nd, and the 61st to 63rd where they are in one group.
 */
static void put_units(Making *m)
{
    bool communes = str_eq(str_of(m->set->code), S("XA"));
    const UnitRow *twin = NULL;
    size_t n = 0;

    for (size_t i = 0; i < m->units.n; i++) {
        const UnitRow *u = &m->units.v[i], *as = u;

        if (!scored(m, u))
            continue;
        n++;
        if (n == 21 || n == 61)
            twin = u;
        if (communes && (n == 22 || n == 62 || n == 63) && str_eq(twin->rank_group, u->rank_group))
            as = twin;
        for (size_t k = 0; k < m->leaves.n; k++)
            put_leaf(m, u, as->code, &m->leaves.v[k]);
    }
}

static Err plan_leaves(Making *m, int64_t set_id)
{
    CriterionRows rows;

    TRY(q_criterion_list(m->c, &rows, .set_id = set_id));
    m->codes = (Map){ .arena = m->c->arena };
    for (size_t i = 0; i < rows.n; i++)
        (void)map_add(&m->codes, rows.v[i].code, (int64_t)i);       /* codes are unique in a set */
    for (size_t i = 0; i < rows.n; i++)
        if (!rows.v[i].children)
            TRY(leaf_plan(vec_add(m->c->arena, &m->leaves), m->c, &rows.v[i], m->set->year, &m->codes));
    return OK;
}

static Err bring_in(Making *m, int64_t set_id)
{
    Ctx *c = m->c;
    Table t;
    FactReport rep;

    TRY(table_read(&t, c->arena, str_fmt(c->arena, "so-lieu-%s-%d.csv", m->set->code, m->set->year), buf_str(&m->facts), NULL, &c->answer));
    TRY(fact_import(c, &t, &rep));
    if (buf_str(&m->points).n == 0)
        return OK;
    TRY(table_read(&t, c->arena, str_fmt(c->arena, "tham-dinh-%s-%d.csv", m->set->code, m->set->year), buf_str(&m->points), NULL, &c->answer));
    return score_import(c, &t, set_id, &rep);
}

static Err one_set(Ctx *c, const DemoSet *s)
{
    Making m = { .c = c, .set = s, .year = str_fmt(c->arena, "%d", s->year), .facts = { .arena = c->arena }, .points = { .arena = c->arena } };
    CriteriaSetRow set;
    Date end;

    (void)date_make(&end, s->year, 12, 31);                 /* every year has this day */
    TRY(criteria_set_find(c, str_of(s->code), s->year, &set));
    TRY(org_list(c, &(UnitFilter){ .on = end }, &m.units));
    TRY(plan_leaves(&m, set.id));
    buf_lit(&m.facts, "unit;year;fact;value\n");
    buf_lit(&m.points, "unit;criterion;points;reason\n");
    put_units(&m);
    return bring_in(&m, set.id);
}

Err demo_figures(Ctx *c)
{
    for (const DemoSet *s = demo_sets; s->file; s++)
        TRY(one_set(c, s));
    return OK;
}
