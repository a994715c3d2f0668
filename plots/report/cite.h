/* cite.h - how the software is cited: what CITATION.cff says, and the same as BibTeX. */
#ifndef CITE_H
#define CITE_H

#include <stddef.h>

/* A key of CITATION.cff at its top ("title", "version", "license"), or "authors", joined by "; ". */
void cite_field(const char *key, char text[], size_t size);
/* "@software{hotline, ...}" */
void cite_bibtex(char text[], size_t size);

#endif
