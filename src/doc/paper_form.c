/* The fixed parts of an official document: letterhead, signature block, opening of an appendix. */
#include "doc/paper.h"
#include "text/text.h"

/* Twentieths of a point per letter of bold capitals and of bold small letters at 1 pt: close enough for a line beneath. */
enum { CAPITAL = 14, SMALL = 11 };
enum { MOTTO_LINE = 3360 };             /* "Độc lập - Tự do - Hạnh phúc", bold, 14 pt: 168 pt */

Str paper_number(Arena *a, Str number, Str symbol)
{
    int64_t n;

    if (number.n == 0)
        return str_fmt(a, "        /%.*s", SV(symbol));
    if (str_int(number, &n) && n >= 0 && n < 10)
        return str_fmt(a, "0%lld/%.*s", (long long)n, SV(symbol));
    return str_fmt(a, "%.*s/%.*s", SV(number), SV(symbol));
}

Str paper_day(Arena *a, Date d, int year)
{
    int y, m, day;

    if (d.day == 0)
        return str_fmt(a, "ngày      tháng      năm %d", year);
    date_split(d, &y, &m, &day);
    return str_fmt(a, m <= 2 ? "ngày %02d tháng %02d năm %d" : "ngày %02d tháng %d năm %d", day, m, y);
}

static void line_below(PaperTable *t, PaperCell *k, int length)
{
    paper_cell_para(t, k, ROLE_LINE, S(""))->line = length;
}

static void left_column(PaperTable *t, const PaperHead *h)
{
    PaperCell *k = paper_cell(t, S(""));

    k->paras.n = 0;
    if (h->parent.n)
        (void)paper_cell_para(t, k, ROLE_PARENT, text_upper(t->arena, h->parent));
    (void)paper_cell_para(t, k, ROLE_ISSUER, text_upper(t->arena, h->issuer));
    /* a third to a half of the text; a long name breaks into lines of some 22 letters */
    size_t letters = utf8_count(h->issuer);

    line_below(t, k, (int)(letters > 22 ? 22 : letters) * 13 * CAPITAL * 2 / 5);
}

