#include "doc/crl.h"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

static void crl_end(X509_CRL **c) { X509_CRL_free(*c); }
static void point_end(ISSUING_DIST_POINT **p) { ISSUING_DIST_POINT_free(*p); }

/* Of all certificates of its issuer, or at least of all of this kind: not parts of a list, nor changes since an earlier one. */
static bool complete(const X509_CRL *crl, X509 *x)
{
    int critical = 0;
    CLEANUP(point_end) ISSUING_DIST_POINT *p = X509_CRL_get_ext_d2i(crl, NID_issuing_distribution_point, &critical, NULL);

    if (X509_CRL_get_ext_by_NID(crl, NID_delta_crl, -1) >= 0)
        return false;
    if (!p)
        return critical == -1;                          /* not there; else it cannot be read */
    return !p->distpoint && !p->onlyattr && !p->indirectCRL && !p->onlysomereasons
        && !(X509_check_ca(x) ? p->onlyuser : p->onlyCA);
}

typedef struct Found {
    bool revoked;
    Moment on, listed;          /* listed unset: no complete list from after the signing */
} Found;

static void ask_one(Found *f, X509_CRL *crl, X509 *x, X509 *issuer, Moment at)
{
    Moment made = moment_from(X509_CRL_get0_lastUpdate(crl));
    X509_REVOKED *entry = NULL;

    if (X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_subject_name(issuer)) != 0
        || X509_CRL_verify(crl, X509_get0_pubkey(issuer)) != 1)
        return;
    if (X509_CRL_get0_by_cert(crl, &entry, x) == 1) {   /* 2: taken off the list again */
        Moment on = moment_from(X509_REVOKED_get0_revocationDate(entry));

        if (!f->revoked || on.ms < f->on.ms)
            f->on = on;
        f->revoked = true;
    }
    if (made.ms >= at.ms && made.ms > f->listed.ms && complete(crl, x))
        f->listed = made;
}

static Found ask_all(X509 *x, X509 *issuer, Str lists, Moment at)
{
    CLEANUP(bio_end) BIO *b = bytes_bio(lists);
    static char none[] = "";
    Found f = { 0 };

    while (b) {
        CLEANUP(crl_end) X509_CRL *crl = PEM_read_bio_X509_CRL(b, NULL, NULL, none);

        if (!crl)
            break;
        ask_one(&f, crl, x, issuer, at);
    }
    return f;
}

void crl_ask(Signature *out, STACK_OF(X509) *chain, Str lists, Moment at)
{
    bool all = true, proven = out->stamped.ms && !out->stamp;      /* a stamp does not prove its own time */

    at = out->stamped.ms ? out->stamped : at;
    out->revocation = REVOCATION_UNASKED;
    for (int i = 0; i + 1 < sk_X509_num(chain); i++) {  /* the last is trusted by the store itself */
        Found f = ask_all(sk_X509_value(chain, i), sk_X509_value(chain, i + 1), lists, at);
        bool later = f.revoked && proven && f.on.ms > at.ms;

        if (f.revoked) {
            out->revoked = f.on;
            out->revocation = later ? REVOCATION_LATER : REVOCATION_REVOKED;
        }
        if (f.revoked && !later)
            return;
        all &= f.revoked || f.listed.ms;
        if (f.listed.ms && (!out->listed.ms || f.listed.ms < out->listed.ms))
            out->listed = f.listed;
    }
    if (out->revocation == REVOCATION_UNASKED && all && sk_X509_num(chain) > 1)
        out->revocation = REVOCATION_NONE;
    if (out->revocation == REVOCATION_UNASKED)
        out->listed = (Moment){ 0 };
}
