#include "intake/duty.h"

#include "intake/check.h"
#include "intake/citation.h"
#include "intake/outline.h"
#include "intake/pattern.h"

#define VERBS                                                                                                          \
    "(?:tổ\\x20chức\\x20(?=quán|triển|thực|rà|kiểm|tuyên|xây|tập|đánh|theo|lấy|đối\\x20thoại|hội\\x20nghị)|triển\\x20khai|thực\\x20hiện|chủ\\x20động|chủ\\x20trì|phối\\x20hợp|tham\\x20mưu|theo\\x20dõi" \
    "|đôn\\x20đốc|hướng\\x20dẫn|chịu\\x20trách|có\\x20trách|(?<!ban\\x20)chỉ\\x20đạo|lãnh\\x20đạo(?=\\x20(?:xây|thực|việc|công|triển|chỉ))|tiếp\\x20tục|tăng\\x20cường|đẩy\\x20mạnh|căn\\x20cứ|báo\\x20cáo|quan\\x20tâm|xây\\x20dựng|rà\\x20soát|kiểm\\x20tra" \
    "|thường\\x20xuyên|kịp\\x20thời|nghiêm\\x20túc|quán\\x20triệt|phải|cần|bố\\x20trí|tổng\\x20hợp|theo\\x20chức\\x20năng|giúp|cập\\x20nhật|đảm\\x20bảo|bảo\\x20đảm|nâng\\x20cao|là\\x20cơ\\x20quan|được\\x20giao|giao|có\\x20kế" \
    "|mở\\x20(?=chuyên|lớp|rộng|các|đợt)|cụ\\x20thể\\x20hóa|tuyên\\x20truyền(?!\\x20viên)|giám\\x20sát|nâng\\x20cấp|kết\\x20nối|tích\\x20hợp|khảo\\x20sát|kiện\\x20toàn|trả\\x20lời|tiếp\\x20thu|rút\\x20ngắn|thiết\\x20lập|đối\\x20thoại|sắp\\x20xếp|cảnh\\x20báo|bổ\\x20sung|đánh\\x20giá|ký\\x20(?=cam)|tham\\x20gia|thẩm\\x20định|thanh\\x20tra(?=,|\\x20)|lập\\x20(?=kế|dự|danh|hồ)|cung\\x20cấp|công\\x20khai|công\\x20bố|ban\\x20hành|tiếp\\x20nhận(?!\\x20và\\x20trả)|duy\\x20trì" \
    "|vận\\x20động|thông\\x20báo|trình\\x20(?=ubnd|ủy|cấp|chủ|hđnd|ban)|hoàn\\x20thành|hoàn\\x20thiện|xử\\x20lý|khẩn\\x20trương|tập\\x20trung|trực\\x20tiếp|đề\\x20xuất|nghiên\\x20cứu|tiến\\x20hành|đăng\\x20ký|theo\\x20(?:lĩnh|nhiệm|thẩm)|định\\x20kỳ|chậm\\x20nhất" \
    "|gương\\x20mẫu|chấp\\x20hành|phát\\x20huy|phát\\x20động|tạo\\x20điều|niêm\\x20yết|vận\\x20hành|khắc\\x20phục|chuẩn\\x20bị|cử\\x20(?=cán|công|người|\\d)|gửi|lồng\\x20ghép|rút\\x20kinh|đổi\\x20mới|xác\\x20định|chấn\\x20chỉnh|bồi\\x20dưỡng|tăng\\x20thời|bám\\x20sát|ưu\\x20tiên|khai\\x20thác|chia\\x20sẻ|tổ\\x20chức\\x20(?=thẩm|các|hướng|tiếp|sơ|phong|học|hội|lớp|khảo|bồi|tốt)" \
    "|trong\\x20phạm\\x20vi|trên\\x20cơ\\x20sở|hằng\\x20(?:quý|tháng|năm)|hàng\\x20(?:quý|tháng|năm)|trước\\x20ngày)"

enum { LONGEST = 320, MOST = 5000 };     /* bytes of a list of agencies; duties kept */

