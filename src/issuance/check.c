#include "issuance/check_in.h"

#include "base/json.h"
#include "text/text.h"

void finding(Check *k, const char *code, const char *rule, const Piece *p, const char *fmt, ...)
{
    va_list ap;
    Finding *f;

    for (size_t i = 0; i < k->out->list.n; i++)
        if (strcmp(k->out->list.v[i].code, code) == 0) {
            k->out->list.v[i].count++;
            return;
        }
    f = vec_add(k->arena, &k->out->list);
    f->code = code;
    f->rule = rule;
    f->count = 1;
    va_start(ap, fmt);
    f->text = str_vfmt(k->arena, tr(k->lang, fmt), ap);
    va_end(ap);
    if (p) {
        size_t end = p->text.n;

        if (end > 90)
            for (end = 90; end && ((unsigned char)p->text.p[end] & 0xC0) == 0x80; end--)
                ;
        f->para = p->para->at;
        f->quote = str_sub(p->text, 0, end);
    }
}

void check_size(Check *k, const char *code, const char *rule, const Piece *p, const char *what, int least, int most)
{
    if (p->small >= 2 * least && p->large <= 2 * most)
        return;
    if (least == most)
        finding(k, code, rule, p, T("Cỡ chữ của %s là %g; hãy dùng cỡ %d."), tr(k->lang, what), p->small / 2.0, least);
    else
        finding(k, code, rule, p, T("Cỡ chữ của %s là %g; hãy dùng cỡ từ %d đến %d."), tr(k->lang, what),
            (p->small < 2 * least ? p->small : p->large) / 2.0, least, most);
}

Str after_word(Str s, Str word)
{
    size_t at;

    return str_find(s, word, &at) ? str_sub(s, at + word.n, s.n) : S("");
}

bool all_upper(Str s)
{
    SCRATCH(tmp);

    return str_eq(text_upper(&tmp, s), s) && !str_eq(text_lower(&tmp, s), s);
}

/* --- pieces --- */

static void piece_end(Check *k, const LayoutPara *para, Buf *text, Piece *p)
{
    Str s = str_trim(text_nfc(k->arena, buf_str(text)));

    if (s.n) {
        p->para = para;
        p->text = s;
        p->fold = text_fold(k->arena, s);
        *vec_add(k->arena, &k->pieces) = *p;
    }
    *text = (Buf){ .arena = k->arena };
    *p = (Piece){ .bold = true, .italic = true, .underline = true, .small = INT32_MAX };
}

static void piece_look(Piece *p, const LayoutRun *r)
{
    p->bold &= r->bold;
    p->italic &= r->italic;
    p->any_bold |= r->bold;
    p->any_italic |= r->italic;
    p->underline &= r->underline;
    if (r->half_points < p->small)
        p->small = r->half_points;
    if (r->half_points > p->large)
        p->large = r->half_points;
}

static void pieces_of(Check *k, const LayoutPara *para)
{
    Buf text = { .arena = k->arena };
    Piece p = { .bold = true, .italic = true, .underline = true, .small = INT32_MAX };

    for (size_t i = 0; i < para->runs.n; i++) {
        const LayoutRun *r = &para->runs.v[i];
        size_t from = 0;

        for (size_t at = 0; at <= r->text.n; at++) {
            bool cut = at < r->text.n && (r->text.p[at] == '\n' || r->text.p[at] == '\t');

            if (!cut && at < r->text.n)
                continue;
            Str part = str_sub(r->text, from, at);

            if (str_trim(part).n)
                piece_look(&p, r);
            buf_add(&text, part);
            if (cut)
                piece_end(k, para, &text, &p);
            from = at + 1;
        }
    }
    piece_end(k, para, &text, &p);
}

/* --- pages --- */

static bool near(int v, int least, int most)
{
    enum { SLACK = 30 };        /* half a millimetre: Word rounds */

    return v >= least - SLACK && v <= most + SLACK;
}

static void margin(Check *k, const char *code, int v, int least, int most, const char *side)
{
    if (!near(v, least * 1440 * 10 / 254, most * 1440 * 10 / 254))
        finding(k, code, R_MARGIN, NULL, T("Lề %s là %.0f mm; hãy đặt từ %d đến %d mm."), tr(k->lang, side), v * 25.4 / 1440, least, most);
}

