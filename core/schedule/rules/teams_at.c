/* SPDX-License-Identifier: Apache-2.0 */
#include "teams_at.h"

static bool
has_team(const struct world_mission *mission, int32_t team)
{
	vec_each(&mission->teams, at)
		if (*at == team)
			return true;
	return false;
}

/* Does a mission before the nth have the team, or the nth itself before its
 * kth? */
static bool
seen(const struct world *world, const struct world_event *event, size_t n,
    size_t k, int32_t team)
{
	for (size_t i = 0; i <= n; i++) {
		const struct world_mission *mission =
		    &world->missions.items[event->missions.items[i]];
		size_t teams = i < n ? mission->teams.len : k;

		for (size_t t = 0; !mission->incoming && t < teams; t++)
			if (mission->teams.items[t] == team)
				return true;
	}
	return false;
}

/* Has one mission all teams of the others? */
static bool
has_all(const struct world *world, const struct world_event *event,
    const struct world_mission *candidate)
{
	vec_each(&event->missions, i) {
		const struct world_mission *mission =
		    &world->missions.items[*i];

		vec_each(&mission->teams, team)
			if (!mission->incoming && !has_team(candidate, *team))
				return false;
	}
	return true;
}

int64_t
teams_at(
    const struct world *world, const struct world_event *event, bool *joint)
{
	int64_t n = 0;

	*joint = false;
	for (size_t i = 0; i < event->missions.len; i++) {
		const struct world_mission *mission =
		    &world->missions.items[event->missions.items[i]];

		if (mission->incoming)
			continue;
		*joint |= has_all(world, event, mission);
		for (size_t k = 0; k < mission->teams.len; k++)
			n += !seen(world, event, i, k, mission->teams.items[k]);
	}
	return n;
}

void
missions_at(const struct world *world, const struct world_event *event,
    struct finding *finding, struct findings *out)
{
	vec_each(&event->missions, mission)
		if (!world->missions.items[*mission].incoming)
			finding_item(out, finding, *mission);
}
