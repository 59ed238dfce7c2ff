#include "intake/lines.h"

#include "base/map.h"
#include "intake/outline.h"
#include "intake/pattern.h"

#include <stdlib.h>
#include <utf8proc.h>

enum { MAX_BYTES = 16 << 20, MAX_LINES = 400000, MAX_LINE = 65536, MAX_PARA = 16000, MAX_ITEM_NO = 60 };

/* ---- bytes to lines */

static Str nfc(Arena *a, Str s)
{
    utf8proc_uint8_t *made = NULL;
    utf8proc_ssize_t n;
    bool ascii = true;
    Str out;

    for (size_t i = 0; i < s.n && ascii; i++)
        ascii = (unsigned char)s.p[i] < 0x80;
    if (ascii)
        return s;
    n = utf8proc_map((const utf8proc_uint8_t *)s.p, (utf8proc_ssize_t)s.n, &made, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    if (n < 0)
        return s;
    out = str_dup(a, (Str){ (const char *)made, (size_t)n });
    free(made);
    return out;
}

/* Blanks of all kinds become one kind; invisible characters go. */
static Str plain_blanks(Arena *a, Str s)
{
    Buf b = { .arena = a };

    for (size_t at = 0; at < s.n;) {
        size_t from = at;
        uint32_t cp = utf8_next(s, &at);

        if (cp == 0xA0 || cp == 0x202F || cp == 0x3000 || (cp >= 0x2000 && cp <= 0x200A))
            buf_ch(&b, ' ');
        else if (cp == 0xAD || cp == 0xFEFF || (cp >= 0x200B && cp <= 0x200F) || (cp < 0x20 && cp != '\t' && cp != '\f' && cp != '\n'))
            continue;
        else
            buf_add(&b, str_sub(s, from, at));
    }
    return buf_str(&b);
}

static Str drop_emphasis(Arena *a, Str s)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '*' || (s.p[i] == '\\' && i + 1 < s.n && strchr("*_.#-+()[]", s.p[i + 1])))
            continue;
        buf_ch(&b, s.p[i]);
    }
    return buf_str(&b);
}

static void markdown_line(Line *ln, Arena *a)
{
    Str s = str_trim(ln->raw);

    while (ln->heading < 6 && s.n && s.p[0] == '#') {
        ln->heading++;
        s = str_sub(s, 1, s.n);
    }
    s = str_trim(s);
    ln->bold = str_starts(s, S("**"));
    if (str_starts(s, S("* ")))
        s = str_fmt(a, "- %.*s", SV(str_sub(s, 2, s.n)));
    ln->text = words_clean(a, drop_emphasis(a, s));
}

static void finish_line(Line *ln, Arena *a, bool markdown)
{
    Str trimmed = str_trim(ln->raw);

    ln->indent = ln->raw.n && ln->raw.p[0] == ' ';
    if (markdown && (trimmed.n && (trimmed.p[0] == '#' || trimmed.p[0] == '*' || str_ends(trimmed, S("**")))))
        markdown_line(ln, a);
    else
        ln->text = words_clean(a, ln->raw);
    ln->low = words_low(a, ln->text);
    ln->chars = utf8_count(ln->text);
}

static bool looks_markdown(const Lines *l)
{
    size_t heads = 0;

    for (size_t i = 0; i < l->v.n; i++) {
        Str s = str_trim(l->v.v[i].raw);
        size_t n = 0;

        while (n < s.n && s.p[n] == '#')
            n++;
        heads += n >= 2 && n <= 6 && n < s.n && s.p[n] == ' ';         /* "##" is enough alone */
        heads += (n >= 1 && n <= 6 && n < s.n && s.p[n] == ' ') || (str_starts(s, S("**")) && s.n > 4);
    }
    return heads >= 2;
}

static int cmp_size(const void *x, const void *y)
{
    size_t a = *(const size_t *)x, b = *(const size_t *)y;

    return a < b ? -1 : a > b;
}

