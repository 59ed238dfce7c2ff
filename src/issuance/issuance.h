/*
 * Room issuance: from a draft to an issued document. A draft is a request ("ranking of set SO, 2025") that is made anew
 * from the data whenever it is shown, with the edits of people put in; or the Word file that somebody made of it. With its
 * number it is frozen: the bytes of DOCX and PDF, its figures with their sources and day, and the hash are kept. Numbers run
 * per issuing body, type and year; none is ever given twice, also not after revocation.
 *
 * A draft is seen by people of who issues it and whom it is about; a published document by everybody signed in.
 * Answers: E_FORBIDDEN; E_STATE for a step in the wrong order; E_CONFLICT when somebody was quicker.
 * BASIS: Nghị định 30/2020/NĐ-CP, Điều 15 (cấp số), Điều 16-19 (đăng ký, phát hành, thu hồi).
 */
#pragma once
#include "issuance/make.h"
#include "issuance_sql.h"

typedef struct DraftForm {
    MakeAsk ask;
    bool qr;                    /* verification code on the paper */
} DraftForm;

Err issue_draft(Ctx *c, const DraftForm *f, int64_t *id);
/* Drafts: who makes documents of the issuer. Numbered: also who sees the issuer or whom it is about. Once published: everybody signed in. */
Err issue_sees(Ctx *c, const IssuedRow *d, bool *may);
Err issue_get(Ctx *c, int64_t id, IssuedRow *out);
/* Signer, marks and code of a draft. */
Err issue_change(Ctx *c, int64_t id, int64_t version, Str signer, Str secrecy, Str urgency, bool qr);
/* The document as it stands: a draft made now, or what was frozen (signed, when it came back). name: asks for .docx, .pdf, .xlsx or .html. */
Err issue_bytes(Ctx *c, const IssuedRow *d, Str name, Str *bytes);
Err issue_made(Ctx *c, const IssuedRow *d, Paper **out);        /* from the data alone, without edits */
/* With edits or out of the Word file; what was changed by hand is told in d.hand by the caller's lists. */
Err issue_paper(Ctx *c, const IssuedRow *d, Paper **out);
/* number 0: the next one. date unset: today. signer empty: as drafted. *given: the number. */
Err issue_number(Ctx *c, int64_t id, int64_t number, Date date, Str signer, int64_t *given);
Err issue_revoke(Ctx *c, int64_t id, Str reason);
Err issue_remove(Ctx *c, int64_t id);                           /* a draft only */

Err issue_set_published(Ctx *c, int64_t id);                    /* for issue_publish */

/* --- deliver.c --- */

Err issue_recipient_add(Ctx *c, int64_t id, Str unit_code);
Err issue_recipient_remove(Ctx *c, int64_t id, int64_t unit_id);
/* Into the archive, the incoming registers and notices of the recipients. */
Err issue_publish(Ctx *c, int64_t id);
/* The signed PDF: its signatures are checked; a broken one is refused. *note: what was found, a sentence. */
Err issue_signed(Ctx *c, int64_t id, Str file, Str pdf, Str *note);
Err issue_seen(Ctx *c, int64_t id);                             /* a recipient has opened it */

/* --- register.c --- */

/* Registers as XLSX in the fields of the decree, newest first. BASIS: Nghị định 30/2020/NĐ-CP, Phụ lục VI. */
Err issue_register(Ctx *c, Str *bytes);
Err issue_incoming(Ctx *c, Str unit_code, int64_t year, Str *bytes);

const char *issue_state_title(Str state);                       /* T() */
Str issue_full_number(Arena *a, const IssuedRow *d);            /* "05/QĐ-UBND"; empty for a draft */
Str issue_file_name(Ctx *c, const IssuedRow *d, const char *ending);
