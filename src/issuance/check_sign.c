/* Nơi nhận and the signature block. */
#include "issuance/check_in.h"
#include "text/text.h"

static bool starts(const Piece *p, const char *head)
{
    return str_starts(p->fold, str_of(head));
}

/* --- recipients --- */

static bool is_item(const Piece *p)
{
    return str_starts(p->text, S("-")) || str_starts(p->text, S("–")) || str_starts(p->text, S("+"));
}

static void check_recipient(Check *k, const Piece *p, bool last)
{
    if (p->any_bold || p->any_italic)
        finding(k, "recipients.list_style", R_TO, p, T("Danh sách nơi nhận phải là chữ đứng, không đậm."));
    check_size(k, "recipients.list_size", R_TO, p, T("danh sách nơi nhận"), 11, 11);
    if (!last && !str_ends(p->text, S(";")) && !str_ends(p->text, S(",")))
        finding(k, "recipients.semicolon", R_TO, p, T("Cuối mỗi dòng nơi nhận phải có dấu chấm phẩy."));
    if (last && !str_ends(p->text, S(".")))
        finding(k, "recipients.period", R_TO, p, T("Dòng “Lưu” ở cuối nơi nhận phải kết thúc bằng dấu chấm."));
}

static void check_keep(Check *k, const Piece *p)
{
    Str kept = after_word(p->fold, S("luu"));

    if (!str_starts(str_trim(kept), S(":")))
        finding(k, "recipients.keep", R_TO, p, T("Dòng cuối của nơi nhận phải ghi “Lưu:” rồi đến VT và đơn vị soạn thảo."));
    else if (!str_starts(str_trim(str_sub(str_trim(kept), 1, kept.n)), S("vt")))
        finding(k, "recipients.keep", R_TO, p, T("Dòng “Lưu” phải ghi văn thư trước: “- Lưu: VT, <đơn vị soạn thảo>.”."));
}

static void check_recipients(Check *k)
{
    const Piece *p, *last = NULL;
    size_t end = k->recipients + 1;

    p = &k->pieces.v[k->recipients];
    if (!str_starts(p->text, S("Nơi nhận:")))
        finding(k, "recipients.form", R_TO, p, T("Phải ghi “Nơi nhận:” bằng chữ thường, có dấu hai chấm."));
    if (!p->any_bold || !p->any_italic)
        finding(k, "recipients.style", R_TO, p, T("Chữ “Nơi nhận:” phải in đậm và nghiêng."));
    check_size(k, "recipients.size", R_TO, p, T("chữ “Nơi nhận”"), 12, 12);
    while (end < k->pieces.n && is_item(&k->pieces.v[end]))
        last = &k->pieces.v[end++];
    if (!last) {
        finding(k, "recipients.dash", R_TO, p, T("Mỗi nơi nhận phải ghi trên một dòng có gạch đầu dòng và dấu chấm phẩy ở cuối."));
        return;
    }
    for (size_t i = k->recipients + 1; i < end; i++) {
        bool keep = starts(&k->pieces.v[i], "- luu") || starts(&k->pieces.v[i], "-luu");

        check_recipient(k, &k->pieces.v[i], &k->pieces.v[i] == last);
        if (keep)
            check_keep(k, &k->pieces.v[i]);
        if (keep && &k->pieces.v[i] != last)
            finding(k, "recipients.keep_last", R_TO, &k->pieces.v[i], T("Dòng “Lưu” phải đứng cuối danh sách nơi nhận."));
    }
    if (!starts(last, "- luu") && !starts(last, "-luu") && !starts(last, "- l\xc6\xb0u"))
        finding(k, "recipients.keep", R_TO, last, T("Nơi nhận phải kết thúc bằng dòng “- Lưu: VT, <đơn vị soạn thảo>.”."));
}

/* --- signature --- */

static const struct {
    const char *wrong, *right;  /* folded beginning; as it must be */
} powers[] = {
    { "tm.", "TM. " }, { "kt.", "KT. " }, { "tl.", "TL. " }, { "tuq.", "TUQ. " }, { "q.", "Q. " }, { "t/m", "TM. " }, { "k/t", "KT. " },
    { "t/l", "TL. " }, { "tm ", "TM. " }, { "kt ", "KT. " }, { "tl ", "TL. " }, { "tuq ", "TUQ. " },
};

static int power_of(const Piece *p)
{
    for (size_t i = 0; i < COUNT(powers); i++)
        if (str_starts(p->fold, str_of(powers[i].wrong)))
            return (int)i;
    return -1;
}

static bool is_title(const Piece *p)
{
    static const char *const titles[] = { "chu tich", "pho chu tich", "giam doc", "pho giam doc", "truong phong", "pho truong phong",
        "chanh van phong", "pho chanh van phong", "truong ban", "pho truong ban", "cuc truong", "vu truong", "bo truong", "thu truong",
        "chanh thanh tra", "hieu truong", "to truong", "tong giam doc", "chu toa", "truong doan", "chu tri", "thu ky", "dai dien" };
    SCRATCH(tmp);

    for (size_t i = 0; i < COUNT(titles); i++)
        if (str_eq(p->fold, str_of(titles[i])) || str_starts(p->fold, str_fmt(&tmp, "%s ", titles[i])))
            return true;
    return power_of(p) >= 0;
}

