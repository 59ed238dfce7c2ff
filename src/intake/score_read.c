#include "intake/score_read.h"

#include "intake/outline.h"
#include "intake/pattern.h"
#include "intake/score_table.h"

static Pattern fraction = {
    "(?<![\\d,./])([-–−]\\x20?)?(\\d{1,4}(?:[.,]\\d{1,4})?)\\x20?(?:điểm\\x20?)?(?:/|trên\\x20(?:tổng\\x20(?:số\\x20)?)?)\\x20?(\\d{1,4}(?:[.,]\\d{1,3})?)(?![\\d/])"
    "(\\x20?điểm)?" };

static bool number(Str s, Dec *out)
{
    return dec_parse(out, s);
}

/* "7/10" alone is a score only behind "đạt" and before the end of a phrase. */
static bool is_score(const Match *m, Str low)
{
    Str head = str_trim(str_sub(low, 0, m->from[0]));
    Str tail = str_sub(low, m->to[0], m->to[0] + 1);
    Str whole = str_sub(low, m->from[0], m->to[0]);

    if (low_has(whole, "điểm"))
        return true;
    if (low_has(whole, "trên"))
        return false;
    return (low_ends(head, " đạt") || low_ends(head, ": đạt") || str_eq(head, S("đạt")))
        && (!tail.n || strchr(".,;:)", tail.p[0]));
}

bool score_told(Str low)
{
    Match m;

    for (size_t at = 0; pattern_find(&fraction, low, at, &m); at = m.to[0])
        if (is_score(&m, low))
            return true;
    return false;
}

/* ---- the name of the criterion */

enum { SENTENCE = 1200, MOST = 1500 };     /* bytes looked back; scores kept */

static size_t sentence_start(Str low, size_t at)
{
    for (size_t stop = at > SENTENCE ? at - SENTENCE : 0; at > stop;) {
        if (at >= 2 && low.p[at - 1] == ' ' && strchr(".;", low.p[at - 2]) && !words_digit_at(low, at))
            return at;
        at--;
    }
    while (at < low.n && ((unsigned char)low.p[at] & 0xC0) == 0x80)
        at++;
    return at;
}

/* Words around the name that are not part of it. */
static Str strip_lead(Str text)
{
    static Pattern lead = {
        "^(?:[-–+*,;:)]\\x20*|theo\\x20đó,?\\x20|trong\\x20đó,?:?\\x20|cụ\\x20thể,?:?\\x20|(?:kết\\x20quả\\x20)?(?:trong\\x20)?năm\\x20\\d{4},?\\x20?|về\\x20|tiêu\\x20chí(?:\\x20thành\\x20phần)?:?\\x20"
        "|kết\\x20quả\\x20(?=chỉ\\x20số)|chỉ\\x20số\\x20(?!cchc|cải\\x20cách\\x20hành)|\\d+(?:\\.\\d+)*[.)]\\x20)" };
    SCRATCH(tmp);
    Str low = words_low(&tmp, text);
    size_t at = 0;
    Match m;

    while (at < low.n && pattern_find(&lead, str_sub(low, at, low.n), 0, &m) && m.to[0])
        at += m.to[0];
    return str_sub(text, at, text.n);
}

static Str strip_end(Str text)
{
    static Pattern end = {
        "[\\x20:,;]*(?:(?:của|trên\\x20địa\\x20bàn)?\\x20?(?:huyện|tỉnh|xã|sở|phường|đơn\\x20vị|thành\\x20phố))?[\\x20:,;]*(?:bị\\x20trừ\\x20[\\d,]+\\x20điểm[\\x20:,;(]*)?(?:[:,;]\\x20?(?:đạt\\x20)?(?:điểm\\x20)?(?:tự\\x20(?:chấm|đánh\\x20giá)|thẩm\\x20định)(?:\\x20điểm)?[\\x20:]*)?(?:đạt\\x20được|đạt\\x20điểm|đạt|được|là|có|chỉ\\x20đạt)?[\\x20:,;(]*$" };
    SCRATCH(tmp);
    Str low = words_low(&tmp, text);
    Match m;

    return pattern_find(&end, low, 0, &m) ? str_sub(text, 0, m.from[0]) : text;
}

