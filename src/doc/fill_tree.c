#include "doc/fill_tree.h"

typedef VEC(Word *) Words;

/* --- where a fault is --- */

static int place_among(const Word *w, const char *name)
{
    int n = 0;

    for (size_t i = 0; w->up && i < w->up->kids.n; i++) {
        n += word_named(w->up->kids.v[i], name);
        if (w->up->kids.v[i] == w)
            break;
    }
    return n;
}

static const Word *around(const Word *w, const char *name)
{
    while (w && !word_named(w, name))
        w = w->up;
    return w;
}

static void fault(Compile *k, const Word *p, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static void fault(Compile *k, const Word *p, const char *fmt, ...)
{
    enum { MOST = 1000 };
    FillFault *f;
    const Word *cell = around(p, "w:tc"), *row = around(p, "w:tr");
    Str text = word_text(k->arena, p);
    va_list ap;

    if (k->faults->list.n >= MOST)
        return;
    f = vec_add(k->arena, &k->faults->list);
    va_start(ap, fmt);
    f->text = str_vfmt(k->arena, tr(k->lang, fmt), ap);
    va_end(ap);
    f->para = p->para;
    f->quote = str_sub(text, 0, text.n < 80 ? text.n : 80);
    while (f->quote.n && !utf8_valid(f->quote))
        f->quote.n--;
    if (k->part)
        f->where = str_of(tr(k->lang, k->part));
    else if (cell && row)
        f->where = str_fmt(k->arena, tr(k->lang, T("Đoạn %d (hàng %d, ô %d của bảng)")), p->para, place_among(row, "w:tr"), place_among(cell, "w:tc"));
    else
        f->where = str_fmt(k->arena, tr(k->lang, T("Đoạn %d")), p->para);
}

/* --- names --- */

/* How many letters differ, up to 3. */
static int distance(Str a, Str b)
{
    int row[64];

    if (a.n >= 60 || b.n >= 60)
        return 3;
    for (size_t j = 0; j <= b.n; j++)
        row[j] = (int)j;
    for (size_t i = 1; i <= a.n; i++) {
        int corner = row[0];

        row[0] = (int)i;
        for (size_t j = 1; j <= b.n; j++) {
            int best = corner + (a.p[i - 1] != b.p[j - 1]);

            corner = row[j];
            best = row[j] + 1 < best ? row[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            row[j] = best;
        }
    }
    return row[b.n];
}

static void check_name(Compile *k, const Word *p, Str name)
{
    Str near = { 0 };
    int best = 3;

    if (!k->known || name.n == 0)
        return;
    for (size_t i = 0; i < k->known->names.n; i++) {
        int d = distance(name, k->known->names.v[i]);

        if (d == 0)
            return;
        if (d < best) {
            best = d;
            near = k->known->names.v[i];
        }
    }
    if (near.n)
        fault(k, p, T("Không có trường “%.*s”; có phải {{%.*s}} không?"), SV(name), SV(near));
    else
        fault(k, p, T("Không có trường “%.*s” trong loại văn bản này."), SV(name));
}

/* --- tags cut into several runs --- */

static void texts_of(Arena *a, Word *w, Words *out)
{
    if (word_named(w, "w:del") || word_named(w, "w:txbxContent"))
        return;
    if (word_named(w, "w:t")) {
        *vec_add(a, out) = w;
        return;
    }
    for (size_t i = 0; i < w->kids.n; i++)
        if (!word_named(w->kids.v[i], "w:p"))
            texts_of(a, w->kids.v[i], out);
}

static Str own_text(Arena *a, const Word *t)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < t->kids.n; i++)
        if (t->kids.v[i]->kind == WORD_TEXT)
            buf_add(&b, word_unescape(a, t->kids.v[i]->text));
    return buf_str(&b);
}