static Pattern heads = {
    "(?:(?:các\\x20)?cấp\\x20ủy|ban\\x20cán\\x20sự|các\\x20(?:cơ\\x20quan|phòng|đơn\\x20vị|sở|ban|vụ|cục|thôn|tổ\\x20dân|ngành|thành\\x20viên|xã|trường|địa\\x20phương|tổ\\x20chức|đoàn\\x20thể|công\\x20chức|bộ\\x20phận)|phòng|văn\\x20phòng|ubnd|ủy\\x20ban|hđnd|chủ\\x20tịch|phó\\x20chủ"
    "|thủ\\x20trưởng|trưởng|chánh|giám\\x20đốc|người\\x20đứng\\x20đầu|lãnh\\x20đạo|ban\\x20(?:chỉ|quản|dân|tổ|tuyên|văn)|sở|bộ|trung\\x20tâm|đài|liên\\x20đoàn|tổng\\x20công|công\\x20(?:an|chức|đoàn)|bộ\\x20phận|mặt\\x20trận|đoàn|hội|kho\\x20bạc"
    "|vụ(?!\\x20(?:việc|án))|cục|tổng\\x20cục|viện|học\\x20viện|ubmttq|mttq|cơ\\x20quan|đơn\\x20vị|thanh\\x20tra\\x20(?:tỉnh|huyện|sở|bộ|thành|nhà|chính)|báo\\x20và\\x20đài|tổ\\x20(?:giúp|công|trưởng|dân)|chi\\x20bộ|trạm\\x20y|bí\\x20thư|ban\\x20(?:chấp|thường)|hiệu\\x20trưởng|bệnh\\x20viện|chi\\x20cục|cán\\x20bộ|tư\\x20pháp|văn\\x20hóa|kế\\x20toán|tài\\x20chính|địa\\x20chính|huyện\\x20ủy|đảng\\x20ủy|thường\\x20trực|bảo\\x20hiểm|ngân\\x20hàng)(?!\\p{L})" };

static Pattern verb = { "(?:^|[\\x20,;:)])" VERBS };

/* Inside brackets nothing is looked for. */
static size_t bracket_end(Str low, size_t at)
{
    size_t end;

    return str_find(str_sub(low, at, low.n), S(")"), &end) ? at + end : low.n;
}

size_t agency_length(const Para *p, size_t at)
{
    Match m, v;
    Str low = words_head(p->low, at + LONGEST + 80);
    size_t from = at, open;

    if (!pattern_at(&heads, low, at, &m))
        return 0;
    from = m.to[0];
    while (pattern_find(&verb, low, from, &v)) {
        Str skipped = str_sub(low, from, v.from[0] + 1);
        size_t first = v.from[0] + (v.from[0] < low.n && strchr(" ,;:)", low.p[v.from[0]]) != NULL);

        /* a capital inside the phrase is part of a name: "Sở Xây dựng", "Ban Tuyên giáo" */
        if (words_upper_at(p->text, first) && first && p->text.p[first - 1] == ' ' && !(first >= 2 && strchr(":.;", p->text.p[first - 2]))) {
            from = first + 1;
            while (from < low.n && ((unsigned char)low.p[from] & 0xC0) == 0x80)
                from++;
            continue;
        }
        if (str_find(skipped, S("("), &open) && bracket_end(low, from + open) > v.from[0]) {
            from = bracket_end(low, from + open);
            continue;
        }
        return v.from[0] - at < LONGEST ? v.from[0] - at : 0;
    }
    return 0;
}

static Str drop_brackets(Str s)
{
    size_t at;

    return str_find(s, S("("), &at) ? str_trim(str_sub(s, 0, at)) : s;
}

static Str clean_agency(Arena *a, Str s)
{
    static Pattern asked = { "^(?:đề\\x20nghị|yêu\\x20cầu|giao|trách\\x20nhiệm\\x20của|đối\\x20với)\\x20(?:các\\x20đồng\\x20chí\\x20)?" };
    SCRATCH(tmp);
    Match m;

    s = words_strip(str_trim(s), " :;,.-");
    if (pattern_find(&asked, words_low(&tmp, s), 0, &m))
        s = str_sub(s, m.to[0], s.n);
    (void)a;
    return words_strip(drop_brackets(s), " :;,.");
}

