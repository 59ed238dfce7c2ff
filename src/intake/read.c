#include "intake/read.h"

#include "intake/citation.h"
#include "intake/identity.h"
#include "intake/outline.h"

/* Footnotes are read for citations as if they were paragraphs. */
static void scan_named(Arena *a, Reading *r, const Named *n)
{
    Para p = { .text = n->text, .where = n->where };

    p.low = words_low(a, p.text);
    citation_scan(a, r, &p);
}

static void extract(Arena *a, Reading *r)
{
    for (size_t i = 0; i < r->paras.n; i++)
        if (!r->paras.v[i].in_table)
            citation_scan(a, r, &r->paras.v[i]);
    for (size_t i = 0; i < r->footnotes.n; i++)
        scan_named(a, r, &r->footnotes.v[i]);
    identity_read(a, r);
    outline_build(a, r);
    citation_check(a, r);
}

Err intake_read_text(Reading *out, Arena *a, Str bytes, const Budget *budget, Answer *why)
{
    Lines l;

    *out = (Reading){ 0 };
    TRY(lines_read(&l, a, bytes, budget, why));
    lines_noise(&l, a, out);
    lines_join(&l, a, out);
    if (!out->paras.n)
        return answer(why, E_INVALID, T("Tệp không có chữ nào; nếu là bản chụp, hãy nhận dạng chữ (OCR) trước."));
    extract(a, out);
    return OK;
}