/* From here on the text of a w:t is one child, not escaped; the filling escapes. */
static void set_text(Arena *a, Word *t, Str s)
{
    Word *kid = NEW(a, Word, 1);

    kid->kind = WORD_TEXT;
    kid->up = t;
    kid->text = s;
    t->kids.n = 0;
    *vec_add(a, &t->kids) = kid;
    t->open = S("<w:t xml:space=\"preserve\">");
    t->close = S("</w:t>");
}

/* A tag that begins in one piece of text and ends in another moves into the first. */
static void heal(Compile *k, Word *p, const Words *texts)
{
    Str *v = NEW(k->arena, Str, texts->n + 1);
    Buf all = { .arena = k->arena };
    size_t at = 0;
    Tag t;
    bool bad;

    for (size_t i = 0; i < texts->n; i++) {
        v[i] = own_text(k->arena, texts->v[i]);
        buf_add(&all, v[i]);
    }
    while (tag_next(k->arena, buf_str(&all), at, &t, &bad) || bad) {
        size_t begin = 0, i = 0;

        at = t.to;
        k->faults->tags++;
        if (bad) {
            Str wrong = str_sub(buf_str(&all), t.from, t.to < t.from + 60 ? t.to : t.from + 60);

            while (wrong.n && !utf8_valid(wrong))
                wrong.n--;
            fault(k, p, T("“%.*s” không phải là một trường; hãy viết như {{ten_truong}}, đủ hai ngoặc nhọn mỗi bên."), SV(wrong));
            continue;
        }
        for (; i < texts->n && begin + v[i].n <= t.from; i++)
            begin += v[i].n;
        if (i == texts->n || begin + v[i].n >= t.to)
            continue;                                       /* whole in one piece */
        size_t need = t.to - (begin + v[i].n);

        v[i] = str_fmt(k->arena, "%.*s%.*s", SV(v[i]), SV(str_sub(buf_str(&all), begin + v[i].n, t.to)));
        for (size_t j = i + 1; j < texts->n && need; j++) {
            size_t taken = v[j].n < need ? v[j].n : need;

            v[j] = str_sub(v[j], taken, v[j].n);
            need -= taken;
        }
    }
    for (size_t i = 0; i < texts->n; i++)
        set_text(k->arena, texts->v[i], v[i]);
}

/* --- sections inside a paragraph --- */

static Word *section(Arena *a, Word *up, const Tag *t)
{
    Word *s = NEW(a, Word, 1);

    s->kind = WORD_SECTION;
    s->tag = *t;
    s->up = up;
    return s;
}

/* A run with the look of `like` and one piece of text. */
static Word *run_like(Arena *a, const Word *like, Str text)
{
    Word *r = NEW(a, Word, 1), *t = NEW(a, Word, 1);
    const Word *look = word_kid(like, "w:rPr");

    *r = *like;
    r->kids.v = NULL;
    r->kids.n = r->kids.cap = 0;
    if (look)
        *vec_add(a, &r->kids) = (Word *)look;
    t->kind = WORD_ELEMENT;
    t->name = S("w:t");
    t->up = r;
    set_text(a, t, text);
    *vec_add(a, &r->kids) = t;
    return r;
}

/* Whether a run is only text, and holds a tag of a section. */
static bool to_be_cut(Compile *k, const Word *r)
{
    bool found = false;

    if (!word_named(r, "w:r"))
        return false;
    for (size_t i = 0; i < r->kids.n; i++) {
        size_t at = 0;
        Tag t;
        bool bad;

        if (!word_named(r->kids.v[i], "w:t"))
            continue;
        while (tag_next(k->arena, r->kids.v[i]->kids.v[0]->text, at, &t, &bad) || bad) {
            at = t.to;
            found |= !bad && t.kind != TAG_VALUE;
        }
    }
    return found;
}

typedef struct Piece {
    Word *word;                 /* NULL: a tag */
    Tag tag;
} Piece;
typedef VEC(Piece) Pieces;

