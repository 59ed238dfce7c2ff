#include "onestop/onestop.h"

const Room onestop_room = {
    .name = "onestop",
    .title = T("Một cửa"),
    .commands = onestop_commands,
};
