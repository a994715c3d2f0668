/* offers.h - the list of what the scenario path offers: `hotline cities`, `hotline policies`. */
#ifndef OFFERS_H
#define OFFERS_H

#include "sim/base/err.h"
#include "sim/scenario/path.h"

/* A line each: name, title, the keys it sets, its source, the Chinese title. What cannot be read is told. */
int offers_print(enum folder folder, struct err *err);

/* The whole verb, which takes no arguments. */
int offers_verb(enum folder folder, const char *about, int argc, char **argv);

#endif
