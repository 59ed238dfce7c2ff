/*
 * Invented answers through the ordinary import and the ordinary form. Drawn from fixed seeds: communes differ by a hash of
 * their code, the second wave is a little better than the first.
 */
#include "survey/survey_demo.h"

#include "org/org.h"
#include "survey/embedded.h"
#include "survey/entry.h"
#include "survey/matrix.h"

enum { COMMUNES = 8, DEPARTMENTS = 6 };

static uint32_t pick(uint64_t *x, uint32_t n)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return (uint32_t)((*x >> 32) * n >> 32);
}

static uint32_t nature(Str code)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < code.n; i++)
        h = (h ^ (uint8_t)code.p[i]) * 16777619u;
    return (h ^ h >> 13) % 26;
}

static Err load_form(Ctx *c, const char *file, Str code)
{
    const Embedded *f = survey_files;
    FormReport rep;
    Table t;

    while (f->name && strcmp(f->name, file) != 0)
        f++;
    TRY(table_read(&t, c->arena, str_of(file), (Str){ f->bytes, f->n }, NULL, &c->answer));
    return form_import(c, &t, code, 2025, &rep);
}

/* 1…5, around 3,4 to 4,4; now and then no opinion. */
static uint32_t opinion(uint64_t *x, uint32_t lean)
{
    uint32_t d = pick(x, 100) + lean;

    if (pick(x, 40) == 0)
        return 0;
    return d < 8 ? 1 : d < 20 ? 2 : d < 42 ? 3 : d < 92 ? 4 : 5;
}

static const char *const wishes[] = {
    "Nên có thêm ghế ngồi chờ và quạt ở khu vực lấy số", "Mong được nhắn tin khi hồ sơ xong", "Cán bộ nhiệt tình, hướng dẫn dễ hiểu",
    "Nộp qua mạng hay bị lỗi đăng nhập", "Thời gian chờ đóng dấu còn lâu", "Bảng niêm yết chữ nhỏ, khó đọc", "Nên làm việc thêm sáng thứ bảy",
    "Đi lại hai lần vì thiếu giấy tờ không được báo trước", "Hài lòng, không có góp ý", "Máy lấy số hay hết giấy",
};

static void citizen(Buf *b, uint64_t *x, Str unit, Date day, size_t number, const char *prefix, uint32_t better)
{
    static const char *const fields[] = { "ho_tich", "dat_dai", "chinh_sach", "kinh_doanh", "khac" };
    static const char *const channel[] = { "open", "open", "code", "paper" };
    uint32_t field = pick(x, 5), kind = pick(x, 4), lean = nature(unit) + better;
    bool complained = pick(x, 6) == 0;
    int y, m, d;

    lean -= field == 1 && lean > 8 ? 8 : 0;             /* land is where people wait */
    date_split(day, &y, &m, &d);
    buf_fmt(b, "%.*s,%s,%02d/%02d/%04d,%s", SV(unit), kind == 3 ? str_z(b->arena, str_fmt(b->arena, "%s-%03zu", prefix, number)) : "", d, m, y, channel[kind]);
    for (int i = 0; i < 8; i++)
        buf_fmt(b, ",%u", opinion(x, lean));
    buf_fmt(b, ",%d,", complained ? 1 : 2);
    if (complained)
        buf_fmt(b, "%u", opinion(x, lean > 12 ? lean - 12 : 0));
    buf_fmt(b, ",\"%s\",%s,%u\n", pick(x, 7) == 0 ? wishes[pick(x, COUNT(wishes))] : "", fields[field], 1 + pick(x, 4));
}

static Err citizens(Ctx *c, Str survey, const UnitRow *units, size_t n_units, Date from, int days, size_t each, const char *prefix, uint32_t better)
{
    Buf b = { .arena = c->arena };
    uint64_t x = 88172645463325252u + better;
    SurveyByCodeRow s;
    EntryReport rep;
    Table t;
    size_t number = 0;

    buf_lit(&b, "unit,sheet,day,channel,q1,q2,q3,q4,q5,q6,q7,q8,q9,q10,q11,linhvuc,tuoi\n");
    for (size_t u = 0; u < n_units; u++)
        for (size_t i = 0; i < (u == n_units - 1 ? 6 : each + u); i++)     /* the last one has too few to be shown */
            citizen(&b, &x, units[u].code, (Date){ from.day + (int32_t)pick(&x, (uint32_t)days) }, ++number, prefix, better);
    TRY(survey_find(c, survey, &s));
    TRY(table_read(&t, c->arena, S("hai-long.csv"), buf_str(&b), NULL, &c->answer));
    return entry_import(c, &s, &t, &rep);
}

/* Somebody in a hurry, and somebody who sends the same again: kept, and waiting for a person. */
static Err stuffed(Ctx *c, Str survey, int64_t unit_id, int times, int64_t ms)
{
    Moment now = c->now;
    Str from = c->from;
    SurveyByCodeRow s;

    TRY(survey_find(c, survey, &s));
    c->from = S("198.51.100.7");
    for (int i = 0; i < times; i++) {
        Came came = { .unit_id = unit_id };
        Str key, receipt;
        DraftState d;

        TRY(draft_begin(c, &s, &came, &key));
        TRY(draft_load(c, &s, key, &d));
        for (size_t k = 0; k < d.questions.n; k++)
            if (d.questions.v[k].required)
                TRY(draft_answer(c, &s, key, d.questions.v[k].id, str_eq(d.questions.v[k].kind, S("single")) ? S("2") : S("5")));
        c->now.ms += ms;
        TRY(draft_send(c, &s, &came, key, &receipt));
    }
    c->now = now;
    c->from = from;
    return OK;
}

