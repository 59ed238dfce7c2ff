#include "insight/charts_pdf.h"

#include "doc/drawing.h"
#include "doc/xml.h"

enum { PAGE_W = 595, PAGE_H = 842, MARGIN = 40, BOTTOM = PAGE_H - 46, LETTERS = 140, LINE = 11, ASCENT = 13 };

#define INK 0x1a2230
#define QUIET 0x4b5667

/* One SVG being read: its marks in its own pixels. */
typedef struct Reading {
    Arena *a;
    VEC(DrawMark) marks;
    int width, height;
    Buf title, desc;
    Buf *into;                  /* where text goes: title, desc, or a mark */
    Buf word;
    DrawMark pending;
    bool other;                 /* inside <g class="other"> */
} Reading;

static bool has(Str classes, const char *one)
{
    Str rest = classes, w;

    while (rest.n) {
        (void)str_cut(rest, S(" "), &w, &rest);
        if (str_eq(w, str_of(one)))
            return true;
    }
    return false;
}

/* The colours of assets/app.css on paper. */
static unsigned rgb_of(Str classes, bool other)
{
    static const struct { const char *cls; unsigned rgb; } inks[] = {
        { "track", 0xe9ecf0 }, { "axis", 0x77828f }, { "grid", 0xd6dbe3 }, { "range", 0x77828f }, { "mean", INK }, { "band", 0x8cb8dd },
        { "s1", 0x1f5f95 }, { "s2", 0x8cb8dd }, { "s3", 0x2d7d68 }, { "s4", 0x97cdb5 }, { "s5", 0x7a5a9e }, { "s6", 0xc3aedb }, { "s7", 0xa8641b },
        { "s8", 0xe2b981 }, { "h5", 0xbfe3cd }, { "h4", 0xe2f2e4 }, { "h3", 0xfdf3cf }, { "h2", 0xfbd7b0 }, { "h1", 0xf2b1a8 }, { "h0", 0xe9ecf0 },
        { "quiet", QUIET }, { "on", 0xffffff },
    };

    if ((other && (has(classes, "line") || has(classes, "point"))) || has(classes, "other"))
        return 0x8cb8dd;
    for (size_t i = 0; i < COUNT(inks); i++)
        if (has(classes, inks[i].cls))
            return inks[i].rgb;
    if (has(classes, "value") || has(classes, "line") || has(classes, "self") || has(classes, "mine"))
        return 0x17507f;
    return has(classes, "point") ? QUIET : INK;
}

static double number(const XmlAttrs *attrs, const char *name)
{
    int64_t n = 0;

    (void)str_int(xml_attr(attrs, name), &n);               /* chart/ writes whole pixels only; else 0 */
    return (double)n;
}

/* "M1 2 L3 4 M5 6": a line from each L to the point before. */
static void take_path(Reading *r, Str d, unsigned rgb)
{
    Str rest = d, x, y;
    double from_x = 0, from_y = 0;

    while (rest.n) {
        int64_t to_x = 0, to_y = 0;

        (void)str_cut(rest, S(" "), &x, &rest);
        (void)str_cut(rest, S(" "), &y, &rest);
        if (x.n < 2 || !str_int(str_sub(x, 1, x.n), &to_x) || !str_int(y, &to_y))
            return;
        if (x.p[0] == 'L')
            *vec_add(r->a, &r->marks) = (DrawMark){ .kind = DRAW_LINE, .x = from_x, .y = from_y, .w = (double)to_x, .h = (double)to_y, .rgb = rgb };
        from_x = (double)to_x;
        from_y = (double)to_y;
    }
}

