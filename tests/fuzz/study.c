/* Any bytes as a study: a study with its points, or a sentence. */
#include <stdlib.h>

#include "input.h"
#include "sim/study/study.h"

enum { MOST_POINTS = 2000 };            /* more would take longer than a fuzzer waits */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct input input;
    if (input_open(&input, bytes, size) == 0) {
        struct study study = { 0 };
        struct err err = { 0 };
        int failed = study_read(&study, input.name, &err) || study_names(&study, &err);
        if (!failed && study_asks(&study) <= MOST_POINTS)
            failed = study_points(&study, &err);
        if (failed && (err.code == EXIT_OK || err.text[0] == '\0'))
            abort();
        study_free(&study);
    }
    input_close(&input);
    return 0;
}
