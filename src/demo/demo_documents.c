/* Documents of four departments: real DOCX files of invented papers, read like any upload, shown as evidence. */
#include "demo/demo_documents.h"

#include "archive/archive.h"
#include "archive/sample.h"
#include "demo/embedded.h"
#include "org/org.h"
#include "text/text.h"

#include <assert.h>

typedef struct Paper {
    const char *file;           /* %s: letters of the unit */
    const char *type, *symbol, *title, *body, *criteria;   /* criteria: codes divided by blanks */
    int month, day;             /* earliest day; the unit's own comes on top */
} Paper;

static const Paper papers[] = {
    { "Kế hoạch CCHC 2025 %.*s.docx", "KẾ HOẠCH", "KH-%.*s", "Cải cách hành chính năm 2025",
        "Căn cứ Kế hoạch cải cách hành chính của tỉnh, đơn vị đề ra các việc phải làm trong năm.\n"
        "I. MỤC TIÊU\n1. Từ 90% hồ sơ thủ tục hành chính được giải quyết đúng hạn hoặc trước hạn.\n"
        "2. Từ 80% hồ sơ được nộp trực tuyến; mọi kết quả có bản điện tử.\n"
        "II. NHIỆM VỤ\n1. Rà soát, đề xuất đơn giản hóa ít nhất năm thủ tục hành chính trong quý II.\n"
        "2. Kiểm tra cải cách hành chính tại ba phòng, đơn vị trực thuộc trước ngày 30/9.\n"
        "III. TỔ CHỨC THỰC HIỆN\nVăn phòng theo dõi, đôn đốc và báo cáo kết quả hằng quý.", "1.1.1", 1, 8 },
    { "Báo cáo CCHC năm 2025 %.*s.docx", "BÁO CÁO", "BC-%.*s", "Kết quả thực hiện công tác cải cách hành chính năm 2025",
        "Thực hiện kế hoạch đầu năm, đơn vị báo cáo kết quả như sau.\n"
        "1. Đã hoàn thành 17 trên 19 nhiệm vụ của kế hoạch; hai nhiệm vụ chuyển sang quý I năm sau vì chờ hướng dẫn.\n"
        "2. Tiếp nhận hồ sơ trực tuyến tăng so với năm trước; hồ sơ quá hạn đều có thư xin lỗi và hẹn lại ngày trả.\n"
        "3. Khó khăn: phần mềm một cửa có lúc chậm; một số biểu mẫu thay đổi giữa năm.\n"
        "4. Đề nghị tỉnh tập huấn lại việc số hóa kết quả giải quyết thủ tục hành chính.", "1.1.2 1.2.2", 12, 2 },
    { "Kết luận kiểm tra CCHC %.*s.docx", "KẾT LUẬN", "KL-%.*s", "Kiểm tra công tác cải cách hành chính tại các phòng, đơn vị trực thuộc",
        "Đoàn kiểm tra đã làm việc với ba phòng, đơn vị và kết luận.\n"
        "1. Ưu điểm: niêm yết thủ tục hành chính đầy đủ; sổ theo dõi hồ sơ rõ ràng.\n"
        "2. Hạn chế: hai hồ sơ trả quá hạn chưa gửi thư xin lỗi; một phòng chưa cập nhật quy trình nội bộ.\n"
        "3. Yêu cầu khắc phục xong trước ngày 31/10 và báo cáo bằng văn bản.", "1.3.2", 9, 10 },
};

static const struct { const char *code, *letters; } owners[] = {
    { "H99.1", "SNV" }, { "H99.4", "SCT" }, { "H99.11", "SYT" }, { "H99.3", "STC" },
};

static Str demo_bytes(const char *name)
{
    const Embedded *f = demo_files;

    while (f->name && strcmp(f->name, name) != 0)
        f++;
    assert(f->name);                                    /* a file of this program */
    return (Str){ f->bytes, f->n };
}

