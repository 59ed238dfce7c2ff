/* Signatures of a revision, in words. */
#include "archive/archive_view.h"

typedef struct Word {
    const char *key, *text;     /* text: T() */
    Str tone, letter;
} Word;

static const Word wholes[] = {
    { "whole", T("Đã ký số; tệp còn nguyên vẹn từ lúc ký"), { "good", 4 }, { "Đ", 2 } },
    { "changed", T("Đã ký số, nhưng sau khi ký tệp còn được ghi thêm"), { "warn", 4 }, { "S", 1 } },
    { "broken", T("Chữ ký số không còn đúng với nội dung tệp"), { "bad", 3 }, { "Q", 1 } },
    { 0 },
};
static const Word marks[] = {
    { "whole", T("Ký số"), { "good", 4 }, { "Đ", 2 } },
    { "changed", T("Sửa sau khi ký"), { "warn", 4 }, { "S", 1 } },
    { "broken", T("Chữ ký hỏng"), { "bad", 3 }, { "Q", 1 } },
    { 0 },
};
static const Word states[] = {
    { "intact", T("nguyên vẹn"), { "good", 4 }, { "Đ", 2 } },
    { "altered", T("nội dung đã bị thay đổi sau khi ký"), { "bad", 3 }, { "Q", 1 } },
    { "broken", T("không đọc được chữ ký"), { "bad", 3 }, { "Q", 1 } },
    { "unknown", T("kiểu chữ ký chưa kiểm tra được"), { "warn", 4 }, { "S", 1 } },
    { 0 },
};
static const Word chains[] = {
    { "none", T("chưa đối chiếu với cơ quan chứng thực nào"), { "", 0 }, { "", 0 } },
    { "trusted", T("chứng thư do cơ quan chứng thực được tin cậy cấp"), { "", 0 }, { "", 0 } },
    { "refused", T("chứng thư không được tin cậy"), { "", 0 }, { "", 0 } },
    { 0 },
};

static const Word revocations[] = {
    { "unasked", T("chưa kiểm tra thu hồi"), { "", 0 }, { "", 0 } },
    { "none", T("không có trong danh sách thu hồi của nơi cấp"), { "", 0 }, { "", 0 } },
    { "later", T("chứng thư bị thu hồi sau khi ký; dấu thời gian cho biết đã ký trước đó"), { "", 0 }, { "", 0 } },
    { "revoked", T("chứng thư đã bị thu hồi"), { "", 0 }, { "", 0 } },
    { 0 },
};

static const Word *word(const Word *all, Str key)
{
    for (; all->key; all++)
        if (str_eq(str_of(all->key), key))
            return all;
    return NULL;
}

const char *sign_mark(Str state, Str *tone, Str *letter)
{
    const Word *w = word(marks, state);

    if (!w)
        return NULL;
    *tone = w->tone;
    *letter = w->letter;
    return w->text;
}

const char *sign_words(Str state)
{
    const Word *w = word(states, state);

    return w ? w->text : "";
}

static SignLine line_of(Ctx *c, const FileSignatureRow *s, int64_t size)
{
    const Word *state = word(states, s->state), *chain = word(chains, s->chain), *revocation = word(revocations, s->revocation);
    SignLine l = { .s = *s, .note = tr_str(c->answer.lang, s->chain_note) };

    if (state) {
        l.state = state->text;
        l.tone = state->tone;
        l.letter = state->letter;
    }
    if (str_eq(s->state, S("intact"))) {
        l.chain = chain ? chain->text : NULL;
        l.revocation = revocation ? revocation->text : NULL;
        l.later = size - s->covered;
    }
    return l;
}

Err sign_fill(Ctx *c, const DocumentFileRow *f, SignView *v)
{
    FileSignGetRow row;
    FileSignatureRows rows;
    const Word *w;
    bool any;

    *v = (SignView){ .file_id = f->id };
    TRY(q_file_sign_get(c, &row, &any, .file_id = f->id));
    w = any ? word(wholes, row.state) : NULL;
    if (!w)
        return OK;
    v->title = w->text;
    v->tone = w->tone;
    v->letter = w->letter;
    v->checked_at = row.checked_at;
    TRY(q_file_signatures(c, &rows, .file_id = f->id));
    for (size_t i = 0; i < rows.n; i++)
        *vec_add(c->arena, &v->lines) = line_of(c, &rows.v[i], f->size);
    if (rows.n)
        v->lines.v[rows.n - 1].last = true;
    return OK;
}
