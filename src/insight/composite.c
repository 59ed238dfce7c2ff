#include "insight/composite.h"

#include <math.h>

void composite_minmax(double *value, size_t n, int direction)
{
    double low = INFINITY, high = -INFINITY;

    for (size_t i = 0; i < n; i++) {
        low = fmin(low, value[i]);              /* fmin and fmax pass over NaN */
        high = fmax(high, value[i]);
    }
    for (size_t i = 0; i < n; i++) {
        if (isnan(value[i]))
            continue;
        if (high > low)
            value[i] = (direction < 0 ? high - value[i] : value[i] - low) / (high - low) * 100;
        else
            value[i] = 50;
    }
}

bool composite_mean(const CompositeNode *node, size_t n, double *value)
{
    SCRATCH(tmp);
    size_t *open = NEW(&tmp, size_t, n), *ready = NEW(&tmp, size_t, n), n_ready = 0, done = 0, roots = 0;
    double *sum = NEW(&tmp, double, n), *weight = NEW(&tmp, double, n);
    bool *inner = NEW(&tmp, bool, n);

    for (size_t i = 0; i < n; i++) {
        if (node[i].parent >= n)
            return false;
        if (node[i].parent == i) {
            roots++;
            continue;
        }
        open[node[i].parent]++;
        inner[node[i].parent] = true;
    }
    for (size_t i = 0; i < n; i++)
        if (!open[i])
            ready[n_ready++] = i;
    for (; done < n_ready; done++) {
        size_t i = ready[done], p = node[i].parent;

        if (inner[i])
            value[i] = weight[i] > 0 ? sum[i] / weight[i] : (double)NAN;
        if (p == i)
            continue;
        if (!isnan(value[i])) {
            sum[p] += node[i].weight * value[i];
            weight[p] += node[i].weight;
        }
        if (!--open[p])
            ready[n_ready++] = p;
    }
    return done == n && roots == 1;
}
