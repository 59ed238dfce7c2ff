#include "survey/form.h"

#include "base/map.h"
#include "core/audit.h"
#include "text/text.h"

const Perm PERM_SURVEY_MANAGE = { "survey.manage", T("Tổ chức khảo sát"), ROLE_COORDINATOR };

enum { Q_TYPE, Q_NAME, Q_LABEL, Q_REQUIRED, Q_RELEVANT, Q_FACTOR };
static const Column question_columns[] = {
    [Q_TYPE] = { "type", "type", true }, [Q_NAME] = { "name", "name", true }, [Q_LABEL] = { "label", "label", true },
    [Q_REQUIRED] = { "required", "required", false }, [Q_RELEVANT] = { "relevant", "relevant", false },
    [Q_FACTOR] = { "factor", "factor", false },
};
enum { O_LIST, O_NAME, O_LABEL };
static const Column option_columns[] = {
    [O_LIST] = { "list_name", "list_name", true }, [O_NAME] = { "name", "name", true }, [O_LABEL] = { "label", "label", true },
};
enum { S_TITLE, S_PURPOSE };
static const Column setting_columns[] = {
    [S_TITLE] = { "form_title", "form_title", true }, [S_PURPOSE] = { "purpose", "purpose", true },
};

enum { PART_SURVEY, PART_CHOICES, PART_SETTINGS, PARTS };
static const char *const part_names[PARTS] = { "survey", "choices", "settings" };

/* A column "label::Khmer (km)": the same texts in another language, after the convention. */
typedef struct LangColumn {
    Str lang;
    size_t col;
} LangColumn;
typedef VEC(LangColumn) LangColumns;

typedef struct Reading {
    Table part[PARTS];          /* each of one sheet, or none */
    Columns cols, choices;
    LangColumns langs, choice_langs;
    Map names;                  /* of the questions so far */
    Str section;
    int64_t position;
} Reading;

static int part_of(Str name)
{
    for (int i = 0; i < PARTS; i++)
        if (str_eq(str_trim(name), str_of(part_names[i])))
            return i;
    return -1;
}

/* A CSV file holds all parts in one sheet, an XLSX file has a sheet for each. */
static void split(Ctx *c, const Table *t, Reading *f)
{
    for (size_t s = 0; s < t->sheets.n; s++) {
        const Sheet *sheet = &t->sheets.v[s];
        int now = part_of(sheet->name);

        for (size_t r = 0; r < sheet->rows.n; r++) {
            const Row *row = &sheet->rows.v[r];
            int begins = row->n ? part_of(row->cells[0].text) : -1;

            if (begins >= 0 && (row->n < 2 || !row->cells[1].text.n)) {
                now = begins;
                continue;
            }
            if (now < 0)
                continue;
            f->part[now].file = t->file;
            if (!f->part[now].sheets.n)
                vec_add(c->arena, &f->part[now].sheets)->name = str_of(part_names[now]);
            *vec_add(c->arena, &f->part[now].sheets.v[0].rows) = *row;
        }
    }
}

/* "${q9} = '1'" or "selected(${q9}, '1')" */
static bool condition(Arena *a, Str s, Str *code, Str *op, Str *value)
{
    static const char *const ops[] = { "!=", "<=", ">=", "=", "<", ">" };
    Str head, rest, inner;
    bool has = str_starts(s, S("selected("));

    if (has && str_ends(s, S(")")))
        s = str_sub(s, 9, s.n - 1);
    if (!str_starts(s, S("${")) || !str_cut(str_sub(s, 2, s.n), S("}"), code, &rest))
        return false;
    rest = str_trim(rest);
    *op = (Str){ 0 };
    if (has && str_starts(rest, S(","))) {
        *op = S("has");
        inner = str_sub(rest, 1, rest.n);
    }
    for (size_t i = 0; !has && !op->n && i < COUNT(ops); i++)
        if (str_starts(rest, str_of(ops[i]))) {
            *op = str_of(ops[i]);
            inner = str_sub(rest, op->n, rest.n);
        }
    if (!op->n)
        return false;
    head = str_trim(str_replace(a, str_replace(a, inner, S("'"), S("")), S("\""), S("")));
    *value = head;
    return head.n > 0 && code->n > 0;
}

bool question_asked(const SurveyQuestionsRow *q, Str answer)
{
    Dec a, b;
    int order;

    if (!q->if_code.n)
        return true;
    if (str_eq(q->if_op, S("has"))) {
        Str one, rest = answer;

        for (bool more = true; more;) {
            more = str_cut(rest, S(" "), &one, &rest);
            if (str_eq(one, q->if_value))
                return true;
        }
        return false;
    }
    if (str_eq(q->if_op, S("=")))
        return str_eq(answer, q->if_value);
    if (str_eq(q->if_op, S("!=")))
        return answer.n && !str_eq(answer, q->if_value);
    if (!dec_parse(&a, answer) || !dec_parse(&b, q->if_value))
        return false;
    order = dec_cmp(a, b);
    return q->if_op.p[0] == '<' ? order < 0 || (q->if_op.n == 2 && !order) : order > 0 || (q->if_op.n == 2 && !order);
}

