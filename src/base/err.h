/*
 * Errors are of three kinds and are kept apart.
 *   a bug      asserts; the process ends, the transaction is rolled back
 *   the world  E_DB, E_IO: forwarded by TRY as they are, logged once at the door
 *   an answer  everything else, with a full sentence for a person: what is wrong and what to do
 *
 *     TRY(csv_open(&csv, c->arena, text, &c->answer));
 *     return answer(why, E_INVALID, T("Ngày “%.*s” không có thật; hãy ghi dd/mm/yyyy."), SV(s));
 *
 * An Err cannot be ignored: the compiler sees to it. Cast to (void) with a reason where ignoring is right.
 */
#pragma once
#include "base/str.h"

typedef enum [[nodiscard]] Err {
    OK = 0,
    E_INVALID,          /* what was given is wrong */
    E_NOT_FOUND,
    E_FORBIDDEN,
    E_STATE,            /* right in itself, but not now (locked, already sent) */
    E_CONFLICT,         /* somebody else changed it meanwhile */
    E_LIMIT,            /* too large, too many, too often */
    E_RETRY,            /* serialization failure: the door runs the write again; nobody else sees it */
    E_DB,
    E_IO
} Err;

#define TRY(call)                   \
    do {                            \
        Err try_err_ = (call);      \
        if (try_err_ != OK)         \
            return try_err_;        \
    } while (0)

/* Languages of the interface. Vietnamese is the source; English is the catalogue po/en.po. */
typedef enum Lang { LANG_VI, LANG_EN } Lang;

/*
 * T("…") marks a Vietnamese sentence for the catalogue; it changes nothing. Translation happens where the
 * reader's language is known: answer(), templates, tr(). The test suite refuses a T() without English.
 */
#define T(text) text
const char *tr(Lang lang, const char *vi);              /* the text itself when there is no translation */
Str tr_str(Lang lang, Str vi);

/* Why something was refused: the sentence and where. Filled by the craft that refused, printed by the door. */
typedef struct Answer {
    Arena *arena;               /* where texts are made; must be set */
    Lang lang;
    Err code;                   /* OK: nothing was refused yet */
    Str text;                   /* the sentence, in lang */
    Str field;                  /* name of the form field, or empty */
    Str where;                  /* file, sheet, row, column as people say it, or empty */
    const char *src;            /* place in our source, for the log */
    int line;
} Answer;

/* Record an answer and return its code: `return answer(why, E_STATE, T("…"), …);` */
#define answer(why, code, ...) answer_at((why), (code), __FILE__, __LINE__, __VA_ARGS__)
Err answer_at(Answer *why, Err code, const char *src, int line, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
Err answer_v(Answer *why, Err code, const char *src, int line, const char *fmt, va_list ap)
    __attribute__((format(printf, 5, 0)));

/* What a parser of outside data may spend before it refuses. Zero means the parser's own default. */
typedef struct Budget {
    size_t bytes;               /* of input after unpacking */
    size_t items;               /* cells, nodes, rows */
    size_t depth;
} Budget;
