#include "web/view.h"

Pager pager_of(const Req *rq, size_t total, size_t size, size_t *from, size_t *n)
{
    int64_t pages = total ? (int64_t)((total + size - 1) / size) : 1, page = req_page(rq, (int64_t)size).page;

    if (page > pages)
        page = pages;
    *from = (size_t)(page - 1) * size;
    *n = total - *from < size ? total - *from : size;
    return (Pager){ .page = page, .pages = pages, .total = (int64_t)total, .prev = page - 1, .next = page < pages ? page + 1 : 0,
        .query = req_query_less(rq, "page") };
}
