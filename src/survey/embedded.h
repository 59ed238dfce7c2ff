/* Questionnaires that come with the program, the CSV files of data/survey. */
#pragma once
#include "base/embedded.h"

extern const Embedded survey_files[];                   /* generated; ends with { 0 } */
