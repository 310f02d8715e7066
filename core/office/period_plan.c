/* SPDX-License-Identifier: Apache-2.0 */
/* A plan of the resolver's as steps, mission by mission. */
#include "period.h"

static void
add_step(struct propose_candidate *out, enum propose_kind kind, int32_t at,
    int32_t from, int32_t to)
{
	if (out->len < PROPOSE_STEPS)
		out->steps[out->len++] = (struct propose_step){
			.kind = kind, .at = at, .from = from, .to = to
		};
}

static bool
goes(const struct period *period, const struct roster *roster, int32_t i,
    int32_t person)
{
	const struct problem_mission *m = &roster->problem->mission[i];

	for (int32_t s = 0; s < m->slots.len; s++) {
		int32_t who = roster_person(roster, i, s);

		if (who >= 0 && period->people.items[who] == person)
			return true;
	}
	return false;
}

static bool
went(const struct period *period, const struct period_mission *at,
    int32_t person)
{
	for (int32_t c = 0; c < at->chairs; c++)
		if (period->chairs.items[at->first_chair + c] == person)
			return true;
	return false;
}

/* Who is new in a chair, for who has left it. */
static void
add_people(const struct period *period, const struct roster *roster, int32_t i,
    struct propose_candidate *out)
{
	const struct period_mission *at = &period->missions.items[i];

	for (int32_t c = 0; c < at->chairs; c++) {
		int32_t was = period->chairs.items[at->first_chair + c];
		int32_t is = roster_person(roster, i, c);

		if (is < 0)
			continue;
		is = period->people.items[is];
		if (is == was || goes(period, roster, i, was) ||
		    went(period, at, is))
			continue;
		add_step(out, PROPOSE_SUBSTITUTE, at->number, was, is);
	}
}

static void
add_mission(const struct period *period, const struct roster *roster, int32_t i,
    struct propose_candidate *out)
{
	const struct problem_mission *m = &roster->problem->mission[i];
	const struct period_mission *at = &period->missions.items[i];
	int32_t option = roster->choice[i].option;
	int32_t window;

	if (option < 0) {
		add_step(out, PROPOSE_DECLINE, at->number, NOBODY, NOBODY);
		return;
	}
	add_people(period, roster, i, out);
	if (option == m->approved)
		return;
	window =
	    period->options.items[at->first_option + option - m->options.first]
		.window;
	if (window < 0)
		add_step(out, PROPOSE_REMOTE, at->number, NOBODY, NOBODY);
	else
		add_step(out, PROPOSE_WINDOW, at->number, NOBODY, window);
}

int
period_changes(const struct period *period, const struct roster *roster,
    struct propose_candidates *out, struct err *err)
{
	for (int32_t i = 0; i < (int32_t)period->missions.len; i++) {
		struct propose_candidate candidate = { .len = 0 };

		add_mission(period, roster, i, &candidate);
		if (candidate.len && vec_push(out, candidate) < 0)
			return err_set(err, -ENOMEM, "resolve: no memory");
	}
	return 0;
}
