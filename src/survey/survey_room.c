#include "survey/survey.h"

#include "survey/entry.h"
#include "survey/phone_web.h"
#include "survey/receipt_web.h"
#include "survey/survey_web.h"
#include "survey/visit_web.h"

enum { FORM_BODY = 16 * 1024, SHEET_BODY = 16 << 20 };

static const Route routes[] = {
    { GET, "/s/{survey}", &PERM_PUBLIC, get_phone },
    { POST, "/s/{survey}", &PERM_PUBLIC, post_phone, NULL, FORM_BODY },
    { GET, "/s/{survey}/{code}", &PERM_PUBLIC, get_phone },
    { POST, "/s/{survey}/{code}", &PERM_PUBLIC, post_phone, NULL, FORM_BODY },
    { GET, "/k/{key}", &PERM_PUBLIC, get_kiosk },
    { POST, "/k/{key}", &PERM_PUBLIC, post_kiosk, NULL, FORM_BODY },
    { GET, "/receipt/{survey}", &PERM_PUBLIC, get_receipt },
    { POST, "/receipt/{survey}", &PERM_PUBLIC, post_receipt, NULL, FORM_BODY },
    { GET, "/v/worker.js", &PERM_PUBLIC, get_visit_worker },
    { GET, "/v/{key}", &PERM_PUBLIC, get_visit },
    { POST, "/v/{key}", &PERM_PUBLIC, post_visit, NULL, FORM_BODY },
    { GET, "/surveys", &PERM_SURVEY_VIEW, get_surveys },
    { GET, "/surveys/new", &PERM_SURVEY_MANAGE, get_survey_new },
    { POST, "/surveys/new", &PERM_SURVEY_MANAGE, post_survey_new },
    { GET, "/surveys/forms", &PERM_SURVEY_VIEW, get_survey_forms },
    { POST, "/surveys/forms", &PERM_SURVEY_MANAGE, post_survey_forms, NULL, SHEET_BODY },
    { GET, "/surveys/forms/{form}/{version}", &PERM_SURVEY_VIEW, get_survey_form },
    { GET, "/surveys/forms/{form}/{version}/form.xlsx", &PERM_SURVEY_VIEW, get_survey_form_xlsx },
    { GET, "/surveys/reports", &PERM_SURVEY_VIEW, get_survey_report },
    { GET, "/surveys/reports.xlsx", &PERM_SURVEY_VIEW, get_survey_report_xlsx },
    { GET, "/surveys/reports.docx", &PERM_SURVEY_VIEW, get_survey_report_docx },
    { GET, "/surveys/{survey}", &PERM_SURVEY_VIEW, get_survey },
    { POST, "/surveys/{survey}/act", &PERM_SURVEY_MANAGE, post_survey_act },
    { POST, "/surveys/{survey}/export", &PERM_SURVEY_MANAGE, post_survey_export },
    { GET, "/surveys/{survey}/plan", &PERM_SURVEY_MANAGE, get_survey_plan },
    { POST, "/surveys/{survey}/plan", &PERM_SURVEY_MANAGE, post_survey_plan },
    { GET, "/surveys/{survey}/codes", &PERM_SURVEY_MANAGE, get_survey_codes },
    { POST, "/surveys/{survey}/codes", &PERM_SURVEY_MANAGE, post_survey_codes },
    { POST, "/surveys/{survey}/device", &PERM_SURVEY_MANAGE, post_survey_device },
    { GET, "/surveys/{survey}/poster.pdf", &PERM_SURVEY_MANAGE, get_survey_poster },
    { GET, "/surveys/{survey}/waiting", &PERM_SURVEY_MANAGE, get_survey_waiting },
    { POST, "/surveys/{survey}/waiting", &PERM_SURVEY_MANAGE, post_survey_waiting },
    { GET, "/surveys/{survey}/results", &PERM_SURVEY_VIEW, get_survey_results },
    { GET, "/surveys/{survey}/results.xlsx", &PERM_SURVEY_VIEW, get_survey_results_xlsx },
    { GET, "/surveys/{survey}/words", &PERM_SURVEY_MANAGE, get_survey_words },
    { POST, "/surveys/{survey}/words", &PERM_SURVEY_MANAGE, post_survey_words },
    { GET, "/surveys/{survey}/paper", &PERM_SURVEY_ENTER, get_survey_paper },
    { POST, "/surveys/{survey}/paper", &PERM_SURVEY_ENTER, post_survey_paper },
    { POST, "/surveys/{survey}/settle", &PERM_SURVEY_ENTER, post_survey_settle },
    { POST, "/surveys/{survey}/sheet", &PERM_SURVEY_MANAGE, post_survey_sheet, NULL, SHEET_BODY },
    { POST, "/surveys/{survey}/recheck", &PERM_SURVEY_MANAGE, post_survey_recheck },
    { 0 },
};

static const MenuItem menu[] = {
    { "/surveys", T("Khảo sát"), &PERM_SURVEY_VIEW, MENU_DATA + 40 },
    { 0 },
};

const Room survey_room = {
    .name = "survey",
    .title = T("Khảo sát"),
    .perms = (const Perm *const[]){ &PERM_SURVEY_MANAGE, &PERM_SURVEY_VIEW, &PERM_SURVEY_ENTER, NULL },
    .routes = routes,
    .commands = survey_commands,
    .settings = survey_settings,
    .menu = menu,
};
