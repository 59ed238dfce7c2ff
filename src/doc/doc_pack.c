/*
 * A document as bytes, for the pipe from the reader process. The reader is not trusted: every length, count and
 * number is checked here, and a document out of shape is refused as a whole.
 */
#include "doc/doc.h"
#include "doc/pack.h"

static const char MAGIC[] = "DOC1";

static void put_pos(Buf *b, DocPos p)
{
    pack_int(b, p.page);
    pack_int(b, p.line);
}

static void put_para(Buf *b, const DocPara *p)
{
    pack_str(b, p->label);
    pack_str(b, p->text);
    pack_str(b, p->style);
    pack_int(b, p->outline);
    pack_int(b, p->list_level);
    pack_int(b, p->indent);
    pack_int(b, p->align);
    pack_int(b, p->bold | p->italic << 1 | p->textbox << 2);
}

static void put_table(Buf *b, const DocTable *t)
{
    pack_int(b, t->rows);
    pack_int(b, t->cols);
    pack_int(b, t->header_rows);
    pack_int(b, (int64_t)t->cells.n);
    for (size_t i = 0; i < t->cells.n; i++) {
        const DocCell *c = &t->cells.v[i];

        pack_int(b, c->row);
        pack_int(b, c->col);
        pack_int(b, c->row_span);
        pack_int(b, c->col_span);
        pack_str(b, c->text);
        put_pos(b, c->pos);
        pack_int(b, c->align);
        pack_int(b, c->bold);
    }
}

static void put_strs(Buf *b, const Str *v, size_t n)
{
    pack_int(b, (int64_t)n);
    for (size_t i = 0; i < n; i++)
        pack_str(b, v[i]);
}

Str doc_pack(const Doc *d, Arena *a)
{
    Buf b = { .arena = a };

    buf_lit(&b, MAGIC);
    pack_int(&b, d->kind);
    pack_int(&b, d->pages);
    pack_int(&b, (int64_t)d->blocks.n);
    for (size_t i = 0; i < d->blocks.n; i++) {
        const DocBlock *k = &d->blocks.v[i];

        pack_int(&b, k->kind);
        put_pos(&b, k->pos);
        if (k->kind == BLOCK_TABLE)
            put_table(&b, &k->table);
        else
            put_para(&b, &k->para);
    }
    pack_int(&b, (int64_t)d->notes.n);
    for (size_t i = 0; i < d->notes.n; i++) {
        pack_str(&b, d->notes.v[i].label);
        pack_str(&b, d->notes.v[i].text);
        put_pos(&b, d->notes.v[i].pos);
        pack_int(&b, d->notes.v[i].block == SIZE_MAX ? -1 : (int64_t)d->notes.v[i].block);
    }
    put_strs(&b, d->headers.v, d->headers.n);
    put_strs(&b, d->footers.v, d->footers.n);
    put_strs(&b, d->warnings.v, d->warnings.n);
    return buf_str(&b);
}

static DocPos get_pos(Unpack *in)
{
    DocPos p;

    p.page = (int32_t)unpack_int(in, 0, INT32_MAX);
    p.line = (int32_t)unpack_int(in, 0, INT32_MAX);
    return p;
}

static void get_para(Unpack *in, DocPara *p)
{
    int64_t flags;

    p->label = unpack_str(in);
    p->text = unpack_str(in);
    p->style = unpack_str(in);
    p->outline = (int32_t)unpack_int(in, 0, 9);
    p->list_level = (int32_t)unpack_int(in, 0, 9);
    p->indent = (int32_t)unpack_int(in, INT32_MIN, INT32_MAX);
    p->align = (Align)unpack_int(in, ALIGN_LEFT, ALIGN_JUSTIFY);
    flags = unpack_int(in, 0, 7);
    p->bold = flags & 1;
    p->italic = flags & 2;
    p->textbox = flags & 4;
}

static void get_table(Unpack *in, DocTable *t)
{
    size_t n;

    t->rows = (int32_t)unpack_int(in, 0, 1000000);
    t->cols = (int32_t)unpack_int(in, 0, 1000);
    t->header_rows = (int32_t)unpack_int(in, 0, 1000000);
    n = unpack_count(in);
    for (size_t i = 0; i < n && !in->bad; i++) {
        DocCell *c = vec_add(in->arena, &t->cells);

        c->row = (int32_t)unpack_int(in, 0, 1000000);
        c->col = (int32_t)unpack_int(in, 0, 1000);
        c->row_span = (int32_t)unpack_int(in, 1, 1000000);
        c->col_span = (int32_t)unpack_int(in, 1, 1000);
        c->text = unpack_str(in);
        c->pos = get_pos(in);
        c->align = (Align)unpack_int(in, ALIGN_LEFT, ALIGN_JUSTIFY);
        c->bold = unpack_int(in, 0, 1);
    }
    if (!in->bad)
        doc_table_grid(t, in->arena);
}

static void get_blocks(Unpack *in, Doc *d)
{
    size_t n = unpack_count(in);

    for (size_t i = 0; i < n && !in->bad; i++) {
        DocBlock *k = vec_add(in->arena, &d->blocks);

        k->kind = (BlockKind)unpack_int(in, BLOCK_PARA, BLOCK_TABLE);
        k->pos = get_pos(in);
        if (k->kind == BLOCK_TABLE)
            get_table(in, &k->table);
        else
            get_para(in, &k->para);
    }
}

static void get_notes(Unpack *in, Doc *d)
{
    size_t n = unpack_count(in);

    for (size_t i = 0; i < n && !in->bad; i++) {
        DocNote *k = vec_add(in->arena, &d->notes);
        int64_t block;

        k->label = unpack_str(in);
        k->text = unpack_str(in);
        k->pos = get_pos(in);
        block = unpack_int(in, -1, (int64_t)d->blocks.n - 1);
        k->block = block < 0 ? SIZE_MAX : (size_t)block;
    }
}

#define GET_STRS(in, vec)                                       \
    for (size_t n_ = unpack_count(in); n_ && !(in)->bad; n_--)     \
        *vec_add((in)->arena, (vec)) = unpack_str(in)

Err doc_unpack(Doc *out, Arena *a, Str bytes, Answer *why)
{
    Unpack in = { .arena = a, .s = bytes, .at = sizeof MAGIC - 1 };

    *out = (Doc){ 0 };
    in.bad = !str_starts(bytes, S("DOC1"));
    if (!in.bad) {
        out->kind = (DocKind)unpack_int(&in, DOC_TEXT, DOC_SHEETS);
        out->pages = (int32_t)unpack_int(&in, 0, INT32_MAX);
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
