/* Inside the layout check: the document as pieces of lines, and how a finding is made. Not for others. */
#pragma once
#include "issuance/check.h"

/* A line of a letterhead or a paragraph: paragraphs are divided at tabs and forced breaks. */
typedef struct Piece {
    Str text, fold;             /* trimmed, composed; folded */
    const LayoutPara *para;
    int small, large;           /* half points of its letters */
    bool bold, italic, any_bold, any_italic;    /* all, some of its letters */
    bool underline;
} Piece;

typedef struct Check {
    Arena *arena;
    Lang lang;
    Findings *out;
    const Layout *doc;
    VEC(Piece) pieces;          /* without empty ones */
    size_t body;                /* first piece behind letterhead, type and abstract */
    size_t nation, motto, number, place, type, recipients;      /* SIZE_MAX: not found */
    bool decision;              /* has articles: Quyết định, Nghị quyết */
    Str symbol_type;            /* "QĐ" of the type that was found */
} Check;

#define R_PAPER T("Phụ lục I, mục I.1 (khổ giấy)")
#define R_DIRECTION T("Phụ lục I, mục I.2 (kiểu trình bày)")
#define R_MARGIN T("Phụ lục I, mục I.3 (định lề trang)")
#define R_FONT T("Phụ lục I, mục I.4 (phông chữ)")
#define R_PAGE T("Phụ lục I, mục I.7 (số trang)")
#define R_NATION T("Phụ lục I, mục II.1 (Quốc hiệu và Tiêu ngữ)")
#define R_ISSUER T("Phụ lục I, mục II.2 (tên cơ quan ban hành)")
#define R_NUMBER T("Phụ lục I, mục II.3 (số, ký hiệu)")
#define R_DATE T("Phụ lục I, mục II.4 (địa danh và thời gian)")
#define R_TYPE T("Phụ lục I, mục II.5 (tên loại và trích yếu)")
#define R_BODY T("Phụ lục I, mục II.6 (nội dung văn bản)")
#define R_SIGN T("Phụ lục I, mục II.7 (chức vụ, họ tên và chữ ký)")
#define R_TO T("Phụ lục I, mục II.9 (nơi nhận)")
#define R_APPENDIX T("Phụ lục I, mục III.1 (phụ lục)")
#define R_URGENT T("Phụ lục I, mục III.2 (dấu chỉ độ mật, mức độ khẩn)")

/* A sentence for the list; the same code again only counts. p NULL: the whole document. */
void finding(Check *k, const char *code, const char *rule, const Piece *p, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* Sizes of the decree, in points. */
void check_size(Check *k, const char *code, const char *rule, const Piece *p, const char *what, int least, int most);

void check_pages(Check *k);                 /* paper, margins, page numbers */
void check_fonts(Check *k);
void check_head(Check *k);                  /* letterhead, type, abstract; finds where the body begins */
void check_body(Check *k);                  /* basis, articles, paragraphs, appendices */
void check_sign(Check *k);                  /* Nơi nhận, signature block */

Str after_word(Str s, Str word);            /* what stands behind the first place of word; empty: nowhere */
bool all_upper(Str s);                      /* has letters, none of them small */
