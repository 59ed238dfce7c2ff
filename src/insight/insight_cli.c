/*
 * The desk on a round, and on a file of points: the latter needs no database, so that a province can look at its
 * numbers before it moves in.
 */
#include "core/file.h"
#include "insight/desk_round.h"
#include "insight/insight.h"
#include "insight/show.h"

#include <math.h>

enum { FILE_MAX = 256 << 20 };

static Err percent_option(Ctx *c, const Args *a, const char *option, double standard, double *out)
{
    Str text = args_get(a, option);
    Dec d;

    *out = standard;
    if (!text.n)
        return OK;
    if (!dec_parse(&d, text) || d.v < 0 || dec_cmp(d, DEC(100)) >= 0)
        return fail(c, E_INVALID, T("--%s “%.*s” phải là phần trăm từ 0 đến dưới 100."), option, SV(text));
    *out = (double)d.v / 1e10;
    return OK;
}

static Err top_option(Ctx *c, const Args *a, RobustAsk *ask)
{
    Str rest = args_get(a, "top"), one;
    VEC(size_t) top = { 0 };
    int64_t k;

    if (!rest.n)
        rest = S("1,3,5,10");
    for (bool more = true; more;) {
        more = str_cut(rest, S(","), &one, &rest);
        if (!str_int(str_trim(one), &k) || k < 1 || k > ROBUST_UNITS_MAX)
            return fail(c, E_INVALID, T("--top “%.*s” phải là các số từ 1 trở lên, ví dụ 1,3,10."), SV(args_get(a, "top")));
        *vec_add(c->arena, &top) = (size_t)k;
    }
    ask->top = top.v;
    ask->n_top = top.n;
    return OK;
}

static Err grades_option(Ctx *c, const Args *a, RobustAsk *ask)
{
    Str rest = args_get(a, "grades"), one;
    VEC(double) cuts = { 0 };
    Dec d;

    for (bool more = rest.n > 0; more;) {
        more = str_cut(rest, S(","), &one, &rest);
        if (!dec_parse_plain(&d, str_trim(one)) || (cuts.n && (double)d.v / 1e8 >= cuts.v[cuts.n - 1]))
            return fail(c, E_INVALID, T("--grades “%.*s” phải là các mức giảm dần, ví dụ 90,80,65."), SV(args_get(a, "grades")));
        *vec_add(c->arena, &cuts) = (double)d.v / 1e8;
    }
    ask->cuts = cuts.v;
    ask->n_cuts = cuts.n;
    return OK;
}

static Err robust_options(Ctx *c, const Args *a, RobustAsk *ask, double *appraiser)
{
    int64_t draws = 10000, seed = 1, threads = 0, near = 0;

    TRY(args_int(c, a, "draws", 1, ROBUST_DRAWS_MAX, &draws));
    TRY(args_int(c, a, "seed", 0, INT64_MAX, &seed));
    TRY(args_int(c, a, "threads", 1, 64, &threads));
    TRY(args_int(c, a, "near", 0, 1000, &near));
    *ask = (RobustAsk){ .draws = (size_t)draws, .seed = (uint64_t)seed, .threads = (size_t)threads, .near = (size_t)near };
    TRY(percent_option(c, a, "weights", 0.25, &ask->weights));
    TRY(percent_option(c, a, "thresholds", 0, &ask->thresholds));
    TRY(percent_option(c, a, "appraiser", 0, appraiser));
    TRY(top_option(c, a, ask));
    return grades_option(c, a, ask);
}

/* Where the points come from. */
typedef struct Source {
    Desk desk;
    ScoreRun run;
    bool is_round;
} Source;

typedef Err OpenFn(Ctx *c, const Args *a, Source *s);

static Err open_file(Ctx *c, const Args *a, Source *s)
{
    Str path = args_operand(a, 0), bytes;

    TRY(file_read(&bytes, c->arena, path, FILE_MAX, &c->answer));
    return desk_read(&s->desk, c->arena, path, bytes, &c->answer);
}

static Err open_round(Ctx *c, const Args *a, Source *s)
{
    ScoreOverride over = { .group = args_get(a, "group") };
    CriteriaSetRow set;
    int64_t year = 0;
    double survey;

    s->is_round = true;
    TRY(args_int(c, a, "year", 1990, 2100, &year));
    TRY(percent_option(c, a, "survey", 0, &survey));
    TRY(criteria_set_find(c, args_get(a, "set"), year, &set));
    TRY(score_run(c, set.id, &over, &s->run));
    return desk_round(&s->desk, c, &s->run, survey);
}

static Err robust_on(Ctx *c, const Args *a, Buf *out, OpenFn *open)
{
    Source s = { 0 };
    double appraiser;
    RobustAsk ask;
    Robust r;

    TRY(robust_options(c, a, &ask, &appraiser));
    TRY(open(c, a, &s));
    TRY(robust_run(&r, c->arena, desk_model(&s.desk, c->arena, appraiser), &ask, &c->answer));
    show_robust(c, out, args_has(a, "json"), &s.desk, &r, &ask);
    return OK;
}

