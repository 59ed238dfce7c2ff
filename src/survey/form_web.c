/* Pages of questionnaires: list, preview, templates, XLSX in and out. */
#include "pages.h"
#include "survey/embedded.h"
#include "survey/survey_web.h"

#include "core/run.h"

static const struct { const char *file, *code, *title; } templates[] = {
    { "hai-long-mot-cua.csv", "HL", T("Hài lòng sau khi làm thủ tục tại một cửa") }, { "mot-cua-ba-muc.csv", "MC", T("Đánh giá một cửa ba mức, chín nội dung") },
    { "lanh-dao-dai-bieu.csv", "LD", T("Lãnh đạo và đại biểu Hội đồng nhân dân") }, { "cong-chuc.csv", "CC", T("Công chức, viên chức trong cơ quan") },
    { "ho-gia-dinh.csv", "HGD", T("Hộ gia đình") },
};

static const struct { const char *kind, *title; } kinds[] = {
    { "likert5", T("Thang 5 mức") }, { "likert3", T("Thang 3 mức") }, { "single", T("Chọn một") }, { "multiple", T("Chọn nhiều") },
    { "number", T("Số") }, { "text", T("Viết tự do") },
};

Err get_survey_forms(Ctx *c, Req *rq, Out *o)
{
    FormsView none = { 0 }, *v = rq->prepared ? rq->prepared : &none;

    TRY(q_survey_forms(c, &v->forms, .code = S("")));
    for (size_t i = 0; i < COUNT(templates); i++)
        *vec_add(c->arena, &v->templates) = (Choice){ .value = str_of(templates[i].file), .title = templates[i].title };
    TRY(access_can(c, &PERM_SURVEY_MANAGE, 0, &v->may_manage));
    tpl_survey_forms(o, v);
    return OK;
}

static Err from_template(Ctx *c, Req *rq)
{
    Str file = req_str(rq, "template");
    const Embedded *f = survey_files;
    FormReport rep;
    Table t;

    while (f->name && !str_eq(file, str_of(f->name)))
        f++;
    for (size_t i = 0; f->name && i < COUNT(templates); i++)
        if (str_eq(file, str_of(templates[i].file))) {
            TRY(table_read(&t, c->arena, file, (Str){ f->bytes, f->n }, NULL, &c->answer));
            TRY(form_import(c, &t, str_of(templates[i].code), date_year(c->today), &rep));
            req_flash(rq, str_of(tr(c->answer.lang, T("Đã thêm mẫu phiếu; có thể tải XLSX về sửa rồi nạp lại thành bản mới."))));
            req_go(rq, "/surveys/forms/%s/%lld", templates[i].code, (long long)rep.version);
            return OK;
        }
    return fail_field(c, "template", T("Hãy chọn một mẫu trong danh sách."));
}

Err post_survey_forms(Ctx *c, Req *rq, Out *o)
{
    FormsView *v = NEW(c->arena, FormsView, 1);
    FormReport rep;
    Str bytes;
    Table t;

    (void)o;
    if (req_has(rq, "template"))
        return from_template(c, rq);
    rq->prepared = v;
    v->code = str_trim(req_str(rq, "code"));
    TRY(req_upload(c, rq, &bytes, &v->copy_name));
    TRY(table_read(&t, c->arena, v->copy_name, bytes, NULL, &c->answer));
    TRY(form_import(c, &t, v->code, date_year(c->today), &rep));
    if (str_eq(req_str(rq, "step"), S("write"))) {
        req_go(rq, "/surveys/forms/%.*s/%lld", SV(v->code), (long long)rep.version);
        return OK;
    }
    v->checked = str_fmt(c->arena, tr(c->answer.lang, T("Phiếu %.*s, bản %lld: %zu câu hỏi, %zu lựa chọn.\n")), SV(v->code), (long long)rep.version,
        rep.questions, rep.options);
    v->copy = req_upload_copy(rq, bytes);
    req_again(rq);
    return run_undo(c);
}

static Err form_of(Ctx *c, const Req *rq, SurveyFormGetRow *f)
{
    bool any;

    TRY(q_survey_form_get(c, f, &any, .code = req_str(rq, "form"), .version = req_int(rq, "version")));
    return any ? OK : fail(c, E_NOT_FOUND, T("Không có mẫu phiếu này."));
}

Err get_survey_form(Ctx *c, Req *rq, Out *o)
{
    SurveyQuestionsRows q;
    FormView v = { 0 };

    TRY(form_of(c, rq, &v.f));
    TRY(q_survey_forms(c, &v.versions, .code = v.f.code));
    TRY(q_survey_questions(c, &q, .form_id = v.f.id));
    for (size_t i = 0; i < q.n; i++) {
        FormQuestion *k = vec_add(c->arena, &v.questions);

        k->q = q.v[i];
        k->section = q.v[i].section.n && (!i || !str_eq(q.v[i].section, q.v[i - 1].section));
        for (size_t j = 0; j < COUNT(kinds); j++)
            if (str_eq(q.v[i].kind, str_of(kinds[j].kind)))
                k->kind = kinds[j].title;
        TRY(q_survey_options(c, &k->options, .question_id = q.v[i].id));
    }
    tpl_survey_form(o, &v);
    return OK;
}

Err get_survey_form_xlsx(Ctx *c, Req *rq, Out *o)
{
    SurveyFormGetRow f;
    Str bytes;

    (void)o;
    TRY(form_of(c, rq, &f));
    TRY(form_export(c, &f, &bytes));
    req_send_xlsx(rq, str_fmt(c->arena, "%.*s-%lld.xlsx", SV(f.code), (long long)f.version), bytes);
    return OK;
}
