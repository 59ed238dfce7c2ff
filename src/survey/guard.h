/*
 * Against stuffing, without knowing anybody. What is remembered are counts under hashes salted with a number that is
 * thrown away with the day: nobody can find an address in them, and tomorrow they mean nothing.
 *
 * Nobody is locked out. Whoever begins very many forms from one address is asked a sum first; a response that looks like
 * stuffing is kept and waits for a person's decision, with its reasons:
 *     fast      quicker than a person reads
 *     same      the same answers again from one address
 *     address   more from one address in a day than its limit
 *     pattern   the same answers to all scales again and again for one unit, from any address
 *     crowd     more from one kiosk in an hour than people can stand before it
 */
#pragma once
#include "core/room.h"
#include "survey_sql.h"

const char *guard_reason(Str reason);                   /* Vietnamese, T(); "" for an unknown one */
Str guard_reasons(Ctx *c, Str reasons);                 /* "fast same" in words */
/* "Có 5 phiếu bị giữ lại vì có dấu hiệu lạ: …"; empty: none. Vietnamese, for documents. */
Err guard_held(Ctx *c, const SurveyByCodeRow *s, Str *sentence);

typedef struct GuardSight {
    Str all, scales;            /* every answer; those on scales alone */
    int64_t took_ms, asked;
    int64_t unit_id;
    bool by_code;               /* a code was given to one person: its address says nothing */
    int64_t device_id;          /* a kiosk's address is everybody's */
} GuardSight;

/* Counts what is seen and gives the reasons to wait, divided by blanks; empty: none. */
Err guard_look(Ctx *c, const SurveyByCodeRow *s, const GuardSight *sight, Str *reasons);

/* The sum that is asked after many forms from this address. question empty: none is asked. seal goes into the form. */
Err guard_question(Ctx *c, const SurveyByCodeRow *s, Str *question, Str *seal);
/* Counts one more form begun here. Answers: E_INVALID naming the field "sum" when one must be asked and was not answered. */
Err guard_begin(Ctx *c, const SurveyByCodeRow *s, Str seal, Str sum);
