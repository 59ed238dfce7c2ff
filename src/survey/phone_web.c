/*
 * One question a screen, without script: each POST keeps the answer in the draft and leads to the next screen.
 * The page is a document of its own, without the program's frame: strangers on a phone need neither menu nor script.
 */
#include "survey/phone_web.h"

#include "pages.h"
#include "survey/device.h"
#include "survey/guard.h"
#include "survey/phone_view.h"

enum { KIOSK_IDLE_S = 80, KIOSK_THANKS_S = 8 };

static const struct { const char *code, *title; } languages[] = {
    { "en", "English" }, { "km", "ភាសាខ្មែរ" }, { "hmn", "Hmoob" }, { "tai", "Tày – Thái" }, { "zh", "中文" },
};

/* Another language of the same questionnaire, carried from page to page. */
static Err in_language(Ctx *c, const Req *rq, PhoneView *v)
{
    SurveyLanguagesRows langs;
    SurveyLabelsRows labels;
    Str want = req_str(rq, "l");

    TRY(q_survey_languages(c, &langs, .form_id = v->s.form_id));
    for (size_t i = 0; i < langs.n; i++) {
        PhoneLang *l = vec_add(c->arena, &v->langs);

        *l = (PhoneLang){ langs.v[i].lang, langs.v[i].lang };
        for (size_t k = 0; k < COUNT(languages); k++)
            if (str_eq(l->code, str_of(languages[k].code)))
                l->title = str_of(languages[k].title);
        if (str_eq(l->code, want))
            v->tongue = l->code;
    }
    if (!v->tongue.n)
        return OK;
    TRY(q_survey_labels(c, &labels, .form_id = v->s.form_id, .lang = v->tongue));
    for (size_t i = 0; i < labels.n; i++) {
        Str kind = labels.v[i].kind, ref = labels.v[i].ref, text = labels.v[i].value, question, option;

        if (str_eq(kind, S("form")) && str_eq(ref, S("purpose")))
            v->s.purpose = text;
        if (str_eq(kind, S("question")) && str_eq(ref, v->q.code))
            v->q.label = text;
        if (!str_eq(kind, S("option")) || !str_cut(ref, S("/"), &question, &option) || !str_eq(question, v->q.code))
            continue;
        for (size_t k = 0; k < v->options.n; k++)
            if (str_eq(v->options.v[k].name, option))
                v->options.v[k].label = text;
    }
    return OK;
}

static Err sent_page(Ctx *c, Out *o, Req *rq, PhoneView *v)
{
    Out page = *o;

    TRY(in_language(c, rq, v));
    v->lang = o->lang == LANG_EN ? S("en") : S("vi");
    v->css = asset_address("public.css");
    v->big = req_int(rq, "big") == 1;
    if (o->refused)
        v->wrong = o->refused->text;
    if (v->kiosk && !v->start)                          /* the machine is ready for the next person, also without script */
        http_add(rq->rs, "Refresh", str_fmt(rq->arena, "%d; url=/%.*s", v->sent ? KIOSK_THANKS_S : KIOSK_IDLE_S, SV(v->action)));
    page.buf = (Buf){ .arena = rq->arena };
    tpl_phone(&page, v);
    req_send(rq, S("text/html; charset=utf-8"), S(""), buf_str(&page.buf));
    return OK;
}

static Err stop_page(Ctx *c, Req *rq, Out *o, PhoneView *v)
{
    v->stop = true;
    v->stopped = c->answer.text;
    return sent_page(c, o, rq, v);
}

static Err start_page(Ctx *c, Req *rq, Out *o, PhoneView *v)
{
    SurveyUnitsRows units;

    v->start = true;
    if (!req_str(rq, "code").n && !v->kiosk) {
        TRY(guard_question(c, &v->s, &v->ask, &v->seal));
        TRY(q_survey_units(c, &units, .survey_id = v->s.id));
        for (size_t i = 0; i < units.n; i++)
            *vec_add(c->arena, &v->units) = (PhoneUnit){ str_fmt(c->arena, "%lld", (long long)units.v[i].id), units.v[i].name,
                units.n == 1 || str_eq(units.v[i].code, req_str(rq, "u")) };
    }
    return sent_page(c, o, rq, v);
}

/* A chosen option stands among the names of the answer. */
static bool chosen(Str answer, Str name)
{
    Str one;

    for (bool more = true; more;) {
        more = str_cut(answer, S(" "), &one, &answer);
        if (str_eq(one, name))
            return true;
    }
    return false;
}

