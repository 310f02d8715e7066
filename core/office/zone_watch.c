/* SPDX-License-Identifier: Apache-2.0 */
#include "zone_watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "schedule/moved.h"
#include "store/series.h"
#include "store/touched.h"
#include "store/zone_rules.h"

#define WINDOW ((int64_t)ZONE_WATCH_YEARS * 366 * DAY_SECONDS)

/* The rules that changed, and the folder's zones with the old ones put over
 * them. */
struct change {
	struct zone_watch *watch;
	struct store *store;
	struct zones *old;
	struct touched series;
};

static void
change_release(struct change *change)
{
	zones_free(change->old);
	touched_free(&change->series);
}

/* ---- one series -------------------------------------------------------- */

VEC_TYPE(row_list, struct occurrence_row);

/* A series by one set of rules. */
struct reading {
	struct event_rows rows;
	struct row_list list;
	char (*ids)[WALL_TEXT + 1]; /* of rows that were given another */
};

static void
reading_release(struct reading *reading)
{
	event_rows_free(&reading->rows);
	vec_free(&reading->list);
	free(reading->ids);
}

static int
read_series(struct store *store, struct zones *zones,
    const struct touched_series *series, struct reading *out, struct err *err)
{
	int rc = events_series(store, zones, series->source, series->uid,
	    event_rows_take, &out->rows, err);

	if (rc < 0)
		return rc;
	if (vec_reserve(&out->list, out->rows.len) < 0)
		return err_set(err, -ENOMEM, "compare the zones' rules");
	vec_each(&out->rows, row)
		out->list.items[out->list.len++] =
		    (struct occurrence_row){ (*row)->event, &(*row)->times };
	return 0;
}

/*
 * An override in another zone than its master's names what it replaces by its
 * own clock, so it must be told otherwise when only one of the two clocks has
 * changed: by the time that this one shows now, or by the instant.
 */
static void
name_again(struct reading *is, size_t i, const struct event_times *master,
    int64_t replaced)
{
	const struct event_times *own = is->list.items[i].times;
	int64_t utc = zone_utc(master->zone, replaced, NULL);
	int64_t wall = zone_wall(own->zone, utc);
	bool told = zone_utc(own->zone, wall, NULL) == utc;

	wall_format(is->ids[i], told ? wall : utc);
	if (!told)
		strcat(is->ids[i], "Z");
	is->rows.items[i]->event->recurrence_id = is->ids[i];
}

/* Each override replaces what it replaced by the old rules. */
static int
keep_replaced(const struct reading *was, struct reading *is, struct err *err)
{
	const struct event_row *master = is->rows.items[0];
	int rc = 0;

	if (master->event->recurrence_id || master->times.all_day)
		return 0;
	is->ids = calloc(is->rows.len, sizeof *is->ids);
	if (!is->ids)
		return err_set(err, -ENOMEM, "compare the zones' rules");
	for (size_t i = 1; rc == 0 && i < is->rows.len; i++) {
		int64_t before, now;

		if (is->list.items[i].times->all_day)
			continue;
		rc = override_id(&was->list.items[i],
		    &was->rows.items[0]->times, &before, err);
		if (rc == 0)
			rc = override_id(
			    &is->list.items[i], &master->times, &now, err);
		if (rc == 0 && before != now)
			name_again(is, i, &master->times, before);
	}
	return rc;
}

static const struct moved *
move_of(const struct moved_vec *moves, size_t row)
{
	vec_each(moves, move)
		if (move->row == row)
			return move;
	return NULL;
}

static int
write_move(struct change *change, const struct event_row *was,
    const struct event_row *is, const struct moved *moved, struct err *err)
{
	char why[ZONE_NAME_MAX + 64];
	struct actor actor = { "ambit", why, change->watch->now };
	struct zone_move move = {
		.event = is->id,
		.source = is->event->source,
		.title = is->event->summary,
		.zone = is->event->zone,
		.at = actor.now,
		.occurrences = moved->occurrences,
		.was = moved->was,
		.is = moved->is,
		.had = moved->had,
		.has = moved->has,
	};

	snprintf(why, sizeof why, "the rules of the time zone %s changed",
	    is->event->zone);
	change->watch->moved++;
	return event_rezone(
	    change->store, &actor, is, &move, was->times.zone, err);
}

