/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each candidate becomes records as they would be, the picture supposes them,
 * and what comes and goes decides. Cost: two changes of the picture for each
 * candidate, of which there are a bounded number.
 */
#include "proposals.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "office/chairs.h"
#include "office/picture_parts.h"
#include "office/proposals_parts.h"
#include "schedule/world_lists.h"

const struct proposals_how proposals_default = {
	.joint_bonus = 10,
	.candidates = 40,
	.shown = 3,
	.explained = 8,
	.remote_loss = 40,
	.window_loss = 5,
	.shortest = 50,
};

const char *const proposal_standing_words[] = { "offered", "blocked", "decided",
	"dearer", "no-help", NULL };

int
proposals_no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "proposals: no memory");
}

void
proposal_free(struct proposal *proposal)
{
	remedy_free(&proposal->remedy);
	supposed_free(&proposal->supposed);
	blocked_free(&proposal->blocked);
	if (proposal->forced)
		proposal_free(proposal->forced);
	free(proposal->forced);
}

void
proposals_free(struct proposals *list)
{
	vec_each(list, proposal)
		proposal_free(proposal);
	vec_free(list);
}

/* -------------------------------------------------------------- judging */

static const struct finding *
same_finding(const struct findings *list, const struct finding *finding)
{
	vec_each(&list->list, at)
		if (finding_compare(at, finding) == 0)
			return at;
	return NULL;
}

static bool
is_conflict(const struct finding *finding)
{
	return finding->rule < S1_SAME_EVENT;
}

/* Was it there before, and as grave? */
bool
proposal_brings(const struct supposed *supposed, const struct finding *finding)
{
	const struct finding *before = same_finding(&supposed->gone, finding);

	if (!is_conflict(finding))
		return false;
	if (finding->level == LEVEL_BLOCK) {
		if (!blocks_because_of(&supposed->changed, finding))
			return false;
		vec_each(&supposed->gone.list, gone)
			if (blocks_as_before(gone, finding))
				return false;
		return true;
	}
	return !before || before->level < finding->level;
}

/* The same trouble under another name, such as a run of days that begins a
 * day later. */
static bool
is_like(const struct finding *a, const struct finding *b)
{
	return a->rule == b->rule && a->subject[0] == b->subject[0] &&
	       a->subject[1] == b->subject[1] && a->level >= b->level &&
	       a->period != b->period;
}

bool
supposed_blocks_by(
    const struct supposed *supposed, const struct finding *finding)
{
	return finding->level == LEVEL_BLOCK &&
	       proposal_brings(supposed, finding);
}

int64_t
supposed_blocks(const struct supposed *supposed)
{
	int64_t n = 0;

	vec_each(&supposed->come.list, come)
		n += supposed_blocks_by(supposed, come);
	return n;
}

enum outcome
proposal_judge(const struct supposed *supposed, const struct finding *finding)
{
	const struct finding *still = same_finding(&supposed->come, finding);
	bool gone = same_finding(&supposed->gone, finding) != NULL;

	if (!gone || (still && still->level >= finding->level))
		return NO_HELP;
	vec_each(&supposed->come.list, come)
		if (!same_finding(&supposed->gone, come) &&
		    is_like(come, finding))
			return NO_HELP;
	if (supposed_blocks(supposed))
		return BLOCKED;
	return still ? EASES : CLEARS;
}

int64_t
finding_excess(const struct finding *finding)
{
	int64_t excess = finding->have - finding->need;

	return excess < 0 ? -excess : excess;
}

int64_t
proposal_left(const struct supposed *supposed, const struct finding *finding)
{
	int64_t left = 0;

	if (!same_finding(&supposed->gone, finding))
		return finding_excess(finding); /* nothing has changed */
	vec_each(&supposed->come.list, come)
		if ((finding_compare(come, finding) == 0 ||
			is_like(come, finding)) &&
		    finding_excess(come) > left)
			left = finding_excess(come);
	return left;
}

/* --------------------------------------------------------------- trying */

/* A visit that comes to us is a session, too. */
static int
note_changed(const struct picture *picture, const struct remedy *remedy,
    struct indices *out)
{
	int rc = 0;

	vec_each(&remedy->changes, change) {
		int32_t mission =
		    picture_number(picture, PICTURE_MISSION, change->id);
		int32_t session =
		    picture_number(picture, PICTURE_SESSION, change->id);

		if (mission != NOBODY)
			rc |= indices_put(out, mission);
		if (session != NOBODY)
			rc |= indices_put(out, -2 - session);
	}
	return rc ? -ENOMEM : 0;
}

