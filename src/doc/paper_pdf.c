/*
 * A paper as PDF, by pango and cairo: text stays text (composed, searchable), the font is embedded, headings are
 * bookmarks. Lines, not paragraphs, are what pages are filled with: a paragraph, a cell and a row taller than the page
 * all go on at the top of the next one.
 */
#include "doc/paper.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

/* Metric twin of Times New Roman: the pages break as in Word. */
#define FONT "Liberation Serif"
enum { HEADER_AT = 567, NUMBER_SIZE = 14, PAD_X = 4, PAD_Y = 1 };
static const double THIN = 0.5, EPS = 0.01;

typedef struct Pdf {
    const Paper *paper;
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoContext *context;
    double width, height, top, bottom, left, right;     /* of the page and its text, in points */
    double y;
    VEC(const PaperRun *) notes;                        /* of this page; bottom is above them */
    bool landscape;
    int page, section_page;
    Buf out;
} Pdf;

/* A line of text, ready to be drawn. */
typedef struct Line {
    PangoLayout *layout;        /* NULL: a drawn line or room */
    PangoLayoutLine *line;
    double x, baseline, height, gap;                    /* gap: above, unless first on the page */
    double rule;                /* ROLE_LINE: its length */
    bool frame;
    const PaperPicture *picture;
    double room;                /* of the picture */
} Line;

typedef struct Flow {           /* paragraphs on their way to paper */
    VEC(Line) lines;
    VEC(PangoLayout *) layouts;
    size_t done;
    const PaperCell *cell;
    double x, width, y0;        /* of a cell: left edge, width, top of its piece on this page */
} Flow;

static double pt(int twips)
{
    return twips / 20.0;
}

static cairo_status_t write_bytes(void *user, const unsigned char *data, unsigned int n)
{
    Buf *b = user;

    buf_add(b, (Str){ (const char *)data, n });
    return CAIRO_STATUS_SUCCESS;
}

/* --- pictures --- */

typedef struct Bytes {
    Str s;
    size_t at;
} Bytes;

