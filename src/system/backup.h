/*
 * One-file backups of a data folder, made while the program works, and their restoration into a new folder.
 */
#pragma once
#include "core/app.h"

/* to: a file, or a folder in which a file named by the time is made; *made is its path. */
Err backup_make(Ctx *c, Str to, Str *made);
/* data must not exist or be empty. Answers: not a backup, damaged (a hash differs), folder not empty. */
Err backup_restore(Ctx *c, Str file, Str data);
