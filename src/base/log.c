#include "base/log.h"

#include "base/date.h"

#include <stdio.h>

static void put(const char *level, const char *fmt, va_list ap)
{
    SCRATCH(tmp);
    Str at = moment_iso(&tmp, moment_now());
    Str text = str_vfmt(&tmp, fmt, ap);

    /* one write: lines of several threads do not mix; line ends inside a message cannot forge a line */
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '\n')
            ((char *)text.p)[i] = ' ';
    fprintf(stderr, "%.*s %s %.*s\n", SV(at), level, SV(text));
}

void log_error(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    put("error", fmt, ap);
    va_end(ap);
}

void log_info(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    put("info", fmt, ap);
    va_end(ap);
}
