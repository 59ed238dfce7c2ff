/* Counts of the quality index from dossiers, catalogue and petitions; rows, points and the comparison with the portal. */
#include "onestop/index766.h"

#include "cal/calendar.h"
#include "core/setting.h"
#include "index766_sql.h"
#include "onestop/due.h"
#include "onestop/shipped.h"
#include "org/org.h"
#include "text/text.h"

enum { DAY = 86400, DECIDE_BEFORE = 5, PUBLISH_WITHIN = 5, ALL_CONTENT = 127 };
enum { PAKN_REFUSE = 2, PAKN_ASK = 5, PAKN_HANDLE = 15 };       /* working days; BASIS: QĐ 766/QĐ-TTg, 5.2 */

/* Everything that is counted. */
typedef enum Amount {
    A_NONE, A_N, A_ON_TIME, A_ON_TIME_DATE, A_FULL, A_FULL_ONLINE, A_ONLINE_RESULT, A_SERVICE_DOSSIERS, A_SERVICE_ONLINE,
    A_FEE, A_FEE_PAID, A_NEEDS, A_ELECTRONIC, A_NEEDS_DONE, A_ELECTRONIC_DONE, A_DIGITISED, A_DIGITISED_BOTH, A_REUSED,
    A_SHARED, A_POPULATION_ANY, A_CONTENTED, A_FEE_PROCEDURES, A_PAID_PROCEDURES,
    A_CATALOGUE, A_CATALOGUE_ONLINE, A_CATALOGUE_USED, A_CATALOGUE_FEE, A_CATALOGUE_FEE_MET,
    A_CATALOGUE_PAID, A_CATALOGUE_CITIZEN, A_CATALOGUE_POPULATION, A_PUBLISHED, A_PUBLISHED_FULL,
    A_PUBLISHED_NOW, A_PUBLISHED_NOW_FULL, A_DECIDED, A_DECIDED_ON_TIME, A_TO_PUBLISH, A_TO_PUBLISH_ON_TIME,
    A_SYNCED, A_RECEIVED_LARGER, A_PAKN, A_PAKN_RULE, A_PAKN_CONDUCT, A_PAKN_HANDLED, A_PAKN_HANDLED_ON_TIME, A_PAKN_GOOD,
    N_AMOUNTS
} Amount;

static const struct Measure {
    const char *code, *reading;
    Amount part, whole;
} measures[] = {
    { "1.1", "", A_DECIDED_ON_TIME, A_DECIDED },
    { "1.2", "", A_TO_PUBLISH_ON_TIME, A_TO_PUBLISH },
    { "1.3", "now", A_PUBLISHED_FULL, A_PUBLISHED },
    { "1.3", "period", A_PUBLISHED_NOW_FULL, A_PUBLISHED_NOW },
    { "1.4", "", A_SYNCED, A_RECEIVED_LARGER },
    { "2.1", "", A_ON_TIME, A_N },
    { "2.1", "date", A_ON_TIME_DATE, A_N },
    { "3.0", "", A_FULL_ONLINE, A_FULL },
    { "3.1", "", A_CATALOGUE_ONLINE, A_CATALOGUE },
    { "3.2", "service", A_CATALOGUE_USED, A_CATALOGUE_ONLINE },
    { "3.2", "dossier", A_SERVICE_ONLINE, A_SERVICE_DOSSIERS },
    { "3.3", "", A_ONLINE_RESULT, A_N },
    { "3.5", "", A_CATALOGUE_FEE_MET, A_CATALOGUE_FEE },
    { "3.5b", "", A_CATALOGUE_PAID, A_CATALOGUE_FEE },
    { "3.6", "dossier", A_FEE_PAID, A_FEE },
    { "3.6", "procedure", A_PAID_PROCEDURES, A_FEE_PROCEDURES },
    { "4.1", "", A_ELECTRONIC, A_NEEDS },
    { "4.1", "done", A_ELECTRONIC_DONE, A_NEEDS_DONE },
    { "4.2", "", A_DIGITISED_BOTH, A_N },
    { "4.2", "component", A_DIGITISED, A_N },
    { "4.3", "", A_REUSED, A_N },
    { "4.4", "", A_SHARED, A_N },
    { "4.5a", "", A_CATALOGUE_POPULATION, A_CATALOGUE_CITIZEN },
    { "4.5b", "", A_POPULATION_ANY, A_N },
    { "5.1a", "", A_PAKN_RULE, A_PAKN },
    { "5.1b", "", A_PAKN_CONDUCT, A_PAKN },
    { "5.2", "", A_PAKN_HANDLED_ON_TIME, A_PAKN_HANDLED },
    { "5.3", "", A_PAKN_GOOD, A_PAKN },
    { "5.4", "", A_CONTENTED, A_N },
};

