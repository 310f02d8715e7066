/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a rule finds: a conflict or a synergy, named by its subject so that it
 * stays the same one when it is found again, with its evidence as numbers.
 */
#ifndef AMBIT_SCHEDULE_FINDING_H
#define AMBIT_SCHEDULE_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "base/vec.h"

VEC_TYPE(indices, int32_t);

/* In the order of the table in rules.c. */
enum rule_code {
	C1_PERSON_OVERLAP,
	C2_TRAVEL_GAP,
	C3_ABSENCE,
	C4_TEAM_DEPLETED,
	C5_UNCOORDINATED,
	C6_PRIORITY_CLASH,
	C7_RESOURCE,
	C8_PROTOCOL,
	C9_HOLIDAY,
	C10_MILESTONE,
	C11_LEAD_TIME,
	C12_SAME_LEG,
	C13_SOURCE_MOVED,
	C14_QUORUM,
	C15_OFF_PLAN,
	C17_FATIGUE,
	C18_BUDGET,
	S1_SAME_EVENT,
	S2_SAME_CITY,
	S3_COUNCIL_THERE,
	S4_NETWORKS_MEET,
	S5_PARTNER_THERE,
	S6_INTEREST,
	S7_MISSED,
	S8_UNDER_SERVED,
	RULES
};

enum finding_level { LEVEL_INFO, LEVEL_WARN, LEVEL_DECIDE, LEVEL_BLOCK };

/* What subject, first, second, need, have and items mean is said by each rule
 * at its head. */
struct finding {
	enum rule_code rule;
	enum finding_level level;
	/* Who it is: with rule, the same for as long as it lasts. */
	int32_t subject[3];
	int64_t period;
	/* Its evidence. */
	struct span first, second;
	int64_t need, have;
	struct indices items; /* owned */
};

VEC_TYPE(finding_vec, struct finding);

struct findings {
	struct finding_vec list;
	bool failed; /* memory ran out: the list is not whole */
};

/* Adds one; its items are empty, and its own to fill with finding_item. NULL
 * when memory ran out. */
struct finding *finding_add(struct findings *out, enum rule_code rule,
    enum finding_level level, int32_t a, int32_t b, int32_t c);
void finding_item(struct findings *out, struct finding *finding, int32_t item);

void findings_free(struct findings *findings);
void findings_reset(struct findings *findings); /* keeps the list's memory */

/* By what names it; then whether all of it is the same. */
int finding_compare(const struct finding *a, const struct finding *b);
bool finding_equal(const struct finding *a, const struct finding *b);
void findings_sort(struct findings *findings);

#endif
