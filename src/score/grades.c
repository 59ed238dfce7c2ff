#include "score/score_run.h"

static const char usual[] = "90 Xuất sắc; 80 Tốt; 70 Khá; 50 Trung bình; 0 Yếu";

static Err parse_scale(GradeScale *out, Arena *a, Str line, Answer *why)
{
    Str head, rest, one;

    *out = (GradeScale){ 0 };
    if (str_cut(line, S(":"), &head, &rest))
        out->group = str_trim(head);
    else
        rest = line;
    while (rest.n) {
        Str from, name;
        GradeBand *b;

        (void)str_cut(rest, S(";"), &one, &rest);               /* the last band has no semicolon behind it */
        one = str_trim(one);
        if (!one.n)
            continue;
        b = vec_add(a, &out->bands);
        if (!str_cut(one, S(" "), &from, &name) || !dec_parse(&b->from, from))
            return answer(why, E_INVALID, T("Mức xếp loại “%.*s” không hiểu được; hãy ghi như “90 Xuất sắc; 80 Tốt; 0 Yếu”."), SV(one));
        b->name = str_trim(name);
        if (out->bands.n > 1 && dec_cmp(b->from, out->bands.v[out->bands.n - 2].from) >= 0)
            return answer(why, E_INVALID, T("Các mức xếp loại phải xếp từ cao xuống thấp; “%.*s” không thấp hơn mức trước."), SV(one));
    }
    return OK;
}

Err grades_parse(GradeScales *out, Arena *a, Str text, Answer *why)
{
    Str line;

    *out = (GradeScales){ 0 };
    text = str_trim(text);
    if (!text.n)
        text = str_of(usual);
    while (text.n) {
        (void)str_cut(text, S("\n"), &line, &text);             /* the last line has no end */
        line = str_trim(line);
        if (line.n)
            TRY(parse_scale(vec_add(a, out), a, line, why));
    }
    return OK;
}

Str grade_of(const GradeScales *scales, Str group, Dec percent)
{
    const GradeScale *scale = NULL;

    for (size_t i = 0; i < scales->n; i++)
        if (str_eq(scales->v[i].group, group) || (!scales->v[i].group.n && !scale))
            scale = &scales->v[i];
    for (size_t b = 0; scale && b < scale->bands.n; b++)
        if (dec_cmp(percent, scale->bands.v[b].from) >= 0)
            return scale->bands.v[b].name;
    return (Str){ 0 };
}
