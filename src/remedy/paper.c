#include "remedy/paper.h"

#include "core/audit.h"
#include "score/look.h"

const Perm PERM_REMEDY_APPROVE = { "remedy.approve", T("Duyệt kế hoạch khắc phục và báo cáo kết quả"), ROLE_COORDINATOR | ROLE_HEAD };

/* What the words are made from. */
typedef struct Facts {
    Ctx *c;
    const ScoreRun *r;
    size_t unit;
    int64_t unit_id;
    LostRows lost;
    LostByFieldRows fields;
    LostByCauseRows causes;
    RemedyRows remedies;        /* of the year after */
    Promises promises;
    Outcomes before;            /* of the losses of the year before */
    Dec total;
} Facts;

static Err load(Ctx *c, const ScoreRun *r, size_t unit, Facts *f)
{
    CriteriaSetRow last;
    bool any;

    *f = (Facts){ .c = c, .r = r, .unit = unit, .unit_id = r->unit_ids[unit] };
    TRY(q_lost_list(c, &f->lost, .set_id = r->set.id, .unit_id = f->unit_id));
    TRY(q_lost_by_field(c, &f->fields, .set_id = r->set.id, .unit_id = f->unit_id));
    TRY(q_lost_by_cause(c, &f->causes, .set_id = r->set.id, .unit_id = f->unit_id));
    TRY(q_remedy_list(c, &f->remedies, .unit_id = f->unit_id, .set_id = r->set.id, .today = c->today));
    TRY(remedy_promises(c, r, &f->promises));
    TRY(q_criteria_set_by_code(c, &last, &any, .code = r->set.code, .year = r->set.year - 1));
    if (any)
        TRY(remedy_outcomes(c, last.id, f->unit_id, &f->before));
    for (size_t i = 0; i < f->lost.n; i++)
        f->total = dec_add(f->total, f->lost.v[i].lost);
    return OK;
}

static Str num(const Facts *f, Dec d)
{
    return score_points(f->c->arena, f->r, d, NUM_VI);
}

static Str field_name(const Facts *f, Str code)
{
    for (size_t k = 0; k < f->r->nodes.n; k++)
        if (str_eq(f->r->nodes.v[k].code, code))
            return f->r->nodes.v[k].name;
    return code;
}

/* ---- the parts */

static Str standing(const Facts *f)
{
    const UnitResult *u = &f->r->sheet->units[f->unit];
    const ScoreUnit *su = &f->r->in.units[f->unit];
    Buf b = { .arena = f->c->arena };

    buf_fmt(&b, "Năm %lld, %.*s đạt %.*s/%.*s điểm, Chỉ số %.*s%%", (long long)f->r->set.year, SV(su->name), SV(num(f, u->points)),
        SV(dec_exact(f->c->arena, u->max, NUM_VI)), SV(score_percent(f->c->arena, f->r, u->points, u->max, NUM_VI)));
    if (u->rank)
        buf_fmt(&b, ", xếp hạng %d trong %zu đơn vị nhóm %.*s", u->rank, f->r->sheet->groups[su->group].n, SV(f->r->groups[su->group]));
    if (f->r->grades[f->unit].n)
        buf_fmt(&b, ", xếp loại %.*s", SV(f->r->grades[f->unit]));
    buf_fmt(&b, ".\nĐơn vị bị trừ %.*s điểm ở %zu tiêu chí.", SV(num(f, f->total)), f->lost.n);
    return buf_str(&b);
}

static Str by_field(const Facts *f)
{
    Buf b = { .arena = f->c->arena };

    for (size_t i = 0; i < f->fields.n; i++) {
        const LostByFieldRow *k = &f->fields.v[i];
        size_t n = 0;

        buf_fmt(&b, "%sLĩnh vực %.*s. %.*s: mất %.*s điểm ở %lld tiêu chí:", i ? "\n" : "", SV(k->field), SV(field_name(f, k->field)), SV(num(f, k->lost)),
            (long long)k->losses);
        for (size_t l = 0; l < f->lost.n; l++) {
            Str code = f->lost.v[l].code;

            if (str_eq(code, k->field) || (str_starts(code, k->field) && code.p[k->field.n] == '.'))
                buf_fmt(&b, "%s [%.*s] mất %.*s", n++ ? ";" : "", SV(code), SV(num(f, f->lost.v[l].lost)));
        }
        buf_ch(&b, '.');
    }
    return buf_str(&b);
}