static Err leaders(Ctx *c, const UnitRow *units, size_t n_units)
{
    Buf b = { .arena = c->arena };
    uint64_t x = 2463534242u;
    SurveyByCodeRow s;
    EntryReport rep;
    Table t;
    int64_t n;

    TRY(survey_find(c, S("lanh-dao-2025"), &s));
    for (size_t u = 0; u < n_units; u++) {
        TRY(matrix_cell(c, &s, units[u].id, S("lanh_dao"), 66, 0));
        TRY(matrix_cell(c, &s, units[u].id, S("dai_bieu"), 48, 0));
    }
    TRY(matrix_quotas(c, &s, &n));
    buf_lit(&b, "unit,channel,nhom,q1,q2,q3,q4,q5,q6,q7\n");
    for (size_t u = 0; u < n_units; u++)
        for (int i = 0; i < 24; i++) {
            buf_fmt(&b, "%.*s,code,%s", SV(units[u].code), i % 5 < 3 ? "lanh_dao" : "dai_bieu");
            for (int k = 0; k < 5; k++)
                buf_fmt(&b, ",%u", opinion(&x, nature(units[u].code)));
            buf_fmt(&b, ",%u,\n", 2 + pick(&x, 2));
        }
    TRY(table_read(&t, c->arena, S("lanh-dao.csv"), buf_str(&b), NULL, &c->answer));
    return entry_import(c, &s, &t, &rep);
}

static Str list_of(Ctx *c, const UnitRow *units, size_t n, const char *quota)
{
    Buf b = { .arena = c->arena };

    for (size_t i = 0; i < n; i++)
        buf_fmt(&b, "%s%.*s%s", i ? "," : "", SV(units[i].code), quota);
    return buf_str(&b);
}

static Err open_all(Ctx *c, const UnitRow *communes, size_t n_communes, const UnitRow *departments, size_t n_departments)
{
    SurveyPlan p = { .code = S("hai-long-2025-1"), .form = S("HL"), .title = S("Ý kiến sau khi làm thủ tục, đợt 1 năm 2025"), .series = S("hai-long"),
        .wave = S("Đợt 1/2025"), .year = 2025, .open_link = true, .recheck = 10, .units = list_of(c, communes, n_communes, ":30") };
    int64_t id;

    (void)date_make(&p.opens_on, 2025, 7, 7);           /* exist */
    (void)date_make(&p.closes_on, 2025, 8, 31);
    TRY(survey_open(c, &p, &id));
    p.code = S("hai-long-2025-2");
    p.title = S("Ý kiến sau khi làm thủ tục, đợt 2 năm 2025");
    p.wave = S("Đợt 2/2025");
    p.facts = S("8.1;Công chức=5.5");
    (void)date_make(&p.opens_on, 2025, 10, 1);
    p.closes_on = (Date){ 0 };
    TRY(survey_open(c, &p, &id));
    return survey_open(c, &(SurveyPlan){ .code = S("lanh-dao-2025"), .form = S("LD"), .title = S("Ý kiến của lãnh đạo và đại biểu về các sở, năm 2025"),
        .series = S("lanh-dao"), .wave = S("2025"), .year = 2025, .weighted = true, .error = DEC(0.2), .facts = S("8.2"),
        .units = list_of(c, departments, n_departments, "") }, &id);
}

static Err load(Ctx *c)
{
    VEC(UnitRow) communes = { 0 }, departments = { 0 };
    UnitRows units;
    Date from = { 0 };

    TRY(q_unit_all(c, &units, ));
    for (size_t i = 0; i < units.n; i++) {
        const UnitRow *u = &units.v[i];

        if (u->valid_to.day || !u->ranked)
            continue;
        if (communes.n < COMMUNES && (str_eq(u->kind, S("commune")) || str_eq(u->kind, S("ward"))))
            *vec_add(c->arena, &communes) = *u;
        if (departments.n < DEPARTMENTS && str_eq(u->kind, S("department")))
            *vec_add(c->arena, &departments) = *u;
    }
    if (!communes.n || !departments.n)
        return OK;
    TRY(load_form(c, "hai-long-mot-cua.csv", S("HL")));
    TRY(load_form(c, "lanh-dao-dai-bieu.csv", S("LD")));
    TRY(open_all(c, communes.v, communes.n, departments.v, departments.n));
    (void)date_make(&from, 2025, 7, 7);                 /* exist */
    TRY(citizens(c, S("hai-long-2025-1"), communes.v, communes.n, from, 50, 26, "A", 10));
    (void)date_make(&from, 2025, 10, 1);
    TRY(citizens(c, S("hai-long-2025-2"), communes.v, communes.n, from, 60, 20, "B", 16));
    TRY(stuffed(c, S("hai-long-2025-2"), communes.v[0].id, 4, 60000));
    TRY(stuffed(c, S("hai-long-2025-2"), communes.v[1].id, 2, 3000));
    TRY(leaders(c, departments.v, departments.n));
    return survey_end(c, S("hai-long-2025-1"));
}

/* Nothing may depend on the day of loading: it is 5 December 2025 for as long as this takes. */
Err survey_demo(Ctx *c)
{
    Moment now = c->now;
    Date today = c->today;
    Err e;

    (void)date_make(&c->today, 2025, 12, 5);            /* exists */
    c->now = moment_of(c->today, 9, 0);
    e = load(c);
    c->now = now;
    c->today = today;
    return e;
}
