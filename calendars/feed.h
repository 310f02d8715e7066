/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds: iCalendar streams made of kept texts.
 *
 * Each event's text is rendered once per revision. A feed is a head (calendar
 * properties and the VTIMEZONEs that are used), the texts of its series in
 * the order of their published UIDs, and an end. The texts are held in
 * shards, most of them of 16 to 32 KiB, whose boundaries depend on the texts
 * and their UIDs alone, so that equal data gives equal shards whatever its
 * history. A change rebuilds the shards that it touches; all else is shared
 * with the feed before it. The entity tag is the digest of the shards'
 * digests.
 *
 * A gzip body is one member made of the shards' own deflate blocks, each
 * ended by a full flush; the member's CRC is combined from theirs (RFC 1952).
 *
 * Feeds and feed sets are immutable and shared by reference count.
 */
#ifndef AMBIT_CALENDARS_FEED_H
#define AMBIT_CALENDARS_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/words.h"
#include "base/zone.h"
#include "model/plan.h"
#include "store/snapshot.h"

/* How an event that was cancelled is told: by its status (which some clients
 * hide at once), as an event that is still there with a word before its title,
 * or not at all. */
enum feed_cancelled { CANCELLED_STANDARD, CANCELLED_BANNER, CANCELLED_OMIT };
extern const char *const feed_cancelled_words[]; /* "standard", ... NULL */

struct feed_options {
	const char *product;     /* PRODID; a default when NULL */
	const char *uid_domain;  /* right of the "@" of every UID */
	const char *base_url;    /* "https://host"; NULL: no SOURCE and URL */
	int64_t refresh;         /* seconds; REFRESH-INTERVAL and max-age */
	int days_back;           /* the window: default 90 */
	int months_ahead;        /* default 18 */
	int cancelled_days;      /* a cancelled event stays; default 30 */
	enum language language;  /* of our own words */
	const char *zone;        /* whose days the window has; NULL: UTC */
	const struct plan *plan; /* whose lines are told by name; NULL: none */
	/* Given: it is one reader's own. The set is one feed of this title,
	 * FEED_OWN, in which all is, whatever it is; its address is secret, so
	 * it does not tell it. */
	const char *title;
};
extern const struct feed_options feed_options_default;

#define FEED_OWN "own"

struct feed;
enum feed_coding { FEED_PLAIN, FEED_GZIP };

/* "public", "network/metropolis", "kind/conference": the path below /feeds/
 * without ".ics". */
const char *feed_id(const struct feed *feed);
const char *feed_title(const struct feed *feed);
/* The title for readers of that language; of a network, its own name. */
const char *feed_title_in(const struct feed *feed, enum language language);
const char *feed_description(const struct feed *feed);
const char *feed_etag(const struct feed *feed); /* with its quotes */
int64_t feed_modified(const struct feed *feed); /* UTC seconds */
int64_t feed_refresh(const struct feed *feed);  /* seconds */
size_t feed_series(const struct feed *feed);    /* how many */
size_t feed_events(const struct feed *feed);    /* VEVENTs in it */
size_t feed_length(const struct feed *feed, enum feed_coding coding);
struct feed *feed_ref(struct feed *feed);
void feed_unref(struct feed *feed);

/* The body's parts in order, on loan for as long as the feed is held; a
 * non-zero return of fn ends the walk. */
int feed_parts(const struct feed *feed, enum feed_coding coding,
    int (*fn)(const void *bytes, size_t len, void *arg), void *arg);

struct feedset;

/* All feeds over a snapshot: public, one for each network and each kind that
 * occurs in it, within the window or not (so a feed's address goes on
 * answering when its events are over). now: UTC seconds, of which the day in
 * the options' zone sets the window. zones must outlive the set. modified: a
 * floor for Last-Modified, so that it never goes back over a restart (the time
 * of the newest change). */
int feedset_build(const struct snapshot *snapshot,
    const struct feed_options *options, struct zones *zones, int64_t now,
    int64_t modified, struct feedset **out, struct err *err);

/* As if built anew over the changed snapshot, touching only what changed. Each
 * series stands in at most one change. The window stays where it was; now is
 * for Last-Modified alone. */
int
feedset_apply(const struct feedset *old, const struct series_change *changes,
    size_t n, int64_t now, struct feedset **out, struct err *err);

/* Moves the window to now: what has left it goes out, what has entered comes
 * in; feeds that stay as they were are shared. old itself, referenced again,
 * while the day is the same. snapshot is the one that old is of. */
int feedset_roll(const struct feedset *old, const struct snapshot *snapshot,
    int64_t now, struct feedset **out, struct err *err);

struct feedset *feedset_ref(struct feedset *set);
void feedset_unref(struct feedset *set);

/* How it is; its texts are the set's. */
struct feed_options feedset_options(const struct feedset *set);

/* The day from which the window is counted, and whose it is (NULL: UTC). */
int64_t feedset_today(const struct feedset *set);
const struct zone *feedset_zone(const struct feedset *set);

/* On loan from the set; NULL when there is none of that id. */
const struct feed *feedset_find(const struct feedset *set, const char *id);
size_t feedset_count(const struct feedset *set);
const struct feed *feedset_at(const struct feedset *set, size_t i); /* by id */

/* ------------------------------------------------------------- variants --- */

/* How a reader wants a feed to be. */
struct feed_variant {
	int language; /* enum language, of all our own words; -1: as it is */
	enum feed_cancelled cancelled;
	int64_t alarm;    /* a reminder so many seconds before each event; 0 */
	int64_t from, to; /* days, to exclusive; INT64_MIN, INT64_MAX: as far
			     back and ahead as without */
};
extern const struct feed_variant feed_variant_plain;
bool feed_variant_is_plain(const struct feed_variant *variant);
bool
feed_variant_equal(const struct feed_variant *a, const struct feed_variant *b);

/* Adds the address's query, "?alarm=P1D&lang=ca": one form for one variant;
 * nothing for a plain one. */
void feed_variant_query(struct buf *out, const struct feed_variant *variant);

/* A variant of a feed of the set, from the snapshot that the set is of. Takes
 * as long as building that feed: not for the event loop (see variants.h). */
int feedset_variant(const struct feedset *set, const struct snapshot *snapshot,
    const struct feed *feed, const struct feed_variant *variant,
    struct feed **out, struct err *err);

/* ---------------------------------------------------------------- names --- */

/* The UID under which a series is published: stable, unique over sources,
 * the same on every machine: 26 base-32 digits of a digest of source and
 * uid, "@", domain. */
#define PUBLISHED_UID 128
char *published_uid(char out[PUBLISHED_UID], const char *source,
    const char *uid, const char *domain);

/* A name as it stands in a feed's path: lower case, ASCII letters, digits and
 * single hyphens ("UCLG – CGLU" is "uclg-cglu", "Àrea" is "area"). out has
 * room for 64. */
char *feed_slug(char out[64], const char *name);

#endif
