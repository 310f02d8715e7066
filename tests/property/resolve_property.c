/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The resolver against a twin that looks at every plan, and what must hold of
 * it whatever the instance: names and weeks do not matter, more room never
 * hurts, what is apart adds up, an approved plan stays, a step taken back
 * leaves nothing, no bound is above the optimum, one seed is one plan.
 */
#include "resolve_kit.h"

#include <pthread.h>
#include <string.h>

#include "base/cleanup.h"
#include "schedule/resolve/prove.h"
#include "schedule/resolve/resolve.h"

#define INSTANCES 200
#define WEEK 10080

static struct answer
resolve_by(struct chance *chance, const struct tiny *tiny,
    const struct resolve_how *how)
{
	CLEANUP(problem_free) struct problem problem = { 0 };
	CLEANUP(roster_free) struct roster roster = { 0 };
	struct resolve_state state;
	struct err err = ERR_INIT;

	read_tiny(chance, tiny, &problem);
	if (resolve_problem(&problem, how, &roster, &state, &err) < 0) {
		assert_int_equal(err.code, -EINVAL);
		return (struct answer){ .stands = false };
	}
	return answer_of(&roster, &state);
}

static struct answer
resolve(struct chance *chance, const struct tiny *tiny)
{
	struct resolve_how how = { .iterations = 1000, .seed = 1 };

	return resolve_by(chance, tiny, &how);
}

static void
pin_some(struct chance *chance, struct tiny *tiny)
{
	for (int a = 0; a < tiny->missions; a++)
		tiny->mission[a].pinned =
		    tiny->mission[a].approved && chance_one_in(chance, 4);
}

static void
optimum_is_that_of_exhaustive_search(void **state)
{
	struct chance chance = chance_start();
	int proven = 0;

	(void)state;
	for (int n = 0; n < INSTANCES; n++) {
		struct tiny tiny;
		struct answer answer;
		int64_t levels[3], best;

		make_small(&chance, &tiny);
		pin_some(&chance, &tiny);
		best = tiny_best(&tiny);
		answer = resolve(&chance, &tiny);
		if (answer.stands != (best != INT64_MAX))
			chance_fail(&chance, "%d: pinned stands or not", n);
		if (!answer.stands)
			continue;
		if (!tiny_check(&tiny, &answer.plan, levels))
			chance_fail(&chance, "%d: the plan breaks a rule", n);
		assert_memory_equal(levels, answer.levels, sizeof levels);
		if (answer.cost != best)
			chance_fail(&chance, "%d: %lld, best is %lld", n,
			    (long long)answer.cost, (long long)best);
		assert_true(answer.bound <= best);
		proven += answer.bound == best;
	}
	assert_true(proven > INSTANCES / 2);
}

static void
bound_is_never_above_the_optimum(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int n = 0; n < INSTANCES; n++) {
		CLEANUP(problem_free) struct problem problem = { 0 };
		CLEANUP(roster_free) struct roster roster = { 0 };
		CLEANUP(prices_free) struct prices prices = { 0 };
		CLEANUP(prove_free) struct prove prove = { 0 };
		struct err err = ERR_INIT;
		struct tiny tiny;
		int64_t best;

		make_small(&chance, &tiny);
		best = tiny_best(&tiny);
		read_tiny(&chance, &tiny, &problem);
		assert_int_equal(roster_init(&roster, &problem, &err), 0);
		assert_int_equal(prices_init(&prices, &problem, &err), 0);
		assert_int_equal(prove_init(&prove, &prices, &err), 0);
		for (int round = 0; round < 4; round++) {
			int64_t steps = 10 << 4 * round;

			prices_raise(&prices, &roster, 40);
			if (prices.bound > best ||
			    prove_bound(&prove, &roster, steps) > best)
				chance_fail(&chance, "%d: bound %lld > %lld", n,
				    (long long)prices.bound, (long long)best);
		}
	}
}

