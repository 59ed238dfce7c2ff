/*
 * What a document is to say, as data: names with texts, lists of records, pictures. Wordings and templates of a province
 * take their tags from it.
 *
 *     Fields *f = fields_begin(c->arena);
 *     field(f, "nam", S("2025"));
 *     Fields *row = field_row(f, "tieu_chi");         one more record of the list
 *     field(row, "ma", S("1.2"));
 *
 * Tags, the same in a wording of ours and in a DOCX that people edit in Word:
 *     {{ten}}                 the text; {{TEN}} in capitals
 *     {{#danh_sach}} … {{/danh_sach}}     for each record; for a text: when it is not empty
 *     {{^danh_sach}} … {{/danh_sach}}     when there is none
 *     {{ten|gop}}             in a table: one cell with those right above that say the same
 *     {{ten|nen:muc}}         in a table: the cell is shaded by the level 0–6 in field `muc`; 6 is the ground of bars
 *     {{#ds|cot}} … {{/ds}}   in a table: that cell for each record, side by side; cells above and below reach over all of them
 *     {{stt}}                 1, 2, 3 … in the innermost list
 * Names are looked up from the innermost record outward. They are Vietnamese without marks, for people read them.
 */
#pragma once
#include "base/err.h"

typedef struct DocField DocField;

typedef struct Fields {
    Arena *arena;
    VEC(DocField) v;
} Fields;

typedef struct FieldPicture {
    Str png;
    Str alt;                    /* what it shows, in words */
    int width, height;          /* on paper, 1/20 pt */
} FieldPicture;

struct DocField {
    Str name;
    Str text;
    Str source;                 /* where the text comes from, for tracing; may be empty */
    bool list;
    VEC(Fields *) rows;         /* of a list */
    const FieldPicture *picture;
};

Fields *fields_begin(Arena *a);
void field(Fields *f, const char *name, Str text);             /* a name again: the last one holds */
void field_fmt(Fields *f, const char *name, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void field_from(Fields *f, const char *name, Str text, Str source);
void field_list(Fields *f, const char *name);                   /* a list that may stay empty */
Fields *field_row(Fields *f, const char *list);
void field_picture(Fields *f, const char *name, const FieldPicture *p);
const DocField *fields_find(const Fields *f, Str name);            /* NULL: none; capitals are the same name */
/* All texts as JSON: {"nam":"2025","tieu_chi":[{"ma":"1.2"}]}; sources as "nam@". Pictures are left out. */
void fields_json(const Fields *f, Buf *out);

/* Where names are looked up: a record inside another. */
typedef struct FieldScope {
    const Fields *record;
    const struct FieldScope *up;
    size_t no;                  /* of the record in its list, from 1; 0: no list */
    Str list;                   /* its name */
} FieldScope;
const DocField *scope_find(const FieldScope *s, Str name);
size_t scope_number(const FieldScope *s);                       /* {{stt}}; 0 outside of lists */

/* --- tags --- */

typedef enum TagKind { TAG_VALUE, TAG_EACH, TAG_NONE, TAG_END } TagKind;
typedef struct Tag {
    TagKind kind;
    Str name;                   /* lower case */
    Str filter, arg;            /* "gop", "nen" and its field */
    bool upper;
    size_t from, to;            /* in the text */
} Tag;
/*
 * The next tag at or behind `from`. False: none; then *bad tells whether something begins like a tag and is none
 * (out->from … out->to is that place).
 */
bool tag_next(Arena *a, Str text, size_t from, Tag *out, bool *bad);

/* How an expanded text tells the builder of tables what a filter asked for; never in data. */
#define MARK_MERGE "\x05"
#define MARK_SHADE "\x06"       /* followed by '0'…'6' */
#define MARK_BAR "\x01"         /* stand-ins for | * and line breaks of data */
#define MARK_STAR "\x02"
#define MARK_BREAK "\x03"

/* A picture in an expanded text is the way to it: "nhom:2/hinh". NULL: there is none. */
const FieldPicture *fields_picture(const Fields *root, Str way);

typedef struct Unknown {
    VEC(Str) names;             /* asked for by tags, not among the fields; each once */
} Unknown;

/*
 * Expands the tags of a text. A line with nothing but a {{#…}}, {{^…}} or {{/…}} goes away. Data stand for themselves:
 * what would mean something to a wording is replaced by the marks above.
 * Answers: E_INVALID with the line of a tag that has no end or no beginning; E_LIMIT beyond 64 MB or 16 levels.
 */
Err fields_fill(Arena *a, Str text, const Fields *root, Unknown *unknown, Str *out, Answer *why);
