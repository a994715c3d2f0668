/* text.h - small questions about strings: how far apart two words are, is it UTF-8, a number in few digits. */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>

/* Fewest insertions, deletions, replacements and swaps of neighbours that turn one word into the other (optimal
 * string alignment). Words longer than 63 bytes are compared by their first 63. */
int text_distance(const char *a, const char *b);

/* The nearest of many words: start from { .word = w }, show each candidate, read `nearest`, which stays NULL
 * while no candidate is near enough to be what somebody meant (one slip, and one more for every four letters; or
 * the whole word and more, from three letters on). */
struct text_guess {
    const char *word;
    const char *nearest;
    int distance;
};
void text_guess(struct text_guess *guess, const char *candidate);

/* Offset of the first byte that is not part of a well-formed UTF-8 character that may stand in a text file
 * (control characters other than tab and line ends may not); `size` when there is none. */
size_t text_bad_utf8(const char *bytes, size_t size);
/* Length in bytes of the well-formed character that begins here, and its columns on a terminal (CJK takes two). */
size_t text_character(const char *at, int *columns);

/* The shortest decimal that reads back as x; the buffer is returned. */
enum { TEXT_NUMBER_SIZE = 32 };
const char *text_number(char buffer[TEXT_NUMBER_SIZE], double x);

bool text_begins(const char *text, const char *beginning);

#endif
