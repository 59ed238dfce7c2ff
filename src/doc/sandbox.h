/*
 * Files of strangers are read by a short-lived process of our own program that can do nothing but compute: it has the
 * bytes and a place for its answer, both in memory. It can open no file and no socket, start no program, and has limits
 * of time and memory. What it answers is not trusted either: doc_unpack checks it.
 *
 * The process is /proc/self/exe with "--reader" first: main() of each program begins with
 *
 *     sandbox_child(argc, argv);          does not return in a reader process
 */
#pragma once
#include "doc/doc.h"
#include "doc/signature.h"
#include "doc/table.h"

typedef struct SandboxLimits {
    int32_t ms;                 /* wall clock and processor; 0: 30,000 */
    size_t memory;              /* address space; 0: 2 GB. Not enforced in sanitized builds, which map terabytes. */
} SandboxLimits;

void sandbox_child(int argc, char **argv);

/*
 * DOCX, PDF and XLSX (each sheet a table), told apart by content. Plain text is not read here.
 * E_LIMIT: took too long or too much; E_INVALID: the file, in a sentence; E_IO: no process could be started.
 */
Err sandbox_read(Doc *out, Arena *a, Str file, Str bytes, const Budget *budget, const SandboxLimits *limits, Answer *why);

/* table_read() for uploads: a workbook is read in the reader process, CSV here (that reader is all ours). */
Err sandbox_table(Table *out, Arena *a, Str file, Str bytes, const Budget *budget, Answer *why);

/* A page of a PDF (from 1) as PNG, `width` pixels wide. What comes back is a PNG by its first bytes, and no more is known of it. */
Err sandbox_picture(Str *png, Arena *a, Str file, Str bytes, int page, int width, Answer *why);

/* The same of a large file of ours at `path`, which is opened for the child alone: this process needs no memory for it. */
Err sandbox_read_file(Doc *out, Arena *a, Str file, Str path, const Budget *budget, const SandboxLimits *limits, Answer *why);

/* Signatures of a PDF (doc/signature.h): of the file at `path`, or of the bytes where path is empty. */
Err sandbox_signatures(Signatures *out, Arena *a, Str file, Str path, Str bytes, Str trusted, Moment now, Answer *why);

/* The same reading in this process: for the child, for commands on the user's own files, for tests and fuzzing. */
Err doc_read(Doc *out, Arena *a, Str file, Str bytes, const Budget *budget, Answer *why);

/* What a reader process may do, tried out: "" when everything is denied, else names of what it could. For tests and self-checks. */
Err sandbox_probe(Arena *a, Str *could, Answer *why);
