/* Around the dossiers of the demonstration: catalogue, values of the portal, ratings, letters of apology, petitions. */
#include "demo/demo.h"
#include "demo/demo_onestop.h"
#include "demo/draw.h"
#include "onestop/due.h"
#include "onestop/index766.h"
#include "onestop/procedures.h"
#include "onestop/rating.h"
#include "onestop/registers.h"
#include "org/org.h"

enum { DAY = 86400, RATED = 12, LETTERS = 40, PETITIONS = 36 };

static Err catalogue(Ctx *c)
{
    SCRATCH(tmp);
    Buf b = { .arena = &tmp };
    ProcedureReport rep;
    Table t;
    Date d = { 0 };

    (void)date_make(&d, 2025, 6, 16);                   /* exists */
    buf_lit(&b, "code,name,field,level,online_level,hours_direct,hours_online,fee,has_result,citizen,decision,kind,decided_on,effective_on,"
                "published_on,steps,way,components,subjects,body\n");
    for (size_t i = 0; i < DEMO_PROCEDURES; i++) {
        const DemoProcedure *p = &demo_procedures[i];
        Date decided = { d.day + (int32_t)i * 11 };

        if (i == 19)
            continue;                                   /* met in dossiers alone */
        buf_fmt(&b, "%.*s,\"%s\",%s,\"tỉnh, xã\",%s,%d,%d,%d,%s,có,%zu/QĐ-UBND,new,%.*s,%.*s,%.*s,có,có,có,%s,có\n", SV(demo_procedure_code(&tmp, i)), p->name, p->field,
            p->online, p->days, p->days > 5 ? p->days - 1 : p->days, p->fee, i % 9 == 4 ? "không" : "có", 1400 + i * 13,
            SV(date_iso(&tmp, decided)), SV(date_iso(&tmp, (Date){ decided.day + (i % 7 ? 12 : 3) })),
            SV(i % 11 == 5 ? S("") : date_iso(&tmp, (Date){ decided.day + (i % 6 ? 2 : 12) })), i % 8 ? "có" : "");
    }
    TRY(table_read(&t, c->arena, S("danh-muc-thu-tuc.csv"), str_dup(c->arena, buf_str(&b)), NULL, &c->answer));
    return procedures_import(c, &t, &rep);
}

/* What the portal would show: a few dossiers were not sent to it. */
static Err portal_of(Ctx *c, const UnitRow *u, Str period, Buf *b)
{
    Index766 x;

    TRY(index766(c, u->id, period, when_now(c), &x));
    for (size_t i = 0; i < x.rows.n; i++) {
        const IndexRow *r = &x.rows.v[i];
        int64_t lost = r->whole / 40 + 1;

        if (!r->counted || r->whole < 5 || r->group.p[0] == '1' || r->group.p[0] == '5')
            continue;
        buf_fmt(b, "%.*s,%.*s,%.*s,%lld,%lld,Cổng dịch vụ công quốc gia\n", SV(u->code), SV(period), SV(r->code),
            (long long)(r->part - (r->part * lost + r->whole / 2) / r->whole), (long long)(r->whole - lost));
        if (str_eq(r->code, S("2.1")))
            buf_fmt(b, "%.*s,%.*s,1.4,%lld,%lld,Cổng dịch vụ công quốc gia\n", SV(u->code), SV(period), (long long)(r->whole - lost), (long long)r->whole);
    }
    return OK;
}

static Err portal(Ctx *c, const UnitRows *units, Str period)
{
    Buf b = { .arena = c->arena };
    RegisterReport rep;
    Table t;
    int communes = 0;

    buf_lit(&b, "unit,period,code,numerator,denominator,source\n");
    for (size_t i = 0; i < units->n; i++) {
        const UnitRow *u = &units->v[i];
        bool commune = (str_eq(u->kind, S("ward")) || str_eq(u->kind, S("commune"))) && !u->valid_to.day;

        if (u->parent_id && (!commune || communes == 3))
            continue;
        communes += commune;
        TRY(portal_of(c, u, period, &b));
    }
    TRY(table_read(&t, c->arena, S("cong-dvcqg.csv"), buf_str(&b), NULL, &c->answer));
    return portal_import(c, &t, &rep);
}

static Err ratings(Ctx *c, const UnitRows *units, Str quarter)
{
    size_t rated = 0;
    bool changed;

    for (size_t i = 0; i < units->n && rated < RATED; i++) {
        const UnitRow *u = &units->v[i];

        if (!u->parent_id || u->valid_to.day || (!str_eq(u->kind, S("department")) && !str_eq(u->kind, S("ward"))))
            continue;
        rated++;
        for (int k = 1; k <= RATING_ITEMS; k++) {
            Str key = str_fmt(c->arena, "%d", k);
            int self = draw_below(DRAW(u->code, S("rating"), key), 5) ? 8 : 6, less = (int)draw_below(DRAW(u->code, S("appraised"), key), 3);

            TRY(rating18_put(c, u->id, quarter, k, (OptDec){ true, { self * DEC_ONE / 4 } }, (OptDec){ rated % 4 != 0, { (self - less) * DEC_ONE / 4 } },
                S(""), &changed));
        }
    }
    return OK;
}