static void check_margins(Check *k, const LayoutSection *s)
{
    /* a landscape page may keep the margins of the turned sheet */
    bool turned = s->landscape && near(s->top, 1701, 1984) && near(s->bottom, 850, 1134) && near(s->left, 1134, 1417) && near(s->right, 1134, 1417);
    bool turned_left = s->landscape && near(s->bottom, 1701, 1984) && near(s->top, 850, 1134) && near(s->left, 1134, 1417) && near(s->right, 1134, 1417);

    if (s->width == 0 || turned || turned_left)
        return;
    margin(k, "margin.top", s->top, 20, 25, T("trên"));
    margin(k, "margin.bottom", s->bottom, 20, 25, T("dưới"));
    margin(k, "margin.left", s->left, 30, 35, T("trái"));
    margin(k, "margin.right", s->right, 15, 20, T("phải"));
}

static size_t letters_of(const Layout *d)
{
    size_t n = 0;

    for (size_t i = 0; i < d->paras.n; i++)
        if (d->paras.v[i].section == 0)                 /* appendices count their pages for themselves */
            n += utf8_count(d->paras.v[i].text) + 40;
    return n;
}

static void check_page_number(Check *k)
{
    enum { ONE_PAGE = 2600 };   /* letters that fit on a page for certain; beyond it the document has a second page */
    const LayoutSection *s = &k->doc->sections.v[0];
    const LayoutMargin *head = &s->head[MARGIN_DEFAULT];
    bool foot = s->foot[MARGIN_DEFAULT].page || s->foot[MARGIN_FIRST].page;

    if (foot)
        finding(k, "page.place", R_PAGE, NULL, T("Số trang đặt ở cuối trang; hãy đặt canh giữa ở lề trên của trang."));
    if (!head->page) {
        if (!foot && letters_of(k->doc) > ONE_PAGE)
            finding(k, "page.missing", R_PAGE, NULL, T("Văn bản không đánh số trang; hãy đánh số canh giữa ở lề trên từ trang thứ hai."));
        return;
    }
    if (head->align != ALIGN_CENTER)
        finding(k, "page.align", R_PAGE, NULL, T("Số trang không ở giữa; hãy canh giữa ở lề trên của trang."));
    if (!s->title_page || s->head[MARGIN_FIRST].page)
        finding(k, "page.first", R_PAGE, NULL, T("Số trang hiện cả ở trang thứ nhất; hãy bỏ ở trang đầu (Different First Page)."));
    if (head->half_points < 26 || head->half_points > 28)
        finding(k, "page.size", R_PAGE, NULL, T("Cỡ chữ của số trang là %g; hãy dùng cỡ từ 13 đến 14."), head->half_points / 2.0);
    if (head->bold || head->italic)
        finding(k, "page.style", R_PAGE, NULL, T("Số trang in đậm hoặc nghiêng; hãy dùng chữ đứng, không đậm."));
}

void check_pages(Check *k)
{
    for (size_t i = 0; i < k->doc->sections.n; i++) {
        const LayoutSection *s = &k->doc->sections.v[i];
        int wide = s->landscape ? s->height : s->width, high = s->landscape ? s->width : s->height;

        if (s->width && (!near(wide, 11906, 11906) || !near(high, 16838, 16838)))
            finding(k, "paper.size", R_PAPER, NULL, T("Khổ giấy là %.0f × %.0f mm; hãy dùng khổ A4 (210 × 297 mm)."),
                s->width * 25.4 / 1440, s->height * 25.4 / 1440);
        if (s->landscape && i == 0)
            finding(k, "paper.direction", R_DIRECTION, NULL,
                T("Phần đầu của văn bản nằm ngang; hãy để khổ dọc và tách bảng rộng thành phụ lục nằm ngang."));
        check_margins(k, s);
    }
    check_page_number(k);
}

/* --- fonts --- */

static bool symbol_font(Str font)
{
    static const Str list[] = { { "Symbol", 6 }, { "Wingdings", 9 }, { "Webdings", 8 }, { "Cambria Math", 12 } };

    for (size_t i = 0; i < COUNT(list); i++)
        if (str_starts(font, list[i]))
            return true;
    return false;
}

