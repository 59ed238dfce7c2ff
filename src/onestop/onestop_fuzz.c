/*
 * Any bytes as a file of dossiers: the answer must not depend on the scanner nor on where chunks are cut.
 */
#include "core/workcal.h"
#include "onestop/slab.h"
#include "onestop/stats.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static Str answer_of(Arena *a, Str file, const StatsAsk *ask)
{
    Answer why = { .arena = a };
    Buf out = { .arena = a };
    Stats stats;
    Str text;

    if (stats_read(&stats, a, ask, &file, 1, &why) != OK) {
        stats_end(&stats);
        return why.text;
    }
    stats_print(&stats, FORM_CSV, &out);
    text = str_fmt(a, "%.*s%zu %zu\n", SV(buf_str(&out)), stats.n_rows, stats.n_bad);
    slab_end(out.p, out.cap);
    stats_end(&stats);
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Arena calendar;
    static const WorkDays *days;
    const Calendar *cal = NULL;
    SCRATCH(a);
    StatsAsk ask = { .by = { KEY_UNIT, KEY_MONTH, KEY_CHANNEL }, .n_by = 3, .threads = 1, .as_of = { 739500, 100, 0 } };
    Answer why = { .arena = &calendar };
    int fd = memfd_create("dossiers", MFD_CLOEXEC);
    Str file = str_fmt(&a, "/proc/self/fd/%d", fd), first, second;

    if (fd < 0 || write(fd, data, size) != (ssize_t)size ||
        (!days && workcal_builtin(&cal, &why) != OK))
        abort();
    days = days ? days : workdays_of(&calendar, cal);
    ask.days = days;
    ask.skip_bad = size & 1;
    first = answer_of(&a, file, &ask);
    ask.scan = "plain";
    ask.chunk = 64;
    second = answer_of(&a, file, &ask);
    if (!str_eq(first, second))
        abort();
    close(fd);
    return 0;
}
