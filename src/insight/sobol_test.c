#include "base/test.h"
#include "insight/sobol.h"

#include <math.h>

/* sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1 on (-π, π)³: its indices are known in closed form. */
static double ishigami(const void *arg, const double *u)
{
    double x = M_PI * (2 * u[0] - 1), y = M_PI * (2 * u[1] - 1), z = M_PI * (2 * u[2] - 1);

    return sin(x) + 7 * sin(y) * sin(y) + 0.1 * z * z * z * z * sin(x);
}

/* Σ i·x_i: additive, so first = total = i² / Σ i². */
static double additive(const void *arg, const double *u)
{
    const size_t *n = arg;
    double sum = 0;

    for (size_t i = 0; i < *n; i++)
        sum += (double)(i + 1) * u[i];
    return sum;
}

TEST(sobol_ishigami, "the sensitivity indices of the Ishigami function come out within their error")
{
    static const double first[] = { 0.3139, 0.4424, 0 }, total[] = { 0.5576, 0.4424, 0.2437 };
    Sobol s;

    sobol_indices(&s, ishigami, NULL, 3, 40000, 1, 0);
    CHECK(fabs(s.mean - 3.5) < 0.05);
    CHECK(fabs(s.variance - 13.8446) < 0.2);
    for (size_t i = 0; i < 3; i++) {
        CHECK(fabs(s.first[i] - first[i]) < 0.03);
        CHECK(fabs(s.total[i] - total[i]) < 0.03);
        CHECK(fabs(s.first[i] - first[i]) < 4 * s.first_error[i]);
        CHECK(fabs(s.total[i] - total[i]) < 4 * s.total_error[i]);
        CHECK(s.first_error[i] < 0.02);
    }
}

TEST(sobol_additive, "inputs that only add up explain alone what they explain at all")
{
    size_t n = 5;
    Sobol s, again;

    sobol_indices(&s, additive, &n, n, 20000, 7, 1);
    sobol_indices(&again, additive, &n, n, 20000, 7, 3);
    for (size_t i = 0; i < n; i++) {
        double share = (double)((i + 1) * (i + 1)) / 55;

        CHECK(fabs(s.first[i] - share) < 0.03 && fabs(s.total[i] - share) < 0.03);
        CHECK(s.first[i] == again.first[i] && s.total[i] == again.total[i]);
    }
}

TEST(sobol_constant, "a constant has no variance to share out")
{
    size_t none = 0;
    Sobol s;

    sobol_indices(&s, additive, &none, 2, 64, 1, 1);
    CHECK(s.variance == 0 && s.first[0] == 0 && s.total[1] == 0);
}
