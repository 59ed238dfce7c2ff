/* What stands between the abstract and the signature, and the appendices. */
#include "issuance/check_in.h"
#include "text/text.h"

enum { LONG = 100 };            /* bytes from which a paragraph is running text and not a heading */

static bool starts(const Piece *p, const char *head)
{
    return str_starts(p->fold, str_of(head));
}

static bool is_basis(const Piece *p)
{
    return starts(p, "can cu ") || starts(p, "theo de nghi") || starts(p, "xet de nghi") || starts(p, "xet to trinh")
        || starts(p, "thuc hien quyet dinh") || starts(p, "thuc hien nghi quyet") || starts(p, "thuc hien ke hoach");
}

static size_t body_end(const Check *k)
{
    for (size_t i = k->body; i < k->pieces.n; i++)
        if (starts(&k->pieces.v[i], "noi nhan") || starts(&k->pieces.v[i], "phu luc"))
            return i;
    return k->pieces.n;
}

static void check_basis(Check *k, size_t end)
{
    size_t first = SIZE_MAX, last = 0, n = 0;

    for (size_t i = k->body; i < end; i++) {
        if (starts(&k->pieces.v[i], "dieu 1") || starts(&k->pieces.v[i], "quyet dinh:") || starts(&k->pieces.v[i], "i."))
            break;
        if (!is_basis(&k->pieces.v[i]))
            continue;
        first = first == SIZE_MAX ? i : first;
        last = i;
        n++;
    }
    if (k->decision && n == 0) {
        finding(k, "basis.missing", R_BODY, NULL, T("Quyết định, nghị quyết phải nêu căn cứ ban hành, mỗi căn cứ một dòng bắt đầu bằng “Căn cứ”."));
        return;
    }
    if (n == 0 || (!k->decision && n < 2))
        return;
    for (size_t i = first; i <= last; i++) {
        const Piece *p = &k->pieces.v[i];

        if (!is_basis(p))
            continue;
        if (i < last && !str_ends(p->text, S(";")))
            finding(k, "basis.semicolon", R_BODY, p, T("Mỗi căn cứ phải kết thúc bằng dấu chấm phẩy."));
        if (i == last && k->decision && !str_ends(p->text, S(".")))
            finding(k, "basis.period", R_BODY, p, T("Căn cứ cuối cùng phải kết thúc bằng dấu chấm."));
        if (!p->italic && (k->decision || i < last))
            finding(k, "basis.style", R_BODY, p, T("Căn cứ ban hành phải in nghiêng."));
    }
}

static void check_articles(Check *k, size_t end)
{
    int64_t expected = 1, n;

    for (size_t i = k->body; i < end; i++) {
        const Piece *p = &k->pieces.v[i];
        size_t at = sizeof "dieu " - 1, from = at;

        if (!str_starts(p->text, S("Điều ")) && !str_starts(p->text, S("ĐIỀU ")))
            continue;
        while (at < p->fold.n && p->fold.p[at] >= '0' && p->fold.p[at] <= '9')
            at++;
        if (!str_int(str_sub(p->fold, from, at), &n))
            continue;
        if (at >= p->fold.n || (p->fold.p[at] != '.' && p->fold.p[at] != ':'))
            continue;           /* "Điều 5 của Luật …" in running text */
        if (p->fold.p[at] == ':' || str_starts(p->text, S("ĐIỀU")))
            finding(k, "article.form", R_BODY, p, T("Điều phải ghi “Điều %lld.” bằng chữ thường, sau số là dấu chấm."), (long long)n);
        if (!p->any_bold)
            finding(k, "article.style", R_BODY, p, T("Chữ “Điều” và số thứ tự phải in đậm."));
        if (n != expected && n != 1)
            finding(k, "article.order", R_BODY, p, T("Số thứ tự của điều không liên tục: sau Điều %lld là Điều %lld."), (long long)(expected - 1),
                (long long)n);
        expected = n + 1;
    }
    if (k->decision && expected == 1 && !k->doc->sections.v[0].landscape)
        finding(k, "article.missing", R_BODY, NULL, T("Quyết định, nghị quyết phải chia thành điều: “Điều 1. …”."));
}

static void check_para(Check *k, const Piece *p)
{
    const LayoutPara *q = p->para;

    if (q->align != ALIGN_JUSTIFY)
        finding(k, "body.align", R_BODY, p, T("Nội dung phải canh đều hai lề."));
    if (p->small < 26 || p->large > 28)
        finding(k, "body.size", R_BODY, p, T("Cỡ chữ của nội dung là %g; hãy dùng cỡ từ 13 đến 14."), (p->small < 26 ? p->small : p->large) / 2.0);
    if (q->text.p[0] != '\t' && (q->first < 540 || q->first > 740) && !q->label)
        finding(k, "body.indent", R_BODY, p, T("Dòng đầu của đoạn lùi vào %.2f cm; hãy lùi 1 cm hoặc 1,27 cm."), q->first / 567.0);
    if (q->before + q->after < 110)
        finding(k, "body.gap", R_BODY, p, T("Khoảng cách giữa các đoạn là %g pt; hãy để tối thiểu 6 pt."), (q->before + q->after) / 20.0);
    if (!q->exact && (q->line < 235 || q->line > 365))
        finding(k, "body.line", R_BODY, p, T("Khoảng cách dòng là %.2f; hãy dùng từ dòng đơn đến 1,5 dòng."), q->line / 240.0);
}

