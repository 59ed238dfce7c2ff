/*
 * Who issued the document, what kind it is, its number and symbol, place and date, title, legal bases, articles, signer
 * and recipients. What the text does not tell stays empty: nothing is guessed.
 * BASIS: NĐ 30/2020/NĐ-CP art. 8 and appendix I (components of a document and their places).
 */
#pragma once
#include "intake/reading.h"

void identity_read(Arena *a, Reading *r);
/* A name in capitals as running text has it: "ỦY BAN NHÂN DÂN HUYỆN AN BÌNH" -> "UBND huyện An Bình". */
Str identity_body(Arena *a, Str caps);
