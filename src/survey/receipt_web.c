#include "survey/receipt_web.h"

#include "pages.h"
#include "survey/survey_view.h"

Err get_receipt(Ctx *c, Req *rq, Out *o)
{
    ReceiptView none = { 0 }, *v = rq->prepared ? rq->prepared : &none;
    Out page = *o;

    TRY(survey_find(c, req_str(rq, "survey"), &v->s));
    v->lang = o->lang == LANG_EN ? S("en") : S("vi");
    v->css = asset_address("public.css");
    v->gone = req_int(rq, "gone") == 1;
    if (o->refused)
        v->wrong = o->refused->text;
    page.buf = (Buf){ .arena = rq->arena };
    tpl_receipt(&page, v);
    req_send(rq, S("text/html; charset=utf-8"), S(""), buf_str(&page.buf));
    return OK;
}

Err post_receipt(Ctx *c, Req *rq, Out *o)
{
    ReceiptView *v = NEW(c->arena, ReceiptView, 1);
    Str act = req_str(rq, "do");
    SurveyByCodeRow s;

    (void)o;
    TRY(survey_find(c, req_str(rq, "survey"), &s));
    http_add(rq->rs, "X-Robots-Tag", S("noindex"));     /* keeps the POST out of the once-keys, as on the phone page */
    v->receipt = str_trim(req_str(rq, "receipt"));
    if (str_eq(act, S("withdraw"))) {
        TRY(receipt_withdraw(c, &s, v->receipt));
        req_go(rq, "/receipt/%.*s?gone=1", SV(s.code));
        return OK;
    }
    TRY(receipt_open(c, &s, v->receipt, &v->own));
    if (str_eq(act, S("export"))) {
        req_send(rq, S("application/json"), S("phieu-cua-toi.json"), receipt_json(c, &s, &v->own));
        return OK;
    }
    v->any = true;
    rq->prepared = v;
    req_again(rq);
    return OK;
}
