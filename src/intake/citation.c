#include "intake/citation.h"

#include "base/map.h"
#include "intake/pattern.h"

#define TYPES                                                                                                       \
    "(?: quyết\\x20định | nghị\\x20quyết | nghị\\x20định | thông\\x20tư\\x20liên\\x20tịch | thông\\x20tư "          \
    "| chỉ\\x20thị | công\\x20văn | công\\x20điện | kế\\x20hoạch | báo\\x20cáo | chương\\x20trình\\x20hành\\x20động" \
    "| chương\\x20trình | kết\\x20luận | hướng\\x20dẫn | thông\\x20báo | tờ\\x20trình | quy\\x20định | quy\\x20chế" \
    "| đề\\x20án | dự\\x20án | phương\\x20án | văn\\x20bản | pháp\\x20lệnh | biên\\x20bản | giấy\\x20mời | luật )"

static const struct { const char *abbr, *type; } types[] = {
    { "NQ", "Nghị quyết" }, { "QĐ", "Quyết định" }, { "CT", "Chỉ thị" }, { "QC", "Quy chế" }, { "QYĐ", "Quy định" },
    { "TC", "Thông cáo" }, { "TB", "Thông báo" }, { "HD", "Hướng dẫn" }, { "CTR", "Chương trình" }, { "KH", "Kế hoạch" },
    { "PA", "Phương án" }, { "ĐA", "Đề án" }, { "DA", "Dự án" }, { "BC", "Báo cáo" }, { "BB", "Biên bản" },
    { "TTR", "Tờ trình" }, { "HĐ", "Hợp đồng" }, { "CĐ", "Công điện" }, { "GM", "Giấy mời" }, { "NĐ", "Nghị định" },
    { "TT", "Thông tư" }, { "TTLT", "Thông tư liên tịch" }, { "KL", "Kết luận" }, { "CV", "Công văn" },
    { "QĐI", "Quy định" },
};

static Str capitals(Arena *a, Str s)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < s.n; i++)
        buf_ch(&b, s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 32) : s.p[i]);
    return str_replace(a, buf_str(&b), S("đ"), S("Đ"));
}

Str citation_type(Str number)
{
    SCRATCH(tmp);
    Str s = capitals(&tmp, number);

    for (size_t at = 0; at < s.n;) {
        size_t end = at;

        while (end < s.n && s.p[end] != '/' && s.p[end] != '-')
            end++;
        for (size_t i = 0; i < COUNT(types); i++)
            if (str_eq(str_sub(s, at, end), str_of(types[i].abbr)))
                return str_of(types[i].type);
        if (end - at >= 3 && str_starts(str_sub(s, at, end), S("QH")) && words_digit_at(s, end - 1))
            return S("Luật");
        at = end + 1;
    }
    return (Str){ 0 };
}

/* ---- numbers */

/* A part of a symbol: capitals and digits, with the small letters of "CTr", "TTg". All capitals after a blank. */
static size_t symbol_part(const Para *p, size_t at, bool strict)
{
    size_t n = at, letters = 0, small = 0;

    if (!words_upper_at(p->text, at))
        return 0;
    while (n < p->text.n && (words_letter_at(p->text, n) || words_digit_at(p->text, n)
                             || (p->text.p[n] == '&' && words_upper_at(p->text, n + 1)))) {
        size_t was = n;

        small += words_letter_at(p->text, n) && !words_upper_at(p->text, n);
        (void)utf8_next(p->text, &n);
        letters += was != n;
    }
    if (letters > 14 || small > 2 || (small && (strict || letters > 5)) || (small && letters - small < 1))
        return 0;
    if (small && letters <= 2 && !str_eq(str_sub(p->text, at, n), S("Tg")))
        return 0;
    return n - at;
}

static size_t skip_blank(Str s, size_t at)
{
    return at < s.n && s.p[at] == ' ' ? at + 1 : at;
}

static size_t count_digits(Str s, size_t at)
{
    size_t n = 0;

    while (words_digit_at(s, at + n))
        n++;
    return n;
}

