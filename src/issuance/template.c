#include "issuance/template.h"

#include "core/audit.h"
#include "doc/paper_read.h"
#include "doc/wording.h"
#include "issuance/compose.h"
#include "issuance_sql.h"

#include <sodium.h>

const Perm PERM_ISSUE_TEMPLATE = { "issuance.template", T("Sửa mẫu văn bản phát hành"), ROLE_COORDINATOR | ROLE_ADMIN };

Str sha256_hex(Arena *a, Str bytes)
{
    unsigned char sum[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof sum + 1];

    crypto_hash_sha256(sum, (const unsigned char *)bytes.p, bytes.n);
    sodium_bin2hex(hex, sizeof hex, sum, sizeof sum);
    return str_dup(a, str_of(hex));
}

Err template_starter(Ctx *c, const MakeKind *kind, Str *docx)
{
    Paper *p;

    TRY(wording_paper(c->arena, &(Wording){ wording_of(c->arena, str_of(kind->name)), NULL, { .title = str_of(tr(c->answer.lang, kind->title)), .author = S("Thước Đo"), .made = { 946684800000 } } },
        &p, &c->answer));
    return paper_docx(p, docx, &c->answer);
}

Err template_get(Ctx *c, const MakeKind *kind, Str *docx, bool *own)
{
    IssueTemplateRow row;

    TRY(q_issue_template_get(c, &row, own, .kind = str_of(kind->name)));
    *own = *own && row.active;
    if (!*own)
        return template_starter(c, kind, docx);
    *docx = row.bytes;
    return OK;
}

Err template_check(Ctx *c, const MakeKind *kind, Str file, Str docx, FillFaults *out)
{
    Unknown known = { 0 };

    known_fields(c->arena, kind, &known);
    return docx_fill_check(out, c->arena, c->answer.lang, file, docx, &known, &c->answer);
}

static Err put(Ctx *c, const MakeKind *kind, Str file, Str docx, bool active)
{
    IssueTemplateRow row = { 0 };
    bool any;

    TRY(q_issue_template_get(c, &row, &any, .kind = str_of(kind->name)));
    TRY(q_issue_template_put(c, .kind = str_of(kind->name), .version = any ? row.version + 1 : 1, .name = file, .bytes = docx, .sha256 = sha256_hex(c->arena, docx),
        .active = active, .at = c->now, .who = ctx_who(c)));
    return audit_add(c, active ? "issuance.template" : "issuance.template.back", str_of(kind->name), S(""));
}

Err template_put(Ctx *c, const MakeKind *kind, Str file, Str docx)
{
    FillFaults faults;

    TRY(access_need(c, &PERM_ISSUE_TEMPLATE, 0));
    TRY(template_check(c, kind, file, docx, &faults));
    if (faults.list.n)
        return fail_field(c, "file", T("Mẫu có %zu chỗ cần sửa; chỗ đầu tiên là %.*s: %.*s"), faults.list.n, SV(faults.list.v[0].where), SV(faults.list.v[0].text));
    if (faults.tags == 0)
        return fail_field(c, "file", T("Mẫu không có trường {{…}} nào nên văn bản nào cũng sẽ giống nhau; hãy tải mẫu có sẵn về sửa."));
    return put(c, kind, file, docx, true);
}

Err template_take_back(Ctx *c, const MakeKind *kind)
{
    IssueTemplateRow row;
    bool any;

    TRY(access_need(c, &PERM_ISSUE_TEMPLATE, 0));
    TRY(q_issue_template_get(c, &row, &any, .kind = str_of(kind->name)));
    if (!any || !row.active)
        return fail(c, E_STATE, T("Loại “%s” đang dùng mẫu có sẵn."), kind->name);
    return put(c, kind, row.name, row.bytes, false);
}

Err template_fill(Ctx *c, const MakeAsk *ask, const PaperAbout *about, Made *m, bool *own)
{
    IssueTemplateRow row;

    TRY(q_issue_template_get(c, &row, own, .kind = ask->kind));
    *own = *own && row.active;
    if (!*own)
        return OK;
    TRY(docx_fill(c->arena, row.name, row.bytes, m->fields, about, &m->docx, &c->answer));
    TRY(docx_draft(c->arena, row.name, m->docx, about->draft, &m->docx, &c->answer));
    return paper_read(&m->paper, c->arena, row.name, m->docx, about, &c->answer);
}
