/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The occurrences of one series in a window of time: its rule, its added and
 * excluded dates and its overrides joined (RFC 5545 sections 3.8.4.4, 3.8.5),
 * with the zone attached to each instance by itself.
 *
 * Read as follows, where the RFC leaves room. DTSTART is always an instance,
 * the first that COUNT counts, also when the rule does not give it. All
 * instances last exactly as long as the first one ("the same exact duration
 * will apply to all the members", section 3.8.5.3, since an event has an end
 * here): a night from 22:00 to 06:00 ends an hour later or earlier on the
 * clock when the clock changes in it. UNTIL with Z is compared as an instant.
 * An override is shown though its date is excluded or not in the set.
 *
 * An override with this_and_future (RFC 5545 sections 3.2.13 and 3.8.4.4)
 * tells of its own instance and of all later ones, up to the next of its
 * kind: they have its texts, status and exact length, and begin as much later
 * or earlier than they would as it does, on the clock of its zone. Which are
 * later is told by their recurrence ids, not by when they take place. What is
 * excluded stays out, and an override of one instance wins.
 *
 * What an override replaces is written as a date (among timed starts: that
 * day at the master's hour), as a wall time in the override's own zone (the
 * master's, when it has none), or as an instant with Z.
 */
#ifndef AMBIT_SCHEDULE_OCCURRENCES_H
#define AMBIT_SCHEDULE_OCCURRENCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "base/vec.h"
#include "model/event.h"

/* A row of the series: the master, which has no recurrence id, or an override.
 * Both are on loan. */
struct occurrence_row {
	const struct event *event;
	const struct event_times *times; /* event's */
};

struct occurrence {
	/* Days when its row is all-day, else what the wall shows in its row's
	 * zone; end is exclusive. */
	int64_t start, end;
	struct span span; /* UTC; see event_times for whole days */
	/* The start that the series gives it, in the master's unit (wall time
	 * in the master's zone, which may be in a gap). */
	int64_t recurrence_id;
	bool of_day; /* recurrence_id is a day */
	size_t row;  /* which row tells of it; see that one's status, too */
};

VEC_TYPE(occurrence_vec, struct occurrence);

#define OCCURRENCES_MAX 10000

/*
 * Appends the occurrences whose span meets the window, ordered by their span,
 * the first limit of them (0: OCCURRENCES_MAX). The rows may come in any
 * order; overrides without a master are occurrences of their own. Cancelled
 * rows count as any others. Work is bounded by what is in the window, not by
 * how far it is from the series' start.
 *
 * -EINVAL names what cannot be read (rrule, rdates, exdates, recurrence_id),
 * -ENOTSUP a rule that recurrence_parse does not read, -ENOMEM. On failure
 * out holds what it held.
 */
int occurrences_between(const struct occurrence_row *rows, size_t n,
    struct span window, size_t limit, struct occurrence_vec *out,
    struct err *err);

/*
 * The order of a list that people read: by the day that is shown, each its
 * own; of one day what is all day first, then by the instant. As qsort's
 * comparison; each is told with whether its row is all-day.
 */
int occurrence_order(const struct occurrence *a, bool a_all_day,
    const struct occurrence *b, bool b_all_day);

/*
 * The recurrence id of an override: the start that it replaces, in the unit of
 * its master (NULL: of itself), as in struct occurrence. -EINVAL when it is
 * neither a date nor a time.
 */
int override_id(const struct occurrence_row *row,
    const struct event_times *master, int64_t *id, struct err *err);

#endif
