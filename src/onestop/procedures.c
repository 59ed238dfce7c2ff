/* The catalogue of procedures: a table checked whole and then written whole; what is wrong with publication. */
#include "onestop/procedures.h"

#include "base/map.h"
#include "cal/calendar.h"
#include "core/audit.h"
#include "doc/table_out.h"
#include "org/org.h"
#include "text/text.h"

#include <stdlib.h>

enum { HOURS_PER_DAY = 8, MOST_DAYS = 3660, PUBLISH_WITHIN = 5, DECIDE_BEFORE = 5, ALL_CONTENT = 127 };

enum { F_CODE, F_NAME, F_FIELD, F_LEVEL, F_ONLINE, F_TIME, F_TIME_ONLINE, F_TIME_POSTAL, F_FEE, F_RESULT, F_CITIZEN, F_AGENCY,
    F_NUMBER, F_KIND, F_DECIDED, F_EFFECTIVE, F_PUBLISHED, F_STEPS, F_WAY, F_COMPONENTS, F_SUBJECTS, F_BODY };

static const Column columns[] = {
    [F_CODE] = { "code", "mã thủ tục|mã tthc|mã|code", true },
    [F_NAME] = { "name", "tên thủ tục|tên tthc|tên thủ tục hành chính|tên|name", true },
    [F_FIELD] = { "field", "lĩnh vực|field", false },
    [F_LEVEL] = { "level", "cấp thực hiện|cấp|level", false },
    [F_ONLINE] = { "online_level", "mức độ trực tuyến|mức độ dvctt|mức độ|dịch vụ công trực tuyến|online_level", false },
    [F_TIME] = { "hours_direct", "thời hạn giải quyết|thời hạn|thời gian giải quyết|thời hạn trực tiếp|hours_direct", false },
    [F_TIME_ONLINE] = { "hours_online", "thời hạn trực tuyến|hours_online", false },
    [F_TIME_POSTAL] = { "hours_postal", "thời hạn bưu chính|thời hạn bcci|hours_postal", false },
    [F_FEE] = { "fee", "phí, lệ phí|phí|lệ phí|fee", false },
    [F_RESULT] = { "has_result", "có kết quả|kết quả|has_result", false },
    [F_CITIZEN] = { "citizen", "đối tượng công dân|công dân|citizen", false },
    [F_AGENCY] = { "agency", "cơ quan thực hiện|đơn vị thực hiện|cơ quan|agency", false },
    [F_NUMBER] = { "decision", "quyết định công bố|số quyết định|decision", false },
    [F_KIND] = { "kind", "loại công bố|loại|kind", false },
    [F_DECIDED] = { "decided_on", "ngày quyết định|ngày công bố|decided_on", false },
    [F_EFFECTIVE] = { "effective_on", "ngày hiệu lực|ngày có hiệu lực|effective_on", false },
    [F_PUBLISHED] = { "published_on", "ngày công khai|published_on", false },
    [F_STEPS] = { "steps", "trình tự|trình tự thực hiện|steps", false },
    [F_WAY] = { "way", "cách thức|cách thức thực hiện|way", false },
    [F_COMPONENTS] = { "components", "thành phần hồ sơ|thành phần|components", false },
    [F_SUBJECTS] = { "subjects", "đối tượng|đối tượng thực hiện|subjects", false },
    [F_BODY] = { "body", "cơ quan giải quyết|cơ quan có thẩm quyền|body", false },
};

/* Bits of admin_procedure.content, in the order of NĐ 63/2010/NĐ-CP Đ8.2. */
static const char *const contents[N_CONTENT] = {
    T("tên"), T("trình tự"), T("cách thức"), T("thành phần hồ sơ"), T("thời hạn"), T("đối tượng"), T("cơ quan thực hiện"),
};
static const char *const faults[N_FAULTS] = {
    T("Công bố muộn"), T("Công khai muộn"), T("Chưa công khai"), T("Thiếu nội dung"), T("Thiếu thời hạn"), T("Thiếu quyết định"),
    T("Chưa có trong danh mục"),
};

