#include "archive/bundle.h"

#include "core/app.h"
#include "doc/zip.h"

enum { MAX_FILES = 500 };
static const size_t MAX_BYTES = (size_t)1 << 30;

/* "1.2" must not be found in "1.20 - x.pdf" or "1.2.3 x.pdf". */
static bool code_ends(Str part, size_t n)
{
    if (n >= part.n)
        return true;
    if (part.p[n] == '.')
        return n + 1 >= part.n || !(part.p[n + 1] >= '0' && part.p[n + 1] <= '9');
    return !((part.p[n] >= '0' && part.p[n] <= '9') || (part.p[n] >= 'a' && part.p[n] <= 'z') || (part.p[n] >= 'A' && part.p[n] <= 'Z'));
}

size_t bundle_match(Str name, const ArchiveLeavesRows *leaves)
{
    Str part, rest = name;
    size_t best = SIZE_MAX, length = 0;

    while (rest.n) {
        (void)str_cut(rest, S("/"), &part, &rest);      /* the file itself has no slash behind it */
        part = str_trim(part);
        for (size_t i = 0; i < leaves->n; i++) {
            Str code = leaves->v[i].code;

            if (code.n > length && str_starts(part, code) && code_ends(part, code.n)) {
                best = i;
                length = code.n;
            }
        }
    }
    return best;
}

static bool skipped(Str name)
{
    size_t at;

    return !name.n || name.p[name.n - 1] == '/' || str_starts(name, S("__MACOSX/")) || str_ends(name, S(".DS_Store"))
        || str_ends(name, S("Thumbs.db")) || str_find(name, S("/~$"), &at);
}

static void take_member(Ctx *c, ZipIn *z, Str name, const ArchiveLeavesRows *leaves, Bundle *out)
{
    BundleFile *f = vec_add(c->arena, &out->files);
    size_t at = bundle_match(name, leaves);
    SCRATCH(tmp);
    Str bytes;
    Err e;

    f->up.name = name;
    if (at < leaves->n) {
        f->criterion_id = leaves->v[at].id;
        f->code = leaves->v[at].code;
    }
    e = zip_in_part(z, c->app->data.n ? &tmp : c->arena, str_z(c->arena, name), &bytes, &c->answer);
    if (e == OK && sniff(bytes) == FILE_ZIP)
        e = fail(c, E_INVALID, T("“%.*s” là tệp nén nằm trong tệp nén; không được nhận."), SV(name));
    if (e == OK)
        e = upload_take_bytes(c, name, bytes, &f->up);
    if (e == OK) {
        out->taken++;
        out->unmatched += !f->criterion_id;
        return;
    }
    f->refused = c->answer.text.n ? c->answer.text : str_of(tr(c->answer.lang, T("Không đọc được tệp này.")));
    ctx_forget(c);
    out->refused++;
}

Err bundle_take(Ctx *c, Str name, Str bytes, int64_t set_id, Bundle *out)
{
    CLEANUP(zip_in_end) ZipIn *z = NULL;
    ArchiveLeavesRows leaves = { 0 };

    *out = (Bundle){ 0 };
    if (sniff(bytes) != FILE_ZIP)
        return fail(c, E_INVALID, T("“%.*s” không phải là tệp ZIP; hãy nén các tệp minh chứng thành một tệp .zip."), SV(name));
    TRY(zip_in_open(&z, c->arena, name, bytes, &(Budget){ .bytes = MAX_BYTES }, &c->answer));
    if (zip_in_count(z) > MAX_FILES)
        return fail(c, E_LIMIT, T("Tệp “%.*s” chứa nhiều hơn %d tệp; hãy chia thành nhiều tệp ZIP."), SV(name), MAX_FILES);
    if (set_id)
        TRY(q_archive_leaves(c, &leaves, .set_id = set_id));
    for (size_t i = 0; i < zip_in_count(z); i++) {
        Str member = zip_in_name(z, c->arena, i);

        if (!skipped(member))
            take_member(c, z, member, &leaves, out);
    }
    if (!out->files.n)
        return fail(c, E_INVALID, T("Tệp “%.*s” không chứa tệp nào."), SV(name));
    return OK;
}

Err bundle_add(Ctx *c, Bundle *b, int64_t unit_id)
{
    for (size_t i = 0; i < b->files.n; i++) {
        BundleFile *f = &b->files.v[i];
        int64_t evidence;

        if (f->refused.n)
            continue;
        f->up.proposed.unit_id = unit_id;
        TRY(archive_add(c, &f->up.proposed, &f->up, false, &f->document_id));
        if (f->criterion_id)
            TRY(evidence_add(c, &(EvidenceForm){ .criterion_id = f->criterion_id, .unit_id = unit_id, .document_id = f->document_id },
                &evidence));
    }
    return OK;
}
