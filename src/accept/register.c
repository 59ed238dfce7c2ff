/* The accepted document goes into the register; what it cites is joined to the documents that are there. */
#include "accept/own.h"
#include "accept_sql.h"

#include "core/run.h"
#include "intake/read.h"

/* The kinds of file that the register keeps; of others (plain text) it gets the identity alone. */
static bool storable(FileKind k)
{
    return k == FILE_PDF || k == FILE_DOCX || k == FILE_XLSX || k == FILE_DOC || k == FILE_XLS || k == FILE_PNG || k == FILE_JPEG;
}

Err accept_take(Ctx *c, const AcceptForm *f, Str bytes, AcceptSource *s)
{
    if (f->kind == ACCEPT_PLAN && intake_read(&s->reading, c->arena, f->file, bytes, &c->answer) != OK)
        c->answer = (Answer){ .arena = c->answer.arena, .lang = c->answer.lang };       /* the plan's own table was read */
    s->taken = true;
    s->stored = storable(sniff(bytes));
    return s->stored ? upload_take_bytes(c, f->file, bytes, &s->upload) : OK;
}

/* Whom the paper belongs to: the unit it speaks of; a set of criteria belongs to the top of the tree. */
static Err owner(Ctx *c, Work *w, UnitRow *out)
{
    UnitRows all;

    if (w->f->unit.n)
        return org_by_code(c, w->f->unit, out);
    TRY(q_unit_all(c, &all, ));
    for (size_t i = 0; i < all.n; i++)
        if (!all.v[i].parent_id) {
            *out = all.v[i];
            return OK;
        }
    return fail(c, E_STATE, T("Chưa có đơn vị nào; hãy nạp danh mục đơn vị trước."));
}

static DocForm form_of(const Reading *r, Str file, int64_t unit)
{
    const DocType *type = doc_type_guess(r->id.type);
    DocForm f = { .type = type ? str_of(type->name) : S("other"), .issued_on = r->id.date, .issuer = r->id.issuer,
        .abstract = r->id.title.n ? r->id.title : file, .unit_id = unit };

    if (r->id.number.n)
        f.number = r->id.symbol;                /* "45/KH-UBND": the register takes it apart */
    else if (str_starts(r->id.symbol, S("/")))
        f.symbol = str_sub(r->id.symbol, 1, r->id.symbol.n);
    return f;
}

/* The documents of this number that the person may see; a date that the text gives must be theirs. */
static Err find_cited(Ctx *c, Str whole, Date on, int64_t *id)
{
    AcceptCitedRows rows;
    Str number, symbol;

    *id = 0;
    if (!str_cut(whole, S("/"), &number, &symbol))         /* as the register keeps them: "12-NQ" and "TU" */
        return OK;
    TRY(q_accept_cited(c, &rows, .number = number, .symbol = symbol));
    for (size_t i = 0; i < rows.n && !*id; i++) {
        DocumentRow d;

        if (on.day && rows.v[i].issued_on.day && rows.v[i].issued_on.day != on.day)
            continue;
        Err e = archive_get(c, rows.v[i].id, &d);
        if (e == OK)
            *id = rows.v[i].id;
        else if (e != E_NOT_FOUND)
            return e;
        else
            c->answer = (Answer){ .arena = c->answer.arena, .lang = c->answer.lang };
    }
    return OK;
}

Err accept_cited(Ctx *c, const Citation *k, int64_t *id)
{
    *id = 0;
    return k->number.n && !k->self ? find_cited(c, k->number, k->date, id) : OK;
}

static Err link_citations(Ctx *c, Work *w, int64_t self, Str title)
{
    const Reading *r = &w->s->reading;
    size_t linked = 0, missing = 0;

    for (size_t i = 0; i < r->citations.n; i++) {
        const Citation *k = &r->citations.v[i];
        int64_t id;

        TRY(accept_cited(c, k, &id));
        missing += !id && k->number.n && !k->self;
        if (!id || id == self)
            continue;
        TRY(archive_link(c, id, S("document"), self, title, accept_place(c->arena, LANG_VI, k->where)));
        linked++;
    }
    if (linked || missing)
        work_note(c, w, T("Viện dẫn: %zu gắn với văn bản có trong kho tài liệu, %zu văn bản chưa có trong kho."), linked, missing);
    return OK;
}

Err accept_register(Ctx *c, Work *w)
{
    const Reading *r = &w->s->reading;
    UnitRow unit;
    DocForm f;
    int64_t id = 0;
    bool may;
    Str title;

    if (!w->s->taken)
        return OK;
    TRY(owner(c, w, &unit));
    TRY(access_can(c, &PERM_DOCUMENT_ADD, unit.id, &may));
    if (!may) {
        work_note(c, w, T("Văn bản không được ghi vào kho tài liệu vì bạn không có quyền thêm tài liệu của %.*s."), SV(unit.name));
        return OK;
    }
    f = form_of(r, w->f->file, unit.id);
    if (f.issued_on.day > c->today.day) {
        work_note(c, w, T("Ngày ban hành %.*s ở sau hôm nay nên kho tài liệu không ghi ngày; hãy xem lại."), SV(date_vi(c->arena, f.issued_on)));
        f.issued_on = (Date){ 0 };
    }
    if (r->id.number.n)
        TRY(find_cited(c, r->id.symbol, r->id.date, &id));
    if (!id)
        TRY(archive_add(c, &f, w->s->stored ? &w->s->upload : NULL, true, &id));
    title = archive_title(c->arena, LANG_VI, f.type, r->id.symbol, (Str){ 0 }, f.abstract);
    TRY(archive_link(c, id, str_of(accept_kind_name(w->f->kind)), unit.id,
        str_fmt(c->arena, "%.*s, %.*s, %lld", SV(str_of(tr(LANG_VI, accept_kind_title(w->f->kind)))), SV(unit.name), (long long)w->f->year), (Str){ 0 }));
    w->rep->document_id = id;
    work_note(c, w, T("Văn bản đã có trong kho tài liệu, số %lld."), (long long)id);
    return link_citations(c, w, id, title);
}