static const struct { const char *name, *title; } standings[N_STANDINGS] = {
    [STANDING_CONFIRMED] = { "confirmed", T("Công thức đã rõ") },
    [STANDING_CHOSEN] = { "chosen", T("Cách hiểu được chọn") },
    [STANDING_NO_MAXIMUM] = { "no_maximum", T("Chưa rõ điểm tối đa") },
    [STANDING_NO_FORMULA] = { "no_formula", T("Chưa có công thức") },
    [STANDING_UNSCORED] = { "unscored", T("Không tính điểm") },
};

const char *standing_name(Standing s)
{
    return standings[s].name;
}

const char *standing_title(Standing s)
{
    return standings[s].title;
}

static const struct { const char *code, *title; } groups[] = {
    { "1", T("Công khai, minh bạch") }, { "2", T("Tiến độ, kết quả giải quyết") }, { "3", T("Dịch vụ công trực tuyến") },
    { "3P", T("Thanh toán trực tuyến") }, { "4", T("Số hóa hồ sơ") }, { "5", T("Mức độ hài lòng") },
};

/* --- the rows as shipped --- */

typedef struct Line {
    Str group, code, reading, title, unit, numerator, denominator, note;
    OptDec maximum;
    Dec threshold;
    bool province_only;
    Standing standing;
    const struct Measure *measure;      /* NULL: not counted */
} Line;
typedef VEC(Line) Lines;

enum { C_VERSION, C_FROM, C_GROUP, C_CODE, C_READING, C_TITLE, C_UNIT, C_MAXIMUM, C_THRESHOLD, C_LEVELS, C_STANDING, C_NUMERATOR,
    C_DENOMINATOR, C_NOTE };
static const Column columns[] = {
    [C_VERSION] = { "version", "version", true }, [C_FROM] = { "valid_from", "valid_from", true }, [C_GROUP] = { "group", "group", true },
    [C_CODE] = { "code", "code", true }, [C_READING] = { "reading", "reading", true }, [C_TITLE] = { "title", "title", true },
    [C_UNIT] = { "unit", "unit", true }, [C_MAXIMUM] = { "maximum", "maximum", true }, [C_THRESHOLD] = { "threshold", "threshold", true },
    [C_LEVELS] = { "levels", "levels", true }, [C_STANDING] = { "standing", "standing", true },
    [C_NUMERATOR] = { "numerator", "numerator", true }, [C_DENOMINATOR] = { "denominator", "denominator", true },
    [C_NOTE] = { "note", "note", true },
};