static void measure(Lines *l, Arena *a)
{
    size_t n = 0, spaced = 0;
    size_t *len = NEW(a, size_t, l->v.n + 1);

    for (size_t i = 0; i < l->v.n; i++) {
        if (str_find(l->v.v[i].raw, S("\t"), &(size_t){ 0 }))
            continue;
        len[n++] = l->v.v[i].chars;
        spaced += l->v.v[i].gap >= 1;
    }
    if (!n)
        return;
    qsort(len, n, sizeof *len, cmp_size);
    l->width = len[n - 1 - n / 25];
    l->spaced = spaced * 10 >= n * 7;
    l->wrapped = l->width <= 160 && n >= 4;
}

/*
 * The width of running text, not of a table's narrow columns: the 4 % rule on the lines longer than 40 letters, because
 * a flattened table may hold most lines of a file.
 */
static void body_width(Lines *l, Arena *a)
{
    size_t n = 0;
    size_t *len = NEW(a, size_t, l->v.n + 1);

    for (size_t i = 0; i < l->v.n; i++)
        if (l->v.v[i].chars > 40 && l->v.v[i].chars <= 160)
            len[n++] = l->v.v[i].chars;
    if (!l->wrapped || n < 8)
        return;
    qsort(len, n, sizeof *len, cmp_size);
    l->width = len[n - 1 - n / 25];
}

Err lines_read(Lines *out, Arena *a, Str bytes, const Budget *budget, Answer *why)
{
    size_t max = budget && budget->bytes ? budget->bytes : MAX_BYTES;
    size_t max_lines = budget && budget->items ? budget->items : MAX_LINES;
    int gap = 0, page = 1;
    Str rest;

    *out = (Lines){ 0 };
    if (bytes.n > max)
        return answer(why, E_LIMIT, T("Tệp văn bản lớn quá %zu MB; hãy tách thành các tệp nhỏ hơn."), max >> 20);
    if (str_starts(bytes, S("\xEF\xBB\xBF")))
        bytes = str_sub(bytes, 3, bytes.n);
    if (!utf8_valid(bytes) || memchr(bytes.p ? bytes.p : "", 0, bytes.n))
        return answer(why, E_INVALID,
            T("Tệp không phải văn bản thuần dạng UTF-8; hãy lưu lại dạng UTF-8 hoặc nộp DOCX, PDF."));
    rest = plain_blanks(a, nfc(a, bytes));
    for (bool more = rest.n > 0; more;) {
        Str line;
        Line ln = { 0 };

        more = str_cut(rest, S("\n"), &line, &rest);
        out->total++;
        if (out->total > (int)max_lines || line.n > MAX_LINE)
            return answer(why, E_LIMIT, T("Tệp có quá nhiều dòng hoặc dòng quá dài (dòng %d); hãy tách tệp."), out->total);
        if (line.n && line.p[0] == '\f') {
            ln.break_before = true;
            line = str_sub(line, 1, line.n);
        }
        if (!str_trim(line).n) {
            gap++;
            continue;
        }
        ln.raw = line;
        ln.no = out->total;
        ln.gap = gap;
        ln.page = page;
        gap = 0;
        *vec_add(a, &out->v) = ln;
    }
    out->markdown = looks_markdown(out);
    for (size_t i = 0; i < out->v.n; i++)
        finish_line(&out->v.v[i], a, out->markdown);
    measure(out, a);
    body_width(out, a);
    return OK;
}

/* ---- marks at the begin of a line */

static size_t digits(Str s, size_t at)
{
    size_t n = 0;

    while (words_digit_at(s, at + n))
        n++;
    return n;
}

static bool dash_mark(Str s, Mark *m)
{
    size_t n = s.p[0] == '-' || s.p[0] == '+' || s.p[0] == '*' ? 1 : 0;

    /* signs of office programs too: the private letters are those of the fonts Symbol and Wingdings */
    for (const char *d = "–—•‐−▪●◦➢✓❖■\uf0b7\uf0a7\uf0d8\uf0fc\uf02d"; !n && *d; d += 3)
        if (s.n >= 3 && !memcmp(s.p, d, 3))
            n = 3;
    if (!n && s.n >= 2 && !memcmp(s.p, "·", 2))
        n = 2;
    if (!n || n >= s.n || words_digit_at(s, n))
        return false;
    *m = (Mark){ .kind = s.p[0] == '+' ? PARA_PLUS : PARA_DASH, .after = n, .strict = true };
    return true;
}

