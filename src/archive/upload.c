/* What may come in: type by content, no macros, no bombs, no secrets; the text is read by the sandboxed reader. */
#include "archive/blob.h"
#include "archive/clamd.h"
#include "archive/sign.h"
#include "archive/words.h"

#include "core/setting.h"
#include "doc/sandbox.h"
#include "doc/zip.h"
#include "text/text.h"

enum { READ_LIMIT = 64 << 20, SECRET_BLOCKS = 60, HEAD_BLOCKS = 6, HEAD_ROWS = 8, MAX_LETTER = 12, PROPOSE_BLOCKS = 200, NAME_LIMIT = 180, MB = 1 << 20 };

/* A name as people see it: no folders, no control or turning characters, not too long. */
static Str fit_name(Arena *a, Str name)
{
    Str s = name;

    for (size_t i = name.n; i-- > 0;)
        if (name.p[i] == '/' || name.p[i] == '\\') {
            s = str_sub(name, i + 1, name.n);
            break;
        }
    s = str_trim(text_nfc(a, text_safe(a, str_replace(a, str_replace(a, s, S("\n"), S(" ")), S("\t"), S(" ")))));
    while (s.n && s.p[0] == '.')
        s = str_sub(s, 1, s.n);
    if (s.n > NAME_LIMIT) {                             /* the ending says most */
        size_t from = s.n - NAME_LIMIT;

        while (from < s.n && ((unsigned char)s.p[from] & 0xC0) == 0x80)
            from++;
        s = str_sub(s, from, s.n);
    }
    return s.n ? s : S("tai-lieu");
}

static Err refuse_macro(Ctx *c, const Upload *up)
{
    return fail(c, E_INVALID, T("Tệp “%.*s” có macro (chương trình kèm theo) nên không được nhận; hãy lưu lại thành .docx, .xlsx hoặc PDF rồi nộp."),
        SV(up->name));
}

static Err check_macro(Ctx *c, Str bytes, const Upload *up)
{
    static const char *const parts[] = { "word/vbaProject.bin", "xl/vbaProject.bin", "ppt/vbaProject.bin", "word/vbaData.xml" };
    static const Str old[] = { { "_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T", 23 }, { "M\0a\0c\0r\0o\0s", 11 } };
    SCRATCH(tmp);                                       /* ends after the archive that lives in it */
    CLEANUP(zip_in_end) ZipIn *z = NULL;
    size_t at;

    if (up->kind == FILE_DOC || up->kind == FILE_XLS) {
        for (size_t i = 0; i < COUNT(old); i++)
            if (str_find(bytes, old[i], &at))
                return refuse_macro(c, up);
        return OK;
    }
    if (up->kind != FILE_DOCX && up->kind != FILE_XLSX)
        return OK;
    TRY(zip_in_open(&z, &tmp, up->name, bytes, NULL, &c->answer));
    for (size_t i = 0; i < COUNT(parts); i++)
        if (zip_in_has(z, parts[i]))
            return refuse_macro(c, up);
    return OK;
}

static Err check_kind(Ctx *c, const Upload *up)
{
    switch (up->kind) {
    case FILE_PDF:
    case FILE_DOCX:
    case FILE_XLSX:
    case FILE_DOC:
    case FILE_XLS:
    case FILE_PNG:
    case FILE_JPEG:
        return OK;
    case FILE_EMPTY:
        return fail(c, E_INVALID, T("Tệp “%.*s” rỗng; hãy kiểm tra rồi nộp lại."), SV(up->name));
    case FILE_LOCKED:
        return fail(c, E_INVALID, T("Tệp “%.*s” được đặt mật khẩu; hãy bỏ mật khẩu rồi nộp lại."), SV(up->name));
    case FILE_ZIP:
        return fail(c, E_INVALID, T("“%.*s” là tệp nén; hãy nộp ở ô “Tệp ZIP theo mã tiêu chí”, hoặc giải nén rồi nộp từng tệp."), SV(up->name));
    default:
        return fail(c, E_INVALID, T("“%.*s” là %s; kho tài liệu chỉ nhận PDF, DOCX, XLSX, DOC, XLS, PNG và JPEG."), SV(up->name),
            tr(c->answer.lang, sniff_name(up->kind)));
    }
}

