/* What the public page of a survey shows. One screen is one of: start, question, ready to send, sent, refused. */
#pragma once
#include "html/out.h"
#include "survey_sql.h"

typedef struct PhoneOption {
    Str id, name, label;
    bool on;
} PhoneOption;

typedef struct PhoneUnit {
    Str id, name;
    bool on;
} PhoneUnit;

typedef struct PhoneLang {
    Str code, title;            /* "en", "English" */
} PhoneLang;

typedef struct PhoneView {
    Str lang, css;
    SurveyByCodeRow s;
    Str action;                 /* "s/survey", "s/survey/code" or "k/key" */
    bool kiosk;                 /* a machine at a counter: no receipt, back to the start by itself */
    Str place;                  /* the unit of a kiosk */
    Str tongue;                 /* language of the questionnaire that was chosen; empty: Vietnamese */
    VEC(PhoneLang) langs;
    Str ask, seal;              /* the guard's question */
    Str key;                    /* of the draft */
    bool big;
    Str wrong;                  /* why the last form was refused */
    bool start, question, ready, sent, stop;
    bool type_code;             /* a code may be typed: none was given, or a wrong one */
    Str stopped;                /* why nothing can be answered */
    VEC(PhoneUnit) units;       /* to choose from; empty with a code */
    SurveyQuestionsRow q;
    bool many, number, words;   /* kind of control */
    VEC(PhoneOption) options;
    Str value;
    int64_t number_of, count, back;     /* this question among all; the one before, 0: none */
    Str receipt;
} PhoneView;
