/* The sheet as a workbook: taken away, filled in without a network, and read back. */
#include "assess/assess.h"

#include "assess/own.h"
#include "base/map.h"
#include "doc/table_out.h"

enum { W_CODE, W_NAME, W_MAX, W_RULE, W_EVIDENCE, W_VALUE, W_POINTS, W_REASON, W_VERSION };

static const Column columns_in[] = {
    [W_CODE] = { "code", "mã tiêu chí|mã|code", true },
    [W_NAME] = { "name", "tiêu chí|name", false },
    [W_MAX] = { "max", "điểm tối đa|max", false },
    [W_RULE] = { "rule", "quy tắc|rule", false },
    [W_EVIDENCE] = { "evidence", "kiểm chứng|evidence", false },
    [W_VALUE] = { "value", "số liệu|value", true },
    [W_POINTS] = { "points", "điểm tự chấm|điểm|points", true },
    [W_REASON] = { "reason", "giải thích|reason", true },
    [W_VERSION] = { "version", "lần ghi|version", true },
};

/* What the rule asks for when it asks for a word: "có", "không" … */
static size_t answers_of(Ctx *c, const CriterionRow *k, Str *out, size_t most)
{
    Answer ignored = { .arena = c->arena };
    const Rule *rule;
    RuleTable table;
    size_t n = 0;

    if (!k->rule.n || rule_parse(&rule, c->arena, k->rule, k->max_points, &ignored) != OK)
        return 0;
    table = rule_table(c->arena, rule, LANG_VI);
    for (size_t i = 0; i < table.n && n < most; i++) {
        Value v;

        if (value_parse(&v, c->arena, table.v[i].condition, 0, &ignored) == OK && v.kind == VALUE_ANSWER)
            out[n++] = table.v[i].condition;
    }
    return n;
}

/* The cells that the unit fills in. */
static void own_cells(Ctx *c, TableOut *t, const Leaf *l)
{
    const StageRow *s = &l->stage[STAGE_SELF];
    Str words[8];
    size_t n = answers_of(c, &l->k, words, COUNT(words));

    if (n > 1)
        out_fill_list(t, words, n);
    else if (l->k.rule.n)
        out_fill(t);
    if (s->value.n)
        out_text(t, s->value);
    else
        out_skip(t);
    out_fill_between(t, (Dec){ 0 }, l->k.max_points);
    out_opt_dec(t, s->by_rule ? (OptDec){ 0 } : s->points, -1);
    out_fill(t);
    if (s->reason.n)
        out_text(t, s->reason);
    else
        out_skip(t);
    out_int(t, s->version);
}

