#include "survey/answers.h"

#include "base/map.h"
#include "survey/cells.h"

static const struct {
    const char *name, *values;
    bool letters;
} schemes[] = {
    { "likert5", "0,25,50,75,100", false },
    { "likert3", "0,50,100", false },
    { "satisfied", "0,0,0,100,100", false },
    { "abcd", "100,60,20,0", true },        /* default percents of answers A–D; E is set by the province */
};

static Err one_value(Scale *s, Str text, Answer *why)
{
    Dec d;

    if (!dec_parse(&d, text))
        return answer(why, E_INVALID, T("“%.*s” trong --weights không phải là số; hãy ghi ví dụ 0,25,50,75,100."),
                      SV(text));
    if (d.v < 0 || dec_cmp(d, DEC(100)) > 0 || dec_cmp(d, dec_round(d, 4, ROUND_TRUNCATE)) != 0)
        return answer(why, E_INVALID,
                      T("Giá trị “%.*s” trong --weights phải từ 0 đến 100, nhiều nhất 4 chữ số thập phân."), SV(text));
    if (s->n == SCALE_MAX)
        return answer(why, E_LIMIT, T("--weights nhận nhiều nhất %d giá trị."), SCALE_MAX);
    s->value[s->n++] = d;
    return OK;
}

Err scale_parse(Scale *out, Str text, Answer *why)
{
    Scale s = { 0 };
    Str rest = str_trim(text), one, sep;
    bool differ = false;

    if (!rest.n)
        rest = S("likert5");
    for (size_t i = 0; i < COUNT(schemes); i++)
        if (str_eq(rest, str_of(schemes[i].name))) {
            rest = str_of(schemes[i].values);
            s.letters = schemes[i].letters;
            break;
        }
    sep = memchr(rest.p, ';', rest.n) ? S(";") : S(",");
    for (bool more = true; more;) {
        more = str_cut(rest, sep, &one, &rest);
        TRY(one_value(&s, str_trim(one), why));
        differ |= s.value[s.n - 1].v != s.value[0].v;
    }
    if (!differ)
        return answer(why, E_INVALID, T("--weights cần ít nhất hai giá trị khác nhau, ví dụ 0,25,50,75,100."));
    *out = s;
    return OK;
}

Str scale_words(Arena *a, Str scheme)
{
    Answer why = { .arena = a };
    Buf b = { .arena = a };
    Scale s;

    if (scale_parse(&s, scheme, &why) != OK)
        return scheme;
    for (size_t i = 0; i < s.n; i++)
        buf_fmt(&b, "%s%.*s", i ? " – " : "", SV(dec_exact(a, s.value[i], NUM_VI)));
    return buf_str(&b);
}

static Err factor_line(FactorMap *out, Arena *a, Map *seen, Map *names, const CellRow *row, Answer *why)
{
    Str question = row->v[0], factor = row->v[1];
    int64_t at;

    if (!question.n || !factor.n)
        return answer(why, E_INVALID, T("Thiếu mã câu hỏi hoặc tên nhóm câu hỏi; mỗi dòng cần đủ question,factor."));
    if (!map_add(seen, question, 0))
        return answer(why, E_INVALID, T("Câu hỏi “%.*s” được xếp hai lần; mỗi câu chỉ thuộc một nhóm."), SV(question));
    if (!map_get(names, factor, &at)) {
        at = (int64_t)out->names.n;
        (void)map_add(names, factor, at);
        *vec_add(a, &out->names) = factor;
    }
    *vec_add(a, &out->questions) = question;
    *vec_add(a, &out->factor) = (size_t)at;
    return OK;
}

static bool factor_header(const CellRow *row, bool *swapped)
{
    if (row->n != 2)
        return false;
    *swapped = str_eq(row->v[0], S("factor"));
    return str_eq(row->v[*swapped], S("question")) && str_eq(row->v[!*swapped], S("factor"));
}

Err factors_parse(FactorMap *out, Arena *a, Str file, Str text, Answer *why)
{
    Map seen = { .arena = a }, names = { .arena = a };
    Str line = { 0 };
    size_t at = 0, number = 1;
    CellRow head = { 0 };
    bool swapped;
    char sep;

    (void)cells_line(text, &at, &line);                 /* an empty file has an empty header: refused below */
    sep = cells_separator(line);
    if (!cells_row(a, str_trim(line), sep, &head) || !factor_header(&head, &swapped))
        return answer(why, E_INVALID,
                      T("Tệp “%.*s”: dòng đầu phải là question,factor; hãy sửa tên cột."), SV(file));
    while (cells_line(text, &at, &line)) {
        CellRow row = { 0 };

        number++;
        if (!str_trim(line).n)
            continue;
        if (!cells_row(a, line, sep, &row) || row.n != 2)
            return answer(why, E_INVALID, T("Tệp “%.*s”, dòng %zu: cần đúng hai ô question,factor."), SV(file), number);
        if (swapped) {
            Str first = row.v[0];

            row.v[0] = row.v[1];
            row.v[1] = first;
        }
        why->where = str_fmt(a, tr(why->lang, T("Tệp %.*s, dòng %zu")), SV(file), number);
        TRY(factor_line(out, a, &seen, &names, &row, why));
        why->where = (Str){ 0 };
    }
    if (!out->questions.n)
        return answer(why, E_INVALID, T("Tệp “%.*s” không có câu hỏi nào; mỗi dòng ghi question,factor."), SV(file));
    return OK;
}
