#include "ranking.h"

#include <stdio.h>

int ranking_order(const struct figure *f, int output, int position[RANKING_MOST])
{
    int n = 0;
    for (int i = 0; i < f->pool[output].length[0]; i++) {
        double most = 0, first = figure_at(f, output, 0, i, 0).mean;
        for (int s = 0; s < f->wish->n_scenarios; s++) {
            double mean = figure_at(f, output, s, i, 0).mean;
            most = mean > most ? mean : most;
        }
        if (!(most > 0) || n == RANKING_MOST)
            continue;
        int at = n++;
        for (; at > 0 && figure_at(f, output, 0, position[at - 1], 0).mean < first; at--)
            position[at] = position[at - 1];
        position[at] = i;
    }
    return n;
}

/* Names of rows, "old pipes" for old_pipes. */
struct labels { char text[RANKING_MOST][64]; const char *name[RANKING_MOST]; };

static void labels_make(const struct figure *f, int output, int n, const int position[], struct labels *labels)
{
    enum dimension dim = SHAPES[OUTPUTS[f->kind->output[output]].shape].dim[0];
    for (int i = 0; i < n; i++) {
        snprintf(labels->text[i], sizeof labels->text[i], "%s", figure_label(f, dim, position[i]));
        for (char *c = labels->text[i]; *c; c++)
            *c = *c == '_' ? ' ' : *c;
        labels->name[i] = labels->text[i];
    }
}

double ranking_row(const struct figure *f)
{
    return f->wish->n_scenarios > 4 ? 0.07 * f->wish->n_scenarios : 0.38;
}

double ranking_room(const struct figure *f, int output, int n, const int position[])
{
    struct labels labels;
    labels_make(f, output, n, position, &labels);
    return theme_names(n, labels.name);
}

void ranking_draw(struct figure *f, int output, int n, const int position[], int shown)
{
    struct labels labels = { 0 };
    struct range x = MARKS_NO_RANGE;
    labels_make(f, output, n, position, &labels);
    theme_rows(&f->page, n, labels.name, shown);
    marks_include(&x, 0);
    for (int i = 0; i < n; i++)
        for (int s = 0; s < f->wish->n_scenarios; s++)
            marks_include_estimate(&x, figure_at(f, output, s, position[i], 0), 100);
    marks_axis(&f->page, 'x', x);
    for (int i = 0; i < n; i++)
        for (int s = 0; s < f->wish->n_scenarios; s++)
            marks_dot(&f->page, i + 1 + marks_dodge(s, f->wish->n_scenarios),
                      figure_at(f, output, s, position[i], 0), 100, s, 0);
}
