/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans of an instance with a few missions changed at random, and what
 * check_plan says of each, a line of JSON each: for a judge that shares no
 * code with it.
 *
 *     changed_plans HOW-MANY < INSTANCE.json
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "schedule/resolve/check.h"
#include "schedule/resolve/dice.h"
#include "schedule/resolve/problem_read.h"
#include "schedule/resolve/resolve.h"

#define MOST_CHANGED 3

struct plan {
	int32_t *option, *person;
};

static void
fail(const struct err *err)
{
	fprintf(stderr, "changed_plans: %s\n", err->msg);
	exit(1);
}

static void *
room(int32_t n)
{
	void *p = calloc((size_t)n + 1, sizeof(int32_t));

	if (!p)
		abort();
	return p;
}

static void
plan_of(const struct roster *roster, struct plan *plan)
{
	const struct problem *p = roster->problem;

	for (int32_t i = 0; i < p->missions; i++) {
		plan->option[i] = roster->choice[i].option;
		for (int32_t s = 0; s < p->mission[i].slots.len; s++)
			plan->person[p->mission[i].slots.first + s] =
			    roster_person(roster, i, s);
	}
}

/* Somebody whom the role takes; now and then anybody. */
static int32_t
somebody(const struct problem *p, int32_t role, struct dice *dice)
{
	struct problem_part people = p->role[role].people;

	return dice_roll(dice, 16) == 0
		   ? dice_roll(dice, p->people)
		   : p->candidate[people.first + dice_roll(dice, people.len)];
}

/* All of its people anew, or some of them. */
static void
seat(const struct problem *p, int32_t mission, bool all, struct dice *dice,
    struct plan *plan)
{
	const struct problem_mission *m = &p->mission[mission];
	int32_t slot = m->slots.first;

	for (int32_t r = 0; r < m->roles.len; r++)
		for (int32_t n = p->role[m->roles.first + r].n; n > 0;
		     n--, slot++)
			if (all || dice_roll(dice, 3) == 0)
				plan->person[slot] =
				    somebody(p, m->roles.first + r, dice);
}

static void
change(const struct problem *p, struct dice *dice, struct plan *plan)
{
	int32_t mission = dice_roll(dice, p->missions);
	const struct problem_mission *m = &p->mission[mission];
	bool was_declined = plan->option[mission] < 0;

	if (was_declined || dice_roll(dice, 2) == 0) {
		int32_t option = dice_roll(dice, m->options.len + 1);

		plan->option[mission] =
		    option == m->options.len ? -1 : m->options.first + option;
	}
	if (plan->option[mission] >= 0)
		seat(p, mission, was_declined, dice, plan);
}

static void
write_plan(const struct problem *p, const struct plan *plan, struct buf *out)
{
	buf_adds(out, "{\"missions\":[");
	for (int32_t i = 0; i < p->missions; i++) {
		const struct problem_mission *m = &p->mission[i];
		int32_t option = plan->option[i], slot = m->slots.first;

		buf_addf(out, "%s{\"id\":%d,\"option\":%d,\"roles\":[",
		    i ? "," : "", i,
		    option < 0 ? -1 : option - m->options.first);
		for (int32_t r = 0; option >= 0 && r < m->roles.len; r++) {
			buf_adds(out, r ? ",[" : "[");
			for (int32_t s = 0; s < p->role[m->roles.first + r].n;
			     s++)
				buf_addf(out, s ? ",%d" : "%d",
				    plan->person[slot++]);
			buf_addc(out, ']');
		}
		buf_adds(out, "]}");
	}
	buf_adds(out, "]}");
}

static void
print(const struct problem *p, const struct plan *plan)
{
	CLEANUP(buf_free) struct buf line = BUF_INIT;
	struct check_plan asked = { plan->option, plan->person };
	int64_t levels[PROBLEM_LEVELS] = { 0 };
	struct err why = ERR_INIT;
	int rc = check_plan(p, &asked, levels, &why);

	if (rc < 0 && rc != -EINVAL)
		fail(&why);
	buf_addf(&line,
	    "{\"stands\":%s,\"levels\":[%" PRId64 ",%" PRId64 ",%" PRId64
	    "],\"why\":",
	    rc == 0 ? "true" : "false", levels[0], levels[1], levels[2]);
	json_add_text(&line, rc == 0 ? "" : why.msg);
	buf_adds(&line, ",\"plan\":");
	write_plan(p, plan, &line);
	buf_addc(&line, '}');
	puts(buf_str(&line));
}

static void
print_all(const struct roster *roster, int many)
{
	struct dice dice = { .state = 1 };
	struct plan plan = { room(roster->problem->missions),
		room(roster->problem->slots) };

	while (many-- > 0) {
		plan_of(roster, &plan);
		for (int n = dice_roll(&dice, MOST_CHANGED + 1); n > 0; n--)
			change(roster->problem, &dice, &plan);
		print(roster->problem, &plan);
	}
	free(plan.option);
	free(plan.person);
}

int
main(int argc, char **argv)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	CLEANUP(problem_free) struct problem problem = { .missions = 0 };
	CLEANUP(roster_free) struct roster roster = { .problem = NULL };
	struct resolve_how how = { .iterations = 1500, .seed = 3 };
	struct resolve_state state;
	struct err err = ERR_INIT;
	char piece[1 << 16];
	size_t got;

	if (argc != 2)
		return 2;
	while ((got = fread(piece, 1, sizeof piece, stdin)) > 0)
		buf_add(&text, piece, got);
	if (problem_read(text.data, text.len, &problem, &err) < 0 ||
	    resolve_problem(&problem, &how, &roster, &state, &err) < 0)
		fail(&err);
	print_all(&roster, atoi(argv[1]));
	return 0;
}
