/* The description of the API (OpenAPI 3.1), made from the tables of routes and parameters. */
#include "api/api_web.h"

#include "base/json.h"
#include "core/app.h"

static void parameter(Json *j, const Ctx *c, Str name, bool in_path, bool required, const char *title)
{
    json_open(j, '{');
    json_kstr(j, "name", name);
    json_kstr(j, "in", in_path ? S("path") : S("query"));
    json_kbool(j, "required", required);
    if (title)
        json_kstr(j, "description", str_of(tr(c->answer.lang, title)));
    json_key(j, "schema");
    json_open(j, '{');
    json_kstr(j, "type", S("string"));
    json_close(j, '}');
    json_close(j, '}');
}

static void parameters(Json *j, const Ctx *c, const Route *t)
{
    Str rest = str_of(t->path), head, name;

    json_key(j, "parameters");
    json_open(j, '[');
    while (str_cut(rest, S("{"), &head, &rest) && str_cut(rest, S("}"), &name, &rest))
        parameter(j, c, name, true, true, NULL);
    for (const ApiParam *p = api_params; p->path; p++)
        if (!strcmp(p->path, t->path) && p->method == GET && t->method == GET)
            parameter(j, c, str_of(p->name), false, p->required, p->title);
    json_close(j, ']');
}

/* A POST takes a form; a file makes it multipart. */
static void form_fields(Json *j, const Ctx *c, const Route *t, bool required)
{
    for (const ApiParam *p = api_params; p->path; p++) {
        if (strcmp(p->path, t->path) != 0 || p->method != POST || (required && !p->required))
            continue;
        if (required) {
            json_str(j, str_of(p->name));
            continue;
        }
        json_key(j, p->name);
        json_open(j, '{');
        json_kstr(j, "type", S("string"));
        json_kstr(j, "description", str_of(tr(c->answer.lang, p->title)));
        if (!strcmp(p->name, "file"))
            json_kstr(j, "format", S("binary"));
        json_close(j, '}');
    }
}

static void body(Json *j, const Ctx *c, const Route *t)
{
    json_key(j, "requestBody");
    json_open(j, '{');
    json_key(j, "content");
    json_open(j, '{');
    json_key(j, "multipart/form-data");
    json_open(j, '{');
    json_key(j, "schema");
    json_open(j, '{');
    json_kstr(j, "type", S("object"));
    json_key(j, "properties");
    json_open(j, '{');
    form_fields(j, c, t, false);
    json_close(j, '}');
    json_key(j, "required");
    json_open(j, '[');
    form_fields(j, c, t, true);
    json_close(j, ']');
    for (int i = 0; i < 4; i++)
        json_close(j, '}');
}

static void answer_of(Json *j, const char *status, const char *text)
{
    json_key(j, status);
    json_open(j, '{');
    json_kstr(j, "description", str_of(text));
    json_close(j, '}');
}

static void operation(Json *j, const Ctx *c, const Route *t)
{
    json_key(j, t->method == GET ? "get" : "post");
    json_open(j, '{');
    json_kstr(j, "summary", str_of(tr(c->answer.lang, t->perm->title)));
    json_kstr(j, "x-permission", str_of(t->perm->name));
    parameters(j, c, t);
    if (t->method == POST)
        body(j, c, t);
    json_key(j, "responses");
    json_open(j, '{');
    answer_of(j, "200", tr(c->answer.lang, T("Dữ liệu JSON.")));
    answer_of(j, "403", tr(c->answer.lang, T("Khóa API thiếu, sai, hết hạn hoặc không đủ quyền.")));
    answer_of(j, "404", tr(c->answer.lang, T("Không có dữ liệu được hỏi.")));
    json_close(j, '}');
    json_close(j, '}');
}

static bool told(const Route *t)
{
    return t->path && str_starts(str_of(t->path), S("/api/v1/")) && t->perm;
}

/* All methods of a path together, where the first of them stands in the table of the room. */
static void path(Json *j, const Ctx *c, const Route *routes, const Route *t)
{
    for (const Route *before = routes; before < t; before++)
        if (!strcmp(before->path, t->path))
            return;
    json_key(j, t->path);
    json_open(j, '{');
    for (const Route *of = t; of->path; of++)
        if (told(of) && !strcmp(of->path, t->path))
            operation(j, c, of);
    json_close(j, '}');
}

static void head(Json *j, const Ctx *c)
{
    json_kstr(j, "openapi", S("3.1.0"));
    json_key(j, "info");
    json_open(j, '{');
    json_kstr(j, "title", S("Thước Đo"));
    json_kstr(j, "version", S(VERSION));
    json_kstr(j, "description", str_of(tr(c->answer.lang, T("Đọc đơn vị, bộ tiêu chí và kết quả xếp hạng; đọc và nạp tài liệu, minh chứng."))));
    json_close(j, '}');
    json_key(j, "components");
    json_open(j, '{');
    json_key(j, "securitySchemes");
    json_open(j, '{');
    json_key(j, "key");
    json_open(j, '{');
    json_kstr(j, "type", S("http"));
    json_kstr(j, "scheme", S("bearer"));
    json_close(j, '}');
    json_close(j, '}');
    json_close(j, '}');
    json_key(j, "security");
    json_open(j, '[');
    json_open(j, '{');
    json_key(j, "key");
    json_open(j, '[');
    json_close(j, ']');
    json_close(j, '}');
    json_close(j, ']');
}

Err get_openapi(Ctx *c, Req *rq, Out *o)
{
    Buf out = { .arena = c->arena };
    Json j = { .out = &out };

    (void)o;
    json_open(&j, '{');
    head(&j, c);
    json_key(&j, "paths");
    json_open(&j, '{');
    for (const Room *const *r = c->app->rooms; *r; r++)
        for (const Route *t = (*r)->routes; t && t->path; t++)
            if (told(t))
                path(&j, c, (*r)->routes, t);
    json_close(&j, '}');
    json_close(&j, '}');
    buf_ch(&out, '\n');
    req_send(rq, S("application/json"), S(""), buf_str(&out));
    return OK;
}
