/* What a file is, by its content. Names and extensions of strangers are not believed. */
#pragma once
#include "base/err.h"

typedef enum FileKind {
    FILE_EMPTY,
    FILE_BINARY,                /* none of the known ones, and no text */
    FILE_TEXT,                  /* UTF-8, UTF-16 or a Vietnamese 8-bit encoding: CSV, Markdown, plain text */
    FILE_XLSX,
    FILE_DOCX,
    FILE_ODT,
    FILE_ODS,
    FILE_ZIP,                   /* an archive of something else */
    FILE_LOCKED,                /* an Office file with a password */
    FILE_DOC,                   /* Word 97–2003 */
    FILE_XLS,                   /* Excel 97–2003 */
    FILE_OLE,                   /* another old Office file */
    FILE_PDF,
    FILE_RTF,
    FILE_HTML,
    FILE_PNG,
    FILE_JPEG,
    FILE_TIFF,
} FileKind;

FileKind sniff(Str bytes);
const char *sniff_name(FileKind kind);          /* Vietnamese, for sentences: "tệp Excel (XLSX)" */
const char *sniff_mime(FileKind kind);          /* "application/pdf" */

/*
 * Text of a text file as UTF-8, NFC not yet applied, without BOM. UTF-8 and UTF-16 by BOM or by content, else
 * Windows-1258 (whose tones are separate characters). Borrows from bytes where nothing changes.
 */
Str text_decode(Arena *a, Str bytes);
