/*
 * Sending a letter by SMTP (libcurl inside smtp.c only). One call, one letter, one connection. Blocking: for commands
 * and jobs, never inside a transaction.
 *
 *     SmtpServer s = { .url = S("smtp://mail.example.vn:587"), .from = S("thuocdo@example.vn") };
 *     TRY(smtp_send(&s, &letter, c->arena, &c->answer));
 */
#pragma once
#include "base/date.h"

typedef struct SmtpServer {
    Str url;                    /* smtp://host:port (STARTTLS) or smtps://host:port */
    Str from;                   /* address of the sender */
    Str user, password;         /* empty: without sign-in */
    bool plain;                 /* allow an unencrypted connection: only inside a trusted network */
} SmtpServer;

typedef struct Letter {
    Str to;
    Str subject, body;          /* UTF-8 text; encoded here */
    Moment at;                  /* Date: of the letter */
    Str id;                     /* left part of the Message-ID: the same letter sent twice can be told */
} Letter;

/* E_INVALID: an address that is none. E_IO: the server's or the network's answer, in a sentence. */
Err smtp_send(const SmtpServer *s, const Letter *l, Arena *a, Answer *why);
/* The letter as it goes over the wire: headers and base64 text, lines ended by CRLF. */
Str smtp_compose(Arena *a, const SmtpServer *s, const Letter *l);
bool smtp_address_ok(Str address);              /* one @, no blanks, control characters or brackets */
