#include "base/json.h"
#include "base/json_read.h"

static void write(Json *j, const JsonValue *v)
{
    switch (v->kind) {
    case JSON_NULL: json_null(j); return;
    case JSON_FALSE:
    case JSON_TRUE: json_bool(j, v->kind == JSON_TRUE); return;
    case JSON_NUMBER:
    case JSON_STRING: json_str(j, v->text); return;
    case JSON_ARRAY:
    case JSON_OBJECT: break;
    }
    json_open(j, v->kind == JSON_ARRAY ? '[' : '{');
    for (size_t i = 0; i < v->n; i++) {
        if (v->kind == JSON_OBJECT) {
            SCRATCH(tmp);
            bool whole = !memchr(v->v[i].key.p ? v->v[i].key.p : "", 0, v->v[i].key.n);

            json_key(j, whole ? str_z(&tmp, v->v[i].key) : "nul");     /* our own keys are literals */
        }
        write(j, &v->v[i]);
    }
    json_close(j, v->kind == JSON_ARRAY ? ']' : '}');
}

/* Any bytes are refused with a sentence, or what is read can be written and read again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(arena);
    Answer why = { .arena = &arena };
    Budget budget = { .items = 100000 };
    const JsonValue *v, *again;
    Buf out = { .arena = &arena };
    Json j = { .out = &out };

    if (json_read(&v, &arena, (Str){ (const char *)data, size }, &budget, &why) != OK) {
        if (!why.text.n)
            __builtin_trap();
        return 0;
    }
    write(&j, v);
    if (json_read(&again, &arena, buf_str(&out), &budget, &why) != OK || again->n != v->n)
        __builtin_trap();
    return 0;
}
