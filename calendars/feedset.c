/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The feeds over one snapshot. Building, applying a change and moving the
 * window are one thing: a list of series before and after, told to the feeds
 * that they belong to. Cost of a change: the shards that it touches, and a
 * pointer for each other feed.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "calendars/feed.h"
#include "calendars/feed_delta.h"
#include "calendars/feed_inside.h"
#include "calendars/series_dates.h"

const struct feed_options feed_options_default = {
	.uid_domain = "ambit.invalid",
	.refresh = 6 * 3600,
	.days_back = 90,
	.months_ahead = 18,
	.cancelled_days = 30,
	.language = LANGUAGE_CA,
};

struct feedset *
feedset_ref(struct feedset *set)
{
	atomic_fetch_add_explicit(&set->refs, 1, memory_order_relaxed);
	return set;
}

void
feedset_unref(struct feedset *set)
{
	if (!set || atomic_fetch_sub(&set->refs, 1) > 1)
		return;
	vec_each(&set->feeds, feed)
		feed_unref(*feed);
	vec_free(&set->feeds);
	free((char *)set->options.product);
	free((char *)set->options.uid_domain);
	free((char *)set->options.base_url);
	free((char *)set->options.zone);
	free((char *)set->options.title);
	free((void *)set->options.plan);
	free(set);
}

static void
feedset_unrefp(struct feedset **set)
{
	feedset_unref(*set);
}

static bool
own(const char **text)
{
	bool given = *text;

	if (given)
		*text = strdup(*text);
	return *text || !given;
}

/* A set without feeds, of the day of now. */
static struct feedset *
feedset_new(
    const struct feed_options *options, struct zones *zones, int64_t now)
{
	struct feedset *set = calloc(1, sizeof *set);
	bool owned;

	if (!set)
		return NULL;
	atomic_init(&set->refs, 1);
	set->options = *options;
	set->zones = zones;
	/* A zone that is unknown was refused with the configuration. */
	if (options->zone)
		zones_get(zones, options->zone, &set->zone, NULL);
	set->today = zone_day(set->zone, now);
	owned = own(&set->options.product);
	owned &= own(&set->options.uid_domain);
	owned &= own(&set->options.base_url);
	owned &= own(&set->options.zone);
	owned &= own(&set->options.title);
	if (options->plan) {
		set->options.plan = record_copy(&plan_record, options->plan);
		owned &= set->options.plan != NULL;
	}
	if (owned)
		return set;
	feedset_unref(set);
	return NULL;
}

struct feed_options
feedset_options(const struct feedset *set)
{
	return set->options;
}

int64_t
feedset_today(const struct feedset *set)
{
	return set->today;
}

const struct zone *
feedset_zone(const struct feedset *set)
{
	return set->zone;
}

struct text_context
feedset_text(const struct feedset *set, int64_t today)
{
	struct text_context text = {
		.domain = set->options.uid_domain,
		.zone = set->zone,
		.today = today,
		.cancelled_days = set->options.cancelled_days,
		.language = set->options.language,
		.plan = set->options.plan,
	};

	text_window(&text, feed_first_day(&set->options, today),
	    feed_after_day(&set->options, today));
	return text;
}

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "feeds: no memory");
}

/* ------------------------------------------------------------ the change ---
 */

/* Appends what becomes of one feed. A feed that the change does not touch is
 * shared; so is one that the window's move left as it was. */
static int
step_feed(struct feeds *feeds, struct feed *old, const struct feed_delta *delta,
    const struct feed_context *context, struct err *err)
{
	struct feed *feed = NULL;
	int rc = 0;

	if (!delta && !context->window_moved)
		feed = feed_ref(old);
	else
		rc = feed_next(old, delta, context, &feed, err);
	if (rc < 0 || !feed)
		return rc;
	if (!delta && !strcmp(feed->etag, old->etag)) {
		feed_unref(feed);
		feed = feed_ref(old);
	}
	if (vec_push(feeds, feed) == 0)
		return 0;
	feed_unref(feed);
	return no_memory(err);
}

/* Both are sorted by id. */
static int
step_feeds(struct feedset *set, const struct feeds *old,
    const struct feed_delta_list *deltas, const struct feed_context *context,
    struct err *err)
{
	size_t o = 0, d = 0;

	while (o < old->len || d < deltas->len) {
		struct feed *feed = o < old->len ? old->items[o] : NULL;
		struct feed_delta *delta =
		    d < deltas->len ? &deltas->items[d] : NULL;
		int order = !feed    ? 1
			    : !delta ? -1
				     : strcmp(feed->id, delta->id);
		int rc = step_feed(&set->feeds, order <= 0 ? feed : NULL,
		    order >= 0 ? delta : NULL, context, err);

		if (rc < 0)
			return rc;
		o += order <= 0;
		d += order >= 0;
	}
	return 0;
}