static Err question_page(Ctx *c, Req *rq, Out *o, PhoneView *v, const DraftState *d, size_t at)
{
    SurveyOptionsRows options;

    v->question = true;
    v->q = d->questions.v[at];
    v->value = d->answers[at];
    v->many = str_eq(v->q.kind, S("multiple"));
    v->number = str_eq(v->q.kind, S("number"));
    TRY(q_survey_options(c, &options, .question_id = v->q.id));
    for (size_t i = 0; i < options.n; i++)
        *vec_add(c->arena, &v->options) = (PhoneOption){ i ? str_fmt(c->arena, "answer%zu", i) : S("answer"), options.v[i].name,
            options.v[i].label, chosen(v->value, options.v[i].name) };
    return sent_page(c, o, rq, v);
}

/* The first asked question from position `from` on; questions.n: none. */
static size_t asked_from(const DraftState *d, int64_t from)
{
    size_t i = 0;

    while (i < d->questions.n && (d->questions.v[i].position < from || !d->asked[i]))
        i++;
    return i;
}

static Err draft_page(Ctx *c, Req *rq, Out *o, PhoneView *v)
{
    DraftState d;
    size_t at;
    bool sent;

    TRY(draft_receipt(c, &v->s, v->key, &v->receipt, &sent));
    if (sent && v->kiosk)
        return start_page(c, rq, o, v);
    if (sent) {
        v->sent = true;
        return sent_page(c, o, rq, v);
    }
    TRY(draft_load(c, &v->s, v->key, &d));
    if (!d.any)
        return start_page(c, rq, o, v);
    at = asked_from(&d, req_int(rq, "q"));
    for (size_t i = 0; i < d.questions.n; i++) {
        v->count += d.asked[i];
        v->number_of += d.asked[i] && i <= at;
        if (d.asked[i] && i < at)
            v->back = d.questions.v[i].position;
    }
    if (at < d.questions.n)
        return question_page(c, rq, o, v, &d, at);
    v->ready = true;
    return sent_page(c, o, rq, v);
}

static void name_page(Ctx *c, const Req *rq, PhoneView *v)
{
    Str code = req_str(rq, "code");

    v->action = code.n ? str_fmt(c->arena, "s/%.*s/%.*s", SV(v->s.code), SV(code)) : str_fmt(c->arena, "s/%.*s", SV(v->s.code));
    v->key = req_str(rq, "d");
}

/* The code is part of addresses that the page makes: nothing else than letters, digits and dashes may stand in it. */
static bool code_clean(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= 'a' && s.p[i] <= 'z') || s.p[i] == '-'))
            return false;
    return s.n <= 40;
}

static bool code_clean_key(Str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    return s.n > 0 && s.n <= 64;
}

Err get_phone(Ctx *c, Req *rq, Out *o)
{
    PhoneView v = { 0 };
    Str code = req_str(rq, "code");
    int64_t unit_id;
    Err e;

    TRY(survey_find(c, req_str(rq, "survey"), &v.s));
    if (!code_clean(code))
        return fail(c, E_NOT_FOUND, T("Không có mã này. Hãy xem lại mã in trên giấy mời hoặc phiếu hẹn."));
    name_page(c, rq, &v);
    if (v.key.n) {                                      /* sent just now: its code is used, its receipt is shown */
        bool sent;

        TRY(draft_receipt(c, &v.s, v.key, &v.receipt, &sent));
        if (sent)
            return draft_page(c, rq, o, &v);
    }
    e = survey_answerable(c, &v.s);
    if (e == OK && code.n)
        e = survey_code_check(c, &v.s, code, &unit_id);
    if (e == OK && !code.n && !v.s.open_link)
        e = fail(c, E_STATE, T("Đợt khảo sát này cần mã mời; hãy mở địa chỉ in trên giấy mời."));
    v.type_code = e == E_NOT_FOUND || (e == E_STATE && !code.n && survey_answerable(c, &v.s) == OK);
    if (e == E_STATE || e == E_NOT_FOUND)
        return stop_page(c, rq, o, &v);
    TRY(e);
    return v.key.n ? draft_page(c, rq, o, &v) : start_page(c, rq, o, &v);
}

