#include "survey/answers.h"

#include "base/map.h"
#include "base/parallel.h"
#include "survey/cells.h"

#include <assert.h>
#include <stdlib.h>

/* What a column is: a question's factor (>= 0), or one of these. */
enum { COL_UNIT = -1, COL_GROUP = -2 };

typedef struct Layout {
    const AnswersAsk *ask;
    CellRow names;              /* of the columns */
    int *col;
    char sep;
    Str *factors;
    size_t n_factors;
    size_t *questions;          /* of each factor */
    int64_t step;
    uint64_t add[256];          /* what the one-byte answer adds; 0: not an answer */
} Layout;

typedef struct Fault {
    const char *line;           /* NULL: none */
    size_t col;
    Str cell;
    enum { FAULT_VALUE, FAULT_SHORT, FAULT_LONG, FAULT_QUOTE, FAULT_UNIT } kind;
} Fault;

/* How many respondents of one sum came to the same; n 0: the place is free. */
typedef struct KindPlace {
    uint64_t packed;
    uint32_t sum, n;
} KindPlace;

/* One thread's part of the text and what it found there. */
typedef struct Part {
    const Layout *lay;
    Str text;
    Arena arena;
    Map by_key;
    VEC(AnswerCell) cells;
    VEC(AnswerSum) sums;
    KindPlace *kinds;           /* hash table, at most half full */
    size_t n_kinds, room;       /* room: a power of two */
    Str unit, group;            /* of the line before: lines of a unit mostly stand together */
    uint32_t cell;
    bool any;
    uint64_t *acc;
    int64_t respondents, answers;
    Fault fault;                /* the first one */
    size_t faults;
    size_t *target;             /* cell here → cell of the whole */
} Part;

static void fault(Part *p, Str line, size_t col, Str cell, int kind)
{
    if (!p->faults++)
        p->fault = (Fault){ line.p, col, cell, kind };
}

/* "4.0" and "4,0" are 4: programs that know blanks only in columns of decimals write whole numbers so. */
static Str whole_part(Str cell)
{
    Str before, after;

    if (!str_cut(cell, S("."), &before, &after) && !str_cut(cell, S(","), &before, &after))
        return cell;
    for (size_t i = 0; i < after.n; i++)
        if (after.p[i] != '0')
            return cell;
    return after.n ? before : cell;
}

/* A cell that is not one plain byte: spaces, quotes, the letter in lower case, a two-digit option, or wrong. */
static bool odd_answer(const Layout *lay, Str cell, uint64_t *add)
{
    const Scale *s = &lay->ask->scale;
    int64_t option;

    cell = whole_part(str_trim(cell));
    *add = 0;
    if (!cell.n)
        return true;
    if (cell.n == 1 && lay->add[(uint8_t)cell.p[0]]) {
        *add = lay->add[(uint8_t)cell.p[0]];
        return true;
    }
    if (s->letters || !str_int(cell, &option) || option < 1 || option > (int64_t)s->n)
        return false;
    *add = ((uint64_t)1 << PACK_BITS) + (uint64_t)(s->value[option - 1].v / lay->step);
    return true;
}

static uint32_t find_cell(Part *p, Str unit, Str group)
{
    Str key = group.n ? str_fmt(&p->arena, "%.*s%c%.*s", SV(unit), 0x1F, SV(group)) : unit;
    int64_t at;

    if (map_get(&p->by_key, key, &at))
        return (uint32_t)at;
    at = (int64_t)p->cells.n;
    *vec_add(&p->arena, &p->cells) = (AnswerCell){ .unit = unit, .group = group };
    for (size_t f = 0; f < p->lay->n_factors; f++)
        (void)vec_add(&p->arena, &p->sums);
    (void)map_add(&p->by_key, key, at);
    return (uint32_t)at;
}

static KindPlace *kind_place(KindPlace *table, size_t room, uint32_t sum, uint64_t packed)
{
    uint64_t h = (packed ^ ((uint64_t)sum << 32)) * 0x9E3779B97F4A7C15u;
    size_t i = (size_t)(h ^ (h >> 29)) & (room - 1);

    while (table[i].n && (table[i].packed != packed || table[i].sum != sum))
        i = (i + 1) & (room - 1);
    return &table[i];
}

