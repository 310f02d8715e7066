/* SPDX-License-Identifier: Apache-2.0 */
/* The steps of a mission's life as they are taken: what each sets beside the
 * state, what it wants to be told, the editions, the clock. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "office/mission_parts.h"
#include "office/mission_time.h"
#include "store/event_table.h"

static const struct family *const missions = &families[FAMILY_MISSION];
static const struct family *const editions = &families[FAMILY_EDITION];

/* What the log says was done. */
static const char *const done_words[LIFE_ACTIONS] = {
	[LIFE_SUBMIT] = "submitted",
	[LIFE_ENDORSE] = "endorsed",
	[LIFE_RETURN] = "returned",
	[LIFE_AUTHORISE] = "authorised",
	[LIFE_REJECT] = "rejected",
	[LIFE_WITHDRAW] = "withdrawn",
	[LIFE_CANCEL] = "cancelled",
	[LIFE_AMEND] = "amended",
	[LIFE_REVISE] = "revised",
	[LIFE_START] = "started",
	[LIFE_FINISH] = "finished",
	[LIFE_REPORT] = "reported",
	[LIFE_ACCEPT] = "accepted",
	[LIFE_DECLINE] = "declined",
	[LIFE_PROGRAMME] = "programmed",
	[LIFE_HOST] = "hosted",
};

/* ---- the store -------------------------------------------------------- */

int
mission_find(
    struct desk *desk, const char *id, struct record_row **out, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;
	const struct mission *mission;
	int64_t moved = 0;

	if (desk_find_unchanged(desk, missions, id, &row, err) < 0)
		return err->code;
	mission = row->record;
	if (mission->imported)
		return err_set(err, -EPERM,
		    "it is as its source tells it, and read-only here: an "
		    "overlay on its event can add to it");
	if (mission_bring_up(desk, &row, &moved, err) < 0)
		return err->code;
	*out = TAKE(row);
	return 0;
}

int
mission_write(struct desk *desk, const struct record_row *old,
    const struct mission *mission, const char *action, struct record_row **out,
    struct err *err)
{
	const struct record_row *row;

	if (record_write(desk->store, &desk->actor, missions, old, mission,
		action, &row, err) < 0)
		return err->code;
	*out = record_row_ref((struct record_row *)row);
	return 0;
}

/* Its event as the store has it, the caller's; NULL when it has none, or it
 * is gone. */
static int
load_event(struct desk *desk, const struct mission *mission,
    struct event_row **out, struct err *err)
{
	int rc;

	*out = NULL;
	if (!mission->event)
		return 0;
	rc = event_load(desk->store, mission->event, out, err);
	if (rc != -ENOENT)
		return rc;
	err_clear(err);
	return 0;
}

/* ---- editions --------------------------------------------------------- */

/* The edition in force while a revision waits; NULL when there is none. */
static int
edition_in_force(
    struct desk *desk, const char *id, struct record_row **out, struct err *err)
{
	CLEANUP(records_unrefp) struct records *now = NULL;

	if (store_records(desk->store, &now, err) < 0)
		return err->code;
	*out = record_row_ref(
	    (struct record_row *)records_find(now, FAMILY_EDITION, id));
	return 0;
}

void
mission_forget_decision(struct mission *mission)
{
	mission->order_number = NULL;
	mission->authorised_cost = 0;
	mission->decided_start = mission->decided_end = NULL;
	mission->decided_zone = NULL;
	mission->decided_city = mission->decided_country = NULL;
}

int
mission_begin_edition(struct desk *desk, const struct mission *old,
    struct mission *mission, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *before = NULL;

	if (edition_in_force(desk, old->id, &before, err) < 0 ||
	    record_write(desk->store, &desk->actor, editions, before, old,
		"kept in force", NULL, err) < 0)
		return err->code;
	mission->edition = old->edition + 1;
	mission_forget_decision(mission);
	return 0;
}

static int
end_edition(struct desk *desk, const struct record_row *edition,
    const char *action, struct err *err)
{
	if (!edition)
		return 0;
	return record_write(desk->store, &desk->actor, editions, edition, NULL,
	    action, NULL, err);
}

/* The revision goes, what was in force is the mission again. */
static int
fall_back(struct desk *desk, const struct record_row *row,
    const struct record_row *edition, const struct mission_step *step,
    struct record_row **out, struct err *err)
{
	struct mission mission = *(const struct mission *)edition->record;

