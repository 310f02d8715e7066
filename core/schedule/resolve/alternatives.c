/* SPDX-License-Identifier: Apache-2.0 */
#include "alternatives.h"

static bool
goes(const struct roster *roster, int32_t mission, int32_t person)
{
	const struct problem_mission *m = &roster->problem->mission[mission];

	for (int32_t s = 0; s < m->slots.len; s++)
		if (roster_person(roster, mission, s) == person)
			return true;
	return false;
}

/* Those who were approved and do not go: the s-th place's, or -1. */
static int32_t
left_behind(const struct roster *roster, int32_t mission, int32_t s)
{
	const struct problem *p = roster->problem;
	const struct problem_mission *m = &p->mission[mission];
	int32_t person = m->approved < 0 ? -1 : p->approved[m->slots.first + s];

	return person >= 0 && !goes(roster, mission, person) ? person : -1;
}

enum stands
stands_of(const struct roster *roster, int32_t mission)
{
	const struct problem_mission *m = &roster->problem->mission[mission];
	int32_t option = roster->choice[mission].option;

	if (option < 0)
		return STANDS_DECLINED;
	if (m->approved < 0)
		return STANDS_NEW;
	if (option != m->approved)
		return STANDS_MOVED;
	for (int32_t s = 0; s < m->slots.len; s++)
		if (left_behind(roster, mission, s) >= 0)
			return STANDS_SERVED;
	return STANDS_KEPT;
}

static int
add(struct explainer *explainer, const struct roster *roster,
    struct explain_wish wish, int64_t rounds, struct alternatives *out,
    struct err *err)
{
	struct alternative one = { .wish = wish };
	int rc = explain_wish(explainer, roster, &wish, &one.why, err);

	if (rc == -E2BIG) {
		err_clear(err);
		one.why = (struct explain){ .standing = EXPLAIN_BLOCKED };
	} else if (rc < 0)
		return rc;
	if (one.why.standing != EXPLAIN_NEVER)
		explain_force(explainer, roster, &wish, rounds, &one.forced);
	return vec_push(out, one) < 0
		   ? err_set(err, -ENOMEM, "explain: out of memory")
		   : 0;
}

int
alternatives_add(struct explainer *explainer, const struct roster *roster,
    int32_t mission, int64_t rounds, struct alternatives *out, struct err *err)
{
	const struct problem_mission *m = &roster->problem->mission[mission];
	int32_t has = roster->choice[mission].option;

	for (int32_t o = m->options.first;
	     o < m->options.first + m->options.len; o++)
		if (o != has && add(explainer, roster,
				    (struct explain_wish){ mission, o, -1 },
				    rounds, out, err) < 0)
			return err->code;
	for (int32_t s = 0; has >= 0 && s < m->slots.len; s++) {
		int32_t person = left_behind(roster, mission, s);

		if (person >= 0 &&
		    add(explainer, roster,
			(struct explain_wish){ mission, has, person }, rounds,
			out, err) < 0)
			return err->code;
	}
	return 0;
}
