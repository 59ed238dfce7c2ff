#include "support.h"

#include "archive/archive.h"
#include "archive/bundle.h"
#include "archive/sample.h"
#include "assess/assess.h"
#include "core/file.h"
#include "criteria/criteria.h"
#include "doc/table.h"
#include "doc/zip.h"
#include "org/org.h"

#include <sys/stat.h>

typedef struct World {
    Ctx *c;
    UnitRow a, b;               /* two departments that know nothing of each other */
    int64_t set_id, leaf1, leaf2;
} World;

static World given(TestRun *t)
{
    World w = { .c = test_ctx(t, "2026-03-05") };
    Draft d;
    SetForm f = set_form_default();
    ImportReport rep;
    ArchiveLeavesRows leaves;
    Table table;

    CHECK_CTX(w.c, table_read(&table, t->arena, S("u.csv"), S("code,name,kind\nA,Sở Nội vụ,sở\nB,Sở Tài chính,sở\n"), NULL, &w.c->answer));
    CHECK_CTX(w.c, org_import(w.c, &table, &rep));
    CHECK_CTX(w.c, org_by_code(w.c, S("A"), &w.a));
    CHECK_CTX(w.c, org_by_code(w.c, S("B"), &w.b));
    CHECK_CTX(w.c, table_read(&table, t->arena, S("s.csv"), S("code,parent,name,max_points,rule\n1,,Chỉ đạo,2,\n1.1,1,Kế hoạch,1,\"Có: 1 điểm; không: 0 điểm\"\n"
        "1.10,1,Báo cáo,1,\"Có: 1 điểm; không: 0 điểm\"\n"), NULL, &w.c->answer));
    CHECK_CTX(w.c, criteria_read(&d, t->arena, &table, DEC(2), NULL, &w.c->answer));
    f.code = S("SO");
    f.name = S("Bộ tiêu chí sở");
    f.year = 2025;
    f.scale = DEC(2);
    CHECK_CTX(w.c, criteria_import(w.c, &d, &f, &w.set_id));
    CHECK_CTX(w.c, q_archive_leaves(w.c, &leaves, .set_id = w.set_id));
    CHECK_INT(leaves.n, 2);
    w.leaf1 = leaves.v[0].id;
    w.leaf2 = leaves.v[1].id;
    return w;
}

static Str plan(TestRun *t, const char *body)
{
    Answer why = { .arena = t->arena };
    Str out;

    CHECK_OK(sample_docx(t->arena, &(Sample){ .superior = S("UBND TỈNH BÌNH GIANG"), .issuer = S("SỞ NỘI VỤ"), .number = S("45"), .symbol = S("KH-SNV"),
        .place = S("Bình Giang"), .day = S("20 tháng 01 năm 2025"), .type = S("KẾ HOẠCH"), .title = S("Cải cách hành chính năm 2025"),
        .body = str_of(body), .signer_title = S("GIÁM ĐỐC") }, &out, &why));
    return out;
}

static const char *const body = "Rà soát, đơn giản hóa thủ tục hành chính tại bộ phận một cửa.\nĐẩy mạnh dịch vụ công trực tuyến toàn trình.";

static int64_t given_document(TestRun *t, World *w, int64_t unit_id)
{
    Upload up;
    int64_t id;

    CHECK_CTX(w->c, upload_take_bytes(w->c, S("Kế hoạch.docx"), plan(t, body), &up));
    up.proposed.unit_id = unit_id;
    CHECK_CTX(w->c, archive_add(w->c, &up.proposed, &up, true, &id));
    return id;
}

TEST(archive_proposes_identity, "number, symbol, date, issuer and type are read from the text and offered for confirmation")
{
    World w = given(t);
    Upload up;

    CHECK_CTX(w.c, upload_take_bytes(w.c, S("../../etc/Kế hoạch 45.docx"), plan(t, body), &up));
    CHECK_STR(up.name, "Kế hoạch 45.docx");
    CHECK_STR(up.proposed.type, "plan");
    CHECK_STR(up.proposed.number, "45");
    CHECK_STR(up.proposed.symbol, "KH-SNV");
    CHECK_STR(date_iso(t->arena, up.proposed.issued_on), "2025-01-20");
    CHECK_HAS(up.proposed.issuer, "Nội vụ");
    CHECK_HAS(up.proposed.abstract, "Cải cách hành chính năm 2025");
    CHECK_INT(up.sha256.n, 64);
}