int
proposal_suppose(
    const struct proposals_how *how, struct proposal *proposal, struct err *err)
{
	int rc = remedy_make(
	    &how->office, &proposal->candidate, &proposal->remedy, err);
	struct picture_input then = { proposal->remedy.records,
		proposal->remedy.events };

	if (rc == -EDOM || rc == -EINVAL) {
		err_clear(err);
		return 0;
	}
	if (rc == 0 && note_changed(how->office.picture, &proposal->remedy,
			   &proposal->supposed.changed) < 0)
		rc = proposals_no_memory(err);
	if (rc == 0)
		rc = picture_suppose(how->office.picture, &how->office.input,
		    &then, &proposal->remedy.rows, &proposal->remedy.series,
		    &proposal->supposed, err);
	return rc < 0 ? rc : 1;
}

struct trying {
	const struct proposals_how *how;
	const struct finding *finding;
	struct proposals good, blocked, rest;
	bool clears; /* one of the good does, and is more than giving up */
};

static int
keep(struct proposals *list, struct proposal *proposal, struct err *err)
{
	if (vec_push(list, *proposal) == 0)
		return 0;
	proposal_free(proposal);
	return proposals_no_memory(err);
}

/* Does it leave alone what is decided? */
static bool
may_be_offered(const struct proposal *proposal)
{
	vec_each(&proposal->remedy.changes, change) {
		const struct mission *was =
		    change->family && change->family->id == FAMILY_MISSION &&
			    change->before
			? change->before->record
			: NULL;

		if (was && (was->state == MISSION_AUTHORISED ||
			       was->state == MISSION_UNDERWAY))
			return false;
	}
	return true;
}

/* What is passed over by the ideas is not offered, whatever the rules say:
 * only why not is asked. */
static int
try_one(struct trying *trying, const struct propose_candidate *candidate,
    bool barred, struct err *err)
{
	struct proposal proposal = { .candidate = *candidate };
	int rc = proposal_suppose(trying->how, &proposal, err);
	enum outcome outcome =
	    rc > 0 ? proposal_judge(&proposal.supposed, trying->finding)
		   : NO_HELP;

	if (rc <= 0 || (barred && outcome == NO_HELP)) {
		proposal_free(&proposal);
		return rc;
	}
	if (proposal_price(trying->how, &proposal, outcome) < 0) {
		proposal_free(&proposal);
		return proposals_no_memory(err);
	}
	if (outcome == BLOCKED || (barred && !may_be_offered(&proposal))) {
		proposal.standing =
		    outcome == BLOCKED ? PROPOSAL_BLOCKED : PROPOSAL_DECIDED;
		return keep(&trying->blocked, &proposal, err);
	}
	if (outcome == NO_HELP || barred) {
		proposal.standing = barred ? PROPOSAL_DEARER : PROPOSAL_NO_HELP;
		proposal.left =
		    proposal_left(&proposal.supposed, trying->finding);
		return keep(&trying->rest, &proposal, err);
	}
	trying->clears |=
	    outcome == CLEARS && proposal.price.kind != PROPOSE_DECLINE;
	return keep(&trying->good, &proposal, err);
}

static int
try_all(struct trying *trying, const struct propose_candidates *list,
    bool barred, struct err *err)
{
	int rc = 0;

	vec_each(list, candidate)
		if (rc == 0 &&
		    (rc = try_one(trying, candidate, barred, err)) > 0)
			rc = 0;
	return rc;
}

/* ------------------------------------------------- what is not offered ... */

#define OF_A_KIND 3 /* of each standing and kind, told at most */

static size_t
like_it(const struct proposals *list, size_t n, const struct proposal *one)
{
	size_t like = 0;

	for (size_t i = 0; i < n; i++)
		like += list->items[i].standing == one->standing &&
			list->items[i].price.kind == one->price.kind;
	return like;
}

/* Leaves some of each kind, so many in all. */
static void
select_few(struct proposals *list, size_t most)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->len; i++) {
		struct proposal one = list->items[i];

		if (kept < most && like_it(list, kept, &one) < OF_A_KIND) {
			list->items[i] = list->items[kept];
			list->items[kept++] = one;
		}
	}
	for (size_t i = kept; i < list->len; i++)
		proposal_free(&list->items[i]);
	list->len = kept;
}