static bool roman_mark(Str s, Mark *m)
{
    size_t n = 0;

    while (n < s.n && strchr("IVXL", s.p[n]))
        n++;
    if (!n || n > 7 || n >= s.n)
        return false;
    size_t dot = n;
    while (dot < s.n && s.p[dot] == ' ')
        dot++;
    bool hyphen = dot == n && dot + 1 < s.n && s.p[dot] == '-' && s.p[dot + 1] == ' ';     /* Party documents: "II- …" */
    if (dot >= s.n || (s.p[dot] != '.' && s.p[dot] != '/' && s.p[dot] != ')' && !hyphen) || dot - n > 1)
        return false;
    /* "I.1" is a place in another outline, "I/2024" a quarter, "V/v" the subject of a letter */
    if (dot + 1 < s.n && (words_digit_at(s, dot + 1) || s.p[dot + 1] == '.'
        || (s.p[dot] == '/' && s.p[dot + 1] != ' ' && !words_upper_at(s, dot + 1))))
        return false;
    *m = (Mark){ PARA_NUMBERED, NUM_ROMAN, str_sub(s, 0, n), dot + 1, true };
    return true;
}

static bool letter_mark(Str s, Mark *m)
{
    size_t n = 0;
    bool capital;

    if (!words_letter_at(s, 0))
        return false;
    (void)utf8_next(s, &n);
    capital = words_upper_at(s, 0);
    if (n >= s.n || (s.p[n] != '.' && s.p[n] != ')' && s.p[n] != '/') || (capital && s.p[0] > 'H' && (s.p[0] & 0x80) == 0))
        return false;
    if (n + 1 >= s.n || (s.p[n + 1] != ' ' && !words_letter_at(s, n + 1)))
        return false;
    /* "T.M", "b.c": an abbreviation */
    if (n + 1 < s.n && s.p[n + 1] != ' ' && s.p[n] != ')')
        return false;
    if (!capital && s.p[n] != ')' && !(s.p[n + 1] == ' ' && words_upper_at(s, n + 2)))      /* "a/ Cải cách", "a. Cải cách" */
        return false;
    *m = (Mark){ PARA_NUMBERED, capital ? NUM_LETTER : NUM_SMALL, str_sub(s, 0, n), n + 1, true };
    return true;
}

/* "1." "1)" "1.2" "1.2." "1.2.3." "7 ." but not "2025." "1.234" "05/02" "1,5" */
/* "CTr/ĐU ngày …" behind "07-": the rest of a number that was wrapped, no item. */
static bool symbol_word(Str s)
{
    size_t slash, blank;

    return str_find(s, S("/"), &slash) && (!str_find(s, S(" "), &blank) || slash < blank) && words_upper_at(s, slash + 1);
}

static bool arabic_mark(Str s, Mark *m)
{
    size_t at = digits(s, 0), parts = 1, end;
    bool dot = false;

    if (!at || at > 2)
        return false;
    end = at;
    while (at < s.n && s.p[at] == '.' && digits(s, at + 1) && digits(s, at + 1) <= 2) {
        at += 1 + digits(s, at + 1);
        end = at;
        parts++;
    }
    if (parts == 1 && at + 1 < s.n && s.p[at] == ' ' && s.p[at + 1] == '.')
        at++;
    if (at < s.n && (s.p[at] == '.' || s.p[at] == ')' || (s.p[at] == '/' && at + 1 < s.n && s.p[at + 1] == ' '))) {
        dot = true;
        at++;
    } else if (at + 2 < s.n && s.p[at] == '-' && s.p[at + 1] == ' ' && words_upper_at(s, at + 2) && !symbol_word(str_sub(s, at + 2, s.n))) {
        dot = true;
        at++;
    }
    if (at >= s.n || (!dot && parts == 1) || (!dot && s.p[at] != ' ') || words_digit_at(s, at) || strchr("./,;%)", s.p[at]))
        return false;
    int64_t first;
    if (!str_int(str_sub(s, 0, digits(s, 0)), &first) || first > MAX_ITEM_NO)
        return false;
    *m = (Mark){ PARA_NUMBERED, parts == 1 ? NUM_ARABIC : parts == 2 ? NUM_DOTTED : NUM_DOTTED3, str_sub(s, 0, end), at, dot };
    return true;
}

