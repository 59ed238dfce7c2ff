#include "base/test.h"
#include "insight/composite.h"

#include <math.h>
#include <stdlib.h>

/* Fields of a line of quoted CSV without commas in the cells we use. */
static size_t fields(Arena *a, Str line, Str *out, size_t max)
{
    size_t n = 0;
    bool quoted = false;
    size_t from = 0;

    for (size_t i = 0; i <= line.n && n < max; i++) {
        if (i < line.n && line.p[i] == '"')
            quoted = !quoted;
        if (i == line.n || (line.p[i] == ',' && !quoted)) {
            out[n++] = str_replace(a, str_sub(line, from, i), S("\""), S(""));
            from = i + 1;
        }
    }
    return n;
}

static size_t find(const Str *v, size_t n, Str s)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(v[i], s))
            return i;
    return n;
}

enum { NODES = 80, UNITS = 51 };

typedef struct Asem {
    Str code[NODES], parent[NODES], unit[UNITS];
    int direction[NODES];
    CompositeNode node[NODES];
    size_t n, leaves, units;
    double value[NODES][UNITS];
} Asem;

static void read_tree(TestRun *t, Asem *s)
{
    Str rest = test_shared(t, "coinr-asem/asem_iMeta.csv"), line, f[10];

    CHECK(str_cut(rest, S("\n"), &line, &rest));
    while (rest.n) {
        (void)str_cut(rest, S("\n"), &line, &rest);     /* the last line may have no end */
        if (fields(t->arena, str_trim(line), f, 10) < 10)
            continue;
        if (!str_eq(f[9], S("Indicator")) && !str_eq(f[9], S("Aggregate")))
            continue;
        s->code[s->n] = f[1];
        s->parent[s->n] = f[8];
        s->direction[s->n] = str_starts(f[3], S("-")) ? -1 : 1;
        s->leaves += str_eq(f[9], S("Indicator"));
        s->n++;
    }
    for (size_t i = 0; i < s->n; i++) {
        size_t p = s->parent[i].n ? find(s->code, s->n, s->parent[i]) : i;

        s->node[i] = (CompositeNode){ p, 1 };
    }
}

static void read_values(TestRun *t, Asem *s)
{
    Str rest = test_shared(t, "coinr-asem/asem_treated.csv"), line, head[NODES], f[NODES];
    size_t n;

    CHECK(str_cut(rest, S("\n"), &line, &rest));
    n = fields(t->arena, str_trim(line), head, NODES);
    while (rest.n) {
        (void)str_cut(rest, S("\n"), &line, &rest);
        if (fields(t->arena, str_trim(line), f, NODES) != n)
            continue;
        s->unit[s->units] = f[0];
        for (size_t c = 1; c < n; c++)
            s->value[find(s->code, s->n, head[c])][s->units] =
                f[c].n && !str_eq(f[c], S("NA")) ? strtod(str_z(t->arena, f[c]), NULL) : (double)NAN;
        s->units++;
    }
    for (size_t i = 0; i < s->leaves; i++)
        composite_minmax(s->value[i], s->units, s->direction[i]);
}

TEST(composite_published, "the published composite index of the ASEM countries comes out to five decimals")
{
    static const struct { const char *code; double index; } known[] = {
        { "CHE", 68.38372 }, { "NLD", 64.81952 }, { "DNK", 64.80408 }, { "NOR", 64.46778 }, { "BEL", 63.53952 },
        { "SWE", 62.99968 },
    };
    Asem *s = NEW(t->arena, Asem, 1);

    read_tree(t, s);
    read_values(t, s);
    CHECK_INT(s->leaves, 49);
    CHECK_INT(s->units, 51);
    for (size_t k = 0; k < COUNT(known); k++) {
        size_t u = find(s->unit, s->units, str_of(known[k].code));
        double value[NODES];

        CHECK(u < s->units);
        for (size_t i = 0; i < s->n; i++)
            value[i] = s->value[i][u];
        CHECK(composite_mean(s->node, s->n, value));
        CHECK(fabs(value[find(s->code, s->n, S("Index"))] - known[k].index) < 0.000006);
    }
}

TEST(composite_gaps, "a missing leaf leaves its weight to its siblings; loops and two roots are refused")
{
    CompositeNode tree[] = { { 0, 1 }, { 0, 1 }, { 0, 3 }, { 2, 1 }, { 2, 1 } };
    double value[] = { 0, 10, 0, NAN, 50 };

    CHECK(composite_mean(tree, 5, value));
    CHECK(value[2] == 50 && value[0] == 40);
    tree[2].parent = 3;
    CHECK(!composite_mean(tree, 5, value));
    tree[2].parent = 2;
    CHECK(!composite_mean(tree, 5, value));
}
