/*
 * From data to a document: what a kind gathers (Fields) meets a wording, ours or the province's.
 *
 *     Compose k;
 *     TRY(compose_begin(c, ask, &k));                 what the person typed
 *     TRY(compose_issuer(c, &k, S("H99.1")));         letterhead, signature, symbols
 *     field(k.f, "don_vi", …); …
 *     return compose_end(c, &k, out);
 *
 * Names of fields are Vietnamese without marks, for people meet them in templates (docs/guide/70-…).
 */
#pragma once
#include "doc/fields.h"
#include "issuance/make.h"

typedef struct Compose {
    const MakeAsk *ask;
    const MakeKind *kind;
    Fields *f;
    Body issuer;
    Date figures;               /* unset: today */
} Compose;

Err compose_begin(Ctx *c, const MakeAsk *ask, Compose *out);
/* code empty: as asked for, else the office that keeps the reform (setting issuance.department). */
Err compose_issuer(Ctx *c, Compose *k, Str code);
Err compose_end(Ctx *c, Compose *k, Made *out);

/* The unit that keeps administrative reform in the province, "Sở Nội vụ"; its code, empty where there is none. */
Err department_code(Ctx *c, Str *code);

/* "Sở Nội vụ" and "Giám đốc Sở Nội vụ", or what stands for them in a province without it. */
Err department_words(Ctx *c, Str *office, Str *chief);
/* The list can_cu: legal bases that all decisions of the province begin with. */
Err common_bases(Ctx *c, Fields *f);

/* Wording of a kind with the lines around it; every kind has one. */
Str wording_of(Arena *a, Str kind);
/* Names that a template of the kind may use: the tags of our wording and what every document has. */
void known_fields(Arena *a, const MakeKind *kind, Unknown *out);

/* "A, B và C" */
Str words_list(Arena *a, const Str *v, size_t n);
Str small_first(Arena *a, Str s);
