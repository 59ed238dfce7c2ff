/* Handlers of /api/v1/documents and /api/v1/evidence; archive_room.c puts them into its table of routes. */
#pragma once
#include "web/req.h"

Err get_api_documents(Ctx *c, Req *rq, Out *o);
Err get_api_search(Ctx *c, Req *rq, Out *o);
Err get_api_document(Ctx *c, Req *rq, Out *o);
Err get_api_evidence(Ctx *c, Req *rq, Out *o);
Err prepare_api_document(Ctx *c, Req *rq);
Err post_api_document(Ctx *c, Req *rq, Out *o);
Err post_api_evidence(Ctx *c, Req *rq, Out *o);
