/* SPDX-License-Identifier: Apache-2.0 */
#include "event_json.h"

#include <math.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "store/merge.h"

/* The fields that are told in another way than the record's. */
static const char *const told_apart[] = { "start", "end", "sequence", "status",
	NULL };
/* Those that say where somebody is going to be. */
static const char *const of_people[] = { "participants", "slots", "host",
	"responsible", "deputy", NULL };

static bool
is_of(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

static void
add_fields(struct buf *buf, const struct event *event, bool people)
{
	for (size_t i = 0; i < event_record.nfields; i++) {
		const struct field *field = &event_record.fields[i];

		if (is_of(told_apart, field->name) ||
		    (!people && is_of(of_people, field->name)) ||
		    !field_given(field, event))
			continue;
		buf_addf(buf, ",\"%s\":", field->name);
		field_add_json(field, event, buf);
	}
}

static void
add_time(struct buf *buf, const char *name, const struct event_times *times,
    int64_t value, int64_t utc)
{
	char text[INSTANT_TEXT];

	buf_addf(buf, ",\"%s\":\"%s\"", name,
	    times->all_day
		? day_format(text, value)
		: instant_format(text, utc, zone_offset(times->zone, utc)));
}

static void
add_times(
    struct buf *buf, const struct event_row *row, const struct occurrence *at)
{
	const struct event_times *times = &row->times;

	add_time(buf, "start", times, at ? at->start : times->start,
	    at ? at->span.start : times->span.start);
	add_time(buf, "end", times, at ? at->end : times->end,
	    at ? at->span.end : times->span.end);
	buf_addf(buf, ",\"all_day\":%s", times->all_day ? "true" : "false");
}

static void
add_instant(struct buf *buf, const char *name, int64_t utc)
{
	char text[INSTANT_TEXT];

	if (utc)
		buf_addf(
		    buf, ",\"%s\":\"%s\"", name, instant_format(text, utc, 0));
}

static void
add_occurrence(
    struct buf *buf, const struct event_row *row, const struct occurrence *at)
{
	char text[WALL_TEXT];

	if (!event_recurs(row->event) && !row->event->recurrence_id)
		return;
	buf_addf(buf, ",\"occurrence\":\"%s\"",
	    at->of_day ? day_format(text, at->recurrence_id)
		       : wall_format(text, at->recurrence_id));
}

static void
add_event(struct buf *buf, const struct event_row *row,
    const struct occurrence *occurrence, bool people)
{
	buf_addf(buf, "{\"id\":\"%s\"", row->id);
	add_fields(buf, row->event, people);
	buf_addf(buf, ",\"status\":\"%s\"",
	    event_status_words[event_row_status(row)]);
	add_times(buf, row, occurrence);
	if (occurrence)
		add_occurrence(buf, row, occurrence);
	buf_addf(buf, ",\"sequence\":%lld,\"revision\":%lld",
	    (long long)row->sequence, (long long)row->revision);
	add_instant(buf, "created_at", row->created_at);
	add_instant(buf, "revised_at", row->revised_at);
	add_instant(buf, "first_seen", row->first_seen);
	add_instant(buf, "missing_since", row->missing_since);
	add_instant(buf, "cancelled_at", row->cancelled_at);
	buf_addf(buf, ",\"vanished\":%s", row->vanished ? "true" : "false");
}

void
event_add_json(struct buf *buf, const struct event_row *row,
    const struct occurrence *occurrence, bool people)
{
	add_event(buf, row, occurrence, people);
	buf_addc(buf, '}');
}

static void
add_candidates(
    struct buf *buf, const struct event *event, const struct places *places)
{
	struct place_query query = { .city = event->city,
		.country = event->country,
		.zone = event->zone,
		.latitude = NAN,
		.longitude = NAN };
	struct place_result result;

	if (event->located != EVENT_LOCATED_AMBIGUOUS &&
	    event->located != EVENT_LOCATED_UNKNOWN)
		return;
	places_find(places, &query, &result);
	buf_adds(buf, ",\"candidates\":[");
	for (size_t i = 0; i < result.ncandidates; i++) {
		buf_adds(buf, i ? "," : "");
		place_add_json(buf, result.candidates[i]);
	}
	buf_addc(buf, ']');
}

static void
add_members(struct buf *buf, const struct series *series)
{
	buf_adds(buf, ",\"merged\":[");
	for (size_t i = 0; i < series->nmembers; i++) {
		const struct series *member = series->members[i];
		const struct event_row *row = series_master(member);

		buf_addf(buf, "%s{\"id\":\"%s\",\"source\":", i ? "," : "",
		    row ? row->id : member->rows[0]->id);
		json_add_text(buf, member->source);
		buf_adds(buf, ",\"uid\":");
		json_add_text(buf, member->uid);
		buf_addc(buf, '}');
	}
	buf_addc(buf, ']');
}

/* By field: the source whose word it is. */
static void
add_provenance(struct buf *buf, const struct series *series)
{
	const char *comma = "";

	buf_adds(buf, ",\"provenance\":{");
	for (size_t i = 0; i < event_record.nfields; i++) {
		int member = series_origin(series, i);

		if (member < 0)
			continue;
		buf_addf(buf, "%s\"%s\":", comma, event_record.fields[i].name);
		json_add_text(buf, series->members[member]->source);
		comma = ",";
	}
	buf_addc(buf, '}');
}

void
event_add_whole_json(struct buf *buf, const struct event_row *row,
    const struct series *series, const struct places *places, bool people)
{
	add_event(buf, row, NULL, people);
	add_candidates(buf, row->event, places);
	if (series->nmembers) {
		add_members(buf, series);
		if (row == series_master(series))
			add_provenance(buf, series);
	}
	buf_addc(buf, '}');
}
