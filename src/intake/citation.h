/*
 * Citations of other documents, in all the irregular spellings of practice: "345/QĐ-UBND", "18- NQ/TW", "NĐ - CP",
 * "Số:" inside a sentence, no "số" at all, a comma before "ngày", lists of numbers that share one kind, laws by name.
 * BASIS: NĐ 30/2020/NĐ-CP appendix III for the kinds and their abbreviations; Party documents put the hyphen first.
 */
#pragma once
#include "intake/words.h"

/* Adds the citations and standards of a paragraph (or of a cell dressed as one) to r. */
void citation_scan(Arena *a, Reading *r, const Para *p);
/* After all paragraphs: kinds and issuers shared in lists were set; here contradictions are reported. */
void citation_check(Arena *a, Reading *r);
/* "QĐ" -> "Quyết định"; empty when not known. Reads the symbol of a number: "345/QĐ-UBND", "12-NQ/TU", "60/2021/NĐ-CP". */
Str citation_type(Str number);
/* The issuer at byte `at` of the paragraph, as a closed grammar; 0: none. Returns its length. */
size_t issuer_length(const Para *p, size_t at);
/* Words with capitals behind `at`, with the blank before them: the name of a place; at most four. */
size_t place_name_length(const Para *p, size_t at);
/* A number and symbol at `at`: its length, 0 when there is none. */
size_t number_length(const Para *p, size_t at);
/* "ngày 5/2/2024", "ngày 30 tháng 12 năm 2022" at `at`. Returns the length; *date unset when there is no such day. */
size_t date_length(const Para *p, size_t at, Date *date, bool *bad);
