/* The Reading as JSON: the structure a labelled document has, so that one scorer measures both. */
#include "base/json.h"
#include "intake/read.h"

static void str_or_null(Json *j, const char *key, Str s)
{
    json_key(j, key);
    if (s.n)
        json_str(j, s);
    else
        json_null(j);
}

static void date_or_null(Json *j, const char *key, Date d)
{
    json_key(j, key);
    json_date(j, d);
}

static void lines(Json *j, Where w)
{
    json_key(j, "lines");
    json_open(j, '[');
    json_int(j, w.from);
    json_int(j, w.to);
    json_close(j, ']');
    if (w.page)
        json_kint(j, "page", w.page);
}

static void at(Json *j, Where w)
{
    json_kint(j, "line", w.from);
    if (w.page)
        json_kint(j, "page", w.page);
}

static void confidence(Json *j, int percent)
{
    json_kint(j, "confidence", percent);
}

static void identity(Json *j, const Identity *id)
{
    json_key(j, "metadata");
    json_open(j, '{');
    str_or_null(j, "type", id->type);
    str_or_null(j, "title", id->title);
    str_or_null(j, "number", id->number);
    str_or_null(j, "symbol", id->symbol);
    date_or_null(j, "date", id->date);
    if (id->date_partial.n)
        json_kstr(j, "date_partial", id->date_partial);
    str_or_null(j, "issuer", id->issuer);
    if (id->superior.n)
        json_kstr(j, "superior", id->superior);
    str_or_null(j, "level", id->level);
    str_or_null(j, "place", id->place);
    if (id->authority.n)
        json_kstr(j, "authority", id->authority);
    str_or_null(j, "signer_authority", id->signer_authority);
    str_or_null(j, "signer_title", id->signer_title);
    str_or_null(j, "signer", id->signer);
    if (id->result_year)
        json_kint(j, "year_of_result", id->result_year);
    json_key(j, "recipients");
    json_open(j, '[');
    for (size_t i = 0; i < id->recipients.n; i++)
        json_str(j, id->recipients.v[i]);
    json_close(j, ']');
    if (id->attached_type.n) {
        json_key(j, "attached");
        json_open(j, '{');
        json_kstr(j, "type", id->attached_type);
        json_kstr(j, "title", id->attached_title);
        json_close(j, '}');
    }
    if (id->appendix_title.n) {
        json_key(j, "appendix");
        json_open(j, '{');
        json_kstr(j, "title", id->appendix_title);
        json_close(j, '}');
    }
    json_close(j, '}');
}