static bool article_mark(Str s, Mark *m)
{
    static const char *const words[] = { "Điều ", "ĐIỀU " };

    for (size_t i = 0; i < COUNT(words); i++) {
        size_t n = strlen(words[i]), d;

        if (!str_starts(s, str_of(words[i])))
            continue;
        d = digits(s, n);
        if (!d || d > 3 || n + d >= s.n || (s.p[n + d] != '.' && s.p[n + d] != ':'))
            return false;
        *m = (Mark){ PARA_ARTICLE, NUM_NONE, str_sub(s, n, n + d), n + d + 1, true };
        return true;
    }
    return false;
}

/* "PHẦN I. …", "Phần thứ nhất", "Chương II": alone on their line or before a mark or capitals. */
static bool part_mark(Str s, Mark *m)
{
    static Pattern part = { "^(?:phần|chương)\\x20((?:thứ\\x20)?(?:[ivx]{1,5}|\\d{1,2}|nhất|một|hai|ba|tư|bốn|năm|sáu|bảy))(?!\\p{L})\\x20?([.:–/-]|$|(?=\\p{Lu}))" };
    SCRATCH(tmp);
    Match h;
    Str low;

    if (!str_starts(s, S("PHẦN ")) && !str_starts(s, S("Phần ")) && !str_starts(s, S("CHƯƠNG ")) && !str_starts(s, S("Chương ")))
        return false;
    low = words_low(&tmp, words_head(s, 64));
    if (!pattern_find(&part, low, 0, &h)) {
        static Pattern caps = { "^(?:phần|chương)\\x20((?:thứ\\x20)?(?:[ivx]{1,5}|\\d{1,2}|nhất|một|hai|ba|tư|bốn|năm|sáu|bảy))\\x20" };

        if (!words_all_caps(s) || !pattern_find(&caps, low, 0, &h))
            return false;
    }
    *m = (Mark){ PARA_NUMBERED, NUM_PART, str_sub(s, h.from[1], h.to[1]), h.to[0], true };
    return true;
}

bool line_mark(Str s, Mark *m)
{
    if (!s.n)
        return false;
    return part_mark(s, m) || dash_mark(s, m) || roman_mark(s, m) || letter_mark(s, m) || arabic_mark(s, m) || article_mark(s, m);
}

/* ---- noise of pages */

static void note_noise(Reading *r, Arena *a, const Line *ln, const char *what)
{
    *vec_add(a, &r->noise) = (Named){ str_of(what), ln->text, { ln->no, ln->no, ln->page } };
}

static bool is_address(const Line *ln)
{
    return (low_starts(ln->low, "http://") || low_starts(ln->low, "https://") || low_starts(ln->low, "www."))
        && words_count(ln->text) == 1;
}

static bool is_page_number(const Line *ln)
{
    Str s = words_strip(ln->text, "- ");

    if (words_number_only(s) && s.n <= 3)       /* four digits are a year that was wrapped */
        return true;
    return (low_starts(ln->low, "trang ") || low_starts(ln->low, "page ")) && words_count(ln->text) <= 4
        && words_digit_at(ln->text, ln->text.n - 1);
}

/* Lines of the letterhead: who issues, the name of the State and its motto. */
static bool letterhead_line(Str low)
{
    return low_starts(low, "cộng hòa xã hội chủ nghĩa việt nam") || low_starts(low, "độc lập - tự do")
        || low_starts(low, "độc lập – tự do");
}

