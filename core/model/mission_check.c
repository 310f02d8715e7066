/* SPDX-License-Identifier: Apache-2.0 */
/* What of a mission cannot be so, seen from the mission alone. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "model/interval.h"
#include "model/mission.h"

#define AT 64

static char *
at_item(char out[AT], const char *list, size_t i)
{
	snprintf(out, AT, "/%s/%zu", list, i);
	return out;
}

static void
check_windows(const struct mission *mission, struct invalid *invalid)
{
	int64_t n = 0;
	char at[AT];

	for (; mission->windows && mission->windows[n]; n++) {
		const struct window *window = mission->windows[n];

		interval_check(window->start, window->end, window->zone,
		    at_item(at, "windows", (size_t)n), invalid);
	}
	if (mission->window > n)
		invalid_add(invalid, "/window", "there are only %lld windows",
		    (long long)n);
}

static void
check_sessions(const struct mission *mission, struct invalid *invalid)
{
	char at[AT];

	for (size_t i = 0; mission->sessions && mission->sessions[i]; i++) {
		const struct slot *slot = mission->sessions[i];

		interval_check(slot->start, slot->end, slot->zone,
		    at_item(at, "sessions", i), invalid);
	}
}

static void
check_bookings(const struct mission *mission, struct invalid *invalid)
{
	char at[AT];

	for (size_t i = 0; mission->bookings && mission->bookings[i]; i++) {
		const struct booking *booking = mission->bookings[i];

		interval_check(booking->start, booking->end, booking->zone,
		    at_item(at, "bookings", i), invalid);
	}
}

/* One end of a leg. */
static void
check_moment(const char *time, const char *zone, const char *at,
    const char *member, struct invalid *invalid)
{
	if (time && strchr(time, 'T') && !zone)
		invalid_at(invalid, at, member, "a time needs its zone");
}

static void
check_legs(const struct mission *mission, struct invalid *invalid)
{
	char at[AT];

	for (size_t i = 0; mission->legs && mission->legs[i]; i++) {
		const struct mission_leg *leg = mission->legs[i];

		at_item(at, "legs", i);
		check_moment(
		    leg->depart, leg->depart_zone, at, "/depart_zone", invalid);
		check_moment(
		    leg->arrive, leg->arrive_zone, at, "/arrive_zone", invalid);
	}
}

static void
check_roles(const struct mission *mission, struct invalid *invalid)
{
	char at[AT];

	for (size_t i = 0; mission->roles && mission->roles[i]; i++) {
		const struct role *role = mission->roles[i];
		int64_t count = role->count ? role->count : 1, chosen = 0;

		at_item(at, "roles", i);
		for (; role->chosen && role->chosen[chosen]; chosen++)
			if (texts_have(role->chosen + chosen + 1,
				role->chosen[chosen]))
				invalid_at(invalid, at, "/chosen",
				    "somebody stands here twice");
		if (chosen > count)
			invalid_at(invalid, at, "/chosen",
			    "more are chosen than the role's count");
	}
}

static void
check_costs(const struct mission *mission, struct invalid *invalid)
{
	char at[AT];

	for (size_t i = 0; mission->costs && mission->costs[i]; i++)
		if (mission->costs[i]->sponsored > mission->costs[i]->estimated)
			invalid_at(invalid, at_item(at, "costs", i),
			    "/sponsored",
			    "others pay more than it is estimated to cost");
}

static void
check_teams(const struct mission *mission, struct invalid *invalid)
{
	if (mission->team && texts_have(mission->teams, mission->team))
		invalid_add(invalid, "/teams",
		    "\"%.60s\" answers for it already: name the others",
		    mission->team);
}

static void
check_whole(const struct mission *mission, struct invalid *invalid)
{
	if (mission->occurrence && !mission->event)
		invalid_add(invalid, "/occurrence",
		    "an occurrence is of an event: name it");
	if ((mission->latitude == mission->latitude) !=
	    (mission->longitude == mission->longitude))
		invalid_add(invalid, "/longitude",
		    "latitude and longitude go together");
	if (mission->deputy && mission_has_person(mission, mission->deputy))
		invalid_add(invalid, "/deputy",
		    "a deputy stays at home, and \"%.60s\" goes",
		    mission->deputy);
}

void
mission_check(const void *record, struct invalid *invalid)
{
	const struct mission *mission = record;

	check_teams(mission, invalid);
	check_windows(mission, invalid);
	check_sessions(mission, invalid);
	check_bookings(mission, invalid);
	check_legs(mission, invalid);
	check_roles(mission, invalid);
	check_costs(mission, invalid);
	check_whole(mission, invalid);
}
