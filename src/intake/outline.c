#include "intake/outline.h"

enum { MOST = 20000 };          /* nodes kept: what comes after stays with the last */

/* Ranks that hold when two kinds meet that have not met before: smaller is higher. */
static int rank(NumKind k)
{
    return (int)k;
}

bool title_of_part(Str low)
{
    static const char *const names[] = {
        "quyết định", "kế hoạch", "báo cáo", "quy chế", "quy định", "chương trình", "đề án", "chỉ thị", "nghị quyết",
        "thông báo", "hướng dẫn", "tờ trình", "kết luận", "phương án", "công điện", "thông tư", "nghị định", "biên bản",
        "chương trình hành động", "giấy mời", "công văn", "đề cương", "bộ chỉ số", "bộ tiêu chí",
    };
    Str s = words_strip(low, " :.*");

    for (size_t i = 0; i < COUNT(names); i++)
        if (str_eq(s, str_of(names[i])))
            return true;
    return low_starts(s, "phụ lục") && words_count(s) <= 4;
}

static const struct { const char *word, *key; } areas[] = {
    { "iso 9001", "iso" }, { "áp dụng iso", "iso" }, { "hệ thống quản lý chất lượng", "iso" },
    { "tác động", "tac_dong" }, { "điều tra xã hội học", "tac_dong" }, { "hài lòng của người dân đối với sự phục vụ", "tac_dong" },
    { "cơ chế một cửa", "mot_cua" }, { "thủ tục hành chính", "thu_tuc_hanh_chinh" }, { "tthc", "thu_tuc_hanh_chinh" },
    { "chỉ đạo, điều hành", "chi_dao_dieu_hanh" }, { "chỉ đạo điều hành", "chi_dao_dieu_hanh" },
    { "thể chế", "the_che" }, { "quy phạm pháp luật", "the_che" }, { "qppl", "the_che" },
    { "tổ chức bộ máy", "to_chuc_bo_may" }, { "biên chế", "to_chuc_bo_may" }, { "công vụ", "che_do_cong_vu" },
    { "cán bộ, công chức", "che_do_cong_vu" }, { "tài chính", "tai_chinh_cong" }, { "ngân sách", "tai_chinh_cong" },
    { "chính quyền điện tử", "chinh_quyen_dien_tu_so" }, { "chính quyền số", "chinh_quyen_dien_tu_so" },
    { "hiện đại hóa", "chinh_quyen_dien_tu_so" }, { "chuyển đổi số", "chinh_quyen_dien_tu_so" },
    { "môi trường điện tử", "chinh_quyen_dien_tu_so" }, { "trực tuyến", "chinh_quyen_dien_tu_so" },
    { "phát triển điện tử", "chinh_quyen_dien_tu_so" },
};

Str area_key(Str low)
{
    size_t best = SIZE_MAX;
    Str key = { 0 };

    for (size_t i = 0; i < COUNT(areas); i++) {
        size_t at;

        if (str_find(low, str_of(areas[i].word), &at) && at < best) {
            best = at;
            key = str_of(areas[i].key);
        }
    }
    return key;
}

Str area_of_node(const Reading *r, int node)
{
    for (int n = node; n >= 0; n = r->nodes.v[n].parent) {
        const Para *p = &r->paras.v[r->nodes.v[n].para];
        Str key = p->text.n < 200 ? area_key(p->low) : (Str){ 0 };

        if (key.n)
            return key;
    }
    return (Str){ 0 };
}

int outline_above(const Reading *r, int node, int level)
{
    while (node >= 0 && r->nodes.v[node].level > level)
        node = r->nodes.v[node].parent;
    return node;
}

bool outline_says(const Reading *r, int node, const char *part)
{
    for (int n = node; n >= 0; n = r->nodes.v[n].parent) {
        const Para *p = &r->paras.v[r->nodes.v[n].para];

        if (low_has(str_sub(p->low, 0, 160), part))
            return true;
    }
    return false;
}

/* Value of a Roman number as headings use it; lenient, because wrong ones are only reported. */
static int roman_value(Str s)
{
    static const struct { char c; int v; } digit[] = { { 'I', 1 }, { 'V', 5 }, { 'X', 10 }, { 'L', 50 } };
    int sum = 0, last = 0;

    for (size_t i = s.n; i-- > 0;)
        for (size_t k = 0; k < COUNT(digit); k++)
            if (digit[k].c == s.p[i]) {
                sum += digit[k].v < last ? -digit[k].v : digit[k].v;
                last = digit[k].v;
            }
    return sum;
}

/* The last number of "1.2.3", a Roman number, a letter; 0: none. */
static int ordinal(const Node *n)
{
    int64_t v = 0;
    Str s = n->no;

    switch (n->kind) {
    case NUM_ROMAN:
        return roman_value(s);
    case NUM_LETTER:
    case NUM_SMALL:
        return s.n == 1 ? (s.p[0] & 0x1f) : 0;
    default:
        for (size_t i = s.n; i-- > 0;)
            if (s.p[i] == '.')
                return str_int(str_sub(s, i + 1, s.n), &v) ? (int)v : 0;
        return str_int(s, &v) ? (int)v : 0;
    }
}

