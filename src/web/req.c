#include "web/req.h"

#include "core/file.h"

#include <assert.h>
#include <sodium.h>

static bool find(const HttpPair *v, size_t n, Str name, Str *value)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(v[i].name, name)) {
            *value = v[i].value;
            return true;
        }
    return false;
}

static bool lookup(const Req *rq, const char *name, Str *value)
{
    const HttpRequest *h = rq->http;
    Str key = str_of(name);

    if (find(rq->params.v, rq->params.n, key, value))
        return true;
    for (size_t i = 0; i < h->fields.n; i++)
        if (!h->fields.v[i].is_file && str_eq(h->fields.v[i].name, key)) {
            *value = h->fields.v[i].value;
            return true;
        }
    return find(h->args.v, h->args.n, key, value);
}

Str req_str(const Req *rq, const char *name)
{
    Str s = { 0 };

    return lookup(rq, name, &s) ? str_trim(s) : s;
}

bool req_has(const Req *rq, const char *name)
{
    Str s;

    return lookup(rq, name, &s);
}

int64_t req_int(const Req *rq, const char *name)
{
    int64_t n = 0;

    return str_int(req_str(rq, name), &n) ? n : 0;
}

static size_t count_in(const HttpPairs *v, const char *name)
{
    size_t n = 0;

    for (size_t i = 0; i < v->n; i++)
        n += str_eq(v->v[i].name, str_of(name));
    return n;
}

size_t req_count(const Req *rq, const char *name)
{
    size_t n = 0;

    for (size_t i = 0; i < rq->http->fields.n; i++)
        n += str_eq(rq->http->fields.v[i].name, str_of(name));
    return n ? n : count_in(&rq->http->args, name);
}

Str req_nth(const Req *rq, const char *name, size_t at)
{
    bool form = false;

    for (size_t i = 0; i < rq->http->fields.n; i++) {
        if (!str_eq(rq->http->fields.v[i].name, str_of(name)))
            continue;
        form = true;
        if (at-- == 0)
            return str_trim(rq->http->fields.v[i].value);
    }
    for (size_t i = 0; i < rq->http->args.n && !form; i++)
        if (str_eq(rq->http->args.v[i].name, str_of(name)) && at-- == 0)
            return str_trim(rq->http->args.v[i].value);
    return (Str){ 0 };
}

static Err missing(Ctx *c, const char *name)
{
    c->answer.field = str_of(name);
    return fail(c, E_INVALID, T("Ô này còn trống; hãy điền rồi gửi lại."));
}

Err req_dec(Ctx *c, const Req *rq, const char *name, bool needed, OptDec *out)
{
    Str s = req_str(rq, name);

    if (!s.n)
        return needed ? missing(c, name) : OK;
    out->has = dec_parse(&out->d, s);
    if (out->has)
        return OK;
    c->answer.field = str_of(name);
    return fail(c, E_INVALID, T("“%.*s” không phải là số; hãy ghi như 9,25."), SV(s));
}

Err req_date(Ctx *c, const Req *rq, const char *name, bool needed, Date *out)
{
    Str s = req_str(rq, name);

    if (!s.n)
        return needed ? missing(c, name) : OK;
    if (date_parse(out, s, 0))
        return OK;
    c->answer.field = str_of(name);
    return fail(c, E_INVALID, T("Ngày “%.*s” không có thật hoặc không hiểu được; hãy ghi dd/mm/yyyy."), SV(s));
}

bool req_nth_file(const Req *rq, const char *name, size_t i, ReqFile *out)
{
    for (size_t k = 0; k < rq->http->fields.n; k++) {
        const HttpField *f = &rq->http->fields.v[k];

        if (!f->is_file || !f->file_name.n || !str_eq(f->name, str_of(name)) || i-- > 0)
            continue;
        *out = (ReqFile){ .name = f->file_name, .bytes = f->value, .path = f->path, .size = f->size };
        return true;
    }
    return false;
}

bool req_file(const Req *rq, const char *name, Str *content, Str *file_name)
{
    Answer why = { .arena = rq->arena };
    ReqFile up;

    if (!req_nth_file(rq, name, 0, &up))
        return false;
    *file_name = up.name;
    *content = up.bytes;
    return !up.path.n || file_read(content, rq->arena, up.path, (size_t)up.size, &why) == OK;
}

