/* ascending.h - numbers in order, the smallest first. */
#ifndef ASCENDING_H
#define ASCENDING_H

/* Sorts x[0 .. n - 1]; none of them may be "not a number", which has no place among numbers. */
void ascending(int n, double x[]);

#endif
