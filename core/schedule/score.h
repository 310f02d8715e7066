/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an event is worth by the plan, and who goes first. Pure.
 *
 *     score = (40 line + 25 region + 15 role + 10 project + 10 network) / 100
 *
 * Each term is 0..100, so the score is, rounded down. Every term is kept, so
 * that a score can be shown with what it is made of.
 */
#ifndef AMBIT_SCHEDULE_SCORE_H
#define AMBIT_SCHEDULE_SCORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "model/event.h"
#include "model/overlay.h"
#include "model/plan.h"

/* What the office knows of an event beside its own words. Any may be NULL. */
struct score_facts {
	const struct overlay *overlay;
	/* Lines that its network and its project serve. */
	const char *const *network_lines;
	const char *const *project_lines;
	const char *network_id, *project_id; /* of those that are ours */
	bool our_network;                    /* we are in it */
	bool our_project;
	bool votes; /* we have a vote in its network */
};

struct score {
	int line, region, role, project, network; /* 0..100 each */
	int total;                                /* 0..100 */
	const char *line_id, *region_id; /* of the plan, on loan; NULL: none */
};

/*
 * The line is the heaviest of those that the overlay names, else of those of
 * network and project and those one of whose words stands in title or
 * categories, as whole words, whatever their case and accents. The role is
 * the overlay's, else organiser of what we host, vote at a statutory meeting
 * where we have one, else participant.
 */
void score_event(const struct plan *plan, const struct event *event,
    const struct score_facts *facts, struct score *out);

/* {"total":..,"line":..,...}: every term, and the line and region it is of. */
void score_add_json(const struct score *score, struct buf *json);

/* Does the line serve the event? As above. */
bool score_serves(const struct line *line, const struct event *event,
    const struct score_facts *facts);

/* The region of a country, or NULL. */
const struct region *plan_region(const struct plan *plan, const char *country);

/* Is the day (base/date.h) within the plan's validity? */
bool plan_holds(const struct plan *plan, int64_t day);

/* 0..10, shown apart from the score: how much of the target is still open. 0
 * without a target. */
int score_bonus(int64_t target, int64_t reached);

/* Who goes first: what is mandatory, then what is authorised, then the higher
 * score, then what was submitted earlier (0: not yet, last). Negative when a
 * goes before b. */
struct precedence {
	bool mandatory, authorised;
	int64_t score;
	int64_t submitted_at; /* UTC seconds */
};
int precedence_compare(const struct precedence *a, const struct precedence *b);

#endif