static void more_room(Part *p)
{
    enum { FIRST = 4096 };
    size_t room = p->room ? p->room * 2 : FIRST;
    KindPlace *table = NEW(&p->arena, KindPlace, room);

    for (size_t i = 0; i < p->room; i++)
        if (p->kinds[i].n)
            *kind_place(table, room, p->kinds[i].sum, p->kinds[i].packed) = p->kinds[i];
    p->kinds = table;
    p->room = room;
}

static void count_kind(Part *p, size_t sum, uint64_t packed)
{
    KindPlace *k;

    if (p->n_kinds * 2 >= p->room)
        more_room(p);
    k = kind_place(p->kinds, p->room, (uint32_t)sum, packed);
    p->n_kinds += !k->n;
    k->packed = packed;
    k->sum = (uint32_t)sum;
    k->n++;
}

static void count_row(Part *p, Str unit, Str group)
{
    const AnswersAsk *ask = p->lay->ask;
    size_t n = p->lay->n_factors;
    AnswerSum *sum;

    if (ask->group.n && !str_eq(group, ask->group))
        return;
    if (!ask->by_unit)
        unit = (Str){ 0 };
    if (!ask->by_group)
        group = (Str){ 0 };
    if (!p->any || !str_eq(unit, p->unit) || !str_eq(group, p->group)) {
        p->cell = find_cell(p, unit, group);
        p->unit = unit;
        p->group = group;
        p->any = true;
    }
    p->respondents++;
    p->cells.v[p->cell].rows++;
    sum = &p->sums.v[p->cell * n];
    for (size_t f = 0; f < n; f++) {
        int64_t m = (int64_t)(p->acc[f] >> PACK_BITS), y = (int64_t)(p->acc[f] & PACK_Y_MAX);

        sum[f].n += m > 0;
        sum[f].m += m;
        sum[f].y += y;
        sum[f].mm += (Wide)(m * m);
        sum[f].yy += (Wide)y * y;
        sum[f].ym += (Wide)y * m;
        p->answers += m;
        if (ask->keep && m)
            count_kind(p, p->cell * n + f, p->acc[f]);
    }
}

/* The slow way for one cell. False: the line is wrong and was noted. */
static bool read_cell(Part *p, Str line, size_t *at, size_t col, Str *unit, Str *group)
{
    const Layout *lay = p->lay;
    size_t from = *at;
    uint64_t add;
    Str cell;

    if (!cells_take(&p->arena, line, at, lay->sep, &cell)) {
        fault(p, line, col, str_sub(line, from, line.n), FAULT_QUOTE);
        *at = line.n;
        return false;
    }
    if (lay->col[col] == COL_GROUP) {
        *group = str_trim(cell);
        return true;
    }
    if (lay->col[col] == COL_UNIT) {
        *unit = str_trim(cell);
        if (!unit->n)
            fault(p, line, col, *unit, FAULT_UNIT);
        return unit->n > 0;
    }
    if (!odd_answer(lay, cell, &add)) {
        fault(p, line, col, cell, FAULT_VALUE);
        return false;
    }
    p->acc[lay->col[col]] += add;
    return true;
}

static void read_row(Part *p, Str line)
{
    const Layout *lay = p->lay;
    const char sep = lay->sep;
    Str unit = { 0 }, group = { 0 };
    size_t at = 0, n = lay->names.n;
    bool good = true;

    memset(p->acc, 0, lay->n_factors * sizeof *p->acc);
    for (size_t col = 0; col < n; col++) {
        int factor = lay->col[col];

        if (col) {
            if (at == line.n) {
                fault(p, line, col, (Str){ 0 }, FAULT_SHORT);
                return;
            }
            at++;
        }
        if (factor >= 0) {
            uint64_t add;

            if (at == line.n || line.p[at] == sep)
                continue;
            add = lay->add[(uint8_t)line.p[at]];
            if (add && (at + 1 == line.n || line.p[at + 1] == sep)) {
                p->acc[factor] += add;
                at++;
                continue;
            }
        }
        good &= read_cell(p, line, &at, col, &unit, &group);
        if (!good && at == line.n)
            return;
    }
    if (at != line.n)
        fault(p, line, n, str_sub(line, at + 1, line.n), FAULT_LONG);
    else if (good)
        count_row(p, unit, group);
}