TEST(archive_search_folded, "text is found without case and marks, with the words marked in the text as written")
{
    World w = given(t);
    Hits hits;

    (void)given_document(t, &w, w.a.id);
    CHECK_CTX(w.c, archive_search(w.c, &(DocFilter){ .q = S("DON GIAN hoa thu") }, &hits));
    CHECK_INT(hits.n, 1);
    CHECK_HAS(hits.v[0].snippet, "\1đơn\2 \1giản\2 \1hóa\2 \1thủ\2 tục");
    CHECK_CTX(w.c, archive_search(w.c, &(DocFilter){ .q = S("\"công trực tuyến\"") }, &hits));
    CHECK_INT(hits.n, 1);
    CHECK_CTX(w.c, archive_search(w.c, &(DocFilter){ .q = S("\"trực công\"") }, &hits));
    CHECK_INT(hits.n, 0);
    CHECK_CTX(w.c, archive_search(w.c, &(DocFilter){ .q = S("45/KH-SNV") }, &hits));
    CHECK_INT(hits.n, 1);
    CHECK_CTX(w.c, archive_search(w.c, &(DocFilter){ .q = S("'); DROP & | ! : * \" <->") }, &hits));
    CHECK_CTX(w.c, archive_search(w.c, &(DocFilter){ .q = S("!!! ???") }, &hits));
    CHECK_INT(hits.n, 0);
}

TEST(archive_others_see_nothing, "a document of one unit cannot be read, listed, found or changed by another, whatever number is guessed")
{
    World w = given(t);
    int64_t id = given_document(t, &w, w.a.id), total, n;
    DocumentFileRows files;
    DocumentFileRow file;
    DocumentRow d;
    DocumentRows rows;
    Hits hits;

    CHECK_CTX(w.c, q_document_files(w.c, &files, .document_id = id));
    test_become(w.c, "b", ROLE_OFFICER, w.b.id);
    CHECK_ANSWER(w.c, archive_get(w.c, id, &d), E_NOT_FOUND, "Không có tài liệu");
    CHECK_ANSWER(w.c, archive_file(w.c, files.v[0].id, &file), E_NOT_FOUND, "Không có tệp");
    CHECK(!file.sha256.n);
    CHECK_ANSWER(w.c, archive_change(w.c, id, 1, &(DocForm){ .type = S("plan") }), E_NOT_FOUND, "");
    CHECK_ANSWER(w.c, archive_remove(w.c, id), E_NOT_FOUND, "");
    CHECK_ANSWER(w.c, evidence_add(w.c, &(EvidenceForm){ w.leaf1, w.b.id, id, S(""), S("") }, &n), E_NOT_FOUND, "");
    CHECK_ANSWER(w.c, evidence_add(w.c, &(EvidenceForm){ w.leaf1, w.a.id, id, S(""), S("") }, &n), E_FORBIDDEN, "quyền");
    CHECK_CTX(w.c, archive_list(w.c, &(DocFilter){ 0 }, &rows, &total));
    CHECK_INT(total, 0);
    CHECK_CTX(w.c, archive_search(w.c, &(DocFilter){ .q = S("thủ tục") }, &hits));
    CHECK_INT(hits.n, 0);
    test_become(w.c, "admin", ROLE_ADMIN, 0);
    CHECK_ANSWER(w.c, archive_get(w.c, id, &d), E_FORBIDDEN, "quyền");
}

