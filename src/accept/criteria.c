/* The criteria table of a decision becomes a set. */
#include "accept/own.h"

#include "base/map.h"
#include "core/app.h"
#include "core/room.h"
#include "text/text.h"

typedef struct Making {
    Work *w;
    Draft d;                    /* node i is item i */
    Map at;                     /* code → index */
    Str head;                   /* code of the Roman or lettered heading above; empty: none */
    int64_t head_at;
    Str area;                   /* heading over the whole width, taken over already */
} Making;

static bool numbered(Str code)
{
    return code.n && code.p[0] >= '0' && code.p[0] <= '9';
}

/* "1.1. Ban hành …": a number in front of the name when the table has no column for it. */
static void split_name(Str *code, Str *name)
{
    size_t n = 0;

    while (n < name->n && ((name->p[n] >= '0' && name->p[n] <= '9') || name->p[n] == '.'))
        n++;
    if (code->n || !n || n == name->n || (name->p[n] != ' ' && name->p[n] != ')'))
        return;
    *code = str_sub(*name, 0, n);
    *name = str_trim(str_sub(*name, n + 1, name->n));
}

static Str tidy_code(Str code)
{
    code = str_trim(code);
    while (code.n && (code.p[code.n - 1] == '.' || code.p[code.n - 1] == ')'))
        code.n--;
    return code;
}

/* Bonus and penalty points and survey criteria are told by words; what was taken so is told to the person. */
static Str source_of(Ctx *c, AcceptItem *it, Str name, Str rule)
{
    Str fold = text_fold(c->arena, name), how = text_fold(c->arena, str_fmt(c->arena, "%.*s %.*s", SV(name), SV(rule)));
    size_t at;

    if (str_starts(fold, S("diem thuong")) || str_starts(fold, S("diem cong"))) {
        item_say(c, it, ITEM_DOUBT, T("Hiểu là điểm thưởng, không tính vào thang điểm."));
        return S("bonus");
    }
    if (str_starts(fold, S("diem tru")) || str_starts(fold, S("tru diem"))) {
        item_say(c, it, ITEM_DOUBT, T("Hiểu là điểm trừ, không tính vào thang điểm."));
        return S("penalty");
    }
    if (str_find(how, S("dieu tra xa hoi hoc"), &at) || str_find(how, S("dieu tra xhh"), &at)) {
        item_say(c, it, ITEM_DOUBT, T("Hiểu là chấm qua điều tra xã hội học."));
        return S("survey");
    }
    return S("self");
}

/* The nearest dotted code above, else the heading of the part. */
static void find_parent(Making *m, DraftNode *n)
{
    for (size_t k = n->code.n; k > 0 && n->parent_at < 0 && numbered(n->code); k--)
        if (n->code.p[k - 1] == '.' && map_get(&m->at, str_sub(n->code, 0, k - 1), &n->parent_at))
            n->parent = str_sub(n->code, 0, k - 1);
    if (n->parent_at < 0 && numbered(n->code) && m->head.n) {
        n->parent = m->head;
        n->parent_at = m->head_at;
    }
}

static AcceptItem *add_node(Ctx *c, Making *m, Str code, Str name, const TaskRow *src)
{
    DraftNode *n = vec_add(c->arena, &m->d.nodes);
    AcceptItem *it = work_item(c, m->w, code, name, src->where, src->confidence);
    int64_t first;

    *n = (DraftNode){ .code = code, .name = name, .source = S("self"), .parent_at = -1, .row = SIZE_MAX };
    if (map_get(&m->at, code, &first) && numbered(code) && m->head.n) {     /* the numbers begin anew in each part */
        n->code = it->code = str_fmt(c->arena, "%.*s.%.*s", SV(m->head), SV(code));
        item_say(c, it, ITEM_DOUBT, T("Số %.*s đã có ở phần khác; mã được ghi là %.*s."), SV(code), SV(n->code));
        n->parent = m->head;
        n->parent_at = m->head_at;
    } else {
        find_parent(m, n);
    }
    if (!map_add(&m->at, n->code, (int64_t)m->d.nodes.n - 1)) {
        (void)map_get(&m->at, n->code, &first);             /* it is there: the line before said so */
        item_say(c, it, ITEM_BAD, T("Mã %.*s đã có ở %.*s; mỗi mã một dòng."), SV(n->code),
            SV(accept_place(c->arena, c->answer.lang, m->w->rep->items.v[first].where)));
    }
    if (!numbered(code)) {
        m->head = n->code;
        m->head_at = (int64_t)m->d.nodes.n - 1;
    }
    return it;
}

