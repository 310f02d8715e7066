/* SPDX-License-Identifier: Apache-2.0 */
/*
 * C17: a person is away on more than so many days within so many days that
 * follow each other. Days are those of the wall at home; one counts when any
 * of it is spent away. A run of windows that are too full is one conflict.
 *
 * subject: person; period: the first day away of the run; first: the worst
 * window, as days; need: days that are allowed in it; have: days away in it;
 * items: the missions in the run.
 */
#include <stdlib.h>

#include "rules.h"

#define DAYS_MAX 3660 /* of one mission */

struct away {
	int64_t day;
	int32_t mission;
};
VEC_TYPE(aways, struct away);

static int
compare(const void *a_, const void *b_)
{
	const struct away *a = a_, *b = b_;

	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return (a->mission > b->mission) - (a->mission < b->mission);
}

/* Days away, sorted, one mission for each day and mission. */
static int
gather(const struct world *world, const struct world_person *person,
    struct aways *days)
{
	vec_each(&person->bookings, at) {
		int64_t day = world_day(world, person->home, at->away.start);
		int64_t last = world_day(world, person->home,
		    span_empty(at->away) ? at->away.start : at->away.end - 1);

		/* Nobody is away for longer than can be planned. */
		last = last - day < DAYS_MAX ? last : day + DAYS_MAX;
		for (; !span_empty(at->away) && day <= last; day++)
			if (vec_push(
				days, ((struct away){ day, at->mission })) < 0)
				return -1;
	}
	if (days->len > 1)
		qsort(days->items, days->len, sizeof *days->items, compare);
	return 0;
}

/* Different days in [from, from + window), where items[i] is the first. */
static int64_t
days_in(const struct aways *days, size_t i, int64_t window)
{
	int64_t from = days->items[i].day, n = 0, before = INT64_MIN;

	for (; i < days->len && days->items[i].day < from + window; i++) {
		n += days->items[i].day != before;
		before = days->items[i].day;
	}
	return n;
}

static void
run_items(const struct aways *days, size_t from, int64_t until,
    struct finding *finding, struct findings *out)
{
	for (; from < days->len && days->items[from].day < until; from++) {
		bool known = false;

		vec_each(&finding->items, item)
			known |= *item == days->items[from].mission;
		if (!known)
			finding_item(out, finding, days->items[from].mission);
	}
}

/* The run that begins with items[i]; returns where the search goes on. */
static size_t
run_add(const struct world *world, int32_t unit, const struct aways *days,
    size_t i, struct findings *out)
{
	const struct world_settings *settings = &world->settings;
	int64_t window = settings->fatigue_window;
	struct finding *finding = finding_add(out, C17_FATIGUE,
	    rule_level(world, C17_FATIGUE, LEVEL_WARN, false), unit, NOBODY,
	    NOBODY);
	size_t first = i;
	int64_t until = days->items[i].day;

	if (!finding)
		return days->len;
	finding->period = days->items[i].day;
	finding->need = settings->fatigue_days;
	for (; i < days->len; i++) {
		int64_t n = days_in(days, i, window);

		if (n <= settings->fatigue_days)
			break;
		until = days->items[i].day + window;
		if (n > finding->have) {
			finding->have = n;
			finding->first =
			    (struct span){ days->items[i].day, until };
		}
	}
	run_items(days, first, until, finding, out);
	return i;
}

void
find_fatigue(const struct world *world, int32_t unit, struct findings *out)
{
	const struct world_person *person = world_person(world, unit);
	struct aways days = VEC_INIT;

	if (gather(world, person, &days) < 0)
		out->failed = true;
	for (size_t i = 0; i < days.len;)
		if (days_in(&days, i, world->settings.fatigue_window) >
		    world->settings.fatigue_days)
			i = run_add(world, unit, &days, i, out);
		else
			i++;
	vec_free(&days);
}
