/* assets.c - paths are from where the compiler is called: the repository, and its build/. */
#include "assets.h"

#define ASSET(name, path)                                                                                                  \
    __asm__(".section .rodata\n.globl asset_" #name "\nasset_" #name ":\n.incbin \"" path "\"\n.byte 0\n.previous\n")

ASSET(page_css, "plots/report/page.css");
ASSET(page_js, "plots/report/page.js");
ASSET(uplot_js, "build/npm/uplot.js");
ASSET(uplot_css, "build/npm/uplot.css");
ASSET(citation, "CITATION.cff");
ASSET(model, "docs/model.md");
