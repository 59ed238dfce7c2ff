#include "archive/archive.h"
#include "archive/scope.h"
#include "archive/words.h"
#include "db/db.h"
#include "text/text.h"

enum { PAGE = 50, MOST = 500, CANDIDATES = 400 };

static int64_t most_of(const DocFilter *f)
{
    return f->most <= 0 ? PAGE : f->most > MOST ? MOST : f->most;
}

static Str year_of(Ctx *c, const DocFilter *f)
{
    return f->year ? str_fmt(c->arena, "%04d", (int)f->year) : S("");
}

Err archive_list(Ctx *c, const DocFilter *f, DocumentRows *out, int64_t *total)
{
    Scope s;
    Str q = text_fold(c->arena, f->q), year = year_of(c, f);
    DocumentCountRow n;

    TRY(access_need_any(c, &PERM_DOCUMENT_VIEW));
    TRY(scope_of(c, &s));
    TRY(q_document_count(c, &n, SCOPE(s), .q = q, .type = f->type, .unit_id = f->unit_id, .year = year, .open = f->open));
    *total = n.n;
    return q_document_list(c, out, SCOPE(s), .q = q, .type = f->type, .unit_id = f->unit_id, .year = year, .open = f->open,
        .most = most_of(f), .skip = f->skip);
}

static bool known(const Hits *hits, int64_t document_id)
{
    for (size_t i = 0; i < hits->n; i++)
        if (hits->v[i].doc.id == document_id)
            return true;
    return false;
}

Err archive_search(Ctx *c, const DocFilter *f, Hits *out)
{
    Scope s;
    Str match = words_match(c->arena, f->q, db_is_pg(c->db));
    DocumentSearchRows rows;
    int64_t skip = f->skip;

    *out = (Hits){ 0 };
    TRY(access_need_any(c, &PERM_DOCUMENT_VIEW));
    if (!match.n)
        return OK;
    TRY(scope_of(c, &s));
    TRY(q_document_search(c, &rows, SCOPE(s), .match = match, .type = f->type, .unit_id = f->unit_id, .year = year_of(c, f),
        .most = CANDIDATES));
    for (size_t i = 0; i < rows.n && (int64_t)out->n < most_of(f) + f->skip; i++) {
        if (known(out, rows.v[i].document_id))
            continue;
        vec_add(c->arena, out)->doc.id = rows.v[i].document_id;
        out->v[out->n - 1].page = rows.v[i].text_id;    /* until the texts are fetched for what is shown */
    }
    for (size_t i = 0; i < out->n; i++) {
        Hit *h = &out->v[i];
        DocumentTextGetRow text;

        if (skip-- > 0)
            continue;
        TRY(q_document_text_get(c, &text, .id = h->page));
        h->snippet = words_snippet(c->arena, text.text, f->q);
        for (size_t k = 0; k < rows.n; k++)
            if (rows.v[k].text_id == h->page) {
                h->page = rows.v[k].page;
                break;
            }
        TRY(archive_get(c, h->doc.id, &h->doc));
    }
    if (f->skip > 0) {
        size_t cut = (size_t)f->skip < out->n ? (size_t)f->skip : out->n;

        out->v += cut;
        out->n -= cut;
    }
    return OK;
}
