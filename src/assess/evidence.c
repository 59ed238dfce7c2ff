#include "assess/own.h"

#include "archive/archive.h"

Err sheet_evidence(Ctx *c, SheetData *d)
{
    EvidenceCountsRows rows;

    TRY(q_evidence_counts(c, &rows, .set_id = d->round.set_id, .unit_id = d->sheet.unit_id));
    for (size_t i = 0; i < rows.n; i++)
        for (size_t k = 0; k < d->nodes.n; k++)
            if (d->nodes.v[k].k.id == rows.v[i].criterion_id)
                d->nodes.v[k].evidence = rows.v[i].n;
    return OK;
}

/* Documents may come and go while the unit scores itself, explains, or appeals. */
Err assess_evidence_guard(Ctx *c, int64_t set_id, int64_t criterion_id, int64_t unit_id)
{
    static const Stage open[] = { STAGE_SELF, STAGE_EXPLANATION };
    SheetsWithSetRows rows;
    RoundRow r = { 0 };
    SheetRow s = { 0 };
    Lock l = { 0 };

    (void)criterion_id;
    TRY(q_sheets_with_set(c, &rows, .set_id = set_id, .unit_id = unit_id));
    for (size_t i = 0; i < rows.n; i++) {
        TRY(q_sheet_get(c, &s, .id = rows.v[i].id));
        TRY(q_round_get(c, &r, .id = s.round_id));
        if (phase_of(r.phase) & (PH_APPEAL | PH_PREPARING))
            return OK;
        for (size_t k = 0; k < COUNT(open); k++) {
            TRY(sheet_lock(c, &r, &s, open[k], &l));
            if (!l.locked)
                return OK;
        }
        TRY(sheet_lock(c, &r, &s, STAGE_SELF, &l));
    }
    if (!rows.n)
        return OK;                                          /* no round asks for it yet */
    return fail(c, E_STATE, T("Tài liệu kiểm chứng của %.*s đang khóa: %.*s, từ %.*s. Muốn mở lại, hãy liên hệ %.*s."), SV(s.unit_name),
        SV(l.why), SV(moment_vi(c->arena, l.since)), SV(l.ask));
}
