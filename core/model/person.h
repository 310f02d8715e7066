/* SPDX-License-Identifier: Apache-2.0 */
/*
 * People, and when they or everybody are not at work. Plain data, records
 * (base/record.h).
 *
 * Only what planning needs is kept of a person: never passport or identity
 * numbers, and of an absence never a reason of health.
 */
#ifndef AMBIT_MODEL_PERSON_H
#define AMBIT_MODEL_PERSON_H

#include <stdint.h>

#include "base/record.h"

enum person_kind {
	PERSON_KIND_NONE, /* as PERSON_STAFF */
	PERSON_STAFF,
	PERSON_POLITICIAN,
	PERSON_EXPERT
};
extern const char *const person_kind_words[];

struct person {
	const char *id; /* a short code: "a1", "nperez" */
	const char *name;
	const char *team;    /* the one that they belong to */
	const char *council; /* a politician's or expert's, if any */
	int kind;            /* enum person_kind */
	const char *email;
	const char *const *languages; /* BCP 47: "ca", "en" */
	const char *const *skills;    /* in the office's own words */
	int64_t rank;                 /* 1 highest .. 5; 0: not given */
	int represents;               /* bool: may speak for us */
	/* Home: where journeys begin and end. */
	const char *city;
	const char *country;        /* ISO 3166-1 alpha-2 */
	double latitude, longitude; /* WGS 84 degrees, or NaN: the city's */
	/* Days on which they are here, half-open; NULL: since ever, for ever.
	 */
	const char *start, *end;
};
extern const struct record person_record;

enum absence_kind {
	ABSENCE_KIND_NONE,
	ABSENCE_LEAVE,
	ABSENCE_TRAINING,
	ABSENCE_DUTY, /* elsewhere on other duties */
	ABSENCE_OTHER
};
extern const char *const absence_kind_words[];

/* A person is not at work. start and end are both dates (then without zone) or
 * both wall times in zone; half-open. See interval_read. */
struct absence {
	const char *id; /* UUIDv7 */
	const char *person;
	int kind; /* enum absence_kind */
	const char *start, *end;
	const char *zone;
	int requested;    /* bool: asked for, not yet approved */
	const char *note; /* for colleagues */
	/* It came from the person's calendar: the source that brings it, and
	 * its name there. NULL: written here. */
	const char *source, *uid;
};
extern const struct record absence_record;

/* A day on which a municipality does not work. */
struct holiday {
	const char *id; /* UUIDv7 */
	const char *name;
	const char *start, *end; /* dates, half-open */
	const char *city;        /* NULL: in the whole country */
	const char *country;     /* NULL, without a city: everywhere */
	const char *source, *uid;
};
extern const struct record holiday_record;

#endif