static Err sources_on(Ctx *c, const Args *a, Buf *out, OpenFn *open)
{
    Source s = { 0 };
    double appraiser;
    RobustAsk ask;
    RobustSource *v;

    TRY(robust_options(c, a, &ask, &appraiser));
    TRY(open(c, a, &s));
    TRY(robust_sources(&v, c->arena, desk_model(&s.desk, c->arena, appraiser), &ask, &c->answer));
    show_sources(c, out, args_has(a, "json"), &s.desk, v);
    return OK;
}

/* A grade is a percentage, or in a round the name of a band. */
static Err grade_bound(Ctx *c, const Source *s, Str grade, size_t unit, OptDec *percent)
{
    percent->has = true;
    if (dec_parse(&percent->d, grade)) {
        if (percent->d.v < 0 || dec_cmp(percent->d, DEC(100)) > 0)
            return fail(c, E_INVALID, T("--grade “%.*s” phải là phần trăm từ 0 đến 100."), SV(grade));
        return OK;
    }
    if (!s->is_round)
        return fail(c, E_INVALID, T("--grade “%.*s” phải là phần trăm từ 0 đến 100."), SV(grade));
    return desk_grade(c, &s->run, s->desk.group_name[unit], grade, &percent->d);
}

static Err reach_on(Ctx *c, const Args *a, Buf *out, OpenFn *open)
{
    Str code = args_get(a, "unit"), grade = args_get(a, "grade");
    OptDec percent = { 0 };
    Source s = { 0 };
    int64_t rank = 0;
    DeskReach r;
    size_t unit;

    TRY(args_int(c, a, "rank", 1, ROBUST_UNITS_MAX, &rank));
    if ((rank > 0) == (grade.n > 0))
        return fail(c, E_INVALID, T("Hãy cho đúng một đích: --rank hạng hoặc --grade xếp loại."));
    TRY(open(c, a, &s));
    if (!desk_unit(&s.desk, code, &unit))
        return fail(c, E_NOT_FOUND, T("Không có đơn vị “%.*s” trong số đơn vị được xếp hạng."), SV(code));
    if (grade.n)
        TRY(grade_bound(c, &s, grade, unit, &percent));
    TRY(desk_reach(&r, c->arena, &s.desk, unit, (size_t)rank, percent, &c->answer));
    show_reach(c, out, args_has(a, "json"), &r);
    return OK;
}

static Err criteria_on(Ctx *c, const Args *a, Buf *out, OpenFn *open)
{
    Source s = { 0 };
    const Desk *d = &s.desk;
    double *share, *points, *max;

    TRY(open(c, a, &s));
    share = NEW(c->arena, double, d->units * d->criteria);
    points = NEW(c->arena, double, d->units * d->criteria);
    max = NEW(c->arena, double, d->criteria);
    for (size_t k = 0; k < d->criteria; k++)
        max[k] = (double)d->max[k].v / 1e8;
    for (size_t i = 0; i < d->units * d->criteria; i++) {
        points[i] = d->points[i].has ? (double)d->points[i].d.v / 1e8 : (double)NAN;
        share[i] = points[i] / max[i % d->criteria];
    }
    show_criteria(c, out, args_has(a, "json"), d, criteria_use(c->arena, share, max, d->units, d->criteria),
                  cronbach_alpha(points, d->units, d->criteria));
    return OK;
}

static Err whatif_round(Ctx *c, const Args *a, Buf *out)
{
    ScoreOverride over = { .group = args_get(a, "group") };
    CriteriaSetRow set;
    int64_t year = 0;
    ScoreRun run;
    WhatIf w;

    TRY(args_int(c, a, "year", 1990, 2100, &year));
    TRY(criteria_set_find(c, args_get(a, "set"), year, &set));
    TRY(score_run(c, set.id, &over, &run));
    TRY(whatif_points(&w, c, &run, args_get(a, "change")));
    show_whatif(c, out, args_has(a, "json"), &w);
    return OK;
}

static Err robust_file(Ctx *c, const Args *a, Buf *out) { return robust_on(c, a, out, open_file); }
static Err sources_file(Ctx *c, const Args *a, Buf *out) { return sources_on(c, a, out, open_file); }
static Err reach_file(Ctx *c, const Args *a, Buf *out) { return reach_on(c, a, out, open_file); }
static Err criteria_file(Ctx *c, const Args *a, Buf *out) { return criteria_on(c, a, out, open_file); }
static Err robust_round(Ctx *c, const Args *a, Buf *out) { return robust_on(c, a, out, open_round); }
static Err sources_round(Ctx *c, const Args *a, Buf *out) { return sources_on(c, a, out, open_round); }
static Err reach_round(Ctx *c, const Args *a, Buf *out) { return reach_on(c, a, out, open_round); }
static Err criteria_round(Ctx *c, const Args *a, Buf *out) { return criteria_on(c, a, out, open_round); }