/* ---- names and weeks ---------------------------------------------------- */

static void
shuffle(struct chance *chance, int *order, int len)
{
	for (int i = 0; i < len; i++)
		order[i] = i;
	for (int i = len - 1; i > 0; i--) {
		int j = (int)chance_range(chance, 0, i), kept = order[i];

		order[i] = order[j];
		order[j] = kept;
	}
}

/* The same with people and missions in another order. */
static struct tiny
renamed(struct chance *chance, const struct tiny *tiny)
{
	struct tiny other = *tiny;
	int people[TINY_PEOPLE], missions[TINY_MISSIONS];

	shuffle(chance, people, tiny->people);
	shuffle(chance, missions, tiny->missions);
	for (int i = 0; i < tiny->people; i++)
		other.person[people[i]] = tiny->person[i];
	for (int a = 0; a < tiny->missions; a++) {
		struct tiny_mission *m = &other.mission[missions[a]];

		*m = tiny->mission[a];
		for (int r = 0; r < m->roles; r++) {
			m->approved_who[r] = people[m->approved_who[r]];
			for (int i = 0; i < m->cands[r]; i++)
				m->cand[r][i] = people[m->cand[r][i]];
		}
	}
	return other;
}

static void
names_and_weeks_do_not_matter(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int n = 0; n < INSTANCES / 2; n++) {
		struct tiny tiny, other;
		int64_t cost;

		make_small(&chance, &tiny);
		cost = resolve(&chance, &tiny).cost;
		other = renamed(&chance, &tiny);
		other.shift = WEEK * chance_range(&chance, -9, 9);
		if (resolve(&chance, &other).cost != cost)
			chance_fail(&chance, "%d: renamed or shifted", n);
	}
}

/* ---- more room ---------------------------------------------------------- */

static void
widen(struct chance *chance, struct tiny *tiny)
{
	struct tiny_mission *m =
	    &tiny->mission[chance_range(chance, 0, tiny->missions - 1)];
	int r = (int)chance_range(chance, 0, m->roles - 1);

	switch (chance_range(chance, 0, 3)) {
	case 0: /* capacity */
		tiny->capacity[chance_range(chance, 0, 1)]++;
		tiny->limit[chance_range(chance, 0, 1)] += 30;
		break;
	case 1: /* an option */
		m->option[m->options] = m->option[0];
		m->option[m->options].joint = -1;
		m->option[m->options].start += 1440;
		m->option[m->options++].end += 1440;
		break;
	case 2: /* a person more, a candidate and on no leave */
		tiny->person[tiny->people] = tiny->person[0];
		tiny->person[tiny->people].team = m->team;
		tiny->person[tiny->people].off_start = 0;
		tiny->person[tiny->people].off_end = 0;
		m->cand[r][m->cands[r]++] = tiny->people++;
		break;
	default: /* fewer must stay */
		tiny->min_home[0] = tiny->min_home[1] = 0;
	}
}

static void
more_room_never_hurts(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int n = 0; n < INSTANCES; n++) {
		struct tiny tiny;
		int64_t cost;

		make_small(&chance, &tiny);
		cost = resolve(&chance, &tiny).cost;
		widen(&chance, &tiny);
		if (resolve(&chance, &tiny).cost > cost)
			chance_fail(&chance, "%d: worse with more room", n);
	}
}

/* ---- apart -------------------------------------------------------------- */

