#include "crate.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/numbers/tidy.h"
#include "plots/report/assets.h"
#include "plots/report/cite.h"
#include "plots/report/html.h"
#include "plots/report/zip.h"
#include "sim/base/aside.h"
#include "sim/record/csv.h"
#include "sim/record/result.h"

struct part { char name[64]; const char *type; char about[256]; long bytes; };

struct crate {
    const struct crate_wish *wish;
    const struct result_plan *plan;
    struct result *result;
    char folder[ATOMIC_PATH_SIZE];      /* where the parts go until they are all there; "" for a ZIP */
    struct tidy file;                   /* of the ZIP */
    struct zip zip;
    int n, room;
    struct part *part;
};

/* ---- parts ---- */

static int part_new(struct crate *c, const char *name, const char *type, const char *about, long bytes, struct err *err)
{
    if (c->n == c->room) {
        struct part *more = realloc(c->part, (size_t)(c->room + 64) * sizeof *more);
        if (!more)
            return err_set(err, "no memory for an archive of %d files", c->n);
        c->part = more;
        c->room += 64;
    }
    struct part *p = &c->part[c->n++];
    *p = (struct part){ .type = type, .bytes = bytes };
    snprintf(p->name, sizeof p->name, "%s", name);
    snprintf(p->about, sizeof p->about, "%s", about);
    return 0;
}

static int copy(struct crate *c, const char *name, FILE *from, struct err *err)
{
    char path[ATOMIC_PATH_SIZE + 80], bytes[65536];
    size_t n;
    if (!c->folder[0])
        return zip_add(&c->zip, name, from, err);
    snprintf(path, sizeof path, "%s/%s", c->folder, name);
    FILE *to = fopen(path, "wb");
    rewind(from);
    while (to && (n = fread(bytes, 1, sizeof bytes, from)) > 0)
        fwrite(bytes, 1, n, to);
    int bad = !to || ferror(from) || ferror(to);
    if (to && fclose(to) != 0)
        bad = 1;
    return bad ? err_set(err, "%s cannot be written: %s", path, strerror(errno)) : 0;
}

static int add_file(struct crate *c, const char *name, const char *type, const char *about, const char *path,
                    struct err *err)
{
    FILE *from = fopen(path, "rb");
    if (!from)
        return err_set(err, "%s cannot be read: %s", path, strerror(errno));
    fseek(from, 0, SEEK_END);
    int ok = part_new(c, name, type, about, ftell(from), err) == 0 ? copy(c, name, from, err) : -1;
    fclose(from);
    return ok;
}

static int add_text(struct crate *c, const char *name, const char *type, const char *about, const char *text,
                    struct err *err)
{
    FILE *from = *text ? fmemopen((void *)(uintptr_t)text, strlen(text), "rb") : tmpfile();
    if (!from)
        return err_set(err, "no memory for %s", name);
    int ok = part_new(c, name, type, about, (long)strlen(text), err) == 0 ? copy(c, name, from, err) : -1;
    fclose(from);
    return ok;
}

static int add_table(struct crate *c, struct err *err)
{
    struct aside aside;
    if (aside_make(&aside, "result.csv", err) != 0)
        return -1;
    int ok = csv_write(c->wish->path, aside.file, err);
    if (ok == 0)
        ok = add_file(c, "result.csv", "text/csv", "The outputs that are one number a run, a row a run", aside.file,
                      err);
    aside_remove(&aside);
    return ok;
}

/* Those of the first point: at further points only the factors differ, whose values are in the numbers. */
static int add_scenarios(struct crate *c, struct err *err)
{
    char name[64], about[256];
    const struct result_plan *plan = c->plan;
    int n = plan->n_points ? plan->n_scenarios / plan->n_points : plan->n_scenarios;
    for (int s = 0; s < n; s++) {
        snprintf(name, sizeof name, "scenarios/%d.yaml", s);
        snprintf(about, sizeof about, "Scenario %s, every value resolved", plan->scenario_name[s]);
        if (plan->scenario_text[s] && add_text(c, name, "application/yaml", about, plan->scenario_text[s], err) != 0)
            return -1;
    }
    if (plan->n_points && plan->base_text[0])
        return add_text(c, "scenarios/warmup.yaml", "application/yaml", "What they were warmed up under", plan->base_text[0], err);
    return 0;
}

