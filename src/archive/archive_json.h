/* Documents as JSON. Private to the room. */
#pragma once
#include "archive/archive.h"
#include "base/json.h"

void document_json(Json *j, const DocumentRow *d);      /* members of an object that the caller opened */
Err document_json_same(Ctx *c, int64_t id, Json *j);    /* the member same_as: likely duplicates */
Err document_json_whole(Ctx *c, int64_t id, Json *j);   /* an object: identity, files with signatures, evidence */
