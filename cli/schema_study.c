/* The JSON Schema of study files (docs/studies.md). A factor is as strict as its parameter. */
#include <stdio.h>

#include "json.h"
#include "schema.h"
#include "sim/observe/outputs.h"
#include "sim/study/study.h"

#define TEXT(size) "{\"type\": \"string\", \"maxLength\": " #size "}"

static void print_strings(int n, const char *const text[])
{
    for (int i = 0; i < n; i++) {
        fputs(i ? ", " : "", stdout);
        json_text(stdout, text[i]);
    }
}

/* role, unit and over, which every factor may have. */
static void print_manner(const char *unit)
{
    fputs("\"role\": {\"enum\": [\"lever\", \"uncertainty\"]}, \"over\": {\"enum\": [\"city\", \"policies\"]}", stdout);
    if (*unit) {
        fputs(", \"unit\": {\"const\": ", stdout);
        json_text(stdout, unit);
        putchar('}');
    }
}

static void print_factor(const struct param *param)
{
    bool has_range = param->type == PARAM_NUMBER || param->type == PARAM_INTEGER;
    printf("  \"%s.%s\": {\"description\": ", SECTIONS[param->section].name, param->name);
    json_text(stdout, param->meaning);
    printf(", \"type\": [\"object\", \"null\"], \"additionalProperties\": false, \"properties\": {"
           "\"values\": {\"type\": \"array\", \"minItems\": 1, \"maxItems\": %d, \"items\": ", STUDY_MOST_VALUES);
    schema_value(param);
    fputs("}, ", stdout);
    if (has_range) {
        fputs("\"range\": {\"type\": \"array\", \"minItems\": 2, \"maxItems\": 2, \"items\": ", stdout);
        schema_value(param);
        fputs("}, \"dist\": {\"enum\": [", stdout);
        print_strings(N_DISTS, STUDY_DISTS);
        printf("]}, \"mode\": {\"type\": \"number\"}, \"levels\": {\"type\": \"integer\", \"minimum\": 2, \"maximum\": %d}, ",
               STUDY_MOST_VALUES);
    }
    print_manner(param->unit);
    fputs("}}", stdout);
}

static void print_factors(void)
{
    printf("{\"type\": \"object\", \"maxProperties\": %d, \"properties\": {", STUDY_MOST_FACTORS);
    fputs("\n    \"policy\": {\"description\": \"each point has one of the policies\", \"type\": [\"object\", \"null\"], "
          "\"additionalProperties\": false, \"properties\": {\"role\": {\"enum\": [\"lever\", \"uncertainty\"]}}}", stdout);
    for (int p = 0, n = 1; p < N_PARAMS; p++)
        if (!SECTIONS[PARAMS[p].section].max)
            printf("%s\n    \"%s.%s\": {\"$ref\": \"#/$defs/%s.%s\"}", n++ ? "," : "", SECTIONS[PARAMS[p].section].name,
                   PARAMS[p].name, SECTIONS[PARAMS[p].section].name, PARAMS[p].name);
    fputs("},\n  \"patternProperties\": {", stdout);
    for (int p = 0, n = 0; p < N_PARAMS; p++)
        if (SECTIONS[PARAMS[p].section].max)
            printf("%s\n    \"^%s\\\\." SCHEMA_ROW "\\\\.%s$\": {\"$ref\": \"#/$defs/%s.%s\"}", n++ ? "," : "",
                   SECTIONS[PARAMS[p].section].name, PARAMS[p].name, SECTIONS[PARAMS[p].section].name, PARAMS[p].name);
    fputs("},\n  \"additionalProperties\": {\"$ref\": \"#/$defs/mixture\"}}", stdout);
}

static void print_designs(void)
{
    fputs("{\"enum\": [", stdout);
    for (int d = 0; d < N_DESIGNS; d++)
        print_strings(1, &DESIGNS[d].name), fputs(d + 1 < N_DESIGNS ? ", " : "]}", stdout);
}

static void print_precision(void)
{
    printf("{\"type\": \"object\", \"minProperties\": 1, \"maxProperties\": %d, \"propertyNames\": {\"enum\": [",
           PRECISION_MOST_GOALS);
    for (int o = 0, n = 0; o < N_OUTPUTS; o++)
        if (OUTPUTS[o].shape == SHAPE_KPI)
            printf("%s\"%s\"", n++ ? ", " : "", OUTPUTS[o].name);
    fputs("]}, \"additionalProperties\": {\"anyOf\": [{\"type\": \"number\", \"exclusiveMinimum\": 0}, "
          "{\"type\": \"string\", \"pattern\": \"^[0-9.eE+-]+%$\"}]}}", stdout);
}

