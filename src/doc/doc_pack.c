/*
 * A document as bytes, for the pipe from the reader process. The reader is not trusted: every length, count and
 * number is checked here, and a document out of shape is refused as a whole.
 */
#include "doc/doc.h"

static const char MAGIC[] = "DOC1";

static void put_int(Buf *b, int64_t v)
{
    uint64_t z = ((uint64_t)v << 1) ^ (v < 0 ? UINT64_MAX : 0);         /* small numbers of either sign are short */

    for (; z >= 0x80; z >>= 7)
        buf_ch(b, (char)(z | 0x80));
    buf_ch(b, (char)z);
}

static void put_str(Buf *b, Str s)
{
    put_int(b, (int64_t)s.n);
    buf_add(b, s);
}

static void put_pos(Buf *b, DocPos p)
{
    put_int(b, p.page);
    put_int(b, p.line);
}

static void put_para(Buf *b, const DocPara *p)
{
    put_str(b, p->label);
    put_str(b, p->text);
    put_str(b, p->style);
    put_int(b, p->outline);
    put_int(b, p->list_level);
    put_int(b, p->indent);
    put_int(b, p->align);
    put_int(b, p->bold | p->italic << 1 | p->textbox << 2);
}

static void put_table(Buf *b, const DocTable *t)
{
    put_int(b, t->rows);
    put_int(b, t->cols);
    put_int(b, t->header_rows);
    put_int(b, (int64_t)t->cells.n);
    for (size_t i = 0; i < t->cells.n; i++) {
        const DocCell *c = &t->cells.v[i];

        put_int(b, c->row);
        put_int(b, c->col);
        put_int(b, c->row_span);
        put_int(b, c->col_span);
        put_str(b, c->text);
        put_pos(b, c->pos);
        put_int(b, c->align);
        put_int(b, c->bold);
    }
}

static void put_strs(Buf *b, const Str *v, size_t n)
{
    put_int(b, (int64_t)n);
    for (size_t i = 0; i < n; i++)
        put_str(b, v[i]);
}

Str doc_pack(const Doc *d, Arena *a)
{
    Buf b = { .arena = a };

    buf_lit(&b, MAGIC);
    put_int(&b, d->kind);
    put_int(&b, d->pages);
    put_int(&b, (int64_t)d->blocks.n);
    for (size_t i = 0; i < d->blocks.n; i++) {
        const DocBlock *k = &d->blocks.v[i];

        put_int(&b, k->kind);
        put_pos(&b, k->pos);
        if (k->kind == BLOCK_TABLE)
            put_table(&b, &k->table);
        else
            put_para(&b, &k->para);
    }
    put_int(&b, (int64_t)d->notes.n);
    for (size_t i = 0; i < d->notes.n; i++) {
        put_str(&b, d->notes.v[i].label);
        put_str(&b, d->notes.v[i].text);
        put_pos(&b, d->notes.v[i].pos);
        put_int(&b, d->notes.v[i].block == SIZE_MAX ? -1 : (int64_t)d->notes.v[i].block);
    }
    put_strs(&b, d->headers.v, d->headers.n);
    put_strs(&b, d->footers.v, d->footers.n);
    put_strs(&b, d->warnings.v, d->warnings.n);
    return buf_str(&b);
}

typedef struct In {
    Arena *arena;
    Str s;
    size_t at;
    bool bad;
} In;

static int64_t get_int(In *in, int64_t min, int64_t max)
{
    uint64_t z = 0;
    int64_t v;

    for (int shift = 0;; shift += 7) {
        uint8_t byte;

        if (in->at >= in->s.n || shift > 63) {
            in->bad = true;
            return min > 0 ? min : 0;
        }
        byte = (uint8_t)in->s.p[in->at++];
        z |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            break;
    }
    v = (int64_t)(z >> 1) ^ -(int64_t)(z & 1);
    if (v < min || v > max) {
        in->bad = true;
        return min > 0 ? min : 0;
    }
    return v;
}

/* A count of things that take at least one byte each: what is left bounds it. */
static size_t get_count(In *in)
{
    size_t n = (size_t)get_int(in, 0, (int64_t)(in->s.n - in->at));

    return in->bad ? 0 : n;
}