static void drop_repeated_heads(Lines *l, Arena *a, Reading *r)
{
    bool seen = false;

    for (size_t i = 0; i < l->v.n; i++) {
        Line *ln = &l->v.v[i];

        if (!letterhead_line(ln->low) || ln->drop)
            continue;
        if (!seen) {
            /* The motto follows the State's name; the second pair is the repetition. */
            seen = low_starts(ln->low, "độc lập");
            continue;
        }
        ln->drop = true;
        note_noise(r, a, ln, "page header");
        for (size_t k = i; k-- > 0 && k + 3 > i;) {
            Line *up = &l->v.v[k];

            if (letterhead_line(up->low) || up->drop)
                continue;
            if (!words_all_caps(up->text) || up->chars > 45 || up->heading)
                break;
            up->drop = true;
            note_noise(r, a, up, "page header");
        }
    }
}

/* A short line that returns at page breaks again and again is a running head. */
static void drop_running_heads(Lines *l, Arena *a, Reading *r)
{
    Map count = { .arena = a };

    for (size_t i = 0; i < l->v.n; i++) {
        int64_t n = 0;

        if (l->v.v[i].drop || l->v.v[i].in_table || l->v.v[i].chars > 80 || l->v.v[i].chars < 8 || l->v.v[i].text.p[0] == '-')
            continue;
        if (!l->v.v[i].break_before)
            continue;
        (void)map_get(&count, l->v.v[i].low, &n);
        map_set(&count, l->v.v[i].low, n + 1);
    }
    for (size_t i = 0; i < l->v.n; i++) {
        int64_t n = 0;

        if (!l->v.v[i].drop && !l->v.v[i].in_table && l->v.v[i].break_before && map_get(&count, l->v.v[i].low, &n) && n >= 3) {
            l->v.v[i].drop = true;
            note_noise(r, a, &l->v.v[i], "running head");
        }
    }
}

/* Whether a word of the text above carries the note's number glued to it: "2021-20301", "của huyện2". */
static bool note_called(const Lines *l, size_t i, int64_t no)
{
    size_t from = i > 60 ? i - 60 : 0;

    for (size_t k = from; k < i; k++) {
        Str s = l->v.v[k].text;

        for (size_t at = 1; at < s.n; at++) {
            size_t d = digits(s, at);
            int64_t n;

            if (!d || words_digit_at(s, at - 1))
                continue;
            bool glued = words_letter_at(s, at - 1) || (unsigned char)s.p[at - 1] >= 0x80;
            if (glued && !words_upper_at(s, at - 1) && str_int(str_sub(s, at, at + d), &n) && n == no)
                return true;
            if (d == 5 && str_int(str_sub(s, at + 4, at + d), &n) && n == no && (s.p[at] == '1' || s.p[at] == '2'))
                return true;
            at += d - 1;
        }
    }
    return false;
}

static bool footnote_start(const Lines *l, size_t i, int64_t expected)
{
    const Line *ln = &l->v.v[i];
    size_t d = digits(ln->text, 0), at = d;
    int64_t no;

    if (!d || d > 2 || !str_int(str_sub(ln->text, 0, d), &no) || no < expected || no > expected + 2)
        return false;
    if (at < ln->text.n && ln->text.p[at] == ' ')
        at++;
    if (!words_upper_at(ln->text, at) && !(words_digit_at(ln->text, at) && ln->chars > l->width))
        return false;
    return note_called(l, i, no);
}

/* A footnote ends where the page ends: at a page break, or where an item begins, or after a sentence and a short line. */
static size_t footnote_end(const Lines *l, size_t i)
{
    size_t k = i;

    for (; k + 1 < l->v.n; k++) {
        const Line *next = &l->v.v[k + 1];
        Mark m;

        if (next->break_before || next->drop || (next->gap == 0 && l->spaced) || next->gap >= 3 || k - i > 30)
            break;
        if (line_mark(next->text, &m) && m.strict)
            break;
        if (str_ends(l->v.v[k].text, S(".")) && l->v.v[k].chars + 20 < l->width)
            break;
    }
    return k;
}

