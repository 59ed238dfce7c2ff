/*
 * The test harness. A test is a sentence of the regulation; its body gives, acts and checks.
 *
 *     TEST(dec_sum_exact, "sums of points are exact")
 *     {
 *         CHECK_STR(dec_exact(t->arena, dec_add(DEC(0.1), DEC(0.2)), NUM_PLAIN), "0.3");
 *     }
 *
 * The program of all tests runs them in the order of files and prints `N passed, N failed, N skipped`.
 * A failing check ends its test. Skipping needs a reason that is printed.
 */
#pragma once
#include "base/dec.h"

typedef struct TestRun {
    Arena *arena;               /* ends with the test */
    const char *db;             /* NULL: fresh SQLite; else a PostgreSQL address (a schema of its own is made) */
    const char *shared;         /* folder of real facts, or NULL where it is absent */
} TestRun;

typedef struct TestCase TestCase;
struct TestCase {
    const char *name, *sentence, *file;
    int line;
    void (*run)(TestRun *t);
    TestCase *next;
};

void test_register(TestCase *tc);
_Noreturn void test_fail(const char *file, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
_Noreturn void test_skip(const char *reason);
int test_main(int argc, char **argv);

#define TEST(id, text)                                                                              \
    static void test_##id(TestRun *t);                                                              \
    __attribute__((constructor)) static void register_##id(void)                                    \
    {                                                                                               \
        static TestCase tc = { #id, text, __FILE__, __LINE__, test_##id, NULL };                    \
        test_register(&tc);                                                                         \
    }                                                                                               \
    static void test_##id([[maybe_unused]] TestRun *t)

#define CHECK(cond) ((cond) ? (void)0 : test_fail(__FILE__, __LINE__, "%s", #cond))
#define CHECK_INT(got, want) test_int(__FILE__, __LINE__, #got, (long long)(got), (long long)(want))
#define CHECK_STR(got, want) test_str(__FILE__, __LINE__, #got, (got), str_of(want))
#define CHECK_DEC(got, want) test_dec(__FILE__, __LINE__, #got, (got), want)     /* want: "9.25" */
#define CHECK_OK(call) test_ok(__FILE__, __LINE__, #call, (call))
#define CHECK_HAS(got, part) test_has(__FILE__, __LINE__, #got, (got), str_of(part))

void test_int(const char *file, int line, const char *what, long long got, long long want);
void test_str(const char *file, int line, const char *what, Str got, Str want);
void test_has(const char *file, int line, const char *what, Str got, Str part);
void test_dec(const char *file, int line, const char *what, Dec got, const char *want);
void test_ok(const char *file, int line, const char *what, Err e);

Str test_shared(TestRun *t, const char *path);          /* text of a file of real facts; skips where it is absent */
Str test_file(TestRun *t, const char *path);            /* text of a file of the project (path from its root) */
