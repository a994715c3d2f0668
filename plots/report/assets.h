/* assets.h - files of the source that are inside the program, so that it needs none beside it. Each ends with a 0. */
#ifndef ASSETS_H
#define ASSETS_H

extern const char asset_page_css[], asset_page_js[];
extern const char asset_uplot_js[], asset_uplot_css[];  /* empty where the build had no npm, or no network */
extern const char asset_citation[];                     /* CITATION.cff */
extern const char asset_model[];                        /* docs/model.md, the model in the ODD protocol */

#endif
