/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The questions to a zone, all answered from the segment of time around an
 * instant. That segment is found by bisection of the explicit changes, or from
 * the rule behind them.
 */
#include "zone.h"

#include <string.h>

#include "base/zone_parts.h"

const char *
zone_name(const struct zone *zone)
{
	return zone->name;
}

const struct zone_rule *
zone_rule(const struct zone *zone)
{
	return &zone->rule;
}

uint64_t
zone_fingerprint(const struct zone *zone)
{
	return zone->fingerprint;
}

const void *
zone_bytes(const struct zone *zone, size_t *len)
{
	*len = zone->len;
	return zone->bytes;
}

static bool
far(int64_t at)
{
	return at < -ZONE_FAR || at > ZONE_FAR;
}

/* How many explicit changes are at or before utc. */
static size_t
changes_until(const struct zone *zone, int64_t utc)
{
	size_t low = 0, high = zone->ntimes;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->times[middle] <= utc)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct segment
segment_at(const struct zone *zone, int64_t utc)
{
	const struct zone_type *type;
	struct segment segment;
	size_t n;

	if (zone->has_rule && utc >= zone->rule.since) {
		segment = posix_rule_segment(&zone->rule, utc);
		if (segment.from < zone->rule.since)
			segment.from = zone->rule.since;
		return segment;
	}
	n = changes_until(zone, utc);
	type = &zone->types[n ? zone->type_of[n - 1] : 0];
	return (struct segment){
		.from = n ? zone->times[n - 1] : INT64_MIN,
		.until = n < zone->ntimes ? zone->times[n] : INT64_MAX,
		.offset = type->offset,
		.dst = type->dst,
		.abbreviation = type->abbreviation,
	};
}

int
zone_offset(const struct zone *zone, int64_t utc)
{
	return far(utc) ? 0 : segment_at(zone, utc).offset;
}

int64_t
zone_wall(const struct zone *zone, int64_t utc)
{
	return utc + zone_offset(zone, utc);
}

/* The instants that can show wall lie between the farthest offsets. */
#define WALL_FIRST(wall) ((wall)-OFFSET_MAX)
#define WALL_LAST(wall) ((wall)-OFFSET_MIN)

/* Tries the segments near wall one by one, from the given one on. */
static int64_t
wall_search(const struct zone *zone, int64_t wall, struct segment segment,
    enum wall_kind *kind)
{
	int64_t utc, shown = 0, skipped = wall - segment.offset;
	int times = 0;
	bool gap = false;

	for (;;) {
		int64_t until = segment.until;

		utc = wall - segment.offset;
		if (utc >= segment.from && utc < until && times++ == 0)
			shown = utc;
		if (until > WALL_LAST(wall))
			break;
		segment = segment_at(zone, until);
		/* Too late for the one, too early for the next. */
		if (!gap && utc >= until && wall - segment.offset < until) {
			gap = true;
			skipped = utc;
		}
	}
	*kind = times == 0 ? WALL_GAP : times == 1 ? WALL_UNIQUE : WALL_OVERLAP;
	return times ? shown : skipped;
}

int64_t
zone_utc(const struct zone *zone, int64_t wall, enum wall_kind *kind)
{
	enum wall_kind unused;
	struct segment segment;

	if (!kind)
		kind = &unused;
	*kind = WALL_UNIQUE;
	if (far(wall))
		return wall;
	segment = segment_at(zone, WALL_FIRST(wall));
	if (segment.until > WALL_LAST(wall))
		return wall - segment.offset;
	return wall_search(zone, wall, segment, kind);
}

/* A rule whose edges change nothing (daylight saving all year) is given up
 * after so many segments. */
#define IDLE_MAX 8

bool
zone_next_change(const struct zone *zone, int64_t utc, struct zone_change *out)
{
	struct segment before, after;
	int idle = 0;

	if (utc > ZONE_FAR)
		return false;
	/* A change at utc itself counts: what held just before? */
	before = segment_at(zone, utc < -ZONE_FAR ? -ZONE_FAR : utc - 1);
	for (;; before = after) {
		if (before.until > ZONE_FAR)
			return false;
		after = segment_at(zone, before.until);
		if (after.offset != before.offset)
			break;
		if (after.from >= zone->rule.since && ++idle > IDLE_MAX)
			return false;
	}
	*out = (struct zone_change){
		.utc = before.until,
		.offset = after.offset,
		.before = before.offset,
		.dst = after.dst,
	};
	memcpy(out->abbreviation, after.abbreviation, sizeof out->abbreviation);
	return true;
}
