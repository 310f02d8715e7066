/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The mission's table of fields and what is summed up from it. The order of
 * the table is that of the stored columns: new fields go to the end.
 */
#include "mission.h"

#include <string.h>

#include "base/text.h"

const char *const mission_state_words[] = { "", "draft", "submitted",
	"returned", "endorsed", "authorised", "underway", "done", "closed",
	"rejected", "withdrawn", "cancelled", "requested", "accepted",
	"declined", "programmed", "hosted", NULL };
const char *const role_kind_words[] = { "", "head", "speaker", "vote",
	"technical", "interpreter", NULL };
const char *const leg_mode_words[] = { "", "air", "rail", "road", "sea", NULL };
const char *const mission_funding_words[] = { "", "own", "full-sponsor",
	"partial-sponsor", NULL };
const char *const mission_obligation_words[] = { "", "grant", "statutory",
	NULL };

#define LINE .form = FORM_LINE
#define CENTS .form = FORM_CENTS, .min = 0, .max = INT64_C(100000000000000)
#define REFERS(family) .form = FORM_CODE, .refers = family

#define ROLE(member, ...) RECORD_FIELD(role, member, __VA_ARGS__)
static const struct field role_fields[] = {
	ROLE(kind, FIELD_CHOICE, .choices = role_kind_words, .required = true),
	ROLE(count, FIELD_INT, .min = 1, .max = 1000),
	ROLE(team, FIELD_TEXT, REFERS("team")),
	ROLE(skill, FIELD_TEXT, LINE),
	ROLE(language, FIELD_TEXT, .form = FORM_LANGUAGE),
	ROLE(rank, FIELD_INT, .min = 1, .max = 5),
	ROLE(candidates, FIELD_TEXTS, REFERS("person")),
	ROLE(chosen, FIELD_TEXTS, REFERS("person")),
};
static const struct record role_record = RECORD_TABLE(role);

#define WINDOW(member, ...) RECORD_FIELD(window, member, __VA_ARGS__)
static const struct field window_fields[] = {
	WINDOW(start, FIELD_TEXT, .form = FORM_TIME, .required = true),
	WINDOW(end, FIELD_TEXT, .form = FORM_TIME, .required = true),
	WINDOW(zone, FIELD_TEXT, .form = FORM_ZONE),
	WINDOW(remote, FIELD_BOOL),
	WINDOW(city, FIELD_TEXT, LINE),
	WINDOW(country, FIELD_TEXT, .form = FORM_COUNTRY),
	WINDOW(note, FIELD_TEXT, LINE),
};
static const struct record window_record = RECORD_TABLE(window);

#define LEG(member, ...) RECORD_FIELD(mission_leg, member, __VA_ARGS__)
static const struct field mission_leg_fields[] = {
	LEG(mode, FIELD_CHOICE, .choices = leg_mode_words),
	LEG(number, FIELD_TEXT, LINE),
	LEG(from, FIELD_TEXT, LINE),
	LEG(to, FIELD_TEXT, LINE),
	LEG(from_country, FIELD_TEXT, .form = FORM_COUNTRY),
	LEG(to_country, FIELD_TEXT, .form = FORM_COUNTRY),
	LEG(depart, FIELD_TEXT, .form = FORM_TIME),
	LEG(depart_zone, FIELD_TEXT, .form = FORM_ZONE),
	LEG(arrive, FIELD_TEXT, .form = FORM_TIME),
	LEG(arrive_zone, FIELD_TEXT, .form = FORM_ZONE),
	LEG(people, FIELD_TEXTS, REFERS("person")),
};
static const struct record mission_leg_record = RECORD_TABLE(mission_leg);

#define BOOKING(member, ...) RECORD_FIELD(booking, member, __VA_ARGS__)
static const struct field booking_fields[] = {
	BOOKING(resource, FIELD_TEXT, REFERS("resource"), .required = true),
	BOOKING(units, FIELD_INT, .min = 1, .max = 100000),
	BOOKING(start, FIELD_TEXT, .form = FORM_TIME, .required = true),
	BOOKING(end, FIELD_TEXT, .form = FORM_TIME, .required = true),
	BOOKING(zone, FIELD_TEXT, .form = FORM_ZONE),
};
const struct record booking_record = RECORD_TABLE(booking);

