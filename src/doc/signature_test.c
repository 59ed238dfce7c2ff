#include "base/test.h"
#include "doc/sandbox.h"

/* Files of tests/signed_pdf.py: invented people under an invented authority, signed by openssl. */
static const Moment now = { INT64_C(1811000000000) };   /* in May 2027 */

static Signatures given(TestRun *t, const char *name, bool trusted)
{
    Answer why = { .arena = t->arena };
    Str bytes = test_file(t, str_z(t->arena, str_fmt(t->arena, "tests/data/signed/%s.pdf", name)));
    Signatures all = { 0 };

    CHECK_OK(sandbox_signatures(&all, t->arena, S("x.pdf"), S(""), bytes, trusted ? test_file(t, "tests/data/signed/ca.pem") : S(""), now, &why));
    return all;
}

TEST(signature_one, "an intact signature tells who, for which body, by which authority, and covers the whole file")
{
    Signatures all = given(t, "one", true);
    const Signature *g = &all.list.v[0];

    CHECK_INT(all.list.n, 1);
    CHECK_INT(signatures_state(&all), SIGNED_WHOLE);
    CHECK_INT(g->state, SIGNATURE_INTACT);
    CHECK_INT(g->covered, all.size);
    CHECK_STR(g->name, "Nguyễn Minh Họa");
    CHECK_STR(g->organisation, "Sở Nội vụ tỉnh Bình Giang");
    CHECK_STR(g->issuer, "Tổ chức chứng thực minh họa");
    CHECK_STR(g->reason, "Ký ban hành");
    CHECK_STR(g->location, "Bình Giang");
    CHECK_STR(g->algorithm, "EC 256, SHA256");
    CHECK(!g->weak);
    CHECK(g->claimed.ms > 0 && !g->stamped.ms);
    CHECK_STR(moment_iso(t->arena, g->to), "2034-01-01T00:00:00.000Z");
    CHECK_INT(g->chain, CHAIN_TRUSTED);
}

TEST(signature_two, "two signatures of one file are two revisions: the first covers less, both hold")
{
    Signatures all = given(t, "two", false);

    CHECK_INT(all.list.n, 2);
    CHECK_INT(signatures_state(&all), SIGNED_WHOLE);
    CHECK(all.list.v[0].covered < all.list.v[1].covered);
    CHECK_INT(all.list.v[1].covered, all.size);
    CHECK_STR(all.list.v[1].name, "Văn thư Sở Nội vụ");
    CHECK_STR(all.list.v[1].algorithm, "RSA 2048, SHA256");
    CHECK_INT(all.list.v[0].chain, CHAIN_NONE);         /* without a trust store the authority is only what the certificate says */
}

TEST(signature_altered, "one changed word breaks every signature over it")
{
    Signatures all = given(t, "altered", true);

    CHECK_INT(all.list.n, 2);
    CHECK_INT(all.list.v[0].state, SIGNATURE_ALTERED);
    CHECK_INT(all.list.v[1].state, SIGNATURE_ALTERED);
    CHECK_INT(all.list.v[0].chain, CHAIN_NONE);         /* nothing good is said of what does not hold */
    CHECK_INT(signatures_state(&all), SIGNED_BROKEN);
}

TEST(signature_every_byte, "whichever byte under a signature is changed, it holds no more")
{
    Answer why = { .arena = t->arena };
    Str bytes = test_file(t, "tests/data/signed/one.pdf");
    char *p = NEW(t->arena, char, bytes.n);
    size_t from, to;

    memcpy(p, bytes.p, bytes.n);
    CHECK(str_find(bytes, S("/Contents<"), &from) && str_find(bytes, S(">/ByteRange"), &to));
    for (size_t i = 8; i < bytes.n; i += i == from + 9 ? to - i : 1) {
        Signatures all;

        p[i] ^= 1;
        CHECK_OK(signatures_read(&all, t->arena, S("x.pdf"), (Str){ p, bytes.n }, S(""), now, &why));
        CHECK(signatures_state(&all) != SIGNED_WHOLE);
        p[i] ^= 1;
    }
}

TEST(signature_later, "what was written behind the last signature is told: the file was changed after signing")
{
    Signatures all = given(t, "later", true);

    CHECK_INT(all.list.v[0].state, SIGNATURE_INTACT);
    CHECK(all.list.v[0].covered < all.size);
    CHECK_INT(signatures_state(&all), SIGNED_CHANGED);
}

TEST(signature_chain, "a certificate that had expired when it signed, or that no trusted authority gave, is refused with the reason")
{
    Signatures all = given(t, "expired", true);
    Answer why = { .arena = t->arena };

    CHECK_INT(all.list.v[0].state, SIGNATURE_INTACT);
    CHECK_INT(all.list.v[0].chain, CHAIN_REFUSED);
    CHECK_HAS(all.list.v[0].chain_note, "hết hạn");
    CHECK_OK(signatures_read(&all, t->arena, S("x.pdf"), test_file(t, "tests/data/signed/one.pdf"), S("-----BEGIN NONSENSE-----"), now, &why));
    CHECK_INT(all.list.v[0].chain, CHAIN_REFUSED);
    CHECK_HAS(all.list.v[0].chain_note, "tin cậy");
}

