/* Pages of paper: typing, differences, a file of sheets, the second visit. */
#include "pages.h"
#include "survey/survey_web.h"

#include "core/run.h"

static Err questions_of(Ctx *c, const Req *rq, PaperView *v)
{
    SurveyQuestionsRows q;

    TRY(q_survey_questions(c, &q, .form_id = v->top.s.form_id));
    for (size_t i = 0; i < q.n; i++) {
        PaperQuestion *p = vec_add(c->arena, &v->questions);
        SurveyOptionsRows options;

        p->q = q.v[i];
        p->field = str_fmt(c->arena, "q%lld", (long long)q.v[i].position);
        p->value = req_str(rq, str_z(c->arena, p->field));
        p->many = str_eq(q.v[i].kind, S("multiple"));
        TRY(q_survey_options(c, &options, .question_id = q.v[i].id));
        for (size_t k = 0; k < options.n; k++)
            *vec_add(c->arena, &p->options) = (PaperOption){ options.v[k].name, options.v[k].label, str_eq(options.v[k].name, p->value) };
    }
    return OK;
}

static Err visits(Ctx *c, PaperView *v)
{
    SurveyVisitedRows all;

    TRY(q_survey_visited(c, &all, .survey_id = v->top.s.id));
    v->visited_all = (int64_t)all.n;
    for (size_t i = 0; i < all.n; i++) {
        v->same += str_eq(all.v[i].visited, S("same"));
        v->differs += str_eq(all.v[i].visited, S("differs"));
        v->missed += str_eq(all.v[i].visited, S("missed"));
        if (all.v[i].visited.n)
            *vec_add(c->arena, &v->visited) = all.v[i];
    }
    return OK;
}

static void only_once(SurveyPapersRows *p)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n; i++) {
        bool pair = (i + 1 < p->n && str_eq(p->v[i].sheet, p->v[i + 1].sheet)) || (i > 0 && p->v[i].entry == 2);

        if (!pair)
            p->v[n++] = p->v[i];
    }
    p->n = n;
}

Err get_survey_paper(Ctx *c, Req *rq, Out *o)
{
    PaperView none = { 0 }, *v = rq->prepared ? rq->prepared : &none;

    TRY(survey_top(c, rq, "paper", &v->top));
    TRY(access_need(c, &PERM_SURVEY_ENTER, 0));
    TRY(q_survey_units(c, &v->units, .survey_id = v->top.s.id));
    TRY(questions_of(c, rq, v));
    TRY(paper_diffs(c, &v->top.s, &v->diffs));
    TRY(q_survey_papers(c, &v->once, .survey_id = v->top.s.id, .sheet = S("")));
    only_once(&v->once);
    TRY(visits(c, v));
    tpl_survey_paper(o, v);
    return OK;
}

/* Several boxes of one question become names divided by blanks. */
static Str posted_answer(Ctx *c, const Req *rq, const char *field)
{
    Buf b = { .arena = c->arena };

    for (size_t i = 0; i < req_count(rq, field); i++)
        buf_fmt(&b, "%s%.*s", i ? " " : "", SV(req_nth(rq, field, i)));
    return str_trim(buf_str(&b));
}

Err post_survey_paper(Ctx *c, Req *rq, Out *o)
{
    PaperForm f = { .sheet = str_trim(req_str(rq, "sheet")), .unit_id = req_int(rq, "unit") };
    SurveyQuestionsRows q;
    SurveyByCodeRow s;
    const char *state;
    Str *values;

    (void)o;
    TRY(survey_find(c, req_str(rq, "survey"), &s));
    TRY(q_survey_questions(c, &q, .form_id = s.form_id));
    values = NEW(c->arena, Str, q.n + 1);
    for (size_t i = 0; i < q.n; i++)
        values[i] = posted_answer(c, rq, str_z(c->arena, str_fmt(c->arena, "q%lld", (long long)q.v[i].position)));
    f.values = values;
    TRY(paper_enter(c, &s, &f, &state));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, strcmp(state, "once") == 0 ? T("Phiếu số %.*s đã nhập lần thứ nhất; còn lần thứ hai do người khác nhập.")
        : strcmp(state, "agreed") == 0 ? T("Phiếu số %.*s: hai lần nhập giống nhau, đã tính.") : T("Phiếu số %.*s: hai lần nhập khác nhau, đã vào danh sách khác nhau.")), SV(f.sheet)));
    req_go(rq, "/surveys/%.*s/paper", SV(s.code));
    return OK;
}

Err post_survey_settle(Ctx *c, Req *rq, Out *o)
{
    SurveyByCodeRow s;

    (void)o;
    TRY(survey_find(c, req_str(rq, "survey"), &s));
    TRY(paper_settle(c, &s, req_str(rq, "sheet"), (int)req_int(rq, "entry")));
    req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã tính phiếu số %.*s.")), SV(req_str(rq, "sheet"))));
    req_go(rq, "/surveys/%.*s/paper", SV(s.code));
    return OK;
}

Err post_survey_sheet(Ctx *c, Req *rq, Out *o)
{
    PaperView *v = NEW(c->arena, PaperView, 1);
    SurveyByCodeRow s;
    EntryReport rep;
    Str bytes, done;
    Table t;

    (void)o;
    rq->prepared = v;
    TRY(survey_find(c, req_str(rq, "survey"), &s));
    TRY(req_upload(c, rq, &bytes, &v->copy_name));
    TRY(table_read(&t, c->arena, v->copy_name, bytes, NULL, &c->answer));
    TRY(entry_import(c, &s, &t, &rep));
    done = str_fmt(c->arena, tr(c->answer.lang, T("Tệp %.*s: %zu phiếu mới, %zu phiếu đã có từ trước.")), SV(v->copy_name), rep.added, rep.there);
    if (str_eq(req_str(rq, "step"), S("write"))) {
        req_flash(rq, done);
        req_go(rq, "/surveys/%.*s/paper", SV(s.code));
        return OK;
    }
    v->imported = done;
    v->copy = req_upload_copy(rq, bytes);
    req_again(rq);
    return run_undo(c);
}

Err post_survey_recheck(Ctx *c, Req *rq, Out *o)
{
    SurveyByCodeRow s;
    size_t n;

    (void)o;
    TRY(survey_find(c, req_str(rq, "survey"), &s));
    if (req_int(rq, "response")) {
        TRY(recheck_note(c, &s, req_int(rq, "response"), req_str(rq, "outcome"), str_trim(req_str(rq, "note"))));
    } else {
        TRY(recheck_draw(c, &s, (uint64_t)c->now.ms | 1, &n));
        req_flash(rq, str_fmt(c->arena, tr(c->answer.lang, T("Đã rút thêm %zu phiếu để phúc tra.")), n));
    }
    req_go(rq, "/surveys/%.*s/paper", SV(s.code));
    return OK;
}