#define COST(member, ...) RECORD_FIELD(cost, member, __VA_ARGS__)
static const struct field cost_fields[] = {
	COST(heading, FIELD_TEXT, LINE, .required = true),
	COST(estimated, FIELD_INT, CENTS),
	COST(sponsored, FIELD_INT, CENTS),
	COST(spent, FIELD_INT, CENTS),
	COST(team, FIELD_TEXT, REFERS("team")),
};
static const struct record cost_record = RECORD_TABLE(cost);

#define DOCUMENT(member, ...) RECORD_FIELD(document, member, __VA_ARGS__)
static const struct field document_fields[] = {
	DOCUMENT(title, FIELD_TEXT, LINE),
	DOCUMENT(url, FIELD_TEXT, .form = FORM_URL, .required = true),
};
static const struct record document_record = RECORD_TABLE(document);

#define CHECK(member, ...) RECORD_FIELD(check_item, member, __VA_ARGS__)
static const struct field check_item_fields[] = {
	CHECK(item, FIELD_TEXT, LINE, .required = true),
	CHECK(done, FIELD_BOOL),
	CHECK(due, FIELD_TEXT, .form = FORM_DATE),
	CHECK(note, FIELD_TEXT, LINE),
};
static const struct record check_item_record = RECORD_TABLE(check_item);

#define MISSION(member, ...) RECORD_FIELD(mission, member, __VA_ARGS__)
#define LIST(member, of_) MISSION(member, FIELD_RECORDS, .of = &of_)
static const struct field mission_fields[] = {
	MISSION(id, FIELD_TEXT, .form = FORM_CODE, .required = true),
	MISSION(number, FIELD_TEXT, LINE),
	MISSION(direction, FIELD_CHOICE, .choices = event_direction_words),
	MISSION(state, FIELD_CHOICE, .choices = mission_state_words),
	MISSION(title, FIELD_TEXT, LINE, .required = true),
	MISSION(purpose, FIELD_TEXT),
	MISSION(event, FIELD_TEXT, REFERS("event")),
	MISSION(occurrence, FIELD_TEXT, .form = FORM_TIME),
	MISSION(team, FIELD_TEXT, REFERS("team"), .required = true),
	MISSION(teams, FIELD_TEXTS, REFERS("team")),
	MISSION(lines, FIELD_TEXTS, .form = FORM_CODE),
	MISSION(region, FIELD_TEXT, .form = FORM_CODE),
	MISSION(network, FIELD_TEXT, REFERS("network")),
	MISSION(project, FIELD_TEXT, REFERS("project")),
	MISSION(obligation, FIELD_CHOICE, .choices = mission_obligation_words),
	LIST(windows, window_record),
	MISSION(window, FIELD_INT, .min = 1, .max = 1000),
	LIST(sessions, slot_record),
	MISSION(place, FIELD_TEXT, LINE),
	MISSION(city, FIELD_TEXT, LINE),
	MISSION(country, FIELD_TEXT, .form = FORM_COUNTRY),
	MISSION(latitude, FIELD_REAL),
	MISSION(longitude, FIELD_REAL),
	LIST(legs, mission_leg_record),
	MISSION(remote_considered, FIELD_BOOL),
	MISSION(remote_note, FIELD_TEXT),
	LIST(roles, role_record),
	MISSION(deputy, FIELD_TEXT, REFERS("person")),
	MISSION(sender, FIELD_TEXT, LINE),
	MISSION(head_rank, FIELD_INT, .min = 1, .max = 5),
	MISSION(host, FIELD_TEXT, REFERS("person")),
	MISSION(visitors, FIELD_INT, .min = 1, .max = 10000),
	LIST(participants, participant_record),
	MISSION(interpreters, FIELD_TEXTS, .form = FORM_PAIR),
	LIST(bookings, booking_record),
	MISSION(funding, FIELD_CHOICE, .choices = mission_funding_words),
	MISSION(sponsor, FIELD_TEXT, LINE),
	MISSION(currency, FIELD_TEXT, .form = FORM_CURRENCY),
	LIST(costs, cost_record),
	LIST(documents, document_record),
	LIST(checklist, check_item_record),
	MISSION(report, FIELD_TEXT),
	MISSION(edition, FIELD_INT),
	MISSION(state_since, FIELD_INT),
	MISSION(submitted_at, FIELD_INT),
	MISSION(order_number, FIELD_TEXT, LINE),
	MISSION(reason, FIELD_TEXT),
	MISSION(imported, FIELD_BOOL),
	MISSION(authorised_cost, FIELD_INT, CENTS),
	MISSION(decided_start, FIELD_TEXT, .form = FORM_TIME),
	MISSION(decided_end, FIELD_TEXT, .form = FORM_TIME),
	MISSION(decided_zone, FIELD_TEXT, .form = FORM_ZONE),
	MISSION(decided_city, FIELD_TEXT, LINE),
	MISSION(decided_country, FIELD_TEXT, .form = FORM_COUNTRY),
};
const struct record mission_record = RECORD_TABLE(mission);