/* For somebody who has the archive and no notion of the program. */
static int add_readme(struct crate *c, struct err *err)
{
    static const char TEXT[] =
        "# %s\n\nSimulations of a 12345 government hotline, made by the program Hotline; CITATION.cff says which version and "
        "where it is from.\n\n"
        "- `hotline reproduce result.h5` makes every run again from this one file, with no scenario beside it, and compares the "
        "numbers.\n"
        "- `hotline report result.h5` tells what was found, as a page; `hotline compare` and `hotline plot` as tables, figures.\n"
        "- result.h5 opens as netCDF-4 (xarray, netCDF4, R); result.csv has the outputs that are one number a run.\n"
        "- scenarios/ has each scenario with all its values: `hotline run scenarios/0.yaml`.\n"
        "- study.yaml is the study as it was written. It names cities and policies that come with the program; without them, "
        "`reproduce` is the way.\n"
        "- model.md describes the model (ODD protocol), ro-crate-metadata.json every file here.\n";
    char text[sizeof TEXT + sizeof c->plan->title];
    snprintf(text, sizeof text, TEXT, c->plan->title);
    return add_text(c, "README.md", "text/markdown", "What is in this archive, and how it is made again", text, err);
}

static int add_all(struct crate *c, struct err *err)
{
    if (add_readme(c, err) != 0)
        return -1;
    if (add_file(c, "result.h5", "application/x-hdf5", "All numbers, and what they were made from; opens as netCDF-4",
                 c->wish->path, err) != 0 || add_table(c, err) != 0 || add_scenarios(c, err) != 0)
        return -1;
    if (*c->plan->study_text &&
        add_text(c, "study.yaml", "application/yaml", "The study as it was written", c->plan->study_text, err) != 0)
        return -1;
    return add_text(c, "model.md", "text/markdown", "The model in the ODD protocol", asset_model, err) != 0 ||
           add_text(c, "CITATION.cff", "application/yaml", "How the program is cited", asset_citation,
                    err) != 0 ? -1 : 0;
}

/* ---- the metadata ---- */

static void pair(FILE *out, const char *key, const char *value, const char *end)
{
    fprintf(out, "\"%s\": ", key);
    html_json_text(out, value);
    fputs(end, out);
}

static void reference(FILE *out, const char *key, const char *id, const char *end)
{
    fprintf(out, "\"%s\": {\"@id\": ", key);
    html_json_text(out, id);
    fprintf(out, "}%s", end);
}

static void put_parts(const struct crate *c, FILE *out, const char *key, const char *begins)
{
    int n = 0;
    fprintf(out, "\"%s\": [", key);
    for (int i = 0; i < c->n; i++) {
        if (strncmp(c->part[i].name, begins, strlen(begins)) != 0)
            continue;
        fputs(n++ ? ", {\"@id\": " : "{\"@id\": ", out);
        html_json_text(out, c->part[i].name);
        putc('}', out);
    }
    fputs("]", out);
}

static void put_root(const struct crate *c, FILE *out)
{
    char about[512];
    fputs(",\n    {\"@id\": \"./\", \"@type\": \"Dataset\", ", out);
    pair(out, "name", c->plan->title[0] ? c->plan->title : "a result of Hotline", ", ");
    snprintf(about, sizeof about, "Simulations of a 12345 government hotline: %d scenarios, %d replications of "
                                  "%d days after %d days of "
             "warm-up, seed %" PRIu64, c->plan->n_scenarios, c->plan->n_replicates, c->plan->days_d,
                 c->plan->warmup_d, c->plan->seed);
    pair(out, "description", about, ", ");
    pair(out, "datePublished", c->wish->date, ", ");
    if (c->wish->author)
        reference(out, "author", "#author", ", ");
    reference(out, "license", "#license", ", ");
    reference(out, "mentions", "#run", ", ");
    put_parts(c, out, "hasPart", "");
    fputs("}", out);
}

static void put_files(const struct crate *c, FILE *out)
{
    for (int i = 0; i < c->n; i++) {
        const struct part *p = &c->part[i];
        fputs(",\n    {", out);
        pair(out, "@id", p->name, ", ");
        fputs("\"@type\": \"File\", ", out);
        pair(out, "name", p->about, ", ");
        pair(out, "encodingFormat", p->type, ", ");
        fprintf(out, "\"contentSize\": \"%ld\"}", p->bytes);
    }
}

/* The program, and its run, which made the result of the scenarios. */
static void put_run(const struct crate *c, FILE *out)
{
    char version[64], commit[96], digest[33], title[256], authors[256], licence[64], says[256];
    struct err ignored = { 0 };
    result_provenance(c->result, "version", version, sizeof version);
    result_provenance(c->result, "commit", commit, sizeof commit);
    if (result_stored_digest(c->result, digest, &ignored) != 0)
        digest[0] = '\0';
    cite_field("title", title, sizeof title);
    cite_field("authors", authors, sizeof authors);
    cite_field("license", licence, sizeof licence);
    fputs(",\n    {\"@id\": \"#hotline\", \"@type\": \"SoftwareApplication\", ", out);
    pair(out, "name", title, ", ");
    pair(out, "version", version, ", ");
    pair(out, "identifier", commit, ", ");
    pair(out, "creator", authors, ", ");
    pair(out, "license", licence, "}");
    fputs(",\n    {\"@id\": \"#run\", \"@type\": \"CreateAction\", ", out);
    pair(out, "name", c->plan->command[0] ? c->plan->command : "a run of Hotline", ", ");
    snprintf(says, sizeof says, "Made again from result.h5 alone by `hotline reproduce result.h5`; content digest %s", digest);
    pair(out, "description", says, ", ");
    reference(out, "instrument", "#hotline", ", ");
    put_parts(c, out, "object", "scenarios/");
    fputs(", ", out);
    put_parts(c, out, "result", "result.");
    fputs("}", out);
}

