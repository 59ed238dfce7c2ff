/* Where rooms that may not know each other are joined. */
#include "archive/archive.h"
#include "assess/assess.h"
#include "core/setting.h"
#include "intake/read.h"
#include "net/smtp.h"
#include "plan/plan.h"
#include "remind_sql.h"

static Err propose(Arena *a, const Doc *d, DocForm *out)
{
    Answer ignored = { .arena = a };
    Reading r;
    const DocType *type;
    Str head, tail;

    TRY(intake_read_doc(&r, a, d, &ignored));
    type = doc_type_guess(r.id.type);
    if (!type)
        return OK;                                      /* no letterhead: what follows would be guesses */
    out->type = str_of(type->name);
    out->issued_on = r.id.date;
    out->issuer = r.id.issuer;
    out->abstract = r.id.title;
    if (str_cut(r.id.symbol, S("/"), &head, &tail)) {   /* the symbol as printed: 45/KH-UBND */
        out->number = head;
        out->symbol = tail;
    } else {
        out->number = r.id.number;
    }
    return OK;
}

/* What an appraiser is given in a round is more than what lies below the own agency. */
static Err review(Ctx *c, Buf *roots, bool *all)
{
    AppraiserUnitsRows units;

    TRY(q_appraiser_units(c, &units, .person_id = c->user_id));
    for (size_t i = 0; i < units.n; i++) {
        *all |= units.v[i].unit_id == 0;
        buf_fmt(roots, "%lld,", (long long)units.v[i].unit_id);
    }
    return OK;
}

/* Adds to the letter of the day if it has not gone yet. */
static Err spool(Ctx *c, Telling *t, Date day, Moment at, Str body)
{
    SpoolPutRows letter;
    SpoolAppendRows added = { 0 };

    TRY(q_spool_put(c, &letter, .person_id = t->person_id, .day = day, .to_addr = t->email, .subject = t->subject, .body = body, .at = at));
    if (!letter.n)
        TRY(q_spool_append(c, &added, .person_id = t->person_id, .day = day, .body = body));
    t->letter = letter.n || added.n;
    return OK;
}

/* A notice, and a letter where letters can be sent: one a person and day, so what comes after today's has gone goes tomorrow, behind the digest. */
static Err tell(Ctx *c, Telling *t)
{
    NoticePutRows notice;
    enum { MORNING = 7 };
    Str url, base, body;

    TRY(q_notice_put(c, &notice, .person_id = t->person_id, .day = c->today, .kind = S("round.remind"), .object = t->object, .text = t->text,
        .link = t->link, .at = c->now));
    t->notice = notice.n > 0;
    TRY(setting_get(c, "mail.smtp_url", &url));
    if (!url.n || !smtp_address_ok(t->email))
        return OK;
    TRY(setting_get(c, "mail.base_url", &base));
    base = str_ends(base, S("/")) ? str_sub(base, 0, base.n - 1) : base;
    body = str_fmt(c->arena, tr(LANG_VI, T("Kính gửi %.*s,\n\n%.*s\n\nMở phiếu: %.*s%.*s\n")), SV(t->name), SV(t->text), SV(base), SV(t->link));
    TRY(spool(c, t, c->today, c->now, body));
    return t->letter ? OK : spool(c, t, (Date){ c->today.day + 1 }, moment_of((Date){ c->today.day + 1 }, MORNING, 0), body);
}

const AssessTell assess_tell = tell;
const ArchivePropose archive_propose = propose;
const EvidenceGuard evidence_guard = assess_evidence_guard;
const ArchiveReview archive_review = review;
const HomeBlock home_due = plan_home_due;
