#include "survey/survey.h"

#include "survey/collect.h"
#include "survey/phone_web.h"

static const Route routes[] = {
    { GET, "/s/{survey}", &PERM_PUBLIC, get_phone },
    { POST, "/s/{survey}", &PERM_PUBLIC, post_phone, NULL, 16 * 1024 },
    { GET, "/s/{survey}/{code}", &PERM_PUBLIC, get_phone },
    { POST, "/s/{survey}/{code}", &PERM_PUBLIC, post_phone, NULL, 16 * 1024 },
    { 0 },
};

const Room survey_room = {
    .name = "survey",
    .title = T("Khảo sát"),
    .perms = (const Perm *const[]){ &PERM_SURVEY_MANAGE, NULL },
    .routes = routes,
    .commands = survey_commands,
    .settings = survey_settings,
};
