/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which events are probably one (rule C16). Two events of different sources
 * are alike when
 *
 * - they have the same UID, one that means something beyond its source (at
 *   least 8 characters, not digits alone); or
 * - they have the same address (base/link.h), start within link_days of each
 *   other, and no other event of either source does: an address that a source
 *   gives to several of its events names none of them; or
 * - their titles are alike by at least similarity per cent (title.h), they are
 *   in the same city and start within days of each other, by their own clocks.
 *
 * For the last two both or neither must recur, and both or neither be a
 * milestone. Of all that are alike only the best matches are a pair: each of
 * the two is what the other source has that is most like the other, by UID,
 * then address, then title, then date. So three days of one course at two
 * publishers make three pairs, not seven.
 *
 * Within one source, events that say the same of title, times, city, address
 * and place are repeats: each makes a pair with the first of them, which alone
 * is compared with other sources.
 *
 * Found through blocks (same address; same UID; same city, day and one of the
 * title's first words), never by comparing all with all; a change costs what
 * its blocks hold. A block of more than DUPLICATES_CROWD events tells nothing
 * and is left out. Pure.
 */
#ifndef AMBIT_SCHEDULE_DUPLICATES_H
#define AMBIT_SCHEDULE_DUPLICATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/places.h"
#include "model/event.h"

#define DUPLICATES_CROWD 256

struct duplicate_options {
	int similarity; /* per cent */
	int days;
	int link_days;
};
extern const struct duplicate_options duplicate_options_default; /* 85 1 180 */

struct duplicates;

int duplicates_new(const struct duplicate_options *options,
    struct duplicates **out, struct err *err);
void duplicates_free(struct duplicates *duplicates);
void duplicates_freep(struct duplicates **duplicates);

/*
 * An event, the master of its series, as its own source tells it. id is the
 * store's: of two, the smaller is the older. Replaces what was put under its
 * source and uid. places may be NULL: then cities are compared by their names
 * alone. -ENOMEM: begin anew.
 */
int duplicates_put(struct duplicates *duplicates, const char *id,
    const struct event *event, const struct event_times *times,
    const struct places *places, struct err *err);
/* Nothing when there is none. -ENOMEM: begin anew. */
int duplicates_drop(struct duplicates *duplicates, const char *source,
    const char *uid, struct err *err);

/* What an event of a pair is known by; on loan. */
struct duplicate_event {
	const char *id, *source, *uid;
};

struct duplicate_pair {
	struct duplicate_event a, b; /* a is the older */
	bool repeat;                 /* of one source */
	bool same_uid, same_link;
	bool same_title; /* with city and day */
	int similarity;  /* per cent, of the titles */
	int64_t days;    /* between the starts */
};

/*
 * Calls fn for each pair that has gone since the last call, then for each that
 * has come or changed. A negative return of fn ends it, and is
 * returned. -ENOMEM. After a failure begin anew with another.
 */
int duplicates_settle(struct duplicates *duplicates,
    int (*fn)(const struct duplicate_pair *pair, bool gone, void *arg,
	struct err *err),
    void *arg, struct err *err);

/* How many events it holds. */
size_t duplicates_count(const struct duplicates *duplicates);

#endif
