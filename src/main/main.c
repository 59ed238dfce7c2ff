#include "cli/cli.h"
#include "doc/sandbox.h"

int main(int argc, char **argv)
{
    App app = { .rooms = all_rooms };

    sandbox_child(argc, argv);
    return cli_main(&app, argc, argv);
}
