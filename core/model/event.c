/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The event's table of fields and what is worked out from its times.
 *
 * The order of the table is the order of the wire form, which the stored
 * fingerprints are made of: new fields go to the end.
 */
#include "event.h"

#include <string.h>
#include <strings.h>

#include "base/date.h"

const char *const event_kind_words[] = { "", "conference", "forum",
	"network-meeting", "delegation", "milestone", "work-session", NULL };
const char *const event_status_words[] = { "", "confirmed", "tentative",
	"cancelled", NULL };
const char *const event_certainty_words[] = { "", "confirmed", "tentative",
	"window", NULL };
const char *const event_level_words[] = { "", "eu", "un", "other", NULL };
const char *const event_role_words[] = { "", "member", "board", "host", NULL };
const char *const event_located_words[] = { "", "source", "city", "ambiguous",
	"unknown", NULL };
const char *const event_direction_words[] = { "", "incoming", "outgoing",
	NULL };
const char *const event_attendance_words[] = { "", "in-person", "online",
	"mixed", NULL };
const char *const event_visibility_words[] = { "", "public", "private", NULL };

#define DEADLINE(member) RECORD_FIELD(deadline, member, FIELD_TEXT)
static const struct field deadline_fields[] = {
	DEADLINE(name),
	DEADLINE(at),
	DEADLINE(zone),
	DEADLINE(url),
};
static const struct record deadline_record = RECORD_TABLE(deadline);

#define SLOT(member) RECORD_FIELD(slot, member, FIELD_TEXT)
static const struct field slot_fields[] = {
	SLOT(start),
	SLOT(end),
	SLOT(zone),
	SLOT(title),
	SLOT(place),
	SLOT(needs),
};
const struct record slot_record = RECORD_TABLE(slot);

#define LEG(member) RECORD_FIELD(leg, member, FIELD_TEXT)
static const struct field leg_fields[] = {
	LEG(mode),
	LEG(from),
	LEG(to),
	LEG(from_country),
	LEG(to_country),
	LEG(depart),
	LEG(depart_zone),
	LEG(arrive),
	LEG(arrive_zone),
};
static const struct record leg_record = RECORD_TABLE(leg);

#define PARTICIPANT(member) RECORD_FIELD(participant, member, FIELD_TEXT)
static const struct field participant_fields[] = {
	PARTICIPANT(name),
	PARTICIPANT(role),
	PARTICIPANT(organisation),
};
const struct record participant_record = RECORD_TABLE(participant);

