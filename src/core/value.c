#include "core/value.h"

#include "text/text.h"

static const struct { AnswerKind kind; const char *name, *vi, *en; } names[] = {
    { ANS_YES, "yes", "có", "yes" },
    { ANS_NO, "no", "không", "no" },
    { ANS_NA, "na", "không áp dụng", "not applicable" },
    { ANS_ONTIME, "ontime", "đúng hạn", "on time" },
    { ANS_LATE, "late", "trễ hạn", "late" },
    { ANS_NONE, "none", "không thực hiện", "not done" },
    { ANS_NOCASE, "nocase", "không phát sinh", "no occurrence" },
};

const char *answer_name(AnswerKind k)
{
    for (size_t i = 0; i < COUNT(names); i++)
        if (names[i].kind == k)
            return names[i].name;
    return "";
}

const char *answer_words(AnswerKind k, Lang lang)
{
    for (size_t i = 0; i < COUNT(names); i++)
        if (names[i].kind == k)
            return lang == LANG_EN ? names[i].en : names[i].vi;
    return "";
}

AnswerKind answer_by_name(Str name)
{
    for (size_t i = 0; i < COUNT(names); i++)
        if (str_eq(name, str_of(names[i].name)))
            return names[i].kind;
    return ANS_UNKNOWN;
}

Str words_fold(Arena *a, Str s)
{
    Str in = text_lower(a, s);
    Buf b = { .arena = a };

    for (size_t at = 0; at < in.n;) {
        uint32_t cp = utf8_next(in, &at);

        if (cp > ' ' && cp != 0xA0)
            buf_cp(&b, cp);
        else if (b.n && b.p[b.n - 1] != ' ')
            buf_ch(&b, ' ');
    }
    in = str_trim(buf_str(&b));
    return in.n ? str_replace(a, in, S("tỉ lệ"), S("tỷ lệ")) : in;
}

/* Whether the words stand in the text as whole words. */
static bool has_words(Str s, const char *z)
{
    Str w = str_of(z);
    size_t from = 0, at;

    while (str_find(str_sub(s, from, s.n), w, &at)) {
        size_t lo = from + at, hi = lo + w.n;

        if ((lo == 0 || strchr(" ,;/(-", s.p[lo - 1])) && (hi == s.n || strchr(" ,;./)-", s.p[hi])))
            return true;
        from = hi;
    }
    return false;
}

static bool any_words(Str s, const char *const *list)
{
    for (; *list; list++)
        if (has_words(s, *list))
            return true;
    return false;
}

static const char *const na_words[] = {
    "không áp dụng", "không thuộc phạm vi", "ngoài phạm vi", "không thuộc đối tượng", "không thuộc diện", "không có chức năng", "kad", "n/a", "na",
    "not applicable", "khong ap dung", NULL
};
static const char *const nocase_words[] = {
    "không phát sinh", "không có phát sinh", "chưa phát sinh", "không xảy ra", "không để xảy ra", "nocase",
    "khong phat sinh", "no occurrence", NULL
};
static const char *const late_words[] = {
    "không kịp thời", "chưa kịp thời", "không đúng hạn", "chưa đúng hạn", "không đúng thời hạn",
    "chưa đúng thời hạn", "không đúng thời gian", "chưa đúng thời gian", "không đúng tiến độ", "chưa đúng tiến độ",
    "không đảm bảo thời gian", "chưa đảm bảo thời gian", "không đảm bảo tiến độ", "không bảo đảm thời gian",
    "không đảm bảo thời hạn", "chưa đảm bảo tiến độ", "không bảo đảm tiến độ", "không đạt tiến độ",
    "chậm", "trễ", "muộn", "quá hạn", "quá thời hạn", "sau thời hạn", "quá thời gian", "sau thời gian quy định",
    "late", "khong kip thoi", "khong dung han", "tre han", "qua han", "sau hạn", NULL
};
static const char *const ontime_words[] = {
    "kịp thời", "đúng hạn", "đúng thời hạn", "đúng thời gian", "đúng tiến độ", "trước hạn", "trước thời hạn",
    "trong thời hạn", "đảm bảo thời gian", "đảm bảo tiến độ", "bảo đảm thời gian", "bảo đảm tiến độ", "đúng ngày",
    "đảm bảo thời hạn", "bảo đảm thời hạn", "trong hạn", "không chậm", "không trễ", "không quá hạn", "không muộn",
    "ontime", "on time", "kip thoi", "dung han", "đúng kỳ hạn", NULL
};
static const char *const none_words[] = {
    "không ban hành", "chưa ban hành", "không xây dựng", "chưa xây dựng", "không gửi", "chưa gửi",
    "không báo cáo", "chưa báo cáo", "không nộp", "chưa nộp", "không thực hiện", "chưa thực hiện",
    "không tổ chức", "chưa tổ chức", "không triển khai", "chưa triển khai", "không trình", "chưa trình",
    "không có kế hoạch", "không có báo cáo", "không có văn bản", "không lập", "chưa lập", "không công bố",
    "chưa công bố", "không tham mưu", "chưa tham mưu", "không hoàn thành", "chưa hoàn thành",
    "khong ban hanh", "khong thuc hien", "none", "not done", NULL
};
static const char *const yes_whole[] = {
    "có", "yes", "y", "đạt", "đúng", "rồi", "true", "co", "đã thực hiện", "có thực hiện", "đã ban hành", "có ban hành", NULL
};
static const char *const no_whole[] = {
    "không", "no", "n", "chưa", "false", "khong", "chưa có", "không có", "không đạt", "chưa đạt", "không đúng", NULL
};

