#include "intake/target.h"

#include "intake/outline.h"
#include "intake/pattern.h"
#include "intake/score_read.h"
#include "intake/task_table.h"

enum { NEITHER, AHEAD, PAST };

/* What a head says of its section: "KẾT QUẢ THỰC HIỆN NHIỆM VỤ" looks back, "GIẢI PHÁP KHẮC PHỤC HẠN CHẾ" ahead. */
static int tells_of(Str head)
{
    static Pattern back = { "kết\\x20quả\\x20(?!.{0,40}phấn\\x20đấu)|tồn\\x20tại|hạn\\x20chế|nguyên\\x20nhân|thực\\x20trạng|đánh\\x20giá\\x20chung|tình\\x20hình|ưu\\x20điểm" };
    static Pattern ahead = { "mục\\x20tiêu|chỉ\\x20tiêu|nhiệm\\x20vụ|giải\\x20pháp|phương\\x20hướng|khắc\\x20phục|thời\\x20gian\\x20tới|yêu\\x20cầu|phấn\\x20đấu|tổ\\x20chức\\x20thực\\x20hiện" };
    static Pattern given = { "(?:trả|tiếp\\x20nhận\\x20và\\x20trả)\\x20kết\\x20quả" };
    static Pattern telling = { "^[^\\p{L}]*(?:[ivxab]+[.)/-]|[\\d.]+[.)]?|phần\\x20\\S+[.:]?|phần\\x20thứ\\x20\\p{L}+[.:]?)?\\x20?(?:về\\x20|một\\x20số\\x20)?(?:kết\\x20quả|tình\\x20hình|đánh\\x20giá|thực\\x20trạng)" };
    Match m;

    if (pattern_find(&telling, head, 0, &m) && !pattern_find(&given, head, 0, &m))
        return PAST;
    if (pattern_find(&ahead, head, 0, &m))
        return AHEAD;
    return pattern_find(&back, head, 0, &m) && !pattern_find(&given, head, 0, &m) ? PAST : NEITHER;
}

/* A section that tells what was, not what shall be. */
static bool about_results(const Reading *r, const Para *of)
{
    for (int n = of->node; n >= 0; n = r->nodes.v[n].parent) {
        const Para *p = &r->paras.v[r->nodes.v[n].para];
        Str head = str_sub(p->low, 0, 140);

        /* an item that is itself the sentence is no head over it */
        if (p == of && (utf8_count(p->text) > 120 || words_has_figure(p->low)))
            continue;
        switch (tells_of(head)) {
        case AHEAD:
            return false;
        case PAST:
            return true;
        default:
            break;
        }
    }
    /* a report tells what was, but for the parts that say otherwise */
    return str_eq(r->id.type, S("Báo cáo"));
}

/* ---- a clause */

enum { CLAUSE = 1500, NEAR = 120, MOST = 5000 };      /* bytes looked at; targets kept */

static size_t clause_start(Str low, size_t at)
{
    for (size_t stop = at > CLAUSE ? at - CLAUSE : 0; at > stop;) {
        if (low.p[at - 1] == ';' || (at >= 2 && low.p[at - 1] == ' ' && low.p[at - 2] == '.'))
            return at;
        at--;
    }
    while (at < low.n && ((unsigned char)low.p[at] & 0xC0) == 0x80)
        at++;
    return at;
}

static size_t clause_end(Str low, size_t at)
{
    size_t stop = words_head(str_sub(low, at, low.n), CLAUSE).n + at;

    for (; at < stop; at++)
        if (low.p[at] == ';' || (low.p[at] == '.' && (at + 1 >= low.n || low.p[at + 1] == ' ' || low.p[at + 1] == '/')))
            return at;
    return stop;
}

static Str clause_text(const Para *p, size_t from, size_t to)
{
    Mark m;
    Str s = str_trim(str_sub(p->text, from, to));

    if (from == 0 && line_mark(s, &m))
        s = str_trim(str_sub(s, m.after, s.n));
    return words_strip(s, " ;.,");
}

/* ---- what stands before and behind the figure */

