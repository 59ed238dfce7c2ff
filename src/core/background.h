/*
 * Work that a request starts and does not wait for: a thread for each kind of work, begun when there is some and ended with
 * it. What it does stands in the database, so that another process goes on where one died.
 *
 *     static Background batches = { .run = work };
 *     background_wake(&batches, c->app);
 */
#pragma once
#include "core/app.h"

#include <pthread.h>

typedef struct Background Background;

struct Background {
    void (*run)(const App *app, bool (*stop)(void));    /* looks at stop() between its pieces; opens its own transactions */
    pthread_t thread;
    const App *app;
    bool begun, working, again;
    Background *next;
};

/* A wake while it works makes it run once more. Only where `serve` runs: a command ends before its threads would. */
void background_wake(Background *b, const App *app);
void background_end(void);              /* waits for all; before the store closes */
