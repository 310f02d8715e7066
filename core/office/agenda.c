/* SPDX-License-Identifier: Apache-2.0 */
#include "agenda.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "model/mission.h"
#include "model/overlay.h"
#include "model/session.h"
#include "office/access.h"
#include "office/agenda_parts.h"
#include "office/standing.h"

void
agenda_series_free(struct agenda_series *list)
{
	vec_each(list, series)
		series_unref(*series);
	vec_free(list);
}

/* ---- which ------------------------------------------------------------ */

static bool
is_of_region(
    const struct agenda *agenda, const char *named, const char *country)
{
	const struct region *region =
	    agenda->plan ? plan_region(agenda->plan, country) : NULL;

	if (named)
		return agenda_same(named, agenda->token->region);
	return region && agenda_same(region->id, agenda->token->region);
}

/* Whom a council's or a person's feed is asked for. */
static bool
is_of_council(const struct agenda *agenda, const struct record_row *row)
{
	struct caller caller = { .role = TOKEN_COUNCIL,
		.council = agenda->token->council };

	return row_readable(&caller, agenda->records, row);
}

static bool
is_live(const struct mission *mission)
{
	switch ((enum mission_state)mission->state) {
	case MISSION_DRAFT:
	case MISSION_RETURNED:
	case MISSION_REJECTED:
	case MISSION_WITHDRAWN:
	case MISSION_REQUESTED:
	case MISSION_DECLINED:
		return false;
	default:
		return true;
	}
}

/* Drafts and what was sent back are their owners' alone; what was given up is
 * nobody's. */
static bool
is_told(const struct mission *mission, bool owners)
{
	return is_live(mission) ||
	       (owners && (mission->state == MISSION_DRAFT ||
			      mission->state == MISSION_RETURNED ||
			      mission->state == MISSION_REQUESTED));
}

/* Is the event of the network or project that the feed is of? By whichever of
 * its names the source calls it. */
static bool
is_named(const struct agenda *agenda, const struct event_row *row)
{
	struct score_facts facts;
	const struct token *token = agenda->token;

	standing_facts(agenda->records, row->id, row->event, &facts);
	if (token->feed == FEED_OF_NETWORK)
		return agenda_same(facts.network_id, token->network);
	return agenda_same(facts.project_id, token->project);
}

static bool
wants_mission(const struct agenda *agenda, const struct record_row *row)
{
	const struct token *token = agenda->token;
	const struct mission *mission = row->record;
	const struct event_row *event = agenda_event(agenda, mission);
	const char *country = mission->country;

	if (!country && event)
		country = event->event->country;
	switch ((enum token_feed)token->feed) {
	case FEED_OF_TEAM:
		return is_told(mission, true) && token->teams &&
		       mission_has_team(mission, token->teams[0]);
	case FEED_OF_PERSON:
		return is_told(mission, true) &&
		       mission_has_person(mission, token->person);
	case FEED_OF_COUNCIL:
		return is_told(mission, false) && is_of_council(agenda, row);
	case FEED_OF_NETWORK:
		return is_told(mission, false) &&
		       (mission->network
			       ? agenda_same(mission->network, token->network)
			       : event && is_named(agenda, event));
	case FEED_OF_PROJECT:
		return is_told(mission, false) &&
		       (mission->project
			       ? agenda_same(mission->project, token->project)
			       : event && is_named(agenda, event));
	case FEED_OF_LINE:
		return is_told(mission, false) && token->line &&
		       texts_have(mission->lines, token->line);
	case FEED_OF_REGION:
		return is_told(mission, false) &&
		       is_of_region(agenda, mission->region, country);
	case FEED_OF_COORDINATOR:
		return is_told(mission, true);
	default:
		return false;
	}
}

static bool
serves_line(const struct agenda *agenda, const struct event_row *row)
{
	struct score_facts facts;

	standing_facts(agenda->records, row->id, row->event, &facts);
	for (int i = 0;
	     agenda->plan && agenda->plan->lines && agenda->plan->lines[i]; i++)
		if (agenda_same(
			agenda->plan->lines[i]->id, agenda->token->line))
			return score_serves(
			    agenda->plan->lines[i], row->event, &facts);
	return false;
}

static bool
invites_council(const struct agenda *agenda, const struct event_row *row)
{
	const struct record_row *session =
	    records_find(agenda->records, FAMILY_SESSION, row->id);

	return session && is_of_council(agenda, session);
}

