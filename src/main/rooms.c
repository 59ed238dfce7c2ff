/* The only list of rooms. A room that is not listed here does not exist. */
#include "calendar/calendar.h"
#include "core/room.h"
#include "survey/survey.h"

const Room *const all_rooms[] = {
    &survey_room,
    &calendar_room,
    NULL,
};