static void cut_text(Compile *k, const Word *r, Str s, Pieces *out)
{
    size_t from = 0, at = 0;
    Tag t;
    bool bad;

    while (tag_next(k->arena, s, at, &t, &bad) || bad) {
        at = t.to;
        if (bad || t.kind == TAG_VALUE)
            continue;
        if (t.from > from)
            *vec_add(k->arena, out) = (Piece){ .word = run_like(k->arena, r, str_sub(s, from, t.from)) };
        *vec_add(k->arena, out) = (Piece){ .tag = t };
        from = t.to;
    }
    if (from < s.n)
        *vec_add(k->arena, out) = (Piece){ .word = run_like(k->arena, r, str_sub(s, from, s.n)) };
}

/* Children of w as pieces: runs with section tags are cut apart. */
static void pieces_of(Compile *k, Word *w, Pieces *out)
{
    for (size_t i = 0; i < w->kids.n; i++) {
        Word *r = w->kids.v[i];

        if (!to_be_cut(k, r)) {
            *vec_add(k->arena, out) = (Piece){ .word = r };
            continue;
        }
        for (size_t j = 0; j < r->kids.n; j++) {
            Word *kid = r->kids.v[j];

            if (word_named(kid, "w:t"))
                cut_text(k, r, kid->kids.v[0]->text, out);
            else if (!word_named(kid, "w:rPr")) {
                Word *alone = run_like(k->arena, r, S(""));

                alone->kids.v[alone->kids.n - 1] = kid;
                *vec_add(k->arena, out) = (Piece){ .word = alone };
            }
        }
    }
}

/* The tag that closes pieces[i]; out of range: none. */
static size_t closing(const Pieces *v, size_t i)
{
    int depth = 1;

    for (size_t j = i + 1; j < v->n; j++) {
        if (v->v[j].word || !str_eq(v->v[j].tag.name, v->v[i].tag.name))
            continue;
        depth += v->v[j].tag.kind == TAG_END ? -1 : 1;
        if (depth == 0)
            return j;
    }
    return v->n;
}

static void nest(Compile *k, Word *p, Word *to, const Pieces *v, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        size_t close;
        Word *s;

        if (v->v[i].word) {
            v->v[i].word->up = to;
            *vec_add(k->arena, &to->kids) = v->v[i].word;
            continue;
        }
        close = v->v[i].tag.kind == TAG_END ? v->n : closing(v, i);
        if (close >= end) {
            if (v->v[i].tag.kind == TAG_END)
                fault(k, p, T("{{/%.*s}} không có {{#%.*s}} mở trước nó."), SV(v->v[i].tag.name), SV(v->v[i].tag.name));
            else
                fault(k, p, T("{{#%.*s}} không có {{/%.*s}} đóng lại ở cùng đoạn, cùng bảng hoặc cùng phần."), SV(v->v[i].tag.name), SV(v->v[i].tag.name));
            continue;
        }
        s = section(k->arena, to, &v->v[i].tag);
        *vec_add(k->arena, &to->kids) = s;
        nest(k, p, s, v, i + 1, close);
        i = close;
    }
}

/* Sections whose tags stand among the runs of one parent; `to_rows`: tags that go with tags of other cells are left as text. */
static void inline_sections(Compile *k, Word *p, Word *w)
{
    Pieces v = { 0 };
    bool any = false;

    for (size_t i = 0; i < w->kids.n; i++)
        if (word_named(w->kids.v[i], "w:hyperlink") || word_named(w->kids.v[i], "w:ins") || word_named(w->kids.v[i], "w:smartTag"))
            inline_sections(k, p, w->kids.v[i]);
    for (size_t i = 0; i < w->kids.n; i++)
        any |= to_be_cut(k, w->kids.v[i]);
    if (!any)
        return;
    pieces_of(k, w, &v);
    w->kids.v = NULL;
    w->kids.n = w->kids.cap = 0;
    nest(k, p, w, &v, 0, v.n);
}

/* --- blocks and rows --- */

static Str trimmed(Compile *k, const Word *p)
{
    return str_trim(word_text(k->arena, p));
}

