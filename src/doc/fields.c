#include "doc/fields.h"

#include "base/json.h"
#include "text/text.h"

enum { MOST_BYTES = 64 << 20, MOST_DEPTH = 16, MOST_NAME = 60 };

Fields *fields_begin(Arena *a)
{
    Fields *f = NEW(a, Fields, 1);

    f->arena = a;
    return f;
}

static DocField *named(Fields *f, Str name)
{
    DocField *k;

    for (size_t i = 0; i < f->v.n; i++)
        if (str_eq(f->v.v[i].name, name))
            return &f->v.v[i];
    k = vec_add(f->arena, &f->v);
    k->name = name;
    return k;
}

void field(Fields *f, const char *name, Str text)
{
    field_from(f, name, text, S(""));
}

void field_from(Fields *f, const char *name, Str text, Str source)
{
    DocField *k = named(f, str_of(name));

    k->text = text;
    k->source = source;
}

void field_fmt(Fields *f, const char *name, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    field(f, name, str_vfmt(f->arena, fmt, ap));
    va_end(ap);
}

void field_list(Fields *f, const char *name)
{
    named(f, str_of(name))->list = true;
}

Fields *field_row(Fields *f, const char *list)
{
    DocField *k = named(f, str_of(list));
    Fields *row = fields_begin(f->arena);

    k->list = true;
    *vec_add(f->arena, &k->rows) = row;
    return row;
}

void field_picture(Fields *f, const char *name, const FieldPicture *p)
{
    FieldPicture *copy = NEW(f->arena, FieldPicture, 1);

    *copy = *p;
    named(f, str_of(name))->picture = copy;
}

const DocField *fields_find(const Fields *f, Str name)
{
    for (size_t i = 0; i < f->v.n; i++)
        if (str_eq(f->v.v[i].name, name))
            return &f->v.v[i];
    return NULL;
}

const DocField *scope_find(const FieldScope *s, Str name)
{
    for (; s; s = s->up) {
        const DocField *k = fields_find(s->record, name);

        if (k)
            return k;
    }
    return NULL;
}

size_t scope_number(const FieldScope *s)
{
    while (s && s->no == 0)
        s = s->up;
    return s ? s->no : 0;
}

static void record_json(const Fields *f, Json *j)
{
    json_open(j, '{');
    for (size_t i = 0; i < f->v.n; i++) {
        const DocField *k = &f->v.v[i];

        if (k->picture)
            continue;
        json_key(j, str_z(f->arena, k->name));
        if (!k->list) {
            json_str(j, k->text);
            if (k->source.n)
                json_kstr(j, str_z(f->arena, str_fmt(f->arena, "%.*s@", SV(k->name))), k->source);
            continue;
        }
        json_open(j, '[');
        for (size_t r = 0; r < k->rows.n; r++)
            record_json(k->rows.v[r], j);
        json_close(j, ']');
    }
    json_close(j, '}');
}

void fields_json(const Fields *f, Buf *out)
{
    Json j = { .out = out };

    record_json(f, &j);
}

/* --- tags --- */

static bool name_ok(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '_'))
            return false;
    return s.n > 0 && s.n <= MOST_NAME;
}

static Str small(Arena *a, Str s, bool *upper)
{
    char *p = NEW(a, char, s.n + 1);
    size_t letters = 0, capitals = 0;

    for (size_t i = 0; i < s.n; i++) {
        bool capital = s.p[i] >= 'A' && s.p[i] <= 'Z';

        capitals += capital;
        letters += capital || (s.p[i] >= 'a' && s.p[i] <= 'z');
        p[i] = capital ? (char)(s.p[i] + 'a' - 'A') : s.p[i];
    }
    *upper = letters > 0 && capitals == letters;
    return (Str){ p, s.n };
}

static bool parse(Arena *a, Str in, Tag *out)
{
    Str name, filter = { 0 };
    bool any;

    in = str_trim(in);
    out->kind = TAG_VALUE;
    if (in.n && (in.p[0] == '#' || in.p[0] == '^' || in.p[0] == '/')) {
        out->kind = in.p[0] == '#' ? TAG_EACH : in.p[0] == '^' ? TAG_NONE : TAG_END;
        in = str_trim(str_sub(in, 1, in.n));
    }
    (void)str_cut(in, S("|"), &name, &filter);              /* none: the whole is the name */
    out->name = small(a, str_trim(name), &out->upper);
    (void)str_cut(str_trim(filter), S(":"), &out->filter, &out->arg);
    out->filter = small(a, str_trim(out->filter), &any);
    out->arg = small(a, str_trim(out->arg), &any);
    if (!name_ok(out->name))
        return false;
    if (out->filter.n == 0)
        return true;
    if (out->kind == TAG_EACH)
        return str_eq(out->filter, S("cot")) && out->arg.n == 0;
    return out->kind == TAG_VALUE && ((str_eq(out->filter, S("gop")) && out->arg.n == 0) || (str_eq(out->filter, S("nen")) && name_ok(out->arg)));
}