/* "/QĐ-UBND", "-NQ/TU", " / QĐ - UBND" at `at`: the end, or 0. */
static size_t symbol_end(const Para *p, size_t at)
{
    Str s = p->text;
    size_t end = 0;

    for (int parts = 0; parts < 4; parts++) {
        size_t k = skip_blank(s, at), n;
        bool blank = k != at;

        if (k >= s.n || (s.p[k] != '/' && s.p[k] != '-'))
            break;
        size_t after = skip_blank(s, k + 1);
        n = symbol_part(p, after, parts > 0 && (blank || after != k + 1));
        if (!n)
            break;
        /* "71-CTr/HU - Ủy ban": a dash between blanks with a common word behind it ends the symbol */
        if (parts > 0 && blank && after != k + 1 && after + n < s.n && s.p[after + n] == ' '
            && !words_upper_at(s, after + n + 1) && n > 8)
            break;
        at = end = after + n;
    }
    return end;
}

size_t number_length(const Para *p, size_t at)
{
    Str s = p->text;
    size_t d = count_digits(s, at), k, end;

    if (!d || d > 5 || (at && (words_digit_at(s, at - 1) || s.p[at - 1] == '/' || s.p[at - 1] == '.' || s.p[at - 1] == ',')))
        return 0;
    k = at + d;
    if (k + 1 < s.n && s.p[k] >= 'a' && s.p[k] <= 'd' && s.p[k + 1] == '/')         /* "30c/NQ-CP" */
        k++;
    /* the year: "54/2019/QĐ-UBND" */
    size_t slash = skip_blank(s, k), year = skip_blank(s, slash + 1);
    if (slash < s.n && s.p[slash] == '/' && count_digits(s, year) == 4)
        k = year + 4;
    end = symbol_end(p, k);
    return end ? end - at : 0;
}

/* ---- dates */

size_t date_length(const Para *p, size_t at, Date *date, bool *bad)
{
    static Pattern spelled = { "ngày\\x20(\\d{1,2})\\x20tháng\\x20(\\d{1,2})\\x20năm\\x20(\\d{4})" };
    static Pattern short_form = { "ngày\\x20*(\\d{1,2})\\x20?[/.-]\\x20?(\\d{1,2})\\x20?[/.-]\\x20?(\\d{4})" };
    Match m;
    int64_t d, mo, y;

    *date = (Date){ 0 };
    if (!pattern_at(&short_form, p->low, at, &m) && !pattern_at(&spelled, p->low, at, &m))
        return 0;
    if (!str_int(group(&m, p->low, 1), &d) || !str_int(group(&m, p->low, 2), &mo) || !str_int(group(&m, p->low, 3), &y))
        return 0;
    *bad = !date_make(date, (int)y, (int)mo, (int)d);
    return m.to[0] - at;
}

/* ---- issuers */

/* "huyện Đông sơn ban hành": names have two syllables, and the second is sometimes written small. A word of speech is none. */
static size_t small_syllable(const Para *p, size_t at)
{
    static Pattern next = {
        "\\x20(?!về|ban|ngày|và|phê|công|quy|quyết|tại|theo|trong|để|xây|thực|triển|năm|giai|đã|có|là|được|cho|với|của|gửi|nhằm|giao|trên|do|hướng|thông|chỉ)"
        "\\p{Ll}{2,6}(?=[,.;:)]|\\x20(?:về|ban|ngày|và|phê|công|quy|tại|theo|triển|năm|giai|giao|thông|xây)(?!\\p{L}))" };
    Match m;

    return pattern_at(&next, p->text, at, &m) ? m.to[0] - at : 0;
}

/* Words with a capital after `at`: the name of a place. At most four. */
size_t place_name_length(const Para *p, size_t at)
{
    size_t end = at;
    int words = 0;

    for (int i = 0; i < 4; i++) {
        size_t k = end;

        if (k >= p->text.n || p->text.p[k] != ' ' || !words_upper_at(p->text, k + 1))
            break;
        k++;
        while (k < p->text.n && (words_letter_at(p->text, k) || p->text.p[k] == '-'))
            (void)utf8_next(p->text, &k);
        /* a name is not an abbreviation, and not the kind of the next document */
        Str word = str_sub(p->text, end + 1, k), low = str_sub(p->low, end + 1, p->low.n);
        if (words_all_caps(word) || low_starts(low, "quyết định") || low_starts(low, "nghị ") || low_starts(low, "kế hoạch")
            || low_starts(low, "chương trình") || low_starts(low, "về "))
            break;
        end = k;
        words++;
    }
    return end + (words == 1 ? small_syllable(p, end) : 0) - at;
}

