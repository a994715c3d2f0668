#include <stdio.h>
#include <string.h>

#include "json.h"
#include "options.h"
#include "schema.h"
#include "sim/scenario/params.h"
#include "verbs.h"

/* A parameter is defined once, as #/$defs/section.name; its dotted, nested and row forms refer to it. */

#define ROW SCHEMA_ROW

static void print_numbers(const struct param *param, const char *type)
{
    fprintf(stdout, "\"type\": \"%s\", \"minimum\": ", type);
    json_number(stdout, param->low);
    fputs(", \"maximum\": ", stdout);
    json_number(stdout, param->high);
}

static void print_words(const struct param *param)
{
    char word[NAME_SIZE];
    fputs("\"enum\": [", stdout);
    for (int i = 0; param_word(word, param, i); i++)
        printf("%s\"%s\"", i ? ", " : "", word);
    putchar(']');
}

void schema_value(const struct param *param)
{
    putchar('{');
    switch (param->type) {
    case PARAM_NUMBER: print_numbers(param, "number"); break;
    case PARAM_INTEGER: print_numbers(param, "integer"); break;
    case PARAM_SWITCH: fputs("\"type\": \"boolean\"", stdout); break;
    case PARAM_CHOICE: print_words(param); break;
    case PARAM_TEXT: printf("\"type\": [\"string\", \"number\"], \"maxLength\": %d", TEXT_SIZE - 1); break;
    case PARAM_PROFILE:
        printf("\"type\": \"array\", \"minItems\": %d, \"maxItems\": %d, \"items\": {", param->n, param->n);
        print_numbers(param, "number");
        putchar('}');
        break;
    case PARAM_NAMES:
        printf("\"type\": \"array\", \"maxItems\": %d, \"items\": {\"type\": \"string\", \"pattern\": \"^" ROW "$\"}",
               MAX_NAMES);
        break;
    }
    putchar('}');
}

static void print_definition(const struct param *param)
{
    printf("  \"%s.%s\": {\n    \"description\": ", SECTIONS[param->section].name, param->name);
    char text[512];
    snprintf(text, sizeof text, "%s%s%s; %s", param->meaning, *param->unit ? "; unit: " : "", param->unit,
             param->source);
    json_text(stdout, text);
    fputs(",\n    \"anyOf\": [", stdout);
    schema_value(param);
    fputs(",\n      {\"type\": \"object\", \"additionalProperties\": false, \"properties\": {\"value\": ", stdout);
    schema_value(param);
    if (*param->unit) {
        fputs(", \"unit\": {\"const\": ", stdout);
        json_text(stdout, param->unit);
        putchar('}');
    }
    fputs(", \"range\": {\"type\": \"array\", \"minItems\": 2, \"maxItems\": 2, \"items\": {\"type\": \"number\"}}, "
          "\"dist\": {\"type\": \"string\"}, \"role\": {\"enum\": [\"lever\", \"uncertainty\"]}, "
          "\"source\": {\"type\": \"string\"}}}]}", stdout);
}

/* The members of a group, or of a row of a table. */
static void print_members(const struct section *section)
{
    fputs("{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {", stdout);
    for (int p = section->first; p < (int)section->last; p++)
        printf("%s\n    \"%s\": {\"$ref\": \"#/$defs/%s.%s\"}", p > (int)section->first ? "," : "", PARAMS[p].name,
               section->name, PARAMS[p].name);
    fputs("}}", stdout);
}

static void print_section_definition(const struct section *section)
{
    printf(",\n  \"%s\": {\"description\": ", section->name);
    json_text(stdout, section->about);
    if (!section->max) {
        fputs(", \"allOf\": [", stdout);
        print_members(section);
        fputs("]}", stdout);
        return;
    }
    printf(", \"type\": \"object\", \"additionalProperties\": false, \"patternProperties\": {\n    \"^" ROW "$\": "
           "{\"$ref\": \"#/$defs/%s.ROW\"}", section->name);
    for (int p = section->first; p < (int)section->last; p++)
        printf(",\n    \"^" ROW "\\\\.%s$\": {\"$ref\": \"#/$defs/%s.%s\"}", PARAMS[p].name, section->name,
               PARAMS[p].name);
    printf("}},\n  \"%s.ROW\": {\"description\": \"one row; null removes it\", \"anyOf\": [{\"type\": \"null\"}, ",
           section->name);
    print_members(section);
    fputs("]}", stdout);
}

