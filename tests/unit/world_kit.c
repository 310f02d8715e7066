/* SPDX-License-Identifier: Apache-2.0 */
#include "world_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct kit kit;

static void
sites_put(void)
{
	static const struct {
		double latitude, longitude;
		const char *zone;
	} places[SITES] = {
		{ 41.389, 2.159, "Europe/Madrid" },
		{ 41.983, 2.825, "Europe/Madrid" },
		{ 45.748, 4.847, "Europe/Paris" },
		{ 40.713, -74.006, "America/New_York" },
		{ 0, 0, "UTC" },
	};
	struct err err = ERR_INIT;

	for (int32_t i = 0; i < SITES; i++) {
		struct world_site site = { i != NOWHERE, i, places[i].latitude,
			places[i].longitude, NULL };

		assert_int_equal(
		    zones_get(kit.zones, places[i].zone, &site.zone, &err), 0);
		assert_int_equal(world_put_site(&kit.world, i, &site), 0);
	}
}

int
kit_setup(void **state)
{
	const struct world_team team = { .there = true, .site = BARCELONA };
	struct err err = ERR_INIT;

	(void)state;
	if (zones_open(NULL, &kit.zones, &err) < 0)
		return -1;
	world_init(&kit.world, &world_settings_default);
	kit.detection = (struct detection)DETECTION_INIT;
	sites_put();
	for (int32_t i = 0; i < 2; i++)
		world_put_team(&kit.world, i, &team);
	for (int32_t i = 0; i < 4; i++) {
		struct world_person person = {
			.there = true, .team = i / 3, .home = BARCELONA
		};

		world_put_person(&kit.world, i, &person);
	}
	return 0;
}

int
kit_teardown(void **state)
{
	(void)state;
	detection_free(&kit.detection);
	world_free(&kit.world);
	zones_free(kit.zones);
	return 0;
}

struct world_mission
kit_mission_of(int32_t event, enum kit_site site)
{
	return (struct world_mission){ .there = true,
		.counts = true,
		.in_region = true,
		.event = event,
		.site = (int32_t)site,
		.year = 2026,
		.decided_site = NOBODY };
}

void
kit_stay(
    struct world_mission *mission, int32_t person, int64_t start, int64_t end)
{
	struct world_stay stay = { person, { start, end }, { start, end } };

	assert_int_equal(vec_push(&mission->stays, stay), 0);
}

void
kit_put(int32_t i, struct world_mission *mission)
{
	assert_int_equal(world_put_mission(&kit.world, i, mission), 0);
	vec_free(&mission->teams);
	vec_free(&mission->interested);
	vec_free(&mission->stays);
	vec_free(&mission->uses);
	vec_free(&mission->slots);
	vec_free(&mission->seats);
	vec_free(&mission->costs);
}

void
kit_mission(int32_t i, int32_t person, int32_t event, enum kit_site site,
    int64_t start, int64_t end)
{
	struct world_mission mission = kit_mission_of(event, site);
	int32_t team = kit.world.people.items[person].team;

	kit_stay(&mission, person, start, end);
	assert_int_equal(vec_push(&mission.teams, team), 0);
	kit_put(i, &mission);
}

struct world_event
kit_event_of(enum kit_site site, int64_t start, int64_t end)
{
	return (struct world_event){ .there = true,
		.attended = true,
		.site = (int32_t)site,
		.span = { start, end },
		.network = NOBODY };
}

void
kit_event(int32_t i, struct world_event event)
{
	assert_int_equal(world_put_event(&kit.world, i, &event), 0);
}

struct search {
	enum rule_code rule;
	size_t n;
	const struct finding *last;
};

static void
look(const struct finding *finding, void *arg)
{
	struct search *search = arg;

	if (finding->rule != search->rule)
		return;
	search->n++;
	search->last = finding;
}

static struct search
search_for(enum rule_code rule)
{
	struct search search = { .rule = rule };

	assert_int_equal(
	    detect_settle(&kit.detection, &kit.world, NULL, NULL), 0);
	detect_each(&kit.detection, look, &search);
	return search;
}

size_t
kit_count(enum rule_code rule)
{
	return search_for(rule).n;
}

const struct finding *
kit_only(enum rule_code rule)
{
	struct search search = search_for(rule);

	if (search.n != 1)
		fail_msg("%zu findings of %s", search.n, rules[rule].code);
	return search.last;
}
