/* Evidence pack: by unit and criterion, with an index (XLSX) and a list of hashes that sha256sum -c can check. */
#include "archive/archive.h"
#include "archive/blob.h"
#include "core/app.h"
#include "doc/table_out.h"
#include "doc/zip.h"
#include "text/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { SLUG = 60 };

/* One name for each file in the pack: unit, criterion, number of the document, readable name. */
static Str member_name(Arena *a, const EvidenceRow *e)
{
    Str name = e->file_name, slug;
    size_t dot = name.n;

    for (size_t i = name.n; i-- > 0;)
        if (name.p[i] == '.') {
            dot = i;
            break;
        }
    slug = str_sub(text_slug(a, str_sub(name, 0, dot)), 0, SLUG);
    return str_fmt(a, "%.*s/%.*s/%lld-%.*s.%.*s", SV(text_slug(a, e->unit_code)), SV(str_replace(a, e->criterion_code, S("/"), S("-"))),
        (long long)e->document_id, SV(slug), SV(e->kind));
}

static Str type_title(Ctx *c, Str type)
{
    const DocType *k = doc_type(type);

    return str_of(k ? tr(c->answer.lang, k->title) : "");
}

static Err index_table(Ctx *c, const EvidenceRows *rows, const Str *names, const Str *hashes, Str *out)
{
    static const OutColumn columns[] = { { T("Mã đơn vị"), 14 }, { T("Đơn vị"), 30 }, { T("Tiêu chí"), 12 }, { T("Tên tiêu chí"), 40 },
        { T("Loại văn bản"), 16 }, { T("Số, ký hiệu"), 20 }, { T("Ngày"), 12 }, { T("Cơ quan ban hành"), 30 }, { T("Trích yếu"), 50 },
        { T("Trang, điều"), 12 }, { T("Ghi chú"), 30 }, { T("Tệp trong gói"), 50 }, { T("SHA-256"), 66 } };
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);

    out_sheet(t, &(SheetLook){ .name = str_of(tr(c->answer.lang, T("Minh chứng"))), .landscape = true,
        .note = str_fmt(c->arena, tr(c->answer.lang, T("Lập lúc %.*s")), SV(moment_vi(c->arena, c->now))) }, columns, COUNT(columns));
    for (size_t i = 0; i < rows->n; i++) {
        const EvidenceRow *e = &rows->v[i];

        out_text(t, e->unit_code);
        out_text(t, e->unit_name);
        out_text(t, e->criterion_code);
        out_text(t, e->criterion_name);
        out_text(t, type_title(c, e->type));
        out_text(t, str_fmt(c->arena, "%.*s%s%.*s", SV(e->number), e->symbol.n ? "/" : "", SV(e->symbol)));
        out_date(t, e->issued_on);
        out_text(t, e->issuer);
        out_text(t, e->abstract);
        out_text(t, e->page);
        out_text(t, e->note);
        out_text(t, names[i]);
        out_text(t, hashes[i]);
        out_row(t);
    }
    return table_out_end(t, out, &c->answer);
}


static Err spill_piece(void *user, Str piece)
{
    int fd = *(int *)user;

    while (piece.n) {
        ssize_t put = write(fd, piece.p, piece.n);

        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return E_IO;
        piece = str_sub(piece, (size_t)put, piece.n);
    }
    return OK;
}

/* Where there is no folder the bytes come out of the database into a file that lives as long as the packing. */
static Err place_of(Ctx *c, const DocumentFileRow *f, Str folder, size_t i, Str *path)
{
    int fd;
    Err e;

    *path = blob_path(c, f->sha256);
    if (path->n)
        return OK;
    *path = str_fmt(c->arena, "%.*s.%zu.part", SV(folder), i);
    fd = open(str_z(c->arena, *path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail(c, E_IO, T("Không ghi được tệp “%.*s”: %s."), SV(*path), strerror(errno));
    e = archive_bytes(c, f, spill_piece, &fd);
    close(fd);
    return e;
}

typedef struct Packing {
    ZipOut *zip;
    Str path, part;
    EvidenceRows rows;
    Str *names, *hashes;
    Buf sums;
    VEC(Str) spilled;
} Packing;

static bool already(const Packing *p, size_t i)
{
    for (size_t k = i; k-- > 0;)
        if (str_eq(p->names[k], p->names[i]))
            return true;                                /* another page of the same document for the same criterion */
    return false;
}

static Err add_members(Ctx *c, Packing *p)
{
    for (size_t i = 0; i < p->rows.n; i++) {
        const EvidenceRow *e = &p->rows.v[i];
        DocumentFileRow f;
        Str path;
        bool any;

        if (!e->file_id)
            continue;
        TRY(q_document_file_get(c, &f, &any, .id = e->file_id));
        if (!any)
            continue;
        p->names[i] = member_name(c->arena, e);
        p->hashes[i] = f.sha256;
        if (already(p, i))
            continue;
        TRY(place_of(c, &f, p->part, i, &path));
        if (!c->app->data.n)
            *vec_add(c->arena, &p->spilled) = path;
        zip_out_file(p->zip, str_z(c->arena, p->names[i]), path, !str_starts(f.kind, S("doc")) || f.kind.n > 3);
        buf_fmt(&p->sums, "%.*s  %.*s\n", SV(f.sha256), SV(p->names[i]));
    }
    return OK;
}

static Err write_pack(Ctx *c, Packing *p)
{
    Str index;

    p->zip = zip_out_begin_file(c->arena, p->part);
    TRY(add_members(c, p));
    TRY(index_table(c, &p->rows, p->names, p->hashes, &index));
    zip_out_add(p->zip, "muc-luc.xlsx", index);
    zip_out_add(p->zip, "SHA256SUMS", buf_str(&p->sums));
    TRY(zip_out_end_file(p->zip, &c->answer));
    p->zip = NULL;
    if (rename(str_z(c->arena, p->part), str_z(c->arena, p->path)) != 0)
        return fail(c, E_IO, T("Không ghi được tệp “%.*s”: %s."), SV(p->path), strerror(errno));
    return OK;
}

Err archive_pack(Ctx *c, int64_t unit_id, int64_t set_id, Str path, int64_t *files)
{
    Packing p = { .path = path, .part = str_fmt(c->arena, "%.*s.part-%d", SV(path), (int)getpid()), .sums = { .arena = c->arena } };
    Err e;

    *files = 0;
    TRY(evidence_of(c, set_id, 0, unit_id, &p.rows));
    if (!p.rows.n)
        return fail(c, E_NOT_FOUND, T("Chưa có minh chứng nào để đóng gói cho đơn vị và bộ tiêu chí này."));
    p.names = NEW(c->arena, Str, p.rows.n);
    p.hashes = NEW(c->arena, Str, p.rows.n);
    e = write_pack(c, &p);
    for (size_t i = 0; i < p.spilled.n; i++)
        unlink(str_z(c->arena, p.spilled.v[i]));
    if (e != OK) {
        Answer ignored = { .arena = c->arena };

        if (p.zip)
            (void)zip_out_end_file(p.zip, &ignored);    /* the first refusal is the one to tell */
        unlink(str_z(c->arena, p.part));
    }
    for (size_t i = 0; e == OK && i < p.rows.n; i++)
        *files += p.names[i].n && !already(&p, i);
    return e;
}
