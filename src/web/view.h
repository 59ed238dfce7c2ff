/* Pieces that pages of several rooms show; their markup is in pages/pager.html, choices are <option>s. */
#pragma once
#include "web/req.h"

typedef struct Choice {
    Str value;
    const char *title;          /* T(); NULL: `text` is shown as it is */
    Str text;
    bool on;
} Choice;
typedef VEC(Choice) Choices;

typedef struct Pager {
    int64_t page, pages, total;
    int64_t prev, next;         /* 0: none */
    Str query;                  /* filters of the page, encoded: "&q=…" */
} Pager;

/* Which of `total` rows this page shows: first row in *from, number in *n. A page beyond the last is the last. */
Pager pager_of(const Req *rq, size_t total, size_t size, size_t *from, size_t *n);
