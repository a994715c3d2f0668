/* traffic.h - Poisson calls for queueing theory: what the oracles and `bench` put through the centre. */
#ifndef TRAFFIC_H
#define TRAFFIC_H

#include "sim/centre/centre.h"

struct traffic {
    struct draw_key key;
    double load[2];             /* offered by classes 0 and 1, erlang */
    double service_s;           /* mean talk time */
    double cv;                  /* of talk time: 1 exponential, else lognormal */
    double patience_s;          /* mean, exponential; INFINITY */
};

enum { TRAFFIC_CHUNK = 1024 };

struct traffic_chunk {          /* calls first .. first + TRAFFIC_CHUNK - 1 of a day */
    double gap_s[TRAFFIC_CHUNK], talk_s[TRAFFIC_CHUNK], patience_s[TRAFFIC_CHUNK];
    uint8_t class[TRAFFIC_CHUNK];
};

void traffic_draw(const struct traffic *traffic, uint32_t day, uint32_t first, struct traffic_chunk *chunk);

/* A day of calls into an opened centre, in the order of time. */
int traffic_day(const struct traffic *traffic, uint32_t day, struct centre *centre, struct err *err);

/* The recursion that the centre's speed is measured against: a heap of the servers' free times, patience looked
 * at when a server is free, first come first served, nothing kept of a call. Days 0..days-1. */
struct traffic_bare { long calls, waited, abandoned; };
struct traffic_bare traffic_bare(const struct traffic *traffic, int servers, int days);

#endif