static void right_column(PaperTable *t)
{
    PaperCell *k = paper_cell(t, S(""));

    k->paras.n = 0;
    (void)paper_cell_para(t, k, ROLE_NATION, S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    (void)paper_cell_para(t, k, ROLE_MOTTO, S("Độc lập - Tự do - Hạnh phúc"));
    line_below(t, k, MOTTO_LINE);
}

void paper_letterhead(Paper *p, const PaperHead *h)
{
    PaperTable *t = paper_table(p, (const int[]){ 39, 61 }, 2, 0);
    PaperCell *k;
    int year = h->date.day ? date_year(h->date) : h->year;

    t->plain = true;
    left_column(t, h);
    right_column(t);
    k = paper_cell(t, S(""));
    k->paras.n = 0;
    (void)paper_cell_para(t, k, ROLE_NUMBER, str_fmt(p->arena, "Số: %.*s", SV(paper_number(p->arena, h->number, h->symbol))));
    if (h->type.n == 0 && h->abstract.n)
        (void)paper_cell_para(t, k, ROLE_SUBJECT, str_fmt(p->arena, "V/v %.*s", SV(h->abstract)));
    if (h->secrecy.n)
        (void)paper_cell_para(t, k, ROLE_STAMP, text_upper(p->arena, h->secrecy));
    if (h->urgency.n)
        (void)paper_cell_para(t, k, ROLE_STAMP, text_upper(p->arena, h->urgency));
    k = paper_cell(t, S(""));
    k->paras.n = 0;
    (void)paper_cell_para(t, k, ROLE_PLACE,
        str_fmt(p->arena, "%.*s, %.*s", SV(h->place), SV(h->day.n ? h->day : paper_day(p->arena, h->date, year))));
    if (h->type.n == 0)
        return;
    (void)paper_text(p, ROLE_TYPE, text_upper(p->arena, h->type));
    if (h->abstract.n) {
        size_t letters = utf8_count(h->abstract);

        (void)paper_text(p, ROLE_ABSTRACT, h->abstract);
        paper_text(p, ROLE_LINE, S(""))->line = (int)(letters > 50 ? 50 : letters) * 14 * SMALL * 2 / 5;
    }
}

/* Lines of titles, room for signature and seal, the name. */
static void sign_lines(PaperTable *t, PaperCell *k, const Str *v, size_t n, Str name)
{
    for (size_t i = 0; i < n; i++)
        (void)paper_cell_para(t, k, ROLE_SIGNER, v[i]);
    for (int i = 0; i < 4; i++)
        (void)paper_cell_para(t, k, ROLE_ROOM, S(""));
    (void)paper_cell_para(t, k, ROLE_NAME, name);
}

static void authority(PaperTable *t, PaperCell *k, const PaperSign *s)
{
    static const char *const marks[] = { [SIGN_OWN] = "", [SIGN_DEPUTY] = "KT. ", [SIGN_ORDER] = "TL. ", [SIGN_CHARGED] = "TUQ. ",
        [SIGN_ACTING] = "Q. " };
    Str head = text_upper(t->arena, s->head);

    if (s->n_lines) {
        sign_lines(t, k, s->lines, s->n_lines, s->name);
        return;
    }
    if (s->collective.n)
        (void)paper_cell_para(t, k, ROLE_SIGNER, str_fmt(t->arena, "TM. %.*s", SV(text_upper(t->arena, s->collective))));
    (void)paper_cell_para(t, k, ROLE_SIGNER, str_fmt(t->arena, "%s%.*s", marks[s->power], SV(head)));
    if (s->power != SIGN_OWN && s->power != SIGN_ACTING && s->title.n)
        (void)paper_cell_para(t, k, ROLE_SIGNER, text_upper(t->arena, s->title));
    sign_lines(t, k, NULL, 0, s->name);
}

static void recipients(Paper *p, PaperTable *t, PaperCell *k, const PaperSign *s)
{
    (void)paper_cell_para(t, k, ROLE_RECIPIENTS, S("Nơi nhận:"));
    for (size_t i = 0; i < s->n_recipients; i++)
        (void)paper_cell_para(t, k, ROLE_RECIPIENT, str_fmt(p->arena, "- %.*s;", SV(s->recipients[i])));
    (void)paper_cell_para(t, k, ROLE_RECIPIENT, str_fmt(p->arena, "- Lưu: %.*s.", SV(s->keep.n ? s->keep : S("VT"))));
    if (s->code_note.n)
        (void)paper_cell_para(t, k, ROLE_RECIPIENT, s->code_note);
}

static PaperCell *empty_cell(PaperTable *t)
{
    PaperCell *k = paper_cell(t, S(""));

    k->paras.n = 0;
    return k;
}

static void code(Paper *p, PaperTable *t, PaperCell *k, const PaperSign *s)
{
    if (s->code)
        paper_cell_picture(p, t, k, s->code);
    else
        (void)paper_cell_para(t, k, ROLE_RECIPIENT, s->code_words);
}

/* The code has a column of its own, so that the block is no taller for it. */
void paper_sign(Paper *p, const PaperSign *s)
{
    bool coded = s->code || s->code_words.n;
    PaperTable *t;

    (void)paper_text(p, ROLE_FLUSH, S(""));
    t = paper_table(p, coded && s->n_second == 0 ? (const int[]){ 36, 14, 50 } : (const int[]){ 50, 50, 0 }, coded && s->n_second == 0 ? 3 : 2, 0);
    t->plain = true;
    if (s->n_second == 0) {
        recipients(p, t, empty_cell(t), s);
        if (coded)
            code(p, t, empty_cell(t), s);
        authority(t, empty_cell(t), s);
        return;
    }
    sign_lines(t, empty_cell(t), s->second, s->n_second - 1, s->second[s->n_second - 1]);
    authority(t, empty_cell(t), s);
    recipients(p, t, empty_cell(t), s);
    code(p, t, empty_cell(t), s);
}

void paper_appendix(Paper *p, Str no, Str title, Str of, bool landscape)
{
    paper_page(p, landscape);
    (void)paper_fmt(p, ROLE_APPENDIX, "Phụ lục%s%.*s", no.n ? " " : "", SV(no));
    (void)paper_text(p, ROLE_APPENDIX_TITLE, text_upper(p->arena, title));
    if (of.n)
        (void)paper_fmt(p, ROLE_APPENDIX_OF, "(Kèm theo %.*s)", SV(of));
    paper_text(p, ROLE_LINE, S(""))->line = 1700;
}