const char *fault_title(unsigned fault)
{
    int i = 0;

    while (i + 1 < N_FAULTS && !(fault >> i & 1))
        i++;
    return faults[i];
}

const char *content_title(int bit)
{
    return contents[bit];
}

typedef struct Line {
    size_t row;
    ProcedureRow p;
    Str number, kind, agency;
    Date decided, effective, published;
    int64_t old;                /* place among the stored ones, -1: new */
} Line;
typedef VEC(Line) Lines;

/* --- cells --- */

typedef struct Spelling {
    const char *word, *value;
} Spelling;

static const Spelling levels[] = {
    { "tinh", "province" }, { "cap tinh", "province" }, { "province", "province" }, { "so", "province" },
    { "xa", "commune" }, { "cap xa", "commune" }, { "commune", "commune" }, { "phuong", "commune" },
    { "tinh, xa", "both" }, { "tinh xa", "both" }, { "cap tinh, cap xa", "both" }, { "both", "both" }, { "tinh; xa", "both" },
};
static const Spelling online_levels[] = {
    { "toan trinh", "full" }, { "dvctt toan trinh", "full" }, { "full", "full" }, { "4", "full" }, { "muc do 4", "full" },
    { "mot phan", "partial" }, { "dvctt mot phan", "partial" }, { "partial", "partial" }, { "3", "partial" }, { "muc do 3", "partial" },
    { "khong", "none" }, { "chua", "none" }, { "none", "none" }, { "con lai", "none" }, { "cung cap thong tin", "none" },
};
static const Spelling kinds[] = {
    { "", "new" }, { "ban hanh moi", "new" }, { "moi", "new" }, { "new", "new" },
    { "sua doi", "amended" }, { "sua doi, bo sung", "amended" }, { "thay the", "amended" }, { "amended", "amended" },
    { "bai bo", "abolished" }, { "huy bo", "abolished" }, { "abolished", "abolished" },
};

static Str spelled(RowErrors *bad, const Columns *cols, size_t r, size_t field, const Spelling *v, size_t n)
{
    SCRATCH(tmp);
    Str s = cell_at(cols, r, field).text, folded = text_fold(&tmp, s);

    for (size_t i = 0; i < n; i++)
        if (str_eq(folded, str_of(v[i].word)))
            return str_of(v[i].value);
    if (s.n)
        row_error(bad, r, field, T("Không hiểu; hãy xem các cách ghi ở hướng dẫn, chương Một cửa."));
    return S("");
}

static int64_t hours_cell(RowErrors *bad, const Columns *cols, size_t r, size_t field)
{
    SCRATCH(tmp);
    Str s = text_fold(&tmp, cell_at(cols, r, field).text);
    size_t at = 0;
    Dec d;
    bool hours;

    if (!s.n)
        return 0;
    while (at < s.n && ((s.p[at] >= '0' && s.p[at] <= '9') || s.p[at] == ',' || s.p[at] == '.'))
        at++;
    hours = str_starts(str_trim(str_sub(s, at, s.n)), S("gio")) || str_ends(str_trim(str_sub(s, at, s.n)), S("gio lam viec"));
    if (!dec_parse(&d, str_sub(s, 0, at)) || d.v < 0 || dec_cmp(d, dec_int(MOST_DAYS)) > 0 ||
        (at < s.n && !hours && !str_starts(str_trim(str_sub(s, at, s.n)), S("ngay")))) {
        row_error(bad, r, field, T("Không phải thời hạn; hãy ghi số ngày làm việc, hoặc như “4 giờ”."));
        return 0;
    }
    if (!hours)
        d.v *= HOURS_PER_DAY;                               /* at most 3660 days: fits */
    return dec_round(d, 0, ROUND_HALF_UP).v / DEC_ONE;
}

