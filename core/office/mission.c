/* SPDX-License-Identifier: Apache-2.0 */
#include "mission.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"
#include "model/bound.h"
#include "model/person.h"
#include "office/mission_parts.h"
#include "store/numbering.h"

static const struct family *const missions = &families[FAMILY_MISSION];

/* Set by steps alone. */
static const char *const own[] = { "state", "edition", "state_since",
	"submitted_at", "order_number", "reason", "imported", "authorised_cost",
	"decided_start", "decided_end", "decided_zone", "decided_city",
	"decided_country" };

/* ---- who -------------------------------------------------------------- */

static bool
holds_for(const struct mission_actor *actor, const char *team)
{
	return !actor->teams || (team && texts_have(actor->teams, team));
}

static bool
holds_for_any(const struct mission_actor *actor, const struct mission *mission)
{
	if (holds_for(actor, mission->team))
		return true;
	for (size_t i = 0; mission->teams && mission->teams[i]; i++)
		if (holds_for(actor, mission->teams[i]))
			return true;
	return false;
}

unsigned
mission_who(const struct mission_actor *actor, const struct mission *mission)
{
	unsigned who = actor->offices & ~(unsigned)LIFE_TRAVELLER;

	if (!holds_for_any(actor, mission))
		who &= ~(unsigned)LIFE_LEAD;
	if (!holds_for(actor, mission->team))
		who &= ~(unsigned)LIFE_HEAD;
	if (actor->person && mission_has_person(mission, actor->person))
		who |= LIFE_TRAVELLER;
	return who;
}

int
mission_verdict(const struct mission *mission,
    const struct life_request *request, enum mission_state *to, struct err *err)
{
	switch (life_step(request, to)) {
	case LIFE_ALLOWED:
		return 0;
	case LIFE_WRONG_ACTOR:
		return err_set(
		    err, -EACCES, "%s", life_who_words(request->action));
	case LIFE_OWN_TRAVEL:
		return err_set(
		    err, -EACCES, "nobody authorises their own travel");
	case LIFE_NO_REASON:
		return err_set(err, -EPERM, "to %s it needs a reason",
		    life_action_words[request->action]);
	case LIFE_WRONG_STATE:
		break;
	}
	return err_set(err, -EPERM,
	    "mission %s is %s: there is nothing to %s now",
	    mission->number ? mission->number : mission->id,
	    mission_state_words[request->state],
	    life_action_words[request->action]);
}

/* ---- checks ----------------------------------------------------------- */

/* What only steps set is as it was (NULL: not given). */
static void
check_own(
    struct desk *desk, const struct mission *old, const struct mission *mission)
{
	for (size_t i = 0; i < ARRAY_LEN(own); i++) {
		const struct field *field =
		    record_field(&mission_record, own[i]);
		char where[64];
		bool same = old ? field_equal(field, old, mission)
				: !field_given(field, mission);

		snprintf(where, sizeof where, "/%s", own[i]);
		if (!same)
			invalid_add(&desk->invalid, where,
			    "it is set by the mission's steps (submit, "
			    "authorise ...): leave it out");
	}
}

struct seat {
	struct desk *desk;
	const struct role *role;
	char where[64];
};

static void
check_fit(const struct seat *seat, const struct person *person)
{
	const struct role *role = seat->role;
	struct invalid *invalid = &seat->desk->invalid;

	if (role->team && (!person->team || strcmp(role->team, person->team)))
		invalid_add(invalid, seat->where,
		    "%.60s is not of team \"%.60s\", which fills this role",
		    person->id, role->team);
	if (role->skill && !texts_have(person->skills, role->skill))
		invalid_add(invalid, seat->where,
		    "%.60s has not the skill \"%.60s\" of this role",
		    person->id, role->skill);
	if (role->language && !texts_have(person->languages, role->language))
		invalid_add(invalid, seat->where,
		    "%.60s does not speak \"%.20s\", which this role requires",
		    person->id, role->language);
	if (role->rank && (!person->rank || person->rank > role->rank))
		invalid_add(invalid, seat->where,
		    "%.60s is not of rank %d or higher, which this role "
		    "requires",
		    person->id, (int)role->rank);
}

/* Has everybody who is chosen what their role requires? */
static void
check_chosen(
    struct desk *desk, const struct records *now, const struct mission *mission)
{
	for (size_t r = 0; mission->roles && mission->roles[r]; r++) {
		struct seat seat = { desk, mission->roles[r], "" };
		const char *const *chosen = seat.role->chosen;

		for (size_t i = 0; chosen && chosen[i]; i++) {
			const struct person *person =
			    records_get(now, FAMILY_PERSON, chosen[i]);

			snprintf(seat.where, sizeof seat.where,
			    "/roles/%zu/chosen/%zu", r, i);
			if (person)
				check_fit(&seat, person);
		}
	}
}

static int
check_number(struct desk *desk, const struct mission *mission, struct err *err)
{
	int64_t others = 0;

	if (!mission->number)
		return 0;
	if (numbering_taken(
		desk->store, mission->number, mission->id, &others, err) < 0)
		return err->code;
	if (others)
		invalid_add(&desk->invalid, "/number",
		    "another mission has the number \"%.60s\"",
		    mission->number);
	return 0;
}

