/* Room survey: what it shows to main. */
#pragma once
#include "base/json.h"
#include "core/room.h"
#include "survey/index.h"

extern const Command survey_commands[];
extern const Room survey_room;

/* The keys index, lo, hi; null where there is none. */
void index_values_json(Json *j, const IndexRow *r);

Err survey_index_command(Ctx *c, const Args *a, Buf *out);
Err survey_sample_command(Ctx *c, const Args *a, Buf *out);
Err survey_import_command(Ctx *c, const Args *a, Buf *out);
Err survey_open_command(Ctx *c, const Args *a, Buf *out);
Err survey_close_command(Ctx *c, const Args *a, Buf *out);
Err survey_codes_command(Ctx *c, const Args *a, Buf *out);
Err survey_status_command(Ctx *c, const Args *a, Buf *out);
Err survey_waiting_command(Ctx *c, const Args *a, Buf *out);
Err survey_compute_command(Ctx *c, const Args *a, Buf *out);
Err survey_publish_command(Ctx *c, const Args *a, Buf *out);
Err survey_plan_command(Ctx *c, const Args *a, Buf *out);
Err survey_device_command(Ctx *c, const Args *a, Buf *out);
Err survey_poster_command(Ctx *c, const Args *a, Buf *out);
Err survey_answers_command(Ctx *c, const Args *a, Buf *out);
Err survey_form_command(Ctx *c, const Args *a, Buf *out);
Err survey_report_command(Ctx *c, const Args *a, Buf *out);
Err survey_sweep_command(Ctx *c, const Args *a, Buf *out);
Err survey_receipt_command(Ctx *c, const Args *a, Buf *out);
Err survey_access_command(Ctx *c, const Args *a, Buf *out);
