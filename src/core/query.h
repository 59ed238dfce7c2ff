/*
 * What generated queries call. A query's rows and texts live in c->arena. The only way to the database from rooms.
 *
 *     OrgUnitListRows rows;
 *     TRY(q_org_unit_list(c, &rows, .on = c->today));
 */
#pragma once
#include "core/ctx.h"
#include "db/db.h"

typedef VEC(char) RowVec;       /* stands for any generated VEC(Row) */

Err query_one(Ctx *c, const DbQuery *q, void *row, const void *in);         /* none: E_NOT_FOUND */
Err query_opt(Ctx *c, const DbQuery *q, void *row, bool *any, const void *in);
Err query_many(Ctx *c, const DbQuery *q, RowVec *rows, const void *in);
Err query_exec(Ctx *c, const DbQuery *q, const void *in);
