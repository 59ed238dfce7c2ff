/* What DOCX and XLSX share: parts streamed into XML events, and relations between parts. */
#pragma once
#include "doc/xml.h"
#include "doc/zip.h"

typedef struct Rel {
    Str id, type;               /* type: last word of its address: "worksheet", "officeDocument" */
    const char *target;         /* full part name without leading slash */
} Rel;

typedef struct Rels {
    VEC(Rel) list;
} Rels;

Err ooxml_part(ZipIn *z, Arena *a, Str file, const char *name, const XmlEvents *ev, void *user, Answer *why);
/* Relations of a part ("" for the package); a part without relations gives an empty list. External targets are left out. */
Err ooxml_rels(Rels *out, ZipIn *z, Arena *a, Str file, const char *part, Answer *why);
const Rel *ooxml_rel(const Rels *r, Str id);
const Rel *ooxml_rel_type(const Rels *r, const char *type);     /* the first one */
