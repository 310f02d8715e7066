/* SPDX-License-Identifier: Apache-2.0 */
/*
 * People's text out of HTML: what publishers put into titles and descriptions
 * is often a piece of a page. Tags go, character references become what they
 * mean, paragraphs and list items stay apart. A "<" that begins no tag, and an
 * "&" that begins no reference, are what they are. Cost: one pass.
 */
#ifndef AMBIT_READERS_HTML_TEXT_H
#define AMBIT_READERS_HTML_TEXT_H

#include "readers/arena.h"

/* Several lines: a blank line between paragraphs, "- " before list items. Text
 * without any tag keeps its own lines. NULL for NULL, for what holds no text,
 * and when memory runs out (arena->failed). */
char *html_text(struct arena *arena, const char *html);

/* The same on one line: a title, a name. */
char *html_line(struct arena *arena, const char *html);

#endif
