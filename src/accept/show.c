#include "accept/show.h"

#include "text/text.h"

#include <stdlib.h>

/* ---- the source */

static Str anchor(Ctx *c, Where w)
{
    return str_fmt(c->arena, "d%d-%d", w.page, w.from);
}

static Str href(Ctx *c, Where w)
{
    return w.from ? str_fmt(c->arena, "#d%d-%d", w.page, w.from) : (Str){ 0 };
}

static void add_source(Ctx *c, IntakeView *v, Where w, Str text)
{
    SourceLine *l = vec_add(c->arena, &v->source);

    *l = (SourceLine){ .anchor = anchor(c, w), .text = text_safe(c->arena, text), .page = w.page, .line = w.from };
    if (w.from)
        l->number = w.page > 1 ? str_fmt(c->arena, "%d:%d", w.page, w.from) : str_fmt(c->arena, "%d", w.from);
}

static int by_place(const void *a, const void *b)
{
    const SourceLine *x = a, *y = b;

    return x->page != y->page ? (x->page > y->page) - (x->page < y->page) : (x->line > y->line) - (x->line < y->line);
}

static Str row_text(Ctx *c, const TaskRow *row)
{
    Buf b = { .arena = c->arena };

    for (size_t i = 0; i < COL_COUNT; i++)
        if (row->cell[i].n && !row->merged[i])
            buf_fmt(&b, "%s%.*s", b.n ? " | " : "", SV(row->cell[i]));
    return buf_str(&b);
}

void show_source(Ctx *c, const Reading *r, IntakeView *v)
{
    for (size_t i = 0; i < r->paras.n; i++)
        if (!r->paras.v[i].in_table)
            add_source(c, v, r->paras.v[i].where, r->paras.v[i].text);
    for (size_t i = 0; i < r->tables.n; i++)
        for (size_t k = 0; k < r->tables.v[i].rows.n; k++)
            add_source(c, v, r->tables.v[i].rows.v[k].where, row_text(c, &r->tables.v[i].rows.v[k]));
    if (v->source.n)
        qsort(v->source.v, v->source.n, sizeof *v->source.v, by_place);
    for (size_t i = 1; i < v->source.n; i++)                /* an address is given once */
        if (str_eq(v->source.v[i].anchor, v->source.v[i - 1].anchor))
            v->source.v[i].number = (Str){ 0 };
}

/* ---- what was understood */

static void add_pair(Ctx *c, IntakeView *v, const char *name, Str value)
{
    if (value.n)
        *vec_add(c->arena, &v->identity) = (IntakePair){ str_of(name), text_safe(c->arena, value) };
}

static void add_read(Ctx *c, IntakeView *v, const char *kind, Str text, Str detail, Where w, int confidence)
{
    *vec_add(c->arena, &v->reads) = (ReadLine){ .kind = str_of(kind), .text = text_safe(c->arena, text),
        .detail = text_safe(c->arena, detail), .href = href(c, w), .place = accept_place(c->arena, c->answer.lang, w),
        .confidence = confidence, .order = v->reads.n };
}

static int by_confidence(const void *a, const void *b)
{
    const ReadLine *x = a, *y = b;

    return x->confidence != y->confidence ? x->confidence - y->confidence : (x->order > y->order) - (x->order < y->order);
}

static void add_scores(Ctx *c, const Reading *r, IntakeView *v)
{
    for (size_t i = 0; i < r->scores.n; i++) {
        const Score *s = &r->scores.v[i];
        Dec got = s->corrected.has ? s->corrected.d : s->achieved;

        add_read(c, v, T("Điểm"), s->criterion, str_fmt(c->arena, "%.*s/%.*s %.*s %.*s", SV(dec_exact(c->arena, got, NUM_VI)),
            SV(dec_exact(c->arena, s->max, NUM_VI)), SV(s->cause), SV(s->note)), s->where, s->confidence);
    }
}

static void add_rest(Ctx *c, const Reading *r, IntakeView *v)
{
    for (size_t i = 0; i < r->citations.n; i++) {
        const Citation *k = &r->citations.v[i];

        add_read(c, v, T("Viện dẫn"), str_fmt(c->arena, "%.*s %.*s", SV(k->type), SV(k->number.n ? k->number : k->name)),
            str_fmt(c->arena, "%.*s %.*s", SV(k->issuer), SV(k->date.day ? date_vi(c->arena, k->date) : (Str){ 0 })), k->where, k->confidence);
    }
    for (size_t i = 0; i < r->targets.n; i++)
        add_read(c, v, T("Chỉ tiêu"), r->targets.v[i].text, str_fmt(c->arena, "%.*s %.*s",
            SV(r->targets.v[i].value.has ? dec_exact(c->arena, r->targets.v[i].value.d, NUM_VI) : (Str){ 0 }), SV(r->targets.v[i].unit)),
            r->targets.v[i].where, r->targets.v[i].confidence);
    for (size_t i = 0; i < r->duties.n; i++)
        add_read(c, v, T("Việc được giao"), r->duties.v[i].text, str_fmt(c->arena, "%.*s %.*s", SV(r->duties.v[i].agency),
            SV(r->duties.v[i].deadline)), r->duties.v[i].where, r->duties.v[i].confidence);
    for (size_t i = 0; i < r->tables.n; i++)
        add_read(c, v, T("Bảng"), r->tables.v[i].title, str_fmt(c->arena, tr(c->answer.lang, T("%zu dòng")), r->tables.v[i].rows.n),
            r->tables.v[i].where, r->tables.v[i].confidence);
}

