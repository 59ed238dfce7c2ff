#include "issuance/make_remedy.h"

#include "remedy/paper.h"
#include "text/text.h"

/* "[1.2.3]" is a link on the page; on paper the code alone. */
static Str without_marks(Ctx *c, const ScoreRun *r, Str line)
{
    Buf b = { .arena = c->arena };

    for (size_t i = 0; i < line.n; i++) {
        size_t end = i + 1, node = r->nodes.n;
        Str code;

        while (line.p[i] == '[' && end < line.n && line.p[end] != ']')
            end++;
        code = str_sub(line, i + 1, end);
        for (size_t k = 0; line.p[i] == '[' && end < line.n && k < r->nodes.n; k++)
            if (str_eq(r->nodes.v[k].code, code))
                node = k;
        if (node == r->nodes.n) {
            buf_ch(&b, line.p[i]);
            continue;
        }
        buf_fmt(&b, "%.*s (%.*s)", SV(r->nodes.v[node].name), SV(code));
        i = end;
    }
    return buf_str(&b);
}

Err approved_sections(Ctx *c, Paper *p, const ScoreRun *r, size_t unit, Str kind, bool *any)
{
    RemedyPaper words;

    TRY(paper_approved(c, r->set.id, r->unit_ids[unit], kind, &words, any));
    for (size_t i = 0; *any && i < words.parts.n; i++) {
        Str rest = words.parts.v[i].text, line;

        (void)paper_fmt(p, ROLE_SECTION, "%.*s. %.*s", SV(roman_print(c->arena, (int)i + 1)), SV(text_upper(c->arena, words.parts.v[i].title)));
        for (bool more = rest.n > 0; more;) {
            more = str_cut(rest, S("\n"), &line, &rest);
            if (str_trim(line).n)
                (void)paper_text(p, ROLE_BODY, without_marks(c, r, str_trim(line)));
        }
    }
    return OK;
}

Err remedies_appendix(Ctx *c, Paper *p, const ScoreRun *r, size_t unit)
{
    static const char *const heads[] = { "TT", "Nội dung bị trừ điểm", "Điểm", "Nguyên nhân", "Giải pháp khắc phục", "Cơ quan chủ trì", "Cơ quan phối hợp",
        "Thời gian hoàn thành", "Ghi chú" };
    PaperTable *t = paper_table(p, (const int[]){ 4, 17, 6, 17, 22, 10, 9, 9, 6 }, COUNT(heads), 1);
    RemedyRows rows;

    TRY(q_remedy_list(c, &rows, .unit_id = r->unit_ids[unit], .set_id = r->set.id, .today = c->today));
    t->half_points = 22;
    for (size_t i = 0; i < COUNT(heads); i++)
        (void)paper_head(t, str_of(heads[i]));
    for (size_t i = 0; i < rows.n; i++) {
        const RemedyRow *m = &rows.v[i];

        (void)paper_centred(paper_cell(t, str_fmt(c->arena, "%zu", i + 1)));
        (void)paper_cell(t, str_fmt(c->arena, "%.*s %.*s", SV(m->codes_first), SV(m->content)));
        (void)paper_centred(paper_cell(t, score_points(c->arena, r, m->stake, NUM_VI)));
        (void)paper_cell(t, m->cause);
        (void)paper_cell(t, m->measure);
        (void)paper_cell(t, m->lead);
        (void)paper_cell(t, m->support);
        (void)paper_cell(t, m->deadline);
        (void)paper_cell(t, m->note);
    }
    return OK;
}
