/*
 * The web door: one request = one arena, one transaction, one answer. Finds the route, knows the person, asks for
 * the permission, refuses forged forms, runs the handler, puts the frame around the page.
 */
#pragma once
#include "core/app.h"
#include "net/http.h"

void door_serve(void *app, const HttpRequest *rq, HttpResponse *rs);
size_t door_max_body(void *app, const HttpRequest *rq);
/* The route of a method and path, or NULL; *params (may be NULL) gets the values of {names}. */
const Route *door_route(const App *app, Arena *a, Method method, Str path, HttpPairs *params);

extern const Room web_room;