Err sheet_workbook(Ctx *c, int64_t sheet_id, Str *bytes)
{
    static const OutColumn columns[] = { { T("Mã tiêu chí"), 10 }, { T("Tiêu chí"), 50 }, { T("Điểm tối đa"), 10 }, { T("Quy tắc"), 60 },
        { T("Kiểm chứng"), 30 }, { T("Số liệu"), 16 }, { T("Điểm tự chấm"), 12 }, { T("Giải thích"), 50 }, { T("Lần ghi"), 8 } };
    TableOut *t = table_out_xlsx(c->arena, LANG_VI, c->now);
    SheetData d;

    TRY(sheet_load(c, sheet_id, &d));
    out_sheet(t, &(SheetLook){ .name = d.sheet.unit_code, .title = d.round.name, .landscape = true, .guard = true,
        .note = str_fmt(c->arena, tr(LANG_VI, T("%.*s, lúc %.*s. Chỉ điền các cột Số liệu, Điểm tự chấm, Giải thích; để nguyên cột Lần ghi.")),
            SV(d.sheet.unit_name), SV(moment_vi(c->arena, c->now))) }, columns, COUNT(columns));
    for (size_t i = 0; i < d.nodes.n; i++) {
        const Leaf *l = &d.nodes.v[i];

        if (!l->self && !l->k.children)
            continue;
        if (l->k.children)
            out_bold(t);
        out_text(t, l->k.code);
        out_text(t, l->k.name);
        out_dec(t, l->k.max_points, -1);
        out_text(t, l->k.rule);
        out_text(t, l->k.evidence);
        if (l->self)
            own_cells(c, t, l);
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}

/* Who is how far, for the sheets that the person may see. */
Err round_workbook(Ctx *c, const RoundRow *r, Str *bytes)
{
    static const OutColumn columns[] = { { T("Mã đơn vị"), 12 }, { T("Đơn vị"), 40 }, { T("Trạng thái"), 24 }, { T("Tiêu chí"), 10 },
        { T("Đã tự chấm"), 10 }, { T("Đã thẩm định"), 10 }, { T("Chênh lệch"), 10 }, { T("Hạn tự chấm"), 12 } };
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);
    SheetCountsRows n;
    SheetRows all;

    TRY(q_sheets_of_round(c, &all, .round_id = r->id));
    out_sheet(t, &(SheetLook){ .name = r->code, .title = r->name, .landscape = true }, columns, COUNT(columns));
    for (size_t i = 0; i < all.n; i++) {
        bool may;

        TRY(access_can(c, &PERM_SHEET_VIEW, all.v[i].unit_id, &may));
        if (!may)
            continue;
        TRY(q_sheet_counts(c, &n, .round_id = r->id, .sheet_id = all.v[i].id));
        out_text(t, all.v[i].unit_code);
        out_text(t, all.v[i].unit_name);
        out_text(t, str_of(tr(c->answer.lang, sheet_state_title(sheet_state_of(all.v[i].state)))));
        out_int(t, n.n ? n.v[0].leaves : 0);
        out_int(t, n.n ? n.v[0].scored : 0);
        out_int(t, n.n ? n.v[0].appraised : 0);
        out_int(t, n.n ? n.v[0].disputed : 0);
        out_date(t, self_due_of(r, &all.v[i]));
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}

static bool same_points(OptDec a, OptDec b)
{
    return a.has == b.has && (!a.has || a.d.v == b.d.v);
}

/* "85%" typed into Excel may come back as it was; what reads equal is no change. */
static bool same_value(Ctx *c, Str a, Str b, int year)
{
    Answer why = { .arena = c->arena };
    Value va, vb;

    if (str_eq(a, b) || (!a.n && !b.n))
        return true;
    if (!a.n || !b.n || value_parse(&va, c->arena, a, year, &why) != OK || value_parse(&vb, c->arena, b, year, &why) != OK)
        return false;
    return str_eq(value_print(c->arena, &va), value_print(c->arena, &vb));
}

static bool same_as(Ctx *c, const StageRow *s, const SheetChange *ch, int year)
{
    return same_value(c, s->value, ch->new_value, year) && same_points(s->by_rule ? (OptDec){ 0 } : s->points, ch->new_points)
        && str_eq(s->reason, ch->new_reason);
}

/* The workbook carries an older version: a row that nobody filled in says nothing, one that was filled in is a conflict. */
static Err with_base(Ctx *c, const SheetData *d, const StageRow *now, SheetChange *ch, SheetChanges *out)
{
    StageRow base = { 0 };
    bool any = false;

    if (ch->version)
        TRY(q_stage_before(c, &base, &any, .sheet_id = d->sheet.id, .criterion_id = ch->criterion_id, .stage = S("self"), .version = ch->version));
    if (same_as(c, &base, ch, (int)d->round.year))
        return OK;
    ch->conflict = true;
    ch->by_login = now->by_login;
    ch->at = now->at;
    ch->version = now->version;
    *vec_add(c->arena, out) = *ch;
    return OK;
}

static Err read_row(Ctx *c, const Columns *cols, size_t r, const SheetData *d, const Map *at, RowErrors *bad, SheetChanges *out)
{
    Str code = cell_at(cols, r, W_CODE).text, points = cell_at(cols, r, W_POINTS).text;
    SheetChange ch = { .new_value = cell_at(cols, r, W_VALUE).text, .new_reason = cell_at(cols, r, W_REASON).text };
    const StageRow *now;
    const Leaf *l;
    int64_t k;

    if (!code.n)
        return OK;
    if (!map_get(at, code, &k)) {
        row_error(bad, r, W_CODE, T("Bộ tiêu chí không có mã này."));
        return OK;
    }
    l = &d->nodes.v[k];
    now = &l->stage[STAGE_SELF];
    if (!l->self)
        return OK;
    ch.new_points.has = points.n > 0;
    if (points.n && !dec_parse(&ch.new_points.d, points))
        row_error(bad, r, W_POINTS, T("Điểm không phải là số; hãy ghi ví dụ 0,75."));
    if (!str_int(cell_at(cols, r, W_VERSION).text, &ch.version))
        row_error(bad, r, W_VERSION, T("Cột Lần ghi đã bị xóa; hãy tải lại phiếu và chép số liệu sang."));
    ch.criterion_id = l->k.id;
    ch.code = l->k.code;
    ch.name = l->k.name;
    ch.old_value = now->value;
    ch.old_reason = now->reason;
    ch.old_points = now->by_rule ? (OptDec){ 0 } : now->points;
    if (same_as(c, now, &ch, (int)d->round.year))
        return OK;
    if (ch.version != now->version)
        return with_base(c, d, now, &ch, out);
    *vec_add(c->arena, out) = ch;
    return OK;
}

Err sheet_workbook_read(Ctx *c, int64_t sheet_id, const Table *t, SheetChanges *out)
{
    Map at = { .arena = c->arena };
    Columns cols;
    RowErrors bad = { .arena = c->arena, .cols = &cols, .lang = c->answer.lang };
    SheetData d;

    *out = (SheetChanges){ 0 };
    TRY(sheet_load(c, sheet_id, &d));
    TRY(access_need(c, &PERM_SHEET_FILL, d.sheet.unit_id));
    for (size_t i = 0; i < d.nodes.n; i++)
        (void)map_add(&at, d.nodes.v[i].k.code, (int64_t)i);        /* codes are unique in a set */
    TRY(columns_find(&cols, c->arena, t, columns_in, COUNT(columns_in), &c->answer));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++)
        if (!row_blank(&cols, r))
            TRY(read_row(c, &cols, r, &d, &at, &bad, out));
    return row_errors_end(&bad, &c->answer);
}

Err sheet_workbook_take(Ctx *c, int64_t sheet_id, const SheetChanges *changes, size_t *done)
{
    *done = 0;
    for (size_t i = 0; i < changes->n; i++) {
        const SheetChange *ch = &changes->v[i];
        ScoreForm f = { .points = ch->new_points, .value = ch->new_value, .reason = ch->new_reason, .version = ch->version };
        ScoreSaved saved;
        Err e = stage_put(c, sheet_id, ch->criterion_id, STAGE_SELF, &f, &saved);

        if (e != OK && c->answer.text.n) {
            c->answer.where = str_fmt(c->arena, tr(c->answer.lang, T("Tiêu chí %.*s")), SV(ch->code));
            return e;
        }
        if (e != OK)
            return e;
        *done += !saved.same;
    }
    return OK;
}
