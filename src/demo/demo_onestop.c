/*
 * Dossiers since 2025 of the invented province, through the ordinary import: what a one-stop system would export. Drawn from
 * a fixed seed, up to the day of the demonstration. The registers follow in demo_registers.c.
 */
#include "demo/demo.h"
#include "demo/demo_onestop.h"
#include "onestop/figures.h"
#include "onestop/history.h"
#include "org/org.h"

#include <sys/mman.h>
#include <unistd.h>

enum { MOST_DAYS = 1200, SLACK = 14, HISTORIES = 300, PIECE = 1 << 20 };

const DemoProcedure demo_procedures[DEMO_PROCEDURES] = {
    { "Cấp bản sao trích lục hộ tịch", "Hộ tịch", "full", 1, 8000 }, { "Đăng ký khai sinh", "Hộ tịch", "full", 1, 0 },
    { "Đăng ký kết hôn", "Hộ tịch", "partial", 1, 0 }, { "Xác nhận tình trạng hôn nhân", "Hộ tịch", "full", 3, 15000 },
    { "Chứng thực bản sao từ bản chính", "Chứng thực", "partial", 1, 2000 }, { "Chứng thực chữ ký", "Chứng thực", "partial", 1, 10000 },
    { "Đăng ký biến động quyền sử dụng đất", "Đất đai", "partial", 8, 50000 }, { "Cấp đổi giấy chứng nhận quyền sử dụng đất", "Đất đai", "partial", 7, 50000 },
    { "Chuyển mục đích sử dụng đất", "Đất đai", "none", 15, 0 }, { "Cung cấp thông tin đất đai", "Đất đai", "full", 1, 0 },
    { "Cấp giấy phép xây dựng nhà ở riêng lẻ", "Xây dựng", "full", 15, 75000 }, { "Gia hạn giấy phép xây dựng", "Xây dựng", "full", 5, 15000 },
    { "Đăng ký hộ kinh doanh", "Kinh doanh", "full", 3, 100000 }, { "Thay đổi nội dung đăng ký hộ kinh doanh", "Kinh doanh", "full", 3, 100000 },
    { "Tạm ngừng kinh doanh của hộ kinh doanh", "Kinh doanh", "full", 3, 0 }, { "Trợ cấp xã hội hằng tháng", "Bảo trợ xã hội", "full", 10, 0 },
    { "Hỗ trợ chi phí mai táng", "Bảo trợ xã hội", "full", 8, 0 }, { "Xác định mức độ khuyết tật", "Bảo trợ xã hội", "partial", 20, 0 },
    { "Cấp giấy phép lái xe, đổi do hỏng", "Giao thông", "full", 5, 115000 }, { "Chấp thuận đấu nối đường bộ", "Giao thông", "none", 10, 0 },
    { "Giao đất, cho thuê đất trồng rừng", "Lâm nghiệp", "none", 20, 0 }, { "Xác nhận nguồn gốc lâm sản", "Lâm nghiệp", "full", 2, 0 },
    { "Chuyển trường đối với học sinh", "Giáo dục", "full", 2, 0 }, { "Cấp phép hoạt động nhóm trẻ độc lập", "Giáo dục", "partial", 15, 0 },
};

Str demo_procedure_code(Arena *a, size_t i)
{
    return str_fmt(a, "1.%06zu.000.00.00.H99", 1000 + i * 37);
}

static uint32_t pick(uint64_t *x, uint32_t n)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return (uint32_t)((*x >> 32) * n >> 32);
}

/* The days of the span as text, each once: writing dates is most of the work. */
typedef struct Making {
    Buf *out;
    Buf history;                /* of some dossiers with a supplement */
    size_t histories;
    uint64_t x;
    int32_t first, last;        /* days */
    char (*dates)[10];          /* dd/mm/yyyy from `first` on */
} Making;

static void two(char *p, uint32_t n)
{
    p[0] = (char)('0' + n / 10);
    p[1] = (char)('0' + n % 10);
}

static void put_moment(Making *m, int32_t day, uint32_t minute)
{
    char text[] = "dd/mm/yyyy HH:MM,";

    memcpy(text, m->dates[day - m->first], 10);
    two(text + 11, minute / 60);
    two(text + 14, minute % 60);
    buf_add(m->out, (Str){ text, 17 });
}

