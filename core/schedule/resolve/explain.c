/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may be in the way is asked of the search's own rules for every one of
 * the crew; that is a superset. Then one after the other is taken away: if the
 * wish still does not fit, the others suffice and that one stays away. Taking
 * somebody away can also cost room (a joint delegation's share is taken once),
 * so the result is gone through again until each of it is needed.
 */
#include "explain.h"

#include <stdlib.h>
#include <string.h>

/* Sets of people that are tried for a wish. */
#define WIDTH 4096

int
explain_init(
    struct explainer *explainer, const struct problem *p, struct err *err)
{
	*explainer = (struct explainer){ 0 };
	if (search_init(&explainer->search, p, 1, err) < 0)
		return err->code;
	explainer->among =
	    calloc((size_t)p->missions + 1, sizeof *explainer->among);
	explainer->blocker =
	    calloc((size_t)p->missions + 1, sizeof *explainer->blocker);
	if (!explainer->among || !explainer->blocker) {
		explain_free(explainer);
		return err_set(err, -ENOMEM, "explain: out of memory");
	}
	if (roster_init(&explainer->scratch, p, err) < 0 ||
	    roster_init(&explainer->forced, p, err) < 0) {
		explain_free(explainer);
		return err->code;
	}
	return 0;
}

void
explain_free(struct explainer *explainer)
{
	search_free(&explainer->search);
	roster_free(&explainer->scratch);
	roster_free(&explainer->forced);
	free(explainer->among);
	free(explainer->blocker);
	memset(explainer, 0, sizeof *explainer);
}

/* ---- whether it fits ---------------------------------------------------- */

static bool
has_person(const struct problem *p, const struct problem_mission *m,
    const struct roster_choice *choice, int32_t person)
{
	for (int32_t s = 0; s < m->slots.len; s++)
		if (p->crew[m->crew.first + choice->crew[s]] == person)
			return true;
	return person < 0;
}

/* Puts the mission, which is declined, as wished; false when it cannot be. */
static bool
put_wish(struct explainer *explainer, struct roster *roster,
    const struct explain_wish *wish)
{
	const struct problem *p = roster->problem;
	struct block *block = &explainer->search.block;
	int32_t len;

	if (!roster_option_fits(roster, wish->option))
		return false;
	block->width = WIDTH;
	len = block_choices(
	    block, roster, wish->mission, &explainer->search.dice);
	block_ease(block);
	for (int32_t i = 0; i < len; i++) {
		const struct roster_choice *choice = &block->list[i].choice;

		if (choice->option == wish->option &&
		    has_person(
			p, &p->mission[wish->mission], choice, wish->person) &&
		    roster_put(roster, wish->mission, choice))
			return true;
	}
	return false;
}

static bool
wish_fits(struct explainer *explainer, const struct explain_wish *wish)
{
	struct roster *roster = &explainer->scratch;
	bool fits = put_wish(explainer, roster, wish);

	if (fits)
		roster_take(roster, wish->mission, NULL);
	return fits;
}

/* ---- who is in the way -------------------------------------------------- */

static void
note_blocker(void *ctx, int32_t mission)
{
	struct explainer *explainer = ctx;

	if (explainer->among[mission])
		return;
	explainer->among[mission] = true;
	explainer->blocker[explainer->blockers++] = mission;
}

/* All of the roster that may be, whoever of the crew should go. */
static void
gather_blockers(struct explainer *explainer, const struct roster *roster,
    const struct explain_wish *wish)
{
	const struct problem *p = roster->problem;
	struct problem_part crew = p->mission[wish->mission].crew;

	explainer->blockers = 0;
	memset(explainer->among, 0,
	    (size_t)p->missions * sizeof *explainer->among);
	explainer->among[wish->mission] = true;
	for (int32_t k = 0; k < (crew.len ? crew.len : 1); k++) {
		struct roster_choice choice = { .option = wish->option };

		for (int s = 0; s < PROBLEM_MOST_PEOPLE; s++)
			choice.crew[s] = (int16_t)k;
		ruin_blockers(&explainer->search.ruin, roster, &choice,
		    note_blocker, explainer);
	}
}

static void
empty(struct roster *roster)
{
	for (int32_t i = 0; i < roster->problem->missions; i++)
		roster_take(roster, i, NULL);
}

/* The scratch with the blockers alone; all that attend, if they do not
 * suffice. */
static void
lay_out(struct explainer *explainer, const struct roster *roster,
    const struct explain_wish *wish)
{
	struct roster *scratch = &explainer->scratch;

	empty(scratch);
	for (int32_t i = 0; i < explainer->blockers; i++)
		roster_put(scratch, explainer->blocker[i],
		    &roster->choice[explainer->blocker[i]]);
	if (!wish_fits(explainer, wish))
		return;
	for (int32_t i = 0; i < roster->problem->missions; i++)
		if (roster->choice[i].option >= 0 && !explainer->among[i]) {
			note_blocker(explainer, i);
			roster_put(scratch, i, &roster->choice[i]);
		}
}

/* Takes away whoever is not needed; true when somebody was. */
static bool
thin_out(struct explainer *explainer, const struct explain_wish *wish)
{
	struct roster *scratch = &explainer->scratch;
	int32_t kept = 0, had = explainer->blockers;

	for (int32_t i = 0; i < had; i++) {
		int32_t mission = explainer->blocker[i];
		struct roster_choice choice;

		roster_take(scratch, mission, &choice);
		if (!wish_fits(explainer, wish))
			continue;
		roster_put(scratch, mission, &choice);
		explainer->blocker[kept++] = mission;
	}
	explainer->blockers = kept;
	return kept < had;
}

/* Which limits are short with the blockers in place. */
static void
name_limits(const struct roster *roster, const struct explain_wish *wish,
    struct explain *out)
{
	const struct problem *p = roster->problem;
	const struct problem_option *option = &p->option[wish->option];
	struct problem_part crew = p->mission[wish->mission].crew;
	struct problem_part loads[2] = { option->loads, option->share };

	for (int part = 0; part < 2; part++)
		for (int32_t l = 0; l < loads[part].len; l++) {
			struct problem_load load =
			    p->load[loads[part].first + l];

			for (int32_t row = load.low; row < load.high; row++)
				if (roster->use[row] + load.amount >
				    p->limit[row])
					out->families |=
					    1U << problem_row_family(p, row);
		}
	for (int32_t k = 0; k < crew.len; k++) {
		const struct problem_seat *seat = &p->seat[option->seats + k];
		int32_t who = p->crew[crew.first + k];
		int32_t away = p->family[ROW_AWAY] + who;
		const uint16_t *absent =
		    roster->absent + (size_t)who * (size_t)p->days;

		if (wish->person >= 0 && who != wish->person)
			continue;
		out->people |= !roster_seat_fits(roster, wish->option, k);
		/* Who is absent that day anyway is not missed twice. */
		for (int32_t row = seat->low; row < seat->high; row++)
			if (!absent[row - p->person[who].team * p->days] &&
			    roster->use[row] >= p->limit[row])
				out->families |= 1U << ROW_PRESENCE;
		if (roster->use[away] + seat->high - seat->low > p->limit[away])
			out->families |= 1U << ROW_AWAY;
	}
}

int
explain_wish(struct explainer *explainer, const struct roster *roster,
    const struct explain_wish *wish, struct explain *out, struct err *err)
{
	*out = (struct explain){ .standing = EXPLAIN_FREE };
	explainer->search.dice.state = 1;
	roster_copy(&explainer->scratch, roster);
	roster_take(&explainer->scratch, wish->mission, NULL);
	if (wish_fits(explainer, wish))
		return 0;
	gather_blockers(explainer, &explainer->scratch, wish);
	lay_out(explainer, roster, wish);
	while (thin_out(explainer, wish))
		;
	if (explainer->blockers > EXPLAIN_MOST)
		return err_set(err, -E2BIG,
		    "/missions/%d: more than %d missions are in the way",
		    wish->mission, EXPLAIN_MOST);
	out->standing = explainer->blockers ? EXPLAIN_BLOCKED : EXPLAIN_NEVER;
	out->len = explainer->blockers;
	memcpy(out->mission, explainer->blocker,
	    (size_t)out->len * sizeof *out->mission);
	name_limits(&explainer->scratch, wish, out);
	/* Each would do alone, but not all that it takes together. */
	out->people |= !out->families;
	return 0;
}

/* ---- forcing ------------------------------------------------------------ */

/* Takes out all that is in the way and may move; puts the wish. */
static bool
clear_way(struct explainer *explainer, struct roster *roster,
    const struct explain_wish *wish)
{
	const bool *held = explainer->search.ruin.held;

	roster_take(roster, wish->mission, NULL);
	gather_blockers(explainer, roster, wish);
	if (put_wish(explainer, roster, wish))
		return true;
	for (int32_t i = 0; i < explainer->blockers; i++)
		if (!held[explainer->blocker[i]])
			roster_take(roster, explainer->blocker[i], NULL);
	return put_wish(explainer, roster, wish);
}

void
explain_force(struct explainer *explainer, const struct roster *roster,
    const struct explain_wish *wish, int64_t rounds, struct explain_forced *out)
{
	struct search *search = &explainer->search;
	struct roster *forced = &explainer->forced;
	bool *held = &search->ruin.held[wish->mission];
	bool pinned = *held;

	*out = (struct explain_forced){ .possible = false };
	search->dice.state = 1;
	roster_copy(forced, roster);
	if (pinned || !clear_way(explainer, forced, wish))
		return;
	*held = true;
	for (int32_t i = 0; i < explainer->blockers; i++) {
		int32_t mission = explainer->blocker[i];

		if (forced->choice[mission].option < 0 &&
		    !search->ruin.held[mission])
			search_place(search, forced, mission);
	}
	while (rounds-- > 0 && explainer->blockers) {
		int32_t mission = explainer->blocker[dice_roll(
		    &search->dice, explainer->blockers)];

		if (!search->ruin.held[mission])
			search_around(search, forced, mission);
	}
	*held = pinned;
	out->possible = true;
	for (int level = 0; level < PROBLEM_LEVELS; level++)
		out->levels[level] =
		    forced->level[level] - roster->level[level];
}
