/* The only list of rooms. A room that is not listed here does not exist. */
#include "calendar/calendar.h"
#include "core/room.h"
#include "insight/insight.h"
#include "intake/intake.h"
#include "onestop/onestop.h"
#include "survey/survey.h"

extern const Room api_room, archive_room, assess_room, criteria_room, demo_room, org_room, score_room, system_room, web_room;
extern const Room plan_room;
extern const Room issuance_room;
extern const Room remind_room;
extern const Room indicator_room;
extern const Room report_room;
extern const Room remedy_room;
extern const Room accept_room;

const Room *const all_rooms[] = {
    &org_room,
    &criteria_room,
    &score_room,
    &archive_room,
    &assess_room,
    &plan_room,
    &remind_room,
    &indicator_room,
    &report_room,
    &remedy_room,
    &survey_room,
    &calendar_room,
    &api_room,
    &system_room,
    &intake_room,
    &accept_room,
    &onestop_room,
    &insight_room,
    &issuance_room,
    &demo_room,
    &web_room,                  /* last: its home page is the one of nobody else */
    NULL,
};
