#include "doc/xml.h"

#include <libxml/parser.h>
#include <libxml/SAX2.h>
#include <threads.h>

enum { DEFAULT_DEPTH = 256 };

struct XmlIn {
    xmlParserCtxtPtr ctxt;
    const XmlEvents *events;
    void *user;
    Str file;
    size_t depth, max_depth;
    Answer *why;
    Err err;
};

static once_flag once = ONCE_FLAG_INIT;

static void prepare(void)
{
    xmlInitParser();
}

Str xml_attr(const XmlAttrs *a, const char *local)
{
    for (int i = 0; i < a->n; i++) {
        const unsigned char **v = a->v + 5 * (size_t)i;

        if (strcmp((const char *)v[0], local) == 0)
            return (Str){ (const char *)v[3], (size_t)(v[4] - v[3]) };
    }
    return (Str){ 0 };
}

bool xml_attr_has(const XmlAttrs *a, const char *local)
{
    return xml_attr(a, local).p != NULL;
}

/* The parser leaves one reference in attributes: an ampersand stays as &#38; */
Str xml_attr_text(const XmlAttrs *a, const char *local, Arena *arena)
{
    return str_dup(arena, str_replace(arena, xml_attr(a, local), S("&#38;"), S("&")));
}

static void stop(XmlIn *x, Err e)
{
    if (x->err == OK && e != OK) {
        x->err = e;
        xmlStopParser(x->ctxt);
    }
}

static void on_open(void *u, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int nns, const xmlChar **ns,
    int n, int ndefault, const xmlChar **attrs)
{
    XmlIn *x = u;
    XmlAttrs a = { attrs, n };

    (void)prefix, (void)nns, (void)ns, (void)ndefault;
    if (x->err != OK)
        return;
    if (++x->depth > x->max_depth) {
        stop(x, answer(x->why, E_LIMIT, T("Tệp “%.*s” lồng quá nhiều tầng; tệp này không được nhận."), SV(x->file)));
        return;
    }
    if (x->events->open)
        stop(x, x->events->open(x->user, (const char *)name, uri ? (const char *)uri : "", &a));
}

static void on_close(void *u, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    XmlIn *x = u;

    (void)prefix;
    if (x->err != OK)
        return;
    x->depth--;
    if (x->events->close)
        stop(x, x->events->close(x->user, (const char *)name, uri ? (const char *)uri : ""));
}

static void on_text(void *u, const xmlChar *p, int n)
{
    XmlIn *x = u;

    if (x->err == OK && x->events->text)
        stop(x, x->events->text(x->user, (Str){ (const char *)p, (size_t)n }));
}

static void on_doctype(void *u, const xmlChar *name, const xmlChar *id, const xmlChar *system)
{
    XmlIn *x = u;

    (void)name, (void)id, (void)system;
    stop(x, answer(x->why, E_INVALID, T("Tệp “%.*s” chứa khai báo DOCTYPE; tệp này không được nhận."), SV(x->file)));
}

static xmlEntityPtr on_entity(void *u, const xmlChar *name)
{
    (void)u;
    return xmlGetPredefinedEntity(name);
}

XmlIn *xml_in_begin(Arena *a, Str file, const XmlEvents *events, void *user, size_t depth, Answer *why)
{
    static const xmlSAXHandler handler = {
        .internalSubset = on_doctype, .getEntity = on_entity, .characters = on_text, .ignorableWhitespace = on_text,
        .cdataBlock = on_text, .startElementNs = on_open, .endElementNs = on_close, .initialized = XML_SAX2_MAGIC,
    };
    XmlIn *x = NEW(a, XmlIn, 1);
    xmlSAXHandler h = handler;

    call_once(&once, prepare);
    x->events = events;
    x->user = user;
    x->file = file;
    x->why = why;
    x->max_depth = depth ? depth : DEFAULT_DEPTH;
    x->ctxt = xmlCreatePushParserCtxt(&h, x, NULL, 0, NULL);
    if (x->ctxt)
        xmlCtxtUseOptions(x->ctxt, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);     /* never NOENT, HUGE */
    return x;
}

static Err feed(XmlIn *x, Str chunk, int last)
{
    int rc;

    if (x->err != OK)
        return x->err;
    if (!x->ctxt)
        return answer(x->why, E_IO, T("Không đọc được tệp “%.*s”; hãy thử lại."), SV(x->file));
    rc = xmlParseChunk(x->ctxt, chunk.p, (int)chunk.n, last);
    if (x->err != OK)
        return x->err;
    if (rc && !(rc == XML_WAR_NS_URI_RELATIVE || rc == XML_NS_ERR_UNDEFINED_NAMESPACE))
        x->err = answer(x->why, E_INVALID, T("Nội dung bên trong tệp “%.*s” bị hỏng (XML sai ở dòng %d); hãy mở và lưu lại rồi nộp lần nữa."),
            SV(x->file), xmlSAX2GetLineNumber(x->ctxt));
    return x->err;
}

Err xml_in_feed(XmlIn *x, Str chunk)
{
    return feed(x, chunk, 0);
}

Err xml_in_finish(XmlIn *x)
{
    return feed(x, S(""), 1);
}

void xml_in_end(XmlIn **x)
{
    if (*x && (*x)->ctxt)
        xmlFreeParserCtxt((*x)->ctxt);
    *x = NULL;
}

Err xml_read(Arena *a, Str file, Str bytes, const XmlEvents *events, void *user, Answer *why)
{
    CLEANUP(xml_in_end) XmlIn *x = xml_in_begin(a, file, events, user, 0, why);

    for (size_t at = 0; at < bytes.n; at += 65536)
        TRY(xml_in_feed(x, str_sub(bytes, at, at + 65536)));
    return xml_in_finish(x);
}

static bool xml_char(uint32_t cp)
{
    return cp == 9 || cp == 10 || cp == 13 || (cp >= 0x20 && cp < 0xD800) || (cp >= 0xE000 && cp < 0xFFFE) || cp > 0xFFFF;
}

void xml_text(Buf *b, Str s)
{
    for (size_t at = 0; at < s.n;) {
        uint32_t cp = utf8_next(s, &at);

        switch (cp) {
        case '&': buf_lit(b, "&amp;"); break;
        case '<': buf_lit(b, "&lt;"); break;
        case '>': buf_lit(b, "&gt;"); break;
        case '"': buf_lit(b, "&quot;"); break;
        default:
            if (xml_char(cp))
                buf_cp(b, cp);
        }
    }
}
