/*
 * The shell's door: `thuocdo NOUN VERB [operands] [--options]`.
 * Exit: 0 ok · 1 an answer (on standard error) · 2 wrong usage · 3 the world failed.
 */
#pragma once
#include "core/app.h"

int cli_main(App *app, int argc, char **argv);

/* Run one parsed command with what its mode needs; used by cli_main and by tests. */
Err cli_run(App *app, Ctx *c, const Command *cmd, const Args *args, Buf *out);
