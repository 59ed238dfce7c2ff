#include "insight/insight.h"

const Room insight_room = {
    .name = "insight",
    .title = T("Phân tích"),
    .commands = insight_commands,
};
