#include "chosen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/base/text.h"

int chosen_language(struct argp_state *state, const char *text)
{
    if (strcmp(text, "en") != 0 && strcmp(text, "zh") != 0)
        argp_error(state, "--lang must be en or zh, not '%s'", text);
    return strcmp(text, "zh") == 0;
}

const char *chosen_word(int zh, const char *english, const char *chinese)
{
    return zh ? chinese : english;
}

double chosen_level(struct argp_state *state, const char *text)
{
    char *end;
    double level = strtod(text, &end);
    if (end == text || *end || !(level > 0 && level < 1))
        argp_error(state, "--level must be between 0 and 1, as .95, not '%s'", text);
    return level;
}

double chosen_number(struct argp_state *state, const char *option, const char *text)
{
    char *end;
    double x = strtod(text, &end);
    if (end == text || *end || !isfinite(x))
        argp_error(state, "%s must be a number, not '%s'", option, text);
    return x;
}

double chosen_share(struct argp_state *state, const char *option, const char *text)
{
    double x = chosen_number(state, option, text);
    if (!(x > 0 && x <= 1))
        argp_error(state, "%s must be above 0 and at most 1, as .05, not '%s'", option, text);
    return x;
}

int chosen_row(struct argp_state *state, const char *option, const char *text, int n, const char *const words[])
{
    char list[256];
    size_t used = 0;
    for (int i = 0; i < n; i++) {
        if (strcmp(words[i], text) == 0)
            return i;
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i == 0 ? "" : i < n - 1 ? ", " : " or ", words[i]);
    }
    argp_error(state, "%s must be %s, not '%s'", option, list, text);
    return 0;
}

enum chosen_form chosen_form(struct argp_state *state, const char *text)
{
    static const char *const WORDS[] = { "text", "markdown", "latex", "csv", "json" };
    return (enum chosen_form)chosen_row(state, "--format", text, 5, WORDS);
}

int chosen_stem(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *point = strrchr(name, '.');
    return (int)(point && point > name ? point - path : (long)strlen(path));
}

int chosen_format(const char *given, const char *extension, enum theme_format *format, struct err *err)
{
    for (int f = 0; f < N_THEME_FORMATS; f++)
        if (strcmp(extension + (extension[0] == '.'), THEME_EXTENSIONS[f]) == 0) {
            *format = (enum theme_format)f;
            return 0;
        }
    return err_input(err, "a figure is .png, .svg or .pdf, not '%s'", given);
}

int chosen_scenario(const struct result_plan *plan, const char *name, struct err *err)
{
    struct text_guess guess = { .word = name };
    for (int s = 0; s < plan->n_scenarios; s++) {
        if (strcmp(plan->scenario_name[s], name) == 0)
            return s;
        text_guess(&guess, plan->scenario_name[s]);
    }
    if (guess.nearest)
        return err_input(err, "the result has no scenario '%s'; did you mean '%s'?", name, guess.nearest);
    char list[3000];                            /* of err.text */
    int s = 0;
    for (size_t used = 0; s < plan->n_scenarios && used + sizeof *plan->scenario_name + 8 < sizeof list; s++)
        used += (size_t)snprintf(list + used, sizeof list - used, "\n    %s", plan->scenario_name[s]);
    return err_input(err, "the result has no scenario '%s'; it has%s%s", name, list,
                     s < plan->n_scenarios ? "\n    and more" : "");
}

int chosen_control(const struct result_plan *plan, const char *name, struct err *err)
{
    if (name)
        return chosen_scenario(plan, name, err);
    return plan->control == NONE_SUCH ? 0 : plan->control;
}

static int kpi_named(const char *name, struct err *err)
{
    struct text_guess guess = { .word = name };
    for (int o = 0; o < N_OUTPUTS; o++)
        if (OUTPUTS[o].shape == SHAPE_KPI) {
            if (strcmp(OUTPUTS[o].name, name) == 0)
                return o;
            text_guess(&guess, OUTPUTS[o].name);
        }
    if (output_named(name) != NONE_SUCH)
        return err_input(err, "%s is not one number a run, so it cannot be compared", name);
    if (guess.nearest)
        return err_input(err, "there is no output '%s'; did you mean %s?", name, guess.nearest);
    return err_input(err, "there is no output '%s'; `hotline outputs` lists them", name);
}

int chosen_name(const char **at, char name[128])
{
    *at += strspn(*at, ", ");
    size_t length = strcspn(*at, ","), kept = length < 127 ? length : 127;
    memcpy(name, *at, kept);
    *at += length;
    while (kept > 0 && name[kept - 1] == ' ')
        kept--;
    name[kept] = '\0';
    return kept > 0;
}

int chosen_scenarios(const struct result_plan *plan, const char *names, int most, int scenario[], struct err *err)
{
    char name[128];
    int n = 0;
    while (chosen_name(&names, name)) {
        if (n == most)
            return err_input(err, "at most %d scenarios can be told apart", most);
        scenario[n] = chosen_scenario(plan, name, err);
        if (scenario[n++] < 0)
            return -1;
    }
    return n > 0 ? n : err_input(err, "no scenario is named");
}

int chosen_condition(const char *text, struct chosen_condition *c, struct err *err)
{
    char name[128], *end;
    size_t at = strcspn(text, "<>"), length = at;
    while (length > 0 && text[length - 1] == ' ')
        length--;
    snprintf(name, sizeof name, "%.*s", (int)length, text);
    const char *value = text + at + (text[at] != '\0');
    value += *value == '=';
    *c = (struct chosen_condition){ .above = text[at] == '>', .value = strtod(value, &end) };
    const char *slack = text_begins(end, "+-") || text_begins(end, "±") ? end + 2 : NULL;
    if (slack)
        c->slack = strtod(slack, &end);
    if (!text[at] || end == value || end == slack || *end)
        return err_input(err, "'%s' is no condition; say it as regret<=0.4", text);
    int output = kpi_named(name, err);
    c->kpi = (enum output)output;
    return output < 0 ? -1 : 0;
}

int chosen_kpis(const char *names, enum output kpi[N_OUTPUTS], struct err *err)
{
    char name[128];
    int n = 0;
    while (chosen_name(&names, name)) {
        int output = n < N_OUTPUTS ? kpi_named(name, err) : err_input(err, "an output is named more than once");
        if (output < 0)
            return -1;
        kpi[n++] = (enum output)output;
    }
    return n > 0 ? n : err_input(err, "no output is named");
}
