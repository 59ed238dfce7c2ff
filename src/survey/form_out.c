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

typedef struct Texts {           /* of one other language */
    Str lang;
    SurveyLabelsRows rows;
} Texts;
typedef VEC(Texts) AllTexts;

static Str text_in(const Texts *t, Str kind, Str ref)
{
    for (size_t i = 0; i < t->rows.n; i++)
        if (str_eq(t->rows.v[i].kind, kind) && str_eq(t->rows.v[i].ref, ref))
            return t->rows.v[i].value;
    return (Str){ 0 };
}

static Err all_texts(Ctx *c, int64_t form_id, AllTexts *out)
{
    SurveyLanguagesRows langs;

    TRY(q_survey_languages(c, &langs, .form_id = form_id));
    for (size_t i = 0; i < langs.n; i++) {
        Texts *t = vec_add(c->arena, out);

        t->lang = langs.v[i].lang;
        TRY(q_survey_labels(c, &t->rows, .form_id = form_id, .lang = t->lang));
    }
    return OK;
}

/* The sheet's own columns, then those of the other languages. */
static void open_sheet(Ctx *c, TableOut *t, Str name, const OutColumn *columns, size_t n, const AllTexts *texts, const char *const *heads, size_t n_heads)
{
    VEC(OutColumn) all = { 0 };

    for (size_t i = 0; i < n; i++)
        *vec_add(c->arena, &all) = columns[i];
    for (size_t i = 0; i < texts->n; i++)
        for (size_t k = 0; k < n_heads; k++)
            *vec_add(c->arena, &all) = (OutColumn){ str_z(c->arena, str_fmt(c->arena, "%s::%.*s (%.*s)", heads[k], SV(texts->v[i].lang), SV(texts->v[i].lang))), 40 };
    out_sheet(t, &(SheetLook){ .name = name, .no_filter = true }, all.v, all.n);
}

static void put_row(TableOut *t, const Str *cells, size_t n)
{
    for (size_t i = 0; i < n; i++)
        out_text(t, cells[i]);
    out_row(t);
}

static void put_texts(TableOut *t, const Str *cells, size_t n, const AllTexts *texts, Str kind, Str ref)
{
    for (size_t i = 0; i < n; i++)
        out_text(t, cells[i]);
    for (size_t i = 0; i < texts->n; i++)
        out_text(t, text_in(&texts->v[i], kind, ref));
    out_row(t);
}

static void put_questions(Ctx *c, TableOut *t, const SurveyQuestionsRows *q, const AllTexts *texts)
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
        put_texts(t, (const Str[]){ type_of(c->arena, k), k->code, k->label, k->required ? S("yes") : S(""), relevant(c->arena, k), k->factor }, 6, texts,
            S("question"), k->code);
    }
    if (section.n)
        put_row(t, (const Str[]){ S("end_group"), S(""), S(""), S(""), S(""), S("") }, 6);
}

Err form_export(Ctx *c, const SurveyFormGetRow *f, Str *xlsx)
{
    TableOut *t = table_out_xlsx(c->arena, LANG_VI, c->now);
    static const char *const label[] = { "label" }, *const settings[] = { "form_title", "purpose" };
    SurveyQuestionsRows q;
    AllTexts texts = { 0 };

    TRY(q_survey_questions(c, &q, .form_id = f->id));
    TRY(all_texts(c, f->id, &texts));
    open_sheet(c, t, S("survey"), question_columns, COUNT(question_columns), &texts, label, 1);
    put_questions(c, t, &q, &texts);
    open_sheet(c, t, S("choices"), option_columns, COUNT(option_columns), &texts, label, 1);
    for (size_t i = 0; i < q.n; i++) {
        SurveyOptionsRows options;

        TRY(q_survey_options(c, &options, .question_id = q.v[i].id));
        for (size_t k = 0; k < options.n; k++)
            put_texts(t, (const Str[]){ list_name(c->arena, &q.v[i]), options.v[k].name, options.v[k].label }, 3, &texts, S("option"),
                str_fmt(c->arena, "%.*s/%.*s", SV(q.v[i].code), SV(options.v[k].name)));
    }
    open_sheet(c, t, S("settings"), setting_columns, COUNT(setting_columns), &texts, settings, 2);
    out_text(t, f->title);
    out_text(t, f->purpose);
    out_text(t, str_fmt(c->arena, "%lld", (long long)f->version));
    for (size_t i = 0; i < texts.n; i++) {
        out_text(t, text_in(&texts.v[i], S("form"), S("title")));
        out_text(t, text_in(&texts.v[i], S("form"), S("purpose")));
    }
    out_row(t);
    return table_out_end(t, xlsx, &c->answer);
}
