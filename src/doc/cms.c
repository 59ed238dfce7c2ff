/* One signature checked by OpenSSL. Runs in the reader process: no configuration, no files, no network. */
#include "doc/crl.h"

#include "text/text.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>
#include <time.h>

enum { MAX_TEXT = 200, WEAK_RSA = 2048 };

/* --- what belongs to the library --- */

void bio_end(BIO **b) { BIO_free(*b); }
static void cms_end(CMS_ContentInfo **c) { CMS_ContentInfo_free(*c); }
static void tst_end(TS_TST_INFO **t) { TS_TST_INFO_free(*t); }
static void store_end(X509_STORE **s) { X509_STORE_free(*s); }
static void ctx_end(X509_STORE_CTX **c) { X509_STORE_CTX_free(*c); }
static void certs_end(STACK_OF(X509) **s) { sk_X509_pop_free(*s, X509_free); }

BIO *bytes_bio(Str s)
{
    return BIO_new_mem_buf(s.p ? s.p : "", (int)(s.n > INT32_MAX ? 0 : s.n));
}

static CMS_ContentInfo *read_cms(Str der)
{
    const unsigned char *p = (const unsigned char *)der.p;

    return der.n ? d2i_CMS_ContentInfo(NULL, &p, (long)der.n) : NULL;
}

/* --- texts and times --- */

static Str fit(Arena *a, Str s)
{
    s = text_nfc(a, text_safe(a, s));
    if (s.n > MAX_TEXT) {
        size_t to = MAX_TEXT;

        while (to && ((uint8_t)s.p[to] & 0xC0) == 0x80)
            to--;
        s = str_sub(s, 0, to);
    }
    return s;
}

static Str part_of(Arena *a, const X509_NAME *name, int nid)
{
    int at = X509_NAME_get_index_by_NID(name, nid, -1), n;
    unsigned char *utf8 = NULL;
    Str out = { 0 };

    if (at < 0)
        return out;
    n = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (n > 0 && utf8_valid((Str){ (char *)utf8, (size_t)n }))
        out = fit(a, str_dup(a, (Str){ (char *)utf8, (size_t)n }));      /* plain letters come back from fit as they are */
    OPENSSL_free(utf8);
    return out;
}

static Str known_as(Arena *a, const X509_NAME *name)
{
    Str s = part_of(a, name, NID_commonName);

    return s.n ? s : part_of(a, name, NID_organizationName);
}

Moment moment_from(const ASN1_TIME *t)
{
    struct tm tm;
    Date day;

    if (!t || ASN1_TIME_to_tm(t, &tm) != 1 || !date_make(&day, tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday))
        return (Moment){ 0 };
    return (Moment){ moment_of(day, tm.tm_hour, tm.tm_min).ms + VN_OFFSET_MS + (int64_t)tm.tm_sec * 1000 };
}

static Moment signing_time(const CMS_SignerInfo *si)
{
    int at = CMS_signed_get_attr_by_NID(si, NID_pkcs9_signingTime, -1);
    X509_ATTRIBUTE *attr = at < 0 ? NULL : CMS_signed_get_attr(si, at);
    const ASN1_TYPE *t = attr ? X509_ATTRIBUTE_get0_type(attr, 0) : NULL;

    if (!t || (t->type != V_ASN1_UTCTIME && t->type != V_ASN1_GENERALIZEDTIME))
        return (Moment){ 0 };
    return moment_from((const ASN1_TIME *)(const void *)t->value.asn1_string);
}

static Str serial_of(Arena *a, X509 *x)
{
    BIGNUM *n = ASN1_INTEGER_to_BN(X509_get0_serialNumber(x), NULL);
    char *hex = n ? BN_bn2hex(n) : NULL;
    Str s = str_dup(a, str_sub(str_of(hex), 0, 80));

    OPENSSL_free(hex);
    BN_free(n);
    return s;
}

