#include "calendar/calendar.h"

const Room calendar_room = {
    .name = "calendar",
    .title = T("Lịch làm việc và thời hạn"),
    .commands = calendar_commands,
};
