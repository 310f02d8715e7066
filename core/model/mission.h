/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mission: one team or several send delegates to an event, or on a journey
 * of its own, for a purpose; or a delegation that comes to us. Plain data, one
 * record (base/record.h).
 *
 * Times are texts as in event.h: both ends of an interval are dates (whole
 * days, no zone) or wall times in a zone; half-open. Money is in integer cents
 * of the mission's currency. Members that name people, teams, resources hold
 * their ids. Passport and identity numbers are never kept.
 *
 * What is not said is taken from the event: its interval, its place, its
 * network and project. A mission to no event says its own.
 */
#ifndef AMBIT_MODEL_MISSION_H
#define AMBIT_MODEL_MISSION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/invalid.h"
#include "base/record.h"
#include "model/event.h"

/*
 * The life of a mission, and that of an incoming delegation (from
 * MISSION_REQUESTED on). Which step is whose stands in one table, that of the
 * office's commands.
 */
enum mission_state {
	MISSION_STATE_NONE,
	MISSION_DRAFT,
	MISSION_SUBMITTED,
	MISSION_RETURNED,
	MISSION_ENDORSED,
	MISSION_AUTHORISED,
	MISSION_UNDERWAY,
	MISSION_DONE,
	MISSION_CLOSED,
	MISSION_REJECTED,
	MISSION_WITHDRAWN,
	MISSION_CANCELLED,
	/* incoming */
	MISSION_REQUESTED,
	MISSION_ACCEPTED,
	MISSION_DECLINED,
	MISSION_PROGRAMMED,
	MISSION_HOSTED,
	MISSION_STATES
};
extern const char *const mission_state_words[];

enum role_kind {
	ROLE_KIND_NONE,
	ROLE_HEAD,
	ROLE_SPEAKER,
	ROLE_VOTE,
	ROLE_TECHNICAL,
	ROLE_INTERPRETER
};
extern const char *const role_kind_words[];

/* A role to fill: by count people, each of whom has what is required. */
struct role {
	int kind;             /* enum role_kind */
	int64_t count;        /* not given: 1 */
	const char *team;     /* that fills it; NULL: the mission's */
	const char *skill;    /* required, or NULL */
	const char *language; /* required, or NULL */
	int64_t rank;         /* required: this or higher (1 is highest) */
	const char *const *candidates; /* people; NULL: the whole team */
	const char *const *chosen;     /* people who go; at most count */
};

/* One way to do it, those before it being preferred. */
struct window {
	const char *start, *end, *zone; /* of the appointments there */
	int remote;                     /* bool: attended from home */
	const char *city, *country;     /* NULL: the mission's */
	const char *note;
};

enum leg_mode {
	LEG_MODE_NONE,
	LEG_AIR,
	LEG_RAIL,
	LEG_ROAD,
	LEG_SEA,
};
extern const char *const leg_mode_words[];

/* One leg of the journey. Two missions share a leg when mode, number and
 * departure are the same. */
struct mission_leg {
	int mode;              /* enum leg_mode */
	const char *number;    /* "VY8988" */
	const char *from, *to; /* cities */
	const char *from_country, *to_country;
	const char *depart, *depart_zone; /* date, or wall time and its zone */
	const char *arrive, *arrive_zone;
	const char *const *people; /* who is on it; NULL: all who go */
};

/* A resource is wanted for an interval. */
struct booking {
	const char *resource;
	int64_t units; /* not given: 1 */
	const char *start, *end, *zone;
};

enum mission_funding {
	FUNDING_NONE,
	FUNDING_OWN,
	FUNDING_FULL_SPONSOR,
	FUNDING_PARTIAL_SPONSOR
};
extern const char *const mission_funding_words[];

struct cost {
	const char *heading; /* "travel", "lodging", "registration", ... */
	int64_t estimated;   /* cents, all in all */
	int64_t sponsored;   /* cents of it that others pay */
	int64_t spent;       /* cents, once it is known */
	const char *team;    /* whose budget; NULL: the mission's */
};

struct document {
	const char *title;
	const char *url;
};

/* Something to be in order before departure: "visa", "A1", "insurance". */
struct check_item {
	const char *item;
	int done;        /* bool */
	const char *due; /* date, or NULL */
	const char *note;
};

