/* The list of data elements inside the program, made by tools/embed.py from data/elements.csv. */
#pragma once
#include "base/embedded.h"

extern const Embedded element_files[];                      /* ends with { 0 } */