static bool rejected(Str head)
{
    static Pattern no = {
        "(?:chỉ|chỉ\\x20đạt|chỉ\\x20có|chưa|chưa\\x20đạt|chưa\\x20(?:đảm|bảo)\\x20(?:bảo|đảm)|còn|đã\\x20đạt|mới\\x20đạt|không\\x20đạt|ở\\x20mức|gần|khoảng|chiếm|có\\x20dưới|đạt\\x20(?:tỷ|tỉ)\\x20lệ\\x20dưới"
        "|mức\\x20độ|điều|khoản|năm|tháng|quý|ngày|số|thứ)\\x20$" };
    Match m;

    return pattern_find(&no, head, 0, &m);
}

static Comparator comparator(Str head, Str tail, bool *down)
{
    static Pattern least = {
        "(?:≥|>=|tối\\x20thiểu|ít\\x20nhất|từ|không\\x20dưới|không\\x20thấp\\x20hơn|không\\x20ít\\x20hơn|đạt\\x20và\\x20vượt)(?:\\x20(?:có|là|đạt|tương\\x20ứng|được|cho|khoảng))*(?:\\x20cấp\\x20\\p{L}+)?\\x20?$" };
    static Pattern more = { "(?:>|trên|(?<!thấp\\x20)(?<!ít\\x20)(?<!quá\\x20)hơn|vượt|cao\\x20hơn)\\x20?$" };
    static Pattern most = { "(?:≤|<=|<|không\\x20quá|tối\\x20đa|nhiều\\x20nhất|không\\x20vượt\\x20quá)(?:\\x20(?:có|là))?\\x20?$" };
    static Pattern less = { "(?<!không\\x20)dưới(?:\\x20mức)?\\x20$" };
    static Pattern fall = { "giảm\\x20(?:ít\\x20nhất\\x20|tối\\x20thiểu\\x20|được\\x20|thêm\\x20)?$" };
    static Pattern up = { "^\\x20?(?:trở\\x20lên|\\(?trở\\x20lên)" };
    Match m;

    *down = pattern_find(&fall, head, 0, &m);
    if (*down)
        return CMP_DECREASE;
    if (pattern_find(&most, head, 0, &m))
        return CMP_LE;
    if (pattern_find(&less, head, 0, &m))
        return CMP_LT;
    if (pattern_find(&least, head, 0, &m) || pattern_find(&up, tail, 0, &m))
        return CMP_GE;
    if (pattern_find(&more, head, 0, &m))
        return CMP_GT;
    return CMP_EQ;
}

static Str scope_of(Str head, Str tail)
{
    static Pattern before = { "cấp\\x20(tỉnh|huyện|xã)(?:\\x20đạt)?(?:\\x20(?:tỷ|tỉ)\\x20lệ)?(?:\\x20(?:tối\\x20thiểu|ít\\x20nhất|trên|từ))?\\x20$" };
    static Pattern after = { "^[^,;.]{0,40}(?:tại|ở|đối\\x20với|của)\\x20cấp\\x20(tỉnh|huyện|xã)" };
    static const struct { const char *word, *scope; } names[] = {
        { "tỉnh", "cấp tỉnh" }, { "huyện", "cấp huyện" }, { "xã", "cấp xã" } };
    Match m;
    Str word = pattern_find(&before, head, 0, &m) ? group(&m, head, 1) : pattern_find(&after, tail, 0, &m) ? group(&m, tail, 1)
                                                                                                           : (Str){ 0 };

    for (size_t i = 0; i < COUNT(names) && word.n; i++)
        if (str_eq(word, str_of(names[i].word)))
            return str_of(names[i].scope);
    return (Str){ 0 };
}

typedef struct Source {
    Arena *a;
    Reading *r;
    const Para *p;
    Str ref, area;
    bool in_task, cell;
    size_t found;
    size_t last_end;            /* where the figure before this one ended; 0: none in the paragraph */
} Source;

