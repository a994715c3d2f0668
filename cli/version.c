#include <stdio.h>

#include "verbs.h"

int verb_version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("hotline 0.1.0");
    return EXIT_OK;
}
