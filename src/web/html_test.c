#include "base/test.h"
#include "pages.h"
#include "web/frame.h"

static Str put(TestRun *t, Place place, Str s)
{
    Out o = { .buf = { .arena = t->arena } };

    out_value(&o, place, s);
    return buf_str(&o.buf);
}

TEST(html_escape_text, "a name with markup is shown as it is written, in text and in quotes")
{
    CHECK_STR(put(t, PLACE_TEXT, S("<script>alert('a&b')</script>\"")),
              "&lt;script&gt;alert(&#39;a&amp;b&#39;)&lt;/script&gt;&quot;");
    CHECK_STR(put(t, PLACE_ATTR, S("\" onclick=\"x")), "&quot; onclick=&quot;x");
    CHECK_STR(put(t, PLACE_TEXT, S("Sở Nội vụ — Đắk Lắk")), "Sở Nội vụ — Đắk Lắk");
}

TEST(html_bidi_vanishes, "marks that turn the direction of text, and control characters, vanish; bad bytes become U+FFFD")
{
    CHECK_STR(put(t, PLACE_TEXT, S("a\u202Eb\u2066c\u200Fd\x01" "e\x7f\uFEFF")), "abcde");
    CHECK_STR(put(t, PLACE_TEXT, S("a\xff\xc3")), "a\uFFFD\uFFFD");
    CHECK_STR(put(t, PLACE_TEXT, S("hai\ndòng")), "hai\ndòng");
}

TEST(html_long_name, "ten thousand letters pass whole")
{
    Buf b = { .arena = t->arena };

    for (int i = 0; i < 10000; i++)
        buf_add(&b, S("ệ"));
    CHECK_INT(put(t, PLACE_ATTR, buf_str(&b)).n, buf_str(&b).n);
}

TEST(html_address_scheme, "an address that runs a script or leads to a stranger becomes #")
{
    CHECK_STR(put(t, PLACE_URL, S("javascript:alert(1)")), "#");
    CHECK_STR(put(t, PLACE_URL, S("JaVaScRiPt:alert(1)")), "#");
    CHECK_STR(put(t, PLACE_URL, S(" javascript:alert(1)")), "#");
    CHECK_STR(put(t, PLACE_URL, S("data:text/html,x")), "#");
    CHECK_STR(put(t, PLACE_URL, S("//evil.example")), "#");
    CHECK_STR(put(t, PLACE_URL, S("/\\evil.example")), "#");
    CHECK_STR(put(t, PLACE_URL, S("/units/3?a=1&b=2")), "/units/3?a=1&amp;b=2");
    CHECK_STR(put(t, PLACE_URL, S("https://example.vn/")), "https://example.vn/");
    CHECK_STR(put(t, PLACE_URL_PART, S("a/b?c=ố\"")), "a%2Fb%3Fc%3D%E1%BB%91%22");
}

TEST(html_numbers_by_language, "numbers have the decimal sign of the reader's language, and of machines in addresses")
{
    Out o = { .buf = { .arena = t->arena } };

    out_value(&o, PLACE_TEXT, DEC(9.25));
    out_raw(&o, S(" "));
    out_exact(&o, PLACE_TEXT, DEC(0.5));
    out_raw(&o, S(" "));
    out_value(&o, PLACE_URL_PART, DEC(9.25));
    out_raw(&o, S(" "));
    out_signed(&o, PLACE_TEXT, DEC(-0.25));
    out_raw(&o, S(" "));
    out_count(&o, PLACE_TEXT, 1003321);
    o.lang = LANG_EN;
    out_raw(&o, S(" "));
    out_value(&o, PLACE_TEXT, DEC(9.25));
    out_value(&o, PLACE_TEXT, (OptDec){ 0 });
    CHECK_STR(buf_str(&o.buf), "9,25 0,5 9.25 −0,25 1.003.321 9.25");
}

TEST(html_holes, "a message with values writes them where the translation wants them")
{
    Out o = { .buf = { .arena = t->arena } };

    for (OutMessage m = out_message_open(&o, PLACE_TEXT, "Có {2} trong {1} đơn vị"); out_message_next(&m);)
        out_value(&o, PLACE_TEXT, m.hole * 10);
    CHECK_STR(buf_str(&o.buf), "Có 20 trong 10 đơn vị");
}

TEST(html_frame_hostile, "the page frame shows a hostile name, title and refusal harmlessly, in both languages")
{
    Str evil = S("<script>x</script>\u202E\"'");
    FrameView v = { .lang = S("vi"), .title = { S("Đơn vị") }, .signed_in = true, .user_name = evil, .refused = evil,
                    .refused_field = evil, .flash = evil, .css = S("javascript:x") };
    Out o = { .buf = { .arena = t->arena }, .csrf = S("abc") };
    size_t at;

    tpl_frame(&o, &v);
    CHECK(!str_find(buf_str(&o.buf), S("<script>x"), &at));
    CHECK(!str_find(buf_str(&o.buf), S("javascript:"), &at));
    CHECK_HAS(buf_str(&o.buf), "&lt;script&gt;x");
    CHECK_HAS(buf_str(&o.buf), "name=\"_csrf\" value=\"abc\"");
    CHECK_HAS(buf_str(&o.buf), "Đăng xuất");
}
