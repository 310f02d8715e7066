/* SPDX-License-Identifier: Apache-2.0 */
/* Random worlds as JSON with what the rules find in them, a line each, for a
 * twin in another language: world_dump SEED HISTORIES STEPS */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "chance.h"
#include "schedule/detect.h"
#include "schedule/rules/rules.h"
#include "world_maker.h"

static struct buf out;

#define INT(name, value) \
	buf_addf(&out, "\"%s\":%lld,", name, (long long)(value))
#define SPAN(name, a, b) \
	buf_addf( \
	    &out, "\"%s\":[%lld,%lld],", name, (long long)(a), (long long)(b))

static void
begin(const char *name, bool list)
{
	if (name)
		buf_addf(&out, "\"%s\":", name);
	buf_addc(&out, list ? '[' : '{');
}

static void
end(bool list)
{
	if (out.data[out.len - 1] == ',')
		out.len--;
	buf_adds(&out, list ? "]," : "},");
}

static void
add_indices(const char *name, const struct indices *list)
{
	begin(name, true);
	vec_each(list, item)
		buf_addf(&out, "%d,", (int)*item);
	end(true);
}

static void
add_uses(const struct world_uses *uses)
{
	begin("uses", true);
	vec_each(uses, use)
		buf_addf(&out, "[%d,%lld,%lld,%lld],", (int)use->resource,
		    (long long)use->units, (long long)use->span.start,
		    (long long)use->span.end);
	end(true);
}

static void
add_stays(const struct world_mission *mission)
{
	begin("stays", true);
	vec_each(&mission->stays, stay) {
		begin(NULL, false);
		INT("person", stay->person);
		SPAN("occupied", stay->occupied.start, stay->occupied.end);
		SPAN("away", stay->away.start, stay->away.end);
		SPAN("days", stay->days.first, stay->days.end);
		end(false);
	}
	end(true);
	begin("slots", true);
	vec_each(&mission->slots, slot)
		buf_addf(&out, "[%d,%lld,%lld],", (int)slot->person,
		    (long long)slot->span.start, (long long)slot->span.end);
	end(true);
	begin("seats", true);
	vec_each(&mission->seats, seat)
		buf_addf(&out, "[%d,%llu],", (int)seat->person,
		    (unsigned long long)seat->leg);
	end(true);
	begin("costs", true);
	vec_each(&mission->costs, cost)
		buf_addf(&out, "[%d,%d,%lld],", (int)cost->team,
		    (int)cost->year, (long long)cost->cents);
	end(true);
}

static void
add_mission(const struct world_mission *at)
{
	begin(NULL, false);
	INT("there", at->there);
	INT("counts", at->counts);
	INT("over", at->over);
	INT("incoming", at->incoming);
	INT("tentative", at->tentative);
	INT("decided", at->decided);
	INT("in_region", at->in_region);
	INT("event", at->event);
	INT("site", at->site);
	INT("year", at->year);
	INT("lines", at->lines);
	INT("submitted_at", at->submitted_at);
	INT("departure", at->departure);
	INT("open_items", at->open_items);
	SPAN("decided_span", at->decided_span.start, at->decided_span.end);
	INT("decided_site", at->decided_site);
	INT("head_rank", at->head_rank);
	INT("host_rank", at->host_rank);
	add_indices("teams", &at->teams);
	add_indices("interested", &at->interested);
	add_uses(&at->uses);
	add_stays(at);
	end(false);
}

static void
add_event(const struct world_event *at)
{
	begin(NULL, false);
	INT("there", at->there);
	INT("cancelled", at->cancelled);
	INT("tentative", at->tentative);
	INT("attended", at->attended);
	INT("site", at->site);
	SPAN("span", at->span.start, at->span.end);
	INT("score", at->score);
	INT("lines", at->lines);
	INT("network", at->network);
	INT("councils", at->councils);
	end(false);
}

static void
add_people(const struct world *world)
{
	begin("people", true);
	vec_each(&world->people, at) {
		begin(NULL, false);
		INT("there", at->there);
		INT("team", at->team);
		INT("home", at->home);
		INT("represents", at->represents);
		INT("senior", at->senior);
		begin("absences", true);
		vec_each(&at->absences, span)
			buf_addf(&out, "[%lld,%lld],", (long long)span->start,
			    (long long)span->end);
		end(true);
		end(false);
	}
	end(true);
	begin("teams", true);
	vec_each(&world->teams, at) {
		begin(NULL, false);
		INT("there", at->there);
		INT("minimum", at->minimum);
		INT("site", at->site);
		INT("town", at->town);
		end(false);
	}
	end(true);
}

