/* offers.h - the list of what the scenario path offers: `hotline cities`, `hotline policies`, `hotline studies`. */
#ifndef OFFERS_H
#define OFFERS_H

#include "sim/scenario/path.h"

/* The whole verb. A line each: name, the first keys it sets, its source, its title; what cannot be read is told. */
int offers_verb(enum folder folder, const char *about, int argc, char **argv);

#endif