static void read_line(const Columns *cols, size_t r, Line *l)
{
    *l = (Line){ .group = cell_at(cols, r, C_GROUP).text, .code = cell_at(cols, r, C_CODE).text,
        .reading = cell_at(cols, r, C_READING).text, .title = cell_at(cols, r, C_TITLE).text, .unit = cell_at(cols, r, C_UNIT).text,
        .numerator = cell_at(cols, r, C_NUMERATOR).text, .denominator = cell_at(cols, r, C_DENOMINATOR).text,
        .note = cell_at(cols, r, C_NOTE).text, .threshold = DEC(100),
        .province_only = str_eq(cell_at(cols, r, C_LEVELS).text, S("province")) };
    l->maximum.has = dec_parse_plain(&l->maximum.d, cell_at(cols, r, C_MAXIMUM).text);
    (void)dec_parse_plain(&l->threshold, cell_at(cols, r, C_THRESHOLD).text);  /* empty: 100 */
    for (int s = 0; s < N_STANDINGS; s++)
        if (str_eq(cell_at(cols, r, C_STANDING).text, str_of(standings[s].name)))
            l->standing = (Standing)s;
    for (size_t i = 0; i < COUNT(measures); i++)
        if (str_eq(l->code, str_of(measures[i].code)) && str_eq(l->reading, str_of(measures[i].reading)))
            l->measure = &measures[i];
}

/* The newest version that holds on a day; before the first one the first. */
static Err load_lines(Ctx *c, Date on, Lines *out, Str *version)
{
    Table t;
    Columns cols;
    Date best = { 0 }, from;

    *out = (Lines){ 0 };
    TRY(table_read(&t, c->arena, S("index766.csv"), (Str){ onestop_files[0].bytes, onestop_files[0].n }, NULL, &c->answer));
    TRY(columns_find(&cols, c->arena, &t, columns, COUNT(columns), &c->answer));
    for (size_t r = cols.first; r < cols.sheet->rows.n; r++) {
        if (!date_parse_iso(&from, cell_at(&cols, r, C_FROM).text))
            return row_fail(&c->answer, &cols, r, C_FROM, T("Ngày không có thật; hãy ghi dd/mm/yyyy."));
        if (best.day && (from.day > on.day || from.day < best.day))
            continue;
        if (from.day > best.day)
            out->n = 0;
        best = from;
        *version = cell_at(&cols, r, C_VERSION).text;
        read_line(&cols, r, vec_add(c->arena, out));
    }
    return OK;
}

bool index766_has(Ctx *c, Str code)
{
    Lines lines;
    Str version;

    if (load_lines(c, c->today, &lines, &version) != OK)
        return false;
    for (size_t i = 0; i < lines.n; i++)
        if (str_eq(lines.v[i].code, code))
            return true;
    return false;
}

/* --- counting --- */

typedef struct Counting {
    Ctx *c;
    int64_t unit_id, amount[N_AMOUNTS];
    Str kind;                   /* province, commune, agency */
    Months months;
    Date first, last;           /* of the period */
    Date day;                   /* of the cut */
    int64_t since, until, cut;
    Offices offices;
    bool synced;
} Counting;

static void add_procedure(int64_t *a, const IndexDossiersRow *d)
{
    bool service = str_eq(d->online_level, S("full")) || str_eq(d->online_level, S("partial"));

    a[A_N] += d->n;
    a[A_ON_TIME] += d->n - d->late;
    a[A_ON_TIME_DATE] += d->n - d->late_date;
    a[A_CONTENTED] += d->n - d->late - d->complaint;
    a[A_ONLINE_RESULT] += d->online_result;
    a[A_FEE] += d->fee;
    a[A_FEE_PAID] += d->fee_paid;
    a[A_FEE_PROCEDURES] += d->procedure_id && d->fee > 0;
    a[A_PAID_PROCEDURES] += d->procedure_id && d->fee_paid > 0;
    a[A_DIGITISED] += d->digitised;
    a[A_DIGITISED_BOTH] += d->digitised_both;
    a[A_REUSED] += d->reused;
    a[A_SHARED] += d->shared;
    a[A_POPULATION_ANY] += d->population_any;
    if (str_eq(d->online_level, S("full"))) {
        a[A_FULL] += d->n;
        a[A_FULL_ONLINE] += d->online;
    }
    if (service) {
        a[A_SERVICE_DOSSIERS] += d->n;
        a[A_SERVICE_ONLINE] += d->online;
    }
    if (d->has_result) {
        a[A_NEEDS] += d->n;
        a[A_ELECTRONIC] += d->electronic;
        a[A_NEEDS_DONE] += d->done;
        a[A_ELECTRONIC_DONE] += d->electronic_done;
    }
}

