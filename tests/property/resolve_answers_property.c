/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is asked of a plan that stands: the check judges as the twin does, an
 * explanation is needed whole and no more, forcing gives a plan that has the
 * wish, what is frozen stays, and a mission more leaves the absent alone.
 */
#include "resolve_kit.h"

#include <string.h>

#include "base/cleanup.h"
#include "schedule/resolve/check.h"
#include "schedule/resolve/explain.h"
#include "schedule/resolve/insert.h"

#define INSTANCES 120

struct solved {
	struct tiny tiny;
	struct problem problem;
	struct roster roster;
	struct resolve_state state;
};

static void
solved_free(struct solved *s)
{
	roster_free(&s->roster);
	problem_free(&s->problem);
}

/* A small instance with some pinned, resolved. */
static void
solve(struct chance *chance, struct solved *s)
{
	struct resolve_how how = { .iterations = 500, .seed = 1 };
	struct err err = ERR_INIT;

	*s = (struct solved){ 0 };
	make_small(chance, &s->tiny);
	for (int a = 0; a < s->tiny.missions; a++)
		s->tiny.mission[a].pinned =
		    s->tiny.mission[a].approved && chance_one_in(chance, 6);
	read_tiny(chance, &s->tiny, &s->problem);
	if (resolve_problem(&s->problem, &how, &s->roster, &s->state, &err) <
	    0) {
		solved_free(s);
		solve(chance, s);
	}
}

/* ---- the check ---------------------------------------------------------- */

struct plain {
	int32_t option[TINY_MISSIONS], person[2 * TINY_MISSIONS];
};

/* One mission does something else, which may be forbidden. */
static void
disturb(struct chance *chance, const struct solved *s, struct tiny_plan *plan)
{
	int a = (int)chance_range(chance, 0, s->tiny.missions - 1);
	const struct tiny_mission *m = &s->tiny.mission[a];

	for (int r = 0; r < m->roles; r++)
		if (!m->cands[r])
			return;
	plan->option[a] = (int)chance_range(chance, -1, m->options - 1);
	for (int r = 0; r < m->roles; r++)
		plan->who[a][r] =
		    m->cand[r][chance_range(chance, 0, m->cands[r] - 1)];
}

static struct plain
plain_of(const struct problem *p, const struct tiny_plan *plan)
{
	struct plain plain;

	for (int32_t a = 0; a < p->missions; a++) {
		const struct problem_mission *m = &p->mission[a];

		plain.option[a] = plan->option[a] < 0
				      ? -1
				      : m->options.first + plan->option[a];
		for (int32_t s = 0; s < m->slots.len; s++)
			plain.person[m->slots.first + s] = plan->who[a][s];
	}
	return plain;
}

static void
judge(struct chance *chance, const struct solved *s,
    const struct tiny_plan *plan, int counts[2])
{
	struct plain plain = plain_of(&s->problem, plan);
	struct check_plan asked = { plain.option, plain.person };
	struct err err = ERR_INIT;
	int64_t levels[3], twins[3];
	bool fine = tiny_check(&s->tiny, plan, twins);
	int code = check_plan(&s->problem, &asked, levels, &err);

	if (fine != (code == 0))
		chance_fail(chance, "twin says %d, check %s", fine, err.msg);
	if (fine)
		assert_memory_equal(levels, twins, sizeof levels);
	counts[fine]++;
}

static void
the_check_judges_as_the_twin(void **state)
{
	struct chance chance = chance_start();
	int counts[2] = { 0 };

	(void)state;
	for (int n = 0; n < INSTANCES; n++) {
		CLEANUP(solved_free) struct solved s;
		struct tiny_plan plan;
		struct err err = ERR_INIT;

		solve(&chance, &s);
		assert_int_equal(check_roster(&s.roster, &err), 0);
		for (int i = 0; i < 12; i++) {
			plan = answer_of(&s.roster, &s.state).plan;
			for (int k = 0; k <= i / 4; k++)
				disturb(&chance, &s, &plan);
			judge(&chance, &s, &plan, counts);
		}
	}
	assert_true(counts[0] > INSTANCES && counts[1] > INSTANCES);
}

