#include "api/api_web.h"
#include "criteria/criteria.h"
#include "org/org.h"
#include "score/score_run.h"

const Room api_room = {
    .name = "api",
    .title = T("Giao diện lập trình"),
    .routes = (const Route[]){
        { GET, "/api/v1/openapi.json", &PERM_PUBLIC, get_openapi },
        { GET, "/api/v1/units", &PERM_ORG_VIEW, get_api_units },
        { GET, "/api/v1/criteria", &PERM_CRITERIA_VIEW, get_api_criteria },
        { GET, "/api/v1/ranking", &PERM_SCORE_VIEW, get_api_ranking },
        { 0 },
    },
};