/* "Lĩnh vực này", "Nội dung này": what the heading names. */
static bool pointing(Str name)
{
    static Pattern this = { "^tự\\x20(?:chấm|đánh\\x20giá)$|^(?:đạt\\x20)?(?:số\\x20)?(?:điểm|kết\\x20quả)(?:\\x20(?:tự\\x20chấm|tối\\x20đa|đạt\\x20được|tự\\x20đánh\\x20giá|số))?$|^(?:ở\\x20|về\\x20)?(?:lĩnh\\x20vực|nội\\x20dung|phần|mục|nhóm|chỉ\\x20số)(?:\\x20tiêu\\x20chí)?\\x20(?:này|trên)" };
    SCRATCH(tmp);
    Match m;

    return pattern_find(&this, words_low(&tmp, name), 0, &m);
}

/* "Chỉ đạo, điều hành: 9/10 điểm" as a heading: the name stands before the colon. */
static Str node_name(Str title)
{
    SCRATCH(tmp);
    size_t colon;

    return score_told(words_low(&tmp, title)) && str_find(title, S(":"), &colon) ? str_sub(title, 0, colon) : title;
}

/* "… công bố Chỉ số cải cách hành chính năm 2025. Theo đó, phường đạt …": the index that was named before. */
static Str index_named(const Para *p, size_t at)
{
    static Pattern index = { "chỉ\\x20số\\x20(?:(?![.;:,(]|\\x20của\\x20|\\x20theo\\x20).){3,90}" };
    Str found = { 0 };
    Match m;

    for (size_t k = 0; pattern_find(&index, str_sub(p->low, 0, at), k, &m); k = m.to[0])
        found = str_trim(str_sub(p->text, m.from[0], m.to[0]));
    return found;
}

static Str criterion_name(const Reading *r, const Para *p, size_t from, size_t at)
{
    Str name = words_strip(strip_end(strip_lead(str_sub(p->text, from, at))), " :,;(");

    if (p->node >= 0 && (words_count(name) < 2 || pointing(name)))
        return node_name(r->nodes.v[p->node].title);
    return name.n ? name : index_named(p, at);
}

/* ---- the cause */

static Str clean_cause(Str text)
{
    static Pattern lead = {
        "^[\\x20:,.-]*(?:(?:bị\\x20)?trừ\\x20điểm|mất\\x20điểm|chưa\\x20đạt\\x20điểm\\x20tối\\x20đa)?[\\x20:,]*(?:là\\x20do|là|do|vì)?[\\x20:,]+" };
    SCRATCH(tmp);
    Match m;

    if (pattern_find(&lead, words_low(&tmp, text), 0, &m))
        text = str_sub(text, m.to[0], text.n);
    return words_strip(text, " .;:,");
}

/* What follows the figure up to the next figure or the end: the cause, when the text gives one. */
static Str cause_after(const Para *p, size_t at, size_t end, bool criterion)
{
    Str low, text;
    size_t k;

    static Pattern aside = { "\\x20?\\(([^()]{6,200})\\)" };
    Match m;

    if (criterion && pattern_at(&aside, str_sub(p->low, 0, end), at, &m) && !low_starts(group(&m, p->low, 1), "đạt")
        && !low_starts(group(&m, p->low, 1), "tăng") && !low_starts(group(&m, p->low, 1), "giảm") && !low_starts(group(&m, p->low, 1), "tỷ lệ "))
        return clean_cause(str_sub(p->text, m.from[1], m.to[1]));
    while (at < end && strchr(") ", p->low.p[at]))
        at++;
    low = str_sub(p->low, at, end);
    text = str_sub(p->text, at, end);

    if (low_ends(str_trim(low), ":"))
        return (Str){ 0 };
    if (str_find(low, S("nguyên nhân"), &k))
        return clean_cause(str_sub(text, k + strlen("nguyên nhân"), text.n));
    if (str_find(low, S("lý do"), &k))
        return clean_cause(str_sub(text, k + strlen("lý do"), text.n));
    if (criterion && low.n > 4 && (low.p[0] == ',' || low.p[0] == ':' || low_starts(str_trim(low), "do ")))
        return clean_cause(text);
    return (Str){ 0 };
}

/* ---- figures told beside */

