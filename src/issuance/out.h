/* A paper in the form that the name of a file asks for. */
#pragma once
#include "core/ctx.h"
#include "doc/paper.h"

/* name ends in .docx .pdf .xlsx or .html. Answers: another ending; a paper without tables as XLSX. */
Err paper_out(Ctx *c, const Paper *p, Str name, Str *bytes);
