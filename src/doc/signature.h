/*
 * Signatures in a PDF: who signed, when, whether the bytes signed are still the bytes of the file, and how far they reach.
 * PAdES and the older forms: detached CMS (adbe.pkcs7.detached, ETSI.CAdES.detached), CMS over SHA-1 (adbe.pkcs7.sha1) and
 * document time stamps (ETSI.RFC3161). Several signatures of one file are several revisions, one after the other.
 *
 *     Signatures all;
 *     TRY(signatures_read(&all, arena, S("x.pdf"), bytes, trusted_pem, now, why));     in the reader process only
 *     if (signatures_state(&all) == SIGNED_WHOLE) …
 *
 * Intact says: the certificate's key signed exactly these bytes. Whose key it is rests on the chain to an authority of the
 * trust store; without a store it is what the certificate says of itself. There is no network, so revocation is what the
 * lists (CRL) say that were given along: without a list of the issuer from after the signing it counts as not asked.
 * BASIS: Luật Giao dịch điện tử 20/2023/QH15 art. 22-24; NĐ 30/2020/NĐ-CP art. 13 and appendix I (signing of documents).
 */
#pragma once
#include "base/date.h"
#include "base/err.h"

typedef enum SignatureState {
    SIGNATURE_INTACT,
    SIGNATURE_ALTERED,          /* the bytes are not the ones that were signed, or the signature is not of this key */
    SIGNATURE_BROKEN,           /* no signature can be read there */
    SIGNATURE_UNKNOWN           /* a form that is not understood */
} SignatureState;

typedef enum ChainState { CHAIN_NONE, CHAIN_TRUSTED, CHAIN_REFUSED } ChainState;       /* NONE: there is no trust store */

typedef enum Revocation {
    REVOCATION_UNASKED,         /* no list of the issuer that is complete and newer than the signature, or no trusted chain */
    REVOCATION_NONE,            /* not on the lists of its issuers */
    REVOCATION_LATER,           /* revoked, but a time stamp proves that it had signed before */
    REVOCATION_REVOKED          /* the chain is refused */
} Revocation;

typedef struct Signature {
    SignatureState state;
    bool stamp;                 /* a time stamp of the whole document, by a time-stamping authority */
    bool weak;                  /* SHA-1 or MD5, or a key that is too short today */
    int64_t covered;            /* signed are the first so many bytes of the file (less the signature itself) */
    Str name, organisation;     /* of the certificate */
    Str issuer, serial;
    Str reason, location;       /* as the signer wrote them */
    Str algorithm;              /* "RSA 2048, SHA256" */
    Moment claimed;             /* the signer's own clock */
    Moment stamped;             /* by a time stamp that fits; unset: none */
    Moment from, to;            /* validity of the certificate */
    ChainState chain;
    Str chain_note;             /* why refused: Vietnamese words, for tr_str() */
    Revocation revocation;
    Moment revoked;             /* when */
    Moment listed;              /* when the oldest of the lists was made that were asked */
} Signature;

typedef struct Signatures {
    int64_t size;               /* of the file */
    VEC(Signature) list;        /* in the order of what they cover */
} Signatures;

typedef enum SignedState {
    SIGNED_NOT,
    SIGNED_WHOLE,               /* every signature is intact and the last one covers the whole file */
    SIGNED_CHANGED,             /* intact, but the file was added to after the last signature */
    SIGNED_BROKEN               /* at least one does not hold */
} SignedState;

SignedState signatures_state(const Signatures *all);

/* trusted: certificates and revocation lists in PEM, or empty. now: for signatures that tell no time. E_INVALID: no PDF. */
Err signatures_read(Signatures *out, Arena *a, Str file, Str bytes, Str trusted, Moment now, Answer *why);

Str signatures_pack(const Signatures *all, Arena *a);
Err signatures_unpack(Signatures *out, Arena *a, Str file, Str bytes, Answer *why);
