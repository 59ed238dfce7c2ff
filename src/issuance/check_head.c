/* Letterhead, type and abstract. */
#include "issuance/check_in.h"
#include "text/text.h"

enum { HEAD_PIECES = 60 };      /* a letterhead, type and abstract end before this */

static const struct {
    const char *name, *fold, *symbol;
} types[] = {                   /* BASIS: Nghị định 30/2020/NĐ-CP, Điều 7 và Phụ lục III */
    { "Quyết định", "quyet dinh", "QĐ" }, { "Nghị quyết", "nghi quyet", "NQ" }, { "Chỉ thị", "chi thi", "CT" },
    { "Quy chế", "quy che", "QC" }, { "Quy định", "quy dinh", "QyĐ" }, { "Thông cáo", "thong cao", "TC" },
    { "Thông báo", "thong bao", "TB" }, { "Hướng dẫn", "huong dan", "HD" }, { "Chương trình", "chuong trinh", "CTr" },
    { "Kế hoạch", "ke hoach", "KH" }, { "Phương án", "phuong an", "PA" }, { "Đề án", "de an", "ĐA" }, { "Dự án", "du an", "DA" },
    { "Báo cáo", "bao cao", "BC" }, { "Biên bản", "bien ban", "BB" }, { "Tờ trình", "to trinh", "TTr" },
    { "Hợp đồng", "hop dong", "HĐ" }, { "Công điện", "cong dien", "CĐ" }, { "Bản ghi nhớ", "ban ghi nho", "BGN" },
    { "Bản thỏa thuận", "ban thoa thuan", "BTT" }, { "Giấy ủy quyền", "giay uy quyen", "GUQ" }, { "Giấy mời", "giay moi", "GM" },
    { "Giấy giới thiệu", "giay gioi thieu", "GGT" }, { "Giấy nghỉ phép", "giay nghi phep", "GNP" }, { "Phiếu gửi", "phieu gui", "PG" },
    { "Phiếu chuyển", "phieu chuyen", "PC" }, { "Phiếu báo", "phieu bao", "PB" },
};

static bool has(Str s, const char *part)
{
    size_t at;

    return str_find(s, str_of(part), &at);
}

static size_t head_end(const Check *k)
{
    return k->pieces.n < HEAD_PIECES ? k->pieces.n : HEAD_PIECES;
}

static bool is_number_line(const Piece *p)
{
    Str rest = str_sub(p->fold, 2, p->fold.n);

    if (!str_starts(p->fold, S("so")) || !has(p->fold, "/"))
        return false;
    rest = str_trim(rest);
    if (str_starts(rest, S(":")))
        rest = str_trim(str_sub(rest, 1, rest.n));
    return rest.n && (rest.p[0] == '/' || rest.p[0] == '.' || rest.p[0] == '_' || (rest.p[0] >= '0' && rest.p[0] <= '9')
        || str_starts(rest, S("…")));
}

static bool is_place_line(const Piece *p)
{
    return has(p->fold, "ngay") && (has(p->fold, "nam") || has(p->fold, "/20")) && p->text.n < 200
        && (has(p->fold, "thang") || has(p->fold, ", ngay")) && !has(p->fold, "can cu") && !has(p->fold, "kem theo");
}

static void find_parts(Check *k)
{
    for (size_t i = 0; i < head_end(k); i++) {
        const Piece *p = &k->pieces.v[i];

        if (k->nation == SIZE_MAX && has(p->fold, "cong hoa xa hoi"))
            k->nation = i;
        else if (k->motto == SIZE_MAX && str_starts(p->fold, S("doc lap")))
            k->motto = i;
        if (k->number == SIZE_MAX && k->type == SIZE_MAX && is_number_line(p))
            k->number = i;
        if (k->place == SIZE_MAX && k->type == SIZE_MAX && is_place_line(p))
            k->place = i;
        for (size_t t = 0; t < COUNT(types) && k->type == SIZE_MAX; t++)
            if (str_eq(p->fold, str_of(types[t].fold)) && (p->any_bold || p->para->align == ALIGN_CENTER)) {
                k->type = i;
                k->out->type = str_of(types[t].name);
                k->symbol_type = str_of(types[t].symbol);
            }
    }
    k->decision = str_eq(k->symbol_type, S("QĐ")) || str_eq(k->symbol_type, S("NQ"));
}

