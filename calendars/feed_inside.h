/* SPDX-License-Identifier: Apache-2.0 */
/* What feeds and sets of them are made of; for feed*.c alone. */
#ifndef AMBIT_CALENDARS_FEED_INSIDE_H
#define AMBIT_CALENDARS_FEED_INSIDE_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/err.h"
#include "base/vec.h"
#include "calendars/event_text.h"
#include "calendars/feed.h"
#include "calendars/shard.h"

/* "network/" and a slug of at most 63. */
#define FEED_ID 80

/* A zone's VTIMEZONE, shared between feeds. */
struct zone_text {
	atomic_int refs;
	const struct zone *zone;
	size_t len;
	char text[];
};

struct zone_text *zone_text_new(const struct zone *zone, struct span window);
void zone_text_unref(struct zone_text *text);

/* How many VEVENTs of a feed are in a zone; sorted by the zone's name. */
struct zone_use {
	struct zone_text *text;
	int64_t events;
};
VEC_TYPE(zone_uses, struct zone_use);

/* How many series gave a feed this name (a network can be spelt in several
 * ways); counted inside and outside the window. Sorted by name. */
struct feed_name {
	char *name;
	int64_t series;
};
VEC_TYPE(feed_names, struct feed_name);

struct feed {
	atomic_int refs;
	char id[FEED_ID];
	char *title, *description;
	int64_t modified, refresh;
	int64_t touched; /* when one of its series changed, shown or not */
	size_t series, events;
	struct feed_names names;
	struct zone_uses zones;
	struct block *head, *end;
	struct shards shards;
	char etag[35];
	unsigned char trailer[8]; /* of the gzip member */
	size_t length[2];         /* by enum feed_coding */
};

/* One feed's part of a change. Sorted as in the feed. */
struct zone_delta {
	const struct zone *zone;
	int64_t events;
};
struct name_delta {
	const char *name;
	int64_t series;
};
struct feed_delta {
	char id[FEED_ID];
	VEC(struct shard_change) texts;
	VEC(struct zone_delta) zones; /* in no order, zones may repeat */
	VEC(struct name_delta) names; /* in no order, names may repeat */
};

VEC_TYPE(feeds, struct feed *);

struct feedset {
	atomic_int refs;
	struct feed_options options; /* its texts owned */
	struct zones *zones;
	const struct zone *zone; /* of its days; NULL: UTC */
	int64_t today;           /* of the window */
	struct feeds feeds;
};

/* Sets a context's window: whole days, the last exclusive. */
void text_window(struct text_context *context, int64_t first, int64_t after);

/* From days_back before one day to months_ahead after another, so that a feed
 * stays the same from midnight to midnight. */
int64_t feed_first_day(const struct feed_options *options, int64_t day);
int64_t feed_after_day(const struct feed_options *options, int64_t day);

/* What the set's feeds show on that day. */
struct text_context feedset_text(const struct feedset *set, int64_t today);

/* What all feeds of a set have in common. */
struct feed_context {
	struct text_context text;
	const char *query; /* of the feed's address; NULL: none */
	const struct feed_options *options;
	struct zones *zones;
	struct packer *packer;
	int64_t modified; /* for feeds whose octets change */
	bool window_moved;
};

/* The feed after the change; old may be NULL. *out is NULL when no series
 * belongs to it any more. delta may be NULL: only the window has moved. */
int feed_next(struct feed *old, const struct feed_delta *delta,
    const struct feed_context *context, struct feed **out, struct err *err);

/* The feed's title and description from its id and names; fills both. */
int feed_describe(struct feed *feed, const struct feed_context *context);

/* Adds the calendar's own lines and the VTIMEZONEs. */
int feed_head(const struct feed *feed, const struct feed_context *context,
    struct buf *out, struct err *err);

#endif
