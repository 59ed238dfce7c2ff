#include "core/background.h"

static struct {
    pthread_mutex_t lock;
    bool stop;
    Background *all;
} shared = { .lock = PTHREAD_MUTEX_INITIALIZER };

static bool must_stop(void)
{
    bool stop;

    pthread_mutex_lock(&shared.lock);
    stop = shared.stop;
    pthread_mutex_unlock(&shared.lock);
    return stop;
}

static bool once_more(Background *b)
{
    bool more;

    pthread_mutex_lock(&shared.lock);
    more = b->again && !shared.stop;
    b->again = false;
    b->working = more;
    pthread_mutex_unlock(&shared.lock);
    return more;
}

static void *work(void *arg)
{
    Background *b = arg;

    do
        b->run(b->app, must_stop);
    while (once_more(b));
    return NULL;
}

void background_wake(Background *b, const App *app)
{
    pthread_mutex_lock(&shared.lock);
    if (b->working) {
        b->again = true;
    } else if (!shared.stop) {
        if (b->begun) {
            pthread_join(b->thread, NULL);
        } else {
            b->next = shared.all;
            shared.all = b;
        }
        b->app = app;
        b->begun = true;
        b->working = pthread_create(&b->thread, NULL, work, b) == 0;
        if (!b->working) {                              /* no thread: nothing to join, the next wake tries again */
            shared.all = b->next;
            b->begun = false;
        }
    }
    pthread_mutex_unlock(&shared.lock);
}

void background_end(void)
{
    pthread_mutex_lock(&shared.lock);
    shared.stop = true;
    pthread_mutex_unlock(&shared.lock);
    for (Background *b = shared.all; b; b = b->next)    /* nobody begins one any more */
        pthread_join(b->thread, NULL);
}
