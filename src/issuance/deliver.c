/* After the number: the signed file, the recipients, the archive. */
#include "archive/archive.h"
#include "core/audit.h"
#include "doc/sandbox.h"
#include "doc/signature.h"
#include "issuance/issuance.h"
#include "issuance/template.h"
#include "org/org.h"
#include "remind_sql.h"

enum { MOST_PDF = 64 << 20 };

static Err with_number(Ctx *c, int64_t id, IssuedRow *d)
{
    TRY(issue_get(c, id, d));
    TRY(access_need(c, &PERM_ISSUE_NUMBER, d->issuer_id));
    if (!str_eq(d->state, S("numbered")) && !str_eq(d->state, S("published")))
        return fail(c, E_STATE, T("Bước này cần văn bản đã cấp số và chưa thu hồi."));
    return OK;
}

/* --- signature --- */

static Str signed_note(Ctx *c, const Signatures *all)
{
    Buf b = { .arena = c->arena };

    for (size_t i = 0; i < all->list.n; i++) {
        const Signature *s = &all->list.v[i];

        buf_fmt(&b, "%s%.*s%s%.*s", b.n ? "; " : "", SV(s->name), s->organisation.n ? ", " : "", SV(s->organisation));
        if (s->claimed.ms)
            buf_fmt(&b, " (%.*s)", SV(moment_vi(c->arena, s->claimed)));
        if (s->chain == CHAIN_REFUSED)
            buf_fmt(&b, tr(c->answer.lang, T(", chứng thư không được tin cậy: %.*s")), SV(tr_str(c->answer.lang, s->chain_note)));
    }
    return buf_str(&b);
}