	mission.reason = step->reason;
	mission.state_since = desk->actor.now;
	if (end_edition(desk, edition, "is the mission again", err) < 0)
		return err->code;
	return mission_write(
	    desk, row, &mission, done_words[step->action], out, err);
}

/* ---- what a step sets ------------------------------------------------- */

static int
count_one(const char *person, void *arg)
{
	(void)person;
	++*(int *)arg;
	return 0;
}

int
mission_people_count(const struct mission *mission)
{
	int people = 0;

	mission_people_each(mission, count_one, &people);
	return people;
}

/* What is decided upon, as it is now. */
static int
note_decision(struct desk *desk, struct mission *mission,
    const struct event_row *event, struct err *err)
{
	struct span span;

	if (mission_people_count(mission) == 0)
		return err_set(err, -EPERM,
		    "nobody is chosen to go: choose people for its roles");
	if (mission_span(mission, event ? event->event : NULL, desk->zones,
		desk->zone, &span, err) < 0)
		return err->code = -EPERM; /* nothing of the command is wrong */
	mission->authorised_cost = mission_estimated(mission);
	if (!event)
		return 0;
	mission->decided_start = event->event->start;
	mission->decided_end = event->event->end;
	mission->decided_zone = event->event->zone;
	mission->decided_city = event->event->city;
	mission->decided_country = event->event->country;
	return 0;
}

static int
refuse_missing(
    struct desk *desk, const char *where, const char *what, struct err *err)
{
	invalid_add(&desk->invalid, where, "%s", what);
	return err_set(err, -EINVAL, "mission: %s", what);
}

static int
set_authorised(struct desk *desk, struct mission *mission,
    const struct mission_step *step, const struct event_row *event,
    struct err *err)
{
	if (!step->order_number || !step->order_number[0])
		return refuse_missing(desk, "/order_number",
		    "an authorisation has the number of its order", err);
	mission->order_number = step->order_number;
	return note_decision(desk, mission, event, err);
}

static int
set_details(struct desk *desk, struct mission *mission,
    const struct mission_step *step, const struct event_row *event,
    struct err *err)
{
	if (step->reason && step->reason[0])
		mission->reason = step->reason;
	if (step->action == LIFE_SUBMIT && !mission->submitted_at)
		mission->submitted_at = desk->actor.now;
	if (step->action == LIFE_AUTHORISE)
		return set_authorised(desk, mission, step, event, err);
	if (step->action != LIFE_REPORT)
		return 0;
	if (step->report && step->report[0])
		mission->report = step->report;
	return mission->report ? 0
			       : refuse_missing(desk, "/report",
				     "a report says what came of it", err);
}

/* What conflicts forbid is not authorised, whoever asks. */
static int
refuse_forbidden(
    struct desk *desk, const struct mission *mission, struct err *err)
{
	bool any = false;

	if (!desk->judge)
		return 0;
	if (desk->judge->forbids(desk->judge->arg, desk->store, mission,
		&desk->evidence, &any, err) < 0)
		return err->code;
	return any ? err_set(err, -EDEADLK,
			 "a conflict forbids that it be authorised: clear it, "
			 "or have it waived")
		   : 0;
}

/* ---- taking a step ---------------------------------------------------- */

static bool
falls_back(enum life_action action)
{
	return action == LIFE_WITHDRAW || action == LIFE_REJECT;
}

static int
take(struct desk *desk, const struct record_row *row, enum mission_state to,
    const struct mission_step *step, struct record_row **out, struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *edition = NULL;
	CLEANUP(event_row_freep) struct event_row *event = NULL;
	struct mission mission = *(const struct mission *)row->record;

	if (edition_in_force(desk, mission.id, &edition, err) < 0)
		return err->code;
	if (edition && falls_back(step->action))
		return fall_back(desk, row, edition, step, out, err);
	if (load_event(desk, &mission, &event, err) < 0 ||
	    set_details(desk, &mission, step, event, err) < 0)
		return err->code;
	mission.state = (int)to;
	mission.state_since = desk->actor.now;
	record_check(&mission_record, &mission, &desk->invalid);
	if (invalid_any(&desk->invalid))
		return err_set(err, -EINVAL, "mission: a value is wrong");
	if (step->action == LIFE_AUTHORISE &&
	    refuse_forbidden(desk, &mission, err) < 0)
		return err->code;
	if (step->action == LIFE_AUTHORISE &&
	    end_edition(desk, edition, "superseded", err) < 0)
		return err->code;
	return mission_write(
	    desk, row, &mission, done_words[step->action], out, err);
}

