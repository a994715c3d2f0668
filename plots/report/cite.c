#include "cite.h"

#include <stdio.h>
#include <string.h>

#include "plots/report/assets.h"
#include "sim/base/yaml.h"
#include "sim/record/provenance.h"

static const char *name_of(const struct yaml *author)
{
    const struct yaml *name = yaml_get(author, "name"), *family = name ? NULL : yaml_get(author, "family-names");
    return name ? name->text : family ? family->text : "";
}

void cite_field(const char *key, char text[], size_t size)
{
    struct yaml_complaints ignored = { 0 };
    struct yaml_file *file = yaml_from_text("CITATION.cff", asset_citation, strlen(asset_citation), &ignored);
    const struct yaml *node = yaml_get(yaml_root(file), key);
    size_t used = 0;
    text[0] = '\0';
    if (node && node->kind == YAML_SCALAR)
        snprintf(text, size, "%s", node->text);
    for (int i = 0; node && node->kind == YAML_SEQUENCE && i < node->n && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%s", i ? "; " : "", name_of(node->member[i].value));
    yaml_file_free(file);
}

void cite_bibtex(char text[], size_t size)
{
    char title[256], authors[256], license[64];
    cite_field("title", title, sizeof title);
    cite_field("authors", authors, sizeof authors);
    cite_field("license", license, sizeof license);
    snprintf(text, size, "@software{hotline,\n  author  = {{%s}},\n  title   = {%s},\n  version = {%s},\n  "
                         "license = {%s},\n"
             "  note    = {commit %s}\n}\n", authors, title, provenance_of("version"), license,
                 provenance_of("commit"));
}
