/* Inside the table reader: one sink, fed by the CSV and the XLSX reader. Others use doc/table.h. */
#pragma once
#include "doc/table.h"

typedef struct TableSink {
    void *user;
    /* Called at each sheet's begin, for each row with something in it, and at the sheet's end with its merged areas. */
    Err (*sheet)(void *user, Str name, bool hidden);
    Err (*row)(void *user, const Row *row);
    Err (*merged)(void *user, const MergedArea *areas, size_t n);
} TableSink;

typedef struct TableBudget {
    size_t bytes, cells;
} TableBudget;

Err csv_stream(Str file, Str bytes, const TableBudget *budget, const TableSink *sink, Answer *why);
Err xlsx_stream(Str file, Str bytes, const TableBudget *budget, const TableSink *sink, Answer *why);

/* For the pipe from the reader process. */
Str table_pack(const Table *t, Arena *a);
Err table_unpack(Table *out, Arena *a, Str file, Str bytes, Answer *why);
