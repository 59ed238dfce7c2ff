/* The rows of a remedy table become remedies for the lost points of a unit. */
#include "accept/own.h"

#include "base/map.h"
#include "remedy/remedy.h"
#include "text/text.h"

typedef struct Line {
    const TaskRow *src;
    VEC(int64_t) lost;          /* ids */
    Dec points;
    RemedyForm form;
} Line;

typedef struct Remedies {
    VEC(Line) rows;              /* beside the items */
    LostRows losses;            /* of the unit */
    RemedyRows there;           /* remedies that the unit has already in the year */
    CauseClassesRows classes;
    Map codes;                  /* of the set → 1 */
} Remedies;

/* Words in the cause that name its class; the first that is found counts, and is shown to the person. */
static const struct { const char *words, *code; } classes[] = {
    { "khao sat", "survey" }, { "dieu tra xa hoi hoc", "survey" }, { "kiem chung", "evidence" }, { "so lieu", "data" },
    { "cham", "late" }, { "tre han", "late" }, { "qua han", "late" }, { "khong dung han", "late" },
    { "chua ban hanh", "document" }, { "thieu van ban", "document" }, { "chua thuc hien", "not_done" }, { "chua to chuc", "not_done" },
    { "chua co", "not_done" }, { "khong co", "not_done" }, { "duoi", "threshold" }, { "chua dat", "threshold" }, { "thap", "threshold" },
};

static Str cause_class(Arena *a, Str cause)
{
    Str fold = str_fmt(a, " %.*s ", SV(text_fold(a, cause)));
    size_t at;

    for (size_t i = 0; i < COUNT(classes); i++)
        if (str_find(fold, str_fmt(a, " %s ", classes[i].words), &at))
            return str_of(classes[i].code);
    return S("other");
}

/* The next code in a cell such as "1.1; 2.3.1 và 4". */
static bool next_code(Str cell, size_t *at, Str *code)
{
    size_t from;

    while (*at < cell.n && (cell.p[*at] < '0' || cell.p[*at] > '9'))
        ++*at;
    for (from = *at; *at < cell.n && ((cell.p[*at] >= '0' && cell.p[*at] <= '9') || cell.p[*at] == '.'); ++*at)
        ;
    *code = str_sub(cell, from, *at);
    while (code->n && code->p[code->n - 1] == '.')
        code->n--;
    return code->n > 0;
}

static Str class_title(const Remedies *rows, Str code)
{
    for (size_t i = 0; i < rows->classes.n; i++)
        if (str_eq(rows->classes.v[i].code, code))
            return rows->classes.v[i].title;
    return code;
}

static void take_code(Ctx *c, const Remedies *rows, Line *r, AcceptItem *it, Str code)
{
    int64_t known;

    for (size_t i = 0; i < rows->losses.n; i++)
        if (str_eq(rows->losses.v[i].code, code)) {
            *vec_add(c->arena, &r->lost) = rows->losses.v[i].id;
            r->points = dec_add(r->points, rows->losses.v[i].lost);
            if (!r->form.cause.n && rows->losses.v[i].reason.n) {
                r->form.cause = rows->losses.v[i].reason;
                item_say(c, it, ITEM_DOUBT, T("Văn bản không ghi nguyên nhân; lấy lý do mất điểm của kết quả."));
            }
            return;
        }
    if (map_get(&rows->codes, code, &known))
        item_say(c, it, ITEM_OK, T("Đơn vị không mất điểm ở tiêu chí %.*s."), SV(code));
    else
        item_say(c, it, ITEM_OK, T("Bộ tiêu chí không có mã %.*s."), SV(code));
}

static bool there_already(const Remedies *rows, const Line *r)
{
    for (size_t i = 0; i < rows->there.n; i++)
        if (str_eq(rows->there.v[i].measure, r->form.measure) && str_eq(rows->there.v[i].cause, r->form.cause))
            return true;
    return false;
}

