/* The commands of the room: an index from a file of answers, the size of a sample. Neither needs a database. */
#include "base/json.h"
#include "base/mapped.h"
#include "core/room.h"
#include "survey/index.h"
#include "survey/sample.h"
#include "survey/strata.h"
#include "survey/survey.h"

typedef struct IndexCommand {
    AnswersAsk ask;
    IndexAsk how;
    FactorMap factors;
    Strata strata;              /* empty: groups do not weigh */
    bool by_factor;
} IndexCommand;

static Err read_by(Ctx *c, IndexCommand *ic, Str by)
{
    Str one;

    if (!by.n)
        by = S("unit");
    for (bool more = true; more;) {
        more = str_cut(by, S(","), &one, &by);
        one = str_trim(one);
        if (str_eq(one, S("unit")))
            ic->ask.by_unit = true;
        else if (str_eq(one, S("group")))
            ic->ask.by_group = true;
        else if (str_eq(one, S("factor")))
            ic->by_factor = true;
        else if (str_eq(one, S("question")))
            ic->ask.by_question = true;
        else
            return fail_field(c, "by", T("--by không biết “%.*s”; hãy ghép từ unit, group, factor, question."), SV(one));
    }
    if (ic->by_factor && ic->ask.by_question)
        return fail_field(c, "by", T("--by chỉ nhận một trong hai: factor hoặc question."));
    return OK;
}

static Err read_factors(Ctx *c, const Args *a, IndexCommand *ic)
{
    CLEANUP(mapped_close) Mapped file = { 0 };
    Str path = args_get(a, "factors");

    if (!path.n) {
        if (ic->by_factor)
            return fail_field(c, "factors", T("--by factor cần --factors TỆP có hai cột question,factor."));
        return OK;
    }
    TRY(mapped_open(&file, path, &c->answer));
    TRY(factors_parse(&ic->factors, c->arena, path, str_dup(c->arena, file.text), &c->answer));
    if (ic->by_factor)
        ic->ask.factors = &ic->factors;
    return OK;
}

static Err read_strata(Ctx *c, const Args *a, IndexCommand *ic)
{
    CLEANUP(mapped_close) Mapped file = { 0 };
    Str path = args_get(a, "strata");

    if (!path.n)
        return OK;
    if (!ic->ask.by_unit || ic->ask.by_group || ic->ask.group.n || ic->how.replicates)
        return fail_field(c, "strata", T("--strata cần --by unit hoặc unit,factor, không dùng cùng --group và --bootstrap."));
    TRY(mapped_open(&file, path, &c->answer));
    TRY(strata_parse(&ic->strata, c->arena, path, str_dup(c->arena, file.text), &c->answer));
    for (size_t i = 0; i < ic->strata.list.n; i++)
        ic->ask.by_group |= ic->strata.list.v[i].group.n > 0;
    return OK;
}

void index_values_json(Json *j, const IndexRow *r)
{
    json_key(j, "index");
    r->has_index ? json_dec(j, r->index) : json_null(j);
    json_key(j, "lo");
    r->has_interval ? json_dec(j, r->lo) : json_null(j);
    json_key(j, "hi");
    r->has_interval ? json_dec(j, r->hi) : json_null(j);
}

static void index_json(Buf *out, const IndexCommand *ic, const IndexRow *rows, size_t n)
{
    Json j = { .out = out };

    json_open(&j, '[');
    for (size_t i = 0; i < n; i++) {
        const IndexRow *r = &rows[i];

        json_open(&j, '{');
        if (ic->ask.by_unit)
            json_kstr(&j, "unit", r->unit);
        if (ic->ask.by_group)
            json_kstr(&j, "group", r->group);
        if (ic->by_factor)
            json_kstr(&j, "factor", r->factor);
        if (ic->ask.by_question)
            json_kstr(&j, "question", r->factor);
        json_kint(&j, "n", r->n);
        json_kint(&j, "answers", r->answers);
        index_values_json(&j, r);
        json_kbool(&j, "small", r->small);
        if (ic->strata.list.n) {
            json_kbool(&j, "weighted", r->weighted);
            json_kbool(&j, "gap", r->gap);
        }
        json_close(&j, '}');
    }
    json_close(&j, ']');
    buf_ch(out, '\n');
}

static void csv_text(Buf *out, Str s)
{
    buf_csv(out, s);
    buf_ch(out, ',');
}