static void tell_certificate(Signature *out, Arena *a, X509 *x)
{
    const X509_NAME *who = X509_get_subject_name(x);

    out->name = known_as(a, who);
    out->organisation = part_of(a, who, NID_organizationName);
    out->issuer = known_as(a, X509_get_issuer_name(x));
    out->serial = serial_of(a, x);
    out->from = moment_from(X509_get0_notBefore(x));
    out->to = moment_from(X509_get0_notAfter(x));
}

static void tell_algorithm(Signature *out, Arena *a, X509 *x, CMS_SignerInfo *si, bool over_sha1)
{
    X509_ALGOR *digest = NULL, *signature = NULL;
    EVP_PKEY *key = X509_get0_pubkey(x);
    const char *kind = key ? OBJ_nid2sn(EVP_PKEY_get_base_id(key)) : "?";
    int bits = key ? EVP_PKEY_get_bits(key) : 0, nid;
    const ASN1_OBJECT *o;

    CMS_SignerInfo_get0_algs(si, NULL, NULL, &digest, &signature);
    X509_ALGOR_get0(&o, NULL, NULL, digest);
    nid = OBJ_obj2nid(o);
    if (!strcmp(kind, "rsaEncryption"))
        kind = "RSA";
    else if (!strcmp(kind, "id-ecPublicKey"))
        kind = "EC";
    out->algorithm = fit(a, str_fmt(a, "%s %d, %s", kind, bits, OBJ_nid2sn(nid)));
    out->weak = over_sha1 || nid == NID_sha1 || nid == NID_md5 || (!strcmp(kind, "RSA") && bits < WEAK_RSA);
}

/* --- the chain --- */

static X509_STORE *store_of(Str pem)
{
    X509_STORE *store = X509_STORE_new();
    CLEANUP(bio_end) BIO *b = bytes_bio(pem);
    static char none[] = "";
    X509 *x;

    while (store && b && (x = PEM_read_bio_X509(b, NULL, NULL, none))) {        /* a password is never asked for */
        X509_STORE_add_cert(store, x);
        X509_free(x);
    }
    ERR_clear_error();
    return store;
}

static const char *refusal(int code)
{
    switch (code) {
    case X509_V_ERR_CERT_HAS_EXPIRED: return T("chứng thư đã hết hạn vào lúc ký");
    case X509_V_ERR_CERT_NOT_YET_VALID: return T("chứng thư chưa có hiệu lực vào lúc ký");
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT: return T("không dẫn tới cơ quan chứng thực nào được tin cậy");
    case X509_V_ERR_CERT_SIGNATURE_FAILURE: return T("chữ ký trên chứng thư không đúng");
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_INVALID_PURPOSE: return T("chứng thư không dùng được cho việc này");
    default: return T("chuỗi chứng thực không hợp lệ");
    }
}

/* At the time of signing: by a time stamp, by the signer's clock, else now. out: takes what the revocation lists say. */
static ChainState check_chain(Signature *out, X509 *x, STACK_OF(X509) *others, Str trusted, Moment at, const char **why)
{
    CLEANUP(store_end) X509_STORE *store = store_of(trusted);
    CLEANUP(ctx_end) X509_STORE_CTX *ctx = X509_STORE_CTX_new();
    X509_VERIFY_PARAM *p;

    *why = T("chuỗi chứng thực không hợp lệ");
    if (!store || !ctx || X509_STORE_CTX_init(ctx, store, x, others) != 1)
        return CHAIN_REFUSED;
    p = X509_STORE_CTX_get0_param(ctx);
    X509_VERIFY_PARAM_set_time(p, (time_t)(at.ms / 1000));
    X509_VERIFY_PARAM_set_purpose(p, X509_PURPOSE_ANY);
    if (X509_verify_cert(ctx) != 1) {
        *why = refusal(X509_STORE_CTX_get_error(ctx));
        return CHAIN_REFUSED;
    }
    crl_ask(out, X509_STORE_CTX_get0_chain(ctx), trusted, at);
    *why = T("chứng thư đã bị thu hồi");
    return out->revocation == REVOCATION_REVOKED ? CHAIN_REFUSED : CHAIN_TRUSTED;
}