#define EVENT(member, ...) RECORD_FIELD(event, member, __VA_ARGS__)
#define WORDS(member) \
	EVENT(member, FIELD_CHOICE, .choices = event_##member##_words)
static const struct field event_fields[] = {
	EVENT(source, FIELD_TEXT),
	EVENT(uid, FIELD_TEXT),
	EVENT(recurrence_id, FIELD_TEXT),
	WORDS(kind),
	WORDS(status),
	WORDS(certainty),
	EVENT(summary, FIELD_TEXT),
	EVENT(description, FIELD_TEXT),
	EVENT(language, FIELD_TEXT),
	EVENT(url, FIELD_TEXT),
	EVENT(categories, FIELD_TEXTS),
	EVENT(parent, FIELD_TEXT),
	EVENT(start, FIELD_TEXT),
	EVENT(end, FIELD_TEXT),
	EVENT(zone, FIELD_TEXT),
	EVENT(rrule, FIELD_TEXT),
	EVENT(rdates, FIELD_TEXTS),
	EVENT(exdates, FIELD_TEXTS),
	EVENT(sequence, FIELD_INT),
	EVENT(place, FIELD_TEXT),
	EVENT(city, FIELD_TEXT),
	EVENT(country, FIELD_TEXT),
	EVENT(latitude, FIELD_REAL),
	EVENT(longitude, FIELD_REAL),
	EVENT(organiser, FIELD_TEXT),
	EVENT(network, FIELD_TEXT),
	EVENT(project, FIELD_TEXT),
	WORDS(level),
	EVENT(statutory, FIELD_BOOL),
	EVENT(organ, FIELD_TEXT),
	WORDS(role),
	EVENT(voting_seat, FIELD_BOOL),
	WORDS(direction),
	EVENT(head_rank, FIELD_INT),
	EVENT(host, FIELD_TEXT),
	EVENT(interpreters, FIELD_TEXTS),
	EVENT(participants, FIELD_RECORDS, .of = &participant_record),
	EVENT(legs, FIELD_RECORDS, .of = &leg_record),
	EVENT(slots, FIELD_RECORDS, .of = &slot_record),
	EVENT(responsible, FIELD_TEXT),
	EVENT(preparation_days, FIELD_INT),
	EVENT(deadlines, FIELD_RECORDS, .of = &deadline_record),
	EVENT(this_and_future, FIELD_BOOL),
	EVENT(deputy, FIELD_TEXT),
	WORDS(attendance),
	WORDS(visibility),
	WORDS(located),
	EVENT(city_zone, FIELD_TEXT),
	EVENT(inferred, FIELD_TEXTS),
};
const struct record event_record = RECORD_TABLE(event);

/* A date begins first where clocks are 14 hours ahead of UTC and ends last
 * where they are 12 behind. */
#define FIRST_MIDNIGHT (-14 * 3600)
#define LAST_MIDNIGHT (12 * 3600)

static int
days_read(const struct event *event, struct event_times *out, struct err *err)
{
	if (day_parse(event->end, &out->end) < 0)
		return err_set(err, -EINVAL,
		    "end \"%.40s\" is not a date, as the start is", event->end);
	if (out->end <= out->start)
		return err_set(err, -EINVAL,
		    "end %s: the day after the last is later than the "
		    "first, %s",
		    event->end, event->start);
	out->all_day = true;
	out->span = (struct span){ out->start * DAY_SECONDS + FIRST_MIDNIGHT,
		out->end * DAY_SECONDS + LAST_MIDNIGHT };
	return 0;
}

static int
walls_read(const struct event *event, struct zones *zones,
    struct event_times *out, struct err *err)
{
	int result;

	if (wall_parse(event->end, &out->end) < 0)
		return err_set(err, -EINVAL,
		    "end \"%.40s\" is not a date with a time, as the start "
		    "is",
		    event->end);
	if (out->end < out->start)
		return err_set(err, -EINVAL, "end %s is before the start, %s",
		    event->end, event->start);
	if (!event->zone)
		return err_set(err, -EINVAL,
		    "zone is missing: a start with a time needs one");
	result = zones_get(zones, event->zone, &out->zone, err);
	if (result == -ENOENT)
		return err_set(
		    err, -EINVAL, "zone \"%.64s\" is not known", event->zone);
	if (result < 0) {
		err_context(err, "zone");
		return result;
	}
	out->span.start = zone_utc(out->zone, out->start, &out->start_kind);
	out->span.end = zone_utc(out->zone, out->end, &out->end_kind);
	/* A start in a gap is moved on, perhaps beyond the end. */
	if (out->span.end < out->span.start)
		out->span.end = out->span.start;
	return 0;
}

int
event_times(const struct event *event, struct zones *zones,
    struct event_times *out, struct err *err)
{
	struct event_times times = { 0 };
	int result;

	if (!event->start || !event->end)
		return err_set(err, -EINVAL, "%s is missing",
		    event->start ? "end" : "start");
	if (day_parse(event->start, &times.start) == 0)
		result = days_read(event, &times, err);
	else if (wall_parse(event->start, &times.start) == 0)
		result = walls_read(event, zones, &times, err);
	else
		result = err_set(err, -EINVAL,
		    "start \"%.40s\" is neither a date nor a date with a "
		    "time",
		    event->start);
	if (result == 0)
		*out = times;
	return result;
}

int
interval_times(const char *start, const char *end, const char *zone,
    struct zones *zones, struct event_times *out, struct err *err)
{
	struct event event = { .start = start, .end = end, .zone = zone };

	return event_times(&event, zones, out, err);
}

/* The span of an instance that begins at a text in the start's form. */
static bool
instance_span(
    const struct event_times *times, const char *text, struct span *out)
{
	int64_t length = times->end - times->start, start;

	if (times->all_day) {
		if (day_parse(text, &start) < 0)
			return false;
		out->start = start * DAY_SECONDS + FIRST_MIDNIGHT;
		out->end = (start + length) * DAY_SECONDS + LAST_MIDNIGHT;
		return true;
	}
	if (wall_parse(text, &start) < 0)
		return false;
	out->start = zone_utc(times->zone, start, NULL);
	out->end = zone_utc(times->zone, start + length, NULL);
	return true;
}

/* The value of a rule's part, or NULL. */
static const char *
rule_part(const char *rule, const char *name)
{
	size_t len = strlen(name);

	while (strncasecmp(rule, name, len) != 0 || rule[len] != '=') {
		rule = strchr(rule, ';');
		if (!rule)
			return NULL;
		rule++;
	}
	return rule + len + 1;
}

/* The day of an UNTIL: "20261231", or that with a time (RFC 5545 section
 * 3.3.10). */
static bool
until_day(const char *until, int64_t *day)
{
	char text[DAY_TEXT];

	if (strspn(until, "0123456789") != 8)
		return false;
	memcpy(text, until, 4);
	text[4] = '-';
	memcpy(text + 5, until + 4, 2);
	text[7] = '-';
	memcpy(text + 8, until + 6, 2);
	text[10] = '\0';
	return day_parse(text, day) == 0;
}

/* No instance of the rule lasts beyond this. */
static int64_t
rule_bound(const char *rule, const struct event_times *times)
{
	const char *until = rule_part(rule, "UNTIL");
	int64_t day, length = times->end - times->start;

	if (!until || !until_day(until, &day))
		return INT64_MAX;
	if (times->all_day) /* beside a date, a time may mean the next day */
		return (day + length + (until[8] == 'T')) * DAY_SECONDS +
		       LAST_MIDNIGHT;
	/* One day more for what the zone may do to the length. */
	return (day + 2) * DAY_SECONDS + length + LAST_MIDNIGHT;
}

struct span
event_extent(const struct event *event, const struct event_times *times)
{
	struct span extent = times->span, instance;
	int64_t bound;

	for (const char *const *at = event->rdates; at && *at; at++)
		if (instance_span(times, *at, &instance))
			extent = span_hull(extent, instance);
	if (event->this_and_future)
		extent.end = INT64_MAX;
	if (!event->rrule)
		return extent;
	bound = rule_bound(event->rrule, times);
	if (bound > extent.end)
		extent.end = bound;
	return extent;
}

size_t
event_where(const struct event *event, const char *parts[EVENT_WHERE])
{
	bool whole = event->place && event->city &&
		     strcasestr(event->place, event->city);
	const char *const all[EVENT_WHERE] = { event->place,
		whole ? NULL : event->city, whole ? NULL : event->country };
	size_t n = 0;

	for (size_t i = 0; i < EVENT_WHERE; i++)
		if (all[i] && all[i][0])
			parts[n++] = all[i];
	return n;
}
