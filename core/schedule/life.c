/* SPDX-License-Identifier: Apache-2.0 */
#include "life.h"

#include <string.h>

#include "base/cleanup.h"

#define S(state) (1u << MISSION_##state)

const char *const life_action_words[] = { "submit", "endorse", "return",
	"authorise", "reject", "withdraw", "cancel", "amend", "revise", "start",
	"finish", "report", "accept", "decline", "programme", "host", NULL };

/* A step may have several rows, when it leads to several states; its first
 * says what holds for all of them. */
struct step {
	enum life_action action;
	unsigned from;
	enum mission_state to; /* MISSION_STATE_NONE: it stays */
	unsigned who;
	bool reason;
	const char *words;
};

#define OWNERS (LIFE_TRAVELLER | LIFE_LEAD)
#define OWNERS_WORDS "the team's lead or a traveller"

static const struct step steps[] = {
	{ LIFE_SUBMIT, S(DRAFT) | S(RETURNED), MISSION_SUBMITTED, OWNERS, false,
	    "only " OWNERS_WORDS " submits" },
	{ LIFE_ENDORSE, S(SUBMITTED), MISSION_ENDORSED, LIFE_HEAD, false,
	    "only the head of area endorses" },
	{ LIFE_RETURN, S(SUBMITTED) | S(ENDORSED), MISSION_RETURNED, LIFE_HEAD,
	    true, "only the head of area returns" },
	{ LIFE_AUTHORISE, S(ENDORSED), MISSION_AUTHORISED, LIFE_OFFICER, false,
	    "only the authorising officer authorises" },
	{ LIFE_REJECT, S(SUBMITTED) | S(ENDORSED), MISSION_REJECTED,
	    LIFE_OFFICER, true, "only the authorising officer rejects" },
	{ LIFE_WITHDRAW, S(DRAFT) | S(SUBMITTED) | S(RETURNED) | S(ENDORSED),
	    MISSION_WITHDRAWN, OWNERS, false,
	    "only " OWNERS_WORDS " withdraws" },
	{ LIFE_CANCEL,
	    S(AUTHORISED) | S(UNDERWAY) | S(ACCEPTED) | S(PROGRAMMED),
	    MISSION_CANCELLED, LIFE_LEAD | LIFE_COORDINATOR | LIFE_OFFICER,
	    true,
	    "only the team's lead, the coordinator or the authorising officer "
	    "cancels" },
	{ LIFE_AMEND,
	    S(DRAFT) | S(SUBMITTED) | S(RETURNED) | S(ENDORSED) |
		S(AUTHORISED) | S(UNDERWAY) | S(DONE) | S(REQUESTED) |
		S(ACCEPTED) | S(PROGRAMMED) | S(HOSTED),
	    MISSION_STATE_NONE, OWNERS | LIFE_COORDINATOR, false,
	    "only " OWNERS_WORDS " or the coordinator amends" },
	{ LIFE_REVISE,
	    S(DRAFT) | S(SUBMITTED) | S(RETURNED) | S(REQUESTED) | S(ACCEPTED) |
		S(PROGRAMMED),
	    MISSION_STATE_NONE, OWNERS | LIFE_COORDINATOR, false,
	    "only " OWNERS_WORDS " or the coordinator amends" },
	{ LIFE_REVISE, S(ENDORSED) | S(AUTHORISED) | S(UNDERWAY),
	    MISSION_SUBMITTED, OWNERS | LIFE_COORDINATOR, false, NULL },
	{ LIFE_START, S(AUTHORISED), MISSION_UNDERWAY, LIFE_CLOCK, false,
	    "a mission is underway when its time has come" },
	{ LIFE_FINISH, S(UNDERWAY), MISSION_DONE, LIFE_CLOCK, false,
	    "a mission is done when its time is over" },
	{ LIFE_REPORT, S(DONE) | S(HOSTED), MISSION_CLOSED, LIFE_LEAD, false,
	    "only the team's lead reports" },
	{ LIFE_ACCEPT, S(REQUESTED), MISSION_ACCEPTED, LIFE_COORDINATOR, false,
	    "only the coordinator accepts a delegation" },
	{ LIFE_DECLINE, S(REQUESTED), MISSION_DECLINED, LIFE_COORDINATOR, true,
	    "only the coordinator declines a delegation" },
	{ LIFE_PROGRAMME, S(ACCEPTED), MISSION_PROGRAMMED,
	    LIFE_LEAD | LIFE_COORDINATOR, false,
	    "only the team's lead or the coordinator settles a programme" },
	{ LIFE_HOST, S(PROGRAMMED), MISSION_HOSTED, LIFE_CLOCK, false,
	    "a delegation was hosted when its time is over" },
};