#define FIELDS                                                                                                        \
    "(?: nội\\x20vụ | tư\\x20pháp | tài\\x20chính(?:\\x20*[-–]\\x20*kế\\x20hoạch)? | thông\\x20tin\\x20và\\x20truyền\\x20thông" \
    "| khoa\\x20học\\x20và\\x20công\\x20nghệ | kế\\x20hoạch\\x20và\\x20đầu\\x20tư | y\\x20tế | giáo\\x20dục\\x20và\\x20đào\\x20tạo" \
    "| tài\\x20nguyên\\x20và\\x20môi\\x20trường | nông\\x20nghiệp\\x20và\\x20(?:phát\\x20triển\\x20nông\\x20thôn|môi\\x20trường|ptnt)" \
    "| công\\x20thương | xây\\x20dựng | giao\\x20thông\\x20vận\\x20tải | lao\\x20động(?:\\x20*[-–,]\\x20*|\\x20)thương\\x20binh\\x20và\\x20xã\\x20hội" \
    "| văn\\x20hóa,\\x20thể\\x20thao\\x20và\\x20du\\x20lịch | văn\\x20hóa\\x20và\\x20thể\\x20thao | du\\x20lịch | ngoại\\x20(?:giao|vụ)" \
    "| công\\x20an | quốc\\x20phòng | dân\\x20tộc(?:\\x20và\\x20tôn\\x20giáo)? )"

static Pattern issuers[] = {
    { "(?:chủ\\x20tịch\\x20)?(?:ubnd|ủy\\x20ban\\x20nhân\\x20dân|hđnd|hội\\x20đồng\\x20nhân\\x20dân)"
      "(?:\\x20(?:tỉnh|huyện|xã|thành\\x20phố|quận|thị\\x20xã|phường|thị\\x20trấn|đặc\\x20khu|tp\\.?))?" },
    { "ban\\x20(?:chấp\\x20hành|thường\\x20vụ)\\x20(?:trung\\x20ương(?:\\x20đảng)?"
      "|đảng\\x20bộ\\x20(?:tỉnh|huyện|thành\\x20phố|xã|phường|thị\\x20xã)|(?:tỉnh|huyện|thành|thị|quận|đảng)\\x20ủy)"
      "(?:\\x20khóa\\x20[ivx]+)?" },
    { "ban\\x20chấp\\x20hành\\x20(?:đảng\\x20bộ\\x20)?(?:trung\\x20ương)?" },
    { "(?:ban\\x20thường\\x20vụ\\x20)?(?:tỉnh|huyện|thành|thị|quận|đảng)\\x20ủy(?:\\x20(?:xã|phường))?" },
    { "phó\\x20thủ\\x20tướng\\x20chính\\x20phủ | thủ\\x20tướng\\x20chính\\x20phủ | văn\\x20phòng\\x20chính\\x20phủ "
      "| chính\\x20phủ | thủ\\x20tướng | ủy\\x20ban\\x20thường\\x20vụ\\x20quốc\\x20hội | quốc\\x20hội | bộ\\x20chính\\x20trị "
      "| ban\\x20bí\\x20thư(?:\\x20trung\\x20ương\\x20đảng)?" },
    { "(?:bộ\\x20trưởng\\x20)?(?:bộ|sở|phòng|giám\\x20đốc\\x20sở|ban\\x20chỉ\\x20đạo)\\x20" FIELDS },
};

/* "của Ban Kinh tế - Ngân sách", "của Cục Kiểm soát …": a body known by its first word, up to where a name ends. */
static size_t other_body(const Para *p, size_t at)
{
    static Pattern head = { "^(?:(?:Trưởng|Chánh|Giám\\x20đốc|Cục\\x20trưởng|Chi\\x20cục\\x20trưởng|Tổng)\\x20)?(?:ban|Ban|bộ|Bộ|sở|Sở|phòng|Phòng|Trung\\x20tâm|Văn\\x20phòng"
        "|Cục|Vụ|Chi\\x20cục|Tổng\\x20cục|Thanh\\x20tra|Viện|Kho\\x20bạc|Bảo\\x20hiểm|Công\\x20an|Hội|Liên\\x20đoàn|Ủy\\x20ban|Đoàn|Đảng\\x20ủy|Đảng\\x20bộ|Thường\\x20trực)\\x20(?=\\p{L})" };
    static Pattern stop = { "[;.():]|,\\x20(?!Thể|Du)|,$|\\x20(?:về|ban\\x20hành|quy|hướng|công\\x20bố|phê\\x20duyệt|triển|tại|theo|để|nhằm|đã|trong|gửi|v/v|ngày|năm|thì|là|và\\x20(?!\\p{Lu}))(?!\\p{L})"
        "|\\x20và\\x20(?=Quyết|Kế|Công\\x20văn|Nghị|Thông|Chỉ|Bộ|Sở|Phòng|Ban|UBND)" };
    Str text = words_head(str_sub(p->text, at, p->text.n), 110);
    Match m, e;

    if (!pattern_find(&head, text, 0, &m) || !words_upper_at(text, m.to[0]))
        return 0;
    if (!pattern_find(&stop, text, m.to[0], &e))
        return at + text.n >= p->text.n ? text.n : 0;
    return e.from[0];
}

