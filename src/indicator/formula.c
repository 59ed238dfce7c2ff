#include "indicator/indicator.h"

static bool code_ok(Str s)
{
    if (!s.n || s.n > 20)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] == '.' || (s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'z')))
            return false;
    return true;
}

bool formula_sum(Str text, CodeValue value, const void *user, Dec *out, bool *missing)
{
    Dec sum = { 0 }, one;
    bool minus = false;

    *missing = false;
    for (size_t from = 0, i = 0; i <= text.n; i++) {
        if (i < text.n && text.p[i] != '+' && text.p[i] != '-')
            continue;
        Str code = str_trim(str_sub(text, from, i));

        if (!code_ok(code))
            return false;
        if (!value(user, code, &one))
            *missing = true;
        else if (!dec_add_ok(sum, minus ? dec_neg(one) : one, &sum))
            return false;
        minus = i < text.n && text.p[i] == '-';
        from = i + 1;
    }
    if (!*missing)
        *out = sum;
    return true;
}

const char *severity_name(Severity s)
{
    static const char *const names[] = { "note", "warning", "error" };

    return names[s];
}

bool check_next(Str *rest, Check *out, bool *bad)
{
    Str one, word;

    *bad = false;
    if (!str_trim(*rest).n)
        return false;
    (void)str_cut(*rest, S(";"), &one, rest);               /* the last check has nothing behind it */
    *bad = true;
    if (!str_cut(str_trim(one), S(" "), &word, &one))
        return false;
    for (out->severity = SEV_NOTE; !str_eq(word, str_of(severity_name(out->severity))); out->severity++)
        if (out->severity == SEV_ERROR)
            return false;
    if (!str_cut(str_trim(one), S(" "), &out->op, &out->right))
        return false;
    out->right = str_trim(out->right);
    *bad = !str_eq(out->op, S("<=")) && !str_eq(out->op, S(">=")) && !str_eq(out->op, S("="));
    return !*bad;
}
