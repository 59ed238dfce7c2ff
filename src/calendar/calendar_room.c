#include "calendar/calendar.h"
#include "calendar/calendar_web.h"

static const Route routes[] = {
    { GET, "/calendar", &PERM_CALENDAR_VIEW, get_calendar },
    { POST, "/calendar", &PERM_CALENDAR_CHANGE, post_calendar },
    { POST, "/calendar/import", &PERM_CALENDAR_CHANGE, post_calendar_import, NULL, 4 << 20 },
    { POST, "/calendar/forget", &PERM_CALENDAR_CHANGE, post_calendar_forget },
    { 0 },
};

static const MenuItem menu[] = {
    { "/calendar", T("Lịch làm việc"), &PERM_CALENDAR_VIEW, MENU_WORK + 40 },
    { 0 },
};

const Room calendar_room = {
    .name = "calendar",
    .title = T("Lịch làm việc và thời hạn"),
    .perms = (const Perm *const[]){ &PERM_CALENDAR_VIEW, &PERM_CALENDAR_CHANGE, NULL },
    .routes = routes,
    .menu = menu,
    .commands = calendar_commands,
};