static int
check_all(struct desk *desk, const struct mission *mission, struct err *err)
{
	CLEANUP(records_unrefp) struct records *now = NULL;

	if (desk_check(desk, missions, mission, err) < 0 ||
	    store_records(desk->store, &now, err) < 0 ||
	    check_number(desk, mission, err) < 0)
		return err->code;
	check_chosen(desk, now, mission);
	if (!invalid_any(&desk->invalid))
		return 0;
	return err_set(err, -EINVAL, "mission: some of its values are wrong");
}

/* ---- settling --------------------------------------------------------- */

/* The year's next number that nobody has used. */
static int
give_number(struct desk *desk, struct mission *mission,
    struct mission_room *room, struct err *err)
{
	int64_t today = zone_day(desk->zone, desk->actor.now);
	int year = civil_from_day(today).year;
	int64_t taken = 1, next;
	char name[8];

	snprintf(name, sizeof name, "%04d", year);
	while (taken) {
		if (numbering_next(desk->store, name, &next, err) < 0)
			return err->code;
		snprintf(room->number, sizeof room->number, "%s-%04lld", name,
		    (long long)next);
		if (numbering_taken(desk->store, room->number, mission->id,
			&taken, err) < 0)
			return err->code;
	}
	mission->number = room->number;
	return 0;
}

int
mission_settle(struct desk *desk, const struct mission *old,
    struct mission *mission, struct mission_room *room, struct err *err)
{
	if (old && old->state != mission->state) {
		invalid_add(&desk->invalid, "/state",
		    "it is %s: its state changes by its steps alone",
		    mission_state_words[old->state]);
		return err_set(err, -EINVAL, "mission: its state is wrong");
	}
	if (!mission->state)
		mission->state = mission->direction == EVENT_INCOMING
				     ? MISSION_REQUESTED
				     : MISSION_DRAFT;
	if (!mission->edition)
		mission->edition = 1;
	if (!mission->state_since)
		mission->state_since = desk->actor.now;
	if (!mission->number)
		return give_number(desk, mission, room, err);
	if (check_number(desk, mission, err) < 0)
		return err->code;
	return invalid_any(&desk->invalid)
		   ? err_set(err, -EINVAL, "mission: its number is wrong")
		   : 0;
}

/* ---- creating and amending -------------------------------------------- */

/* May they keep it, as it will be? Whoever may amend it may create it. */
static int
check_own_to_keep(const struct mission_actor *actor,
    const struct mission *mission, struct err *err)
{
	if (mission_who(actor, mission) & life_who(LIFE_AMEND))
		return 0;
	return err_set(err, -EACCES, "%s", life_who_words(LIFE_AMEND));
}

int
mission_create(struct desk *desk, const struct mission_actor *actor,
    const char *json, size_t len, struct record_row **out, struct err *err)
{
	CLEANUP(freep) void *record = NULL;
	struct mission_room room;
	struct mission *mission;
	char made[RECORD_ID];

	if (record_patch(&mission_record, NULL, json, len, &desk->invalid,
		&record, err) < 0)
		return err->code;
	mission = record;
	if (mission->id)
		invalid_add(&desk->invalid, "/id",
		    "it is made by the program: leave it out");
	check_own(desk, NULL, mission);
	mission->id = uuid_new(made, desk->actor.now * 1000);
	if (check_all(desk, mission, err) < 0 ||
	    check_own_to_keep(actor, mission, err) < 0 ||
	    mission_settle(desk, NULL, mission, &room, err) < 0)
		return err->code;
	return mission_write(desk, NULL, mission, "created", out, err);
}

/* The amended mission in its next state. */
static int
settle_amendment(struct desk *desk, const struct mission_actor *actor,
    const struct record_row *row, struct mission *mission, struct err *err)
{
	const struct mission *old = row->record;
	bool revises = life_revises(old, mission, desk->revise_percent);
	struct life_request request = {
		.state = (enum mission_state)old->state,
		.action = revises ? LIFE_REVISE : LIFE_AMEND,
		.who = mission_who(actor, old),
	};
	enum mission_state to;

	if (mission_verdict(old, &request, &to, err) < 0)
		return err->code;
	if ((int)to == old->state)
		return 0;
	if (old->state != MISSION_ENDORSED &&
	    mission_begin_edition(desk, old, mission, err) < 0)
		return err->code;
	mission->state = (int)to;
	mission->state_since = desk->actor.now;
	return 0;
}

int
mission_amend(struct desk *desk, const struct mission_actor *actor,
    const char *id, const char *json, size_t len, struct record_row **out,
    struct err *err)
{
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;
	CLEANUP(freep) void *record = NULL;
	const struct mission *old;
	struct mission *mission;

	if (mission_find(desk, id, &row, err) < 0 ||
	    record_patch(&mission_record, row->record, json, len,
		&desk->invalid, &record, err) < 0)
		return err->code;
	old = row->record;
	mission = record;
	if (!mission->id || strcmp(mission->id, id) != 0)
		invalid_add(
		    &desk->invalid, "/id", "an id never changes: leave it out");
	if (mission->direction != old->direction)
		invalid_add(&desk->invalid, "/direction",
		    "a delegation that comes never becomes one that goes");
	check_own(desk, old, mission);
	mission->id = old->id;
	/* It stays theirs. */
	if (settle_amendment(desk, actor, row, mission, err) < 0 ||
	    check_all(desk, mission, err) < 0 ||
	    check_own_to_keep(actor, mission, err) < 0)
		return err->code;
	return mission_write(desk, row, mission,
	    mission->edition != old->edition ? "revised" : "amended", out, err);
}
