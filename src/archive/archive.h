/*
 * Room archive: the document register. A document has one identity (type, number, symbol, date, issuer, abstract) and file
 * revisions named by their SHA-256; it serves many criteria, tasks and years. Evidence joins a document, or a page of it,
 * to a criterion of a unit.
 *
 * Who sees a document: people with a role on its owner or above; people who may see a unit that shows it as evidence
 * (appraisers and the council in the units they are given, the unit itself); everybody signed in when it is shared.
 * What may not be seen answers E_NOT_FOUND with the sentence of what is not there, so that guessing tells nothing.
 *
 * A file is taken in two steps, because a write may run twice and has no effect outside the database:
 *
 *     Upload up;
 *     TRY(upload_take(c, name, path, &up));           checked, stored by hash, text read; in a route's prepare
 *     TRY(archive_add(c, &up.proposed, &up, false, &id));     in the write transaction
 *
 * Bytes whose write never came are swept by archive_sweep after a day.
 * BASIS: NĐ 30/2020/NĐ-CP art. 7, 8 (types and components of documents), art. 22, 25 (registers).
 */
#pragma once
#include "archive_sql.h"
#include "core/access.h"
#include "core/room.h"
#include "doc/doc.h"
#include "doc/signature.h"
#include "doc/sniff.h"

extern const Room archive_room;
extern const Perm PERM_DOCUMENT_VIEW, PERM_DOCUMENT_ADD, PERM_DOCUMENT_SHARE, PERM_EVIDENCE_VIEW;

typedef struct DocType {
    const char *name;           /* in files and URLs */
    const char *title;          /* Vietnamese, T() */
    const char *letters;        /* "QĐ": the letters in symbols; empty: none */
} DocType;
extern const DocType doc_types[];                       /* ends with { 0 } */
const DocType *doc_type(Str name);                      /* NULL: unknown */
const DocType *doc_type_guess(Str words);               /* "Quyết định", "KH", "decision"; NULL: unknown */

/* What a person fills in. Everything but type and unit may be empty: a screenshot has no number. */
typedef struct DocForm {
    Str type, number, symbol;   /* "45/KH-UBND" in number is taken apart */
    Date issued_on;
    Str issuer, abstract;
    Date valid_from, valid_to;
    Str lang;                   /* empty: vi */
    Str secrecy;                /* must be empty: state secrets are refused */
    int64_t unit_id;            /* owner; does not change later */
    bool shared;                /* needs PERM_DOCUMENT_SHARE */
} DocForm;

/* A file on its way into the register: checked, its bytes stored or at hand, its text read. */
typedef struct Upload {
    Str name;                   /* fit to be shown; never a path */
    Str sha256;                 /* hex */
    FileKind kind;
    int64_t size;
    Str path;                   /* where the bytes rest now; empty: in `bytes` */
    Str bytes;
    Doc text;
    Str text_state, note;       /* as in document_file */
    Signatures signatures;
    bool signatures_read;       /* checked: a PDF that is not too large */
    DocForm proposed;           /* read from the text; unit_id is for the caller to set */
} Upload;

/* The bytes of a file of ours or of the person at the shell; the file stays. Needs no transaction. */
Err upload_take(Ctx *c, Str name, Str path, Upload *out);
Err upload_take_bytes(Ctx *c, Str name, Str bytes, Upload *out);

/* confirmed: the person has looked at the identity. up may be NULL: a document known, its file to come. */
Err archive_add(Ctx *c, const DocForm *f, const Upload *up, bool confirmed, int64_t *id);
Err archive_change(Ctx *c, int64_t id, int64_t version, const DocForm *f);      /* and confirms */
Err archive_revise(Ctx *c, int64_t id, int64_t version, const Upload *up);
Err archive_remove(Ctx *c, int64_t id);                 /* E_STATE while it serves anything */

Err archive_get(Ctx *c, int64_t id, DocumentRow *out);  /* E_NOT_FOUND also when it may not be seen */
Err archive_can_change(Ctx *c, const DocumentRow *d, bool *out);
Err archive_same(Ctx *c, int64_t id, DocumentRows *out);        /* likely duplicates that the person may see */
Err archive_text(Ctx *c, int64_t id, DocumentTextsRows *out);
Str archive_title(Arena *a, Lang lang, Str type, Str number, Str symbol, Str abstract);    /* "Kế hoạch 45/KH-UBND: …" */

typedef struct DocFilter {
    Str q;                      /* as typed */
    Str type;
    int64_t unit_id;
    int64_t year;               /* of issue; 0: all */
    bool open;                  /* only what waits for confirmation */
    int64_t most, skip;         /* most 0: 50 */
} DocFilter;
Err archive_list(Ctx *c, const DocFilter *f, DocumentRows *out, int64_t *total);

Err archive_export(Ctx *c, const DocFilter *f, Str *bytes);    /* the whole list as XLSX */

