/* The two rows of the menu, of what this visitor may open. */
#ifndef THUOCDO_WEB_MENU_H
#define THUOCDO_WEB_MENU_H

#include "web/frame.h"
#include "web/req.h"

/* Fills menu and submenu; submenu is empty where the group of the page has one page only. */
void menu_fill(Ctx *c, const Req *rq, FrameView *f);

#endif
