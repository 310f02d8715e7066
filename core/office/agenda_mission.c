/* SPDX-License-Identifier: Apache-2.0 */
/* A mission as a reader's feed shows it: its words, as far as they are the
 * reader's, its time and its place. */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"
#include "model/person.h"
#include "model/team.h"
#include "office/agenda_parts.h"
#include "office/mission_time.h"

/* What the missions' series come from, beside the sources. */
#define MISSIONS "mission"

int
agenda_no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "an agenda: no memory");
}

bool
agenda_same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

const struct event_row *
agenda_event(const struct agenda *agenda, const struct mission *mission)
{
	return mission->event
		   ? snapshot_event(agenda->events, mission->event, NULL)
		   : NULL;
}

/* ---- what of it ------------------------------------------------------- */

const char *
agenda_team(const struct agenda *agenda, const char *id)
{
	const struct team *team = records_get(agenda->records, FAMILY_TEAM, id);

	return team && team->name ? team->name : id;
}

/* Whose names the reader may be told. */
static bool
may_name(const struct agenda *agenda, const struct person *person)
{
	const struct token *token = agenda->token;
	const struct person *reader;

	switch ((enum token_feed)token->feed) {
	case FEED_OF_COORDINATOR:
		return true;
	case FEED_OF_TEAM:
		return person->team && texts_have(token->teams, person->team);
	case FEED_OF_PERSON:
		reader =
		    records_get(agenda->records, FAMILY_PERSON, token->person);
		return agenda_same(person->id, token->person) ||
		       (reader && agenda_same(reader->team, person->team));
	default:
		return false;
	}
}

struct naming {
	const struct agenda *agenda;
	struct buf *text;
	int named;
};

static int
add_name(const char *id, void *arg)
{
	struct naming *naming = arg;
	const struct person *person =
	    records_get(naming->agenda->records, FAMILY_PERSON, id);

	if (person && may_name(naming->agenda, person))
		buf_addf(naming->text, "%s%s", naming->named++ ? ", " : "",
		    person->name ? person->name : person->id);
	return 0;
}

void
agenda_line(struct buf *text, const char *line)
{
	if (!line || !*line)
		return;
	if (text->len)
		buf_addc(text, '\n');
	buf_adds(text, line);
}

/* "Mobility, Housing", then who goes, then why: as far as it is theirs. */
static void
describe(const struct agenda *agenda, const struct mission *mission,
    struct buf *text)
{
	struct naming naming = { agenda, text, 0 };
	bool owners = agenda->token->feed == FEED_OF_TEAM ||
		      agenda->token->feed == FEED_OF_PERSON ||
		      agenda->token->feed == FEED_OF_COORDINATOR;

	if (mission->team)
		buf_adds(text, agenda_team(agenda, mission->team));
	for (size_t i = 0; mission->teams && mission->teams[i]; i++)
		buf_addf(text, "%s%s", text->len ? ", " : "",
		    agenda_team(agenda, mission->teams[i]));
	if (owners) {
		struct buf names = BUF_INIT;

		naming.text = &names;
		mission_people_each(mission, add_name, &naming);
		agenda_line(text, buf_str(&names));
		if (buf_error(&names) < 0)
			text->error = buf_error(&names);
		buf_free(&names);
		agenda_line(text, mission->purpose);
		agenda_line(text, mission->number);
	}
}

int
agenda_status(const struct mission *mission)
{
	switch ((enum mission_state)mission->state) {
	case MISSION_AUTHORISED:
	case MISSION_UNDERWAY:
	case MISSION_DONE:
	case MISSION_CLOSED:
	case MISSION_PROGRAMMED:
	case MISSION_HOSTED:
		return EVENT_CONFIRMED;
	case MISSION_CANCELLED:
		return EVENT_CANCELLED;
	default:
		return EVENT_TENTATIVE;
	}
}

/* ---- as a series ------------------------------------------------------ */

int
agenda_push(struct agenda_series *out, struct event_row *row, struct err *err)
{
	CLEANUP(event_rows_free) struct event_rows rows = VEC_INIT;
	struct series *series;

	if (event_rows_take(row, &rows, err) < 0)
		return err->code;
	series = series_new(&rows);
	if (series && vec_push(out, series) == 0)
		return 0;
	series_unref(series);
	return agenda_no_memory(err);
}

void
agenda_write_times(
    const struct event_times *times, struct event *event, struct when *when)
{
	if (times->all_day) {
		day_format(when->start, times->start);
		day_format(when->end, times->end);
	} else {
		wall_format(when->start, times->start);
		wall_format(when->end, times->end);
		event->zone = zone_name(times->zone);
	}
	event->start = when->start;
	event->end = when->end;
}

static void
fill_event(const struct mission *mission, const struct event *from,
    struct event *event)
{
	const struct window *window = mission_window(mission);

	event->source = MISSIONS;
	event->uid = mission->id;
	event->status = agenda_status(mission);
	event->visibility = EVENT_PRIVATE;
	event->summary = mission->title;
	event->categories = mission->lines;
	event->network = mission->network;
	event->place = mission->place;
	event->city = mission->city;
	event->country = mission->country;
	event->latitude = mission->latitude;
	event->longitude = mission->longitude;
	if (window && window->city) {
		event->city = window->city;
		event->country = window->country;
	}
	if (window && window->remote)
		event->attendance = EVENT_ONLINE;
	if (!from)
		return;
	event->url = from->url;
	if (!event->city) {
		event->place = event->place ? event->place : from->place;
		event->city = from->city;
		event->country = from->country;
		event->latitude = from->latitude;
		event->longitude = from->longitude;
	}
}

static struct event_row *
mission_row(const struct record_row *row, const struct event *event,
    const struct event_times *times)
{
	const struct mission *mission = row->record;
	struct event_row *made = calloc(1, sizeof *made);
	bool cancelled = event->status == EVENT_CANCELLED;

	if (made)
		made->event = record_copy(&event_record, event);
	if (!made || !made->event) {
		free(made);
		return NULL;
	}
	strncpy(made->id, mission->id, sizeof made->id - 1);
	made->times = *times;
	made->extent = times->span;
	made->revision = row->revision;
	made->sequence = row->revision;
	made->created_at = row->created_at;
	made->revised_at = row->revised_at;
	made->cancelled_at = cancelled ? row->revised_at : 0;
	return made;
}

/* One without dates is in no calendar. */
int
agenda_add_mission(const struct agenda *agenda, const struct record_row *row,
    struct agenda_series *out, struct err *err)
{
	CLEANUP(buf_free) struct buf text = BUF_INIT;
	const struct mission *mission = row->record;
	const struct event_row *from = agenda_event(agenda, mission);
	struct event_times times;
	struct event_row *made;
	struct event event;
	struct when when;

	if (mission_times(mission, from ? from->event : NULL, agenda->zones,
		&times, err) < 0) {
		if (err->code == -ENOMEM)
			return err->code;
		err_clear(err);
		return 0;
	}
	record_init(&event_record, &event);
	fill_event(mission, from ? from->event : NULL, &event);
	agenda_write_times(&times, &event, &when);
	describe(agenda, mission, &text);
	if (agenda_note_conflicts(agenda, mission->id, &text, err) < 0)
		return err->code;
	if (buf_error(&text) < 0)
		return agenda_no_memory(err);
	event.description = text.len ? buf_str(&text) : NULL;
	made = mission_row(row, &event, &times);
	return made ? agenda_push(out, made, err) : agenda_no_memory(err);
}
