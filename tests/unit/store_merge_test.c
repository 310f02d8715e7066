/* SPDX-License-Identifier: Apache-2.0 */
/* Events that are merged are shown as one, and come apart again as they
 * were. */
#include "store/merge.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "conflicts_kit.h"
#include "store/series.h"
#include "store/writer.h"

static struct series *
shown(struct kit *kit, const char *source)
{
	struct series *series = NULL;

	assert_int_equal(series_read(kit->store, kit->zones, source, "u",
			     &series, &kit->err),
	    0);
	return series;
}

/* ---- merging ---------------------------------------------------------- */

/* Finds and merges what a and b tell. */
static const char *
merge(struct kit *kit, const char *a, const char *b)
{
	found(kit, about(kit, a, b));
	assert_int_equal(step(kit, last_id(kit), CONFLICT_MERGE, 0), 0);
	return last_id(kit);
}

/* a has the title and the day, b what a does not say. */
static void
put_two(struct kit *kit)
{
	struct event a = kit_event("a", "u", "2026-03-01", "2026-03-04");
	struct event b = kit_event("b", "u", "2026-03-02", "2026-03-04");

	a.summary = "Forum";
	a.status = EVENT_CONFIRMED;
	a.city = "Oslo";
	a.located = EVENT_LOCATED_UNKNOWN;
	kit_put(kit, &a);
	kit->actor.now++;
	b.summary = "The Forum";
	b.url = "https://example.org/";
	b.description = "All about it.";
	b.city = "Oslo";
	b.country = "NO";
	b.located = EVENT_LOCATED_CITY;
	b.latitude = 59.9;
	b.longitude = 10.7;
	b.status = EVENT_TENTATIVE;
	kit_put(kit, &b);
}

static size_t
field_index(const char *name)
{
	return (
	    size_t)(record_field(&event_record, name) - event_record.fields);
}

static void
two_events_become_one(void **state)
{
	struct kit *kit = *state;
	struct series *series, *other;
	const struct event *event;

	put_two(kit);
	merge(kit, "a", "b");
	series = shown(kit, "b");
	other = shown(kit, "a");
	assert_string_equal(series->source, "a");
	assert_string_equal(other->source, "a");
	assert_int_equal(series->nrows, 1);
	assert_int_equal(series->nmembers, 2);
	event = series->rows[0]->event;
	assert_string_equal(event->summary, "Forum");
	assert_string_equal(event->start, "2026-03-01");
	assert_int_equal(event->status, EVENT_CONFIRMED);
	assert_string_equal(event->url, "https://example.org/");
	assert_string_equal(event->description, "All about it.");
	/* The place is one matter. */
	assert_string_equal(event->country, "NO");
	assert_true(event->latitude > 59);
	assert_int_equal(series_origin(series, field_index("summary")), 0);
	assert_int_equal(series_origin(series, field_index("url")), 1);
	assert_int_equal(series_origin(series, field_index("city")), 1);
	assert_int_equal(series_origin(series, field_index("network")), -1);
	assert_int_equal(series_origin(series, field_index("uid")), -1);
	series_unref(series);
	series_unref(other);
}

static void
whose_word_counts_first(void **state)
{
	static const char *const preferred[] = { "b" };
	struct kit *kit = *state;
	struct series *series;

	put_two(kit);
	merge(kit, "a", "b");
	assert_int_equal(store_prefer(kit->store, preferred, 1, &kit->err), 0);
	series = shown(kit, "a");
	/* It is known by the older all the same. */
	assert_string_equal(series->source, "a");
	assert_string_equal(series->rows[0]->event->summary, "The Forum");
	assert_string_equal(series->rows[0]->event->start, "2026-03-02");
	series_unref(series);
	/* What has vanished counts last. */
	kit_forget(kit, "b", "u", VANISH_CANCEL);
	series = shown(kit, "a");
	assert_string_equal(series->rows[0]->event->summary, "Forum");
	assert_false(series->rows[0]->vanished);
	assert_string_equal(
	    series->rows[0]->event->url, "https://example.org/");
	series_unref(series);
}