/* Where two figures share a sentence the second begins behind the comma that parts them. */
static size_t phrase_start(const Source *s, size_t from, size_t at)
{
    Str low = s->p->low;
    size_t cut = from;

    if (!s->last_end || s->last_end <= from || s->last_end >= at)
        return from;
    for (size_t i = s->last_end; i + 1 < at; i++) {
        if (low.p[i] == ',' && low.p[i + 1] == ' ')
            cut = i + 1;
        else if (low_starts(str_sub(low, i, low.n), " và "))
            cut = i + strlen(" và ");
        else
            continue;
        if (i == s->last_end)
            break;
    }
    return cut;
}

/* Behind a figure the phrase ends at the comma before the next one. */
static size_t phrase_end(Str low, size_t at, size_t end)
{
    static Pattern next = { "(?:,|\\x20và)\\x20(?:[^,;.]{0,70}\\x20)?\\d{1,3}(?:,\\d+)?\\x20?%" };
    Match m;

    return pattern_find(&next, str_sub(low, 0, end), at, &m) ? m.from[0] : end;
}

static void add_target(Source *s, const Match *m, Str unit, OptDec value, OptDec to)
{
    const Para *p = s->p;
    size_t from = phrase_start(s, clause_start(p->low, m->from[0]), m->from[0]), end = phrase_end(p->low, m->to[0], clause_end(p->low, m->to[0]));
    static Pattern year = { "so\\x20với\\x20(?:năm\\x20)?(\\d{4})" };
    Str head = str_sub(p->low, from, m->from[0]), tail = str_sub(p->low, m->to[0], p->low.n);
    Target t = { .ref = s->ref, .area = s->area, .unit = unit, .value = value, .value_to = to, .in_task = s->in_task,
        .text = clause_text(p, from, end), .confidence = 85 };
    Match y;
    int64_t n;
    bool down;

    if (s->r->targets.n >= MOST)
        return;
    t.comparator = comparator(words_tail(head, NEAR), words_head(tail, NEAR), &down);
    t.scope = scope_of(words_tail(head, NEAR), words_head(tail, NEAR));
    t.where = s->cell ? p->where
                      : (Where){ para_line(p, m->from[0]), para_line(p, m->to[0]), p->where.page };
    if (!t.area.n)
        t.area = area_key(str_sub(p->low, from, end));
    if (pattern_find(&year, str_sub(p->low, from, end), 0, &y) && str_int(group(&y, str_sub(p->low, from, end), 1), &n))
        t.compare_year = (int)n;
    if (str_starts(unit, S("tỷ")) || str_starts(unit, S("triệu")))
        t.comparator = t.comparator == CMP_EQ && low_has(head, "thu") ? CMP_GE : t.comparator;
    *vec_add(s->a, &s->r->targets) = t;
    s->last_end = m->to[0];
    s->found++;
}

static void percents(Source *s)
{
    static Pattern percent = { "(?<![\\d,.])(\\d{1,3}(?:[.,]\\d{1,3})?)(?:\\x20?%?\\x20?(?:đến|-|–)\\x20?(\\d{1,3}(?:[.,]\\d{1,3})?))?\\x20?%" };
    static Pattern band = { "^\\x20?(?:đến|-|–)\\x20(?:dưới\\x20)?\\d" };
    const Para *p = s->p;
    Match m, b;

    for (size_t at = 0; pattern_find(&percent, p->low, at, &m); at = m.to[0]) {
        Str head = words_tail(str_sub(p->low, 0, m.from[0]), NEAR), tail = words_head(str_sub(p->low, m.to[0], p->low.n), NEAR);
        OptDec to = { 0 };
        Dec d;

        if (rejected(head) || pattern_find(&band, tail, 0, &b) || !dec_parse(&d, group(&m, p->low, 1)))
            continue;
        to.has = has_group(&m, 2) && dec_parse(&to.d, group(&m, p->low, 2));
        add_target(s, &m, S("%"), (OptDec){ true, d }, to);
    }
}

