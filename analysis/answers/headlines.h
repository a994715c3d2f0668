/* headlines.h - the rows of headline.def: sections of outputs, and the KPIs that a comparison shows by itself. */
#ifndef HEADLINES_H
#define HEADLINES_H

#include "sim/observe/outputs.h"

enum headline_section_id {
#define SECTION(name, english, chinese, first) HEADLINE_SECTION_##name,
#define HEADLINE(output, short_english)
#include "headline.def"
#undef SECTION
#undef HEADLINE
    N_HEADLINE_SECTIONS
};

struct headline_section { const char *name, *english, *chinese; enum output first; };
struct headline { enum output output; const char *english; };

extern const struct headline_section HEADLINE_SECTIONS[N_HEADLINE_SECTIONS];
extern const struct headline HEADLINES[];
extern const int N_HEADLINES;

/* The section of a KPI. */
enum headline_section_id headline_section(enum output kpi);

#endif
