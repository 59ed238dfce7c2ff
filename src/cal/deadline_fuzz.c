/* Any bytes as the text of a deadline: an answer comes, with dates in order, and the text is kept. */
#include <assert.h>

#include "cal/deadline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(a);
    Str s = { (const char *)data, size };
    Date after;
    Deadline d;

    deadline_parse(&d, &a, s, 2024, NULL);
    assert(d.text.n == size);
    assert(!d.start.day || !d.end.day || d.start.day <= d.end.day);
    if (date_make(&after, 2024, 5, 17)) {
        Date next = deadline_next(&d, after);

        assert(!next.day || next.day > after.day);
        deadline_bind(&d, NULL, after);
    }
    return 0;
}
