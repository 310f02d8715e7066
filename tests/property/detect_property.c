/* SPDX-License-Identifier: Apache-2.0 */
/*
 * After any history of changes, what was found step by step is what a world
 * built anew from the last word on each thing gives, looked at in whole; and
 * what was told of changes adds up to it. A history that fails is made
 * shorter until each of its steps is needed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "chance.h"
#include "schedule/detect.h"
#include "schedule/rules/rules.h"
#include "world_maker.h"

#define STEPS 60

static struct zones *zones;
static const struct zone *two_zones[2];

VEC_TYPE(finding_list, struct finding);

static int
compare(const void *a, const void *b)
{
	return finding_compare(a, b);
}

static void
gather(const struct finding *finding, void *arg)
{
	struct finding_list *list = arg;

	if (vec_push(list, *finding) < 0)
		abort();
}

/* All of a detection's, sorted; the items stay its own. */
static struct finding_list
all_of(const struct detection *detection)
{
	struct finding_list list = VEC_INIT;

	detect_each(detection, gather, &list);
	if (list.len > 1)
		qsort(list.items, list.len, sizeof *list.items, compare);
	return list;
}

/* ------------------------------------------------------- what was told */

/* Findings by what was told alone; a new one must not be there yet, one that
 * changed or went must. */
struct told {
	VEC(struct finding) list;
	bool wrong;
};

static size_t
told_find(const struct told *told, const struct finding *finding)
{
	size_t i = 0;

	while (i < told->list.len &&
	       finding_compare(&told->list.items[i], finding) != 0)
		i++;
	return i;
}

static void
on_change(const struct finding *before, const struct finding *after, void *arg)
{
	struct told *told = arg;
	size_t at = told_find(told, before ? before : after);
	bool there = at < told->list.len;

	if (there != (before != NULL) ||
	    (before && after && finding_equal(before, after)))
		told->wrong = true;
	else if (!there && vec_push(&told->list, *after) < 0)
		abort();
	else if (there && after)
		told->list.items[at].level = after->level;
	else if (there)
		told->list.items[at] = told->list.items[--told->list.len];
}

/* -------------------------------------------------------------- history */

/* The steps that are the last word on their thing are played anew. To find
 * them the thing's index is needed: the whole history is played into a new
 * world, and everything is looked at once. */
static void
whole_world(const uint64_t *history, size_t n, struct detection *detection)
{
	struct world world;

	world_init(&world, &world_settings_default);
	maker_sites(&world, two_zones);
	for (size_t i = 0; i < n; i++)
		maker_step(&world, history[i]);
	for (int scope = 0; scope < SCOPES; scope++)
		if (world_touch_all(&world, (enum scope)scope) < 0)
			abort();
	if (detect_settle(detection, &world, NULL, NULL) < 0)
		abort();
	world_free(&world);
}

/* Built from facts alone: what stands in the last world is put, in the order
 * of its indices, into one that has never seen anything else. */
static void
rebuilt_world(const struct world *from, struct detection *detection)
{
	struct world to;

	world_init(&to, &from->settings);
	maker_sites(&to, two_zones);
	world_put_holidays(&to, from->holidays.items, from->holidays.len);
	world_put_budgets(&to, from->budgets.items, from->budgets.len);
	world_put_partners(&to, from->partners.items, from->partners.len);
	for (size_t i = 0; i < from->targets.len; i++)
		world_put_target(&to, (int32_t)i, &from->targets.items[i]);
	for (size_t i = 0; i < from->missions.len; i++)
		world_put_mission(&to, (int32_t)i, &from->missions.items[i]);
	for (size_t i = 0; i < from->milestones.len; i++)
		world_put_milestone(
		    &to, (int32_t)i, &from->milestones.items[i]);
	for (size_t i = 0; i < from->sessions.len; i++)
		world_put_session(&to, (int32_t)i, &from->sessions.items[i]);
	for (size_t i = 0; i < from->events.len; i++) {
		struct world_event event = from->events.items[i];

		event.missions = (struct indices)VEC_INIT;
		world_put_event(&to, (int32_t)i, &event);
	}
	for (size_t i = 0; i < from->resources.len; i++)
		world_put_resource(&to, (int32_t)i, &from->resources.items[i]);
	for (size_t i = 0; i < from->people.len; i++) {
		const struct world_person *person = &from->people.items[i];

		world_put_absences(&to, (int32_t)i, person->absences.items,
		    person->absences.len);
		world_put_person(&to, (int32_t)i, person);
	}
	for (size_t i = 0; i < from->teams.len; i++)
		world_put_team(&to, (int32_t)i, &from->teams.items[i]);
	if (detect_settle(detection, &to, NULL, NULL) < 0)
		abort();
	world_free(&to);
}

