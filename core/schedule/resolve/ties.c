/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Person by person: their seats in order of start, a sweep that keeps those
 * which still reach the next, and for each seat the cliques that it closes.
 * A clique within one of its neighbours says nothing and is left out.
 */
#include "ties.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/vec.h"

struct sitting {
	int32_t seat, start, end, city, mission, low, high;
};

VEC_TYPE(
    pairs, struct tie_pair {
	    int32_t seat;
	    int32_t row;
    });

struct tying {
	const struct problem *p;
	struct ties *ties;
	struct sitting *sitting; /* of all people */
	struct problem_part *of; /* by person */
	struct pairs pairs;
	VEC(int32_t) member; /* of the cliques of one person */
	VEC(struct problem_part) clique;
	VEC(int32_t) active;
	VEC(int32_t) rest;
	int32_t farthest; /* the longest way */
	bool failed;
};

static void
add_pair(struct tying *t, int32_t seat, int32_t row)
{
	struct tie_pair pair = { seat, row };

	if (vec_push(&t->pairs, pair) < 0)
		t->failed = true;
}

/* ---- seats by person ---------------------------------------------------- */

static int
by_start(const void *a, const void *b)
{
	const struct sitting *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return x->seat - y->seat;
}

static void
walk_seats(struct tying *t)
{
	const struct problem *p = t->p;

	for (int32_t o = 0; o < p->options; o++) {
		const struct problem_option *option = &p->option[o];
		struct problem_part crew = p->mission[option->mission].crew;

		for (int32_t k = 0; k < crew.len; k++) {
			const struct problem_seat *seat =
			    &p->seat[option->seats + k];
			struct problem_part *of =
			    &t->of[p->crew[crew.first + k]];

			if (seat->blocked)
				continue;
			if (t->sitting)
				t->sitting[of->first + of->len] =
				    (struct sitting){ option->seats + k,
					    option->start, option->end,
					    seat->city, option->mission,
					    seat->low, seat->high };
			of->len++;
		}
	}
}

static int
gather_seats(struct tying *t)
{
	const struct problem *p = t->p;
	int32_t total = 0;

	t->of = calloc((size_t)p->people + 1, sizeof *t->of);
	if (!t->of)
		return -ENOMEM;
	walk_seats(t);
	for (int32_t i = 0; i < p->people; i++) {
		t->of[i].first = total;
		total += t->of[i].len;
		t->of[i].len = 0;
	}
	t->sitting = calloc((size_t)total + 1, sizeof *t->sitting);
	if (!t->sitting)
		return -ENOMEM;
	walk_seats(t);
	for (int32_t i = 0; i < p->people; i++)
		if (t->of[i].len)
			qsort(t->sitting + t->of[i].first, (size_t)t->of[i].len,
			    sizeof *t->sitting, by_start);
	return 0;
}

/* ---- cliques ------------------------------------------------------------ */

/* a begins no later than b. */
static bool
excludes(
    const struct problem *p, const struct sitting *a, const struct sitting *b)
{
	return a->mission == b->mission ||
	       a->end + problem_travel(p, a->city, b->city) > b->start;
}

static bool
excludes_all(const struct tying *t, const struct sitting *all, size_t first,
    int32_t candidate)
{
	for (size_t i = first; i < t->member.len; i++) {
		int32_t a = t->member.items[i], b = candidate;

		if (a > b) {
			a = candidate;
			b = t->member.items[i];
		}
		if (!excludes(t->p, &all[a], &all[b]))
			return false;
	}
	return true;
}

/* One clique of seat j and some of rest, which keeps the others. */
static void
close_clique(struct tying *t, const struct sitting *all, int32_t j)
{
	size_t first = t->member.len, kept = 0;
	struct problem_part clique;

	t->failed |= vec_push(&t->member, j) < 0;
	for (size_t i = 0; i < t->rest.len && !t->failed; i++) {
		int32_t k = t->rest.items[i];

		if (excludes_all(t, all, first + 1, k))
			t->failed |= vec_push(&t->member, k) < 0;
		else
			t->rest.items[kept++] = k;
	}
	t->rest.len = kept;
	clique = (struct problem_part){ (int32_t)first,
		(int32_t)(t->member.len - first) };
	t->failed |= vec_push(&t->clique, clique) < 0;
}

