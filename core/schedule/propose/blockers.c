/* SPDX-License-Identifier: Apache-2.0 */
#include "blockers.h"

#include <string.h>

#include "base/date.h"
#include "base/travel.h"
#include "schedule/rules/rules.h"
#include "schedule/world_lists.h"

/* No journey that a rule looks at is longer, with all that is to spare. */
#define NEAR (3 * DAY_SECONDS)

struct looked_at {
	enum scope scope;
	int32_t unit;
	struct span near; /* what else matters to it */
};

struct probing {
	struct world *world;
	const struct detection *detection;
	const struct indices *changed;
	VEC(struct looked_at) units; /* with something new that blocks */
	struct blockers left;        /* in the world */
	struct blockers out;         /* of it */
	bool failed;
};

void
blocked_free(struct blocked *blocked)
{
	vec_free(&blocked->by);
}

bool
blocks_as_before(const struct finding *before, const struct finding *now)
{
	if (before->level != LEVEL_BLOCK || before->rule != now->rule ||
	    memcmp(before->subject, now->subject, sizeof now->subject) != 0)
		return false;
	vec_each(&now->items, item) {
		bool known = false;

		vec_each(&before->items, had)
			known |= *had == *item;
		if (!known)
			return false;
	}
	return true;
}

bool
blocks_because_of(const struct indices *changed, const struct finding *finding)
{
	if (finding->rule != C7_RESOURCE || changed->len == 0)
		return true;
	vec_each(&finding->items, item)
		if (indices_have(changed, *item))
			return true;
	return false;
}

/* ------------------------------------------------------ what is in the way */

static bool
was_there(const struct probing *probing, enum scope scope, int32_t unit,
    const struct finding *finding)
{
	if ((size_t)unit >= probing->detection->units[scope].len)
		return false;
	vec_each(&probing->detection->units[scope].items[unit].list, before)
		if (blocks_as_before(before, finding))
			return true;
	return false;
}

/* All time, for rules that look at more than what is near. */
static struct span
near_to(const struct finding *finding)
{
	struct span both = finding->first;

	if (finding->rule != C1_PERSON_OVERLAP &&
	    finding->rule != C2_TRAVEL_GAP && finding->rule != C3_ABSENCE &&
	    finding->rule != C7_RESOURCE)
		return (struct span){ INT64_MIN, INT64_MAX };
	if (!span_empty(finding->second))
		both = span_hull(both, finding->second);
	return (struct span){ both.start - NEAR, both.end + NEAR };
}

/* Is there anything that blocks and was not there before? What is near to it
 * goes into near (may be NULL). */
static bool
blocks(
    struct probing *probing, enum scope scope, int32_t unit, struct span *near)
{
	struct findings found = { .failed = false };
	bool any = false;

	detect_unit(probing->world, scope, unit, &found);
	vec_each(&found.list, finding) {
		if (finding->level != LEVEL_BLOCK ||
		    finding->rule >= S1_SAME_EVENT ||
		    !blocks_because_of(probing->changed, finding) ||
		    was_there(probing, scope, unit, finding))
			continue;
		if (near)
			*near = any ? span_hull(*near, near_to(finding))
				    : near_to(finding);
		any = true;
	}
	probing->failed |= found.failed;
	findings_free(&found);
	return any;
}

static void
find_units(struct probing *probing)
{
	for (int scope = 0; scope < SCOPES; scope++)
		vec_each(&probing->world->dirty[scope].list, unit) {
			struct looked_at at = { (enum scope)scope, *unit,
				{ 0, 0 } };

			if (blocks(probing, at.scope, at.unit, &at.near) &&
			    vec_push(&probing->units, at) < 0)
				probing->failed = true;
		}
}

static bool
impossible(struct probing *probing)
{
	vec_each(&probing->units, at)
		if (blocks(probing, at->scope, at->unit, NULL))
			return true;
	return false;
}

/* ------------------------------------------------------- what could be gone */

static void
note(struct probing *probing, const struct blocker *blocker)
{
	int32_t changed =
	    blocker->kind == BLOCKER_SESSION ? -2 - blocker->at : blocker->at;

	if (blocker->kind != BLOCKER_ABSENCE &&
	    indices_have(probing->changed, changed))
		return;
	vec_each(&probing->left, known)
		if (known->kind == blocker->kind && known->at == blocker->at &&
		    known->span.start == blocker->span.start &&
		    known->span.end == blocker->span.end)
			return;
	if (vec_push(&probing->left, *blocker) < 0)
		probing->failed = true;
}

static void
note_mission(struct probing *probing, int32_t mission)
{
	note(probing, &(struct blocker){ BLOCKER_MISSION, mission, { 0, 0 } });
}

static void
note_person(struct probing *probing, int32_t unit, struct span near)
{
	const struct world_person *person = world_person(probing->world, unit);

	if (!person)
		return;
	vec_each(&person->bookings, booking)
		if (span_meets(booking->occupied, near) ||
		    span_meets(booking->away, near))
			note_mission(probing, booking->mission);
	vec_each(&person->slots, slot)
		if (span_meets(slot->span, near))
			note_mission(probing, slot->mission);
	vec_each(&person->absences, absence)
		if (span_meets(*absence, near))
			note(probing, &(struct blocker){
					  BLOCKER_ABSENCE, unit, *absence });
}

