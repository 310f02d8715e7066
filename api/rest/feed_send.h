/* SPDX-License-Identifier: Apache-2.0 */
/* How a feed is asked for and sent, whoever's it is. */
#ifndef AMBIT_REST_FEED_SEND_H
#define AMBIT_REST_FEED_SEND_H

#include "calendars/feed.h"
#include "rest/call.h"
#include "rest/query.h"

/* The parameters of a variant, and how they are read. */
#define FEED_PARAMETERS "alarm", "cancelled", "from", "lang", "to"
void feed_read_variant(struct query *query, struct feed_variant *variant);

/* Sends it by reference, or 304. secret: its address is its reader's alone,
 * so nothing between keeps it. */
void feed_send(const struct http_request *request, struct http_reply *reply,
    struct feed *feed, int64_t now, bool secret);

#endif
