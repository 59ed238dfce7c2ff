/* The web door. Serves until SIGTERM or SIGINT, then drains. */
#pragma once
#include "core/app.h"

/* app->listen: "127.0.0.1:8080". Prints the address once it answers. Answers: address in use, no data. */
Err web_serve(App *app, Answer *why);