static void read_around(const Para *p, size_t at, size_t end, Score *s)
{
    static Pattern lost = { "[-–−]\\x20?(\\d+(?:,\\d+)?)\\x20điểm" };
    static Pattern change = { "(tăng|giảm)\\x20(?:thêm\\x20)?(\\d+(?:,\\d+)?)\\x20(điểm|bậc)" };
    static Pattern rank = { "(?:xếp|đứng)\\x20(?:hạng\\x20|vị\\x20tr[íị]\\x20)?(?:thứ\\x20)?(\\d{1,3})(?:\\x20?(?:/|trong(?:\\x20(?:tổng\\x20)?số)?)\\x20?(\\d{1,3}))?" };
    static Pattern before = { "so\\x20với\\x20(?:năm\\x20)?(\\d{4})" };
    static Pattern index = { "(?:chỉ\\x20số|tỷ\\x20lệ|tương\\x20ứng)\\x20(?:đạt\\x20)?(\\d{1,3}(?:,\\d+)?)\\x20?%" };
    Str low = str_sub(p->low, at, end);
    Match m;
    int64_t n;
    Dec d;

    if (pattern_find(&lost, low, 0, &m) && number(group(&m, low, 1), &d))
        s->deduction = (OptDec){ true, dec_neg(d) };
    for (size_t k = 0; pattern_find(&change, low, k, &m); k = m.to[0]) {
        bool down = low_starts(group(&m, low, 1), "giảm");

        if (low_starts(group(&m, low, 3), "bậc")) {
            if (str_int(group(&m, low, 2), &n) && n < 1000)
                s->change_rank = down ? -(int)n : (int)n;
        } else if (!s->change.has && number(group(&m, low, 2), &d)) {
            s->change = (OptDec){ true, down ? dec_neg(d) : d };
        }
    }
    if (pattern_find(&rank, low, 0, &m) && str_int(group(&m, low, 1), &n))
        s->rank = (int)n;
    if (s->rank && str_int(group(&m, low, 2), &n))
        s->rank_of = (int)n;
    if (pattern_find(&before, low, 0, &m) && str_int(group(&m, low, 1), &n))
        s->compare_year = (int)n;
    if (pattern_find(&index, low, 0, &m) && number(group(&m, low, 1), &d))
        s->index_percent = (OptDec){ true, d };
}

/* ---- scores of a paragraph */

static bool repeated(Reading *r, const Score *s)
{
    for (size_t i = 0; i < r->scores.n; i++) {
        Score *o = &r->scores.v[i];

        if (s->max.v == o->max.v && s->achieved.v == o->achieved.v && str_eq(s->criterion, o->criterion)) {
            if (!o->repeated_at)
                o->repeated_at = s->where.from;
            return true;
        }
    }
    return false;
}

static ScoreKind kind_of(const Reading *r, const Para *p, const Score *s)
{
    bool item = p->kind == PARA_PLUS || (p->kind == PARA_DASH && p->node >= 0 && r->nodes.v[p->node].level >= 3
        && !low_has(p->low, "chỉ số"));

    if (s->max.v == 100 * DEC_ONE || (s->max.v >= 60 * DEC_ONE && !r->scores.n))
        return SCORE_TOTAL;
    for (size_t i = 0; i < r->scores.n; i++)
        if (r->scores.v[i].node == p->node && r->scores.v[i].kind == SCORE_TOTAL)
            return SCORE_SUBTOTAL;
    for (size_t i = 0; i < r->scores.n && !item; i++)
        item = r->scores.v[i].node == p->node && r->scores.v[i].kind == SCORE_AREA;
    return item ? SCORE_CRITERION : SCORE_AREA;
}

/* A cause that stands in a later paragraph of the same section: "nguyên nhân -0,5 điểm là do …". */
static void late_cause(Reading *r, size_t para, Score *s)
{
    static Pattern late = { "nguyên\\x20nhân\\x20(?:(?:bị\\x20)?trừ\\x20|mất\\x20)?[-–−]?\\x20?(\\d+(?:,\\d+)?)\\x20điểm" };
    const Para *p = &r->paras.v[para];
    Match m;
    Dec d;

    if (s->cause.n || dec_cmp(s->achieved, s->max) >= 0)
        return;
    for (size_t i = para + 1; i < r->paras.n && i < para + 4 && r->paras.v[i].node == p->node; i++) {
        const Para *q = &r->paras.v[i];

        if (score_told(q->low))
            return;
        if (!pattern_find(&late, q->low, 0, &m) || !number(group(&m, q->low, 1), &d))
            continue;
        s->deduction = (OptDec){ true, dec_neg(d) };
        s->cause = clean_cause(str_sub(q->text, m.to[0], q->text.n));
        return;
    }
}