/* A paragraph that is one section tag and nothing else. */
static bool marker(Compile *k, const Word *p, Tag *t)
{
    bool bad;
    Str s;

    if (!word_named(p, "w:p"))
        return false;
    s = trimmed(k, p);
    return tag_next(k->arena, s, 0, t, &bad) && t->from == 0 && t->to == s.n && t->kind != TAG_VALUE;
}

static void prepare(Compile *k, Word *w);

static void check_names(Compile *k, const Word *p)
{
    Str s = word_text(k->arena, p);
    size_t at = 0;
    Tag t;
    bool bad;

    while (tag_next(k->arena, s, at, &t, &bad) || bad) {
        at = t.to;
        if (bad)
            continue;
        check_name(k, p, t.name);
        check_name(k, p, t.arg);
    }
}

/* Paragraphs and tables of a body, cell, header: markers become sections. */
static void blocks(Compile *k, Word *w)
{
    Pieces v = { 0 };
    bool any = false;

    for (size_t i = 0; i < w->kids.n; i++) {
        Tag t;

        if (!marker(k, w->kids.v[i], &t)) {
            *vec_add(k->arena, &v) = (Piece){ .word = w->kids.v[i] };
            continue;
        }
        any = true;
        if (word_kid(w->kids.v[i], "w:pPr") && word_kid(word_kid(w->kids.v[i], "w:pPr"), "w:sectPr"))
            fault(k, w->kids.v[i], T("Đoạn có thẻ “%.*s” cũng mang dấu ngắt phần; hãy để thẻ ở một đoạn riêng."), SV(trimmed(k, w->kids.v[i])));
        *vec_add(k->arena, &v) = (Piece){ .tag = t };
    }
    if (any) {
        w->kids.v = NULL;
        w->kids.n = w->kids.cap = 0;
        nest(k, v.n && v.v[0].word ? v.v[0].word : w, w, &v, 0, v.n);
    }
}

typedef struct Edge {           /* a tag of a row that has no partner in its own cell */
    Tag tag;
    Word *text;                 /* the w:t that holds it */
} Edge;
typedef VEC(Edge) Edges;

/* Section tags of a cell in order. */
static void cell_tags(Compile *k, Word *cell, Edges *out)
{
    Words texts = { 0 };

    if (word_named(cell, "w:tbl"))
        return;
    if (word_named(cell, "w:p")) {
        texts_of(k->arena, cell, &texts);
        for (size_t i = 0; i < texts.n; i++) {
            size_t at = 0;
            Tag t;
            bool bad;

            while (tag_next(k->arena, texts.v[i]->kids.v[0]->text, at, &t, &bad) || bad) {
                at = t.to;
                if (!bad && t.kind != TAG_VALUE)
                    *vec_add(k->arena, out) = (Edge){ t, texts.v[i] };
            }
        }
        return;
    }
    for (size_t i = 0; i < cell->kids.n; i++)
        cell_tags(k, cell->kids.v[i], out);
}

/* Those that stay when pairs within the cell are taken away. A cell that is its whole row gives its outermost pair to the row. */
static void unpaired(Compile *k, Word *cell, bool alone, Edges *out)
{
    Edges v = { 0 };
    bool *paired;

    cell_tags(k, cell, &v);
    paired = NEW(k->arena, bool, v.n + 1);
    for (size_t i = 0; i < v.n; i++) {
        int depth = 1;

        for (size_t j = i + 1; j < v.n && v.v[i].tag.kind != TAG_END && !paired[i]; j++) {
            if (!str_eq(v.v[j].tag.name, v.v[i].tag.name))
                continue;
            depth += v.v[j].tag.kind == TAG_END ? -1 : 1;
            if (depth == 0) {
                paired[i] = paired[j] = true;
                break;
            }
        }
    }
    Str s = str_trim(word_text(k->arena, cell));

    while (alone && v.n >= 2 && paired[0] && paired[v.n - 1] && str_eq(v.v[0].tag.name, v.v[v.n - 1].tag.name) && str_starts(s, S("{{")) && str_ends(s, S("}}"))
        && v.v[0].tag.kind != TAG_END) {
        paired[0] = paired[v.n - 1] = false;
        break;
    }
    for (size_t i = 0; i < v.n; i++)
        if (!paired[i])
            *vec_add(k->arena, out) = v.v[i];
}

