/*
 * The desk on a round, and on a file of points: the latter needs no database, so that a province can look at its
 * numbers before it moves in.
 */
#include "core/file.h"
#include "insight/desk_round.h"
#include "insight/fair.h"
#include "insight/insight.h"
#include "insight/scenario.h"
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
    if (str_eq(args_get(a, "appraiser"), S("data")))
        *appraiser = DESK_COUNTED;
    else
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

static Err find_round(Ctx *c, const Args *a, ScoreRun *run)
{
    ScoreOverride over = { .group = args_get(a, "group") };
    CriteriaSetRow set;
    int64_t year = 0;

    TRY(args_int(c, a, "year", 1990, 2100, &year));
    TRY(criteria_set_find(c, args_get(a, "set"), year, &set));
    return score_run(c, set.id, &over, run);
}

static Err open_round(Ctx *c, const Args *a, Source *s)
{
    double survey = DESK_COUNTED;

    s->is_round = true;
    if (!str_eq(args_get(a, "survey"), S("data")))
        TRY(percent_option(c, a, "survey", 0, &survey));
    TRY(find_round(c, a, &s->run));
    return desk_round(&s->desk, c, &s->run, survey);
}

/* How far two readers differ: as given, or as the sheets read twice say. */
static Err appraiser_error(Ctx *c, const Source *s, double *appraiser)
{
    size_t pairs = 0;

    if (*appraiser >= 0)
        return OK;
    if (s->is_round)
        TRY(fair_spread(c, s->run.set.id, appraiser, &pairs));
    if (!pairs)
        return fail(c, E_STATE, T("Chưa có tiêu chí nào được hai người thẩm định độc lập; hãy ghi --appraiser bằng phần trăm."));
    return OK;
}

