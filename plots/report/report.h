/* report.h - a result as one page of HTML that needs nothing else: no network, no file beside it.
 *
 * The page has its text in English and in Chinese and shows one of them; its sentences are made from estimates, and say
 * no more than these do. Interactive charts need uPlot in the program (assets.h), static figures need gnuplot; what is
 * missing is told in the page and left out. The same result gives the same bytes.
 */
#ifndef REPORT_H
#define REPORT_H

#include "sim/base/err.h"

struct result;

struct report_wish {
    const char *path;               /* of the result, as the user named it */
    int chinese;                    /* the language that is shown first */
    int control;                    /* scenario */
    double level;                   /* of intervals */
};

struct report_told { int charts, figures; };    /* how many interactive charts and static figures there are in each language */

int report_write(struct result *result, const struct report_wish *wish, const char *out, struct report_told *told,
                 struct err *err);

#endif