static Err opened(void *user, const char *name, const char *ns, const XmlAttrs *attrs)
{
    Reading *r = user;
    Str cls = xml_attr(attrs, "class");
    unsigned rgb = rgb_of(cls, r->other);

    (void)ns;
    if (!strcmp(name, "svg")) {
        r->width = (int)number(attrs, "width");
        r->height = (int)number(attrs, "height");
    } else if (!strcmp(name, "title")) {
        r->into = &r->title;
    } else if (!strcmp(name, "desc")) {
        r->into = &r->desc;
    } else if (!strcmp(name, "g")) {
        r->other = has(cls, "other");
    } else if (!strcmp(name, "rect")) {
        *vec_add(r->a, &r->marks) = (DrawMark){ .kind = DRAW_RECT, .x = number(attrs, "x"), .y = number(attrs, "y"), .w = number(attrs, "width"),
            .h = number(attrs, "height"), .rgb = rgb };
    } else if (!strcmp(name, "line")) {
        *vec_add(r->a, &r->marks) = (DrawMark){ .kind = DRAW_LINE, .x = number(attrs, "x1"), .y = number(attrs, "y1"), .w = number(attrs, "x2"),
            .h = number(attrs, "y2"), .rgb = rgb };
    } else if (!strcmp(name, "circle")) {
        *vec_add(r->a, &r->marks) = (DrawMark){ .kind = has(cls, "self") || has(cls, "mine") ? DRAW_DOT : DRAW_RING, .x = number(attrs, "cx"),
            .y = number(attrs, "cy"), .w = number(attrs, "r"), .rgb = rgb };
    } else if (!strcmp(name, "path")) {
        take_path(r, xml_attr_text(attrs, "d", r->a), rgb);
    } else if (!strcmp(name, "text")) {
        r->pending = (DrawMark){ .kind = DRAW_TEXT, .x = number(attrs, "x"), .y = number(attrs, "y"), .rgb = rgb, .bold = has(cls, "strong"),
            .size = has(cls, "quiet") ? 12 : 13, .align = has(cls, "end") ? ALIGN_END : has(cls, "mid") ? ALIGN_MIDDLE : ALIGN_START };
        r->word = (Buf){ .arena = r->a };
        r->into = &r->word;
    }
    return OK;
}

static Err closed(void *user, const char *name, const char *ns)
{
    Reading *r = user;

    (void)ns;
    r->into = NULL;
    if (!strcmp(name, "g"))
        r->other = false;
    if (!strcmp(name, "text")) {
        r->pending.text = buf_str(&r->word);
        *vec_add(r->a, &r->marks) = r->pending;
    }
    return OK;
}

static Err said(void *user, Str s)
{
    Reading *r = user;

    if (r->into)
        buf_add(r->into, s);
    return OK;
}

/* ---- pages ---- */

typedef struct Paper {
    Ctx *c;
    Drawing d;
    double y;                   /* where the next thing stands on the last page */
    Str title, note;
} Paper;

static void words(Paper *p, Str s, double size, bool bold, unsigned rgb)
{
    *vec_add(p->c->arena, &p->d.marks) = (DrawMark){ .kind = DRAW_TEXT, .page = p->d.pages - 1, .x = MARGIN, .y = p->y, .w = PAGE_W - 2 * MARGIN,
        .size = size, .bold = bold, .rgb = rgb, .text = s };
}

static void turn(Paper *p)
{
    p->d.pages++;
    p->y = 34;
    words(p, p->title, 12, true, INK);
    p->y += 15;
    words(p, p->note, 8, false, QUIET);
    p->y = PAGE_H - 24;
    words(p, str_fmt(p->c->arena, tr(p->c->answer.lang, T("Trang %d")), p->d.pages), 8, false, QUIET);
    p->y = 70;
}

static void need(Paper *p, double room)
{
    if (p->y + room > BOTTOM)
        turn(p);
}

/* The words of a chart, filled into lines. */
static void tell(Paper *p, Str s)
{
    Buf line = { .arena = p->c->arena };
    size_t letters = 0;
    Str rest = s, w;

    while (rest.n || line.n) {
        size_t n;

        (void)str_cut(rest, S(" "), &w, &rest);
        n = utf8_count(w);
        if (line.n && (letters + n + 1 > LETTERS || !w.n)) {
            need(p, LINE);
            words(p, buf_str(&line), 8, false, QUIET);
            p->y += LINE;
            line = (Buf){ .arena = p->c->arena };
            letters = 0;
        }
        if (line.n)
            buf_ch(&line, ' ');
        buf_add(&line, w);
        letters += n + 1;
    }
}

