#include "survival.h"

#include <math.h>
#include <gsl/gsl_cdf.h>

void survival_curve(int n, double width_d, const struct survival_bin bin[], double level, struct estimate curve[])
{
    double z = gsl_cdf_ugaussian_Pinv(0.5 + level / 2), log_alive = 0, variance = 0;      /* of log_alive */
    for (int i = 0; i < n; i++) {
        double alive = exp(log_alive);
        curve[i] = (struct estimate){ .n = !isnan(log_alive), .mean = alive, .sd = NAN, .half = z * alive * sqrt(variance) };
        double hazard = bin[i].days > 0 ? bin[i].quits / bin[i].days : NAN;
        log_alive += width_d * log1p(-hazard);
        variance += width_d * width_d * hazard / (bin[i].days * (1 - hazard));
    }
}