static void index_csv(Buf *out, const IndexCommand *ic, const IndexRow *rows, size_t n)
{
    buf_fmt(out, "%s%s%sn,answers,index,lo,hi,small\n", ic->ask.by_unit ? "unit," : "", ic->ask.by_group ? "group," : "",
            ic->by_factor ? "factor," : ic->ask.by_question ? "question," : "");
    for (size_t i = 0; i < n; i++) {
        const IndexRow *r = &rows[i];

        if (ic->ask.by_unit)
            csv_text(out, r->unit);
        if (ic->ask.by_group)
            csv_text(out, r->group);
        if (ic->by_factor || ic->ask.by_question)
            csv_text(out, r->factor);
        buf_fmt(out, "%lld,%lld,%.*s,%.*s,%.*s,%d\n", (long long)r->n, (long long)r->answers,
                SV(r->has_index ? dec_exact(out->arena, r->index, NUM_PLAIN) : S("")),
                SV(r->has_interval ? dec_exact(out->arena, r->lo, NUM_PLAIN) : S("")),
                SV(r->has_interval ? dec_exact(out->arena, r->hi, NUM_PLAIN) : S("")), r->small);
    }
}

static Str row_name(Arena *a, const IndexRow *r)
{
    Str parts[3];
    size_t n = 0;

    if (r->unit.n)
        parts[n++] = r->unit;
    if (r->group.n)
        parts[n++] = r->group;
    if (r->factor.n)
        parts[n++] = r->factor;
    return n ? str_join(a, parts, n, S(" · ")) : S("-");
}

static void index_table(Ctx *c, Buf *out, const IndexRow *rows, size_t n)
{
    Lang lang = c->answer.lang;
    size_t wide = 8;
    bool small = false;

    for (size_t i = 0; i < n; i++) {
        size_t w = utf8_count(row_name(c->arena, &rows[i]));

        wide = w > wide ? w : wide;
        small |= rows[i].small;
    }
    buf_fmt(out, "%*s %8s %8s  %s\n", (int)wide, "", "n", tr(lang, T("Chỉ số")), tr(lang, T("Khoảng tin cậy 95%")));
    for (size_t i = 0; i < n; i++) {
        const IndexRow *r = &rows[i];
        Str name = row_name(c->arena, r);

        buf_fmt(out, "%.*s%*s %8lld ", SV(name), (int)(wide - utf8_count(name)), "", (long long)r->n);
        if (r->has_index)
            buf_fmt(out, "%8.*s  ", SV(dec_fmt(c->arena, r->index, 2, NUM_VI)));
        else
            buf_fmt(out, "%8s  ", "-");
        if (r->has_interval)
            buf_fmt(out, "%.*s – %.*s", SV(dec_fmt(c->arena, r->lo, 2, NUM_VI)), SV(dec_fmt(c->arena, r->hi, 2, NUM_VI)));
        buf_lit(out, r->small ? " *\n" : "\n");
    }
    if (small)
        buf_fmt(out, "%s\n", tr(lang, T("* Dưới 30 người trả lời: khoảng tin cậy rộng, hãy dùng thận trọng.")));
}

Err survey_index_command(Ctx *c, const Args *a, Buf *out)
{
    CLEANUP(mapped_close) Mapped file = { 0 };
    IndexCommand ic = { 0 };
    int64_t replicates = 0, seed = 1, threads = 0;
    Str path = args_operand(a, 0);
    AnswerSet set;
    IndexRow *rows;
    size_t n;

    TRY(read_by(c, &ic, args_get(a, "by")));
    TRY(args_int(c, a, "bootstrap", 0, REPLICATES_MAX, &replicates));
    TRY(args_int(c, a, "seed", 0, INT64_MAX, &seed));
    TRY(args_int(c, a, "threads", 1, 64, &threads));
    TRY(scale_parse(&ic.ask.scale, args_get(a, "weights"), &c->answer));
    TRY(read_factors(c, a, &ic));
    ic.ask.group = args_get(a, "group");
    ic.ask.keep = replicates > 0;
    ic.ask.threads = (size_t)threads;
    ic.how = (IndexAsk){ (size_t)replicates, (uint64_t)seed, (size_t)threads };
    TRY(read_strata(c, a, &ic));
    TRY(mapped_open(&file, path, &c->answer));
    TRY(answers_read(&set, c->arena, path, file.text, &ic.ask, &c->answer));
    if (!set.n_cells)
        return fail(c, E_NOT_FOUND, T("Tệp “%.*s” không có người trả lời nào hợp với lệnh này."), SV(path));

    rows = index_rows(c->arena, &set, &ic.how);
    n = set.n_cells * set.n_factors;
    if (ic.strata.list.n) {
        rows = strata_join(c->arena, rows, n, &ic.strata, set.low, set.high, &n);
        ic.ask.by_group = false;
    }
    if (args_has(a, "json"))
        index_json(out, &ic, rows, n);
    else if (args_has(a, "csv"))
        index_csv(out, &ic, rows, n);
    else
        index_table(c, out, rows, n);
    return OK;
}

