#include "offers.h"
#include "verbs.h"

int verb_policies(int argc, char **argv)
{
    return offers_verb(FOLDER_POLICIES, "List the policies of the scenario path: name, keys it sets, source, title.\v"
                                        "Example: hotline policies", argc, argv);
}
