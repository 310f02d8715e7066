/* SPDX-License-Identifier: Apache-2.0 */
#include "listing.h"

#include <stdio.h>

#include "rest/call.h"

void
listing_begin(struct listing *listing, int64_t limit)
{
	listing->limit = limit;
	buf_adds(&listing->body, "{\"items\":[");
}

bool
listing_next(struct listing *listing, const char *place)
{
	listing->more = listing->count == listing->limit;
	if (listing->more)
		return false;
	buf_adds(&listing->body, listing->count++ ? ",\n" : "\n");
	snprintf(listing->last, sizeof listing->last, "%s", place);
	return true;
}

void
listing_send(struct listing *listing, const struct http_request *request,
    struct http_reply *reply)
{
	char cursor[2 * CURSOR_MAX];

	buf_adds(&listing->body, "\n]}\n");
	if (listing->more)
		reply_next(
		    request, reply, cursor_encode(cursor, listing->last));
	reply_json(request, reply, &listing->body);
}

void
listing_free(struct listing *listing)
{
	buf_free(&listing->body);
}
