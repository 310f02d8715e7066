/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ambit-plugin.h - the contract between Ambit and a plugin that brings events
 *
 * A plugin is a shared object that exports one symbol:
 *
 *     AMBIT_PLUGIN_EXPORT const struct ambit_plugin ambit_plugin = { ... };
 *
 * It is loaded into a process of its own for each sync, calls nothing of the
 * host by name, and gets every service through struct ambit_host. If it
 * crashes, hangs or leaks, only that sync is lost.
 *
 * Rules that hold everywhere:
 * - Texts are UTF-8 and end with NUL. NULL is "not given".
 * - The host copies all it is given before a call returns. Nobody frees
 *   memory across the border.
 * - Every struct that crosses the border begins with its own size. Members are
 *   only ever appended; what lies beyond a struct's size is "not given":
 *   struct x v = { .size = sizeof v, ... }.
 * - Zero is "not given" for numbers, flags and coordinates.
 *
 * The ABI is frozen: what is built against MAJOR.MINOR is loaded by every later
 * minor version. A new member goes to the end of its struct and makes a new
 * minor version; tests/abi holds each that was released. C99 and C++.
 */
#ifndef AMBIT_PLUGIN_H
#define AMBIT_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define AMBIT_ABI_MAJOR 1
#define AMBIT_ABI_MINOR 0

#if defined(__GNUC__)
#define AMBIT_PLUGIN_EXPORT __attribute__((visibility("default")))
#else
#define AMBIT_PLUGIN_EXPORT
#endif

/* ------------------------------------------------------------- events --- */

/*
 * Times are texts: "2026-03-01" is a whole-day date; "2026-03-01T10:00:00" is
 * a wall time in the zone beside it; with a final "Z" it is an instant (UTC),
 * which is shown in the zone beside it, if there is one (of a series: in UTC,
 * in which it recurs). Ends are exclusive, also of dates: a congress from 2 to
 * 4 March ends on "2026-03-05". Zones are IANA names.
 */

struct ambit_deadline {
	uint32_t size;
	const char *name; /* "call-for-papers", "registration", ... */
	const char *at;
	const char *zone;
	const char *url;
};

/* A slot of a delegation's programme. */
struct ambit_slot {
	uint32_t size;
	const char *start;
	const char *end;
	const char *zone;
	const char *title;
	const char *place;
	const char *needs; /* the politician or unit that is needed */
};

/* One leg of a journey. */
struct ambit_leg {
	uint32_t size;
	const char *mode; /* "air", "rail", "road", "sea", "walk" */
	const char *from;
	const char *to;
	const char *from_country; /* ISO 3166-1 alpha-2 */
	const char *to_country;
	const char *depart; /* date or wall time */
	const char *depart_zone;
	const char *arrive;
	const char *arrive_zone;
};

struct ambit_participant {
	uint32_t size;
	const char *name;
	const char *role; /* "head", "speaker", "vote", "technical", ... */
	const char *organisation;
};

/* Lists end with NULL. */
struct ambit_event {
	uint32_t size;
	/* identity */
	const char *uid;           /* needed; stable for the event's life */
	const char *recurrence_id; /* an override: the start it replaces, a
				      wall time in zone if not a date or "Z" */
	/* what */
	const char *kind;      /* NULL: the plugin's first kind */
	const char *status;    /* "confirmed", "tentative", "cancelled" */
	const char *certainty; /* "confirmed", "tentative", "window" */
	const char *summary;   /* needed */
	const char *description;
	const char *language; /* BCP 47 */
	const char *url;
	const char *const *categories;
	const char *parent; /* uid of the event this is part of, which comes
			       before it */
	/* when */
	const char *start; /* needed */
	const char *end;   /* NULL: a date lasts one day, a time no time */
	const char *zone;  /* of start and end, and of the texts below */
	const char *rrule; /* RFC 5545 RECUR; UNTIL as RFC 5545 wants it */
	const char *const *rdates;
	const char *const *exdates;
	int64_t sequence;
	/* where */
	const char *place;
	const char *city;
	const char *country;
	double latitude;
	double longitude;
	/* who and why */
	const char *organiser;
	const char *network;
	const char *project;
	const char *level; /* "eu", "un", "other" */
	int statutory;
	const char *organ;
	const char *role; /* ours: "member", "board", "host" */
	int voting_seat;
	/* delegations */
	const char *direction; /* "incoming", "outgoing" */
	int64_t head_rank;     /* 1 highest .. 5 */
	const char *host;
	const char *const *interpreters; /* "ca-ar" */
	const struct ambit_participant *const *participants;
	const struct ambit_leg *const *legs;
	const struct ambit_slot *const *slots;
	/* milestones */
	const char *responsible;
	int64_t preparation_days;
	const struct ambit_deadline *const *deadlines;
	/* An override (RECURRENCE-ID;RANGE=THISANDFUTURE) that also stands for
	 * all later occurrences, until the next override of its kind: they
	 * take on its texts, status and length, and begin as much earlier or
	 * later than they would as it does, by the clock. Which are later is
	 * told by the starts that they replace; an override of one of them
	 * wins, and what is left out stays out. */
	int this_and_future;
	/* milestones, again */
	const char *deputy;     /* of the one who is responsible */
	const char *attendance; /* "in-person", "online", "mixed" */
	const char *visibility; /* "public", "private": no part of what anyone
				   may see */
	int64_t line; /* where it stands in the source, 1-based: told when it
			 cannot be taken in */
	const char *revised; /* when its source last changed it, an instant */
};

