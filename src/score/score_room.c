#include "score/facts.h"
#include "score/score_cli.h"
#include "score/score_run.h"
#include "score/score_web.h"

enum { UPLOAD = 24 << 20 };

static const Route routes[] = {
    { GET, "/", &PERM_SCORE_VIEW, get_score_home },
    { GET, "/ranking", &PERM_SCORE_VIEW, get_ranking },
    { GET, "/ranking.xlsx", &PERM_SCORE_VIEW, get_ranking_xlsx },
    { GET, "/ranking.csv", &PERM_SCORE_VIEW, get_ranking_csv },
    { GET, "/heatmap", &PERM_SCORE_VIEW, get_heatmap },
    { GET, "/units/{code}/result", &PERM_SCORE_VIEW, get_unit_result },
    { GET, "/why", &PERM_SCORE_VIEW, get_why },
    { GET, "/units/{code}/facts", &PERM_SCORE_VIEW, get_facts },
    { POST, "/units/{code}/facts", &PERM_FACT_CHANGE, post_fact },
    { GET, "/import/facts", &PERM_FACT_CHANGE, get_import_facts },
    { POST, "/import/facts", &PERM_FACT_CHANGE, post_import_facts, NULL, UPLOAD },
    { GET, "/import/scores", &PERM_SCORE_CHANGE, get_import_scores },
    { POST, "/import/scores", &PERM_SCORE_CHANGE, post_import_scores, NULL, UPLOAD },
    { 0 },
};

static const MenuItem menu[] = {
    { "/", T("Tổng quan"), &PERM_SCORE_VIEW, MENU_HOME + 10 },
    { "/ranking", T("Xếp hạng"), &PERM_SCORE_VIEW, MENU_RESULT + 10 },
    { "/heatmap", T("Bản đồ nhiệt"), &PERM_SCORE_VIEW, MENU_RESULT + 20 },
    { "/import/facts", T("Nạp số liệu"), &PERM_FACT_CHANGE, MENU_DATA + 90 },
    { 0 },
};

const Room score_room = {
    .name = "score",
    .title = T("Chấm điểm và xếp hạng"),
    .perms = (const Perm *const[]){ &PERM_SCORE_VIEW, &PERM_FACT_CHANGE, &PERM_SCORE_CHANGE, NULL },
    .routes = routes,
    .commands = score_commands,
    .menu = menu,
};