/* Why a seat has to be taken, whatever the score. */
enum mission_obligation {
	OBLIGATION_NONE,
	OBLIGATION_GRANT,    /* a grant agreement obliges us */
	OBLIGATION_STATUTORY /* we hold a statutory seat */
};
extern const char *const mission_obligation_words[];

struct mission {
	/* what */
	const char *id;     /* UUIDv7 */
	const char *number; /* the office's own, "2026-014"; unique */
	int direction;      /* enum event_direction; not given: outgoing */
	int state;          /* enum mission_state */
	const char *title;
	const char *purpose;
	const char *event; /* id of the event; NULL: a journey of its own */
	const char *occurrence; /* of a series: the start that its rule gives,
				   in the form of the series' start */
	/* for whom, why */
	const char *team;         /* that answers for it */
	const char *const *teams; /* the others of a joint mission */
	const char *const *lines; /* of the plan */
	const char *region;       /* of the plan; NULL: the country's */
	const char *network;
	const char *project;
	int obligation; /* enum mission_obligation */
	/* when and where */
	const struct window *const *windows; /* in order of preference */
	int64_t window; /* the one that is taken, from 1; 0: the first, or the
			   event's interval when there is none */
	const struct slot *const *sessions; /* the appointments there; of an
					       incoming one its programme */
	const char *place, *city, *country; /* NULL: the event's */
	double latitude, longitude;         /* NaN: the city's */
	const struct mission_leg *const *legs;
	int remote_considered; /* bool */
	const char *remote_note;
	/* who */
	const struct role *const *roles;
	const char *deputy; /* person: stands in at home */
	/* an incoming delegation */
	const char *sender; /* body that comes */
	int64_t head_rank;  /* of its head, 1 highest .. 5 */
	const char *host;   /* person who receives it */
	int64_t visitors;   /* how many come */
	const struct participant *const *participants;
	const char *const *interpreters; /* language pairs, "ca-ar" */
	/* means */
	const struct booking *const *bookings;
	int funding; /* enum mission_funding */
	const char *sponsor;
	const char *currency; /* ISO 4217; NULL: the office's */
	const struct cost *const *costs;
	const struct document *const *documents;
	const struct check_item *const *checklist;
	const char *report;
	/* life; set by its steps alone */
	int64_t edition;      /* 1, 2 ...: rises when an authorised mission is
				 changed so far that it must be authorised
				 again */
	int64_t state_since;  /* UTC seconds */
	int64_t submitted_at; /* UTC seconds, of the first time */
	const char *order_number; /* of the authorisation */
	const char *reason;       /* of the last return, rejection, ... */
	int imported;             /* bool: kept by a source, read-only here */
	/* What it was when it was authorised: the cost that was decided on,
	 * and where and when its event was then (C13). */
	int64_t authorised_cost; /* cents */
	const char *decided_start, *decided_end, *decided_zone;
	const char *decided_city, *decided_country;
};
extern const struct record mission_record, booking_record;

/* The window that is taken; NULL when there is none: the event's interval. */
const struct window *mission_window(const struct mission *mission);

/* What record_check cannot see: values that do not fit together, noted by
 * JSON pointer. record is a struct mission; of the table of families. */
void mission_check(const void *record, struct invalid *invalid);

/* Sums over the costs, in cents. */
int64_t mission_estimated(const struct mission *mission);
/* What is left for the team's own budget: of its costs, less what sponsors
 * pay. */
int64_t mission_own_cost(const struct mission *mission, const char *team);

/* Calls fn for each person who goes, once, whatever their roles; non-zero ends
 * the walk and is returned. */
int mission_people_each(const struct mission *mission,
    int (*fn)(const char *person, void *arg), void *arg);
bool mission_has_person(const struct mission *mission, const char *person);

/* Is it the team's, alone or jointly? */
bool mission_has_team(const struct mission *mission, const char *team);

/* Does it count for conflicts, budgets, presence: submitted, endorsed,
 * authorised or underway; of incoming ones accepted or programmed? */
bool mission_counts(const struct mission *mission);

#endif
