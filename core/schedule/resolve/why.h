/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An explanation as it is kept and sent: why a mission stands in a plan as it
 * does.
 *
 * {"of": NAME, "stands": "declined"|..., "alternatives": [{"option": 1,
 * "remote": true, "when": {"first", "last"}, "person": NAME, "standing":
 * "free"|"blocked"|"never", "by": [NAME, ...], "lacks": ["people", ...],
 * "costs": [F1, F2, F3]}]}: by is a smallest set of missions that rule it out
 * together, and what is short beside them; costs is what the levels would be
 * more (or less) if it were forced, and is not there when it cannot be. NAME is
 * {"id", "name" or "title"}; first and last are days.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_WHY_H
#define AMBIT_SCHEDULE_RESOLVE_WHY_H

#include "base/buf.h"
#include "schedule/resolve/alternatives.h"

/* Each writes a JSON value; when may be NULL. */
struct why_names {
	void (*mission)(struct buf *out, int32_t mission, void *arg);
	void (*person)(struct buf *out, int32_t person, void *arg);
	void (*when)(struct buf *out, int32_t option, void *arg);
	void *arg;
};

/* The explanation of one mission; of list, what is about it. */
void why_add_json(struct buf *out, const struct roster *roster, int32_t mission,
    const struct alternatives *list, const struct why_names *names);

#endif
