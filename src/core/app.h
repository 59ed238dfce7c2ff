/*
 * What main put together for this run: configuration and the opened store. Read-only for everybody else.
 */
#pragma once
#include "core/room.h"

typedef struct Store Store;

struct App {
    const Room *const *rooms;
    Str data;                   /* data folder; empty in commands that need none */
    Str db;                     /* address of the database: sqlite:PATH or postgresql://… */
    Store *store;               /* NULL in PURE commands */
    void (*stop)(void);         /* ends what rooms do in the background; NULL: nothing. Before the store closes */
    bool serving;               /* this process is the server: it may work in the background */
    Str listen;                 /* address and port of the web door */
    int64_t clock_shift_ms;     /* `--now`: the doors' clock is this much ahead, for trials in accelerated time; 0: the real one */
    Str proxy;                  /* address of the one that may tell whose request it passes on; empty: nobody */
};