size_t issuer_length(const Para *p, size_t at)
{
    for (size_t i = 0; i < COUNT(issuers); i++) {
        Match m;
        size_t end;

        if (!pattern_at(&issuers[i], p->low, at, &m) || m.to[0] == at || words_letter_at(p->low, m.to[0]))
            continue;
        end = m.to[0];
        Str found = str_sub(p->low, at, end);
        bool place = i == 0 || i == 1 || i == 3 || low_starts(found, "sở") || low_starts(found, "phòng");
        if (place && !low_has(found, "trung ương") && !low_has(found, " khóa"))
            end += place_name_length(p, end);
        return end - at;
    }
    return other_body(p, at);
}

/* ---- one citation */

typedef struct Scan {
    Arena *a;
    Reading *r;
    const Para *p;
    size_t last_end;            /* where the citation before it ended */
    int last;                   /* its index, -1: none in this paragraph */
} Scan;

static size_t skip_commas(Str s, size_t at)
{
    while (at < s.n && (s.p[at] == ' ' || s.p[at] == ','))
        at++;
    return at;
}

/* What follows a number: date and issuer, in either order. Returns the end. */
static size_t read_tail(Scan *sc, Citation *c, size_t at)
{
    const Para *p = sc->p;

    for (int turn = 0; turn < 2; turn++) {
        size_t k = skip_commas(p->low, at), n;
        bool bad = false;

        if (low_starts(str_sub(p->low, k, p->low.n), "ban hành ngày"))
            k += strlen("ban hành ");
        if (!c->date.day && (n = date_length(p, k, &c->date, &bad)) > 0) {
            at = k + n;
            if (bad)
                *vec_add(sc->a, &sc->r->warnings) = (Note){
                    str_fmt(sc->a, T("Ngày của văn bản “%.*s” không có thật: “%.*s”."), SV(c->number),
                        SV(str_sub(p->text, k, k + n))), c->where };
            continue;
        }
        if (!c->issuer.n && low_starts(str_sub(p->low, k, p->low.n), "của ")
            && (n = issuer_length(p, k + strlen("của "))) > 0) {
            size_t from = k + strlen("của ");

            c->issuer = str_sub(p->text, from, from + n);
            at = from + n;
        }
    }
    return at;
}

/* Two citations of a list stand directly beside one another: "280/CĐ-TTg và 968/CĐ-TTg". */
static bool in_list(const Scan *sc, size_t from)
{
    Str between = str_trim(str_sub(sc->p->low, sc->last_end, from));

    if (sc->last < 0 || sc->last_end > from)
        return false;
    between = words_strip(between, ",; ");
    return !between.n || str_eq(between, S("và")) || str_eq(between, S("số")) || str_eq(between, S("và số"))
        || str_eq(between, S("hoặc"));
}

/* The symbol behind the number: "NQ/TW" of "18-NQ/TW". */
static Str symbol_of(Str number)
{
    size_t at = 0;

    while (at < number.n && (words_digit_at(number, at) || number.p[at] == '/' || number.p[at] == '-'))
        at++;
    return str_sub(number, at, number.n);
}

static void add_citation(Scan *sc, Citation c, size_t from, size_t end)
{
    if (sc->last >= 0 && c.issuer.n && in_list(sc, from)) {
        Citation *before = &sc->r->citations.v[sc->last];

        if (!before->issuer.n && str_eq(symbol_of(before->number), symbol_of(c.number)))
            before->issuer = c.issuer;
    }
    *vec_add(sc->a, &sc->r->citations) = c;
    sc->last = (int)sc->r->citations.n - 1;
    sc->last_end = end;
}