static void take_footnotes(Lines *l, Arena *a, Reading *r)
{
    int64_t expected = 1;

    for (size_t i = 1; i < l->v.n; i++) {
        Buf b = { .arena = a };
        size_t end;
        Named *f;

        if (l->v.v[i].drop || !footnote_start(l, i, expected))
            continue;
        end = footnote_end(l, i);
        f = vec_add(a, &r->footnotes);
        f->where = (Where){ l->v.v[i].no, l->v.v[end].no, l->v.v[i].page };
        f->no = str_sub(l->v.v[i].text, 0, digits(l->v.v[i].text, 0));
        for (size_t k = i; k <= end; k++) {
            join_piece(&b, l->v.v[k].text);
            l->v.v[k].drop = l->v.v[k].footnote = true;
        }
        f->text = str_dup(a, buf_str(&b));
        expected++;
        i = end;
    }
}

void lines_pages(Lines *l)
{
    /* A page break in extracted PDF text: the blank line is missing and the next page begins with a blank. */
    int page = 1;

    for (size_t i = 0; i < l->v.n; i++) {
        Line *ln = &l->v.v[i];

        if (i && l->spaced && ln->gap == 0 && ln->indent && !l->markdown)
            ln->break_before = true;
        if (i && ln->break_before)
            page++;
        ln->page = page;
    }
}

void lines_noise(Lines *l, Arena *a, Reading *r)
{
    for (size_t i = 0; i < l->v.n; i++) {
        Line *ln = &l->v.v[i];

        if (ln->drop)
            continue;
        if (is_address(ln) || (is_page_number(ln) && !ln->in_table)) {
            note_noise(r, a, ln, is_address(ln) ? "address" : "page number");
            ln->drop = true;
        }
    }
    drop_repeated_heads(l, a, r);
    drop_running_heads(l, a, r);
    take_footnotes(l, a, r);
}

/* ---- joining */

void join_piece(Buf *b, Str piece)
{
    if (b->n && piece.n) {
        bool hyphen = b->p[b->n - 1] == '-' && b->n >= 2
            && (words_digit_at((Str){ b->p, b->n }, b->n - 2) || ((unsigned char)b->p[b->n - 2] | 0x20) >= 'a'
                || (unsigned char)b->p[b->n - 2] >= 0x80);

        if (!(hyphen && (words_upper_at(piece, 0) || words_digit_at(piece, 0))))
            buf_ch(b, ' ');
    }
    buf_add(b, piece);
}

static bool key_word(Str low)
{
    static const char *const heads[] = {
        "nơi nhận", "căn cứ ", "theo đề nghị", "xét đề nghị", "tm.", "tm ", "kt.", "kt ", "tl.", "tuq.", "q.", "phụ lục",
        "cộng hòa xã hội", "độc lập -", "độc lập –", "số:", "kính gửi",
        "trên đây là", "nhận được công văn", "nhận được văn bản", "nhận được thông báo", "đề nghị các", "yêu cầu các", "yêu cầu thủ", "yêu cầu chủ", "yêu cầu giám", "thừa lệnh",
    };

    for (size_t i = 0; i < COUNT(heads); i++)
        if (low_starts(low, heads[i]))
            return true;
    return false;
}

static bool ends_sentence(Str s)
{
    return str_ends(s, S(".")) || str_ends(s, S(";")) || str_ends(s, S(":")) || str_ends(s, S("…")) || str_ends(s, S("./."));
}

/* A word that never ends a paragraph: the next line goes on whatever it looks like. */
static bool open_end(Str low)
{
    static const char *const tails[] = {
        " số", " và", " của", " về", " các", " với", " tại", " cho", " theo", " do", " từ", " đến", " ngày", " năm", " tháng",
        " hoặc", " trong", " ban", " nghị", " quyết", " ủy", " điều", " khoản", " bộ", " sở", " phòng", " huyện", " tỉnh",
        " xã", " luật", ",", " -", "/",
    };

    for (size_t i = 0; i < COUNT(tails); i++)
        if (low_ends(low, tails[i]))
            return true;
    return false;
}

static bool year_tail(const Mark *m, const Line *prev)
{
    /* "… năm" / "giai đoạn 2021-" before "2025." */
    (void)m;
    return low_ends(prev->low, "năm") || low_ends(prev->low, "-");
}

