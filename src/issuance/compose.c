#include "issuance/compose.h"

#include "core/setting.h"
#include "doc/qr.h"
#include "doc/wording.h"
#include "issuance/embedded.h"
#include "issuance/template.h"
#include "issuance_sql.h"
#include "org/org.h"
#include "text/text.h"

Str words_list(Arena *a, const Str *v, size_t n)
{
    Buf b = { .arena = a };

    for (size_t i = 0; i < n; i++)
        buf_fmt(&b, "%s%.*s", i == 0 ? "" : i + 1 == n ? " và " : ", ", SV(v[i]));
    return buf_str(&b);
}

Str small_first(Arena *a, Str s)
{
    size_t at = 0;

    if (s.n == 0)
        return s;
    (void)utf8_next(s, &at);
    return str_fmt(a, "%.*s%.*s", SV(text_lower(a, str_sub(s, 0, at))), SV(str_sub(s, at, s.n)));
}

static Str embedded(const char *name)
{
    for (const Embedded *f = wording_files; f->name; f++)
        if (strcmp(f->name, name) == 0)
            return (Str){ f->bytes, f->n };
    return (Str){ 0 };
}

Str wording_of(Arena *a, Str kind)
{
    Str text = embedded(str_z(a, str_fmt(a, "%.*s.txt", SV(kind))));

    return text.n ? str_fmt(a, "%.*s%.*s", SV(embedded("_head.txt")), SV(text)) : (Str){ 0 };
}

/* --- what the person typed: lines "ten: gia tri"; a line without a name goes on with the one before --- */

static Err typed(Ctx *c, const MakeKind *kind, Str text, Fields *f)
{
    Str line, name, value, last = { 0 };

    for (const MakeField *k = kind->fields; k && k->name; k++)
        field(f, k->name, S(""));
    while (text.n) {
        bool known = false;

        (void)str_cut(text, S("\n"), &line, &text);         /* the last line has none behind it */
        line = str_trim(line);
        if (line.n == 0)
            continue;
        (void)str_cut(line, S(":"), &name, &value);
        name = str_trim(name);
        for (const MakeField *k = kind->fields; k && k->name; k++)
            known |= str_eq(name, str_of(k->name));
        if (known) {
            last = name;
            field(f, str_z(c->arena, name), str_trim(value));
        } else if (last.n) {
            const DocField *at = fields_find(f, last);

            field(f, str_z(c->arena, last), str_fmt(c->arena, "%.*s\n%.*s", SV(at->text), SV(line)));
        } else {
            return fail_field(c, "extra", T("Loại văn bản này không hỏi “%.*s”; xem các mục cần ghi bằng thuocdo issue kinds."), SV(name));
        }
    }
    for (const MakeField *k = kind->fields; k && k->name; k++)
        if (k->required && fields_find(f, str_of(k->name))->text.n == 0)
            return fail_field(c, "extra", T("Văn bản này cần thêm “%s” (%s); hãy ghi --fields '%s: …'."), tr(c->answer.lang, k->title), k->name, k->name);
    return OK;
}

Err compose_begin(Ctx *c, const MakeAsk *ask, Compose *out)
{
    *out = (Compose){ .ask = ask, .f = fields_begin(c->arena) };
    for (const MakeKind *k = make_kinds; k->name; k++)
        if (str_eq(ask->kind, str_of(k->name)))
            out->kind = k;
    return typed(c, out->kind, ask->extra, out->f);
}

/* --- who issues --- */

Err department_code(Ctx *c, Str *code)
{
    Str name;
    IssueUnitNamedRow row;
    bool any;

    TRY(setting_get(c, "issuance.department", &name));
    TRY(q_issue_unit_named(c, &row, &any, .name = name));
    *code = any ? row.code : S("");
    return OK;
}

Err department_words(Ctx *c, Str *office, Str *chief)
{
    Body body;
    Str code;

    *office = *chief = S("bộ phận phụ trách công tác cải cách hành chính");
    TRY(department_code(c, &code));
    if (code.n == 0)
        return OK;
    TRY(body_load(c, code, &body));
    *office = body.full;
    *chief = str_fmt(c->arena, "%.*s %.*s", SV(body.head), SV(body.full));
    return OK;
}