/* ---- details of one duty */

static void find_deadline(Arena *a, const Reading *r, Duty *d, Str low)
{
    static Pattern when = {
        "(?:trước|chậm\\x20nhất(?:\\x20vào|\\x20là)?|hoàn\\x20thành\\x20trước)\\x20(?:ngày\\x20)?\\d{1,2}/\\d{1,2}(?:/\\d{4})?(?:\\x20(?:hàng|hằng)\\x20(?:năm|quý|tháng))?"
        "|trước\\x20ngày\\x20\\d{1,2}\\x20(?:hàng|hằng)\\x20tháng|(?:định\\x20kỳ\\x20)?(?:vào\\x20)?ngày\\x20\\d{1,2}\\x20(?:hàng|hằng)\\x20tháng"
        "|định\\x20kỳ\\x20(?:hàng|hằng)\\x20(?:năm|quý|tháng|tuần)|theo\\x20quý,\\x206\\x20tháng,\\x20năm(?:\\x20và\\x20đột\\x20xuất)?"
        "|(?:trong\\x20)?(?:quý|tháng)\\x20[\\divx]{1,3}\\x20?/\\x20?\\d{4}|(?<=\\x20)(?:hàng|hằng)\\x20(?:quý|tháng|tuần)" };
    Match m;
    Deadline dl;
    if (!pattern_find(&when, low, 0, &m))
        return;
    d->deadline = str_sub(d->text, m.from[0], m.to[0]);
    deadline_parse(&dl, a, d->deadline, reading_year(r), NULL);
    if (dl.kind == DL_BEFORE_DATE || dl.kind == DL_UNTIL_DATE)
        d->due = dl.end;
}

static void find_support(Duty *d, Str low)
{
    static Pattern with = { "phối\\x20hợp\\x20(?:chặt\\x20chẽ\\x20)?(?:với|cùng)\\x20" };
    static Pattern to = { "báo\\x20cáo\\x20(?:về\\x20|cho\\x20|với\\x20)?(?=ubnd|ủy\\x20ban|chủ\\x20tịch|sở|phòng|cơ\\x20quan|ban\\x20chỉ|văn\\x20phòng|hđnd)" };
    static Pattern stop = { "[,;.(]?\\x20" VERBS "|[;.(]|\\x20(?:trước|để|theo|về|định|kết)\\x20" };
    Match m, s;

    if (pattern_find(&with, low, 0, &m) && pattern_find(&stop, low, m.to[0], &s))
        d->support = words_strip(str_sub(d->text, m.to[0], s.from[0]), " ,;.");
    if (pattern_find(&to, low, 0, &m) && pattern_find(&stop, low, m.to[0], &s))
        d->report_to = words_strip(str_sub(d->text, m.to[0], s.from[0]), " ,;.");
}

/* "chỉ tiêu 1,2,3,4,11": the numbered targets entrusted to the agency. */
static void find_targets(Arena *a, const Reading *r, Duty *d, Str low)
{
    static Pattern list = { "chỉ\\x20tiêu\\x20(?:số\\x20)?((?:\\d{1,2}(?:\\x20?,\\x20?|\\x20và\\x20)?)+)" };
    Match m;
    Str nums;

    if (!pattern_find(&list, low, 0, &m))
        return;
    nums = group(&m, low, 1);
    for (size_t at = 0; at < nums.n;) {
        size_t n = 0;

        while (words_digit_at(nums, at + n))
            n++;
        for (size_t i = 0; n && i < r->nodes.n; i++) {
            const Node *t = &r->nodes.v[i];

            if (!str_eq(t->no, str_sub(nums, at, at + n)) || t->parent < 0
                || !(outline_says(r, t->parent, "mục tiêu") || outline_says(r, t->parent, "chỉ tiêu")))
                continue;
            *vec_add(a, &d->targets) = t->ref;
            break;
        }
        at += n ? n : 1;
    }
}