static bool marked_start(const Line *prev, const Line *ln)
{
    Mark m;

    if (!line_mark(ln->text, &m))
        return false;
    if (m.kind == PARA_ARTICLE)
        return !low_ends(prev->low, "tại") && !low_ends(prev->low, "khoản") && !low_ends(prev->low, "của");
    if (m.kind == PARA_DASH || m.kind == PARA_PLUS) {
        /* a dash inside a name or a range: "HĐND" / "- UBND" */
        return !(open_end(prev->low) && m.kind == PARA_DASH && !ends_sentence(prev->text) && words_digit_at(ln->text, m.after));
    }
    if (m.num == NUM_ARABIC && year_tail(&m, prev))
        return false;
    if (m.num >= NUM_DOTTED && !m.strict)
        return words_upper_at(ln->text, m.after + 1) || words_digit_at(ln->text, m.after + 1);
    if (m.num == NUM_SMALL)
        return !low_ends(prev->low, "điểm") && !low_ends(prev->low, "khoản") && !low_ends(prev->low, "mục")
            && (ends_sentence(prev->text) || prev->chars < 60 || words_upper_at(ln->text, m.after + 1));
    return true;
}

static bool caps_change(const Lines *l, const Line *prev, const Line *ln)
{
    bool up = words_all_caps(prev->text), now = words_all_caps(ln->text);

    if (up == now || words_count(ln->text) < 2)
        return false;
    if (up && !now && words_digit_at(ln->text, 0) && !words_upper_at(ln->text, 0))
        return false;               /* "NĂM" / "2021 CỦA HUYỆN ( Theo …" */
    if (now)
        return ends_sentence(prev->text) || prev->chars * 10 < l->width * 8
            || (words_count(ln->text) >= 4 && !open_end(prev->low));
    return words_upper_at(ln->text, 0);
}

/* Whether the first word of ln would still have stood at the end of prev: then the line was ended on purpose. */
static bool would_have_fit(const Lines *l, const Line *prev, const Line *ln)
{
    return prev->chars + 1 + utf8_count(words_first(ln->text)) + 6 <= l->width;
}

/* Two lines of a centred head in capitals that go on: "ỦY BAN NHÂN DÂN" / "HUYỆN …". */
static bool head_goes_on(const Line *prev, const Line *ln)
{
    if (!words_all_caps(prev->text) || !words_all_caps(ln->text) || key_word(ln->low) || key_word(prev->low))
        return false;
    if (low_starts(prev->low, "ủy ban nhân dân") && words_count(prev->text) == 4)
        return low_starts(ln->low, "tỉnh") || low_starts(ln->low, "huyện") || low_starts(ln->low, "xã")
            || low_starts(ln->low, "thành phố") || low_starts(ln->low, "thị") || low_starts(ln->low, "phường")
            || low_starts(ln->low, "quận") || low_starts(ln->low, "đặc khu");
    return false;
}

/* "Thực hiện Kế hoạch số …", "Ngày 7/10/2025, …": words with which the text behind a title opens. */
static bool opens_text(const Line *ln)
{
    static Pattern opening = {
        "^(?:thực\\x20hiện\\x20(?:nghị|quyết|kế\\x20hoạch|công|chỉ\\x20thị|chương|thông|văn\\x20bản|ý\\x20kiến|kết\\x20luận|đề\\x20án|nhiệm|sự\\x20chỉ|các\\x20(?:văn|nghị|quyết|kế))"
        "|ngày\\x20\\d|thời\\x20gian\\x20qua|trong\\x20(?:thời|những|năm|quý|6|sáu|\\d)|sau\\x20(?:hơn|khi|\\d|gần|một|thời)|trên\\x20cơ\\x20sở|tiếp\\x20tục\\x20thực|nhằm\\x20|để\\x20(?:tiếp|thực|kịp|nâng|khắc|tăng|triển)"
        "|năm\\x20\\d{4},|qua\\x20|hiện\\x20nay|theo\\x20(?:quyết|kế|chương|công|đề\\x20nghị|nội)|(?:ubnd|ủy\\x20ban\\x20nhân\\x20dân)\\x20.{3,60}\\x20(?:ban\\x20hành|xây\\x20dựng|báo\\x20cáo))" };
    Match m;

    return words_upper_at(ln->text, 0) && !words_all_caps(ln->text) && pattern_find(&opening, ln->low, 0, &m);
}