static bool whole(Str s, const char *const *list)
{
    for (; *list; list++)
        if (str_eq(s, str_of(*list)))
            return true;
    return false;
}

AnswerKind answer_classify(Str s)
{
    if (whole(s, yes_whole))
        return ANS_YES;
    if (whole(s, no_whole))
        return ANS_NO;
    if (any_words(s, na_words))
        return ANS_NA;
    if (any_words(s, nocase_words))
        return ANS_NOCASE;
    if (has_words(s, "không chậm") || has_words(s, "không trễ") || has_words(s, "không quá hạn")
        || has_words(s, "không muộn"))
        return ANS_ONTIME;
    if (any_words(s, late_words))
        return ANS_LATE;
    if (any_words(s, none_words))
        return ANS_NONE;
    if (any_words(s, ontime_words))
        return ANS_ONTIME;
    return ANS_UNKNOWN;
}

static bool digits_first(Str s)
{
    size_t i = 0;

    if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
        i = 1;
    else if (str_starts(s, S("\xE2\x88\x92")))
        i = 3;
    return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

/* "1.234": a dot before exactly three digits is either a thousands mark or a decimal point. */
static bool doubtful(Str s)
{
    size_t at;

    return str_find(s, S("."), &at) && at >= 1 && at <= 3 && s.p[0] != '0' && s.n == at + 4 && !memchr(s.p, ',', s.n);
}

static Err percent(Value *out, Arena *a, Str s, Str all, Answer *why)
{
    Dec d;

    (void)a;
    if (!dec_parse(&d, s) || !dec_div(d, DEC(100), &d))
        return answer(why, E_INVALID, T("Tỷ lệ “%.*s” không đọc được; hãy ghi như 93,5%%."), SV(all));
    *out = (Value){ .kind = VALUE_PERCENT, .num = d };
    return OK;
}

static Err fraction(Value *out, Str s, Str all, Answer *why)
{
    Str top, low;
    Dec n, d, q;

    str_cut(s, S("/"), &top, &low);
    if (!dec_parse(&n, top) || !dec_parse(&d, low) || n.v < 0 || d.v < 0)
        return answer(why, E_INVALID, T("Giá trị “%.*s” không đọc được; hãy ghi số, tỷ lệ %%, ngày dd/mm/yyyy, có hoặc không."), SV(all));
    if (!dec_div(n, d, &q))
        return answer(why, E_INVALID, T("Tỷ số “%.*s” có mẫu số bằng 0; hãy ghi “không phát sinh” hoặc “không áp dụng”."), SV(all));
    *out = (Value){ .kind = VALUE_PERCENT, .num = q, .text = all };
    return OK;
}

/* "31/02/2025", "2025-13-01": three parts, so a day was meant. */
static bool day_written(Str s)
{
    size_t parts = 1;

    for (size_t i = 0; i < s.n; i++) {
        parts += i > 0 && (s.p[i] == '/' || s.p[i] == '-' || s.p[i] == '.');
        if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '/' && s.p[i] != '-' && s.p[i] != '.')
            return false;
    }
    return parts == 3;
}

