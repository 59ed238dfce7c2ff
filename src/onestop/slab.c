#include "onestop/slab.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 << 20 };

void *slab_take(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (p == MAP_FAILED) {
        fprintf(stderr, "thuocdo: out of memory (%zu bytes)\n", size);
        abort();
    }
    if (size >= HUGE_PAGE)
        (void)madvise(p, size, MADV_HUGEPAGE);      /* only a hint: small pages do as well */
    return p;
}

void slab_end(void *p, size_t size)
{
    if (p)
        munmap(p, size);
}

static size_t map_size(size_t size)
{
    return ((size + SLAB_PAD - 1) & ~(size_t)(SLAB_PAD - 1)) + SLAB_PAD;
}

bool slab_map_file(int fd, size_t size, Str *out)
{
    void *whole = mmap(NULL, map_size(size), PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    void *p;

    if (whole == MAP_FAILED)
        return false;
    p = mmap(whole, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0);
    if (p == MAP_FAILED) {
        munmap(whole, map_size(size));
        return false;
    }
    (void)madvise(p, size, MADV_SEQUENTIAL);
    *out = (Str){ p, size };
    return true;
}

void slab_forget(Str text, size_t from, size_t to)
{
    size_t page = SLAB_PAD;

    from &= ~(page - 1);
    to = to < text.n ? (to + page - 1) & ~(page - 1) : text.n;
    if (from < to)
        (void)madvise((void *)(uintptr_t)(text.p + from), to - from, MADV_DONTNEED);   /* only a hint */
}

void slab_unmap_file(Str text)
{
    if (text.p)
        munmap((void *)(uintptr_t)text.p, map_size(text.n));
}