static void make_dates(Making *m, Arena *a)
{
    int32_t n = m->last - m->first + MOST_DAYS;

    m->dates = (char(*)[10])NEW(a, char, (size_t)n * 10);
    for (int32_t i = 0; i < n; i++) {
        int y, mo, d;

        date_split((Date){ m->first + i }, &y, &mo, &d);
        two(m->dates[i], (uint32_t)d);
        m->dates[i][2] = m->dates[i][5] = '/';
        two(m->dates[i] + 3, (uint32_t)mo);
        two(m->dates[i] + 6, (uint32_t)(y / 100));
        two(m->dates[i] + 8, (uint32_t)(y % 100));
    }
}

/* Units differ: the share of late dossiers runs from 1 to 14 in a hundred, by a hash of the code. */
static uint32_t hash_of(Str code)
{
    uint32_t h = 2166136261u;

    for (size_t i = 0; i < code.n; i++)
        h = (h ^ (uint8_t)code.p[i]) * 16777619u;
    return h >> 8;
}

static int32_t weekday_on(int32_t day)
{
    while (date_weekday((Date){ day }) > 5)
        day++;
    return day;
}

/* True: asked for once, and brought. */
static bool put_supplement(Making *m, int32_t received, int32_t end, bool asked)
{
    int32_t from = weekday_on(received + 1);
    bool twice;

    if (!asked || from + 1 >= end) {
        buf_lit(m->out, ",,,");
        return false;
    }
    put_moment(m, from, 480 + pick(&m->x, 180));
    put_moment(m, weekday_on(from + 1), 480 + pick(&m->x, 180));
    twice = !pick(&m->x, 12);
    buf_lit(m->out, twice ? "2," : "1,");
    return !twice;
}

/* What the one-stop system would tell of each change of status; `row` is the dossier's line. */
static void put_history(Making *m, Str row)
{
    enum { CODE, RECEIVED = 4, DUE, FINISHED, ASKED = 13, SUPPLIED, CELLS };
    Str cell[CELLS];
    Buf *b = &m->history;

    for (int i = 0; i < CELLS; i++)
        (void)str_cut(row, S(","), &cell[i], &row);     /* the row has more cells */
    buf_fmt(b, "%.*s,%.*s,2,%.*s\n", SV(cell[CODE]), SV(cell[RECEIVED]), SV(cell[DUE]));
    buf_fmt(b, "%.*s,%.*s,5,\n", SV(cell[CODE]), SV(cell[ASKED]));
    buf_fmt(b, "%.*s,%.*s,4,%.*s\n", SV(cell[CODE]), SV(cell[SUPPLIED]), SV(cell[DUE]));
    buf_fmt(b, "%.*s,%.*s,10,\n", SV(cell[CODE]), SV(cell[FINISHED]));
    m->histories++;
}

/* i: of the unit, from 1. */
static void put_dossier(Making *m, const UnitRow *u, size_t i)
{
    static const char *const officials[] = { "Nguyễn Thị An", "Trần Văn Bình", "Lê Thu Chi", "Phạm Đức Duy", "Hoàng Thị Giang" };
    int32_t received = weekday_on(m->first + (int32_t)pick(&m->x, (uint32_t)(m->last - m->first + 1))), due, end;
    uint32_t procedure = pick(&m->x, DEMO_PROCEDURES), fate = pick(&m->x, 100), h = hash_of(u->code);
    const DemoProcedure *p = &demo_procedures[procedure];
    bool slow = received > m->last - 60, late = pick(&m->x, 100) < 1 + h % 14, asked = pick(&m->x, 100) < 6, online, open;
    char code[16] = "-yymmdd-nnnnn,1.";
    size_t row = m->out->n;
    bool told;

    if (received > m->last)
        received = m->last;
    due = weekday_on(received + p->days * 7 / 5 + 1);
    end = late ? weekday_on(due + 1 + (int32_t)pick(&m->x, slow ? 20 : 4)) : received + (int32_t)pick(&m->x, (uint32_t)(due - received + 1));
    open = end > m->last;
    memcpy(code + 1, m->dates[received - m->first] + 8, 2);
    memcpy(code + 3, m->dates[received - m->first] + 3, 2);
    memcpy(code + 5, m->dates[received - m->first], 2);
    for (int k = 4, n = (int)(i % 100000); k >= 0; k--, n /= 10)
        code[8 + k] = (char)('0' + n % 10);
    buf_add(m->out, u->code);
    buf_add(m->out, (Str){ code, 14 });
    buf_add(m->out, demo_procedure_code(m->out->arena, procedure));
    buf_ch(m->out, ',');
    buf_add(m->out, u->code);
    buf_ch(m->out, ',');
    buf_add(m->out, str_of(p->field));
    buf_ch(m->out, ',');
    put_moment(m, received, 450 + pick(&m->x, 540));
    put_moment(m, due, 1020);
    if (open || fate >= 98)
        buf_ch(m->out, ',');
    else
        put_moment(m, end, 450 + pick(&m->x, 560));
    online = strcmp(p->online, "none") != 0 && pick(&m->x, 100) < 40 + h % 45;
    buf_lit(m->out, online ? "2," : pick(&m->x, 8) ? "1," : "3,");
    buf_lit(m->out, p->fee && pick(&m->x, 100) < 20 + h % 60 ? "1," : "0,");
    buf_lit(m->out, p->fee ? "20000," : "0,");
    buf_lit(m->out, pick(&m->x, 5) ? "1," : "0,");
    buf_lit(m->out, pick(&m->x, 8) ? "0," : "1,");
    buf_lit(m->out, open ? "4," : fate >= 99 ? "5," : fate >= 98 ? "7," : "10,");
    told = put_supplement(m, received, open ? m->last : end, asked && !open && fate < 98);
    buf_lit(m->out, pick(&m->x, 4) ? "1," : "0,");
    buf_lit(m->out, pick(&m->x, 3) ? "0," : "1,");
    buf_lit(m->out, pick(&m->x, 100) ? "0," : "1,");
    buf_lit(m->out, pick(&m->x, 5) ? "0," : "1,");
    buf_lit(m->out, pick(&m->x, 3) ? "1," : "0,");
    buf_add(m->out, str_of(officials[(h + procedure) % COUNT(officials)]));
    buf_ch(m->out, '\n');
    if (told && m->histories < HISTORIES)
        put_history(m, str_sub(buf_str(m->out), row, m->out->n));
}

