#include "intake/read.h"

#include "intake/check.h"
#include "intake/citation.h"
#include "intake/duty.h"
#include "intake/identity.h"
#include "intake/outline.h"
#include "intake/score_read.h"
#include "intake/target.h"
#include "intake/task_table.h"

/* Footnotes are read for citations as if they were paragraphs. */
static void scan_named(Arena *a, Reading *r, const Named *n)
{
    Para p = { .text = n->text, .where = n->where };

    p.low = words_low(a, p.text);
    citation_scan(a, r, &p);
}

typedef struct CellScan {
    Arena *a;
    Reading *r;
} CellScan;

static void scan_cell(void *user, const TaskRow *row, Col col, const Para *cell)
{
    CellScan *s = user;

    (void)row;
    (void)col;
    citation_scan(s->a, s->r, cell);
}

/* Text whose marks were lost (old fonts, careless copying): the grammar is that of Vietnamese with its marks. */
static void warn_without_marks(Arena *a, Reading *r)
{
    size_t letters = 0, marked = 0;

    for (size_t i = 0; i < r->paras.n; i++)
        for (size_t k = 0; k < r->paras.v[i].text.n; k++) {
            unsigned char ch = (unsigned char)r->paras.v[i].text.p[k];

            letters += (ch | 0x20) >= 'a' && (ch | 0x20) <= 'z';
            marked += ch >= 0xC3;
        }
    if (letters > 400 && marked * 50 < letters)
        *vec_add(a, &r->warnings) = (Note){
            .text = str_of(T("Văn bản không có dấu tiếng Việt nên hầu như không đọc được; hãy nộp bản có dấu.")) };
}

void intake_extract(Arena *a, Reading *r)
{
    for (size_t i = 0; i < r->paras.n; i++)         /* rows of unknown tables cite too */
        citation_scan(a, r, &r->paras.v[i]);
    for (size_t i = 0; i < r->footnotes.n; i++)
        scan_named(a, r, &r->footnotes.v[i]);
    tables_each_cell(r, a, scan_cell, &(CellScan){ a, r });
    identity_read(a, r);
    outline_build(a, r);
    score_read(a, r);
    target_read(a, r);
    duty_read(a, r);
    citation_check(a, r);
    check_deadlines(a, r);
    check_targets(a, r);
    warn_without_marks(a, r);
}

/* Where flattened tables stand is asked first: digits alone are row numbers there, page numbers elsewhere. */
static void read_flattened(Lines *l, Arena *a, Reading *r)
{
    struct { ReadTable t; size_t from, to; } found[8];
    size_t n = 0, start = 0;

    while (n < COUNT(found) && flat_find(l, a, start, &found[n].t, &found[n].from, &found[n].to)) {
        for (size_t i = found[n].from; i < found[n].to; i++)
            l->v.v[i].in_table = true;
        start = found[n].to;
        n++;
    }
    lines_noise(l, a, r);
    for (size_t i = 0; i < n; i++) {
        flat_build(l, a, &found[i].t, found[i].from, found[i].to);
        *vec_add(a, &r->tables) = found[i].t;
    }
}

Err intake_read_text(Reading *out, Arena *a, Str bytes, const Budget *budget, Answer *why)
{
    Lines l;

    *out = (Reading){ 0 };
    TRY(lines_read(&l, a, bytes, budget, why));
    lines_pages(&l);
    tables_of_lines(&l, a, out);
    read_flattened(&l, a, out);
    lines_join(&l, a, out);
    if (!out->paras.n && !out->tables.n)
        return answer(why, E_INVALID, T("Tệp không có chữ nào; nếu là bản chụp, hãy nhận dạng chữ (OCR) trước."));
    intake_extract(a, out);
    return OK;
}
