/*
 * Room issuance: from a draft to an issued document. A draft is a request ("ranking of set SO, 2025") that is made anew
 * from the data whenever it is shown. With its number it is frozen: the bytes of DOCX and PDF, the day of its figures and
 * the hash are kept. Numbers run per issuing body, type and year; none is ever given twice, also not after revocation.
 *
 * Answers: E_FORBIDDEN; E_STATE for a step in the wrong order; E_CONFLICT when somebody was quicker.
 * BASIS: Nghị định 30/2020/NĐ-CP, Điều 15 (cấp số), Điều 16-19 (đăng ký, phát hành, thu hồi).
 */
#pragma once
#include "issuance/make.h"
#include "issuance_sql.h"

Err issue_draft(Ctx *c, const MakeAsk *ask, int64_t *id);
Err issue_get(Ctx *c, int64_t id, IssuedRow *out);
/* The document as it stands: a draft made now, or what was frozen. name: asks for .docx, .pdf, .xlsx or .html. */
Err issue_bytes(Ctx *c, const IssuedRow *d, Str name, Str *bytes);
Err issue_paper(Ctx *c, const IssuedRow *d, Paper **out);       /* a draft, for the preview */
/* number 0: the next one. date unset: today. signer empty: as drafted. *given: the number. */
Err issue_number(Ctx *c, int64_t id, int64_t number, Date date, Str signer, int64_t *given);
Err issue_publish(Ctx *c, int64_t id);
Err issue_revoke(Ctx *c, int64_t id, Str reason);
Err issue_remove(Ctx *c, int64_t id);                           /* a draft only */

/* The register of outgoing documents as XLSX, newest first. BASIS: Nghị định 30/2020/NĐ-CP, Phụ lục VI. */
Err issue_register(Ctx *c, Str *bytes);

const char *issue_state_title(Str state);                       /* T() */
Str issue_full_number(Arena *a, const IssuedRow *d);            /* "05/QĐ-UBND"; empty for a draft */
Str issue_file_name(Ctx *c, const IssuedRow *d, const char *ending);