/* --- time stamps --- */

static bool digest_fits(int nid, Str head, Str tail, const unsigned char *want, int n)
{
    const EVP_MD *md = EVP_get_digestbynid(nid);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    unsigned char sum[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    bool good = md && ctx && EVP_DigestInit_ex(ctx, md, NULL) == 1 && EVP_DigestUpdate(ctx, head.p, head.n) == 1
        && EVP_DigestUpdate(ctx, tail.p, tail.n) == 1 && EVP_DigestFinal_ex(ctx, sum, &size) == 1;

    EVP_MD_CTX_free(ctx);
    return good && (int)size == n && memcmp(sum, want, size) == 0;
}

/* The token is of its own key and speaks of these bytes. */
static bool stamp_fits(CMS_ContentInfo *token, Str head, Str tail, Moment *at)
{
    CLEANUP(tst_end) TS_TST_INFO *info = NULL;
    ASN1_OCTET_STRING **content, *hash;
    const unsigned char *p;
    TS_MSG_IMPRINT *m;
    const ASN1_OBJECT *o;

    if (!token || OBJ_obj2nid(CMS_get0_eContentType(token)) != NID_id_smime_ct_TSTInfo
        || CMS_verify(token, NULL, NULL, NULL, NULL, CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) != 1)
        return false;
    content = CMS_get0_content(token);
    if (!content || !*content)
        return false;
    p = ASN1_STRING_get0_data(*content);
    info = d2i_TS_TST_INFO(NULL, &p, ASN1_STRING_length(*content));
    if (!info)
        return false;
    m = TS_TST_INFO_get_msg_imprint(info);
    hash = TS_MSG_IMPRINT_get_msg(m);
    X509_ALGOR_get0(&o, NULL, NULL, TS_MSG_IMPRINT_get_algo(m));
    *at = moment_from((const ASN1_TIME *)(const void *)TS_TST_INFO_get_time(info));
    return at->ms && digest_fits(OBJ_obj2nid(o), head, tail, ASN1_STRING_get0_data(hash), ASN1_STRING_length(hash));
}

/* The stamp within a signature speaks of the signature's own bytes. */
static Moment stamp_of(CMS_SignerInfo *si, Str trusted, Moment now)
{
    int at = CMS_unsigned_get_attr_by_NID(si, NID_id_smime_aa_timeStampToken, -1);
    X509_ATTRIBUTE *attr = at < 0 ? NULL : CMS_unsigned_get_attr(si, at);
    const ASN1_TYPE *t = attr ? X509_ATTRIBUTE_get0_type(attr, 0) : NULL;
    CLEANUP(cms_end) CMS_ContentInfo *token = t && t->type == V_ASN1_SEQUENCE
        ? read_cms((Str){ (const char *)ASN1_STRING_get0_data(t->value.sequence), (size_t)ASN1_STRING_length(t->value.sequence) }) : NULL;
    const ASN1_OCTET_STRING *mine = CMS_SignerInfo_get0_signature(si);
    CLEANUP(certs_end) STACK_OF(X509) *certs = NULL;
    STACK_OF(X509) *signers;
    Signature authority = { 0 };
    const char *why;
    Moment when = { 0 };
    bool good = stamp_fits(token, (Str){ (const char *)ASN1_STRING_get0_data(mine), (size_t)ASN1_STRING_length(mine) }, S(""), &when);

    if (!good || !trusted.n)
        return good ? when : (Moment){ 0 };
    certs = CMS_get1_certs(token);
    signers = CMS_get0_signers(token);
    good = signers && sk_X509_num(signers) == 1
        && check_chain(&authority, sk_X509_value(signers, 0), certs, trusted, now, &why) == CHAIN_TRUSTED;
    sk_X509_free(signers);
    return good ? when : (Moment){ 0 };
}

/* --- the signature itself --- */

static bool verify_detached(CMS_ContentInfo *cms, const CmsAsk *ask)
{
    SCRATCH(tmp);
    Buf all = { .arena = &tmp };
    CLEANUP(bio_end) BIO *data = NULL;

    buf_add(&all, ask->head);
    buf_add(&all, ask->tail);
    if (CMS_is_detached(cms) != 1 || all.n > INT32_MAX)
        return false;                                   /* content of its own would be what is signed */
    data = bytes_bio(buf_str(&all));
    return data && CMS_verify(cms, NULL, NULL, data, NULL, CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) == 1;
}

static bool verify_sha1(CMS_ContentInfo *cms, const CmsAsk *ask)
{
    ASN1_OCTET_STRING **content = CMS_get0_content(cms);

    return content && *content && CMS_verify(cms, NULL, NULL, NULL, NULL, CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) == 1
        && digest_fits(NID_sha1, ask->head, ask->tail, ASN1_STRING_get0_data(*content), ASN1_STRING_length(*content));
}

static bool verify(Signature *out, CMS_ContentInfo *cms, const CmsAsk *ask)
{
    if (ask->form == FORM_DETACHED)
        return verify_detached(cms, ask);
    if (ask->form == FORM_OF_SHA1)
        return verify_sha1(cms, ask);
    out->stamp = true;
    return stamp_fits(cms, ask->head, ask->tail, &out->stamped);
}

static X509 *certificate_of(CMS_SignerInfo *si, STACK_OF(X509) *certs)
{
    for (int i = 0; i < sk_X509_num(certs); i++)
        if (CMS_SignerInfo_cert_cmp(si, sk_X509_value(certs, i)) == 0)
            return sk_X509_value(certs, i);
    return NULL;
}

static void tell_chain(Signature *out, const CmsAsk *ask, X509 *x, STACK_OF(X509) *certs)
{
    Moment at = out->stamp ? ask->now : out->stamped.ms ? out->stamped : out->claimed.ms ? out->claimed : ask->now;
    const char *why;

    if (!ask->trusted.n)
        return;
    out->chain = check_chain(out, x, certs, ask->trusted, at, &why);
    if (out->chain == CHAIN_REFUSED)
        out->chain_note = str_of(why);
}

void cms_check(Signature *out, Arena *a, const CmsAsk *ask)
{
    CLEANUP(cms_end) CMS_ContentInfo *cms = NULL;
    CLEANUP(certs_end) STACK_OF(X509) *certs = NULL;
    STACK_OF(CMS_SignerInfo) *infos;
    CMS_SignerInfo *si;
    Moment told;
    X509 *x;

    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    cms = read_cms(ask->der);
    if (!cms || OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed) {
        ERR_clear_error();
        return;                                         /* stays broken */
    }
    infos = CMS_get0_SignerInfos(cms);
    certs = CMS_get1_certs(cms);
    si = infos && sk_CMS_SignerInfo_num(infos) == 1 ? sk_CMS_SignerInfo_value(infos, 0) : NULL;
    x = si && certs ? certificate_of(si, certs) : NULL;
    if (x) {
        tell_certificate(out, a, x);
        tell_algorithm(out, a, x, si, ask->form == FORM_OF_SHA1);
        out->state = verify(out, cms, ask) ? SIGNATURE_INTACT : SIGNATURE_ALTERED;
        told = signing_time(si);
        if (told.ms)
            out->claimed = told;
        if (out->state == SIGNATURE_INTACT && !out->stamp)
            out->stamped = stamp_of(si, ask->trusted, ask->now);
        if (out->state == SIGNATURE_INTACT)
            tell_chain(out, ask, x, certs);
    }
    ERR_clear_error();
}