static void put_people(const struct crate *c, FILE *out)
{
    fputs(",\n    {\"@id\": \"#license\", \"@type\": \"CreativeWork\", ", out);
    pair(out, "name", c->wish->licence ? c->wish->licence : "no licence is stated", ", ");
    pair(out, "description", c->wish->licence ? "The licence of the numbers; the program and its model have their own"
                                              : "Who made this archive has not said under which licence its "
                                                "numbers may be used", "}");
    if (c->wish->author) {
        fputs(",\n    {\"@id\": \"#author\", \"@type\": \"Person\", ", out);
        pair(out, "name", c->wish->author, "}");
    }
}

static int add_metadata(struct crate *c, struct err *err)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return err_set(err, "no memory for the metadata");
    fputs("{\"@context\": \"https://w3id.org/ro/crate/1.1/context\",\n \"@graph\": [\n"
          "    {\"@id\": \"ro-crate-metadata.json\", \"@type\": \"CreativeWork\", "
          "\"conformsTo\": {\"@id\": \"https://w3id.org/ro/crate/1.1\"}, \"about\": {\"@id\": \"./\"}}", out);
    put_root(c, out);
    put_files(c, out);
    put_run(c, out);
    put_people(c, out);
    fputs("\n]}\n", out);
    fclose(out);
    FILE *from = fmemopen(text, size, "rb");
    int ok = from ? copy(c, "ro-crate-metadata.json", from, err) : err_set(err, "no memory for the metadata");
    if (from)
        fclose(from);
    free(text);
    return ok;
}

/* ---- a folder, or a ZIP; either appears when it is whole ---- */

static int is_zip(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && strcmp(name + n - 4, ".zip") == 0;
}

static int begin(struct crate *c, struct err *err)
{
    char scenarios[ATOMIC_PATH_SIZE + 16];
    if (is_zip(c->wish->out)) {
        if (tidy_begin(&c->file, c->wish->out, err) != 0)
            return -1;
        c->zip.file = c->file.file;
        return 0;
    }
    if (access(c->wish->out, F_OK) == 0)
        return err_input(err, "%s is there already; choose another name, or remove it first", c->wish->out);
    if (atomic_begin(c->folder, c->wish->out, err) != 0)
        return -1;
    snprintf(scenarios, sizeof scenarios, "%s/scenarios", c->folder);
    if (mkdir(c->folder, 0777) == 0 && mkdir(scenarios, 0777) == 0)
        return 0;
    return err_set(err, "%s cannot be made: %s", c->wish->out, strerror(errno));
}

static void abandon(struct crate *c)
{
    char path[ATOMIC_PATH_SIZE + 80];
    for (int i = 0; c->folder[0] && i < c->n; i++) {
        snprintf(path, sizeof path, "%s/%s", c->folder, c->part[i].name);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/scenarios", c->folder);
    if (c->folder[0] && (rmdir(path), rmdir(c->folder)) != 0)
        return;
    if (c->zip.file) {
        fclose(c->file.file);
        unlink(c->file.temporary);
    }
}

static int end(struct crate *c, struct err *err)
{
    if (!c->folder[0])
        return zip_end(&c->zip, err) == 0 ? tidy_end(&c->file, err) : -1;
    if (rename(c->folder, c->wish->out) == 0)
        return 0;
    return err_set(err, "%s cannot be made: %s", c->wish->out, strerror(errno));
}

int crate_write(const struct crate_wish *wish, int *n_files, struct err *err)
{
    struct crate c = { .wish = wish };
    if (result_open(&c.result, wish->path, err) != 0)
        return -1;
    c.plan = result_plan(c.result);
    int ok = begin(&c, err);
    if (ok == 0) {
        ok = add_all(&c, err) == 0 && add_metadata(&c, err) == 0 ? 0 : -1;
        if (ok == 0)
            ok = end(&c, err);
        else
            abandon(&c);
    }
    *n_files = c.n + 1;
    zip_free(&c.zip);
    free(c.part);
    result_close(&c.result);
    return ok;
}
