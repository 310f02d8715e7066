/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what a plugin said to an event that the program can trust: words
 * become choices, times are read, texts cleaned, identity settled, its city
 * found. Pure.
 *
 * What the city tells (country, coordinates, zone) fills in for what the
 * source did not give, and says so in "inferred"; it never replaces.
 */
#ifndef AMBIT_SOURCE_INTAKE_H
#define AMBIT_SOURCE_INTAKE_H

#include "ambit-plugin.h"
#include "base/err.h"
#include "base/places.h"
#include "base/span.h"
#include "base/zone.h"
#include "model/event.h"
#include "source/kinship.h"

enum intake_identity { INTAKE_UID, INTAKE_URL, INTAKE_CONTENT };

struct intake_options {
	const char *source;
	enum intake_identity identity;
	/* NULL, or what was taken in before: the parents of what is to come */
	const struct kinship *kinship;
	const char *fallback_kind; /* when the event names none */
	struct zones *zones;
	const struct places *places; /* NULL: no city is looked for */
};

struct intake {
	struct event *event; /* one block, the caller's */
	struct event_times times;
	struct span extent;
	int64_t revised; /* when its source changed it, UTC; 0: not known */
	int64_t line;    /* where it stands in the source; 0: not known */
};

/*
 * -EINVAL with one sentence for a person when the event cannot be taken in:
 * it is then quarantined under its name. What is merely not understood and
 * harmless (an unknown country, a link that is no web address) is left out.
 */
int intake_event(const struct intake_options *options,
    const struct ambit_event *given, struct intake *out, struct err *err);

/* What people would call a given event that cannot be taken in. */
const char *intake_name(const struct ambit_event *given);

#endif
