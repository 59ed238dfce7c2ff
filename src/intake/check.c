#include "intake/check.h"

#include "base/map.h"
#include "intake/words.h"

int reading_year(const Reading *r)
{
    int64_t y;

    for (size_t i = r->id.title.n; i-- > 4;)
        if (words_digit_at(r->id.title, i) && i >= 3 && str_int(str_sub(r->id.title, i - 3, i + 1), &y) && y >= 2000 && y < 2100)
            return (int)y;
    if (r->id.date.day)
        return date_year(r->id.date);
    return r->id.date_partial.n >= 4 && str_int(str_sub(r->id.date_partial, 0, 4), &y) ? (int)y : 0;
}

void check_deadlines(Arena *a, Reading *r)
{
    int year = reading_year(r);

    for (size_t i = 0; i < r->tables.n; i++)
        for (size_t k = 0; k < r->tables.v[i].rows.n; k++) {
            TaskRow *row = &r->tables.v[i].rows.v[k];

            deadline_parse(&row->due, a, row->cell[COL_DEADLINE], year, NULL);
        }
}

/* ---- the same words with another figure */

typedef struct Bag {
    Map words;
    size_t n;
} Bag;

static Bag bag_of(Arena *a, Str text)
{
    Bag b = { .words = { .arena = a } };
    Str rest = words_low(a, text), word;

    for (bool more = rest.n > 0; more;) {
        more = str_cut(rest, S(" "), &word, &rest);
        word = words_strip(word, ".,;:()%\"");
        if (!word.n || words_digit_at(word, 0))
            continue;
        b.n += map_add(&b.words, word, 1);
    }
    return b;
}

/* Share of words in common, in percent of both. */
static int alike(const Bag *x, const Bag *y)
{
    size_t common = 0;
    int64_t v;

    for (size_t i = 0; i < x->words.cap; i++)
        if (x->words.slots[i].hash && map_get(&y->words, x->words.slots[i].key, &v))
            common++;
    return x->n + y->n ? (int)(200 * common / (x->n + y->n)) : 0;
}

static bool same_figure(const Target *x, const Target *y)
{
    return x->value.d.v == y->value.d.v && x->comparator == y->comparator && str_eq(x->unit, y->unit);
}

static bool in_table(const Target *t)
{
    return str_starts(t->ref, S("PL."));
}

void check_targets(Arena *a, Reading *r)
{
    enum { ALIKE = 62, MOST = 400 };
    SCRATCH(tmp);
    Bag *bags = NEW(&tmp, Bag, r->targets.n + 1);

    if (r->targets.n > MOST)
        return;
    for (size_t i = 0; i < r->targets.n; i++)
        bags[i] = bag_of(&tmp, r->targets.v[i].text);
    for (size_t i = 0; i < r->targets.n; i++) {
        const Target *t = &r->targets.v[i], *other = NULL;
        bool confirmed = false;

        if (!in_table(t) || !t->value.has)
            continue;
        for (size_t k = 0; k < r->targets.n && !confirmed; k++) {
            const Target *b = &r->targets.v[k];

            if (in_table(b) || !b->value.has || b->in_duty || !str_eq(b->unit, t->unit)
                || (b->area.n && t->area.n && !str_eq(b->area, t->area)) || alike(&bags[i], &bags[k]) < ALIKE)
                continue;
            confirmed = same_figure(t, b);
            other = other ? other : b;
        }
        if (other && !confirmed)
            *vec_add(a, &r->warnings) = (Note){
                str_fmt(a, T("Chỉ tiêu “%.*s” ở phụ lục khác với phần nội dung (dòng %d: “%.*s”)."), SV(t->text),
                    other->where.from, SV(other->text)), t->where };
    }
}
