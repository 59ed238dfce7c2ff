/* Until the catalogue is linked in, every sentence is its own translation. */
#include "base/err.h"

__attribute__((weak)) const char *tr(Lang lang, const char *vi)
{
    (void)lang;
    return vi;
}

__attribute__((weak)) Str tr_str(Lang lang, Str vi)
{
    (void)lang;
    return vi;
}
