#include "doc/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MAX_FILE = 256 << 20, MAX_ARGS = 24 };

/* --- the child --- */

static void limit(int what, rlim_t n)
{
    struct rlimit r = { n, n };

    (void)setrlimit(what, &r);                  /* the parent's clock holds without it */
}

void tool_child(int argc, char **argv)
{
    int64_t ms;

    if (argc < 5 || strcmp(argv[1], "--tool") != 0)
        return;
    if (!str_int(str_of(argv[2]), &ms) || ms < 0 || chdir(argv[3]) != 0)
        _exit(3);
    (void)setsid();                             /* a group of its own, so that all of it can be ended */
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, (rlim_t)(ms / 1000 + 1));
    limit(RLIMIT_FSIZE, MAX_FILE);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* Documents of strangers may name addresses to load from. Where this is refused the document is read all the same. */
    if (unshare(CLONE_NEWNET) != 0)
        (void)unshare(CLONE_NEWUSER | CLONE_NEWNET);
    execvp(argv[4], argv + 4);
    _exit(3);
}

/* --- the parent --- */

bool tool_here(const char *program)
{
    static const char *const places[] = { "/usr/bin/", "/usr/local/bin/", "/bin/" };

    for (size_t i = 0; i < COUNT(places); i++) {
        SCRATCH(tmp);

        if (access(str_fmt(&tmp, "%s%s", places[i], program).p, X_OK) == 0)
            return true;
    }
    return false;
}

bool tool_dir_make(ToolDir *d)
{
    (void)snprintf(d->path, sizeof d->path, "/tmp/thuocdo-tool-XXXXXX");
    if (mkdtemp(d->path))
        return true;
    d->path[0] = 0;
    return false;
}

static int drop(const char *path, const struct stat *st, int flag, struct FTW *walk)
{
    (void)st;
    (void)flag;
    (void)walk;
    (void)remove(path);                         /* what cannot go stays for the system's own tidying of /tmp */
    return 0;
}

void tool_dir_end(ToolDir *d)
{
    if (d->path[0])
        (void)nftw(d->path, drop, 16, FTW_DEPTH | FTW_PHYS);
    d->path[0] = 0;
}

static int open_in(const ToolDir *d, const char *name, int flags)
{
    SCRATCH(tmp);

    return open(str_fmt(&tmp, "%s/%s", d->path, name).p, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
}

bool tool_put(const ToolDir *d, const char *name, Str bytes)
{
    int fd = open_in(d, name, O_WRONLY | O_CREAT | O_TRUNC);
    bool good = fd >= 0;

    while (good && bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);

        if (n < 0 && errno == EINTR)
            continue;
        good = n > 0;
        bytes = good ? str_sub(bytes, (size_t)n, bytes.n) : bytes;
    }
    return fd >= 0 && close(fd) == 0 && good;
}

bool tool_get(const ToolDir *d, const char *name, size_t max, Arena *a, Str *out)
{
    int fd = open_in(d, name, O_RDONLY);
    struct stat st;
    char *p;
    size_t at = 0;

    if (fd < 0)
        return false;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < 0 || (size_t)st.st_size > max) {
        close(fd);
        return false;
    }
    p = arena_take(a, (size_t)st.st_size + 1, 1);
    while (at < (size_t)st.st_size) {
        ssize_t n = read(fd, p + at, (size_t)st.st_size - at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        at += (size_t)n;
    }
    close(fd);
    *out = (Str){ p, at };
    return at == (size_t)st.st_size;
}

static bool start(const ToolDir *d, char **argv, pid_t *pid)
{
    SCRATCH(tmp);
    char path[] = "PATH=/usr/bin:/usr/local/bin:/bin", lang[] = "LC_ALL=C.UTF-8", one[] = "OMP_THREAD_LIMIT=1", plugin[] = "SAL_USE_VCLPLUGIN=svp";
    char *env[] = { path, lang, one, plugin, (char *)(uintptr_t)str_fmt(&tmp, "HOME=%s", d->path).p,
        (char *)(uintptr_t)str_fmt(&tmp, "TMPDIR=%s", d->path).p, NULL };
    posix_spawn_file_actions_t fa;
    bool good;

    if (posix_spawn_file_actions_init(&fa) != 0)
        return false;
    good = posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY, 0) == 0
        && posix_spawn_file_actions_addopen(&fa, 1, "/dev/null", O_WRONLY, 0) == 0
        && posix_spawn_file_actions_addopen(&fa, 2, "/dev/null", O_WRONLY, 0) == 0
        && posix_spawn_file_actions_addclosefrom_np(&fa, 3) == 0
        && posix_spawn(pid, "/proc/self/exe", &fa, NULL, argv, env) == 0;
    posix_spawn_file_actions_destroy(&fa);
    return good;
}

bool tool_run(const ToolDir *d, const char *const *args, int32_t ms)
{
    SCRATCH(tmp);
    char *argv[MAX_ARGS + 5] = { (char[]){ "thuocdo" }, (char[]){ "--tool" } };
    struct pollfd p = { .events = POLLIN };
    size_t n = 4;
    int status = 0, left = 1;
    pid_t pid;

    argv[2] = (char *)(uintptr_t)str_fmt(&tmp, "%d", ms).p;
    argv[3] = (char *)(uintptr_t)d->path;
    for (size_t i = 0; args[i] && n < MAX_ARGS + 4; i++)
        argv[n++] = (char *)(uintptr_t)args[i];
    if (!start(d, argv, &pid))
        return false;
    p.fd = (int)syscall(SYS_pidfd_open, pid, 0);
    if (p.fd >= 0)
        while ((left = poll(&p, 1, ms)) < 0 && errno == EINTR) {}
    if (left == 0)
        (void)kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {}
    (void)kill(-pid, SIGKILL);                  /* helpers that it left behind */
    if (p.fd >= 0)
        close(p.fd);
    return left != 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
