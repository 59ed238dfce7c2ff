#include "onestop/source.h"

#include "onestop/slab.h"
#include "onestop/spill.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utf8proc.h>

enum { MAX_HEADER = 1 << 20, PIECE = 4 << 20 };

/* Windows-1258 where it differs from Latin-1; 0: no character. */
static const uint16_t high_1258[32] = {
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0, 0x2039, 0x0152, 0, 0, 0,
    0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0, 0x203A, 0x0153, 0, 0, 0x0178,
};

static uint32_t cp_1258(uint8_t b)
{
    switch (b) {
    case 0xC3: return 0x102;
    case 0xCC: return 0x300;
    case 0xD0: return 0x110;
    case 0xD2: return 0x309;
    case 0xD5: return 0x1A0;
    case 0xDD: return 0x1AF;
    case 0xDE: return 0x303;
    case 0xE3: return 0x103;
    case 0xEC: return 0x301;
    case 0xF0: return 0x111;
    case 0xF2: return 0x323;
    case 0xF5: return 0x1A1;
    case 0xFD: return 0x1B0;
    case 0xFE: return 0x20AB;
    default:
        if (b >= 0x80 && b < 0xA0)
            return high_1258[b - 0x80] ? high_1258[b - 0x80] : 0xFFFD;
        return b;
    }
}

/* Writes code points, joining a letter with the tone mark behind it: codes and words compare in composed form. */
typedef struct Writer {
    Spill spill;
    uint32_t last;              /* not written yet */
} Writer;

static void flush(Writer *w)
{
    if (w->last)
        buf_cp(&w->spill.text, w->last - 1);
    w->last = 0;
    spill_some(&w->spill);
}

static void put(Writer *w, uint32_t cp)
{
    if (w->last && cp >= 0x300 && cp < 0x370) {
        utf8proc_int32_t pair[2] = { (utf8proc_int32_t)(w->last - 1), (utf8proc_int32_t)cp };

        if (utf8proc_normalize_utf32(pair, 2, UTF8PROC_COMPOSE | UTF8PROC_STABLE) == 1) {
            w->last = (uint32_t)pair[0] + 1;
            return;
        }
    }
    flush(w);
    w->last = cp + 1;           /* NUL stays a character: the scan refuses it with its row */
}

void source_take(Source *s, Str text)
{
    source_end(s);
    s->text = text;
}

Err source_no_spill(Answer *why)
{
    return answer(why, E_IO, T("Không tạo được tệp tạm; hãy dọn thư mục tạm hoặc đặt TMPDIR sang đĩa khác."));
}

/* What has been decoded takes the place of the text. */
static Err take_decoded(Source *s, Writer *w, Answer *why)
{
    Str text;

    flush(w);
    TRY(spill_end(&w->spill, &text, s->file, why));
    source_take(s, text);
    return OK;
}

bool source_is_utf8(const Source *s)
{
    for (size_t at = 0; at < s->text.n;) {
        size_t end = s->text.n - at > PIECE ? at + PIECE : s->text.n;

        while (end < s->text.n && end > at + PIECE - 4 && ((uint8_t)s->text.p[end] & 0xC0) == 0x80)     /* do not cut a character */
            end--;
        if (!utf8_valid(str_sub(s->text, at, end)))
            return false;
        slab_forget(s->text, at, end);
        at = end;
    }
    return true;
}

Err source_as_1258(Source *s, Answer *why)
{
    SCRATCH(a);
    Writer w = { 0 };

    if (!spill_begin(&w.spill, &a))
        return source_no_spill(why);
    for (size_t i = 0; i < s->text.n; i++) {
        put(&w, cp_1258((uint8_t)s->text.p[i]));
        if (i % PIECE == 0)
            slab_forget(s->text, i > PIECE ? i - PIECE : 0, i);
    }
    return take_decoded(s, &w, why);
}

static void decode_utf16(const Source *s, bool big, Writer *w)
{
    const uint8_t *p = (const uint8_t *)s->text.p;
    uint32_t high = 0;

    for (size_t i = 0; i + 1 < s->text.n; i += 2) {
        uint32_t u = big ? (uint32_t)(p[i] << 8 | p[i + 1]) : (uint32_t)(p[i + 1] << 8 | p[i]);

        if (i % PIECE == 0)
            slab_forget(s->text, i > PIECE ? i - PIECE : 0, i);
        if (high && (u & 0xFC00) == 0xDC00) {
            put(w, 0x10000 + ((high & 0x3FF) << 10) + (u & 0x3FF));
            high = 0;
            continue;
        }
        if (high)
            put(w, 0xFFFD);
        high = (u & 0xFC00) == 0xD800 ? u : 0;
        if (!high && !(i == 0 && u == 0xFEFF))
            put(w, (u & 0xFC00) == 0xDC00 ? 0xFFFD : u);
    }
}

static Err as_utf16(Source *s, bool big, Answer *why)
{
    SCRATCH(a);
    Writer w = { 0 };

    if (!spill_begin(&w.spill, &a))
        return source_no_spill(why);
    decode_utf16(s, big, &w);
    return take_decoded(s, &w, why);
}

static Err decode(Source *s, Answer *why)
{
    const uint8_t *p = (const uint8_t *)s->text.p;
    size_t n = s->text.n, even = 0, odd = 0, look = n < 1024 ? n : 1024;
    Str head = str_sub(s->text, 0, 1 << 16);

    if (n >= 2 && ((p[0] == 0xFF && p[1] == 0xFE) || (p[0] == 0xFE && p[1] == 0xFF)))
        return as_utf16(s, p[0] == 0xFE, why);
    for (size_t i = 0; i < look; i++)
        *(i & 1 ? &odd : &even) += p[i] == 0;
    if (look >= 8 && (even > look / 4 || odd > look / 4))
        return as_utf16(s, even > odd, why);
    while (head.n && head.n < n && (head.p[head.n - 1] & 0x80))     /* do not cut a character */
        head.n--;
    return utf8_valid(head) ? OK : source_as_1258(s, why);
}

