/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A person is counted once a day, whatever the number of their spans that meet
 * it: a span counts on those days alone on which none of the others does.
 */
#include "world_out.h"

#include <errno.h>

#include "schedule/world_lists.h"

#define DAYS_MAX 3660 /* of one mission or absence */

static int
day_compare(const void *a_, const void *b_)
{
	const struct out_day *a = a_, *b = b_;

	ORDER_BY(a->day, b->day);
	return 0;
}

static int
day_add(struct out_days *days, int64_t day, int64_t by)
{
	struct out_day at = { day, by };
	size_t i =
	    sorted_place(days->items, days->len, sizeof at, &at, day_compare);

	if (i == days->len || days->items[i].day != day)
		return SORTED_PUT(days, &at, day_compare);
	days->items[i].people += by;
	if (days->items[i].people == 0)
		SORTED_TAKE(days, &at, day_compare);
	return 0;
}

/* A person's spans: away for their bookings, then absences. */
static size_t
spans_count(const struct world_person *person)
{
	return person->bookings.len + person->absences.len;
}

static struct span
span_at(const struct world_person *person, size_t i)
{
	return i < person->bookings.len
		   ? person->bookings.items[i].away
		   : person->absences.items[i - person->bookings.len];
}

/* Does one of the first n spans meet it? */
static bool
is_out(const struct world_person *person, size_t n, struct span core)
{
	for (size_t i = 0; i < n; i++) {
		struct span span = span_at(person, i);

		/* Who attends from home is away at no time. */
		if (!span_empty(span) && span_meets(span, core))
			return true;
	}
	return false;
}

bool
out_in(const struct world_person *person, struct span core)
{
	return is_out(person, spans_count(person), core);
}

/* Counts the days of the span that none of the first n has. */
static int
days_count(struct world *world, const struct world_person *person, size_t n,
    struct span span, int64_t by)
{
	struct world_team *team = &world->teams.items[person->team];
	int64_t day = world_day(world, team->site, span.start);
	int64_t last = world_day(world, team->site, span.end);

	/* Nobody is away for longer than can be planned. */
	last = last - day < DAYS_MAX ? last : day + DAYS_MAX;
	for (; !span_empty(span) && day <= last; day++) {
		struct span core = world_core(world, team, day);

		if (span_meets(core, span) && !is_out(person, n, core) &&
		    day_add(&team->out, day, by) < 0)
			return -ENOMEM;
	}
	return 0;
}

static bool
is_member(const struct world_person *person)
{
	return person->there && person->team != NOBODY;
}

int
out_change(struct world *world, int32_t i, struct span span, bool put)
{
	const struct world_person *person = &world->people.items[i];

	if (!is_member(person))
		return 0;
	return days_count(
	    world, person, spans_count(person), span, put ? 1 : -1);
}

int
out_member(struct world *world, int32_t i, bool put)
{
	const struct world_person *person = &world->people.items[i];
	size_t n = spans_count(person);

	for (size_t k = 0; k < n && is_member(person); k++)
		if (days_count(
			world, person, k, span_at(person, k), put ? 1 : -1) < 0)
			return -ENOMEM;
	return 0;
}

int
out_rebuild(struct world *world, int32_t i)
{
	const struct world_team *team = &world->teams.items[i];

	world->teams.items[i].out.len = 0;
	vec_each(&team->members, member)
		if (out_member(world, *member, true) < 0)
			return -ENOMEM;
	return 0;
}
