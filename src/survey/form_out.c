/* A questionnaire back into a workbook that form_import and the tools of the XLSForm convention read. */
#include "doc/table_out.h"
#include "survey/form.h"

static const OutColumn question_columns[] = { { "type", 24 }, { "name", 12 }, { "label", 60 }, { "required", 10 }, { "relevant", 24 }, { "factor", 24 } };
static const OutColumn option_columns[] = { { "list_name", 16 }, { "name", 12 }, { "label", 40 } };
static const OutColumn setting_columns[] = { { "form_title", 40 }, { "purpose", 80 }, { "version", 10 } };

static Str list_name(Arena *a, const SurveyQuestionsRow *q)
{
    if (str_starts(q->kind, S("likert")))
        return str_fmt(a, "%.*s_%.*s", SV(q->kind), SV(q->code));
    return q->code;
}

static Str type_of(Arena *a, const SurveyQuestionsRow *q)
{
    if (str_eq(q->kind, S("number")))
        return S("decimal");
    if (str_eq(q->kind, S("text")))
        return S("text");
    return str_fmt(a, "%s %.*s", str_eq(q->kind, S("multiple")) ? "select_multiple" : "select_one", SV(list_name(a, q)));
}

static Str relevant(Arena *a, const SurveyQuestionsRow *q)
{
    if (!q->if_code.n)
        return (Str){ 0 };
    if (str_eq(q->if_op, S("has")))
        return str_fmt(a, "selected(${%.*s}, '%.*s')", SV(q->if_code), SV(q->if_value));
    return str_fmt(a, "${%.*s} %.*s '%.*s'", SV(q->if_code), SV(q->if_op), SV(q->if_value));
}

static void put_row(TableOut *t, const Str *cells, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out_text(t, cells[i]);
    out_row(t);
}

static void put_questions(Ctx *c, TableOut *t, const SurveyQuestionsRows *q)
{
    Str section = { 0 };

    for (size_t i = 0; i < q->n; i++) {
        const SurveyQuestionsRow *k = &q->v[i];

        if (!str_eq(k->section, section)) {
            if (section.n)
                put_row(t, (const Str[]){ S("end_group"), S(""), S(""), S(""), S(""), S("") }, 6);
            if (k->section.n)
                put_row(t, (const Str[]){ S("begin_group"), str_fmt(c->arena, "g%zu", i + 1), k->section, S(""), S(""), S("") }, 6);
            section = k->section;
        }
        put_row(t, (const Str[]){ type_of(c->arena, k), k->code, k->label, k->required ? S("yes") : S(""), relevant(c->arena, k), k->factor }, 6);
    }
    if (section.n)
        put_row(t, (const Str[]){ S("end_group"), S(""), S(""), S(""), S(""), S("") }, 6);
}

Err form_export(Ctx *c, const SurveyFormGetRow *f, Str *xlsx)
{
    TableOut *t = table_out_xlsx(c->arena, LANG_VI, c->now);
    SurveyQuestionsRows q;

    TRY(q_survey_questions(c, &q, .form_id = f->id));
    out_sheet(t, &(SheetLook){ .name = S("survey"), .no_filter = true }, question_columns, COUNT(question_columns));
    put_questions(c, t, &q);
    out_sheet(t, &(SheetLook){ .name = S("choices"), .no_filter = true }, option_columns, COUNT(option_columns));
    for (size_t i = 0; i < q.n; i++) {
        SurveyOptionsRows options;

        TRY(q_survey_options(c, &options, .question_id = q.v[i].id));
        for (size_t k = 0; k < options.n; k++)
            put_row(t, (const Str[]){ list_name(c->arena, &q.v[i]), options.v[k].name, options.v[k].label }, 3);
    }
    out_sheet(t, &(SheetLook){ .name = S("settings"), .no_filter = true }, setting_columns, COUNT(setting_columns));
    put_row(t, (const Str[]){ f->title, f->purpose, str_fmt(c->arena, "%lld", (long long)f->version) }, 3);
    return table_out_end(t, xlsx, &c->answer);
}
