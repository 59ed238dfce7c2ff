/* Reports of five pages with a table of 60 rows, as DOCX and PDF; a sheet of 1,000,000 cells. */
#include "doc/paper.h"
#include "doc/table_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

int bench_paper(const char *sample);

static double now_s(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static double megabytes(void)
{
    struct rusage u;

    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_maxrss / 1024;
}

static Paper *report(Arena *a, int no)
{
    Paper *p = paper_begin(a, &(PaperAbout){ .title = S("Báo cáo"), .made = { 1763683200000 } });
    PaperTable *t;
    static const Str to[] = { { "Như trên", sizeof "Như trên" - 1 } };

    paper_letterhead(p, &(PaperHead){ .parent = S("Ủy ban nhân dân tỉnh Vân Nhạn"), .issuer = S("Sở Nội vụ"), .number = str_fmt(a, "%d", no), .symbol = S("BC-SNV"),
        .place = S("Vân Nhạn"), .year = 2026, .type = S("Báo cáo"), .abstract = S("Kết quả công tác cải cách hành chính năm 2025") });
    for (int i = 1; i <= 6; i++) {
        (void)paper_fmt(p, ROLE_SECTION, "%d. LĨNH VỰC THỨ %d", i, i);
        for (int k = 0; k < 5; k++)
            (void)paper_fmt(p, ROLE_BODY, "Trong năm, đơn vị đã hoàn thành %d nhiệm vụ của kế hoạch, trong đó %d nhiệm vụ trước thời hạn; tỷ lệ hồ sơ thủ tục hành chính "
                "giải quyết đúng hạn đạt %d,%02d%%, tăng so với cùng kỳ; các chỉ tiêu còn lại được theo dõi hằng tháng và đôn đốc khi chậm.", no % 90 + k, k + i, 90 + k, i * 7);
    }
    t = paper_table(p, (const int[]){ 6, 44, 16, 16, 18 }, 5, 1);
    for (int c = 0; c < 5; c++)
        (void)paper_head(t, str_fmt(a, "Cột %d", c + 1));
    for (int i = 0; i < 60; i++) {
        (void)paper_centred(paper_cell(t, str_fmt(a, "%d", i + 1)));
        (void)paper_cell(t, str_fmt(a, "Nhiệm vụ thứ %d của kế hoạch cải cách hành chính", i + 1));
        for (int c = 0; c < 3; c++)
            (void)paper_centred(paper_cell(t, str_fmt(a, "%d,%02d", (i * 7 + c) % 100, (i + c) % 100)));
    }
    paper_sign(p, &(PaperSign){ .head = S("Giám đốc"), .name = S("Nguyễn Văn Mẫu"), .recipients = to, .n_recipients = 1, .keep = S("VT, CCHC") });
    return p;
}

typedef Err (*Writer)(const Paper *, Str *, Answer *);

static double rate(Writer write, int n)
{
    double begun = now_s();

    for (int i = 0; i < n; i++) {
        SCRATCH(arena);
        Answer why = { .arena = &arena };
        Str out;

        if (write(report(&arena, i), &out, &why) != OK) {
            fprintf(stderr, "%.*s\n", SV(why.text));
            exit(3);
        }
    }
    return n / (now_s() - begun);
}

static double cells(size_t *bytes)
{
    enum { ROWS = 50000, COLS = 20 };
    SCRATCH(arena);
    Answer why = { .arena = &arena };
    OutColumn cols[COLS];
    double begun = now_s();
    Str out;
    TableOut *t = table_out_xlsx(&arena, LANG_VI, (Moment){ 1763683200000 });

    for (int c = 0; c < COLS; c++)
        cols[c] = (OutColumn){ "Cột", 10 };
    out_sheet(t, &(SheetLook){ .name = S("Bảng") }, cols, COLS);
    for (int r = 0; r < ROWS; r++) {
        for (int c = 0; c < COLS; c++)
            if (c == 0)
                out_text(t, S("Sở Nội vụ"));
            else
                out_int(t, (int64_t)r * c);
        out_row(t);
    }
    if (table_out_end(t, &out, &why) != OK)
        exit(3);
    *bytes = out.n;
    return now_s() - begun;
}

int bench_paper(const char *sample)
{
    const char *asked = getenv("PAPERS");
    int n = asked ? (int)strtol(asked, NULL, 10) : 200;
    size_t bytes;
    double docx = rate(paper_docx, n), after_docx = megabytes(), pdf = rate(paper_pdf, n / 4 + 1), after_pdf = megabytes(), xlsx;

    xlsx = cells(&bytes);
    printf("paper: docx %.0f/s %.0f MB, pdf %.0f/s %.0f MB, xlsx 1000000 cells %.2f s %.0f MB %zu bytes\n", docx, after_docx, pdf, after_pdf, xlsx, megabytes(), bytes);
    if (sample) {
        SCRATCH(arena);
        Answer why = { .arena = &arena };
        FILE *f = fopen(sample, "wb");
        Str out;

        if (!f || paper_docx(report(&arena, 1), &out, &why) != OK || fwrite(out.p, 1, out.n, f) != out.n || fclose(f))
            return 3;
    }
    return 0;
}
