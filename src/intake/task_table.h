/*
 * Tables to rows of tasks, remedies or criteria. A grid (tabs, Markdown bars, DOCX, XLSX, PDF) or text whose cells stand
 * below one another goes the same way from its cells on: an empty or merged cell means "same as above".
 */
#pragma once
#include "intake/lines.h"

typedef struct Grid {
    VEC(Str) cells;             /* rows * cols */
    size_t cols;
    VEC(int) lines;             /* line of each row */
    int page;
} Grid;

/* Finds tables written with tabs or bars; their lines are dropped from the text. */
void tables_of_lines(Lines *l, Arena *a, Reading *r);
/* Finds a flattened table: sets [*from, *to) to its lines, rows only; heads go to t. False: there is none. */
bool flat_find(Lines *l, Arena *a, size_t start, ReadTable *t, size_t *from, size_t *to);
/* Rebuilds the rows of a flattened table from its lines. */
void flat_build(Lines *l, Arena *a, ReadTable *t, size_t from, size_t to);
/* The same for a table of criteria whose maximum stands behind the name: code, name, maximum, rule, evidence in turn. */
bool flat_criteria(Lines *l, Arena *a, ReadTable *t, size_t from, size_t to);
bool flat_points(Lines *l, Arena *a, ReadTable *t, size_t from, size_t to);    /* of points */
/* A grid with its head row(s) inside. False: its heads name no table that we know. */
bool table_of_grid(Arena *a, const Grid *g, Str title, ReadTable *out);
/* Cell text to row: numbers split off, items told apart. */
void row_set(Arena *a, TaskRow *row, Col col, Str text, Where where);
/* Empty cells take what stands above. */
void rows_inherit(ReadTable *t);
/* The cells of all tables as paragraphs, for citations and targets. */
void tables_each_cell(const Reading *r, Arena *a, void (*fn)(void *user, const TaskRow *row, Col col, const Para *cell), void *user);