static const struct {
    const char *head, *power;   /* folded beginning of the title of who signs; how it is written before the head's title */
} powers[] = { { "pho ", "KT. " }, { "quyen ", "Q. " }, { "q. ", "Q. " } };     /* BASIS: nd30, Phụ lục I, mục II.7 */

/* "Phó Giám đốc" signs KT. GIÁM ĐỐC; another title signs TL. */
static void power(Ctx *c, Compose *k)
{
    Str title = fields_find(k->f, S("chuc_danh_ky")) ? fields_find(k->f, S("chuc_danh_ky"))->text : S("");
    Str fold = text_fold(c->arena, title), head = text_upper(c->arena, k->issuer.head);
    const char *mark = title.n && !text_fold_eq(title, k->issuer.head) ? "TL. " : "";

    for (size_t i = 0; i < COUNT(powers); i++)
        if (str_starts(fold, str_of(powers[i].head)))
            mark = powers[i].power;
    field_fmt(k->f, "quyen_han", "%s%.*s", mark, SV(head));
    field(k->f, "chuc_danh", *mark && strcmp(mark, "Q. ") != 0 ? text_upper(c->arena, title) : S(""));
}

/* The lines of a setting as they stand in a document: without their own punctuation. */
Err common_bases(Ctx *c, Fields *f)
{
    Str text, line;

    TRY(setting_get(c, "issuance.bases", &text));
    field_list(f, "can_cu");
    text = str_replace(c->arena, text, S(";"), S("\n"));
    while (text.n) {
        (void)str_cut(text, S("\n"), &line, &text);         /* the last line has none behind it */
        line = str_trim(line);
        if (str_starts(line, S("Căn cứ ")))
            line = str_trim(str_sub(line, sizeof "Căn cứ " - 1, line.n));
        if (line.n)
            field(field_row(f, "can_cu"), "dong", line);
    }
    return OK;
}

Err compose_issuer(Ctx *c, Compose *k, Str code)
{
    const MakeAsk *ask = k->ask;
    Body top;
    Str office, drafter, name, chief;

    TRY(department_code(c, &office));
    TRY(body_load(c, ask->issuer.n ? ask->issuer : code.n ? code : office, &k->issuer));
    TRY(access_need(c, &PERM_ISSUE_MAKE, k->issuer.id));
    TRY(body_top(c, &k->issuer, &top));
    TRY(setting_get(c, "issuance.drafter", &drafter));
    TRY(common_bases(c, k->f));
    field(k->f, "co_quan_cap_tren", str_replace(c->arena, k->issuer.parent, S("\n"), S(" ")));
    field(k->f, "co_quan", k->issuer.issuer);
    field(k->f, "ten_co_quan", k->issuer.full);
    field(k->f, "viet_tat", k->issuer.abbr);
    field(k->f, "phong", drafter);
    field(k->f, "cap_tren", top.full);
    field(k->f, "noi_nhan_bao_cao", top.id == k->issuer.id ? S("Bộ Nội vụ") : top.full);
    field(k->f, "dia_danh", k->issuer.place);
    field(k->f, "tap_the", k->issuer.collective);
    field(k->f, "nguoi_ky", ask->signer);
    field(k->f, "do_mat", ask->secrecy);
    field(k->f, "do_khan", ask->urgency);
    field_fmt(k->f, "tham_quyen", "%.*s %.*s", SV(k->issuer.head), SV(k->issuer.full));
    power(c, k);
    TRY(department_words(c, &name, &chief));
    field(k->f, "don_vi_tham_muu", name);
    field(k->f, "thu_truong_tham_muu", chief);
    return OK;
}

/* --- number, symbol, day: last, for the symbol is part of the wording --- */

