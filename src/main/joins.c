/* Where rooms that may not know each other are joined. */
#include "archive/archive.h"
#include "assess/assess.h"
#include "intake/read.h"

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

const ArchivePropose archive_propose = propose;
const EvidenceGuard evidence_guard = assess_evidence_guard;
const ArchiveReview archive_review = review;
