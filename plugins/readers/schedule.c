/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a talk is. Its own date tells it with an offset in what is published
 * today; older documents give the day and the hour, and a talk in the small
 * hours, before the day's own start, is on the morrow of the day that it is
 * listed under.
 */
#include "schedule.h"

#include <stdio.h>
#include <string.h>

#include "readers/duration.h"
#include "readers/html_text.h"

/* When a day of talks ends if nobody says so: what frab and pretalx take. */
#define DAY_CHANGE (4 * 3600)
#define DAY 86400

/* The date of a date or time; "" when it is none. */
static const char *
date_of(const char *text, char out[DATES_TEXT])
{
	struct dates_time time = { .form = DATES_NONE };

	if (text && dates_read_iso(text, &time) == 0)
		time = dates_day_of(&time);
	dates_text(&time, out);
	return out;
}

int
schedule_begin(struct schedule *schedule, struct reading *reading,
    struct arena *arena, int64_t line, const char *first, const char *last)
{
	struct draft draft = draft_begin(reading, arena, line);
	struct ambit_event *event = &draft.event;
	char start[DATES_TEXT], end[DATES_TEXT], content[ITEM_UID_ROOM];

	event->summary = html_line(arena, schedule->title);
	event->url = schedule->url;
	event->place = schedule->venue;
	event->city = schedule->city;
	draft_category(&draft, schedule->acronym);
	draft_times(&draft, date_of(first ? first : schedule->start, start),
	    date_of(last ? last : schedule->end, end), schedule->zone);
	if (schedule->acronym && *schedule->acronym)
		snprintf(schedule->uid, sizeof schedule->uid, "%s",
		    schedule->acronym);
	else if (event->summary && event->start)
		snprintf(schedule->uid, sizeof schedule->uid, "%s",
		    item_content_uid(event, content));
	event->uid = schedule->uid[0] ? schedule->uid : NULL;
	return draft_end(&draft);
}

/* ------------------------------------------------------------------ talks */

/* Seconds into the day at which its talks begin, before which is the night of
 * the day before. */
static int64_t
day_start(const struct schedule *schedule, const struct schedule_day *day)
{
	struct dates_time time;
	int64_t seconds;

	if (schedule->day_change &&
	    duration_read(schedule->day_change, &seconds))
		return seconds;
	if (!day->start || dates_read_iso(day->start, &time) != 0 ||
	    time.form == DATES_DAY)
		return DAY_CHANGE;
	return (time.seconds + time.offset) % DAY;
}

/* The talk's start by its day and hour. */
static bool
start_by_day(const struct schedule *schedule, const struct schedule_day *day,
    const struct talk *talk, struct dates_time *out)
{
	int64_t hour;

	if (!day->date || !talk->start || dates_read_iso(day->date, out) != 0 ||
	    !duration_read(talk->start, &hour))
		return false;
	*out = dates_day_of(out);
	out->form = DATES_WALL;
	out->seconds += hour;
	if (hour < day_start(schedule, day))
		out->seconds += DAY;
	return true;
}

static void
times_take(struct draft *draft, const struct schedule *schedule,
    const struct schedule_day *day, const struct talk *talk)
{
	struct dates_time start = { DATES_NONE }, end = { DATES_NONE };
	int64_t duration;

	if ((!talk->date || dates_read_iso(talk->date, &start) != 0 ||
		start.form == DATES_DAY) &&
	    !start_by_day(schedule, day, talk, &start)) {
		draft_refuse(draft, "its start \"%.40s\" cannot be read",
		    talk->date    ? talk->date
		    : talk->start ? talk->start
				  : "");
		return;
	}
	if (talk->end && *talk->end) {
		if (dates_read_iso(talk->end, &end) != 0)
			draft_refuse(draft, "its end \"%.40s\" cannot be read",
			    talk->end);
	} else if (talk->duration && *talk->duration) {
		end = start;
		if (duration_read(talk->duration, &duration))
			end.seconds += duration;
		else
			draft_refuse(draft,
			    "its duration \"%.40s\" cannot be read",
			    talk->duration);
	}
	draft_span(draft, &start, &end, schedule->zone);
}

/* Subtitle, abstract and description, a blank line between them. */
static const char *
description_of(struct arena *arena, const struct talk *talk)
{
	const char *parts[] = { html_line(arena, talk->subtitle),
		html_text(arena, talk->abstract),
		html_text(arena, talk->description) };
	size_t len = 0, room = 1;
	char *out;

	for (size_t i = 0; i < 3; i++)
		room += parts[i] ? strlen(parts[i]) + 2 : 0;
	out = room > 1 ? arena_take(arena, room) : NULL;
	for (size_t i = 0; out && i < 3; i++)
		if (parts[i])
			len += (size_t)snprintf(out + len, room - len, "%s%s",
			    len ? "\n\n" : "", parts[i]);
	return out;
}

static const char *
uid_of(const struct schedule *schedule, const struct talk *talk,
    struct arena *arena)
{
	size_t room;
	char *uid;

	if (talk->guid && *talk->guid)
		return talk->guid;
	if (!talk->id || !*talk->id)
		return NULL;
	room = strlen(schedule->uid) + strlen(talk->id) + 2;
	uid = arena_take(arena, room);
	if (uid)
		snprintf(uid, room, "%s/%s", schedule->uid, talk->id);
	return uid;
}

struct draft
schedule_talk(const struct schedule *schedule, const struct schedule_day *day,
    const struct talk *talk, struct reading *reading, struct arena *arena)
{
	struct draft draft = draft_begin(reading, arena, talk->line);
	struct ambit_event *event = &draft.event;

	event->uid = uid_of(schedule, talk, arena);
	event->parent = schedule->uid[0] ? schedule->uid : NULL;
	event->summary = html_line(arena, talk->title);
	event->description = description_of(arena, talk);
	event->language =
	    talk->language && *talk->language ? talk->language : NULL;
	event->url = talk->url;
	event->place = draft_joined(&draft, talk->room, schedule->venue);
	event->city = schedule->city;
	draft_category(&draft, html_line(arena, talk->track));
	draft_category(&draft, html_line(arena, talk->type));
	times_take(&draft, schedule, day, talk);
	return draft;
}
