/* With which words the cells of the official plan table begin. Pure; words of the language, not of any document. */
#pragma once
#include "intake/words.h"

enum { FLAT_AGENCY = 1, FLAT_DEADLINE = 2, FLAT_FUNDING = 4, FLAT_PRODUCT = 8, FLAT_VERB = 16 };

int flat_begins(Str low);               /* bits */
bool flat_open_end(Str low);            /* the line ends with a word or mark that a cell does not end with */
bool flat_code(Str text);               /* "1.2.3", "II.4": the code of a criterion and nothing else */
