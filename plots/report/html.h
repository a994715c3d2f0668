/* html.h - text that stands in a page as it is, whatever is in it. */
#ifndef HTML_H
#define HTML_H

#include <stdio.h>

/* Written with &, <, > and quotes in their place; what stands between two backticks becomes code. */
void html_text(FILE *out, const char *text);
void html_attribute(FILE *out, const char *text);       /* the same for the value of an attribute, without code */
void html_say(FILE *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A string, and a number (null where it is none), in JSON inside a <script>. */
void html_json_text(FILE *out, const char *text);
void html_json_number(FILE *out, double x);

#endif