static size_t count_lines(Str text)
{
    size_t n = 1;

    for (const char *p = text.p, *end = text.p + text.n; p < end; p++, n++) {
        p = memchr(p, '\n', (size_t)(end - p));
        if (!p)
            break;
    }
    return n;
}

static void read_part(void *all, size_t number)
{
    Part *p = (Part *)all + number;
    const Layout *lay = p->lay;
    size_t at = 0;
    Str line;

    p->by_key.arena = &p->arena;
    p->acc = NEW(&p->arena, uint64_t, lay->n_factors);
    while (cells_line(p->text, &at, &line))
        if (line.n)
            read_row(p, line);
}

/* ---- the header ---- */

static bool looks_like_question(Str name)
{
    int64_t n;

    return name.n > 1 && (name.p[0] == 'q' || name.p[0] == 'Q') && str_int(str_sub(name, 1, name.n), &n) && n > 0;
}

static Err question_column(Layout *lay, Map *factor_of, size_t col, size_t *used, Answer *why)
{
    Str name = lay->names.v[col];
    int64_t factor = 0;

    if (factor_of) {
        if (!map_get(factor_of, name, &factor))
            return answer(why, E_INVALID,
                          T("Cột “%.*s” không có trong tệp --factors; hãy xếp nó vào một nhóm hoặc bỏ cột."), SV(name));
        ++*used;
    } else if (!looks_like_question(name)) {
        return answer(why, E_INVALID,
                      T("Cột “%.*s” không phải unit, group hay câu hỏi (q1, q2, …); hãy đổi tên hoặc bỏ cột."), SV(name));
    }
    if (lay->ask->by_question) {
        factor = (int64_t)lay->n_factors++;
        lay->factors[factor] = name;
    }
    lay->col[col] = (int)factor;
    lay->questions[factor]++;
    return OK;
}

static Err name_columns(Layout *lay, Arena *a, Answer *why)
{
    const FactorMap *fm = lay->ask->factors;
    Map factor_of = { .arena = a }, seen = { .arena = a };
    bool unit = false, group = false;
    size_t used = 0;

    for (size_t i = 0; fm && i < fm->questions.n; i++)
        (void)map_add(&factor_of, fm->questions.v[i], (int64_t)fm->factor.v[i]);    /* unique: factors_parse saw to it */
    for (size_t col = 0; col < lay->names.n; col++) {
        Str name = lay->names.v[col];

        if (!map_add(&seen, name, 0))
            return answer(why, E_INVALID, T("Cột “%.*s” có hai lần; hãy bỏ một cột."), SV(name));
        if (str_eq(name, S("unit"))) {
            lay->col[col] = COL_UNIT;
            unit = true;
        } else if (str_eq(name, S("group"))) {
            lay->col[col] = COL_GROUP;
            group = true;
        } else {
            TRY(question_column(lay, fm ? &factor_of : NULL, col, &used, why));
        }
    }
    if (!unit && lay->ask->by_unit)
        return answer(why, E_INVALID, T("Thiếu cột unit (mã đơn vị); dòng đầu phải là unit,group,q1,q2,…"));
    if (!group && (lay->ask->by_group || lay->ask->group.n))
        return answer(why, E_INVALID, T("Thiếu cột group (nhóm người trả lời) mà lệnh này cần."));
    if (fm && used < fm->questions.n)
        return answer(why, E_INVALID,
                      T("Tệp --factors có %zu câu hỏi nhưng tệp trả lời chỉ có %zu câu trong số đó; hãy sửa cho khớp."),
                      fm->questions.n, used);
    return OK;
}

static int64_t gcd(int64_t a, int64_t b)
{
    while (b) {
        int64_t r = a % b;

        a = b;
        b = r;
    }
    return a;
}

static void make_add_table(Layout *lay)
{
    const Scale *s = &lay->ask->scale;

    lay->step = 0;
    for (size_t i = 0; i < s->n; i++)
        lay->step = gcd(lay->step, s->value[i].v);
    for (size_t i = 0; i < s->n; i++) {
        uint64_t add = ((uint64_t)1 << PACK_BITS) + (uint64_t)(s->value[i].v / lay->step);

        if (s->letters)
            lay->add['A' + i] = lay->add['a' + i] = add;
        else if (i < 9)
            lay->add['1' + i] = add;
    }
}

