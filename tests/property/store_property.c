/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random histories of put, miss, forget and reopen, against a slow twin that
 * knows only the rules of the words. After each step the rows, the log's
 * actions, the touched series and a snapshot that is kept up by changes must
 * be as the twin, or as a snapshot that is read from nothing.
 */
#include "chance.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "store/snapshot.h"
#include "store/writer.h"
#include "store_kit.h"

#define SOURCES 2
#define UIDS 6
#define OVERRIDES 3 /* the master, and two */
#define ROWS (SOURCES * UIDS * OVERRIDES)

static const char *const sources[] = { "alpha", "beta" };
static const char *const uids[] = { "u0", "u1", "u2", "u3", "u4", "u5" };
static const char *const overrides[] = { NULL, "2026-03-02", "2026-03-03" };
static const char *const starts[] = { "2026-03-01", "2026-03-04" };
static const char *const ends[] = { "2026-03-05", "2026-03-05", "2026-04-20",
	"2027-03-05" };
static const char *const cities[] = { NULL, "Oslo" };
static const char *const rules[] = { NULL, "FREQ=YEARLY" };
static const char *const summaries[] = { "a", "b" };

/* The twin's row. */
struct twin {
	bool there, vanished;
	struct event event;
	int64_t revision, sequence, misses, missing_since, cancelled_at;
};

struct world {
	struct kit kit;
	struct chance chance;
	struct twin rows[ROWS];
	struct buf log; /* actions, as the twin has them */
	struct snapshot *snapshot;
};

static bool
cancelled(const struct twin *twin)
{
	return twin->vanished || twin->event.status == EVENT_CANCELLED;
}

static void
say(struct world *world, const char *action)
{
	buf_addf(&world->log, "%s%s", world->log.len ? " " : "", action);
}

static bool
same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* ---- the rules, told plainly ------------------------------------------ */

static void
twin_change(struct world *world, struct twin *twin, const struct event *event)
{
	bool was = cancelled(twin), is = event->status == EVENT_CANCELLED;
	bool moved = !same_text(twin->event.start, event->start) ||
		     !same_text(twin->event.end, event->end) ||
		     !same_text(twin->event.city, event->city);
	bool status =
	    twin->vanished ? !is : twin->event.status != event->status;

	say(world, was && !is   ? "restored"
		   : !was && is ? "cancelled"
		   : moved      ? "moved"
				: "updated");
	if (moved || status || !same_text(twin->event.rrule, event->rrule))
		twin->sequence++;
	if (twin->sequence < event->sequence)
		twin->sequence = event->sequence;
	twin->revision++;
	twin->cancelled_at = !is   ? 0
			     : was ? twin->cancelled_at
				   : world->kit.actor.now;
}

static enum put_result
twin_put(struct world *world, struct twin *twin, const struct event *event)
{
	enum put_result result = PUT_SAME;

	if (!twin->there) {
		say(world, "created");
		*twin = (struct twin){ .there = true,
			.revision = 1,
			.sequence = event->sequence };
		if (event->status == EVENT_CANCELLED)
			twin->cancelled_at = world->kit.actor.now;
		result = PUT_CREATED;
	} else if (twin->vanished ||
		   !record_equal(&event_record, &twin->event, event)) {
		result = cancelled(twin) && event->status != EVENT_CANCELLED
			     ? PUT_RESTORED
			     : PUT_UPDATED;
		twin_change(world, twin, event);
	}
	twin->event = *event;
	twin->vanished = false;
	twin->misses = twin->missing_since = 0;
	return result;
}

static bool
twin_miss(struct world *world, struct twin *twin, enum vanish_policy policy,
    int patience)
{
	if (policy == VANISH_KEEP && twin->misses >= patience)
		return false;
	if (policy == VANISH_CANCEL && cancelled(twin))
		return false;
	twin->misses++;
	if (!twin->missing_since)
		twin->missing_since = world->kit.actor.now;
	if (twin->misses < patience || policy == VANISH_KEEP)
		return false;
	if (policy == VANISH_DELETE) {
		say(world, "deleted");
		twin->there = false;
		return true;
	}
	say(world, "vanished");
	twin->vanished = true;
	twin->revision++;
	twin->sequence++;
	twin->cancelled_at = world->kit.actor.now;
	return true;
}

/* ---- comparing -------------------------------------------------------- */

