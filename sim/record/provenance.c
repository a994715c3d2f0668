#include "provenance.h"

#include <gsl/gsl_version.h>
#include <hdf5.h>
#include <sleef.h>
#include <string.h>
#include <xxhash.h>

/* The build passes these; a file compiled by hand does not know them. */
#ifndef HOTLINE_VERSION
#define HOTLINE_VERSION "unknown"
#endif
#ifndef HOTLINE_COMMIT
#define HOTLINE_COMMIT ""
#endif
#ifndef HOTLINE_FLAGS
#define HOTLINE_FLAGS "unknown"
#endif

#ifdef __clang__
#define COMPILER "clang " __clang_version__
#else
#define COMPILER "gcc " __VERSION__
#endif

#define WORDS(x) #x
#define VERSION(major, minor, patch) WORDS(major) "." WORDS(minor) "." WORDS(patch)

static const struct provenance_row ROWS[] = {
    { "program", "the program that wrote the file", "hotline" },
    { "version", "its version (CITATION.cff)", HOTLINE_VERSION },
    { "commit", "its commit; -dirty: with changes that were not committed", HOTLINE_COMMIT[0] ? HOTLINE_COMMIT : "unknown" },
    { "compiler", "the compiler", COMPILER },
    { "flags", "how it was called", HOTLINE_FLAGS },
    { "libraries", "the libraries it was compiled with",
      "HDF5 " VERSION(H5_VERS_MAJOR, H5_VERS_MINOR, H5_VERS_RELEASE)
      ", SLEEF " VERSION(SLEEF_VERSION_MAJOR, SLEEF_VERSION_MINOR, SLEEF_VERSION_PATCHLEVEL)
      ", GSL " GSL_VERSION ", xxHash " VERSION(XXH_VERSION_MAJOR, XXH_VERSION_MINOR, XXH_VERSION_RELEASE) },
    { "generator", "random numbers",
      "Philox4x32-10, counter = {entity, ordinal, day, purpose}, key = mix(seed, replicate)" },
    { NULL, NULL, NULL },
};

const struct provenance_row *provenance(void)
{
    return ROWS;
}

const char *provenance_of(const char *name)
{
    for (const struct provenance_row *row = ROWS; row->name; row++)
        if (strcmp(row->name, name) == 0)
            return row->text;
    return "";
}