/* Without a due date the longest legal time decides, in working hours. */
static Err count_undated(Counting *k)
{
    IndexUndatedRows rows;
    int64_t late = 0;

    TRY(q_index_undated(k->c, &rows, .root_id = k->unit_id, .since = k->since, .until = k->until, .cut = k->cut));
    for (size_t i = 0; i < rows.n; i++) {
        const IndexUndatedRow *d = &rows.v[i];
        Moment start;
        int64_t end = d->ends - d->waited;

        TRY(offices_at(k->c, &k->offices, d->unit_id));
        start = cal_clock_start(k->offices.cal, &k->offices.hours, dossier_at(d->received));
        late += end > dossier_seconds(start) &&
            cal_count_minutes(k->offices.cal, &k->offices.hours, start, dossier_at(end)) > d->hours * 60;
    }
    k->amount[A_ON_TIME] -= late;
    k->amount[A_CONTENTED] -= late;
    return OK;
}

static Err count_dossiers(Counting *k, IndexDossiersRows *rows)
{
    TRY(q_index_dossiers(k->c, rows, .root_id = k->unit_id, .since = k->since, .until = k->until, .cut = k->cut));
    for (size_t i = 0; i < rows->n; i++)
        add_procedure(k->amount, &rows->v[i]);
    return count_undated(k);
}

/* The dossiers of a procedure; zeros when there are none. */
static IndexDossiersRow dossiers_of(const IndexDossiersRows *rows, int64_t procedure_id)
{
    size_t from = 0, to = rows->n;

    while (from < to) {                                 /* sorted by procedure */
        size_t mid = from + (to - from) / 2;

        if (rows->v[mid].procedure_id < procedure_id)
            from = mid + 1;
        else
            to = mid;
    }
    return from < rows->n && rows->v[from].procedure_id == procedure_id ? rows->v[from] : (IndexDossiersRow){ 0 };
}

/* What is counted among procedures is counted among those of the catalogue: a rate of procedures cannot pass 100 %. */
static Err count_catalogue(Counting *k, const IndexDossiersRows *dossiers)
{
    IndexCatalogueRows rows;
    int64_t *a = k->amount;

    TRY(q_index_catalogue(k->c, &rows, .root_id = k->unit_id, .kind = k->kind, .day = k->day));
    for (size_t i = 0; i < rows.n; i++) {
        const IndexCatalogueRow *p = &rows.v[i];
        bool service = str_eq(p->online_level, S("full")) || str_eq(p->online_level, S("partial")),
             full = (p->content & ALL_CONTENT) == ALL_CONTENT;
        IndexDossiersRow d = dossiers_of(dossiers, p->id);

        a[A_CATALOGUE]++;
        a[A_CATALOGUE_ONLINE] += service;
        a[A_CATALOGUE_USED] += service && d.online > 0;
        a[A_CATALOGUE_FEE] += p->has_fee;
        a[A_CATALOGUE_FEE_MET] += p->has_fee && d.fee > 0;
        a[A_CATALOGUE_PAID] += p->has_fee && d.fee_paid > 0;
        a[A_CATALOGUE_CITIZEN] += p->citizen;
        a[A_CATALOGUE_POPULATION] += p->citizen && d.population > 0;
        if (!p->published_on.day || p->published_on.day > k->day.day)
            continue;
        a[A_PUBLISHED]++;
        a[A_PUBLISHED_FULL] += full;
        a[A_PUBLISHED_NOW] += p->published_on.day >= k->first.day;
        a[A_PUBLISHED_NOW_FULL] += p->published_on.day >= k->first.day && full;
    }
    return OK;
}