static Err letters(Ctx *c)
{
    static const struct { const char *reason, *fault; } why[] = {
        { "Chờ ý kiến của cơ quan phối hợp", "Cơ quan phối hợp" }, { "Hồ sơ phải kiểm tra thực địa lần hai", "Cán bộ thụ lý" },
        { "Hệ thống phần mềm gián đoạn", "Hệ thống" }, { "Thiếu người do luân chuyển", "Đơn vị giải quyết" },
        { "Thông tin trong cơ sở dữ liệu chưa khớp", "Cơ quan phối hợp" },
    };
    DossierWithoutLetterRows rows;
    Offices o;
    bool changed;

    TRY(offices_begin(c, &o));
    TRY(q_dossier_without_letter(c, &rows, .root_id = 0, .cut = (int64_t)c->today.day * DAY, .most = LETTERS * 3));
    for (size_t i = 0; i < rows.n; i += 3) {
        Date due = { (int32_t)(rows.v[i].due / DAY) };
        ApologyForm f = { .code = rows.v[i].code, .letter = str_fmt(c->arena, "%zu/TXL", i / 3 + 1), .signer = S("Trưởng bộ phận một cửa"),
            .reason = str_of(why[i / 3 % COUNT(why)].reason), .fault = str_of(why[i / 3 % COUNT(why)].fault),
            .signed_on = { due.day + (i % 4 ? -1 : 1) }, .new_due = i % 5 ? cal_add_working_days(o.cal, due, 5) : (Date){ due.day + 6 } };

        TRY(apology_add(c, &f, &changed));
    }
    return OK;
}

static Err petitions(Ctx *c, const UnitRows *units)
{
    static const struct { const char *kind, *subject, *answer; } said[] = {
        { "rule", "Đề nghị bỏ bản sao giấy khai sinh trong hồ sơ chuyển trường", "Thành phần này đã được bỏ; bộ phận một cửa tra cứu dữ liệu hộ tịch thay cho bản sao." },
        { "rule", "Thời hạn cấp giấy phép xây dựng ghi trên Cổng khác với niêm yết tại xã", "Thời hạn đúng là 15 ngày làm việc; bảng niêm yết đã được sửa." },
        { "conduct", "Cán bộ tiếp nhận hướng dẫn bổ sung nhiều lần", "Đơn vị đã rà soát, mỗi hồ sơ chỉ yêu cầu bổ sung một lần bằng phiếu." },
        { "rule", "Không thanh toán được lệ phí trực tuyến vào cuối tuần", "Cổng thanh toán đã được khắc phục; giao dịch lỗi được hoàn lại." },
        { "conduct", "Nơi tiếp nhận đóng cửa trước giờ", "Đơn vị đã nhắc nhở và công khai giờ làm việc ở cửa ra vào." },
        { "rule", "Đề nghị nhận kết quả đất đai qua bưu chính", "Từ tháng này người dân chọn được cách nhận qua bưu chính khi nộp hồ sơ." },
    };
    size_t at = 0;
    bool changed;

    for (size_t i = 0; i < PETITIONS; i++) {
        Date got = { c->today.day - 5 - (int32_t)i * 6 };
        bool answered = i > 5 || i % 2;
        Date on = { got.day + (i % 7 == 3 ? 26 : 12) };

        do
            at = (at + 7) % units->n;
        while (!units->v[at].parent_id || units->v[at].valid_to.day);
        if (on.day > c->today.day)
            answered = false;
        PetitionRow p = { .code = str_fmt(c->arena, "PAKN-%d-%03zu", date_year(got), PETITIONS - i), .unit_id = units->v[at].id,
            .kind = str_of(said[i % COUNT(said)].kind), .subject = str_of(said[i % COUNT(said)].subject), .received_on = got,
            .likes = i % 3, .dislikes = i % 9 == 4 ? 2 : 0, .again = i % 13 == 6 };
        if (answered) {
            p.answered_on = on;
            p.answer = str_of(said[i % COUNT(said)].answer);
            if (i % 5 != 2 && on.day + 2 <= c->today.day)
                p.published_on = (Date){ on.day + 2 };
        }
        TRY(petition_put(c, &p, &changed));
    }
    return OK;
}

static Str quarter_before(Ctx *c)
{
    int year, month, day;

    date_split(c->today, &year, &month, &day);
    return month <= 3 ? str_fmt(c->arena, "%d-Q4", year - 1) : str_fmt(c->arena, "%d-Q%d", year, (month - 1) / 3);
}

Err demo_registers(Ctx *c)
{
    UnitRows units;
    int year, month, day;

    date_split((Date){ c->today.day }, &year, &month, &day);
    date_split((Date){ c->today.day - day }, &year, &month, &day);      /* the month before */
    TRY(q_unit_all(c, &units, ));
    TRY(catalogue(c));
    TRY(portal(c, &units, str_fmt(c->arena, "%d-%02d", year, month)));
    TRY(ratings(c, &units, quarter_before(c)));
    TRY(letters(c));
    return petitions(c, &units);
}
