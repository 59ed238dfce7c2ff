/* What the frame around every page and the door's own pages show. Filled by door.c; markup is in pages/. */
#pragma once
#include "html/out.h"
#include "web_sql.h"

typedef struct FrameMenu {
    Str path;
    const char *title;          /* T() */
    bool here, above;           /* this very page; a page below it */
    int order;
} FrameMenu;
typedef VEC(FrameMenu) FrameMenus;

typedef struct FrameView {
    Str lang;                   /* "vi" or "en" */
    Html title, body;
    Str css, js, icon, logo;    /* addresses of the assets */
    Str here;                   /* this page, for the language switch */
    Str lang_to;                /* "en" or "vi" */
    Str query;                  /* "&x=…" of this page, encoded */
    bool signed_in, english;
    Str user_name;
    FrameMenus menu;            /* groups; each leads to its first page */
    FrameMenus submenu;         /* pages of the group of this page */
    Str flash;                  /* what was done just now */
    Str refused;                /* why the form was refused */
    Str refused_field;          /* its field, to jump to */
    Str refused_where;
} FrameView;

typedef struct SignInView {
    Str login, next;
} SignInView;

typedef struct ProfileView {
    Str login, name, title;
    bool must_change;
} ProfileView;

typedef struct TokensView {
    WebTokenListRows rows;
    Str key;                    /* just made; shown once */
    Str name, days;
} TokensView;

typedef struct ErrorView {
    const char *title;          /* T() */
    Str text, where;
    const char *advice;         /* T() */
    Str number;                 /* to quote when asking for help; empty when the text says all */
} ErrorView;
