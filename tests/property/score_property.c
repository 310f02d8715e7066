/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scores against a slow twin that says the formula in words; the order of
 * precedence against the sorting by one key after the other; what must hold of
 * every score.
 */
#include "chance.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "schedule/score.h"

/* ---- a plan and events to choose from --------------------------------- */

static const char *const eu[] = { "EU", "Agenda urbana", NULL };
static const char *const funds[] = { "funds", NULL };
static const char *const spain[] = { "ES", "FR", NULL };
static const char *const japan[] = { "JP", "US", NULL };
static const char *const titles[] = { "EU summit", "Neu fundsraising",
	"L'Agènda  URBANA today", "Funds, at last", "Nothing at all" };
/* Which of the three lines each title names. */
static const bool title_serves[][3] = { { true, false, false },
	{ false, false, false }, { true, false, false }, { false, true, false },
	{ false, false, false } };
static const char *const countries[] = { NULL, "ES", "JP", "BR" };

struct world {
	struct line lines[3];
	struct region regions[2];
	const struct line *line_list[4];
	const struct region *region_list[3];
	struct plan plan;
};

static void
make_plan(struct chance *chance, struct world *world)
{
	static const char *const ids[] = { "L1", "L2", "L3" };
	static const char *const *const words[] = { eu, funds, NULL };

	memset(world, 0, sizeof *world);
	for (int i = 0; i < 3; i++) {
		world->lines[i] = (struct line){ ids[i], NULL,
			chance_range(chance, 0, 100), words[i] };
		world->line_list[i] = &world->lines[i];
	}
	world->regions[0] =
	    (struct region){ "A", NULL, chance_range(chance, 0, 100), spain };
	world->regions[1] =
	    (struct region){ "B", NULL, chance_range(chance, 0, 100), japan };
	world->region_list[0] = &world->regions[0];
	world->region_list[1] = &world->regions[1];
	world->plan = (struct plan){ .lines = world->line_list,
		.regions = world->region_list,
		.other_regions = chance_range(chance, 0, 100) };
}

/* ---- the twin --------------------------------------------------------- */

/* What the office says: lines as a mask, -1 when it says none. */
struct said {
	int title, country, overlay_lines, network_lines, project_lines;
	int part;
};

static int
twin_line(const struct world *world, const struct said *said)
{
	int best = 0;

	for (int i = 0; i < 3; i++) {
		bool serves = said->overlay_lines >= 0
				  ? said->overlay_lines >> i & 1
				  : title_serves[said->title][i] ||
					(said->network_lines >> i & 1) ||
					(said->project_lines >> i & 1);

		if (serves && world->lines[i].weight > best)
			best = (int)world->lines[i].weight;
	}
	return best;
}

static int
twin_region(const struct world *world, const struct said *said)
{
	if (said->country == 1)
		return (int)world->regions[0].weight;
	if (said->country == 2)
		return (int)world->regions[1].weight;
	return (int)world->plan.other_regions;
}

static int
twin_role(const struct said *said, const struct event *event, bool votes)
{
	switch (said->part) {
	case PART_PARTICIPANT:
		return 30;
	case PART_SPEAKER:
		return 75;
	case PART_VOTE:
	case PART_ORGANISER:
		return 100;
	}
	if (event->role == EVENT_ROLE_HOST)
		return 100;
	return event->statutory && (event->voting_seat || votes) ? 100 : 30;
}

static const char *const *
list_of(int mask, const char *out[4])
{
	static const char *const ids[] = { "L1", "L2", "L3" };
	int n = 0;

	for (int i = 0; i < 3; i++)
		if (mask >> i & 1)
			out[n++] = ids[i];
	out[n] = NULL;
	return out;
}

static void
check_one(struct chance *chance, const struct world *world)
{
	struct said said = { (int)chance_range(chance, 0, 4),
		(int)chance_range(chance, 0, 3),
		chance_one_in(chance, 2) ? -1 : (int)chance_range(chance, 0, 7),
		(int)chance_range(chance, 0, 7) & 4,
		(int)chance_range(chance, 0, 7) & 2,
		(int)chance_range(chance, 0, PART_ORGANISER) };
	const char *a[4], *b[4], *c[4];
	struct overlay overlay = { .part = said.part };
	struct event event = { .summary = titles[said.title],
		.country = countries[said.country],
		.role = (int)chance_range(chance, 0, 3),
		.statutory = chance_one_in(chance, 2),
		.voting_seat = chance_one_in(chance, 2) };
	struct score_facts facts = { .overlay = &overlay,
		.network_lines = list_of(said.network_lines, a),
		.project_lines = list_of(said.project_lines, b),
		.our_network = chance_one_in(chance, 2),
		.our_project = chance_one_in(chance, 2),
		.votes = chance_one_in(chance, 2) };
	struct score score;
	int line = twin_line(world, &said), region = twin_region(world, &said);
	int role = twin_role(&said, &event, facts.votes), total;

	if (said.overlay_lines >= 0)
		overlay.lines = list_of(said.overlay_lines, c);
	score_event(&world->plan, &event, &facts, &score);
	total = 40 * line + 25 * region + 15 * role +
		(facts.our_project ? 1000 : 0) + (facts.our_network ? 1000 : 0);
	total /= 100;
	if (score.line != line || score.region != region ||
	    score.role != role || score.total != total || total < 0 ||
	    total > 100)
		chance_fail(chance, "%s: %d %d %d -> %d and not %d %d %d -> %d",
		    event.summary, score.line, score.region, score.role,
		    score.total, line, region, role, total);
}

static void
scores_are_as_their_twins(void **state)
{
	struct chance chance = chance_start();
	struct world world;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		if (i % 20 == 0)
			make_plan(&chance, &world);
		check_one(&chance, &world);
	}
}

/* ---- precedence ------------------------------------------------------- */

static struct precedence
random_precedence(struct chance *chance)
{
	return (struct precedence){ chance_one_in(chance, 2),
		chance_one_in(chance, 2), chance_range(chance, 0, 2),
		chance_range(chance, 0, 2) };
}

/* One number that says the whole order: the smaller goes first. */
static int64_t
twin_key(const struct precedence *p)
{
	int64_t time = p->submitted_at ? p->submitted_at : 9;

	return ((!p->mandatory * 2 + !p->authorised) * 10 + 9 - p->score) * 10 +
	       time;
}

static void
precedence_is_one_key_after_the_other(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct precedence a = random_precedence(&chance);
		struct precedence b = random_precedence(&chance);
		int64_t difference = twin_key(&a) - twin_key(&b);
		int told = precedence_compare(&a, &b);

		if ((told < 0) != (difference < 0) ||
		    (told > 0) != (difference > 0))
			chance_fail(&chance, "%d and not %lld", told,
			    (long long)difference);
	}
}

static void
the_bonus_is_what_is_open(void **state)
{
	(void)state;
	assert_int_equal(score_bonus(0, 0), 0);
	assert_int_equal(score_bonus(10, 0), 10);
	assert_int_equal(score_bonus(10, 5), 5);
	assert_int_equal(score_bonus(3, 2), 3);
	assert_int_equal(score_bonus(10, 10), 0);
	assert_int_equal(score_bonus(10, 12), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scores_are_as_their_twins),
		cmocka_unit_test(precedence_is_one_key_after_the_other),
		cmocka_unit_test(the_bonus_is_what_is_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