/* Columns of a sheet that begin with `head` ("label::") and end in a language code. */
static void find_langs(Arena *a, const Columns *k, Str head, LangColumns *out)
{
    const Row *row = &k->sheet->rows.v[k->header];
    Str lang, rest;

    for (size_t i = 0; i < row->n; i++) {
        Str cell = row->cells[i].text;

        if (!str_starts(cell, head) || !str_ends(cell, S(")")) || !str_cut(cell, S("("), &rest, &lang))
            continue;
        lang.n--;
        if (lang.n >= 2 && lang.n <= 8)
            *vec_add(a, out) = (LangColumn){ lang, i };
    }
}

static Err put_labels(Ctx *c, int64_t form_id, const Columns *k, size_t r, const LangColumns *langs, Str kind, Str ref)
{
    const Row *row = &k->sheet->rows.v[r];

    for (size_t i = 0; i < langs->n; i++)
        if (langs->v[i].col < row->n && row->cells[langs->v[i].col].text.n)
            TRY(q_survey_label_put(c, .form_id = form_id, .lang = langs->v[i].lang, .kind = kind, .ref = ref, .value = row->cells[langs->v[i].col].text));
    return OK;
}

static Err kind_of(Ctx *c, const Columns *cols, size_t r, Str type, Str *kind, Str *list)
{
    Str head;

    (void)str_cut(type, S(" "), &head, list);           /* number and text have no list */
    *list = str_trim(*list);
    if (str_eq(head, S("select_one")) && list->n)
        *kind = str_starts(*list, S("likert5")) ? S("likert5") : str_starts(*list, S("likert3")) ? S("likert3") : S("single");
    else if (str_eq(head, S("select_multiple")) && list->n)
        *kind = S("multiple");
    else if (str_eq(head, S("integer")) || str_eq(head, S("decimal")))
        *kind = S("number");
    else if (str_eq(head, S("text")))
        *kind = S("text");
    else
        return row_fail(&c->answer, cols, r, Q_TYPE,
            T("Loại câu hỏi này chưa dùng được; hãy dùng select_one, select_multiple, integer, decimal, text, begin_group, end_group."));
    return OK;
}

static Err add_options(Ctx *c, const Reading *f, size_t r, int64_t id, Str question, Str kind, Str list, FormReport *rep)
{
    int64_t n = 0, value, most = str_eq(kind, S("likert5")) ? 5 : str_eq(kind, S("likert3")) ? 3 : 0;
    const Columns *k = &f->choices;

    for (size_t i = k->first; k->sheet && i < k->sheet->rows.n; i++) {
        Str name = cell_at(k, i, O_NAME).text;

        if (!str_eq(cell_at(k, i, O_LIST).text, list))
            continue;
        if (!name.n || !cell_at(k, i, O_LABEL).text.n || str_find(name, S(" "), &(size_t){ 0 }))
            return row_fail(&c->answer, k, i, O_NAME, T("Lựa chọn phải có tên không chứa dấu cách và có lời."));
        if (most && (!str_int(name, &value) || value < 0 || value > most))
            return row_fail(&c->answer, k, i, O_NAME, T("Tên lựa chọn của thang đo phải là số của mức, 0 là không có ý kiến."));
        TRY(q_survey_option_add(c, .question_id = id, .position = ++n, .name = name, .label = cell_at(k, i, O_LABEL).text));
        TRY(put_labels(c, rep->id, k, i, &f->choice_langs, S("option"), str_fmt(c->arena, "%.*s/%.*s", SV(question), SV(name))));
    }
    if (n < 2)
        return row_fail(&c->answer, &f->cols, r, Q_TYPE, T("Danh sách lựa chọn này chưa có ít nhất hai dòng ở phần choices."));
    rep->options += (size_t)n;
    return OK;
}