/* b beside a, sharing nothing but the map. */
static struct tiny
glued(const struct tiny *a, const struct tiny *b)
{
	struct tiny both = *a;

	for (int i = 0; i < b->people; i++) {
		both.person[a->people + i] = b->person[i];
		both.person[a->people + i].team += a->teams;
	}
	for (int i = 0; i < 2; i++) {
		both.min_home[a->teams + i] = b->min_home[i];
		both.limit[a->teams + i] = b->limit[i];
		both.capacity[2 + i] = b->capacity[i];
		both.joint[2 + i] = b->joint[i];
		if (both.joint[2 + i].resource >= 0)
			both.joint[2 + i].resource += 2;
	}
	for (int n = 0; n < b->missions; n++) {
		struct tiny_mission *m = &both.mission[a->missions + n];

		*m = b->mission[n];
		m->team += a->teams;
		for (int r = 0; r < m->roles; r++) {
			m->approved_who[r] += a->people;
			for (int i = 0; i < m->cands[r]; i++)
				m->cand[r][i] += a->people;
		}
		for (int o = 0; o < m->options; o++) {
			m->option[o].joint += m->option[o].joint < 0 ? 0 : 2;
			m->option[o].resource +=
			    m->option[o].resource < 0 ? 0 : 2;
		}
	}
	both.teams += b->teams;
	both.people += b->people;
	both.resources += b->resources;
	both.joints += b->joints;
	both.missions += b->missions;
	if (b->days > both.days)
		both.days = b->days;
	return both;
}

static void
what_is_apart_adds_up(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int n = 0; n < INSTANCES / 4; n++) {
		struct tiny a, b, both;

		make_small(&chance, &a);
		do
			make_small(&chance, &b);
		while (a.people + b.people > TINY_PEOPLE || a.days != b.days);
		memcpy(b.travel, a.travel, sizeof b.travel);
		both = glued(&a, &b);
		if (resolve(&chance, &both).cost !=
		    resolve(&chance, &a).cost + resolve(&chance, &b).cost)
			chance_fail(&chance, "%d: not the sum", n);
	}
}

/* ---- what was approved -------------------------------------------------- */

static void
an_approved_plan_stays(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int n = 0; n < INSTANCES; n++) {
		struct answer first, again;
		struct tiny tiny;

		make_small(&chance, &tiny);
		/* Each level before all of the next. */
		tiny.weights[0] = 100000000;
		tiny.weights[1] = 10000;
		first = resolve(&chance, &tiny);
		for (int a = 0; a < tiny.missions; a++) {
			struct tiny_mission *m = &tiny.mission[a];

			m->approved = first.plan.option[a] >= 0;
			m->approved_option = first.plan.option[a];
			m->move = m->swap = m->drop = 1;
			memcpy(m->approved_who, first.plan.who[a],
			    sizeof m->approved_who);
		}
		again = resolve(&chance, &tiny);
		if (again.levels[1] != 0)
			chance_fail(&chance, "%d: disturbed by %lld", n,
			    (long long)again.levels[1]);
	}
}

/* ---- steps and undo ----------------------------------------------------- */

static struct roster_choice
any_choice(struct chance *chance, const struct problem *p, int32_t mission)
{
	const struct problem_mission *m = &p->mission[mission];
	struct roster_choice choice = { .option = m->options.first };

	choice.option += (int32_t)chance_range(chance, 0, m->options.len - 1);
	for (int32_t r = 0; r < m->roles.len; r++) {
		struct problem_part part = p->role[m->roles.first + r].people;

		if (!part.len)
			return (struct roster_choice){ .option = -1 };
		choice.crew[r] =
		    (int16_t)p->role_crew[part.first + chance_range(chance, 0,
							   part.len - 1)];
	}
	return choice;
}

/* Puts and takes by chance; the journal goes back to the start. */
static void
walk_and_return(
    struct chance *chance, struct roster *roster, const struct tiny *tiny)
{
	const struct problem *p = roster->problem;
	struct roster_choice had[40];
	int32_t mission[40];
	int64_t cost = roster->cost;
	uint64_t hash = roster->hash;