static void print_replications(void)
{
    printf("{\"anyOf\": [{\"type\": \"integer\", \"minimum\": 1, \"maximum\": %d},\n    {\"type\": \"object\", "
           "\"additionalProperties\": false, \"required\": [\"max\", \"precision\"], \"properties\": {"
           "\"min\": {\"type\": \"integer\", \"minimum\": 2}, \"max\": {\"type\": \"integer\", \"minimum\": 2}, "
           "\"batch\": {\"type\": \"integer\", \"minimum\": 1}, \"of\": {\"enum\": [\"means\", \"differences\"]}, "
           "\"precision\": ", STUDY_MOST_REPLICATIONS);
    print_precision();
    fputs("}}]}", stdout);
}

static void print_definitions(void)
{
    for (int p = 0; p < N_PARAMS; p++) {
        print_factor(&PARAMS[p]);
        puts(",");
    }
    fputs("  \"mixture\": {\"description\": \"parameters whose values add up to a whole\", \"type\": \"object\", "
          "\"required\": [\"mixture\"], \"additionalProperties\": false, \"properties\": {\"mixture\": {\"type\": \"array\", "
          "\"minItems\": 2, \"items\": {\"type\": \"string\"}}, \"total\": {\"type\": \"number\", \"exclusiveMinimum\": 0}, "
          "\"levels\": {\"type\": \"integer\", \"minimum\": 1}, \"unit\": {\"type\": \"string\"}, ", stdout);
    print_manner("");
    puts("}}");
}

void schema_study(void)
{
    puts("{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n\"title\": \"Hotline study\",\n\"$defs\": {");
    print_definitions();
    printf("},\n\"type\": \"object\", \"required\": [\"base\"], \"additionalProperties\": false, \"properties\": {\n"
           "  \"title\": " TEXT(159) ", \"title_zh\": " TEXT(159) ", \"because\": {\"type\": \"string\"},\n"
           "  \"base\": {\"type\": \"string\", \"description\": \"the city: a name or a file\"},\n"
           "  \"policies\": {\"anyOf\": [{\"const\": \"all\"}, {\"type\": \"array\", \"minItems\": 1, \"maxItems\": %d, \"items\": "
           "{\"anyOf\": [{\"type\": \"string\"},\n    {\"type\": \"array\", \"minItems\": 1, \"maxItems\": %d, \"items\": "
           "{\"type\": \"string\"}}]}}]},\n  \"control\": {\"type\": \"string\"},\n"
           "  \"days\": {\"type\": \"integer\", \"minimum\": 1, \"maximum\": 36500}, "
           "\"warmup\": {\"type\": \"integer\", \"minimum\": 0, \"maximum\": 3650},\n"
           "  \"constraints\": {\"type\": \"array\", \"maxItems\": %d, \"items\": {\"type\": \"string\", \"pattern\": \"[<>]\"}},\n"
           "  \"replications\": ", STUDY_MOST_POLICIES, STUDY_MOST_OVERLAYS, STUDY_MOST_CONSTRAINTS);
    print_replications();
    fputs(",\n  \"factors\": ", stdout);
    print_factors();
    fputs(",\n  \"design\": {\"anyOf\": [", stdout);
    print_designs();
    fputs(",\n    {\"type\": \"object\", \"required\": [\"kind\"], \"additionalProperties\": false, "
          "\"properties\": {\"kind\": ", stdout);
    print_designs();
    printf(",\n    \"n\": {\"type\": \"integer\", \"minimum\": 1, \"maximum\": %d}, "
           "\"seed\": {\"type\": \"integer\", \"minimum\": 0}, "
           "\"levels\": {\"type\": \"integer\", \"multipleOf\": 2, \"minimum\": 2, "
           "\"maximum\": %d}, \"second\": {\"type\": \"boolean\"},\n    \"groups\": {\"type\": \"object\", \"maxProperties\": %d, "
           "\"additionalProperties\": {\"type\": \"array\", \"minItems\": 2, \"uniqueItems\": true, \"items\": {\"type\": "
           "\"string\"}}}, \"file\": {\"type\": \"string\"}}}]}\n}}\n",
           DESIGN_MOST_POINTS, DESIGN_MOST_LEVELS, DESIGN_MOST_GROUPS);
}
