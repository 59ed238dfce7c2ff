#include "cli/cli.h"
#include "doc/sandbox.h"
#include "core/background.h"

#include <malloc.h>

int main(int argc, char **argv)
{
    App app = { .rooms = all_rooms, .stop = background_end };

    mallopt(M_ARENA_MAX, 2);                            /* request arenas come and go on many threads: do not keep a heap for each */
    mallopt(M_MMAP_THRESHOLD, 1 << 18);
    sandbox_child(argc, argv);
    return cli_main(&app, argc, argv);
}
