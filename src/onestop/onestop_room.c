#include "onestop/figures.h"
#include "onestop/onestop_web.h"

/* What is stored of the counts must be what the dossiers add up to. */
static Err verify(Ctx *c, Buf *findings)
{
    DossierCountWrongRow wrong;
    DossierUncountedRow off;

    TRY(q_dossier_count_wrong(c, &wrong, ));
    TRY(q_dossier_uncounted(c, &off, ));
    if (wrong.wrong)
        buf_fmt(findings, tr(c->answer.lang, T("%lld nhóm số liệu một cửa khác với hồ sơ; hãy nạp lại tệp của hệ thống ấy.\n")),
            (long long)wrong.wrong);
    if (off.diff)
        buf_fmt(findings, tr(c->answer.lang, T("Số hồ sơ một cửa lệch %lld so với số đã đếm.\n")), (long long)off.diff);
    return OK;
}

static const Setting settings[] = {
    { "onestop.reading", "date", T("Cách tính đúng hạn dùng cho số liệu chấm điểm: date theo ngày, 766 theo thời điểm như QĐ 766") },
    { "onestop.index766", "", T("Cách hiểu được chọn ở chỉ tiêu có nhiều cách, ví dụ “3.6=procedure 1.3=period”; trống: cách đầu tiên") },
    { "onestop.hours", "07:30-11:30,13:30-17:30", T("Giờ làm việc khi đơn vị chưa ghi riêng; thêm “;15:00” nếu nhận sau giờ ấy tính sang ngày làm việc sau") },
    { 0 },
};

enum { UPLOAD = 64 << 20 };

static const Route routes[] = {
    { GET, "/onestop", &PERM_ONESTOP_VIEW, get_onestop },
    { GET, "/onestop.xlsx", &PERM_ONESTOP_VIEW, get_onestop_xlsx },
    { GET, "/onestop/screen", &PERM_ONESTOP_VIEW, get_onestop_screen },
    { GET, "/onestop/trend", &PERM_ONESTOP_VIEW, get_onestop_trend },
    { GET, "/onestop/trend.xlsx", &PERM_ONESTOP_VIEW, get_onestop_trend_xlsx },
    { GET, "/onestop/fields", &PERM_ONESTOP_VIEW, get_onestop_fields },
    { GET, "/onestop/fields.xlsx", &PERM_ONESTOP_VIEW, get_onestop_fields_xlsx },
    { GET, "/onestop/officials", &PERM_ONESTOP_VIEW, get_onestop_officials },
    { GET, "/onestop/officials.xlsx", &PERM_ONESTOP_VIEW, get_onestop_officials_xlsx },
    { GET, "/onestop/causes", &PERM_ONESTOP_VIEW, get_onestop_causes },
    { GET, "/onestop/causes.xlsx", &PERM_ONESTOP_VIEW, get_onestop_causes_xlsx },
    { GET, "/onestop/list", &PERM_ONESTOP_VIEW, get_onestop_list },
    { GET, "/onestop/list.xlsx", &PERM_ONESTOP_VIEW, get_onestop_list_xlsx },
    { GET, "/onestop/dossier", &PERM_ONESTOP_VIEW, get_onestop_dossier },
    { GET, "/onestop/766", &PERM_ONESTOP_VIEW, get_index766 },
    { GET, "/onestop/766.xlsx", &PERM_ONESTOP_VIEW, get_index766_xlsx },
    { POST, "/onestop/766", &PERM_ONESTOP_CHANGE, post_portal, NULL, UPLOAD },
    { GET, "/onestop/rating", &PERM_ONESTOP_VIEW, get_rating18 },
    { GET, "/onestop/rating.xlsx", &PERM_ONESTOP_VIEW, get_rating18_xlsx },
    { POST, "/onestop/rating", &PERM_ONESTOP_CHANGE, post_rating18 },
    { GET, "/onestop/procedures", &PERM_ONESTOP_VIEW, get_procedures },
    { GET, "/onestop/procedures.xlsx", &PERM_ONESTOP_VIEW, get_procedures_xlsx },
    { GET, "/onestop/procedures/import", &PERM_ONESTOP_CATALOGUE, get_procedures_import },
    { POST, "/onestop/procedures/import", &PERM_ONESTOP_CATALOGUE, post_procedures_import, NULL, UPLOAD },
    { GET, "/onestop/procedures/{id}", &PERM_ONESTOP_VIEW, get_procedure },
    { GET, "/onestop/apologies", &PERM_ONESTOP_VIEW, get_apologies },
    { GET, "/onestop/apologies.xlsx", &PERM_ONESTOP_VIEW, get_apologies_xlsx },
    { POST, "/onestop/apologies", &PERM_ONESTOP_CHANGE, post_apologies },
    { GET, "/onestop/petitions", &PERM_ONESTOP_VIEW, get_petitions },
    { GET, "/onestop/petitions.xlsx", &PERM_ONESTOP_VIEW, get_petitions_xlsx },
    { GET, "/onestop/petitions/new", &PERM_ONESTOP_CHANGE, get_petition_new },
    { POST, "/onestop/petitions/new", &PERM_ONESTOP_CHANGE, post_petition_new },
    { GET, "/onestop/hours", &PERM_ONESTOP_VIEW, get_office_hours },
    { POST, "/onestop/hours", &PERM_ONESTOP_CHANGE, post_office_hours },
    { GET, "/onestop/petitions/{id}", &PERM_ONESTOP_VIEW, get_petition },
    { POST, "/onestop/petitions/{id}", &PERM_ONESTOP_CHANGE, post_petition },
    { GET, "/pakn", &PERM_PUBLIC, get_answers },
    { GET, "/onestop/due", &PERM_ONESTOP_VIEW, get_onestop_due },
    { GET, "/onestop/due.xlsx", &PERM_ONESTOP_VIEW, get_onestop_due_xlsx },
    { GET, "/onestop/import", &PERM_ONESTOP_IMPORT, get_onestop_import },
    { POST, "/onestop/import", &PERM_ONESTOP_IMPORT, post_onestop_import, NULL, UPLOAD },
    { 0 },
};

static const MenuItem menu[] = {
    { "/onestop", T("Một cửa"), &PERM_ONESTOP_VIEW, MENU_DATA + 30 },
    { 0 },
};

const Room onestop_room = {
    .name = "onestop",
    .title = T("Một cửa"),
    .perms = (const Perm *const[]){ &PERM_ONESTOP_VIEW, &PERM_ONESTOP_IMPORT, &PERM_ONESTOP_CHANGE, &PERM_ONESTOP_CATALOGUE, NULL },
    .routes = routes,
    .menu = menu,
    .commands = onestop_commands,
    .facts = onestop_facts,
    .settings = settings,
    .verify = verify,
};
