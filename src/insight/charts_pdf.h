/*
 * Charts on paper: what the pages show as SVG becomes vectors and words of a PDF (A4), so that a chart has one source.
 * Below each chart stands what it says in words, every value of it, for those who cannot see the picture.
 */
#pragma once
#include "core/ctx.h"
#include "html/out.h"

/* What a chart that is taller than a page breaks between is its lines of text. E_INVALID: not made by chart/. */
Err charts_pdf(Ctx *c, Str title, Str note, const Html *charts, size_t n, Str *bytes);