#ifdef __cplusplus
#define AMBIT_EVENT_INIT \
	{ \
		sizeof(struct ambit_event) \
	}
#else
#define AMBIT_EVENT_INIT \
	{ \
		.size = sizeof(struct ambit_event) \
	}
#endif

/* ------------------------------------------------------ configuration --- */

/*
 * The C type of the member in the plugin's configuration struct:
 *   STRING, SECRET, URL, ZONE   const char *
 *   INT, SECONDS                int64_t
 *   BOOL, CHOICE                int (CHOICE: index into choices)
 * SECONDS is written "90", "15m", "6h", "2d". A URL is http, https, or
 * "file:" and a path below the data folder.
 */
enum ambit_key_type {
	AMBIT_STRING = 1,
	AMBIT_SECRET,
	AMBIT_URL,
	AMBIT_ZONE,
	AMBIT_INT,
	AMBIT_SECONDS,
	AMBIT_BOOL,
	AMBIT_CHOICE
};

#define AMBIT_REQUIRED 1u /* flag: a source without it is refused */

struct ambit_key {
	const char *name; /* in the configuration: a-z, 0-9, _ */
	int32_t type;
	uint32_t flags;
	size_t offset;        /* of the member in the configuration struct */
	const char *fallback; /* the default, as it would be written; NULL */
	int64_t min;          /* INT, SECONDS; min == max is no range */
	int64_t max;
	const char *const *choices; /* CHOICE: ends with NULL */
	const char *help;           /* one sentence */
};

/* AMBIT_KEY(AMBIT_INT, struct my_config, depth, .fallback = "3", .help = "..")
 * In C11 and later a member of the wrong C type does not compile. */
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define AMBIT_KEY_OFFSET(type_, struct_, member_) \
	(offsetof(struct_, member_) +                                          \
	    0 * sizeof(char[_Generic(((struct_ *)0)->member_,                  \
	              const char *: (type_) <= AMBIT_ZONE,                     \
	              int64_t: (type_) == AMBIT_INT ||                         \
	                  (type_) == AMBIT_SECONDS,                            \
	              int: (type_) >= AMBIT_BOOL) ? 1 : -1]))
#else
#define AMBIT_KEY_OFFSET(type_, struct_, member_) offsetof(struct_, member_)
#endif
#define AMBIT_KEY(type_, struct_, member_, ...) \
	{ \
		.name = #member_, .type = (type_), \
		.offset = AMBIT_KEY_OFFSET(type_, struct_, member_), \
		__VA_ARGS__ \
	}

/* ------------------------------------------------------------ results --- */

/* What sync returns. The host decides what to do: it tries RETRY again later
 * and later still; AUTH and CONFIG wait for a person; after CURSOR the next
 * run starts without one. */
enum ambit_result {
	AMBIT_OK = 0,
	AMBIT_RETRY,     /* the source did not answer, or not well */
	AMBIT_AUTH,      /* it wants other credentials */
	AMBIT_CONFIG,    /* the configuration is wrong */
	AMBIT_CURSOR,    /* the cursor is no longer known there */
	AMBIT_CANCELLED, /* expired() said so */
	AMBIT_BUG        /* what must not happen has happened */
};

/* ------------------------------------------------------ host services --- */

enum ambit_log_level {
	AMBIT_LOG_ERROR,
	AMBIT_LOG_WARNING,
	AMBIT_LOG_INFO,
	AMBIT_LOG_DEBUG
};