static void check_nation(Check *k)
{
    static const Str nation = { "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", sizeof "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" - 1 };
    const Piece *p;

    if (k->nation == SIZE_MAX) {
        finding(k, "nation.missing", R_NATION, NULL, T("Không thấy Quốc hiệu; hãy ghi “%.*s” ở góc trên bên phải."), SV(nation));
        return;
    }
    p = &k->pieces.v[k->nation];
    if (!str_eq(p->text, nation))
        finding(k, "nation.text", R_NATION, p, T("Quốc hiệu phải ghi đúng “%.*s”, chữ in hoa."), SV(nation));
    if (!p->bold)
        finding(k, "nation.style", R_NATION, p, T("Quốc hiệu phải in đậm, chữ đứng."));
    check_size(k, "nation.size", R_NATION, p, T("Quốc hiệu"), 12, 13);
}

/* A line beneath: a border or a drawing of this paragraph or of the next ones before anything else is said. */
static bool line_below(const Check *k, const Piece *p)
{
    if (p->underline)
        return true;
    for (size_t i = 0; i < k->doc->paras.n; i++) {
        const LayoutPara *q = &k->doc->paras.v[i];

        if (q->at >= p->para->at && q->at <= p->para->at + 6 && (q->line_below || q->drawing))
            return true;
        if (q->drawing && q->at < p->para->at)      /* a drawing may be anchored above what it underlines */
            return true;
    }
    return false;
}

static void check_motto(Check *k)
{
    static const Str motto = { "Độc lập - Tự do - Hạnh phúc", sizeof "Độc lập - Tự do - Hạnh phúc" - 1 };
    const Piece *p;

    if (k->motto == SIZE_MAX) {
        finding(k, "motto.missing", R_NATION, NULL, T("Không thấy Tiêu ngữ; hãy ghi “%.*s” dưới Quốc hiệu."), SV(motto));
        return;
    }
    p = &k->pieces.v[k->motto];
    if (!str_eq(p->text, motto))
        finding(k, "motto.text", R_NATION, p,
            T("Tiêu ngữ phải ghi đúng “%.*s”: gạch nối ngắn có cách chữ hai bên, chỉ viết hoa chữ cái đầu của mỗi cụm từ."), SV(motto));
    if (!p->bold || p->any_italic)
        finding(k, "motto.style", R_NATION, p, T("Tiêu ngữ phải in đậm, chữ đứng."));
    check_size(k, "motto.size", R_NATION, p, T("Tiêu ngữ"), 13, 14);
    if (!line_below(k, p))
        finding(k, "motto.line", R_NATION, p, T("Dưới Tiêu ngữ chưa có đường kẻ ngang, nét liền, dài bằng dòng chữ."));
}

/* --- who issues --- */

static bool left_of_nation(const Check *k, const Piece *p)
{
    const LayoutPara *nation = k->nation == SIZE_MAX ? NULL : k->pieces.v[k->nation].para;

    if (!nation || p->para == nation)
        return p < &k->pieces.v[k->nation == SIZE_MAX ? 0 : k->nation];
    return nation->table && p->para->table == nation->table ? p->para->col < nation->col : p->para->at < nation->at;
}

static bool short_name(const Piece *p)
{
    return str_starts(p->fold, S("ubnd")) || str_starts(p->fold, S("hdnd")) || has(p->fold, " ubnd ") || str_ends(p->fold, S(" ubnd"));
}