/* The type word that stands before `at`, skipping "số", ":" and blanks. Returns where it begins, or SIZE_MAX. */
static size_t type_before(const Para *p, size_t at, Str *type)
{
    static Pattern before = { "(" TYPES ")(?:\\x20liên\\x20(?:tịch|ngành))?\\x20?(?:số)?\\x20?:?\\x20?$" };
    size_t from = at > 60 ? at - 60 : 0;
    Match m;

    while (from > 0 && ((unsigned char)p->low.p[from] & 0xC0) == 0x80)
        from--;
    Str head = str_sub(p->low, 0, at);
    if (!pattern_find(&before, head, from, &m))
        return SIZE_MAX;
    *type = str_sub(p->text, m.from[1], m.to[1]);
    return m.from[1];
}

static Str capital_first(Arena *a, Str s)
{
    static const char *const pairs[][2] = { { "đ", "Đ" } };

    if (!s.n)
        return s;
    if (s.p[0] >= 'a' && s.p[0] <= 'z')
        return str_fmt(a, "%c%.*s", s.p[0] - 32, SV(str_sub(s, 1, s.n)));
    if (str_starts(s, str_of(pairs[0][0])))
        return str_fmt(a, "Đ%.*s", SV(str_sub(s, 2, s.n)));
    return s;
}

static bool self_reference(const Para *p, size_t at)
{
    Str head = str_sub(p->low, at > 40 ? at - 40 : 0, at);

    return low_has(head, "kèm theo") && p->low.n < 300 && (p->text.p[0] == '(' || low_starts(p->low, "ban hành kèm theo"));
}

/* "Ngày 28/01/2026, UBND tỉnh ban hành Quyết định số …": the sentence begins with who issued it, and when. */
static void read_lead(Scan *sc, Citation *c, size_t from)
{
    static Pattern issued = { "^\\x20(?:đã\\x20)?ban\\x20hành\\x20$" };
    const Para *p = sc->p;
    size_t stop = from > 110 ? from - 110 : 0;

    if (c->issuer.n || !low_ends(str_sub(p->low, 0, from), " ban hành "))
        return;
    for (size_t at = from; at-- > stop;) {
        size_t n, day;
        bool bad = false;
        Match m;

        if ((at && p->text.p[at - 1] != ' ') || !(n = issuer_length(p, at)) || !pattern_find(&issued, str_sub(p->low, at + n, from), 0, &m))
            continue;
        c->issuer = str_sub(p->text, at, at + n);
        for (day = at > 34 ? at - 34 : 0; day < at && !c->date.day; day++)
            if (low_starts(str_sub(p->low, day, p->low.n), "ngày ") && (n = date_length(p, day, &c->date, &bad)) > 0
                && words_strip(str_sub(p->low, day + n, at), " ,").n)
                c->date = (Date){ 0 };
        return;
    }
}

static size_t numbered(Scan *sc, size_t at, size_t len)
{
    const Para *p = sc->p;
    Str type = { 0 };
    size_t from = type_before(p, at, &type), end;
    Citation c = { .where = { para_line(p, at), para_line(p, at + len - 1), p->where.page }, .confidence = 98 };
    Str lead = str_trim(str_sub(p->low, 0, at));

    c.number = words_squash(sc->a, str_sub(p->text, at, at + len));
    if (from == SIZE_MAX) {
        /* "Số: 12/KH-UBND" alone is the document's own number */
        if (!lead.n || str_eq(lead, S("số")) || str_eq(lead, S("số:")))
            return at + len;
        from = at;
        type = sc->last >= 0 && in_list(sc, at) ? sc->r->citations.v[sc->last].type : citation_type(c.number);
        c.confidence = 90;
        if (!type.n)
            return at + len;
    } else {
        c.where.from = para_line(p, from);
    }
    c.type = capital_first(sc->a, type);
    c.self = self_reference(p, from);
    end = read_tail(sc, &c, at + len);
    read_lead(sc, &c, from);
    add_citation(sc, c, from, end);
    return end;
}

