#include "assess/assess.h"

#include "assess/own.h"
#include "base/map.h"
#include "core/audit.h"
#include "core/setting.h"
#include "core_sql.h"

Err sheet_find(Ctx *c, int64_t round_id, Str unit_code, SheetRow *out)
{
    RoundRow r;
    bool any;

    TRY(q_sheet_of_unit(c, out, &any, .round_id = round_id, .unit_code = unit_code));
    if (any)
        return access_need(c, &PERM_SHEET_VIEW, out->unit_id);
    TRY(q_round_get(c, &r, .id = round_id));
    return fail(c, E_NOT_FOUND, T("Đơn vị “%.*s” không có phiếu trong đợt %.*s năm %lld."), SV(unit_code), SV(r.code), (long long)r.year);
}

/* The unit reads what the appraisers and the council gave when the round has passed on, not while they work. */
static bool shown_to_unit(Phase phase, Stage stage)
{
    static const Phase from[N_STAGES] = {
        [STAGE_APPRAISAL] = PH_EXPLANATION, [STAGE_SECOND] = PH_COUNCIL, [STAGE_COUNCIL] = PH_PROVISIONAL,
        [STAGE_APPEAL] = PH_APPROVED, [STAGE_CORRECTION] = PH_PUBLISHED, [STAGE_BLIND] = PH_PUBLISHED,
    };

    return phase >= from[stage] && (stage != STAGE_CORRECTION || phase == PH_PUBLISHED);
}

static Err sees_all(Ctx *c, int64_t unit_id, bool *out)
{
    static const Perm runs = { "runs", T("Điều hành"), ROLE_COORDINATOR };
    static const Perm appraises = { "appraises", T("Thẩm định"), ROLE_APPRAISER | ROLE_COUNCIL };
    bool inside;

    TRY(access_can(c, &runs, unit_id, out));
    if (*out)
        return OK;
    TRY(access_can(c, &appraises, unit_id, out));
    TRY(assess_insider(c, unit_id, &inside));
    *out = *out && !inside;
    return OK;
}

/* Before the appraisal is over the two readers of a sample do not see each other's points. */
static Err blinded(Ctx *c, const RoundRow *r, bool *reader, bool *runs)
{
    AppraiserTaskRows tasks;

    *reader = false;
    TRY(access_can(c, &PERM_ROUND_RUN, 0, runs));
    if (*runs || phase_of(r->phase) >= PH_EXPLANATION)
        return OK;
    TRY(q_appraiser_tasks_of(c, &tasks, .round_id = r->id, .person_id = c->user_id));
    *reader = tasks.n > 0;
    for (size_t i = 0; i < tasks.n; i++)
        *reader &= tasks.v[i].blind;
    return OK;
}

static bool differs(const StageRow *a, const StageRow *b)
{
    if (!a->given || !b->given)
        return false;
    return a->points.has != b->points.has || (a->points.has ? a->points.d.v != b->points.d.v : !str_eq(a->value, b->value));
}

static void sum_up(SheetData *d, Leaf *l)
{
    if (!l->self)
        return;
    d->leaves++;
    l->disputed = differs(&l->stage[STAGE_SELF], &l->stage[STAGE_APPRAISAL]);
    d->disputed += l->disputed;
    d->scored += l->stage[STAGE_SELF].given;
    for (Stage s = 0; s < N_STAGES; s++)
        if (stage_rules[s].counts && l->stage[s].given) {
            l->last = s;
            l->has_last = true;
        }
    if (l->stage[STAGE_SELF].points.has)
        d->self_points = dec_add(d->self_points, l->stage[STAGE_SELF].points.d);
    if (l->has_last && l->stage[l->last].points.has)
        d->last_points = dec_add(d->last_points, l->stage[l->last].points.d);
}

static Err load_tree(Ctx *c, SheetData *d, Map *at)
{
    CriterionRows all;
    int64_t parent;

    TRY(q_criterion_list(c, &all, .set_id = d->round.set_id));
    for (size_t i = 0; i < all.n; i++) {
        Leaf *l = vec_add(c->arena, &d->nodes);
        CriterionRow *k = &all.v[i];

        *l = (Leaf){ .k = *k, .assessor = assessor_of(&all, k), .self = !k->children && str_eq(k->source, S("self")), .depth = 1 };
        if (k->parent_code.n && map_get(at, k->parent_code, &parent))
            l->depth = d->nodes.v[parent].depth + 1;
        (void)map_add(at, k->code, (int64_t)i);             /* codes are unique in a set */
    }
    return OK;
}

static Err load_stages(Ctx *c, SheetData *d)
{
    StageRows rows;
    Map by_id = { .arena = c->arena };
    bool all, reader, runs;

    TRY(sees_all(c, d->sheet.unit_id, &all));
    TRY(blinded(c, &d->round, &reader, &runs));
    for (size_t i = 0; i < d->nodes.n; i++)
        (void)map_add(&by_id, str_fmt(c->arena, "%lld", (long long)d->nodes.v[i].k.id), (int64_t)i);    /* ids are unique */
    TRY(q_stages_of_sheet(c, &rows, .sheet_id = d->sheet.id));
    for (size_t i = 0; i < rows.n; i++) {
        int64_t at;
        Stage stage;

        if (map_get(&by_id, str_fmt(c->arena, "%lld", (long long)rows.v[i].criterion_id), &at) && stage_parse(&stage, rows.v[i].stage)
            && (all || shown_to_unit(phase_of(d->round.phase), stage)) && !(reader && stage == STAGE_APPRAISAL)
            && !(stage == STAGE_BLIND && !reader && !runs && phase_of(d->round.phase) < PH_EXPLANATION))
            d->nodes.v[at].stage[stage] = rows.v[i];
    }
    return OK;
}

