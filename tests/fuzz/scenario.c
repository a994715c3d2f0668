/* Random bytes as a scenario file: no crash, no hang; and what loads is printed as a file that loads to the same. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/scenario/print.h"

static char first[64], second[64];

static void write_file(const char *name, const void *bytes, size_t size)
{
    FILE *out = fopen(name, "wb");
    if (!out || fwrite(bytes, 1, size, out) != size || fclose(out) != 0)
        abort();
}

static char *resolved(const struct scenario_loaded *loaded, size_t *size)
{
    char *text = NULL;
    FILE *out = open_memstream(&text, size);
    scenario_print(loaded, out);
    fclose(out);
    return text;
}

static void load_again(const struct scenario_loaded *loaded)
{
    struct scenario_loaded again;
    struct err err = { 0 };
    size_t size, size_again;
    char *text = resolved(loaded, &size);
    write_file(second, text, size);
    if (scenario_load(&again, &(struct scenario_request){ .city = second }, &err)) {
        fprintf(stderr, "%s\n%s\n", text, err.text);
        abort();
    }
    char *text_again = resolved(&again, &size_again);
    if (strcmp(text, text_again) != 0 || memcmp(&loaded->scenario, &again.scenario, sizeof again.scenario) != 0)
        abort();
    free(text);
    free(text_again);
    scenario_free(&again);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    snprintf(first, sizeof first, "/dev/shm/hotline-fuzz-%ld.yaml", (long)getpid());
    snprintf(second, sizeof second, "/dev/shm/hotline-fuzz-%ld-again.yaml", (long)getpid());
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct scenario_loaded loaded;
    struct err err = { 0 };
    write_file(first, bytes, size);
    if (scenario_load(&loaded, &(struct scenario_request){ .city = first }, &err) == 0)
        load_again(&loaded);
    scenario_free(&loaded);
    unlink(first);
    unlink(second);
    return 0;
}
