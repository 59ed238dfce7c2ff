/*
 * A Reading is what the program understood of an official document: paragraphs with their places, the outline tree,
 * the identity, citations, targets, duties, scores and tables. It is a proposal: nothing enters a room before a person
 * accepts it. Text values are the source's own words; slips are kept and reported in `warnings`, never corrected.
 * All memory belongs to one arena. Confidence is a percentage: 100 certain, below 60 the review screen asks first.
 */
#pragma once
#include "base/date.h"
#include "base/dec.h"
#include "base/err.h"
#include "cal/deadline.h"

typedef struct Where {
    int from, to;               /* lines of the source, 1-based and inclusive; 0: not known */
    int page;                   /* 1-based; 0: not known */
} Where;

/* A paragraph was joined of pieces; the piece that begins at byte `at` stood on `line`. Sorted by `at`. */
typedef struct Piece {
    uint32_t at;
    int line;
} Piece;

typedef enum ParaKind {
    PARA_BODY, PARA_DASH, PARA_PLUS, PARA_NUMBERED, PARA_ARTICLE, PARA_BASIS, PARA_LETTERHEAD, PARA_RECIPIENTS,
    PARA_RECIPIENT, PARA_SIGNATURE, PARA_TITLE
} ParaKind;

typedef struct Para {
    Str text;                   /* wrapped lines joined, layout marks of Markdown dropped */
    Str low;                    /* the same bytes in lower case with tones placed one way: offsets are those of `text` */
    Where where;
    VEC(Piece) pieces;
    ParaKind kind;
    int node;                   /* index of the outline node it stands under or is the head of; -1: none */
    bool heading;               /* marked as a heading in the source (Markdown, style) */
    bool in_table;              /* belongs to a table and is not shown as a paragraph */
} Para;

typedef enum NumKind { NUM_NONE, NUM_PART, NUM_LETTER, NUM_ROMAN, NUM_ARABIC, NUM_DOTTED, NUM_DOTTED3, NUM_SMALL } NumKind;

typedef struct Node {
    int level;                  /* 1 = highest */
    NumKind kind;
    Str no, title;              /* "II", "1.1", "A"; empty no: a heading without a number */
    Str ref;                    /* place in the outline: "II.1" */
    Where where;
    int parent;                 /* -1: none */
    size_t para;
    int confidence;
} Node;

typedef struct Citation {
    Str type;                   /* "Quyết định" */
    Str number;                 /* without blanks: "345/QĐ-UBND"; empty: cited by name or with a blank number */
    Date date;
    Str issuer;                 /* as the sentence names it; empty: none named */
    Str name;                   /* laws and others known by name */
    bool self;                  /* the document speaks of itself or of what it is attached to */
    Where where;
    int confidence;
} Citation;

typedef enum Comparator { CMP_NONE, CMP_EQ, CMP_GE, CMP_GT, CMP_LE, CMP_LT, CMP_DECREASE } Comparator;

typedef struct Target {
    Str ref, area, text;
    Comparator comparator;
    OptDec value, value_to;
    Str unit, scope;
    int compare_year;           /* 0: none */
    bool qualitative, in_duty, in_task;
    Where where;
    int confidence;
} Target;

typedef struct Duty {
    Str ref, agency, text;
    Str support;                /* with whom */
    Str report_to;              /* who gets the report */
    Str deadline;               /* as written; empty: none */
    Date due;
    VEC(Str) targets;           /* refs of the targets entrusted by number */
    Where where;
    int confidence;
} Duty;

typedef enum ScoreKind { SCORE_CRITERION, SCORE_AREA, SCORE_SUBTOTAL, SCORE_TOTAL, SCORE_RANK } ScoreKind;

typedef struct Score {
    ScoreKind kind;
    Str area, criterion;
    Dec achieved, max;
    OptDec corrected;           /* what `achieved` must be for the sums to hold; set when the text reads otherwise */
    OptDec deduction;           /* negative: points lost as the text says it */
    OptDec change;              /* against the year before, points */
    OptDec index_percent;
    int change_rank, rank, rank_of, compare_year;
    bool in_table;              /* read of a row, not of a sentence */
    int repeated_at;            /* line where the same score is told again; 0: nowhere */
    Str cause;                  /* empty: none given */
    Str note;
    int node;                   /* outline node it stands under; -1: none */
    Where where;
    int confidence;
} Score;

/* Columns of the tables we know. The order is that of the official eight-column table. */
typedef enum Col {
    COL_TT, COL_AREA, COL_CRITERION, COL_OBJECTIVE, COL_TASK, COL_ACTIVITY, COL_CAUSE, COL_REMEDY, COL_PRODUCT,
    COL_LEAD, COL_SUPPORT, COL_DEADLINE, COL_FUNDING, COL_MAX, COL_RULE, COL_NOTE,
    COL_UNIT, COL_VALUE,                                    /* of a target given in columns of its own */
    COL_SELF, COL_APPRAISED, COL_ACHIEVED, COL_LOST,        /* points beside the maximum */
    COL_COUNT
} Col;

typedef struct CellItem {
    Str no, text;               /* "2.10", without the final dot; empty: no number */
    Where where;
} CellItem;

typedef struct TaskRow {
    Str area, area_title, subarea;
    Str cell[COL_COUNT];        /* joined text; an item's number is not part of it */
    Str lead_above;             /* the lead cell is empty: what stands above */
    VEC(CellItem) objectives, tasks, activities;
    Deadline due;               /* of cell[COL_DEADLINE] */
    bool merged[COL_COUNT];     /* taken from the row above */
    Where where;
    int confidence;
} TaskRow;

typedef enum TableKind { TABLE_OTHER, TABLE_TASKS, TABLE_REMEDIES, TABLE_CRITERIA, TABLE_SCORES } TableKind;

typedef struct ReadTable {
    TableKind kind;
    Str title;
    VEC(Col) cols;
    VEC(Str) names;             /* heads of the columns as written */
    VEC(TaskRow) rows;
    bool flattened;             /* rebuilt from text whose cells stood below one another */
    Where where;
    int confidence;
} ReadTable;

typedef struct Note {           /* a warning or a contradiction, a sentence for the person */
    Str text;
    Where where;
} Note;

typedef struct Named {          /* legal bases, articles, standards, footnotes */
    Str no, text;
    Where where;
} Named;

typedef struct Identity {
    Str type, title, number, symbol, place, issuer, superior, level, province;
    Str signer_authority, signer_title, signer, authority;
    Date date;
    Str date_partial;           /* "2024-01" when the day is blank */
    int result_year;            /* 0: not told */
    VEC(Str) recipients;
    Str attached_type, attached_title, appendix_title;
} Identity;

typedef struct Reading {
    Identity id;
    VEC(Para) paras;
    VEC(Node) nodes;
    VEC(Named) bases, articles, standards, footnotes, noise;
    VEC(Citation) citations;
    VEC(Target) targets;
    VEC(Duty) duties;
    VEC(Score) scores;
    VEC(ReadTable) tables;
    VEC(Note) warnings;
} Reading;
