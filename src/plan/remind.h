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

/*
 * The escalation table: who is told how many working days after the last good day (negative: before), and again after how
 * many (0: once). audience: "person", "head", "standing".
 */
typedef struct RemindStep {
    int64_t days;               /* -60 … 260 */
    Str audience;
    int64_t every;              /* 0 … 60 */
} RemindStep;
Err remind_step_put(Ctx *c, const RemindStep *s);
Err remind_step_drop(Ctx *c, int64_t days, Str audience);       /* E_STATE: the last one stays */
const char *remind_audience_title(Str audience);                /* Vietnamese, T() */

/* Letters of the spool that are due now, by the SMTP server of the settings. Opens transactions of its own. */
typedef struct MailReport {
    size_t sent, failed;
    bool configured;
} MailReport;
Err mail_send_waiting(Ctx *c, MailReport *out);

extern const Command remind_commands[];
extern const Perm PERM_REMIND;
