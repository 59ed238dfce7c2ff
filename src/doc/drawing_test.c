#include "base/test.h"
#include "doc/drawing.h"

static Str draw(TestRun *t, int pages)
{
    Answer why = { .arena = t->arena };
    Drawing d = { .width = 842, .height = 595, .pages = pages, .title = S("Dòng thời gian <b>"), .made = { 1767225600000 } };
    Str bytes = { 0 };

    for (int p = 0; p < pages; p++) {
        *vec_add(t->arena, &d.marks) = (DrawMark){ .kind = DRAW_RECT, .page = p, .x = 10, .y = 10, .w = 100, .h = 8, .rgb = 0xb3302d };
        *vec_add(t->arena, &d.marks) = (DrawMark){ .kind = DRAW_LINE, .page = p, .x = 10, .y = 10, .w = 100, .h = 80 };
        *vec_add(t->arena, &d.marks) = (DrawMark){ .kind = DRAW_RING, .page = p, .x = 50, .y = 50, .w = 5 };
        *vec_add(t->arena, &d.marks) = (DrawMark){ .kind = DRAW_TEXT, .page = p, .x = 10, .y = 90, .w = 60, .size = 8,
            .text = S("Hướng dẫn các cơ quan lập kế hoạch theo một mẫu rất dài") };
    }
    CHECK_OK(drawing_pdf(&d, t->arena, &bytes, &why));
    return bytes;
}

TEST(drawing_pdf, "a drawing is a PDF of vectors and real text; equal drawings give equal bytes")
{
    Str one = draw(t, 1), again = draw(t, 1), three = draw(t, 3);
    size_t at;

    CHECK(str_starts(one, S("%PDF-")));
    CHECK(str_eq(one, again));
    CHECK(three.n > one.n);
    CHECK(!str_find(one, S("/Subtype /Image"), &at));
    CHECK(str_find(one, S("/Font"), &at));
}
