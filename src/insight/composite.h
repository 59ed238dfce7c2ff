/*
 * A composite index over a tree of weights: at each node the weighted arithmetic mean of its children.
 * Doubles: for comparison with published indices and for what-if on made-up values, never for points.
 */
#pragma once
#include "base/err.h"

typedef struct CompositeNode {
    size_t parent;              /* index of the parent; its own index: the root */
    double weight;              /* among its siblings, > 0 unless it shall not count */
} CompositeNode;

/*
 * value[] holds the leaves' values and receives those of the inner nodes; NaN at a leaf: not there, left out of the mean
 * (its weight goes to its siblings). A node comes before none of its children, or after all of them: any order will do.
 * False: a loop, or more than one root.
 */
bool composite_mean(const CompositeNode *node, size_t n, double *value);

/* To 0 … 100 by minimum and maximum; direction < 0: small is good. All equal: 50. NaN stays. */
void composite_minmax(double *value, size_t n, int direction);