static cairo_status_t read_bytes(void *user, unsigned char *data, unsigned int n)
{
    Bytes *b = user;

    if (b->s.n - b->at < n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(data, b->s.p + b->at, n);
    b->at += n;
    return CAIRO_STATUS_SUCCESS;
}

/* Its height in a place `room` wide. */
static double picture_height(const PaperPicture *k, double room)
{
    double w = pt(k->width), h = pt(k->height);

    return w > room && w > 0 ? h * room / w : h;
}

static void draw_picture(Pdf *d, const PaperPicture *k, double x, double y, double room)
{
    Bytes bytes = { k->png, 0 };
    cairo_surface_t *image = cairo_image_surface_create_from_png_stream(read_bytes, &bytes);
    double w = pt(k->width) < room ? pt(k->width) : room, h = picture_height(k, room);
    Arena *a = d->paper->arena;

    if (cairo_surface_status(image) == CAIRO_STATUS_SUCCESS && k->width > 0 && k->height > 0) {
        cairo_tag_begin(d->cr, "Figure", str_z(a, str_fmt(a, "Alt='%.*s'", SV(str_replace(a, str_replace(a, k->alt, S("\\"), S("/")), S("'"), S("’"))))));
        cairo_save(d->cr);
        cairo_translate(d->cr, x, y);
        cairo_scale(d->cr, w / cairo_image_surface_get_width(image), h / cairo_image_surface_get_height(image));
        cairo_set_source_surface(d->cr, image, 0, 0);
        cairo_paint(d->cr);
        cairo_restore(d->cr);
        cairo_tag_end(d->cr, "Figure");
    }
    cairo_surface_destroy(image);
}

/* --- text to lines --- */

static PangoLayout *layout_of(Pdf *d, const PaperPara *para, double width, bool outline)
{
    const PaperLook *look = paper_look(para->role);
    PangoLayout *l = pango_layout_new(d->context);
    PangoFontDescription *font = pango_font_description_from_string(FONT);
    PangoAttrList *attrs = pango_attr_list_new();
    Buf text = { .arena = d->paper->arena };
    Align align = para->centred ? ALIGN_CENTER : para->right ? ALIGN_RIGHT : look->align;

    pango_font_description_set_absolute_size(font, (para->half_points ? para->half_points : look->half_points) / 2.0 * PANGO_SCALE);
    for (size_t i = 0; i < para->runs.n; i++) {
        const PaperRun *r = &para->runs.v[i];
        PangoAttribute *weight = pango_attr_weight_new(r->bold || (look->bold && !r->normal) ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        PangoAttribute *style = pango_attr_style_new(r->italic || (look->italic && !r->normal) ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);

        weight->start_index = style->start_index = (guint)text.n;
        buf_add(&text, str_replace(d->paper->arena, r->text, S("\n"), S("\u2028")));
        weight->end_index = style->end_index = (guint)text.n;
        pango_attr_list_insert(attrs, weight);
        pango_attr_list_insert(attrs, style);
    }
    pango_layout_set_font_description(l, font);
    pango_layout_set_attributes(l, attrs);
    pango_layout_set_text(l, text.n ? text.p : "", (int)text.n);
    if (!outline) {
        pango_layout_set_width(l, (int)(width * PANGO_SCALE));
        pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
        pango_layout_set_indent(l, (int)(pt(look->first) * PANGO_SCALE));
        pango_layout_set_justify(l, align == ALIGN_JUSTIFY);
        pango_layout_set_alignment(l, align == ALIGN_CENTER ? PANGO_ALIGN_CENTER : align == ALIGN_RIGHT ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    }
    pango_attr_list_unref(attrs);
    pango_font_description_free(font);
    return l;
}

static void flow_para(Pdf *d, Flow *f, const PaperPara *para, double width)
{
    const PaperLook *look = paper_look(para->role);
    PangoLayout *l;
    PangoLayoutIter *it;
    double gap = pt(look->before);

    if (para->role == ROLE_LINE) {
        Line *k = vec_add(d->paper->arena, &f->lines);

        k->rule = pt(para->line) < width ? pt(para->line) : width;
        k->x = (width - k->rule) / 2;
        k->height = 5;
        return;
    }
    if (para->picture) {
        *vec_add(d->paper->arena, &f->lines) = (Line){ .picture = para->picture, .room = width, .height = picture_height(para->picture, width) + 4 };
        return;
    }
    l = layout_of(d, para, width, false);
    *vec_add(d->paper->arena, &f->layouts) = l;
    it = pango_layout_get_iter(l);
    do {
        Line *k = vec_add(d->paper->arena, &f->lines);
        PangoRectangle box;

        pango_layout_iter_get_line_extents(it, NULL, &box);
        k->layout = l;
        k->line = pango_layout_iter_get_line_readonly(it);
        k->x = (double)box.x / PANGO_SCALE;
        k->height = (double)box.height / PANGO_SCALE;
        k->baseline = (double)(pango_layout_iter_get_baseline(it) - box.y) / PANGO_SCALE;
        k->gap = gap;
        k->frame = para->role == ROLE_STAMP;
        gap = 0;
    } while (pango_layout_iter_next_line(it));
    f->lines.v[f->lines.n - 1].height += pt(look->after);
    pango_layout_iter_free(it);
}

static void flow_end(Flow *f)
{
    for (size_t i = 0; i < f->layouts.n; i++)
        g_object_unref(f->layouts.v[i]);
    f->layouts.n = 0;
}

static void draw_line(Pdf *d, const Line *k, double x, double y)
{
    if (k->picture) {
        draw_picture(d, k->picture, x, y + 2, k->room);
        return;
    }
    if (k->rule > 0) {
        cairo_set_line_width(d->cr, 0.75);
        cairo_move_to(d->cr, x + k->x, y + 2);
        cairo_rel_line_to(d->cr, k->rule, 0);
        cairo_stroke(d->cr);
        return;
    }
    if (k->frame) {
        PangoRectangle box;

        pango_layout_line_get_extents(k->line, NULL, &box);
        cairo_set_line_width(d->cr, 1);
        cairo_rectangle(d->cr, x + k->x - 6, y - 1, (double)box.width / PANGO_SCALE + 12, k->height + 2);
        cairo_stroke(d->cr);
    }
    cairo_move_to(d->cr, x + k->x, y + k->baseline);
    pango_cairo_show_layout_line(d->cr, k->line);
}

/* --- pages --- */

/* As outlines of letters, not as text: it is no text of the document. */
static void draw_mark(Pdf *d)
{
    PaperPara para = { .role = ROLE_TYPE, .half_points = 220 };
    PaperRun run = { .text = S("DỰ THẢO") };
    PangoLayout *l;
    int w, h;

    para.runs.v = &run;
    para.runs.n = 1;
    l = layout_of(d, &para, 0, true);
    pango_layout_get_pixel_size(l, &w, &h);
    cairo_save(d->cr);
    cairo_translate(d->cr, d->width / 2, d->height / 2);
    cairo_rotate(d->cr, -0.8);
    cairo_move_to(d->cr, -w / 2.0, -h / 2.0);
    pango_cairo_layout_path(d->cr, l);
    cairo_set_source_rgb(d->cr, 0.91, 0.91, 0.91);
    cairo_fill(d->cr);
    cairo_restore(d->cr);
    cairo_set_source_rgb(d->cr, 0, 0, 0);
    g_object_unref(l);
}

static void draw_number(Pdf *d)
{
    PaperPara para = { .role = ROLE_CELL, .half_points = 2 * NUMBER_SIZE, .centred = true };
    PaperRun run = { .text = str_fmt(d->paper->arena, "%d", d->section_page) };
    Flow f = { 0 };

    para.runs.v = &run;
    para.runs.n = 1;
    flow_para(d, &f, &para, d->right - d->left);
    draw_line(d, &f.lines.v[0], d->left, pt(HEADER_AT));
    flow_end(&f);
}

static void page_begin(Pdf *d)
{
    d->page++;
    d->section_page++;
    d->width = pt(d->landscape ? PAGE_LONG : PAGE_SHORT);
    d->height = pt(d->landscape ? PAGE_SHORT : PAGE_LONG);
    d->left = pt(PAGE_LEFT);
    d->right = d->width - pt(PAGE_RIGHT);
    d->top = pt(PAGE_TOP);
    d->bottom = d->height - pt(PAGE_BOTTOM);
    d->y = d->top;
    cairo_pdf_surface_set_size(d->surface, d->width, d->height);
    cairo_set_source_rgb(d->cr, 0, 0, 0);
    if (d->paper->about.draft)
        draw_mark(d);
    if (d->section_page > 1)
        draw_number(d);
}

/* --- footnotes --- */

static PaperPara note_para(Pdf *d, const PaperRun *r)
{
    PaperPara para = { .role = ROLE_CELL, .half_points = 20 };
    PaperRun *run = vec_add(d->paper->arena, &para.runs);

    run->text = str_fmt(d->paper->arena, "%.*s %.*s", SV(r->text), SV(r->note));
    return para;
}

/* A line between text and notes. */
enum { NOTE_RULE = 6 };

static void draw_notes(Pdf *d)
{
    double y = d->bottom + NOTE_RULE;

    if (d->notes.n == 0)
        return;
    cairo_set_line_width(d->cr, THIN);
    cairo_move_to(d->cr, d->left, d->bottom + NOTE_RULE / 2.0);
    cairo_rel_line_to(d->cr, 120, 0);
    cairo_stroke(d->cr);
    for (size_t i = 0; i < d->notes.n; i++) {
        PaperPara para = note_para(d, d->notes.v[i]);
        Flow f = { 0 };

        flow_para(d, &f, &para, d->right - d->left);
        for (size_t k = 0; k < f.lines.n; k++) {
            draw_line(d, &f.lines.v[k], d->left, y);
            y += f.lines.v[k].height;
        }
        flow_end(&f);
    }
    d->notes.n = 0;
}

static void page_end(Pdf *d)
{
    draw_notes(d);
    cairo_show_page(d->cr);
}

/* Room at the foot for the notes of a paragraph. */
static double notes_height(Pdf *d, const PaperPara *para)
{
    double h = 0;

    for (size_t i = 0; i < para->runs.n; i++) {
        PaperPara note;
        Flow f = { 0 };

        if (para->runs.v[i].note.n == 0)
            continue;
        note = note_para(d, &para->runs.v[i]);
        flow_para(d, &f, &note, d->right - d->left);
        for (size_t k = 0; k < f.lines.n; k++)
            h += f.lines.v[k].height;
        flow_end(&f);
    }
    return h;
}

static void keep_notes(Pdf *d, const PaperPara *para, double h)
{
    if (h <= 0)
        return;
    d->bottom -= h + (d->notes.n ? 0 : NOTE_RULE);
    for (size_t i = 0; i < para->runs.n; i++)
        if (para->runs.v[i].note.n)
            *vec_add(d->paper->arena, &d->notes) = &para->runs.v[i];
}

static void page_turn(Pdf *d)
{
    page_end(d);
    page_begin(d);
}

static bool fresh(const Pdf *d)
{
    return d->y <= d->top + EPS;
}

/* --- paragraphs --- */

static void bookmark(Pdf *d, const PaperPara *para, int *parents)
{
    int level = paper_look(para->role)->outline;
    Buf text = { .arena = d->paper->arena };
    int parent = CAIRO_PDF_OUTLINE_ROOT;

    for (size_t i = 0; i < para->runs.n && level; i++)
        buf_add(&text, para->runs.v[i].text);
    if (text.n == 0)
        return;
    for (int i = 1; i < level; i++)
        parent = parents[i] ? parents[i] : parent;
    size_t end = text.n > 200 ? 200 : text.n;

    while (end && end < text.n && ((unsigned char)text.p[end] & 0xC0) == 0x80)
        end--;
    parents[level] = cairo_pdf_surface_add_outline(d->surface, parent, str_z(d->paper->arena, str_replace(d->paper->arena, str_sub(buf_str(&text), 0, end), S("\n"), S(" "))),
        str_z(d->paper->arena, str_fmt(d->paper->arena, "page=%d pos=[%d %d]", d->page, (int)d->left, (int)d->y)), 0);
    for (int i = level + 1; i < 10; i++)
        parents[i] = 0;
}

enum { ROOM_BELOW = 42 };       /* two lines of what a heading stands above */

/* below: of what it must not be parted from */
static void put_para(Pdf *d, const PaperPara *para, double below, int *parents)
{
    const char *tag = paper_look(para->role)->outline ? "H" : "P";
    Flow f = { 0 };
    double all = 0, foot;

    flow_para(d, &f, para, d->right - d->left);
    for (size_t i = 0; i < f.lines.n; i++)
        all += f.lines.v[i].height + f.lines.v[i].gap;
    if (paper_look(para->role)->keep && !fresh(d) && d->y + all + below > d->bottom)
        page_turn(d);
    if (f.lines.n > 1 && !fresh(d) && d->y + f.lines.v[0].gap + 2 * f.lines.v[0].height > d->bottom)
        page_turn(d);           /* no single line at the foot */
    foot = notes_height(d, para);
    if (foot > 0 && !fresh(d) && d->y + all + foot > d->bottom)
        page_turn(d);
    keep_notes(d, para, foot);
    cairo_tag_begin(d->cr, tag, NULL);
    for (size_t i = 0; i < f.lines.n; i++) {
        Line *k = &f.lines.v[i];

        if (d->y + k->gap + k->height > d->bottom + 3 && !fresh(d)) {
            cairo_tag_end(d->cr, tag);
            page_turn(d);
            cairo_tag_begin(d->cr, tag, NULL);
        }
        d->y += fresh(d) ? 0 : k->gap;
        if (i == 0)
            bookmark(d, para, parents);
        draw_line(d, k, d->left, d->y);
        d->y += k->height;
    }
    cairo_tag_end(d->cr, tag);
    flow_end(&f);
}

static void put_picture(Pdf *d, const PaperPicture *k)
{
    double room = d->right - d->left, w = pt(k->width) < room ? pt(k->width) : room, h = picture_height(k, room);

    if (d->y + h > d->bottom && !fresh(d))
        page_turn(d);
    draw_picture(d, k, d->left + (room - w) / 2, d->y, room);
    d->y += h + 6;
}

/* --- tables --- */

typedef struct Grid {
    Pdf *d;
    const PaperTable *t;
    double edge[PAPER_MAX_COLS + 1];
    Flow *over[PAPER_MAX_COLS]; /* the cell in each column, down to its last row */
    size_t next;
} Grid;

static double pad_x(const PaperTable *t)
{
    return t->plain ? 0 : PAD_X;
}

static double pad_y(const PaperTable *t)
{
    return t->plain ? 0 : PAD_Y;
}

static Flow *flow_cell(Grid *g, const PaperCell *k)
{
    Flow *f = NEW(g->d->paper->arena, Flow, 1);

    f->cell = k;
    f->x = g->edge[k->col];
    f->width = g->edge[k->col + k->col_span] - f->x;
    f->y0 = g->d->y;
    for (size_t i = 0; i < k->paras.n; i++)
        flow_para(g->d, f, &k->paras.v[i], f->width - 2 * pad_x(g->t));
    return f;
}

static double rest_height(const Grid *g, const Flow *f)
{
    double h = 2 * pad_y(g->t);

    for (size_t i = f->done; i < f->lines.n; i++)
        h += f->lines.v[i].height + f->lines.v[i].gap;
    return h;
}

static void fill(cairo_t *cr, PaperShade shade)
{
    const char *hex = paper_shade(shade);
    double rgb[3];

    for (int i = 0; i < 3; i++) {
        int hi = hex[2 * i] <= '9' ? hex[2 * i] - '0' : hex[2 * i] - 'A' + 10, lo = hex[2 * i + 1] <= '9' ? hex[2 * i + 1] - '0' : hex[2 * i + 1] - 'A' + 10;

        rgb[i] = (16 * hi + lo) / 255.0;
    }
    cairo_set_source_rgb(cr, rgb[0], rgb[1], rgb[2]);
    cairo_fill(cr);
    cairo_set_source_rgb(cr, 0, 0, 0);
}

/* The piece of a cell on this page, from its top to y. */
static void draw_piece(Grid *g, Flow *f, double y)
{
    cairo_t *cr = g->d->cr;
    double at = f->y0 + pad_y(g->t), rest = rest_height(g, f);
    size_t first = f->done;

    if (f->cell->shade) {
        cairo_rectangle(cr, f->x, f->y0, f->width, y - f->y0);
        fill(cr, f->cell->shade);
    }
    if (!g->t->plain) {
        cairo_set_line_width(cr, THIN);
        cairo_rectangle(cr, f->x, f->y0, f->width, y - f->y0);
        cairo_stroke(cr);
    }
    if (f->cell->row < g->t->header_rows && rest < y - f->y0)
        at += (y - f->y0 - rest) / 2;
    if (f->done < f->lines.n)
        cairo_tag_begin(cr, "P", NULL);
    while (f->done < f->lines.n) {
        const Line *k = &f->lines.v[f->done];

        if (at + k->gap + k->height > y + EPS + 1 && f->done > first)
            break;
        if (at + k->gap + k->height > y + EPS + 1 && y < g->d->bottom - 2 * k->height)
            break;
        draw_line(g->d, k, f->x + pad_x(g->t), at + k->gap);
        at += k->gap + k->height;
        f->done++;
    }
    if (f->lines.n > first)
        cairo_tag_end(cr, "P");
}

static void open_row(Grid *g, int row)
{
    for (int col = 0; col < g->t->cols;) {
        Flow *f = g->over[col];

        if (!f || f->cell->row + f->cell->row_span <= row)
            f = flow_cell(g, &g->t->cells.v[g->next++]);
        for (int i = 0; i < f->cell->col_span; i++)
            g->over[col + i] = f;
        col += f->cell->col_span;
    }
}

/* Height of the row on this page: cells that end here must have all their room. */
static double row_height(const Grid *g, int row)
{
    double h = 0;

    for (int col = 0; col < g->t->cols; col += g->over[col]->cell->col_span) {
        const Flow *f = g->over[col];
        double need = rest_height(g, f) - (g->d->y - f->y0);

        if (f->cell->row + f->cell->row_span - 1 > row)
            need = f->lines.n && f->cell->row == row ? f->lines.v[0].height + 2 * pad_y(g->t) : 0;
        h = need > h ? need : h;
    }
    return h;
}

static void draw_row_pieces(Grid *g, int row, double y, bool all)
{
    for (int col = 0; col < g->t->cols; col += g->over[col]->cell->col_span) {
        Flow *f = g->over[col];
        bool ends = f->cell->row + f->cell->row_span - 1 <= row;

        if (all || ends)
            draw_piece(g, f, y);
        if (ends && !all)
            flow_end(f);
    }
}

static void put_rows(Grid *g, int from, int to);

/* A new page in the middle of a table: what reaches over is cut at y, the header stands again. */
static void table_turn(Grid *g, int row, double y)
{
    if (y > 0)
        draw_row_pieces(g, row, y, true);
    page_turn(g->d);
    if (row >= g->t->header_rows && g->t->header_rows) {
        Grid head = { .d = g->d, .t = g->t };

        memcpy(head.edge, g->edge, sizeof head.edge);
        put_rows(&head, 0, g->t->header_rows);
    }
    for (int col = 0; col < g->t->cols; col++)
        g->over[col]->y0 = g->d->y;
}

/* Cells of rows above that reach into this row end at the foot of the page; those of this row have not begun. */
static void cut_above(Grid *g, int row)
{
    double y = g->d->y;

    for (int col = 0; col < g->t->cols; col += g->over[col]->cell->col_span)
        if (g->over[col]->cell->row < row)
            draw_piece(g, g->over[col], y);
}

static void put_row(Grid *g, int row)
{
    Pdf *d = g->d;
    double h;
    bool begun = false;

    open_row(g, row);
    for (int turns = 0; turns < 1000; turns++) {
        double space = d->bottom - d->y;
        bool tall;

        h = row_height(g, row);
        if (h <= space + 1)
            break;
        tall = h > d->bottom - d->top - 60;
        if (tall && (space > 60 || turns > 0)) {        /* taller than a page: goes on line by line */
            table_turn(g, row, d->bottom);
            begun = true;
            continue;
        }
        if (fresh(d) || (begun && !tall && space > d->bottom - d->top - 100))
            break;
        if (!begun)
            cut_above(g, row);
        table_turn(g, row, begun ? d->y : 0);
    }
    d->y += h > 0 ? h : 0;
    draw_row_pieces(g, row, d->y, false);
}

static void put_rows(Grid *g, int from, int to)
{
    for (int row = from; row < to; row++)
        put_row(g, row);
}

static void put_table(Pdf *d, const PaperTable *t)
{
    Grid g = { .d = d, .t = t };
    double sum = 0, all = 0;

    for (int i = 0; i < t->cols; i++)
        all += t->width[i];
    for (int i = 0; i <= t->cols; i++) {
        g.edge[i] = d->left + (d->right - d->left) * sum / all;
        sum += i < t->cols ? t->width[i] : 0;
    }
    if (!fresh(d) && t->header_rows && d->y + 60 > d->bottom)
        page_turn(d);           /* no header without a row */
    put_rows(&g, 0, t->rows);
    d->y += 2;
}

/* --- the file --- */

static void describe(Pdf *d)
{
    const PaperAbout *k = &d->paper->about;
    Arena *a = d->paper->arena;
    const char *at = str_z(a, str_fmt(a, "%.*sZ", SV(str_sub(moment_iso(a, k->made.ms ? k->made : (Moment){ 946684800000 }), 0, 19))));

    cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_TITLE, str_z(a, k->title));
    cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_AUTHOR, str_z(a, k->author));
    cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_SUBJECT, str_z(a, k->subject));
    cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_KEYWORDS, str_z(a, k->keywords));
    cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_CREATOR, "Thuoc Do");
    cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_CREATE_DATE, at);
    cairo_pdf_surface_set_metadata(d->surface, CAIRO_PDF_METADATA_MOD_DATE, at);
}

