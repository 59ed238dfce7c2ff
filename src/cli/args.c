#include "cli/args.h"

Str args_get(const Args *a, const char *option)
{
    Str found = { 0 };

    for (size_t i = 0; i < a->options.n; i++)
        if (str_eq(a->options.v[i].name, str_of(option)))
            found = a->options.v[i].value;
    return found;
}

bool args_has(const Args *a, const char *option)
{
    for (size_t i = 0; i < a->options.n; i++)
        if (str_eq(a->options.v[i].name, str_of(option)))
            return true;
    return false;
}

size_t args_count(const Args *a)
{
    return a->operands.n;
}

Str args_operand(const Args *a, size_t i)
{
    return i < a->operands.n ? a->operands.v[i] : (Str){ 0 };
}

Err args_int(Ctx *c, const Args *a, const char *option, int64_t min, int64_t max, int64_t *out)
{
    Str s = args_get(a, option);
    int64_t v;

    if (!args_has(a, option))
        return OK;
    if (!str_int(str_trim(s), &v) || v < min || v > max)
        return fail(c, E_INVALID, T("Giá trị “%.*s” của --%s không hợp lệ; hãy ghi một số nguyên từ %lld đến %lld."),
            SV(s), option, (long long)min, (long long)max);
    *out = v;
    return OK;
}

Err args_date(Ctx *c, const Args *a, const char *option, Date *out)
{
    Str s = args_get(a, option);

    if (!args_has(a, option))
        return OK;
    if (!date_parse(out, s, 0))
        return fail(c, E_INVALID, T("Ngày “%.*s” của --%s không có thật; hãy ghi dd/mm/yyyy, ví dụ 31/01/2026."), SV(s),
            option);
    return OK;
}

/* An option that every command knows. */
static const Opt common_options[] = {
    { "data", "DIR", T("thư mục dữ liệu") },
    { "db", "ADDRESS", T("cơ sở dữ liệu: postgresql://… hoặc để trống để dùng tệp trong thư mục dữ liệu") },
    { "lang", "vi|en", T("ngôn ngữ của thông báo") },
    { "as", "LOGIN", T("thực hiện với quyền của người này thay cho toàn quyền của máy chủ") },
    { "login", "LOGIN", T("như --as, cho lệnh có --as mang nghĩa riêng") },
    { "now", "DATETIME", T("coi lúc này là thời điểm đã cho (để chạy thử)") },
    { "json", NULL, T("in kết quả dạng JSON") },
    { "csv", NULL, T("in kết quả dạng CSV") },
    { 0 },
};

const Opt *args_common(void)
{
    return common_options;
}

static const Opt *find_option(const Command *cmd, Str name)
{
    const Opt *lists[] = { cmd->options, common_options };

    for (size_t l = 0; l < COUNT(lists); l++)
        for (const Opt *o = lists[l]; o && o->name; o++)
            if (str_eq(str_of(o->name), name))
                return o;
    return NULL;
}

static Err take_option(Args *a, const Command *cmd, Str text, int argc, char **argv, int *i, Answer *why)
{
    Str name, value = { 0 };
    bool inline_value = str_cut(text, S("="), &name, &value);
    const Opt *o = find_option(cmd, name);

    if (!o)
        return answer(why, E_INVALID, T("Lệnh “%s” không có tùy chọn --%.*s; xem `thuocdo help %s`."), cmd->name, SV(name),
            cmd->name);
    if (o->value && !inline_value) {
        if (*i + 1 >= argc)
            return answer(why, E_INVALID, T("Tùy chọn --%s cần một giá trị: --%s %s."), o->name, o->name, o->value);
        value = str_of(argv[++*i]);
    }
    *vec_add(why->arena, &a->options) = (ArgOption){ str_of(o->name), value };
    return OK;
}

Err args_parse(Args *a, const Command *cmd, int argc, char **argv, Answer *why)
{
    bool only_operands = false;

    for (int i = 0; i < argc; i++) {
        Str word = str_of(argv[i]);

        if (!only_operands && str_eq(word, S("--"))) {
            only_operands = true;
        } else if (!only_operands && str_starts(word, S("--"))) {
            TRY(take_option(a, cmd, str_sub(word, 2, word.n), argc, argv, &i, why));
        } else if (!only_operands && word.n == 2 && word.p[0] == '-' && find_option(cmd, str_sub(word, 1, 2))) {
            TRY(take_option(a, cmd, str_sub(word, 1, 2), argc, argv, &i, why));         /* -o FILE; "-5" stays an operand */
        } else {
            *vec_add(why->arena, &a->operands) = word;
        }
    }
    for (const Opt *o = cmd->options; o && o->name; o++)
        if (o->required && !args_has(a, o->name))
            return answer(why, E_INVALID, T("Lệnh “%s” cần --%s %s (%s)."), cmd->name, o->name, o->value,
                tr(why->lang, o->help));
    if (cmd->operands[0] && cmd->operands[0] != '[' && a->operands.n == 0)
        return answer(why, E_INVALID, T("Lệnh “%s” cần thêm: %s."), cmd->name, cmd->operands);
    if (!cmd->operands[0] && a->operands.n)
        return answer(why, E_INVALID, T("Lệnh “%s” không nhận “%.*s”; xem `thuocdo help %s`."), cmd->name,
            SV(a->operands.v[0]), cmd->name);
    return OK;
}
