#include "base/test.h"
#include "web/door.h"
#include "web/sign.h"

static Err nothing(Ctx *c, Req *rq, Out *o)
{
    (void)c;
    (void)rq;
    (void)o;
    return OK;
}

static const Route routes[] = {
    { GET, "/units", &PERM_PUBLIC, nothing },
    { GET, "/units/{id}", &PERM_PUBLIC, nothing },
    { GET, "/units/new", &PERM_PUBLIC, nothing },
    { POST, "/units/{id}/save", &PERM_PUBLIC, nothing, NULL, 1000 },
    { 0 },
};
static const Room room = { .name = "x", .routes = routes };
static const Room *const rooms[] = { &room, NULL };

TEST(web_routes, "a path finds its route: method, {names}, literal segments first, nothing for what is not listed")
{
    App app = { .rooms = rooms };
    HttpPairs params = { 0 };

    CHECK(door_route(&app, t->arena, GET, S("/units"), NULL) == &routes[0]);
    CHECK(door_route(&app, t->arena, GET, S("/units/new"), NULL) == &routes[2]);
    CHECK(door_route(&app, t->arena, GET, S("/units/12"), &params) == &routes[1]);
    CHECK_INT(params.n, 1);
    CHECK_STR(params.v[0].name, "id");
    CHECK_STR(params.v[0].value, "12");
    CHECK(door_route(&app, t->arena, POST, S("/units/12/save"), NULL) == &routes[3]);
    CHECK(!door_route(&app, t->arena, GET, S("/units/12/save"), NULL));
    CHECK(!door_route(&app, t->arena, GET, S("/units/12/save/more"), NULL));
    CHECK(!door_route(&app, t->arena, GET, S("/unit"), NULL));
    CHECK(!door_route(&app, t->arena, GET, S("/"), NULL));
    CHECK_INT(door_max_body(&app, &(HttpRequest){ .arena = t->arena, .method = HTTP_POST, .path = S("/units/1/save") }), 1000);
}

TEST(web_sign_in_wait, "the first wrong sign-ins are free, then waiting doubles up to a quarter of an hour")
{
    CHECK_INT(sign_in_wait(2, 3), 0);
    CHECK_INT(sign_in_wait(3, 3), 2);
    CHECK_INT(sign_in_wait(5, 3), 8);
    CHECK_INT(sign_in_wait(1000000, 3), 900);
}