static void add_duty(Arena *a, Reading *r, Str ref, Str agency, Str text, Where where, int confidence)
{
    Duty d = { .ref = ref, .agency = agency, .where = where, .confidence = confidence };
    Mark m;
    Str low;

    d.text = str_trim(text);
    if (line_mark(d.text, &m) && (m.kind == PARA_DASH || m.kind == PARA_PLUS))
        d.text = str_trim(str_sub(d.text, m.after, d.text.n));
    if (!agency.n || words_count(d.text) < 4 || r->duties.n >= MOST)
        return;
    low = words_low(a, d.text);
    find_deadline(a, r, &d, low);
    find_support(&d, low);
    find_targets(a, r, &d, low);
    *vec_add(a, &r->duties) = d;
}

/* ---- where duties stand */

/* Directives, letters and conclusions give duties in all their items. */
static bool directing(const Reading *r)
{
    static const char *const types[] = { "Chỉ thị", "Công điện", "Công văn", "Kết luận", "Thông báo" };

    for (size_t i = 0; i < COUNT(types); i++)
        if (str_eq(r->id.type, str_of(types[i])))
            return true;
    return false;
}

static bool about_the_past(const Reading *r, int node);

static bool organising(const Reading *r, int node)
{
    static const char *const words[] = { "tổ chức thực hiện", "biện pháp thực hiện", "phân công", "trách nhiệm thực hiện",
        "trách nhiệm của", "tổ chức triển khai" };

    for (size_t i = 0; i < COUNT(words); i++)
        if (outline_says(r, node, words[i]))
            return true;
    return directing(r) && !about_the_past(r, node);
}

/* A heading that names an agency, alone or before ":" or before its verb. */
static bool agency_head(Arena *a, const Reading *r, int node, Str *agency, bool *run_in)
{
    const Node *n = &r->nodes.v[node];
    const Para *p = &r->paras.v[n->para];
    size_t from = p->text.n - n->title.n, len, colon;
    static Pattern asked = { "(?:đề\\x20nghị|yêu\\x20cầu|giao|trách\\x20nhiệm\\x20của|đối\\x20với)\\x20(?:các\\x20đồng\\x20chí\\x20)?" };
    Match m;

    if (n->title.n > p->text.n)
        return false;
    if (pattern_at(&asked, p->low, from, &m))
        from = m.to[0];
    if (!pattern_at(&heads, p->low, from, &m))
        return false;
    *run_in = false;
    if (str_find(str_sub(p->text, from, from + 260), S(":"), &colon)) {
        *run_in = words_count(str_sub(p->text, from + colon + 1, p->text.n)) > 3;
        *agency = clean_agency(a, str_sub(p->text, from, from + colon));
        return true;
    }
    if (utf8_count(n->title) <= 170 && !str_ends(n->title, S(".")) && !str_ends(n->title, S(";"))) {
        *agency = clean_agency(a, str_sub(p->text, from, p->text.n));
        return true;
    }
    len = agency_length(p, from);
    *run_in = true;
    *agency = clean_agency(a, str_sub(p->text, from, from + len));
    return len > 0;
}

/* The agency of a node: its own, else that of the items above. */
static Str agency_of(Arena *a, const Reading *r, int node)
{
    for (int n = node; n >= 0; n = r->nodes.v[n].parent) {
        Str agency;
        bool run_in;

        if ((r->nodes.v[n].level > 1 || directing(r)) && agency_head(a, r, n, &agency, &run_in))
            return agency;
    }
    return (Str){ 0 };
}

static bool closing(Str low)
{
    return low_starts(low, "trên đây là") || low_starts(low, "thừa lệnh") || low_starts(low, "nhận được ") || low_starts(low, "trong quá trình") || low_starts(low, "(")
        || (str_ends(low, S("./.")) && words_count(low) <= 16
            && (low_has(low, "quan tâm") || low_has(low, "nghiêm túc") || low_has(low, "biết")));
}