/* ---- when -------------------------------------------------------------- */

const struct window *
mission_window(const struct mission *mission)
{
	int64_t taken = mission->window > 0 ? mission->window : 1;

	for (int64_t i = 0; mission->windows && mission->windows[i]; i++)
		if (i + 1 == taken)
			return mission->windows[i];
	return NULL;
}

/* ---- sums ------------------------------------------------------------- */

int64_t
mission_estimated(const struct mission *mission)
{
	int64_t sum = 0;

	for (const struct cost *const *at = mission->costs; at && *at; at++)
		sum += (*at)->estimated;
	return sum;
}

int64_t
mission_own_cost(const struct mission *mission, const char *team)
{
	int64_t sum = 0;

	if (mission->funding == FUNDING_FULL_SPONSOR)
		return 0;
	for (const struct cost *const *at = mission->costs; at && *at; at++) {
		const struct cost *cost = *at;
		const char *payer = cost->team ? cost->team : mission->team;

		if (payer && strcmp(payer, team) == 0)
			sum += cost->estimated - cost->sponsored;
	}
	return sum;
}

/* ---- people and teams ------------------------------------------------- */

/* Was the person named before role r's item i? */
static bool
named_before(
    const struct role *const *roles, size_t r, size_t i, const char *person)
{
	for (size_t k = 0; k < r; k++)
		if (texts_have(roles[k]->chosen, person))
			return true;
	for (size_t k = 0; k < i; k++)
		if (strcmp(roles[r]->chosen[k], person) == 0)
			return true;
	return false;
}

int
mission_people_each(const struct mission *mission,
    int (*fn)(const char *person, void *arg), void *arg)
{
	const struct role *const *roles = mission->roles;

	for (size_t r = 0; roles && roles[r]; r++) {
		const char *const *chosen = roles[r]->chosen;

		for (size_t i = 0; chosen && chosen[i]; i++) {
			int rc = named_before(roles, r, i, chosen[i])
				     ? 0
				     : fn(chosen[i], arg);

			if (rc != 0)
				return rc;
		}
	}
	return 0;
}

bool
mission_has_person(const struct mission *mission, const char *person)
{
	for (const struct role *const *at = mission->roles; at && *at; at++)
		if (texts_have((*at)->chosen, person))
			return true;
	return false;
}

bool
mission_has_team(const struct mission *mission, const char *team)
{
	return (mission->team && strcmp(mission->team, team) == 0) ||
	       texts_have(mission->teams, team);
}

bool
mission_counts(const struct mission *mission)
{
	static const bool counts[MISSION_STATES] = {
		[MISSION_SUBMITTED] = true,
		[MISSION_ENDORSED] = true,
		[MISSION_AUTHORISED] = true,
		[MISSION_UNDERWAY] = true,
		[MISSION_ACCEPTED] = true,
		[MISSION_PROGRAMMED] = true,
	};

	return counts[mission->state];
}