static bool no_word(Str s)
{
    static const char *const words[] = { "0", "khong", "no", "mien phi", "khong thu", "khong co" };
    SCRATCH(tmp);
    Str folded = text_fold(&tmp, s);

    for (size_t i = 0; i < COUNT(words); i++)
        if (str_eq(folded, str_of(words[i])))
            return true;
    return false;
}

static bool yes_cell(const Columns *cols, size_t r, size_t field, bool empty)
{
    Str s = cell_at(cols, r, field).text;

    return s.n ? !no_word(s) : empty;
}

/* "20.000 đồng" is an amount; other words mean that there is one which is not told. */
static int64_t fee_cell(const Columns *cols, size_t r, bool *any)
{
    SCRATCH(tmp);
    Str s = cell_at(cols, r, F_FEE).text, folded = text_fold(&tmp, s);
    size_t at;
    Dec d;

    *any = s.n && !no_word(s);
    if (str_find(folded, S("dong"), &at) || str_find(folded, S("d/"), &at))
        folded = str_trim(str_sub(folded, 0, at));
    if (!*any || !dec_parse(&d, folded) || d.v < 0)
        return 0;
    *any = d.v > 0;
    return d.v / DEC_ONE;
}

static int64_t content_cells(const Columns *cols, size_t r, const ProcedureRow *p)
{
    static const size_t fields[] = { F_STEPS, F_WAY, F_COMPONENTS, F_SUBJECTS, F_BODY };
    static const int bits[] = { 2, 4, 8, 32, 64 };
    int64_t content = (p->name.n ? 1 : 0) | (p->hours_direct + p->hours_online + p->hours_postal ? 16 : 0);

    for (size_t i = 0; i < COUNT(fields); i++)
        content |= yes_cell(cols, r, fields[i], false) ? bits[i] : 0;
    return content;
}

static void read_line(const Columns *cols, size_t r, RowErrors *bad, Line *l)
{
    ProcedureRow *p = &l->p;

    *l = (Line){ .row = r, .old = -1, .number = cell_at(cols, r, F_NUMBER).text, .agency = cell_at(cols, r, F_AGENCY).text,
        .kind = spelled(bad, cols, r, F_KIND, kinds, COUNT(kinds)), .decided = row_date(bad, r, F_DECIDED),
        .effective = row_date(bad, r, F_EFFECTIVE), .published = row_date(bad, r, F_PUBLISHED) };
    p->code = cell_at(cols, r, F_CODE).text;
    p->name = cell_at(cols, r, F_NAME).text;
    p->field = cell_at(cols, r, F_FIELD).text;
    p->level = spelled(bad, cols, r, F_LEVEL, levels, COUNT(levels));
    p->online_level = spelled(bad, cols, r, F_ONLINE, online_levels, COUNT(online_levels));
    p->hours_direct = hours_cell(bad, cols, r, F_TIME);
    p->hours_online = hours_cell(bad, cols, r, F_TIME_ONLINE);
    p->hours_postal = hours_cell(bad, cols, r, F_TIME_POSTAL);
    p->fee = fee_cell(cols, r, &p->has_fee);
    p->has_result = yes_cell(cols, r, F_RESULT, true);
    p->citizen = yes_cell(cols, r, F_CITIZEN, true);
    p->content = content_cells(cols, r, p);
    if (!p->code.n)
        row_error(bad, r, F_CODE, T("Thiếu mã thủ tục; hãy ghi mã như trên Cổng dịch vụ công."));
    else if (p->code.n > 60)
        row_error(bad, r, F_CODE, T("Mã thủ tục dài nhất 60 ký tự."));
    if (!p->name.n)
        row_error(bad, r, F_NAME, T("Thiếu tên thủ tục; hãy ghi tên."));
    if (l->published.day && l->decided.day && l->published.day < l->decided.day)
        row_error(bad, r, F_PUBLISHED, T("Ngày công khai trước ngày quyết định công bố."));
}

/* --- what is the same, what is not --- */

static bool same_date(Date a, Date b)
{
    return a.day == b.day;
}

