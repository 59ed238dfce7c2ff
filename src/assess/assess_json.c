#include "assess/assess_json.h"

#include "base/json.h"

static void end(Json *j, char bracket)
{
    json_close(j, bracket);
    buf_ch(j->out, '\n');
}

static Str plain(Ctx *c, OptDec d)
{
    return d.has ? dec_exact(c->arena, d.d, NUM_PLAIN) : S("");
}

static void round_head(Json *j, const RoundRow *r)
{
    json_kint(j, "id", r->id);
    json_kstr(j, "round", r->code);
    json_kint(j, "year", r->year);
    json_kstr(j, "name", r->name);
    json_kstr(j, "set", r->set_code);
    json_kstr(j, "phase", r->phase);
    json_kint(j, "units", r->units);
    json_kdate(j, "opens_on", r->opens_on);
    json_kdate(j, "self_due", r->self_due);
    json_kdate(j, "appraisal_due", r->appraisal_due);
    json_kdate(j, "explanation_due", r->explanation_due);
    json_kdate(j, "second_due", r->second_due);
    json_kdate(j, "council_on", r->council_on);
    json_kdate(j, "provisional_on", r->provisional_on);
    json_kdate(j, "appeal_due", r->appeal_due);
    json_kstr(j, "decision_no", r->decision_no);
    json_kdate(j, "decision_date", r->decision_date);
}

Err rounds_json(Ctx *c, Buf *out)
{
    Json j = { .out = out };
    RoundRows all;

    TRY(access_need_any(c, &PERM_ROUND_VIEW));
    TRY(q_rounds(c, &all, ));
    json_open(&j, '[');
    for (size_t i = 0; i < all.n; i++) {
        json_open(&j, '{');
        round_head(&j, &all.v[i]);
        json_close(&j, '}');
    }
    end(&j, ']');
    return OK;
}

static const SheetCountsRow *counts_for(const SheetCountsRows *rows, int64_t id)
{
    for (size_t i = 0; i < rows->n; i++)
        if (rows->v[i].sheet_id == id)
            return &rows->v[i];
    return NULL;
}

static void sheet_head(Json *j, const SheetRow *s, const SheetCountsRow *n)
{
    json_open(j, '{');
    json_kint(j, "sheet", s->id);
    json_kstr(j, "unit", s->unit_code);
    json_kstr(j, "name", s->unit_name);
    json_kstr(j, "state", s->state);
    json_kstr(j, "reason", s->state_why);
    json_kdate(j, "self_until", s->self_until);
    if (n) {
        json_kint(j, "leaves", n->leaves);
        json_kint(j, "scored", n->scored);
        json_kint(j, "appraised", n->appraised);
        json_kint(j, "disputed", n->disputed);
        json_kint(j, "explained", n->explained);
        json_kint(j, "second", n->seconded);
    }
    json_close(j, '}');
}

Err round_status_json(Ctx *c, const RoundRow *r, Buf *out)
{
    Json j = { .out = out };
    SheetCountsRows counts;
    SheetRows sheets;
    bool may;

    TRY(access_need_any(c, &PERM_ROUND_VIEW));
    TRY(q_sheets_of_round(c, &sheets, .round_id = r->id));
    TRY(q_sheet_counts(c, &counts, .round_id = r->id, .sheet_id = 0));
    json_open(&j, '{');
    round_head(&j, r);
    json_key(&j, "sheets");
    json_open(&j, '[');
    for (size_t i = 0; i < sheets.n; i++) {
        TRY(access_can(c, &PERM_SHEET_VIEW, sheets.v[i].unit_id, &may));
        if (may)
            sheet_head(&j, &sheets.v[i], counts_for(&counts, sheets.v[i].id));
    }
    json_close(&j, ']');
    end(&j, '}');
    return OK;
}

static void leaf_json(Ctx *c, Json *j, const Leaf *l)
{
    json_open(j, '{');
    json_kstr(j, "criterion", l->k.code);
    json_kint(j, "criterion_id", l->k.id);
    json_kstr(j, "name", l->k.name);
    json_kdec(j, "max", l->k.max_points);
    json_kbool(j, "disputed", l->disputed);
    json_kint(j, "evidence", l->evidence);
    for (Stage s = 0; s < N_STAGES; s++) {
        const StageRow *x = &l->stage[s];

        if (!x->version)
            continue;
        json_key(j, stage_name(s));
        json_open(j, '{');
        json_kstr(j, "points", x->points.has ? dec_exact(c->arena, x->points.d, NUM_PLAIN) : S(""));
        json_kstr(j, "value", x->value);
        json_kstr(j, "reason", x->reason);
        json_kstr(j, "by", x->by_login);
        json_kstr(j, "at", moment_iso(c->arena, x->at));
        json_kint(j, "version", x->version);
        json_close(j, '}');
    }
    json_close(j, '}');
}

Err sheet_json(Ctx *c, int64_t sheet_id, Buf *out)
{
    Json j = { .out = out };
    SheetData d;

    TRY(sheet_load(c, sheet_id, &d));
    json_open(&j, '{');
    json_kint(&j, "sheet", d.sheet.id);
    json_kint(&j, "round", d.round.id);
    json_kstr(&j, "unit", d.sheet.unit_code);
    json_kstr(&j, "state", d.sheet.state);
    json_kdec(&j, "self_points", d.self_points);
    json_key(&j, "criteria");
    json_open(&j, '[');
    for (size_t i = 0; i < d.nodes.n; i++)
        if (d.nodes.v[i].self)
            leaf_json(c, &j, &d.nodes.v[i]);
    json_close(&j, ']');
    end(&j, '}');
    return OK;
}

