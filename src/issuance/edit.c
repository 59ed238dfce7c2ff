#include "issuance/edit.h"

#include "core/audit.h"
#include "doc/docx_fill.h"
#include "doc/paper_read.h"
#include "issuance/template.h"
#include "text/text.h"

enum { MOST_TEXT = 20000 };

/* --- numbers in a text: digits with points and commas between them --- */

static bool digit(char ch)
{
    return ch >= '0' && ch <= '9';
}

static bool number_next(Str s, size_t *at, Str *out)
{
    size_t i = *at;

    while (i < s.n && !digit(s.p[i]))
        i++;
    if (i == s.n)
        return false;
    size_t from = i;

    while (i < s.n && (digit(s.p[i]) || ((s.p[i] == ',' || s.p[i] == '.') && i + 1 < s.n && digit(s.p[i + 1]))))
        i++;
    *out = str_sub(s, from, i);
    *at = i;
    return true;
}

static bool has_number(Str s, Str number)
{
    size_t at = 0;
    Str n;

    while (number_next(s, &at, &n))
        if (str_eq(n, number))
            return true;
    return false;
}

/* --- paragraphs as people edit them --- */

static bool editable(const PaperBlock *b)
{
    return b->kind == PAPER_PARA && b->para->role != ROLE_LINE && b->para->runs.n > 0;
}

/* "Điều 1." stays; what stands behind it is edited. */
static size_t fixed_runs(const PaperPara *p)
{
    return p->role == ROLE_ARTICLE && p->runs.n > 1 ? 1 : 0;
}

static Str markup(Arena *a, const PaperPara *p)
{
    Buf b = { .arena = a };

    for (size_t i = fixed_runs(p); i < p->runs.n; i++)
        if (!p->runs.v[i].note.n)
            buf_fmt(&b, p->runs.v[i].bold ? "**%.*s**" : "%.*s", SV(p->runs.v[i].text));
    return str_trim(buf_str(&b));
}

/* Pieces between numbers; those that the data do not have are marked. */
static void piece(Paper *p, PaperPara *para, Str s, Str was, bool bold, int64_t place, HandNumbers *numbers)
{
    size_t at = 0, from = 0;
    Str n;
    bool normal = para->role == ROLE_ARTICLE;

    while (number_next(s, &at, &n)) {
        if (has_number(was, n))
            continue;
        if (at - n.n > from)
            normal ? paper_plain_run(p, para, str_sub(s, from, at - n.n)) : paper_run(p, para, str_sub(s, from, at - n.n), bold, false);
        normal ? paper_plain_run(p, para, n) : paper_run(p, para, n, bold, false);
        para->runs.v[para->runs.n - 1].hand = true;
        *vec_add(p->arena, numbers) = (HandNumber){ place, n };
        from = at;
    }
    if (from < s.n)
        normal ? paper_plain_run(p, para, str_sub(s, from, s.n)) : paper_run(p, para, str_sub(s, from, s.n), bold, false);
}

static void put_text(Paper *p, PaperPara *para, Str text, Str was, int64_t place, HandNumbers *numbers)
{
    bool bold = false, more = true;
    Str part;

    para->runs.n = fixed_runs(para);
    if (para->runs.n)
        text = str_fmt(p->arena, " %.*s", SV(text));
    while (more) {
        more = str_cut(text, S("**"), &part, &text);
        piece(p, para, part, was, bold, place, numbers);
        bold = !bold;
    }
}

static void use(Paper *p, const PaperBlock *b, const IssuedEditsRows *edits, EditPlace *e, HandNumbers *numbers)
{
    for (size_t i = 0; i < edits->n; i++) {
        const IssuedEditsRow *k = &edits->v[i];

        if (k->place != e->place)
            continue;
        e->edited = true;
        e->was = k->was;
        e->stale = !str_eq(k->was, e->made);
        if (e->stale)
            return;
        e->text = k->text;
        put_text(p, b->para, k->text, k->was, e->place, numbers);
    }
}