/* "Chủ tịch … yêu cầu A; B triển khai …": the ones asked are the agency. */
static bool asked_duty(Arena *a, Reading *r, const Para *p, Str ref)
{
    static Pattern asks = { "^(?:[-+]\\x20?)?(?:chủ\\x20tịch|ubnd|ủy\\x20ban\\x20nhân\\x20dân)[^.;]{0,60}\\x20(?:yêu\\x20cầu|đề\\x20nghị|giao)\\x20|^(?:yêu\\x20cầu|đề\\x20nghị)\\x20" };
    Match m;
    size_t len;

    if (!pattern_find(&asks, p->low, 0, &m) || !(len = agency_length(p, m.to[0])))
        return false;
    add_duty(a, r, ref, clean_agency(a, str_sub(p->text, m.to[0], m.to[0] + len)), p->text, p->where, 80);
    return true;
}

/* The subject of a dash that is another body than the heading: it names one, not "các cơ quan, đơn vị" in general. */
static Str own_subject(Arena *a, const Para *p)
{
    Mark m = { 0 };
    size_t at, len;
    Str s;

    if (line_mark(p->text, &m))
        at = m.after;
    else
        at = 0;
    while (at < p->text.n && p->text.p[at] == ' ')
        at++;
    len = agency_length(p, at);
    s = clean_agency(a, str_sub(p->text, at, at + len));
    if (!len || words_count(s) < 3)
        return (Str){ 0 };
    for (size_t i = 1; i < s.n; i++)
        if (s.p[i - 1] == ' ' && words_upper_at(s, i) && low_starts(words_low(a, s), "các thành viên"))
            return s;
    return (Str){ 0 };
}

/* "- Phòng X: chủ trì …": the agency stands before the colon. */
static Str before_colon(Arena *a, const Para *p)
{
    Mark m = { 0 };
    size_t at = line_mark(p->text, &m) ? m.after : 0, colon, len;
    Match h;

    while (at < p->text.n && p->text.p[at] == ' ')
        at++;
    if (!pattern_at(&heads, p->low, at, &h) || !str_find(str_sub(p->text, at, at + 200), S(":"), &colon))
        return (Str){ 0 };
    len = agency_length(p, at);
    if ((len && len < colon) || words_count(str_sub(p->text, at + colon + 1, p->text.n)) < 4
        || str_find(str_sub(p->text, at, at + colon), S(". "), &len))
        return (Str){ 0 };
    return clean_agency(a, str_sub(p->text, at, at + colon));
}

/* Sentences of a paragraph that begin with an agency and a verb. */
static void sentences(Arena *a, Reading *r, const Para *p, Str ref)
{
    for (size_t at = 0; at < p->text.n;) {
        size_t end = at, len;
        Mark m;

        while (end < p->text.n && !(p->text.p[end] == '.' && end + 2 < p->text.n && p->text.p[end + 1] == ' '
                                    && words_upper_at(p->text, end + 2)))
            end++;
        end = end < p->text.n ? end + 1 : end;
        if (at == 0 && line_mark(p->text, &m))
            at = m.after;
        while (at < end && p->text.p[at] == ' ')
            at++;
        len = agency_length(p, at);
        if (len)
            add_duty(a, r, ref, clean_agency(a, str_sub(p->text, at, at + len)), str_sub(p->text, at, end),
                (Where){ para_line(p, at), para_line(p, end ? end - 1 : 0), p->where.page }, 80);
        at = end;
    }
}