/* Fills set (which has no feeds) from old's feeds and the steps. */
static int
feedset_step(struct feedset *set, const struct feedset *old,
    const struct series_steps *steps, int64_t modified, struct err *err)
{
	static const struct feeds none = VEC_INIT;
	CLEANUP(feed_deltas_free)
	struct feed_deltas deltas = { .title = set->options.title };
	CLEANUP(packer_freep) struct packer *packer = packer_new();
	struct text_context was =
	    feedset_text(set, old ? old->today : set->today);
	struct feed_context context = {
		.text = feedset_text(set, set->today),
		.options = &set->options,
		.zones = set->zones,
		.packer = packer,
		.modified = modified,
		.window_moved = old && old->today != set->today,
	};

	if (!packer || (!old && !feed_deltas_of(&deltas,
				    deltas.title ? FEED_OWN : "public")))
		return no_memory(err);
	vec_each(steps, step)
		if (feed_deltas_add(&deltas, step, &was, &context.text) < 0)
			return no_memory(err);
	feed_deltas_finish(&deltas);
	return step_feeds(
	    set, old ? &old->feeds : &none, &deltas.list, &context, err);
}

/* ------------------------------------------------------------- building --- */

struct gathering {
	struct series_steps steps;
	struct text_context was, is; /* when rolling */
};

static void
gathering_free(struct gathering *gathering)
{
	vec_free(&gathering->steps);
}

static int
gather_new(const struct series *series, void *arg)
{
	struct gathering *gathering = arg;
	struct series_step step = { NULL, series };

	return vec_push(&gathering->steps, step);
}

/* The newest revision among them. */
static int64_t
newest(const struct series_steps *steps)
{
	int64_t at = INT64_MIN;

	vec_each(steps, step)
		for (size_t i = 0; i < step->after->nrows; i++)
			if (step->after->rows[i]->revised_at > at)
				at = step->after->rows[i]->revised_at;
	return at;
}

/* Last-Modified of a set built anew: not before any feed's that stood here
 * earlier, be it by a change or by this day's move of the window. */
static int64_t
floor_of(const struct feedset *set, const struct series_steps *steps,
    int64_t modified)
{
	int64_t midnight = zone_midnight(set->zone, set->today);
	int64_t at = newest(steps);

	if (at < modified)
		at = modified;
	return at < midnight ? midnight : at;
}

int
feedset_build(const struct snapshot *snapshot,
    const struct feed_options *options, struct zones *zones, int64_t now,
    int64_t modified, struct feedset **out, struct err *err)
{
	CLEANUP(gathering_free) struct gathering gathering = { 0 };
	CLEANUP(feedset_unrefp) struct feedset *set = NULL;
	int rc;

	set = feedset_new(options, zones, now);
	if (!set || snapshot_each(snapshot, gather_new, &gathering) < 0)
		return no_memory(err);
	rc = feedset_step(set, NULL, &gathering.steps,
	    floor_of(set, &gathering.steps, modified), err);
	if (rc < 0)
		return rc;
	*out = TAKE(set);
	return 0;
}

int
feedset_apply(const struct feedset *old, const struct series_change *changes,
    size_t n, int64_t now, struct feedset **out, struct err *err)
{
	CLEANUP(gathering_free) struct gathering gathering = { 0 };
	CLEANUP(feedset_unrefp) struct feedset *set = NULL;
	int rc;

	set = feedset_new(&old->options, old->zones, now);
	if (set)
		set->today = old->today;
	if (!set || vec_reserve(&gathering.steps, n) < 0)
		return no_memory(err);
	for (size_t i = 0; i < n; i++)
		if (changes[i].before || changes[i].after)
			gathering.steps.items[gathering.steps.len++] =
			    (struct series_step){ changes[i].before,
				    changes[i].after };
	rc = feedset_step(set, old, &gathering.steps, now, err);
	if (rc < 0)
		return rc;
	*out = TAKE(set);
	return 0;
}

/* Time only adds series at one end and takes rows at the other, so a series
 * is shown otherwise exactly when another number of its rows is shown, or when
 * it lists its dates. */
static int
gather_moved(const struct series *series, void *arg)
{
	struct gathering *gathering = arg;
	struct series_step step = { series, series };

	struct span both =
	    span_hull(gathering->was.window, gathering->is.window);
	size_t was = series_shown(series, &gathering->was);

	if (was == series_shown(series, &gathering->is) &&
	    !(was && series_lists_dates(series, both)))
		return 0;
	return vec_push(&gathering->steps, step);
}

int
feedset_roll(const struct feedset *old, const struct snapshot *snapshot,
    int64_t now, struct feedset **out, struct err *err)
{
	CLEANUP(gathering_free) struct gathering gathering = { 0 };
	CLEANUP(feedset_unrefp) struct feedset *set = NULL;
	int rc;

	if (zone_day(old->zone, now) == old->today) {
		*out = feedset_ref((struct feedset *)old);
		return 0;
	}
	set = feedset_new(&old->options, old->zones, now);
	if (!set)
		return no_memory(err);
	gathering.was = feedset_text(set, old->today);
	gathering.is = feedset_text(set, set->today);
	if (snapshot_each(snapshot, gather_moved, &gathering) < 0)
		return no_memory(err);
	rc = feedset_step(set, old, &gathering.steps,
	    zone_midnight(set->zone, set->today), err);
	if (rc < 0)
		return rc;
	*out = TAKE(set);
	return 0;
}

/* -------------------------------------------------------------- reading --- */

const struct feed *
feedset_find(const struct feedset *set, const char *id)
{
	size_t from = 0, to = set->feeds.len;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = strcmp(set->feeds.items[middle]->id, id);

		if (!order)
			return set->feeds.items[middle];
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

size_t
feedset_count(const struct feedset *set)
{
	return set->feeds.len;
}

const struct feed *
feedset_at(const struct feedset *set, size_t i)
{
	assert(i < set->feeds.len);
	return set->feeds.items[i];
}
