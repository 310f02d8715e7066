/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ways out of a conflict, each tried on the picture with all rules before
 * anybody sees it: it clears the conflict (or makes it less grave) and brings
 * none of the level "block". What was tried and is blocked is kept too, with
 * what blocks it.
 */
#ifndef AMBIT_OFFICE_PROPOSALS_H
#define AMBIT_OFFICE_PROPOSALS_H

#include "office/evidence.h"
#include "office/judge.h"
#include "office/remedy.h"
#include "schedule/propose/blockers.h"
#include "schedule/propose/rank.h"

struct proposals_how {
	struct remedy_office office;
	/* Of a period: what each team beyond the first gains at an event. */
	int64_t joint_bonus;
	size_t candidates; /* tried, at most */
	size_t shown;      /* at most */
	size_t explained;  /* of what is not offered, at most */
	/* Per cent of a mission's score: what attending from home loses, and
	 * each window that is less preferred. */
	int64_t remote_loss, window_loss;
	int64_t shortest; /* per cent of a stay that a shorter one keeps */
};
/* Without office. */
extern const struct proposals_how proposals_default;

/* Why something that could be done is not among what is offered. */
enum proposal_standing {
	PROPOSAL_OFFERED,
	PROPOSAL_BLOCKED, /* it would bring what blocks */
	PROPOSAL_DECIDED, /* what it changes is decided, and stays so */
	PROPOSAL_DEARER,  /* it would do, but others do at less cost */
	PROPOSAL_NO_HELP, /* the conflict would stay */
	PROPOSAL_STANDINGS
};
extern const char *const proposal_standing_words[]; /* "offered" .. NULL */

struct proposal {
	struct propose_candidate candidate;
	struct propose_price price;
	struct remedy remedy;
	struct supposed supposed;
	enum proposal_standing standing;
	/* Of what is blocked: by what, and the same with what has to be done
	 * besides to have it; NULL: it cannot be had. Owned. */
	struct blocked blocked;
	struct proposal *forced;
	int64_t left; /* of what helps a little: how much of it stays */
};
VEC_TYPE(proposals, struct proposal);
void proposals_free(struct proposals *list);

/*
 * The best ways out of the finding, in order: single changes; where none but
 * giving up clears it two of them, or one with what makes room for it. others
 * (may be NULL) gets what else was thought of, and why it is not offered: what
 * is blocked first. -ENOMEM; then the picture is good only to be freed.
 */
int
proposals_make(const struct proposals_how *how, const struct finding *finding,
    struct proposals *out, struct proposals *others, struct err *err);

/* The finding that a conflict of this code and subject (JSON) is about; NULL:
 * it is not found any more. On loan from the picture. */
const struct finding *proposals_finding(
    const struct picture *picture, const char *code, const char *subject);

/* Is the finding a new conflict of the level "block", or one that was less
 * grave before? And how many of those it would bring. */
bool supposed_blocks_by(
    const struct supposed *supposed, const struct finding *finding);
int64_t supposed_blocks(const struct supposed *supposed);

/* A name for it that is the same as long as what it changes is as it was:
 * conflict, ".", 16 hexadecimal digits. */
#define PROPOSAL_ID (UUID_TEXT + 17)
int
proposal_id(const struct proposals_how *how, const struct proposal *proposal,
    const char *conflict, char out[PROPOSAL_ID]);

/* [{"kind":..,"of":{..},"from":..,"to":..,"when":{..}}, ...] */
void proposal_add_steps(struct buf *out, const struct proposals_how *how,
    const struct proposal *proposal);
/* {"steps":..,"objective":[..],...,"removes":[..],"adds":[..]}, without the
 * closing bracket. */
int proposal_add_json(struct buf *out, const struct proposals_how *how,
    const struct proposal *proposal, struct err *err);
/* ,"standing":..,"by":[..],"forced":{..}|null: why it is not offered; into
 * what proposal_add_json has begun. */
int proposal_add_why(struct buf *out, const struct proposals_how *how,
    const struct proposal *proposal, struct err *err);
/* [{"family":..,"id":..,"before":{..}|null,"after":{..}|null}, ...] */
void remedy_add_changes(struct buf *out, const struct remedy *remedy);

/* What struct judge promises of proposes. */
int proposals_answer(const struct proposals_how *how,
    const struct judge_proposals *asked, struct buf *out, struct err *err);

#endif
