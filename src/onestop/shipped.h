/* Data that is part of the program: data/index766.csv, data/rating18.csv. */
#pragma once
#include "base/embedded.h"

extern const Embedded onestop_files[];                  /* ends with { 0 } */
