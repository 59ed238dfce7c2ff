/*
 * What people change before a document is issued: paragraphs on the page, or the whole in Word. Numbers that differ from the
 * data are marked and kept with the document.
 */
#pragma once
#include "issuance/issuance.h"

typedef struct EditPlace {
    int64_t place;              /* from 1, among the paragraphs outside of tables that say something */
    Str role;                   /* name of the role, for people: "Căn cứ" */
    Str made;                   /* from the data now; **bold** */
    Str text;                   /* as it stands: made or edited */
    bool edited;
    bool stale;                 /* edited, but the data have changed since: the edit is not used until it is looked at */
    Str was;                    /* what the edit was made from */
} EditPlace;
typedef VEC(EditPlace) EditPlaces;

typedef struct HandNumber {     /* a number that the data do not give */
    int64_t place;              /* 0: somewhere in the Word file */
    Str text;
} HandNumber;
typedef VEC(HandNumber) HandNumbers;

/* Puts the edits of a draft into its paper; numbers by hand are marked there. */
Err edit_apply(Ctx *c, int64_t id, Paper *p, EditPlaces *places, HandNumbers *numbers);
Err issue_edit(Ctx *c, int64_t id, int64_t place, Str text);        /* empty or as made: the edit goes away */
Err issue_edit_clear(Ctx *c, int64_t id);

/* The draft as a person changed it in Word. Answers: E_INVALID what is no DOCX or still has tags. */
Err issue_word_put(Ctx *c, int64_t id, Str file, Str docx);
Err issue_word_drop(Ctx *c, int64_t id);                            /* made from the data again */
/* Numbers in the Word draft that the document made from the data does not have. */
void word_numbers(Arena *a, const Paper *made, const Paper *word, HandNumbers *out);
/* Writes number and day into the blanks of a Word draft. */
Err word_number(Ctx *c, const IssuedRow *d, Str docx, Str number, Date on, Str signer, Str *out);