static bool font_there(PangoContext *context)
{
    PangoFontDescription *want = pango_font_description_from_string(FONT), *got;
    PangoFont *font = pango_context_load_font(context, want);
    bool same = false;

    pango_font_description_free(want);
    if (!font)
        return false;
    got = pango_font_describe(font);
    same = strcmp(pango_font_description_get_family(got), FONT) == 0;
    pango_font_description_free(got);
    g_object_unref(font);
    return same;
}

static void put_blocks(Pdf *d)
{
    const Paper *p = d->paper;
    int parents[11] = { 0 };
    size_t from = 0;

    if (p->blocks.n && p->blocks.v[0].kind == PAPER_PAGE) {
        d->landscape = p->blocks.v[0].landscape;
        from = 1;
    }
    page_begin(d);
    for (size_t i = from; i < p->blocks.n; i++) {
        const PaperBlock *k = &p->blocks.v[i];

        if (k->kind == PAPER_PARA)
            put_para(d, k->para, i + 1 < p->blocks.n && k[1].kind == PAPER_PICTURE ? picture_height(k[1].picture, d->right - d->left) : ROOM_BELOW, parents);
        if (k->kind == PAPER_TABLE)
            put_table(d, k->table);
        if (k->kind == PAPER_PICTURE)
            put_picture(d, k->picture);
        if (k->kind == PAPER_PAGE) {
            d->landscape = k->landscape;
            d->section_page = 0;
            page_turn(d);
        }
    }
    page_end(d);
}