static Err take_answer(Ctx *c, Req *rq, const SurveyByCodeRow *s, Str key)
{
    SurveyQuestionsRows q;
    Buf value = { .arena = c->arena };
    int64_t position = req_int(rq, "q");

    for (size_t i = 0; i < req_count(rq, "answer"); i++)
        buf_fmt(&value, "%s%.*s", i ? " " : "", SV(req_nth(rq, "answer", i)));
    TRY(q_survey_questions(c, &q, .form_id = s->form_id));
    for (size_t i = 0; i < q.n; i++)
        if (q.v[i].position == position)
            return draft_answer(c, s, key, q.v[i].id, str_trim(buf_str(&value)));
    return fail(c, E_NOT_FOUND, T("Phiếu này không có câu hỏi đó."));
}

static Err take_post(Ctx *c, Req *rq, PhoneView *v, Came *came)
{
    Str act = req_str(rq, "do"), receipt, key = v->key;
    Str words = req_str(rq, "l");
    const char *big = req_int(rq, "big") == 1 ? "&big=1" : "";
    int64_t next = 0;

    /* With a header of its own the answer is not kept under the form's once-key: that row would hold code and draft together. */
    http_add(rq->rs, "X-Robots-Tag", S("noindex"));
    if (str_eq(act, S("start"))) {
        if (req_int(rq, "consent") != 1)
            return fail_field(c, "consent", T("Hãy đánh dấu đồng ý nếu ông/bà muốn trả lời."));
        TRY(draft_begin(c, &v->s, came, &key));
        next = 1;
    } else if (str_eq(act, S("quit"))) {
        TRY(draft_forget(c, &v->s, key));
        req_go(rq, "/%.*s", SV(v->action));
        return OK;
    } else if (str_eq(act, S("send"))) {
        TRY(draft_send(c, &v->s, came, key, &receipt));
        if (v->kiosk) {
            req_go(rq, "/%.*s?done=1", SV(v->action));
            return OK;
        }
    } else {
        TRY(take_answer(c, rq, &v->s, key));
        next = req_int(rq, "q") + 1;
    }
    if (!code_clean(words))
        words = (Str){ 0 };
    req_go(rq, "/%.*s?d=%.*s&q=%lld%s%s%.*s", SV(v->action), SV(key), (long long)next, big, words.n ? "&l=" : "", SV(words));
    return OK;
}

Err post_phone(Ctx *c, Req *rq, Out *o)
{
    PhoneView v = { 0 };
    Came came = { .code = req_str(rq, "code"), .unit_id = req_int(rq, "unit"), .seal = req_str(rq, "seal"), .sum = req_str(rq, "sum") };

    (void)o;                                            /* a POST always leads to a page */
    TRY(survey_find(c, req_str(rq, "survey"), &v.s));
    if (!code_clean(came.code))
        return fail(c, E_NOT_FOUND, T("Không có mã này. Hãy xem lại mã in trên giấy mời hoặc phiếu hẹn."));
    name_page(c, rq, &v);
    return take_post(c, rq, &v, &came);
}

/* ---- the machine at a counter ---- */

static Err kiosk(Ctx *c, Req *rq, PhoneView *v, SurveyDeviceGetRow *d)
{
    Str key = req_str(rq, "key");

    TRY(device_find(c, code_clean_key(key) ? key : S(""), "kiosk", d, &v->s));
    v->kiosk = true;
    v->place = d->unit_name;
    v->action = str_fmt(c->arena, "k/%.*s", SV(key));
    v->key = req_str(rq, "d");
    return OK;
}

Err get_kiosk(Ctx *c, Req *rq, Out *o)
{
    PhoneView v = { 0 };
    SurveyDeviceGetRow d;
    Err e;

    TRY(kiosk(c, rq, &v, &d));
    e = survey_answerable(c, &v.s);
    if (e == E_STATE)
        return stop_page(c, rq, o, &v);
    TRY(e);
    if (req_int(rq, "done") == 1) {
        v.sent = true;
        return sent_page(c, o, rq, &v);
    }
    return v.key.n ? draft_page(c, rq, o, &v) : start_page(c, rq, o, &v);
}

Err post_kiosk(Ctx *c, Req *rq, Out *o)
{
    PhoneView v = { 0 };
    SurveyDeviceGetRow d;

    (void)o;
    TRY(kiosk(c, rq, &v, &d));
    return take_post(c, rq, &v, &(Came){ .device = &d });
}