static Err add_question(Ctx *c, Reading *f, size_t r, FormReport *rep)
{
    Str type = cell_at(&f->cols, r, Q_TYPE).text, name = cell_at(&f->cols, r, Q_NAME).text, label = cell_at(&f->cols, r, Q_LABEL).text;
    Str relevant = cell_at(&f->cols, r, Q_RELEVANT).text, required = cell_at(&f->cols, r, Q_REQUIRED).text;
    Str kind, list, code = { 0 }, op = { 0 }, value = { 0 };
    SurveyQuestionAddRow row;
    int64_t there;

    if (str_starts(type, S("begin_group")) || str_starts(type, S("begin group")))
        f->section = label;
    if (str_starts(type, S("end_group")) || str_starts(type, S("end group")))
        f->section = (Str){ 0 };
    if (!type.n || str_starts(type, S("begin")) || str_starts(type, S("end")) || str_eq(type, S("note")))
        return OK;
    TRY(kind_of(c, &f->cols, r, type, &kind, &list));
    if (!name.n || name.n > 40 || !label.n || label.n > 2000)
        return row_fail(&c->answer, &f->cols, r, Q_NAME, T("Câu hỏi phải có tên (dài nhất 40 ký tự) và lời hỏi."));
    if (map_get(&f->names, name, &there))
        return row_fail(&c->answer, &f->cols, r, Q_NAME, T("Tên câu hỏi này đã dùng ở dòng trên; hãy đặt tên khác."));
    if (relevant.n && (!condition(c->arena, relevant, &code, &op, &value) || !map_get(&f->names, code, &there)))
        return row_fail(&c->answer, &f->cols, r, Q_RELEVANT,
            T("Điều kiện chưa hiểu được; hãy viết dạng ${q1} = 'x' hoặc selected(${q1}, 'x') với một câu hỏi đứng trước."));
    (void)map_add(&f->names, name, (int64_t)r);         /* looked for above */
    TRY(q_survey_question_add(c, &row, .form_id = rep->id, .position = ++f->position, .code = name, .section = f->section,
        .factor = cell_at(&f->cols, r, Q_FACTOR).text, .kind = kind, .label = label,
        .required = str_eq(required, S("yes")) || str_eq(required, S("true()")) || str_eq(required, S("có")),
        .if_code = code, .if_op = op, .if_value = value));
    rep->questions++;
    TRY(put_labels(c, rep->id, &f->cols, r, &f->langs, S("question"), name));
    return list.n ? add_options(c, f, r, row.id, name, kind, list, rep) : OK;
}

static Err put_other_settings(Ctx *c, int64_t form_id, const Columns *set)
{
    LangColumns titles = { 0 }, purposes = { 0 };

    find_langs(c->arena, set, S("form_title::"), &titles);
    find_langs(c->arena, set, S("purpose::"), &purposes);
    TRY(put_labels(c, form_id, set, set->first, &titles, S("form"), S("title")));
    return put_labels(c, form_id, set, set->first, &purposes, S("form"), S("purpose"));
}

Err form_import(Ctx *c, const Table *t, Str code, int64_t year, FormReport *out)
{
    Reading f = { .names = { .arena = c->arena } };
    SurveyFormLatestRow latest;
    SurveyFormAddRow row;
    Columns set;
    bool any;

    *out = (FormReport){ 0 };
    TRY(access_need(c, &PERM_SURVEY_MANAGE, 0));
    if (!code.n || code.n > 40)
        return fail_field(c, "code", T("Hãy ghi mã phiếu khảo sát, dài nhất 40 ký tự."));
    split(c, t, &f);
    if (!f.part[PART_SURVEY].sheets.n || !f.part[PART_SETTINGS].sheets.n)
        return fail(c, E_INVALID, T("Tệp “%.*s” thiếu phần survey hoặc settings của mẫu phiếu (XLSForm)."), SV(t->file));
    TRY(columns_find(&f.cols, c->arena, &f.part[PART_SURVEY], question_columns, COUNT(question_columns), &c->answer));
    TRY(columns_find(&set, c->arena, &f.part[PART_SETTINGS], setting_columns, COUNT(setting_columns), &c->answer));
    if (f.part[PART_CHOICES].sheets.n)
        TRY(columns_find(&f.choices, c->arena, &f.part[PART_CHOICES], option_columns, COUNT(option_columns), &c->answer));
    if (set.first >= set.sheet->rows.n || !cell_at(&set, set.first, S_PURPOSE).text.n)
        return fail(c, E_INVALID, T("Tệp “%.*s” chưa ghi purpose: người trả lời phải được biết câu trả lời dùng làm gì."), SV(t->file));
    TRY(q_survey_form_latest(c, &latest, &any, .code = code));
    out->version = latest.version + 1;
    TRY(q_survey_form_add(c, &row, .code = code, .version = out->version, .year = year, .title = cell_at(&set, set.first, S_TITLE).text,
        .purpose = cell_at(&set, set.first, S_PURPOSE).text, .at = c->now));
    out->id = row.id;
    TRY(put_other_settings(c, row.id, &set));
    find_langs(c->arena, &f.cols, S("label::"), &f.langs);
    if (f.choices.sheet)
        find_langs(c->arena, &f.choices, S("label::"), &f.choice_langs);
    for (size_t r = f.cols.first; r < f.cols.sheet->rows.n; r++)
        TRY(add_question(c, &f, r, out));
    if (!out->questions)
        return fail(c, E_INVALID, T("Tệp “%.*s” không có câu hỏi nào."), SV(t->file));
    return audit_add(c, "survey.import", code, S(""));
}
