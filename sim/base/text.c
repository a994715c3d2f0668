#include "text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_WORD = 63 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

int text_distance(const char *a, const char *b)
{
    int n = (int)strnlen(a, LONGEST_WORD), m = (int)strnlen(b, LONGEST_WORD);
    int row[3][LONGEST_WORD + 1];               /* the last two rows and the one being filled */
    for (int j = 0; j <= m; j++)
        row[0][j] = j;
    for (int i = 1; i <= n; i++) {
        int *now = row[i % 3], *before = row[(i + 2) % 3], *twice = row[(i + 1) % 3];
        now[0] = i;
        for (int j = 1; j <= m; j++) {
            now[j] = least(least(before[j], now[j - 1]) + 1, before[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[j] = least(now[j], twice[j - 2] + 1);
        }
    }
    return row[n % 3][m];
}

void text_guess(struct text_guess *guess, const char *candidate)
{
    enum { LETTERS_OF_A_BEGINNING = 3 };
    int near = 1 + (int)strnlen(guess->word, LONGEST_WORD) / 4, distance = text_distance(guess->word, candidate);
    bool begun = strlen(guess->word) >= LETTERS_OF_A_BEGINNING && text_begins(candidate, guess->word);
    if (begun && distance > near)
        distance = near;
    if (distance <= near && (!guess->nearest || distance < guess->distance)) {
        guess->nearest = candidate;
        guess->distance = distance;
    }
}

/* Code point and length of the character at `at`, of which `size` bytes are there; length 0 when ill-formed
 * (Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF). */
static size_t decode(const unsigned char *at, size_t size, uint32_t *code)
{
    static const uint32_t SMALLEST[] = { 0, 0, 0x80, 0x800, 0x10000 };
    size_t length = at[0] < 0x80 ? 1 : at[0] < 0xC2 ? 0 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : at[0] < 0xF5 ? 4 : 0;
    if (length == 0 || length > size)
        return 0;
    *code = length == 1 ? at[0] : at[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80)
            return 0;
        *code = *code << 6 | (at[i] & 0x3F);
    }
    bool surrogate = *code >= 0xD800 && *code <= 0xDFFF;
    return *code < SMALLEST[length] || surrogate || *code > 0x10FFFF ? 0 : length;
}

static bool printable(uint32_t code)
{
    bool control = code < 0x20 || (code >= 0x7F && code <= 0x9F);
    return !control || code == '\t' || code == '\n' || code == '\r';
}

size_t text_bad_utf8(const char *bytes, size_t size)
{
    for (size_t at = 0; at < size;) {
        uint32_t code = 0;
        size_t length = decode((const unsigned char *)bytes + at, size - at, &code);
        if (length == 0 || !printable(code))
            return at;
        at += length;
    }
    return size;
}

size_t text_character(const char *at, int *columns)
{
    uint32_t code = 0;
    size_t length = decode((const unsigned char *)at, strnlen(at, 4), &code);
    bool wide = (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
                (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
                (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
                (code >= 0x20000 && code <= 0x3FFFD);
    *columns = wide ? 2 : 1;
    return length ? length : 1;
}

const char *text_number(char buffer[TEXT_NUMBER_SIZE], double x)
{
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(buffer, TEXT_NUMBER_SIZE, "%.*g", digits, x);
        if (strtod(buffer, NULL) == x)
            break;
    }
    return buffer;
}

bool text_begins(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}
