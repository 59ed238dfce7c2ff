#include "support.h"

#include "core/file.h"
#include "doc/table.h"
#include "onestop/onestop.h"
#include "org/org.h"

static const char *const head = "Mã hồ sơ,Mã TTHC,Đơn vị,Lĩnh vực,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc,Kênh,Trạng thái,Số lần bổ sung,Chủ hồ sơ,Lạ\n";

static void given_units(Ctx *c)
{
    ImportReport rep;
    Table t;

    CHECK_CTX(c, table_read(&t, c->arena, S("u.csv"), S("code,name,kind,parent\nH1,Tỉnh Một,tỉnh,\nX1,Xã Một,xã,H1\nX2,Xã Hai,xã,H1\n"), NULL, &c->answer));
    CHECK_CTX(c, org_import(c, &t, &rep));
}

static Err import(TestRun *t, Ctx *c, const char *rows, bool skip_bad, DossierReport *rep)
{
    Str path = str_fmt(t->arena, "%.*s/a.csv", SV(test_folder(t)));

    TRY(file_write(path, str_fmt(t->arena, "%s%s", head, rows), &c->answer));
    return onestop_import(c, &(DossierAsk){ .file = path, .name = S("a.csv"), .source = S("Một cửa"), .skip_bad = skip_bad }, rep);
}

static const char *const three =
    "A1,P1,X1,LV,03/03/2025 08:00,10/03/2025,07/03/2025 10:00,2,Đã xử lý xong,,Nguyễn Văn A,\n"
    "A2,P1,Xã Hai,LV,03/03/2025 08:00,05/03/2025 10:00,05/03/2025 10:01,1,10,,B,\n"
    "A3,,X1,,03/03/2025 08:00,05/03/2025 10:00,,1,4,,C,\n";

TEST(onestop_import_again, "a file that was imported before changes nothing; a changed dossier is one change")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    DossierReport rep;
    DossierCountWrongRow wrong;
    DossierUncountedRow off;
    DossierFilesRows files;

    given_units(c);
    CHECK_CTX(c, import(t, c, three, false, &rep));
    CHECK_INT(rep.created, 3);
    CHECK_INT(rep.identity.n, 1);
    CHECK_STR(rep.identity.v[0], "Chủ hồ sơ");
    CHECK_STR(rep.unused.v[0], "Lạ");
    CHECK_CTX(c, import(t, c, three, false, &rep));
    CHECK_INT(rep.same, 3);
    CHECK_CTX(c, q_dossier_files(c, &files, .most = 10));
    CHECK_INT(files.n, 1);
    CHECK_CTX(c, import(t, c, "A3,P9,X2,,03/03/2025 08:00,05/03/2025 10:00,07/03/2025,1,9,,,\n", false, &rep));
    CHECK_INT(rep.changed, 1);
    CHECK_CTX(c, q_dossier_count_wrong(c, &wrong, ));
    CHECK_INT(wrong.wrong, 0);
    CHECK_CTX(c, q_dossier_uncounted(c, &off, ));
    CHECK_INT(off.diff, 0);
}

TEST(onestop_import_all_or_nothing, "one bad row refuses the file and names the row; skipping leaves out the bad ones alone")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    DossierReport rep;
    const char *bad = "B1,P1,X1,LV,03/03/2025,,,1,4,,,\n"
                      "B2,P1,X9,LV,03/03/2025,,,1,4,,,\n"               /* no such unit */
                      "B1,P1,X1,LV,04/03/2025,,,1,4,,,\n"               /* twice */
                      "B3,P1,X1,LV,30/02/2025,,,1,4,,,\n"               /* no such day */
                      "B4,P1,X1,LV,03/03/2025,,,1,9,,,\n";              /* done without an end */

    given_units(c);
    CHECK_ANSWER(c, import(t, c, bad, false, &rep), E_INVALID, "4 dòng sai");
    CHECK_INT(rep.bad, 4);
    CHECK_HAS(buf_str(&rep.rejected), "X9");
    CHECK_HAS(buf_str(&rep.rejected), "5,\"B3\",received_at,\"30/02/2025\"");
    CHECK_CTX(c, import(t, c, "C1,P1,X1,LV,03/03/2025,,,1,4,,,\nC2,P1,X9,LV,03/03/2025,,,1,4,,,\n", true, &rep));
    CHECK_INT(rep.created, 1);
    CHECK_INT(rep.bad, 1);
}

TEST(onestop_import_rights, "an officer imports the dossiers of the own unit and of no other")
{
    Ctx *c = test_ctx(t, "2026-01-05");
    DossierReport rep;
    UnitRow u;

    given_units(c);
    CHECK_CTX(c, org_by_code(c, S("X1"), &u));
    test_become(c, "can-bo", ROLE_OFFICER, u.id);
    CHECK_CTX(c, import(t, c, three, true, &rep));
    CHECK_INT(rep.created, 2);
    CHECK_HAS(buf_str(&rep.rejected), "Xã Hai");
}