Err concerns_json(Ctx *c, int64_t sheet_id, Buf *out)
{
    Json j = { .out = out };
    Concerns list;
    SheetData d;

    TRY(sheet_load(c, sheet_id, &d));
    TRY(sheet_concerns(c, &d, &list));
    json_open(&j, '[');
    for (size_t i = 0; i < list.n; i++) {
        json_open(&j, '{');
        json_kstr(&j, "criterion", list.v[i].code);
        json_kstr(&j, "kind", str_of(list.v[i].kind));
        json_kbool(&j, "blocks", list.v[i].blocks);
        json_kstr(&j, "text", list.v[i].text);
        json_close(&j, '}');
    }
    end(&j, ']');
    return OK;
}

Err comments_json(Ctx *c, int64_t sheet_id, int64_t criterion_id, Buf *out)
{
    Json j = { .out = out };
    CommentRows rows;
    SheetRow s;

    TRY(q_sheet_get(c, &s, .id = sheet_id));
    TRY(access_need(c, &PERM_SHEET_VIEW, s.unit_id));
    TRY(q_sheet_comments(c, &rows, .sheet_id = sheet_id, .criterion_id = criterion_id));
    json_open(&j, '[');
    for (size_t i = 0; i < rows.n; i++) {
        json_open(&j, '{');
        json_kint(&j, "comment", rows.v[i].id);
        json_kint(&j, "thread", rows.v[i].thread);
        json_kint(&j, "criterion_id", rows.v[i].criterion_id);
        json_kstr(&j, "text", rows.v[i].text);
        json_kstr(&j, "by", rows.v[i].by_login);
        json_kstr(&j, "at", moment_iso(c->arena, rows.v[i].at));
        json_kbool(&j, "resolved", rows.v[i].resolved_at.ms != 0);
        json_close(&j, '}');
    }
    end(&j, ']');
    return OK;
}

static void item_json(Ctx *c, Json *j, const ItemRow *i)
{
    json_open(j, '{');
    json_kint(j, "item", i->id);
    json_kstr(j, "unit", i->unit_name);
    json_kstr(j, "criterion", i->code);
    json_kstr(j, "name", i->name);
    json_kdec(j, "max", i->max_points);
    json_kstr(j, "self", plain(c, i->self));
    json_kstr(j, "appraisal", plain(c, i->appraised));
    json_kstr(j, "explanation", i->explanation);
    json_kstr(j, "second", plain(c, i->second));
    json_kbool(j, "decided", i->decided_at.ms != 0);
    json_kint(j, "yes", i->votes_for);
    json_kint(j, "no", i->votes_against);
    json_kint(j, "abstained", i->abstained);
    json_kstr(j, "points", plain(c, i->points));
    json_kstr(j, "reason", i->reason);
    json_close(j, '}');
}

Err council_json(Ctx *c, const SessionRow *s, Buf *out)
{
    Json j = { .out = out };
    ItemRows items;

    TRY(access_need(c, &PERM_RANKING_LIVE, 0));
    TRY(q_council_items(c, &items, .session_id = s->id));
    json_open(&j, '{');
    json_kint(&j, "session", s->id);
    json_kdate(&j, "held_on", s->held_on);
    json_kstr(&j, "chair", s->chair);
    json_kstr(&j, "members", s->members);
    json_kstr(&j, "minutes", s->minutes);
    json_kbool(&j, "closed", s->closed_at.ms != 0);
    json_key(&j, "items");
    json_open(&j, '[');
    for (size_t i = 0; i < items.n; i++)
        item_json(c, &j, &items.v[i]);
    json_close(&j, ']');
    end(&j, '}');
    return OK;
}

static void appeal_json(Ctx *c, Json *j, const AppealRow *x)
{
    json_open(j, '{');
    json_kint(j, "appeal", x->id);
    json_kstr(j, "unit", x->unit_name);
    json_kstr(j, "criterion", x->code);
    json_kdec(j, "claim", x->claim);
    json_kstr(j, "text", x->text);
    json_kstr(j, "evidence", x->evidence);
    json_kint(j, "document", x->document_id);
    json_kstr(j, "filed_at", moment_iso(c->arena, x->filed_at));
    json_kstr(j, "filed_by", x->filed_by);
    json_kstr(j, "outcome", x->outcome);
    json_kstr(j, "points", plain(c, x->points));
    json_kstr(j, "reason", x->reason);
    json_close(j, '}');
}

Err appeals_json(Ctx *c, int64_t round_id, Buf *out)
{
    Json j = { .out = out };
    AppealRows all;
    bool may;

    TRY(q_appeals_of_round(c, &all, .round_id = round_id));
    json_open(&j, '[');
    for (size_t i = 0; i < all.n; i++) {
        TRY(access_can(c, &PERM_SHEET_VIEW, all.v[i].unit_id, &may));
        if (may)
            appeal_json(c, &j, &all.v[i]);
    }
    end(&j, ']');
    return OK;
}
