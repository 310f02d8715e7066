/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve_kit.h"

#include <string.h>

#include "base/cleanup.h"

#define MOST_PLANS 6000

void
read_tiny(
    struct chance *chance, const struct tiny *tiny, struct problem *problem)
{
	CLEANUP(buf_free) struct buf json = BUF_INIT;
	struct err err = ERR_INIT;

	tiny_write(tiny, &json);
	if (problem_read(json.data, json.len, problem, &err) < 0)
		chance_fail(chance, "%s\n%s", err.msg, buf_str(&json));
}

struct answer
answer_of(const struct roster *roster, const struct resolve_state *state)
{
	const struct problem *p = roster->problem;
	struct answer answer = { .cost = state->cost,
		.bound = state->bound,
		.hash = roster->hash,
		.stands = true };

	memcpy(answer.levels, roster->level, sizeof answer.levels);
	for (int32_t a = 0; a < p->missions; a++) {
		int32_t o = roster->choice[a].option;

		answer.plan.option[a] =
		    o < 0 ? -1 : o - p->mission[a].options.first;
		for (int32_t s = 0; s < p->mission[a].slots.len; s++)
			answer.plan.who[a][s] = roster_person(roster, a, s);
	}
	return answer;
}

void
make_small(struct chance *chance, struct tiny *tiny)
{
	do
		tiny_make(chance, tiny);
	while (tiny_plans(tiny) > MOST_PLANS);
}
