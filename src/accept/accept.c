#include "accept/own.h"

#include "core/audit.h"
#include "intake/read.h"
#include "plan/plan.h"
#include "text/text.h"

const Perm PERM_ACCEPT = { "intake.accept", T("Đọc văn bản đến và nhận vào hệ thống"), ROLE_COORDINATOR | ROLE_HEAD | ROLE_OFFICER };

static const struct { const char *name, *title; } kinds[ACCEPT_KINDS] = {
    [ACCEPT_PLAN] = { "plan", T("Kế hoạch: bảng nhiệm vụ") },
    [ACCEPT_REMEDY] = { "remedy", T("Giải pháp khắc phục điểm mất") },
    [ACCEPT_RESULT] = { "result", T("Kết quả: điểm theo tiêu chí") },
    [ACCEPT_CRITERIA] = { "criteria", T("Bộ tiêu chí: tiêu chí và cách chấm") },
};

const char *accept_kind_name(AcceptKind k)
{
    return kinds[k].name;
}

const char *accept_kind_title(AcceptKind k)
{
    return kinds[k].title;
}

bool accept_kind_parse(AcceptKind *out, Str name)
{
    for (size_t i = 0; i < ACCEPT_KINDS; i++)
        if (str_eq(name, str_of(kinds[i].name))) {
            *out = (AcceptKind)i;
            return true;
        }
    return false;
}

const char *accept_state_name(AcceptState s)
{
    static const char *const names[] = { "ok", "doubt", "left", "bad", "shown" };

    return names[s];
}

/* ---- items */

Str accept_place(Arena *a, Lang lang, Where w)
{
    if (!w.from)
        return (Str){ 0 };
    if (w.page > 1)
        return str_fmt(a, tr(lang, T("dòng %d, trang %d")), w.from, w.page);
    return str_fmt(a, tr(lang, T("dòng %d")), w.from);
}

Str work_num(Ctx *c, Dec d)
{
    return dec_exact(c->arena, d, c->answer.lang == LANG_VI ? NUM_VI : NUM_PLAIN);
}

AcceptItem *work_item(Ctx *c, Work *w, Str code, Str title, Where where, int confidence)
{
    AcceptItem *it = vec_add(c->arena, &w->rep->items);
    size_t at;

    it->key = (int64_t)w->rep->items.n;
    it->code = code;
    it->title = title;
    it->where = where;
    it->confidence = confidence;
    it->skipped = str_find(w->f->skip, str_fmt(c->arena, ",%lld,", (long long)it->key), &at);
    return it;
}

bool item_goes(const AcceptItem *it)
{
    return !it->skipped && (it->state == ITEM_OK || it->state == ITEM_DOUBT);
}

void work_note(Ctx *c, Work *w, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    *vec_add(c->arena, &w->rep->notes) = str_vfmt(c->arena, tr(c->answer.lang, fmt), ap);
    va_end(ap);
}

void item_say(Ctx *c, AcceptItem *it, AcceptState s, const char *fmt, ...)
{
    va_list ap;
    Str text;

    va_start(ap, fmt);
    text = str_vfmt(c->arena, tr(c->answer.lang, fmt), ap);
    va_end(ap);
    it->note = it->note.n ? str_fmt(c->arena, "%.*s %.*s", SV(it->note), SV(text)) : text;
    if (s > it->state)
        it->state = s;
}

static void count(AcceptReport *rep)
{
    rep->take = rep->left = rep->bad = 0;
    for (size_t i = 0; i < rep->items.n; i++) {
        const AcceptItem *it = &rep->items.v[i];

        rep->take += item_goes(it);
        rep->left += it->state != ITEM_SHOWN && (it->skipped || it->state == ITEM_LEFT);
        rep->bad += it->state == ITEM_BAD && !it->skipped;
    }
}

Err work_ready(Ctx *c, Work *w)
{
    Buf b = { .arena = c->arena };

    count(w->rep);
    for (size_t i = 0; i < w->rep->items.n; i++) {
        const AcceptItem *it = &w->rep->items.v[i];
        Str place = accept_place(c->arena, c->answer.lang, it->where);

        if (it->state == ITEM_BAD && !it->skipped)
            buf_fmt(&b, "%.*s%s%.*s %.*s: %.*s\n", SV(place), place.n ? ": " : "", SV(it->code), SV(it->title), SV(it->note));
    }
    if (w->rep->bad)
        return fail(c, E_INVALID, T("%.*sCòn %zu mục sai; hãy sửa trong văn bản hoặc bỏ các mục đó ra. Chưa ghi gì."), SV(buf_str(&b)), w->rep->bad);
    if (!w->rep->take)
        return fail(c, E_INVALID, T("Không có mục nào nhận được vào hệ thống; xem lý do ở từng mục. Chưa ghi gì."));
    return OK;
}

/* ---- matching */

/* "1.2.3" at the head of the words, without "Tiêu chí"; its bytes. */
static Str code_at_head(Str s)
{
    static const char *const words[] = { "Tiêu chí thành phần", "Tiêu chí", "tiêu chí thành phần", "tiêu chí", "TC" };
    size_t n = 0;

    for (size_t i = 0; i < COUNT(words); i++)
        if (str_starts(s, str_of(words[i]))) {
            s = str_trim(str_sub(s, strlen(words[i]), s.n));
            break;
        }
    while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || (s.p[n] == '.' && n)))
        n++;
    while (n && s.p[n - 1] == '.')
        n--;
    return n && (n == s.n || s.p[n] == ' ' || s.p[n] == '.' || s.p[n] == ':' || s.p[n] == ',') ? str_sub(s, 0, n) : (Str){ 0 };
}

