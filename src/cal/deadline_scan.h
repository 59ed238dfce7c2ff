/* Inside of deadline.h: the words of an expression as a list of pieces of time. */
#pragma once
#include "cal/deadline.h"

typedef enum PieceKind {
    P_DATE,                     /* day, month, year or 0 */
    P_DAY,                      /* "ngày 25" without a month */
    P_WEEKDAY,                  /* day: 1..7 */
    P_MONTH, P_QUARTER, P_YEAR, /* n: number of the month or quarter; year or 0 */
    P_MONTHS,                   /* months n..m of a year: halves, nine months */
    P_PLAN_YEAR,                /* "cả năm" */
    P_WEEK,                     /* week n (5: the last) of `month` */
    P_EVERY,                    /* n: one of EVERY_…; m > 1: only each m-th */
    P_COUNT,                    /* n times per m (EVERY_…) */
    P_OFFSET,                   /* n of unit m: 'd' days, 'w' working days, 'm' months, 'h' hours */
    P_OF_PERIOD,                /* "tháng cuối quý": n is EVERY_…, m the month of the period, 0 the last */
    P_ONWARD                    /* "và các năm tiếp theo"; n 0: "trở đi", which says nothing of a rhythm */
} PieceKind;

typedef enum Lead { LEAD_NONE, LEAD_BEFORE, LEAD_UNTIL, LEAD_FROM, LEAD_AFTER } Lead;
typedef enum Join { JOIN_NONE, JOIN_LIST, JOIN_RANGE } Join;
typedef enum Part { PART_NONE, PART_BEGIN, PART_MIDDLE, PART_END } Part;

typedef struct Piece {
    PieceKind kind;
    int day, month, year, n, m;
    Lead lead;
    Join join;                  /* with the piece before */
    Part part;
    bool words_before;          /* words that mean something else stand between it and the piece before */
    bool next_year;             /* "năm sau" */
} Piece;

typedef enum Tail { TAIL_NONE, TAIL_EVENT, TAIL_DOCUMENT, TAIL_DEMAND } Tail;

typedef struct Scan {
    VEC(Piece) pieces;
    bool standing, complete, within, periodic, ad_hoc;
    Tail tail;                  /* how the rest of the text, `event`, was introduced */
    bool tail_first;            /* … before any piece of time */
    Str event;
    bool before_event;          /* "trước khi …": due before it, not after */
    bool words;                 /* there is anything but white space and marks */
} Scan;

void deadline_scan(Scan *out, Arena *a, Str s);