static Err robust_on(Ctx *c, const Args *a, Buf *out, OpenFn *open)
{
    Source s = { 0 };
    double appraiser;
    RobustAsk ask;
    Robust r;

    TRY(robust_options(c, a, &ask, &appraiser));
    TRY(open(c, a, &s));
    TRY(appraiser_error(c, &s, &appraiser));
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
    TRY(appraiser_error(c, &s, &appraiser));
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

/* What only a round knows: efforts of the office, what cannot be done in time, how the others improve. */
static Err aim_options(Ctx *c, const Args *a, Source *s, DeskAim *aim)
{
    Str others = args_get(a, "others");
    Date by = { 0 };
    Dec *rise;
    bool *late;

    if (!s->is_round)
        return OK;
    TRY(args_date(c, a, "before", &by));
    TRY(desk_efforts(&s->desk, c, &s->run, by, &late));
    aim->out = late;
    if (!others.n || str_eq(others, S("still")))
        return OK;
    if (!str_eq(others, S("last-year")))
        return fail(c, E_INVALID, T("--others là still (đứng yên) hoặc last-year (tăng như năm trước)."));
    TRY(desk_rise(c, &s->desk, &s->run, &rise));
    aim->rise = rise;
    return OK;
}

static Err reach_on(Ctx *c, const Args *a, Buf *out, OpenFn *open)
{
    Str code = args_get(a, "unit"), grade = args_get(a, "grade");
    DeskAim aim = { 0 };
    Source s = { 0 };
    int64_t rank = 0;
    DeskReach r;

    TRY(args_int(c, a, "rank", 1, ROBUST_UNITS_MAX, &rank));
    if ((rank > 0) == (grade.n > 0))
        return fail(c, E_INVALID, T("Hãy cho đúng một đích: --rank hạng hoặc --grade xếp loại."));
    TRY(open(c, a, &s));
    if (!desk_unit(&s.desk, code, &aim.unit))
        return fail(c, E_NOT_FOUND, T("Không có đơn vị “%.*s” trong số đơn vị được xếp hạng."), SV(code));
    aim.rank = (size_t)rank;
    if (grade.n)
        TRY(grade_bound(c, &s, grade, aim.unit, &aim.percent));
    TRY(aim_options(c, a, &s, &aim));
    TRY(desk_reach(&r, c->arena, &s.desk, &aim, &c->answer));
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
    desk_shares(d, share, points, max);
    show_criteria(c, out, args_has(a, "json"), d, criteria_use(c->arena, share, max, d->units, d->criteria),
                  cronbach_alpha(points, d->units, d->criteria));
    return OK;
}

static Err asked_changes(Ctx *c, const Args *a, ScenarioRow *from, WhatIfChanges *v)
{
    static const char *const options[WHATIF_KINDS] = { "change", "figure", "max", "rule" };
    int64_t id = 0;

    *v = (WhatIfChanges){ 0 };
    TRY(args_int(c, a, "scenario", 1, INT64_MAX, &id));
    if (id)
        TRY(scenario_open(c, id, from, v));
    for (WhatIfKind k = 0; k < WHATIF_KINDS; k++)
        TRY(whatif_parse(v, c, k, args_get(a, options[k])));
    return OK;
}

static Err whatif_round(Ctx *c, const Args *a, Buf *out)
{
    ScenarioRow from = { 0 };
    WhatIfChanges v;
    CriteriaSetRow set;
    ScoreRun run, trial;
    int64_t year = 0;
    WhatIf w;

    TRY(find_round(c, a, &run));
    TRY(asked_changes(c, a, &from, &v));
    TRY(args_int(c, a, "trial-year", 1990, 2100, &year));
    if (args_has(a, "trial")) {
        TRY(criteria_set_find(c, args_get(a, "trial"), year ? year : run.set.year + 1, &set));
        from.trial_set_id = set.id;
    }
    if (from.trial_set_id)
        TRY(whatif_trial(c, from.trial_set_id, &trial));
    TRY(whatif_run(&w, c, &run, from.trial_set_id ? &trial : NULL, &v));
    show_whatif(c, out, args_has(a, "json"), &w);
    return OK;
}

static Err save_round(Ctx *c, const Args *a, Buf *out)
{
    ScenarioRow from = { 0 };
    WhatIfChanges v;
    ScoreRun run, trial;
    CriteriaSetRow set;
    int64_t year = 0, id;
    WhatIf w;

    TRY(find_round(c, a, &run));
    TRY(asked_changes(c, a, &from, &v));
    TRY(args_int(c, a, "trial-year", 1990, 2100, &year));
    if (args_has(a, "trial")) {
        TRY(criteria_set_find(c, args_get(a, "trial"), year ? year : run.set.year + 1, &set));
        from.trial_set_id = set.id;
    }
    if (from.trial_set_id)
        TRY(whatif_trial(c, from.trial_set_id, &trial));
    TRY(whatif_run(&w, c, &run, from.trial_set_id ? &trial : NULL, &v));       /* what cannot be computed is not kept */
    TRY(scenario_save(c, run.set.id, from.trial_set_id, args_operand(a, 0), &v, &id));
    buf_fmt(out, "%lld\n", (long long)id);
    return OK;
}

static Err list_scenarios(Ctx *c, const Args *a, Buf *out)
{
    ScenarioRows rows;

    TRY(access_need_any(c, &PERM_INSIGHT_VIEW));
    TRY(scenario_mine(c, 0, &rows));
    show_scenarios(c, out, args_has(a, "json"), &rows);
    return OK;
}

static Err compare_round(Ctx *c, const Args *a, Buf *out)
{
    Str code = args_get(a, "unit");
    int64_t year = 0;
    size_t unit = SIZE_MAX;
    Compare k;

    TRY(args_int(c, a, "year", 1990, 2100, &year));
    TRY(compare_open(c, args_get(a, "set"), year, &k));
    if (compare_now(&k)->set.year != year)
        return fail(c, E_NOT_FOUND, T("Không có bộ tiêu chí %.*s năm %lld."), SV(args_get(a, "set")), (long long)year);
    if (code.n)
        TRY(score_find_unit(c, compare_now(&k), code, &unit));
    show_compare(c, out, args_has(a, "json"), &k, unit, args_get(a, "group"));
    return OK;
}

static Err fair_round(Ctx *c, const Args *a, Buf *out)
{
    CriteriaSetRow set;
    int64_t year = 0;
    Fair f;

    TRY(args_int(c, a, "year", 1990, 2100, &year));
    TRY(criteria_set_find(c, args_get(a, "set"), year, &set));
    TRY(fair_load(c, &set, &f));
    show_fair(c, out, args_has(a, "json"), &f);
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
    { "thresholds", "0", T("mục tiêu, mốc của bậc điểm dao động ± phần trăm; từ tệp: với cột reached"), false },                                     \
    { "appraiser", "0", T("độ lệch giữa hai người thẩm định, phần trăm điểm tối đa; data: tính từ các phiếu được hai người chấm"), false },                             \
    { "threads", "N", T("số luồng tính; không đổi kết quả"), false }

#define WHAT_IS_ASKED                                                                                                      \
    { "top", "1,3,5,10", T("xác suất đứng trong số đầu"), false },                                                         \
    { "grades", "90,80,65", T("xác suất mỗi mức xếp loại, mức thấp nhất của từng loại giảm dần"), false },                 \
    { "near", "K", T("kể các đơn vị cách tới K bậc mà không phân biệt được"), false }

#define WHICH_ROUND                                                                                                        \
    { "set", "CODE", T("mã bộ tiêu chí"), true },                                                                          \
    { "year", "Y", T("năm"), true },                                                                                       \
    { "group", "G", T("chỉ nhóm xếp hạng này"), false }

#define SURVEY_ERROR { "survey", "0", T("sai số chuẩn của tiêu chí khảo sát, phần trăm điểm tối đa; data: theo số phiếu đã thu"), false }

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
    { "others", "HOW", T("đơn vị khác: still đứng yên (mặc định), last-year tăng như năm trước"), false },
    { "before", "DATE", T("chỉ tính tiêu chí làm xong được trước ngày này"), false },
    { 0 },
};

#define WHAT_CHANGES                                                                                                       \
    { "change", "U:C=P;…", T("điểm giả định: MÃ_ĐƠN_VỊ:MÃ_TIÊU_CHÍ=ĐIỂM, cách nhau bằng dấu ;"), false },                  \
    { "figure", "U:F=V;…", T("số liệu giả định: MÃ_ĐƠN_VỊ:MÃ_SỐ_LIỆU=GIÁ_TRỊ; đơn vị * là mọi đơn vị"), false },           \
    { "max", "C=P;…", T("điểm tối đa khác cho tiêu chí thành phần; điểm đạt đổi theo tỷ lệ"), false },                     \
    { "rule", "C=RULE", T("quy tắc khác cho một tiêu chí thành phần"), false },                                            \
    { "scenario", "ID", T("các thay đổi của kịch bản đã lưu"), false },                                                    \
    { "trial", "CODE", T("thử bộ tiêu chí khác trên số liệu này"), false },                                                \
    { "trial-year", "Y", T("năm của bộ thử; mặc định năm sau"), false }

static const Opt whatif_opts[] = { WHICH_ROUND, WHAT_CHANGES, { 0 } };
static const Opt fair_opts[] = { { "set", "CODE", T("mã bộ tiêu chí"), true }, { "year", "Y", T("năm"), true }, { 0 } };
static const Opt compare_opts[] = { WHICH_ROUND, { "unit", "U", T("mã đơn vị; bỏ trống: mọi đơn vị"), false }, { 0 } };

static const Opt no_opts[] = { { 0 } };

const Command insight_commands[] = {
    { "insight robust", "", CMD_READ, robust_round_opts, robust_round, T("Thứ hạng chắc đến đâu: khoảng hạng, xác suất trong số đầu") },
    { "insight sensitivity", "", CMD_READ, sources_round_opts, sources_round, T("Giả định nào làm thứ hạng thay đổi") },
    { "insight reach", "", CMD_READ, reach_round_opts, reach_round, T("Điểm mất nào lấy lại ít công nhất để tới một hạng hoặc xếp loại") },
    { "insight whatif", "", CMD_READ, whatif_opts, whatif_round, T("Nếu đổi điểm thì điểm, hạng, xếp loại thay đổi ra sao; không ghi gì") },
    { "insight save", "NAME", CMD_WRITE, whatif_opts, save_round, T("Lưu các thay đổi giả định thành kịch bản có tên; in số kịch bản") },
    { "insight scenarios", "", CMD_READ, no_opts, list_scenarios, T("Các kịch bản đã lưu") },
    { "insight compare", "", CMD_READ, compare_opts, compare_round, T("So các năm và các đơn vị; đơn vị nhập, tách được nêu rõ") },
    { "insight fair", "", CMD_READ, fair_opts, fair_round, T("Thẩm định có đồng đều không: mức rộng rãi, khoảng cách tự chấm, điểm khác thường") },
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
