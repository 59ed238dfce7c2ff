/* The in-process benchmarks: figures in memory, nothing but the computation is timed. */
int bench_score(void);

int main(void)
{
    return bench_score();
}