/* The cells of the header. Returns the place behind it. */
static size_t split_header(const Source *s, Arena *a, char delimiter, Str *cells, uint32_t *n)
{
    Buf cell = { .arena = a };
    bool quoted = false;
    size_t i = str_starts(s->text, S("\xEF\xBB\xBF")) ? 3 : 0, end = s->text.n < MAX_HEADER ? s->text.n : MAX_HEADER;

    *n = 0;
    for (; i < end; i++) {
        char ch = s->text.p[i];

        if (ch == '"')
            quoted = !quoted;
        else if (!quoted && (ch == delimiter || ch == '\n')) {
            if (*n < MAX_COLS)
                cells[(*n)++] = buf_str(&cell);
            cell = (Buf){ .arena = a };
            if (ch == '\n')
                return i + 1;
        } else {
            buf_ch(&cell, ch);
        }
    }
    if (*n < MAX_COLS)
        cells[(*n)++] = buf_str(&cell);
    return end;
}

static bool field_of(const Source *s, Str heading, Field *out)
{
    for (size_t i = 0; i < s->n_known; i++)
        if (str_eq(str_trim(heading), s->known[i].text)) {
            *out = s->known[i].field;
            return true;
        }
    return word_field(out, heading);
}

Err source_header(Source *s, Arena *a, uint32_t need, Answer *why)
{
    static const char delimiters[] = { ',', ';', '\t', '|', ':', '^', '~' };
    Str *cells = NEW(a, Str, MAX_COLS);
    uint32_t n, best = 0;
    Field f;

    s->delimiter = ',';
    for (size_t d = 0; d < COUNT(delimiters); d++) {
        uint32_t known = 0;

        (void)split_header(s, a, delimiters[d], cells, &n);     /* only counting here */
        for (uint32_t i = 0; i < n; i++)
            known += field_of(s, cells[i], &f);
        if (known > best) {
            best = known;
            s->delimiter = delimiters[d];
        }
    }
    s->begin = split_header(s, a, s->delimiter, cells, &s->n_cols);
    s->heads = cells;
    for (int i = 0; i < N_FIELDS; i++)
        s->col[i] = -1;
    for (uint32_t i = 0; i < s->n_cols; i++) {
        if (!field_of(s, cells[i], &f))
            continue;
        if (s->col[f] >= 0)
            return answer(why, E_INVALID, T("Tệp %.*s, dòng 1: cột %s có hai lần (cột %d và cột %u, “%.*s”); hãy bỏ bớt một cột."),
                SV(s->file), field_name(f), s->col[f] + 1, i + 1, SV(str_trim(cells[i])));
        s->col[f] = (int32_t)i;
    }
    for (int i = 0; i < N_FIELDS; i++)
        if ((need >> i & 1) && s->col[i] < 0)
            return answer(why, E_INVALID, T("Tệp %.*s, dòng 1: không có cột %s; hãy đặt tên cột ở dòng đầu."), SV(s->file),
                field_name((Field)i));
    return OK;
}

/* A pipe or a device: read to its end. */
static Err read_all(int fd, Source *s, Answer *why)
{
    enum { ROOM = 1 << 18 };
    SCRATCH(a);
    Spill spill;
    char *room = NEW(&a, char, ROOM);
    ssize_t got;
    bool any = false;
    Str text;

    if (!spill_begin(&spill, &a))
        return source_no_spill(why);
    while ((got = read(fd, room, ROOM)) > 0 || (got < 0 && errno == EINTR)) {
        buf_add(&spill.text, (Str){ room, got > 0 ? (size_t)got : 0 });
        spill_some(&spill);
        any |= got > 0;
    }
    if (got < 0 || !any) {
        spill_drop(&spill);
        return got < 0 ? answer(why, E_INVALID, T("Không đọc được tệp %.*s."), SV(s->file)) : OK;
    }
    TRY(spill_end(&spill, &text, s->file, why));
    s->text = text;
    return OK;
}

Err source_open(Source *out, Arena *a, Str file, uint32_t need, Answer *why)
{
    struct stat st;
    int fd = str_eq(file, S("-")) ? dup(0) : open(str_z(a, file), O_RDONLY | O_CLOEXEC);
    Err e = OK;

    *out = (Source){ .file = file, .known = out->known, .n_known = out->n_known };
    if (fd < 0)
        return answer(why, E_INVALID, T("Không mở được tệp %.*s: %s."), SV(file), strerror(errno));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size <= 0)
        e = read_all(fd, out, why);
    else if (!slab_map_file(fd, (size_t)st.st_size, &out->text))
        e = answer(why, E_INVALID, T("Không đọc được tệp %.*s."), SV(file));
    close(fd);
    TRY(e);
    if (!out->text.n)
        return answer(why, E_INVALID, T("Tệp %.*s rỗng; cần một dòng đầu có tên các cột."), SV(file));
    if (str_starts(out->text, S("PK\x03\x04")))
        TRY(source_sheet(out, why));
    else
        TRY(decode(out, why));
    return source_header(out, a, need, why);
}

void source_end(Source *s)
{
    slab_unmap_file(s->text);
    s->text = (Str){ 0 };
}