static Err symbols(Ctx *c, Compose *k, Str wording, Made *out)
{
    Qr qr;
    Str png;
    Str letters = wording_value(c->arena, wording, "letters"), type = wording_value(c->arena, wording, "type"), abstract;

    TRY(fields_fill(c->arena, letters, k->f, NULL, &letters, &c->answer));
    TRY(fields_fill(c->arena, wording_value(c->arena, wording, "abstract"), k->f, NULL, &abstract, &c->answer));
    out->type = type;
    out->symbol = type.n ? str_fmt(c->arena, "%.*s-%.*s", SV(letters), SV(k->issuer.abbr)) : letters;
    out->abstract = str_replace(c->arena, abstract, S(MARK_BREAK), S(" "));
    out->issuer_id = k->issuer.id;
    out->figures = k->figures.day ? k->figures : c->today;
    field(k->f, "ky_hieu", out->symbol);
    field(k->f, "so", k->ask->number.n ? str_sub(paper_number(c->arena, k->ask->number, S("")), 0, paper_number(c->arena, k->ask->number, S("")).n - 1) : S("        "));
    field(k->f, "ngay_ban_hanh", paper_day(c->arena, k->ask->date, date_year(c->today)));
    field(k->f, "du_thao", k->ask->number.n ? S("") : S("x"));
    field(k->f, "dia_chi_kiem_tra", k->ask->verify);
    field(k->f, "hinh_ma", S(""));
    if (k->ask->verify.n) {
        TRY(qr_make(&qr, c->arena, k->ask->verify, &c->answer));
        TRY(qr_png(&qr, c->arena, &png, &c->answer));
        field_picture(k->f, "hinh_ma", &(FieldPicture){ png, S("Mã kiểm tra văn bản"), QR_SIDE, QR_SIDE });
    }
    out->signer_title = str_trim(str_fmt(c->arena, "%.*s %.*s", SV(fields_find(k->f, S("quyen_han"))->text), SV(fields_find(k->f, S("chuc_danh"))->text)));
    field(k->f, "so_lieu_den", date_vi(c->arena, out->figures));
    field_fmt(k->f, "vien_dan", "%.*s số %.*s %.*s của %.*s", SV(type.n ? type : S("Công văn")), SV(paper_number(c->arena, k->ask->number, out->symbol)),
        SV(paper_day(c->arena, k->ask->date, date_year(c->today))), SV(k->issuer.full));
    return OK;
}

Err compose_end(Ctx *c, Compose *k, Made *out)
{
    Str wording = wording_of(c->arena, k->ask->kind), filled;
    Unknown unknown = { 0 };
    bool own;

    TRY(symbols(c, k, wording, out));
    out->fields = k->f;
    PaperAbout about = { .title = str_fmt(c->arena, "%.*s%s%.*s", SV(out->type), out->type.n ? " " : "", SV(out->abstract)), .author = k->issuer.full,
        .subject = out->abstract, .made = c->now, .draft = k->ask->number.n == 0 };

    TRY(template_fill(c, k->ask, &about, out, &own));
    if (own)
        return OK;
    TRY(fields_fill(c->arena, wording, k->f, &unknown, &filled, &c->answer));
    TRY(wording_paper(c->arena, &(Wording){ filled, k->f, about }, &out->paper, &c->answer));
    if (unknown.names.n)
        return fail(c, E_STATE, T("Câu chữ của loại “%.*s” dùng trường “%.*s” mà dữ liệu không có."), SV(k->ask->kind), SV(unknown.names.v[0]));
    return OK;
}

/* --- names for templates --- */

static void add_name(Arena *a, Unknown *out, Str name)
{
    for (size_t i = 0; i < out->names.n; i++)
        if (str_eq(out->names.v[i], name))
            return;
    *vec_add(a, &out->names) = name;
}

void known_fields(Arena *a, const MakeKind *kind, Unknown *out)
{
    static const char *const always[] = { "stt", "co_quan_cap_tren", "co_quan", "ten_co_quan", "viet_tat", "phong", "cap_tren", "dia_danh", "tap_the", "nguoi_ky", "do_mat",
        "do_khan", "noi_nhan_bao_cao", "tham_quyen", "quyen_han", "chuc_danh", "don_vi_tham_muu", "thu_truong_tham_muu", "can_cu", "dong", "ky_hieu", "so", "ngay_ban_hanh",
        "so_lieu_den", "vien_dan", "nam", "dia_chi_kiem_tra", "hinh_ma", "du_thao" };
    Str text = wording_of(a, str_of(kind->name));
    size_t at = 0;
    Tag t;
    bool bad;

    for (size_t i = 0; i < COUNT(always); i++)
        add_name(a, out, str_of(always[i]));
    for (const MakeField *k = kind->fields; k && k->name; k++)
        add_name(a, out, str_of(k->name));
    while (tag_next(a, text, at, &t, &bad) || bad) {
        at = t.to;
        if (bad)
            continue;
        add_name(a, out, t.name);
        if (t.arg.n)
            add_name(a, out, t.arg);
    }
}
