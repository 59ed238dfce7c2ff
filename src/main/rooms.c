/* The only list of rooms. A room that is not listed here does not exist. */
#include "core/room.h"

const Room *const all_rooms[] = {
    NULL,
};