static bool spill(int fd, Buf *b)
{
    ssize_t n = fd < 0 ? -1 : write(fd, b->p, b->n);
    bool good = n == (ssize_t)b->n;

    b->n = 0;
    return good;
}

#define SOURCE "Một cửa tỉnh Vân Nhạn"

static Err histories(Ctx *c, const Making *m)
{
    RegisterReport rep;
    size_t dossiers;
    Table t;

    TRY(table_read(&t, c->arena, S("lich-su.csv"), str_dup(c->arena, buf_str(&m->history)), NULL, &c->answer));
    return history_import(c, &t, S(SOURCE), &rep, &dossiers);
}

Err demo_onestop(Ctx *c, size_t dossiers)
{
    static const char *const head = "dossier_code,procedure_code,unit_code,field_code,received_at,due_at,finished_at,channel,online_payment,"
                                    "fee,digitised,postal_return,status,supplement_asked_at,supplied_at,supplements,electronic_result,reused,"
                                    "complaint,personal_store,population_data,official\n";
    SCRATCH(tmp);
    Buf b = { .arena = &tmp };
    Making m = { .out = &b, .history.arena = &tmp, .x = UINT64_C(0x5DEECE66D) };
    UnitRows units;
    VEC(UnitRow) open = { 0 };
    Date new_year = { 0 };
    DossierReport rep;
    size_t n_facts;
    int fd = memfd_create("dossiers", MFD_CLOEXEC);
    bool good = true;
    Err e;

    (void)date_make(&new_year, 2025, 1, 1);             /* exists */
    m.first = new_year.day;
    m.last = c->today.day > m.first + 365 + SLACK ? c->today.day : m.first + 365 + SLACK;
    if (m.last > m.first + MOST_DAYS)
        m.last = m.first + MOST_DAYS;
    make_dates(&m, &tmp);
    TRY(q_unit_all(c, &units, ));
    for (size_t i = 0; i < units.n; i++)
        if (units.v[i].parent_id && !units.v[i].valid_to.day)
            *vec_add(&tmp, &open) = units.v[i];
    buf_lit(&b, head);
    buf_lit(&m.history, "dossier_code,at,status,due_at\n");
    for (size_t i = 0; i < dossiers && open.n; i++) {
        put_dossier(&m, &open.v[i % open.n], i / open.n + 1);
        if (b.n >= PIECE)
            good &= spill(fd, &b);
    }
    if (!spill(fd, &b) || !good)
        return fail(c, E_IO, T("Không đủ bộ nhớ để đọc tệp."));
    e = onestop_import(c, &(DossierAsk){ .file = str_fmt(c->arena, "/proc/self/fd/%d", fd), .name = S("mot-cua.csv"),
        .source = S(SOURCE), .skip_bad = true }, &rep);
    close(fd);
    TRY(e);
    TRY(histories(c, &m));
    TRY(figures_publish(c, S("2025"), 0, READ_DATE, when_now(c), &n_facts));
    return demo_registers(c);
}