TEST(archive_appraiser_sees_evidence, "an appraiser sees what is shown as evidence and nothing else of the unit; the coordinator sees all")
{
    World w = given(t);
    int64_t shown = given_document(t, &w, w.a.id), hidden, e;
    Upload up;
    DocumentRow d;
    EvidenceRows rows;

    CHECK_CTX(w.c, upload_take_bytes(w.c, S("nháp.docx"), plan(t, "Bản nháp nội bộ."), &up));
    up.proposed.unit_id = w.a.id;
    CHECK_CTX(w.c, archive_add(w.c, &up.proposed, &up, true, &hidden));
    test_become(w.c, "a", ROLE_OFFICER, w.a.id);
    CHECK_CTX(w.c, evidence_add(w.c, &(EvidenceForm){ w.leaf1, w.a.id, shown, S("2"), S("") }, &e));
    test_become(w.c, "tham-dinh", ROLE_APPRAISER, w.a.id);
    CHECK_CTX(w.c, archive_get(w.c, shown, &d));
    CHECK_ANSWER(w.c, archive_get(w.c, hidden, &d), E_NOT_FOUND, "");
    CHECK_CTX(w.c, evidence_of(w.c, w.set_id, 0, w.a.id, &rows));
    CHECK_INT(rows.n, 1);
    CHECK_STR(rows.v[0].page, "2");
    CHECK_ANSWER(w.c, evidence_of(w.c, w.set_id, 0, w.b.id, &rows), E_FORBIDDEN, "quyền");
    CHECK_ANSWER(w.c, evidence_of(w.c, w.set_id, 0, 0, &rows), E_FORBIDDEN, "quyền");
    CHECK_ANSWER(w.c, evidence_remove(w.c, e), E_FORBIDDEN, "quyền");
    test_become(w.c, "dieu-phoi", ROLE_COORDINATOR, 0);
    CHECK_CTX(w.c, archive_get(w.c, hidden, &d));
}

TEST(archive_appraiser_of_others, "an appraiser sees the evidence of the units that a round gives, beyond the own agency")
{
    World w = given(t);
    int64_t shown = given_document(t, &w, w.a.id), round_id, e, person;
    DocumentRow d;

    CHECK_CTX(w.c, evidence_add(w.c, &(EvidenceForm){ w.leaf1, w.a.id, shown, S(""), S("") }, &e));
    CHECK_CTX(w.c, people_create(w.c, &(PersonForm){ .login = S("td"), .name = S("Thẩm định"), .active = true }, S("h"), &person));
    CHECK_CTX(w.c, round_create(w.c, &(RoundForm){ .code = S("R"), .name = S("Đợt 2025"), .unit_kinds = S("department"), .year = 2025 }, &round_id));
    test_become(w.c, "td", ROLE_APPRAISER, w.b.id);
    w.c->user_id = person;
    CHECK_ANSWER(w.c, archive_get(w.c, shown, &d), E_NOT_FOUND, "");
    w.c->local = true;
    CHECK_CTX(w.c, round_assign(w.c, round_id, S("td"), S(""), S("A"), false));
    w.c->local = false;
    CHECK_CTX(w.c, archive_get(w.c, shown, &d));
}

TEST(archive_one_document_many_uses, "one document serves many criteria; it cannot be removed while it serves, and once is enough")
{
    World w = given(t);
    int64_t id = given_document(t, &w, w.a.id), e1, e2, again;
    EvidenceRows uses;
    DocumentRow d;

    CHECK_CTX(w.c, evidence_add(w.c, &(EvidenceForm){ w.leaf1, w.a.id, id, S("Điều 2"), S("") }, &e1));
    CHECK_CTX(w.c, evidence_add(w.c, &(EvidenceForm){ w.leaf2, w.a.id, id, S(""), S("") }, &e2));
    CHECK_CTX(w.c, evidence_add(w.c, &(EvidenceForm){ w.leaf2, w.a.id, id, S(""), S("") }, &again));
    CHECK_INT(again, 0);
    CHECK_CTX(w.c, evidence_uses(w.c, id, &uses));
    CHECK_INT(uses.n, 2);
    CHECK_ANSWER(w.c, archive_remove(w.c, id), E_STATE, "2 chỗ");
    CHECK_CTX(w.c, evidence_remove(w.c, e1));
    CHECK_CTX(w.c, evidence_remove(w.c, e2));
    CHECK_CTX(w.c, archive_remove(w.c, id));
    CHECK_ANSWER(w.c, archive_get(w.c, id, &d), E_NOT_FOUND, "");
}

TEST(archive_duplicates_warned, "the same bytes, or the same number, date and issuer, are named as likely duplicates")
{
    World w = given(t);
    int64_t first = given_document(t, &w, w.a.id), second = given_document(t, &w, w.a.id), third;
    DocumentRows same;
    DocForm f = { .type = S("plan"), .number = S("45/KH-SNV"), .issuer = S("sở nội vụ"), .unit_id = w.a.id };
    DocumentRow d;

    CHECK_CTX(w.c, archive_same(w.c, second, &same));
    CHECK_INT(same.n, 1);
    CHECK_INT(same.v[0].id, first);
    CHECK_CTX(w.c, archive_get(w.c, first, &d));
    f.issuer = d.issuer;
    CHECK(date_parse_iso(&f.issued_on, S("2025-01-20")));
    CHECK_CTX(w.c, archive_add(w.c, &f, NULL, true, &third));
    CHECK_CTX(w.c, archive_same(w.c, third, &same));
    CHECK_INT(same.n, 2);
}

