/*
 * Templates of a province: DOCX files edited in Word, one for each kind of document. They come before our wording; an upgrade
 * of the program never touches them.
 */
#pragma once
#include "issuance/make.h"

/* Fills the province's template with m->fields. *own false: there is none, our wording is used. */
Err template_fill(Ctx *c, const MakeAsk *ask, const PaperAbout *about, Made *m, bool *own);