static bool starts_with_dots(Str s, size_t *at)
{
    return str_find(s, S("………"), at) || str_find(s, S("........"), at) || str_find(s, S("____"), at);
}

static void check_paragraphs(Check *k, size_t end)
{
    const LayoutPara *last = NULL;
    size_t at;

    for (size_t i = k->body; i < end; i++) {
        const Piece *p = &k->pieces.v[i];

        if (str_find(p->text, S("{{"), &at))
            finding(k, "body.field", R_BODY, p, T("Còn trường chưa được điền trong ngoặc {{ }}."));
        if (k->out->number.n && starts_with_dots(p->text, &at))
            finding(k, "body.dots", R_BODY, p, T("Văn bản đã có số nhưng còn chỗ để trống bằng dấu chấm; hãy điền hoặc bỏ."));
        if (p->para->table || p->para->textbox || p->text.n < LONG || p->para == last || p->para->align == ALIGN_CENTER || is_basis(p))
            continue;
        last = p->para;
        check_para(k, p);
    }
}

static void check_to(Check *k, size_t end)
{
    for (size_t i = k->place == SIZE_MAX ? 0 : k->place; i < end; i++) {
        const Piece *p = &k->pieces.v[i];

        if (!starts(p, "kinh gui"))
            continue;
        if (!str_starts(p->text, S("Kính gửi:")))
            finding(k, "to.form", R_TO, p, T("Phải ghi “Kính gửi:” bằng chữ thường, có dấu hai chấm."));
        if (p->any_bold || p->any_italic)
            finding(k, "to.style", R_TO, p, T("Dòng “Kính gửi” phải là chữ đứng, không đậm."));
        check_size(k, "to.size", R_TO, p, T("dòng “Kính gửi”"), 13, 14);
        return;
    }
    if (str_eq(k->symbol_type, S("TTr")))
        finding(k, "to.missing", R_TO, NULL, T("Tờ trình phải có dòng “Kính gửi:” trước nội dung."));
}

/* --- appendices --- */

static bool opens_appendix(const Piece *p)
{
    return starts(p, "phu luc") && p->text.n < 40 && p->para->align == ALIGN_CENTER;
}

static void check_appendix(Check *k, size_t i, int of)
{
    const Piece *p = &k->pieces.v[i];
    Str label = str_trim(str_sub(p->text, sizeof "Phụ lục" - 1, p->text.n));
    int roman;
    bool with = false;

    if (!p->bold)
        finding(k, "appendix.style", R_APPENDIX, p, T("Chữ “Phụ lục” phải in đậm, canh giữa."));
    if (of > 1 && label.n == 0)
        finding(k, "appendix.number", R_APPENDIX, p, T("Có từ hai phụ lục trở lên thì phải đánh số La Mã: Phụ lục I, Phụ lục II …"));
    if (label.n && !roman_parse(label, &roman))
        finding(k, "appendix.number", R_APPENDIX, p, T("Phụ lục đánh số “%.*s”; hãy dùng chữ số La Mã: Phụ lục I, Phụ lục II …"), SV(label));
    for (size_t j = i + 1; j < k->pieces.n && j < i + 7; j++)
        with |= starts(&k->pieces.v[j], "(kem theo") || starts(&k->pieces.v[j], "(ban hanh kem theo") || starts(&k->pieces.v[j], "kem theo");
    if (!with)
        finding(k, "appendix.of", R_APPENDIX, p, T("Dưới tên phụ lục phải ghi “(Kèm theo … số … ngày … của …)”."));
    if (i + 1 < k->pieces.n && !all_upper(k->pieces.v[i + 1].text) && !starts(&k->pieces.v[i + 1], "(kem theo"))
        finding(k, "appendix.title", R_APPENDIX, &k->pieces.v[i + 1], T("Tên phụ lục phải in hoa, đậm, canh giữa."));
}

static void check_appendices(Check *k)
{
    int of = 0;

    for (size_t i = k->body; i < k->pieces.n; i++)
        of += opens_appendix(&k->pieces.v[i]);
    for (size_t i = k->body; i < k->pieces.n; i++)
        if (opens_appendix(&k->pieces.v[i]))
            check_appendix(k, i, of);
}

void check_body(Check *k)
{
    size_t end = body_end(k);

    check_basis(k, end);
    check_articles(k, end);
    check_paragraphs(k, end);
    check_to(k, end);
    check_appendices(k);
}
