/* Handlers of the API; api_room.c puts them into its table of routes. */
#pragma once
#include "web/req.h"

/* A query parameter of a route, or a field of its form, for the description. */
typedef struct ApiParam {
    const char *path, *name;
    bool required;
    const char *title;          /* T() */
    Method method;              /* of the route; zero: GET */
} ApiParam;
extern const ApiParam api_params[];                 /* ends with { 0 } */

Err get_api_units(Ctx *c, Req *rq, Out *o);
Err get_api_criteria(Ctx *c, Req *rq, Out *o);
Err get_api_ranking(Ctx *c, Req *rq, Out *o);
Err get_openapi(Ctx *c, Req *rq, Out *o);