/* Its place in the search by window may be another, or the name of what it
 * replaces, whether or not it is over. */
static int
write_row(struct change *change, const struct event_row *was,
    const struct event_row *is, const struct moved *moved, struct err *err)
{
	bool renamed =
	    is->event->recurrence_id &&
	    strcmp(was->event->recurrence_id, is->event->recurrence_id) != 0;

	if (moved && event_row_status(is) != EVENT_CANCELLED)
		return write_move(change, was, is, moved, err);
	if (was->extent.start == is->extent.start &&
	    was->extent.end == is->extent.end && !renamed)
		return 0;
	return event_rezone(change->store, NULL, is, NULL, NULL, err);
}

static void
release_moves(struct moved_vec *moves)
{
	vec_free(moves);
}

static int
compare_series(
    struct change *change, const struct touched_series *series, struct err *err)
{
	CLEANUP(reading_release) struct reading was = { .rows = VEC_INIT };
	CLEANUP(reading_release) struct reading is = { .rows = VEC_INIT };
	CLEANUP(release_moves) struct moved_vec moves = VEC_INIT;
	int64_t now = change->watch->now;
	struct span window = { now, now + WINDOW };
	int rc = read_series(change->store, change->old, series, &was, err);

	if (rc == 0)
		rc = read_series(
		    change->store, change->watch->zones, series, &is, err);
	/* Fewer by one: a zone of theirs is no longer there. */
	if (rc < 0 || was.rows.len != is.rows.len)
		return rc;
	rc = keep_replaced(&was, &is, err);
	if (rc < 0)
		return rc;
	rc = occurrences_moved(
	    was.list.items, is.list.items, is.list.len, window, &moves, err);
	for (size_t i = 0; rc == 0 && i < is.rows.len; i++)
		rc = write_row(change, was.rows.items[i], is.rows.items[i],
		    move_of(&moves, i), err);
	return rc;
}

/* ---- the zones --------------------------------------------------------- */

/* Is it another by now? Then its old rules are put aside. */
static int
look_at(
    struct change *change, const struct zone_stored *stored, struct err *err)
{
	const struct zone *zone;
	int rc = zones_get(change->watch->zones, stored->name, &zone, err);

	if (rc == -ENOENT || rc == -EBADMSG) {
		err_clear(err);
		return 0;
	}
	if (rc < 0 || zone_fingerprint(zone) == stored->fingerprint)
		return rc;
	change->watch->changed++;
	rc = zones_put(
	    change->old, stored->name, stored->rules, stored->len, err);
	if (rc == 0)
		rc = zone_series(
		    change->store, stored->name, &change->series, err);
	if (rc == 0)
		rc = zone_change(change->store, zone, change->watch->now, err);
	return rc;
}

/* Of events that were there before rules were stored. */
static int
note_others(const struct change *change, struct err *err)
{
	CLEANUP(zone_names_free) struct zone_names names = VEC_INIT;
	const struct zone *zone;
	int rc = zones_unstored(change->store, &names, err);

	vec_each(&names, name) {
		if (rc < 0)
			break;
		rc = zones_get(change->watch->zones, *name, &zone, err);
		if (rc == 0)
			rc = zone_note(
			    change->store, zone, change->watch->now, err);
		else if (rc == -ENOENT || rc == -EBADMSG || rc == -EINVAL) {
			err_clear(err);
			rc = 0;
		}
	}
	return rc;
}

static int
look_at_all(struct change *change, struct err *err)
{
	CLEANUP(zones_stored_free) struct zones_stored stored = VEC_INIT;
	int rc = zones_stored_read(change->store, &stored, err);

	vec_each(&stored, zone)
		if (rc == 0)
			rc = look_at(change, zone, err);
	return rc;
}

int
zone_watch(struct store *store, void *arg, struct err *err)
{
	struct zone_watch *watch = arg;
	CLEANUP(change_release)
	struct change change = { .watch = watch, .store = store };
	int rc = zones_reread(watch->zones, err);

	watch->changed = watch->moved = 0;
	if (rc >= 0)
		rc = zones_open(zones_folder(watch->zones), &change.old, err);
	if (rc == 0)
		rc = look_at_all(&change, err);
	touched_tidy(&change.series);
	vec_each(&change.series, series)
		if (rc == 0)
			rc = compare_series(&change, series, err);
	return rc == 0 ? note_others(&change, err) : rc;
}