static Str get_str(In *in)
{
    size_t n = get_count(in);
    Str s;

    if (in->bad || n > in->s.n - in->at) {
        in->bad = true;
        return (Str){ 0 };
    }
    s = str_sub(in->s, in->at, in->at + n);
    in->at += n;
    if (!utf8_valid(s))
        in->bad = true;
    return str_dup(in->arena, s);
}

static DocPos get_pos(In *in)
{
    DocPos p;

    p.page = (int32_t)get_int(in, 0, INT32_MAX);
    p.line = (int32_t)get_int(in, 0, INT32_MAX);
    return p;
}

static void get_para(In *in, DocPara *p)
{
    int64_t flags;

    p->label = get_str(in);
    p->text = get_str(in);
    p->style = get_str(in);
    p->outline = (int32_t)get_int(in, 0, 9);
    p->list_level = (int32_t)get_int(in, 0, 9);
    p->indent = (int32_t)get_int(in, INT32_MIN, INT32_MAX);
    p->align = (Align)get_int(in, ALIGN_LEFT, ALIGN_JUSTIFY);
    flags = get_int(in, 0, 7);
    p->bold = flags & 1;
    p->italic = flags & 2;
    p->textbox = flags & 4;
}

static void get_table(In *in, DocTable *t)
{
    size_t n;

    t->rows = (int32_t)get_int(in, 0, 1000000);
    t->cols = (int32_t)get_int(in, 0, 1000);
    t->header_rows = (int32_t)get_int(in, 0, 1000000);
    n = get_count(in);
    for (size_t i = 0; i < n && !in->bad; i++) {
        DocCell *c = vec_add(in->arena, &t->cells);

        c->row = (int32_t)get_int(in, 0, 1000000);
        c->col = (int32_t)get_int(in, 0, 1000);
        c->row_span = (int32_t)get_int(in, 1, 1000000);
        c->col_span = (int32_t)get_int(in, 1, 1000);
        c->text = get_str(in);
        c->pos = get_pos(in);
        c->align = (Align)get_int(in, ALIGN_LEFT, ALIGN_JUSTIFY);
        c->bold = get_int(in, 0, 1);
    }
    if (!in->bad)
        doc_table_grid(t, in->arena);
}

static void get_blocks(In *in, Doc *d)
{
    size_t n = get_count(in);

    for (size_t i = 0; i < n && !in->bad; i++) {
        DocBlock *k = vec_add(in->arena, &d->blocks);

        k->kind = (BlockKind)get_int(in, BLOCK_PARA, BLOCK_TABLE);
        k->pos = get_pos(in);
        if (k->kind == BLOCK_TABLE)
            get_table(in, &k->table);
        else
            get_para(in, &k->para);
    }
}

static void get_notes(In *in, Doc *d)
{
    size_t n = get_count(in);

    for (size_t i = 0; i < n && !in->bad; i++) {
        DocNote *k = vec_add(in->arena, &d->notes);
        int64_t block;

        k->label = get_str(in);
        k->text = get_str(in);
        k->pos = get_pos(in);
        block = get_int(in, -1, (int64_t)d->blocks.n - 1);
        k->block = block < 0 ? SIZE_MAX : (size_t)block;
    }
}

#define GET_STRS(in, vec)                                       \
    for (size_t n_ = get_count(in); n_ && !(in)->bad; n_--)     \
        *vec_add((in)->arena, (vec)) = get_str(in)

Err doc_unpack(Doc *out, Arena *a, Str bytes, Answer *why)
{
    In in = { .arena = a, .s = bytes, .at = sizeof MAGIC - 1 };

    *out = (Doc){ 0 };
    in.bad = !str_starts(bytes, S("DOC1"));
    if (!in.bad) {
        out->kind = (DocKind)get_int(&in, DOC_TEXT, DOC_SHEETS);
        out->pages = (int32_t)get_int(&in, 0, INT32_MAX);
        get_blocks(&in, out);
        get_notes(&in, out);
        GET_STRS(&in, &out->headers);
        GET_STRS(&in, &out->footers);
        GET_STRS(&in, &out->warnings);
    }
    if (in.bad || in.at != bytes.n)
        return answer(why, E_INVALID, T("Không đọc được nội dung văn bản; hãy mở và lưu lại tệp rồi nộp lần nữa."));
    return OK;
}
