/* Any bytes after --set: a scenario or a sentence. */
#include <stdlib.h>
#include <string.h>

#include "sim/scenario/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *setting = strndup((const char *)bytes, size);
    struct scenario_loaded loaded;
    struct err err = { 0 };
    const char *const set[] = { setting };
    int failed = scenario_load(&loaded, &(struct scenario_request){ .n_sets = 1, .set = set }, &err);
    if (failed && (err.code == EXIT_OK || err.text[0] == '\0'))
        abort();
    scenario_free(&loaded);
    free(setting);
    return 0;
}
