/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recurrence (RFC 5545 sections 3.3.10, 3.8.5), in wall time: rules DAILY,
 * WEEKLY, MONTHLY and YEARLY with every BY part, WKST, BYSETPOS, COUNT and
 * UNTIL. Zones are attached by the caller afterwards, instance by instance.
 *
 * The recurrence set of a rule is what its BY parts give from DTSTART on; a
 * DTSTART that does not fit the rule is not a member here (the caller adds it
 * when it wants RFC 5545's "DTSTART counts as the first instance").
 *
 * A period of a YEARLY rule is a calendar year; with BYWEEKNO it is the year
 * that the weeks belong to ("weeks of the year", as ISO 8601 numbers them), so
 * every other year's week 1 may begin in December. INTERVAL counts from the
 * year whose weeks give DTSTART, or else from DTSTART's calendar year. What a
 * rule leaves open is taken from DTSTART: the weekday of "BYWEEKNO=20", the
 * month of "FREQ=YEARLY;BYMONTHDAY=16". No instance lies after the year 9999.
 *
 * Every call is bounded: a window far from DTSTART is reached by arithmetic,
 * COUNT is turned into the last instance when the rule is read, and where
 * INTERVAL may leave long gaps an index of years leads over them.
 */
#ifndef AMBIT_SCHEDULE_RECURRENCE_H
#define AMBIT_SCHEDULE_RECURRENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/vec.h"

/* Days, or wall seconds. */
VEC_TYPE(int64_vec, int64_t);

struct recurrence; /* a parsed rule with its DTSTART; immutable */

/*
 * text: a RECUR value. start: days when all_day, else wall seconds; UNTIL is
 * compared in the same form: until_offset (seconds east) is added to an UNTIL
 * with Z to bring it to the zone's wall time; an UNTIL of the other form is
 * read as the whole day, or as its date.
 * Refused with the part's name (-EINVAL): unknown or repeated parts, values
 * out of range, BY parts where the RFC forbids them (BYWEEKNO and BYYEARDAY
 * but with YEARLY, BYMONTHDAY with WEEKLY, BYDAY's ordinals, BYSETPOS alone).
 * COUNT together with UNTIL is accepted and the earlier end holds; BYHOUR,
 * BYMINUTE and BYSECOND of an all-day start are ignored, as the RFC says.
 * -ENOTSUP: SECONDLY, MINUTELY, HOURLY, RSCALE, SKIP.
 */
int recurrence_parse(const char *text, int64_t start, bool all_day,
    int until_offset, struct recurrence **out, struct err *err);
void recurrence_free(struct recurrence *rule);

/*
 * Makes DTSTART a member, as the first that COUNT counts, when the rule does
 * not give it (RFC 5545 section 3.8.5.3 calls such a rule's set undefined; it
 * says that DTSTART "defines the first instance", and clients show it). Call
 * it before the rule is shared.
 */
void recurrence_with_start(struct recurrence *rule);

/* The UNTIL of a rule's text, when it is an instant (with Z), in UTC seconds:
 * from it the caller finds the until_offset. Else -ENOENT. */
int recurrence_until(const char *text, int64_t *utc);

/* The next instance at or after from (in start's unit): true and *at. Bounded
 * work, whatever the rule and however far the window. */
bool recurrence_next(const struct recurrence *rule, int64_t from, int64_t *at);

/* The last instance; false when the rule has neither COUNT nor UNTIL, or
 * yields nothing; then *none, which may be NULL, is set. */
bool recurrence_last(const struct recurrence *rule, int64_t *at, bool *none);

/* Appends the instances in [from, to) to out, at most limit of them; returns
 * how many, or -ENOMEM. */
int64_t recurrence_between(const struct recurrence *rule, int64_t from,
    int64_t to, size_t limit, struct int64_vec *out);

#endif
