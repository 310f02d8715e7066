/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An event as its source tells it: plain data, one record (base/record.h).
 *
 * Times are texts in the form in which they were written. "2026-03-01" is a
 * whole-day date (not midnight of anything); "2026-03-01T10:00:00" is a wall
 * time in zone ("UTC" for instants that were written with Z). Intervals are
 * half-open: end is exclusive, also for dates. What is worked out from them
 * stands in struct event_times.
 */
#ifndef AMBIT_MODEL_EVENT_H
#define AMBIT_MODEL_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/record.h"
#include "base/span.h"
#include "base/zone.h"

enum event_kind {
	EVENT_KIND_NONE,
	EVENT_CONFERENCE,
	EVENT_FORUM,
	EVENT_NETWORK_MEETING,
	EVENT_DELEGATION,
	EVENT_MILESTONE,
	EVENT_WORK_SESSION,
	EVENT_KINDS
};
extern const char *const event_kind_words[]; /* "", "conference", ... NULL */

/* STATUS of RFC 5545 section 3.8.1.11. */
enum event_status {
	EVENT_STATUS_NONE,
	EVENT_CONFIRMED,
	EVENT_TENTATIVE,
	EVENT_CANCELLED
};
extern const char *const event_status_words[];

/* Dates settled, known but not settled, or somewhere inside start..end. */
enum event_certainty {
	EVENT_CERTAINTY_NONE,
	EVENT_DATES_CONFIRMED,
	EVENT_DATES_TENTATIVE,
	EVENT_DATES_WINDOW
};
extern const char *const event_certainty_words[];

enum event_level {
	EVENT_LEVEL_NONE,
	EVENT_LEVEL_EU,
	EVENT_LEVEL_UN,
	EVENT_LEVEL_OTHER
};
extern const char *const event_level_words[];

/* Our role in the network whose meeting it is. */
enum event_role {
	EVENT_ROLE_NONE,
	EVENT_ROLE_MEMBER,
	EVENT_ROLE_BOARD,
	EVENT_ROLE_HOST
};
extern const char *const event_role_words[];

/* How we know where it is: its source gave the coordinates; or they are its
 * city's; or there are several cities of that name; or none that we know. */
enum event_located {
	EVENT_LOCATED_NONE, /* it names no city */
	EVENT_LOCATED_SOURCE,
	EVENT_LOCATED_CITY,
	EVENT_LOCATED_AMBIGUOUS,
	EVENT_LOCATED_UNKNOWN
};
extern const char *const event_located_words[];

enum event_direction { EVENT_DIRECTION_NONE, EVENT_INCOMING, EVENT_OUTGOING };
extern const char *const event_direction_words[];

enum event_attendance {
	EVENT_ATTENDANCE_NONE,
	EVENT_IN_PERSON,
	EVENT_ONLINE,
	EVENT_MIXED
};
extern const char *const event_attendance_words[];

/* As its source says; what says nothing is public. */
enum event_visibility { EVENT_VISIBILITY_NONE, EVENT_PUBLIC, EVENT_PRIVATE };
extern const char *const event_visibility_words[];

/* A deadline that belongs to an event, such as a call for papers. */
struct deadline {
	const char *name; /* "call-for-papers", "registration", ... */
	const char *at;   /* date, or wall time in zone */
	const char *zone; /* IANA; NULL for a date */
	const char *url;
};

/* A slot of a delegation's programme, or a session that is not an event. */
struct slot {
	const char *start, *end; /* wall times in zone */
	const char *zone;
	const char *title;
	const char *place;
	const char *needs; /* the politician or unit that is needed */
};

/* One leg of a journey. */
struct leg {
	const char *mode;      /* "air", "rail", "road", "sea", "walk" */
	const char *from, *to; /* cities */
	const char *from_country, *to_country; /* ISO 3166-1 alpha-2 */
	const char *depart, *depart_zone; /* date, or wall time and its zone */
	const char *arrive, *arrive_zone;
};

struct participant {
	const char *name;
	const char *role; /* "head", "speaker", "vote", "technical", ... */
	const char *organisation;
};

