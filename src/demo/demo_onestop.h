#pragma once
#include "core/ctx.h"

enum { DEMO_PROCEDURES = 24 };
typedef struct DemoProcedure {
    const char *name, *field, *online;
    int days;
    int fee;                    /* đồng */
} DemoProcedure;
extern const DemoProcedure demo_procedures[DEMO_PROCEDURES];
Str demo_procedure_code(Arena *a, size_t i);

/* Dossiers since 2025, the facts of 2025 made of them, and the registers; needs the units. */
Err demo_onestop(Ctx *c, size_t dossiers);
/* The catalogue, the portal's values, ratings, letters and petitions; needs the dossiers. */
Err demo_registers(Ctx *c);