/* Once for each procedure: late when one of its decisions is. */
typedef struct Punctual {
    bool any, late;
} Punctual;

static void settle(Punctual *p, int64_t *n, int64_t *good)
{
    *n += p->any;
    *good += p->any && !p->late;
    *p = (Punctual){ 0 };
}

/* BASIS: QĐ 766/QĐ-TTg, 1.1 and 1.2, for provinces */
static Err count_decisions(Counting *k)
{
    IndexDecisionsRows rows;
    const Calendar *cal = k->offices.cal;
    Punctual decided = { 0 }, published = { 0 };
    int64_t *a = k->amount;

    TRY(q_index_decisions(k->c, &rows, .since = { k->first.day - 31 }, .last = k->day));
    for (size_t i = 0; i < rows.n; i++) {
        const IndexDecisionsRow *d = &rows.v[i];
        Date due = cal_add_working_days(cal, d->decided_on, PUBLISH_WITHIN);
        bool in_time = d->published_on.day && d->published_on.day <= due.day;

        if (d->decided_on.day >= k->first.day) {
            decided.any = true;
            decided.late |= d->effective_on.day && d->decided_on.day > cal_add_working_days(cal, d->effective_on, -DECIDE_BEFORE).day;
        }
        if ((d->published_on.day >= k->first.day && d->published_on.day <= k->day.day) || (due.day >= k->first.day && due.day <= k->day.day)) {
            published.any = true;
            published.late |= !in_time;
        }
        if (i + 1 == rows.n || rows.v[i + 1].procedure_id != d->procedure_id) {
            settle(&decided, &a[A_DECIDED], &a[A_DECIDED_ON_TIME]);
            settle(&published, &a[A_TO_PUBLISH], &a[A_TO_PUBLISH_ON_TIME]);
        }
    }
    return OK;
}

static bool petition_on_time(const Calendar *cal, const IndexPetitionsRow *p, Date day)
{
    Date end = p->answered_on.day && p->answered_on.day <= day.day ? p->answered_on : day;
    int32_t used = cal_count_working_days(cal, p->received_on, end);

    if (p->asked_on.day && p->asked_on.day <= day.day && cal_count_working_days(cal, p->received_on, p->asked_on) > PAKN_ASK)
        return false;
    return used <= (p->refused && p->answered_on.day ? PAKN_REFUSE : PAKN_HANDLE);
}

static Err count_petitions(Counting *k)
{
    IndexPetitionsRows rows;
    int64_t *a = k->amount;

    TRY(q_index_petitions(k->c, &rows, .root_id = k->unit_id, .first = k->first, .last = k->day));
    for (size_t i = 0; i < rows.n; i++) {
        const IndexPetitionsRow *p = &rows.v[i];
        bool in_time = petition_on_time(k->offices.cal, p, k->day);

        a[A_PAKN_HANDLED]++;
        a[A_PAKN_HANDLED_ON_TIME] += in_time;
        if (p->received_on.day < k->first.day)
            continue;
        a[A_PAKN]++;
        a[A_PAKN_RULE] += str_eq(p->kind, S("rule"));
        a[A_PAKN_CONDUCT] += str_eq(p->kind, S("conduct"));
        a[A_PAKN_GOOD] += in_time && !p->again && p->dislikes <= p->likes;
    }
    return OK;
}

