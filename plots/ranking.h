/* ranking.h - rows in the order of what the first scenario has of them, each with a dot a scenario. */
#ifndef RANKING_H
#define RANKING_H

#include "plots/figures.h"

enum { RANKING_MOST = 32 };

/* Positions of the output's first dimension with anything in them, the largest first; how many. */
int ranking_order(const struct figure *f, int output, int position[RANKING_MOST]);
/* Room for their names, cm. */
double ranking_room(const struct figure *f, int output, int n, const int position[]);
double ranking_row(const struct figure *f);      /* height of a row, cm: it grows with the dots that share it */
/* Fills the panel at hand with rows `position`: shares in percent. */
void ranking_draw(struct figure *f, int output, int n, const int position[], int shown);

#endif
