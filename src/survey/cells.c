#include "survey/cells.h"

bool cells_line(Str text, size_t *at, Str *line)
{
    size_t left = text.n - *at;
    const char *from, *lf;

    if (!left)
        return false;
    from = text.p + *at;
    lf = memchr(from, '\n', left);
    *line = (Str){ from, lf ? (size_t)(lf - from) : left };
    *at += line->n + (lf != NULL);
    if (line->n && line->p[line->n - 1] == '\r')
        line->n--;
    return true;
}

char cells_separator(Str line)
{
    static const char seps[] = { ',', ';', '\t' };
    char best = ',';
    size_t most = 0;

    for (size_t s = 0; s < COUNT(seps); s++) {
        size_t n = 0;

        for (size_t i = 0; i < line.n; i++)
            n += line.p[i] == seps[s];
        if (n > most) {
            most = n;
            best = seps[s];
        }
    }
    return best;
}

static bool take_quoted(Arena *a, Str line, size_t *at, char sep, Str *cell)
{
    size_t i = *at + 1;
    bool doubled = false;

    for (; i < line.n; i++) {
        if (line.p[i] != '"')
            continue;
        if (i + 1 < line.n && line.p[i + 1] == '"') {
            doubled = true;
            i++;
            continue;
        }
        break;
    }
    if (i >= line.n || (i + 1 < line.n && line.p[i + 1] != sep))
        return false;
    *cell = str_sub(line, *at + 1, i);
    if (doubled)
        *cell = str_replace(a, *cell, S("\"\""), S("\""));
    *at = i + 1;
    return true;
}

bool cells_take(Arena *a, Str line, size_t *at, char sep, Str *cell)
{
    const char *end;

    if (*at < line.n && line.p[*at] == '"')
        return take_quoted(a, line, at, sep, cell);
    end = *at < line.n ? memchr(line.p + *at, sep, line.n - *at) : NULL;
    *cell = str_sub(line, *at, end ? (size_t)(end - line.p) : line.n);
    *at += cell->n;
    return true;
}

bool cells_row(Arena *a, Str line, char sep, CellRow *out)
{
    for (size_t at = 0;; at++) {
        Str cell;

        if (!cells_take(a, line, &at, sep, &cell))
            return false;
        *vec_add(a, out) = str_trim(cell);
        if (at >= line.n)
            return true;
    }
}