static void erase(Compile *k, const Edge *e)
{
    Str s = e->text->kids.v[0]->text, whole = { 0 };
    size_t at = 0;
    Tag t;
    bool bad;

    /* places move when a tag before it was erased: the same tag is looked for again */
    while (tag_next(k->arena, s, at, &t, &bad) || bad) {
        at = t.to;
        if (!bad && t.kind == e->tag.kind && str_eq(t.name, e->tag.name)) {
            whole = str_fmt(k->arena, "%.*s%.*s", SV(str_sub(s, 0, t.from)), SV(str_sub(s, t.to, s.n)));
            e->text->kids.v[0]->text = whole;
            return;
        }
    }
}

static size_t cells_in(const Word *row)
{
    size_t n = 0;

    for (size_t i = 0; i < row->kids.n; i++)
        n += word_named(row->kids.v[i], "w:tc");
    return n;
}

/* Rows between the tags of different cells become sections of the table. */
static void rows(Compile *k, Word *table)
{
    Pieces v = { 0 };
    bool any = false;
    Word *first = NULL;

    for (size_t i = 0; i < table->kids.n; i++) {
        Word *row = table->kids.v[i];
        Edges e = { 0 };

        if (!word_named(row, "w:tr")) {
            *vec_add(k->arena, &v) = (Piece){ .word = row };
            continue;
        }
        first = first ? first : row;
        for (size_t c = 0; c < row->kids.n; c++)
            if (word_named(row->kids.v[c], "w:tc"))
                unpaired(k, row->kids.v[c], cells_in(row) == 1, &e);
        for (size_t j = 0; j < e.n; j++) {
            any = true;
            erase(k, &e.v[j]);
            if (e.v[j].tag.kind != TAG_END)
                *vec_add(k->arena, &v) = (Piece){ .tag = e.v[j].tag };
        }
        *vec_add(k->arena, &v) = (Piece){ .word = row };
        for (size_t j = 0; j < e.n; j++)
            if (e.v[j].tag.kind == TAG_END)
                *vec_add(k->arena, &v) = (Piece){ .tag = e.v[j].tag };
    }
    if (!any)
        return;
    table->kids.v = NULL;
    table->kids.n = table->kids.cap = 0;
    nest(k, first ? first : table, table, &v, 0, v.n);
}

static void heal_all(Compile *k, Word *w)
{
    if (word_named(w, "w:p")) {
        Words texts = { 0 };

        texts_of(k->arena, w, &texts);
        heal(k, w, &texts);
        check_names(k, w);
    }
    for (size_t i = 0; i < w->kids.n; i++)
        heal_all(k, w->kids.v[i]);
}

static void prepare(Compile *k, Word *w)
{
    if (word_named(w, "w:tbl"))
        rows(k, w);
    if (word_named(w, "w:body") || word_named(w, "w:tc") || word_named(w, "w:hdr") || word_named(w, "w:ftr") || word_named(w, "w:txbxContent") || word_named(w, "w:sdtContent"))
        blocks(k, w);
    for (size_t i = 0; i < w->kids.n; i++)
        prepare(k, w->kids.v[i]);
    if (word_named(w, "w:p"))
        inline_sections(k, w, w);
}

void fill_compile(Compile *k, Word *root)
{
    enum { MOST_TAGS = 20000 };
    const Word *first = root;

    heal_all(k, root);
    while (first->kids.n && !word_named(first, "w:p"))
        first = first->kids.v[0];
    if (k->faults->tags > MOST_TAGS)
        fault(k, first, T("Mẫu có quá nhiều trường; nhiều nhất %d."), MOST_TAGS);
    else
        prepare(k, root);
}