/* "… chịu trách nhiệm thi hành Quyết định này" */
static void executing(Arena *a, Reading *r, size_t i)
{
    static Pattern who = { "\\x20(?:và\\x20các\\x20tổ\\x20chức,\\x20cá\\x20nhân\\x20)?(?:chịu\\x20trách\\x20nhiệm\\x20(?:thi\\x20hành|thực\\x20hiện|triển\\x20khai)|căn\\x20cứ\\x20quyết\\x20định\\x20(?:này\\x20)?(?:để\\x20)?(?:thi\\x20hành|thực\\x20hiện))" };
    const Para *p = &r->paras.v[i];
    size_t from = 0;
    Match m;
    Mark mark;
    Str ref = S("Điều");

    if (line_mark(p->text, &mark) && mark.kind == PARA_ARTICLE)
        from = mark.after;
    if (!pattern_find(&who, p->low, from, &m))
        return;
    while (from < m.from[0] && p->text.p[from] == ' ')
        from++;
    for (size_t k = from; k < m.from[0]; k++)
        if (p->text.p[k] == '.' && words_upper_at(p->text, k + 2))
            from = k + 2;
    for (size_t k = r->articles.n; k-- > 0;)
        if (r->articles.v[k].where.from <= p->where.from) {
            ref = str_fmt(a, "Điều %.*s", SV(r->articles.v[k].no));
            break;
        }
    Str agency = clean_agency(a, str_sub(p->text, from, m.from[0]));
    add_duty(a, r, ref, agency, str_sub(p->text, from, p->text.n), p->where, 90);
}

static bool about_the_past(const Reading *r, int node)
{
    for (int n = node; n >= 0; n = r->nodes.v[n].parent) {
        const Para *p = &r->paras.v[r->nodes.v[n].para];
        Str head = str_sub(p->low, 0, 160);

        /* an item that is a sentence is no head */
        if (p->text.n > 160 || str_ends(p->text, S(".")) || str_ends(p->text, S(";")))
            continue;
        if (low_has(head, "kết quả") || low_has(head, "nguyên nhân") || low_has(head, "đánh giá")
            || (low_has(head, "hạn chế") && !low_has(head, "khắc phục")))
            return true;
    }
    return false;
}

/* "Giao Phòng X chủ trì …": named by the act itself, in any section. */
static bool entrusted(Arena *a, Reading *r, const Para *p, Str ref)
{
    static Pattern gives = { "^(?:giao|yêu\\x20cầu|đề\\x20nghị)\\x20(?:cho\\x20)?" };
    Match g;
    Mark mark = { 0 };
    size_t at = line_mark(p->text, &mark) ? mark.after : 0, len;

    while (at < p->text.n && p->text.p[at] == ' ')
        at++;
    if (!pattern_find(&gives, str_sub(p->low, at, p->low.n), 0, &g))
        return false;
    len = agency_length(p, at + g.to[0]);
    if (!len)
        return false;
    add_duty(a, r, ref, clean_agency(a, str_sub(p->text, at + g.to[0], at + g.to[0] + len)),
        mark.kind == PARA_ARTICLE ? str_sub(p->text, at, p->text.n) : p->text, p->where, 85);
    return true;
}

/* "1. Văn phòng Sở: Lập lịch …" under "GIẢI PHÁP", "NHIỆM VỤ": an agency of several words before a colon. */
static bool assigned(Arena *a, Reading *r, const Para *p)
{
    Str agency;
    bool run_in;
    size_t colon;

    if (p->kind != PARA_NUMBERED || !str_find(words_head(p->text, 260), S(":"), &colon)
        || !(outline_says(r, p->node, "giải pháp") || outline_says(r, p->node, "nhiệm vụ") || outline_says(r, p->node, "khắc phục"))
        || !agency_head(a, r, p->node, &agency, &run_in) || !run_in || words_count(agency) < 2)
        return false;
    add_duty(a, r, r->nodes.v[p->node].ref, agency, p->text, p->where, 75);
    return true;
}

/* Outside the organising section only an agency with "chịu trách nhiệm", "quan tâm". */
static void in_passing(Arena *a, Reading *r, const Para *p)
{
    static Pattern bound = { "^\\x20?(?:chịu\\x20trách\\x20nhiệm|có\\x20trách\\x20nhiệm|quan\\x20tâm)" };
    Mark m;
    size_t at = 0, len;
    Match b;

    if (about_the_past(r, p->node) || (str_eq(r->id.type, S("Báo cáo")) && outline_says(r, p->node, "kiến nghị")))
        return;                                 /* what a report asks of those above is no duty */
    if (entrusted(a, r, p, r->nodes.v[p->node].ref))
        return;
    if (assigned(a, r, p))
        return;
    if (p->kind != PARA_DASH || !line_mark(p->text, &m) || outline_says(r, p->node, "yêu cầu"))
        return;
    at = m.after;
    while (at < p->text.n && p->text.p[at] == ' ')
        at++;
    len = agency_length(p, at);
    if (len && pattern_find(&bound, str_sub(p->low, at + len, p->low.n), 0, &b))
        add_duty(a, r, r->nodes.v[p->node].ref, clean_agency(a, str_sub(p->text, at, at + len)), p->text, p->where, 70);
}