static void check_issuer(Check *k)
{
    size_t end = k->number == SIZE_MAX ? head_end(k) : k->number;
    const Piece *last = NULL, *first = NULL;
    bool any_bold = false;

    for (size_t i = 0; i < end && k->nation != SIZE_MAX; i++) {
        const Piece *p = &k->pieces.v[i];

        if (i == k->nation || i == k->motto || i == k->place || !left_of_nation(k, p))
            continue;
        first = first ? first : p;
        last = p;
        any_bold |= p->bold;
        if (!all_upper(p->text))
            finding(k, "issuer.case", R_ISSUER, p, T("Tên cơ quan ở đầu văn bản phải in hoa."));
        if (short_name(p))
            finding(k, "issuer.short", R_ISSUER, p, T("Tên cơ quan ở đầu văn bản không viết tắt; hãy ghi “ỦY BAN NHÂN DÂN”."));
        check_size(k, "issuer.size", R_ISSUER, p, T("tên cơ quan"), 12, 13);
    }
    if (!last) {
        if (k->nation != SIZE_MAX)
            finding(k, "issuer.missing", R_ISSUER, NULL, T("Không thấy tên cơ quan ban hành ở góc trên bên trái."));
        return;
    }
    if (!any_bold)
        finding(k, "issuer.style", R_ISSUER, last, T("Tên cơ quan ban hành phải in đậm."));
    if (first != last && first->bold && str_starts(first->fold, S("uy ban nhan dan")) && (str_starts(last->fold, S("so "))
            || str_starts(last->fold, S("phong ")) || str_starts(last->fold, S("trung tam ")) || str_starts(last->fold, S("van phong"))
            || str_starts(last->fold, S("ban quan ly"))))
        finding(k, "issuer.parent", R_ISSUER, first, T("Tên cơ quan chủ quản không in đậm; chỉ tên cơ quan ban hành in đậm."));
}

/* --- number and day --- */

static bool digits_only(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0;
}

static void check_symbol(Check *k, const Piece *p, Str symbol)
{
    Str type, org;
    bool known = false;

    if (has(symbol, " ") || has(symbol, "\xC2\xA0"))
        finding(k, "number.blank", R_NUMBER, p, T("Ký hiệu “%.*s” có dấu cách; hãy viết liền, ví dụ QĐ-UBND."), SV(symbol));
    if (has(symbol, "–"))
        finding(k, "number.dash", R_NUMBER, p, T("Ký hiệu “%.*s” dùng gạch dài; hãy dùng gạch nối ngắn (-)."), SV(symbol));
    (void)str_cut(symbol, S("-"), &type, &org);         /* none: a công văn of an office without units */
    type = str_trim(type);
    for (size_t i = 0; i < COUNT(types); i++)
        known |= str_eq(type, str_of(types[i].symbol));
    if (!known && !all_upper(type))
        finding(k, "number.case", R_NUMBER, p, T("Ký hiệu “%.*s” phải viết hoa đúng như bảng chữ viết tắt tên loại văn bản."), SV(symbol));
    if (org.n && !all_upper(org) && !has(org, "Tr") && !has(org, "CP"))
        finding(k, "number.case", R_NUMBER, p, T("Chữ viết tắt tên cơ quan trong ký hiệu “%.*s” phải in hoa."), SV(symbol));
    if (str_eq(type, S("CV")))
        finding(k, "number.letter", R_NUMBER, p, T("Công văn không ghi chữ CV; hãy ghi số rồi tên cơ quan và đơn vị soạn thảo, ví dụ 12/SNV-CCHC."));
    else if (k->symbol_type.n && !str_eq(type, k->symbol_type))
        finding(k, "number.type", R_NUMBER, p, T("Ký hiệu ghi “%.*s” nhưng tên loại là %.*s, viết tắt là %.*s."), SV(type), SV(k->out->type),
            SV(k->symbol_type));
    else if (k->type == SIZE_MAX && known && org.n)
        finding(k, "type.missing", R_TYPE, p, T("Ký hiệu có chữ viết tắt tên loại “%.*s” nhưng không thấy tên loại văn bản."), SV(type));
}

