/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of proposals, for proposals*.c alone. */
#ifndef AMBIT_OFFICE_PROPOSALS_PARTS_H
#define AMBIT_OFFICE_PROPOSALS_PARTS_H

#include "office/proposals.h"
#include "schedule/rules/rules.h"

enum outcome { NO_HELP, BLOCKED, EASES, CLEARS };

/* -ENOMEM, said. */
int proposals_no_memory(struct err *err);

void proposal_free(struct proposal *proposal);

/* What it would do, in *proposal, whose candidate is set: 1; 0: it cannot be
 * done; -ENOMEM. */
int proposal_suppose(const struct proposals_how *how, struct proposal *proposal,
    struct err *err);

/* Is it a conflict that was not there before, or was less grave? */
bool
proposal_brings(const struct supposed *supposed, const struct finding *finding);

enum outcome
proposal_judge(const struct supposed *supposed, const struct finding *finding);

/* -ENOMEM. */
int proposal_price(const struct proposals_how *how, struct proposal *proposal,
    enum outcome outcome);

/*
 * Why what is blocked is so, and the cheapest that was found to have it all
 * the same: with what else has to be done, or given up. -ENOMEM.
 */
int proposal_explain(const struct proposals_how *how,
    const struct finding *finding, struct proposal *proposal, struct err *err);

/* How much of the finding there is; and would be, under whatever name. */
int64_t finding_excess(const struct finding *finding);
int64_t
proposal_left(const struct supposed *supposed, const struct finding *finding);

/* Takes two at a time of the rest that help a little, and adds those to good
 * that do so together. -ENOMEM. */
int
proposals_pair(const struct proposals_how *how, const struct finding *finding,
    const struct proposals *rest, struct proposals *good, struct err *err);

/* Writing of one step, or what is like one: members of an object. */
struct naming {
	struct buf *out;
	const struct proposals_how *how;
	const struct proposal *proposal;
	const struct propose_step *step;
};
/* ,"of":{..}: what it is done to. */
void naming_add_of(struct naming *naming);
void
naming_add_person(struct naming *naming, const char *member, int32_t number);
/* ,"when":{..}; none when one is missing. */
void naming_add_when(struct naming *naming, const char *start, const char *end,
    const char *zone);

#endif
