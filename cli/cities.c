#include "offers.h"
#include "verbs.h"

int verb_cities(int argc, char **argv)
{
    return offers_verb(FOLDER_CITIES, "List the cities of the scenario path: name, keys it sets, source, title.\v"
                                      "Example: hotline cities", argc, argv);
}
