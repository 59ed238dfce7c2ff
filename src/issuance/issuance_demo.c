/*
 * Documents of the invented province. Their numbers are of 2025, so that a guest who issues one today gets number 01 of
 * the year. Publishing reads the PDF into the archive, the dearest step: only a paper of one page goes that far.
 */
#include "issuance/issuance_demo.h"

#include "issuance/issuance.h"

enum Step { DRAFT, NUMBERED, PUBLISHED, REVOKED };

static const struct { const char *kind, *unit, *set; int year; const char *signer, *to; int64_t number; int month, day; enum Step step; } papers[] = {
    { "ranking", "H99", "SO", 2024, "Quách Vĩnh Tường", "H99.1 H99.6 H99.10", 1502, 7, 21, NUMBERED },
    { "report-card", "H99.6", "SO", 2024, "Quách Vĩnh Tường", "", 318, 7, 24, PUBLISHED },
    { "report-card", "H99.10", "SO", 2024, "Quách Vĩnh Tường", "", 319, 7, 24, REVOKED },
    { "result-report", "H99.1", "SO", 2024, "Doãn Kỳ Phong", "H99.15", 211, 9, 5, NUMBERED },
    { "remedy-plan", "H99.1", "SO", 2024, "", "", 0, 0, 0, DRAFT },
};

static Err issue(Ctx *c, size_t i)
{
    Str to = str_of(papers[i].to), unit;
    int64_t id, given;
    Date on;

    TRY(issue_draft(c, &(DraftForm){ .ask = { .kind = str_of(papers[i].kind), .unit = str_of(papers[i].unit), .set = str_of(papers[i].set),
        .year = papers[i].year, .signer = str_of(papers[i].signer) } }, &id));
    while (to.n) {
        (void)str_cut(to, S(" "), &unit, &to);          /* the last one has no blank behind it */
        TRY(issue_recipient_add(c, id, unit));
    }
    if (papers[i].step == DRAFT || !date_make(&on, 2025, papers[i].month, papers[i].day) || on.day > c->today.day)
        return OK;
    TRY(issue_number(c, id, papers[i].number, on, S(""), &given));
    if (papers[i].step == PUBLISHED)
        return issue_publish(c, id);
    return papers[i].step == REVOKED ? issue_revoke(c, id, S("Cấp số trùng với thông báo gửi chung; đã gửi lại bằng văn bản khác")) : OK;
}

Err issuance_demo(Ctx *c)
{
    for (size_t i = 0; i < COUNT(papers); i++)
        TRY(issue(c, i));
    return OK;
}
