/* SPDX-License-Identifier: Apache-2.0 */
/* The page's own words in Catalan, Spanish and English, and its dates. */
#ifndef AMBIT_REST_PAGE_WORDS_H
#define AMBIT_REST_PAGE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum page_word {
	WORD_TITLE,
	WORD_INTRO,
	WORD_SKIP,
	WORD_LANGUAGES,
	WORD_UPCOMING,
	WORD_NOTHING,
	WORD_CANCELLED,
	WORD_TENTATIVE,
	WORD_FEEDS,
	WORD_FEEDS_HELP,
	WORD_FEED,
	WORD_EVENTS,
	WORD_SUBSCRIBE,
	WORD_DOWNLOAD,
	WORD_SOURCES,
	WORD_SOURCE,
	WORD_STATE,
	WORD_LAST,
	WORD_NEVER,
	WORD_OK,
	WORD_FAILING,
	WORD_HELD,
	WORD_STALE,
	WORD_UNREAD,
	WORD_API,
	PAGE_WORDS
};

#define PAGE_LANGUAGES 3
extern const char *const page_languages[];      /* "ca", "es", "en", NULL */
extern const char *const page_language_names[]; /* in themselves */

const char *page_word(size_t language, enum page_word word);

/* "12 març 2026", "12–14 març 2026", "30 abril – 2 maig 2026": the whole days
 * from first to last (inclusive). */
void
page_add_days(struct buf *buf, size_t language, int64_t first, int64_t last);

#endif