static void
note_resource(struct probing *probing, int32_t unit, struct span near)
{
	vec_each(&probing->world->resources.items[unit].uses, use) {
		if (!span_meets(use->span, near))
			continue;
		if (use->mission != NOBODY)
			note_mission(probing, use->mission);
		else
			note(probing, &(struct blocker){ BLOCKER_SESSION,
					  use->session, { 0, 0 } });
	}
}

static void
note_team(struct probing *probing, int32_t unit, struct span near)
{
	const struct world_team *team = &probing->world->teams.items[unit];

	vec_each(&team->members, member)
		note_person(probing, *member, near);
	vec_each(&team->missions, mission)
		note_mission(probing, *mission);
}

static void
note_all(struct probing *probing)
{
	vec_each(&probing->units, at)
		switch (at->scope) {
		case SCOPE_PERSON:
			note_person(probing, at->unit, at->near);
			break;
		case SCOPE_RESOURCE:
			note_resource(probing, at->unit, at->near);
			break;
		case SCOPE_TEAM:
			note_team(probing, at->unit, at->near);
			break;
		case SCOPE_EVENT:
			vec_each(
			    &probing->world->events.items[at->unit].missions,
			    mission)
				note_mission(probing, *mission);
			break;
		default:
			break;
		}
}

/* What weighs more as a reason is left out later, so that it stays. */
static int
weight(const struct world *world, const struct blocker *blocker)
{
	if (blocker->kind != BLOCKER_MISSION)
		return blocker->kind == BLOCKER_ABSENCE ? 3 : 2;
	return world->missions.items[blocker->at].decided;
}

static void
order(struct probing *probing)
{
	struct blockers *list = &probing->left;

	for (size_t i = 1; i < list->len; i++)
		for (size_t k = i;
		     k > 0 && weight(probing->world, &list->items[k]) <
				  weight(probing->world, &list->items[k - 1]);
		     k--) {
			struct blocker one = list->items[k];

			list->items[k] = list->items[k - 1];
			list->items[k - 1] = one;
		}
}

/* ---------------------------------------------------------- there, and not */

static int
copy_session(const struct world_session *from, struct world_session *to)
{
	int rc = 0;

	vec_each(&from->towns, town)
		rc |= vec_push(&to->towns, *town);
	vec_each(&from->groups, group)
		rc |= vec_push(&to->groups, *group);
	vec_each(&from->uses, use)
		rc |= vec_push(&to->uses, *use);
	return rc;
}

static int
set_session(struct world *world, int32_t i, bool there)
{
	struct world_session session = { .there = there,
		.days = world->sessions.items[i].days };
	int rc = copy_session(&world->sessions.items[i], &session);

	if (rc == 0)
		rc = world_put_session(world, i, &session);
	vec_free(&session.towns);
	vec_free(&session.groups);
	vec_free(&session.uses);
	return rc;
}

static int
set_absence(struct world *world, const struct blocker *absence, bool there)
{
	struct spans list = VEC_INIT;
	bool found = false;
	int rc = 0;

	vec_each(&world->people.items[absence->at].absences, span) {
		bool same = span->start == absence->span.start &&
			    span->end == absence->span.end;

		if (!same || found)
			rc |= vec_push(&list, *span);
		found |= same;
	}
	if (there)
		rc |= vec_push(&list, absence->span);
	if (rc == 0)
		rc = world_put_absences(
		    world, absence->at, list.items, list.len);
	vec_free(&list);
	return rc;
}

static void
set(struct probing *probing, const struct blocker *blocker, bool there)
{
	struct world *world = probing->world;
	int rc = blocker->kind == BLOCKER_MISSION
		     ? world_count_mission(world, blocker->at, there)
		 : blocker->kind == BLOCKER_SESSION
		     ? set_session(world, blocker->at, there)
		     : set_absence(world, blocker, there);

	probing->failed |= rc < 0;
}

/* Leaves out what is not needed; true when something was. */
static bool
thin_out(struct probing *probing)
{
	size_t kept = 0, had = probing->left.len;

	for (size_t i = 0; i < had && !probing->failed; i++) {
		struct blocker blocker = probing->left.items[i];

		set(probing, &blocker, false);
		if (impossible(probing)) {
			if (vec_push(&probing->out, blocker) < 0)
				probing->failed = true;
			continue;
		}
		set(probing, &blocker, true);
		probing->left.items[kept++] = blocker;
	}
	if (!probing->failed)
		probing->left.len = kept;
	return !probing->failed && kept < had;
}

static int32_t
person_of(const struct probing *probing)
{
	vec_each(&probing->units, at)
		if (at->scope == SCOPE_PERSON)
			return at->unit;
	return NOBODY;
}

int
propose_blockers(struct world *world, const struct detection *detection,
    const struct indices *changed, struct blocked *out)
{
	struct probing probing = {
		.world = world, .detection = detection, .changed = changed
	};

	find_units(&probing);
	note_all(&probing);
	order(&probing);
	while (thin_out(&probing))
		;
	vec_each(&probing.out, blocker)
		set(&probing, blocker, true);
	out->person = person_of(&probing);
	out->by = probing.left;
	vec_free(&probing.out);
	vec_free(&probing.units);
	if (!probing.failed)
		return 0;
	vec_free(&out->by);
	return -ENOMEM;
}