/* kept.pdf or revoked.pdf under the second authority, with these lists (files, or nothing). */
static Signature asked(TestRun *t, const char *name, const char *list, const char *more)
{
    Answer why = { .arena = t->arena };
    const char *const files[] = { "ca2.pem", list, more };
    Buf trusted = { .arena = t->arena };
    Signatures all = { 0 };

    for (size_t i = 0; i < COUNT(files); i++)
        if (files[i])
            buf_add(&trusted, test_file(t, str_z(t->arena, str_fmt(t->arena, "tests/data/signed/%s", files[i]))));
    CHECK_OK(sandbox_signatures(&all, t->arena, S("x.pdf"), S(""), test_file(t, str_z(t->arena, str_fmt(t->arena, "tests/data/signed/%s.pdf", name))),
        buf_str(&trusted), now, &why));
    CHECK_INT(all.list.n, 1);
    CHECK_INT(all.list.v[0].state, SIGNATURE_INTACT);
    return all.list.v[0];
}

TEST(signature_revoked, "a certificate on the list of its own issuer is refused from the day it was revoked; without a fit list nobody was asked")
{
    Signature g = asked(t, "revoked", "crl.pem", NULL);

    CHECK_INT(g.revocation, REVOCATION_REVOKED);
    CHECK_INT(g.chain, CHAIN_REFUSED);
    CHECK_HAS(g.chain_note, "thu hồi");
    CHECK_STR(moment_iso(t->arena, g.revoked), "2026-03-01T00:00:00.000Z");
    g = asked(t, "kept", "crl.pem", NULL);
    CHECK_INT(g.revocation, REVOCATION_NONE);
    CHECK_INT(g.chain, CHAIN_TRUSTED);
    CHECK_STR(moment_iso(t->arena, g.listed), "2027-04-01T00:00:00.000Z");
    g = asked(t, "revoked", NULL, NULL);
    CHECK_INT(g.revocation, REVOCATION_UNASKED);
    CHECK_INT(g.chain, CHAIN_TRUSTED);
    CHECK_INT(asked(t, "kept", "crl-old.pem", NULL).revocation, REVOCATION_UNASKED);           /* of before the signing */
    CHECK_INT(asked(t, "kept", "crl-forged.pem", NULL).revocation, REVOCATION_UNASKED);        /* the name of the issuer, another key */
    CHECK_INT(asked(t, "kept", "crl-forged.pem", "crl.pem").revocation, REVOCATION_NONE);
    CHECK_INT(asked(t, "revoked", "crl-old.pem", "crl.pem").revocation, REVOCATION_REVOKED);
}

TEST(signature_stamp, "a time stamp of the document is a signature of the authority that tells the time")
{
    Signatures all = given(t, "stamped", true);

    CHECK_INT(all.list.n, 2);
    CHECK_INT(signatures_state(&all), SIGNED_WHOLE);
    CHECK(all.list.v[1].stamp && all.list.v[1].stamped.ms > 0);
    CHECK_STR(all.list.v[1].name, "Dấu thời gian minh họa");
    CHECK_INT(all.list.v[1].chain, CHAIN_TRUSTED);
}

TEST(signature_weak, "an old signature over SHA-1 is checked, and called weak")
{
    Signatures all = given(t, "old", false);

    CHECK_INT(all.list.v[0].state, SIGNATURE_INTACT);
    CHECK(all.list.v[0].weak);
}

TEST(signature_moved, "a gap that is wider than the signature, or lies elsewhere, is no signature: unsigned bytes could hide there")
{
    Answer why = { .arena = t->arena };
    Str bytes = test_file(t, "tests/data/signed/one.pdf"), wide;
    Signatures all;
    size_t at;

    CHECK(str_find(bytes, S(">/ByteRange"), &at));
    wide = str_fmt(t->arena, "%.*s> /ByteRange%.*s", SV(str_sub(bytes, 0, at)), SV(str_sub(bytes, at + 11, bytes.n)));
    CHECK_OK(signatures_read(&all, t->arena, S("x.pdf"), wide, S(""), now, &why));
    CHECK_INT(signatures_state(&all), SIGNED_BROKEN);
    CHECK(str_find(bytes, S("/ByteRange[0 "), &at));
    wide = str_fmt(t->arena, "%.*s/ByteRange[7 %.*s", SV(str_sub(bytes, 0, at)), SV(str_sub(bytes, at + 13, bytes.n)));
    CHECK_OK(signatures_read(&all, t->arena, S("x.pdf"), wide, S(""), now, &why));
    CHECK_INT(signatures_state(&all), SIGNED_BROKEN);
}

TEST(signature_none, "a PDF without signatures has none, also when it has a field that waits or a signed attachment")
{
    Answer why = { .arena = t->arena };
    Str inner = test_file(t, "tests/data/signed/one.pdf");
    Signatures all;

    CHECK_OK(signatures_read(&all, t->arena, S("x.pdf"), S("%PDF-1.4\n1 0 obj<</Type/Sig/ByteRange [0 /***** ]>>endobj"), S(""), now, &why));
    CHECK_INT(signatures_state(&all), SIGNED_NOT);
    CHECK_OK(signatures_read(&all, t->arena, S("x.pdf"), str_fmt(t->arena, "%%PDF-1.4\n1 0 obj<<>>stream\n%.*s\nendstream", SV(inner)), S(""), now, &why));
    CHECK_INT(signatures_state(&all), SIGNED_NOT);
    CHECK_INT(signatures_read(&all, t->arena, S("x.txt"), S("abc"), S(""), now, &why), E_INVALID);
}
