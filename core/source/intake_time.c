/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The times of a given event. Its start decides the form (a date, or a wall
 * time in a zone); every other time is brought to that form, as RFC 5545
 * sections 3.8.4.4, 3.8.5.1 and 3.8.5.2 want of recurrence ids, left-out and
 * extra dates.
 */
#include "intake_scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "schedule/recurrence.h"
#include "schedule/rule.h"

/* Copies a time without its "Z"; *utc tells whether it had one. */
static int
split_utc(const char *text, char out[TIME_TEXT], bool *utc)
{
	size_t len = strlen(text);

	*utc = len > 0 && text[len - 1] == 'Z';
	len -= *utc;
	if (len >= TIME_TEXT)
		return -EINVAL;
	memcpy(out, text, len);
	out[len] = '\0';
	return 0;
}

static int
bad_time(const char *field, const char *text, struct err *err)
{
	return err_set(err, -EINVAL,
	    "%s \"%.40s\" is not a date (2026-03-01) or time "
	    "(2026-03-01T10:00:00)",
	    field, text);
}

/* Does the wall of the zone tell this instant, written with "Z"? Not the
 * second of two that show the same. Anything else tells itself. */
static bool
wall_tells(const struct zone *tz, const char *text)
{
	char plain[TIME_TEXT];
	int64_t instant;
	bool utc;

	if (!given(text) || split_utc(text, plain, &utc) < 0 || !utc ||
	    wall_parse(plain, &instant) < 0)
		return true;
	return zone_utc(tz, zone_wall(tz, instant), NULL) == instant;
}

/* The zone whose wall an instant is kept on: the one beside it, where that
 * tells it. A series that starts at an instant recurs in UTC. */
static const char *
zone_of_instant(
    const struct intake_options *options, const struct ambit_event *from)
{
	const struct zone *tz;

	if (!given(from->zone) || from->rrule || from->rdates ||
	    from->recurrence_id ||
	    zones_get(options->zones, from->zone, &tz, NULL) < 0 ||
	    !wall_tells(tz, from->start) || !wall_tells(tz, from->end))
		return "UTC";
	return from->zone;
}

/* The start decides the form: a date, or a wall time in a zone. */
int
intake_take_start(struct scratch *scratch, const struct intake_options *options,
    const struct ambit_event *from, struct err *err)
{
	bool utc;

	if (!given(from->start))
		return err_set(err, -EINVAL, "it has no start");
	if (split_utc(from->start, scratch->start, &utc) < 0)
		return bad_time("start", from->start, err);
	scratch->event.start = scratch->start;
	if (!utc && day_parse(scratch->start, &scratch->wall) == 0) {
		scratch->all_day = true;
		return 0;
	}
	if (wall_parse(scratch->start, &scratch->wall) < 0)
		return bad_time("start", from->start, err);
	if (!utc && !given(from->zone) && !scratch->found)
		return err_set(err, -EINVAL,
		    "start %s has no zone, and no city that is known%s%s",
		    scratch->start, given(from->city) ? ": " : "",
		    given(from->city) ? from->city : "");
	if (!utc && !given(from->zone))
		infer(scratch, "zone");
	snprintf(scratch->zone, sizeof scratch->zone, "%s",
	    utc                 ? zone_of_instant(options, from)
	    : given(from->zone) ? from->zone
				: scratch->found->zone);
	scratch->event.zone = scratch->zone;
	if (zones_get(options->zones, scratch->zone, &scratch->tz, err) < 0)
		return err_set(
		    err, -EINVAL, "zone \"%.60s\" is not known", scratch->zone);
	if (utc)
		scratch->wall = zone_wall(scratch->tz, scratch->wall);
	wall_format(scratch->start, scratch->wall);
	return 0;
}

/*
 * Reads another time of the event in the form of its start: a time with Z is
 * moved to the start's zone, a date beside timed starts means that day's
 * start, a time beside whole days means its date.
 */
static int
same_form(const struct scratch *scratch, struct zones *zones,
    const char *from_zone, const char *text, char out[TIME_TEXT])
{
	char plain[TIME_TEXT];
	const struct zone *zone = NULL;
	int64_t value;
	bool utc;

	if (split_utc(text, plain, &utc) < 0)
		return -EINVAL;
	if (!utc && day_parse(plain, &value) == 0) {
		if (scratch->all_day)
			day_format(out, value);
		else
			wall_format(out,
			    value * DAY_SECONDS + scratch->wall -
				day_from_wall(scratch->wall) * DAY_SECONDS);
		return 0;
	}
	if (wall_parse(plain, &value) < 0)
		return -EINVAL;
	if (scratch->all_day) {
		day_format(out, day_from_wall(value));
		return 0;
	}
	if (zones_get(zones, utc ? "UTC" : from_zone, &zone, NULL) < 0)
		return -EINVAL;
	if (zone != scratch->tz)
		value = zone_wall(scratch->tz, zone_utc(zone, value, NULL));
	wall_format(out, value);
	return 0;
}

/* A missing end: a date lasts one day, a time no time. So does a date that ends
 * on itself, as publishers write who take DTEND for the last day. */