/* "MẬT", "TUYỆT MẬT (A)", "Độ mật: Tối mật": alone on its line. In small letters only behind "Độ mật". */
static bool is_stamp(Arena *a, Str line)
{
    static const char *const stamps[] = { "MẬT", "TỐI MẬT", "TUYỆT MẬT" };
    Str level, letter, upper;

    line = text_nfc(a, str_trim(line));
    upper = text_upper(a, line);
    if (str_starts(upper, S("ĐỘ MẬT"))) {
        upper = str_trim(str_sub(upper, sizeof "ĐỘ MẬT" - 1, upper.n));
        line = str_starts(upper, S(":")) ? str_trim(str_sub(upper, 1, upper.n)) : upper;
    }
    if (str_cut(line, S("("), &level, &letter) && letter.n <= MAX_LETTER)
        line = str_trim(level);
    for (size_t k = 0; k < COUNT(stamps); k++)
        if (str_eq(line, str_of(stamps[k])))
            return true;
    return false;
}

static bool has_stamp(Arena *a, Str text)
{
    Str line;

    while (text.n) {
        (void)str_cut(text, S("\n"), &line, &text);     /* the last line has no end */
        if (is_stamp(a, line))
            return true;
    }
    return false;
}

/* A stamp stands near the top: on a line of its own, in a frame, or in the table that letterheads are made of. */
bool upload_looks_secret(Arena *a, const Doc *d)
{
    for (size_t i = 0; i < d->blocks.n && i < SECRET_BLOCKS; i++) {
        const DocBlock *k = &d->blocks.v[i];

        if (k->kind == BLOCK_PARA) {
            if (has_stamp(a, k->para.text))
                return true;
            continue;
        }
        for (size_t n = 0; i < HEAD_BLOCKS && k->table.rows <= HEAD_ROWS && n < k->table.cells.n; n++)
            if (has_stamp(a, k->table.cells.v[n].text))
                return true;
    }
    return false;
}

Err refuse_secret(Ctx *c)
{
    return fail_field(c, "secrecy", T("Tài liệu có dấu độ mật. Hệ thống này không được lưu bí mật nhà nước; hãy dùng bản trích không mật, hoặc ghi số văn bản vào phần giải trình và giao bản giấy theo đúng quy định."));
}

/* The register gets what the reader understood; what it could not read stays a file without text. */
static Err read_text(Ctx *c, Str bytes, Upload *up)
{
    bool office = up->kind == FILE_DOCX || up->kind == FILE_XLSX;
    Budget budget = { .bytes = (size_t)256 * MB };
    Err e;

    up->text_state = S("none");
    if (!office && up->kind != FILE_PDF)
        return OK;
    if (bytes.n > READ_LIMIT) {
        up->text_state = S("large");
        return OK;
    }
    e = up->path.n ? sandbox_read_file(&up->text, c->arena, up->name, up->path, &budget, NULL, &c->answer)
        : sandbox_read(&up->text, c->arena, up->name, bytes, &budget, NULL, &c->answer);
    if (e == E_INVALID || (e == E_LIMIT && office))
        return e;                                       /* damaged, locked, a bomb: the sentence of the reader says it */
    if (e != OK) {
        up->text_state = S("failed");
        up->note = c->answer.text;
        ctx_forget(c);
        return OK;
    }
    if (up->text.warnings.n)
        up->note = str_join(c->arena, up->text.warnings.v, up->text.warnings.n, S(" "));
    up->text_state = up->text.blocks.n ? S("ready") : S("none");
    return upload_looks_secret(c->arena, &up->text) ? refuse_secret(c) : OK;
}

static void propose(Ctx *c, Upload *up)
{
    Doc head = up->text;

    up->proposed.type = S("other");
    if (head.blocks.n > PROPOSE_BLOCKS)
        head.blocks.n = PROPOSE_BLOCKS;
    if (archive_propose && head.blocks.n && archive_propose(c->arena, &head, &up->proposed) != OK) {
        ctx_forget(c);                                  /* a proposal that fails is no proposal */
    }
    if (!doc_type(up->proposed.type))
        up->proposed.type = S("other");
    if (!up->proposed.abstract.n)
        up->proposed.abstract = up->name;
}

static Err look(Ctx *c, Str bytes, Upload *up)
{
    up->kind = sniff(bytes);
    TRY(check_kind(c, up));
    TRY(clamd_check(c, up->name, bytes));
    TRY(check_macro(c, bytes, up));
    TRY(read_text(c, bytes, up));
    TRY(sign_look(c, up->name, bytes, up));
    propose(c, up);
    return OK;
}

Err upload_take(Ctx *c, Str name, Str path, Upload *out)
{
    int64_t mb;

    *out = (Upload){ .name = fit_name(c->arena, name) };
    TRY(setting_int(c, "archive.max_mb", &mb));
    return blob_take(c, path, mb * MB, look, out);
}

Err upload_take_bytes(Ctx *c, Str name, Str bytes, Upload *out)
{
    *out = (Upload){ .name = fit_name(c->arena, name) };
    return blob_take_bytes(c, bytes, look, out);
}