static void
add_rest(const struct world *world)
{
	begin("resources", true);
	vec_each(&world->resources, at)
		buf_addf(
		    &out, "[%d,%lld],", at->there, (long long)at->capacity);
	end(true);
	begin("sessions", true);
	vec_each(&world->sessions, at) {
		begin(NULL, false);
		INT("there", at->there);
		SPAN("days", at->days.first, at->days.end);
		add_indices("towns", &at->towns);
		begin("groups", true);
		vec_each(&at->groups, group)
			buf_addf(&out, "[%lld,%lld],",
			    (long long)group->minimum,
			    (long long)group->coming);
		end(true);
		add_uses(&at->uses);
		end(false);
	}
	end(true);
	begin("milestones", true);
	vec_each(&world->milestones, at)
		buf_addf(&out, "[%d,%d,%d,%lld,%lld],", at->there,
		    (int)at->responsible, (int)at->deputy,
		    (long long)at->deadline, (long long)at->preparation);
	end(true);
	begin("targets", true);
	vec_each(&world->targets, at)
		buf_addf(&out, "[%d,%d,%d,%lld],", at->there, (int)at->line,
		    (int)at->year, (long long)at->missions);
	end(true);
}

static void
add_lists(const struct world *world)
{
	begin("holidays", true);
	vec_each(&world->holidays, at)
		buf_addf(&out, "[%d,%lld,%lld],", (int)at->town,
		    (long long)at->days.first, (long long)at->days.end);
	end(true);
	begin("budgets", true);
	vec_each(&world->budgets, at)
		buf_addf(&out, "[%d,%d,%lld],", (int)at->team, (int)at->year,
		    (long long)at->cents);
	end(true);
	begin("partners", true);
	vec_each(&world->partners, at)
		buf_addf(&out, "[%d,%d],", (int)at->project, (int)at->city);
	end(true);
	begin("settings", false);
	INT("high_score", world->settings.high_score);
	INT("fatigue_days", world->settings.fatigue_days);
	INT("leg_seniors", world->settings.leg_seniors);
	INT("leg_staff", world->settings.leg_staff);
	INT("now", world->settings.now);
	begin("levels", false);
	for (int i = 0; i < RULES; i++)
		INT(rules[i].code, world->settings.levels[i]);
	end(false);
	end(false);
}

static void
add_finding(const struct finding *at, void *arg)
{
	(void)arg;
	begin(NULL, true);
	buf_addf(&out, "\"%s\",%d,[%d,%d,%d],%lld,[%lld,%lld],[%lld,%lld],",
	    rules[at->rule].code, at->level, (int)at->subject[0],
	    (int)at->subject[1], (int)at->subject[2], (long long)at->period,
	    (long long)at->first.start, (long long)at->first.end,
	    (long long)at->second.start, (long long)at->second.end);
	buf_addf(&out, "%lld,%lld,[", (long long)at->need, (long long)at->have);
	vec_each(&at->items, item)
		buf_addf(&out, "%d,", (int)*item);
	end(true);
	end(true);
}

static void
dump(const struct world *world, const struct detection *detection)
{
	buf_reset(&out);
	begin(NULL, false);
	begin("events", true);
	vec_each(&world->events, event)
		add_event(event);
	end(true);
	begin("missions", true);
	vec_each(&world->missions, mission)
		add_mission(mission);
	end(true);
	add_people(world);
	add_rest(world);
	add_lists(world);
	begin("found", true);
	detect_each(detection, add_finding, NULL);
	end(true);
	end(false);
	fwrite(out.data, 1, out.len - 1, stdout); /* without the comma */
	putchar('\n');
}

int
main(int argc, char **argv)
{
	struct zones *zones;
	const struct zone *two[2];
	struct err err = ERR_INIT;
	uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
	struct chance chance = { seed, seed };
	long histories = argc > 2 ? strtol(argv[2], NULL, 10) : 1;
	long steps = argc > 3 ? strtol(argv[3], NULL, 10) : 60;

	if (zones_open(NULL, &zones, &err) < 0 ||
	    zones_get(zones, "Europe/Madrid", &two[0], &err) < 0 ||
	    zones_get(zones, "America/New_York", &two[1], &err) < 0)
		return 1;
	for (long h = 0; h < histories; h++) {
		struct world world;
		struct detection detection = DETECTION_INIT;

		world_init(&world, &world_settings_default);
		maker_sites(&world, two);
		for (long i = 0; i < steps; i++) {
			maker_step(&world, chance_bits(&chance));
			if (detect_settle(&detection, &world, NULL, NULL) < 0)
				return 1;
		}
		dump(&world, &detection);
		detection_free(&detection);
		world_free(&world);
	}
	buf_free(&out);
	zones_free(zones);
	return 0;
}
