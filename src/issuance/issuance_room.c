#include "issuance/issuance_cli.h"

const Room issuance_room = {
    .name = "issuance",
    .title = T("Văn bản phát hành"),
    .commands = issuance_commands,
};