static Err dec_option(Ctx *c, const Args *a, const char *option, Dec least, Dec most, Dec *out)
{
    Str text = args_get(a, option);
    Dec d;

    if (!text.n)
        return OK;
    if (!dec_parse(&d, text) || dec_cmp(d, least) <= 0 || dec_cmp(d, most) >= 0)
        return fail(c, E_INVALID, T("--%s “%.*s” phải là số lớn hơn %.*s và nhỏ hơn %.*s."), option, SV(text),
                    SV(dec_exact(c->arena, least, NUM_VI)), SV(dec_exact(c->arena, most, NUM_VI)));
    *out = d;
    return OK;
}

Err survey_sample_command(Ctx *c, const Args *a, Buf *out)
{
    Dec error = DEC(0.05), share = DEC(0.5), z = DEC(1.96);
    int64_t population = 0, n, simple;

    TRY(args_int(c, a, "population", 1, 10000000000, &population));
    TRY(dec_option(c, a, "error", DEC(0), DEC(1), &error));
    TRY(dec_option(c, a, "share", DEC(0), DEC(1), &share));
    TRY(dec_option(c, a, "z", DEC(0), DEC(10), &z));
    simple = sample_size(population, error);
    n = sample_size_share(population, error, share, z);
    if (args_has(a, "json")) {
        Json j = { .out = out };

        json_open(&j, '{');
        json_kint(&j, "population", population);
        json_kdec(&j, "error", error);
        json_kint(&j, "n", simple);
        json_kint(&j, "n_share", n);
        json_kdec(&j, "margin", sample_margin(population, simple, share, z));
        json_close(&j, '}');
        buf_ch(out, '\n');
        return OK;
    }
    buf_fmt(out, tr(c->answer.lang, T("Cần %lld phiếu theo n = N/(1 + N·e²); %lld phiếu theo tỷ lệ %.*s và z = %.*s.\n")),
            (long long)simple, (long long)n, SV(dec_exact(c->arena, share, NUM_VI)), SV(dec_exact(c->arena, z, NUM_VI)));
    return OK;
}

static const Opt index_options[] = {
    { "by", "unit[,group][,factor|question]", T("mỗi dòng kết quả là một: đơn vị, nhóm người trả lời, nhóm câu hỏi"), false },
    { "factors", "FILE", T("tệp có hai cột question,factor"), false },
    { "weights", "0,25,50,75,100", T("giá trị của câu trả lời 1, 2, …; hoặc likert5, likert3, satisfied, abcd"), false },
    { "strata", "FILE", T("tệp unit,group,population: các nhóm góp vào chỉ số theo số người, sai số theo tổng thể hữu hạn"), false },
    { "group", "G", T("chỉ tính người trả lời thuộc nhóm này"), false },
    { "bootstrap", "N", T("khoảng tin cậy từ N lần lấy mẫu lại"), false },
    { "seed", "S", T("số khởi đầu của lấy mẫu lại; cùng số cho cùng kết quả"), false },
    { "threads", "N", T("số luồng tính; không đổi kết quả"), false },
    { 0 },
};

static const Opt sample_options[] = {
    { "population", "N", T("số người của tổng thể"), true },
    { "error", "0.05", T("sai số cho phép"), false },
    { "share", "0.5", T("tỷ lệ dự kiến"), false },
    { "z", "1.96", T("hệ số tin cậy"), false },
    { 0 },
};

static const Opt import_options[] = {
    { "code", "C", T("mã phiếu; nạp lại cùng mã thì thành bản mới"), true },
    { "year", "Y", T("năm của phiếu"), false },
    { "dry-run", NULL, T("chỉ kiểm tra, không ghi"), false },
    { 0 },
};

