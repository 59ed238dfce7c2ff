#include "base/json_read.h"
#include "base/test.h"

static Err read(TestRun *t, const char *text, const JsonValue **v)
{
    Answer why = { .arena = t->arena };

    return json_read(v, t->arena, str_of(text), NULL, &why);
}

TEST(json_read_values, "JSON is read into a tree; what is not there reads as nothing")
{
    const JsonValue *v;
    Dec d;

    CHECK_OK(read(t, " {\"a\":[1,-2.5,\"x\\u0110\\n\\ud83d\\ude00\"],\"b\":true,\"c\":null} ", &v));
    CHECK_INT(json_number(json_at(json_get(v, "a"), 0)), 1);
    CHECK(json_decimal(json_at(json_get(v, "a"), 1), &d));
    CHECK_DEC(d, "-2.5");
    CHECK_STR(json_text(json_at(json_get(v, "a"), 2)), "xĐ\n😀");
    CHECK(json_true(json_get(v, "b")));
    CHECK_STR(json_text(json_get(json_get(v, "no"), "such")), "");
}

TEST(json_read_refuses, "JSON that is not strictly right is refused")
{
    static const char *const wrong[] = { "", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "01", "1.", "+1", "\"\\x\"", "\"\\ud800\"", "\"a\nb\"",
        "tru", "nul", "1 2", "[1 2]", "\"", "{1:2}", "\"\xff\"", "-", "1e" };
    const JsonValue *v;

    for (size_t i = 0; i < COUNT(wrong); i++)
        if (read(t, wrong[i], &v) == OK)
            test_fail(__FILE__, __LINE__, "accepted: %s", wrong[i]);
}

TEST(json_read_deep, "JSON nested without end is refused, not followed")
{
    char deep[2000];
    const JsonValue *v;

    memset(deep, '[', sizeof deep - 1);
    deep[sizeof deep - 1] = 0;
    CHECK(read(t, deep, &v) == E_LIMIT);
}
