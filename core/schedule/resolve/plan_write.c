/* SPDX-License-Identifier: Apache-2.0 */
/* A plan as JSON, one mission a line; the people of a role in ascending
 * order, so that equal plans are equal files. */
#include "problem_read.h"

#include <stdlib.h>

static void
write_role(const struct roster *roster, int32_t mission, int32_t slot,
    int32_t n, struct buf *out)
{
	int32_t who[PROBLEM_MOST_PEOPLE];

	for (int32_t i = 0; i < n; i++)
		who[i] = roster_person(roster, mission, slot + i);
	qsort(who, (size_t)n, sizeof *who, problem_by_number);
	for (int32_t i = 0; i < n; i++) {
		buf_addc(out, i ? ',' : '[');
		buf_addi(out, who[i]);
	}
	buf_addc(out, ']');
}

static void
write_mission(const struct roster *roster, int32_t i, struct buf *out)
{
	const struct problem *p = roster->problem;
	const struct problem_mission *m = &p->mission[i];
	int32_t option = roster->choice[i].option, slot = 0;

	buf_addf(out, "%s\n  {\"id\": %d, \"option\": %d, \"roles\": [",
	    i ? "," : "", i, option < 0 ? -1 : option - m->options.first);
	for (int32_t r = 0; option >= 0 && r < m->roles.len; r++) {
		int32_t n = p->role[m->roles.first + r].n;

		if (r)
			buf_addc(out, ',');
		write_role(roster, i, slot, n, out);
		slot += n;
	}
	buf_adds(out, "]}");
}

void
plan_write(const struct roster *roster, struct buf *out)
{
	buf_adds(out, "{\"missions\": [");
	for (int32_t i = 0; i < roster->problem->missions; i++)
		write_mission(roster, i, out);
	buf_adds(out, "\n]}\n");
}