Err sheet_load(Ctx *c, int64_t sheet_id, SheetData *out)
{
    Map at = { .arena = c->arena };
    FactRows facts;
    int64_t k;

    *out = (SheetData){ 0 };
    TRY(q_sheet_get(c, &out->sheet, .id = sheet_id));
    TRY(access_need(c, &PERM_SHEET_VIEW, out->sheet.unit_id));
    TRY(q_round_get(c, &out->round, .id = out->sheet.round_id));
    if (!out->round.set_id)
        return OK;
    TRY(load_tree(c, out, &at));
    TRY(load_stages(c, out));
    TRY(q_fact_of_unit(c, &facts, .unit_id = out->sheet.unit_id, .period = str_fmt(c->arena, "%lld", (long long)out->round.year)));
    for (size_t i = 0; i < facts.n; i++)
        if (map_get(&at, facts.v[i].code, &k)) {
            out->nodes.v[k].fact = facts.v[i].value;
            out->nodes.v[k].fact_source = facts.v[i].source;
        }
    TRY(sheet_evidence(c, out));
    for (size_t i = 0; i < out->nodes.n; i++)
        sum_up(out, &out->nodes.v[i]);
    return OK;
}

/* ---- before sending ---- */

static Err blocks(Ctx *c, const char *kind, bool *block, bool *off)
{
    Str how;

    TRY(setting_get(c, str_z(c->arena, str_fmt(c->arena, "assess.check_%s", kind)), &how));
    *block = str_eq(how, S("block"));
    *off = str_eq(how, S("off"));
    return OK;
}

static Err concern(Ctx *c, Concerns *out, const Leaf *l, const char *kind, Str text)
{
    bool block, off;

    TRY(blocks(c, kind, &block, &off));
    if (!off)
        *vec_add(c->arena, out) = (Concern){ .code = l->k.code, .name = l->k.name, .criterion_id = l->k.id, .kind = kind, .text = text,
            .blocks = block };
    return OK;
}

static Err leaf_concerns(Ctx *c, const Leaf *l, Concerns *out)
{
    const StageRow *s = &l->stage[STAGE_SELF];
    Lang lang = c->answer.lang;

    if (!s->given)
        return concern(c, out, l, "unscored", str_of(tr(lang, T("chưa tự chấm."))));
    if (s->points.has && s->points.d.v > 0 && !l->evidence)
        TRY(concern(c, out, l, "no_evidence", str_of(tr(lang, T("có điểm nhưng chưa gắn tài liệu kiểm chứng.")))));
    if (s->points.has && dec_cmp(s->points.d, l->k.max_points) < 0 && !s->reason.n)
        TRY(concern(c, out, l, "no_reason", str_of(tr(lang, T("chưa đạt điểm tối đa nhưng chưa ghi giải thích.")))));
    if (l->fact.n && s->value.n && !str_eq(l->fact, s->value))
        TRY(concern(c, out, l, "contradicts", str_fmt(c->arena, tr(lang, T("số liệu tự chấm “%.*s” khác số liệu đã có “%.*s” (%.*s).")),
            SV(s->value), SV(l->fact), SV(l->fact_source))));
    return OK;
}

Err sheet_concerns(Ctx *c, const SheetData *d, Concerns *out)
{
    *out = (Concerns){ 0 };
    for (size_t i = 0; i < d->nodes.n; i++)
        if (d->nodes.v[i].self)
            TRY(leaf_concerns(c, &d->nodes.v[i], out));
    return OK;
}

/* ---- talk ---- */

Err sheet_comment(Ctx *c, int64_t sheet_id, int64_t criterion_id, int64_t reply_to, Str text, int64_t *id)
{
    SheetCommentAddRow row;
    CommentRow first;
    CriterionRow k;
    SheetRow s;

    TRY(q_sheet_get(c, &s, .id = sheet_id));
    TRY(access_need(c, &PERM_SHEET_VIEW, s.unit_id));
    TRY(q_criterion_get(c, &k, .id = criterion_id));
    text = str_trim(text);
    if (!text.n || text.n > 8000)
        return fail_field(c, "text", T("Hãy ghi ý kiến, dài nhất khoảng 4000 chữ."));
    if (reply_to) {
        TRY(q_sheet_comment_get(c, &first, .id = reply_to));
        if (first.sheet_id != sheet_id || first.criterion_id != criterion_id)
            return fail(c, E_INVALID, T("Ý kiến được trả lời không thuộc tiêu chí này; hãy tải lại trang."));
        reply_to = first.thread;
    }
    TRY(q_sheet_comment_add(c, &row, .sheet_id = sheet_id, .criterion_id = criterion_id, .reply_to = reply_to, .text = text, .at = c->now,
        .who = by_whom(c), .name = c->user_name.n ? c->user_name : by_whom(c)));
    *id = row.id;
    return audit_add(c, "sheet.comment", str_fmt(c->arena, "%.*s %.*s", SV(s.unit_code), SV(k.code)), S(""));
}

Err sheet_comment_done(Ctx *c, int64_t id)
{
    CommentRow first;
    SheetRow s;

    TRY(q_sheet_comment_get(c, &first, .id = id));
    TRY(q_sheet_get(c, &s, .id = first.sheet_id));
    TRY(access_need(c, &PERM_SHEET_VIEW, s.unit_id));
    TRY(q_sheet_comment_resolve(c, .id = first.thread, .at = c->now, .who = by_whom(c)));
    return audit_add(c, "sheet.comment_done", s.unit_code, S(""));
}
