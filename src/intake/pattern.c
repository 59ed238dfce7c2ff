#include "intake/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <assert.h>
#include <pcre2.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { MATCH_LIMIT = 200000, DEPTH_LIMIT = 2000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pcre2_match_context *limits;

static void make_limits(void)
{
    limits = pcre2_match_context_create(NULL);
    if (!limits)
        abort();
    pcre2_set_match_limit(limits, MATCH_LIMIT);
    pcre2_set_depth_limit(limits, DEPTH_LIMIT);
}

/* A pattern that does not compile is a bug of ours. */
static pcre2_code *compiled(Pattern *p)
{
    pcre2_code *code = __atomic_load_n(&p->code, __ATOMIC_ACQUIRE);
    PCRE2_SIZE at;
    int error;

    if (code)
        return code;
    pthread_mutex_lock(&lock);
    code = __atomic_load_n(&p->code, __ATOMIC_ACQUIRE);
    if (!code) {
        code = pcre2_compile((PCRE2_SPTR)p->text, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_EXTENDED, &error, &at, NULL);
        if (!code) {
            fprintf(stderr, "pattern error %d at %zu of %s\n", error, at, p->text);
            abort();
        }
        (void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);      /* without JIT the interpreter does the same */
        __atomic_store_n(&p->code, code, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&lock);
    return code;
}

static bool run(Pattern *p, Str s, size_t from, uint32_t options, Match *m)
{
    pcre2_code *code = compiled(p);
    pcre2_match_data *data;
    int n;

    if (from > s.n)
        return false;
    pthread_once(&once, make_limits);
    data = pcre2_match_data_create(PATTERN_GROUPS, NULL);
    if (!data)
        abort();
    n = pcre2_match(code, (PCRE2_SPTR)(s.p ? s.p : ""), s.n, from, options | PCRE2_NO_UTF_CHECK, data, limits);
    if (n > 0) {
        PCRE2_SIZE *v = pcre2_get_ovector_pointer(data);

        for (int g = 0; g < PATTERN_GROUPS; g++) {
            bool set = g < n && v[2 * g] != PCRE2_UNSET;

            m->from[g] = set ? v[2 * g] : 1;
            m->to[g] = set ? v[2 * g + 1] : 0;
        }
    }
    pcre2_match_data_free(data);
    return n > 0;
}

bool pattern_find(Pattern *p, Str s, size_t from, Match *m)
{
    return run(p, s, from, 0, m);
}

bool pattern_at(Pattern *p, Str s, size_t from, Match *m)
{
    return run(p, s, from, PCRE2_ANCHORED, m);
}