static void check_number(Check *k)
{
    const Piece *p;
    Str rest, number, symbol;

    if (k->number == SIZE_MAX) {
        if (k->nation != SIZE_MAX)
            finding(k, "number.missing", R_NUMBER, NULL, T("Không thấy số, ký hiệu; hãy ghi dưới tên cơ quan theo mẫu “Số: 05/QĐ-UBND”."));
        return;
    }
    p = &k->pieces.v[k->number];
    if (!str_starts(p->text, S("Số:")))
        finding(k, "number.form", R_NUMBER, p, T("Số, ký hiệu phải mở đầu bằng “Số:” (chữ thường, có dấu hai chấm)."));
    rest = str_trim(str_starts(p->text, S("Số:")) ? after_word(p->text, S(":")) : str_sub(p->text, sizeof "Số" - 1, p->text.n));
    if (is_place_line(p) && has(rest, "  "))            /* number and place in one line, held apart by blanks */
        (void)str_cut(rest, has(rest, "   ") ? S("   ") : S("  "), &rest, &number);
    (void)str_cut(rest, S("/"), &number, &symbol);      /* is_number_line saw the stroke */
    if (number.n && number.p[number.n - 1] == ' ' && digits_only(str_trim(number)))
        finding(k, "number.blank", R_NUMBER, p, T("Giữa số và dấu gạch chéo có dấu cách; hãy viết liền, ví dụ 05/QĐ-UBND."));
    number = str_trim(number);
    if (digits_only(number)) {
        k->out->number = str_fmt(k->arena, "%.*s/%.*s", SV(number), SV(str_trim(symbol)));
        if (number.n == 1)
            finding(k, "number.zero", R_NUMBER, p, T("Số nhỏ hơn 10 phải có chữ số 0 ở trước: “0%.*s”."), SV(number));
        if (number.n > 2 && number.p[0] == '0')
            finding(k, "number.zero", R_NUMBER, p, T("Số từ 10 trở lên không ghi thêm chữ số 0 ở trước."));
    }
    check_symbol(k, p, str_trim(symbol));
    if (p->any_bold || p->any_italic)
        finding(k, "number.style", R_NUMBER, p, T("Số, ký hiệu phải là chữ đứng, không đậm."));
    check_size(k, "number.size", R_NUMBER, p, T("số, ký hiệu"), 13, 13);
}

/* The number behind a word of the date: -1 blank, -2 something else. */
static int date_part(Str s, const char *word, bool *zero)
{
    Str rest = str_trim(after_word(s, str_of(word)));
    size_t n = 0;
    int v = 0;

    while (n < rest.n && n < 4 && rest.p[n] >= '0' && rest.p[n] <= '9')
        v = v * 10 + (rest.p[n++] - '0');
    *zero = n > 1 && rest.p[0] == '0';
    return n ? v : -1;
}

static void check_day_form(Check *k, const Piece *p)
{
    bool zero;
    Str day = after_word(p->fold, S("ngay"));
    int d, m;

    if (!has(p->fold, "thang")) {
        finding(k, "date.words", R_DATE, p, T("Ngày ban hành phải ghi đủ chữ “ngày … tháng … năm …”, không ghi bằng dấu gạch chéo hoặc gạch nối."));
        return;
    }
    if (!has(p->fold, ", ngay"))
        finding(k, "date.comma", R_DATE, p, T("Sau địa danh phải có dấu phẩy rồi đến “ngày … tháng … năm …”."));
    d = date_part(p->fold, "ngay", &zero);
    if (d > 0 && d < 10 && !zero)
        finding(k, "date.day", R_DATE, p, T("Ngày nhỏ hơn 10 phải có chữ số 0 ở trước: “ngày 0%d”."), d);
    if (d > 31 || d == 0)
        finding(k, "date.real", R_DATE, p, T("Ngày ghi trong văn bản không có thật."));
    m = date_part(day, "thang", &zero);
    if ((m == 1 || m == 2) && !zero)
        finding(k, "date.month", R_DATE, p, T("Tháng 1 và tháng 2 phải có chữ số 0 ở trước: “tháng 0%d”."), m);
    if (m > 2 && m < 10 && zero)
        finding(k, "date.month", R_DATE, p, T("Từ tháng 3 đến tháng 9 không ghi chữ số 0 ở trước: “tháng %d”."), m);
    if (m > 12 || m == 0)
        finding(k, "date.real", R_DATE, p, T("Tháng ghi trong văn bản không có thật."));
    int y = date_part(day, "nam", &zero);

    if (y >= 0 && y < 1000)
        finding(k, "date.year", R_DATE, p, T("Năm phải ghi đủ bốn chữ số."));
}