static Err demo_paper(Ctx *c, const Paper *p, const UnitRow *u, Str letters, int nth, const ArchiveLeavesRows *leaves)
{
    Str bytes, codes = str_of(p->criteria), code, name = str_fmt(c->arena, p->file, SV(letters));
    Upload up;
    int64_t id, evidence;

    TRY(sample_docx(c->arena, &(Sample){ .superior = S("UBND TỈNH VÂN NHẠN"), .issuer = text_upper(c->arena, u->name),
        .number = str_fmt(c->arena, "%d", 11 + nth * 37 + p->month * 9), .symbol = str_fmt(c->arena, p->symbol, SV(letters)),
        .place = S("Vân Nhạn"), .day = str_fmt(c->arena, "%02d tháng %02d năm 2025", p->day + nth * 5, p->month),
        .type = str_of(p->type), .title = str_of(p->title), .body = str_of(p->body), .signer_title = S("GIÁM ĐỐC") }, &bytes, &c->answer));
    TRY(upload_take_bytes(c, name, bytes, &up));
    up.proposed.unit_id = u->id;
    TRY(archive_add(c, &up.proposed, &up, nth != 3, &id));      /* one department has not confirmed its papers yet */
    while (codes.n) {
        (void)str_cut(codes, S(" "), &code, &codes);    /* the last code has no blank behind it */
        for (size_t i = 0; i < leaves->n; i++)
            if (str_eq(leaves->v[i].code, code))
                TRY(evidence_add(c, &(EvidenceForm){ .criterion_id = leaves->v[i].id, .unit_id = u->id, .document_id = id }, &evidence));
    }
    return OK;
}

/* Papers as PDF with signatures of invented people (made once by tests/signed_pdf.py): one sound, one changed after it was signed. */
static const struct { const char *file, *name, *unit, *type, *number, *symbol, *abstract, *criterion; int month, day; } signed_papers[] = {
    { "quyet-dinh-quy-che.pdf", "Quy chế Bộ phận một cửa SNV.pdf", "H99.1", "decision", "128", "QĐ-SNV",
        "Ban hành Quy chế làm việc của Bộ phận tiếp nhận và trả kết quả", "1.1.2", 2, 14 },
    { "thong-bao-lich-tiep-cong-dan.pdf", "Lịch tiếp công dân quý II SCT.pdf", "H99.4", "notice", "57", "TB-SCT",
        "Lịch tiếp công dân, doanh nghiệp quý II năm 2025", "1.2.2", 3, 3 },
};

static Err demo_signed(Ctx *c, const ArchiveLeavesRows *leaves)
{
    for (size_t i = 0; i < COUNT(signed_papers); i++) {
        DocForm f = { .type = str_of(signed_papers[i].type), .number = str_of(signed_papers[i].number), .symbol = str_of(signed_papers[i].symbol),
            .abstract = str_of(signed_papers[i].abstract) };
        int64_t id, evidence;
        Upload up;
        UnitRow u;

        TRY(org_by_code(c, str_of(signed_papers[i].unit), &u));
        TRY(upload_take_bytes(c, str_of(signed_papers[i].name), demo_bytes(signed_papers[i].file), &up));
        f.unit_id = u.id;
        f.issuer = u.name;
        (void)date_make(&f.issued_on, 2025, signed_papers[i].month, signed_papers[i].day);     /* days of this table */
        TRY(archive_add(c, &f, &up, true, &id));
        for (size_t k = 0; k < leaves->n; k++)
            if (str_eq(leaves->v[k].code, str_of(signed_papers[i].criterion)))
                TRY(evidence_add(c, &(EvidenceForm){ .criterion_id = leaves->v[k].id, .unit_id = u.id, .document_id = id }, &evidence));
    }
    return OK;
}

Err demo_documents(Ctx *c)
{
    ArchiveLeavesRows leaves;
    ArchiveSetRow set;
    bool any;

    TRY(q_archive_set(c, &set, &any, .code = S("SO"), .year = 2025));
    TRY(q_archive_leaves(c, &leaves, .set_id = set.id));
    for (size_t i = 0; i < COUNT(owners); i++) {
        UnitRow u;

        TRY(org_by_code(c, str_of(owners[i].code), &u));
        for (size_t k = 0; k < COUNT(papers); k++)
            TRY(demo_paper(c, &papers[k], &u, str_of(owners[i].letters), (int)i, &leaves));
    }
    return demo_signed(c, &leaves);
}
