/* balance.h - can the officers of a city do what its needs ask for? Arithmetic on the scenario, before any run. */
#ifndef BALANCE_H
#define BALANCE_H

#include "sim/scenario/scenario.h"

double balance_hours_asked(const struct scenario *s);       /* officers' hours a year, to really fix all needs of public merit */
double balance_hours_present(const struct scenario *s);     /* contract hours a year of all officers, rested */

#endif