/* The portal alone knows what it was sent; nothing received: a share of last year's. BASIS: QĐ 766/QĐ-TTg, 1.4 */
static Err count_synced(Counting *k, const PortalValuesRows *portal)
{
    int64_t months = k->months.last - k->months.first + 1, *a = k->amount;
    IndexReceivedRow last_year;

    for (size_t i = 0; i < portal->n; i++)
        if (str_eq(portal->v[i].code, S("1.4")) && portal->v[i].has_counts) {
            k->synced = true;
            a[A_SYNCED] = portal->v[i].numerator;
            a[A_RECEIVED_LARGER] = portal->v[i].denominator;
        }
    if (a[A_N] > a[A_RECEIVED_LARGER])
        a[A_RECEIVED_LARGER] = a[A_N];
    if (a[A_RECEIVED_LARGER] || !k->synced)
        return OK;
    TRY(q_index_received(k->c, &last_year, .root_id = k->unit_id, .first = k->months.first / 12 * 12 - 12,
        .last = k->months.first / 12 * 12 - 1));
    a[A_RECEIVED_LARGER] = last_year.n * months / 12;
    return OK;
}

/* --- rates and points --- */

static OptDec percent(int64_t part, int64_t whole)
{
    OptDec r = { .has = whole > 0 };

    if (r.has && !dec_mul_div(dec_int(part), DEC(100), dec_int(whole), &r.d))
        r.has = false;
    return r;
}

/* Unrounded. 3.3 is multiplied by what the portal was sent of everything. BASIS: QĐ 766/QĐ-TTg, 3.3 */
static OptDec exact_rate(const Counting *k, const struct Measure *m)
{
    OptDec r = percent(k->amount[m->part], k->amount[m->whole]), sync = percent(k->amount[A_SYNCED], k->amount[A_RECEIVED_LARGER]);

    if (r.has && str_eq(str_of(m->code), S("3.3")) && k->synced && sync.has)
        (void)dec_mul_div(r.d, sync.d, DEC(100), &r.d);     /* both at most 100 */
    if (r.has && r.d.v < 0)
        r.d = DEC(0);
    if (r.has)                                          /* the portal may say that it got more than was received */
        r.d = dec_min(r.d, DEC(100));
    return r;
}

static OptDec points_of(OptDec rate, OptDec maximum, Dec threshold)
{
    OptDec p = { .has = rate.has && maximum.has };

    if (!p.has)
        return p;
    if (dec_cmp(rate.d, threshold) >= 0)
        p.d = maximum.d;
    else
        p.has = dec_mul_div(rate.d, maximum.d, threshold, &p.d);
    p.d = dec_round(p.d, 2, ROUND_HALF_UP);
    return p;
}

static bool chosen(Str choice, const Lines *lines, size_t i)
{
    const Line *l = &lines->v[i];
    Str rest = choice, one, code, reading;

    while (rest.n) {
        (void)str_cut(rest, S(" "), &one, &rest);           /* the last has no blank behind it */
        if (str_cut(one, S("="), &code, &reading) && str_eq(code, l->code)) {
            for (size_t j = 0; j < lines->n; j++)
                if (str_eq(lines->v[j].code, code) && str_eq(lines->v[j].reading, reading))
                    return i == j;
        }
    }
    return !i || !str_eq(lines->v[i - 1].code, l->code);
}

/* --- beside the portal --- */

static void why_counts(Ctx *c, const IndexRow *r, Buf *b)
{
    int64_t whole = r->whole - r->portal_whole, part = r->part - r->portal_part;

    if (whole > 0)
        buf_fmt(b, tr(c->answer.lang, T("Cổng đếm ít hơn %lld (mẫu số %lld so với %lld): chưa đồng bộ hoặc Cổng tính ở kỳ khác. ")),
            (long long)whole, (long long)r->portal_whole, (long long)r->whole);
    if (whole < 0)
        buf_fmt(b, tr(c->answer.lang, T("Cổng đếm nhiều hơn %lld (mẫu số %lld so với %lld): có hồ sơ chưa nạp vào đây. ")),
            (long long)-whole, (long long)r->portal_whole, (long long)r->whole);
    if (whole > 0 && part >= 0 && part <= whole)
        buf_fmt(b, tr(c->answer.lang, T("Trong phần Cổng chưa có, %lld đạt và %lld không đạt. ")), (long long)part, (long long)(whole - part));
    else if (part)
        buf_fmt(b, tr(c->answer.lang, T("Tử số ở đây %lld, ở Cổng %lld. ")), (long long)r->part, (long long)r->portal_part);
}

