#include "net/smtp.h"

#include <curl/curl.h>
#include <sodium.h>

enum { TIMEOUT_S = 30, LINE = 57, WORD = 42 };  /* bytes before base64: 76 and 56 letters after it */

bool smtp_address_ok(Str s)
{
    size_t at = 0, n = 0;

    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F || strchr("<>(),;:\\\"", s.p[i]))
            return false;
        if (s.p[i] == '@') {
            at = i;
            n++;
        }
    }
    return n == 1 && at > 0 && at + 1 < s.n && s.n <= 254;
}

static void base64(Buf *b, Str s)
{
    size_t n = sodium_base64_ENCODED_LEN(s.n, sodium_base64_VARIANT_ORIGINAL);
    char *text = NEW(b->arena, char, n);

    sodium_bin2base64(text, n, (const unsigned char *)s.p, s.n, sodium_base64_VARIANT_ORIGINAL);
    buf_lit(b, text);
}

/* RFC 2047: words of at most 75 letters, never cutting a character. */
static void encoded_words(Buf *b, Str s)
{
    for (size_t at = 0, from = 0; at < s.n;) {
        from = at;
        while (at < s.n) {
            size_t next = at;

            (void)utf8_next(s, &next);                  /* only the step counts */
            if (next - from > WORD)
                break;
            at = next;
        }
        buf_lit(b, from ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
        base64(b, str_sub(s, from, at));
        buf_lit(b, "?=");
    }
}

static void date_header(Buf *b, Moment m)
{
    static const char *const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
    static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    Date d = moment_date(m);
    int y, mo, day;
    int64_t s = (m.ms + VN_OFFSET_MS) / 1000 % 86400;

    date_split(d, &y, &mo, &day);
    buf_fmt(b, "Date: %s, %02d %s %04d %02d:%02d:%02d +0700\r\n", days[date_weekday(d) - 1], day, months[mo - 1], y, (int)(s / 3600),
        (int)(s / 60 % 60), (int)(s % 60));
}

Str smtp_compose(Arena *a, const SmtpServer *s, const Letter *l)
{
    Buf b = { .arena = a };

    date_header(&b, l->at);
    buf_fmt(&b, "From: <%.*s>\r\nTo: <%.*s>\r\nSubject: ", SV(s->from), SV(l->to));
    encoded_words(&b, l->subject);
    buf_fmt(&b, "\r\nMessage-ID: <%.*s.%.*s>\r\n", SV(l->id), SV(s->from));
    buf_lit(&b, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
                "Auto-Submitted: auto-generated\r\n\r\n");
    for (size_t at = 0; at < l->body.n; at += LINE) {
        base64(&b, str_sub(l->body, at, at + LINE));
        buf_lit(&b, "\r\n");
    }
    return buf_str(&b);
}

static size_t give(char *to, size_t size, size_t n, void *user)
{
    Str *rest = user;
    size_t take = size * n < rest->n ? size * n : rest->n;

    memcpy(to, rest->p, take);
    *rest = str_sub(*rest, take, rest->n);
    return take;
}

static Err perform(CURL *curl, const SmtpServer *s, const Letter *l, Arena *a, Answer *why)
{
    Str text = smtp_compose(a, s, l);
    struct curl_slist *to = curl_slist_append(NULL, str_z(a, str_fmt(a, "<%.*s>", SV(l->to))));
    CURLcode code;

    curl_easy_setopt(curl, CURLOPT_URL, str_z(a, s->url));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)(s->plain ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, str_z(a, str_fmt(a, "<%.*s>", SV(s->from))));
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, &text);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TIMEOUT_S);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    if (s->user.n) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, str_z(a, s->user));
        curl_easy_setopt(curl, CURLOPT_PASSWORD, str_z(a, s->password));
    }
    code = curl_easy_perform(curl);
    curl_slist_free_all(to);
    if (code == CURLE_OK)
        return OK;
    return answer(why, E_IO, T("Máy chủ thư không nhận thư gửi %.*s: %s."), SV(l->to), curl_easy_strerror(code));
}

Err smtp_send(const SmtpServer *s, const Letter *l, Arena *a, Answer *why)
{
    CURL *curl;
    Err e;

    if (!smtp_address_ok(s->from) || !smtp_address_ok(l->to))
        return answer(why, E_INVALID, T("Địa chỉ thư “%.*s” không đúng dạng; hãy sửa ở trang tài khoản."),
            SV(smtp_address_ok(s->from) ? l->to : s->from));
    curl = curl_easy_init();
    if (!curl)
        return answer(why, E_IO, T("Không khởi động được phần gửi thư; hãy kiểm tra cài đặt libcurl."));
    e = perform(curl, s, l, a, why);
    curl_easy_cleanup(curl);
    return e;
}