/* Letters and digits only: lines break where each reader likes. */
static Str bare(Arena *a, Str s)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80 || (s.p[i] >= '0' && s.p[i] <= '9') || ((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z'))
            buf_ch(&b, s.p[i]);
    return str_replace(a, buf_str(&b), S("\xc2\xa0"), S(""));
}

/*
 * Every line of what was issued stands in what came back; the picture of a signature may add words. A file that somebody
 * signed is not thereby this document.
 */
static Err same_words(Ctx *c, const IssuedRow *d, const Upload *up)
{
    IssuedBytesRow row;
    Budget budget = { .bytes = MOST_PDF };
    Doc ours;
    Str line, rest, theirs = bare(c->arena, doc_plain(&up->text, c->arena));

    TRY(q_issued_bytes(c, &row, .id = d->id));
    TRY(sandbox_read(&ours, c->arena, S("ban-phat-hanh.pdf"), row.pdf, &budget, NULL, &c->answer));
    rest = doc_plain(&ours, c->arena);
    while (rest.n) {
        (void)str_cut(rest, S("\n"), &line, &rest);         /* the last line has none behind it */
        if (!str_find(theirs, bare(c->arena, line), &(size_t){ 0 }))
            return fail_field(c, "file", T("Tệp “%.*s” không phải bản %.*s đã giữ ở đây: trong tệp không có “%.*s”; hãy tải bản PDF của văn bản này về ký."), SV(up->name),
                SV(issue_full_number(c->arena, d)), SV(line));
    }
    return OK;
}

Err issue_signed(Ctx *c, int64_t id, Str file, Str pdf, Str *note)
{
    IssuedRow d;
    IssuedSignedPutRows done;
    Upload up;

    TRY(with_number(c, id, &d));
    if (pdf.n > MOST_PDF)
        return fail_field(c, "file", T("Tệp PDF đã ký lớn quá %d MB."), MOST_PDF >> 20);
    TRY(upload_take_bytes(c, file, pdf, &up));
    if (up.kind != FILE_PDF)
        return fail_field(c, "file", T("Tệp “%.*s” không phải PDF; văn bản ký số trả về phải là PDF."), SV(file));
    if (!up.signatures_read || signatures_state(&up.signatures) == SIGNED_NOT)
        return fail_field(c, "file", T("Tệp “%.*s” chưa có chữ ký số nào; hãy ký rồi tải lên lại."), SV(file));
    if (signatures_state(&up.signatures) != SIGNED_WHOLE)
        return fail_field(c, "file", T("Chữ ký số trong tệp “%.*s” không còn đúng: tệp đã bị sửa sau khi ký; hãy ký lại bản PDF tải từ hệ thống."), SV(file));
    TRY(same_words(c, &d, &up));
    *note = signed_note(c, &up.signatures);
    TRY(q_issued_signed_put(c, &done, .id = id, .version = d.version, .pdf = pdf, .sha = sha256_hex(c->arena, pdf), .note = *note, .at = c->now));
    if (done.n == 0)
        return fail(c, E_CONFLICT, T("Văn bản vừa được người khác thay đổi; hãy xem lại rồi làm tiếp."));
    return audit_add(c, "issuance.signed", issue_full_number(c->arena, &d), S(""));
}

/* --- recipients --- */

static Err sendable(Ctx *c, int64_t id, IssuedRow *d)
{
    TRY(issue_get(c, id, d));
    TRY(access_need(c, &PERM_ISSUE_MAKE, d->issuer_id));
    if (str_eq(d->state, S("published")) || str_eq(d->state, S("revoked")))
        return fail(c, E_STATE, T("Văn bản đã phát hành; nơi nhận không đổi được nữa."));
    return OK;
}

Err issue_recipient_add(Ctx *c, int64_t id, Str unit_code)
{
    IssuedRow d;
    UnitRow u;

    TRY(sendable(c, id, &d));
    TRY(org_by_code(c, unit_code, &u));
    TRY(q_issued_recipient_add(c, .document_id = id, .unit_id = u.id));
    return audit_add(c, "issuance.recipient", d.abstract, unit_code);
}

Err issue_recipient_remove(Ctx *c, int64_t id, int64_t unit_id)
{
    IssuedRow d;

    TRY(sendable(c, id, &d));
    TRY(q_issued_recipient_remove(c, .document_id = id, .unit_id = unit_id));
    return audit_add(c, "issuance.recipient.remove", d.abstract, S(""));
}

static Err notice(Ctx *c, const IssuedRow *d, int64_t unit_id, const RemindPersons *people)
{
    Str words = str_fmt(c->arena, "%.*s %.*s: %.*s", SV(d->type), SV(issue_full_number(c->arena, d)), SV(d->abstract));

    for (size_t i = 0; i < people->n; i++) {
        NoticePutRows put;

        if (people->v[i].unit_id == unit_id)
            TRY(q_notice_put(c, &put, .person_id = people->v[i].id, .day = c->today, .kind = S("issued"), .object = str_fmt(c->arena, "issued:%lld", (long long)d->id),
                .text = words, .link = str_fmt(c->arena, "/issue/%lld", (long long)d->id), .at = c->now));
    }
    return OK;
}

static Err send(Ctx *c, const IssuedRow *d)
{
    IssuedRecipientsRows to;
    RemindPersons people;

    TRY(q_issued_recipients(c, &to, .document_id = d->id));
    TRY(q_remind_people(c, &people, .on = c->today));
    for (size_t i = 0; i < to.n; i++) {
        IssuedArrivalLastRow last;

        TRY(q_issued_arrival_last(c, &last, .unit_id = to.v[i].unit_id, .year = date_year(c->today)));
        TRY(q_issued_recipient_send(c, .document_id = d->id, .unit_id = to.v[i].unit_id, .at = c->now, .arrival = last.last + 1, .year = date_year(c->today)));
        TRY(notice(c, d, to.v[i].unit_id, &people));
    }
    return OK;
}

/* The PDF as it went out, under its number; shared when the person may share. */
static Err archive_it(Ctx *c, const IssuedRow *d)
{
    const DocType *type = doc_type_guess(d->type);
    bool may;
    DocForm f = { .type = type ? str_of(type->name) : S(""), .number = issue_full_number(c->arena, d), .issued_on = d->issued_on, .issuer = d->issuer_name, .abstract = d->abstract,
        .unit_id = d->issuer_id };
    Upload up;
    Str pdf;
    int64_t id;

    TRY(access_can(c, &PERM_DOCUMENT_ADD, d->issuer_id, &may));
    if (!may || !type || d->secrecy.n)
        return OK;              /* secret documents do not go into the register of evidence */
    TRY(access_can(c, &PERM_DOCUMENT_SHARE, 0, &f.shared));
    TRY(issue_bytes(c, d, S("a.pdf"), &pdf));
    TRY(upload_take_bytes(c, issue_file_name(c, d, ".pdf"), pdf, &up));
    TRY(archive_add(c, &f, &up, true, &id));
    return q_issued_archived(c, .id = d->id, .archived_id = id);
}

Err issue_publish(Ctx *c, int64_t id)
{
    IssuedRow d;

    TRY(issue_set_published(c, id));
    TRY(issue_get(c, id, &d));
    TRY(archive_it(c, &d));
    return send(c, &d);
}

Err issue_seen(Ctx *c, int64_t id)
{
    IssuedRecipientsRows to;

    TRY(q_issued_recipients(c, &to, .document_id = id));
    for (size_t i = 0; i < to.n; i++)
        for (size_t g = 0; g < c->n_grants; g++)
            if (c->grants[g].unit_id == to.v[i].unit_id && !to.v[i].seen_at.ms)
                TRY(q_issued_recipient_seen(c, .document_id = id, .unit_id = to.v[i].unit_id, .at = c->now));
    return OK;
}