/* "Quyết định số: …… /QĐ-UBND ngày   /01/2024 của …": a draft cites itself with a blank number. */
static size_t blank_number(Scan *sc, size_t at)
{
    static Pattern blank = { "(" TYPES ")\\x20?số\\x20?:?[\\x20….._]*/\\x20?(?=\\p{L})" };
    static Pattern blank_date = { "\\x20*,?\\x20?ngày[\\x20….._/]*(?:tháng)?[\\x20….._/]*\\d{0,2}\\x20*(?:năm|/)\\x20*\\d{4}" };
    const Para *p = sc->p;
    Match m, d;
    size_t end;
    Citation c = { 0 };

    if (!pattern_at(&blank, p->low, at, &m) || (end = symbol_end(p, m.to[0] - 1 - (p->low.p[m.to[0] - 1] == ' '))) == 0)
        return 0;
    c = (Citation){ .type = capital_first(sc->a, str_sub(p->text, m.from[1], m.to[1])), .self = true,
        .where = { para_line(p, at), para_line(p, end), p->where.page }, .confidence = 85 };
    if (pattern_at(&blank_date, p->low, end, &d))
        end = d.to[0];
    end = read_tail(sc, &c, end);
    add_citation(sc, c, at, end);
    return end;
}

/* The end of a law's name: at a mark, a date, or a word that a name does not go on with. */
static size_t law_name_end(const Para *p, size_t at, bool amending)
{
    static Pattern amended = { "[.;()]|,?\\x20(?:ngày|số)\\x20\\d" };
    static Pattern stop = { "[.;:()]|,?\\x20(?:ngày|năm|số\\x20\\d|và\\x20các\\x20văn|được|về\\x20việc|quy\\x20định\\x20(?:tại|về)|theo|của\\x20quốc)|,\\x20(?:nghị|luật|thông|các|quyết)" };
    static Pattern and_law = { "\\x20và\\x20(?:các\\x20)?luật" };
    Match m, w;

    if (!pattern_find(amending ? &amended : &stop, p->low, at, &m))
        m.from[0] = p->low.n;
    if (!amending && pattern_find(&and_law, p->low, at, &w) && w.from[0] < m.from[0])
        m.from[0] = w.from[0];
    return m.from[0];
}

static size_t law(Scan *sc, size_t at)
{
    const Para *p = sc->p;
    size_t name = at + strlen("luật "), end, k;
    Citation c = { .type = S("Luật"), .where = { para_line(p, at), para_line(p, at), p->where.page }, .confidence = 80 };
    Str tail = str_sub(p->low, name, p->low.n);
    bool amending = low_starts(tail, "sửa đổi"), bad = false;

    if (!words_upper_at(p->text, at) || (!words_upper_at(p->text, name) && !amending)
        || str_starts(str_sub(p->text, name, p->text.n), S("N")) == true)
        return 0;
    end = law_name_end(p, name, amending);
    if (end - name < 3)
        return 0;
    c.name = str_sub(p->text, at, end);
    k = skip_commas(p->low, end);
    if (low_starts(str_sub(p->low, k, p->low.n), "số "))
        k += strlen("số ");
    size_t n = number_length(p, k);
    if (n) {
        c.number = words_squash(sc->a, str_sub(p->text, k, k + n));
        end = k + n;
        c.confidence = 97;
    }
    k = skip_commas(p->low, end);
    n = date_length(p, k, &c.date, &bad);
    end = n ? k + n : end;
    add_citation(sc, c, at, end);
    return end;
}

/* Resolutions of congresses, the Constitution, schemes that are known by a short name. */
static size_t by_name(Scan *sc, size_t at)
{
    static Pattern congress = { "nghị\\x20quyết\\x20(?:của\\x20)?(đại\\x20hội\\x20(?:đại\\x20biểu\\x20)?(?:(?!\\x20về|\\x20của\\x20ban|,|\\.|;|\\x20và\\x20|\\().){3,90})" };
    static Pattern constitution = { "hiến\\x20pháp(?:\\x20(?:nước|năm)|[\\x20,.;])" };
    static Pattern scheme = { "(đề\\x20án|dự\\x20án|chương\\x20trình)\\x20(?:số\\x20)?\\d{1,3}\\x20của\\x20" };
    const Para *p = sc->p;
    Citation c = { .where = { para_line(p, at), para_line(p, at), p->where.page }, .confidence = 75 };
    Match m;
    size_t n;

    if (pattern_at(&congress, p->low, at, &m) && words_upper_at(p->text, m.from[1])) {
        c.type = S("Nghị quyết");
        c.issuer = str_sub(p->text, m.from[1], m.to[1]);
    } else if (pattern_at(&constitution, p->low, at, &m) && words_upper_at(p->text, at)) {
        c.type = S("Hiến pháp");
    } else if (pattern_at(&scheme, p->low, at, &m) && words_upper_at(p->text, at) && (n = issuer_length(p, m.to[0])) > 0) {
        c.type = str_sub(p->text, m.from[1], m.to[1]);
        c.issuer = str_sub(p->text, m.to[0], m.to[0] + n);
        m.to[0] += n;
    } else {
        return 0;
    }
    add_citation(sc, c, at, m.to[0]);
    return m.to[0];
}