static bool alike(const ProcedureRow *a, const ProcedureRow *b)
{
    return str_eq(a->name, b->name) && str_eq(a->field, b->field) && str_eq(a->level, b->level) && str_eq(a->online_level, b->online_level) &&
           a->hours_direct == b->hours_direct && a->hours_online == b->hours_online && a->hours_postal == b->hours_postal &&
           a->fee == b->fee && a->has_fee == b->has_fee && a->has_result == b->has_result && a->citizen == b->citizen &&
           a->content == b->content && a->agency_id == b->agency_id && same_date(a->decided_on, b->decided_on) &&
           same_date(a->effective_on, b->effective_on) && same_date(a->published_on, b->published_on) &&
           same_date(a->abolished_on, b->abolished_on);
}

typedef struct Values {
    const char *field;
    Str text;
} Values;
enum { N_VALUES = 13 };

static void values_of(Arena *a, const ProcedureRow *p, Values v[N_VALUES])
{
    const Values all[N_VALUES] = {
        { "name", p->name }, { "field", p->field }, { "level", p->level }, { "online_level", p->online_level },
        { "hours_direct", str_fmt(a, "%lld", (long long)p->hours_direct) }, { "hours_online", str_fmt(a, "%lld", (long long)p->hours_online) },
        { "hours_postal", str_fmt(a, "%lld", (long long)p->hours_postal) }, { "fee", str_fmt(a, "%lld", (long long)p->fee) },
        { "decided_on", date_iso(a, p->decided_on) }, { "effective_on", date_iso(a, p->effective_on) },
        { "published_on", date_iso(a, p->published_on) }, { "abolished_on", date_iso(a, p->abolished_on) },
        { "content", str_fmt(a, "%lld", (long long)p->content) },
    };

    memcpy(v, all, sizeof all);
}

static Err note_change(Ctx *c, int64_t id, const char *field, Str old, Str new)
{
    return q_procedure_change_add(c, .procedure_id = id, .at = c->now, .who = ctx_who(c),
        .field = str_of(field), .old = old, .new = new);
}

static Err note_changes(Ctx *c, const ProcedureRow *old, const ProcedureRow *new)
{
    Values before[N_VALUES], after[N_VALUES];

    if (!old->known)
        return note_change(c, old->id, "", S(""), new->name);
    values_of(c->arena, old, before);
    values_of(c->arena, new, after);
    for (int i = 0; i < N_VALUES; i++)
        if (!str_eq(before[i].text, after[i].text))
            TRY(note_change(c, old->id, before[i].field, before[i].text, after[i].text));
    return OK;
}

/* --- writing --- */

/* The newest decision of the rows of a code tells the dates of the procedure; one that abolishes it ends it. */
static void take_decision(ProcedureRow *p, const Line *l)
{
    if (!l->decided.day)
        return;
    if (str_eq(l->kind, S("abolished")))
        p->abolished_on = l->effective.day ? l->effective : l->decided;
    if (l->decided.day < p->decided_on.day)
        return;
    p->decided_on = l->decided;
    p->effective_on = l->effective;
    p->published_on = l->published;
}

