/* verbs.h - the verbs of `hotline`. Each gets its own argc and argv (argv[0] is "hotline VERB") and returns
 * an exit code of sim/base/err.h. stdout is data, stderr is progress and messages.
 */
#ifndef VERBS_H
#define VERBS_H

#include "sim/base/err.h"

#define VERB(name, arguments, does) int verb_##name(int argc, char **argv);
#include "verbs.def"
#undef VERB

/* Prints `hotline: sentence` and returns the exit code. */
int verb_failed(const struct err *err);

/* What a verb does with one result, as its own struct request asks; 0, or -1 and a sentence. */
struct result;
typedef int verb_deed(const void *request, struct result *result, struct err *err);

/* Opens the result, does the deed, closes it, tells a failure. Returns the exit code. */
int verb_on_result(const char *path, verb_deed *deed, const void *request);

#endif
