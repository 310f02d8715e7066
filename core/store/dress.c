/* SPDX-License-Identifier: Apache-2.0 */
#include "dress.h"

#include <string.h>

#include "base/cleanup.h"
#include "model/mission.h"
#include "model/overlay.h"
#include "store/store_room.h"

/* Has somebody of ours been where it leads? */
static bool
is_done(const struct mission *mission)
{
	return mission->direction != EVENT_INCOMING &&
	       (mission->state == MISSION_DONE ||
		   mission->state == MISSION_CLOSED);
}

/* ---- reading ---------------------------------------------------------- */

/* What is said of an event of that id. */
struct word {
	const struct record_row *overlay; /* NULL: nothing */
	int64_t attended_at;              /* 0: no */
};

static void
look_up(const struct records *records, const char *id, struct word *word)
{
	struct records_users users;

	for (const struct record_row *row =
		 records_user_first(records, "event", id, &users);
	     row; row = records_user_next(&users)) {
		const struct mission *mission = row->record;

		if (row->family->id == FAMILY_OVERLAY)
			word->overlay = row;
		else if (row->family->id == FAMILY_MISSION && is_done(mission))
			word->attended_at = mission->state_since;
	}
}

/* Of the one that is shown, else of those that are merged in it. */
static void
look_up_all(const struct records *records, const struct series *series,
    const struct event_row *row, struct word *word)
{
	look_up(records, row->id, word);
	for (size_t i = 0; i < series->nmembers; i++) {
		const struct event_row *master =
		    series_master(series->members[i]);
		struct word other = { .attended_at = word->attended_at };

		if (!master || row != series->rows[0])
			continue;
		look_up(records, master->id, &other);
		word->attended_at = other.attended_at;
		if (!word->overlay)
			word->overlay = other.overlay;
	}
}

static int
dress(struct event_row *row, const struct word *word)
{
	int64_t said = word->overlay ? word->overlay->revised_at : 0;

	if (said < word->attended_at)
		said = word->attended_at;
	if (row->revised_at < said)
		row->revised_at = said;
	row->attended = word->attended_at != 0;
	if (!word->overlay)
		return 0;
	row->overlay = record_copy(&overlay_record, word->overlay->record);
	return row->overlay ? 0 : -ENOMEM;
}

int
series_dress(struct store *store, struct series *series, struct err *err)
{
	CLEANUP(records_unrefp) struct records *records = NULL;
	struct word first = { .overlay = NULL };
	int rc = 0;

	if (store_records(store, &records, err) < 0)
		return err->code;
	for (size_t i = 0; rc == 0 && i < series->nrows; i++) {
		struct word word = { .overlay = NULL };

		look_up_all(records, series, series->rows[i], &word);
		if (i == 0 && series_master(series))
			first.overlay = word.overlay;
		if (!word.overlay)
			word.overlay = first.overlay;
		rc = dress(series->rows[i], &word);
	}
	return rc < 0 ? err_set(err, rc, "series %s: no memory", series->uid)
		      : 0;
}

/* ---- changes ---------------------------------------------------------- */

/* The event of which the row says something; NULL: it says nothing. */
static const char *
event_of(const struct record_row *row)
{
	const struct mission *mission;

	if (row && row->family->id == FAMILY_OVERLAY)
		return record_id(row->record);
	if (!row || row->family->id != FAMILY_MISSION)
		return NULL;
	mission = row->record;
	return is_done(mission) ? mission->event : NULL;
}

static int
touch(struct store *store, const char *id, struct err *err)
{
	CLEANUP(event_row_freep) struct event_row *row = NULL;
	struct err why = ERR_INIT;

	if (!id || event_load(store, id, &row, &why) == -ENOENT)
		return 0;
	if (!row) {
		*err = why;
		return err->code;
	}
	return touched_note(
	    &store->touched, row->event->source, row->event->uid, err);
}

int
dress_touch(struct store *store, const struct record_row *before,
    const struct record_row *after, struct err *err)
{
	const char *was = event_of(before), *is = event_of(after);
	bool mission = after && after->family->id == FAMILY_MISSION;

	if (was && is && strcmp(was, is) == 0)
		return mission ? 0 : touch(store, is, err);
	if (touch(store, was, err) < 0 || touch(store, is, err) < 0)
		return err->code;
	return 0;
}
