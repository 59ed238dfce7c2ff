#include "base/test.h"
#include "doc/sandbox.h"

/* The font library keeps its caches for ever. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}

int main(int argc, char **argv)
{
    sandbox_child(argc, argv);
    return test_main(argc, argv);
}