static bool word_start(Str low, size_t at)
{
    return at == 0 || !(words_letter_at(low, at - 1) || words_digit_at(low, at - 1) || (unsigned char)low.p[at - 1] >= 0x80);
}

static void standards(Scan *sc)
{
    static Pattern tcvn = { "\\b(?:tcvn|qcvn|iso)\\x20(?:iso(?:/iec)?\\x20)?\\d{3,6}(?:-\\d+)?(?:\\x20?:\\x20?\\d{4})?" };
    const Para *p = sc->p;
    Match m;

    for (size_t at = 0; pattern_find(&tcvn, p->low, at, &m); at = m.to[0]) {
        Str name = str_replace(sc->a, str_sub(p->text, m.from[0], m.to[0]), S(": "), S(":"));

        *vec_add(sc->a, &sc->r->standards)
            = (Named){ .text = name, .where = { para_line(p, m.from[0]), para_line(p, m.to[0]), p->where.page } };
    }
}

void citation_scan(Arena *a, Reading *r, const Para *p)
{
    Scan sc = { a, r, p, 0, -1 };

    for (size_t at = 0; at < p->low.n;) {
        size_t end = 0, n;
        char c = p->low.p[at];

        if (!word_start(p->low, at)) {
            at++;
            continue;
        }
        if (c >= '0' && c <= '9') {
            n = number_length(p, at);
            end = n ? numbered(&sc, at, n) : at + count_digits(p->low, at);
        } else if (low_starts(str_sub(p->low, at, p->low.n), "luật ")) {
            end = law(&sc, at);
        }
        if (!end && strchr("qntckbhpgl\xC4", c))
            end = blank_number(&sc, at);
        if (!end && strchr("nhcd\xC4", c))
            end = by_name(&sc, at);
        at = end ? end : at + 1;
    }
    standards(&sc);
}

/* ---- checks over the whole document */

static void check_dates(Arena *a, Reading *r, const Citation *c)
{
    if (!c->date.day)
        return;
    if (r->id.date.day && c->date.day > r->id.date.day && !c->self)
        *vec_add(a, &r->warnings) = (Note){
            str_fmt(a, T("Văn bản viện dẫn “%.*s” ghi ngày %.*s, sau ngày của chính văn bản này."), SV(c->number),
                SV(date_vi(a, c->date))), c->where };
    if (date_weekday(c->date) == 7)
        *vec_add(a, &r->warnings) = (Note){
            str_fmt(a, T("Văn bản viện dẫn “%.*s” ghi ngày %.*s là Chủ nhật; hãy kiểm tra lại."), SV(c->number),
                SV(date_vi(a, c->date))), c->where };
}

void citation_check(Arena *a, Reading *r)
{
    Map first = { .arena = a };

    for (size_t i = 0; i < r->citations.n; i++) {
        Citation *c = &r->citations.v[i];
        int64_t other;

        check_dates(a, r, c);
        if (!c->number.n || !c->date.day)
            continue;
        if (!map_get(&first, c->number, &other)) {
            (void)map_add(&first, c->number, (int64_t)i);
            continue;
        }
        const Citation *f = &r->citations.v[other];
        if (f->date.day == c->date.day)
            continue;
        c->confidence = 60;
        *vec_add(a, &r->warnings) = (Note){
            str_fmt(a, T("Văn bản “%.*s” được ghi hai ngày khác nhau: %.*s (dòng %d) và %.*s (dòng %d)."), SV(c->number),
                SV(date_vi(a, f->date)), f->where.from, SV(date_vi(a, c->date)), c->where.from), c->where };
    }
}
