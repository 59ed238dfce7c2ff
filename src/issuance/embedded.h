/* The wordings inside the program (data/issue). */
#pragma once
#include "base/embedded.h"

extern const Embedded wording_files[];                  /* ends with { 0 } */
