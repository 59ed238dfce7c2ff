/* From method and path to a route of a room's table. A literal segment is preferred to a {name}. */
#include "web/door.h"

/* One segment off the front of a path. */
static Str segment(Str *path)
{
    Str head, tail;

    if (str_starts(*path, S("/")))
        *path = str_sub(*path, 1, path->n);
    if (!str_cut(*path, S("/"), &head, &tail)) {
        head = *path;
        *path = (Str){ 0 };
    } else {
        *path = str_sub(*path, head.n, path->n);
    }
    return head;
}

/* Number of literal segments plus one; 0: does not match. */
static int match(Arena *a, Str pattern, Str path, HttpPairs *params)
{
    int score = 1;

    if (str_eq(pattern, path))
        return 1000;
    while (pattern.n && path.n) {
        Str want = segment(&pattern), got = segment(&path);

        if (str_starts(want, S("{")) && got.n) {
            if (params) {
                HttpPair *p = vec_add(a, params);
                *p = (HttpPair){ str_sub(want, 1, want.n - 1), got };
            }
        } else if (str_eq(want, got)) {
            score++;
        } else {
            return 0;
        }
    }
    return pattern.n || path.n ? 0 : score;
}

const Route *door_route(const App *app, Arena *a, Method method, Str path, HttpPairs *params)
{
    const Route *best = NULL;
    int best_score = 0;

    for (const Room *const *room = app->rooms; *room; room++)
        for (const Route *r = (*room)->routes; r && r->path; r++) {
            int score = r->method == method ? match(a, str_of(r->path), path, NULL) : 0;

            if (score > best_score) {
                best = r;
                best_score = score;
            }
        }
    if (best && params)
        match(a, str_of(best->path), path, params);
    return best;
}

size_t door_max_body(void *app, const HttpRequest *rq)
{
    const Route *r = rq->method == HTTP_POST ? door_route(app, rq->arena, POST, rq->path, NULL) : NULL;

    return r && r->max_body ? r->max_body : 256 * 1024;
}