static void named(Json *j, const char *key, const Named *v, size_t n, const char *text)
{
    json_key(j, key);
    json_open(j, '[');
    for (size_t i = 0; i < n; i++) {
        json_open(j, '{');
        if (v[i].no.n)
            json_kstr(j, "no", v[i].no);
        lines(j, v[i].where);
        json_kint(j, "line", v[i].where.from);
        json_kstr(j, text, v[i].text);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void outline(Json *j, const Reading *r)
{
    json_key(j, "outline");
    json_open(j, '[');
    for (size_t i = 0; i < r->nodes.n; i++) {
        const Node *n = &r->nodes.v[i];

        json_open(j, '{');
        json_kint(j, "level", n->level);
        str_or_null(j, "no", n->no);
        json_kstr(j, "title", n->title);
        json_kstr(j, "ref", n->ref);
        lines(j, n->where);
        confidence(j, n->confidence);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void paragraphs(Json *j, const Reading *r)
{
    json_key(j, "paragraphs");
    json_open(j, '[');
    for (size_t i = 0; i < r->paras.n; i++) {
        const Para *p = &r->paras.v[i];

        if (p->in_table)
            continue;
        json_open(j, '{');
        lines(j, p->where);
        json_kstr(j, "text", p->text);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void citations(Json *j, const Reading *r)
{
    json_key(j, "citations");
    json_open(j, '[');
    for (size_t i = 0; i < r->citations.n; i++) {
        const Citation *c = &r->citations.v[i];

        json_open(j, '{');
        json_kstr(j, "type", c->type);
        str_or_null(j, "number", c->number);
        date_or_null(j, "date", c->date);
        str_or_null(j, "issuer", c->issuer);
        if (c->name.n)
            json_kstr(j, "name", c->name);
        if (c->self)
            json_kbool(j, "self", true);
        at(j, c->where);
        confidence(j, c->confidence);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void decimal(Json *j, const char *key, OptDec d)
{
    json_key(j, key);
    if (d.has)
        json_dec(j, d.d);
    else
        json_null(j);
}

static void targets(Json *j, const Reading *r)
{
    static const char *const signs[] = { [CMP_EQ] = "=", [CMP_GE] = ">=", [CMP_GT] = ">", [CMP_LE] = "<=", [CMP_LT] = "<",
        [CMP_DECREASE] = "decrease" };

    json_key(j, "targets");
    json_open(j, '[');
    for (size_t i = 0; i < r->targets.n; i++) {
        const Target *t = &r->targets.v[i];

        json_open(j, '{');
        json_kstr(j, "ref", t->ref);
        str_or_null(j, "area", t->area);
        json_kstr(j, "text", t->text);
        str_or_null(j, "comparator", str_of(signs[t->comparator]));
        decimal(j, "value", t->value);
        str_or_null(j, "unit", t->unit);
        if (t->value_to.has)
            decimal(j, "value_to", t->value_to);
        if (t->scope.n)
            json_kstr(j, "scope", t->scope);
        if (t->compare_year)
            json_kint(j, "compare_year", t->compare_year);
        if (t->qualitative)
            json_kbool(j, "qualitative", true);
        if (t->in_duty)
            json_kbool(j, "in_duty", true);
        if (t->in_task)
            json_kbool(j, "in_task", true);
        at(j, t->where);
        confidence(j, t->confidence);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void duties(Json *j, const Reading *r)
{
    json_key(j, "duties");
    json_open(j, '[');
    for (size_t i = 0; i < r->duties.n; i++) {
        const Duty *d = &r->duties.v[i];

        json_open(j, '{');
        json_kstr(j, "ref", d->ref);
        json_kstr(j, "agency", d->agency);
        json_kstr(j, "text", d->text);
        if (d->support.n)
            json_kstr(j, "coordinating", d->support);
        if (d->report_to.n)
            json_kstr(j, "report_to", d->report_to);
        if (d->due.day)
            json_kdate(j, "deadline", d->due);
        else if (d->deadline.n)
            json_kstr(j, "deadline", d->deadline);
        if (d->due.day)
            json_kstr(j, "deadline_as_written", d->deadline);
        if (d->targets.n) {
            json_key(j, "targets");
            json_open(j, '[');
            for (size_t k = 0; k < d->targets.n; k++)
                json_str(j, d->targets.v[k]);
            json_close(j, ']');
        }
        lines(j, d->where);
        confidence(j, d->confidence);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void scores(Json *j, const Reading *r)
{
    static const char *const kinds[] = { [SCORE_CRITERION] = "criterion", [SCORE_AREA] = "area", [SCORE_SUBTOTAL] = "subtotal",
        [SCORE_TOTAL] = "total", [SCORE_RANK] = "rank" };

    json_key(j, "scores");
    json_open(j, '[');
    for (size_t i = 0; i < r->scores.n; i++) {
        const Score *s = &r->scores.v[i];

        json_open(j, '{');
        str_or_null(j, "area", s->area);
        json_kstr(j, "criterion", s->criterion);
        json_kstr(j, "kind", str_of(kinds[s->kind]));
        json_kdec(j, "achieved", s->achieved);
        json_kdec(j, "max", s->max);
        str_or_null(j, "cause", s->cause);
        if (s->corrected.has)
            decimal(j, "achieved_corrected", s->corrected);
        if (s->deduction.has)
            decimal(j, "deduction", s->deduction);
        if (s->change.has)
            decimal(j, "change", s->change);
        if (s->change_rank)
            json_kint(j, "change_rank", s->change_rank);
        if (s->rank)
            json_kint(j, "rank", s->rank);
        if (s->rank_of)
            json_kint(j, "rank_of", s->rank_of);
        if (s->compare_year)
            json_kint(j, "compare_year", s->compare_year);
        if (s->index_percent.has)
            decimal(j, "index_percent", s->index_percent);
        if (s->repeated_at)
            json_kint(j, "repeated_at", s->repeated_at);
        if (s->note.n)
            json_kstr(j, "note", s->note);
        at(j, s->where);
        confidence(j, s->confidence);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void cell_items(Json *j, const CellItem *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        json_open(j, '{');
        str_or_null(j, "no", v[i].no);
        json_kstr(j, "text", v[i].text);
        if (v[i].where.from)
            lines(j, v[i].where);
        json_close(j, '}');
    }
}

static void task_cells(Json *j, const TaskRow *row)
{
    if (row->objectives.n) {
        json_key(j, "objective");
        cell_items(j, row->objectives.v, 1);
    } else {
        str_or_null(j, "objective", row->cell[COL_OBJECTIVE]);
    }
    json_key(j, "tasks");
    json_open(j, '[');
    cell_items(j, row->tasks.v, row->tasks.n);
    json_close(j, ']');
    json_key(j, "activities");
    json_open(j, '[');
    cell_items(j, row->activities.v, row->activities.n);
    json_close(j, ']');
}

static void deadline(Json *j, const Deadline *d)
{
    if (d->kind == DL_NONE)
        return;
    json_key(j, "due");
    json_open(j, '{');
    json_kstr(j, "kind", str_of(deadline_kind_code(d->kind)));
    date_or_null(j, "start", d->start);
    date_or_null(j, "end", d->end);
    str_or_null(j, "recurrence", d->recurrence);
    str_or_null(j, "event", d->event);
    json_close(j, '}');
}

static void table_row(Json *j, const ReadTable *t, size_t i)
{
    const TaskRow *row = &t->rows.v[i];

    json_open(j, '{');
    json_kint(j, "row", (int64_t)i + 1);
    str_or_null(j, "area", row->area);
    if (t->kind == TABLE_TASKS) {
        if (row->area_title.n)
            json_kstr(j, "area_title", row->area_title);
        str_or_null(j, "subarea", row->subarea);
        str_or_null(j, "tt", row->cell[COL_TT]);
        task_cells(j, row);
        str_or_null(j, "product", row->cell[COL_PRODUCT]);
        str_or_null(j, "funding", row->cell[COL_FUNDING]);
        if (row->cell[COL_VALUE].n) {
            json_kstr(j, "value", row->cell[COL_VALUE]);
            str_or_null(j, "unit", row->cell[COL_UNIT]);
        }
        if (row->merged[COL_TASK])
            json_kbool(j, "task_cell_merged_with_previous_row", true);
    } else {
        str_or_null(j, "tt", row->cell[COL_TT]);
        str_or_null(j, "area_title", row->area_title);
        str_or_null(j, "criterion", row->cell[COL_CRITERION]);
        str_or_null(j, "cause", row->cell[COL_CAUSE]);
        str_or_null(j, "remedy", row->cell[COL_REMEDY]);
    }
    if (t->kind == TABLE_CRITERIA) {
        str_or_null(j, "name", row->cell[COL_OBJECTIVE]);
        str_or_null(j, "max", row->cell[COL_MAX]);
        str_or_null(j, "rule", row->cell[COL_RULE]);
    }
    if (t->kind == TABLE_SCORES) {
        str_or_null(j, "name", row->cell[COL_OBJECTIVE]);
        str_or_null(j, "max", row->cell[COL_MAX]);
        str_or_null(j, "self", row->cell[COL_SELF]);
        str_or_null(j, "appraised", row->cell[COL_APPRAISED]);
        str_or_null(j, "achieved", row->cell[COL_ACHIEVED]);
        str_or_null(j, "lost", row->cell[COL_LOST]);
    }
    str_or_null(j, "lead", row->cell[COL_LEAD]);
    if (row->lead_above.n)
        json_kstr(j, "lead_inherited", row->lead_above);
    str_or_null(j, "coordinating", row->cell[COL_SUPPORT]);
    str_or_null(j, "deadline", row->cell[COL_DEADLINE]);
    deadline(j, &row->due);
    str_or_null(j, "note", row->cell[COL_NOTE]);
    lines(j, row->where);
    confidence(j, row->confidence);
    json_close(j, '}');
}

static void table(Json *j, const ReadTable *t)
{
    static const char *const kinds[] = { [TABLE_OTHER] = "other", [TABLE_TASKS] = "tasks", [TABLE_REMEDIES] = "remedies",
        [TABLE_CRITERIA] = "criteria", [TABLE_SCORES] = "scores" };

    json_open(j, '{');
    json_kstr(j, "kind", str_of(kinds[t->kind]));
    json_kstr(j, "title", t->title);
    json_kbool(j, "flattened", t->flattened);
    json_key(j, "columns");
    json_open(j, '[');
    for (size_t i = 0; i < t->names.n; i++)
        json_str(j, t->names.v[i]);
    json_close(j, ']');
    json_key(j, "rows");
    json_open(j, '[');
    for (size_t i = 0; i < t->rows.n; i++)
        table_row(j, t, i);
    json_close(j, ']');
    lines(j, t->where);
    confidence(j, t->confidence);
    json_close(j, '}');
}

static void tables(Json *j, const Reading *r)
{
    const ReadTable *best = NULL;

    for (size_t i = 0; i < r->tables.n; i++)
        if (r->tables.v[i].kind != TABLE_OTHER && (!best || r->tables.v[i].rows.n > best->rows.n))
            best = &r->tables.v[i];
    if (best) {
        json_key(j, "table");
        table(j, best);
    }
    json_key(j, "tables");
    json_open(j, '[');
    for (size_t i = 0; i < r->tables.n; i++)
        table(j, &r->tables.v[i]);
    json_close(j, ']');
}

static void warnings(Json *j, const Reading *r)
{
    json_key(j, "warnings");
    json_open(j, '[');
    for (size_t i = 0; i < r->warnings.n; i++) {
        json_open(j, '{');
        json_kstr(j, "text", r->warnings.v[i].text);
        at(j, r->warnings.v[i].where);
        json_close(j, '}');
    }
    json_close(j, ']');
}

void intake_json(const Reading *r, Str file, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '{');
    json_kstr(&j, "file", file);
    identity(&j, &r->id);
    named(&j, "legal_bases", r->bases.v, r->bases.n, "text");
    named(&j, "articles", r->articles.v, r->articles.n, "text");
    outline(&j, r);
    paragraphs(&j, r);
    named(&j, "footnotes", r->footnotes.v, r->footnotes.n, "text");
    named(&j, "noise", r->noise.v, r->noise.n, "text");
    citations(&j, r);
    named(&j, "standards", r->standards.v, r->standards.n, "name");
    targets(&j, r);
    duties(&j, r);
    scores(&j, r);
    tables(&j, r);
    warnings(&j, r);
    json_close(&j, '}');
    buf_ch(out, '\n');
}
