/*
 * XML of strangers as a stream of events. A DOCTYPE ends the reading (no entities, no files, no network);
 * depth is limited. Names are local names; namespaces are passed beside them.
 *
 * For writing: xml_text() escapes.
 */
#pragma once
#include "base/err.h"

typedef struct XmlAttrs {
    const unsigned char **v;    /* as libxml2 gives them: name, prefix, namespace, begin, end */
    int n;
} XmlAttrs;

Str xml_attr(const XmlAttrs *a, const char *local);                 /* raw, empty when absent; lives until the event ends */
bool xml_attr_has(const XmlAttrs *a, const char *local);
Str xml_attr_text(const XmlAttrs *a, const char *local, Arena *arena);      /* references resolved, copied */

typedef struct XmlEvents {
    /* An Err ends the reading and is returned; the answer was made by whoever returned it. ns may be "". */
    Err (*open)(void *user, const char *name, const char *ns, const XmlAttrs *attrs);
    Err (*close)(void *user, const char *name, const char *ns);
    Err (*text)(void *user, Str s);                                 /* may come in pieces */
} XmlEvents;

typedef struct XmlIn XmlIn;
/* `file` is the name for messages; depth 0: 256. */
XmlIn *xml_in_begin(Arena *a, Str file, const XmlEvents *events, void *user, size_t depth, Answer *why);
Err xml_in_feed(XmlIn *x, Str chunk);
Err xml_in_finish(XmlIn *x);                                        /* the end of the document must have come */
void xml_in_end(XmlIn **x);                                         /* for CLEANUP */
Err xml_read(Arena *a, Str file, Str bytes, const XmlEvents *events, void *user, Answer *why);

/* Text or attribute value for XML 1.0: & < > " escaped, characters that XML cannot hold dropped. */
void xml_text(Buf *b, Str s);
