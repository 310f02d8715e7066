/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the intake share: fields (intake.c), places
 * (intake_place.c) and times (intake_time.c). */
#ifndef AMBIT_SOURCE_INTAKE_SCRATCH_H
#define AMBIT_SOURCE_INTAKE_SCRATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "base/vec.h"
#include "source/intake.h"

/* A time as written: "2026-03-01", "2026-03-01T10:00:00", with "Z" or not. */
#define TIME_TEXT 24

/* Ends with a NULL that len does not count. */
VEC_TYPE(date_texts, const char *);

struct scratch {
	struct event event;
	char start[TIME_TEXT], end[TIME_TEXT], recurrence_id[TIME_TEXT];
	char zone[ZONE_NAME_MAX];
	char uid[DIGEST_HEX];
	char country[3];
	const struct place *found; /* its city, or NULL */
	const char *inferred[6];   /* ends with NULL */
	bool all_day;
	const struct zone *tz; /* of timed events */
	int64_t wall;          /* start: days or wall seconds */
	VEC(char *) texts;     /* made here */
	struct date_texts rdates, exdates;
	VEC(void *) blocks;
};

static inline bool
given(const char *text)
{
	return text && text[0];
}

/* Notes that a field is the city's, not the source's. */
static inline void
infer(struct scratch *scratch, const char *field)
{
	size_t n = 0;

	while (scratch->inferred[n])
		n++;
	scratch->inferred[n] = field;
	scratch->event.inferred = scratch->inferred;
}

/* Where it is; before its times, which may need the city's zone. */
void intake_take_place(struct scratch *scratch,
    const struct intake_options *options, const struct ambit_event *from);

/* Each fills its fields of scratch->event, or says what is wrong. */
int
intake_take_start(struct scratch *scratch, const struct intake_options *options,
    const struct ambit_event *from, struct err *err);
int
intake_take_end(struct scratch *scratch, const struct intake_options *options,
    const struct ambit_event *from, struct err *err);
int intake_take_recurrence(struct scratch *scratch,
    const struct intake_options *options, const struct ambit_event *from,
    struct err *err);

#endif
