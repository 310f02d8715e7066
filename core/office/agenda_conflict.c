/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the rules have found as a reader's feed shows it: for a team and for
 * the coordinator an entry for each conflict that is not settled, tentative
 * and taking up nobody's time; for a council what was agreed with it; for a
 * person a note on their own mission. Names are told as in office/sight.h.
 */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "model/bound.h"
#include "model/person.h"
#include "office/agenda_parts.h"
#include "office/sight.h"
#include "schedule/conflict_text.h"
#include "store/conflicts.h"

/* What its entries come from, beside sources and missions. */
#define CONFLICTS "conflict"
/* What would fill a longer time stands on its first day. */
#define DAYS_MOST 31

/* ---- who sees it ------------------------------------------------------ */

/* The reader as one who asks; teams has room for one. */
static struct caller
reader_of(const struct agenda *agenda, const char *teams[2])
{
	const struct token *token = agenda->token;
	struct caller reader = { .role = TOKEN_READER,
		.teams = token->teams,
		.person = token->person,
		.council = token->council };
	const struct person *person =
	    records_get(agenda->records, FAMILY_PERSON, token->person);

	if (token->feed == FEED_OF_COORDINATOR)
		reader.role = TOKEN_COORDINATOR;
	if (person && person->team) {
		teams[0] = person->team;
		teams[1] = NULL;
		reader.teams = teams;
	}
	return reader;
}

/* A conflict's words for the reader. */
struct words_of {
	struct sight sight;
	struct buf text;
};

static void
words_free(struct words_of *words)
{
	sight_free(&words->sight);
	buf_free(&words->text);
}

static int
words_fill(const struct agenda *agenda, const struct conflict *conflict,
    struct words_of *out, struct err *err)
{
	const char *teams[2];
	struct caller reader = reader_of(agenda, teams);

	if (sight_of(&reader, agenda->records, conflict->title,
		conflict->subject, conflict->evidence, &out->sight, err) < 0)
		return err->code;
	conflict_add_text(&out->text, agenda->language, conflict->code,
	    buf_str(&out->sight.evidence));
	return buf_error(&out->text) < 0 ? agenda_no_memory(err) : 0;
}

/* ---- when ------------------------------------------------------------- */

/* An end of what the evidence tells by this name; false: it does not. */
static bool
read_end(const json_t *evidence, const char *name, const char *end,
    const struct zone *zone, int64_t *utc)
{
	const char *text = json_string_value(
	    json_object_get(json_object_get(evidence, name), end));
	int64_t day;

	if (!text)
		return false;
	if (day_parse(text, &day) < 0)
		return instant_parse(text, utc) == 0;
	*utc = zone_midnight(zone, day);
	return true;
}

static bool
read_span(const json_t *evidence, const char *name, const struct zone *zone,
    struct span *out)
{
	return read_end(evidence, name, "start", zone, &out->start) &&
	       read_end(evidence, name, "end", zone, &out->end) &&
	       !span_empty(*out);
}

/* Of two intervals: what they share, or what lies between them. */
static struct span
between(struct span a, struct span b)
{
	struct span at = { a.start > b.start ? a.start : b.start,
		a.end < b.end ? a.end : b.end };

	return at.start < at.end ? at : (struct span){ at.end, at.start };
}

/* Where it hurts: of two missions where they meet, else when the first is,
 * else when all of it is. */
static struct span
when_of(const struct conflict *conflict, const char *evidence_,
    const struct zone *zone)
{
	static const char *const meet[] = { "C1", "C2", "C3" };
	CLEANUP(json_freep) json_t *evidence = json_loads(evidence_, 0, NULL);
	struct span first, second;
	bool meets = false;

	for (size_t i = 0; i < ARRAY_LEN(meet); i++)
		meets |= strcmp(meet[i], conflict->code) == 0;
	if (!read_span(evidence, "first", zone, &first))
		return conflict->span;
	if (meets && read_span(evidence, "second", zone, &second))
		return between(first, second);
	return first;
}

/* Within a day by the hour, else as days. */
static void
times_of(struct span span, const struct zone *zone, struct event_times *out)
{
	int64_t first = zone_day(zone, span.start);
	int64_t last = zone_day(zone, span.end - (span.end > span.start));

	*out = (struct event_times){ .span = span };
	if (first == last && zone && span.end - span.start < DAY_SECONDS) {
		out->start = zone_wall(zone, span.start);
		out->end = zone_wall(zone, span.end);
		out->zone = zone;
		return;
	}
	if (last - first >= DAYS_MOST)
		last = first;
	out->all_day = true;
	out->start = first;
	out->end = last + 1;
	/* Whoever looks: see struct event_times. */
	out->span = (struct span){ first * DAY_SECONDS - DAY_SECONDS,
		(last + 2) * DAY_SECONDS };
}

/* ---- as a series ------------------------------------------------------ */

/* "Conflict: One person in two places (Ada Example)" */
static void
add_summary(const struct agenda *agenda, const struct conflict *conflict,
    const char *title, struct buf *out)
{
	bool synergy = conflict->code[0] == 'S';
	const char *what = strstr(title, ": ");
	struct buf name = BUF_INIT;

	buf_adds(&name, conflict_name(agenda->language, conflict->code));
	if (what)
		buf_addf(&name, " (%s)", what + 2);
	words_add(out, agenda->language,
	    synergy ? words_mark("Agreed: %1") : words_mark("Conflict: %1"),
	    WORDS(buf_str(&name)));
	buf_free(&name);
}

