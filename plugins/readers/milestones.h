/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An event's deadlines as events of their own: milestones, linked to it. So a
 * call for papers that closes stands in the calendar of who has to write one,
 * and counts when that person is away (preparation window).
 */
#ifndef AMBIT_READERS_MILESTONES_H
#define AMBIT_READERS_MILESTONES_H

#include "readers/reading.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What is configured of milestones. */
struct milestone_config {
	const char *responsible, *deputy;
	int64_t preparation;
};

/* Rows of the plugin's keys, as READING_KEYS. */
#define MILESTONE_KEYS(struct_, part_) \
	READING_KEY(AMBIT_STRING, struct_, part_, responsible, \
	    .help = "Who has to see to its deadlines."), \
	    READING_KEY(AMBIT_STRING, struct_, part_, deputy, \
		.help = "Who stands in for that person."), \
	    READING_KEY(AMBIT_INT, struct_, part_, preparation, \
		.fallback = "10", .min = 0, .max = 250, \
		.help = "Working days that a deadline takes to prepare.")

/* Whose deadlines the milestone is, unless it says so itself. */
void milestone_settle(
    const struct milestone_config *config, struct ambit_event *milestone);

/*
 * Emits a milestone for each of the event's deadlines, named in the event's
 * language (ca, es, else en), with parent as its parent: the event's uid, or
 * NULL when the event itself is not emitted. Its uid is the event's, "/" and
 * the deadline's name; of several of one name, the later ones (as they stand)
 * have a number as well. What host's emit returned.
 */
int milestones_emit(const struct milestone_config *config,
    const struct ambit_host *host, struct ambit_run *run,
    const struct ambit_event *event, const char *parent);

#ifdef __cplusplus
}
#endif

#endif