/* A row without a number below a criterion tells how it is scored: "Đúng hạn" with its points. */
static bool add_rule_line(Ctx *c, Making *m, const TaskRow *src)
{
    DraftNode *n = m->d.nodes.n ? &m->d.nodes.v[m->d.nodes.n - 1] : NULL;
    Str text = src->cell[COL_OBJECTIVE], max = src->cell[COL_MAX];

    if (!n)
        return false;
    while (text.n && (text.p[0] == '-' || text.p[0] == '+' || text.p[0] == ' '))
        text = str_sub(text, 1, text.n);
    if (max.n && text.n)
        text = str_fmt(c->arena, "%.*s: %.*s", SV(text), SV(max));
    else if (!text.n)
        text = src->cell[COL_RULE];
    n->rule = n->rule.n ? str_fmt(c->arena, "%.*s; %.*s", SV(n->rule), SV(text)) : text;
    return true;
}

static void add_row(Ctx *c, Making *m, const TaskRow *src)
{
    Str code = tidy_code(src->cell[COL_CRITERION]), name = src->cell[COL_OBJECTIVE], max = src->cell[COL_MAX];
    AcceptItem *it;
    DraftNode *n;

    if (src->area.n && src->area_title.n && !str_eq(src->area_title, m->area)) {
        m->area = src->area_title;
        (void)add_node(c, m, tidy_code(src->area), src->area_title, src);
    }
    split_name(&code, &name);
    code = tidy_code(code);
    if (!code.n || code.p[0] == '-' || code.p[0] == '+') {
        if (!add_rule_line(c, m, src))
            work_note(c, m->w, T("Dòng “%.*s” đứng trước mọi tiêu chí nên không nhận."), SV(name));
        return;
    }
    if (!src->cell[COL_MAX].n && !src->cell[COL_RULE].n && (!name.n || text_fold_eq(name, S("Tổng cộng"))))
        return;
    it = add_node(c, m, code, name, src);
    n = &m->d.nodes.v[m->d.nodes.n - 1];
    n->rule = src->cell[COL_RULE];
    if (!name.n)
        item_say(c, it, ITEM_BAD, T("Thiếu tên tiêu chí."));
    if (max.n && (!dec_parse(&n->max, max) || n->max.v < 0))
        item_say(c, it, ITEM_BAD, T("Điểm tối đa “%.*s” không phải là số không âm."), SV(max));
    else
        n->has_max = max.n > 0;
    n->source = source_of(c, it, name, n->rule);
    n->basis = m->w->s->reading.id.symbol;
}

/* What was left out goes, with what stands below it; the rest keeps its order. keep[i]: the item of node i. */
static void leave_out(Ctx *c, Making *m, size_t *item_of)
{
    Draft all = m->d;
    int64_t *now = NEW(c->arena, int64_t, all.nodes.n);

    m->d.nodes.v = NEW(c->arena, DraftNode, all.nodes.n);
    m->d.nodes.n = 0;
    m->d.nodes.cap = all.nodes.n;
    for (size_t i = 0; i < all.nodes.n; i++) {
        DraftNode n = all.nodes.v[i];
        AcceptItem *it = &m->w->rep->items.v[i];

        now[i] = -1;
        if (n.parent_at >= 0 && now[n.parent_at] < 0)
            it->skipped = true;                             /* nothing hangs in the air */
        if (it->skipped)
            continue;
        if (n.parent_at >= 0)
            n.parent_at = now[n.parent_at];
        now[i] = (int64_t)m->d.nodes.n;
        item_of[m->d.nodes.n] = i;
        *vec_add(c->arena, &m->d.nodes) = n;
    }
}

