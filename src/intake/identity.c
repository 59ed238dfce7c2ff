#include "intake/identity.h"

#include "intake/citation.h"
#include "intake/outline.h"
#include "intake/pattern.h"

/* Small letters but for the first, and for the first of the field behind "Sở", "Bộ", "Phòng", "Ban". */
static Str sentence_case(Arena *a, Str s)
{
    static const char *const kinds[] = { "sở ", "bộ ", "phòng ", "ban " };
    Str low = words_low(a, s);
    size_t at = 0, from = 0;
    char *p;

    if (!s.n)
        return s;
    p = NEW(a, char, s.n + 1);
    memcpy(p, low.p, s.n);
    (void)utf8_next(s, &at);
    memcpy(p, s.p, at);
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (low_starts(low, kinds[i]))
            from = at = strlen(kinds[i]);
    if (from && at < s.n) {
        (void)utf8_next(s, &at);
        memcpy(p + from, s.p + from, at - from);
    }
    return (Str){ p, s.n };
}

static bool level_word(Str low, size_t *len)
{
    static const char *const words[] = { "tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu" };

    for (size_t i = 0; i < COUNT(words); i++)
        if (low_starts(low, words[i])) {
            *len = strlen(words[i]);
            return true;
        }
    return false;
}

/* Each word with a capital: names of places. */
static Str title_case(Arena *a, Str s)
{
    Str low = words_low(a, s);
    char *p = NEW(a, char, s.n + 1);
    bool start = true;

    memcpy(p, low.p, low.n);
    for (size_t at = 0; at < s.n;) {
        size_t from = at;

        (void)utf8_next(s, &at);
        if (start)
            memcpy(p + from, s.p + from, at - from);
        start = s.p[from] == ' ' || s.p[from] == '-';
    }
    return (Str){ p, s.n };
}