static Str causes(const Facts *f)
{
    Buf b = { .arena = f->c->arena };
    size_t recurring = 0;

    for (size_t i = 0; i < f->causes.n; i++) {
        const LostByCauseRow *k = &f->causes.v[i];

        if (k->code.n)
            buf_fmt(&b, "%.*s: %lld tiêu chí, %.*s điểm.\n", SV(k->name), (long long)k->losses, SV(num(f, k->lost)));
        else
            buf_fmt(&b, "Chưa xác định nguyên nhân: %lld tiêu chí, %.*s điểm.\n", (long long)k->losses, SV(num(f, k->lost)));
    }
    for (size_t i = 0; i < f->lost.n; i++)
        recurring += f->lost.v[i].years > 1;
    if (recurring)
        buf_fmt(&b, "Có %zu tiêu chí mất điểm lặp lại từ năm trước:", recurring);
    for (size_t i = 0, n = 0; i < f->lost.n; i++)
        if (f->lost.v[i].years > 1)
            buf_fmt(&b, "%s [%.*s] (%lld năm)", n++ ? "," : "", SV(f->lost.v[i].code), (long long)f->lost.v[i].years);
    if (recurring)
        buf_ch(&b, '.');
    return str_trim(buf_str(&b));
}

static Str aims(const Facts *f)
{
    Buf b = { .arena = f->c->arena };

    for (size_t i = 0; i < f->promises.n; i++) {
        const Promise *p = &f->promises.v[i];

        if (p->unit != f->unit)
            continue;
        buf_fmt(&b, "Lấy lại %.*s điểm trong %.*s điểm đã mất, đưa Chỉ số lên %.*s%%.", SV(num(f, p->points)), SV(num(f, f->total)), SV(num(f, p->percent)));
        if (p->rank_now)
            buf_fmt(&b, "\nNếu các đơn vị khác giữ nguyên, thứ hạng sẽ từ %d lên %d.", p->rank_now, p->rank_then);
    }
    if (!b.n)
        buf_fmt(&b, "Chưa có giải pháp nào được lập cho %zu tiêu chí mất điểm.", f->lost.n);
    return buf_str(&b);
}

static Str measures(const Facts *f)
{
    Buf b = { .arena = f->c->arena };

    for (size_t i = 0; i < f->remedies.n; i++) {
        const RemedyRow *m = &f->remedies.v[i];

        buf_fmt(&b, "%s%zu. ", i ? "\n" : "", i + 1);
        if (m->codes_first.n)
            buf_fmt(&b, "[%.*s] ", SV(m->codes_first));
        buf_fmt(&b, "%.*s (%.*s điểm). Nguyên nhân: %.*s. Chủ trì: %.*s", SV(m->measure), SV(num(f, m->stake)), SV(m->cause), SV(m->lead));
        if (m->support.n)
            buf_fmt(&b, "; phối hợp: %.*s", SV(m->support));
        buf_fmt(&b, "; thời gian: %.*s", SV(m->deadline));
        if (m->product.n)
            buf_fmt(&b, "; sản phẩm: %.*s", SV(m->product));
        buf_ch(&b, '.');
    }
    if (!f->remedies.n)
        buf_lit(&b, "Chưa lập giải pháp nào.");
    return buf_str(&b);
}

static Str organise(const Facts *f)
{
    return str_fmt(f->c->arena, "Các bộ phận được giao chủ trì thực hiện đúng thời hạn, báo cáo kết quả từng quý.\n"
        "%.*s theo dõi, đôn đốc, tổng hợp và báo cáo cơ quan thường trực; vướng mắc được báo cáo kịp thời để giải quyết.", SV(f->r->in.units[f->unit].name));
}

static Str last_year(const Facts *f)
{
    static const struct { const char *state, *words; } states[] = {
        { "recovered", "đã lấy lại đủ" }, { "partly", "lấy lại một phần" }, { "again", "tiếp tục mất" },
    };
    Buf b = { .arena = f->c->arena };

    for (size_t s = 0; s < COUNT(states); s++) {
        size_t n = 0;

        for (size_t i = 0; i < f->before.n; i++)
            n += str_eq(f->before.v[i].state, str_of(states[s].state));
        if (!n)
            continue;
        buf_fmt(&b, "%s%zu tiêu chí %s:", b.n ? "\n" : "", n, states[s].words);
        for (size_t i = 0, done = 0; i < f->before.n; i++)
            if (str_eq(f->before.v[i].state, str_of(states[s].state)))
                buf_fmt(&b, "%s [%.*s]", done++ ? "," : "", SV(f->before.v[i].loss.code));
        buf_ch(&b, '.');
    }
    if (!b.n)
        buf_fmt(&b, "Không có danh sách điểm mất của năm %lld để đối chiếu.", (long long)f->r->set.year - 1);
    return buf_str(&b);
}