/* Bodies that decide together sign TM.; offices led by one head do not. */
static bool collective(Str fold)
{
    static const char *const bodies[] = { "uy ban", "ubnd", "hoi dong", "hdnd", "ban ", "doan", "to ", "thuong truc", "chinh phu", "dang uy" };

    for (size_t i = 0; i < COUNT(bodies); i++)
        if (str_starts(fold, str_of(bodies[i])))
            return true;
    return false;
}

static void check_power(Check *k, const Piece *p, const Piece *next)
{
    int i = power_of(p);
    Str rest;

    if (i < 0)
        return;
    if (!str_starts(p->text, str_of(powers[i].right)))
        finding(k, "sign.power", R_SIGN, p, T("Chữ viết tắt quyền hạn của người ký phải ghi “%s” rồi cách một chữ."), powers[i].right);
    rest = str_trim(str_sub(p->fold, strlen(powers[i].wrong), p->fold.n));
    if (strcmp(powers[i].right, "TM. ") == 0 && !collective(rest))
        finding(k, "sign.collective", R_SIGN, p, T("TM. chỉ dùng khi ký thay mặt tập thể (Ủy ban nhân dân, hội đồng, ban); cơ quan theo chế độ thủ trưởng thì ký trực tiếp."));
    if (strcmp(powers[i].right, "KT. ") == 0 && next && is_title(next) && !str_starts(next->fold, S("pho")) && !str_starts(next->fold, S("thu truong")))
        finding(k, "sign.deputy", R_SIGN, next, T("Sau “KT.” phải là chức vụ cấp phó của người đứng đầu."));
}

static void check_name(Check *k, const Piece *p)
{
    static const Str degrees[] = { { "ths", 3 }, { "ts.", 3 }, { "pgs", 3 }, { "gs.", 3 }, { "ong ", 4 }, { "ba ", 3 } };

    if (!p->bold)
        finding(k, "sign.name", R_SIGN, p, T("Họ và tên người ký phải in đậm, chữ đứng."));
    if (all_upper(p->text))
        finding(k, "sign.name_case", R_SIGN, p, T("Họ và tên người ký viết chữ thường, chỉ viết hoa chữ cái đầu."));
    for (size_t i = 0; i < COUNT(degrees); i++)
        if (str_starts(p->fold, degrees[i]) && (degrees[i].p[degrees[i].n - 1] != ' ' || i >= 4))
            finding(k, "sign.degree", R_SIGN, p, T("Trước họ tên người ký không ghi học hàm, học vị hoặc danh xưng."));
    check_size(k, "sign.size", R_SIGN, p, T("họ tên người ký"), 13, 14);
}

static bool looks_like_name(const Piece *p)
{
    size_t words = 1;

    for (size_t i = 0; i < p->text.n; i++)
        words += p->text.p[i] == ' ';
    return words >= 2 && words <= 6 && p->text.n < 60 && !is_item(p) && p->text.p[0] != '(';
}

static void check_signer(Check *k, size_t from, size_t end)
{
    bool title = false;

    for (size_t i = from; i < end; i++) {
        const Piece *p = &k->pieces.v[i], *next = i + 1 < end ? &k->pieces.v[i + 1] : NULL;

        if (is_item(p) || i == k->recipients)
            continue;
        if (is_title(p)) {
            title = true;
            check_power(k, p, next);
            if (!all_upper(p->text))
                finding(k, "sign.title_case", R_SIGN, p, T("Quyền hạn và chức vụ của người ký phải in hoa."));
            if (!p->bold)
                finding(k, "sign.title", R_SIGN, p, T("Quyền hạn và chức vụ của người ký phải in đậm."));
            check_size(k, "sign.size", R_SIGN, p, T("chức vụ người ký"), 13, 14);
        } else if (title && looks_like_name(p)) {
            check_name(k, p);
            return;
        }
    }
    if (!title)
        finding(k, "sign.missing", R_SIGN, NULL, T("Không thấy chức vụ của người ký ở cuối văn bản."));
}

void check_sign(Check *k)
{
    size_t from, end;

    for (size_t i = k->body; i < k->pieces.n && k->recipients == SIZE_MAX; i++)
        if (starts(&k->pieces.v[i], "noi nhan") && k->pieces.v[i].text.n < 200)
            k->recipients = i;
    if (k->recipients == SIZE_MAX) {
        if (k->nation != SIZE_MAX && !str_eq(k->symbol_type, S("BB")))
            finding(k, "recipients.missing", R_TO, NULL, T("Không thấy “Nơi nhận:” ở cuối văn bản, bên trái."));
        from = k->pieces.n > 8 ? k->pieces.n - 8 : 0;
        end = k->pieces.n;
    } else {
        check_recipients(k);
        from = str_eq(k->symbol_type, S("BB")) && k->recipients > 10 ? k->recipients - 10      /* minutes are signed above the recipients */
            : k->recipients > 3 && !k->pieces.v[k->recipients].para->table ? k->recipients - 3 : k->recipients;
        end = k->recipients + 40 < k->pieces.n ? k->recipients + 40 : k->pieces.n;
        for (size_t i = k->recipients; i < end; i++)
            if (starts(&k->pieces.v[i], "phu luc"))
                end = i;
    }
    if (k->nation != SIZE_MAX || k->recipients != SIZE_MAX)
        check_signer(k, from, end);
}