TEST(archive_revisions, "a new file is a new revision: the old one stays, the search reads the new one, the same bytes are refused")
{
    World w = given(t);
    int64_t id = given_document(t, &w, w.a.id);
    DocumentFileRows files;
    Upload up;
    Hits hits;

    CHECK_CTX(w.c, upload_take_bytes(w.c, S("ban-2.docx"), plan(t, "Bản sửa đổi: chuyển đổi số."), &up));
    CHECK_CTX(w.c, archive_revise(w.c, id, 1, &up));
    CHECK_ANSWER(w.c, archive_revise(w.c, id, 1, &up), E_STATE, "giống hệt");
    CHECK_CTX(w.c, q_document_files(w.c, &files, .document_id = id));
    CHECK_INT(files.n, 2);
    CHECK_INT(files.v[0].revision, 2);
    CHECK_CTX(w.c, archive_search(w.c, &(DocFilter){ .q = S("don gian hoa") }, &hits));
    CHECK_INT(hits.n, 0);
    CHECK_CTX(w.c, archive_search(w.c, &(DocFilter){ .q = S("chuyen doi so") }, &hits));
    CHECK_INT(hits.n, 1);
    CHECK_ANSWER(w.c, archive_change(w.c, id, 1, &(DocForm){ .type = S("plan") }), E_CONFLICT, "người khác");
}

static Str zip_of(TestRun *t, const char *name1, Str bytes1, const char *name2, Str bytes2)
{
    ZipOut *z = zip_out_begin(t->arena);
    Answer why = { .arena = t->arena };
    Str out;

    zip_out_add(z, name1, bytes1);
    if (name2)
        zip_out_add(z, name2, bytes2);
    CHECK_OK(zip_out_end(z, &out, &why));
    return out;
}

TEST(archive_hostile_uploads, "macros, bombs, secrets, archives and unknown types are refused with a sentence that says what to do")
{
    World w = given(t);
    Upload up;
    Buf zeros = { .arena = t->arena };
    Str doc = plan(t, body), in;

    CHECK_ANSWER(w.c, upload_take_bytes(w.c, S("x.docx"), zip_of(t, "word/document.xml", S("<x/>"), "word/vbaProject.bin", S("macro")), &up), E_INVALID, "macro");
    CHECK_ANSWER(w.c, upload_take_bytes(w.c, S("x.zip"), zip_of(t, "a.txt", S("a"), NULL, S("")), &up), E_INVALID, "tệp nén");
    CHECK_ANSWER(w.c, upload_take_bytes(w.c, S("x.pdf"), S("MZ\220\0\3\0\0\0\4\0\0\0\377\377"), &up), E_INVALID, "chỉ nhận PDF");
    CHECK_ANSWER(w.c, upload_take_bytes(w.c, S("x.pdf"), S("<!doctype html><script>alert(1)</script>"), &up), E_INVALID, "chỉ nhận PDF");
    CHECK_ANSWER(w.c, upload_take_bytes(w.c, S("x.pdf"), S(""), &up), E_INVALID, "rỗng");
    CHECK_ANSWER(w.c, upload_take_bytes(w.c, S("x.docx"), plan(t, "MẬT\nNội dung"), &up), E_INVALID, "bí mật nhà nước");
    CHECK_ANSWER(w.c, archive_add(w.c, &(DocForm){ .type = S("plan"), .unit_id = w.a.id, .secrecy = S("Mật") }, NULL, true, &(int64_t){ 0 }), E_INVALID, "bí mật nhà nước");
    for (int i = 0; i < 40 << 20; i += 64)
        buf_lit(&zeros, "0000000000000000000000000000000000000000000000000000000000000000");
    in = zip_of(t, "word/document.xml", buf_str(&zeros), "_rels/.rels",
        S("<Relationships xmlns='r'><Relationship Id='a' Type='x/officeDocument' Target='word/document.xml'/></Relationships>"));
    CHECK_ANSWER(w.c, upload_take_bytes(w.c, S("bom.docx"), in, &up), E_LIMIT, "bom nén");
    in = zip_of(t, "word/document.xml", S("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"),
        "_rels/.rels", S("<Relationships xmlns='r'><Relationship Id='a' Type='x/officeDocument' Target='word/document.xml'/></Relationships>"));
    if (upload_take_bytes(w.c, S("xxe.docx"), in, &up) == OK) {
        size_t at;

        CHECK(!str_find(doc_plain(&up.text, t->arena), S("root:"), &at));
    }
    CHECK_CTX(w.c, upload_take_bytes(w.c, S("tot.docx"), doc, &up));
}

