/* The in-process benchmarks: figures in memory, nothing but the computation is timed. */
#include <string.h>

int bench_score(void);
int bench_paper(const char *sample);

/* thuocdo-bench [paper FILE.docx]: with a file, one of the documents is written there for others to convert. */
int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "paper") == 0)
        return bench_paper(argc > 2 ? argv[2] : NULL);
    return bench_score();
}