static Str without_day_word(Arena *a, Str s)
{
    Str word = S("ngày ");

    return s.n > word.n && str_eq(words_fold(a, str_sub(s, 0, word.n - 1)), S("ngày")) && s.p[word.n - 1] == ' ' ? str_trim(str_sub(s, word.n, s.n)) : s;
}

Err value_parse(Value *out, Arena *a, Str text, int year_hint, Answer *why)
{
    Str s = without_day_word(a, str_trim(text)), f;
    Dec d;

    *out = (Value){ 0 };
    if (s.n == 0)
        return answer(why, E_INVALID, T("Giá trị trống; hãy ghi số, tỷ lệ %%, ngày dd/mm/yyyy, có hoặc không."));
    if (s.n > 2000)
        return answer(why, E_LIMIT, T("Giá trị dài quá 2000 byte; hãy ghi ngắn lại."));
    if (digits_first(s)) {
        if (str_ends(s, S("%")))
            return percent(out, a, str_trim(str_sub(s, 0, s.n - 1)), s, why);
        if (date_parse(&out->date, s, year_hint)) {
            out->kind = VALUE_DATE;
            return OK;
        }
        if (doubtful(s))
            return answer(why, E_INVALID, T("Số “%.*s” có thể hiểu hai cách; hãy ghi không có dấu chấm ngăn nghìn, hoặc dùng dấu phẩy thập phân."), SV(s));
        if (dec_parse(&d, s)) {
            *out = (Value){ .kind = VALUE_NUMBER, .num = d };
            return OK;
        }
        if (day_written(s))
            return answer(why, E_INVALID, T("Ngày “%.*s” không có thật; hãy ghi dd/mm/yyyy, như 31/01/2025."), SV(s));
        return fraction(out, s, s, why);
    }
    if (date_parse(&out->date, s, year_hint)) {
        out->kind = VALUE_DATE;
        return OK;
    }
    f = words_fold(a, s);
    out->ans = answer_classify(f);
    out->kind = out->ans ? VALUE_ANSWER : VALUE_TEXT;
    out->text = f;
    return OK;
}

static Str percent_str(Arena *a, Dec fraction, NumStyle style)
{
    Dec p = fraction;

    (void)dec_mul(fraction, DEC(100), &p);              /* a rate beyond 9·10^8 was refused on the way in */
    return str_fmt(a, "%.*s%%", SV(dec_exact(a, p, style)));
}

/* Three decimals could be read as thousands, so a fourth is written. */
static Str plain_number(Arena *a, Dec d)
{
    Str s = dec_exact(a, d, NUM_PLAIN);

    return doubtful(s) ? str_fmt(a, "%.*s0", SV(s)) : s;
}

Str value_print(Arena *a, const Value *v)
{
    switch (v->kind) {
    case VALUE_NONE: return (Str){ 0 };
    case VALUE_NUMBER: return plain_number(a, v->num);
    case VALUE_PERCENT: return percent_str(a, v->num, NUM_PLAIN);
    case VALUE_DATE: return date_iso(a, v->date);
    case VALUE_ANSWER: return str_of(answer_name(v->ans));
    case VALUE_TEXT: return v->text;
    }
    return (Str){ 0 };
}

Str value_words(Arena *a, const Value *v, Lang lang)
{
    NumStyle style = lang == LANG_EN ? NUM_PLAIN : NUM_VI;

    switch (v->kind) {
    case VALUE_NONE: return (Str){ 0 };
    case VALUE_NUMBER: return dec_exact(a, v->num, style);
    case VALUE_PERCENT: return percent_str(a, v->num, style);
    case VALUE_DATE: return date_vi(a, v->date);
    case VALUE_ANSWER: return str_of(answer_words(v->ans, lang));
    case VALUE_TEXT: return v->text;
    }
    return (Str){ 0 };
}
