#include "core/query.h"

/* The world's failure becomes a sentence too; the database's own words go to the log by the door. */
static Err failed(Ctx *c, Err e, const DbQuery *q)
{
    if (e == E_CONFLICT)
        return fail(c, e, T("Dữ liệu này đã có hoặc vừa được người khác thay đổi; hãy tải lại trang rồi làm lại."));
    if (e == E_DB)
        return fail(c, e, T("Cơ sở dữ liệu báo lỗi ở bước %s: %s"), q->name, db_error(c->db));
    return e;
}

Err query_opt(Ctx *c, const DbQuery *q, void *row, bool *any, const void *in)
{
    Err e = db_start(c->db, q, in);

    memset(row, 0, q->row);
    if (e == OK)
        e = db_row(c->db, q, c->arena, row, any);
    db_stop(c->db);
    return failed(c, e, q);
}

Err query_one(Ctx *c, const DbQuery *q, void *row, const void *in)
{
    bool any;

    TRY(query_opt(c, q, row, &any, in));
    if (any)
        return OK;
    return fail(c, E_NOT_FOUND, T("Không tìm thấy; có thể đã bị xóa hoặc địa chỉ không đúng."));
}

Err query_many(Ctx *c, const DbQuery *q, RowVec *rows, const void *in)
{
    bool any = true;
    Err e = db_start(c->db, q, in);

    *rows = (RowVec){ 0 };
    while (e == OK) {
        if (rows->n == rows->cap)
            rows->v = vec_grow(c->arena, rows->v, &rows->cap, q->row);
        e = db_row(c->db, q, c->arena, rows->v + rows->n * q->row, &any);
        if (e != OK || !any)
            break;
        rows->n++;
    }
    db_stop(c->db);
    return failed(c, e, q);
}

Err query_exec(Ctx *c, const DbQuery *q, const void *in)
{
    return failed(c, db_exec(c->db, q, in, NULL), q);
}