static const Opt open_options[] = {
    { "survey", "S", T("mã đợt khảo sát, đứng trong địa chỉ /s/S"), true },
    { "form", "C", T("mã phiếu; lấy bản mới nhất"), true },
    { "title", "TEXT", T("tên đợt khảo sát"), true },
    { "units", "U1:100,U2", T("mã các đơn vị được đánh giá, kèm số phiếu cần có"), true },
    { "year", "Y", T("năm đánh giá"), false },
    { "wave", "W", T("lần khảo sát"), false },
    { "opens", "DATE", T("ngày bắt đầu"), false },
    { "closes", "DATE", T("ngày cuối cùng"), false },
    { "open-link", NULL, T("nhận cả phiếu không có mã"), false },
    { "series", "CODE", T("mã chuỗi: các đợt cùng mã là các lần khảo sát của nhau"), false },
    { "weights", "0;25;50;75;100", T("giá trị của câu trả lời 1…5; hoặc likert5, satisfied, abcd"), false },
    { "no-answer", "leave|worst|middle", T("câu bỏ trống và không có ý kiến: không tính, mức thấp nhất, mức giữa"), false },
    { "strata", NULL, T("các nhóm góp vào chỉ số theo số người ghi trong kế hoạch"), false },
    { "min-n", "N", T("ít phiếu hơn thì không hiện"), false },
    { "error", "0.05", T("sai số cho phép, để tính số phiếu"), false },
    { "recheck", "PERCENT", T("tỷ lệ phúc tra phiếu giấy và điều tra viên"), false },
    { "keep-until", "DATE", T("ngày cuối giữ từng câu trả lời; mặc định hai năm sau khi kết thúc"), false },
    { "facts", "8.1;yếu tố=8.2", T("số liệu nhận kết quả: chỉ số chung, hoặc chỉ số của một yếu tố"), false },
    { 0 },
};

static const Opt survey_options[] = {
    { "survey", "S", T("mã đợt khảo sát"), true },
    { 0 },
};

static const Opt codes_options[] = {
    { "survey", "S", T("mã đợt khảo sát"), true },
    { "unit", "U", T("mã đơn vị được đánh giá"), true },
    { "n", "N", T("số mã"), true },
    { "pdf", "FILE", T("ghi thêm tờ thẻ A4 có mã QR"), false },
    { "address", "https://…", T("địa chỉ gốc in trong mã QR; mặc định theo cài đặt survey.address"), false },
    { 0 },
};

static const Opt poster_options[] = {
    { "survey", "S", T("mã đợt khảo sát"), true },
    { "out", "FILE", T("tệp PDF"), true },
    { "unit", "U", T("chỉ đơn vị này; mặc định mỗi đơn vị một trang"), false },
    { "place", "TEXT", T("quầy, ví dụ “Quầy 3”"), false },
    { "address", "https://…", T("địa chỉ gốc in trong mã QR; mặc định theo cài đặt survey.address"), false },
    { 0 },
};

static const Opt answers_options[] = {
    { "survey", "S", T("mã đợt khảo sát"), true },
    { "dry-run", NULL, T("chỉ kiểm tra, không ghi"), false },
    { 0 },
};

static const Opt form_options[] = {
    { "code", "C", T("mã phiếu"), true },
    { "version", "N", T("bản; mặc định bản mới nhất"), false },
    { 0 },
};

static const Opt report_options[] = {
    { "period", "2025-11|2025-Q4", T("tháng hoặc quý; trống: cả đợt khảo sát"), false },
    { "survey", "S", T("chỉ đợt khảo sát này"), false },
    { "out", "FILE", T("tệp .xlsx, .docx, .pdf hoặc .html; trống: in ra màn hình"), false },
    { 0 },
};

static const Opt sweep_options[] = {
    { "dry-run", NULL, T("chỉ kiểm tra, không ghi"), false },
    { 0 },
};

static const Opt receipt_options[] = {
    { "survey", "S", T("mã đợt khảo sát"), true },
    { "receipt", "CODE", T("mã biên nhận"), true },
    { "withdraw", NULL, T("rút phiếu: xóa các câu trả lời"), false },
    { 0 },
};

