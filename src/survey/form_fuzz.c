/* Any bytes as a questionnaire: refused with a sentence, or accepted and then the same after a way out and in again. */
#include "core/app.h"
#include "db/db.h"
#include "survey/form.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Db *fuzz_db;

static void close_fuzz(void)
{
    db_close(fuzz_db);
}

static void open_fuzz(Answer *why)
{
    int from, to;

    if (db_open(&fuzz_db, S("sqlite::memory:"), 0, why) != OK || db_migrate(fuzz_db, &from, &to) != OK)
        abort();
    atexit(close_fuzz);
}

static void again(Ctx *c, const FormReport *one)
{
    SurveyFormGetRow f;
    FormReport two;
    Table t;
    Str xlsx;
    bool any;

    if (q_survey_form_get(c, &f, &any, .code = S("F"), .version = one->version) != OK || !any || form_export(c, &f, &xlsx) != OK)
        abort();
    if (table_read(&t, c->arena, S("f.xlsx"), xlsx, NULL, &c->answer) != OK || form_import(c, &t, S("G"), 2025, &two) != OK
        || two.questions != one->questions)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(a);
    App app = { .rooms = all_rooms };
    Ctx c = { .arena = &a, .answer = { .arena = &a }, .app = &app, .local = true, .from = S("fuzz"), .now = { 1700000000000 }, .today = { 739000 } };
    const Budget small = { .bytes = 1 << 20, .items = 4000, .depth = 64 };
    FormReport rep;
    Table t;

    if (!fuzz_db)
        open_fuzz(&c.answer);
    if (size > 8192 || table_read(&t, &a, S("f.csv"), (Str){ (const char *)data, size }, &small, &c.answer) != OK)
        return 0;
    if (db_begin(fuzz_db, true) != OK)
        abort();
    c.db = fuzz_db;
    if (form_import(&c, &t, S("F"), 2025, &rep) == OK)
        again(&c, &rep);
    db_rollback(fuzz_db);
    return 0;
}
