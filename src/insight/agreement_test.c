#include "base/test.h"
#include "insight/agreement.h"

#include <math.h>

static bool near(double got, double want)
{
    return fabs(got - want) < 1e-9;
}

TEST(agreement_correlation, "correlation is 1, -1 or not known, and passes over what is missing")
{
    const double x[] = { 1, 2, 3, 4, 9 }, up[] = { 3, 5, 7, 9, (double)NAN }, down[] = { 4, 3, 2, 1, -4 }, flat[] = { 5, 5, 5, 5, 5 };

    CHECK(near(correlation(x, up, 5), 1));
    CHECK(near(correlation(x, down, 5), -1));
    CHECK(isnan(correlation(x, flat, 5)));
    CHECK(isnan(correlation(x, up, 2)));
}

TEST(agreement_alpha, "Cronbach's alpha of a small table agrees with the computation by hand")
{
    /* variances of the parts 2, 2, 2/3; of the sums 6, 9, 7, 14: 38/3 */
    const double p[] = { 2, 3, 1, 3, 4, 2, 2, 3, 2, 5, 6, 3 }, same[] = { 1, 1, 2, 2, 3, 3 };

    CHECK(near(cronbach_alpha(p, 4, 3), 1.5 * (1 - (2 + 2 + 2.0 / 3) / 12.666666666666666)));
    CHECK(near(cronbach_alpha(same, 3, 2), 1));
    CHECK(isnan(cronbach_alpha(same, 1, 2)));
}

TEST(agreement_use, "a criterion with full marks everywhere has no effective weight; effective weights sum to one")
{
    const double share[] = { 1, 0.2, 0.5, 1, 0.9, 0.5, 1, 0.4, 1, 1, 1, (double)NAN }, max[] = { 50, 30, 20 };
    CriterionUse *u = criteria_use(t->arena, share, max, 4, 3);

    CHECK(u[0].all_full && u[0].all_equal && near(u[0].nominal, 0.5) && u[0].effective == 0);
    CHECK(!u[1].all_full && !u[1].all_equal && u[2].n == 3);
    CHECK(near(u[0].effective + u[1].effective + u[2].effective, 1));
}

TEST(agreement_leniency, "leniency is what an appraiser gave above the others on the same criteria, with the number of cases")
{
    const Appraisal v[] = {
        { 0, 0, 1.0, 0.9 }, { 1, 0, 1.0, 0.7 }, { 2, 0, (double)NAN, 0.5 },    /* others of 0: 0.6 */
        { 0, 1, 0.8, 0.8 }, { 1, 1, 0.8, 0.6 },                                /* others of 0: 0.6 */
        { 0, 2, 0.5, 0.5 },                                                    /* nobody else */
    };
    Leniency *l = appraiser_leniency(t->arena, v, COUNT(v), 3, 3);

    CHECK_INT(l[0].n, 3);
    CHECK_INT(l[0].compared, 2);
    CHECK(near(l[0].above_others, 0.25));
    CHECK(near(l[0].self_gap, 0.1 / 3));
    CHECK(near(l[2].above_others, -0.3) && isnan(l[2].error) && l[2].self_n == 0 && isnan(l[2].self_gap));
    CHECK(near(l[1].above_others, (0.0 - 0.2) / 2));
}