#define WHAT_VARIES                                                                                                        \
    { "draws", "N", T("số lần thử, mặc định 10000"), false },                                                              \
    { "seed", "S", T("số khởi đầu; cùng số cho cùng kết quả"), false },                                                    \
    { "weights", "25", T("trọng số dao động ± phần trăm"), false },                                                        \
    { "thresholds", "0", T("mục tiêu dao động ± phần trăm, với cột reached"), false },                                     \
    { "appraiser", "0", T("độ lệch giữa hai người thẩm định, phần trăm điểm tối đa"), false },                             \
    { "threads", "N", T("số luồng tính; không đổi kết quả"), false }

#define WHAT_IS_ASKED                                                                                                      \
    { "top", "1,3,5,10", T("xác suất đứng trong số đầu"), false },                                                         \
    { "grades", "90,80,65", T("xác suất mỗi mức xếp loại, mức thấp nhất của từng loại giảm dần"), false },                 \
    { "near", "K", T("kể các đơn vị cách tới K bậc mà không phân biệt được"), false }

#define WHICH_ROUND                                                                                                        \
    { "set", "CODE", T("mã bộ tiêu chí"), true },                                                                          \
    { "year", "Y", T("năm"), true },                                                                                       \
    { "group", "G", T("chỉ nhóm xếp hạng này"), false }

#define SURVEY_ERROR { "survey", "0", T("sai số chuẩn của tiêu chí khảo sát, phần trăm điểm tối đa"), false }

static const Opt robust_opts[] = { WHAT_VARIES, WHAT_IS_ASKED, { 0 } };
static const Opt robust_round_opts[] = { WHICH_ROUND, WHAT_VARIES, SURVEY_ERROR, WHAT_IS_ASKED, { 0 } };
static const Opt sources_opts[] = { WHAT_VARIES, { 0 } };
static const Opt sources_round_opts[] = { WHICH_ROUND, WHAT_VARIES, SURVEY_ERROR, { 0 } };
static const Opt criteria_round_opts[] = { WHICH_ROUND, { 0 } };

static const Opt reach_opts[] = {
    { "unit", "U", T("mã đơn vị"), true },
    { "rank", "N", T("đích là hạng N: nhiều nhất N-1 đơn vị cao hơn"), false },
    { "grade", "P", T("đích là chỉ số P phần trăm"), false },
    { 0 },
};

static const Opt reach_round_opts[] = {
    WHICH_ROUND,
    { "unit", "U", T("mã đơn vị"), true },
    { "rank", "N", T("đích là hạng N: nhiều nhất N-1 đơn vị cao hơn"), false },
    { "grade", "G", T("đích là xếp loại G, hoặc chỉ số bằng phần trăm"), false },
    { 0 },
};

static const Opt whatif_opts[] = {
    WHICH_ROUND,
    { "change", "U:C=P;…", T("điểm giả định: MÃ_ĐƠN_VỊ:MÃ_TIÊU_CHÍ=ĐIỂM, cách nhau bằng dấu ;"), true },
    { 0 },
};

static const Opt no_opts[] = { { 0 } };

const Command insight_commands[] = {
    { "insight robust", "", CMD_READ, robust_round_opts, robust_round, T("Thứ hạng chắc đến đâu: khoảng hạng, xác suất trong số đầu") },
    { "insight sensitivity", "", CMD_READ, sources_round_opts, sources_round, T("Giả định nào làm thứ hạng thay đổi") },
    { "insight reach", "", CMD_READ, reach_round_opts, reach_round, T("Điểm mất nào lấy lại ít công nhất để tới một hạng hoặc xếp loại") },
    { "insight whatif", "", CMD_READ, whatif_opts, whatif_round, T("Nếu đổi điểm thì điểm, hạng, xếp loại thay đổi ra sao; không ghi gì") },
    { "insight criteria", "", CMD_READ, criteria_round_opts, criteria_round, T("Tiêu chí nào phân biệt được đơn vị") },
    { "insight robust-file", "FILE", CMD_PURE, robust_opts, robust_file,
      T("Thứ hạng chắc đến đâu, từ tệp unit,criterion,max,points[,group]") },
    { "insight sensitivity-file", "FILE", CMD_PURE, sources_opts, sources_file,
      T("Giả định nào làm thứ hạng thay đổi, từ tệp unit,criterion,max,points") },
    { "insight reach-file", "FILE", CMD_PURE, reach_opts, reach_file,
      T("Điểm mất nào lấy lại ít công nhất để tới một hạng, từ tệp unit,criterion,max,points[,effort]") },
    { "insight criteria-file", "FILE", CMD_PURE, no_opts, criteria_file,
      T("Tiêu chí nào phân biệt được đơn vị, từ tệp unit,criterion,max,points") },
    { 0 },
};
