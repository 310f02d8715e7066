/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Go later or come back earlier: the part of a stay before what is in its way,
 * or the part after it, with the time to travel between them; when enough of
 * the stay is left.
 */
#include "base/date.h"
#include "ideas.h"
#include "model/bound.h"

struct obstacle {
	struct span span;
	int32_t site; /* where the person is meanwhile; NOBODY: at home */
};

static int64_t
way(const struct proposing *proposing, int32_t person_, int32_t from,
    int32_t to, int64_t at)
{
	const struct world_person *person =
	    world_person(proposing->world, person_);
	int32_t home = person ? person->home : NOBODY;
	int64_t seconds = world_travel(proposing->world,
	    from == NOBODY ? home : from, to == NOBODY ? home : to, at);

	return seconds > 0 ? seconds : 0;
}

static void
try_span(struct proposing *proposing, int32_t mission, struct span whole,
    struct span part)
{
	int64_t length = whole.end - whole.start;

	if (part.start < whole.start)
		part.start = whole.start;
	if (part.end > whole.end)
		part.end = whole.end;
	if ((part.end - part.start) * 100 <
		length * proposing->office->shortest ||
	    part.end - part.start >= length)
		return;
	idea_add(proposing, &(struct propose_step){ .kind = PROPOSE_SHORTEN,
				.at = mission,
				.from = NOBODY,
				.to = NOBODY,
				.span = part });
}

static void
try_around(struct proposing *proposing, int32_t mission_,
    const struct obstacle *obstacle)
{
	const struct world_mission *mission =
	    &proposing->world->missions.items[mission_];

	vec_each(&mission->stays, stay) {
		struct span early = stay->occupied, late = stay->occupied;

		if (proposing->person != NOBODY &&
		    stay->person != proposing->person)
			continue;
		early.end = obstacle->span.start -
			    way(proposing, stay->person, mission->site,
				obstacle->site, obstacle->span.start);
		late.start = obstacle->span.end +
			     way(proposing, stay->person, obstacle->site,
				 mission->site, obstacle->span.end);
		try_span(proposing, mission_, stay->occupied, early);
		try_span(proposing, mission_, stay->occupied, late);
		return;
	}
}

/* Each of two missions, the other being in its way. */
static void
try_pair(struct proposing *proposing, size_t i)
{
	const struct world *world = proposing->world;

	for (size_t k = 0; k < proposing->missions.len; k++) {
		int32_t other = proposing->missions.items[k];
		struct obstacle obstacle = {
			.site = world->missions.items[other].site,
		};

		if (k == i)
			continue;
		vec_each(&world->missions.items[other].stays, stay)
			if (stay->person == proposing->person)
				obstacle.span = stay->occupied;
		if (!span_empty(obstacle.span))
			try_around(
			    proposing, proposing->missions.items[i], &obstacle);
	}
}

/* What a day less at its end, or two, would do. */
static void
try_days(struct proposing *proposing, int32_t mission_)
{
	const struct world_mission *mission =
	    &proposing->world->missions.items[mission_];

	for (int days = 1; days <= 2 && mission->stays.len; days++) {
		struct span whole = mission->stays.items[0].occupied;
		struct span part = whole;

		part.end -= days * DAY_SECONDS;
		try_span(proposing, mission_, whole, part);
	}
}

void
find_shorter(struct proposing *proposing)
{
	const struct finding *finding = proposing->finding;
	struct obstacle obstacle = { finding->first, NOBODY };

	if (finding->rule == C4_TEAM_DEPLETED)
		obstacle.span = days_within(proposing->world->settings.zone,
		    finding->second.start, finding->second.end);
	for (size_t i = 0; i < proposing->missions.len; i++) {
		int32_t mission = proposing->missions.items[i];

		if (!proposing->facts.items[i].open ||
		    proposing->facts.items[i].fixed)
			continue;
		if (finding->rule == C1_PERSON_OVERLAP ||
		    finding->rule == C2_TRAVEL_GAP)
			try_pair(proposing, i);
		else if (finding->rule == C17_FATIGUE)
			try_days(proposing, mission);
		else
			try_around(proposing, mission, &obstacle);
	}
}
