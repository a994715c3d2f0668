#include "h5_table.h"

#include "atomic.h"
#include "h5.h"

static herr_t put_column(hid_t group, const struct h5_table *table, int c)
{
    const struct h5_table_column *column = &table->column[c];
    hsize_t n = (hsize_t)table->n;
    hid_t set = column->text ? h5_texts(group, column->name, n, column->text) : h5_doubles(group, column->name, 1, &n, NULL, 0);
    if (set < 0)
        return -1;
    herr_t bad = column->text ? 0 : H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, column->value);
    bad |= c ? h5_attach(set, 0, group, table->column[0].name) : h5_coordinate(set, column->name);
    bad |= h5_attribute_text(set, "units", column->unit) | h5_attribute_text(set, "long_name", column->meaning);
    return H5Dclose(set) | bad;
}

static herr_t put_table(hid_t file, const struct h5_table *table)
{
    hid_t group = h5_group(file, table->name);
    herr_t bad = group < 0 ? -1 : 0;
    for (int c = 0; c < table->n_columns && bad >= 0; c++)
        bad = put_column(group, table, c);
    return group < 0 ? -1 : H5Gclose(group) | bad;
}

int h5_table_write(const char *path, int n, const struct h5_table table[], const char *const about[], struct err *err)
{
    char temporary[ATOMIC_PATH_SIZE];
    if (atomic_begin(temporary, path, err))
        return -1;
    h5_quiet();
    hid_t file = h5_create(temporary, 1);
    herr_t bad = file < 0 ? -1 : 0;
    for (int i = 0; about[i] && bad >= 0; i += 2)
        bad = h5_attribute_text(file, about[i], about[i + 1]);
    for (int i = 0; i < n && bad >= 0; i++)
        bad = put_table(file, &table[i]);
    if (file >= 0)
        bad |= H5Fclose(file);
    if (bad < 0)
        return err_set(err, "%s cannot be written: %s", path, h5_why());
    return atomic_commit(temporary, path, err);
}
