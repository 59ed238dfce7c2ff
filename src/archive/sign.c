#include "archive/sign.h"

#include "archive/blob.h"
#include "core/audit.h"
#include "core/file.h"
#include "core/run.h"
#include "core/setting.h"
#include "core_sql.h"
#include "doc/sandbox.h"

#include <sodium.h>

enum { MAX_STORE = 4 << 20, MAX_LISTS = 64 << 20, PEM_LINE = 48 };

static const char *const signed_names[] = { [SIGNED_NOT] = "none", [SIGNED_WHOLE] = "whole", [SIGNED_CHANGED] = "changed", [SIGNED_BROKEN] = "broken" };
static const char *const state_names[] = { [SIGNATURE_INTACT] = "intact", [SIGNATURE_ALTERED] = "altered", [SIGNATURE_BROKEN] = "broken",
    [SIGNATURE_UNKNOWN] = "unknown" };
static const char *const revocation_names[] = { [REVOCATION_UNASKED] = "unasked", [REVOCATION_NONE] = "none", [REVOCATION_LATER] = "later",
    [REVOCATION_REVOKED] = "revoked" };
static const char *const chain_names[] = { [CHAIN_NONE] = "none", [CHAIN_TRUSTED] = "trusted", [CHAIN_REFUSED] = "refused" };

const FactKind sign_facts[] = {
    { "archive.signed_rate", "%", T("Tỷ lệ văn bản của đơn vị trong năm có chữ ký số còn nguyên vẹn") },
    { "archive.paper_count", "count", T("Số văn bản của đơn vị trong năm đã vào kho tài liệu") },
    { 0 },
};

/* --- checking --------------------------------------------------------------------------------------- */

/* As authorities publish them: PEM, or bare DER. */
static void add_list(Buf *b, Str bytes)
{
    enum { LINE = sodium_base64_ENCODED_LEN(PEM_LINE, sodium_base64_VARIANT_ORIGINAL) };
    size_t from;

    if (str_find(bytes, S("-----BEGIN X509 CRL-----"), &from)) {
        buf_fmt(b, "\n%.*s\n", SV(bytes));
        return;
    }
    buf_lit(b, "\n-----BEGIN X509 CRL-----\n");
    for (size_t at = 0; at < bytes.n; at += PEM_LINE) {
        Str part = str_sub(bytes, at, at + PEM_LINE);
        char line[LINE];

        sodium_bin2base64(line, sizeof line, (const unsigned char *)part.p, part.n, sodium_base64_VARIANT_ORIGINAL);
        buf_lit(b, line);
        buf_ch(b, '\n');
    }
    buf_lit(b, "-----END X509 CRL-----\n");
}

/* The revocation lists, all that can be read: one that cannot leaves its issuer's certificates unasked, which is told at each signature. */
static Err add_lists(Ctx *c, Buf *b)
{
    FileNames names;
    Str folder;

    TRY(setting_get(c, "archive.crl", &folder));
    if (!folder.n)
        return OK;
    file_names(&names, c->arena, folder);
    for (size_t i = 0; i < names.n && b->n < MAX_LISTS; i++) {
        Str bytes;

        if (file_read(&bytes, c->arena, str_fmt(c->arena, "%.*s/%.*s", SV(folder), SV(names.v[i])), MAX_LISTS - b->n, &c->answer) == OK)
            add_list(b, bytes);
        else
            ctx_forget(c);
    }
    return OK;
}

/* Certificates to trust, and behind them the lists of revoked ones. Empty: nobody is trusted, nothing is asked. */
static Err trust_store(Ctx *c, Str *pem)
{
    Buf b = { .arena = c->arena };
    Str path;

    *pem = (Str){ 0 };
    TRY(setting_get(c, "archive.trust", &path));
    if (!path.n)
        return OK;
    TRY(file_read(pem, c->arena, path, MAX_STORE, &c->answer));
    buf_add(&b, *pem);
    TRY(add_lists(c, &b));
    *pem = buf_str(&b);
    return OK;
}

/* Needs no database: seconds for a large file. */
static void check(Ctx *c, Str name, Str bytes, Str pem, Upload *up)
{
    up->signatures_read = sandbox_signatures(&up->signatures, c->arena, name, up->path, bytes, pem, c->now, &c->answer) == OK;
    ctx_forget(c);
}

Err sign_look(Ctx *c, Str name, Str bytes, Upload *up)
{
    Str pem;

    if (up->kind != FILE_PDF || bytes.n > SIGN_LIMIT)
        return OK;
    TRY(trust_store(c, &pem));
    check(c, name, bytes, pem, up);
    return OK;
}

