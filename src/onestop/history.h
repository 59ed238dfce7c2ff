/*
 * Histories of dossiers: each change of status with its moment, as a one-stop system exports it beside the list of dossiers. A
 * dossier has then all its supplements instead of the last one: how often the applicant was asked, how long was waited in all, and the
 * due date that held before.
 * BASIS: QĐ 766/QĐ-TTg, 2.1
 */
#pragma once
#include "doc/table.h"
#include "onestop/registers.h"

/*
 * Columns dossier_code, at, status (words or codes) and, where it is told, due_at. Dossiers must be there. All or nothing; steps that
 * are there already change nothing. written: steps, same: steps that were there.
 */
Err history_import(Ctx *c, const Table *t, Str source, RegisterReport *out, size_t *dossiers);