TEST(archive_bundle_by_code, "files of a ZIP find their criterion by the longest code in their names; a ZIP inside is refused, the rest is taken")
{
    World w = given(t);
    ZipOut *z = zip_out_begin(t->arena);
    Bundle b;
    Str bytes;
    EvidenceRows rows;

    zip_out_add(z, "1.1 - Kế hoạch.docx", plan(t, "một"));
    zip_out_add(z, "../1.10/Báo cáo.docx", plan(t, "hai"));
    zip_out_add(z, "khác.docx", plan(t, "ba"));
    zip_out_add(z, "1.1.zip", zip_of(t, "a.docx", S("a"), NULL, S("")));
    zip_out_add(z, "1.1.exe", S("MZ\1\2\3\0\0\0"));
    CHECK_CTX(w.c, zip_out_end(z, &bytes, &w.c->answer));
    CHECK_CTX(w.c, bundle_take(w.c, S("minh-chung.zip"), bytes, w.set_id, &b));
    CHECK_INT(b.taken, 3);
    CHECK_INT(b.refused, 2);
    CHECK_INT(b.unmatched, 1);
    CHECK_HAS(b.files.v[3].refused, "nén nằm trong tệp nén");
    CHECK_CTX(w.c, bundle_add(w.c, &b, w.a.id));
    CHECK_CTX(w.c, evidence_of(w.c, w.set_id, 0, w.a.id, &rows));
    CHECK_INT(rows.n, 2);
    CHECK_STR(rows.v[0].criterion_code, "1.1");
    CHECK_STR(rows.v[1].criterion_code, "1.10");
    CHECK_STR(rows.v[1].file_name, "Báo cáo.docx");
}

static Err gather(void *user, Str piece)
{
    buf_add(user, piece);
    return OK;
}

TEST(archive_bytes_come_back, "what was taken in comes back byte for byte, from the folder and from the database")
{
    World w = given(t);
    Str doc = plan(t, body);
    App app = *w.c->app;

    for (int folder = 0; folder <= 1; folder++) {
        Buf back = { .arena = t->arena };
        DocumentFileRows files;
        Upload up;
        int64_t id, n, bytes;
        Answer why = { .arena = t->arena };
        Str path = str_fmt(t->arena, "%.*s/kế hoạch.docx", SV(test_folder(t)));

        app.data = folder ? test_folder(t) : S("");
        w.c->app = &app;
        CHECK_OK(file_write(path, doc, &why));
        CHECK_CTX(w.c, upload_take(w.c, S("kế hoạch.docx"), path, &up));
        up.proposed.unit_id = w.a.id;
        CHECK_CTX(w.c, archive_add(w.c, &up.proposed, &up, true, &id));
        CHECK_CTX(w.c, q_document_files(w.c, &files, .document_id = id));
        CHECK_CTX(w.c, archive_bytes(w.c, &files.v[0], gather, &back));
        CHECK(str_eq(buf_str(&back), doc));
        CHECK_CTX(w.c, archive_sweep(w.c, true, &n, &bytes));
        CHECK_INT(n, 0);
        CHECK_CTX(w.c, archive_remove(w.c, id));
        CHECK_CTX(w.c, archive_sweep(w.c, true, &n, &bytes));
        CHECK_INT(n, 1);
    }
}

