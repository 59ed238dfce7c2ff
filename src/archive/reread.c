/*
 * Text of what the quick reader of the upload cannot read: DOC and XLS through LibreOffice, pictures and scans through
 * Tesseract. Seconds a page, so it is work of a thread beside the requests, or of a job of the shell, never of a request;
 * no transaction is open meanwhile.
 */
#include "archive/archive.h"
#include "archive/blob.h"
#include "archive/words.h"
#include "core/audit.h"
#include "core/background.h"
#include "core/run.h"
#include "doc/foreign.h"

#include <time.h>

typedef struct Reread {
    int64_t after, again;
    DocumentFileRow file;
    bool any, there;
    Buf *findings;
    Str bytes, state, note;
    Doc text;
} Reread;

static Err next_file(Ctx *c, void *arg)
{
    Reread *r = arg;

    TRY(access_need(c, &PERM_DOCUMENT_SHARE, 0));
    TRY(q_document_file_unread(c, &r->file, &r->any, .after = r->after, .again = r->again));
    return r->any && r->file.size <= FOREIGN_LARGEST ? blob_there(c, &r->file, r->findings, &r->bytes, &r->there) : OK;
}

static Err keep_text(Ctx *c, void *arg)
{
    const Reread *r = arg;
    DocumentRow d;
    Err e;

    e = archive_get(c, r->file.document_id, &d);
    if (e == E_NOT_FOUND) {                             /* removed meanwhile: nothing to keep */
        ctx_forget(c);
        return OK;
    }
    TRY(e);
    TRY(q_document_file_text(c, .id = r->file.id, .text_state = r->state, .note = r->note));
    if (str_eq(r->state, S("ready")))
        TRY(archive_index(c, r->file.document_id, r->file.id, &r->text));
    return audit_add(c, "document.read", str_fmt(c->arena, "%lld", (long long)r->file.document_id), S(""));
}

/* A program that is not installed is no failure of the file: it waits. */
static Err read_one(Ctx *c, Reread *r, Passed *n)
{
    Budget budget = { .bytes = (size_t)256 << 20 };
    Err e;

    n->seen++;
    n->missing += r->file.size <= FOREIGN_LARGEST && !r->there;
    if (r->file.size > FOREIGN_LARGEST || !r->there)
        return OK;
    e = foreign_read(&r->text, c->arena, r->file.name, r->bytes, &budget, &c->answer);
    if (e == E_STATE || e == E_IO) {
        ctx_forget(c);
        return OK;
    }
    r->state = e == OK && r->text.blocks.n ? S("ready") : S("failed");
    r->note = e == OK ? str_join(c->arena, r->text.warnings.v, r->text.warnings.n, S(" ")) : c->answer.text;
    if (e == OK && upload_looks_secret(c->arena, &r->text))
        r->note = str_of(T("Có dấu độ mật trên bản quét: hãy gỡ tài liệu này và xử lý theo quy định về bí mật nhà nước."));
    ctx_forget(c);
    n->done += str_eq(r->state, S("ready"));
    return run_write(c, keep_text, r);
}

/* The files behind `after`, which is moved on; stop() may be NULL. */
static Err read_behind(Ctx *c, int64_t *after, bool again, bool (*stop)(void), Passed *n, Buf *findings)
{
    Arena *old = c->arena;
    Err e = OK;

    for (*n = (Passed){ 0 }; e == OK && !(stop && stop());) {
        SCRATCH(tmp);
        Reread r = { .after = *after, .again = again, .findings = findings };

        c->arena = &tmp;                                /* one file at a time */
        e = run_read(c, next_file, &r);
        if (e == OK && r.any)
            e = read_one(c, &r, n);
        c->arena = old;
        if (e != OK)
            c->answer.text = str_dup(old, c->answer.text);
        if (!r.any)
            break;
        *after = r.file.id;
    }
    return e;
}

Err archive_read_rest(Ctx *c, bool again, Passed *n, Buf *findings)
{
    int64_t after = 0;

    return read_behind(c, &after, again, NULL, n, findings);
}

/* --- at once, beside the requests --- */

enum { TURNS = 40, TURN_MS = 250 };     /* the request that woke us has not committed yet: look again for ten seconds */

static void read_new(const App *app, bool (*stop)(void))
{
    static int64_t after;               /* of this thread alone: each file is tried once by a server */

    for (int turn = 0; turn < TURNS && !stop(); turn++) {
        SCRATCH(arena);
        Ctx c = { .arena = &arena, .app = app, .now = moment_now(), .local = true, .answer = { .arena = &arena, .lang = LANG_VI }, .from = S("read") };
        Buf findings = { .arena = &arena };
        Passed n;

        if (read_behind(&c, &after, false, stop, &n, &findings) == OK && n.seen)
            turn = 0;
        (void)nanosleep(&(struct timespec){ .tv_nsec = TURN_MS * 1000000L }, NULL);
    }
}

void archive_read_soon(const App *app)
{
    static Background reader = { .run = read_new };

    if (app && app->serving && (foreign_office() || foreign_ocr()))
        background_wake(&reader, app);
}
