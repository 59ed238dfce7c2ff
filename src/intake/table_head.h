/* The heads of table columns: which of the known columns a head names. Pure. */
#pragma once
#include "intake/words.h"

/* The column that folded words name; false: none that we know. */
bool head_col(Str low, Col *out);
/* Settles the ambiguous heads ("Nội dung") once all are known, and tells the kind of the table. */
TableKind heads_settle(Col *cols, const bool *known, size_t n);
/*
 * Heads that stand below one another or in one line, as flattened text has them: the columns in order of the words.
 * Returns how many of the columns were found.
 */
size_t heads_in_text(Arena *a, Str text, ReadTable *t);