	for (int i = 0; i < 40; i++) {
		struct resolve_state state = { 0 };
		struct roster_choice choice;
		struct answer answer;
		int64_t levels[3];

		mission[i] = (int32_t)chance_range(chance, 0, p->missions - 1);
		roster_take(roster, mission[i], &had[i]);
		choice = any_choice(chance, p, mission[i]);
		roster_put(roster, mission[i], &choice);
		answer = answer_of(roster, &state);
		if (!tiny_check(tiny, &answer.plan, levels))
			chance_fail(chance, "a step broke a rule");
		assert_memory_equal(levels, roster->level, sizeof levels);
		assert_int_equal(roster->cost, problem_weigh(p, levels));
	}
	for (int i = 40; i-- > 0;) {
		roster_take(roster, mission[i], NULL);
		assert_true(roster_put(roster, mission[i], &had[i]));
	}
	assert_int_equal(roster->cost, cost);
	assert_int_equal(roster->hash, hash);
}

static void
a_step_taken_back_leaves_nothing(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int n = 0; n < INSTANCES; n++) {
		CLEANUP(problem_free) struct problem problem = { 0 };
		CLEANUP(roster_free) struct roster roster = { 0 };
		CLEANUP(roster_free) struct roster fresh = { 0 };
		struct err err = ERR_INIT;
		struct tiny tiny;

		tiny_make(&chance, &tiny);
		read_tiny(&chance, &tiny, &problem);
		assert_int_equal(roster_init(&roster, &problem, &err), 0);
		assert_int_equal(roster_init(&fresh, &problem, &err), 0);
		walk_and_return(&chance, &roster, &tiny);
		assert_memory_equal(roster.use, fresh.use,
		    (size_t)problem.rows * sizeof *fresh.use);
		assert_memory_equal(roster.absent, fresh.absent,
		    (size_t)(problem.people * problem.days) *
			sizeof *fresh.absent);
	}
}

/* ---- one seed ----------------------------------------------------------- */

struct thread_task {
	void (*task)(void *tasks, int i);
	void *tasks;
	int i;
};

static void *
run_one(void *ctx)
{
	struct thread_task *one = ctx;

	one->task(one->tasks, one->i);
	return NULL;
}

/* Each task on a thread of its own. */
static void
run_threads(void *ctx, void (*task)(void *tasks, int i), void *tasks, int n)
{
	struct thread_task one[4];
	pthread_t thread[4];

	(void)ctx;
	assert_true(n <= 4);
	for (int i = 0; i < n; i++) {
		one[i] = (struct thread_task){ task, tasks, i };
		assert_int_equal(
		    pthread_create(&thread[i], NULL, run_one, &one[i]), 0);
	}
	for (int i = 0; i < n; i++)
		pthread_join(thread[i], NULL);
}

static void
one_seed_is_one_plan(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int n = 0; n < 6; n++) {
		struct resolve_how how = { .iterations = 4000, .seed = 7 };
		struct answer once, twice, threads;
		struct tiny tiny, small;

		make_small(&chance, &small);
		tiny = small;
		tiny.days = TINY_DAYS;
		while (tiny.missions < TINY_MISSIONS) {
			make_small(&chance, &small);
			if (small.people <= tiny.people)
				tiny.mission[tiny.missions++] =
				    small.mission[0];
		}
		once = resolve_by(&chance, &tiny, &how);
		twice = resolve_by(&chance, &tiny, &how);
		how.run = run_threads;
		threads = resolve_by(&chance, &tiny, &how);
		assert_true(once.hash == twice.hash);
		assert_true(once.hash == threads.hash);
		assert_int_equal(once.bound, threads.bound);
		assert_true(once.bound <= once.cost);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(optimum_is_that_of_exhaustive_search),
		cmocka_unit_test(bound_is_never_above_the_optimum),
		cmocka_unit_test(names_and_weeks_do_not_matter),
		cmocka_unit_test(more_room_never_hurts),
		cmocka_unit_test(what_is_apart_adds_up),
		cmocka_unit_test(an_approved_plan_stays),
		cmocka_unit_test(a_step_taken_back_leaves_nothing),
		cmocka_unit_test(one_seed_is_one_plan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
