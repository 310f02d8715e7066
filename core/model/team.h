/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who works together: technical teams, the councils of the metropolitan area,
 * networks of cities, projects. Plain data, records (base/record.h).
 *
 * The first member of each is its id, a short code that people use ("T1"); it
 * never changes. Members that end another record's name (lead, team) hold that
 * one's id.
 */
#ifndef AMBIT_MODEL_TEAM_H
#define AMBIT_MODEL_TEAM_H

#include <stdint.h>

#include "base/record.h"

struct team {
	const char *id;
	const char *name;
	const char *area;         /* that it belongs to; its head endorses */
	const char *lead;         /* person */
	int64_t minimum_presence; /* people who must be at home in the core
				     hours of each working day */
	const char *city;         /* where it works: its holidays count */
	const char *country;      /* ISO 3166-1 alpha-2 */
	/* Words that tell whether an incoming delegation concerns it. */
	const char *const *interests;
};
extern const struct record team_record;

/* A municipality of the metropolitan area. */
struct council {
	const char *id;
	const char *name;
	const char *city; /* as holidays and events name it */
	const char *country;
	const char *email; /* of its office, not of a person */
};
extern const struct record council_record;

struct network {
	const char *id;
	const char *name;
	const char *const *aliases; /* other names that sources give it */
	int role;                   /* ours: enum event_role */
	int voting_seat;            /* bool: we vote in its organs */
	const char *responsible;    /* person */
	const char *const *lines;   /* of the plan, that it serves */
	const char *url;
};
extern const struct record network_record;

struct partner {
	const char *name;
	const char *city;
	const char *country;
};

struct project {
	const char *id;
	const char *name;
	const char *const *aliases;
	const char *programme; /* "Interreg Europe", ... */
	const char *start;     /* dates, half-open */
	const char *end;
	const char *team;
	const char *responsible;               /* person */
	int lead_partner;                      /* bool: we lead it */
	const struct partner *const *partners; /* the others */
	const char *const *lines;
	const char *url;
};
extern const struct record project_record;

#endif