Err sign_store(Ctx *c, int64_t file_id, const Upload *up)
{
    const Signatures *all = &up->signatures;
    bool trusted = true;

    if (!up->signatures_read)
        return OK;
    for (size_t i = 0; i < all->list.n; i++)
        trusted = trusted && all->list.v[i].chain != CHAIN_REFUSED;
    TRY(q_file_sign_remove(c, .file_id = file_id));
    TRY(q_file_sign_put(c, .file_id = file_id, .state = str_of(signed_names[signatures_state(all)]), .trusted = trusted, .at = c->now));
    for (size_t i = 0; i < all->list.n; i++) {
        const Signature *g = &all->list.v[i];

        TRY(q_file_signature_insert(c, .file_id = file_id, .position = (int64_t)i + 1, .state = str_of(state_names[g->state]), .stamp = g->stamp,
            .weak = g->weak, .covered = g->covered, .name = g->name, .organisation = g->organisation, .issuer = g->issuer, .serial = g->serial,
            .reason = g->reason, .location = g->location, .algorithm = g->algorithm, .claimed_at = g->claimed, .stamped_at = g->stamped,
            .valid_from = g->from, .valid_to = g->to, .chain = str_of(chain_names[g->chain]), .chain_note = g->chain_note,
            .revocation = str_of(revocation_names[g->revocation]), .revoked_at = g->revoked, .listed_at = g->listed));
    }
    return OK;
}

/* --- the fact --------------------------------------------------------------------------------------- */

static Err put(Ctx *c, const char *code, int64_t unit_id, Str period, Str value)
{
    return q_fact_put(c, .code = str_of(code), .unit_id = unit_id, .period = period, .value = value, .source = S("archive"), .at = c->now,
        .who = ctx_who(c));
}

Err sign_fact(Ctx *c, int64_t unit_id, Date issued)
{
    DocumentSignedShareRow share;
    Date first, last;
    Str period;
    Dec rate;
    int year;

    if (!issued.day)
        return OK;
    year = date_year(issued);
    if (!date_make(&first, year, 1, 1) || !date_make(&last, year, 12, 31))
        return OK;
    TRY(q_document_signed_share(c, &share, .unit_id = unit_id, .first = first, .last = last));
    period = str_fmt(c->arena, "%d", year);
    if (!share.n || !dec_mul_div(DEC(100), dec_int(share.sound), dec_int(share.n), &rate)) {
        for (const FactKind *f = sign_facts; f->code; f++)
            TRY(q_archive_fact_remove(c, .code = str_of(f->code), .unit_id = unit_id, .period = period));
        return OK;
    }
    TRY(put(c, "archive.signed_rate", unit_id, period, str_fmt(c->arena, "%.*s%%", SV(dec_exact(c->arena, dec_round(rate, 4, ROUND_HALF_UP), NUM_PLAIN)))));
    return put(c, "archive.paper_count", unit_id, period, str_fmt(c->arena, "%lld", (long long)share.n));
}

/* --- again ------------------------------------------------------------------------------------------ */

/* One file at a time: read in a snapshot, checked with no transaction open, kept in a short write, so that people can work meanwhile. */
typedef struct Recheck {
    int64_t after, again;
    DocumentFileRows files;                             /* one, or none */
    Str bytes, pem;
    bool there;
    Buf *findings;
    Upload up;
} Recheck;

static Err next_file(Ctx *c, void *arg)
{
    Recheck *r = arg;
    const DocumentFileRow *f;

    TRY(access_need(c, &PERM_DOCUMENT_SHARE, 0));
    TRY(q_file_sign_pending(c, &r->files, .after = r->after, .most = 1, .again = r->again));
    f = r->files.v;
    if (!r->files.n || f->size > SIGN_LIMIT)
        return OK;
    TRY(trust_store(c, &r->pem));
    return blob_there(c, f, r->findings, &r->bytes, &r->there);
}

static Err keep_checked(Ctx *c, void *arg)
{
    const Recheck *r = arg;
    const DocumentFileRow *f = r->files.v;
    DocumentRow d;
    Err e;

    e = archive_get(c, f->document_id, &d);
    if (e == E_NOT_FOUND) {                             /* removed meanwhile: nothing to keep */
        ctx_forget(c);
        return OK;
    }
    TRY(e);
    TRY(sign_store(c, f->id, &r->up));
    return sign_fact(c, d.unit_id, d.issued_on);
}

static Err check_next(Ctx *c, Recheck *r, Passed *n)
{
    TRY(run_read(c, next_file, r));
    if (!r->files.n || r->files.v[0].size > SIGN_LIMIT)
        return OK;
    n->seen++;
    n->missing += !r->there;
    if (!r->there)
        return OK;
    r->up.kind = FILE_PDF;
    check(c, r->files.v[0].name, r->bytes, r->pem, &r->up);
    if (!r->up.signatures_read)
        return OK;
    n->done++;
    return run_write(c, keep_checked, r);
}

static Err tell(Ctx *c, void *n)
{
    return audit_add(c, "document.signatures", str_fmt(c->arena, "%lld", (long long)((const Passed *)n)->done), S(""));
}

Err archive_check_signatures(Ctx *c, bool again, Passed *n, Buf *findings)
{
    int64_t after = 0;

    *n = (Passed){ 0 };
    for (bool any = true; any;) {
        SCRATCH(tmp);
        Recheck r = { .after = after, .again = again, .findings = findings };
        Arena *old = c->arena;
        Err e;

        c->arena = &tmp;
        e = check_next(c, &r, n);
        c->arena = old;
        if (c->answer.text.n)
            c->answer.text = str_dup(old, c->answer.text);
        TRY(e);
        any = r.files.n > 0;
        if (any)
            after = r.files.v[0].id;
    }
    return run_write(c, tell, n);
}
