/*
 * Programs of others that we may use when they are installed (LibreOffice, Tesseract), each run in a process group of its
 * own: in a private folder that is removed afterwards, without network where the system lets us take it away, with an
 * empty environment, limits of time and file size, and an end by force when the clock has run out.
 */
#pragma once
#include "base/err.h"

typedef struct ToolDir {
    char path[64];              /* private to us, mode 0700; empty: none */
} ToolDir;

bool tool_here(const char *program);            /* whether it is found in the usual places */
bool tool_dir_make(ToolDir *d);
void tool_dir_end(ToolDir *d);                  /* removes it and all in it */
bool tool_put(const ToolDir *d, const char *name, Str bytes);
/* At most max bytes; false: not there, or too large. */
bool tool_get(const ToolDir *d, const char *name, size_t max, Arena *a, Str *out);
/* Whether the program ended by itself, within ms, with 0. argv[0] is the program; it runs in the folder. */
bool tool_run(const ToolDir *d, const char *const *argv, int32_t ms);

/* In the child, called by sandbox_child: `thuocdo --tool MS DIR PROGRAM ARGS…`. Does not return when it is one. */
void tool_child(int argc, char **argv);
