/* SPDX-License-Identifier: Apache-2.0 */
/* What is booked and what is spent: interpreters, rooms, vehicles; the yearly
 * travel budget of a team. Plain data, records (base/record.h). */
#ifndef AMBIT_MODEL_RESOURCE_H
#define AMBIT_MODEL_RESOURCE_H

#include <stdint.h>

#include "base/record.h"

enum resource_kind {
	RESOURCE_KIND_NONE,
	RESOURCE_INTERPRETER,
	RESOURCE_ROOM,
	RESOURCE_VEHICLE
};
extern const char *const resource_kind_words[];

struct resource {
	const char *id;
	const char *name;
	int kind;                     /* enum resource_kind */
	const char *const *languages; /* an interpreter's pairs, "ca-ar":
					 between the two, both ways */
	int64_t capacity; /* units that may be booked at one instant; not
			     given: 1 */
	int64_t seats;    /* people whom a room or vehicle holds */
	const char *place, *city, *country;
};
extern const struct record resource_record;

struct budget {
	const char *id; /* "T1-2026": made of the next two */
	const char *team;
	int64_t year;
	int64_t amount;       /* cents */
	const char *currency; /* ISO 4217 */
};
extern const struct record budget_record;

#endif
