/* The words of a command line, sorted into options and operands. Rooms read them through core/room.h. */
#pragma once
#include "core/room.h"

typedef struct ArgOption {
    Str name, value;
} ArgOption;

struct Args {
    VEC(ArgOption) options;
    VEC(Str) operands;
    const Command *command;
};

/* Answers name the option that is unknown, has no value, or is missing. argv without program and command words. */
Err args_parse(Args *a, const Command *cmd, int argc, char **argv, Answer *why);
const Opt *args_common(void);
