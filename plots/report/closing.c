/* closing.c - how somebody else makes it again, and how it is cited. */
#include "plots/report/parts.h"

#include <inttypes.h>
#include <string.h>

#include "plots/report/assets.h"
#include "plots/report/cite.h"
#include "plots/report/html.h"

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void row_write(const struct report *r, const char *english, const char *chinese, const char *text)
{
    fprintf(r->out, "<tr><th scope=\"row\">%s</th><td><code>", report_word(r, english, chinese));
    html_text(r->out, text);
    fputs("</code></td></tr>\n", r->out);
}

static void made_write(const struct report *r)
{
    char version[64], commit[96], digest[33], seed[32], runs[64];
    struct err ignored = { 0 };
    result_provenance(r->result, "version", version, sizeof version);
    result_provenance(r->result, "commit", commit, sizeof commit);
    if (result_stored_digest(r->result, digest, &ignored) != 0)
        digest[0] = '\0';
    snprintf(seed, sizeof seed, "%" PRIu64, r->plan->seed);
    snprintf(runs, sizeof runs, "%d / %d", report_runs(r), r->plan->n_scenarios * r->plan->n_replicates);
    fputs("<table class=\"made\">\n", r->out);
    row_write(r, "made by Hotline", "程序版本", version);
    row_write(r, "commit", "提交", commit);
    if (*r->plan->command)
        row_write(r, "command", "命令", r->plan->command);
    row_write(r, "seed", "随机种子", seed);
    row_write(r, "runs done", "完成的运行", runs);
    row_write(r, "content digest", "内容摘要", digest);
    fputs("</table>\n", r->out);
}

static void again_write(const struct report *r)
{
    fprintf(r->out, "<section>\n<h2>%s</h2>\n<p>", report_word(r, "How to make it again", "如何重现"));
    fputs(report_word(r, "The result file and the program are enough: the file keeps the text of every scenario. "
                         "The same digest means the same numbers, on any machine and any number of threads.",
                      "有结果文件和程序即可：文件中保存着每个情景的全文。摘要相同即数字相同，与机器和线程数无关。"), r->out);
    fputs("</p>\n<pre>", r->out);
    html_say(r->out, "hotline reproduce %s", base_name(r->wish->path));
    fputs("</pre>\n", r->out);
    made_write(r);
    if (*r->plan->study_text) {
        fprintf(r->out, "<details>\n<summary>%s</summary>\n<pre>", report_word(r, "The study file", "研究文件"));
        html_text(r->out, r->plan->study_text);
        fputs("</pre>\n</details>\n", r->out);
    }
    fputs("</section>\n", r->out);
}

static void cite_write(const struct report *r)
{
    char bibtex[1024];
    cite_bibtex(bibtex, sizeof bibtex);
    fprintf(r->out, "<section>\n<h2>%s</h2>\n<p>", report_word(r, "How to cite", "如何引用"));
    fputs(report_word(r, "Name the version and commit, the study with the files that are not the program's own, "
                         "the seed and the number of replications, and the digest above. In BibTeX:",
                      "请注明版本与提交、研究文件及程序以外的文件、随机种子与重复次数，以及上列摘要。BibTeX："), r->out);
    fputs("</p>\n<pre>", r->out);
    html_text(r->out, bibtex);
    fputs("</pre>\n", r->out);
    if (*asset_uplot_js)
        fprintf(r->out, "<p class=\"note\">%s</p>\n", report_word(r, "The interactive charts of this page are "
                                                                     "drawn by uPlot (Leon Sorokin, MIT licence).",
                                                                         "本页交互图表由uPlot绘制（Leon Sorokin，MIT许可）。"));
    fputs("</section>\n", r->out);
}

void closing_write(struct report *r)
{
    again_write(r);
    cite_write(r);
}