int
mission_step(struct desk *desk, const struct mission_actor *actor,
    const char *id, const struct mission_step *step, struct record_row **out,
    struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;
	const struct mission *mission;
	struct life_request request = { .action = step->action,
		.reason = step->reason };
	const char *why = desk->actor.why;
	enum mission_state to;
	int rc;

	if (mission_find(desk, id, &row, err) < 0)
		return err->code;
	mission = row->record;
	request.state = (enum mission_state)mission->state;
	request.who = mission_who(actor, mission) & ~(unsigned)LIFE_CLOCK;
	if (mission_verdict(mission, &request, &to, err) < 0)
		return err->code;
	if (step->reason && step->reason[0])
		desk->actor.why = step->reason;
	rc = take(desk, row, to, step, out, err);
	desk->actor.why = why;
	return rc;
}

/* ---- the clock -------------------------------------------------------- */

/* The step that the time asks of a mission in this state; LIFE_ACTIONS: none.
 */
static enum life_action
due_step(int state, struct span span, int64_t now)
{
	if (state == MISSION_AUTHORISED && span.start <= now)
		return LIFE_START;
	if (state == MISSION_UNDERWAY && span.end <= now)
		return LIFE_FINISH;
	if (state == MISSION_PROGRAMMED && span.end <= now)
		return LIFE_HOST;
	return LIFE_ACTIONS;
}

/* Is it one that the clock moves? When it is known when it is. */
static int
clock_span(struct desk *desk, const struct mission *mission, struct span *span,
    struct err *err)
{
	CLEANUP(event_row_freep) struct event_row *event = NULL;
	struct err ignored = ERR_INIT;

	if (mission->state != MISSION_AUTHORISED &&
	    mission->state != MISSION_UNDERWAY &&
	    mission->state != MISSION_PROGRAMMED)
		return 0;
	if (load_event(desk, mission, &event, err) < 0)
		return err->code;
	return mission_span(mission, event ? event->event : NULL, desk->zones,
		   desk->zone, span, &ignored) == 0;
}

/* Takes the step; *row becomes the row that it has made. */
static int
take_due(struct desk *desk, struct record_row **row, enum life_action action,
    struct err *err)
{
	const struct mission *mission = (*row)->record;
	struct life_request request = { .action = action, .who = LIFE_CLOCK };
	struct mission next = *mission;
	const struct record_row *written;
	enum mission_state to;

	request.state = (enum mission_state)mission->state;
	if (mission_verdict(mission, &request, &to, err) < 0)
		return err->code;
	next.state = (int)to;
	next.state_since = desk->actor.now;
	if (record_write(desk->store, &desk->actor, (*row)->family, *row, &next,
		done_words[action], &written, err) < 0)
		return err->code;
	record_row_unref(*row);
	*row = record_row_ref((struct record_row *)written);
	return 0;
}

int
mission_bring_up(
    struct desk *desk, struct record_row **row, int64_t *moved, struct err *err)
{
	const struct actor people = desk->actor;
	const struct mission *mission = (*row)->record;
	enum life_action action;
	struct span span;
	int rc = clock_span(desk, mission, &span, err);

	if (rc <= 0)
		return rc;
	desk->actor.name = "clock";
	desk->actor.why = NULL;
	rc = 0;
	while (rc == 0 && (action = due_step(mission->state, span,
			       people.now)) != LIFE_ACTIONS) {
		rc = take_due(desk, row, action, err);
		mission = (*row)->record;
		*moved += rc == 0;
	}
	desk->actor = people;
	return rc;
}

static int
bring_up_family(struct desk *desk, const struct records *now,
    enum family_id family, int64_t *moved, struct err *err)
{
	struct ordered_walk walk;

	for (const struct record_row *at =
		 records_first(now, family, NULL, &walk);
	     at; at = records_next(&walk)) {
		CLEANUP(record_row_unrefp)
		struct record_row *row =
		    record_row_ref((struct record_row *)at);

		if (mission_bring_up(desk, &row, moved, err) < 0)
			return err->code;
	}
	return 0;
}

int
missions_clock(struct desk *desk, int64_t *moved, struct err *err)
{
	CLEANUP(records_unrefp) struct records *now = NULL;

	*moved = 0;
	if (store_records(desk->store, &now, err) < 0 ||
	    bring_up_family(desk, now, FAMILY_MISSION, moved, err) < 0)
		return err->code;
	return bring_up_family(desk, now, FAMILY_EDITION, moved, err);
}
