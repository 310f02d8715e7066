/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plan of the resolver's as steps, mission by mission. Whoever stays keeps
 * the chair they have where that can be; a chair is then given to whom the plan
 * puts there, by exchange when that one sits elsewhere in the mission.
 */
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

/* ---------------------------------------------------------------- chairs */

/* Of one mission, by slot: who sits there, by the picture's numbers, and by
 * the problem's crew who shall; and the slot's role. */
struct seating {
	const struct problem *problem;
	const struct problem_mission *mission;
	const int32_t *people; /* the picture's, by the problem's */
	int32_t n;
	int32_t now[PROBLEM_MOST_PEOPLE];
	int32_t then[PROBLEM_MOST_PEOPLE];
	int32_t role[PROBLEM_MOST_PEOPLE];
};

static int32_t
person_then(const struct seating *seating, int32_t s)
{
	const struct problem *p = seating->problem;

	return seating
	    ->people[p->crew[seating->mission->crew.first + seating->then[s]]];
}

static bool
may_sit(const struct seating *seating, int32_t s, int32_t crew)
{
	return problem_role_takes(seating->problem, seating->role[s], crew);
}

static void
seat_all(struct seating *seating, const struct period *period,
    const struct roster *roster, int32_t i)
{
	const struct problem *p = roster->problem;
	const struct problem_mission *m = &p->mission[i];
	const struct period_mission *at = &period->missions.items[i];

	*seating = (struct seating){
		.problem = p, .mission = m, .people = period->people.items
	};
	for (int32_t r = m->roles.first; r < m->roles.first + m->roles.len; r++)
		for (int32_t k = 0; k < p->role[r].n; k++) {
			int32_t s = seating->n++;

			seating->role[s] = r;
			seating->now[s] =
			    period->chairs.items[at->first_chair + s];
			seating->then[s] = roster->choice[i].crew[s];
		}
}

/* Two who shall sit in each other's place, or one who could as well stay. */
static void
keep_chairs(struct seating *seating)
{
	int32_t *then = seating->then;

	for (int32_t a = 0; a < seating->n; a++)
		for (int32_t b = 0; b < seating->n; b++) {
			int32_t keep = then[b];

			if (person_then(seating, b) != seating->now[a] ||
			    !may_sit(seating, a, keep) ||
			    !may_sit(seating, b, then[a]))
				continue;
			then[b] = then[a];
			then[a] = keep;
			break;
		}
}

static void
add_people(const struct period *period, const struct roster *roster, int32_t i,
    struct propose_candidate *out)
{
	struct seating seating;
	int32_t at = period->missions.items[i].number;

	seat_all(&seating, period, roster, i);
	keep_chairs(&seating);
	for (int32_t s = 0; s < seating.n; s++) {
		int32_t was = seating.now[s], is = person_then(&seating, s);
		enum propose_kind kind = PROPOSE_SUBSTITUTE;

		if (is == was)
			continue;
		for (int32_t t = s + 1; t < seating.n; t++)
			if (seating.now[t] == is) {
				seating.now[t] = was;
				kind = PROPOSE_EXCHANGE;
			}
		add_step(out, kind, at, was, is);
	}
}

/* -------------------------------------------------------------- missions */

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