/* What fetch brings. Lives until the next fetch or the return of sync. */
struct ambit_reply {
	uint32_t size;
	int32_t status;   /* HTTP status; 200 and 404 also for files; 0: no
			     answer, see error */
	const char *body; /* followed by a NUL that is not counted */
	size_t body_len;
	const char *content_type; /* as sent, or guessed from a file's name */
	const char *final_url;    /* after redirects */
	const char *error;        /* status 0: why, in words */
	int unchanged; /* the source answered "not modified" and body is what
			  it sent last time */
};

struct ambit_request {
	uint32_t size;
	const char *url; /* http, https, or file: below the data folder */
	const char *accept;
	const char *bearer; /* a secret for "Authorization: Bearer" */
	int64_t max_bytes;  /* 0: the host's limit */
};

/* Where a bad item was: byte or line, whichever the reader knows. */
struct ambit_item {
	uint32_t size;
	const char *name;   /* its uid or title, or "item 17" */
	const char *reason; /* one sentence for a person */
	int64_t line;       /* 1-based; 0: not known */
	int64_t byte;       /* 0-based; -1: not known */
};

struct ambit_run; /* the host's side of one sync; opaque */

/*
 * Each service takes the run that sync was given. Those that return int give
 * AMBIT_OK, or the result that sync should return at once (usually
 * AMBIT_CANCELLED).
 */
struct ambit_host {
	uint32_t size;

	/* One event. It is committed by the next checkpoint, or by AMBIT_OK.
	 * The same uid (and recurrence_id) again replaces it, unless what
	 * came before is a newer revision (sequence, then revised). */
	int (*emit)(struct ambit_run *run, const struct ambit_event *event);

	/* The source says that this uid is gone. */
	int (*forget)(struct ambit_run *run, const char *uid);

	/* Commits all that was emitted and forgotten so far, atomically, with
	 * the cursor (NULL: none) from which the next run goes on. */
	int (*checkpoint)(struct ambit_run *run, const char *cursor);

	/* Fetches a resource: always a reply (never NULL), whose status 0
	 * tells of failure. */
	const struct ambit_reply *(*fetch)(
	    struct ambit_run *run, const struct ambit_request *request);

	/* The time, in seconds since 1970-01-01T00:00:00Z. Frozen in tests. */
	int64_t (*now)(struct ambit_run *run);

	/* Is it time to stop (deadline or cancel)? Ask in long loops. */
	int (*expired)(struct ambit_run *run);

	void (*log)(struct ambit_run *run, int level, const char *text);

	/* An item that could not be read: told to people by name. */
	int (*quarantine)(struct ambit_run *run, const struct ambit_item *item);
};

/* ------------------------------------------------------------- plugin --- */

/* Without a cursor a run lists everything that there is: what it does not
 * emit has vanished. */
#define AMBIT_CAP_SNAPSHOT 1u
/* A run can go on from a cursor, bringing only what changed. */
#define AMBIT_CAP_CURSOR 2u
/* It fetches from the network. */
#define AMBIT_CAP_NET 4u

struct ambit_plugin {
	uint32_t size;
	uint16_t abi_major; /* AMBIT_ABI_MAJOR */
	uint16_t abi_minor; /* AMBIT_ABI_MINOR */
	uint32_t key_size;  /* sizeof(struct ambit_key) */
	uint32_t capabilities;
	const char *name;         /* a-z, 0-9, -; as in "plugin = networks" */
	const char *version;      /* the plugin's own */
	const char *licence;      /* SPDX expression */
	const char *summary;      /* one line */
	const char *const *kinds; /* kinds of event it brings; ends with NULL */
	const struct ambit_key *keys; /* ends with a row whose name is NULL */
	size_t config_size;

	/* One sync. config: the plugin's own struct, filled by the host from
	 * the keys; cursor: NULL, or what the last checkpoint gave. */
	int (*sync)(const void *config, const char *cursor,
	    const struct ambit_host *host, struct ambit_run *run);

	/* Optional: is a configuration that fits the keys also sensible? NULL
	 * when it is; else what is wrong, in one sentence (static, or living
	 * in config). */
	const char *(*check)(const void *config);
};

#define AMBIT_PLUGIN_HEAD \
	sizeof(struct ambit_plugin), AMBIT_ABI_MAJOR, AMBIT_ABI_MINOR, \
	    sizeof(struct ambit_key)

#ifdef __cplusplus
}
#endif

#endif
