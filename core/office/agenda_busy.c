/* SPDX-License-Identifier: Apache-2.0 */
/* What an agenda tells of a token that is over, and of somebody's time to
 * those who may know no more than that it is taken. */
#include <stdlib.h>

#include "base/date.h"
#include "model/bound.h"
#include "model/person.h"
#include "office/agenda_parts.h"
#include "office/mission_time.h"

/* ---- revoked ---------------------------------------------------------- */

int
agenda_revoked(const struct agenda *agenda, enum language language, int days,
    struct agenda_series *out, struct err *err)
{
	const struct token *token = agenda->token;
	int64_t ended = token_ended(token, agenda->zone);
	int64_t first = zone_day(agenda->zone, ended);
	struct event_row *row = calloc(1, sizeof *row);
	struct event_times times;
	struct event event;
	struct when when;

	record_init(&event_record, &event);
	event.source = "token";
	event.uid = token->id;
	event.visibility = EVENT_PRIVATE;
	event.summary =
	    words_get(language, "This calendar's address is no longer valid");
	event.description = words_get(language,
	    "It was revoked, or it has expired. Ask the international office "
	    "for a new one, and remove this calendar.");
	event.language = language_tags[language];
	day_format(when.start, first);
	day_format(when.end, first + days);
	event.start = when.start;
	event.end = when.end;
	if (!row || event_times(&event, agenda->zones, &times, err) < 0 ||
	    !(row->event = record_copy(&event_record, &event))) {
		free(row);
		return err->code ? err->code : agenda_no_memory(err);
	}
	row->times = times;
	row->extent = times.span;
	row->revision = row->sequence = 1;
	row->created_at = row->revised_at = ended;
	return agenda_push(out, row, err);
}

/* ---- busy ------------------------------------------------------------- */

static int
add_busy(struct busy_times *out, struct span span, bool tentative, bool away,
    struct err *err)
{
	struct busy_time time = { span, tentative, away };

	return vec_push(out, time) < 0 ? agenda_no_memory(err) : 0;
}

static int
mission_busy(const struct agenda *agenda, const struct mission *mission,
    struct busy_times *out, struct err *err)
{
	const struct event_row *from = agenda_event(agenda, mission);
	struct span span;

	if (!mission_counts(mission))
		return 0;
	if (mission_span(mission, from ? from->event : NULL, agenda->zones,
		agenda->zone, &span, err) == 0)
		return add_busy(out, span,
		    agenda_status(mission) == EVENT_TENTATIVE, false, err);
	if (err->code == -ENOMEM)
		return err->code;
	err_clear(err);
	return 0;
}

static int
absence_busy(const struct agenda *agenda, const struct absence *absence,
    struct busy_times *out, struct err *err)
{
	struct event_times times;
	struct span span;

	if (interval_times(absence->start, absence->end, absence->zone,
		agenda->zones, &times, err) < 0) {
		err_clear(err);
		return 0;
	}
	span = times_within(&times, agenda->zone);
	return add_busy(out, span, absence->requested, true, err);
}

static int
user_busy(const struct agenda *agenda, const struct record_row *row,
    const char *person, const char *team, struct busy_times *out,
    struct err *err)
{
	if (row->family->id == FAMILY_MISSION &&
	    (person ? mission_has_person(row->record, person)
		    : mission_has_team(row->record, team)))
		return mission_busy(agenda, row->record, out, err);
	if (row->family->id == FAMILY_ABSENCE && person)
		return absence_busy(agenda, row->record, out, err);
	return 0;
}

int
agenda_busy(const struct agenda *agenda, const char *person, const char *team,
    struct busy_times *out, struct err *err)
{
	struct records_users users;

	for (const struct record_row *row = records_user_first(agenda->records,
		 person ? "person" : "team", person ? person : team, &users);
	     row; row = records_user_next(&users))
		if (user_busy(agenda, row, person, team, out, err) < 0)
			return err->code;
	return 0;
}