static void print_definitions(void)
{
    puts("  \"text or list\": {\"anyOf\": [{\"type\": \"string\"}, "
         "{\"type\": \"array\", \"items\": {\"type\": \"string\"}}]},");
    for (int p = 0; p < N_PARAMS; p++) {
        fputs(p ? ",\n" : "", stdout);
        print_definition(&PARAMS[p]);
    }
    for (int s = 0; s < N_SECTIONS; s++)
        print_section_definition(&SECTIONS[s]);
}

/* A mapping that may set every parameter: the top of a file, which has keys about itself, too, or an event's `set`. */
static void print_parameters(const char *about_itself)
{
    printf("\"type\": \"object\", \"additionalProperties\": false, \"properties\": {%s", about_itself);
    for (int s = 0; s < N_SECTIONS; s++)
        printf("%s\n  \"%s\": {\"$ref\": \"#/$defs/%s\"}", s ? "," : "", SECTIONS[s].name, SECTIONS[s].name);
    for (int p = 0; p < N_PARAMS; p++) {
        const char *section = SECTIONS[PARAMS[p].section].name;
        if (!SECTIONS[PARAMS[p].section].max)
            printf(",\n  \"%s.%s\": {\"$ref\": \"#/$defs/%s.%s\"}", section, PARAMS[p].name, section, PARAMS[p].name);
    }
    fputs("},\n\"patternProperties\": {", stdout);
    for (int s = 0, n = 0; s < N_SECTIONS; s++)
        if (SECTIONS[s].max)
            printf("%s\n  \"^%s\\\\." ROW "$\": {\"$ref\": \"#/$defs/%s.ROW\"}", n++ ? "," : "", SECTIONS[s].name,
                   SECTIONS[s].name);
    for (int p = 0; p < N_PARAMS; p++) {
        const char *section = SECTIONS[PARAMS[p].section].name;
        if (SECTIONS[PARAMS[p].section].max)
            printf(",\n  \"^%s\\\\." ROW "\\\\.%s$\": {\"$ref\": \"#/$defs/%s.%s\"}", section, PARAMS[p].name,
                   section, PARAMS[p].name);
    }
    fputs("}", stdout);
}

static void print_schema(void)
{
    puts("{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n\"title\": \"Hotline city or policy\",\n"
         "\"$defs\": {");
    print_definitions();
    fputs(",\n  \"event\": {\"type\": \"object\", \"required\": [\"at\", \"set\"], \"additionalProperties\": false, "
          "\"properties\": {\n    \"at\": {\"type\": \"integer\"}, \"until\": {\"type\": \"integer\"}, "
          "\"because\": {\"$ref\": \"#/$defs/text or list\"},\n    \"set\": {", stdout);
    print_parameters("");
    fputs("}}}\n},\n", stdout);
    print_parameters("\n  \"extends\": {\"$ref\": \"#/$defs/text or list\"},\n"
                     "  \"because\": {\"$ref\": \"#/$defs/text or list\"},\n"
                     "  \"title\": {\"type\": \"string\"},\n  \"title_zh\": {\"type\": \"string\"},\n"
                     "  \"events\": {\"type\": [\"null\", \"array\"], \"items\": {\"$ref\": \"#/$defs/event\"}},");
    puts("}");
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    int *of_studies = state->input;
    if (key != ARGP_KEY_ARG)
        return ARGP_ERR_UNKNOWN;
    if (state->arg_num > 0 || (strcmp(argument, "study") != 0 && strcmp(argument, "scenario") != 0))
        argp_error(state, "'scenario' or 'study', not '%s'", argument);
    *of_studies = strcmp(argument, "study") == 0;
    return 0;
}

int verb_schema(int argc, char **argv)
{
    static const struct argp argp = { NULL, parse, "[scenario|study]",
        "Print the JSON Schema (draft 2020-12) of cities and policies, or of studies, for editors that check YAML while one "
        "types.\v"
        "Example: hotline schema study", NULL, NULL, NULL };
    int of_studies = 0;
    options_parse(&argp, argc, argv, &of_studies);
    (of_studies ? schema_study : print_schema)();
    return EXIT_OK;
}
