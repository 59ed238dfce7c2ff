/* Inside the reader of signatures: whether the issuers of a chain have revoked its certificates, by their lists (CRL). */
#pragma once
#include "doc/cms.h"

#include <openssl/bio.h>
#include <openssl/x509.h>

/* In cms.c. */
BIO *bytes_bio(Str s);
void bio_end(BIO **b);
Moment moment_from(const ASN1_TIME *t);

/*
 * chain: verified, the signer first, each issued by the next. lists: PEM, among other things. at: when it signed. Sets revocation,
 * revoked and listed of *out; out->stamped tells whether the time is proven.
 * A list counts when it is signed by the issuer's key. Only a complete one from after the signing says that somebody is not on it.
 * BASIS: RFC 5280 section 5 and 6.3.
 */
void crl_ask(Signature *out, STACK_OF(X509) *chain, Str lists, Moment at);