struct event {
	/* identity */
	const char *source;        /* name of the source in the configuration */
	const char *uid;           /* as the source's identity rule gives it */
	const char *recurrence_id; /* an override: the start that it replaces:
				      a date, a wall time in zone, or an
				      instant with Z */
	/* what */
	int kind;      /* enum event_kind */
	int status;    /* enum event_status */
	int certainty; /* enum event_certainty */
	const char *summary;
	const char *description;
	const char *language; /* BCP 47, of the texts */
	const char *url;
	const char *const *categories;
	const char *parent; /* uid of the event that this is part of */
	/* when */
	const char *start;
	const char *end;   /* exclusive; given for every accepted event */
	const char *zone;  /* IANA; NULL for dates */
	const char *rrule; /* RFC 5545 RECUR, without "RRULE:" */
	const char *const *rdates;  /* in the form of start */
	const char *const *exdates; /* in the form of start */
	int64_t sequence;           /* as the source says */
	/* where */
	const char *place; /* venue, as text */
	const char *city;
	const char *country;        /* ISO 3166-1 alpha-2 */
	double latitude, longitude; /* WGS 84 degrees; NaN */
	/* who and why */
	const char *organiser;
	const char *network;
	const char *project;
	int level;         /* enum event_level */
	int statutory;     /* bool */
	const char *organ; /* of the network: "General Assembly", ... */
	int role;          /* enum event_role */
	int voting_seat;   /* bool */
	/* delegations */
	int direction;     /* enum event_direction */
	int64_t head_rank; /* 1 highest .. 5 */
	const char *host;
	const char *const *interpreters; /* language pairs, "ca-ar" */
	const struct participant *const *participants;
	const struct leg *const *legs;
	const struct slot *const *slots;
	/* milestones */
	const char *responsible;
	int64_t preparation_days; /* working days */
	const struct deadline *const *deadlines;
	/* overrides, again */
	int this_and_future; /* bool: it tells of all later ones, too; see
				schedule/occurrences.h */
	const char *deputy;  /* of the one who is responsible */
	/* who may come, who may see it */
	int attendance; /* enum event_attendance */
	int visibility; /* enum event_visibility */
	/* where, as the table of places has it (base/places.h) */
	int located;                 /* enum event_located */
	const char *city_zone;       /* IANA; of the city, when it is known */
	const char *const *inferred; /* names of the fields that its source did
					not give and the city did: "city"
					(from its place), "country",
					"latitude", "longitude", "zone" */
};

extern const struct record event_record, slot_record, participant_record;

/* What is worked out from an event's texts. */
struct event_times {
	bool all_day;
	int64_t start, end; /* all-day: days; else wall seconds in the zone */
	const struct zone *zone; /* NULL when all-day */
	/* Do the zone's clocks show them once, never or twice? */
	enum wall_kind start_kind, end_kind;
	/* Instants it can touch, whoever looks: a whole day counts from its
	 * beginning at UTC+14 to its end at UTC-12. Of the one occurrence;
	 * see event_extent for series. */
	struct span span;
};

/*
 * Reads start, end, zone. -EINVAL names the field that is wrong: missing or
 * unreadable times, a date beside a time, an end before its start, a zone
 * that is not in zones.
 */
int event_times(const struct event *event, struct zones *zones,
    struct event_times *out, struct err *err);

/* The same of an interval that is no event's: see there. */
int interval_times(const char *start, const char *end, const char *zone,
    struct zones *zones, struct event_times *out, struct err *err);

/*
 * Instants between which all occurrences of a series lie: span widened by
 * rdates and by the rule: to its UNTIL, or without end (a bound, not the
 * exact last occurrence, for rules with COUNT; without end also for an
 * override with this_and_future, whose rule the master has).
 */
struct span
event_extent(const struct event *event, const struct event_times *times);

/* Where it is, in words, the narrowest first: place, city, country, without
 * the last two when the place's text names the city itself. Returns how many
 * parts there are; they are on loan from the event. */
#define EVENT_WHERE 3
size_t event_where(const struct event *event, const char *parts[EVENT_WHERE]);

static inline bool
event_recurs(const struct event *event)
{
	return event->rrule || event->rdates;
}

#endif
