#include "base/test.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static TestCase *first, **last = &first;
static jmp_buf out_of_test;
enum { RAN = 0, FAILED = 1, SKIPPED = 2 };

void test_register(TestCase *tc)
{
    *last = tc;
    last = &tc->next;
}

void test_fail(const char *file, int line, const char *fmt, ...)
{
    va_list ap;

    fprintf(stderr, "%s:%d: ", file, line);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    longjmp(out_of_test, FAILED);
}

void test_skip(const char *reason)
{
    fprintf(stderr, "skipped: %s\n", reason);
    longjmp(out_of_test, SKIPPED);
}

void test_int(const char *file, int line, const char *what, long long got, long long want)
{
    if (got != want)
        test_fail(file, line, "%s is %lld, not %lld", what, got, want);
}

void test_str(const char *file, int line, const char *what, Str got, Str want)
{
    if (!str_eq(got, want))
        test_fail(file, line, "%s is\n  “%.*s”, not\n  “%.*s”", what, SV(got), SV(want));
}

void test_has(const char *file, int line, const char *what, Str got, Str part)
{
    size_t at;

    if (!str_find(got, part, &at))
        test_fail(file, line, "%s has no “%.*s” in it:\n%.*s", what, SV(part), SV(got));
}

void test_dec(const char *file, int line, const char *what, Dec got, const char *want)
{
    SCRATCH(tmp);
    Str s = dec_exact(&tmp, got, NUM_PLAIN);

    if (!str_eq(s, str_of(want)))
        test_fail(file, line, "%s is %.*s, not %s", what, SV(s), want);
}

void test_ok(const char *file, int line, const char *what, Err e)
{
    if (e != OK)
        test_fail(file, line, "%s gave error %d", what, (int)e);
}

static Str slurp(Arena *a, const char *path)
{
    Buf b = { .arena = a };
    char part[65536];
    size_t n;
    FILE *f = fopen(path, "rb");

    if (!f)
        return (Str){ 0 };
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_add(&b, (Str){ part, n });
    fclose(f);
    return b.p ? buf_str(&b) : S("");
}

Str test_shared(TestRun *t, const char *path)
{
    Str s;

    if (!t->shared)
        test_skip("the folder of real facts (../shared) is absent");
    s = slurp(t->arena, str_z(t->arena, str_fmt(t->arena, "%s/%s", t->shared, path)));
    if (!s.p)
        test_skip("this file of real facts is absent");
    return s;
}

Str test_file(TestRun *t, const char *path)
{
    const char *root = getenv("THUOCDO_ROOT");
    Str s = slurp(t->arena, str_z(t->arena, str_fmt(t->arena, "%s/%s", root ? root : ".", path)));

    if (!s.p)
        test_fail(path, 0, "file not found (THUOCDO_ROOT is the project's folder)");
    return s;
}

/* Arguments: [--db ADDRESS] [--shared DIR] [PART-OF-NAME …] */
int test_main(int argc, char **argv)
{
    static TestRun run;                                 /* static: survives longjmp */
    static int passed, failed, skipped;
    static TestCase *tc;
    static int first_name;

    first_name = argc;
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--db") && i + 1 < argc)
            run.db = argv[++i];
        else if (!strcmp(argv[i], "--shared") && i + 1 < argc)
            run.shared = argv[++i];
        else {
            first_name = i;
            break;
        }
    }
    for (tc = first; tc; tc = tc->next) {
        static Arena arena;
        bool wanted = first_name == argc;
        int how;

        for (int i = first_name; i < argc; i++)
            wanted |= strstr(tc->name, argv[i]) || strstr(tc->file, argv[i]);
        if (!wanted)
            continue;
        run.arena = &arena;
        how = setjmp(out_of_test);
        if (how == RAN) {
            tc->run(&run);
            passed++;
        } else if (how == SKIPPED) {
            fprintf(stderr, "  %s: %s\n", tc->name, tc->sentence);
            skipped++;
        } else {
            fprintf(stderr, "FAILED %s (%s:%d): %s\n", tc->name, tc->file, tc->line, tc->sentence);
            failed++;
        }
        arena_end(&arena);
    }
    printf("%d passed, %d failed, %d skipped\n", passed, failed, skipped);
    return failed != 0;
}