bool tag_next(Arena *a, Str text, size_t from, Tag *out, bool *bad)
{
    Str rest = str_sub(text, from, text.n);
    size_t open, end;

    *out = (Tag){ 0 };
    *bad = false;
    if (!str_find(rest, S("{{"), &open))
        return false;
    out->from = from + open;
    *bad = !str_find(str_sub(text, out->from, text.n), S("}}"), &end);
    out->to = *bad ? text.n : out->from + end + 2;
    if (*bad)
        return false;
    *bad = !parse(a, str_sub(text, out->from + 2, out->to - 2), out);
    return !*bad;
}

/* --- filling --- */

typedef struct Fill {
    Arena *arena;
    Str text;
    Unknown *unknown;
    Answer *why;
    Buf out;
} Fill;

static int line_of(Str text, size_t at)
{
    int n = 1;

    for (size_t i = 0; i < at && i < text.n; i++)
        n += text.p[i] == '\n';
    return n;
}

static void unknown_name(Fill *f, Str name)
{
    if (!f->unknown)
        return;
    for (size_t i = 0; i < f->unknown->names.n; i++)
        if (str_eq(f->unknown->names.v[i], name))
            return;
    *vec_add(f->arena, &f->unknown->names) = name;
}

static void put_data(Fill *f, Str s)
{
    for (size_t i = 0; i < s.n; i++)
        switch (s.p[i]) {
        case '|': buf_lit(&f->out, MARK_BAR); break;
        case '*': buf_lit(&f->out, MARK_STAR); break;
        case '\n': buf_lit(&f->out, MARK_BREAK); break;
        default:
            if ((unsigned char)s.p[i] >= ' ' || s.p[i] == '\t')
                buf_ch(&f->out, s.p[i]);
        }
}

/* Records from the outermost to the one where the picture is asked for. */
static void put_way(Fill *f, const FieldScope *s)
{
    if (!s)
        return;
    put_way(f, s->up);
    if (s->no)
        buf_fmt(&f->out, "%.*s:%zu/", SV(s->list), s->no);
}

const FieldPicture *fields_picture(const Fields *root, Str way)
{
    enum { MOST = MOST_DEPTH + 1 };
    FieldScope s[MOST] = { { .record = root } };
    Str step, name, no;
    size_t n = 0;
    const DocField *k;
    int64_t row;

    while (str_find(way, S("/"), &(size_t){ 0 })) {
        (void)str_cut(way, S("/"), &step, &way);
        k = str_cut(step, S(":"), &name, &no) && n + 1 < MOST ? scope_find(&s[n], name) : NULL;
        if (!k || !str_int(no, &row) || row < 1 || (size_t)row > k->rows.n)
            return NULL;
        s[n + 1] = (FieldScope){ .record = k->rows.v[row - 1], .up = &s[n], .no = (size_t)row };
        n++;
    }
    k = scope_find(&s[n], str_trim(way));
    return k ? k->picture : NULL;
}

static void put_value(Fill *f, const Tag *t, const FieldScope *s)
{
    const DocField *k = scope_find(s, t->name), *level;

    if (!k && str_eq(t->name, S("stt")) && scope_number(s)) {
        buf_fmt(&f->out, "%zu", scope_number(s));
        return;
    }
    if (!k) {
        unknown_name(f, t->name);
        return;
    }
    if (k->picture) {
        put_way(f, s);
        buf_add(&f->out, k->name);
    } else {
        put_data(f, t->upper ? text_upper(f->arena, k->text) : k->text);
    }
    if (str_eq(t->filter, S("gop")))
        buf_lit(&f->out, MARK_MERGE);
    if (!str_eq(t->filter, S("nen")))
        return;
    level = scope_find(s, t->arg);
    if (!level)
        unknown_name(f, t->arg);
    else if (level->text.n == 1 && level->text.p[0] >= '0' && level->text.p[0] <= '6')
        buf_fmt(&f->out, MARK_SHADE "%c", level->text.p[0]);
}

/* Where the section that begins before `from` ends: *end is its closing tag. */
static Err section_end(Fill *f, const Tag *open, size_t to, Tag *end)
{
    int depth = 1;
    size_t at = open->to;
    bool bad;

    while (tag_next(f->arena, str_sub(f->text, 0, to), at, end, &bad)) {
        at = end->to;
        if (!str_eq(end->name, open->name) || end->kind == TAG_VALUE)
            continue;
        depth += end->kind == TAG_END ? -1 : 1;
        if (depth == 0)
            return OK;
    }
    if (bad)
        return answer(f->why, E_INVALID, T("Dòng %d: “%.*s” không phải là một trường; hãy viết như {{ten_truong}}."), line_of(f->text, end->from),
            SV(str_sub(f->text, end->from, end->to < end->from + 40 ? end->to : end->from + 40)));
    return answer(f->why, E_INVALID, T("Dòng %d: {{#%.*s}} không có {{/%.*s}} đi cùng."), line_of(f->text, open->from), SV(open->name), SV(open->name));
}

