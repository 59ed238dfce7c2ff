/*
 * Reminders before, at and after a deadline, by the escalation table: to the person, then the head, then the standing
 * body. One digest a person and day; the same day run twice adds nothing; days on which the program did not run are
 * caught up. On days that are not worked nobody is reminded.
 */
#pragma once
#include "core/room.h"
#include "remind_sql.h"

typedef struct RemindReport {
    size_t tasks, notices, letters;     /* tasks looked at, notices and letters added */
    Buf *log;                   /* who is told what, one line each; NULL: not wanted */
} RemindReport;

Err remind_make(Ctx *c, RemindReport *out);

/* Letters of the spool that are due now, by the SMTP server of the settings. Opens transactions of its own. */
typedef struct MailReport {
    size_t sent, failed;
    bool configured;
} MailReport;
Err mail_send_waiting(Ctx *c, MailReport *out);

extern const Command remind_commands[];
extern const Perm PERM_REMIND;