static Err write_group(Ctx *c, Lines *lines, size_t from, size_t to, const ProcedureRow *old, ProcedureReport *rep)
{
    ProcedureRow p = lines->v[from].p, empty = { 0 };
    ProcedureMeetRow met;
    ProcedureDecisionPutRows put;
    Str fold = text_fold(c->arena, str_fmt(c->arena, "%.*s %.*s", SV(p.code), SV(p.name)));
    size_t decisions = rep->decisions;

    if (old) {                                          /* a list without decisions leaves their dates as they were */
        p.decided_on = old->decided_on;
        p.effective_on = old->effective_on;
        p.published_on = old->published_on;
        p.abolished_on = old->abolished_on;
    }
    for (size_t i = from; i < to; i++)
        take_decision(&p, &lines->v[i]);
    if (!old) {
        TRY(q_procedure_meet(c, &met, .code = p.code, .fold = fold));
        empty.id = met.id;
        old = &empty;
    }
    for (size_t i = from; i < to; i++)
        if (lines->v[i].decided.day) {
            const Line *l = &lines->v[i];

            TRY(q_procedure_decision_put(c, &put, .procedure_id = old->id, .number = l->number, .kind = l->kind, .decided_on = l->decided,
                .effective_on = l->effective, .published_on = l->published));
            rep->decisions += put.n;
        }
    if (old->known && alike(old, &p)) {
        rep->changed += rep->decisions > decisions;
        rep->same += rep->decisions == decisions;
        return OK;
    }
    rep->created += !old->known;
    rep->changed += old->known;
    TRY(note_changes(c, old, &p));
    return q_procedure_write(c, .id = old->id, .name = p.name, .field = p.field, .level = p.level, .online_level = p.online_level,
        .hours_direct = p.hours_direct, .hours_online = p.hours_online, .hours_postal = p.hours_postal, .fee = p.fee, .has_fee = p.has_fee,
        .has_result = p.has_result, .citizen = p.citizen, .content = p.content, .decided_on = p.decided_on,
        .effective_on = p.effective_on, .published_on = p.published_on, .abolished_on = p.abolished_on, .agency_id = p.agency_id,
        .fold = fold);
}

static int by_code(const void *a, const void *b)
{
    const Line *x = a, *y = b;
    int d = str_cmp(x->p.code, y->p.code);

    return d ? d : x->row < y->row ? -1 : x->row > y->row;
}

/* Rows of one code must tell the same procedure. */
static void check_groups(Lines *lines, RowErrors *bad)
{
    for (size_t i = 1; i < lines->n; i++) {
        const Line *a = &lines->v[i - 1], *b = &lines->v[i];

        if (b->p.code.n && str_eq(a->p.code, b->p.code) && (!alike(&a->p, &b->p) || !b->decided.day))
            row_error(bad, b->row, F_CODE, T("Mã này đã có ở dòng khác với nội dung khác; các dòng cùng mã chỉ được khác nhau ở quyết định."));
    }
}

static Err find_agencies(Ctx *c, Lines *lines, RowErrors *bad)
{
    Map units = { .arena = c->arena };
    UnitRows all;

    TRY(q_unit_all(c, &all, ));
    for (size_t i = 0; i < all.n; i++)
        (void)map_add(&units, all.v[i].code, all.v[i].id);
    for (size_t i = 0; i < all.n; i++)                  /* a code goes before a name */
        (void)map_add(&units, all.v[i].name, all.v[i].id);
    for (size_t i = 0; i < lines->n; i++)
        if (lines->v[i].agency.n && !map_get(&units, lines->v[i].agency, &lines->v[i].p.agency_id))
            row_error(bad, lines->v[i].row, F_AGENCY, T("Không có đơn vị nào mang mã hoặc tên này."));
    return OK;
}

Err procedures_import(Ctx *c, const Table *t, ProcedureReport *out)
{
    Columns cols;
    Lines lines = { 0 };
    ProcedureRows all;
    Map stored = { .arena = c->arena };
    RowErrors *bad = &out->bad;

    *out = (ProcedureReport){ .bad = { .arena = c->arena, .cols = &cols, .lang = c->answer.lang } };
    TRY(access_need(c, &PERM_ONESTOP_CATALOGUE, 0));
    TRY(columns_find(&cols, c->arena, t, columns, COUNT(columns), &c->answer));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++)
        if (!row_blank(&cols, r))
            read_line(&cols, r, bad, vec_add(c->arena, &lines));
    TRY(find_agencies(c, &lines, bad));
    if (lines.n)
        qsort(lines.v, lines.n, sizeof *lines.v, by_code);
    check_groups(&lines, bad);
    TRY(row_errors_end(bad, &c->answer));
    TRY(q_procedures(c, &all, .known = 0));
    for (size_t i = 0; i < all.n; i++)
        (void)map_add(&stored, all.v[i].code, (int64_t)i);
    for (size_t i = 0, next; i < lines.n; i = next) {
        int64_t at;

        for (next = i + 1; next < lines.n && str_eq(lines.v[next].p.code, lines.v[i].p.code); next++)
            continue;
        TRY(write_group(c, &lines, i, next, map_get(&stored, lines.v[i].p.code, &at) ? &all.v[at] : NULL, out));
    }
    if (!out->created && !out->changed)
        return OK;
    return audit_add(c, "onestop.procedures", t->file, str_fmt(c->arena, "{\"new\":%zu,\"changed\":%zu}", out->created, out->changed));
}