/* A section tag alone in its line takes the line along: where the line begins, and where the next one does. */
static void whole_line(Str text, const Tag *t, size_t *from, size_t *to)
{
    size_t a = t->from, b = t->to;

    while (a > 0 && text.p[a - 1] == ' ')
        a--;
    while (b < text.n && text.p[b] == ' ')
        b++;
    *from = t->from;
    *to = t->to;
    if ((a == 0 || text.p[a - 1] == '\n') && (b == text.n || text.p[b] == '\n')) {
        *from = a;
        *to = b < text.n ? b + 1 : b;
    }
}

static Err fill(Fill *f, size_t from, size_t to, const FieldScope *s, int depth);

/* "[^*] " right before the place: how the cell that repeats is to look. */
static Str flags_before(Str text, size_t at)
{
    size_t end = at, from;

    while (end > 0 && text.p[end - 1] == ' ')
        end--;
    if (end == 0 || text.p[end - 1] != ']')
        return (Str){ 0 };
    for (from = end - 1; from > 0 && text.p[from] != '[' && text.p[from] != '|' && text.p[from] != '\n';)
        from--;
    return text.p[from] == '[' ? str_sub(text, from, at) : (Str){ 0 };
}

static Err fill_section(Fill *f, const Tag *open, size_t inner, size_t inner_end, const FieldScope *s, int depth)
{
    const DocField *k = scope_find(s, open->name);
    bool there = k && (k->list ? k->rows.n > 0 : k->picture || str_trim(k->text).n > 0);

    if (!k)
        unknown_name(f, open->name);
    if (open->kind == TAG_NONE)
        return there ? OK : fill(f, inner, inner_end, s, depth + 1);
    if (!there || !k->list)
        return there ? fill(f, inner, inner_end, s, depth + 1) : OK;
    for (size_t i = 0; i < k->rows.n; i++) {
        FieldScope in = { k->rows.v[i], s, i + 1, k->name };

        if (i && open->filter.n)
            buf_fmt(&f->out, " | %.*s", SV(flags_before(f->text, open->from)));
        TRY(fill(f, inner, inner_end, &in, depth + 1));
    }
    return OK;
}

static Err fill(Fill *f, size_t from, size_t to, const FieldScope *s, int depth)
{
    size_t at = from;
    Tag t;
    bool bad;

    if (depth > MOST_DEPTH || f->out.n > MOST_BYTES)
        return answer(f->why, E_LIMIT, T("Mẫu lặp quá sâu hoặc làm ra văn bản quá dài; hãy bớt các phần {{#…}} lồng nhau."));
    while (at < to && tag_next(f->arena, str_sub(f->text, 0, to), at, &t, &bad)) {
        size_t line, next, end_line, end_next;
        Tag end;

        if (t.kind == TAG_VALUE) {
            buf_add(&f->out, str_sub(f->text, at, t.from));
            put_value(f, &t, s);
            at = t.to;
            continue;
        }
        if (t.kind == TAG_END)
            return answer(f->why, E_INVALID, T("Dòng %d: {{/%.*s}} không có {{#%.*s}} mở trước nó."), line_of(f->text, t.from), SV(t.name), SV(t.name));
        TRY(section_end(f, &t, to, &end));
        whole_line(f->text, &t, &line, &next);
        whole_line(f->text, &end, &end_line, &end_next);
        buf_add(&f->out, str_sub(f->text, at, line));
        TRY(fill_section(f, &t, next, end_line < next ? next : end_line, s, depth));
        at = end_next;
    }
    if (at < to && bad)
        return answer(f->why, E_INVALID, T("Dòng %d: “%.*s” không phải là một trường; hãy viết như {{ten_truong}}."), line_of(f->text, t.from),
            SV(str_sub(f->text, t.from, t.to < t.from + 40 ? t.to : t.from + 40)));
    buf_add(&f->out, str_sub(f->text, at, to));
    return OK;
}

Err fields_fill(Arena *a, Str text, const Fields *root, Unknown *unknown, Str *out, Answer *why)
{
    Fill f = { .arena = a, .text = text, .unknown = unknown, .why = why, .out = { .arena = a } };
    FieldScope s = { .record = root };

    TRY(fill(&f, 0, text.n, &s, 0));
    *out = buf_str(&f.out);
    return OK;
}
