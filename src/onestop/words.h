/* The words of dossier exports: names of columns, statuses, channels, yes and no; by word, by code, with or without marks. */
#pragma once
#include "base/err.h"

typedef enum Field {
    F_CODE, F_PROCEDURE, F_UNIT, F_FIELD, F_RECEIVED, F_DUE, F_FINISHED, F_CHANNEL, F_PAID, F_FEE, F_DIGITISED, F_POSTAL,
    F_STATUS,
    /* what only an import keeps */
    F_OLD_DUE, F_ASKED, F_SUPPLIED, F_SUPPLEMENTS, F_ELECTRONIC, F_REUSED, F_COMPLAINT, F_OFFICIAL,
    F_SHARED, F_POPULATION, N_FIELDS
} Field;

typedef enum State {        /* what a status means for the figures */
    STATE_OTHER,            /* just registered, refused before acceptance, waiting for payment: counted in n alone */
    STATE_ACTIVE,           /* Được tiếp nhận, Đang xử lý */
    STATE_SUSPENDED,        /* Yêu cầu bổ sung */
    STATE_RETURNED,         /* rút, dừng */
    STATE_DONE              /* Đã xử lý xong, Đã trả kết quả */
} State;

typedef enum Channel { CHANNEL_DIRECT, CHANNEL_ONLINE, CHANNEL_POSTAL, N_CHANNELS } Channel;

const char *field_name(Field f);                        /* "dossier_code" */
const char *channel_name(Channel c);                    /* "direct" "online" "postal": byte order is the order of codes */

bool word_field(Field *out, Str header);                /* English name or a common Vietnamese heading */
bool word_field_name(Field *out, Str name);             /* the English name alone */
bool word_identity(Str header);                         /* names or numbers of applicants: never stored */
bool word_state(State *out, Str s);                     /* "Đang xử lý", "TT4", "4" */
bool word_channel(Channel *out, Str s);                 /* "Trực tuyến", "KENH2", "2"; empty is direct */
bool word_yes(bool *out, Str s);                        /* 1 0 2 true false có không x; empty is no */
