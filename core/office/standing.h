/* SPDX-License-Identifier: Apache-2.0 */
/* How an event stands with us: what the office's records say of it, for its
 * score (schedule/score.h). */
#ifndef AMBIT_OFFICE_STANDING_H
#define AMBIT_OFFICE_STANDING_H

#include "schedule/score.h"
#include "store/records.h"

/*
 * The overlay of the event's id, and of its network and project (the overlay's
 * words before the source's) whether they are ours: a record has that id, name
 * or alias, whatever case and accents; a network that neither names, by its
 * standing in the event's title. All on loan from the records.
 */
void standing_facts(const struct records *records, const char *id,
    const struct event *event, struct score_facts *out);

/* What the event is worth to us by the plan, 0..100. */
int standing_score(const struct records *records, const struct plan *plan,
    const char *id, const struct event *event);

#endif