TEST(archive_broken_off_upload, "bytes whose write never came are no document, and are swept only after a day")
{
    World w = given(t);
    App app = *w.c->app;
    Upload up;
    int64_t n, bytes, total;
    DocumentRows rows;
    struct stat st;

    app.data = test_folder(t);
    w.c->app = &app;
    w.c->now = moment_now();
    CHECK_CTX(w.c, upload_take_bytes(w.c, S("kế hoạch.docx"), plan(t, body), &up));
    CHECK_CTX(w.c, archive_list(w.c, &(DocFilter){ 0 }, &rows, &total));
    CHECK_INT(total, 0);
    CHECK_CTX(w.c, archive_sweep(w.c, false, &n, &bytes));
    CHECK_INT(n, 0);
    CHECK(stat(str_z(t->arena, up.path), &st) == 0);
    w.c->now.ms += (int64_t)2 * 86400 * 1000;
    CHECK_CTX(w.c, archive_sweep(w.c, false, &n, &bytes));
    CHECK_INT(n, 1);
    CHECK(stat(str_z(t->arena, up.path), &st) != 0);
}

TEST(archive_verify_finds_damage, "a file that was cut or changed on disk is named by verify")
{
    World w = given(t);
    App app = *w.c->app;
    Upload up;
    int64_t id;
    Buf findings = { .arena = t->arena }, said = { .arena = t->arena };
    Answer why = { .arena = t->arena };
    Str doc = plan(t, body);
    char *damaged;

    app.data = test_folder(t);
    w.c->app = &app;
    CHECK_CTX(w.c, upload_take_bytes(w.c, S("kế hoạch.docx"), doc, &up));
    up.proposed.unit_id = w.a.id;
    CHECK_CTX(w.c, archive_add(w.c, &up.proposed, &up, true, &id));
    CHECK_CTX(w.c, archive_room.verify(w.c, &findings));
    CHECK_INT(findings.n, 0);
    damaged = (char *)str_z(t->arena, doc);
    memcpy(damaged, doc.p, doc.n);
    damaged[doc.n / 2] ^= 1;
    CHECK_OK(file_write(up.path, (Str){ damaged, doc.n }, &why));
    CHECK_CTX(w.c, archive_room.verify(w.c, &findings));
    CHECK_HAS(buf_str(&findings), "mã băm không khớp");
    findings.n = 0;
    CHECK_OK(file_write(up.path, str_sub(doc, 0, 100), &why));
    CHECK_CTX(w.c, archive_room.verify(w.c, &findings));
    CHECK_HAS(buf_str(&findings), "cắt ngắn");
    findings.n = 0;
    CHECK_CTX(w.c, archive_room.verify_deep(w.c, &findings, &said));
    CHECK_HAS(buf_str(&findings), "cắt ngắn");
    CHECK_HAS(buf_str(&said), "1 tệp hỏng hoặc thiếu");
}

TEST(archive_pack_index, "an evidence pack has the files by unit and criterion, an index and a list of hashes")
{
    World w = given(t);
    int64_t id = given_document(t, &w, w.a.id), e, files;
    CLEANUP(zip_in_end) ZipIn *z = NULL;
    Answer why = { .arena = t->arena };
    Str path = str_fmt(t->arena, "%.*s/goi.zip", SV(test_folder(t))), bytes, sums, member;

    CHECK_CTX(w.c, evidence_add(w.c, &(EvidenceForm){ w.leaf1, w.a.id, id, S("1"), S("") }, &e));
    CHECK_CTX(w.c, evidence_add(w.c, &(EvidenceForm){ w.leaf1, w.a.id, id, S("2"), S("") }, &e));
    CHECK_CTX(w.c, archive_pack(w.c, w.a.id, w.set_id, path, &files));
    CHECK_INT(files, 1);
    CHECK_OK(file_read(&bytes, t->arena, path, 10 << 20, &why));
    CHECK_OK(zip_in_open(&z, t->arena, S("goi.zip"), bytes, NULL, &why));
    CHECK_INT(zip_in_count(z), 3);
    CHECK_OK(zip_in_part(z, t->arena, "SHA256SUMS", &sums, &why));
    CHECK_HAS(sums, "a/1.1/");
    member = str_trim(str_sub(sums, 66, sums.n));
    CHECK_OK(zip_in_part(z, t->arena, str_z(t->arena, member), &bytes, &why));
    CHECK(str_eq(bytes, plan(t, body)));
    CHECK(zip_in_has(z, "muc-luc.xlsx"));
}