static void explain(Ctx *c, Making *m, DraftNode *n, AcceptItem *it)
{
    const Rule *r;
    Answer why = { .arena = c->arena, .lang = c->answer.lang };

    if (n->has_max)
        it->detail = str_fmt(c->arena, tr(c->answer.lang, T("Tối đa %.*s điểm.")), SV(work_num(c, n->max)));
    if (!n->rule.n)
        return;
    if (rule_parse(&r, c->arena, n->rule, n->max, &why) == OK) {
        it->detail = str_fmt(c->arena, tr(c->answer.lang, T("%.*s Cách chấm được hiểu: %.*s")), SV(it->detail),
            SV(rule_plain(c->arena, r, c->answer.lang)));
        return;
    }
    it->detail = str_fmt(c->arena, tr(c->answer.lang, T("%.*s Lời chấm: %.*s")), SV(it->detail), SV(n->rule));
    if (m->w->f->direct) {
        item_say(c, it, ITEM_DOUBT, T("Lời chấm không đọc được nên tiêu chí sẽ chấm điểm trực tiếp."));
        n->rule = (Str){ 0 };
    }
}

static void tell_findings(Ctx *c, Making *m, const size_t *item_of)
{
    for (size_t i = 0; i < m->d.findings.n; i++) {
        const Finding *f = &m->d.findings.v[i];
        size_t k = 0;

        while (k < m->d.nodes.n && !str_eq(m->d.nodes.v[k].code, f->code))
            k++;
        if (f->code.n && k < m->d.nodes.n)
            item_say(c, &m->w->rep->items.v[item_of[k]], f->error ? ITEM_BAD : ITEM_DOUBT, "%.*s", SV(f->text));
        else
            work_note(c, m->w, "%.*s", SV(f->text));
    }
}

/* The code asked for, else the decision's own number: "2878-QD-UBND". */
static Str set_code(Ctx *c, const Work *w)
{
    Str number = w->s->reading.id.symbol;                 /* "/QĐ-UBND" where the number is still blank */

    if (w->f->set.n)
        return w->f->set;
    return number.n && number.p[0] != '/' ? text_upper(c->arena, text_slug(c->arena, number)) : (Str){ 0 };
}

Err accept_criteria(Ctx *c, Work *w)
{
    const Reading *r = &w->s->reading;
    Making m = { .w = w, .at = { .arena = c->arena } };
    SetForm f = set_form_default();
    size_t *item_of;
    int64_t id;

    TRY(access_need(c, &PERM_CRITERIA_CHANGE, 0));
    for (size_t i = 0; i < r->tables.n; i++)
        for (size_t k = 0; r->tables.v[i].kind == TABLE_CRITERIA && k < r->tables.v[i].rows.n; k++)
            add_row(c, &m, &r->tables.v[i].rows.v[k]);
    if (!m.d.nodes.n)
        return fail(c, E_INVALID, T("Tệp “%.*s” không có bảng tiêu chí; bảng cần các cột số thứ tự, tiêu chí và điểm tối đa."), SV(w->f->file));
    f.code = set_code(c, w);
    if (!f.code.n)
        return fail_field(c, "set", T("Hãy đặt mã cho bộ tiêu chí, ví dụ PAR-CAP-XA."));
    item_of = NEW(c->arena, size_t, m.d.nodes.n);
    leave_out(c, &m, item_of);
    for (size_t i = 0; i < m.d.nodes.n; i++)
        explain(c, &m, &m.d.nodes.v[i], &w->rep->items.v[item_of[i]]);
    f.year = w->f->year;
    f.name = w->f->name.n ? w->f->name : r->id.title;
    f.basis = r->id.symbol;
    f.scale = w->f->scale.v ? w->f->scale : DEC(100);
    criteria_check(&m.d, c->arena, f.scale, c->app ? c->app->rooms : NULL, c->answer.lang);
    tell_findings(c, &m, item_of);
    if (!w->write)
        return OK;
    TRY(work_ready(c, w));
    TRY(criteria_import(c, &m.d, &f, &id));
    w->rep->path = str_fmt(c->arena, "/criteria/%lld", (long long)id);
    return OK;
}