int64_t accept_match(Arena *a, const CriterionRows *all, Str words, bool leaves)
{
    enum { SHORTEST = 8 };      /* letters of a name that may be found inside another */
    Str code = code_at_head(str_trim(words)), fold = text_fold(a, words);
    int64_t exact = -1, part = -1;

    for (size_t i = 0; i < all->n; i++)
        if (code.n && str_eq(all->v[i].code, code) && leaves == !all->v[i].children)
            return (int64_t)i;
    for (size_t i = 0; i < all->n; i++) {
        Str name = text_fold(a, all->v[i].name);
        size_t at;

        if (leaves != !all->v[i].children)
            continue;
        if (str_eq(name, fold))
            exact = exact == -1 ? (int64_t)i : -2;
        else if ((fold.n >= SHORTEST && str_find(name, fold, &at)) || (name.n >= SHORTEST && str_find(fold, name, &at)))
            part = part == -1 ? (int64_t)i : -2;
    }
    return exact != -1 ? exact : part;
}

/* ---- the two doors */

Err accept_source(Ctx *c, const AcceptForm *f, Str bytes, AcceptSource *out)
{
    PlanDays days;

    *out = (AcceptSource){ 0 };
    if (f->kind != ACCEPT_PLAN)
        return intake_read(&out->reading, c->arena, f->file, bytes, &c->answer);
    TRY(plan_days(c, &days));
    return plan_table_read(&out->plan, c->arena, f->file, bytes, (int)f->year, days.cal, &c->answer);
}

/* The set that was named, or the only one of the year that scores units of this kind. */
static Err find_set(Ctx *c, Work *w)
{
    CriteriaSetRows sets;
    size_t found = 0;

    if (w->f->set.n) {
        TRY(criteria_set_find(c, w->f->set, w->f->year, &w->set));
    } else {
        TRY(q_criteria_sets(c, &sets, ));
        for (size_t i = 0; i < sets.n; i++) {
            Str padded = str_fmt(c->arena, " %.*s ", SV(sets.v[i].unit_kinds));
            size_t at;

            if (sets.v[i].year != w->f->year
                || (sets.v[i].unit_kinds.n && !str_find(padded, str_fmt(c->arena, " %.*s ", SV(w->unit.kind)), &at)))
                continue;
            w->set = sets.v[i];
            found++;
        }
        if (found != 1)
            return fail_field(c, "set", T("Có %zu bộ tiêu chí năm %lld chấm được %.*s; hãy chọn một bộ theo mã."), found,
                (long long)w->f->year, SV(w->unit.name));
    }
    return q_criterion_list(c, &w->criteria, .set_id = w->set.id);
}

static Err work(Ctx *c, Work *w)
{
    const AcceptForm *f = w->f;

    *w->rep = (AcceptReport){ 0 };
    TRY(access_need_any(c, &PERM_ACCEPT));
    if (f->year < 1990 || f->year > 2100)
        return fail_field(c, "year", T("Hãy ghi năm, từ 1990 đến 2100."));
    if (f->kind != ACCEPT_CRITERIA && !f->unit.n)
        return fail_field(c, "unit", T("Hãy chọn đơn vị mà văn bản này nói về."));
    if (f->kind != ACCEPT_CRITERIA)
        TRY(org_by_code(c, f->unit, &w->unit));
    if (f->kind == ACCEPT_REMEDY || f->kind == ACCEPT_RESULT)
        TRY(find_set(c, w));
    switch (f->kind) {
    case ACCEPT_PLAN:
        TRY(accept_plan(c, w));
        break;
    case ACCEPT_REMEDY:
        TRY(accept_remedy(c, w));
        break;
    case ACCEPT_RESULT:
        TRY(accept_result(c, w));
        break;
    case ACCEPT_CRITERIA:
    case ACCEPT_KINDS:
        TRY(accept_criteria(c, w));
        break;
    }
    count(w->rep);
    return OK;
}

Err accept_items(Ctx *c, const AcceptForm *f, const AcceptSource *s, AcceptReport *out)
{
    return work(c, &(Work){ .f = f, .s = s, .rep = out });
}

Err accept_write(Ctx *c, const AcceptForm *f, const AcceptSource *s, AcceptReport *out)
{
    Buf b = { .arena = c->arena };
    Json j = { .out = &b };

    Work w = { .f = f, .s = s, .rep = out, .write = true };

    TRY(work(c, &w));
    TRY(accept_register(c, &w));
    json_open(&j, '{');
    json_kstr(&j, "as", str_of(accept_kind_name(f->kind)));
    json_kstr(&j, "unit", f->unit);
    json_kint(&j, "year", f->year);
    json_kint(&j, "taken", (int64_t)out->take);
    json_kint(&j, "left", (int64_t)out->left);
    json_close(&j, '}');
    return audit_add(c, "intake.accept", f->file, buf_str(&b));
}