static bool starts_para(const Lines *l, const Line *prev, const Line *ln, bool title)
{
    if (!l->wrapped || ln->heading || prev->heading)
        return true;
    if (!l->spaced && ln->gap && !ln->break_before && (ends_sentence(prev->text) || words_upper_at(ln->text, 0) || ln->gap > 1
        || !words_letter_at(ln->text, 0)))
        return true;
    if (head_goes_on(prev, ln))
        return false;
    if (letterhead_line(ln->low) && words_upper_at(ln->text, 0))
        return true;
    if (words_all_caps(prev->text) && title_of_part(prev->low))
        return true;
    if (title && opens_text(ln) && !open_end(prev->low))
        return true;
    if (marked_start(prev, ln))
        return true;
    if (key_word(ln->low) && words_upper_at(ln->text, 0) && !(open_end(prev->low) && !ends_sentence(prev->text)))
        return true;
    if (caps_change(l, prev, ln))
        return true;
    if (ln->text.p[0] == '(' && (words_all_caps(prev->text) || (words_upper_at(ln->text, 1) && (prev->chars * 10 < l->width * 6 || str_ends(prev->text, S("."))))))
        return true;
    /* the reason belongs to the score before it */
    if (low_ends(prev->low, "điểm.") && low_starts(ln->low, "nguyên nhân"))
        return false;
    if (!words_upper_at(ln->text, 0))
        return false;
    if (open_end(prev->low) && prev->chars * 10 > l->width * 6)
        return false;
    /* extracted text leaves two blanks where a paragraph ended */
    if (str_ends(prev->text, S(".")) && str_ends(prev->raw, S("  ")))
        return true;
    if (!would_have_fit(l, prev, ln))
        return false;
    return ends_sentence(prev->text) || prev->chars * 10 < l->width * 6;
}

void para_finish(Para *p, Arena *a)
{
    Mark m;

    p->low = words_low(a, p->text);
    p->node = -1;
    if (line_mark(p->text, &m))
        p->kind = m.kind;
    else if (low_starts(p->low, "căn cứ ") || low_starts(p->low, "theo đề nghị") || low_starts(p->low, "xét đề nghị"))
        p->kind = PARA_BASIS;
    else if (letterhead_line(p->low))
        p->kind = PARA_LETTERHEAD;
    else if (low_starts(p->low, "nơi nhận"))
        p->kind = PARA_RECIPIENTS;
}

static void end_para(Reading *r, Arena *a, Para *p, Buf *b)
{
    if (!b->n)
        return;
    p->text = str_dup(a, buf_str(b));
    para_finish(p, a);
    *vec_add(a, &r->paras) = *p;
    *p = (Para){ 0 };
    b->n = 0;
}

void lines_join(const Lines *l, Arena *a, Reading *r)
{
    const Line *prev = NULL;
    Buf b = { .arena = a };
    Para p = { 0 };
    bool title = false;         /* the paragraph at hand is the title behind "KẾ HOẠCH", "BÁO CÁO" … */

    for (size_t i = 0; i < l->v.n; i++) {
        const Line *ln = &l->v.v[i];

        if (ln->in_table && ln->drop)
            prev = NULL;
        if (ln->drop || !ln->text.n)
            continue;
        if (!prev || b.n > MAX_PARA || starts_para(l, prev, ln, title)) {
            title = prev && words_all_caps(prev->text) && title_of_part(prev->low);
            end_para(r, a, &p, &b);
        }
        if (!b.n) {
            p.where = (Where){ ln->no, ln->no, ln->page };
            p.heading = ln->heading > 0;
        }
        join_piece(&b, ln->text);
        *vec_add(a, &p.pieces) = (Piece){ (uint32_t)(b.n - ln->text.n), ln->no };
        p.where.to = ln->no;
        prev = ln;
    }
    end_para(r, a, &p, &b);
}
