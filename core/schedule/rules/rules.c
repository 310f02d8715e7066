/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/words.h"

#define RULE(code_, id_, name_, title_, scope_, level_, find_, items_) \
	[id_] = { code_, name_, title_, SCOPE_##scope_, LEVEL_##level_, find_, \
		ITEMS_##items_ }

/* A rule in two parts has the scope of its first; detect.c knows the second. */
const struct rule rules[RULES] = {
	RULE("C1", C1_PERSON_OVERLAP, "person-overlap",
	    words_mark("One person in two places"), PERSON, BLOCK,
	    find_person_overlap, NONE),
	RULE("C2", C2_TRAVEL_GAP, "travel-gap",
	    words_mark("Too little time to travel"), PERSON, BLOCK,
	    find_travel_gap, NONE),
	RULE("C3", C3_ABSENCE, "absence", words_mark("Away during an absence"),
	    PERSON, BLOCK, find_absence, NONE),
	RULE("C4", C4_TEAM_DEPLETED, "team-depleted",
	    words_mark("Too few people of a team are here"), TEAM, DECIDE,
	    find_team_depleted, PEOPLE),
	RULE("C5", C5_UNCOORDINATED, "uncoordinated",
	    words_mark("Several teams go separately"), EVENT, DECIDE,
	    find_uncoordinated, MISSIONS),
	RULE("C6", C6_PRIORITY_CLASH, "priority-clash",
	    words_mark("Two important events at once"), EVENT, DECIDE,
	    find_priority_clash, NONE),
	RULE("C7", C7_RESOURCE, "resource",
	    words_mark("Booked beyond its capacity"), RESOURCE, BLOCK,
	    find_resource, USES),
	RULE("C8", C8_PROTOCOL, "protocol",
	    words_mark("A question of protocol"), PERSON, DECIDE,
	    find_protocol_slots, MISSIONS),
	RULE("C9", C9_HOLIDAY, "holiday", words_mark("On a local holiday"),
	    SESSION, WARN, find_holiday, TOWNS),
	RULE("C10", C10_MILESTONE, "milestone",
	    words_mark("Away before a deadline"), MILESTONE, DECIDE,
	    find_milestone, MISSIONS),
	RULE("C11", C11_LEAD_TIME, "lead-time",
	    words_mark("Little time for formalities"), MISSION, WARN,
	    find_lead_time, COUNT),
	RULE("C12", C12_SAME_LEG, "same-leg",
	    words_mark("Too many on one journey"), MISSION, WARN, find_same_leg,
	    PEOPLE),
	RULE("C13", C13_SOURCE_MOVED, "source-moved",
	    words_mark("The event is not as it was"), MISSION, DECIDE,
	    find_source_moved, NONE),
	RULE("C14", C14_QUORUM, "quorum", words_mark("Too few come"), SESSION,
	    BLOCK, find_quorum, GROUPS),
	RULE("C15", C15_OFF_PLAN, "off-plan", words_mark("Not in the plan"),
	    MISSION, INFO, find_off_plan, NONE),
	RULE("C17", C17_FATIGUE, "fatigue", words_mark("Away on too many days"),
	    PERSON, WARN, find_fatigue, MISSIONS),
	RULE("C18", C18_BUDGET, "budget",
	    words_mark("Beyond the travel budget"), TEAM, DECIDE, find_budget,
	    MISSIONS),
	RULE("S1", S1_SAME_EVENT, "same-event",
	    words_mark("Go as one delegation"), EVENT, INFO, find_same_event,
	    MISSIONS),
	RULE("S2", S2_SAME_CITY, "same-city",
	    words_mark("One journey for several things"), CITY, INFO,
	    find_same_city, MISSIONS),
	RULE("S3", S3_COUNCIL_THERE, "council-there",
	    words_mark("A council is there too"), EVENT, INFO,
	    find_council_there, MISSIONS),
	RULE("S4", S4_NETWORKS_MEET, "networks-meet",
	    words_mark("Several networks meet there"), CITY, INFO,
	    find_networks_meet, EVENTS),
	RULE("S5", S5_PARTNER_THERE, "partner-there",
	    words_mark("A project's partner is there"), MISSION, INFO,
	    find_partner_there, PROJECTS),
	RULE("S6", S6_INTEREST, "interest",
	    words_mark("Of interest to other teams"), MISSION, INFO,
	    find_interest, TEAMS),
	RULE("S7", S7_MISSED, "missed",
	    words_mark("Important, and nobody goes"), EVENT, INFO, find_missed,
	    NONE),
	RULE("S8", S8_UNDER_SERVED, "under-served",
	    words_mark("A line with too few missions"), LINE, INFO,
	    find_under_served, NONE),
};

int
rule_parse_code(const char *text)
{
	for (int i = 0; i < RULES; i++)
		if (strcmp(rules[i].code, text) == 0 ||
		    strcmp(rules[i].name, text) == 0)
			return i;
	return -1;
}

enum finding_level
rule_level(const struct world *world, enum rule_code rule,
    enum finding_level wanted, bool tentative)
{
	int set = world->settings.levels[rule];
	int level = (int)wanted;

	if (set && (wanted == rules[rule].level || set - 1 < level))
		level = set - 1;
	if (tentative && level > LEVEL_INFO)
		level--;
	return (enum finding_level)level;
}

bool
finding_has_mission(const struct finding *finding, int32_t mission)
{
	const struct rule *rule = &rules[finding->rule];

	if (rule->scope == SCOPE_MISSION)
		return finding->subject[0] == mission;
	/* Of a person and missions, or of nobody and a delegation. */
	if (rule->scope == SCOPE_PERSON &&
	    (finding->subject[1] == mission || finding->subject[2] == mission))
		return true;
	if (rule->items != ITEMS_MISSIONS && rule->items != ITEMS_USES)
		return false;
	vec_each(&finding->items, item)
		if (*item == mission)
			return true;
	return false;
}

static bool
one_day(struct days days)
{
	return days.end - days.first == 1;
}

bool
travels_on(const struct engagement *x, const struct engagement *y)
{
	struct days a = x->days, b = y->days;

	if (a.first >= a.end || b.first >= b.end || (one_day(a) && one_day(b)))
		return false;
	if (a.first == b.first)
		return one_day(a) || one_day(b);
	return a.first < b.first ? b.first == a.end - 1 : a.first == b.end - 1;
}