static const struct step *
first_step(enum life_action action)
{
	const struct step *step = steps;

	while (step->action != action)
		step++;
	return step;
}

static const struct step *
step_from(enum life_action action, enum mission_state state)
{
	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		if (steps[i].action == action && steps[i].from & 1u << state)
			return &steps[i];
	return NULL;
}

enum life_verdict
life_step(const struct life_request *request, enum mission_state *to)
{
	const struct step *step = first_step(request->action);

	if (!(step->who & request->who))
		return LIFE_WRONG_ACTOR;
	if (request->action == LIFE_AUTHORISE && request->who & LIFE_TRAVELLER)
		return LIFE_OWN_TRAVEL;
	step = step_from(request->action, request->state);
	if (!step)
		return LIFE_WRONG_STATE;
	if (step->reason && (!request->reason || !request->reason[0]))
		return LIFE_NO_REASON;
	*to = step->to ? step->to : request->state;
	return LIFE_ALLOWED;
}

unsigned
life_who(enum life_action action)
{
	return first_step(action)->who;
}

unsigned
life_from(enum life_action action)
{
	unsigned from = 0;

	for (size_t i = 0; i < ARRAY_LEN(steps); i++)
		if (steps[i].action == action)
			from |= steps[i].from;
	return from;
}

bool
life_wants_reason(enum life_action action)
{
	return first_step(action)->reason;
}

const char *
life_who_words(enum life_action action)
{
	return first_step(action)->words;
}

/* ------------------------------------------------------------- revision */

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static int
is_missing(const char *person, void *arg)
{
	return !mission_has_person(arg, person);
}

static bool
other_people(const struct mission *a, const struct mission *b)
{
	return mission_people_each(a, is_missing, (void *)(uintptr_t)b) ||
	       mission_people_each(b, is_missing, (void *)(uintptr_t)a);
}

static bool
other_window(const struct mission *a, const struct mission *b)
{
	const struct window *x = mission_window(a), *y = mission_window(b);

	if (!x || !y)
		return x != y;
	return !same(x->start, y->start) || !same(x->end, y->end) ||
	       !same(x->zone, y->zone) || !same(x->city, y->city) ||
	       !same(x->country, y->country) || !x->remote != !y->remote;
}

static bool
other_cost(const struct mission *a, const struct mission *b, int64_t percent)
{
	/* What was authorised, or small steps would add up unseen. */
	int64_t was =
	    a->authorised_cost ? a->authorised_cost : mission_estimated(a);
	int64_t is = mission_estimated(b);
	int64_t change = is > was ? is - was : was - is;

	/* was * percent / 100, without leaving the range of integers */
	return change > was / 100 * percent + was % 100 * percent / 100;
}

bool
life_revises(
    const struct mission *before, const struct mission *after, int64_t percent)
{
	return !same(before->event, after->event) ||
	       !same(before->occurrence, after->occurrence) ||
	       !same(before->city, after->city) ||
	       !same(before->country, after->country) ||
	       other_window(before, after) || other_people(before, after) ||
	       other_cost(before, after, percent);
}