static void
sweep_person(struct tying *t, const struct sitting *all, int32_t len)
{
	t->active.len = 0;
	for (int32_t j = 0; j < len && !t->failed; j++) {
		size_t kept = 0;

		t->rest.len = 0;
		for (size_t i = t->active.len; i-- > 0 && !t->failed;) {
			int32_t k = t->active.items[i];

			if (excludes(t->p, &all[k], &all[j]))
				t->failed |= vec_push(&t->rest, k) < 0;
		}
		for (size_t i = 0; i < t->active.len; i++) {
			int32_t k = t->active.items[i];

			if (all[k].end + t->farthest > all[j].start)
				t->active.items[kept++] = k;
		}
		t->active.len = kept;
		t->failed |= vec_push(&t->active, j) < 0;
		while (t->rest.len && !t->failed)
			close_clique(t, all, j);
	}
}

static bool
is_within(const struct tying *t, struct problem_part a, struct problem_part b)
{
	const int32_t *items = t->member.items;

	if (a.len > b.len)
		return false;
	for (int32_t i = a.first; i < a.first + a.len; i++) {
		int32_t k = b.first;

		while (k < b.first + b.len && items[k] != items[i])
			k++;
		if (k == b.first + b.len)
			return false;
	}
	return true;
}

static bool
says_nothing(const struct tying *t, const struct sitting *all, int32_t at)
{
	struct problem_part a = t->clique.items[at];
	int32_t n = (int32_t)t->clique.len, missions = 1;

	for (int32_t i = 1; i < a.len; i++)
		missions += all[t->member.items[a.first + i]].mission !=
			    all[t->member.items[a.first]].mission;
	if (missions < 2)
		return true;
	for (int32_t b = at > 4 ? at - 4 : 0; b < n && b < at + 12; b++)
		if (b != at && is_within(t, a, t->clique.items[b]) &&
		    (t->clique.items[b].len > a.len || b < at))
			return true;
	return false;
}

static void
tie_person(struct tying *t, int32_t person)
{
	const struct sitting *all = t->sitting + t->of[person].first;

	t->member.len = t->clique.len = 0;
	sweep_person(t, all, t->of[person].len);
	for (size_t c = 0; c < t->clique.len && !t->failed; c++) {
		struct problem_part clique = t->clique.items[c];

		if (says_nothing(t, all, (int32_t)c))
			continue;
		for (int32_t i = clique.first; i < clique.first + clique.len;
		     i++)
			add_pair(
			    t, all[t->member.items[i]].seat, t->ties->rows);
		t->ties->rows++;
	}
}

/* ---- days --------------------------------------------------------------- */

/* The seats of one person that are away on one day, as far as any two of
 * them exclude each other; the greater of two greedy sets, from both ends. */
static void
count_day(struct tying *t, const struct sitting *all, int32_t row)
{
	size_t best = 0;

	for (int backward = 0; backward < 2; backward++) {
		size_t n = t->rest.len;

		t->member.len = best;
		for (size_t i = 0; i < n && !t->failed; i++) {
			int32_t k = t->rest.items[backward ? n - 1 - i : i];

			if (excludes_all(t, all, best, k))
				t->failed |= vec_push(&t->member, k) < 0;
		}
		if (!backward)
			best = t->member.len;
	}
	if (t->member.len - best > best) {
		for (size_t i = best; i < t->member.len; i++)
			add_pair(t, all[t->member.items[i]].seat, row);
		return;
	}
	for (size_t i = 0; i < best; i++)
		add_pair(t, all[t->member.items[i]].seat, row);
}

static void
tie_days(struct tying *t, int32_t person)
{
	const struct problem *p = t->p;
	const struct sitting *all = t->sitting + t->of[person].first;
	const uint16_t *off = p->off_day + (size_t)person * (size_t)p->days;
	int32_t first = p->person[person].team * p->days, from = 0;
	int32_t len = t->of[person].len;

	for (int32_t d = 0; d < p->days && !t->failed; d++) {
		int32_t row = first + d;

		while (from < len &&
		       all[from].end + 2 * t->farthest < p->day[d].start)
			from++;
		t->rest.len = 0;
		for (int32_t i = from; i < len && !off[d] && !t->failed; i++) {
			if (all[i].start - 2 * t->farthest > p->day[d].end)
				break;
			if (all[i].low <= row && row < all[i].high)
				t->failed |= vec_push(&t->rest, i) < 0;
		}
		if (t->rest.len)
			count_day(t, all, row);
	}
}