Err edit_apply(Ctx *c, int64_t id, Paper *p, EditPlaces *places, HandNumbers *numbers)
{
    IssuedEditsRows edits;
    int64_t place = 0;

    TRY(q_issued_edits(c, &edits, .document_id = id));
    for (size_t i = 0; i < p->blocks.n; i++) {
        EditPlace *e;

        if (!editable(&p->blocks.v[i]))
            continue;
        e = vec_add(c->arena, places);
        *e = (EditPlace){ .place = ++place, .role = str_of(paper_look(p->blocks.v[i].para->role)->name), .made = markup(c->arena, p->blocks.v[i].para) };
        e->text = e->made;
        use(p, &p->blocks.v[i], &edits, e, numbers);
    }
    return OK;
}

static Err draft_of(Ctx *c, int64_t id, IssuedRow *d)
{
    TRY(issue_get(c, id, d));
    TRY(access_need(c, &PERM_ISSUE_MAKE, d->issuer_id));
    if (!str_eq(d->state, S("draft")))
        return fail(c, E_STATE, T("Văn bản đã có số thì không sửa; hãy thu hồi và làm văn bản khác."));
    return OK;
}

Err issue_edit(Ctx *c, int64_t id, int64_t place, Str text)
{
    IssuedRow d;
    EditPlaces places = { 0 };
    HandNumbers numbers = { 0 };
    Paper *p;
    Str clean;

    TRY(draft_of(c, id, &d));
    if (d.word_sha.n)
        return fail(c, E_STATE, T("Dự thảo này đã sửa trong Word; hãy sửa tiếp trong Word, hoặc bỏ bản Word rồi sửa trên trang."));
    if (text.n > MOST_TEXT)
        return fail_field(c, "text", T("Một đoạn dài nhất %d byte."), MOST_TEXT);
    TRY(issue_made(c, &d, &p));
    TRY(edit_apply(c, id, p, &places, &numbers));
    if (place < 1 || place > (int64_t)places.n)
        return fail(c, E_NOT_FOUND, T("Văn bản không có đoạn này nữa; hãy tải lại trang."));
    clean = str_trim(str_replace(c->arena, text_nfc(c->arena, text_safe(c->arena, text)), S("\n"), S(" ")));
    if (clean.n == 0 || str_eq(clean, places.v[place - 1].made))
        TRY(q_issued_edit_remove(c, .document_id = id, .place = place));
    else
        TRY(q_issued_edit_put(c, .document_id = id, .place = place, .was = places.v[place - 1].made, .text = clean, .at = c->now, .who = ctx_who(c)));
    return audit_add(c, "issuance.edit", d.abstract, str_fmt(c->arena, "{\"place\":%lld}", (long long)place));
}

Err issue_edit_clear(Ctx *c, int64_t id)
{
    IssuedRow d;

    TRY(draft_of(c, id, &d));
    TRY(q_issued_edits_clear(c, .document_id = id));
    return audit_add(c, "issuance.edit.clear", d.abstract, S(""));
}

/* --- Word --- */

Err issue_word_put(Ctx *c, int64_t id, Str file, Str docx)
{
    IssuedRow d;
    IssuedWordPutRows done;
    FillFaults tags;
    Paper *p;

    TRY(draft_of(c, id, &d));
    TRY(docx_fill_check(&tags, c->arena, c->answer.lang, file, docx, NULL, &c->answer));
    if (tags.tags)
        return fail_field(c, "file", T("Tệp “%.*s” còn %zu trường {{…}} chưa điền: đây là mẫu, không phải văn bản."), SV(file), tags.tags);
    TRY(paper_read(&p, c->arena, file, docx, &(PaperAbout){ .title = d.abstract, .made = c->now }, &c->answer));
    if (p->blocks.n == 0)
        return fail_field(c, "file", T("Tệp “%.*s” rỗng."), SV(file));
    TRY(q_issued_word_put(c, &done, .id = id, .version = d.version, .word = docx, .sha = sha256_hex(c->arena, docx), .at = c->now));
    if (done.n == 0)
        return fail(c, E_CONFLICT, T("Văn bản vừa được người khác thay đổi; hãy xem lại rồi làm tiếp."));
    return audit_add(c, "issuance.word", d.abstract, S(""));
}