static Str strong(const Facts *f)
{
    enum { MOST = 6 };
    Strengths s = look_strengths(f->c->arena, f->r, f->unit);
    Buf b = { .arena = f->c->arena };

    for (size_t i = 0; i < s.n && i < MOST; i++)
        buf_fmt(&b, "%s[%.*s] %.*s: cao hơn bình quân nhóm %.*s điểm.", i ? "\n" : "", SV(f->r->nodes.v[s.v[i].node].code), SV(f->r->nodes.v[s.v[i].node].name),
            SV(num(f, s.v[i].above)));
    if (!s.n)
        buf_lit(&b, "Không có tiêu chí nào cao hơn bình quân nhóm.");
    return buf_str(&b);
}

static const struct { const char *kind, *title; Str (*write)(const Facts *f); } parts[] = {
    { "plan", "Thực trạng", standing }, { "plan", "Điểm mất theo lĩnh vực", by_field }, { "plan", "Nguyên nhân", causes },
    { "plan", "Mục tiêu", aims }, { "plan", "Nhiệm vụ, giải pháp", measures }, { "plan", "Tổ chức thực hiện", organise },
    { "review", "Kết quả", standing }, { "review", "Ưu điểm", strong }, { "review", "Hạn chế theo lĩnh vực", by_field },
    { "review", "Nguyên nhân", causes }, { "review", "Kết quả khắc phục điểm mất năm trước", last_year },
    { "review", "Phương hướng khắc phục", measures },
};

static Err draft(Ctx *c, const ScoreRun *r, size_t unit, Str kind, RemedyPaper *out)
{
    Facts f;

    TRY(load(c, r, unit, &f));
    if (!f.lost.n)
        return fail(c, E_STATE, T("%.*s chưa có danh sách điểm mất của bộ này; hãy lập danh sách ở trang Điểm mất trước."), SV(r->in.units[unit].name));
    *out = (RemedyPaper){ .row = { .set_id = r->set.id, .unit_id = r->unit_ids[unit], .kind = kind, .state = S("draft"), .drafted_at = c->now } };
    for (size_t i = 0; i < COUNT(parts); i++)
        if (str_eq(str_of(parts[i].kind), kind)) {
            Str text = parts[i].write(&f);

            *vec_add(c->arena, &out->parts) = (PaperPart){ str_of(parts[i].title), text, text };
        }
    return out->parts.n ? OK : fail(c, E_INVALID, T("Loại văn bản là plan (kế hoạch khắc phục) hoặc review (báo cáo kết quả)."));
}

/* ---- kept words */

static Err kept(Ctx *c, int64_t set_id, int64_t unit_id, Str kind, RemedyPaper *out, bool *any)
{
    PaperPartRows rows;

    *out = (RemedyPaper){ 0 };
    TRY(q_paper_find(c, &out->row, any, .set_id = set_id, .unit_id = unit_id, .kind = kind));
    if (!*any)
        return OK;
    TRY(q_paper_parts(c, &rows, .paper_id = out->row.id));
    for (size_t i = 0; i < rows.n; i++)
        *vec_add(c->arena, &out->parts) = (PaperPart){ rows.v[i].title, rows.v[i].text, rows.v[i].drafted };
    return OK;
}

Err paper_open(Ctx *c, const ScoreRun *r, size_t unit, Str kind, RemedyPaper *out)
{
    bool any;

    TRY(access_need(c, &PERM_REMEDY_VIEW, r->unit_ids[unit]));
    TRY(kept(c, r->set.id, r->unit_ids[unit], kind, out, &any));
    return any ? OK : draft(c, r, unit, kind, out);
}

Err paper_approved(Ctx *c, int64_t set_id, int64_t unit_id, Str kind, RemedyPaper *out, bool *any)
{
    TRY(kept(c, set_id, unit_id, kind, out, any));
    *any = *any && str_eq(out->row.state, S("approved"));
    return OK;
}

static Err put_parts(Ctx *c, const RemedyPaper *p)
{
    for (size_t i = 0; i < p->parts.n; i++)
        TRY(q_paper_part_put(c, .paper_id = p->row.id, .position = (int64_t)i + 1, .title = p->parts.v[i].title, .text = p->parts.v[i].text,
            .drafted = p->parts.v[i].drafted));
    return OK;
}

static Err changed_meanwhile(Ctx *c, const RemedyPaper *p)
{
    if (str_eq(p->row.state, S("approved")))
        return fail(c, E_STATE, T("Văn bản này đã được %.*s duyệt; muốn sửa thì mở lại trước."), SV(p->row.approved_by));
    return fail(c, E_CONFLICT, T("Người khác vừa sửa văn bản này; hãy tải lại trang rồi sửa tiếp."));
}

