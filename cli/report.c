/* report.c - a result as one page of HTML. */
#include <stdio.h>
#include <string.h>

#include "chosen.h"
#include "options.h"
#include "plots/report/report.h"
#include "sim/record/result.h"
#include "verbs.h"

enum { NAME_MOST = 3800 };

struct request {
    const char *path, *out, *control;
    int zh;
    double level;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct request *r = state->input;
    switch (key) {
    case 'o': r->out = argument; break;
    case 'c': r->control = argument; break;
    case 'l': r->zh = chosen_language(state, argument); break;
    case 'L': r->level = chosen_level(state, argument); break;
    case ARGP_KEY_ARG: case ARGP_KEY_NO_ARGS: r->path = options_only(state, "RESULT", argument); break;
    case ARGP_KEY_END:
        if (r->out && (strlen(r->out) < 5 || strcmp(r->out + strlen(r->out) - 5, ".html") != 0))
            argp_error(state, "-o needs a name that ends with .html, not '%s'", r->out);
        break;
    default: return ARGP_ERR_UNKNOWN;
    }
    return 0;
}

static int report(const void *request, struct result *result, struct err *err)
{
    const struct request *r = request;
    const struct result_plan *plan = result_plan(result);
    char out[NAME_MOST + 8];
    struct report_told told;
    struct report_wish wish = { .path = r->path, .chinese = r->zh, .level = r->level };
    wish.control = chosen_control(plan, r->control, err);
    if (wish.control < 0)
        return -1;
    if (r->out)
        snprintf(out, sizeof out, "%.*s", NAME_MOST, r->out);
    else
        snprintf(out, sizeof out, "%.*s.html", chosen_stem(r->path), r->path);
    if (report_write(result, &wish, out, &told, err) != 0)
        return -1;
    printf("%s  %d interactive charts, %d figures\n", out, told.charts, told.figures);
    return 0;
}

int verb_report(int argc, char **argv)
{
    static const struct argp_option rows[] = {
        { "output", 'o', "PAGE.html", 0, "the page (default: beside the result)", 0 },
        { "control", 'c', "SCENARIO", 0, "compare with this one instead of the study's control", 1 },
        { "level", 'L', "P", 0, "level of intervals (default .95)", 1 },
        { "lang", 'l', "en|zh", 0, "language that is shown first; the page has both", 1 },
        { 0 },
    };
    static const struct argp argp = { rows, parse, "RESULT",
        "Write a result as one page of HTML that needs no network: the question, what was compared, the finding in "
        "sentences with its uncertainty, tables, charts, what is assumed, how to make it again and how to cite it.\v"
        "Interactive charts are there when the program was built where npm could get uPlot, figures when gnuplot is "
        "installed; the page says what is missing. The same result gives the same page.\n\n"
        "Example: hotline report results/demo.h5 --lang zh -o demo.html", NULL, NULL, NULL };
    struct request request = { .level = .95 };
    options_parse(&argp, argc, argv, &request);
    return verb_on_result(request.path, report, &request);
}
