/* SPDX-License-Identifier: Apache-2.0 */
/* From a delegation as its source tells it to a mission: who of ours goes, in
 * which role, for which team, by which legs. What would be no value of a
 * mission (a leg without its zone) is left out; the event has it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/fold.h"
#include "base/text.h"
#include "office/delegates_parts.h"

#define MOST_OF_A_ROLE 1000
#define MOST_VISITORS 10000

void
delegate_draft_start(struct delegate_draft *draft)
{
	memset(draft, 0, sizeof *draft);
	record_init(&mission_record, &draft->mission);
}

void
delegate_draft_release(struct delegate_draft *draft)
{
	for (size_t i = 0; i < DELEGATE_KINDS; i++)
		vec_free(&draft->chosen[i]);
	vec_free(&draft->teams);
	vec_free(&draft->legs);
	vec_free(&draft->leg_list);
	vec_free(&draft->slots);
}

/* ---- who --------------------------------------------------------------- */

void
delegate_fold(const char *name, char out[DELEGATE_NAME])
{
	char turned[DELEGATE_NAME];
	const char *comma = name ? strchr(name, ',') : NULL;

	if (comma) {
		snprintf(turned, sizeof turned, "%s %.*s",
		    comma + 1 + strspn(comma + 1, " "), (int)(comma - name),
		    name);
		name = turned;
	}
	text_fold(out, DELEGATE_NAME, name ? name : "");
}

/* Who of ours it is: one alone of that name, or the one of that id; NULL. */
static const struct person *
find_person(const struct delegate_facts *facts, const char *name)
{
	const struct delegate_names *names = facts->names;
	char folded[DELEGATE_NAME];
	size_t low = 0, high = names->len;

	if (!name)
		return NULL;
	delegate_fold(name, folded);
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(names->items[middle].folded, folded) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == names->len || strcmp(names->items[low].folded, folded) != 0)
		return records_get(facts->records, FAMILY_PERSON, name);
	if (low + 1 < names->len &&
	    strcmp(names->items[low + 1].folded, folded) == 0)
		return NULL;
	return names->items[low].person;
}

static bool
has_text(const struct delegate_texts *texts, const char *text)
{
	vec_each(texts, item)
		if (strcmp(*item, text) == 0)
			return true;
	return false;
}

static bool
is_chosen(const struct delegate_draft *draft, const char *person)
{
	for (size_t i = 0; i < DELEGATE_KINDS; i++)
		if (has_text(&draft->chosen[i], person))
			return true;
	return false;
}

/* The team of somebody of ours: the first answers, the others take part. */
static int
add_team(struct delegate_draft *draft, const char *team)
{
	if (!team || (draft->team && strcmp(draft->team, team) == 0) ||
	    has_text(&draft->teams, team))
		return 0;
	if (draft->team)
		return vec_push(&draft->teams, team);
	draft->team = team;
	return 0;
}

static int
kind_of(const struct participant *participant)
{
	int kind = participant->role
		       ? choice_parse(role_kind_words, participant->role)
		       : -1;

	return kind > 0 ? kind : ROLE_TECHNICAL;
}

static int
add_delegate(struct delegate_draft *draft, const struct delegate_facts *facts,
    const struct participant *participant)
{
	const struct person *person = find_person(facts, participant->name);
	int kind = kind_of(participant);
	struct role *role = &draft->roles[kind];

	if (person && is_chosen(draft, person->id))
		return 0;
	role->kind = kind;
	if (role->count < MOST_OF_A_ROLE)
		role->count++;
	if (!person || role->count == MOST_OF_A_ROLE)
		return 0;
	if (vec_push(&draft->chosen[kind], person->id) < 0)
		return -ENOMEM;
	return add_team(draft, person->team);
}

static int
fill_roles(struct delegate_draft *draft, const struct delegate_facts *facts,
    const struct event *event)
{
	const struct participant *const *at = event->participants;
	size_t n = 0;

	/* Who leads it comes first, also with their team. */
	for (int head = 1; head >= 0; head--)
		for (size_t i = 0; at[i]; i++)
			if ((kind_of(at[i]) == ROLE_HEAD) == head &&
			    add_delegate(draft, facts, at[i]) < 0)
				return -ENOMEM;
	for (size_t i = 0; i < DELEGATE_KINDS; i++) {
		struct delegate_texts *chosen = &draft->chosen[i];

		if (!draft->roles[i].count)
			continue;
		if (chosen->len && vec_push(chosen, NULL) < 0)
			return -ENOMEM;
		draft->roles[i].chosen = chosen->items;
		draft->role_list[n++] = &draft->roles[i];
	}
	draft->mission.roles = draft->role_list;
	return 0;
}

