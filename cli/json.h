/* json.h - values as JSON writes them: UTF-8 text in quotes; numbers with 17 digits, null for what is not one. */
#ifndef JSON_H
#define JSON_H

#include <stdio.h>

void json_text(FILE *out, const char *text);
void json_number(FILE *out, double x);

#endif