static void explain(const Counting *k, const Lines *lines, IndexRow *r, const Line *own)
{
    Ctx *c = k->c;
    Buf b = { .arena = c->arena };
    OptDec other;

    if (!r->portal_rate.has || !r->rate.has) {
        r->why = r->portal_rate.has ? str_of(tr(c->answer.lang, T("Ở đây chưa có số liệu để tính."))) : S("");
        return;
    }
    r->difference = (OptDec){ true, dec_sub(r->rate.d, r->portal_rate.d) };
    if (dec_is_zero(r->difference.d))
        return;
    if (r->portal_counts)
        why_counts(c, r, &b);
    for (size_t i = 0; i < lines->n; i++) {
        const Line *l = &lines->v[i];

        if (l == own || !l->measure || !str_eq(l->code, own->code))
            continue;
        other = exact_rate(k, l->measure);
        if (other.has && dec_cmp(dec_round(other.d, 2, ROUND_HALF_UP), r->portal_rate.d) == 0)
            buf_fmt(&b, tr(c->answer.lang, T("Cổng bằng đúng cách tính khác: %.*s. ")), SV(l->title));
    }
    if (!b.n)
        buf_lit(&b, tr(c->answer.lang, T("Chưa đủ số liệu để giải thích; hãy nạp cả tử số và mẫu số của Cổng.")));
    r->why = str_trim(buf_str(&b));
}

static void put_portal(const PortalValuesRows *portal, IndexRow *r)
{
    for (size_t i = 0; i < portal->n; i++) {
        const PortalValuesRow *p = &portal->v[i];

        if (!str_eq(p->code, r->code))
            continue;
        r->portal = true;
        r->portal_rate = p->rate;
        r->portal_points = p->points;
        r->portal_counts = p->has_counts;
        r->portal_part = p->numerator;
        r->portal_whole = p->denominator;
        if (!r->portal_rate.has && p->has_counts)
            r->portal_rate = percent(p->numerator, p->denominator);
        if (r->portal_rate.has)
            r->portal_rate.d = dec_round(r->portal_rate.d, 2, ROUND_HALF_UP);
    }
}

static void put_row(const Counting *k, const Lines *lines, const Line *l, const PortalValuesRows *portal, IndexRow *r)
{
    OptDec rate = { 0 };

    *r = (IndexRow){ .group = l->group, .code = l->code, .title = l->title, .unit = l->unit, .numerator = l->numerator,
        .denominator = l->denominator, .note = l->note, .reading = l->reading, .standing = l->standing, .maximum = l->maximum,
        .threshold = l->threshold, .applies = !l->province_only || str_eq(k->kind, S("province")) };
    put_portal(portal, r);
    if (!r->applies)
        return;
    if (l->measure && (k->synced || l->measure->part != A_SYNCED)) {
        r->counted = true;
        r->part = k->amount[l->measure->part];
        r->whole = k->amount[l->measure->whole];
        rate = exact_rate(k, l->measure);
    }
    if (l->standing != STANDING_UNSCORED)
        r->points = points_of(rate, l->maximum, l->threshold);
    r->rate = rate;
    r->rate.d = dec_round(rate.d, 2, ROUND_HALF_UP);
    explain(k, lines, r, l);
}

static void add_opt(OptDec *sum, OptDec d)
{
    if (d.has)
        *sum = (OptDec){ true, dec_add(sum->d, d.d) };
}

/* Adds up a group, or everything (group empty), into its own row. */
static void sum_rows(const IndexRows *rows, IndexRow *sum)
{
    for (size_t i = 0; i < rows->n; i++) {
        const IndexRow *r = &rows->v[i];

        if (r->sum || !r->applies || (sum->group.n && !str_eq(r->group, sum->group)))
            continue;
        add_opt(&sum->maximum, r->maximum);
        add_opt(&sum->points, r->points);
        add_opt(&sum->portal_points, r->portal_points);
    }
    sum->portal = sum->portal_points.has;
}