static int
check_row(struct event_row *row, void *arg, struct err *err)
{
	struct world *world = arg;
	struct twin *twin = NULL;

	(void)err;
	for (int i = 0; i < ROWS; i++)
		if (world->rows[i].there &&
		    record_equal(
			&event_record, &world->rows[i].event, row->event))
			twin = &world->rows[i];
	if (!twin)
		chance_fail(&world->chance, "a row that the twin has not");
	if (row->revision != twin->revision ||
	    row->sequence != twin->sequence || row->misses != twin->misses ||
	    row->missing_since != twin->missing_since ||
	    row->cancelled_at != twin->cancelled_at ||
	    row->vanished != twin->vanished)
		chance_fail(&world->chance, "%s %s is not as its twin",
		    row->event->source, row->event->uid);
	twin->there = false; /* for check_rows: seen */
	event_row_free(row);
	return 0;
}

static void
check_rows(struct world *world)
{
	struct twin rows[ROWS];

	memcpy(rows, world->rows, sizeof rows);
	assert_int_equal(events_each(world->kit.store, world->kit.zones,
			     check_row, world, NULL, &world->kit.err),
	    0);
	for (int i = 0; i < ROWS; i++)
		if (world->rows[i].there)
			chance_fail(&world->chance, "a row is missing");
	memcpy(world->rows, rows, sizeof rows);
}

static void
check_log(struct world *world)
{
	CLEANUP(freep) char *actions = kit_actions(&world->kit, 0);

	if (strcmp(actions, buf_str(&world->log)) != 0)
		chance_fail(&world->chance, "the log is\n%s\nand not\n%s",
		    actions, buf_str(&world->log));
}

/* All that a reader can see of a series. */
static int
add_series(const struct series *series, void *arg)
{
	buf_addf(arg, "%s %s %lld..%lld:", series->source, series->uid,
	    (long long)series->extent.start, (long long)series->extent.end);
	for (size_t i = 0; i < series->nrows; i++) {
		const struct event_row *row = series->rows[i];

		buf_addf(arg, " %s %d %lld %lld %lld ", row->id, row->vanished,
		    (long long)row->revision, (long long)row->sequence,
		    (long long)row->misses);
		record_add_json(&event_record, row->event, arg);
	}
	buf_addc(arg, '\n');
	return 0;
}

/* The slow twin of snapshot_between: all, sifted, then sorted by start. */
struct sift {
	struct span window;
	const struct series *found[SOURCES * UIDS];
	size_t n;
};

static int
sift(const struct series *series, void *arg)
{
	struct sift *to = arg;
	size_t at = to->n;

	if (!span_meets(series->extent, to->window))
		return 0;
	for (; at > 0 && to->found[at - 1]->extent.start > series->extent.start;
	     at--)
		to->found[at] = to->found[at - 1];
	to->found[at] = series;
	to->n++;
	return 0;
}

static void
check_between(struct world *world, const struct snapshot *snapshot)
{
	CLEANUP(buf_free) struct buf found = BUF_INIT;
	CLEANUP(buf_free) struct buf expected = BUF_INIT;
	int64_t day = chance_range(&world->chance, 20500, 20600);
	struct sift twin = { .window = { day * 86400,
				 (day + chance_range(&world->chance, 0, 9)) *
				     86400 } };

	snapshot_each(snapshot, sift, &twin);
	for (size_t i = 0; i < twin.n; i++)
		add_series(twin.found[i], &expected);
	snapshot_between(snapshot, twin.window, add_series, &found);
	if (strcmp(buf_str(&found), buf_str(&expected)) != 0)
		chance_fail(&world->chance, "window: \n%s\nand not\n%s",
		    buf_str(&found), buf_str(&expected));
}

static int
check_ids(const struct series *series, void *arg)
{
	const struct snapshot *snapshot = arg;

	for (size_t i = 0; i < series->nrows; i++) {
		const struct series *of = NULL;

		assert_ptr_equal(
		    snapshot_event(snapshot, series->rows[i]->id, &of),
		    series->rows[i]);
		assert_ptr_equal(of, series);
	}
	assert_ptr_equal(
	    snapshot_find(snapshot, series->source, series->uid), series);
	return 0;
}

static void
check_snapshot(struct world *world)
{
	CLEANUP(buf_free) struct buf kept = BUF_INIT;
	CLEANUP(buf_free) struct buf loaded = BUF_INIT;
	CLEANUP(snapshot_unrefp) struct snapshot *fresh = NULL;

	assert_int_equal(snapshot_load(world->kit.store, world->kit.zones,
			     &fresh, &world->kit.err),
	    0);
	snapshot_each(world->snapshot, add_series, &kept);
	snapshot_each(fresh, add_series, &loaded);
	if (strcmp(buf_str(&kept), buf_str(&loaded)) != 0)
		chance_fail(&world->chance, "snapshot is\n%s\nand not\n%s",
		    buf_str(&kept), buf_str(&loaded));
	assert_int_equal(
	    snapshot_events(world->snapshot), snapshot_events(fresh));
	assert_int_equal(
	    snapshot_series(world->snapshot), snapshot_series(fresh));
	snapshot_each(world->snapshot, check_ids, world->snapshot);
	check_between(world, world->snapshot);
}

