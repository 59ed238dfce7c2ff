/*
 * Every kind of document that an office may send, into the model of doc/doc.h: DOCX, PDF and XLSX in the reader process;
 * old Office and OpenDocument files after LibreOffice made them new; scans and pictures through Tesseract (`vie`). Without
 * these programs the answer says what to install or how to save the file. Slow for the latter two: seconds a file, and
 * a few seconds a page.
 */
#pragma once
#include "doc/doc.h"

enum { FOREIGN_LARGEST = 64 << 20 };            /* bytes; the callers do not give it longer files */

/* Answers: E_INVALID the file, in a sentence; E_LIMIT too long or too much; E_STATE a program is not installed. */
Err foreign_read(Doc *out, Arena *a, Str file, Str bytes, const Budget *budget, Answer *why);

bool foreign_office(void);                      /* LibreOffice is here */
bool foreign_ocr(void);                         /* Tesseract is here */
