#include "doc/sniff.h"

static bool starts(Str s, const char *magic, size_t n)
{
    return str_starts(s, (Str){ magic, n });
}

/* Part names stand in clear in an archive; the first local headers and the directory at the end are enough. */
static bool mentions(Str bytes, Str name)
{
    size_t at, edge = 1 << 16;
    Str tail = str_sub(bytes, bytes.n > edge ? bytes.n - edge : 0, bytes.n);

    return str_find(str_sub(bytes, 0, 4096), name, &at) || str_find(tail, name, &at);
}

static FileKind sniff_zip(Str b)
{
    if (mentions(b, S("xl/workbook")) || mentions(b, S("xl/worksheets/")))
        return FILE_XLSX;
    if (mentions(b, S("word/document")))
        return FILE_DOCX;
    if (mentions(b, S("application/vnd.oasis.opendocument.text")))
        return FILE_ODT;
    if (mentions(b, S("application/vnd.oasis.opendocument.spreadsheet")))
        return FILE_ODS;
    return FILE_ZIP;
}

/* Directory names of a compound file are UTF-16; they may stand anywhere. */
static FileKind sniff_ole(Str b)
{
    static const struct { Str name; FileKind kind; } streams[] = {
        { { "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e", 31 }, FILE_LOCKED },
        { { "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t", 23 }, FILE_DOC },
        { { "W\0o\0r\0k\0b\0o\0o\0k", 15 }, FILE_XLS },
    };
    size_t at;

    for (size_t i = 0; i < COUNT(streams); i++)
        if (str_find(b, streams[i].name, &at))
            return streams[i].kind;
    return FILE_OLE;
}

static bool looks_utf16(Str b, bool *little)
{
    size_t even = 0, odd = 0, n = b.n < 4096 ? b.n : 4096;

    if (starts(b, "\xFF\xFE", 2) || starts(b, "\xFE\xFF", 2)) {
        *little = (uint8_t)b.p[0] == 0xFF;
        return true;
    }
    for (size_t i = 0; i < n; i++)
        if (b.p[i] == 0)
            ++*(i % 2 ? &odd : &even);
    *little = odd > even;
    return b.n % 2 == 0 && (odd > n / 4 || even > n / 4) && (odd == 0 || even == 0);
}

static bool looks_text(Str b)
{
    size_t n = b.n < 65536 ? b.n : 65536, odd = 0;
    bool little;

    if (looks_utf16(b, &little))
        return true;
    for (size_t i = 0; i < n; i++) {
        uint8_t ch = (uint8_t)b.p[i];

        if (ch == 0)
            return false;
        odd += ch < 32 && ch != '\t' && ch != '\n' && ch != '\r' && ch != '\f' && ch != 0x1B;
    }
    return odd * 100 <= n;
}

static bool looks_html(Str b)
{
    Str head = str_trim(str_sub(b, 0, 512));

    return head.n >= 5 && (strncasecmp(head.p, "<html", 5) == 0 || (head.n >= 14 && strncasecmp(head.p, "<!doctype html", 14) == 0));
}

FileKind sniff(Str b)
{
    size_t at;

    if (!b.n)
        return FILE_EMPTY;
    if (starts(b, "PK\3\4", 4) || starts(b, "PK\5\6", 4))
        return sniff_zip(b);
    if (starts(b, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8))
        return sniff_ole(b);
    if (str_find(str_sub(b, 0, 1024), S("%PDF-"), &at))
        return FILE_PDF;
    if (starts(b, "{\\rtf", 5))
        return FILE_RTF;
    if (starts(b, "\x89PNG\r\n\x1A\n", 8))
        return FILE_PNG;
    if (starts(b, "\xFF\xD8\xFF", 3))
        return FILE_JPEG;
    if (starts(b, "II*\0", 4) || starts(b, "MM\0*", 4))
        return FILE_TIFF;
    if (looks_html(b))
        return FILE_HTML;
    return looks_text(b) ? FILE_TEXT : FILE_BINARY;
}