/* "… đề nghị các sở, ngành thực hiện các nội dung sau:": who the items are for that name nobody. */
static Str asked_in_opening(Arena *a, const Reading *r)
{
    static Pattern asks = { "\\x20(?:đề\\x20nghị|yêu\\x20cầu|giao)\\x20" };

    for (size_t i = 0; i < r->paras.n && i < 60 && directing(r); i++) {
        const Para *p = &r->paras.v[i];
        Match m;
        size_t len;

        if (p->kind == PARA_NUMBERED)
            break;
        if (!str_ends(p->text, S(":")) || !pattern_find(&asks, p->low, 0, &m) || !(len = agency_length(p, m.to[0])))
            continue;
        return clean_agency(a, str_sub(p->text, m.to[0], m.to[0] + len));
    }
    return (Str){ 0 };
}

/* `items`: those of the first level name agencies too. */
static void org_para(Arena *a, Reading *r, const Para *p, Str asked, bool items)
{
    Str ref = r->nodes.v[p->node].ref, agency, own;
    bool run_in;

    if (closing(p->low) || p->kind == PARA_RECIPIENTS || p->kind == PARA_SIGNATURE || words_all_caps(p->text))
        return;
    if (p->kind == PARA_NUMBERED) {
        if (r->nodes.v[p->node].level == 1 && !items)
            return;
        if (agency_head(a, r, p->node, &agency, &run_in)) {
            if (run_in)
                add_duty(a, r, ref, agency, p->text, p->where, 90);
            return;
        }
        if (asked_duty(a, r, p, ref))
            return;
        agency = agency_of(a, r, r->nodes.v[p->node].parent);
        if (!agency.n && r->nodes.v[p->node].kind >= NUM_ARABIC && words_count(p->text) > 8)
            agency = asked;
        if (agency.n)
            add_duty(a, r, ref, agency, p->text, p->where, 85);
        return;
    }
    if (asked_duty(a, r, p, ref))
        return;
    agency = agency_of(a, r, p->node);
    own = before_colon(a, p);
    if (!own.n)
        own = own_subject(a, p);
    if (own.n)
        agency = own;
    if (agency.n)
        add_duty(a, r, ref, agency, p->text, p->where, 90);
    else
        sentences(a, r, p, ref);
}

static Str article_ref(Arena *a, const Para *p)
{
    Mark m = { 0 };

    (void)line_mark(p->text, &m);
    return str_fmt(a, "Điều %.*s", SV(m.no));
}

void duty_read(Arena *a, Reading *r)
{
    bool articles = false, organised = false;      /* under an article that says who does what */
    Str asked = asked_in_opening(a, r);

    for (size_t i = 0; i < r->paras.n; i++) {
        const Para *p = &r->paras.v[i];

        if (p->in_table || p->kind == PARA_RECIPIENT)
            continue;
        articles |= p->kind == PARA_ARTICLE;
        if (p->kind == PARA_ARTICLE) {
            organised = low_has(p->low, "tổ chức thực hiện") || low_has(p->low, "trách nhiệm") || low_has(p->low, "phân công");
            if (!entrusted(a, r, p, article_ref(a, p)))
                executing(a, r, i);
        } else if (p->node >= 0 && (organised || organising(r, p->node)))
            org_para(a, r, p, asked, organised || directing(r));
        else if (p->node >= 0)
            in_passing(a, r, p);
        else if (articles)
            executing(a, r, i);
    }
}
