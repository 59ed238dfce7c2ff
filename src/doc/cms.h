/* Inside the reader of signatures: one CMS, checked by OpenSSL (only cms.c and crl.c know it). */
#pragma once
#include "doc/signature.h"

typedef enum SignatureForm { FORM_DETACHED, FORM_OF_SHA1, FORM_STAMP } SignatureForm;

typedef struct CmsAsk {
    SignatureForm form;
    Str der;                    /* the CMS; zeros behind it are padding */
    Str head, tail;             /* the bytes signed: before and behind the signature */
    Str trusted;                /* certificates and revocation lists in PEM, or empty */
    Moment now;
} CmsAsk;

/* Fills everything but covered, reason and location; claimed stays where the CMS tells no time. */
void cms_check(Signature *out, Arena *a, const CmsAsk *ask);
