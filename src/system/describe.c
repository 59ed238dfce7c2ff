#include "system/describe.h"

#include "base/json.h"
#include "db/db.h"

static void roles(Json *j, const Perm *p)
{
    json_key(j, "roles");
    json_open(j, '[');
    for (unsigned bit = 1; p && bit <= ROLE_PUBLIC; bit <<= 1)
        if (p->roles & bit)
            json_str(j, str_of(role_name((Role)bit)));
    json_close(j, ']');
}

static void perms(Json *j, const Room *r)
{
    json_key(j, "permissions");
    json_open(j, '[');
    for (const Perm *const *p = r->perms; p && *p; p++) {
        json_open(j, '{');
        json_kstr(j, "name", str_of((*p)->name));
        json_kstr(j, "title", str_of((*p)->title));
        roles(j, *p);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void routes(Json *j, const Room *r)
{
    json_key(j, "routes");
    json_open(j, '[');
    for (const Route *t = r->routes; t && t->path; t++) {
        json_open(j, '{');
        json_kstr(j, "method", t->method == GET ? S("GET") : S("POST"));
        json_kstr(j, "path", str_of(t->path));
        json_kstr(j, "permission", t->perm ? str_of(t->perm->name) : S(""));
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void commands(Json *j, const Room *r)
{
    static const char *const modes[] = { "pure", "read", "write", "own" };

    json_key(j, "commands");
    json_open(j, '[');
    for (const Command *cmd = r->commands; cmd && cmd->name; cmd++) {
        json_open(j, '{');
        json_kstr(j, "name", str_of(cmd->name));
        json_kstr(j, "operands", str_of(cmd->operands));
        json_kstr(j, "mode", str_of(modes[cmd->mode]));
        json_kstr(j, "help", str_of(cmd->help));
        json_key(j, "options");
        json_open(j, '[');
        for (const Opt *o = cmd->options; o && o->name; o++) {
            json_open(j, '{');
            json_kstr(j, "name", str_of(o->name));
            json_kstr(j, "value", str_of(o->value));
            json_kbool(j, "required", o->required);
            json_kstr(j, "help", str_of(o->help));
            json_close(j, '}');
        }
        json_close(j, ']');
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void facts(Json *j, const Room *r)
{
    json_key(j, "facts");
    json_open(j, '[');
    for (const FactKind *f = r->facts; f && f->code; f++) {
        json_open(j, '{');
        json_kstr(j, "code", str_of(f->code));
        json_kstr(j, "unit", str_of(f->unit));
        json_kstr(j, "title", str_of(f->title));
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void settings(Json *j, const Room *r)
{
    json_key(j, "settings");
    json_open(j, '[');
    for (const Setting *s = r->settings; s && s->key; s++) {
        json_open(j, '{');
        json_kstr(j, "key", str_of(s->key));
        json_kstr(j, "default", str_of(s->value));
        json_kstr(j, "title", str_of(s->title));
        json_close(j, '}');
    }
    json_close(j, ']');
}

void describe(const Room *const *rooms, Buf *out)
{
    Json j = { .out = out };

    json_open(&j, '{');
    json_kstr(&j, "version", S(VERSION));
    json_key(&j, "queries");
    json_open(&j, '[');
    for (const DbQuery *const *q = all_queries; *q; q++)
        json_str(&j, str_of((*q)->name));
    json_close(&j, ']');
    json_key(&j, "rooms");
    json_open(&j, '[');
    for (; *rooms; rooms++) {
        json_open(&j, '{');
        json_kstr(&j, "name", str_of((*rooms)->name));
        json_kstr(&j, "title", str_of((*rooms)->title));
        perms(&j, *rooms);
        routes(&j, *rooms);
        commands(&j, *rooms);
        facts(&j, *rooms);
        settings(&j, *rooms);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buf_ch(out, '\n');
}
