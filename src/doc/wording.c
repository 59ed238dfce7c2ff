#include "doc/wording.h"

#include "text/text.h"

typedef struct Row {
    VEC(Str) cells;
} Row;

typedef struct Build {
    Arena *arena;
    const Wording *w;
    Paper *p;
    PaperHead head;
    VEC(Str) power, signer, second, to; /* lines of the signature block; signer instead of power */
    Str keep, tm, name, second_name, code, code_note;
    int appendix, line;
    bool lettered;                      /* the letterhead stands */
    bool in_table;
    int widths[PAPER_MAX_COLS], cols, header_rows, half_points;
    VEC(Row) rows;
    Str pending;                        /* tags that wait for the first cell of the next row */
    Answer *why;
} Build;

/* Stand-ins of data become what they stand for. */
static Str plain(Arena *a, Str s)
{
    return str_replace(a, str_replace(a, str_replace(a, s, S(MARK_BAR), S("|")), S(MARK_STAR), S("*")), S(MARK_BREAK), S("\n"));
}

static Str one_line(Arena *a, Str s)
{
    return str_trim(str_replace(a, plain(a, s), S("\n"), S(" ")));
}

Str wording_value(Arena *a, Str text, const char *key)
{
    Str line, found = { 0 };

    while (text.n) {
        (void)str_cut(text, S("\n"), &line, &text);         /* the last line has none behind it */
        if (str_starts(line, S("@")) && str_starts(str_sub(line, 1, line.n), str_of(key))
            && (line.n == strlen(key) + 1 || line.p[strlen(key) + 1] == ' '))
            found = one_line(a, str_sub(line, strlen(key) + 1, line.n));
    }
    return found;
}

static const struct {
    const char *word;
    PaperRole role;
} roles[] = {
    { "body", ROLE_BODY }, { "flush", ROLE_FLUSH }, { "basis", ROLE_BASIS }, { "ruler", ROLE_RULER }, { "to", ROLE_TO }, { "type", ROLE_TYPE },
    { "part", ROLE_PART }, { "section", ROLE_SECTION }, { "clause", ROLE_CLAUSE }, { "point", ROLE_POINT }, { "caption", ROLE_CAPTION },
    { "note", ROLE_NOTE },
};

/* Text with **bold** places. */
static void rich(Paper *p, PaperPara *para, Str text)
{
    bool bold = false, more = true;
    Str piece;

    while (more) {
        more = str_cut(text, S("**"), &piece, &text);
        if (piece.n)
            paper_run(p, para, plain(p->arena, piece), bold, false);
        bold = !bold;
    }
}

/* Data of several lines become several paragraphs of the role. */
static void paragraphs(Build *b, PaperRole role, Str text)
{
    Str line, rest = text;

    do {
        (void)str_cut(rest, S(MARK_BREAK), &line, &rest);
        if (str_trim(line).n)
            rich(b->p, paper_text(b->p, role, S("")), str_trim(line));
    } while (rest.n);
}

/* --- around the body --- */

static void head_line(Build *b, Str key, Str value)
{
    Str v = one_line(b->arena, value);
    const struct {
        const char *key;
        Str *to;
    } places[] = { { "parent", &b->head.parent }, { "issuer", &b->head.issuer }, { "number", &b->head.number }, { "symbol", &b->head.symbol },
        { "place", &b->head.place }, { "day", &b->head.day }, { "type", &b->head.type }, { "abstract", &b->head.abstract },
        { "secrecy", &b->head.secrecy }, { "urgency", &b->head.urgency }, { "keep", &b->keep }, { "name", &b->name },
        { "tm", &b->tm }, { "code", &b->code }, { "code_note", &b->code_note }, { "second_name", &b->second_name } };

    if (str_eq(key, S("issuer")) || str_eq(key, S("abstract")))
        v = str_trim(plain(b->arena, value));               /* may have several lines */
    for (size_t i = 0; i < COUNT(places); i++)
        if (str_eq(key, str_of(places[i].key)))
            *places[i].to = v;
    if (v.n == 0)
        return;
    if (str_eq(key, S("to"))) {
        Str line, rest = str_trim(plain(b->arena, value));

        while (rest.n) {
            (void)str_cut(rest, S("\n"), &line, &rest);
            *vec_add(b->arena, &b->to) = str_trim(line);
        }
    }
    if (str_eq(key, S("power")))
        *vec_add(b->arena, &b->power) = v;
    if (str_eq(key, S("signer")))
        *vec_add(b->arena, &b->signer) = v;
    if (str_eq(key, S("second")))
        *vec_add(b->arena, &b->second) = v;
}

