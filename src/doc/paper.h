/*
 * An official document on its way out: what stands on paper, before anybody decided between DOCX, PDF and a page.
 * One model, three writers; each writes the same text in the same order.
 *
 *     Paper *p = paper_begin(c->arena, &(PaperAbout){ .title = abstract, .made = c->now });
 *     paper_letterhead(p, &(PaperHead){ .issuer = S("ỦY BAN NHÂN DÂN"), .symbol = S("QĐ-UBND"), … });
 *     paper_text(p, ROLE_BASIS, S("Căn cứ …;"));
 *     paper_article(p, 1, S("Công bố …"));
 *     PaperTable *t = paper_table(p, (const int[]){ 8, 60, 20 }, 3, 1);
 *     paper_cell(t, S("TT"));  …                from left to right; places covered by merged cells are stepped over
 *     paper_sign(p, &(PaperSign){ … });
 *     TRY(paper_docx(p, &bytes, why));
 *
 * Text becomes NFC and loses control characters when it comes in. A paper and all its texts live in the arena of
 * paper_begin. Equal calls give equal bytes. Lengths are twentieths of a point (567 = 1 cm), as in DOCX.
 *
 * BASIS: Nghị định 30/2020/NĐ-CP, Phụ lục I (thể thức và kỹ thuật trình bày).
 */
#pragma once
#include "base/date.h"
#include "base/dec.h"
#include "doc/doc.h"

enum { PAPER_CM = 567, PAPER_MAX_COLS = 60 };

/* Page of the decree: A4, margins 20, 20, 30, 15–20 mm. */
enum { PAGE_SHORT = 11906, PAGE_LONG = 16838, PAGE_TOP = 1134, PAGE_BOTTOM = 1134, PAGE_LEFT = 1701, PAGE_RIGHT = 964 };

/* What a paragraph is; its look follows from it (paper_look). */
typedef enum PaperRole {
    ROLE_BODY,              /* justified, first line 1.27 cm */
    ROLE_FLUSH,             /* body without the first-line indent */
    ROLE_PARENT,            /* letterhead: cơ quan chủ quản */
    ROLE_ISSUER,
    ROLE_NATION,            /* Quốc hiệu */
    ROLE_MOTTO,             /* Tiêu ngữ */
    ROLE_NUMBER,            /* Số: …/QĐ-UBND */
    ROLE_SUBJECT,           /* V/v …, under the number of a công văn */
    ROLE_PLACE,             /* địa danh, ngày tháng */
    ROLE_LINE,              /* a drawn line, para.line long; no text */
    ROLE_STAMP,             /* framed: MẬT, KHẨN */
    ROLE_TYPE,              /* tên loại; also "QUYẾT ĐỊNH:" */
    ROLE_ABSTRACT,
    ROLE_RULER,             /* who decides: CHỦ TỊCH ỦY BAN NHÂN DÂN … */
    ROLE_BASIS,             /* căn cứ */
    ROLE_TO,                /* Kính gửi */
    ROLE_PART,              /* A. …, Phần …, Chương … */
    ROLE_SECTION,           /* I. … */
    ROLE_CLAUSE,            /* 1. …, bold */
    ROLE_POINT,             /* a) …, bold italic */
    ROLE_ARTICLE,           /* Điều N. … */
    ROLE_APPENDIX,          /* Phụ lục I */
    ROLE_APPENDIX_TITLE,
    ROLE_APPENDIX_OF,       /* (Kèm theo …) */
    ROLE_CAPTION,           /* above a table */
    ROLE_NOTE,              /* small, italic: số liệu đến ngày … */
    ROLE_CELL,              /* in a table */
    ROLE_RECIPIENTS,        /* Nơi nhận: */
    ROLE_RECIPIENT,
    ROLE_SIGNER,            /* authority and title */
    ROLE_ROOM,              /* room for signature and seal */
    ROLE_NAME,              /* of who signs */
    ROLES
} PaperRole;

typedef struct PaperLook {
    const char *id;         /* style in the DOCX, class in HTML: "Noi-dung" */
    const char *name;       /* of the style, as Word shows it */
    int half_points;
    bool bold, italic;
    Align align;
    int first, before, after;
    int outline;            /* 1..9: a heading; 0: none */
    bool keep;              /* stays on the page of what follows */
} PaperLook;
const PaperLook *paper_look(PaperRole role);

