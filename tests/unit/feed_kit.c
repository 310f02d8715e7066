/* SPDX-License-Identifier: Apache-2.0 */
#include "feed_kit.h"

#include <libical/ical.h>

#include "base/cleanup.h"

struct feed_kit kit;

int
kit_open(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	kit.options = feed_options_default;
	kit.options.uid_domain = "ambit.example";
	kit.options.base_url = "https://ambit.example";
	kit.options.language = LANGUAGE_EN;
	kit.set = NULL;
	kit.snapshot = NULL;
	kit.body = (struct buf)BUF_INIT;
	for (size_t i = 0; i < ARRAY_LEN(kit.rows); i++) {
		kit.events[i] = event_plain("assembly", "2026-03-10T10:00:00",
		    "2026-03-10T12:00:00", "Europe/Madrid");
		kit.rows[i] = (struct event_row){ .event = &kit.events[i],
			.revision = 1,
			.created_at = NOW - DAYS(20),
			.revised_at = NOW - DAYS(10) };
	}
	return zones_open(NULL, &kit.zones, &err);
}

int
kit_close(void **state)
{
	(void)state;
	feedset_unref(kit.set);
	snapshot_unref(kit.snapshot);
	buf_free(&kit.body);
	zones_free(kit.zones);
	return 0;
}

void
kit_build(size_t n)
{
	struct series *series = series_make(kit.zones, kit.rows, n);
	struct err err = ERR_INIT;

	feedset_unref(kit.set);
	snapshot_unref(kit.snapshot);
	kit.snapshot = snapshot_make(&series, 1);
	series_unref(series);
	assert_int_equal(feedset_build(kit.snapshot, &kit.options, kit.zones,
			     NOW, 0, &kit.set, &err),
	    0);
}

void
kit_apply(const struct series_change *change, int64_t now)
{
	struct feedset *next = NULL;
	struct snapshot *after = NULL;
	struct err err = ERR_INIT;

	assert_int_equal(
	    feedset_apply(kit.set, change, 1, now, &next, &err), 0);
	assert_int_equal(
	    snapshot_apply(kit.snapshot, change, 1, &after, &err), 0);
	series_unref(change->before);
	series_unref(change->after);
	feedset_unref(kit.set);
	snapshot_unref(kit.snapshot);
	kit.set = next;
	kit.snapshot = after;
}

void
kit_change(size_t n, int64_t now)
{
	struct series_change change = { NULL, NULL };

	change.before = series_ref(
	    (struct series *)snapshot_find(kit.snapshot, "test", "assembly"));
	change.after = n ? series_make(kit.zones, kit.rows, n) : NULL;
	kit_apply(&change, now);
}

/* RFC 5545 section 3.1. */
static void
unfold(struct buf *text)
{
	char *to = text->data;

	for (const char *from = text->data; *from; from++) {
		if (!strncmp(from, "\r\n ", 3))
			from += 2;
		else
			*to++ = *from;
	}
	*to = '\0';
	text->len = (size_t)(to - text->data);
}

void
kit_check(const char *text)
{
	icalcomponent *calendar = icalcomponent_new_from_string(text);

	assert_non_null(calendar);
	assert_int_equal(icalcomponent_count_errors(calendar), 0);
	assert_int_equal(icalcomponent_isa(calendar), ICAL_VCALENDAR_COMPONENT);
	icalcomponent_free(calendar);
}

static const char *
read_body(const struct feed *feed)
{
	assert_non_null(feed);
	buf_reset(&kit.body);
	feed_join(feed, FEED_PLAIN, &kit.body);
	assert_int_equal(kit.body.len, feed_length(feed, FEED_PLAIN));
	kit_check(buf_str(&kit.body));
	unfold(&kit.body);
	return buf_str(&kit.body);
}

const char *
kit_feed(size_t n, const char *id)
{
	kit_build(n);
	return read_body(feedset_find(kit.set, id));
}

const char *
kit_variant(const char *id, const struct feed_variant *variant)
{
	struct feed *feed = NULL;
	struct err err = ERR_INIT;
	const char *text;

	assert_int_equal(feedset_variant(kit.set, kit.snapshot,
			     feedset_find(kit.set, id), variant, &feed, &err),
	    0);
	text = read_body(feed);
	feed_unref(feed);
	return text;
}

const char *
kit_public(size_t n)
{
	return kit_feed(n, "public");
}

int
count(const char *text, const char *word)
{
	int n = 0;

	for (; (text = strstr(text, word)); text++)
		n++;
	return n;
}

void
kit_override(const char *recurrence_id)
{
	kit.events[0].rrule = "FREQ=WEEKLY;COUNT=10";
	kit.events[1].recurrence_id = recurrence_id;
	kit.events[1].start = "2026-03-17T15:00:00";
	kit.events[1].end = "2026-03-17T16:00:00";
}
