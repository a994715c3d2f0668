#include "headlines.h"

const struct headline_section HEADLINE_SECTIONS[N_HEADLINE_SECTIONS] = {
#define SECTION(name, english, chinese, first) { #name, english, chinese, OUT_##first },
#define HEADLINE(output, short_english)
#include "headline.def"
#undef SECTION
#undef HEADLINE
};

const struct headline HEADLINES[] = {
#define SECTION(name, english, chinese, first)
#define HEADLINE(output, short_english) { OUT_##output, short_english },
#include "headline.def"
#undef SECTION
#undef HEADLINE
};

const int N_HEADLINES = sizeof HEADLINES / sizeof *HEADLINES;

enum headline_section_id headline_section(enum output kpi)
{
    int section = 0;
    while (section + 1 < N_HEADLINE_SECTIONS && HEADLINE_SECTIONS[section + 1].first <= kpi)
        section++;
    return section;
}
