/* Files of assets/ inside the program, packed, with addresses that change when the content does. */
#pragma once
#include "base/str.h"

typedef struct Asset {
    const char *name;           /* "app.css" */
    const char *address;        /* "/assets/app.0123456789abcdef.css" */
    const char *etag;
    const char *type;
    Str raw, gz, br;            /* gz, br: empty when they would be larger */
} Asset;

extern const Asset all_assets[];                /* generated; ends with { 0 } */
Str asset_address(const char *name);            /* an unknown name is a bug */