static const Opt waiting_options[] = {
    { "survey", "S", T("mã đợt khảo sát"), true },
    { "count", "ID", T("tính phiếu này"), false },
    { "drop", "ID", T("loại phiếu này"), false },
    { "why", "TEXT", T("lý do, bắt buộc khi tính hoặc loại"), false },
    { 0 },
};

static const Opt compute_options[] = {
    { "survey", "S", T("mã đợt khảo sát"), true },
    { "total", NULL, T("mỗi đơn vị một dòng, không chia theo yếu tố"), false },
    { "all-units", NULL, T("gộp mọi đơn vị"), false },
    { "by", "group|channel|QUESTION", T("thêm một chiều: nhóm, kênh, hoặc câu hỏi chọn một"), false },
    { 0 },
};

static const Opt plan_options[] = {
    { "survey", "S", T("mã đợt khảo sát"), true },
    { "quotas", NULL, T("tính số phiếu cần từ số người"), false },
    { 0 },
};

static const Opt device_options[] = {
    { "survey", "S", T("mã đợt khảo sát"), true },
    { "unit", "U", T("mã đơn vị được đánh giá"), true },
    { "kind", "kiosk|visit", T("máy tại quầy, hoặc điều tra viên"), true },
    { "name", "TEXT", T("tên máy hoặc mã điều tra viên"), true },
    { 0 },
};

const Command survey_commands[] = {
    { "survey index", "FILE", CMD_PURE, index_options, survey_index_command,
      T("Tính chỉ số hài lòng và sai số từ tệp câu trả lời unit,group,q1,…,qN") },
    { "survey sample", "", CMD_PURE, sample_options, survey_sample_command, T("Tính số phiếu cần khảo sát") },
    { "survey import", "FILE", CMD_WRITE, import_options, survey_import_command, T("Nạp phiếu khảo sát từ XLSX hoặc CSV kiểu XLSForm") },
    { "survey open", "", CMD_WRITE, open_options, survey_open_command, T("Mở một đợt khảo sát") },
    { "survey close", "", CMD_WRITE, survey_options, survey_close_command, T("Đóng một đợt khảo sát") },
    { "survey codes", "", CMD_WRITE, codes_options, survey_codes_command, T("Tạo mã dùng một lần; chỉ in ra lần này") },
    { "survey status", "", CMD_READ, survey_options, survey_status_command, T("Số phiếu của từng đơn vị so với số cần có") },
    { "survey waiting", "", CMD_WRITE, waiting_options, survey_waiting_command, T("Phiếu chờ xem xét và lý do; tính hoặc loại từng phiếu") },
    { "survey compute", "", CMD_READ, compute_options, survey_compute_command, T("Chỉ số theo đơn vị và yếu tố từ phiếu đã nhận") },
    { "survey plan", "FILE", CMD_WRITE, plan_options, survey_plan_command, T("Nạp ma trận ai đánh giá ai: unit,group,population,quota") },
    { "survey device", "", CMD_WRITE, device_options, survey_device_command, T("Tạo địa chỉ cho máy tại quầy hoặc điều tra viên; chỉ in ra lần này") },
    { "survey poster", "", CMD_READ, poster_options, survey_poster_command, T("Áp phích A4 có mã QR cho quầy hoặc đơn vị") },
    { "survey answers", "FILE", CMD_WRITE, answers_options, survey_answers_command, T("Nhập phiếu từ tệp: cột unit, mã từng câu; sai một ô thì không ghi gì") },
    { "survey form", "FILE", CMD_READ, form_options, survey_form_command, T("Ghi mẫu phiếu ra XLSX kiểu XLSForm") },
    { "survey report", "", CMD_READ, report_options, survey_report_command, T("Báo cáo tháng, quý, hoặc cả đợt khảo sát") },
    { "survey sweep", "", CMD_WRITE, sweep_options, survey_sweep_command, T("Xóa từng câu trả lời đã quá ngày giữ, để lại số tổng hợp; chạy mỗi ngày một lần") },
    { "survey receipt", "", CMD_WRITE, receipt_options, survey_receipt_command, T("Xem hoặc rút phiếu theo mã biên nhận") },
    { "survey access", "", CMD_READ, survey_options, survey_access_command, T("Nhật ký xem và tải câu trả lời") },
    { "survey publish", "", CMD_WRITE, survey_options, survey_publish_command, T("Ghi chỉ số thành số liệu cho vòng chấm điểm") },
    { 0 },
};