static Err read_header(Layout *lay, Arena *a, Str file, Str *text, Answer *why)
{
    const AnswersAsk *ask = lay->ask;
    size_t at = 0, most;
    Str line = { 0 };

    if (str_starts(*text, S("\xEF\xBB\xBF")))
        *text = str_sub(*text, 3, text->n);
    (void)cells_line(*text, &at, &line);                /* an empty file has an empty header: refused below */
    if (line.n && (memchr(line.p, 0, line.n) || !utf8_valid(line)))
        return answer(why, E_INVALID, T("Tệp “%.*s” không phải văn bản UTF-8; hãy lưu lại dạng CSV UTF-8."), SV(file));
    lay->sep = cells_separator(line);
    if (!str_trim(line).n || !cells_row(a, line, lay->sep, &lay->names))
        return answer(why, E_INVALID, T("Tệp “%.*s” thiếu dòng tên cột; dòng đầu phải là unit,group,q1,q2,…"), SV(file));
    if (lay->names.n > QUESTIONS_MAX)
        return answer(why, E_LIMIT, T("Tệp “%.*s” có quá nhiều cột (nhiều nhất %d)."), SV(file), QUESTIONS_MAX);
    lay->col = NEW(a, int, lay->names.n);
    most = lay->names.n + (ask->factors ? ask->factors->names.n : 1);
    lay->factors = NEW(a, Str, most);
    lay->questions = NEW(a, size_t, most);
    if (!ask->by_question) {
        lay->n_factors = ask->factors ? ask->factors->names.n : 1;
        for (size_t f = 0; ask->factors && f < lay->n_factors; f++)
            lay->factors[f] = ask->factors->names.v[f];
    }
    why->where = file;
    TRY(name_columns(lay, a, why));
    why->where = (Str){ 0 };
    make_add_table(lay);
    *text = str_sub(*text, at, text->n);
    if (!lay->n_factors || (!ask->factors && !lay->questions[0]))
        return answer(why, E_INVALID, T("Tệp “%.*s” không có câu hỏi nào; cần các cột q1, q2, …"), SV(file));
    return OK;
}

/* ---- putting the parts together ---- */

static Err tell_fault(const Layout *lay, Str file, Str whole, const Part *parts, size_t n, Answer *why)
{
    const Fault *f = NULL;
    size_t faults = 0, line;
    Str column, more;

    for (size_t i = n; i-- > 0;) {
        faults += parts[i].faults;
        if (parts[i].faults)
            f = &parts[i].fault;
    }
    if (!f)
        return OK;
    line = count_lines((Str){ whole.p, (size_t)(f->line - whole.p) });
    column = f->col < lay->names.n ? lay->names.v[f->col] : S("?");
    more = faults == 1 ? (Str){ 0 } : str_fmt(why->arena, tr(why->lang, T(" Còn %zu chỗ sai khác.")), faults - 1);
    switch (f->kind) {
    case FAULT_SHORT:
        return answer(why, E_INVALID,
                      T("Tệp “%.*s”, dòng %zu: thiếu ô từ cột %.*s; dòng cần đủ %zu ô, chưa tính gì.%.*s"),
                      SV(file), line, SV(column), lay->names.n, SV(more));
    case FAULT_LONG:
        return answer(why, E_INVALID,
                      T("Tệp “%.*s”, dòng %zu: thừa ô “%.*s”; dòng chỉ có %zu ô, chưa tính gì.%.*s"),
                      SV(file), line, SV(str_sub(f->cell, 0, 40)), lay->names.n, SV(more));
    case FAULT_QUOTE:
        return answer(why, E_INVALID,
                      T("Tệp “%.*s”, dòng %zu, cột %.*s: dấu ngoặc kép không khép trong dòng; chưa tính gì.%.*s"),
                      SV(file), line, SV(column), SV(more));
    case FAULT_UNIT:
        return answer(why, E_INVALID,
                      T("Tệp “%.*s”, dòng %zu: thiếu mã đơn vị ở cột unit; hãy điền rồi tính lại, chưa tính gì.%.*s"),
                      SV(file), line, SV(more));
    case FAULT_VALUE:
        break;
    }
    if (lay->ask->scale.letters)
        return answer(why, E_INVALID,
                      T("Tệp “%.*s”, dòng %zu, cột %.*s: “%.*s” không phải câu trả lời; hãy ghi A đến %c hoặc để trống, "
                        "chưa tính gì.%.*s"),
                      SV(file), line, SV(column), SV(str_sub(f->cell, 0, 40)),
                      (int)('A' + lay->ask->scale.n - 1), SV(more));
    return answer(why, E_INVALID,
                  T("Tệp “%.*s”, dòng %zu, cột %.*s: “%.*s” không phải câu trả lời; hãy ghi 1 đến %zu hoặc để trống, "
                    "chưa tính gì.%.*s"),
                  SV(file), line, SV(column), SV(str_sub(f->cell, 0, 40)), lay->ask->scale.n, SV(more));
}

