/* Documents as JSON: the same words for the commands and for the API. */
#include "archive/archive_json.h"

void document_json(Json *j, const DocumentRow *d)
{
    json_kint(j, "id", d->id);
    json_kstr(j, "unit", d->unit_code);
    json_kstr(j, "type", d->type);
    json_kstr(j, "number", d->number);
    json_kstr(j, "symbol", d->symbol);
    json_kdate(j, "date", d->issued_on);
    json_kstr(j, "issuer", d->issuer);
    json_kstr(j, "abstract", d->abstract);
    json_kdate(j, "valid_from", d->valid_from);
    json_kdate(j, "valid_to", d->valid_to);
    json_kbool(j, "shared", d->shared);
    json_kbool(j, "confirmed", d->confirmed_at.ms != 0);
    json_kstr(j, "file", d->file_name);
    json_kint(j, "size", d->size);
    json_kint(j, "uses", d->uses);
    json_kstr(j, "signed", d->sign.n ? d->sign : S("unread"));
}

static void json_signature(Json *j, const FileSignatureRow *s)
{
    const struct { const char *key; Str text; } texts[] = { { "state", s->state }, { "name", s->name }, { "organisation", s->organisation },
        { "issuer", s->issuer }, { "serial", s->serial }, { "reason", s->reason }, { "location", s->location }, { "algorithm", s->algorithm },
        { "chain", s->chain }, { "chain_note", s->chain_note }, { "revocation", s->revocation } };
    const struct { const char *key; Moment at; } times[] = { { "signed_at", s->claimed_at }, { "stamped_at", s->stamped_at },
        { "valid_from", s->valid_from }, { "valid_to", s->valid_to }, { "revoked_at", s->revoked_at }, { "revocation_list_of", s->listed_at } };

    json_open(j, '{');
    for (size_t i = 0; i < COUNT(texts); i++)
        json_kstr(j, texts[i].key, texts[i].text);
    for (size_t i = 0; i < COUNT(times); i++) {
        SCRATCH(tmp);

        json_key(j, times[i].key);
        if (times[i].at.ms)
            json_str(j, moment_iso(&tmp, times[i].at));
        else
            json_null(j);
    }
    json_kbool(j, "stamp", s->stamp);
    json_kbool(j, "weak", s->weak);
    json_kint(j, "covered", s->covered);
    json_close(j, '}');
}

static Err json_signatures(Ctx *c, int64_t file_id, Json *j)
{
    FileSignatureRows rows;

    TRY(q_file_signatures(c, &rows, .file_id = file_id));
    json_key(j, "signatures");
    json_open(j, '[');
    for (size_t i = 0; i < rows.n; i++)
        json_signature(j, &rows.v[i]);
    json_close(j, ']');
    return OK;
}

static Err json_files(Ctx *c, Json *j, const DocumentFileRows *files)
{
    json_key(j, "files");
    json_open(j, '[');
    for (size_t i = 0; i < files->n; i++) {
        const DocumentFileRow *f = &files->v[i];

        json_open(j, '{');
        json_kint(j, "id", f->id);
        json_kint(j, "revision", f->revision);
        json_kstr(j, "name", f->name);
        json_kstr(j, "sha256", f->sha256);
        json_kstr(j, "kind", f->kind);
        json_kint(j, "size", f->size);
        json_kint(j, "pages", f->pages);
        json_kstr(j, "text", f->text_state);
        TRY(json_signatures(c, f->id, j));
        json_close(j, '}');
    }
    json_close(j, ']');
    return OK;
}

static void json_uses(Json *j, const EvidenceRows *uses)
{
    json_key(j, "evidence");
    json_open(j, '[');
    for (size_t i = 0; i < uses->n; i++) {
        json_open(j, '{');
        json_kint(j, "id", uses->v[i].id);
        json_kint(j, "year", uses->v[i].year);
        json_kstr(j, "unit", uses->v[i].unit_code);
        json_kstr(j, "criterion", uses->v[i].criterion_code);
        json_kstr(j, "page", uses->v[i].page);
        json_close(j, '}');
    }
    json_close(j, ']');
}

Err document_json_same(Ctx *c, int64_t id, Json *j)
{
    DocumentRows same;

    TRY(archive_same(c, id, &same));
    json_key(j, "same_as");
    json_open(j, '[');
    for (size_t i = 0; i < same.n; i++)
        json_int(j, same.v[i].id);
    json_close(j, ']');
    return OK;
}

Err document_json_whole(Ctx *c, int64_t id, Json *j)
{
    DocumentFileRows files;
    EvidenceRows uses;
    DocumentRow d;

    TRY(archive_get(c, id, &d));
    TRY(q_document_files(c, &files, .document_id = id));
    TRY(evidence_uses(c, id, &uses));
    json_open(j, '{');
    document_json(j, &d);
    TRY(json_files(c, j, &files));
    json_uses(j, &uses);
    json_close(j, '}');
    return OK;
}