Err paper_pdf(const Paper *p, Str *out, Answer *why)
{
    Pdf d = { .paper = p, .out = { .arena = p->arena } };
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_status_t status;
    bool font;

    d.surface = cairo_pdf_surface_create_for_stream(write_bytes, &d.out, pt(PAGE_SHORT), pt(PAGE_LONG));
    d.cr = cairo_create(d.surface);
    d.context = pango_cairo_create_context(d.cr);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);   /* else letters stand on whole points */
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(d.context, options);
    pango_context_set_round_glyph_positions(d.context, FALSE);
    pango_context_set_language(d.context, pango_language_from_string("vi-VN"));
    font = font_there(d.context);
    if (font) {
        describe(&d);
        put_blocks(&d);
    }
    cairo_surface_finish(d.surface);
    status = cairo_surface_status(d.surface);
    g_object_unref(d.context);
    cairo_destroy(d.cr);
    cairo_surface_destroy(d.surface);
    cairo_font_options_destroy(options);
    if (!font)
        return answer(why, E_IO, T("Máy chủ chưa có phông chữ Liberation Serif để làm PDF; hãy cài gói fonts-liberation2, hoặc lấy bản DOCX."));
    if (status != CAIRO_STATUS_SUCCESS)
        return answer(why, E_IO, T("Không làm được PDF: %s."), cairo_status_to_string(status));
    *out = buf_str(&d.out);
    return OK;
}
