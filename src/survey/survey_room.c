#include "survey/survey.h"

const Room survey_room = {
    .name = "survey",
    .title = T("Khảo sát"),
    .commands = survey_commands,
};
