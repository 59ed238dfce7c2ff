/* The tables of states, moves and stages as they stand in the program: for the regulation beside them, and for tests. */
#include "assess/assess_cli.h"

#include "assess/assess.h"
#include "base/json.h"

#define SAY(c, text) tr((c)->answer.lang, text)

static void words(Json *j, const char *key, unsigned set, const char *(*name)(unsigned bit))
{
    json_key(j, key);
    json_open(j, '[');
    for (unsigned bit = 1; bit && bit <= set; bit <<= 1)
        if (set & bit)
            json_str(j, str_of(name(bit)));
    json_close(j, ']');
}

static const char *phase_bit(unsigned bit)
{
    return phase_name((Phase)bit);
}

static const char *state_bit(unsigned bit)
{
    return sheet_state_name((SheetState)bit);
}

static const char *role_bit(unsigned bit)
{
    return role_name((Role)bit);
}

static void permission(Json *j, const Perm *p)
{
    json_kstr(j, "permission", str_of(p->name));
    words(j, "roles", p->roles, role_bit);
}

static Str must(Ctx *c, const char *text)
{
    return text ? str_of(SAY(c, text)) : S("");
}

static void round_moves_json(Ctx *c, Json *j)
{
    json_key(j, "round_moves");
    json_open(j, '[');
    for (const RoundMove *m = round_moves; m->action; m++) {
        json_open(j, '{');
        json_kstr(j, "from", str_of(phase_name(m->from)));
        json_kstr(j, "action", str_of(m->action));
        json_kstr(j, "title", str_of(SAY(c, m->title)));
        json_kstr(j, "to", str_of(phase_name(m->to)));
        permission(j, m->perm);
        json_kbool(j, "reason", m->reason);
        json_kstr(j, "must", must(c, round_move_must(m)));
        json_kstr(j, "sheets", str_of(m->sheets));
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void sheet_moves_json(Ctx *c, Json *j)
{
    json_key(j, "sheet_moves");
    json_open(j, '[');
    for (const SheetMove *m = sheet_moves; m->action; m++) {
        json_open(j, '{');
        json_kstr(j, "from", str_of(sheet_state_name(m->from)));
        json_kstr(j, "action", str_of(m->action));
        json_kstr(j, "title", str_of(SAY(c, m->title)));
        json_kstr(j, "to", str_of(sheet_state_name(m->to)));
        permission(j, m->perm);
        words(j, "phases", m->phases, phase_bit);
        json_kbool(j, "reason", m->reason);
        json_kstr(j, "must", must(c, sheet_move_must(m)));
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void stages_json(Ctx *c, Json *j)
{
    json_key(j, "stages");
    json_open(j, '[');
    for (Stage s = 0; s < N_STAGES; s++) {
        const StageRule *r = &stage_rules[s];

        json_open(j, '{');
        json_kstr(j, "stage", str_of(r->name));
        json_kstr(j, "title", str_of(SAY(c, r->title)));
        permission(j, r->perm);
        words(j, "phases", r->phases, phase_bit);
        words(j, "states", r->states, state_bit);
        json_kbool(j, "outsider", r->outsider);
        json_kbool(j, "tasked", r->tasked);
        json_kbool(j, "counts", r->counts);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void names_json(Ctx *c, Json *j, const char *key, unsigned last, const char *(*name)(unsigned), const char *(*title)(unsigned))
{
    json_key(j, key);
    json_open(j, '[');
    for (unsigned bit = 1; bit <= last; bit <<= 1) {
        json_open(j, '{');
        json_kstr(j, "name", str_of(name(bit)));
        json_kstr(j, "title", str_of(SAY(c, title(bit))));
        json_close(j, '}');
    }
    json_close(j, ']');
}

static const char *phase_bit_title(unsigned bit)
{
    return phase_title((Phase)bit);
}

static const char *state_bit_title(unsigned bit)
{
    return sheet_state_title((SheetState)bit);
}

static void print_moves(Ctx *c, Buf *out)
{
    buf_fmt(out, "%s\n", SAY(c, T("Chuyển giai đoạn của đợt")));
    for (const RoundMove *m = round_moves; m->action; m++)
        buf_fmt(out, "  %-12s %-18s → %-12s %-14s %s%s%.*s\n", phase_name(m->from), m->action, phase_name(m->to), m->perm->name, SAY(c, m->title),
            m->check ? ": " : "", SV(must(c, round_move_must(m))));
    buf_fmt(out, "\n%s\n", SAY(c, T("Chuyển trạng thái của phiếu")));
    for (const SheetMove *m = sheet_moves; m->action; m++)
        buf_fmt(out, "  %-12s %-18s → %-12s %-14s %s%s%.*s\n", sheet_state_name(m->from), m->action, sheet_state_name(m->to), m->perm->name,
            SAY(c, m->title), m->check ? ": " : "", SV(must(c, sheet_move_must(m))));
    buf_fmt(out, "\n%s\n", SAY(c, T("Các bước chấm điểm")));
    for (Stage s = 0; s < N_STAGES; s++)
        buf_fmt(out, "  %-12s %-16s %s\n", stage_rules[s].name, stage_rules[s].perm->name, SAY(c, stage_rules[s].title));
}

Err cmd_round_states(Ctx *c, const Args *a, Buf *out)
{
    Json j = { .out = out };

    if (!args_has(a, "json")) {
        print_moves(c, out);
        return OK;
    }
    json_open(&j, '{');
    names_json(c, &j, "phases", PH_CORRECTION, phase_bit, phase_bit_title);
    names_json(c, &j, "states", SH_FINAL, state_bit, state_bit_title);
    round_moves_json(c, &j);
    sheet_moves_json(c, &j);
    stages_json(c, &j);
    json_close(&j, '}');
    buf_ch(out, '\n');
    return OK;
}
