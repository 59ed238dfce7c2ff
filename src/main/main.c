#include "cli/cli.h"

int main(int argc, char **argv)
{
    App app = { .rooms = all_rooms };

    return cli_main(&app, argc, argv);
}
