/*
 * A stranger with the public form, an interviewer's phone and a file of sheets: any bytes in any order. Whatever is counted
 * obeys its questionnaire, what was sent is found by its receipt and counted once.
 *
 * The input is a list of moves, one a line: a letter, then its text. b begin, 1…6 answer that question, s send, w withdraw,
 * v an interviewer's sheet (answers divided by |), m nobody met, f the rest is a file of sheets.
 */
#include "core/app.h"
#include "db/db.h"
#include "org/org.h"
#include "survey/device.h"
#include "survey/entry.h"
#include "survey/privacy.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Db *fuzz_db;

static const char form[] = "survey\n,type,name,label,required,relevant,factor\n,select_one nhom,nhom,Nhóm,yes,,\n"
    ",select_one likert5,q1,Một,yes,,Chung\n,select_one co,q2,Hai,,,\n,select_multiple viec,q3,Ba,,${q2} = '1',\n,integer,q4,Bốn,,,\n,text,q5,Năm,,,\n"
    "choices\n,list_name,name,label\n,nhom,dan,Dân\n,nhom,dn,Doanh nghiệp\n,likert5,1,Kém\n,likert5,2,Yếu\n,likert5,3,Vừa\n,likert5,4,Khá\n,likert5,5,Tốt\n"
    ",co,1,Có\n,co,2,Không\n,viec,a,A\n,viec,b,B\nsettings\n,form_title,purpose\n,Thử,Thử\n";

static void must(Err e)
{
    if (e != OK)
        abort();
}

static void close_fuzz(void)
{
    db_close(fuzz_db);
}

static void open_fuzz(Ctx *c)
{
    FormReport rep;
    Table t;
    int from, to;
    int64_t id;
    Str key;

    must(db_open(&fuzz_db, S("sqlite::memory:"), 0, &c->answer));
    must(db_migrate(fuzz_db, &from, &to));
    atexit(close_fuzz);
    must(db_begin(fuzz_db, true));
    c->db = fuzz_db;
    must(org_create(c, &(UnitForm){ .code = S("A"), .name = S("A"), .kind = S("ward"), .ranked = true }, &id));
    must(table_read(&t, c->arena, S("f.csv"), str_of(form), NULL, &c->answer));
    must(form_import(c, &t, S("F"), 2025, &rep));
    must(survey_open(c, &(SurveyPlan){ .code = S("s"), .form = S("F"), .title = S("S"), .year = 2025, .open_link = true, .units = S("A") }, &id));
    must(device_make(c, S("s"), S("A"), S("visit"), S("1"), &key));
    must(db_commit(fuzz_db));
}

typedef struct Play {
    SurveyByCodeRow s;
    SurveyQuestionsRows q;
    SurveyUnitsRows units;
    Str key, receipt;
    int64_t sent;               /* by the form, not withdrawn */
} Play;

static void send_form(Ctx *c, Play *p)
{
    Came came = { .unit_id = p->units.v[0].id };
    OwnResponse own = { 0 };
    Str again;

    if (draft_send(c, &p->s, &came, p->key, &p->receipt) != OK)
        return;
    must(draft_send(c, &p->s, &came, p->key, &again));
    if (!str_eq(again, p->receipt))
        abort();
    if (receipt_open(c, &p->s, p->receipt, &own) == OK) {
        for (size_t i = 0; i < own.answers.n; i++)
            if (!utf8_valid(own.answers.v[i].answer))
                abort();
        (void)receipt_json(c, &p->s, &own);
    }
}

static void send_visit(Ctx *c, Play *p, Str text)
{
    SurveyDeviceGetRow d = { .unit_id = p->units.v[0].id };
    Str *values = NEW(c->arena, Str, p->q.n + 1), sheet;
    bool more = str_cut(text, S("|"), &sheet, &text);

    for (size_t i = 0; more && i < p->q.n; i++)
        more = str_cut(text, S("|"), &values[i], &text);
    if (visit_send(c, &d, &p->s, S("0123456789abcdef"), sheet, c->today, values, &p->q) == OK)
        must(visit_send(c, &d, &p->s, S("0123456789abcdef"), S("other"), c->today, values, &p->q));
}

static bool play(Ctx *c, Play *p, Str line, Str rest)
{
    Str text = str_sub(line, 1, line.n), key = p->key;
    Came came = { .unit_id = p->units.v[0].id, .seal = text, .sum = text };
    EntryReport rep;
    Table t;

    switch (line.p[0]) {
    case 'b':
        if (draft_begin(c, &p->s, &came, &key) == OK)
            p->key = key;
        return true;
    case '1': case '2': case '3': case '4': case '5': case '6':
        (void)draft_answer(c, &p->s, p->key, p->q.v[line.p[0] - '1'].id, text);
        return true;
    case 's':
        send_form(c, p);
        return true;
    case 'w':
        (void)receipt_withdraw(c, &p->s, text.n ? text : p->receipt);
        return true;
    case 'v':
        send_visit(c, p, text);
        return true;
    case 'm':
        (void)visit_miss(c, &(SurveyDeviceGetRow){ .unit_id = p->units.v[0].id }, &p->s, text, S("away"), c->today);
        return true;
    case 'f':
        if (table_read(&t, c->arena, S("p.csv"), rest, &(Budget){ .bytes = 1 << 20, .items = 4000, .depth = 64 }, &c->answer) == OK)
            (void)entry_import(c, &p->s, &t, &rep);
        return false;
    default:
        return true;
    }
}

/* Every counted response as a whole obeys the questionnaire. */
static void check_all(Ctx *c, const Play *p)
{
    SurveyExportRows rows;

    must(q_survey_export(c, &rows, .survey_id = p->s.id));
    for (size_t r = 0, next; r < rows.n; r = next) {
        Str *values = NEW(c->arena, Str, p->q.n + 1);
        size_t bad;

        for (next = r; next < rows.n && rows.v[next].response_id == rows.v[r].response_id; next++)
            for (size_t i = 0; i < p->q.n; i++)
                if (p->q.v[i].position == rows.v[next].position)
                    values[i] = rows.v[next].value;
        must(whole_check(c, &p->q, values, &bad));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(a);
    App app = { .rooms = all_rooms };
    Ctx c = { .arena = &a, .answer = { .arena = &a }, .app = &app, .local = true, .from = S("fuzz"), .now = { 1700000000000 }, .today = { 739000 } };
    Str rest = { (const char *)data, size }, line;
    Play p = { 0 };

    if (size > 4096 || !utf8_valid(rest) || (size && memchr(data, 0, size)))
        return 0;                                       /* the door lets nothing else in */
    if (!fuzz_db)
        open_fuzz(&c);
    must(db_begin(fuzz_db, true));
    c.db = fuzz_db;
    must(survey_find(&c, S("s"), &p.s));
    must(q_survey_questions(&c, &p.q, .form_id = p.s.form_id));
    must(q_survey_units(&c, &p.units, .survey_id = p.s.id));
    if (p.q.n != 6 || p.units.n != 1)
        abort();
    for (bool more = true; more;) {
        more = str_cut(rest, S("\n"), &line, &rest);
        more = more && (!line.n || play(&c, &p, line, rest));
    }
    check_all(&c, &p);
    db_rollback(fuzz_db);
    return 0;
}
