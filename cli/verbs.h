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

#endif
