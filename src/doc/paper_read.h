/*
 * A DOCX as a paper again: one that was filled from a template, or ours that somebody changed in Word. Roles come back from our
 * styles; paragraphs of other styles keep their alignment, size, bold and italic. So PDF and page say what the DOCX says.
 * What a paper does not know (text boxes, colours, floating pictures) is left out of the look; texts of boxes are kept.
 */
#pragma once
#include "doc/paper.h"

/* Answers: E_INVALID no DOCX; E_LIMIT. */
Err paper_read(Paper **out, Arena *a, Str file, Str bytes, const PaperAbout *about, Answer *why);
