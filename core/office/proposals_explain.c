/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why what is blocked is so, and what it takes to have it all the same. While
 * the picture is as it would be, the rules are asked which other things are in
 * the way (schedule/propose/blockers.h), and the ideas for ways out of the new
 * conflict; each of those, and giving up what is in the way, is then tried
 * together with what is wished for. A few times over, when that brings the
 * next.
 */
#include <stdlib.h>

#include "office/chairs.h"
#include "office/picture_parts.h"
#include "office/proposals_parts.h"

#define ROUNDS 3
#define BESIDES_MOST 12 /* further steps that are tried for each */

/* ------------------------------------------------------------ what is there */

struct looking {
	const struct proposals_how *how;
	const struct proposal *proposal;
	struct blocked blocked;
	struct propose_candidates besides;
};

static const struct finding *
first_block(const struct supposed *supposed)
{
	vec_each(&supposed->come.list, come)
		if (come->level == LEVEL_BLOCK &&
		    proposal_brings(supposed, come))
			return come;
	return NULL;
}

static int
look_around(struct picture *picture, void *arg)
{
	struct looking *looking = arg;
	const struct remedy *remedy = &looking->proposal->remedy;
	struct picture_input then = { remedy->records, remedy->events };
	struct chairs chairs = { picture, &then, looking->how->shortest };
	struct propose_office office = chairs_office(&chairs);
	const struct finding *block = first_block(&looking->proposal->supposed);
	int rc = propose_blockers(&picture->world, &picture->detection,
	    &looking->proposal->supposed.changed, &looking->blocked);

	if (rc == 0 && block)
		rc = propose_candidates_for(&picture->world, block, &office,
		    BESIDES_MOST, &looking->besides, NULL);
	return rc;
}

static int
look(struct looking *looking, struct err *err)
{
	const struct proposals_how *how = looking->how;
	const struct remedy *remedy = &looking->proposal->remedy;
	struct picture_input then = { remedy->records, remedy->events };
	struct supposed supposed = { .gone = { .failed = false } };
	int rc = picture_look_around(how->office.picture, &how->office.input,
	    &then, &remedy->rows, &remedy->series, look_around, looking,
	    &supposed, err);

	supposed_free(&supposed);
	return rc;
}

/* --------------------------------------------------------------- making room
 */

struct forcing {
	const struct proposals_how *how;
	const struct finding *finding;
	struct proposal best; /* so far */
	enum outcome outcome; /* of the best; NO_HELP: there is none */
	int64_t blocks;       /* that it still has */
};

static bool
is_better(const struct forcing *forcing, const struct proposal *one,
    enum outcome outcome, int64_t blocks)
{
	if (outcome != forcing->outcome)
		return outcome > forcing->outcome;
	if (blocks != forcing->blocks)
		return blocks < forcing->blocks;
	return propose_price_compare(&one->price, &forcing->best.price) < 0;
}

/* It would not be what is wished for any more. */
static bool
undoes(const struct propose_candidate *wish, const struct propose_step *step)
{
	for (size_t i = 0; i < wish->len; i++)
		if (wish->steps[i].at == step->at &&
		    (wish->steps[i].kind == step->kind ||
			(step->kind != PROPOSE_SHORTEN &&
			    step->kind != PROPOSE_WINDOW &&
			    step->kind != PROPOSE_MOVE)))
			return true;
	return false;
}

/* What is there, and more. */
static int
try_with(struct forcing *forcing, const struct propose_candidate *from,
    const struct propose_candidate *more, struct err *err)
{
	struct proposal one = { .candidate = *from };
	enum outcome outcome = NO_HELP;
	int64_t blocks;
	int rc;

	if (from->len + more->len > PROPOSE_STEPS)
		return 0;
	for (size_t i = 0; i < more->len; i++)
		if (undoes(from, &more->steps[i]))
			return 0;
	for (size_t i = 0; i < more->len; i++)
		one.candidate.steps[one.candidate.len++] = more->steps[i];
	rc = proposal_suppose(forcing->how, &one, err);
	if (rc > 0)
		outcome = proposal_judge(&one.supposed, forcing->finding);
	if (outcome != NO_HELP &&
	    proposal_price(forcing->how, &one, outcome) < 0)
		rc = proposals_no_memory(err);
	blocks = supposed_blocks(&one.supposed);
	if (rc > 0 && outcome != NO_HELP &&
	    is_better(forcing, &one, outcome, blocks)) {
		proposal_free(&forcing->best);
		forcing->best = one;
		forcing->outcome = outcome;
		forcing->blocks = blocks;
		return 0;
	}
	proposal_free(&one);
	return rc < 0 ? rc : 0;
}

static int
try_each(struct forcing *forcing, const struct propose_candidate *from,
    const struct looking *looking, struct err *err)
{
	int rc = 0;

	vec_each(&looking->besides, more)
		if (rc == 0)
			rc = try_with(forcing, from, more, err);
	vec_each(&looking->blocked.by, blocker) {
		struct propose_candidate more = { .len = 1 };

		more.steps[0] = (struct propose_step){ .kind = PROPOSE_DECLINE,
			.at = blocker->at,
			.from = NOBODY,
			.to = NOBODY };
		if (rc == 0 && blocker->kind == BLOCKER_MISSION)
			rc = try_with(forcing, from, &more, err);
	}
	return rc;
}

/* Towards fewer that block, until none does; *out stays NULL when there is no
 * way. looking is of proposal. */
static int
force(struct forcing *forcing, const struct proposal *proposal,
    const struct looking *looking, struct proposal **out, struct err *err)
{
	struct proposal *forced;
	int64_t blocks = supposed_blocks(&proposal->supposed);
	int rc = try_each(forcing, &proposal->candidate, looking, err);

	for (int round = 1; rc == 0 && round < ROUNDS; round++) {
		struct looking next = { .how = forcing->how };
		struct propose_candidate from = forcing->best.candidate;

		if (forcing->outcome != BLOCKED || forcing->blocks >= blocks)
			break;
		blocks = forcing->blocks;
		next.proposal = &forcing->best;
		rc = look(&next, err);
		if (rc == 0)
			rc = try_each(forcing, &from, &next, err);
		blocked_free(&next.blocked);
		vec_free(&next.besides);
	}
	if (rc < 0 || forcing->outcome < EASES)
		return rc;
	forced = malloc(sizeof *forced);
	if (!forced)
		return proposals_no_memory(err);
	*forced = forcing->best;
	forcing->best = (struct proposal){ .forced = NULL };
	*out = forced;
	return 0;
}

int
proposal_explain(const struct proposals_how *how, const struct finding *finding,
    struct proposal *proposal, struct err *err)
{
	struct looking looking = { .how = how, .proposal = proposal };
	struct forcing forcing = { .how = how, .finding = finding };
	int rc = look(&looking, err);

	if (rc == 0)
		rc =
		    force(&forcing, proposal, &looking, &proposal->forced, err);
	proposal->blocked = looking.blocked;
	vec_free(&looking.besides);
	proposal_free(&forcing.best);
	return rc;
}
