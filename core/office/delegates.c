/* SPDX-License-Identifier: Apache-2.0 */
/* The source's delegations against the missions that stand for them; what
 * costs is one search of its events, and of our people by a sorted list. */
#include "delegates.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "office/delegates_parts.h"
#include "office/mission_time.h"
#include "store/record_table.h"

/* ---- our people by their names ----------------------------------------- */

static int
compare_names(const void *a, const void *b)
{
	return strcmp(((const struct delegate_name *)a)->folded,
	    ((const struct delegate_name *)b)->folded);
}

static int
add_name(
    struct delegate_names *names, const char *text, const struct person *person)
{
	struct delegate_name name = { strdup(text), person };

	if (name.folded && vec_push(names, name) == 0)
		return 0;
	free(name.folded);
	return -ENOMEM;
}

static int
read_names(const struct records *records, struct delegate_names *names,
    struct err *err)
{
	char folded[DELEGATE_NAME];
	struct ordered_walk walk;

	for (const struct record_row *row =
		 records_first(records, FAMILY_PERSON, NULL, &walk);
	     row; row = records_next(&walk)) {
		const struct person *person = row->record;

		delegate_fold(person->name, folded);
		if (add_name(names, folded, person) < 0)
			return err_set(err, -ENOMEM, "delegations: no memory");
	}
	if (names->len)
		qsort(names->items, names->len, sizeof *names->items,
		    compare_names);
	return 0;
}

static void
names_release(struct delegate_names *names)
{
	vec_each(names, name)
		free(name->folded);
	vec_free(names);
}

/* ---- one delegation ---------------------------------------------------- */

struct work {
	struct store *store;
	const struct delegates *delegates;
	struct records *records; /* as they were before */
	struct delegate_names names;
};

static void
work_release(struct work *work)
{
	names_release(&work->names);
	records_unref(work->records);
}

/* The mission that stands for the event; NULL. */
static const struct record_row *
find_mission(const struct work *work, const char *event)
{
	struct records_users users;

	for (const struct record_row *row =
		 records_user_first(work->records, "event", event, &users);
	     row; row = records_user_next(&users)) {
		const struct mission *mission = row->record;

		if (row->family->id == FAMILY_MISSION && mission->imported)
			return row;
	}
	return NULL;
}

static bool
is_over(const struct mission *mission)
{
	return mission->state == MISSION_DONE ||
	       mission->state == MISSION_HOSTED;
}

static int
cancel(struct work *work, const struct record_row *row, const char *why,
    struct err *err)
{
	struct mission mission = *(const struct mission *)row->record;

	if (is_over(&mission) || mission.state == MISSION_CANCELLED)
		return 0;
	mission.state = MISSION_CANCELLED;
	mission.state_since = work->delegates->actor.now;
	mission.reason = why;
	return record_write(work->store, &work->delegates->actor, row->family,
	    row, &mission, "cancelled", NULL, err);
}

/* The state that the time gives to what its source holds to be settled; what
 * the clock has moved stays there. */
static int
state_by_time(
    const struct mission *mission, int before, struct span span, int64_t now)
{
	bool comes = mission->direction == EVENT_INCOMING;

	if (span.end <= now)
		return comes ? MISSION_HOSTED : MISSION_DONE;
	if (!comes && (span.start <= now || before == MISSION_UNDERWAY))
		return MISSION_UNDERWAY;
	return comes ? MISSION_PROGRAMMED : MISSION_AUTHORISED;
}

static int
write_mission(struct work *work, const struct record_row *old,
    struct mission *mission, const struct event *event, struct err *err)
{
	const struct delegates *delegates = work->delegates;
	const struct mission *before = old ? old->record : NULL;
	struct err ignored = ERR_INIT;
	struct span span;
	char id[UUID_TEXT];

	/* Its zone may be unknown by now: it stays as it was. */
	if (mission_span(mission, event, delegates->zones, delegates->zone,
		&span, &ignored) < 0)
		return 0;
	mission->id =
	    before ? before->id : uuid_new(id, delegates->actor.now * 1000);
	mission->imported = true;
	mission->edition = 1;
	mission->state = state_by_time(
	    mission, before ? before->state : 0, span, delegates->actor.now);
	mission->state_since = before && before->state == mission->state
				   ? before->state_since
				   : delegates->actor.now;
	return record_write(work->store, &delegates->actor,
	    &families[FAMILY_MISSION], old, mission,
	    old ? "updated" : "created", NULL, err);
}

static int
take_event(struct work *work, const char *id, struct err *err)
{
	CLEANUP(event_row_freep) struct event_row *row = NULL;
	CLEANUP(delegate_draft_release) struct delegate_draft draft;
	const struct record_row *old = find_mission(work, id);
	struct delegate_facts facts = { .records = work->records,
		.names = &work->names,
		.team = work->delegates->team };
	bool ours = false;

	delegate_draft_start(&draft);
	if (event_load(work->store, id, &row, err) < 0)
		return err->code;
	if (event_row_status(row) == EVENT_CANCELLED)
		return old ? cancel(work, old,
				 row->vanished
				     ? "its source no longer tells of it"
				     : "its source has cancelled it",
				 err)
			   : 0;
	if (delegate_draft_fill(&draft, &facts, row, &ours) < 0)
		return err_set(err, -ENOMEM, "delegations: no memory");
	if (ours)
		return write_mission(
		    work, old, &draft.mission, row->event, err);
	return old ? cancel(work, old, "nobody of ours is in it any more", err)
		   : 0;
}

/* ---- all --------------------------------------------------------------- */

/* What has been deleted leaves no event to start from. */
static int
cancel_orphans(struct work *work, struct err *err)
{
	struct ordered_walk walk;

	for (const struct record_row *row =
		 records_first(work->records, FAMILY_MISSION, NULL, &walk);
	     row; row = records_next(&walk)) {
		const struct mission *mission = row->record;
		bool there = true;

		if (!mission->imported || mission->state == MISSION_CANCELLED)
			continue;
		if (event_exists(work->store, mission->event, &there, err) <
			0 ||
		    (!there && cancel(work, row, "its event is gone", err) < 0))
			return err->code;
	}
	return 0;
}

int
delegates_write(
    struct store *store, const struct delegates *delegates, struct err *err)
{
	CLEANUP(work_release)
	struct work work = { .store = store, .delegates = delegates };
	CLEANUP(event_ids_release) struct event_ids ids = VEC_INIT;

	if (store_records(store, &work.records, err) < 0 ||
	    read_names(work.records, &work.names, err) < 0 ||
	    events_of_kind(
		store, delegates->source, EVENT_DELEGATION, &ids, err) < 0)
		return err->code;
	if (delegates->team &&
	    !records_find(work.records, FAMILY_TEAM, delegates->team))
		return err_set(err, -ENOENT,
		    "missions_of: there is no team \"%.60s\"; add it, or mend "
		    "[source %s]",
		    delegates->team, delegates->source);
	vec_each(&ids, id)
		if (take_event(&work, id->text, err) < 0)
			return err->code;
	return cancel_orphans(&work, err);
}