typedef struct Ordered {
    AnswerCell cell;
    size_t was;
} Ordered;

static int by_name(const void *a, const void *b)
{
    const Ordered *x = a, *y = b;
    int c = str_cmp(x->cell.unit, y->cell.unit);

    return c ? c : str_cmp(x->cell.group, y->cell.group);
}

/* All cells of all parts, once each, sorted; p->target says where each part's cells went. */
static void merge_cells(AnswerSet *out, Arena *a, Part *parts, size_t n)
{
    Map by_key = { .arena = a };
    VEC(Ordered) all = { 0 };
    size_t *place;

    for (size_t i = 0; i < n; i++) {
        Part *p = &parts[i];

        p->target = NEW(&p->arena, size_t, p->cells.n);
        for (size_t k = 0; k < p->cells.n; k++) {
            AnswerCell *c = &p->cells.v[k];
            Str key = c->group.n ? str_fmt(a, "%.*s%c%.*s", SV(c->unit), 0x1F, SV(c->group)) : c->unit;
            int64_t at = (int64_t)all.n;

            if (map_add(&by_key, key, at))
                *vec_add(a, &all) = (Ordered){ { .unit = str_dup(a, c->unit), .group = str_dup(a, c->group) }, (size_t)at };
            else
                (void)map_get(&by_key, key, &at);
            p->target[k] = (size_t)at;
        }
    }
    if (all.n)
        qsort(all.v, all.n, sizeof *all.v, by_name);
    out->n_cells = all.n;
    out->cells = NEW(a, AnswerCell, all.n);
    place = NEW(a, size_t, all.n);
    for (size_t i = 0; i < all.n; i++) {
        out->cells[i] = all.v[i].cell;
        place[all.v[i].was] = i;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < parts[i].cells.n; k++)
            parts[i].target[k] = place[parts[i].target[k]];
}

static void merge_sums(AnswerSet *out, Arena *a, const Part *parts, size_t n)
{
    size_t nf = out->n_factors;

    out->sums = NEW(a, AnswerSum, out->n_cells * nf);
    for (size_t i = 0; i < n; i++) {
        const Part *p = &parts[i];

        out->respondents += p->respondents;
        out->answers += p->answers;
        for (size_t k = 0; k < p->cells.n; k++)
            out->cells[p->target[k]].rows += p->cells.v[k].rows;
        for (size_t k = 0; k < p->sums.n; k++) {
            AnswerSum *to = &out->sums[p->target[k / nf] * nf + k % nf];
            const AnswerSum *from = &p->sums.v[k];

            to->n += from->n;
            to->y += from->y;
            to->m += from->m;
            to->yy += from->yy;
            to->ym += from->ym;
            to->mm += from->mm;
        }
    }
}

static int by_packed(const void *a, const void *b)
{
    const AnswerKind *x = a, *y = b;

    return (x->packed > y->packed) - (x->packed < y->packed);
}

static size_t sum_of(const Part *p, const KindPlace *k, size_t nf)
{
    return p->target[k->sum / nf] * nf + k->sum % nf;
}