/* --- checks --- */

unsigned procedure_faults(const Calendar *cal, const ProcedureRow *p, const ProcedureDecisionRow *v, size_t n, Date today)
{
    unsigned f = 0;

    if (!p->known)
        return FAULT_UNKNOWN;
    for (size_t i = 0; i < n; i++) {
        Date due = cal_add_working_days(cal, v[i].decided_on, PUBLISH_WITHIN);

        if (v[i].effective_on.day && v[i].decided_on.day > cal_add_working_days(cal, v[i].effective_on, -DECIDE_BEFORE).day)
            f |= FAULT_DECIDED_LATE;
        if (v[i].published_on.day > due.day)
            f |= FAULT_PUBLISHED_LATE;
        if (!v[i].published_on.day && today.day > due.day)
            f |= FAULT_NOT_PUBLISHED;
    }
    if (!n)
        f |= FAULT_NO_DECISION;
    if (p->abolished_on.day && p->abolished_on.day <= today.day)
        return f;
    if ((p->content & ALL_CONTENT) != ALL_CONTENT)
        f |= FAULT_CONTENT;
    if (!(p->hours_direct + p->hours_online + p->hours_postal))
        f |= FAULT_NO_TIME;
    return f;
}

Str hours_text(Ctx *c, int64_t hours)
{
    long long days = hours / HOURS_PER_DAY, rest = hours % HOURS_PER_DAY;

    if (!hours)
        return S("");
    if (!rest)
        return str_fmt(c->arena, tr(c->answer.lang, T("%lld ngày")), days);
    if (!days)
        return str_fmt(c->arena, tr(c->answer.lang, T("%lld giờ")), rest);
    return str_fmt(c->arena, tr(c->answer.lang, T("%lld ngày %lld giờ")), days, rest);
}

Err procedures_xlsx(Ctx *c, const ProcedureRows *rows, Str *bytes)
{
    static const OutColumn columns_out[] = { { T("Mã thủ tục"), 26 }, { T("Tên thủ tục"), 60 }, { T("Lĩnh vực"), 24 }, { T("Cấp thực hiện"), 12 },
        { T("Mức độ trực tuyến"), 14 }, { T("Thời hạn trực tiếp"), 14 }, { T("Thời hạn trực tuyến"), 14 }, { T("Thời hạn bưu chính"), 14 },
        { T("Phí"), 12 }, { T("Ngày quyết định"), 14 }, { T("Ngày có hiệu lực"), 14 }, { T("Ngày công khai"), 14 } };
    TableOut *t = table_out_xlsx(c->arena, c->answer.lang, c->now);

    out_sheet(t, &(SheetLook){ .name = str_of(tr(c->answer.lang, T("Thủ tục"))), .landscape = true }, columns_out, COUNT(columns_out));
    for (size_t i = 0; i < rows->n; i++) {
        const ProcedureRow *p = &rows->v[i];

        out_text(t, p->code);
        out_text(t, p->name);
        out_text(t, p->field);
        out_text(t, p->level);
        out_text(t, p->online_level);
        out_text(t, hours_text(c, p->hours_direct));
        out_text(t, hours_text(c, p->hours_online));
        out_text(t, hours_text(c, p->hours_postal));
        out_int(t, p->fee);
        out_date(t, p->decided_on);
        out_date(t, p->effective_on);
        out_date(t, p->published_on);
        out_row(t);
    }
    return table_out_end(t, bytes, &c->answer);
}
