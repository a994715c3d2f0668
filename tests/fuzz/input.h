/* input.h - the bytes of a fuzzer as a file that the loader can open by name. */
#ifndef INPUT_H
#define INPUT_H

#include <stdint.h>
#include <stdio.h>

struct input {
    FILE *file;                 /* without a name of its own */
    char name[64];              /* opens it, as long as it is not closed */
};

static inline int input_open(struct input *input, const uint8_t *bytes, size_t size)
{
    input->file = tmpfile();
    if (!input->file)
        return -1;
    snprintf(input->name, sizeof input->name, "/proc/self/fd/%d", fileno(input->file));
    return fwrite(bytes, 1, size, input->file) == size && fflush(input->file) == 0 ? 0 : -1;
}

static inline void input_close(struct input *input)
{
    if (input->file)
        fclose(input->file);
}

#endif
