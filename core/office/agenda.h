/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one reader's feed shows: events, missions and sessions, as series of
 * their own, each with no more of it than the reader may know. The feed's
 * token says whose it is; nothing else widens what comes here.
 *
 *   staff                  every event, with the teams that go and how many
 *   team                   its missions, with the names of its own people
 *   person                 theirs, with what they need
 *   council                what it has a part in
 *   network, project,      their events and missions: titles, places, teams
 *   line, region
 *   coordinator            every event and mission, with who goes
 *
 * A team's and the coordinator's have the conflicts that are not settled as
 * tentative entries, a person's as notes, a council's what was agreed with it.
 *
 * Drafts are for those whose they are.
 */
#ifndef AMBIT_OFFICE_AGENDA_H
#define AMBIT_OFFICE_AGENDA_H

#include "base/err.h"
#include "base/span.h"
#include "base/words.h"
#include "base/zone.h"
#include "model/plan.h"
#include "model/token.h"
#include "store/records.h"
#include "store/series.h"

struct agenda {
	const struct token *token; /* of a feed */
	const struct records *records;
	const struct snapshot *events;
	const struct plan *plan; /* NULL: there is none */
	struct zones *zones;
	const struct zone *zone; /* whose days are the office's */
	int kind;                /* of events alone: enum event_kind; 0: all */
	/* For conflicts: where they are, in what words, and what stands before
	 * their addresses (NULL: they have none). */
	struct store *store; /* NULL: none are told */
	enum language language;
	const char *base_url;
};

VEC_TYPE(agenda_series, struct series *);

/* The references are the caller's. */
void agenda_series_free(struct agenda_series *list);

int agenda_of(
    const struct agenda *agenda, struct agenda_series *out, struct err *err);

/* What a revoked or expired token's feed shows for so many days: one event
 * that tells so, and to ask for another address. */
int agenda_revoked(const struct agenda *agenda, enum language language,
    int days, struct agenda_series *out, struct err *err);

/* When a person or a team (the other is NULL) is not free, and nothing else of
 * it: missions from leaving home to being back, absences. */
VEC_TYPE(busy_times, struct busy_time);
struct busy_time {
	struct span span;     /* UTC */
	bool tentative, away; /* away: not at work at all */
};
int agenda_busy(const struct agenda *agenda, const char *person,
    const char *team, struct busy_times *out, struct err *err);

#endif
