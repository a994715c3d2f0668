#include "path.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/base/text.h"

static const char *const FOLDERS[N_FOLDERS] = { "cities", "policies", "studies" };
static const char *const KINDS[N_FOLDERS] = { "city", "policy", "study" };

static bool is_file(const char *file)
{
    struct stat is;
    return stat(file, &is) == 0 && !S_ISDIR(is.st_mode);
}

static bool ends_in_yaml(const char *name)
{
    size_t length = strlen(name);
    return length > 5 && strcmp(name + length - 5, ".yaml") == 0;
}

static bool is_path(const char *name)
{
    return strchr(name, '/') || ends_in_yaml(name);
}

/* Each folder of the path in turn; a visitor returns true to end the walk, which then returns true, too. */
typedef bool visitor(const char *root, void *self);

static bool walk_variable(visitor *visit, void *self)
{
    const char *at = getenv("HOTLINE_PATH");
    while (at && *at) {
        char root[PATH_MAX];
        size_t length = strcspn(at, ":");
        snprintf(root, sizeof root, "%.*s", (int)(length < PATH_MAX ? length : PATH_MAX - 1), at);
        if (length && visit(root, self))
            return true;
        at += length + (at[length] == ':');
    }
    return false;
}

static bool walk_program(visitor *visit, void *self)
{
    char root[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", root, sizeof root - sizeof "scenarios");
    if (length <= 0)
        return false;
    root[length] = 0;
    strcpy(strrchr(root, '/') + 1, "scenarios");
    return visit(root, self);
}

static bool walk(visitor *visit, void *self)
{
    if (walk_variable(visit, self) || visit("scenarios", self) || walk_program(visit, self))
        return true;
#ifdef HOTLINE_DATADIR
    if (visit(HOTLINE_DATADIR "/scenarios", self))
        return true;
#endif
    return false;
}

struct search { char *found; const char *name; enum folder folder; };

static bool try_file(char found[PATH_MAX], const char *root, const char *folder, const char *name)
{
    int length = snprintf(found, PATH_MAX, "%s%s%s%s%s%s", root, *root ? "/" : "", folder, *folder ? "/" : "", name,
                          ends_in_yaml(name) ? "" : ".yaml");
    return length < PATH_MAX && is_file(found);
}

static bool search_root(const char *root, void *self)
{
    struct search *search = self;
    for (int f = 0; f < N_FOLDERS; f++)
        if (try_file(search->found, root, FOLDERS[((int)search->folder + f) % N_FOLDERS], search->name))
            return true;
    return try_file(search->found, root, "", search->name);
}

static bool search_beside(char found[PATH_MAX], const char *name, const char *file)
{
    char root[PATH_MAX];
    const char *slash = strrchr(file, '/');
    snprintf(root, sizeof root, "%.*s", slash ? (int)(slash - file) : 0, file);
    while (*root && text_begins(name, "../") && !text_begins(root, "..")) {     /* cities/../kinds is kinds */
        char *last = strrchr(root, '/');
        *(last ? last : root) = 0;
        name += 3;
    }
    return try_file(found, root, "", name);
}

const char *path_find(char found[PATH_MAX], enum folder folder, const char *name, const char *beside)
{
    if (!*name)
        return NULL;
    if (beside && *name != '/' && search_beside(found, name, beside))
        return found;
    if (is_path(name) && strlen(name) < PATH_MAX && is_file(name))
        return strcpy(found, name);
    if (*name == '/' || *name == '.')
        return NULL;
    struct search search = { found, name, folder };
    return walk(search_root, &search) ? found : NULL;
}

/* "; the scenario path has a, b, c and 30 more": whole names only. */
static void print_some(const struct path_list *list, FILE *out)
{
    enum { MOST_BYTES = 300 };
    int shown = 0;
    fputs(list->n > 0 ? "; the scenario path has " : "; the scenario path has none", out);
    for (size_t bytes = 0; shown < list->n && bytes < MOST_BYTES; shown++) {
        fprintf(out, "%s%s", shown ? ", " : "", list->offer[shown].name);
        bytes += strlen(list->offer[shown].name) + 2;
    }
    if (shown < list->n)
        fprintf(out, " and %d more", list->n - shown);
}

const char *path_missing(char *sentence, size_t size, enum folder folder, const char *name)
{
    if (is_path(name)) {
        snprintf(sentence, size, "there is no file '%.200s'", name);
        return sentence;
    }
    struct path_list list = path_list(folder);
    struct text_guess guess = { .word = name };
    for (int i = 0; i < list.n; i++)
        text_guess(&guess, list.offer[i].name);
    FILE *out = fmemopen(sentence, size, "w");
    if (!out)
        return "there is no such file, and no memory to say more";
    fprintf(out, "there is no %s '%.80s'", KINDS[folder], name);
    if (guess.nearest)
        fprintf(out, "; did you mean '%s'?", guess.nearest);
    else
        print_some(&list, out);
    fclose(out);
    path_list_free(&list);
    return sentence;
}

struct listing { struct path_list list; enum folder folder; };

static bool offered(const struct path_list *list, const char *name)
{
    for (int i = 0; i < list->n; i++)
        if (strcmp(list->offer[i].name, name) == 0)
            return true;
    return false;
}

static bool offer(struct path_list *list, const char *name, const char *file)
{
    struct path_offer *more = realloc(list->offer, ((size_t)list->n + 1) * sizeof *more);
    if (!more)
        return false;
    list->offer = more;
    more[list->n] = (struct path_offer){ strdup(name), strdup(file) };
    list->n++;
    return more[list->n - 1].name && more[list->n - 1].file;
}

static bool list_root(const char *root, void *self)
{
    struct listing *listing = self;
    char folder[PATH_MAX], file[PATH_MAX], name[NAME_MAX + 1];
    if (snprintf(folder, sizeof folder, "%s/%s", root, FOLDERS[listing->folder]) >= PATH_MAX)
        return false;
    DIR *dir = opendir(folder);
    bool ok = true;
    for (struct dirent *entry; ok && dir && (entry = readdir(dir));) {
        if (!ends_in_yaml(entry->d_name) || offered(&listing->list, path_name(name, entry->d_name)))
            continue;
        if (snprintf(file, sizeof file, "%s/%s", folder, entry->d_name) < PATH_MAX)
            ok = offer(&listing->list, name, file);
    }
    if (dir)
        closedir(dir);
    return !ok;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct path_offer *)a)->name, ((const struct path_offer *)b)->name);
}

struct path_list path_list(enum folder folder)
{
    struct listing listing = { .folder = folder };
    if (walk(list_root, &listing)) {
        path_list_free(&listing.list);
        listing.list.n = -1;
    } else if (listing.list.n) {
        qsort(listing.list.offer, (size_t)listing.list.n, sizeof *listing.list.offer, by_name);
    }
    return listing.list;
}

void path_list_free(struct path_list *list)
{
    for (int i = 0; i < list->n; i++) {
        free(list->offer[i].name);
        free(list->offer[i].file);
    }
    free(list->offer);
    *list = (struct path_list){ 0 };
}

const char *path_name(char name[NAME_MAX + 1], const char *file)
{
    const char *slash = strrchr(file, '/');
    const char *last = slash ? slash + 1 : file;
    size_t length = strlen(last) - (ends_in_yaml(last) ? 5 : 0);
    snprintf(name, NAME_MAX + 1, "%.*s", (int)length, last);
    return name;
}
