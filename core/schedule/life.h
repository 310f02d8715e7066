/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of a mission and that of an incoming delegation: one table of
 * steps, each with who may take it, from which states, to which, and whether
 * it wants a reason. Pure.
 *
 *     draft -> submitted -> endorsed -> authorised -> underway -> done ->
 * closed requested -> accepted | declined -> programmed -> hosted -> closed
 */
#ifndef AMBIT_SCHEDULE_LIFE_H
#define AMBIT_SCHEDULE_LIFE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/mission.h"

/* In what capacity somebody acts on one mission; a person may have several. */
enum life_actor {
	LIFE_TRAVELLER = 1 << 0,   /* goes on it */
	LIFE_LEAD = 1 << 1,        /* leads a team of it */
	LIFE_HEAD = 1 << 2,        /* heads the area of its team */
	LIFE_COORDINATOR = 1 << 3, /* of the international office */
	LIFE_OFFICER = 1 << 4,     /* authorises */
	LIFE_CLOCK = 1 << 5,       /* the program itself, by the time */
};

enum life_action {
	LIFE_SUBMIT,
	LIFE_ENDORSE,
	LIFE_RETURN,
	LIFE_AUTHORISE,
	LIFE_REJECT,
	LIFE_WITHDRAW,
	LIFE_CANCEL,
	LIFE_AMEND,  /* changes what it says, and nothing that was decided */
	LIFE_REVISE, /* changes travellers, dates, place or cost so far that it
			must be decided again; see life_revises */
	LIFE_START,
	LIFE_FINISH,
	LIFE_REPORT,
	/* incoming */
	LIFE_ACCEPT,
	LIFE_DECLINE,
	LIFE_PROGRAMME,
	LIFE_HOST,
	LIFE_ACTIONS
};
extern const char *const life_action_words[]; /* "submit", ... NULL */

enum life_verdict {
	LIFE_ALLOWED,
	LIFE_WRONG_ACTOR, /* not in any capacity that may */
	LIFE_OWN_TRAVEL,  /* nobody authorises their own */
	LIFE_WRONG_STATE,
	LIFE_NO_REASON,
};

struct life_request {
	enum mission_state state;
	enum life_action action;
	unsigned who;       /* of enum life_actor, joined */
	const char *reason; /* NULL or "": none */
};

/*
 * May it be done? Then *to is the state after it (the same one for what only
 * amends). Asked in the order of the verdicts, so that who may not do it
 * learns nothing of the state.
 */
enum life_verdict
life_step(const struct life_request *request, enum mission_state *to);

/* Who could take this step, of enum life_actor, whatever the state. */
unsigned life_who(enum life_action action);
/* From which states, as bits 1 << state. */
unsigned life_from(enum life_action action);
bool life_wants_reason(enum life_action action);

/* A sentence for people, static: "only the head of area endorses". */
const char *life_who_words(enum life_action action);

/*
 * Does after differ from before so far that what was decided does not cover
 * it: other travellers, another interval, event or place, or an estimated
 * cost that differs by more than percent of what it was?
 */
bool life_revises(
    const struct mission *before, const struct mission *after, int64_t percent);

#endif
