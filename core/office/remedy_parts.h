/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of remedies, for remedy*.c alone. */
#ifndef AMBIT_OFFICE_REMEDY_PARTS_H
#define AMBIT_OFFICE_REMEDY_PARTS_H

#include "model/mission.h"
#include "office/journey.h"
#include "office/mission_parts.h"
#include "office/picture_parts.h"
#include "office/remedy.h"

/* How many there are in a list of records or texts, which ends with NULL. */
#define COUNT(list) remedy_count((const void *const *)(list))

static inline size_t
remedy_count(const void *const *list)
{
	size_t n = 0;

	while (list && list[n])
		n++;
	return n;
}

struct remedy_work {
	const struct remedy_office *office;
	struct remedy *remedy;
	VEC(void *) scratch; /* freed at the end */
	struct err *err;
};

/* "it cannot be ...": -EDOM. */
int remedy_cannot(struct remedy_work *work, const char *why);
/* Memory until the end of the work; NULL: none. */
void *remedy_scratch(struct remedy_work *work, size_t size);
char *remedy_text(struct remedy_work *work, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* So many days later; the form stays. NULL for NULL, or without memory. */
const char *
remedy_later(struct remedy_work *work, const char *time, int64_t days);

/* The record as the steps so far have made it; NULL: there is none. */
const void *
remedy_now(struct remedy_work *work, enum family_id family, const char *id);
/* A deep copy becomes what it is after; NULL removes it. */
int remedy_set(struct remedy_work *work, enum family_id family, const char *id,
    const void *record);
int remedy_set_event(struct remedy_work *work, const struct event_row *row,
    const struct event *event);

/* The mission of a step; NULL: it is not there, or a source's. */
const struct mission *remedy_mission(struct remedy_work *work, int32_t at);
/* Sets it, in its next state. */
int remedy_set_mission(struct remedy_work *work, const struct mission *old,
    struct mission *mission);

typedef int
remedy_step(struct remedy_work *work, const struct propose_step *step);

remedy_step remedy_substitute, remedy_exchange, remedy_window, remedy_remote,
    remedy_shorten, remedy_move, remedy_resource, remedy_host, remedy_stand_in,
    remedy_deputy, remedy_join, remedy_split_leg, remedy_invite, remedy_tag,
    remedy_follow, remedy_decline;

#endif
