/* Files inside the program, made by tools/embed.py: one table for each folder or file of data. */
#pragma once
#include "base/str.h"

typedef struct Embedded {
    const char *name;           /* "units.csv" */
    const char *bytes;
    size_t n;
} Embedded;
