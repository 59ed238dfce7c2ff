/*
 * Reading JSON (RFC 8259) into a tree in an arena. Strict: no comments, no trailing commas, no bad UTF-8, no second value.
 *
 *     const JsonValue *v;
 *     TRY(json_read(&v, c->arena, text, NULL, &c->answer));
 *     Str name = json_text(json_get(v, "name"));
 *
 * A member or item that is not there is a null value, never NULL, so that reading can go on and be judged at the end.
 * Numbers stay text: who reads them knows whether they are counts or decimals. Of equal keys the first one counts.
 */
#pragma once
#include "base/dec.h"
#include "base/err.h"

typedef enum JsonKind { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT } JsonKind;

typedef struct JsonValue JsonValue;
struct JsonValue {
    JsonKind kind;
    Str text;                   /* of a string or number */
    Str key;                    /* of a member */
    const JsonValue *v;         /* items or members */
    size_t n;
};

/* Defaults of the budget: 256 MB, 20,000,000 values, depth 64. E_INVALID tells the place, E_LIMIT what is too much. */
Err json_read(const JsonValue **out, Arena *a, Str text, const Budget *budget, Answer *why);

const JsonValue *json_get(const JsonValue *object, const char *key);
const JsonValue *json_at(const JsonValue *array, size_t i);
Str json_text(const JsonValue *v);                      /* empty for other kinds */
int64_t json_number(const JsonValue *v);                /* a whole number, else 0 */
bool json_true(const JsonValue *v);
bool json_decimal(const JsonValue *v, Dec *out);        /* a decimal string or number */
