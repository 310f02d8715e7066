/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A page of a list: {"items":[...]}, and a Link to the next one when there is
 * more. Who fills it asks for room before each item:
 *
 *     if (listing_next(&listing, id))
 *             add_json(&listing.body, item);
 */
#ifndef AMBIT_REST_LISTING_H
#define AMBIT_REST_LISTING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "rest/query.h"

struct listing {
	struct buf body;
	int64_t limit; /* items */
	int64_t count;
	char last[CURSOR_MAX]; /* the place of the last item */
	bool more;
};

/* Begins a page of so many items. */
void listing_begin(struct listing *listing, int64_t limit);

/* Is there room for an item, whose place in the list this is? Then it is to be
 * added to the body next; else there is a page behind this one. */
bool listing_next(struct listing *listing, const char *place);

/* Answers with the page, by reply_json. */
void listing_send(struct listing *listing, const struct http_request *request,
    struct http_reply *reply);

/* For CLEANUP. */
void listing_free(struct listing *listing);

#endif