static bool
wants_event(const struct agenda *agenda, const struct event_row *row)
{
	switch ((enum token_feed)agenda->token->feed) {
	case FEED_OF_STAFF:
	case FEED_OF_COORDINATOR:
		return true;
	case FEED_OF_NETWORK:
	case FEED_OF_PROJECT:
		return is_named(agenda, row);
	case FEED_OF_LINE:
		return serves_line(agenda, row);
	case FEED_OF_REGION:
		return is_of_region(agenda, NULL, row->event->country);
	case FEED_OF_COUNCIL:
		return invites_council(agenda, row);
	default:
		return false;
	}
}

static int
add_missions(
    const struct agenda *agenda, struct agenda_series *out, struct err *err)
{
	struct ordered_walk walk;

	if (agenda->kind)
		return 0;
	for (const struct record_row *row =
		 records_first(agenda->records, FAMILY_MISSION, NULL, &walk);
	     row; row = records_next(&walk))
		if (wants_mission(agenda, row) &&
		    agenda_add_mission(agenda, row, out, err) < 0)
			return err->code;
	return 0;
}

/* ---- events ----------------------------------------------------------- */

/* "Mobility 2, Housing 1" of an event's missions; "" when nobody goes. */
static void
add_teams(
    const struct agenda *agenda, const struct event_row *row, struct buf *text)
{
	struct records_users users;

	for (const struct record_row *user =
		 records_user_first(agenda->records, "event", row->id, &users);
	     user; user = records_user_next(&users)) {
		const struct mission *mission = user->record;
		int n = 0;

		if (user->family->id != FAMILY_MISSION || !mission->team ||
		    !is_live(mission) || mission->state == MISSION_CANCELLED)
			continue;
		for (size_t i = 0; mission->roles && mission->roles[i]; i++)
			for (size_t p = 0; mission->roles[i]->chosen &&
					   mission->roles[i]->chosen[p];
			     p++)
				n++;
		buf_addf(text, "%s%s %d", text->len ? ", " : "",
		    agenda_team(agenda, mission->team), n);
	}
}

/* The event's row with the teams before its own words. */
static struct event_row *
row_with(const struct event_row *row, const char *teams)
{
	struct buf text = BUF_INIT;
	struct event event = *row->event;
	struct event_row *made = malloc(sizeof *made);

	buf_adds(&text, teams);
	agenda_line(&text, event.description);
	event.description = buf_str(&text);
	if (made && buf_error(&text) == 0) {
		*made = *row;
		made->shown = NULL;
		made->event = record_copy(&event_record, &event);
		made->overlay = row->overlay
				    ? record_copy(&overlay_record, row->overlay)
				    : NULL;
		if (made->event && !made->overlay == !row->overlay) {
			buf_free(&text);
			return made;
		}
		event_row_free(made);
		made = NULL;
	}
	buf_free(&text);
	free(made);
	return NULL;
}

static struct series *
series_with(const struct series *series, const char *teams)
{
	CLEANUP(event_rows_free) struct event_rows rows = VEC_INIT;
	struct err err = ERR_INIT;

	for (size_t i = 0; i < series->nrows; i++) {
		struct event_row *row = row_with(series->rows[i], teams);

		if (!row || event_rows_take(row, &rows, &err) < 0)
			return NULL;
	}
	return series_new(&rows);
}

struct gathering {
	const struct agenda *agenda;
	struct agenda_series *out;
};

static int
add_event(const struct series *series, void *arg)
{
	const struct gathering *gathering = arg;
	const struct agenda *agenda = gathering->agenda;
	CLEANUP(buf_free) struct buf teams = BUF_INIT;
	const struct event_row *row = series->rows[0];
	struct series *shown;

	if ((agenda->kind && row->event->kind != agenda->kind) ||
	    event_row_hidden(row) || !wants_event(agenda, row))
		return 0;
	add_teams(agenda, row, &teams);
	shown = teams.len ? series_with(series, buf_str(&teams))
			  : series_ref((struct series *)series);
	if (shown && buf_error(&teams) == 0 &&
	    vec_push(gathering->out, shown) == 0)
		return 0;
	series_unref(shown);
	return -ENOMEM;
}

int
agenda_of(
    const struct agenda *agenda, struct agenda_series *out, struct err *err)
{
	struct gathering gathering = { agenda, out };

	if (add_missions(agenda, out, err) < 0 ||
	    agenda_add_conflicts(agenda, out, err) < 0)
		return err->code;
	if (snapshot_each(agenda->events, add_event, &gathering) < 0)
		return agenda_no_memory(err);
	return 0;
}
