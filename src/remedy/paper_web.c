/* The remedy plan and the result review in words: drafted, edited, approved. */
#include "remedy/remedy_web.h"

#include "pages.h"
#include "score/result_view.h"

typedef struct Asked {
    CriteriaSetRow set;
    ScoreRun r;
    size_t unit;
    Str kind, code;
} Asked;

static Err read_asked(Ctx *c, Req *rq, Asked *q)
{
    Str code = { 0 };
    int64_t year = 0;
    CriteriaSetRows sets;

    q->kind = str_eq(req_str(rq, "kind"), S("review")) ? S("review") : S("plan");
    if (remedy_parse_set(req_str(rq, "set"), &code, &year)) {
        TRY(criteria_set_find(c, code, year, &q->set));
    } else {
        TRY(q_criteria_sets(c, &sets, ));
        if (!sets.n)
            return fail(c, E_NOT_FOUND, T("Chưa có bộ tiêu chí nào; hãy nạp bộ tiêu chí trước."));
        q->set = sets.v[0];
    }
    TRY(score_run(c, q->set.id, NULL, &q->r));
    return score_find_unit(c, &q->r, req_str(rq, "unit"), &q->unit);
}

/* "[1.2.3]" of a criterion of the set becomes a link to why its points are what they are. */
static void link_line(Ctx *c, const Asked *q, Str line, TextLine *out)
{
    size_t from = 0;

    for (size_t i = 0; i < line.n; i++) {
        size_t end = i, node;
        Str code;

        if (line.p[i] != '[')
            continue;
        while (end < line.n && line.p[end] != ']')
            end++;
        code = str_sub(line, i + 1, end);
        for (node = 0; node < q->r.nodes.n && !str_eq(q->r.nodes.v[node].code, code); node++)
            ;
        if (end == line.n || node == q->r.nodes.n)
            continue;
        if (i > from)
            *vec_add(c->arena, &out->bits) = (TextBit){ .text = str_sub(line, from, i) };
        *vec_add(c->arena, &out->bits) = (TextBit){ str_fmt(c->arena, "%.*s %.*s", SV(code), SV(q->r.nodes.v[node].name)),
            str_fmt(c->arena, "why?set=%.*s&year=%lld&unit=%.*s&criterion=%.*s", SV(view_url_part(c, q->set.code)), (long long)q->set.year,
                SV(view_url_part(c, q->r.in.units[q->unit].code)), SV(view_url_part(c, code))) };
        from = end + 1;
        i = end;
    }
    if (from < line.n)
        *vec_add(c->arena, &out->bits) = (TextBit){ .text = str_sub(line, from, line.n) };
}

static void fill_parts(Ctx *c, const Asked *q, const RemedyPaper *p, PaperView *v)
{
    for (size_t i = 0; i < p->parts.n; i++) {
        const PaperPart *k = &p->parts.v[i];
        PaperPartView *part = vec_add(c->arena, &v->parts);
        Str rest = k->text, line;

        *part = (PaperPartView){ .no = (int64_t)i + 1, .title = k->title, .text = k->text, .edited = !str_eq(k->text, k->drafted) };
        for (bool more = rest.n > 0; more;) {
            more = str_cut(rest, S("\n"), &line, &rest);
            if (str_trim(line).n)
                link_line(c, q, str_trim(line), vec_add(c->arena, &part->lines));
        }
    }
}

Err get_paper(Ctx *c, Req *rq, Out *o)
{
    Asked q = { 0 };
    RemedyPaper p;
    RemedyRows rows;
    PaperView v = { 0 };

    TRY(read_asked(c, rq, &q));
    TRY(paper_open(c, &q.r, q.unit, q.kind, &p));
    v = (PaperView){ .kind = q.kind, .unit_code = q.r.in.units[q.unit].code, .unit_name = q.r.in.units[q.unit].name, .set_value = remedy_set_value(c, &q.set),
        .set_name = q.set.name, .set_code = q.set.code, .year = q.set.year, .drafted = p.row.drafted_at, .approved = p.row.approved_at,
        .approved_by = p.row.approved_by, .changed_by = p.row.changed_by, .is_plan = str_eq(q.kind, S("plan")), .kept = p.row.id > 0,
        .is_approved = str_eq(p.row.state, S("approved")), .version = p.row.version, .editing = req_int(rq, "edit") == 1 };
    TRY(access_can(c, &PERM_REMEDY_CHANGE, q.r.unit_ids[q.unit], &v.may_change));
    TRY(access_can(c, &PERM_REMEDY_APPROVE, q.r.unit_ids[q.unit], &v.may_approve));
    v.editing = v.editing && v.may_change && !v.is_approved;
    fill_parts(c, &q, &p, &v);
    TRY(q_remedy_list(c, &rows, .unit_id = q.r.unit_ids[q.unit], .set_id = q.set.id, .today = c->today));
    for (size_t i = 0; i < rows.n; i++)
        *vec_add(c->arena, &v.table) = rows.v[i];
    TRY(remedy_units(c, q.set.id, v.unit_code, &v.units));
    tpl_remedy_paper(o, &v);
    return OK;
}

Err post_paper(Ctx *c, Req *rq, Out *o)
{
    Asked q = { 0 };
    RemedyPaper p;
    Str act = req_str(rq, "do"), texts[16];
    int64_t version = req_int(rq, "version");
    size_t n = 0;

    (void)o;
    TRY(read_asked(c, rq, &q));
    if (str_eq(act, S("draft"))) {
        TRY(paper_draft(c, &q.r, q.unit, q.kind, &p));
        req_flash(rq, str_of(tr(c->answer.lang, T("Đã lấy lại số liệu; phần đã sửa tay giữ nguyên."))));
    } else if (str_eq(act, S("approve"))) {
        TRY(paper_approve(c, &q.r, q.unit, q.kind, version));
        req_flash(rq, str_of(tr(c->answer.lang, T("Đã duyệt văn bản; có thể phát hành."))));
    } else if (str_eq(act, S("reopen"))) {
        TRY(paper_reopen(c, &q.r, q.unit, q.kind, version));
        req_flash(rq, str_of(tr(c->answer.lang, T("Đã mở lại để sửa."))));
    } else {
        for (; n < COUNT(texts) && n < req_count(rq, "text"); n++)
            texts[n] = req_nth(rq, "text", n);
        TRY(paper_edit(c, &q.r, q.unit, q.kind, version, texts, n));
        req_flash(rq, str_of(tr(c->answer.lang, T("Đã lưu văn bản."))));
    }
    req_go(rq, "/remedies/paper?kind=%.*s&set=%.*s&unit=%.*s", SV(q.kind), SV(view_url_part(c, remedy_set_value(c, &q.set))),
        SV(view_url_part(c, q.r.in.units[q.unit].code)));
    return OK;
}
