/*
 * A spreadsheet as the text of a source: its first sheet that holds rows, row by row, as CSV. The text goes through a file without a
 * name, for a million rows are better read from there than kept in memory.
 */
#include "doc/table.h"
#include "onestop/slab.h"
#include "onestop/source.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { PIECE = 1 << 20 };

typedef struct Sink {
    Buf text;                   /* what is not written yet */
    size_t written, sheet, line, width;
    int fd;
    bool any, full;
} Sink;

static void spill(Sink *k)
{
    for (size_t at = 0; at < k->text.n && !k->full;) {
        ssize_t n = write(k->fd, k->text.p + at, k->text.n - at);

        k->full = n <= 0;
        at += n > 0 ? (size_t)n : 0;
    }
    k->written += k->text.n;
    k->text.n = 0;
}

/* Rows that the sheet leaves out become empty lines, so that messages name the row of the sheet. */
static Err take_row(void *user, size_t sheet, Str name, const Row *row)
{
    Sink *k = user;
    size_t n = row->n;

    (void)name;
    if (!k->any) {
        k->sheet = sheet;
        k->width = n;
        k->line = 1;
    }
    if (sheet != k->sheet)
        return OK;
    for (; k->any && k->line < row->line; k->line++)
        buf_ch(&k->text, '\n');
    k->line = row->line + 1;
    k->any = true;
    while (n > k->width && row->cells[n - 1].kind == CELL_EMPTY)
        n--;
    for (size_t i = 0; i < n || i < k->width; i++) {
        if (i)
            buf_ch(&k->text, ',');
        if (i < n)
            buf_csv(&k->text, row->cells[i].text);
    }
    buf_ch(&k->text, '\n');
    if (k->text.n >= PIECE)
        spill(k);
    return k->full ? E_IO : OK;
}

static int nameless_file(void)
{
    const char *folder = getenv("TMPDIR");
    int fd = open(folder && *folder ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

    return fd >= 0 ? fd : open("/dev/shm", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

static Err stream(Source *s, Sink *k, Answer *why)
{
    static const Budget budget = { .bytes = (size_t)8 << 30, .items = (size_t)1 << 30 };
    Err e = table_stream(s->file, s->text, &budget, take_row, k, why);
    Str text;

    spill(k);
    if (k->full)
        return answer(why, E_IO, T("Không đủ chỗ trên đĩa để đọc tệp %.*s; hãy dọn thư mục tạm hoặc đặt TMPDIR sang đĩa khác."), SV(s->file));
    TRY(e);
    if (!k->written)
        return answer(why, E_INVALID, T("Tệp %.*s không có dòng nào; cần một dòng đầu có tên các cột."), SV(s->file));
    if (!slab_map_file(k->fd, k->written, &text))
        return answer(why, E_IO, T("Không đọc được tệp %.*s."), SV(s->file));
    source_end(s);
    s->text = text;
    return OK;
}

Err source_sheet(Source *s, Answer *why)
{
    SCRATCH(a);
    Sink k = { .text.arena = &a, .fd = nameless_file() };
    Err e;

    if (k.fd < 0)
        return answer(why, E_IO, T("Không tạo được tệp tạm; hãy dọn thư mục tạm hoặc đặt TMPDIR sang đĩa khác."));
    e = stream(s, &k, why);
    close(k.fd);
    return e;
}
