/* The annual plan of a unit as a document of its own, or issued by a decision with the eight-column appendix. */
#include "issuance/compose.h"
#include "plan/plan.h"
#include "text/text.h"

typedef struct Source {
    Body body, top;
    PlanRow plan;
    TaskLines tasks;
    PlanTargetsRows targets;
} Source;

static Err load(Ctx *c, const MakeAsk *ask, Source *s)
{
    PlanDays days;

    TRY(body_load(c, ask->unit, &s->body));
    TRY(access_need(c, &PERM_ISSUE_MAKE, s->body.id));
    TRY(body_top(c, &s->body, &s->top));
    TRY(plan_find(c, ask->unit, (int)ask->year, &s->plan));
    TRY(plan_days(c, &days));
    TRY(q_task_list(c, &s->tasks, .plan_id = s->plan.id, .overdue_from = days.overdue_from));
    TRY(q_plan_targets(c, &s->targets, .plan_id = s->plan.id));
    if (s->tasks.n == 0)
        return fail(c, E_STATE, T("Kế hoạch năm %lld của %.*s chưa có nhiệm vụ nào; hãy nạp bảng nhiệm vụ trước."), (long long)ask->year, SV(s->body.name));
    return OK;
}

static Err province_bases(Ctx *c, Paper *p)
{
    Fields *f = fields_begin(c->arena);
    const DocField *lines;

    TRY(common_bases(c, f));
    lines = fields_find(f, S("can_cu"));
    for (size_t i = 0; i < lines->rows.n; i++)
        (void)paper_fmt(p, ROLE_BASIS, "Căn cứ %.*s;", SV(fields_find(lines->rows.v[i], S("dong"))->text));
    return OK;
}

/* The grounds as the plan names them; without any, those of the state's programme. */
static Err bases(Ctx *c, Paper *p, const PlanRow *plan, Str last)
{
    Str line, rest = plan->bases;
    bool any = false;

    while (rest.n) {
        (void)str_cut(rest, S("\n"), &line, &rest);         /* the last line has none behind it */
        line = str_trim(line);
        while (str_ends(line, S(";")) || str_ends(line, S(".")) || str_ends(line, S(",")))
            line = str_trim(str_sub(line, 0, line.n - 1));
        if (line.n == 0)
            continue;
        any = true;
        (void)paper_fmt(p, ROLE_BASIS, "%s%.*s;", str_starts(line, S("Căn cứ")) || str_starts(line, S("Thực hiện")) ? "" : "Căn cứ ", SV(line));
    }
    if (!any)
        TRY(province_bases(c, p));
    (void)paper_text(p, ROLE_BASIS, last);
    return OK;
}

static void targets(Paper *p, const Source *s)
{
    if (s->targets.n == 0)
        return;
    (void)paper_text(p, ROLE_SECTION, S("II. MỤC TIÊU, CHỈ TIÊU"));
    for (size_t i = 0; i < s->targets.n; i++)
        (void)paper_fmt(p, ROLE_BODY, "%zu. %.*s%s", i + 1, SV(s->targets.v[i].text), str_ends(s->targets.v[i].text, S(".")) ? "" : ".");
}

/* --- the table --- */

static const struct {
    PlanCol col;
    const char *title;
    int width;
} columns[] = {
    { PC_TT, "TT", 4 }, { PC_OBJECTIVE, "Mục tiêu, chỉ tiêu", 17 }, { PC_TASK, "Nhiệm vụ", 18 }, { PC_ACTIVITY, "Hoạt động", 17 },
    { PC_PRODUCT, "Kết quả, sản phẩm", 13 }, { PC_LEAD, "Đơn vị chủ trì", 11 }, { PC_SUPPORT, "Đơn vị phối hợp", 11 },
    { PC_DEADLINE, "Thời gian hoàn thành", 9 }, { PC_FUNDING, "Kinh phí", 8 },
};

static bool same(const TaskLine *t, PlanCol col)
{
    return (t->same & (1 << col)) != 0;
}

/* Rows that the cell of this task covers: those below that repeat it. */
static int rows_of(const Source *s, size_t i, PlanCol col)
{
    int n = 1;

    while (i + (size_t)n < s->tasks.n && task_line_is_task(&s->tasks.v[i + (size_t)n]) && same(&s->tasks.v[i + (size_t)n], col))
        n++;
    return n;
}

/* Heads above carry `same` only from a task right above. */
static bool covered(const Source *s, size_t i, PlanCol col)
{
    return i > 0 && task_line_is_task(&s->tasks.v[i - 1]) && same(&s->tasks.v[i], col);
}