/* ---- explanations ------------------------------------------------------- */

/* Every pair of the crew is tried. */
static bool
fits(struct roster *roster, const struct explain_wish *wish)
{
	const struct problem *p = roster->problem;
	const struct problem_mission *m = &p->mission[wish->mission];
	struct roster_choice choice = { .option = wish->option };
	int32_t second = m->slots.len > 1 ? m->crew.len : 1;

	for (int32_t a = 0; a < m->crew.len; a++)
		for (int32_t b = 0; b < second; b++) {
			bool has = wish->person < 0;

			choice.crew[0] = (int16_t)a;
			choice.crew[1] = (int16_t)b;
			for (int32_t s = 0; s < m->slots.len; s++) {
				struct problem_part all =
				    p->role[m->roles.first + s].people;
				bool can = false;

				for (int32_t i = 0; i < all.len; i++)
					can |= p->role_crew[all.first + i] ==
					       choice.crew[s];
				if (!can)
					goto next;
				has |=
				    p->crew[m->crew.first + choice.crew[s]] ==
				    wish->person;
			}
			if (has && roster_put(roster, wish->mission, &choice)) {
				roster_take(roster, wish->mission, NULL);
				return true;
			}
		next:;
		}
	return false;
}

/* Whether the wish fits beside those of the explanation but one. */
static bool
fits_without(const struct solved *s, const struct explain_wish *wish,
    const struct explain *answer, int32_t but)
{
	CLEANUP(roster_free) struct roster roster = { 0 };
	struct err err = ERR_INIT;

	assert_int_equal(roster_init(&roster, &s->problem, &err), 0);
	for (int32_t i = 0; i < answer->len; i++)
		if (i != but)
			assert_true(roster_put(&roster, answer->mission[i],
			    &s->roster.choice[answer->mission[i]]));
	return fits(&roster, wish);
}

static void
verify_answer(struct chance *chance, const struct solved *s,
    const struct explain_wish *wish, const struct explain *answer)
{
	if (answer->standing == EXPLAIN_FREE) {
		CLEANUP(roster_free) struct roster roster = { 0 };
		struct err err = ERR_INIT;

		assert_int_equal(roster_init(&roster, &s->problem, &err), 0);
		roster_copy(&roster, &s->roster);
		roster_take(&roster, wish->mission, NULL);
		assert_true(fits(&roster, wish));
		return;
	}
	assert_int_equal(answer->standing == EXPLAIN_BLOCKED, answer->len > 0);
	assert_true(answer->families || answer->people);
	if (fits_without(s, wish, answer, -1))
		chance_fail(
		    chance, "mission %d fits all the same", wish->mission);
	for (int32_t i = 0; i < answer->len; i++)
		if (!fits_without(s, wish, answer, i))
			chance_fail(chance, "mission %d: %d is not needed",
			    wish->mission, answer->mission[i]);
}

static void
verify_forced(struct explainer *explainer, const struct solved *s,
    const struct explain_wish *wish)
{
	struct explain_forced forced;
	const struct roster_choice *got;
	struct err err = ERR_INIT;

	explain_force(explainer, &s->roster, wish, 20, &forced);
	if (!forced.possible)
		return;
	got = &explainer->forced.choice[wish->mission];
	assert_int_equal(got->option, wish->option);
	assert_int_equal(check_roster(&explainer->forced, &err), 0);
	for (int level = 0; level < 3; level++)
		assert_int_equal(forced.levels[level],
		    explainer->forced.level[level] - s->roster.level[level]);
	if (s->state.bound == s->state.cost)
		assert_true(explainer->forced.cost >= s->roster.cost);
}