/* ---- which rows can be short -------------------------------------------- */

/* The most that missions could load each row with, one option of each. */
static int
find_binding(struct tying *t)
{
	const struct problem *p = t->p;
	size_t n = (size_t)p->rows + 1;
	CLEANUP(freep) int64_t *total = calloc(n, sizeof *total);
	CLEANUP(freep) int64_t *most = calloc(n, sizeof *most);
	CLEANUP(freep) int32_t *last = calloc(n, sizeof *last);

	t->ties->binds = calloc(n, sizeof *t->ties->binds);
	if (!total || !most || !last || !t->ties->binds)
		return -ENOMEM;
	for (int32_t o = 0; o < p->options; o++) {
		const struct problem_option *option = &p->option[o];
		int32_t first = option->share.len ? option->share.first
						  : option->loads.first;
		int32_t end = option->loads.first + option->loads.len;

		for (int32_t l = first; l < end; l++)
			for (int32_t row = p->load[l].low;
			     row < p->load[l].high; row++) {
				int64_t amount = p->load[l].amount;

				if (last[row] != option->mission + 1) {
					last[row] = option->mission + 1;
					total[row] += most[row];
					most[row] = 0;
				}
				if (option->share.len)
					total[row] += amount;
				else if (amount > most[row])
					most[row] = amount;
			}
	}
	for (int32_t row = p->family[ROW_RESOURCE]; row < p->rows; row++)
		t->ties->binds[row] = total[row] + most[row] > p->limit[row];
	for (int32_t row = 0; row < p->family[ROW_RESOURCE]; row++)
		t->ties->binds[row] = true;
	for (int32_t row = p->family[ROW_AWAY]; row < p->rows; row++)
		t->ties->binds[row] = true;
	return 0;
}

/* ---- the whole ---------------------------------------------------------- */

static int
sort_pairs(struct tying *t)
{
	const struct problem *p = t->p;
	struct ties *ties = t->ties;
	int32_t total = 0;

	ties->of = calloc((size_t)p->seats + 1, sizeof *ties->of);
	ties->row = calloc(t->pairs.len + 1, sizeof *ties->row);
	if (!ties->of || !ties->row)
		return -ENOMEM;
	vec_each(&t->pairs, pair)
		ties->of[pair->seat].len++;
	for (int32_t s = 0; s < p->seats; s++) {
		ties->of[s].first = total;
		total += ties->of[s].len;
		ties->of[s].len = 0;
	}
	vec_each(&t->pairs, pair) {
		struct problem_part *of = &ties->of[pair->seat];

		ties->row[of->first + of->len++] = pair->row;
	}
	return 0;
}

int
ties_init(struct ties *ties, const struct problem *p, struct err *err)
{
	struct tying t = { .p = p, .ties = ties };

	*ties = (struct ties){ .rows = p->rows };
	for (int32_t i = 0; i < p->cities * p->cities; i++)
		if (p->travel[i] > t.farthest)
			t.farthest = p->travel[i];
	t.failed = gather_seats(&t) < 0 || find_binding(&t) < 0;
	for (int32_t i = 0; i < p->people && !t.failed; i++) {
		tie_person(&t, i);
		tie_days(&t, i);
	}
	t.failed = t.failed || sort_pairs(&t) < 0;
	free(t.sitting);
	free(t.of);
	vec_free(&t.pairs);
	vec_free(&t.member);
	vec_free(&t.clique);
	vec_free(&t.active);
	vec_free(&t.rest);
	if (!t.failed)
		return 0;
	ties_free(ties);
	return err_set(err, -ENOMEM, "resolve: out of memory");
}

void
ties_free(struct ties *ties)
{
	free(ties->of);
	free(ties->row);
	free(ties->binds);
	memset(ties, 0, sizeof *ties);
}