ReqPage req_page(const Req *rq, int64_t size)
{
    int64_t page = req_int(rq, "page");

    if (page < 1 || page > 1000000)
        page = 1;
    return (ReqPage){ page, size, (page - 1) * size };
}

void req_go(Req *rq, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    rq->location = str_vfmt(rq->arena, fmt, ap);
    va_end(ap);
}

void req_flash(Req *rq, Str text)
{
    rq->flash = text;
}

void req_refuse_late(Req *rq, Err e)
{
    assert(e != OK);
    rq->late = e;
}

void req_again(Req *rq)
{
    rq->again = true;
}

Str req_query_less(const Req *rq, const char *name)
{
    Out o = { .buf = { .arena = rq->arena } };

    for (size_t i = 0; i < rq->http->args.n; i++) {
        const HttpPair *p = &rq->http->args.v[i];

        if (str_eq(p->name, str_of(name)))
            continue;
        out_raw(&o, S("&"));
        out_put(&o, PLACE_URL_PART, p->name);
        out_raw(&o, S("="));
        out_put(&o, PLACE_URL_PART, p->value);
    }
    return o.buf.p ? buf_str(&o.buf) : S("");
}

Err req_upload(Ctx *c, Req *rq, Str *bytes, Str *file_name)
{
    Str copy = req_str(rq, "copy");
    unsigned char *bin;
    size_t n;

    if (req_file(rq, "file", bytes, file_name))
        return OK;
    if (!copy.n)
        return fail_field(c, "file", T("Chưa chọn tệp; hãy chọn một tệp CSV hoặc XLSX."));
    bin = NEW(rq->arena, unsigned char, copy.n);
    if (sodium_base642bin(bin, copy.n, copy.p, copy.n, NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
        return fail_field(c, "file", T("Bản tệp gửi kèm bị hỏng; hãy chọn lại tệp."));
    *bytes = (Str){ (const char *)bin, n };
    *file_name = req_str(rq, "copy_name");
    return OK;
}

Str req_upload_copy(Req *rq, Str bytes)
{
    size_t size = sodium_base64_encoded_len(bytes.n, sodium_base64_VARIANT_ORIGINAL);
    char *text = NEW(rq->arena, char, size);

    sodium_bin2base64(text, size, (const unsigned char *)bytes.p, bytes.n, sodium_base64_VARIANT_ORIGINAL);
    return (Str){ text, size - 1 };
}

/* RFC 6266: the name in UTF-8, percent-encoded, so that quotes and line ends cannot leave it. */
static Str disposition(Arena *a, Str name)
{
    Out o = { .buf = { .arena = a } };

    buf_lit(&o.buf, "attachment; filename*=UTF-8''");
    out_put(&o, PLACE_URL_PART, name);
    return buf_str(&o.buf);
}

void req_send(Req *rq, Str type, Str file_name, Str body)
{
    rq->sent = true;
    rq->rs->type = type;
    rq->rs->body = body;
    if (file_name.n)
        http_add(rq->rs, "Content-Disposition", disposition(rq->arena, file_name));
}

void req_send_table(Req *rq, bool xlsx, Str file_name, Str body)
{
    req_send(rq, xlsx ? S("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet") : S("text/csv; charset=utf-8"), file_name, body);
}

void req_send_xlsx(Req *rq, Str file_name, Str body)
{
    req_send_table(rq, true, file_name, body);
}

bool req_wants_json(const Req *rq)
{
    size_t at;

    return str_find(http_header(rq->http, "Accept"), S("application/json"), &at) || str_starts(rq->path, S("/api/"));
}

void req_send_file(Req *rq, Str type, Str file_name, int fd, int64_t size, bool inline_ok)
{
    HttpPairs *h = &rq->rs->headers;
    Str attached = disposition(rq->arena, file_name);

    for (size_t i = 0; i < h->n; i++)                   /* instead of the pages' policy: nothing at all may run or load */
        if (str_eq(h->v[i].name, S("Content-Security-Policy")))
            h->v[i].value = S("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'");
        else if (inline_ok && str_eq(h->v[i].name, S("X-Frame-Options")))
            h->v[i].value = S("SAMEORIGIN");
    http_add(rq->rs, "Content-Disposition", inline_ok ? str_replace(rq->arena, attached, S("attachment;"), S("inline;")) : attached);
    rq->sent = true;
    rq->rs->type = type;
    rq->rs->fd = fd;
    rq->rs->has_fd = true;
    rq->rs->fd_size = size;
}