Str identity_body(Arena *a, Str caps)
{
    static const struct { const char *head, *abbr; } bodies[] = {
        { "ủy ban nhân dân", "UBND" }, { "ubnd", "UBND" }, { "hội đồng nhân dân", "HĐND" }, { "hđnd", "HĐND" },
    };
    static const char *const party[] = { "tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "thị ủy", "đảng ủy" };
    Str low;

    caps = words_strip(caps, " *-_");
    low = words_low(a, caps);
    for (size_t i = 0; i < COUNT(party); i++)
        if (low_starts(low, party[i])) {
            size_t n = strlen(party[i]);

            return str_fmt(a, "%.*s%.*s", SV(sentence_case(a, str_sub(caps, 0, n))), SV(title_case(a, str_sub(caps, n, caps.n))));
        }
    for (size_t i = 0; i < COUNT(bodies); i++) {
        size_t n = strlen(bodies[i].head), len;
        Str rest;

        if (!low_starts(low, bodies[i].head))
            continue;
        rest = str_trim(str_sub(low, n, low.n));
        if (!level_word(rest, &len))
            return str_of(bodies[i].abbr);
        size_t from = low.n - rest.n;
        Str name = str_trim(str_sub(caps, from + len, caps.n));
        if (!name.n)
            return str_fmt(a, "%s %.*s", bodies[i].abbr, SV(str_sub(rest, 0, len)));
        return str_fmt(a, "%s %.*s %.*s", bodies[i].abbr, SV(str_sub(rest, 0, len)), SV(title_case(a, name)));
    }
    return sentence_case(a, caps);
}

static Str level_of(Str issuer)
{
    SCRATCH(tmp);
    Str low = words_low(&tmp, issuer);

    if (low_has(low, "xã") || low_has(low, "phường") || low_has(low, "thị trấn") || low_has(low, "đặc khu"))
        return low_has(low, "thị xã") ? S("huyện") : S("xã");
    if (low_has(low, "huyện") || low_has(low, "quận") || low_starts(low, "phòng "))
        return S("huyện");
    if (low_has(low, "tỉnh") || low_has(low, "thành phố") || low_starts(low, "sở "))
        return S("tỉnh");
    if (low_starts(low, "bộ ") || low_has(low, "chính phủ"))
        return S("trung ương");
    return (Str){ 0 };
}

/* ---- number, place and date */

static void read_number(Arena *a, Reading *r, const Para *p)
{
    static Pattern own = { "^số\\x20?:?\\x20*" };
    static Pattern blank = { "^số\\x20?:?[\\x20….._]*(/\\x20?\\p{L}[\\p{L}\\d]*(?:\\x20?-\\x20?\\p{L}[\\p{L}\\d]*)*)" };
    Match m;
    size_t n;

    if (r->id.symbol.n || !pattern_at(&own, p->low, 0, &m))
        return;
    if ((n = number_length(p, m.to[0])) > 0) {
        r->id.symbol = words_squash(a, str_sub(p->text, m.to[0], m.to[0] + n));
        size_t d = 0;
        while (words_digit_at(r->id.symbol, d))
            d++;
        r->id.number = str_sub(r->id.symbol, 0, d);
    } else if (pattern_at(&blank, p->low, 0, &m)) {
        r->id.symbol = words_squash(a, str_sub(p->text, m.from[1], m.to[1]));
    }
}

static void read_place(Arena *a, Reading *r, const Para *p)
{
    static Pattern place = {
        "((?:\\p{L}+[\\x20'-]?){1,7}),\\x20*ngày\\x20*([\\d….._]*)\\x20*tháng\\x20*([\\d….._]*)\\x20*năm\\x20*(\\d{4})" };
    Match m;
    int64_t d, mo, y;
    Date date;

    if (r->id.place.n || p->low.n > 160 || !pattern_find(&place, p->low, 0, &m))
        return;
    size_t from = m.from[1];
    /* "Số /KH-UBND   An Bình, ngày …": the symbol stood on the same line */
    while (from < m.to[1] && !words_upper_at(p->text, from))
        (void)utf8_next(p->text, &from);
    for (size_t k = from; k < m.to[1]; k++)
        if (p->text.p[k] == ' ' && words_all_caps(words_first(str_sub(p->text, from, m.to[1])))
            && !words_all_caps(str_sub(p->text, k + 1, m.to[1])))
            from = k + 1;
    r->id.place = str_trim(str_sub(p->text, from, m.to[1]));
    if (!str_int(group(&m, p->low, 4), &y))
        return;
    if (str_int(group(&m, p->low, 3), &mo) && str_int(group(&m, p->low, 2), &d)) {
        if (date_make(&date, (int)y, (int)mo, (int)d))
            r->id.date = date;
    } else if (str_int(group(&m, p->low, 3), &mo) && mo >= 1 && mo <= 12) {
        r->id.date_partial = str_fmt(a, "%04d-%02d", (int)y, (int)mo);
    } else {
        r->id.date_partial = str_fmt(a, "%04d", (int)y);
    }
}

/* ---- issuer */

/* The left half of a letterhead whose two columns were written as one line. */
static Str left_column(const Para *p)
{
    static const char *const right[] = { "cộng hòa xã hội", "độc lập - tự do", "độc lập – tự do", "độc lập-" };
    size_t at;

    for (size_t i = 0; i < COUNT(right); i++)
        if (str_find(p->low, str_of(right[i]), &at))
            return str_trim(str_sub(p->text, 0, at));
    return p->text;
}

static bool issuer_head(const Para *p)
{
    Str text = left_column(p);
    static const char *const heads[] = { "ủy ban nhân dân", "ubnd ", "hội đồng nhân dân", "sở ", "bộ ", "phòng ", "văn phòng",
        "ban chỉ đạo", "tỉnh ủy", "huyện ủy", "thành ủy", "đảng ủy", "chính phủ", "thủ tướng", "ban quản lý", "chi cục", "cục ", "trung tâm" };

    if (!words_all_caps(text) || text.n > 160 || p->kind == PARA_NUMBERED)
        return false;
    for (size_t i = 0; i < COUNT(heads); i++)
        if (low_starts(p->low, heads[i]))
            return true;
    return false;
}

/* "ỦY BAN NHÂN DÂN" and the place below it may be two paragraphs. */
static Str issuer_text(Arena *a, const Reading *r, size_t i, size_t *used)
{
    Str text = left_column(&r->paras.v[i]);
    size_t len;

    *used = i;
    if (words_count(text) > 4 || i + 1 >= r->paras.n || !words_all_caps(r->paras.v[i + 1].text)
        || !level_word(r->paras.v[i + 1].low, &len) || words_count(identity_body(a, text)) > 1)
        return text;
    *used = i + 1;
    return str_fmt(a, "%.*s %.*s", SV(text), SV(left_column(&r->paras.v[i + 1])));
}

static void letterhead_issuer(Arena *a, Reading *r, size_t end)
{
    for (size_t i = 0; i < end; i++) {
        const Para *p = &r->paras.v[i];

        if (!issuer_head(p) || (i && r->paras.v[i - 1].kind == PARA_RECIPIENT))
            continue;
        size_t used, below;
        Str own = issuer_text(a, r, i, &used);

        /* "UBND TỈNH …" above "SỞ …": the first is the superior */
        if (used + 1 < end && issuer_head(&r->paras.v[used + 1]) && !low_starts(r->paras.v[used + 1].low, "chủ tịch")) {
            r->id.superior = identity_body(a, own);
            own = issuer_text(a, r, used + 1, &below);
        }
        r->id.issuer = identity_body(a, own);
        /* "UBND TỈNH …" above "VĂN PHÒNG": an office is named by whose it is */
        if (r->id.superior.n && words_count(r->id.issuer) <= 2 && low_starts(words_low(a, r->id.issuer), "văn phòng"))
            r->id.issuer = str_fmt(a, "%.*s %.*s", SV(r->id.issuer), SV(r->id.superior));
        return;
    }
}

/* "Ủy ban nhân dân huyện xây dựng …" without a name: the name, when the text names only one of that level. */
static Str named_issuer(Arena *a, const Reading *r)
{
    static Pattern acts = { "(?:ubnd|ủy\\x20ban\\x20nhân\\x20dân)\\x20(huyện|xã|tỉnh|phường|thị\\x20xã|quận)\\x20(?:xây\\x20dựng|ban\\x20hành|tiến\\x20hành|báo\\x20cáo|triển\\x20khai)" };
    Str level = { 0 }, name = { 0 };
    Match m;

    for (size_t i = 0; i < r->paras.n && i < 30 && !level.n; i++)
        if (pattern_find(&acts, r->paras.v[i].low, 0, &m))
            level = group(&m, r->paras.v[i].low, 1);
    for (size_t i = 0; i < r->paras.n && level.n; i++) {
        const Para *p = &r->paras.v[i];
        size_t at, from = 0;

        while (str_find(str_sub(p->low, from, p->low.n), level, &at)) {
            size_t end = from += at + level.n, n = place_name_length(p, end);

            if (!n)
                continue;
            Str found = str_trim(str_sub(p->text, end, end + n));
            if (name.n && !str_eq(words_low(a, name), words_low(a, found)))
                return (Str){ 0 };
            name = found;
        }
    }
    return name.n ? str_fmt(a, "UBND %.*s %.*s", SV(level), SV(name)) : (Str){ 0 };
}

/* "UBND huyện X xây dựng kế hoạch …": the body that acts in the opening paragraphs. */
static void acting_issuer(Arena *a, Reading *r)
{
    static Pattern acts = { "^,?\\x20?(?:xây\\x20dựng|ban\\x20hành|tiến\\x20hành|báo\\x20cáo|tổng\\x20hợp|triển\\x20khai|đề\\x20ra|thông\\x20báo|yêu\\x20cầu)" };
    Str weak = { 0 };

    for (size_t i = 0; i < r->paras.n && i < 400; i++) {
        const Para *p = &r->paras.v[i];

        for (size_t at = 0; at < p->low.n; at++) {
            Str tail = str_sub(p->low, at, p->low.n);
            size_t n;
            Match m;

            if (!low_starts(tail, "ubnd ") && !low_starts(tail, "ủy ban nhân dân "))
                continue;
            n = issuer_length(p, at);
            Str name = str_sub(p->text, at, at + n);
            if (n && words_count(identity_body(a, name)) >= 3
                && pattern_find(&acts, str_sub(p->low, at + n, p->low.n), 0, &m) && i < 40) {
                r->id.issuer = identity_body(a, name);
                return;
            }
            if (n && !weak.n && low_has(p->low, "trên đây là") && words_count(identity_body(a, name)) >= 3)
                weak = identity_body(a, name);
            at += n;
        }
    }
    r->id.issuer = weak.n ? weak : named_issuer(a, r);
}

/* ---- title, bases, articles */

static void read_title(Arena *a, Reading *r, size_t i)
{
    Buf b = { .arena = a };

    for (size_t k = i + 1; k < r->paras.n && k < i + 4; k++) {
        const Para *p = &r->paras.v[k];

        if (p->kind != PARA_BODY || p->text.p[0] == '(' || p->text.n > 500
            || (b.n && (low_starts(p->low, "thực hiện ") || words_all_caps(p->text) || p->text.n > 160
                        || low_starts(p->low, "kính gửi"))))
            break;
        if (b.n && !(words_all_caps(buf_str(&b)) == words_all_caps(p->text) && p->where.from - r->paras.v[k - 1].where.to <= 2
                && words_count(p->text) < 14))
            break;
        join_piece(&b, p->text);
    }
    r->id.title = words_strip(buf_str(&b), " .");
}

static Str proper_type(Arena *a, Str low)
{
    Str s = words_strip(low, " :.*");
    char *p = NEW(a, char, s.n + 1);

    memcpy(p, s.p, s.n);
    if (p[0] >= 'a' && p[0] <= 'z')
        p[0] = (char)(p[0] - 32);
    else if (s.n > 2 && !memcmp(p, "đ", 2))
        memcpy(p, "Đ", 2);
    return (Str){ p, s.n };
}

static void read_types(Arena *a, Reading *r)
{
    for (size_t i = 0; i < r->paras.n; i++) {
        const Para *p = &r->paras.v[i];

        if (!words_all_caps(p->text) || !title_of_part(p->low))
            continue;
        r->paras.v[i].kind = PARA_TITLE;
        if (low_starts(p->low, "phụ lục")) {
            if (!r->id.appendix_title.n && i + 1 < r->paras.n)
                r->id.appendix_title = r->paras.v[i + 1].text;
        } else if (!r->id.type.n) {
            r->id.type = proper_type(a, p->low);
            read_title(a, r, i);
        } else if (!r->id.attached_type.n && !str_eq(proper_type(a, p->low), r->id.type) && i + 1 < r->paras.n) {
            r->id.attached_type = proper_type(a, p->low);
            r->id.attached_title = r->paras.v[i + 1].text;
        }
    }
}

static void read_bases(Arena *a, Reading *r)
{
    for (size_t i = 0; i < r->paras.n; i++) {
        Para *p = &r->paras.v[i];

        if (p->kind == PARA_NUMBERED || p->kind == PARA_ARTICLE)
            break;
        if (p->kind != PARA_BASIS && !(low_starts(p->low, "thực hiện ") && r->bases.n))
            continue;
        p->kind = PARA_BASIS;
        *vec_add(a, &r->bases) = (Named){ .text = p->text, .where = p->where };
    }
}

static void read_articles(Arena *a, Reading *r)
{
    for (size_t i = 0; i < r->paras.n; i++) {
        const Para *p = &r->paras.v[i];
        Mark m;
        Buf b = { .arena = a };
        Named n;

        if (p->kind != PARA_ARTICLE || !line_mark(p->text, &m))
            continue;
        n = (Named){ .no = m.no, .where = p->where };
        buf_add(&b, p->text);
        while (i + 1 < r->paras.n && r->paras.v[i + 1].kind != PARA_ARTICLE && r->paras.v[i + 1].kind != PARA_RECIPIENTS
               && r->paras.v[i + 1].kind != PARA_TITLE && !words_all_caps(r->paras.v[i + 1].text)) {
            i++;
            join_piece(&b, r->paras.v[i].text);
            n.where.to = r->paras.v[i].where.to;
        }
        n.text = buf_str(&b);
        *vec_add(a, &r->articles) = n;
    }
}

/* ---- the end of the document: recipients and signature */

static bool person_name(const Para *p)
{
    size_t words = words_count(p->text), at = 0;

    if (words < 2 || words > 6 || words_all_caps(p->text) || p->kind == PARA_DASH)
        return false;
    for (size_t i = 0; i < p->text.n; i++)
        if (strchr(":;,()/0123456789", p->text.p[i]))
            return false;
    for (size_t w = 0; w < words; w++) {
        if (!words_upper_at(p->text, at))
            return false;
        while (at < p->text.n && p->text.p[at] != ' ')
            at++;
        at++;
    }
    return true;
}

static bool office(Str low)
{
    static const char *const words[] = { "chủ tịch", "giám đốc", "trưởng", "chánh", "bộ trưởng", "thủ trưởng", "bí thư",
        "cục trưởng", "hiệu trưởng", "phó " };

    for (size_t i = 0; i < COUNT(words); i++)
        if (low_has(low, words[i]))
            return true;
    return false;
}

/* Paragraphs i… after the recipients: authority, title, name. */
static void read_signature(Arena *a, Reading *r, size_t i)
{
    static Pattern power = { "^(?:t/m|k/t|tm|kt|tl|tuq|q)\\.?\\x20?(?=\\p{L})" };

    for (size_t k = i; k < r->paras.n && k < i + 12; k++) {
        Para *p = &r->paras.v[k];
        Match m;

        if (words_all_caps(p->text) && p->text.n < 120 && pattern_at(&power, p->low, 0, &m) && !r->id.signer_authority.n) {
            r->id.signer_authority = p->text;
            p->kind = PARA_SIGNATURE;
        } else if (words_all_caps(p->text) && p->text.n < 120 && office(p->low) && !title_of_part(p->low)) {
            r->id.signer_title = p->text;
            p->kind = PARA_SIGNATURE;
        } else if ((r->id.signer_title.n || r->id.signer_authority.n) && person_name(p)) {
            r->id.signer = p->text;
            p->kind = PARA_SIGNATURE;
            return;
        } else if (p->kind == PARA_TITLE || p->kind == PARA_NUMBERED) {
            return;
        }
    }
    (void)a;
}

/* "Nơi nhận:          TM. ỦY BAN NHÂN DÂN": two columns written as one line. */
static void signature_beside(Reading *r, const Para *p)
{
    size_t at;
    Str right;

    if (!str_find(p->text, S(":"), &at))
        return;
    right = str_trim(str_sub(p->text, at + 1, p->text.n));
    if (!words_all_caps(right) || right.n > 120)
        return;
    if (str_starts(right, S("TM")) || str_starts(right, S("KT")) || str_starts(right, S("TL")) || str_starts(right, S("TUQ")))
        r->id.signer_authority = right;
    else
        r->id.signer_title = right;
}

static size_t read_recipients(Arena *a, Reading *r, size_t k)
{
    for (; k < r->paras.n && r->paras.v[k].kind == PARA_DASH && r->id.recipients.n < 200; k++) {
        Mark m;

        if (line_mark(r->paras.v[k].text, &m))
            *vec_add(a, &r->id.recipients)
                = words_strip(str_trim(str_sub(r->paras.v[k].text, m.after, r->paras.v[k].text.n)), " ;.,");
        r->paras.v[k].kind = PARA_RECIPIENT;
    }
    return k;
}

/* "Lưu: VT": the list of recipients ends with it. */
static bool files_copy(const Reading *r)
{
    for (size_t i = 0; i < r->id.recipients.n; i++)
        if (str_starts(r->id.recipients.v[i], S("Lưu")))
            return true;
    return !r->id.recipients.n;
}

static void read_end(Arena *a, Reading *r)
{
    for (size_t i = 0; i < r->paras.n; i++) {
        size_t k = i + 1;

        if (r->paras.v[i].kind != PARA_RECIPIENTS)
            continue;
        signature_beside(r, &r->paras.v[i]);
        k = read_recipients(a, r, k);
        if (!files_copy(r))
            for (size_t j = k; j < r->paras.n && j < k + 6 && r->paras.v[j].kind != PARA_NUMBERED; j++)
                if (r->paras.v[j].kind == PARA_DASH) {      /* the list went on over the page, behind the signature */
                    (void)read_recipients(a, r, j);
                    break;
                }
        read_signature(a, r, k);
        if (!r->id.signer.n && i > 6)
            read_signature(a, r, i - 6);
        return;
    }
    if (r->paras.n > 6)
        read_signature(a, r, r->paras.n - 6);
}

/* "(Kèm theo Kế hoạch số 65/KH-UBND ngày … của UBND huyện)" tells the number of the document itself. */
static void number_from_appendix(Reading *r)
{
    for (size_t i = 0; i < r->citations.n && !r->id.symbol.n; i++) {
        const Citation *c = &r->citations.v[i];
        size_t d = 0;

        if (!c->self || !c->number.n || !str_eq(c->type, r->id.type))
            continue;
        r->id.symbol = c->number;
        while (words_digit_at(c->number, d))
            d++;
        r->id.number = str_sub(c->number, 0, d);
        r->id.date = r->id.date.day ? r->id.date : c->date;
    }
}

static int result_year(Str low)
{
    static Pattern year = { "năm\\x20(\\d{4})" };
    Match m;
    int64_t y = 0;

    return pattern_find(&year, low, 0, &m) && str_int(group(&m, low, 1), &y) ? (int)y : 0;
}

/* A letter has no name of its kind: a number without one, "V/v …" and "Kính gửi" tell it. */
static void read_letter(Arena *a, Reading *r, size_t head)
{
    static Pattern about = { "^(?:v/v|về\\x20việc)[:\\x20]\\x20?" };
    bool addressed = false;

    if (r->id.type.n)
        return;
    for (size_t i = 0; i < head; i++) {
        Para *p = &r->paras.v[i];
        Match m;

        addressed |= low_starts(p->low, "kính gửi");
        if (r->id.title.n || !pattern_at(&about, p->low, 0, &m))
            continue;
        r->id.title = words_strip(str_sub(p->text, m.to[0], p->text.n), " .");
        p->kind = PARA_TITLE;
    }
    (void)a;
    if (addressed && (r->id.title.n || (r->id.symbol.n && !citation_type(r->id.symbol).n)))
        r->id.type = S("Công văn");
}

void identity_read(Arena *a, Reading *r)
{
    size_t head = 0;

    read_types(a, r);
    while (head < r->paras.n && head < 60 && r->paras.v[head].kind != PARA_NUMBERED && r->paras.v[head].kind != PARA_RECIPIENTS
           && !r->paras.v[head].in_table)
        head++;
    for (size_t i = 0; i < head; i++) {
        read_number(a, r, &r->paras.v[i]);
        read_place(a, r, &r->paras.v[i]);
        if (!r->id.authority.n && low_starts(r->paras.v[i].low, "chủ tịch ") && words_all_caps(r->paras.v[i].text))
            r->id.authority = r->paras.v[i].text;
    }
    read_letter(a, r, head);
    letterhead_issuer(a, r, head);
    if (!r->id.issuer.n)
        acting_issuer(a, r);
    read_bases(a, r);
    read_articles(a, r);
    read_end(a, r);
    number_from_appendix(r);
    r->id.level = level_of(r->id.issuer);
    if (!r->id.level.n || (r->id.superior.n && low_starts(words_low(a, r->id.issuer), "phòng ")))
        r->id.level = level_of(r->id.superior);
    if (str_eq(r->id.type, S("Báo cáo")))
        r->id.result_year = result_year(words_low(a, r->id.title));
}