static void judge(Ctx *c, const Remedies *rows, const Line *r, AcceptItem *it)
{
    if (!r->lost.n)
        item_say(c, it, ITEM_LEFT, T("Không gắn được với điểm mất nào của đơn vị."));
    else if (!r->form.measure.n)
        item_say(c, it, ITEM_LEFT, T("Thiếu giải pháp khắc phục."));
    else if (!r->form.cause.n)
        item_say(c, it, ITEM_LEFT, T("Thiếu nguyên nhân mất điểm."));
    else if (!r->form.lead.n)
        item_say(c, it, ITEM_LEFT, T("Thiếu cơ quan chủ trì; mỗi điểm mất phải có người làm."));
    else if (!r->form.deadline.n)
        item_say(c, it, ITEM_LEFT, T("Thiếu thời hạn; mỗi điểm mất phải có ngày xong."));
    else if (there_already(rows, r))
        item_say(c, it, ITEM_LEFT, T("Giải pháp này đã có trong năm."));
}

static void add_row(Ctx *c, Work *w, Remedies *rows, const TaskRow *src)
{
    Line *r = vec_add(c->arena, &rows->rows);
    Str cell = src->cell[COL_CRITERION], code;
    AcceptItem *it = work_item(c, w, cell, src->cell[COL_REMEDY], src->where, src->confidence);

    r->src = src;
    r->form = (RemedyForm){ .year = w->f->year + 1, .cause = src->cell[COL_CAUSE], .measure = src->cell[COL_REMEDY],
        .lead = src->cell[COL_LEAD].n ? src->cell[COL_LEAD] : src->lead_above, .support = src->cell[COL_SUPPORT],
        .deadline = src->cell[COL_DEADLINE], .product = src->cell[COL_PRODUCT], .note = src->cell[COL_NOTE] };
    for (size_t at = 0; next_code(cell, &at, &code);)
        take_code(c, rows, r, it, code);
    r->form.cause_code = cause_class(c->arena, r->form.cause);
    judge(c, rows, r, it);
    it->detail = str_fmt(c->arena, tr(c->answer.lang, T("Nguyên nhân: %.*s (nhóm “%.*s”). Chủ trì: %.*s. Phối hợp: %.*s. Thời hạn: %.*s. Điểm mất: %.*s.")),
        SV(r->form.cause), SV(class_title(rows, r->form.cause_code)), SV(r->form.lead), SV(r->form.support), SV(r->form.deadline), SV(work_num(c, r->points)));
}

static Err load(Ctx *c, Work *w, Remedies *rows)
{
    rows->codes = (Map){ .arena = c->arena };
    TRY(access_need(c, &PERM_REMEDY_CHANGE, w->unit.id));
    TRY(q_cause_classes(c, &rows->classes, ));
    TRY(q_lost_list(c, &rows->losses, .set_id = w->set.id, .unit_id = w->unit.id));
    if (!rows->losses.n)
        return fail(c, E_STATE, T("Chưa có danh sách điểm mất của %.*s trong bộ %.*s năm %lld; hãy nạp kết quả rồi lập danh sách điểm mất trước."),
            SV(w->unit.name), SV(w->set.code), (long long)w->set.year);
    for (size_t i = 0; i < w->criteria.n; i++)
        (void)map_add(&rows->codes, w->criteria.v[i].code, 1);      /* codes are unique in a set */
    return q_remedy_list(c, &rows->there, .unit_id = w->unit.id, .year = w->f->year + 1, .set_id = 0, .today = c->today);
}

Err accept_remedy(Ctx *c, Work *w)
{
    const Reading *r = &w->s->reading;
    Remedies rows = { 0 };
    int64_t id;

    TRY(load(c, w, &rows));
    for (size_t i = 0; i < r->tables.n; i++)
        for (size_t k = 0; r->tables.v[i].kind == TABLE_REMEDIES && k < r->tables.v[i].rows.n; k++)
            add_row(c, w, &rows, &r->tables.v[i].rows.v[k]);
    if (!rows.rows.n)
        return fail(c, E_INVALID, T("Tệp “%.*s” không có bảng khắc phục; bảng cần các cột mã tiêu chí, nguyên nhân, giải pháp, chủ trì và thời hạn."),
            SV(w->f->file));
    if (!w->write)
        return OK;
    TRY(work_ready(c, w));
    for (size_t i = 0; i < rows.rows.n; i++)
        if (item_goes(&w->rep->items.v[i]))
            TRY(remedy_add(c, rows.rows.v[i].lost.v, rows.rows.v[i].lost.n, &rows.rows.v[i].form, &id));
    w->rep->path = str_fmt(c->arena, "/remedies?year=%lld", (long long)w->f->year + 1);
    return OK;
}
