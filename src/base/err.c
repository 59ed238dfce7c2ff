#include "base/err.h"

#include <assert.h>

Err answer_v(Answer *why, Err code, const char *src, int line, const char *fmt, va_list ap)
{
    assert(code != OK && why->arena);
    why->code = code;
    why->src = src;
    why->line = line;
    why->text = str_vfmt(why->arena, tr(why->lang, fmt), ap);
    return code;
}

Err answer_at(Answer *why, Err code, const char *src, int line, const char *fmt, ...)
{
    va_list ap;
    Err e;

    va_start(ap, fmt);
    e = answer_v(why, code, src, line, fmt, ap);
    va_end(ap);
    return e;
}