static void need_head(Build *b)
{
    if (b->lettered)
        return;
    b->lettered = true;
    paper_letterhead(b->p, &b->head);
}

static void sign(Build *b)
{
    const FieldPicture *code = b->w->fields ? fields_picture(b->w->fields, b->code) : NULL;
    PaperPicture picture = { 0 };
    VEC(Str) lines = { 0 };

    if (code)
        picture = (PaperPicture){ code->png, code->alt, code->width, code->height, 0 };
    if (b->tm.n)
        *vec_add(b->arena, &lines) = b->tm;
    for (size_t i = 0; i < b->signer.n; i++)
        *vec_add(b->arena, &lines) = b->signer.v[i];
    for (size_t i = 0; i < b->power.n && b->signer.n == 0; i++)
        *vec_add(b->arena, &lines) = b->power.v[i];
    if (b->second.n)
        *vec_add(b->arena, &b->second) = b->second_name;
    paper_sign(b->p, &(PaperSign){ .lines = lines.v, .n_lines = lines.n, .second = b->second.v, .n_second = b->second.n, .name = b->name,
        .recipients = b->to.v, .n_recipients = b->to.n, .keep = b->keep, .code = code ? &picture : NULL,
        .code_words = b->w->fields ? S("") : b->code, .code_note = b->code_note });
}

/* --- tables --- */

/* "60x12": columns that share a width; "60x{{so_cot}}" in a wording that is not filled is one. */
static bool shared_width(Str word, int64_t *share, int64_t *parts)
{
    Str left, right;

    if (!str_cut(word, S("x"), &left, &right) || !str_int(left, share) || *share <= 0 || *share >= 1000)
        return false;
    *parts = 1;
    return str_starts(right, S("{{")) || (str_int(right, parts) && *parts > 0);
}

static Err table_begin(Build *b, Str args)
{
    Str word, rest = args;
    int64_t n, parts;

    b->cols = 0;
    b->header_rows = 1;
    b->half_points = 24;
    b->rows.v = NULL;           /* rows of the table before still hold their cells */
    b->rows.n = b->rows.cap = 0;
    b->in_table = true;
    while (rest.n) {
        (void)str_cut(rest, S(" "), &word, &rest);
        if (str_starts(word, S("size=")) && str_int(str_sub(word, 5, word.n), &n) && n >= 6 && n <= 20)
            b->half_points = (int)n * 2;
        else if (str_starts(word, S("head=")) && str_int(str_sub(word, 5, word.n), &n) && n >= 0 && n <= 9)
            b->header_rows = (int)n;
        else if (str_int(word, &n) && n > 0 && n < 1000 && b->cols < PAPER_MAX_COLS)
            b->widths[b->cols++] = (int)n * 10;
        else if (shared_width(word, &n, &parts) && parts <= PAPER_MAX_COLS - b->cols)
            for (int64_t i = 0; i < parts; i++)     /* 60 in 7: sums stay whole */
                b->widths[b->cols++] = (int)(10 * n * (i + 1) / parts - 10 * n * i / parts);
        else if (word.n)
            return answer(b->why, E_INVALID, T("Dòng %d của câu chữ: “%.*s” không phải là độ rộng cột."), b->line, SV(word));
    }
    if (b->cols == 0)
        return answer(b->why, E_INVALID, T("Dòng %d của câu chữ: bảng không có cột nào."), b->line);
    return OK;
}

enum { MOST_FLAGS = 60 };          /* "[^*x{{so_cot}}" */

typedef struct CellLook {
    Str text;                   /* without marks */
    bool centred, right, bold, heading, merge;
    int cols;
    PaperShade shade;
} CellLook;

static CellLook cell_look(Arena *a, Str s)
{
    CellLook k = { .cols = 1 };
    Str flags, rest;
    size_t at;

    s = str_trim(s);
    if (str_starts(s, S("[")) && str_cut(s, S("]"), &flags, &rest) && flags.n <= MOST_FLAGS) {
        for (size_t i = 1; i < flags.n; i++) {
            int64_t cols;

            if (flags.p[i] == 'x') {
                k.cols = str_int(str_sub(flags, i + 1, flags.n), &cols) && cols > 0 && cols <= PAPER_MAX_COLS ? (int)cols : 1;
                break;
            }
            k.centred |= flags.p[i] == '^';
            k.right |= flags.p[i] == '>';
            k.bold |= flags.p[i] == '*';
            k.heading |= flags.p[i] == 'h';
            if (flags.p[i] >= '2' && flags.p[i] <= '9')
                k.cols = flags.p[i] - '0';
        }
        s = str_trim(rest);
    }
    k.merge = str_find(s, S(MARK_MERGE), &at);
    if (str_find(s, S(MARK_SHADE), &at) && at + 1 < s.n && s.p[at + 1] > '0')
        k.shade = s.p[at + 1] == '6' ? SHADE_BAR : (PaperShade)(SHADE_1 + (s.p[at + 1] - '1'));
    if (str_find(s, S(MARK_SHADE), &at))
        s = str_fmt(a, "%.*s%.*s", SV(str_sub(s, 0, at)), SV(str_sub(s, at + 2, s.n)));
    k.text = str_trim(str_replace(a, s, S(MARK_MERGE), S("")));
    return k;
}

