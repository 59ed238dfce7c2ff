#include "doc/sandbox.h"

#include "doc/readers.h"
#include "doc/signature.h"
#include "doc/sniff.h"
#include "doc/table_in.h"
#include "doc/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum { DEFAULT_MS = 30000, MAX_ANSWER = 256 << 20 };
static const size_t DEFAULT_MEMORY = (size_t)2 << 30;

/* --- the child --- */

/* Only computing and the two open descriptors are left; everything else fails with EPERM. */
static bool lock_down(void)
{
    static const int allowed[] = {
        SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(lseek), SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(mmap),
        SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(madvise), SCMP_SYS(brk), SCMP_SYS(futex),
        SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
        SCMP_SYS(sigaltstack), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(tgkill), SCMP_SYS(clock_gettime),
        SCMP_SYS(gettimeofday), SCMP_SYS(getrandom), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity), SCMP_SYS(restart_syscall),
    };
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool good = f != NULL;

    for (size_t i = 0; good && i < COUNT(allowed); i++)
        good = seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0) == 0;
    good = good && seccomp_load(f) == 0;
    if (f)
        seccomp_release(f);
    return good;
}

static void limit(int what, rlim_t n)
{
    struct rlimit r = { n, n };

    (void)setrlimit(what, &r);                          /* the filter and the parent's clock hold without it */
}

static void set_limits(int64_t ms, int64_t memory)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, (rlim_t)(ms / 1000 + 1));
    limit(RLIMIT_FSIZE, MAX_ANSWER);
    if (!SANITIZED)
        limit(RLIMIT_AS, (rlim_t)memory);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)prctl(PR_SET_DUMPABLE, 0);
}