Err issue_word_drop(Ctx *c, int64_t id)
{
    IssuedRow d;
    IssuedWordPutRows done;

    TRY(draft_of(c, id, &d));
    TRY(q_issued_word_put(c, &done, .id = id, .version = d.version, .sha = S(""), .at = c->now));
    if (done.n == 0)
        return fail(c, E_CONFLICT, T("Văn bản vừa được người khác thay đổi; hãy xem lại rồi làm tiếp."));
    return audit_add(c, "issuance.word.drop", d.abstract, S(""));
}

void word_numbers(Arena *a, const Paper *made, const Paper *word, HandNumbers *out)
{
    Str ours = paper_plain(made), theirs = paper_plain(word), n;
    size_t at = 0;

    while (number_next(theirs, &at, &n)) {
        bool seen = has_number(ours, n);

        for (size_t i = 0; i < out->n; i++)
            seen |= str_eq(out->v[i].text, n);
        if (!seen)
            *vec_add(a, out) = (HandNumber){ 0, n };
    }
}

/* The paragraph with a role, or empty. */
static Str with_role(Arena *a, const Paper *p, PaperRole role)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < p->blocks.n && b.n == 0; i++)
        for (size_t k = 0; p->blocks.v[i].kind == PAPER_TABLE && k < p->blocks.v[i].table->cells.n && b.n == 0; k++)
            for (size_t j = 0; j < p->blocks.v[i].table->cells.v[k].paras.n && b.n == 0; j++) {
                const PaperPara *para = &p->blocks.v[i].table->cells.v[k].paras.v[j];

                for (size_t r = 0; para->role == role && r < para->runs.n; r++)
                    buf_add(&b, para->runs.v[r].text);
            }
    return buf_str(&b);
}

Err word_number(Ctx *c, const IssuedRow *d, Str docx, Str number, Date on, Str signer, Str *out)
{
    Paper *p;
    int year = date_year(c->today);
    Str full = paper_number(c->arena, number, d->symbol), day = paper_day(c->arena, on, year), place, head;

    TRY(paper_read(&p, c->arena, S("word.docx"), docx, &(PaperAbout){ .title = d->abstract }, &c->answer));
    head = with_role(c->arena, p, ROLE_NUMBER);
    place = with_role(c->arena, p, ROLE_PLACE);
    if (head.n == 0 || place.n == 0)
        return fail(c, E_STATE, T("Bản Word không còn dòng “Số: …” hoặc “…, ngày … tháng … năm …” theo kiểu của mẫu; hãy giữ hai dòng ấy để ghi số và ngày."));
    Str where, rest;

    (void)str_cut(place, S(","), &where, &rest);            /* none: no place was written */
    DocxChange changes[] = {
        { .was = head, .now = str_fmt(c->arena, "Số: %.*s", SV(full)), .whole = true },
        { .was = place, .now = str_fmt(c->arena, "%.*s, %.*s", SV(str_trim(where)), SV(day)), .whole = true },
        { .was = paper_number(c->arena, S(""), d->symbol), .now = full },
        { .was = paper_day(c->arena, (Date){ 0 }, year), .now = day },
        { .style = paper_look(ROLE_NAME)->id, .now = signer },
    };

    TRY(docx_change(c->arena, S("word.docx"), docx, changes, COUNT(changes) - (signer.n == 0), out, &c->answer));
    return docx_draft(c->arena, S("word.docx"), *out, false, out, &c->answer);
}