static void
add_description(const struct agenda *agenda, const struct conflict *conflict,
    const char *text, struct buf *out)
{
	buf_adds(out, text);
	if (conflict->state == CONFLICT_OPEN)
		agenda_line(
		    out, conflict_remedy(agenda->language, conflict->code));
	buf_addf(out, "\n%s, %s", conflict->code, conflict->level);
}

static struct event_row *
row_of(const struct conflict *conflict, const struct event *event,
    const struct event_times *times)
{
	struct event_row *made = calloc(1, sizeof *made);

	if (made)
		made->event = record_copy(&event_record, event);
	if (!made || !made->event) {
		free(made);
		return NULL;
	}
	strncpy(made->id, conflict->id, sizeof made->id - 1);
	made->times = *times;
	made->extent = times->span;
	made->revision = made->sequence = conflict->revision;
	made->created_at = conflict->since;
	made->revised_at = conflict->revised_at;
	made->takes_no_time = true;
	return made;
}

struct adding {
	const struct agenda *agenda;
	struct agenda_series *out;
};

static int
push(const struct adding *adding, const struct conflict *conflict,
    const struct words_of *words, const struct event_times *times,
    struct err *err)
{
	const struct agenda *agenda = adding->agenda;
	CLEANUP(buf_free) struct buf summary = BUF_INIT;
	CLEANUP(buf_free) struct buf description = BUF_INIT;
	CLEANUP(buf_free) struct buf url = BUF_INIT;
	const char *categories[] = { CONFLICTS, conflict->code, NULL };
	struct event_row *row;
	struct event event;
	struct when when;

	record_init(&event_record, &event);
	add_summary(agenda, conflict, buf_str(&words->sight.title), &summary);
	add_description(agenda, conflict, buf_str(&words->text), &description);
	buf_addf(&url, "%s/v1/%s/%s", agenda->base_url ? agenda->base_url : "",
	    conflict->code[0] == 'S' ? "synergies" : "conflicts", conflict->id);
	if (buf_error(&summary) < 0 || buf_error(&description) < 0 ||
	    buf_error(&url) < 0)
		return agenda_no_memory(err);
	event.source = CONFLICTS;
	event.uid = conflict->id;
	event.status = conflict->state == CONFLICT_OPEN ? EVENT_TENTATIVE
							: EVENT_CONFIRMED;
	event.visibility = EVENT_PRIVATE;
	event.summary = buf_str(&summary);
	event.description = buf_str(&description);
	event.url = agenda->base_url ? buf_str(&url) : NULL;
	event.categories = categories;
	agenda_write_times(times, &event, &when);
	row = row_of(conflict, &event, times);
	return row ? agenda_push(adding->out, row, err) : agenda_no_memory(err);
}

/* What is at no time is in no calendar. */
static int
add_entry(const struct conflict *conflict, void *arg, struct err *err)
{
	const struct adding *adding = arg;
	const struct zone *zone = adding->agenda->zone;
	CLEANUP(words_free)
	struct words_of words = { .text = BUF_INIT };
	struct event_times times;

	if (conflict->span.start == 0 && conflict->span.end == 0)
		return 0;
	if (words_fill(adding->agenda, conflict, &words, err) < 0)
		return err->code;
	times_of(when_of(conflict, buf_str(&words.sight.evidence), zone), zone,
	    &times);
	return push(adding, conflict, &words, &times, err);
}

int
agenda_add_conflicts(
    const struct agenda *agenda, struct agenda_series *out, struct err *err)
{
	struct adding adding = { agenda, out };
	struct conflict_filter filter = { .family = "C",
		.state = CONFLICT_OPEN };
	CLEANUP(buf_free) struct buf teams = BUF_INIT;

	if (!agenda->store || agenda->kind)
		return 0;
	switch ((enum token_feed)agenda->token->feed) {
	case FEED_OF_COORDINATOR:
		break;
	case FEED_OF_TEAM:
		buf_addf(&teams, " %s ", agenda->token->teams[0]);
		filter.teams = buf_str(&teams);
		break;
	case FEED_OF_COUNCIL:
		filter = (struct conflict_filter){ .family = "S",
			.state = CONFLICT_ACCEPTED,
			.council = agenda->token->council };
		break;
	default:
		return 0;
	}
	return conflicts_each(agenda->store, &filter, add_entry, &adding, err);
}

/* ---- as notes --------------------------------------------------------- */

struct noting {
	const struct agenda *agenda;
	struct buf *text;
};

static int
add_note(const struct conflict *conflict, void *arg, struct err *err)
{
	const struct noting *noting = arg;
	CLEANUP(words_free)
	struct words_of words = { .text = BUF_INIT };

	if (words_fill(noting->agenda, conflict, &words, err) < 0)
		return err->code;
	agenda_line(noting->text, buf_str(&words.text));
	return 0;
}

int
agenda_note_conflicts(const struct agenda *agenda, const char *mission,
    struct buf *text, struct err *err)
{
	struct noting noting = { agenda, text };
	struct conflict_filter filter = { .family = "C",
		.state = CONFLICT_OPEN,
		.person = agenda->token->person,
		.mission = mission };

	if (!agenda->store || agenda->token->feed != FEED_OF_PERSON)
		return 0;
	return conflicts_each(agenda->store, &filter, add_note, &noting, err);
}
