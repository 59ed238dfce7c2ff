/*
 * Where pages are written. Templates (*.html, compiled by tools/htmlgen.py) call these functions; rooms only fill
 * view structs. A value is escaped by its type (the _Generic below: a bare char * and a bool do not compile) and
 * by its place (text, quoted attribute, address). Control and bidirectional override characters vanish, bad UTF-8
 * becomes U+FFFD: a hostile name can neither leave its place nor turn the text around it.
 *
 *     Out o = { .buf = { .arena = c->arena }, .lang = LANG_VI };
 *     tpl_unit_list(&o, &view);
 */
#pragma once
#include "base/date.h"
#include "base/dec.h"
#include "base/err.h"

/* Markup that is already safe. Only html_trusted() makes one from text: charts and the page frame. */
typedef struct Html {
    Str s;
} Html;
Html html_trusted(Str markup);

typedef enum Place {
    PLACE_TEXT,
    PLACE_ATTR,         /* inside quotes */
    PLACE_URL,          /* a whole address: its scheme is checked, a bad one becomes "#" */
    PLACE_URL_PART      /* behind a static beginning: percent-encoded */
} Place;

typedef struct Out Out;
struct Out {
    Buf buf;            /* the page's body; its arena must be set */
    Lang lang;
    Str title;          /* of the page, already markup; set by {% title %} */
    Str csrf, once;     /* for the hidden fields of {% form %} */
    Str here;           /* path of this page, so that a refused form comes back to it */
    const Answer *refused;                                              /* why the last POST was refused, or NULL */
    bool (*posted)(const void *req, const char *field, Str *value);     /* what was typed in it, or NULL */
    const void *req;
    size_t title_from;  /* while the title is written */
};

void out_raw(Out *o, Str markup);                       /* static parts of templates only */
void out_put(Out *o, Place place, Str text);            /* escaped */

/* {{ x }}: the type decides. */
#define out_value(o, place, x)                                                                              \
    _Generic((x), Str: out_str, int: out_int32, long: out_long, long long: out_llong,                       \
             unsigned long: out_ulong, Dec: out_decval, OptDec: out_optdec, Date: out_dateval,                 \
             Moment: out_momentval, Html: out_html)((o), (place), (x))
void out_str(Out *o, Place place, Str s);
void out_int32(Out *o, Place place, int n);
void out_long(Out *o, Place place, long n);
void out_llong(Out *o, Place place, long long n);
void out_ulong(Out *o, Place place, unsigned long n);
void out_decval(Out *o, Place place, Dec d);               /* two decimals, comma in Vietnamese; plain in addresses */
void out_optdec(Out *o, Place place, OptDec d);         /* none: nothing */
void out_dateval(Out *o, Place place, Date d);          /* dd/mm/yyyy; ISO in addresses; unset: nothing */
void out_momentval(Out *o, Place place, Moment m);      /* dd/mm/yyyy hh:mm, Vietnamese wall clock */
void out_html(Out *o, Place place, Html h);             /* text only; elsewhere it asserts */

/* {{ x | filter }} */
#define OUT_OPT(x) _Generic((x), Dec: optdec_of, OptDec: optdec_same)(x)
OptDec optdec_of(Dec d);
OptDec optdec_same(OptDec d);
void out_places(Out *o, Place place, OptDec d, int places);
#define out_places0(o, place, x) out_places((o), (place), OUT_OPT(x), 0)
#define out_places1(o, place, x) out_places((o), (place), OUT_OPT(x), 1)
#define out_places2(o, place, x) out_places((o), (place), OUT_OPT(x), 2)
#define out_places4(o, place, x) out_places((o), (place), OUT_OPT(x), 4)
#define out_exact(o, place, x) out_exact_opt((o), (place), OUT_OPT(x))
void out_exact_opt(Out *o, Place place, OptDec d);      /* as many decimals as there are */
#define out_signed(o, place, x) out_signed_opt((o), (place), OUT_OPT(x))
void out_signed_opt(Out *o, Place place, OptDec d);     /* +0,25 −1,00 ±0 */
#define out_date(o, place, x) _Generic((x), Date: out_dateval, Moment: out_moment_date)((o), (place), (x))
void out_moment_date(Out *o, Place place, Moment m);
#define out_time(o, place, x) _Generic((x), Moment: out_momentval)((o), (place), (x))
#define out_iso(o, place, x) _Generic((x), Date: out_date_iso, Moment: out_moment_iso)((o), (place), (x))
void out_date_iso(Out *o, Place place, Date d);         /* for <input type="date"> */
void out_moment_iso(Out *o, Place place, Moment m);
#define out_count(o, place, x) out_grouped((o), (place), (int64_t)(x))
void out_grouped(Out *o, Place place, int64_t n);       /* 3.321 */
/* The rest of an address that is already encoded ("?q=a&page=2"), behind a static beginning. */
#define out_tail(o, place, x) out_put((o), ((void)(place), PLACE_ATTR), (x))

/* {{t x}}: a sentence that stands in T() in a const table. */
#define out_tr(o, place, x)                                                                                 \
    _Generic((x), Str: out_tr_str, const char *: out_tr_z, char *: out_tr_z)((o), (place), (x))
void out_tr_str(Out *o, Place place, Str vi);
void out_tr_z(Out *o, Place place, const char *vi);

/* {% if x %} */
#define out_true(x)                                                                                         \
    _Generic((x), bool: true_int, int: true_int, unsigned: true_int, long: true_int, long long: true_int,   \
             unsigned long: true_int, Str: true_str, OptDec: true_optdec, Date: true_date,                  \
             Moment: true_moment, Html: true_html, const char *: true_z)(x)
bool true_int(long long n);
bool true_str(Str s);
bool true_optdec(OptDec d);
bool true_date(Date d);
bool true_moment(Moment m);
bool true_html(Html h);
bool true_z(const char *vi);

/* A static text of a template, in the reader's language. */
void out_message(Out *o, Place place, const char *vi);

/* The same with values in it: {1} {2} stand where the translation wants them. */
typedef struct OutMessage {
    Out *o;
    Place place;
    Str rest;
    int hole;           /* number of the value to write now */
} OutMessage;
OutMessage out_message_open(Out *o, Place place, const char *vi);
bool out_message_next(OutMessage *m);   /* false: the message is written */

void out_title_begin(Out *o);
void out_title_end(Out *o);
void out_form(Out *o);                                  /* hidden fields: token, once-key, where we are */
void out_field_error(Out *o, const char *field);        /* the refusal, if it is about this field */
bool out_kept(Out *o, Place place, const char *field);  /* writes what was typed before the refusal; false: nothing was */