int
intake_take_end(struct scratch *scratch, const struct intake_options *options,
    const struct ambit_event *from, struct err *err)
{
	scratch->event.end = scratch->end;
	if (!given(from->end)) {
		if (scratch->all_day)
			day_format(scratch->end, scratch->wall + 1);
		else
			wall_format(scratch->end, scratch->wall);
		return 0;
	}
	if (scratch->all_day != (strlen(from->end) == DAY_TEXT - 1))
		return err_set(err, -EINVAL,
		    "its start %s and end %.40s are not of one form",
		    scratch->start, from->end);
	if (same_form(scratch, options->zones, scratch->zone, from->end,
		scratch->end) < 0)
		return bad_time("end", from->end, err);
	if (scratch->all_day && strcmp(scratch->end, scratch->start) == 0)
		day_format(scratch->end, scratch->wall + 1);
	return 0;
}

static int
add_text(struct scratch *scratch, const char *text, const char **out)
{
	char *copy = strdup(text);

	if (!copy)
		return -ENOMEM;
	if (vec_push(&scratch->texts, copy) < 0) {
		free(copy);
		return -ENOMEM;
	}
	*out = copy;
	return 0;
}

static int
compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted and each once, so that their order at the source does not matter. */
static void
sort_unique(struct date_texts *dates)
{
	size_t kept = 0;

	if (dates->len == 0)
		return;
	qsort(dates->items, dates->len, sizeof *dates->items, compare_texts);
	for (size_t i = 0; i < dates->len; i++)
		if (kept == 0 ||
		    strcmp(dates->items[kept - 1], dates->items[i]) != 0)
			dates->items[kept++] = dates->items[i];
	dates->items[kept] = NULL;
	dates->len = kept;
}

static int
take_dates(struct scratch *scratch, const struct intake_options *options,
    const char *const *texts, const char *zone, const char *field,
    struct date_texts *dates, struct err *err)
{
	char form[TIME_TEXT];

	for (; texts && *texts; texts++) {
		if (same_form(scratch, options->zones, zone, *texts, form) < 0)
			return bad_time(field, *texts, err);
		if (vec_reserve(dates, dates->len + 2) < 0 ||
		    add_text(scratch, form, &dates->items[dates->len]) < 0)
			return err_set(err, -ENOMEM, "take an event in");
		dates->items[++dates->len] = NULL;
	}
	sort_unique(dates);
	return 0;
}

/* In its one form, so that the order of its parts at the source does not
 * matter. */
static int
keep_rule(struct scratch *scratch, const char *text, struct err *err)
{
	CLEANUP(buf_free) struct buf out = BUF_INIT;
	struct rule rule;
	int rc = rule_parse(text, &rule, err);

	if (rc < 0)
		return rc;
	rule_write(&rule, &out);
	if (buf_error(&out) ||
	    add_text(scratch, buf_str(&out), &scratch->event.rrule) < 0)
		return err_set(err, -ENOMEM, "take an event in");
	return 0;
}

/* The rule is read once here, so that a wrong one is quarantined now and not
 * met by whoever expands it. */
static int
take_rule(
    struct scratch *scratch, const struct ambit_event *from, struct err *err)
{
	struct recurrence *rule;
	int offset = 0, rc;

	if (!given(from->rrule))
		return 0;
	if (scratch->tz)
		offset = zone_offset(
		    scratch->tz, zone_utc(scratch->tz, scratch->wall, NULL));
	rc = recurrence_parse(
	    from->rrule, scratch->wall, scratch->all_day, offset, &rule, err);
	if (rc == -ENOMEM)
		return rc;
	if (rc < 0) {
		err_context(err, "recurrence rule");
		return err->code = -EINVAL;
	}
	recurrence_free(rule);
	return keep_rule(scratch, from->rrule, err);
}

/*
 * A date, or a wall time in the event's zone. An instant is kept as one where
 * that would not name it: the event is a whole day and has no zone, or the
 * zone's clock shows it twice and means the other.
 */
static int
replaced_start(const struct scratch *scratch, struct zones *zones,
    const char *zone, const char *text, char out[TIME_TEXT])
{
	int64_t utc;

	if (instant_parse(text, &utc) < 0 ||
	    (!scratch->all_day &&
		zone_utc(scratch->tz, zone_wall(scratch->tz, utc), NULL) ==
		    utc))
		return same_form(scratch, zones, zone, text, out);
	wall_format(out, utc);
	strcat(out, "Z");
	return 0;
}

int
intake_take_recurrence(struct scratch *scratch,
    const struct intake_options *options, const struct ambit_event *from,
    struct err *err)
{
	const char *zone = given(from->zone) ? from->zone : scratch->zone;

	if (given(from->recurrence_id)) {
		if (given(from->rrule))
			return err_set(err, -EINVAL,
			    "one occurrence cannot have a rule of its own");
		if (replaced_start(scratch, options->zones, zone,
			from->recurrence_id, scratch->recurrence_id) < 0)
			return bad_time(
			    "recurrence id", from->recurrence_id, err);
		scratch->event.recurrence_id = scratch->recurrence_id;
		scratch->event.this_and_future = from->this_and_future != 0;
		return 0;
	}
	if (take_rule(scratch, from, err) < 0 ||
	    take_dates(scratch, options, from->rdates, zone, "extra date",
		&scratch->rdates, err) < 0 ||
	    take_dates(scratch, options, from->exdates, zone, "left-out date",
		&scratch->exdates, err) < 0)
		return err->code;
	scratch->event.rdates = scratch->rdates.items;
	scratch->event.exdates = scratch->exdates.items;
	return 0;
}
