/* The menu: a row of groups and, under it, the pages of the group in which this page lies. */
#include "web/door.h"

#include "core/access.h"
#include "web/menu.h"

/* By MenuItem.order / 100, as core/room.h names them. */
static const char *const group_titles[] = {
    T("Tổng quan"), T("Kết quả"), T("Đánh giá"), T("Thực hiện"), T("Số liệu"), T("Văn bản"), T("Quản trị"),
};

static int group_of(int order)
{
    int last = (int)(sizeof group_titles / sizeof *group_titles) - 1;

    return order / 100 < last ? order / 100 : last;
}

static void add_in_order(Arena *a, FrameMenus *list, FrameMenu item)
{
    size_t at;

    (void)vec_add(a, list);
    for (at = list->n - 1; at > 0 && list->v[at - 1].order > item.order; at--)
        list->v[at] = list->v[at - 1];
    list->v[at] = item;
}

static bool below(Str path, Str item)
{
    return str_eq(path, item) || (item.n > 1 && path.n > item.n && path.p[item.n] == '/' && str_starts(path, item));
}

static bool room_has(const Room *room, const Route *route)
{
    for (const Route *r = room->routes; r && r->path; r++)
        if (r == route)
            return true;
    return false;
}

void menu_fill(Ctx *c, const Req *rq, FrameView *f)
{
    FrameMenus items = { 0 };
    Str nearest = { 0 };
    int here = -1, in_room = -1;

    for (const Room *const *room = c->app->rooms; *room; room++)
        for (const MenuItem *m = (*room)->menu; m && m->path; m++) {
            Str path = str_of(m->path);

            if (!access_any(c, m->perm))
                continue;
            add_in_order(c->arena, &items, (FrameMenu){ path, m->title, str_eq(rq->path, path), false, m->order });
            if (below(rq->path, path) && path.n > nearest.n) {
                nearest = path;
                here = group_of(m->order);
            }
            /* a page below no item (/sheets/7) lies where its room has its first page of its own */
            if (m->order >= MENU_RESULT && (in_room < 0 || group_of(m->order) < in_room) && room_has(*room, rq->route))
                in_room = group_of(m->order);
        }
    if (here < 0)
        here = in_room;
    for (size_t i = 0; i < items.n; i++) {
        FrameMenu *m = &items.v[i];
        int group = group_of(m->order);

        m->above = !m->here && str_eq(m->path, nearest);
        if (!i || group_of(items.v[i - 1].order) != group)
            *vec_add(c->arena, &f->menu) = (FrameMenu){ m->path, group_titles[group], false, group == here, group };
        if (group == here)
            *vec_add(c->arena, &f->submenu) = *m;
    }
    if (f->submenu.n == 1)
        f->submenu.n = 0;
}
