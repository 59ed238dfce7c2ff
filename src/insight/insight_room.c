#include "insight/fair.h"
#include "insight/insight.h"
#include "insight/insight_web.h"
#include "insight/scenario.h"
#include "remedy/remedy.h"

static const Route routes[] = {
    { GET, "/insight", &PERM_INSIGHT_VIEW, get_insight },
    { GET, "/insight/compare", &PERM_INSIGHT_VIEW, get_compare },
    { GET, "/insight/compare.xlsx", &PERM_INSIGHT_VIEW, get_compare_xlsx },
    { GET, "/insight/compare.pdf", &PERM_INSIGHT_VIEW, get_compare_pdf },
    { GET, "/insight/whatif", &PERM_INSIGHT_VIEW, get_whatif },
    { GET, "/insight/whatif/result", &PERM_INSIGHT_VIEW, get_whatif_result },
    { POST, "/insight/whatif", &PERM_INSIGHT_VIEW, post_whatif },
    { POST, "/insight/scenarios/{id}/drop", &PERM_INSIGHT_VIEW, post_scenario_drop },
    { GET, "/insight/reach", &PERM_INSIGHT_VIEW, get_reach },
    { POST, "/insight/reach/plan", &PERM_REMEDY_CHANGE, post_reach_plan },
    { POST, "/insight/reach/effort", &PERM_INSIGHT_EFFORT, post_reach_effort },
    { GET, "/insight/robust", &PERM_INSIGHT_VIEW, get_robust },
    { GET, "/insight/robust.xlsx", &PERM_INSIGHT_VIEW, get_robust_xlsx },
    { GET, "/insight/robust.pdf", &PERM_INSIGHT_VIEW, get_robust_pdf },
    { GET, "/insight/criteria", &PERM_INSIGHT_VIEW, get_use },
    { GET, "/insight/criteria.xlsx", &PERM_INSIGHT_VIEW, get_use_xlsx },
    { GET, "/insight/fair", &PERM_INSIGHT_FAIR, get_fair },
    { GET, "/insight/fair.xlsx", &PERM_INSIGHT_FAIR, get_fair_xlsx },
    { 0 },
};

const Room insight_room = {
    .name = "insight",
    .title = T("Phân tích"),
    .perms = (const Perm *const[]){ &PERM_INSIGHT_VIEW, &PERM_INSIGHT_FAIR, &PERM_INSIGHT_EFFORT, NULL },
    .routes = routes,
    .commands = insight_commands,
    .menu = (const MenuItem[]){ { "/insight", T("Phân tích"), &PERM_INSIGHT_VIEW, MENU_RESULT + 40 }, { 0 } },
};
