/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ways out of a finding. Each idea (substitute, another window, from home ...)
 * is a small function in a file of its own, and one table says which codes it
 * is tried for. An idea looks at the world, which it does not change, and adds
 * candidates: short lists of steps that may clear the finding. Nothing is
 * promised of them: whoever asks tries each on the world and looks at what all
 * rules find then.
 *
 * What the world does not hold (who may sit in whose chair, which windows
 * there are) is asked of whoever keeps the records.
 *
 * A new idea: its function in ideas.h, its file here, its row in ideas.c.
 */
#ifndef AMBIT_SCHEDULE_PROPOSE_H
#define AMBIT_SCHEDULE_PROPOSE_H

#include "schedule/world.h"

/* What is done to a thing; what the members of a step mean with it. */
enum propose_kind {
	PROPOSE_SUBSTITUTE, /* at: mission; from, to: people */
	PROPOSE_LEAVE_OUT,  /* at: mission; from: person */
	PROPOSE_WINDOW,     /* at: mission; to: window, from 1; 0: the event's
			       own interval */
	PROPOSE_REMOTE,     /* at: mission: it is attended from home */
	PROPOSE_SHORTEN,    /* at: mission; span: occupied from then on */
	PROPOSE_MOVE,       /* at: mission or -2 - session; to: days later */
	PROPOSE_RESOURCE,   /* at: as before; from, to: resources */
	PROPOSE_HOST,       /* at: incoming mission; to: person */
	PROPOSE_STAND_IN,   /* at: incoming mission; from, to: people who are
			       needed in its programme; span: the slot */
	PROPOSE_DEPUTY,     /* at: milestone; to: person */
	PROPOSE_JOIN,       /* at: mission: it becomes one of all the teams
			       that go to its event */
	PROPOSE_SPLIT_LEG,  /* at: mission; from: person who takes another
			       journey than this leg */
	PROPOSE_INVITE,     /* at: -2 - session; to: group, by its place */
	PROPOSE_TAG,        /* at: mission; to: line of the plan, by its bit */
	PROPOSE_FOLLOW,     /* at: mission: it goes where its event went */
	PROPOSE_DECLINE,    /* at: mission */
	PROPOSE_EXCHANGE,   /* at: mission; from, to: people who go both, and
			       take each other's part */
	PROPOSE_KINDS
};
extern const char *const propose_kind_words[]; /* "substitute" ... NULL */

struct propose_step {
	enum propose_kind kind;
	int32_t at, from, to;
	struct span span;
	uint64_t leg;
};

/* Of one candidate, at most: a mission's date, and all of its people. */
#define PROPOSE_STEPS 17

struct propose_candidate {
	size_t len;
	struct propose_step steps[PROPOSE_STEPS];
};
VEC_TYPE(propose_candidates, struct propose_candidate);

/* A place in a mission, who has it, and who else has what it wants. */
struct propose_chair {
	int32_t person;
	struct indices fit; /* people, without those who go anyway */
};

struct propose_window {
	int32_t number; /* from 1; 0: the event's own interval */
	bool remote;
	struct span span; /* occupied */
};

/* What may be done with a mission. */
struct propose_mission {
	bool open;       /* nothing of it is decided: it may be changed */
	bool approved;   /* endorsed or decided: a change disturbs */
	bool mandatory;  /* it must be attended, whatever the score */
	bool fixed;      /* its appointments leave no choice of time */
	bool remote;     /* it is attended from home */
	int64_t worth;   /* score, 0..100 */
	int64_t days;    /* of people, away */
	int64_t seconds; /* of people, occupied */
	int64_t cents;   /* what it costs the teams */
	VEC(struct propose_chair) chairs;
	VEC(struct propose_window) windows; /* that are not taken */
};
void propose_mission_free(struct propose_mission *mission);

/* Of whoever keeps the records. */
struct propose_office {
	void *arg;
	/* Fills *out, which is zeroed: its lists become the caller's. -ENOMEM.
	 */
	int (*mission)(void *arg, int32_t mission, struct propose_mission *out);
	/* Resources that do for what this one does, host or thing. */
	int (*resources)(void *arg, int32_t resource, struct indices *out);
	/* People who may receive a delegation, or stand in for somebody. */
	int (*hosts)(void *arg, int32_t mission, struct indices *out);
	/* May this session be moved by us? */
	bool (*movable)(void *arg, int32_t session);
	int32_t lines;    /* of the plan */
	int64_t shortest; /* per cent of a stay that a shorter one keeps */
};

/*
 * Adds candidates for the finding, the most promising ideas first, at most
 * most of them; to barred (may be NULL) as many of those that the ideas pass
 * over, since something is in the way, or what they would change is decided.
 * The world is as detect.h left it. 0 or -ENOMEM.
 */
int
propose_candidates_for(const struct world *world, const struct finding *finding,
    const struct propose_office *office, size_t most,
    struct propose_candidates *out, struct propose_candidates *barred);

/* The missions that the finding is about, whose change may clear it; each
 * once. -ENOMEM. */
int propose_missions(const struct world *world, const struct finding *finding,
    struct indices *out);

#endif
