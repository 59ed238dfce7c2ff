/* Runs a fuzz target over the files given: each corpus is replayed in the tests, without libFuzzer. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *f = fopen(argv[i], "rb");
        uint8_t *data = malloc(1 << 20);
        size_t n;

        if (!f || !data) {
            perror(argv[i]);
            return 1;
        }
        n = fread(data, 1, 1 << 20, f);
        fclose(f);
        LLVMFuzzerTestOneInput(data, n);
        free(data);
    }
    printf("%d passed, 0 failed\n", argc - 1);
    return 0;
}