/* Those who come are somebody else's: they are counted. */
static int
fill_visit(struct delegate_draft *draft, const struct delegate_facts *facts,
    const struct event *event)
{
	const struct person *host = find_person(facts, event->host);

	while (event->participants[draft->mission.visitors] &&
	       draft->mission.visitors < MOST_VISITORS)
		draft->mission.visitors++;
	if (!host)
		return 0;
	draft->mission.host = host->id;
	return add_team(draft, host->team);
}

/* ---- how --------------------------------------------------------------- */

static int
fill_legs(struct delegate_draft *draft, const struct event *event)
{
	for (const struct leg *const *at = event->legs; at && *at; at++) {
		int mode =
		    (*at)->mode ? choice_parse(leg_mode_words, (*at)->mode) : 0;
		struct mission_leg leg = {
			.mode = mode > 0 ? mode : LEG_MODE_NONE,
			.from = (*at)->from,
			.to = (*at)->to,
			.from_country = (*at)->from_country,
			.to_country = (*at)->to_country,
			.depart = (*at)->depart,
			.depart_zone = (*at)->depart_zone,
			.arrive = (*at)->arrive,
			.arrive_zone = (*at)->arrive_zone,
		};

		if (vec_push(&draft->legs, leg) < 0)
			return -ENOMEM;
	}
	vec_each(&draft->legs, leg)
		if (vec_push(&draft->leg_list, leg) < 0)
			return -ENOMEM;
	if (draft->legs.len && vec_push(&draft->leg_list, NULL) < 0)
		return -ENOMEM;
	draft->mission.legs = draft->leg_list.items;
	return 0;
}

static int
fill_slots(struct delegate_draft *draft, const struct event *event)
{
	for (const struct slot *const *at = event->slots; at && *at; at++)
		if ((*at)->start && (*at)->end &&
		    vec_push(&draft->slots, *at) < 0)
			return -ENOMEM;
	if (draft->slots.len && vec_push(&draft->slots, NULL) < 0)
		return -ENOMEM;
	draft->mission.sessions = draft->slots.items;
	return 0;
}

/* Is it a mission as one could write it here? */
static bool
is_sound(const struct mission *mission)
{
	struct invalid invalid = { .pointers = true };
	struct mission probe = *mission;
	bool sound;

	probe.id = "probe";
	record_check(&mission_record, &probe, &invalid);
	mission_check(&probe, &invalid);
	sound = !invalid_any(&invalid);
	invalid_free(&invalid);
	return sound;
}

static void
drop_unsound(struct mission *mission)
{
	if (is_sound(mission))
		return;
	mission->legs = NULL;
	mission->sessions = NULL;
	mission->interpreters = NULL;
}

/* ---- what -------------------------------------------------------------- */

/* One line of it, whole characters only. */
static char *
make_line(char out[DELEGATE_LINE + 1], const char *text)
{
	size_t len = 0;

	for (; *text && len < DELEGATE_LINE; text++)
		if (!strchr(" \t\r\n", *text))
			out[len++] = *text;
		else if (len > 0 && out[len - 1] != ' ')
			out[len++] = ' ';
	while (len > 0 && (out[len - 1] == ' ' || !utf8_valid(out, len)))
		len--;
	out[len] = '\0';
	return out;
}

static void
fill_words(struct delegate_draft *draft, const struct event_row *row)
{
	const struct event *event = row->event;
	struct mission *mission = &draft->mission;
	char name[DELEGATE_LINE + 1];

	snprintf(name, sizeof name, "%s/%s", event->source, event->uid);
	mission->number = make_line(draft->number, name);
	make_line(draft->title, event->summary ? event->summary : "");
	mission->title = draft->title[0] ? draft->title : draft->number;
	mission->event = row->id;
	mission->direction =
	    event->direction ? event->direction : EVENT_OUTGOING;
	mission->head_rank = event->head_rank;
	mission->interpreters = event->interpreters;
}

int
delegate_draft_fill(struct delegate_draft *draft,
    const struct delegate_facts *facts, const struct event_row *row, bool *ours)
{
	const struct event *event = row->event;
	struct mission *mission = &draft->mission;

	*ours = false;
	if (!event->participants || event->recurrence_id || event_recurs(event))
		return 0;
	fill_words(draft, row);
	if ((mission->direction == EVENT_INCOMING ? fill_visit : fill_roles)(
		draft, facts, event) < 0 ||
	    fill_legs(draft, event) < 0 || fill_slots(draft, event) < 0 ||
	    (draft->teams.len && vec_push(&draft->teams, NULL) < 0))
		return -ENOMEM;
	mission->team = draft->team ? draft->team : facts->team;
	mission->teams = draft->teams.items;
	*ours = mission->team != NULL;
	if (*ours)
		drop_unsound(mission);
	return 0;
}
