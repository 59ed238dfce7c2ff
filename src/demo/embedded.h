/* Files inside the program, made by tools/embed.py from data/demo/. */
#pragma once
#include "base/str.h"

typedef struct Embedded {
    const char *name;           /* "units.csv" */
    const char *bytes;
    size_t n;
} Embedded;

extern const Embedded demo_files[];                         /* ends with { 0 } */
