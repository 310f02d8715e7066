/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules, one small function each in a file of its own, and one table. A
 * rule looks at one unit of its scope in the world and adds what it finds; it
 * keeps nothing between calls. Each says at its head what its findings'
 * subject and evidence mean.
 *
 * A new rule: its code in finding.h, its file here, its row in rules.c.
 */
#ifndef AMBIT_SCHEDULE_RULES_H
#define AMBIT_SCHEDULE_RULES_H

#include "schedule/world.h"

typedef void
rule_find(const struct world *world, int32_t unit, struct findings *out);

/* What a finding's items are numbers of. */
enum items {
	ITEMS_NONE,
	ITEMS_MISSIONS,
	ITEMS_USES, /* missions, and sessions as -2 - their number */
	ITEMS_PEOPLE,
	ITEMS_TEAMS,
	ITEMS_EVENTS,
	ITEMS_TOWNS,
	ITEMS_GROUPS, /* of the session, by place */
	ITEMS_PROJECTS,
	ITEMS_COUNT, /* one: how many */
};

struct rule {
	const char *code; /* "C1" */
	const char *name; /* "person-overlap" */
	/* What it is called for people; a msgid (base/words.h). */
	const char *title;
	enum scope scope;
	enum finding_level level; /* its default; the gravest it gives */
	rule_find *find;
	enum items items;
};

extern const struct rule rules[RULES];

/* By code or name; -1. */
int rule_parse_code(const char *text);

/* Is the mission a party to the finding? */
bool finding_has_mission(const struct finding *finding, int32_t mission);

/* Are two bookings of one person legs of one trip? They are of whole days and
 * share but the day on which one ends and the other goes on; what hours of it
 * either takes, nobody has said. */
bool travels_on(const struct engagement *x, const struct engagement *y);

/* How grave a finding is: wanted, or what the settings say for the rule if
 * that is the rule's gravest; one step less when a date is not settled. */
enum finding_level rule_level(const struct world *world, enum rule_code rule,
    enum finding_level wanted, bool tentative);

rule_find find_person_overlap, find_travel_gap, find_absence,
    find_team_depleted, find_uncoordinated, find_priority_clash, find_resource,
    find_protocol_slots, find_protocol_rank, find_holiday, find_milestone,
    find_lead_time, find_same_leg, find_source_moved, find_quorum,
    find_off_plan, find_fatigue, find_budget, find_same_event, find_same_city,
    find_council_there, find_networks_meet, find_partner_there, find_interest,
    find_missed, find_under_served;

#endif