static void check_run_font(Check *k, const LayoutPara *para, const LayoutRun *r)
{
    Piece p = { .para = para, .text = str_trim(r->text) };

    if (p.text.n == 0)
        return;
    if (str_starts(r->font, S(".Vn")) || str_starts(r->font, S("VNI")))
        finding(k, "font.unicode", R_FONT, &p, T("Phông %.*s dùng bảng mã cũ; hãy chuyển sang Times New Roman, bộ mã Unicode."), SV(r->font));
    else if (r->font.n && !symbol_font(r->font) && !text_fold_eq(r->font, S("Times New Roman")))
        finding(k, "font.name", R_FONT, &p, T("Chữ dùng phông %.*s; hãy dùng Times New Roman."), SV(r->font));
    if (r->color.n && !str_eq(r->color, S("000000")))
        finding(k, "font.color", R_FONT, &p, T("Chữ có màu #%.*s; hãy dùng màu đen."), SV(r->color));
}

void check_fonts(Check *k)
{
    for (size_t i = 0; i < k->doc->paras.n; i++) {
        const LayoutPara *para = &k->doc->paras.v[i];
        Piece p = { .para = para, .text = para->text };

        for (size_t r = 0; r < para->runs.n; r++)
            check_run_font(k, para, &para->runs.v[r]);
        if (!str_eq(text_nfc(k->arena, para->text), para->text))
            finding(k, "font.composed", R_FONT, &p, T("Chữ có dấu viết bằng mã tổ hợp; hãy chuyển sang Unicode dựng sẵn (TCVN 6909:2001)."));
    }
}

Err check_docx(Findings *out, Arena *a, Lang lang, Str file, Str bytes, Answer *why)
{
    Layout doc;
    Check k = { .arena = a, .lang = lang, .out = out, .doc = &doc };

    *out = (Findings){ 0 };
    TRY(docx_layout(&doc, a, file, bytes, NULL, why));
    k.nation = k.motto = k.number = k.place = k.type = k.recipients = SIZE_MAX;
    for (size_t i = 0; i < doc.paras.n; i++)
        pieces_of(&k, &doc.paras.v[i]);
    if (k.pieces.n == 0)
        return answer(why, E_INVALID, T("Tệp “%.*s” không có chữ nào để kiểm tra."), SV(file));
    check_pages(&k);
    check_fonts(&k);
    check_head(&k);
    check_body(&k);
    check_sign(&k);
    return OK;
}

void findings_json(const Findings *f, Str file, Lang lang, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '{');
    json_kstr(&j, "file", file);
    json_kstr(&j, "type", f->type);
    json_kstr(&j, "number", f->number);
    json_kint(&j, "count", (int64_t)f->list.n);
    json_key(&j, "findings");
    json_open(&j, '[');
    for (size_t i = 0; i < f->list.n; i++) {
        const Finding *k = &f->list.v[i];

        json_open(&j, '{');
        json_kstr(&j, "code", str_of(k->code));
        json_kstr(&j, "severity", S("warning"));
        json_kstr(&j, "basis", S("30/2020/NĐ-CP"));
        json_kstr(&j, "article", str_of(tr(lang, k->rule)));
        json_kstr(&j, "message", k->text);
        json_kint(&j, "paragraph", k->para);
        json_kstr(&j, "quote", k->quote);
        json_kint(&j, "times", k->count);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
}

void findings_text(const Findings *f, Str file, Lang lang, Buf *out)
{
    if (f->list.n == 0) {
        buf_fmt(out, tr(lang, T("%.*s: không thấy chỗ nào trái Nghị định 30/2020/NĐ-CP.\n")), SV(file));
        return;
    }
    for (size_t i = 0; i < f->list.n; i++) {
        const Finding *k = &f->list.v[i];

        buf_fmt(out, "%.*s", SV(file));
        if (k->para)
            buf_fmt(out, tr(lang, T(", đoạn %d")), k->para);
        buf_fmt(out, ": %.*s", SV(k->text));
        if (k->count > 1)
            buf_fmt(out, tr(lang, T(" (%d chỗ)")), k->count);
        buf_fmt(out, " [%s]\n", tr(lang, k->rule));
        if (k->quote.n)
            buf_fmt(out, "    “%.*s”\n", SV(k->quote));
    }
    buf_fmt(out, tr(lang, T("%zu điều cần xem lại theo Nghị định 30/2020/NĐ-CP.\n")), f->list.n);
}