/* A place in a document where the words stand. Text around them, with the words found between \1 and \2. */
typedef struct Hit {
    DocumentRow doc;
    int64_t page;               /* 0: not known */
    Str snippet;
} Hit;
typedef VEC(Hit) Hits;
/* All words, without case and marks; "…" keeps words together. Best first, one place for each document. */
Err archive_search(Ctx *c, const DocFilter *f, Hits *out);

/* Evidence. Whoever enters it must be able to see the document and to enter documents for the unit. */
typedef struct EvidenceForm {
    int64_t criterion_id, unit_id, document_id;
    Str page, note;             /* "3", "3-5", "Điều 2" */
} EvidenceForm;
Err evidence_add(Ctx *c, const EvidenceForm *f, int64_t *id);   /* *id 0: was there already */
Err evidence_remove(Ctx *c, int64_t id);                /* the document stays */
Err evidence_of(Ctx *c, int64_t set_id, int64_t criterion_id, int64_t unit_id, EvidenceRows *out);     /* criterion 0: all */
Err evidence_uses(Ctx *c, int64_t document_id, EvidenceRows *out);
/* Whether evidence may be entered or removed now: room assess locks sheets. NULL in main/joins.c: always. */
typedef Err (*EvidenceGuard)(Ctx *c, int64_t set_id, int64_t criterion_id, int64_t unit_id);
extern const EvidenceGuard evidence_guard;
/*
 * The units that the person appraises beyond the grants: adds their ids to `roots`, each followed by a comma, or sets *all.
 * Room assess knows the tasks of appraisers; joined in main/joins.c, NULL: appraisers see what lies below their grants.
 */
typedef Err (*ArchiveReview)(Ctx *c, Buf *roots, bool *all);
extern const ArchiveReview archive_review;
/* Number, symbol, date, issuer, abstract out of a text: room intake, joined in main/joins.c. */
typedef Err (*ArchivePropose)(Arena *a, const Doc *d, DocForm *out);
extern const ArchivePropose archive_propose;

/* Cited by an object of another room (task, figure). `title` is how people call the object. */
Err archive_link(Ctx *c, int64_t document_id, Str kind, int64_t object_id, Str title, Str place);

/* The bytes of a revision, for people who may see the document. The pieces come in order; an Err stops and is returned. */
typedef Err (*BytesFn)(void *user, Str piece);
Err archive_file(Ctx *c, int64_t file_id, DocumentFileRow *out);
Err archive_bytes(Ctx *c, const DocumentFileRow *f, BytesFn fn, void *user);
Err archive_open(Ctx *c, const DocumentFileRow *f, int *fd);    /* for sending; the caller closes it */
/* The revision as the reader understands it now, for showing: DOCX and XLSX. */
Err archive_read(Ctx *c, const DocumentFileRow *f, Doc *out);
Err archive_picture(Ctx *c, const DocumentFileRow *f, int64_t page, Str *png);     /* a page of a PDF */

/*
 * Signatures of the PDFs in force that were never checked, or of all: after the trust store changed. Opens transactions of its own,
 * a short write for each file, none while it checks; for the shell. A file that is missing is a line in the findings, and the next comes.
 */
typedef struct Passed {
    int64_t seen, done, missing;
} Passed;
Err archive_check_signatures(Ctx *c, bool again, Passed *n, Buf *findings);

/*
 * All files of the register against their size, every fiftieth (deep: each) against its hash, a line for each that is wrong;
 * deep also counts bytes that no document has.
 */
typedef struct Checked {
    int64_t files, bytes, wrong, orphans, orphan_bytes;
} Checked;
Err archive_verify(Ctx *c, bool deep, Checked *v, Buf *findings);
void checked_say(Ctx *c, const Checked *v, Buf *out);   /* in a sentence */

/*
 * Retention: papers issued before the first day of the year `years` ago (0: the setting archive.keep_years) that are not in force
 * and serve nothing are removed, or only told. What is evidence or cited stays, however old.
 */
Err archive_expire(Ctx *c, int64_t years, bool only_look, DocumentExpiredRows *out);

/*
 * Text of old Office files, pictures and scans, through LibreOffice and Tesseract where they are installed. Opens transactions of
 * its own; for the shell. again: also files that could not be read before. Missing files as above.
 */
Err archive_read_rest(Ctx *c, bool again, Passed *n, Buf *findings);
/* The same for what has just been added, in a thread of the server; nothing in a command or where no such program is installed. */
void archive_read_soon(const App *app);

/* Bytes that no document has: removes those older than a day (all when `now`). *n files, *bytes. */
Err archive_sweep(Ctx *c, bool now, int64_t *n, int64_t *bytes);
/* Evidence pack of a unit (0: all that the person may see) and a set into a ZIP file with index and list of hashes. */
Err archive_pack(Ctx *c, int64_t unit_id, int64_t set_id, Str path, int64_t *files);
