/* picture.h - a figure that a verb draws of its own answer: the page, its language, and the files that it becomes: STEM.png (or
 * .svg, .pdf), STEM.figure.csv with its numbers, and, if wished, STEM.gnuplot, its script with the data inside.
 */
#ifndef PICTURE_H
#define PICTURE_H

#include "analysis/numbers/sheet.h"
#include "plots/theme.h"

struct picture {
    enum theme_format format;
    int chinese, keep_script, quiet;    /* quiet: names of files are not told */
    struct script script;
    struct page page;
};

/* One of two wordings, by language. */
const char *picture_word(const struct picture *p, const char *english, const char *chinese);

/* Will picture_save be able to write its files under this stem? To be asked before the work whose answer is drawn. */
int picture_may_save(const struct picture *p, const char *stem, struct err *err);

/* What was drawn since the last save, and the sheet with its numbers; both are freed, and the picture may draw another. */
int picture_save(struct picture *p, struct sheet *numbers, const char *stem, struct err *err);

#endif
