#include <stdio.h>
#include <string.h>

#include "sim/record/provenance.h"
#include "verbs.h"

int verb_version(int argc, char **argv)
{
    if (argc > 1) {
        puts("Usage: hotline version\n\nPrint the version, the commit, how the program was compiled, and its libraries.\n\n"
             "Example: hotline version");
        int asked = strcmp(argv[1], "--help") == 0;
        return asked ? EXIT_OK : EXIT_INPUT;
    }
    printf("hotline %s\n", provenance_of("version"));
    for (const struct provenance_row *row = provenance() + 2; row->name; row++)
        printf("%-10s %s\n", row->name, row->text);
    return EXIT_OK;
}
