#include "intake/intake.h"

const Room intake_room = {
    .name = "intake",
    .title = T("Đọc văn bản đến"),
    .commands = intake_commands,
};