static const struct { const char *name, *mime; } kinds[] = {
    [FILE_EMPTY] = { T("tệp rỗng"), "application/octet-stream" },
    [FILE_BINARY] = { T("tệp không rõ loại"), "application/octet-stream" },
    [FILE_TEXT] = { T("tệp văn bản thuần"), "text/plain" },
    [FILE_XLSX] = { T("tệp Excel (XLSX)"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
    [FILE_DOCX] = { T("tệp Word (DOCX)"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
    [FILE_ODT] = { T("tệp văn bản OpenDocument (ODT)"), "application/vnd.oasis.opendocument.text" },
    [FILE_ODS] = { T("bảng tính OpenDocument (ODS)"), "application/vnd.oasis.opendocument.spreadsheet" },
    [FILE_ZIP] = { T("tệp nén (ZIP)"), "application/zip" },
    [FILE_LOCKED] = { T("tệp Office có mật khẩu"), "application/octet-stream" },
    [FILE_DOC] = { T("tệp Word cũ (DOC)"), "application/msword" },
    [FILE_XLS] = { T("tệp Excel cũ (XLS)"), "application/vnd.ms-excel" },
    [FILE_OLE] = { T("tệp Office cũ"), "application/octet-stream" },
    [FILE_PDF] = { T("tệp PDF"), "application/pdf" },
    [FILE_RTF] = { T("tệp RTF"), "application/rtf" },
    [FILE_HTML] = { T("trang HTML"), "text/html" },
    [FILE_PNG] = { T("ảnh PNG"), "image/png" },
    [FILE_JPEG] = { T("ảnh JPEG"), "image/jpeg" },
    [FILE_TIFF] = { T("ảnh TIFF"), "image/tiff" },
};

const char *sniff_name(FileKind kind)
{
    return kinds[kind].name;
}

const char *sniff_mime(FileKind kind)
{
    return kinds[kind].mime;
}

static Str from_utf16(Arena *a, Str b, bool little)
{
    Buf out = { .arena = a };
    uint32_t high = 0;

    for (size_t i = starts(b, "\xFF\xFE", 2) || starts(b, "\xFE\xFF", 2) ? 2 : 0; i + 1 < b.n; i += 2) {
        uint32_t lo = (uint8_t)b.p[i + !little], u = lo | (uint32_t)(uint8_t)b.p[i + little] << 8;

        if (high && u >= 0xDC00 && u < 0xE000) {
            buf_cp(&out, 0x10000 + ((high - 0xD800) << 10) + (u - 0xDC00));
            high = 0;
            continue;
        }
        if (high)
            buf_cp(&out, 0xFFFD);
        high = u >= 0xD800 && u < 0xDC00 ? u : 0;
        if (!high)
            buf_cp(&out, u >= 0xDC00 && u < 0xE000 ? 0xFFFD : u);
    }
    return buf_str(&out);
}

/* Windows-1258 above 0x7F where it differs from Latin-1; BASIS: Unicode mapping file CP1258. */
static uint32_t cp1258(uint8_t b)
{
    static const uint16_t c1[32] = {
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0xFFFD, 0x2039, 0x0152, 0xFFFD, 0xFFFD, 0xFFFD,
        0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0xFFFD, 0x203A, 0x0153, 0xFFFD, 0xFFFD, 0x0178,
    };
    static const struct { uint8_t from; uint16_t to; } rest[] = {
        { 0xC3, 0x102 }, { 0xCC, 0x300 }, { 0xD0, 0x110 }, { 0xD2, 0x309 }, { 0xD5, 0x1A0 }, { 0xDD, 0x1AF }, { 0xDE, 0x303 },
        { 0xE3, 0x103 }, { 0xEC, 0x301 }, { 0xF0, 0x111 }, { 0xF2, 0x323 }, { 0xF5, 0x1A1 }, { 0xFD, 0x1B0 }, { 0xFE, 0x20AB },
    };

    if (b >= 0x80 && b < 0xA0)
        return c1[b - 0x80];
    for (size_t i = 0; i < COUNT(rest); i++)
        if (rest[i].from == b)
            return rest[i].to;
    return b;
}

/* UTF-8 with a few damaged bytes is still UTF-8: Windows-1258 text hardly ever holds whole sequences. */
static bool mostly_utf8(Str b)
{
    size_t whole = 0, bad = 0;

    for (size_t at = 0; at < b.n;) {
        size_t from = at;

        if ((uint8_t)b.p[at] < 0x80) {
            at++;
            continue;
        }
        (void)utf8_next(b, &at);
        whole += at - from > 1;
        bad += at - from == 1;
    }
    return bad * 10 <= whole;
}

Str text_decode(Arena *a, Str b)
{
    Buf out = { .arena = a };
    bool little;

    if (starts(b, "\xEF\xBB\xBF", 3))
        return str_sub(b, 3, b.n);
    if (looks_utf16(b, &little))
        return from_utf16(a, b, little);
    if (utf8_valid(b) || mostly_utf8(b))
        return b;
    for (size_t i = 0; i < b.n; i++)
        buf_cp(&out, cp1258((uint8_t)b.p[i]));
    return buf_str(&out);
}