/* Rows below that repeat a cell to be merged, in the same place. */
static int rows_alike(Build *b, size_t row, size_t cell, const CellLook *k)
{
    int n = 1;

    while (row + (size_t)n < b->rows.n && cell < b->rows.v[row + (size_t)n].cells.n) {
        CellLook below = cell_look(b->arena, b->rows.v[row + (size_t)n].cells.v[cell]);

        if (!below.merge || below.text.n == 0 || !str_eq(below.text, k->text))
            break;
        n++;
    }
    return n;
}

static Err row_out(Build *b, PaperTable *t, size_t row, int *covered)
{
    int col = 0;

    for (size_t i = 0; i < b->rows.v[row].cells.n; i++) {
        CellLook k = cell_look(b->arena, b->rows.v[row].cells.v[i]);
        int rows = k.merge && k.cols == 1 ? rows_alike(b, row, i, &k) : 1;
        PaperCell *cell;

        if (col + k.cols > b->cols)
            return answer(b->why, E_INVALID, T("Dòng %d của câu chữ: một hàng có nhiều ô hơn số cột của bảng (%d)."), b->line, b->cols);
        if (covered[col] > 0) {
            covered[col++]--;
            continue;
        }
        cell = paper_span(t, S(""), rows, k.cols);
        cell->paras.n = 0;
        Str line, rest = k.text;

        do {
            (void)str_cut(rest, S(MARK_BREAK), &line, &rest);
            rich(b->p, paper_cell_para(t, cell, ROLE_CELL, S("")), line);
        } while (rest.n);
        if (k.bold || k.heading)
            (void)paper_bold(cell);
        if (k.centred || k.heading)
            (void)paper_centred(cell);
        for (size_t p = 0; p < cell->paras.n && k.right; p++)
            cell->paras.v[p].right = true;
        cell->shade = k.heading ? SHADE_HEAD : k.shade;
        covered[col] = rows - 1;
        col += k.cols;
    }
    for (; col < b->cols; col++)
        if (covered[col] > 0)
            covered[col]--;
        else
            (void)paper_cell(t, S(""));
    return OK;
}

static Err table_end(Build *b)
{
    int covered[PAPER_MAX_COLS] = { 0 };
    PaperTable *t;

    b->in_table = false;
    if (b->rows.n == 0)
        return OK;
    t = paper_table(b->p, b->widths, b->cols, b->header_rows);
    t->half_points = b->half_points;
    for (size_t i = 0; i < b->rows.n; i++)
        TRY(row_out(b, t, i, covered));
    return OK;
}

static void row_line(Build *b, Str text)
{
    Row *r = vec_add(b->arena, &b->rows);
    Str cell, rest = text;
    bool more = true;

    while (more) {
        more = str_cut(rest, S("|"), &cell, &rest);
        *vec_add(b->arena, &r->cells) = str_dup(b->arena, str_trim(cell));
    }
    if (b->pending.n && r->cells.n) {
        CellLook k = cell_look(b->arena, r->cells.v[0]);
        Str flags = str_sub(r->cells.v[0], 0, r->cells.v[0].n - k.text.n);

        r->cells.v[0] = str_fmt(b->arena, "%.*s%.*s%.*s", SV(flags), SV(b->pending), SV(k.text));
        b->pending = S("");
    }
}

/* A tag alone in a line, in a wording that is not filled. */
static void tag_line(Build *b, Str line)
{
    if (!b->in_table) {
        (void)paper_text(b->p, ROLE_FLUSH, line);
        return;
    }
    if (!str_starts(line, S("{{/"))) {
        b->pending = str_fmt(b->arena, "%.*s%.*s", SV(b->pending), SV(line));
        return;
    }
    if (b->rows.n == 0)
        return;
    Row *r = &b->rows.v[b->rows.n - 1];
    Str *last = &r->cells.v[r->cells.n - 1];

    *last = str_fmt(b->arena, "%.*s%.*s", SV(*last), SV(line));
}