static void
an_explanation_is_needed_whole(void **state)
{
	struct chance chance = chance_start();
	int blocked = 0;

	(void)state;
	for (int n = 0; n < INSTANCES; n++) {
		CLEANUP(solved_free) struct solved s;
		CLEANUP(explain_free) struct explainer explainer = { 0 };
		struct err err = ERR_INIT;

		solve(&chance, &s);
		assert_int_equal(explain_init(&explainer, &s.problem, &err), 0);
		for (int32_t o = 0; o < s.problem.options; o++) {
			int32_t at = s.problem.option[o].mission;
			struct problem_part crew = s.problem.mission[at].crew;
			struct explain_wish wish = { at, o, -1 };
			struct explain answer;

			if (crew.len && chance_one_in(&chance, 2))
				wish.person = s.problem.crew[crew.first];
			assert_int_equal(explain_wish(&explainer, &s.roster,
					     &wish, &answer, &err),
			    0);
			verify_answer(&chance, &s, &wish, &answer);
			verify_forced(&explainer, &s, &wish);
			blocked += answer.standing == EXPLAIN_BLOCKED;
		}
	}
	assert_true(blocked > INSTANCES / 10);
}

/* ---- going on from a plan ----------------------------------------------- */

static void
what_is_frozen_stays(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int n = 0; n < INSTANCES; n++) {
		CLEANUP(solved_free) struct solved s;
		CLEANUP(roster_free) struct roster again = { 0 };
		bool frozen[TINY_MISSIONS];
		struct resolve_how how = {
			.iterations = 500, .seed = 2, .frozen = frozen
		};
		struct resolve_state told;
		struct err err = ERR_INIT;

		solve(&chance, &s);
		for (int a = 0; a < s.tiny.missions; a++) {
			frozen[a] = chance_one_in(&chance, 2);
			if (!frozen[a])
				roster_take(&s.roster, a, NULL);
		}
		how.start = s.roster.choice;
		assert_int_equal(
		    resolve_problem(&s.problem, &how, &again, &told, &err), 0);
		assert_int_equal(check_roster(&again, &err), 0);
		assert_true(told.bound <= again.cost);
		assert_true(again.cost <= s.roster.cost);
		for (int a = 0; a < s.tiny.missions; a++)
			if (frozen[a])
				assert_int_equal(again.choice[a].option,
				    s.roster.choice[a].option);
	}
}

static void
one_more_leaves_the_absent_alone(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int n = 0; n < INSTANCES; n++) {
		CLEANUP(solved_free) struct solved s;
		CLEANUP(insert_free) struct insert insert = { 0 };
		bool absent[TINY_MISSIONS] = { false };
		struct err err = ERR_INIT;
		int64_t best;

		solve(&chance, &s);
		best = s.roster.cost;
		for (int a = 0; a < s.tiny.missions; a++)
			if (!s.tiny.mission[a].pinned &&
			    chance_one_in(&chance, 2)) {
				absent[a] = true;
				roster_take(&s.roster, a, NULL);
			}
		assert_int_equal(
		    insert_init(&insert, &s.problem, absent, 1, &err), 0);
		for (int a = 0; a < s.tiny.missions; a++) {
			int64_t before = s.roster.cost, change;

			if (!absent[a])
				continue;
			change = insert_mission(&insert, &s.roster, a, 30);
			assert_int_equal(change, s.roster.cost - before);
			assert_true(s.roster.cost <= before);
			absent[a] = false;
			assert_int_equal(check_roster(&s.roster, &err), 0);
			for (int b = a + 1; b < s.tiny.missions; b++)
				if (absent[b])
					assert_int_equal(
					    s.roster.choice[b].option, -1);
		}
		if (s.state.bound == best)
			assert_true(s.roster.cost >= best);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_check_judges_as_the_twin),
		cmocka_unit_test(an_explanation_is_needed_whole),
		cmocka_unit_test(what_is_frozen_stays),
		cmocka_unit_test(one_more_leaves_the_absent_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