#define UNITS                                                                                                          \
    "(sáng\\x20kiến|biên\\x20chế|doanh\\x20nghiệp(?:,\\x20hợp\\x20tác\\x20xã)?|hợp\\x20tác\\x20xã|đơn\\x20vị|cơ\\x20quan|trường|ubnd\\x20(?:cấp\\x20)?xã|xã|phường|thôn|bản|tổ(?!\\x20chức)|câu\\x20lạc\\x20bộ|chuyên\\x20đề|phóng\\x20sự|nhiệm\\x20vụ|quy\\x20trình|văn\\x20bản|công\\x20chức|viên\\x20chức|cán\\x20bộ|phòng|bậc|chỉ\\x20tiêu" \
    "|tỷ\\x20đồng|triệu\\x20đồng|mô\\x20hình|lớp|cuộc|hội\\x20nghị|thủ\\x20tục|dịch\\x20vụ\\x20công|giải\\x20pháp|đề\\x20tài|tin,?\\x20bài|đợt|buổi|người|hồ\\x20sơ|lượt|lần(?=/|\\x20(?:trong|mỗi|trên))|kỳ\\x20(?=họp|đối)|phiên|video|clip|ấn\\x20phẩm|hộ(?!i)|tài\\x20khoản|học\\x20viên|khu\\x20phố|ấp|buôn|phần\\x20mềm|hệ\\x20thống|cơ\\x20sở\\x20dữ\\x20liệu|đề\\x20án|dự\\x20án|kiến\\x20nghị|tiêu\\x20chí|điểm)"

/* Whether the words before a bare count make it something to be reached. */
static bool aims(Str head, Str unit)
{
    static Pattern strong = {
        "(?:tối\\x20thiểu|ít\\x20nhất|từ|trên|giảm|tăng|phấn\\x20đấu|hoàn\\x20thành|đạt|thành\\x20lập\\x20mới|thành\\x20lập|xây\\x20dựng|tổ\\x20chức|mở|có|cử|bố\\x20trí|kiểm\\x20tra|nhân\\x20rộng|duy\\x20trì|cắt\\x20giảm|đăng\\x20ký|không\\x20quá|tối\\x20đa|tại|giao:|ubnd|và|,|huyện,)(?:\\x20(?:có|được|thêm|mới|ít\\x20nhất|tối\\x20thiểu))*\\x20?$" };
    Match m;

    if (str_starts(unit, S("tỷ")) || str_starts(unit, S("triệu")))
        return low_ends(str_trim(head), ":") || pattern_find(&strong, head, 0, &m);
    if (!str_trim(head).n)
        return true;
    return pattern_find(&strong, head, 0, &m);
}

static Str unit_name(Str low)
{
    if (low_starts(low, "ubnd"))
        return S("xã");
    return low;
}

static void counts(Source *s)
{
    static Pattern count = {
        "(?<![\\d,./:])(\\d{1,3}(?:[.,]\\d{1,3})?)(?:\\x20(?:đến|-|–)\\x20(\\d{1,3}))?\\x20" UNITS "(?!\\p{L})" };
    const Para *p = s->p;
    Match m;

    for (size_t at = 0; pattern_find(&count, p->low, at, &m); at = m.to[1] > at ? m.to[1] : m.to[0]) {
        Str clause = str_sub(p->low, clause_start(p->low, m.from[0]), m.from[0]);
        Str head = words_tail(str_sub(p->low, 0, m.from[0]), NEAR), unit = unit_name(group(&m, p->low, 3));
        OptDec value = { 0 }, to = { 0 };

        if (s->p->kind == PARA_NUMBERED && m.from[0] < 4)
            continue;
        if (rejected(head) || low_has(str_sub(head, head.n > 12 ? head.n - 12 : 0, head.n), "trong ")
            || !aims(words_tail(clause, NEAR), unit))
            continue;
        value.has = dec_parse(&value.d, group(&m, p->low, 1));
        to.has = has_group(&m, 2) && dec_parse(&to.d, group(&m, p->low, 2));
        if (value.has)
            add_target(s, &m, unit, value, to);
    }
}

/* The nearest heading that says what stands below decides. */
static bool under_targets(const Reading *r, int node)
{
    for (int n = node; n >= 0; n = r->nodes.v[n].parent) {
        Str head = str_sub(r->paras.v[r->nodes.v[n].para].low, 0, 140);

        if (low_has(head, "mục tiêu") || low_has(head, "chỉ tiêu"))
            return true;
        if (low_has(head, "nhiệm vụ") || low_has(head, "giải pháp"))
            return false;
    }
    return false;
}