static void check_place(Check *k)
{
    const Piece *p;

    if (k->place == SIZE_MAX) {
        if (k->nation != SIZE_MAX)
            finding(k, "date.missing", R_DATE, NULL,
                T("Không thấy địa danh và thời gian ban hành; hãy ghi dưới Tiêu ngữ, ví dụ “Hà Nội, ngày 05 tháng 01 năm 2026”."));
        return;
    }
    p = &k->pieces.v[k->place];
    check_day_form(k, p);
    if (k->place == k->number)
        return;
    if (!p->italic || p->any_bold)
        finding(k, "date.style", R_DATE, p, T("Địa danh và thời gian ban hành phải in nghiêng, không đậm."));
    check_size(k, "date.size", R_DATE, p, T("địa danh và thời gian"), 13, 14);
}

/* --- type and abstract --- */

static void check_letter_subject(Check *k)
{
    for (size_t i = 0; i < head_end(k); i++) {
        const Piece *p = &k->pieces.v[i];

        if (!str_starts(p->fold, S("v/v")) && !str_starts(p->fold, S("ve viec")))
            continue;
        if (p->any_bold)
            finding(k, "abstract.style", R_TYPE, p, T("Trích yếu của công văn không in đậm."));
        check_size(k, "abstract.size", R_TYPE, p, T("trích yếu công văn"), 12, 13);
        return;
    }
    if (k->number != SIZE_MAX && k->nation != SIZE_MAX)
        finding(k, "abstract.missing", R_TYPE, NULL, T("Không thấy tên loại văn bản; nếu là công văn thì hãy ghi trích yếu “V/v …” dưới số, ký hiệu."));
}

static void check_type(Check *k)
{
    const Piece *p;
    bool abstract = false;

    k->body = k->place == SIZE_MAX ? 0 : k->place + 1;
    if (k->type == SIZE_MAX) {
        check_letter_subject(k);
        return;
    }
    p = &k->pieces.v[k->type];
    if (!all_upper(p->text))
        finding(k, "type.case", R_TYPE, p, T("Tên loại văn bản phải in hoa."));
    if (!p->bold || p->any_italic)
        finding(k, "type.style", R_TYPE, p, T("Tên loại văn bản phải in đậm, chữ đứng."));
    if (p->para->align != ALIGN_CENTER)
        finding(k, "type.align", R_TYPE, p, T("Tên loại văn bản phải canh giữa."));
    check_size(k, "type.size", R_TYPE, p, T("tên loại văn bản"), 13, 14);
    k->body = k->type + 1;
    for (size_t i = k->type + 1; i < k->pieces.n && i < k->type + 8; i++) {
        p = &k->pieces.v[i];
        if (p->para->align != ALIGN_CENTER || all_upper(p->text) || str_starts(p->fold, S("kinh gui")))
            break;
        if (str_starts(p->fold, S("(kem theo")) || str_starts(p->fold, S("ban hanh kem theo"))) {
            k->body = i + 1;
            break;
        }
        abstract = true;
        if (!p->bold || p->any_italic)
            finding(k, "abstract.style", R_TYPE, p, T("Trích yếu nội dung phải in đậm, chữ đứng."));
        check_size(k, "abstract.size", R_TYPE, p, T("trích yếu nội dung"), 13, 14);
        k->body = i + 1;
    }
    if (!abstract && !str_eq(k->symbol_type, S("BB")) && !str_eq(k->symbol_type, S("GM")))
        finding(k, "abstract.missing", R_TYPE, &k->pieces.v[k->type], T("Không thấy trích yếu nội dung canh giữa dưới tên loại văn bản."));
}

static void check_urgency(Check *k)
{
    static const char *const marks[] = { "hoa toc", "thuong khan", "khan", "mat", "toi mat", "tuyet mat" };

    for (size_t i = 0; i < head_end(k); i++)
        for (size_t m = 0; m < COUNT(marks); m++) {
            const Piece *p = &k->pieces.v[i];

            if (str_eq(p->fold, str_of(marks[m])) && (!p->bold || !all_upper(p->text)))
                finding(k, "urgency.style", R_URGENT, p, T("Dấu chỉ độ mật, mức độ khẩn phải in hoa, đậm, đặt trong khung."));
        }
}

void check_head(Check *k)
{
    find_parts(k);
    check_nation(k);
    check_motto(k);
    check_issuer(k);
    check_number(k);
    check_place(k);
    check_type(k);
    check_urgency(k);
}
