/* SPDX-License-Identifier: Apache-2.0 */
/* What the page is made of: its pieces, and its sections with files of their
 * own. */
#ifndef AMBIT_REST_PAGE_PARTS_H
#define AMBIT_REST_PAGE_PARTS_H

#include "base/vec.h"
#include "base/words.h"
#include "rest/call.h"
#include "schedule/occurrences.h"

struct shown {
	struct occurrence at;
	const struct event_row *row;
};

struct page {
	struct buf body;
	const struct http_request *request;
	const struct rest_call *call;
	enum language language;
	int64_t now;
	bool all; /* not only what is published */
	VEC(struct shown) list;
};

/* Text between tags or in a double-quoted attribute, escaped. */
void page_add_text(struct buf *buf, const char *text);

/* An element of nothing but a text. */
void page_add_element(struct page *page, const char *tag, const char *text);

/* Of a column; the word is translated. */
struct page_head {
	const char *word;
	bool count;
};

/* Begins a table up to its first row. */
void page_add_heads(struct page *page, const struct page_head *heads, size_t n);

/* Where the events come from, and how each source fares. */
void page_add_sources(struct page *page);

#endif
