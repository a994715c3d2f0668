/* path.h - the scenario path: where a city, a policy or a study of that name is.
 *
 * In this order: each folder of HOTLINE_PATH (separated by colons), scenarios/ in the current folder, scenarios/
 * beside the program, the installed data folder. Below each: cities/, policies/, studies/. What holds a slash or
 * ends in .yaml is a file path; if no such file exists it is looked up like a name.
 */
#ifndef PATH_H
#define PATH_H

#include <limits.h>
#include <stdio.h>

enum folder { FOLDER_CITIES, FOLDER_POLICIES, FOLDER_STUDIES, N_FOLDERS };

/* The file of that name: the text of `found`, or NULL when there is none. `beside` is a file whose folder is
 * looked in first, or NULL. Looks in `folder` first, then in the others. */
const char *path_find(char found[PATH_MAX], enum folder folder, const char *name, const char *beside);

/* "there is no policy 'x'; did you mean 'y'?", or the names that there are - for what path_find did not find. */
const char *path_missing(char *sentence, size_t size, enum folder folder, const char *name);

/* What the scenario path offers, by name, each once; n = -1 when there is no memory. */
struct path_offer { char *name, *file; };
struct path_list { int n; struct path_offer *offer; };
struct path_list path_list(enum folder folder);
void path_list_free(struct path_list *list);

/* The name of a file without its folders and without .yaml. The buffer is returned. */
const char *path_name(char name[NAME_MAX + 1], const char *file);

#endif