/* The paper as it is kept; made from the draft the first time. */
static Err ready(Ctx *c, const ScoreRun *r, size_t unit, Str kind, RemedyPaper *out)
{
    PaperInsertRow row;
    bool any;

    TRY(kept(c, r->set.id, r->unit_ids[unit], kind, out, &any));
    if (any)
        return OK;
    TRY(draft(c, r, unit, kind, out));
    TRY(q_paper_insert(c, &row, .set_id = r->set.id, .unit_id = r->unit_ids[unit], .kind = kind, .at = c->now, .who = ctx_who(c)));
    out->row.id = row.id;
    out->row.version = 1;
    return put_parts(c, out);
}

static Err note(Ctx *c, const char *verb, const RemedyPaper *p)
{
    return audit_add(c, verb, str_fmt(c->arena, "%.*s %lld %lld", SV(p->row.kind), (long long)p->row.set_id, (long long)p->row.unit_id), S(""));
}

Err paper_draft(Ctx *c, const ScoreRun *r, size_t unit, Str kind, RemedyPaper *out)
{
    RemedyPaper fresh;
    PaperTouchRows rows;

    TRY(access_need(c, &PERM_REMEDY_CHANGE, r->unit_ids[unit]));
    TRY(ready(c, r, unit, kind, out));
    TRY(draft(c, r, unit, kind, &fresh));
    TRY(q_paper_touch(c, &rows, .id = out->row.id, .version = out->row.version, .at = c->now, .who = ctx_who(c)));
    if (!rows.n)
        return changed_meanwhile(c, out);
    for (size_t i = 0; i < fresh.parts.n && i < out->parts.n; i++) {
        PaperPart *p = &out->parts.v[i];

        if (str_eq(p->text, p->drafted))
            p->text = fresh.parts.v[i].text;
        p->drafted = fresh.parts.v[i].drafted;
    }
    TRY(put_parts(c, out));
    return note(c, "remedy.paper_draft", out);
}

Err paper_edit(Ctx *c, const ScoreRun *r, size_t unit, Str kind, int64_t version, const Str *texts, size_t n)
{
    enum { TEXT_MAX = 40000 };
    RemedyPaper p;
    PaperTouchRows rows;

    TRY(access_need(c, &PERM_REMEDY_CHANGE, r->unit_ids[unit]));
    TRY(ready(c, r, unit, kind, &p));
    TRY(q_paper_touch(c, &rows, .id = p.row.id, .version = version ? version : p.row.version, .who = ctx_who(c)));
    if (!rows.n)
        return changed_meanwhile(c, &p);
    for (size_t i = 0; i < n && i < p.parts.n; i++) {
        Str text = str_replace(c->arena, str_trim(texts[i]), S("\r\n"), S("\n"));

        if (text.n > TEXT_MAX)
            return fail(c, E_LIMIT, T("Phần “%.*s” dài quá; hãy rút gọn."), SV(p.parts.v[i].title));
        TRY(q_paper_part_text(c, .paper_id = p.row.id, .position = (int64_t)i + 1, .text = text));
    }
    return note(c, "remedy.paper_edit", &p);
}

Err paper_approve(Ctx *c, const ScoreRun *r, size_t unit, Str kind, int64_t version)
{
    RemedyPaper p;
    PaperStateRows rows;

    TRY(access_need(c, &PERM_REMEDY_APPROVE, r->unit_ids[unit]));
    TRY(ready(c, r, unit, kind, &p));
    if (str_eq(p.row.state, S("approved")))
        return changed_meanwhile(c, &p);
    TRY(q_paper_state(c, &rows, .id = p.row.id, .version = version ? version : p.row.version, .state = S("approved"), .at = c->now, .who = ctx_who(c)));
    if (!rows.n)
        return changed_meanwhile(c, &p);
    return note(c, "remedy.paper_approve", &p);
}

Err paper_reopen(Ctx *c, const ScoreRun *r, size_t unit, Str kind, int64_t version)
{
    RemedyPaper p;
    PaperStateRows rows;
    bool any;

    TRY(access_need(c, &PERM_REMEDY_APPROVE, r->unit_ids[unit]));
    TRY(kept(c, r->set.id, r->unit_ids[unit], kind, &p, &any));
    if (!any || !str_eq(p.row.state, S("approved")))
        return fail(c, E_STATE, T("Văn bản này chưa được duyệt, nên không cần mở lại."));
    TRY(q_paper_state(c, &rows, .id = p.row.id, .version = version ? version : p.row.version, .state = S("draft"), .who = S("")));
    if (!rows.n)
        return fail(c, E_CONFLICT, T("Người khác vừa sửa văn bản này; hãy tải lại trang rồi sửa tiếp."));
    return note(c, "remedy.paper_reopen", &p);
}