static void task_table(Ctx *c, Paper *p, const Source *s)
{
    int widths[COUNT(columns)];
    PaperTable *t;

    for (size_t i = 0; i < COUNT(columns); i++)
        widths[i] = columns[i].width;
    t = paper_table(p, widths, COUNT(columns), 1);
    t->half_points = 22;
    for (size_t i = 0; i < COUNT(columns); i++)
        (void)paper_head(t, str_of(columns[i].title));
    for (size_t i = 0; i < s->tasks.n; i++) {
        const TaskLine *k = &s->tasks.v[i];

        if (!task_line_is_task(k)) {
            (void)paper_bold(paper_centred(paper_cell(t, k->tt)));
            (void)paper_bold(paper_span(t, k->name.n ? k->name : k->area, 1, COUNT(columns) - 1));
            continue;
        }
        for (size_t col = 0; col < COUNT(columns); col++)
            if (!covered(s, i, columns[col].col))
                (void)paper_span(t, task_line_cell(k, columns[col].col), rows_of(s, i, columns[col].col), 1);
    }
    (void)c;
}

Err make_plan(Ctx *c, const MakeAsk *ask, Made *out)
{
    Source s = { 0 };
    Paper *p;

    TRY(load(c, ask, &s));
    out->unit_id = s.body.id;
    p = make_begin(c, ask, &s.body, "Kế hoạch", "KH", str_fmt(c->arena, "Cải cách hành chính năm %lld của %.*s", (long long)ask->year, SV(s.body.full)), out);
    (void)paper_fmt(p, ROLE_BODY, "Thực hiện Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030, %.*s ban hành Kế hoạch cải cách hành "
        "chính năm %lld như sau:", SV(s.body.full), (long long)ask->year);
    (void)paper_text(p, ROLE_SECTION, S("I. MỤC ĐÍCH, YÊU CẦU"));
    (void)paper_fmt(p, ROLE_BODY, "1. Xác định đầy đủ nhiệm vụ cải cách hành chính năm %lld; mỗi nhiệm vụ có sản phẩm, đơn vị chủ trì và thời hạn cụ thể.", (long long)ask->year);
    (void)paper_text(p, ROLE_BODY, S("2. Thủ trưởng các cơ quan, đơn vị chịu trách nhiệm về tiến độ, chất lượng nhiệm vụ được giao; kết quả thực hiện là căn cứ đánh giá, chấm điểm."));
    targets(p, &s);
    (void)paper_fmt(p, ROLE_SECTION, "%s. NHIỆM VỤ", s.targets.n ? "III" : "II");
    (void)paper_text(p, ROLE_BODY, S("Nhiệm vụ, đơn vị chủ trì, đơn vị phối hợp và thời gian hoàn thành nêu tại Phụ lục kèm theo Kế hoạch này."));
    (void)paper_fmt(p, ROLE_SECTION, "%s. TỔ CHỨC THỰC HIỆN", s.targets.n ? "IV" : "III");
    (void)paper_fmt(p, ROLE_BODY, "Các đơn vị được giao chủ trì tổ chức thực hiện, báo cáo kết quả về %.*s theo định kỳ; khó khăn, vướng mắc phát sinh thì báo cáo kịp thời để xem xét, giải quyết./.",
        SV(s.body.full));
    make_sign(p, ask, &s.body, true, &s.top.full, 1, S("VT"));
    paper_appendix(p, 0, str_fmt(c->arena, "Nhiệm vụ cải cách hành chính năm %lld", (long long)ask->year), make_cited(c, ask, &s.body, out), true);
    task_table(c, p, &s);
    return OK;
}

Err make_plan_decision(Ctx *c, const MakeAsk *ask, Made *out)
{
    static const Str to[] = { { "Như Điều 3", sizeof "Như Điều 3" - 1 }, { "Sở Nội vụ", sizeof "Sở Nội vụ" - 1 } };
    Source s = { 0 };
    Paper *p;

    TRY(load(c, ask, &s));
    out->unit_id = s.body.id;
    p = make_begin(c, ask, &s.body, "Quyết định", "QĐ",
        str_fmt(c->arena, "Về việc ban hành Kế hoạch cải cách hành chính năm %lld", (long long)ask->year), out);
    (void)paper_text(p, ROLE_RULER, text_upper(c->arena, str_fmt(c->arena, "%.*s %.*s", SV(s.body.head), SV(s.body.full))));
    TRY(bases(c, p, &s.plan, S("Theo đề nghị của bộ phận phụ trách công tác cải cách hành chính.")));
    (void)paper_text(p, ROLE_TYPE, S("QUYẾT ĐỊNH:"));
    paper_article(p, 1, str_fmt(c->arena, "Ban hành kèm theo Quyết định này Kế hoạch cải cách hành chính năm %lld của %.*s.", (long long)ask->year, SV(s.body.full)));
    paper_article(p, 2, S("Quyết định này có hiệu lực kể từ ngày ký."));
    paper_article(p, 3, S("Thủ trưởng các cơ quan, đơn vị và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./."));
    make_sign(p, ask, &s.body, false, to, COUNT(to), S("VT"));
    paper_appendix(p, 0, str_fmt(c->arena, "Kế hoạch cải cách hành chính năm %lld", (long long)ask->year), make_cited(c, ask, &s.body, out), true);
    targets(p, &s);
    task_table(c, p, &s);
    return OK;
}
