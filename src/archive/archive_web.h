#pragma once
#include "web/req.h"

Err get_documents(Ctx *c, Req *rq, Out *o);
Err get_documents_xlsx(Ctx *c, Req *rq, Out *o);
Err get_document_new(Ctx *c, Req *rq, Out *o);
Err prepare_documents(Ctx *c, Req *rq);
Err post_documents(Ctx *c, Req *rq, Out *o);
Err get_document_parts(Ctx *c, Req *rq, Out *o);
Err prepare_document_parts(Ctx *c, Req *rq);
Err post_document_parts(Ctx *c, Req *rq, Out *o);
Err get_document(Ctx *c, Req *rq, Out *o);
Err get_document_edit(Ctx *c, Req *rq, Out *o);
Err post_document_edit(Ctx *c, Req *rq, Out *o);
Err prepare_revision(Ctx *c, Req *rq);
Err post_revision(Ctx *c, Req *rq, Out *o);
Err post_document_remove(Ctx *c, Req *rq, Out *o);
Err get_viewer(Ctx *c, Req *rq, Out *o);
Err get_document_file(Ctx *c, Req *rq, Out *o);
Err get_document_signed(Ctx *c, Req *rq, Out *o);
Err get_document_raw(Ctx *c, Req *rq, Out *o);
Err get_evidence_pack(Ctx *c, Req *rq, Out *o);
Err get_document_page(Ctx *c, Req *rq, Out *o);
Err post_document_evidence(Ctx *c, Req *rq, Out *o);
Err post_evidence_remove(Ctx *c, Req *rq, Out *o);