/* What makes room becomes part of the way out. */
static int
offer_forced(struct trying *trying, struct err *err)
{
	size_t kept = 0;

	for (size_t i = 0; i < trying->blocked.len; i++) {
		struct proposal *at = &trying->blocked.items[i];
		struct proposal *forced = at->forced;

		if (!forced || !may_be_offered(forced)) {
			trying->blocked.items[kept++] = *at;
			continue;
		}
		if (vec_push(&trying->good, *forced) < 0) {
			while (i < trying->blocked.len)
				trying->blocked.items[kept++] =
				    trying->blocked.items[i++];
			trying->blocked.len = kept;
			return proposals_no_memory(err);
		}
		free(forced);
		at->forced = NULL;
		proposal_free(at);
	}
	trying->blocked.len = kept;
	return 0;
}

static int
explain_all(struct trying *trying, struct err *err)
{
	int rc = 0;

	select_few(&trying->blocked, trying->how->explained);
	vec_each(&trying->blocked, proposal)
		if (rc == 0 && proposal->standing == PROPOSAL_BLOCKED)
			rc = proposal_explain(
			    trying->how, trying->finding, proposal, err);
	return rc == 0 && !trying->clears ? offer_forced(trying, err) : rc;
}

/* The picked go to out, those that are good but not picked to the rest. */
static int
hand_over(struct trying *trying, struct proposals *out, struct err *err)
{
	size_t n = trying->good.len, picked[8], len;
	struct propose_price *prices = calloc(n + 1, sizeof *prices);

	if (!prices || vec_reserve(out, out->len + ARRAY_LEN(picked)) < 0 ||
	    vec_reserve(&trying->rest, trying->rest.len + n) < 0) {
		free(prices);
		return proposals_no_memory(err);
	}
	for (size_t i = 0; i < n; i++)
		prices[i] = trying->good.items[i].price;
	len = propose_pick(prices, n,
	    trying->how->shown < ARRAY_LEN(picked) ? trying->how->shown
						   : ARRAY_LEN(picked),
	    picked);
	for (size_t i = 0; i < len; i++) {
		out->items[out->len++] = trying->good.items[picked[i]];
		memset(&trying->good.items[picked[i]], 0,
		    sizeof trying->good.items[0]);
	}
	vec_each(&trying->good, left)
		if (left->candidate.len) {
			left->standing = PROPOSAL_DEARER;
			trying->rest.items[trying->rest.len++] = *left;
		}
	trying->good.len = 0;
	free(prices);
	return 0;
}

/* What is blocked, then some of the rest. */
static int
hand_over_others(
    struct trying *trying, struct proposals *others, struct err *err)
{
	struct proposals *lists[] = { &trying->blocked, &trying->rest };

	select_few(
	    &trying->rest, trying->how->explained -
			       (trying->blocked.len < trying->how->explained
				       ? trying->blocked.len
				       : trying->how->explained));
	for (size_t l = 0; l < ARRAY_LEN(lists); l++) {
		if (vec_reserve(others, others->len + lists[l]->len) < 0)
			return proposals_no_memory(err);
		vec_each(lists[l], proposal)
			others->items[others->len++] = *proposal;
		lists[l]->len = 0;
	}
	return 0;
}

int
proposals_make(const struct proposals_how *how, const struct finding *finding,
    struct proposals *out, struct proposals *others, struct err *err)
{
	struct chairs chairs = { how->office.picture, &how->office.input,
		how->shortest };
	struct propose_office office = chairs_office(&chairs);
	struct propose_candidates candidates = VEC_INIT, barred = VEC_INIT;
	struct trying trying = { .how = how, .finding = finding };
	int rc = 0;

	if (propose_candidates_for(&how->office.picture->world, finding,
		&office, how->candidates, &candidates, &barred) < 0)
		rc = proposals_no_memory(err);
	if (rc == 0)
		rc = try_all(&trying, &candidates, false, err);
	if (rc == 0 && (others || !trying.clears))
		rc = try_all(&trying, &barred, true, err);
	if (rc == 0 && !trying.clears)
		rc = proposals_pair(
		    how, finding, &trying.rest, &trying.good, err);
	if (rc == 0 && (others || !trying.clears))
		rc = explain_all(&trying, err);
	if (rc == 0)
		rc = hand_over(&trying, out, err);
	if (rc == 0 && others)
		rc = hand_over_others(&trying, others, err);
	proposals_free(&trying.good);
	proposals_free(&trying.blocked);
	proposals_free(&trying.rest);
	vec_free(&candidates);
	vec_free(&barred);
	return rc;
}