/* --- lines --- */

/* '|' inside a tag divides no cells; it is put back when the cell is written. */
static Str guard_tags(Arena *a, Str line)
{
    Buf b = { .arena = a };
    bool in = false;

    for (size_t i = 0; i < line.n; i++) {
        in = i + 1 < line.n && line.p[i] == '{' && line.p[i + 1] == '{' ? true : line.p[i] == '}' ? false : in;
        if (in && line.p[i] == '|')
            buf_lit(&b, MARK_BAR);
        else
            buf_ch(&b, line.p[i]);
    }
    return buf_str(&b);
}

static Err picture(Build *b, Str way)
{
    const FieldPicture *k = b->w->fields ? fields_picture(b->w->fields, way) : NULL;

    if (!b->w->fields)
        (void)paper_text(b->p, ROLE_CAPTION, way);
    if (k)
        paper_picture(b->p, &(PaperPicture){ k->png, k->alt, k->width, k->height, 0 });
    return OK;
}

/* "no=II" */
static Str appendix_no(Build *b, Str args)
{
    Str word;

    while (args.n) {
        (void)str_cut(args, S(" "), &word, &args);          /* the last one has none behind it */
        if (str_eq(word, S("one")))
            return S("");
        if (str_starts(word, S("no=")))
            return str_sub(word, 3, word.n);
    }
    return roman_print(b->arena, ++b->appendix);
}

static Err word_line(Build *b, Str word, Str args, Str text)
{
    for (size_t i = 0; i < COUNT(roles); i++)
        if (str_eq(word, str_of(roles[i].word))) {
            paragraphs(b, roles[i].role, text);
            return OK;
        }
    if (str_eq(word, S("article"))) {
        PaperPara *para = paper_fmt(b->p, ROLE_ARTICLE, "Điều %.*s.", SV(args));

        paper_plain_run(b->p, para, str_fmt(b->arena, " %.*s", SV(plain(b->arena, text))));
        return OK;
    }
    if (str_eq(word, S("appendix"))) {
        Str title = text, of = { 0 };

        (void)str_cut(text, S("||"), &title, &of);          /* without: made without a citation */
        paper_appendix(b->p, appendix_no(b, args), str_trim(plain(b->arena, title)), one_line(b->arena, of), str_find(args, S("landscape"), &(size_t){ 0 }));
        return OK;
    }
    if (str_eq(word, S("table")))
        return table_begin(b, args);
    if (str_eq(word, S("row")) && b->in_table) {
        row_line(b, guard_tags(b->arena, text));
        return OK;
    }
    if (str_eq(word, S("end")))
        return table_end(b);
    if (str_eq(word, S("picture")))
        return picture(b, str_trim(text));
    if (str_eq(word, S("page"))) {
        paper_page(b->p, str_find(args, S("landscape"), &(size_t){ 0 }));
        return OK;
    }
    if (str_eq(word, S("sign"))) {
        sign(b);
        return OK;
    }
    return answer(b->why, E_INVALID, T("Dòng %d của câu chữ: không hiểu “%.*s”."), b->line, SV(word));
}

static Err line_in(Build *b, Str line)
{
    Str word, args = { 0 }, text;

    if (str_trim(line).n == 0 || line.p[0] == '#')
        return OK;
    if (line.p[0] == '@') {
        (void)str_cut(str_sub(line, 1, line.n), S(" "), &word, &text);
        head_line(b, word, text);
        return OK;
    }
    need_head(b);
    if (str_starts(line, S("{{#")) || str_starts(line, S("{{^")) || str_starts(line, S("{{/"))) {
        tag_line(b, str_trim(line));
        return OK;
    }
    if (!str_cut(line, S(":"), &word, &text))
        return answer(b->why, E_INVALID, T("Dòng %d của câu chữ: thiếu dấu hai chấm sau tên phần."), b->line);
    (void)str_cut(word, S(" "), &word, &args);
    return word_line(b, word, str_trim(args), str_trim(text));
}

Err wording_paper(Arena *a, const Wording *w, Paper **out, Answer *why)
{
    Build b = { .arena = a, .w = w, .why = why };
    Str line, rest = w->text;

    b.p = paper_begin(a, &w->about);
    while (rest.n) {
        (void)str_cut(rest, S("\n"), &line, &rest);         /* the last line has none behind it */
        b.line++;
        TRY(line_in(&b, line));
    }
    need_head(&b);
    *out = b.p;
    return OK;
}