static Err put_rows(Counting *k, const PortalValuesRows *portal, Index766 *out)
{
    Ctx *c = k->c;
    Lines lines;
    Str choice;

    TRY(load_lines(c, k->last, &lines, &out->version));
    TRY(setting_get(c, "onestop.index766", &choice));
    for (size_t g = 0; g < COUNT(groups); g++) {
        *vec_add(c->arena, &out->rows) = (IndexRow){ .sum = true, .applies = true, .group = str_of(groups[g].code),
            .code = str_fmt(c->arena, "G%s", groups[g].code), .title = str_of(tr(c->answer.lang, groups[g].title)) };
        for (size_t i = 0; i < lines.n; i++)
            if (str_eq(lines.v[i].group, str_of(groups[g].code)) && chosen(choice, &lines, i))
                put_row(k, &lines, &lines.v[i], portal, vec_add(c->arena, &out->rows));
    }
    *vec_add(c->arena, &out->rows) = (IndexRow){ .sum = true, .applies = true, .code = S("TOTAL"),
        .title = str_of(tr(c->answer.lang, T("Cộng"))) };
    for (size_t i = 0; i < out->rows.n; i++)
        if (out->rows.v[i].sum)
            sum_rows(&out->rows, &out->rows.v[i]);
    return OK;
}

static bool period_days(Counting *k, Str period, When as_of)
{
    int year, month;
    Date next = { 0 };

    if (!months_parse(&k->months, period))
        return false;
    year = k->months.first / 12;
    month = k->months.first % 12 + 1;
    if (!date_make(&k->first, year, month, 1))
        return false;
    next = date_add_months(k->first, k->months.last - k->months.first + 1);
    k->last = (Date){ next.day - 1 };
    k->since = (int64_t)k->first.day * DAY;
    k->until = (int64_t)next.day * DAY;
    k->cut = (int64_t)as_of.day * DAY + (as_of.second > 0 ? as_of.second : 0);
    if (k->cut > k->until - 1)
        k->cut = k->until - 1;
    k->day = (Date){ (int32_t)(k->cut / DAY) };
    return true;
}

static Str kind_of(Str unit_kind)
{
    static const char *const communes[] = { "commune", "ward", "zone" };

    for (size_t i = 0; i < COUNT(communes); i++)
        if (str_eq(unit_kind, str_of(communes[i])))
            return S("commune");
    return str_eq(unit_kind, S("province")) ? S("province") : S("agency");
}

Err index766(Ctx *c, int64_t unit_id, Str period, When as_of, Index766 *out)
{
    Counting k = { .c = c, .unit_id = unit_id };
    IndexDossiersRows dossiers;
    PortalValuesRows portal;
    UnitRow u;

    *out = (Index766){ .period = period, .unit_id = unit_id };
    TRY(access_need(c, &PERM_ONESTOP_VIEW, unit_id));
    TRY(q_unit_get(c, &u, .id = unit_id));
    out->unit_code = u.code;
    out->unit_name = u.name;
    k.kind = kind_of(u.kind);
    if (!period_days(&k, period, as_of))
        return fail_field(c, "period", T("Kỳ “%.*s” không hiểu được; hãy ghi 2025, 2025-Q3 hoặc 2025-10."), SV(period));
    TRY(offices_begin(c, &k.offices));
    TRY(q_portal_values(c, &portal, .unit_id = unit_id, .period = period));
    out->portal = portal.n > 0;
    TRY(count_dossiers(&k, &dossiers));
    TRY(count_catalogue(&k, &dossiers));
    TRY(count_decisions(&k));
    TRY(count_petitions(&k));
    TRY(count_synced(&k, &portal));
    return put_rows(&k, &portal, out);
}