/* A numbered item under "MỤC TIÊU" or "CHỈ TIÊU" without a figure: a target in words. */
static void in_words(Source *s)
{
    const Para *p = s->p;
    const Reading *r = s->r;
    int up;

    if (s->found || p->kind != PARA_NUMBERED || p->node < 0 || utf8_count(p->text) < 40)
        return;
    if ((size_t)p->node + 1 < r->nodes.n && r->nodes.v[p->node + 1].parent == p->node)
        return;
    up = r->nodes.v[p->node].parent;
    if (!under_targets(r, up))
        return;
    *vec_add(s->a, &s->r->targets) = (Target){ .ref = s->ref, .area = s->area.n ? s->area : area_key(p->low),
        .text = clause_text(p, 0, p->text.n), .qualitative = true, .where = p->where, .confidence = 60 };
}

/* A target whose figure and unit stand in columns of their own: "Tỷ lệ hồ sơ đúng hạn | % | ≥ 98". */
static void column_target(Source *s, const TaskRow *row, const Para *cell)
{
    static Pattern figure = { "(\\d{1,6}(?:[.,]\\d{1,3})?)(?:\\x20?(?:-|–|đến)\\x20?(\\d{1,6}(?:[.,]\\d{1,3})?))?\\x20?(%)?" };
    Str low = words_low(s->a, row->cell[COL_VALUE]);
    Target t = { .ref = s->ref, .area = s->area.n ? s->area : area_key(cell->low), .where = cell->where, .confidence = 88,
        .text = words_strip(cell->text, " ;.,"), .unit = words_strip(words_low(s->a, row->cell[COL_UNIT]), " .()") };
    bool down;
    Match m;

    if (s->r->targets.n >= MOST || !pattern_find(&figure, low, 0, &m) || !dec_parse(&t.value.d, group(&m, low, 1)))
        return;
    t.value.has = true;
    t.value_to.has = has_group(&m, 2) && dec_parse(&t.value_to.d, group(&m, low, 2));
    t.comparator = comparator(str_sub(low, 0, m.from[0]), str_sub(low, m.to[0], low.n), &down);
    if (has_group(&m, 3))
        t.unit = S("%");
    *vec_add(s->a, &s->r->targets) = t;
}

static void scan_cell(void *user, const TaskRow *row, Col col, const Para *cell)
{
    Source *outer = user;
    Source s = { .a = outer->a, .r = outer->r, .p = cell, .cell = true, .in_task = col == COL_TASK };

    if (col != COL_OBJECTIVE && !(col == COL_TASK && words_digit_at(cell->text, 0) && !row->tasks.v[0].no.n))
        return;
    s.ref = str_fmt(s.a, "PL.%.*s%s%.*s.%.*s", SV(row->area), row->subarea.n ? "." : "", SV(row->subarea), SV(row->cell[COL_TT]));
    s.area = area_key(words_low(s.a, row->area_title));
    if (row->cell[COL_VALUE].n) {
        column_target(&s, row, cell);
        return;
    }
    percents(&s);
    counts(&s);
}

void target_read(Arena *a, Reading *r)
{
    for (size_t i = 0; i < r->paras.n; i++) {
        const Para *p = &r->paras.v[i];
        Source s = { .a = a, .r = r, .p = p };

        if (p->in_table || p->kind == PARA_BASIS || p->kind == PARA_RECIPIENT || p->node < 0 || about_results(r, p)
            || score_told(p->low))
            continue;
        s.ref = r->nodes.v[p->node].ref;
        s.area = area_of_node(r, p->node);
        percents(&s);
        counts(&s);
        in_words(&s);
    }
    for (size_t i = 0; i < r->tables.n; i++)
        if (r->tables.v[i].kind == TABLE_TASKS) {
            tables_each_cell(r, a, scan_cell, &(Source){ .a = a, .r = r });
            break;
        }
}
