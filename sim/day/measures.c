#include "measures.h"

void measures_of_book(const struct book *b, double share[N_MEASURES])
{
    const double one = 1, tickets = b->n - b->excluded, asked = b->asked > 0 ? b->asked : 1;
#define MEASURE(name, counted, of, expected) share[MEASURE_##name] = (counted) / of;
#include "sim/scenario/measures.def"
#undef MEASURE
}