static bool read_all(int fd, Arena *a, Str *out)
{
    off_t size = lseek(fd, 0, SEEK_END);
    char *p;
    size_t at = 0;

    if (size < 0 || lseek(fd, 0, SEEK_SET) < 0)
        return false;
    p = arena_take(a, (size_t)size + 1, 1);
    while (at < (size_t)size) {
        ssize_t n = read(fd, p + at, (size_t)size - at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    *out = (Str){ p, at };
    return true;
}

static bool write_all(int fd, Str s)
{
    while (s.n) {
        ssize_t n = write(fd, s.p, s.n);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s = str_sub(s, (size_t)n, s.n);
    }
    return true;
}

static Str try_everything(Arena *a)
{
    Buf b = { .arena = a };
    char *argv[] = { (char[]){ "true" }, NULL };
    int fd;

    if ((fd = socket(AF_INET, SOCK_STREAM, 0)) >= 0 || (fd = socket(AF_UNIX, SOCK_STREAM, 0)) >= 0)
        buf_lit(&b, "socket ");
    if ((fd = open("/etc/passwd", O_RDONLY)) >= 0)
        buf_lit(&b, "file ");
    if ((fd = open("/tmp/thuocdo-probe", O_WRONLY | O_CREAT, 0600)) >= 0)
        buf_lit(&b, "create ");
    if (unlink("/tmp/thuocdo-probe") == 0 || mkdir("/tmp/thuocdo-probe", 0700) == 0)
        buf_lit(&b, "names ");
    if (kill(getppid(), 0) == 0)
        buf_lit(&b, "signal ");
    if (fcntl(3, F_GETFD) >= 0 || dup(0) >= 0)
        buf_lit(&b, "descriptor ");
    if (syscall(SYS_fork) >= 0)
        buf_lit(&b, "fork ");
    if (execve("/bin/true", argv, NULL) != -1)
        buf_lit(&b, "exec ");
    return buf_str(&b);
}

static int64_t number(const char *z)
{
    int64_t n = 0;

    return str_int(str_of(z), &n) ? n : 0;
}

/* What the child answers: 'D' document, 'T' table, 'I' picture, 'S' signatures, 'P' probe, or 'E', the code and the sentence. */
static void compute(Buf *b, const char *kind, Str file, Str in, Str lead, const Budget *budget, Answer *why)
{
    Err e = OK;

    if (strcmp(kind, "probe") == 0) {
        buf_ch(b, 'P');
        buf_add(b, try_everything(b->arena));
    } else if (strcmp(kind, "table") == 0) {
        Table t;

        e = table_read(&t, b->arena, file, in, budget, why);
        buf_ch(b, 'T');
        if (e == OK)
            buf_add(b, table_pack(&t, b->arena));
    } else if (strcmp(kind, "page") == 0) {             /* items: which page; depth: how wide */
        Str png;

        e = pdf_picture(&png, b->arena, file, in, (int)budget->items, (int)budget->depth, why);
        buf_ch(b, 'I');
        if (e == OK)
            buf_add(b, png);
    } else if (strcmp(kind, "sign") == 0) {             /* depth: seconds since 1970 */
        Signatures all;

        e = signatures_read(&all, b->arena, file, in, lead, (Moment){ (int64_t)budget->depth * 1000 }, why);
        buf_ch(b, 'S');
        if (e == OK)
            buf_add(b, signatures_pack(&all, b->arena));
    } else {
        Doc doc;

        e = doc_read(&doc, b->arena, file, in, budget, why);
        buf_ch(b, 'D');
        if (e == OK)
            buf_add(b, doc_pack(&doc, b->arena));
    }
    if (e != OK) {
        b->n = 0;
        buf_fmt(b, "E%c%.*s", 'A' + (int)e, SV(why->text));
    }
}

/* --reader KIND FILE BYTES ITEMS DEPTH LANG MS MEMORY; input on 0; on 1 what is given along, and behind it the answer */
void sandbox_child(int argc, char **argv)
{
    Arena arena = { 0 };
    Answer why = { .arena = &arena };
    Buf b = { .arena = &arena };
    Budget budget;
    Str in, lead;

    tool_child(argc, argv);
    if (argc != 10 || strcmp(argv[1], "--reader") != 0)
        return;
    budget = (Budget){ (size_t)number(argv[4]), (size_t)number(argv[5]), (size_t)number(argv[6]) };
    why.lang = number(argv[7]) ? LANG_EN : LANG_VI;
    set_limits(number(argv[8]), number(argv[9]));
    if (!lock_down() || !read_all(0, &arena, &in) || !read_all(1, &arena, &lead))
        _exit(3);
    compute(&b, argv[2], str_of(argv[3]), in, lead, &budget, &why);
    _exit(write_all(1, buf_str(&b)) ? 0 : 3);           /* nothing is left to tidy up, and nothing could be opened for it */
}

/* --- the parent --- */

typedef struct Job {
    int in, out;
    pid_t pid;
} Job;

static void job_end(Job *j)
{
    if (j->in >= 0)
        close(j->in);
    if (j->out >= 0)
        close(j->out);
}

static bool spawn(Job *j, char **argv)
{
    static char lang[] = "LC_ALL=C.UTF-8";
    char *env[] = { lang, NULL };
    posix_spawn_file_actions_t fa;
    bool good;

    if (posix_spawn_file_actions_init(&fa) != 0)
        return false;
    good = posix_spawn_file_actions_adddup2(&fa, j->in, 0) == 0 && posix_spawn_file_actions_adddup2(&fa, j->out, 1) == 0
        && posix_spawn_file_actions_addopen(&fa, 2, "/dev/null", O_WRONLY, 0) == 0
        && posix_spawn_file_actions_addclosefrom_np(&fa, 3) == 0
        && posix_spawn(&j->pid, "/proc/self/exe", &fa, NULL, argv, env) == 0;
    posix_spawn_file_actions_destroy(&fa);
    return good;
}

/* Waits for the end, no longer than ms. False: it had to be killed. */
static bool reap(Job *j, int32_t ms, int *status)
{
    int fd = (int)syscall(SYS_pidfd_open, j->pid, 0);
    struct pollfd p = { .fd = fd, .events = POLLIN };
    int n = 1;

    if (fd >= 0)
        while ((n = poll(&p, 1, ms)) < 0 && errno == EINTR) {}
    if (n == 0)
        (void)kill(j->pid, SIGKILL);
    while (waitpid(j->pid, status, 0) < 0 && errno == EINTR) {}
    if (fd >= 0)
        close(fd);
    return n != 0;
}

static Err too_long(Str file, Answer *why)
{
    return answer(why, E_LIMIT, T("Đọc tệp “%.*s” mất quá nhiều thời gian hoặc bộ nhớ; hãy chia thành nhiều tệp nhỏ hơn hoặc lưu lại tệp rồi nộp lần nữa."),
        SV(file));
}

/* What the child works on: the bytes, or the file at `path` itself, which costs this process no memory; and certificates beside it. */
typedef struct Input {
    Str bytes, path, lead;
} Input;

static int input_of(Arena *tmp, const Input *in)
{
    int fd;

    if (in->path.n)
        return open(str_z(tmp, in->path), O_RDONLY | O_CLOEXEC);
    fd = memfd_create("in", MFD_CLOEXEC);
    if (fd >= 0 && write_all(fd, in->bytes))
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static Err ask_with(Arena *a, const char *kind, Str file, const Input *in, const Budget *budget, const SandboxLimits *limits, Str *out, Answer *why)
{
    SCRATCH(tmp);
    CLEANUP(job_end) Job j = { input_of(&tmp, in), memfd_create("out", MFD_CLOEXEC), 0 };
    int32_t ms = limits && limits->ms ? limits->ms : DEFAULT_MS;
    size_t memory = limits && limits->memory ? limits->memory : DEFAULT_MEMORY;
    Budget b = budget ? *budget : (Budget){ 0 };
    const char *argv[] = { "thuocdo", "--reader", kind, str_z(&tmp, file), str_fmt(&tmp, "%zu", b.bytes).p,
        str_fmt(&tmp, "%zu", b.items).p, str_fmt(&tmp, "%zu", b.depth).p, why->lang == LANG_EN ? "1" : "0",
        str_fmt(&tmp, "%d", ms).p, str_fmt(&tmp, "%zu", memory).p, NULL };
    int status = 0;

    if (j.in < 0 || j.out < 0 || !write_all(j.out, in->lead) || !spawn(&j, (char **)(uintptr_t)argv))
        return answer(why, E_IO, T("Máy chủ không khởi động được tiến trình đọc tệp; hãy báo người quản trị."));
    if (!reap(&j, ms, &status) || WIFSIGNALED(status))
        return too_long(file, why);
    if (WEXITSTATUS(status) != 0 || !read_all(j.out, a, out) || out->n <= in->lead.n)
        return too_long(file, why);
    *out = str_sub(*out, in->lead.n, out->n);           /* the answer stands behind what was given along */
    return OK;
}

static Err ask(Arena *a, const char *kind, Str file, Str bytes, const Budget *budget, const SandboxLimits *limits, Str *out, Answer *why)
{
    return ask_with(a, kind, file, &(Input){ .bytes = bytes }, budget, limits, out, why);
}

/* The child's own answer, or what its odd bytes mean. */
static Err its_answer(Str got, Str file, Answer *why)
{
    Err e = got.n >= 2 ? (Err)(got.p[1] - 'A') : E_IO;

    if (got.p[0] != 'E' || e <= OK || e > E_IO || !utf8_valid(got))
        return too_long(file, why);
    return answer(why, e, "%.*s", SV(str_sub(got, 2, got.n)));
}

Err sandbox_read(Doc *out, Arena *a, Str file, Str bytes, const Budget *budget, const SandboxLimits *limits, Answer *why)
{
    SCRATCH(tmp);
    Str got;

    TRY(ask(&tmp, "doc", file, bytes, budget, limits, &got, why));
    return got.p[0] == 'D' ? doc_unpack(out, a, str_sub(got, 1, got.n), why) : its_answer(got, file, why);
}

Err sandbox_table(Table *out, Arena *a, Str file, Str bytes, const Budget *budget, Answer *why)
{
    SCRATCH(tmp);
    Str got;

    if (sniff(bytes) != FILE_XLSX)
        return table_read(out, a, file, bytes, budget, why);
    TRY(ask(&tmp, "table", file, bytes, budget, NULL, &got, why));
    return got.p[0] == 'T' ? table_unpack(out, a, file, str_sub(got, 1, got.n), why) : its_answer(got, file, why);
}

Err sandbox_picture(Str *png, Arena *a, Str file, Str bytes, int page, int width, Answer *why)
{
    Budget which = { .items = (size_t)page, .depth = (size_t)width };
    Str got;

    TRY(ask(a, "page", file, bytes, &which, NULL, &got, why));
    if (got.p[0] != 'I')
        return its_answer(got, file, why);
    *png = str_sub(got, 1, got.n);
    return sniff(*png) == FILE_PNG ? OK : too_long(file, why);
}

Err sandbox_read_file(Doc *out, Arena *a, Str file, Str path, const Budget *budget, const SandboxLimits *limits, Answer *why)
{
    SCRATCH(tmp);
    Str got;

    TRY(ask_with(&tmp, "doc", file, &(Input){ .path = path }, budget, limits, &got, why));
    return got.p[0] == 'D' ? doc_unpack(out, a, str_sub(got, 1, got.n), why) : its_answer(got, file, why);
}

Err sandbox_signatures(Signatures *out, Arena *a, Str file, Str path, Str bytes, Str trusted, Moment now, Answer *why)
{
    SCRATCH(tmp);
    Budget how = { .depth = (size_t)(now.ms / 1000) };
    Str got;

    TRY(ask_with(&tmp, "sign", file, &(Input){ .path = path, .bytes = bytes, .lead = trusted }, &how, NULL, &got, why));
    return got.p[0] == 'S' ? signatures_unpack(out, a, file, str_sub(got, 1, got.n), why) : its_answer(got, file, why);
}

Err sandbox_probe(Arena *a, Str *could, Answer *why)
{
    Str got;

    TRY(ask(a, "probe", S("probe"), S("x"), NULL, NULL, &got, why));
    *could = str_sub(got, 1, got.n);
    return got.p[0] == 'P' ? OK : answer(why, E_IO, T("Máy chủ không khởi động được tiến trình đọc tệp; hãy báo người quản trị."));
}