static void read_para(Arena *a, Reading *r, size_t i)
{
    const Para *p = &r->paras.v[i];
    size_t told = 0;            /* where the score before it ended */
    Match m, next;

    for (size_t at = 0; r->scores.n < MOST && pattern_find(&fraction, p->low, at, &m); at = m.to[0]) {
        Score s = { .node = p->node, .where = { para_line(p, m.from[0]), p->where.to, p->where.page }, .confidence = 95 };
        size_t end = p->low.n;

        if (!is_score(&m, p->low) || !number(group(&m, p->low, 2), &s.achieved) || !number(group(&m, p->low, 3), &s.max))
            continue;
        if (has_group(&m, 1))
            s.achieved = dec_neg(s.achieved);
        if (s.max.v <= 0 || dec_cmp(s.achieved, s.max) > 0)
            continue;
        for (size_t k = m.to[0]; pattern_find(&fraction, p->low, k, &next); k = next.to[0])
            if (is_score(&next, p->low)) {
                end = sentence_start(p->low, next.from[0]);
                end = end <= m.to[0] ? next.from[0] : end;
                break;
            }
        size_t from = sentence_start(p->low, m.from[0]);

        s.criterion = criterion_name(r, p, from > told ? from : told, m.from[0]);
        told = m.to[0];
        s.kind = kind_of(r, p, &s);
        s.area = s.kind == SCORE_TOTAL ? S("chung") : area_of_node(r, p->node);
        if (s.kind == SCORE_SUBTOTAL)
            s.area = low_has(p->low, "tác động") || low_has(p->low, "xã hội học") ? S("tac_dong") : S("chung");
        read_around(p, m.to[0], end, &s);
        s.cause = cause_after(p, m.to[0], end, s.kind == SCORE_CRITERION);
        late_cause(r, i, &s);
        if (!repeated(r, &s))
            *vec_add(a, &r->scores) = s;
    }
}

/* "xếp hạng 05/17 huyện, thị xã" */
static void read_rank(Arena *a, Reading *r, size_t i)
{
    static Pattern rank = {
        "(?:xếp|đứng)\\x20(?:hạng|thứ|vị\\x20trí)\\x20(?:thứ\\x20)?(\\d{1,3})\\x20?/\\x20?(\\d{1,3})\\x20(?=\\p{L})(?!điểm)" };
    const Para *p = &r->paras.v[i];
    Match m;
    int64_t of, n;

    for (size_t at = 0; pattern_find(&rank, p->low, at, &m); at = m.to[0]) {
        Score s = { .kind = SCORE_RANK, .node = p->node, .area = S("chung"), .confidence = 85,
            .where = { para_line(p, m.from[0]), para_line(p, m.to[0]), p->where.page } };

        if (!str_int(group(&m, p->low, 1), &n) || !str_int(group(&m, p->low, 2), &of) || n > of || !n)
            continue;
        s.achieved = dec_int(n);
        s.max = dec_int(of);
        s.criterion = words_strip(strip_lead(str_sub(p->text, sentence_start(p->low, m.from[0]), m.from[0])), " ,;:");
        read_around(p, m.to[0], p->low.n, &s);
        s.rank = s.rank_of = 0;
        if (!repeated(r, &s))
            *vec_add(a, &r->scores) = s;
    }
}

/* ---- what adds up */

static Dec lost(const Score *s)
{
    return dec_sub(s->max, s->corrected.has ? s->corrected.d : s->achieved);
}

/* A negative figure reads as points lost unless the sum of the area only holds with a negative score. */
static void settle_negative(Arena *a, Reading *r, Score *s)
{
    Dec others = { 0 }, as_loss = dec_add(s->max, s->achieved);
    const Score *area = NULL;

    for (size_t i = 0; i < r->scores.n; i++) {
        const Score *o = &r->scores.v[i];

        if (o->node != s->node || o == s)
            continue;
        if (o->kind == SCORE_AREA)
            area = o;
        else if (o->kind == SCORE_CRITERION && o->achieved.v >= 0)
            others = dec_add(others, lost(o));
    }
    s->deduction = (OptDec){ true, s->achieved };
    if (area && dec_cmp(dec_add(others, dec_sub(s->max, s->achieved)), lost(area)) == 0) {
        s->note = str_of(T("Điểm âm: tổng điểm mất của lĩnh vực chỉ khớp khi hiểu đây là điểm âm."));
        return;
    }
    s->corrected = (OptDec){ true, as_loss };
    s->confidence = area && dec_cmp(dec_add(others, dec_neg(s->achieved)), lost(area)) == 0 ? 85 : 55;
    s->note = str_fmt(a,
        s->confidence == 85
            ? T("Ghi “%.*s/%.*s”: hiểu là bị trừ, tức đạt %.*s, vì chỉ khi đó tổng của lĩnh vực khớp.")
            : T("Ghi “%.*s/%.*s”: hiểu là bị trừ, tức đạt %.*s; các tổng không cho biết chắc, hãy kiểm tra lại."),
        SV(dec_exact(a, s->achieved, NUM_VI)), SV(dec_exact(a, s->max, NUM_VI)), SV(dec_exact(a, as_loss, NUM_VI)));
    *vec_add(a, &r->warnings) = (Note){ s->note, s->where };
}

