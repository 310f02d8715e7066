/* SPDX-License-Identifier: Apache-2.0 */
/* The rules that take more than one mission to break, each by a sweep. */
#include "schedule/resolve/check_parts.h"

#include <stdlib.h>

static int
by_key(const void *a, const void *b)
{
	const struct check_event *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->until > y->until) - (x->until < y->until);
}

static void
sort(struct check_events *events)
{
	if (events->len)
		qsort(
		    events->items, events->len, sizeof *events->items, by_key);
}

/* H3: neighbours in time, absences at the base among them. */
static int
sweep_bookings(struct checking *c)
{
	const struct check_event *all = c->bookings.items;

	sort(&c->bookings);
	for (size_t i = 1; i < c->bookings.len; i++) {
		const struct check_event *a = &all[i - 1], *b = &all[i];

		if (a->key != b->key || (a->mission < 0 && b->mission < 0))
			continue;
		if (a->until +
			problem_travel(c->p, (int32_t)a->by, (int32_t)b->by) >
		    b->at)
			return err_set(c->err, -EINVAL,
			    "H3: person %d: no time between missions %d and "
			    "%d (-1 is an absence)",
			    a->key, a->mission, b->mission);
	}
	return 0;
}

/* H4: of each team and day, the people who are away, each once. */
static int
sweep_absences(struct checking *c)
{
	const struct problem *p = c->p;
	int64_t away = 0, room = 0;

	sort(&c->absences);
	for (size_t i = 0; i < c->absences.len; i++) {
		const struct check_event *at = &c->absences.items[i];
		int32_t team = at->key / p->days, day = at->key % p->days;

		if (i == 0 || at[-1].key != at->key) {
			away = 0;
			room = -p->team[team].min_home;
			for (int32_t w = 0; w < p->people; w++)
				room += p->person[w].team == team &&
					!c->off[(size_t)w * (size_t)p->days +
						(size_t)day];
		} else if (at[-1].at == at->at) {
			continue;
		}
		if (++away > (room > 0 ? room : 0))
			return err_set(c->err, -EINVAL,
			    "H4: team %d, day %d: too many are away", team,
			    day);
	}
	return 0;
}

/* H5: at equal times what is released comes first. */
static int
sweep_uses(struct checking *c)
{
	int64_t used = 0;

	sort(&c->uses);
	for (size_t i = 0; i < c->uses.len; i++) {
		const struct check_event *at = &c->uses.items[i];

		if (i == 0 || at[-1].key != at->key)
			used = 0;
		used += at->by;
		if (used > c->p->capacity[at->key])
			return err_set(c->err, -EINVAL,
			    "H5: resource %d: over its capacity with mission "
			    "%d",
			    at->key, at->mission);
	}
	return 0;
}

/* H6, H7, H8. */
static int
compare_sums(struct checking *c)
{
	const struct problem *p = c->p;

	for (int32_t b = 0; b < p->budgets; b++)
		if (c->spent[b] > p->budget[b].limit)
			return err_set(c->err, -EINVAL,
			    "H6: budget %d: %lld is spent", b,
			    (long long)c->spent[b]);
	for (int32_t j = 0; j < p->joints; j++)
		if (p->joint[j].most >= 0 && c->goers[j] > p->joint[j].most)
			return err_set(c->err, -EINVAL,
			    "H7: joint %d: %lld delegates go", j,
			    (long long)c->goers[j]);
	for (int32_t i = 0; i < p->people; i++)
		if (c->away[i] > p->person[i].most_away)
			return err_set(c->err, -EINVAL,
			    "H8: person %d: %lld days away", i,
			    (long long)c->away[i]);
	return 0;
}

int
check_sweep(struct checking *c)
{
	if (sweep_bookings(c) < 0 || sweep_absences(c) < 0 || sweep_uses(c) < 0)
		return c->err->code;
	return compare_sums(c);
}
