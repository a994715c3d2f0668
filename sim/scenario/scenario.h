/* scenario.h - one fully resolved scenario: every number a run depends on. Const once loaded.
 *
 * The members are the rows of params.def: group.name for a parameter, table[row].column for a table.
 * What a member means, its unit, range, default and source stand there (and in `hotline explain KEY`).
 */
#ifndef SCENARIO_H
#define SCENARIO_H

#include <stdint.h>

enum { NAME_SIZE = 40, TEXT_SIZE = 256, MAX_NAMES = 8, NONE = -1 };

struct names { int n; int id[MAX_NAMES]; };     /* rows of another table */

/* Values of the CHOICE parameters, in the order of their words in params.def. */
enum consequence { CONSEQUENCE_NONE, CONSEQUENCE_RANK, CONSEQUENCE_TARGET, CONSEQUENCE_TIERS, CONSEQUENCE_IMPROVEMENT };
enum hour_profile { HOURS_WORK, HOURS_NIGHT, N_HOUR_PROFILES };
enum validity { CONSULT, VALID, OUT_OF_SCOPE, UNREASONABLE, EMOTIONAL, FALSE_REPORT, MISDIRECTED, MALICIOUS, N_VALIDITIES };
enum channel_by { BY_NOBODY, BY_HOTLINE, BY_RESIDENT, BY_COMMUNITY, BY_AUTHORITY, BY_COUNCIL };
enum nest { NEST_REAL, NEST_PAPER, NEST_MONEY, NEST_GAMING, N_NESTS };
enum action_purpose { ACTION_CLOSE, ACTION_RETURN, ACTION_EXTEND };
enum applies { APPLIES_ANY, APPLIES_FIXABLE, APPLIES_MONEY, APPLIES_RATED, APPLIES_COUNTED };
enum measure {
#define MEASURE(name, counted, of, expected) MEASURE_##name,
#include "measures.def"
#undef MEASURE
    N_MEASURES
};
enum trigger { TRIGGER_FIXED, TRIGGER_RELIEVED, TRIGGER_REFUSED, TRIGGER_CONCEDED, TRIGGER_UNRESOLVED, TRIGGER_SURFACE,
               TRIGGER_MACHINE };
enum who { WHO_SAME, WHO_NEIGHBOUR };
enum reach { REACH_ALL, REACH_STREETS, REACH_DEPARTMENTS };
enum assign { ASSIGN_ACCURATE, ASSIGN_IDLE };
enum gate_place { GATE_INTAKE, GATE_STREET, GATE_FRONT };
enum gate_action { GATE_REFUSE, GATE_WARN, GATE_SLOW, GATE_BLOCK, GATE_HANG_UP };
enum colour { COLOUR_NONE, COLOUR_BLUE, COLOUR_YELLOW, COLOUR_RED };
enum line_by { LINE_OPERATORS, LINE_MACHINE };

/* The most rows of each table: MAX_kinds, MAX_actions ... */
enum {
#define TABLE(table, row, max, about) MAX_##table = max,
#define END_TABLE(table, max)
#include "params.def"
};

struct scenario {
#define GROUP(group, about) struct {
#define END(group) } group;
#define NUMBER(group, name, fallback, low, high, unit, meaning, source) double name;
#define INTEGER(group, name, fallback, low, high, unit, meaning, source) int name;
#define SWITCH(group, name, fallback, meaning, source) int name;
#define CHOICE(group, name, fallback, words, meaning, source) int name;
#define TEXT(group, name, fallback, meaning, source) char name[TEXT_SIZE];
#define PROFILE(group, name, size, fallback, low, high, unit, meaning, source) double name[size];
#define TABLE(table, row, max, about) int n_##table; struct row { char name[NAME_SIZE];
#define END_TABLE(table, max) } table[max];
#define NAMES(table, name, other, meaning, source) struct names name;
#include "params.def"
};

#endif