static void
what_a_source_says_later_flows_in(void **state)
{
	struct kit *kit = *state;
	struct event b = kit_event("b", "u", "2026-03-02", "2026-03-04");
	struct series *before, *after;
	bool touched_a = false;

	put_two(kit);
	merge(kit, "a", "b");
	before = shown(kit, "a");
	b.summary = "The Forum";
	b.url = "https://example.org/new";
	kit->actor.now++;
	kit_put(kit, &b);
	vec_each(store_touched(kit->store), series)
		touched_a |= strcmp(series->source, "a") == 0;
	assert_true(touched_a);
	after = shown(kit, "a");
	assert_string_equal(
	    after->rows[0]->event->url, "https://example.org/new");
	assert_true(after->rows[0]->revision > before->rows[0]->revision);
	assert_int_equal(after->rows[0]->revised_at, kit->actor.now);
	series_unref(before);
	series_unref(after);
}

/* All that the sources say, and what it is known by. */
static void
add_rows(struct kit *kit, struct buf *buf)
{
	static const char *const sources[] = { "a", "b" };

	for (size_t i = 0; i < 2; i++) {
		struct event_row *row = kit_row(kit, sources[i], "u");

		buf_addf(buf, "%s ", row->id);
		record_add_json(&event_record, row->event, buf);
		event_row_free(row);
	}
}

static void
undo_brings_back_what_was(void **state)
{
	struct kit *kit = *state;
	CLEANUP(buf_free) struct buf before = BUF_INIT;
	CLEANUP(buf_free) struct buf after = BUF_INIT;
	struct series *series;
	int64_t sequence, revision;
	char id[UUID_TEXT];

	put_two(kit);
	add_rows(kit, &before);
	strcpy(id, merge(kit, "a", "b"));
	series = shown(kit, "a");
	sequence = series->rows[0]->sequence;
	revision = series->rows[0]->revision;
	assert_true(sequence > 0 && revision > 1);
	series_unref(series);
	assert_int_equal(step(kit, id, CONFLICT_UNDO, 0), 0);
	add_rows(kit, &after);
	assert_string_equal(buf_str(&before), buf_str(&after));
	series = shown(kit, "a");
	assert_int_equal(series->nmembers, 0);
	assert_string_equal(series->rows[0]->event->summary, "Forum");
	assert_null(series->rows[0]->event->url);
	/* Readers are told of something newer than they have. */
	assert_true(series->rows[0]->sequence > sequence);
	assert_true(series->rows[0]->revision > revision);
	series_unref(series);
	series = shown(kit, "b");
	assert_string_equal(series->source, "b");
	series_unref(series);
}

static void
three_become_one_by_two_edges(void **state)
{
	struct kit *kit = *state;
	struct event c = kit_event("c", "u", "2026-03-01", "2026-03-02");
	struct series *series;
	char id[UUID_TEXT];

	put_two(kit);
	c.organiser = "City of Oslo";
	kit->actor.now++;
	kit_put(kit, &c);
	strcpy(id, merge(kit, "a", "b"));
	merge(kit, "b", "c");
	series = shown(kit, "c");
	assert_string_equal(series->source, "a");
	assert_int_equal(series->nmembers, 3);
	assert_string_equal(series->rows[0]->event->organiser, "City of Oslo");
	series_unref(series);
	assert_int_equal(step(kit, id, CONFLICT_UNDO, 0), 0);
	series = shown(kit, "c");
	assert_string_equal(series->source, "b");
	assert_int_equal(series->nmembers, 2);
	series_unref(series);
	series = shown(kit, "a");
	assert_int_equal(series->nmembers, 0);
	series_unref(series);
}