static void warn_order(Arena *a, Reading *r, const Node *before, Node *now)
{
    int want = before ? ordinal(before) + 1 : 1;

    if (now->kind == NUM_PART || now->kind == NUM_SMALL || now->kind == NUM_LETTER || ordinal(now) == want || (!before && now->kind >= NUM_DOTTED))
        return;
    now->confidence = 80;
    *vec_add(a, &r->warnings) = (Note){
        before ? str_fmt(a, T("Mục “%.*s” đứng ngay sau mục “%.*s”: số thứ tự không liên tục."), SV(now->no), SV(before->no))
               : str_fmt(a, T("Mục đầu tiên của phần này mang số “%.*s”, không phải số đầu."), SV(now->no)),
        now->where };
}

typedef struct Level {
    NumKind kind;
    int last;                   /* index of the last node of this level */
} Level;

typedef struct Stack {
    Level v[8];
    int n;
} Stack;

/* Makes the level of `kind` the top of the stack; the node before it there, or -1, is v[n-1].last. */
static void enter(Stack *s, NumKind kind)
{
    for (int i = 0; i < s->n; i++)
        if (s->v[i].kind == kind) {
            s->n = i + 1;
            return;
        }
    while (s->n && rank(s->v[s->n - 1].kind) > rank(kind) && !(kind == NUM_LETTER && s->v[s->n - 1].kind == NUM_ROMAN))
        s->n--;
    if (s->n < 8)
        s->v[s->n++] = (Level){ kind, -1 };
}

static Str make_ref(Arena *a, const Reading *r, const Node *n)
{
    int up = n->parent;

    if (n->kind == NUM_DOTTED || n->kind == NUM_DOTTED3)
        while (up >= 0 && (r->nodes.v[up].kind == NUM_ARABIC || r->nodes.v[up].kind == NUM_DOTTED))
            up = r->nodes.v[up].parent;
    if (up < 0 || !r->nodes.v[up].ref.n)
        return n->no;
    return str_fmt(a, "%.*s.%.*s", SV(r->nodes.v[up].ref), SV(n->no));
}

static void add_node(Arena *a, Reading *r, Stack *s, size_t para, const Mark *m)
{
    Para *p = &r->paras.v[para];
    Node n = { .kind = m->num, .no = m->no, .where = p->where, .para = para, .parent = -1, .confidence = m->strict ? 97 : 85 };
    Level *top;

    n.title = str_trim(str_sub(p->text, m->after, p->text.n));
    enter(s, m->num);
    top = &s->v[s->n - 1];
    if (s->n > 1)
        n.parent = s->v[s->n - 2].last;
    n.level = s->n;
    warn_order(a, r, top->last >= 0 ? &r->nodes.v[top->last] : NULL, &n);
    n.ref = make_ref(a, r, &n);
    top->last = (int)r->nodes.n;
    p->node = top->last;
    *vec_add(a, &r->nodes) = n;
}

/* "PHẦN I" alone on its line: the line below is its title. Whether paragraph i + 1 was taken for it. */
static bool part_title(Arena *a, Reading *r, size_t i)
{
    const Para *p = &r->paras.v[i];
    Mark m;

    (void)a;
    if (!line_mark(p->text, &m) || m.num != NUM_PART || i + 1 >= r->paras.n || str_trim(str_sub(p->text, m.after, p->text.n)).n)
        return false;
    p = &r->paras.v[i + 1];
    return !p->in_table && p->kind == PARA_BODY && (words_all_caps(p->text) || p->heading) && p->text.n < 300;
}

static void add_plain_head(Arena *a, Reading *r, Stack *s, size_t para)
{
    Para *p = &r->paras.v[para];

    s->n = 0;
    p->node = (int)r->nodes.n;
    *vec_add(a, &r->nodes)
        = (Node){ .level = 1, .title = p->text, .where = p->where, .para = para, .parent = -1, .confidence = 70 };
}

void outline_build(Arena *a, Reading *r)
{
    Stack s = { 0 };
    bool numbered = false, recipients = false;
    int current = -1;

    for (size_t i = 0; i < r->paras.n; i++) {
        Para *p = &r->paras.v[i];
        Mark m;

        if (p->kind == PARA_RECIPIENTS)
            recipients = true;
        if (p->in_table)
            continue;
        if (part_title(a, r, i) && r->nodes.n < MOST && line_mark(p->text, &m)) {
            add_node(a, r, &s, i, &m);
            current = p->node;
            r->nodes.v[current].title = r->paras.v[i + 1].text;
            r->nodes.v[current].where.to = r->paras.v[i + 1].where.to;
            r->paras.v[++i].node = current;
            numbered = true;
            continue;
        }
        if (title_of_part(p->low) && words_all_caps(p->text)) {
            s.n = 0;
            current = -1;
            recipients = false;
        } else if (p->kind == PARA_NUMBERED && r->nodes.n < MOST && line_mark(p->text, &m) && str_trim(str_sub(p->text, m.after, p->text.n)).n) {
            add_node(a, r, &s, i, &m);
            current = p->node;
            numbered = true;
            recipients = false;
            continue;
        } else if (p->heading && numbered && p->kind == PARA_BODY && words_count(p->text) >= 2 && !recipients) {
            add_plain_head(a, r, &s, i);
            current = p->node;
            continue;
        } else if (p->heading && numbered && p->kind == PARA_BODY && words_all_caps(p->text) && words_count(p->text) >= 4) {
            add_plain_head(a, r, &s, i);
            current = p->node;
            recipients = false;
            continue;
        }
        p->node = recipients ? -1 : current;
    }
}