typedef struct PaperRun {
    Str text;               /* \n: forced line break */
    bool bold, italic;      /* beside what the role says */
    bool normal;            /* neither, whatever the role says: the text behind "Điều 1." */
    Str note;               /* a footnote; then text is its number */
    bool hand;              /* a number changed by hand: marked on the page, not on paper */
} PaperRun;

/* A picture in the middle of the page, or in a cell. Its text is in `alt`, for it is no text of the document. */
typedef struct PaperPicture {
    Str png;
    Str alt;
    int width, height;      /* wider than the text: made smaller */
    int no;                 /* in the paper, from 1; given when it comes in */
} PaperPicture;

typedef struct PaperPara {
    PaperRole role;
    VEC(PaperRun) runs;
    int line;               /* ROLE_LINE: its length */
    int half_points;        /* 0: as the role */
    bool centred, right;    /* instead of the role's alignment */
    const PaperPicture *picture;        /* instead of text; in cells only */
} PaperPara;

/* The grounds of a cell. A letter or number always stands beside a colour. */
typedef enum PaperShade { SHADE_NONE, SHADE_HEAD, SHADE_BAR, SHADE_1, SHADE_2, SHADE_3, SHADE_4, SHADE_5 } PaperShade;
const char *paper_shade(PaperShade s);      /* "D9E2F3"; NULL: none */

typedef struct PaperCell {
    int32_t row, col, row_span, col_span;
    VEC(PaperPara) paras;   /* at least one */
    PaperShade shade;
} PaperCell;

typedef struct PaperTable {
    Arena *arena;
    int32_t rows, cols, header_rows;
    int width[PAPER_MAX_COLS];          /* share of the text width, any unit */
    bool plain;             /* without lines: letterhead, signatures */
    int half_points;        /* of its cells */
    VEC(PaperCell) cells;   /* by row, then column */
    int32_t covered[PAPER_MAX_COLS];    /* rows below that a merged cell still covers */
    int32_t at_row, at_col;
} PaperTable;

typedef enum PaperKind { PAPER_PARA, PAPER_TABLE, PAPER_PAGE, PAPER_PICTURE } PaperKind;

typedef struct PaperBlock {
    PaperKind kind;
    PaperPara *para;
    PaperTable *table;
    PaperPicture *picture;
    bool landscape;         /* PAPER_PAGE: a new section begins; its pages count from 1 */
} PaperBlock;

typedef struct PaperAbout {
    Str title, author, subject, keywords;
    Moment made;            /* of the properties; part of the bytes */
    bool draft;             /* marked DỰ THẢO across each page until a number is given */
} PaperAbout;

typedef struct Paper {
    Arena *arena;
    PaperAbout about;
    VEC(PaperBlock) blocks;
    int notes, pictures;    /* so far */
} Paper;

Paper *paper_begin(Arena *a, const PaperAbout *about);

