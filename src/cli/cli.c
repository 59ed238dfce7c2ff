#include "cli/cli.h"

#include "cli/args.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { EXIT_OK = 0, EXIT_ANSWER = 1, EXIT_USAGE = 2, EXIT_WORLD = 3 };

/* How many words of argv the command's name takes, or 0. */
static int words_matched(const char *name, int argc, char **argv)
{
    Str rest = str_of(name), word;
    int n = 0;

    while (rest.n) {
        (void)str_cut(rest, S(" "), &word, &rest);      /* the last word has no blank behind it */
        if (n >= argc || !str_eq(word, str_of(argv[n])))
            return 0;
        n++;
    }
    return n;
}

static const Command *find_command(const App *app, int argc, char **argv, int *words)
{
    const Command *best = NULL;

    *words = 0;
    for (const Room *const *r = app->rooms; *r; r++)
        for (const Command *cmd = (*r)->commands; cmd && cmd->name; cmd++) {
            int n = words_matched(cmd->name, argc, argv);

            if (n > *words) {
                *words = n;
                best = cmd;
            }
        }
    return best;
}

static Lang lang_of(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--lang=en"))
            return LANG_EN;
        if (!strcmp(argv[i], "--lang") && i + 1 < argc && !strcmp(argv[i + 1], "en"))
            return LANG_EN;
    }
    return LANG_VI;
}

static void print_options(const Opt *o, Lang lang)
{
    for (; o && o->name; o++)
        printf("  --%s%s%s\n      %s\n", o->name, o->value ? " " : "", o->value ? o->value : "", tr(lang, o->help));
}

static void print_command(const Command *cmd, Lang lang)
{
    printf("thuocdo %s%s%s\n  %s\n", cmd->name, cmd->operands[0] ? " " : "", cmd->operands, tr(lang, cmd->help));
    print_options(cmd->options, lang);
    printf("%s\n", tr(lang, T("Mọi lệnh đều nhận:")));
    print_options(args_common(), lang);
}

static void print_all(const App *app, Lang lang)
{
    printf("%s\n\n", tr(lang, T("Thước Đo: đo lường và chấm điểm cải cách hành chính. Cách dùng: thuocdo LỆNH [--tùy-chọn]")));
    for (const Room *const *r = app->rooms; *r; r++) {
        if (!(*r)->commands)
            continue;
        printf("%s\n", tr(lang, (*r)->title));
        for (const Command *cmd = (*r)->commands; cmd->name; cmd++)
            printf("  %-24s %s\n", cmd->name, tr(lang, cmd->help));
    }
}

static int help(const App *app, int argc, char **argv, Lang lang)
{
    int words;
    const Command *cmd = find_command(app, argc, argv, &words);

    if (cmd)
        print_command(cmd, lang);
    else
        print_all(app, lang);
    return EXIT_OK;
}

static int exit_code(Err e)
{
    if (e == OK)
        return EXIT_OK;
    return e == E_DB || e == E_IO ? EXIT_WORLD : EXIT_ANSWER;
}

static void print_answer(const Answer *why)
{
    if (why->where.n)
        fprintf(stderr, "%.*s: ", SV(why->where));
    if (why->text.n)
        fprintf(stderr, "%.*s\n", SV(why->text));
    if (getenv("THUOCDO_DEBUG") && why->src)
        fprintf(stderr, "(%s:%d)\n", why->src, why->line);
}

static Err write_out(const Buf *out)
{
    return fwrite(out->p ? out->p : "", 1, out->n, stdout) == out->n && fflush(stdout) == 0 ? OK : E_IO;
}

int cli_main(App *app, int argc, char **argv)
{
    SCRATCH(arena);
    Lang lang = lang_of(argc, argv);
    Ctx c = { .arena = &arena, .answer = { .arena = &arena, .lang = lang }, .app = app, .local = true, .from = S("shell") };
    Buf out = { .arena = &arena };
    Args args = { 0 };
    const Command *cmd;
    int words;
    Err e;

    if (argc < 2 || !strcmp(argv[1], "help") || !strcmp(argv[1], "--help"))
        return help(app, argc - 2, argv + 2, lang);
    if (!strcmp(argv[1], "--version")) {
        puts("thuocdo " VERSION);
        return EXIT_OK;
    }
    cmd = find_command(app, argc - 1, argv + 1, &words);
    if (!cmd) {
        fprintf(stderr, tr(lang, T("Không có lệnh “%s”; xem `thuocdo help`.\n")), argv[1]);
        return EXIT_USAGE;
    }
    for (int i = 1 + words; i < argc; i++)
        if (!strcmp(argv[i], "--help"))
            return help(app, words, argv + 1, lang);
    args.command = cmd;
    if (args_parse(&args, cmd, argc - 1 - words, argv + 1 + words, &c.answer) != OK) {
        print_answer(&c.answer);
        return EXIT_USAGE;
    }
    e = cli_run(app, &c, cmd, &args, &out);
    if (e != OK)
        print_answer(&c.answer);
    else if (write_out(&out) != OK)
        return EXIT_WORLD;
    return e == OK && c.exit_answer ? EXIT_ANSWER : exit_code(e);
}
