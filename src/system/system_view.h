/* What the pages of room system show. */
#pragma once
#include "core_sql.h"
#include "web/view.h"

typedef struct SettingLine {
    Str key, value, preset;
    const char *title;          /* T() */
    bool changed;
    Str refused;                /* why the value just typed was refused */
} SettingLine;

typedef struct SettingRoom {
    const char *title;          /* T() */
    VEC(SettingLine) rows;
} SettingRoom;

typedef struct SettingsView {
    VEC(SettingRoom) rooms;
} SettingsView;

typedef struct AuditView {
    AuditRows rows;
    Str part;
    int64_t older;              /* the next page begins before this entry; 0: none */
    Str query;
    int64_t entries, bad;       /* checked just now; bad: first broken entry */
    bool checked;
} AuditView;

typedef struct AboutView {
    Str version, database;
    size_t rooms, routes, commands;
} AboutView;