/* Kinds of one sum, sorted, what two parts found alike put together: the same whatever the order of the lines. Returns how many. */
static size_t melt_kinds(AnswerKind *v, size_t n)
{
    size_t to = 0;

    if (n)
        qsort(v, n, sizeof *v, by_packed);
    for (size_t i = 0; i < n; i++)
        if (to && v[to - 1].packed == v[i].packed)
            v[to - 1].n += v[i].n;
        else
            v[to++] = v[i];
    return to;
}

static void merge_kinds(AnswerSet *out, Arena *a, const Part *parts, size_t n)
{
    size_t nf = out->n_factors, sums = out->n_cells * nf, all = 0, to = 0, *next = NEW(a, size_t, sums + 1);

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < parts[i].room; k++)
            if (parts[i].kinds[k].n)
                next[sum_of(&parts[i], &parts[i].kinds[k], nf)]++;
    for (size_t s = 0; s <= sums; s++) {
        size_t here = next[s];

        next[s] = all;
        all += here;
    }
    out->kinds = NEW(a, AnswerKind, all + 1);
    out->kinds_from = NEW(a, size_t, sums + 1);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < parts[i].room; k++)
            if (parts[i].kinds[k].n)
                out->kinds[next[sum_of(&parts[i], &parts[i].kinds[k], nf)]++] = (AnswerKind){ parts[i].kinds[k].packed, parts[i].kinds[k].n };
    for (size_t s = 0, from = 0; s < sums; s++) {       /* next[s] is now where sum s ends */
        size_t had = next[s] - from, kept = melt_kinds(&out->kinds[from], had);

        memmove(&out->kinds[to], &out->kinds[from], kept * sizeof *out->kinds);
        out->kinds_from[s] = to;
        to += kept;
        from += had;
    }
    out->kinds_from[sums] = to;
}

/* Cut at line ends, so that each part begins with a line. */
static void cut_text(Part *parts, size_t n, Str text)
{
    size_t from = 0;

    for (size_t i = 0; i < n; i++) {
        size_t to = text.n / n * (i + 1);
        const char *lf;

        if (to < from)
            to = from;
        lf = i + 1 < n && to < text.n ? memchr(text.p + to, '\n', text.n - to) : NULL;
        to = lf ? (size_t)(lf - text.p) + 1 : text.n;
        parts[i].text = str_sub(text, from, to);
        from = to;
    }
}

static void largest(AnswerSet *out, const Layout *lay)
{
    const Scale *s = &lay->ask->scale;

    for (size_t f = 0; f < lay->n_factors; f++)
        if ((int64_t)lay->questions[f] > out->m_max)
            out->m_max = (int64_t)lay->questions[f];
    out->low = out->high = s->value[0];
    for (size_t i = 1; i < s->n; i++) {
        out->low = dec_min(out->low, s->value[i]);
        out->high = dec_max(out->high, s->value[i]);
    }
    out->step = lay->step;
    out->y_max = out->high.v / lay->step * out->m_max;
    assert(out->y_max <= PACK_Y_MAX && out->m_max <= PACK_M_MAX);
}

Err answers_read(AnswerSet *out, Arena *a, Str file, Str text, const AnswersAsk *ask, Answer *why)
{
    enum { SMALL = 1 << 18 };               /* bytes: below this another thread costs more than it brings */
    Layout lay = { .ask = ask };
    Str rest = text;
    size_t n = ask->threads ? ask->threads : parallel_processors();
    Part *parts;
    Err e;

    *out = (AnswerSet){ 0 };
    TRY(read_header(&lay, a, file, &rest, why));
    if (n > PARALLEL_MAX)
        n = PARALLEL_MAX;
    if (n > rest.n / SMALL + 1)
        n = rest.n / SMALL + 1;
    parts = NEW(a, Part, n);
    cut_text(parts, n, rest);
    for (size_t i = 0; i < n; i++)
        parts[i].lay = &lay;
    parallel(n, read_part, parts);
    e = tell_fault(&lay, file, text, parts, n, why);
    if (e == OK) {
        out->factors = lay.factors;
        out->n_factors = lay.n_factors;
        largest(out, &lay);
        merge_cells(out, a, parts, n);
        merge_sums(out, a, parts, n);
        if (ask->keep)
            merge_kinds(out, a, parts, n);
    }
    for (size_t i = 0; i < n; i++)
        arena_end(&parts[i].arena);
    return e;
}
