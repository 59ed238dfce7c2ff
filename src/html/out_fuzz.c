/* Escaping: whatever the bytes, the value cannot leave its place. */
#include "html/out.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Place places[] = { PLACE_TEXT, PLACE_ATTR, PLACE_URL, PLACE_URL_PART };

    for (size_t k = 0; k < COUNT(places); k++) {
        SCRATCH(tmp);
        Out o = { .buf = { .arena = &tmp } };
        Str s;

        out_put(&o, places[k], (Str){ (const char *)data, size });
        s = buf_str(&o.buf);
        assert(utf8_valid(s));
        for (size_t i = 0; i < s.n; i++)
            assert(s.p[i] != '<' && s.p[i] != '>' && s.p[i] != '"' && s.p[i] != '\'');
        if (places[k] == PLACE_URL && s.n)
            assert(s.p[0] == '/' || s.p[0] == '?' || s.p[0] == '#' || s.p[0] == 'h' || s.p[0] == 'm');
    }
    return 0;
}
