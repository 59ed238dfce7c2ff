#include "core/file.h"
#include "core/run.h"
#include "core/workcal.h"
#include "onestop/figures_cli.h"
#include "onestop/onestop.h"
#include "onestop/register_cli.h"
#include "onestop/stats.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static const Opt stats_options[] = {
    { "by", "unit,month,field,procedure,channel", T("gom theo các khóa này, theo thứ tự đã ghi; không có: một dòng cho tất cả") },
    { "reading", "date|766", T("cách tính đúng hạn: theo ngày (mặc định) hoặc theo thời điểm như Quyết định 766") },
    { "holidays", "FILE", T("tệp CSV có cột date và kind thay cho lịch nghỉ có sẵn") },
    { "as-of", "DATETIME", T("hồ sơ đang xử lý được xét tới thời điểm này; không có: lúc này") },
    { "threads", "N", T("số luồng; không có: bằng số bộ xử lý") },
    { "skip-bad", NULL, T("bỏ qua dòng sai và đếm, thay vì từ chối cả tệp") },
    { 0 },
};

static const Opt overdue_options[] = {
    { "as-of", "DATETIME", T("xét tới thời điểm này"), true },
    { "reading", "date|766", T("cách tính quá hạn: theo ngày (mặc định) hoặc theo thời điểm như Quyết định 766") },
    { "holidays", "FILE", T("tệp CSV có cột date và kind thay cho lịch nghỉ có sẵn") },
    { "threads", "N", T("số luồng; không có: bằng số bộ xử lý") },
    { "skip-bad", NULL, T("bỏ qua dòng sai và đếm, thay vì từ chối cả tệp") },
    { 0 },
};

static Err read_by(Ctx *c, StatsAsk *ask, Str list)
{
    Str word;

    while (list.n) {
        Key k;

        (void)str_cut(list, S(","), &word, &list);      /* the last word has no comma behind it */
        if (!key_parse(&k, str_trim(word)))
            return fail(c, E_INVALID, T("Không có khóa “%.*s”; --by nhận unit, month, field, procedure, channel."), SV(word));
        for (size_t i = 0; i < ask->n_by; i++)
            if (ask->by[i] == k)
                return fail(c, E_INVALID, T("Khóa “%.*s” có hai lần trong --by; hãy bỏ bớt một."), SV(word));
        ask->by[ask->n_by++] = k;
    }
    return OK;
}

