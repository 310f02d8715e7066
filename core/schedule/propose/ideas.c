/* SPDX-License-Identifier: Apache-2.0 */
/* The table of ideas, and what they share. */
#include "ideas.h"

#include "model/bound.h"
#include "schedule/world_lists.h"

const char *const propose_kind_words[] = { "substitute", "leave-out", "window",
	"remote", "shorten", "move", "resource", "host", "stand-in", "deputy",
	"join", "split-leg", "invite", "tag", "follow", "decline", "exchange",
	NULL };

#define CODE(code) (UINT64_C(1) << (code))
#define PERSONAL \
	(CODE(C1_PERSON_OVERLAP) | CODE(C2_TRAVEL_GAP) | CODE(C3_ABSENCE) | \
	    CODE(C10_MILESTONE) | CODE(C17_FATIGUE))
/* Of being away at that time. */
#define OF_TIME \
	(PERSONAL | CODE(C4_TEAM_DEPLETED) | CODE(C6_PRIORITY_CLASH) | \
	    CODE(C11_LEAD_TIME))

/* In the order in which they are tried. */
static const struct {
	idea_find *find;
	uint64_t codes;
} ideas[] = {
	{ find_followed, CODE(C13_SOURCE_MOVED) },
	{ find_joint, CODE(C5_UNCOORDINATED) },
	{ find_divided, CODE(C5_UNCOORDINATED) },
	{ find_other_legs, CODE(C12_SAME_LEG) },
	{ find_resources, CODE(C7_RESOURCE) },
	{ find_hosts, CODE(C7_RESOURCE) | CODE(C8_PROTOCOL) },
	{ find_stand_ins, CODE(C8_PROTOCOL) },
	{ find_deputies, CODE(C10_MILESTONE) },
	{ find_invited, CODE(C14_QUORUM) },
	{ find_moves,
	    CODE(C7_RESOURCE) | CODE(C8_PROTOCOL) | CODE(C9_HOLIDAY) },
	{ find_tags, CODE(C15_OFF_PLAN) },
	{ find_substitutes,
	    PERSONAL | CODE(C4_TEAM_DEPLETED) | CODE(C6_PRIORITY_CLASH) },
	{ find_windows, OF_TIME | CODE(C7_RESOURCE) },
	{ find_shorter, PERSONAL | CODE(C4_TEAM_DEPLETED) },
	{ find_fewer,
	    CODE(C18_BUDGET) | CODE(C4_TEAM_DEPLETED) | CODE(C12_SAME_LEG) },
	{ find_remote, OF_TIME | CODE(C12_SAME_LEG) | CODE(C18_BUDGET) },
	{ find_declined, OF_TIME | CODE(C5_UNCOORDINATED) | CODE(C7_RESOURCE) |
			     CODE(C8_PROTOCOL) | CODE(C9_HOLIDAY) |
			     CODE(C12_SAME_LEG) | CODE(C13_SOURCE_MOVED) |
			     CODE(C15_OFF_PLAN) | CODE(C18_BUDGET) },
};

void
propose_mission_free(struct propose_mission *mission)
{
	vec_each(&mission->chairs, chair)
		vec_free(&chair->fit);
	vec_free(&mission->chairs);
	vec_free(&mission->windows);
}

bool
idea_enough(const struct proposing *proposing)
{
	return proposing->failed || proposing->out->len >= proposing->most;
}

void
idea_add_all(
    struct proposing *proposing, const struct propose_candidate *candidate)
{
	if (!idea_enough(proposing) && vec_push(proposing->out, *candidate) < 0)
		proposing->failed = true;
}

void
idea_add(struct proposing *proposing, const struct propose_step *step)
{
	struct propose_candidate candidate = { .len = 1 };

	candidate.steps[0] = *step;
	idea_add_all(proposing, &candidate);
}

void
idea_bar(struct proposing *proposing, const struct propose_step *step)
{
	struct propose_candidate candidate = { .len = 1 };

	candidate.steps[0] = *step;
	if (!proposing->failed && proposing->barred &&
	    proposing->barred->len < proposing->most &&
	    vec_push(proposing->barred, candidate) < 0)
		proposing->failed = true;
}

bool
idea_free(const struct world *world, int32_t person_, struct span span,
    int32_t mission)
{
	const struct world_person *person = world_person(world, person_);

	if (!person || person_absent(person, span))
		return false;
	vec_each(&person->bookings, booking)
		if (booking->mission != mission &&
		    (span_meets(booking->away, span) ||
			span_meets(booking->occupied, span)))
			return false;
	return true;
}

struct span
idea_away(const struct world *world, int32_t mission)
{
	struct span all = { 0, 0 };
	bool any = false;

	vec_each(&world->missions.items[mission].stays, stay) {
		struct span span = stay->away.end > stay->away.start
				       ? span_hull(stay->away, stay->occupied)
				       : stay->occupied;

		all = any ? span_hull(all, span) : span;
		any = true;
	}
	return all;
}

/* ------------------------------------------------------- what it is about */

#define MISSIONS_MOST 16 /* looked at */

static int
add_bookings(const struct world *world, int32_t person_, struct span span,
    struct indices *out)
{
	const struct world_person *person = world_person(world, person_);
	int rc = 0;

	if (person)
		vec_each(&person->bookings, booking)
			if (span_meets(booking->away, span))
				rc |= indices_put(out, booking->mission);
	return rc;
}

