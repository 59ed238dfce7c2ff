/* What the pages of room org show. Filled by org_web.c and people_web.c; markup is in pages/. */
#pragma once
#include "org/org.h"
#include "web/view.h"

typedef struct UnitLine {
    UnitRow u;
    const char *kind;           /* T() */
} UnitLine;
typedef VEC(UnitLine) UnitLines;

typedef struct UnitListView {
    UnitLines rows;
    Pager pager;
    Str q;
    Date on;
    bool past;                  /* `on` is not today */
    Choices kinds, groups;
    bool may_change;
} UnitListView;

typedef struct StateLine {
    UnitStateRow s;
    const char *kind;
} StateLine;
typedef VEC(StateLine) StateLines;

typedef struct LinkLine {
    UnitLinksRow l;
    const char *what;           /* T(): "Sáp nhập" */
} LinkLine;
typedef VEC(LinkLine) LinkLines;

typedef struct UnitDetailView {
    UnitRow u;
    const char *kind;
    StateLines states;
    LinkLines before, after;
    UnitChildrenRows children;
    PeopleRows people;
    bool may_change, may_see_people, ended;
    bool scored;                /* a set is meant for units of its kind, or it has direct points */
} UnitDetailView;

/* One field where two people wrote different things. */
typedef struct Clash {
    const char *label;          /* T() */
    Str stored, typed;
} Clash;
typedef VEC(Clash) Clashes;

typedef struct UnitFormView {
    int64_t id;                 /* 0: a new unit */
    Str action;                 /* where the form goes, behind /units/ */
    UnitForm f;
    Str parent;                 /* code */
    Choices kinds;
    UnitParentsRows parents;
    UnitGroupsRows groups;
    int64_t version;
    bool correct;               /* the latest state was wrong; else it changes from a day on */
    Date from;                  /* unset: the person types it */
    Str reason;
    Clashes clashes;
} UnitFormView;

typedef struct UnitSucceedView {
    Str old, new_codes, reason; /* codes divided by commas */
    Date on;
} UnitSucceedView;

typedef struct UnitImportView {
    ImportReport rep;
    bool checked;               /* a dry run that found nothing wrong: may be confirmed */
    Str copy, copy_name;        /* the file, carried to the confirmation */
} UnitImportView;

typedef struct PeopleListView {
    PeopleRows rows;
    Str q;
    bool may_change;
} PeopleListView;

typedef struct RoleLine {
    PersonRolesRow r;
    const char *title;
    bool over;                  /* its last day is past */
} RoleLine;
typedef VEC(RoleLine) RoleLines;

typedef struct PersonView {
    int64_t id;                 /* 0: new */
    Str action;                 /* where the form goes, behind /people/ */
    PersonForm f;
    Str unit;                   /* code */
    int64_t version;
    RoleLines roles;
    Choices role_choices;
    UnitParentsRows units;
    bool may_change, conflict;
} PersonView;

typedef struct DelegatedLine {
    PersonDelegatedRow d;
    const char *title;
    bool over;
} DelegatedLine;

typedef struct DelegateView {
    Str none;                   /* empty: fields start so, and keep what was typed */
    Choices roles;              /* own roles as "role:unit"; title of the role, with the unit behind */
    VEC(DelegatedLine) given;
} DelegateView;