/* Criteria below the maximum may not lose more than their area lost. */
static void check_areas(Arena *a, Reading *r)
{
    for (size_t i = 0; i < r->scores.n; i++) {
        const Score *area = &r->scores.v[i];
        Dec sum = { 0 };

        if (area->kind != SCORE_AREA || area->in_table)
            continue;
        for (size_t k = 0; k < r->scores.n; k++)
            if (r->scores.v[k].kind == SCORE_CRITERION && !r->scores.v[k].in_table && r->scores.v[k].node == area->node)
                sum = dec_add(sum, lost(&r->scores.v[k]));
        if (sum.v && dec_cmp(sum, lost(area)) > 0 && dec_cmp(area->max, sum) >= 0 && !str_eq(area->area, S("tac_dong")))
            *vec_add(a, &r->warnings) = (Note){
                str_fmt(a, T("Các tiêu chí kể ra mất %.*s điểm, nhiều hơn %.*s điểm mà lĩnh vực này mất."),
                    SV(dec_exact(a, sum, NUM_VI)), SV(dec_exact(a, lost(area), NUM_VI))), area->where };
    }
}

static void check_total(Arena *a, Reading *r)
{
    Dec got = { 0 }, max = { 0 };
    const Score *total = NULL;

    for (size_t i = 0; i < r->scores.n; i++) {
        const Score *s = &r->scores.v[i];

        if (s->kind == SCORE_TOTAL && !total)
            total = s;
        if (s->kind != SCORE_AREA || s->in_table)
            continue;
        got = dec_add(got, s->achieved);
        max = dec_add(max, s->max);
    }
    if (total && max.v == total->max.v && got.v != total->achieved.v)
        *vec_add(a, &r->warnings) = (Note){
            str_fmt(a, T("Tổng điểm các lĩnh vực là %.*s nhưng văn bản ghi %.*s."), SV(dec_exact(a, got, NUM_VI)),
                SV(dec_exact(a, total->achieved, NUM_VI))), total->where };
}

static void check_index(Arena *a, Reading *r)
{
    for (size_t i = 0; i < r->scores.n; i++) {
        const Score *s = &r->scores.v[i];
        Dec percent;

        if (!s->index_percent.has || !dec_mul_div(s->achieved, dec_int(100), s->max, &percent))
            continue;
        if (dec_round(percent, 1, ROUND_HALF_UP).v != dec_round(s->index_percent.d, 1, ROUND_HALF_UP).v)
            *vec_add(a, &r->warnings) = (Note){
                str_fmt(a, T("Tỷ lệ ghi %.*s%% không khớp với %.*s/%.*s điểm (%.*s%%)."),
                    SV(dec_exact(a, s->index_percent.d, NUM_VI)), SV(dec_exact(a, s->achieved, NUM_VI)),
                    SV(dec_exact(a, s->max, NUM_VI)), SV(dec_fmt(a, percent, 2, NUM_VI))), s->where };
    }
}

void score_read(Arena *a, Reading *r)
{
    for (size_t i = 0; i < r->paras.n && r->scores.n < MOST; i++) {
        if (r->paras.v[i].in_table)
            continue;
        read_para(a, r, i);
        if (!score_told(r->paras.v[i].low))
            read_rank(a, r, i);
    }
    for (size_t i = 0; i < r->scores.n; i++)
        if (r->scores.v[i].achieved.v < 0)
            settle_negative(a, r, &r->scores.v[i]);
    score_tables(a, r);
    check_areas(a, r);
    check_total(a, r);
    check_index(a, r);
}