/* Paragraphs. Empty text makes an empty paragraph. */
PaperPara *paper_text(Paper *p, PaperRole role, Str text);
PaperPara *paper_fmt(Paper *p, PaperRole role, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void paper_run(Paper *p, PaperPara *para, Str text, bool bold, bool italic);
void paper_plain_run(Paper *p, PaperPara *para, Str text);          /* neither bold nor italic, whatever the role says */
/* A footnote behind what the paragraph says so far: its mark is a number, its text stands at the foot of the page. */
void paper_note(Paper *p, PaperPara *para, Str text);
void paper_picture(Paper *p, const PaperPicture *k);
void paper_article(Paper *p, int n, Str text);                      /* Điều n. text */
/* A new page and section, portrait or landscape. */
void paper_page(Paper *p, bool landscape);

/*
 * Tables of n columns. Cells come from left to right and wrap to the next row by themselves; the last row must be full.
 * header_rows stand again at the top of each page.
 */
PaperTable *paper_table(Paper *p, const int *widths, int n, int header_rows);
PaperCell *paper_cell(PaperTable *t, Str text);                     /* lines of the text become paragraphs */
PaperCell *paper_head(PaperTable *t, Str text);                     /* bold, centred, shaded */
PaperCell *paper_span(PaperTable *t, Str text, int rows, int cols);
void paper_seek(PaperTable *t);             /* at_row, at_col: where the next cell will stand; a row past the end: none is left */
PaperCell *paper_bold(PaperCell *k);
PaperCell *paper_centred(PaperCell *k);
PaperCell *paper_shaded(PaperCell *k, PaperShade shade);
PaperPara *paper_cell_para(PaperTable *t, PaperCell *k, PaperRole role, Str text);
void paper_cell_picture(Paper *p, PaperTable *t, PaperCell *k, const PaperPicture *picture);

/* The letterhead, type and abstract: two columns without lines, then what the document is. */
typedef struct PaperHead {
    Str parent;             /* cơ quan chủ quản; empty for HĐND and UBND */
    Str issuer;
    Str number;             /* "05"; empty: blank, written in by the clerk */
    Str symbol;             /* "QĐ-UBND" */
    Str place;              /* "Vân Nhạn" */
    Date date;              /* unset: blanks */
    int year;               /* printed when the date is unset */
    Str day;                /* instead of date and year: "ngày 05 tháng 01 năm 2026" */
    Str type;               /* "QUYẾT ĐỊNH"; empty: công văn */
    Str abstract;
    Str secrecy, urgency;   /* "MẬT", "KHẨN"; empty: none */
} PaperHead;
void paper_letterhead(Paper *p, const PaperHead *h);
Str paper_number(Arena *a, Str number, Str symbol);                 /* "05/QĐ-UBND", with blanks for no number */
/* "ngày 05 tháng 01 năm 2026": day below 10 and months 1 and 2 with a zero. Unset: "ngày     tháng     năm 2026". */
Str paper_day(Arena *a, Date d, int year);

/* In whose name the signer signs. BASIS: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II khoản 7. */
typedef enum PaperPower { SIGN_OWN, SIGN_DEPUTY, SIGN_ORDER, SIGN_CHARGED, SIGN_ACTING } PaperPower;   /* –, KT., TL., TUQ., Q. */
typedef struct PaperSign {
    Str collective;         /* "ỦY BAN NHÂN DÂN": signed TM.; empty for bodies led by one head */
    Str head;               /* "CHỦ TỊCH", "GIÁM ĐỐC" */
    PaperPower power;
    Str title;              /* of who signs, for KT., TL. and TUQ.: "PHÓ CHỦ TỊCH" */
    Str name;               /* empty: left blank */
    const Str *lines;       /* instead of collective, head, power and title: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH" */
    size_t n_lines;
    const Str *second;      /* minutes: who signs on the left, "THƯ KÝ" and the name; recipients stand below */
    size_t n_second;
    const Str *recipients;  /* "Như Điều 3", … ; the last line "Lưu: VT, …" is made from keep */
    size_t n_recipients;
    Str keep;               /* "VT, CCHC" */
    const PaperPicture *code;           /* below the recipients, beside the signature: the code that leads to the document; NULL: none */
    Str code_words, code_note;          /* code_words: instead of a picture, where it will stand */
} PaperSign;
void paper_sign(Paper *p, const PaperSign *s);

/* no: "II" of several appendices; empty: the only one. Opens its page. of: "Quyết định số …/QĐ-UBND ngày … của …". */
void paper_appendix(Paper *p, Str no, Str title, Str of, bool landscape);

/* A bar of points in tables: parts columns of `part` width, filled from the left. */
void paper_bar(PaperTable *t, Dec value, Dec max, int parts);

/* The text, one line for each paragraph, in the order of all writers; cells divided by tabs. */
Str paper_plain(const Paper *p);

/* The run of a header that draws DỰ THẢO across the page; its shape is named PAPER_MARK and id. */
#define PAPER_MARK "DuThao"
void paper_mark(Buf *b, int id);
/* docProps/core.xml of a DOCX. */
Str paper_properties(Arena *a, const PaperAbout *about);

/* Writers. Answers: E_IO no room; the PDF also when the machine has no font for it. */
Err paper_docx(const Paper *p, Str *out, Answer *why);
Err paper_pdf(const Paper *p, Str *out, Answer *why);
void paper_html(const Paper *p, Buf *out);          /* an article for a page: its classes stand in assets/app.css */
void paper_html_file(const Paper *p, Buf *out);     /* a whole file that shows and prints by itself */
