/* Files inside the program, made by tools/embed.py from data/demo/. */
#pragma once
#include "base/embedded.h"

extern const Embedded demo_files[];                         /* ends with { 0 } */