static void
overrides_come_with_the_times(void **state)
{
	struct kit *kit = *state;
	struct event a = kit_event("a", "u", "2026-03-01", "2026-03-02");
	struct event b = kit_event("b", "u", "2026-03-01", "2026-03-02");
	struct event late = kit_event("b", "u", "2026-03-09", "2026-03-10");
	struct series *series;

	a.rrule = b.rrule = "FREQ=WEEKLY;COUNT=4";
	kit_put(kit, &a);
	kit_put(kit, &b);
	late.recurrence_id = "2026-03-08";
	kit_put(kit, &late);
	merge(kit, "a", "b");
	series = shown(kit, "a");
	assert_int_equal(series->nrows, 1);
	series_unref(series);
	kit_forget(kit, "a", "u", VANISH_CANCEL);
	series = shown(kit, "a");
	assert_string_equal(series->source, "a");
	assert_int_equal(series->nrows, 2);
	assert_string_equal(series->rows[1]->event->source, "a");
	assert_string_equal(
	    series->rows[1]->event->recurrence_id, "2026-03-08");
	assert_int_equal(series->nmembers, 2);
	series_unref(series);
}

/* ---- snapshots -------------------------------------------------------- */

static void
a_snapshot_shows_it_once(void **state)
{
	struct kit *kit = *state;
	struct event_row *b;
	const struct series *series;
	struct snapshot *events;

	put_two(kit);
	b = kit_row(kit, "b", "u");
	merge(kit, "a", "b");
	assert_int_equal(
	    snapshot_load(kit->store, kit->zones, &events, &kit->err), 0);
	assert_int_equal(snapshot_series(events), 1);
	assert_null(snapshot_find(events, "b", "u"));
	series = snapshot_find(events, "a", "u");
	assert_int_equal(series->nmembers, 2);
	/* By the other's id it is found as well. */
	assert_ptr_equal(snapshot_event(events, b->id, NULL), series->rows[0]);
	snapshot_unref(events);
	event_row_free(b);
}

/* Brings a snapshot up to what the last transaction touched. */
static void
follow(struct kit *kit, struct snapshot **events)
{
	VEC(struct series_change) changes = VEC_INIT;
	struct snapshot *next;

	vec_each(store_touched(kit->store), touched) {
		struct series_change change;

		assert_int_equal(
		    snapshot_reread(*events, kit->store, kit->zones,
			touched->source, touched->uid, &change, &kit->err),
		    0);
		assert_int_equal(vec_push(&changes, change), 0);
	}
	assert_int_equal(snapshot_apply(*events, changes.items, changes.len,
			     &next, &kit->err),
	    0);
	vec_each(&changes, change) {
		series_unref(change->before);
		series_unref(change->after);
	}
	vec_free(&changes);
	snapshot_unref(*events);
	*events = next;
}

static void
a_snapshot_follows_merging_and_undoing(void **state)
{
	struct kit *kit = *state;
	struct snapshot *events;
	char id[UUID_TEXT];

	put_two(kit);
	assert_int_equal(
	    snapshot_load(kit->store, kit->zones, &events, &kit->err), 0);
	assert_int_equal(snapshot_series(events), 2);
	strcpy(id, merge(kit, "a", "b"));
	follow(kit, &events);
	assert_int_equal(snapshot_series(events), 1);
	kit_forget(kit, "a", "u", VANISH_DELETE);
	follow(kit, &events);
	assert_non_null(snapshot_find(events, "b", "u"));
	assert_int_equal(snapshot_series(events), 1);
	put_two(kit);
	follow(kit, &events);
	assert_int_equal(step(kit, id, CONFLICT_UNDO, 0), 0);
	follow(kit, &events);
	assert_int_equal(snapshot_series(events), 2);
	snapshot_unref(events);
}

int
main(void)
{
#define KIT_TEST(test) \
	cmocka_unit_test_setup_teardown(test, kit_setup, kit_teardown)
	const struct CMUnitTest tests[] = {
		KIT_TEST(two_events_become_one),
		KIT_TEST(whose_word_counts_first),
		KIT_TEST(what_a_source_says_later_flows_in),
		KIT_TEST(undo_brings_back_what_was),
		KIT_TEST(three_become_one_by_two_edges),
		KIT_TEST(overrides_come_with_the_times),
		KIT_TEST(a_snapshot_shows_it_once),
		KIT_TEST(a_snapshot_follows_merging_and_undoing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