/* What keeps those who could represent us from two events that clash. */
static int
add_clashing(const struct world *world, const struct finding *finding,
    struct indices *out)
{
	struct span both = { finding->first.start > finding->second.start
				 ? finding->first.start
				 : finding->second.start,
		finding->first.end < finding->second.end
		    ? finding->first.end
		    : finding->second.end };
	int rc = 0;

	for (size_t i = 0; i < world->people.len; i++)
		if (world->people.items[i].there &&
		    world->people.items[i].represents)
			rc |= add_bookings(world, (int32_t)i, both, out);
	return rc;
}

static int
add_item(const struct world *world, const struct finding *finding, int32_t item,
    struct indices *out)
{
	switch (rules[finding->rule].items) {
	case ITEMS_MISSIONS:
	case ITEMS_USES:
		return item >= 0 ? indices_put(out, item) : 0;
	case ITEMS_PEOPLE:
		if (finding->rule == C12_SAME_LEG)
			return 0;
		/* Of a run of days, the worst. */
		return add_bookings(world, item,
		    days_within(world->settings.zone, finding->second.start,
			finding->second.end),
		    out);
	default:
		return 0;
	}
}

/* What costs the team most, of what it can still decide on. */
static int
add_dearest(const struct world *world, const struct finding *finding,
    struct indices *out)
{
	int64_t below = INT64_MAX, next = 0;
	int rc = 0;

	for (; rc == 0 && next >= 0 && out->len < MISSIONS_MOST; below = next) {
		next = -1;
		vec_each(&finding->items, item) {
			const struct world_mission *mission =
			    &world->missions.items[*item];
			int64_t cents = 0;

			vec_each(&mission->costs, cost)
				cents += cost->cents;
			if (mission->decided || cents > below)
				continue;
			if (cents == below && out->len < MISSIONS_MOST)
				rc |= indices_put(out, *item);
			else if (cents < below && cents > next)
				next = cents;
		}
	}
	return rc ? -ENOMEM : 0;
}

int
propose_missions(const struct world *world, const struct finding *finding,
    struct indices *out)
{
	int rc = 0;

	switch (finding->rule) {
	case C1_PERSON_OVERLAP:
	case C2_TRAVEL_GAP:
		rc |= indices_put(out, finding->subject[2]);
		/* fall through */
	case C3_ABSENCE:
		rc |= indices_put(out, finding->subject[1]);
		break;
	case C6_PRIORITY_CLASH:
		return add_clashing(world, finding, out);
	case C18_BUDGET:
		return add_dearest(world, finding, out);
	case C8_PROTOCOL:
		if (finding->subject[0] == NOBODY)
			rc |= indices_put(out, finding->subject[1]);
		break;
	case C11_LEAD_TIME:
	case C12_SAME_LEG:
	case C13_SOURCE_MOVED:
	case C15_OFF_PLAN:
		rc |= indices_put(out, finding->subject[0]);
		break;
	default:
		break;
	}
	vec_each(&finding->items, item)
		if (out->len < MISSIONS_MOST)
			rc |= add_item(world, finding, *item, out);
	return rc ? -ENOMEM : 0;
}

/* -------------------------------------------------------------- proposing */

static int
gather(struct proposing *proposing)
{
	if (propose_missions(
		proposing->world, proposing->finding, &proposing->missions) < 0)
		return -ENOMEM;
	vec_each(&proposing->missions, mission) {
		struct propose_mission facts = { .open = false };

		if (proposing->office->mission(
			proposing->office->arg, *mission, &facts) < 0 ||
		    vec_push(&proposing->facts, facts) < 0) {
			propose_mission_free(&facts);
			return -ENOMEM;
		}
	}
	return 0;
}

/* What is decided stays as it is. */
static void
bar_decided(struct proposing *proposing)
{
	for (size_t i = 0; i < proposing->facts.len; i++)
		if (!proposing->facts.items[i].open &&
		    proposing->finding->rule != C13_SOURCE_MOVED)
			idea_bar(proposing,
			    &(struct propose_step){ .kind = PROPOSE_DECLINE,
				.at = proposing->missions.items[i],
				.from = NOBODY,
				.to = NOBODY });
}

static int32_t
person_of(const struct world *world, const struct finding *finding)
{
	switch (finding->rule) {
	case C1_PERSON_OVERLAP:
	case C2_TRAVEL_GAP:
	case C3_ABSENCE:
	case C17_FATIGUE:
		return finding->subject[0];
	case C10_MILESTONE:
		return world->milestones.items[finding->subject[0]].responsible;
	default:
		return NOBODY;
	}
}

int
propose_candidates_for(const struct world *world, const struct finding *finding,
    const struct propose_office *office, size_t most,
    struct propose_candidates *out, struct propose_candidates *barred)
{
	struct proposing proposing = { .world = world,
		.finding = finding,
		.office = office,
		.person = person_of(world, finding),
		.most = most,
		.out = out,
		.barred = barred };

	proposing.failed = gather(&proposing) < 0;
	bar_decided(&proposing);
	for (size_t i = 0; i < sizeof ideas / sizeof *ideas; i++)
		if (!idea_enough(&proposing) &&
		    ideas[i].codes & CODE(finding->rule))
			ideas[i].find(&proposing);
	vec_each(&proposing.facts, facts)
		propose_mission_free(facts);
	vec_free(&proposing.facts);
	vec_free(&proposing.missions);
	return proposing.failed ? -ENOMEM : 0;
}