/* ---- steps ------------------------------------------------------------ */

static struct event
random_event(struct world *world, int row)
{
	struct chance *chance = &world->chance;
	struct event event = kit_event(sources[row / OVERRIDES / UIDS],
	    uids[row / OVERRIDES % UIDS], starts[chance_range(chance, 0, 1)],
	    ends[chance_range(chance, 0, 3)]);

	event.recurrence_id = overrides[row % OVERRIDES];
	event.summary = summaries[chance_range(chance, 0, 1)];
	event.city = cities[chance_range(chance, 0, 1)];
	event.status = (int)chance_range(chance, 0, 3);
	event.sequence = chance_range(chance, 0, 3);
	if (!event.recurrence_id)
		event.rrule = rules[chance_range(chance, 0, 1)];
	return event;
}

static void
step_put(struct world *world, int row)
{
	struct twin *twin = &world->rows[row];
	struct event event = twin->there && chance_one_in(&world->chance, 2)
				 ? twin->event
				 : random_event(world, row);
	enum put_result expected = twin_put(world, twin, &event);

	assert_int_equal(kit_put(&world->kit, &event), expected);
}

static int
note_id(const struct event_row *row, const char *override, char *id)
{
	if (!same_text(row->event->recurrence_id, override))
		return 0;
	strcpy(id, row->id);
	return 1;
}

static void
step_miss(struct world *world, int row, enum vanish_policy policy)
{
	struct twin *twin = &world->rows[row];
	const struct series *series =
	    snapshot_find(world->snapshot, twin->event.source, twin->event.uid);
	int patience = (int)chance_range(&world->chance, 1, 3);
	char id[UUID_TEXT] = "";

	assert_non_null(series);
	for (size_t i = 0; i < series->nrows; i++)
		if (note_id(series->rows[i], twin->event.recurrence_id, id))
			break;
	assert_int_equal(kit_missed(&world->kit, id, policy, patience),
	    twin_miss(world, twin, policy, patience));
}

static void
step_forget(struct world *world, int row, enum vanish_policy policy)
{
	int first = row - row % OVERRIDES, acted = 0;

	for (int i = first; i < first + OVERRIDES; i++)
		if (world->rows[i].there)
			acted += twin_miss(world, &world->rows[i], policy, 1);
	assert_int_equal(
	    kit_forget(&world->kit, sources[row / OVERRIDES / UIDS],
		uids[row / OVERRIDES % UIDS], policy),
	    acted);
}

/* Brings the kept snapshot up by what the store says was touched. */
static void
follow(struct world *world)
{
	const struct touched *touched = store_touched(world->kit.store);
	struct series_change changes[SOURCES * UIDS];
	struct snapshot *next;

	for (size_t i = 0; i < touched->len; i++)
		assert_int_equal(
		    snapshot_reread(world->snapshot, world->kit.store,
			world->kit.zones, touched->items[i].source,
			touched->items[i].uid, &changes[i], &world->kit.err),
		    0);
	assert_int_equal(snapshot_apply(world->snapshot, changes, touched->len,
			     &next, &world->kit.err),
	    0);
	for (size_t i = 0; i < touched->len; i++) {
		series_unref(changes[i].before);
		series_unref(changes[i].after);
	}
	snapshot_unref(world->snapshot);
	world->snapshot = next;
}

static void
step(struct world *world)
{
	int row = (int)chance_range(&world->chance, 0, ROWS - 1);
	enum vanish_policy policy =
	    (enum vanish_policy)chance_range(&world->chance, 0, 2);

	world->kit.actor.now++;
	switch (chance_range(&world->chance, 0, 9)) {
	case 0:
		step_forget(world, row, policy);
		break;
	case 1:
	case 2:
	case 3:
		if (world->rows[row].there) {
			step_miss(world, row, policy);
			break;
		}
		/* fallthrough */
	default:
		step_put(world, row);
	}
	follow(world);
}

static void
histories_are_as_their_twins(void **state)
{
	struct world *world = calloc(1, sizeof *world);

	(void)state;
	world->chance = chance_start();
	kit_open(&world->kit);
	assert_int_equal(snapshot_empty(&world->snapshot, &world->kit.err), 0);
	for (int i = 0; i < 600; i++) {
		step(world);
		if (chance_one_in(&world->chance, 60))
			kit_reopen(&world->kit);
		if (i % 5)
			continue;
		check_rows(world);
		check_snapshot(world);
	}
	check_log(world);
	snapshot_unref(world->snapshot);
	buf_free(&world->log);
	kit_close(&world->kit);
	free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(histories_are_as_their_twins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