static Err read_file(Ctx *c, Str name, Str *text)
{
    Buf b = { .arena = c->arena };
    char room[4096];
    ssize_t n;
    int fd = open(str_z(c->arena, name), O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return fail(c, E_INVALID, T("Không mở được tệp %.*s: %s."), SV(name), strerror(errno));
    while ((n = read(fd, room, sizeof room)) > 0 && b.n < 16u << 20)
        buf_add(&b, (Str){ room, (size_t)n });
    close(fd);
    *text = buf_str(&b);
    return n < 0 ? fail(c, E_INVALID, T("Không đọc được tệp %.*s."), SV(name)) : OK;
}

static Err read_days(Ctx *c, const Args *a, StatsAsk *ask)
{
    const Calendar *cal;
    Str text;

    if (!args_has(a, "holidays")) {
        TRY(workcal_builtin(&cal, &c->answer));
        ask->days = workdays_of(c->arena, cal);
        return OK;
    }
    TRY(read_file(c, args_get(a, "holidays"), &text));
    return workdays_file(&ask->days, c->arena, args_get(a, "holidays"), text, &c->answer);
}

static Err read_ask(Ctx *c, const Args *a, StatsAsk *ask)
{
    Str reading = args_get(a, "reading"), as_of = args_get(a, "as-of");
    int64_t threads = 0, now = c->now.ms + VN_OFFSET_MS;

    TRY(read_by(c, ask, args_get(a, "by")));
    if (reading.n && !str_eq(reading, S("date")) && !str_eq(reading, S("766")))
        return fail(c, E_INVALID, T("Cách tính “%.*s” không có; --reading nhận date hoặc 766."), SV(reading));
    ask->reading = str_eq(reading, S("766")) ? READ_766 : READ_DATE;
    ask->as_of = (When){ c->today.day, (int32_t)(now / 1000 % 86400), 0 };
    if (as_of.n && !when_parse(&ask->as_of, as_of))
        return fail(c, E_INVALID, T("Thời điểm “%.*s” của --as-of không có thật; hãy ghi dd/mm/yyyy HH:MM."), SV(as_of));
    TRY(args_int(c, a, "threads", 1, 64, &threads));
    ask->threads = (int)threads;
    ask->skip_bad = args_has(a, "skip-bad");
    ask->form = args_has(a, "json") ? FORM_JSON : FORM_CSV;
    return read_days(c, a, ask);
}

static void tell_skipped(const Ctx *c, const Stats *s)
{
    for (size_t i = 0; i < s->bad.n; i++)
        fprintf(stderr, "%.*s\n", SV(s->bad.v[i]));
    if (s->n_bad)
        fprintf(stderr, tr(c->answer.lang, T("Đã bỏ qua %zu dòng sai.\n")), s->n_bad);
}

static Err run(Ctx *c, const Args *a, StatsAsk *ask, Buf *out)
{
    size_t n = args_count(a);
    Str *files = NEW(c->arena, Str, n);
    Stats stats;

    for (size_t i = 0; i < n; i++)
        files[i] = args_operand(a, i);
    TRY(read_ask(c, a, ask));
    TRY(stats_read(&stats, c->arena, ask, files, n, &c->answer));
    tell_skipped(c, &stats);
    stats_print(&stats, ask->form, out);
    return OK;
}

static Err run_stats(Ctx *c, const Args *a, Buf *out)
{
    StatsAsk ask = { 0 };

    return run(c, a, &ask, out);
}

static Err run_overdue(Ctx *c, const Args *a, Buf *out)
{
    StatsAsk ask = { .overdue = true };

    return run(c, a, &ask, out);
}

static const Opt import_options[] = {
    { "source", "NAME", T("hệ thống xuất ra tệp; mã hồ sơ là duy nhất trong một hệ thống"), true },
    { "map", "CỘT=TÊN,…", T("nghĩa của các cột không tự nhận ra; được nhớ cho hệ thống ấy") },
    { "skip-bad", NULL, T("bỏ qua dòng sai, thay vì từ chối cả tệp") },
    { "rejected", "FILE", T("nơi ghi các dòng bị loại và lý do; không có: cạnh tệp nạp, thêm .rejected.csv") },
    { "dry-run", NULL, T("chỉ kiểm tra, không ghi") },
    { 0 },
};

static Err write_rejected(Ctx *c, const Args *a, Str file, const DossierReport *rep)
{
    Str path = args_get(a, "rejected");

    if (!rep->bad)
        return OK;
    if (!path.n)
        path = str_fmt(c->arena, "%.*s.rejected.csv", SV(file));
    TRY(file_write(path, buf_str(&rep->rejected), &c->answer));
    fprintf(stderr, tr(c->answer.lang, T("Các dòng bị loại và lý do ở tệp %.*s.\n")), SV(path));
    return OK;
}

static Err import_one(Ctx *c, const Args *a, Str file, Buf *out)
{
    DossierAsk ask = { .file = file, .name = file, .source = args_get(a, "source"), .map = args_get(a, "map"),
        .skip_bad = args_has(a, "skip-bad") };
    DossierReport rep;
    Err e = onestop_import(c, &ask, &rep);
    Answer refused = c->answer;

    TRY(write_rejected(c, a, file, &rep));
    c->answer = refused;
    if (e != OK)
        return e;
    buf_fmt(out, tr(c->answer.lang, T("Tệp %.*s: ")), SV(file));
    onestop_import_told(c, &rep, out);
    return OK;
}

static Err run_import(Ctx *c, const Args *a, Buf *out)
{
    for (size_t i = 0; i < args_count(a); i++)
        TRY(import_one(c, a, args_operand(a, i), out));
    if (!args_has(a, "dry-run"))
        return OK;
    buf_lit(out, tr(c->answer.lang, T("Đây là kiểm tra thử; chưa ghi gì.\n")));
    return run_undo(c);
}

const Command onestop_commands[] = {
    { "onestop import", "FILE…", CMD_WRITE, import_options, run_import, T("nạp hồ sơ từ tệp của hệ thống một cửa vào cơ sở dữ liệu") },
    { "onestop history", "FILE", CMD_WRITE, history_options, run_history, T("nạp lịch sử trạng thái: mỗi lần đổi trạng thái, bổ sung, dời hạn của hồ sơ") },
    { "onestop figures", "", CMD_READ, figures_options, run_figures, T("số liệu một cửa đã nạp, gom theo các khóa") },
    { "onestop index766", "", CMD_READ, index766_options, run_index766, T("bộ chỉ số phục vụ (QĐ 766) của một đơn vị, bên cạnh số của Cổng") },
    { "onestop portal", "FILE", CMD_WRITE, portal_options, run_portal, T("nạp số của Cổng dịch vụ công quốc gia: đơn vị, kỳ, mã, tỷ lệ, điểm, tử số, mẫu số") },
    { "onestop procedures", "FILE", CMD_WRITE, procedures_options, run_procedures, T("nạp danh mục thủ tục hành chính") },
    { "onestop faults", "", CMD_READ, faults_options, run_faults, T("thủ tục công bố, công khai sai hạn hoặc thiếu nội dung") },
    { "onestop rating18", "", CMD_READ, rating18_options, run_rating18, T("đánh giá việc giải quyết thủ tục: chín chỉ số, 18 điểm") },
    { "onestop rate18", "FILE", CMD_WRITE, portal_options, run_rating18_import, T("nạp điểm tự chấm và thẩm định của chín chỉ số") },
    { "onestop due", "", CMD_READ, due_options, run_due, T("hạn trả theo giờ làm việc của một hồ sơ") },
    { "onestop hours", "", CMD_WRITE, hours_options, run_hours, T("ghi giờ làm việc của một đơn vị") },
    { "onestop letters", "FILE", CMD_WRITE, portal_options, run_apologies_import, T("nạp sổ thư xin lỗi") },
    { "onestop apologies", "", CMD_READ, apologies_options, run_apologies, T("thư xin lỗi sai quy định và hồ sơ quá hạn mà chưa có thư") },
    { "onestop pakn", "FILE", CMD_WRITE, portal_options, run_petitions_import, T("nạp sổ phản ánh, kiến nghị") },
    { "onestop petitions", "", CMD_READ, petitions_options, run_petitions, T("phản ánh, kiến nghị với hạn của từng bước") },
    { "onestop publish", "", CMD_WRITE, publish_options, run_publish, T("ghi số liệu một cửa thành số liệu để chấm điểm") },
    { "onestop stats", "FILE…", CMD_PURE, stats_options, run_stats, T("số liệu hồ sơ thủ tục hành chính tính thẳng từ tệp CSV") },
    { "onestop overdue", "FILE…", CMD_PURE, overdue_options, run_overdue, T("danh sách hồ sơ đang xử lý đã quá hạn, tính thẳng từ tệp CSV") },
    { 0 },
};