static double top_of(const DrawMark *m)
{
    if (m->kind == DRAW_TEXT)
        return m->y - ASCENT;
    if (m->kind == DRAW_DOT || m->kind == DRAW_RING)
        return m->y - m->w;
    return m->kind == DRAW_LINE && m->h < m->y ? m->h : m->y;
}

static double bottom_of(const DrawMark *m)
{
    return m->kind == DRAW_RECT ? m->y + m->h : m->kind == DRAW_LINE && m->h > m->y ? m->h : m->y;
}

/* The last height above `limit` at which a line of text begins, so that no line is cut; `limit` when there is none. */
static double cut_before(const Reading *r, double from, double limit)
{
    double best = limit;
    bool any = false;

    for (size_t i = 0; i < r->marks.n; i++) {
        const DrawMark *m = &r->marks.v[i];

        if (m->kind == DRAW_TEXT && m->y + 4 > limit && top_of(m) > from && top_of(m) <= limit + ASCENT && (!any || top_of(m) < best)) {
            best = top_of(m);
            any = true;
        }
    }
    return best;
}

/* The marks between two heights of the chart, on the last page from p->y on. */
static void draw_part(Paper *p, const Reading *r, double from, double to, double scale)
{
    for (size_t i = 0; i < r->marks.n; i++) {
        DrawMark m = r->marks.v[i];
        bool tall = bottom_of(&m) - top_of(&m) > 40 && (m.kind == DRAW_RECT || (m.kind == DRAW_LINE && m.x == m.w));
        double low = m.kind == DRAW_LINE && m.h < m.y ? m.h : m.y;

        if (tall ? bottom_of(&m) <= from || low >= to : top_of(&m) < from || top_of(&m) >= to)
            continue;
        if (tall) {                                         /* a grid line or a frame goes on over the pages */
            double end = bottom_of(&m) < to ? bottom_of(&m) : to;

            m.y = low > from ? low : from;
            m.h = m.kind == DRAW_RECT ? end - m.y : end;
        }
        m.page = p->d.pages - 1;
        m.x = MARGIN + m.x * scale;
        m.y = p->y + (m.y - from) * scale;
        if (m.kind == DRAW_LINE) {
            m.w = MARGIN + m.w * scale;
            m.h = p->y + (m.h - from) * scale;
        } else if (m.kind != DRAW_TEXT) {
            m.w *= scale;
            m.h *= scale;
        } else {
            m.y -= 4.5 * scale;                             /* from the line that letters stand on to their middle */
            m.size *= scale;
        }
        *vec_add(p->c->arena, &p->d.marks) = m;
    }
}

static Err put_chart(Paper *p, Html chart)
{
    static const XmlEvents events = { opened, closed, said };
    Reading r = { .a = p->c->arena };
    double from = 0, scale;

    r.title.arena = r.desc.arena = r.a;
    TRY(xml_read(r.a, S("svg"), chart.s, &events, &r, &p->c->answer));
    scale = r.width > 0 ? (double)(PAGE_W - 2 * MARGIN) / r.width : 1;
    scale = scale > 0.75 ? 0.75 : scale;
    need(p, 80);
    words(p, buf_str(&r.title), 10, true, INK);
    p->y += 16;
    if (r.height * scale < BOTTOM - 70)
        need(p, r.height * scale);
    while (from < r.height) {
        double limit = from + (BOTTOM - p->y) / scale, to = limit >= r.height ? r.height : cut_before(&r, from, limit);

        draw_part(p, &r, from, to, scale);
        p->y += (to - from) * scale;
        from = to;
        if (from < r.height)
            turn(p);
    }
    p->y += 8;
    tell(p, buf_str(&r.desc));
    p->y += 14;
    return OK;
}

Err charts_pdf(Ctx *c, Str title, Str note, const Html *charts, size_t n, Str *bytes)
{
    Paper p = { .c = c, .title = title, .note = note, .d = { .width = PAGE_W, .height = PAGE_H, .title = title, .made = c->now } };

    turn(&p);
    for (size_t i = 0; i < n; i++)
        if (charts[i].s.n)
            TRY(put_chart(&p, charts[i]));
    return drawing_pdf(&p.d, c->arena, bytes, &c->answer);
}
