#include "remedy/paper.h"
#include "remedy/remedy.h"
#include "remedy/remedy_cli.h"
#include "remedy/remedy_web.h"

const Room remedy_room = {
    .name = "remedy",
    .title = T("Điểm mất và giải pháp"),
    .perms = (const Perm *const[]){ &PERM_REMEDY_VIEW, &PERM_REMEDY_CHANGE, &PERM_REMEDY_DERIVE, &PERM_REMEDY_APPROVE, NULL },
    .routes = (const Route[]){
        { GET, "/losses", &PERM_REMEDY_VIEW, get_losses },
        { POST, "/losses/derive", &PERM_REMEDY_DERIVE, post_losses_derive },
        { GET, "/remedies", &PERM_REMEDY_VIEW, get_remedies },
        { GET, "/remedies.xlsx", &PERM_REMEDY_VIEW, get_remedies_xlsx },
        { GET, "/remedies/new", &PERM_REMEDY_CHANGE, get_remedy_new },
        { POST, "/remedies/new", &PERM_REMEDY_CHANGE, post_remedy_new },
        { GET, "/losses/{id}", &PERM_REMEDY_VIEW, get_loss },
        { GET, "/remedies/finding", &PERM_REMEDY_CHANGE, get_finding },
        { POST, "/remedies/finding", &PERM_REMEDY_CHANGE, post_finding },
        { GET, "/remedies/paper", &PERM_REMEDY_VIEW, get_paper },
        { POST, "/remedies/paper", &PERM_REMEDY_CHANGE, post_paper },
        { GET, "/remedies/{id}", &PERM_REMEDY_VIEW, get_remedy },
        { POST, "/remedies/{id}/change", &PERM_REMEDY_CHANGE, post_remedy_change },
        { POST, "/remedies/{id}/progress", &PERM_REMEDY_CHANGE, post_remedy_progress },
        { POST, "/remedies/{id}/task", &PERM_REMEDY_CHANGE, post_remedy_task },
        { 0 },
    },
    .commands = remedy_commands,
    .verify = remedy_verify,
    .menu = (const MenuItem[]){ { "/losses", T("Điểm mất"), &PERM_REMEDY_VIEW, MENU_RESULT + 30 }, { 0 } },
};