static bool
same(const struct detection *a_, const struct detection *b_)
{
	struct finding_list a = all_of(a_), b = all_of(b_);
	bool equal = a.len == b.len && a_->count == a.len && b_->count == b.len;

	for (size_t i = 0; equal && i < a.len; i++)
		equal = finding_equal(&a.items[i], &b.items[i]);
	vec_free(&a);
	vec_free(&b);
	return equal;
}

static bool
told_same(const struct told *told, const struct detection *detection)
{
	struct finding_list list = all_of(detection);
	bool equal = !told->wrong && list.len == told->list.len;

	vec_each(&list, finding) {
		size_t at = told_find(told, finding);

		equal = equal && at < told->list.len &&
			told->list.items[at].level == finding->level;
	}
	vec_free(&list);
	return equal;
}

/* NULL when it holds, else what does not. */
static const char *
try_history(const uint64_t *history, size_t n, size_t seen[RULES])
{
	struct detection steps = DETECTION_INIT, whole = DETECTION_INIT;
	struct detection anew = DETECTION_INIT;
	struct told told = { .wrong = false };
	const char *fault = NULL;
	struct world world;

	world_init(&world, &world_settings_default);
	maker_sites(&world, two_zones);
	for (size_t i = 0; i < n; i++) {
		maker_step(&world, history[i]);
		if (detect_settle(&steps, &world, on_change, &told) < 0)
			abort();
	}
	whole_world(history, n, &whole);
	rebuilt_world(&world, &anew);
	if (!same(&steps, &whole))
		fault = "step by step differs from in whole";
	else if (!same(&steps, &anew))
		fault = "a history differs from its end put anew";
	else if (!told_same(&told, &steps))
		fault = "what was told differs from what is there";
	for (int scope = 0; seen && scope < SCOPES; scope++)
		vec_each(&steps.units[scope], unit)
			vec_each(&unit->list, finding)
				seen[finding->rule]++;
	detection_free(&steps);
	detection_free(&whole);
	detection_free(&anew);
	vec_free(&told.list);
	world_free(&world);
	return fault;
}

/* Leaves out what is not needed for it to fail. */
static size_t
shrink(uint64_t *history, size_t n)
{
	for (size_t i = n; i-- > 0;) {
		uint64_t step = history[i];

		memmove(&history[i], &history[i + 1],
		    (n - i - 1) * sizeof *history);
		if (try_history(history, n - 1, NULL)) {
			n--;
			continue;
		}
		memmove(&history[i + 1], &history[i],
		    (n - i - 1) * sizeof *history);
		history[i] = step;
	}
	return n;
}

static void
each_history_gives_what_a_look_at_all_gives(void **state)
{
	const char *wanted = getenv("AMBIT_RANDOM");
	int64_t histories = wanted ? strtoll(wanted, NULL, 10) : 60;
	struct chance chance = chance_start();
	size_t seen[RULES] = { 0 };
	uint64_t history[STEPS];

	(void)state;
	for (int64_t h = 0; h < histories; h++) {
		const char *fault;
		size_t n = STEPS;

		for (size_t i = 0; i < n; i++)
			history[i] = chance_bits(&chance);
		fault = try_history(history, n, seen);
		if (!fault)
			continue;
		n = shrink(history, n);
		print_error("%s, after\n", fault);
		for (size_t i = 0; i < n; i++)
			maker_print(history[i]);
		chance_fail(&chance, "history %lld\n", (long long)h);
	}
	/* The histories are crowded enough for every rule to speak. */
	for (int i = 0; i < RULES; i++)
		if (seen[i] == 0)
			chance_fail(
			    &chance, "%s was never found\n", rules[i].code);
}

static int
open_zones(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	return zones_open(NULL, &zones, &err) < 0 ||
	       zones_get(zones, "Europe/Madrid", &two_zones[0], &err) < 0 ||
	       zones_get(zones, "America/New_York", &two_zones[1], &err) < 0;
}

static int
close_zones(void **state)
{
	(void)state;
	zones_free(zones);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_history_gives_what_a_look_at_all_gives),
	};

	return cmocka_run_group_tests_name(
	    "detect properties", tests, open_zones, close_zones);
}