void show_reading(Ctx *c, const Reading *r, IntakeView *v)
{
    const Identity *id = &r->id;

    add_pair(c, v, T("Loại văn bản"), id->type);
    add_pair(c, v, T("Số, ký hiệu"), id->symbol);
    add_pair(c, v, T("Ngày ban hành"), id->date.day ? date_vi(c->arena, id->date) : id->date_partial);
    add_pair(c, v, T("Cơ quan ban hành"), id->issuer);
    add_pair(c, v, T("Trích yếu"), id->title);
    add_pair(c, v, T("Người ký"), id->signer);
    add_scores(c, r, v);
    add_rest(c, r, v);
    if (v->reads.n)
        qsort(v->reads.v, v->reads.n, sizeof *v->reads.v, by_confidence);
    for (size_t i = 0; i < r->warnings.n; i++)
        *vec_add(c->arena, &v->warnings) = (IntakePair){ accept_place(c->arena, c->answer.lang, r->warnings.v[i].where),
            text_safe(c->arena, r->warnings.v[i].text) };
}

Str show_title(Ctx *c, const Reading *r, Str file)
{
    Str all = str_trim(str_fmt(c->arena, "%.*s %.*s %.*s", SV(r->id.type), SV(r->id.symbol), SV(r->id.title)));

    return all.n ? text_safe(c->arena, str_sub(all, 0, 1000)) : file;
}

AcceptKind show_guess(const Reading *r)
{
    for (size_t i = 0; i < r->tables.n; i++) {
        if (r->tables.v[i].kind == TABLE_CRITERIA)
            return ACCEPT_CRITERIA;
        if (r->tables.v[i].kind == TABLE_SCORES)
            return ACCEPT_RESULT;
        if (r->tables.v[i].kind == TABLE_REMEDIES)
            return ACCEPT_REMEDY;
        if (r->tables.v[i].kind == TABLE_TASKS)
            return ACCEPT_PLAN;
    }
    return r->scores.n ? ACCEPT_RESULT : ACCEPT_PLAN;
}

Err show_cited(Ctx *c, const Reading *r, IntakeView *v)
{
    for (size_t i = 0; i < v->reads.n; i++) {
        ReadLine *l = &v->reads.v[i];
        int64_t id;

        if (l->order < r->scores.n || l->order - r->scores.n >= r->citations.n)
            continue;
        TRY(accept_cited(c, &r->citations.v[l->order - r->scores.n], &id));
        if (id)
            l->cited = str_fmt(c->arena, "/documents/%lld", (long long)id);
    }
    return OK;
}

/* ---- items */

static int urgency(const AcceptItem *it)
{
    static const int rank[] = { [ITEM_BAD] = 0, [ITEM_LEFT] = 1, [ITEM_DOUBT] = 2, [ITEM_OK] = 3, [ITEM_SHOWN] = 4 };

    return rank[it->state] * 1000 + it->confidence;
}

static int by_urgency(const void *a, const void *b)
{
    const ItemLine *x = a, *y = b;
    int d = urgency(&x->it) - urgency(&y->it);

    return d ? d : (x->it.key > y->it.key) - (x->it.key < y->it.key);
}

/* A plan's rows know their line only; the source knows on which page it stands. */
static Str item_href(Ctx *c, const IntakeView *v, Where w)
{
    for (size_t i = 0; !w.page && w.from && i < v->source.n; i++)
        if (v->source.v[i].line == w.from)
            w.page = v->source.v[i].page;
    return href(c, w);
}

void show_items(Ctx *c, const AcceptReport *rep, IntakeView *v)
{
    v->items.n = 0;
    for (size_t i = 0; i < rep->items.n; i++) {
        const AcceptItem *it = &rep->items.v[i];
        ItemLine *l = vec_add(c->arena, &v->items);

        *l = (ItemLine){ .it = *it, .href = item_href(c, v, it->where),
            .place = accept_place(c->arena, c->answer.lang, it->where), .box = it->state == ITEM_OK || it->state == ITEM_DOUBT || it->state == ITEM_BAD };
        l->it.title = text_safe(c->arena, it->title);
        l->it.detail = text_safe(c->arena, it->detail);
    }
    if (v->items.n)
        qsort(v->items.v, v->items.n, sizeof *v->items.v, by_urgency);
    for (size_t i = 0; i < rep->notes.n; i++)
        *vec_add(c->arena, &v->notes) = text_safe(c->arena, rep->notes.v[i]);
    v->n_items = rep->items.n;
    v->take = rep->take;
    v->left = rep->left;
    v->bad = rep->bad;
}
