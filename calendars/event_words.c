/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An event's texts, and beside them our own words on it: that it is
 * cancelled, what kind it is, what part we have in it, by when to register.
 */
#include <ctype.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "calendars/event_lines.h"

const char *
event_language(const struct event *event)
{
	const char *tag = event->language;

	if (!tag || !*tag)
		return NULL;
	for (const char *c = tag; *c; c++)
		if (!isalnum((unsigned char)*c) && *c != '-')
			return NULL;
	return tag;
}

enum language
words_language(const struct event *event, const struct text_context *context)
{
	int own =
	    context->language_asked ? -1 : language_parse(event->language);

	return own < 0 ? context->language : (enum language)own;
}

static void
name_in(struct ical_writer *writer, const char *name, const char *language)
{
	ical_raws(writer, name);
	if (language)
		ical_param(writer, ";LANGUAGE=", language);
	ical_lit(writer, ":");
}

/* The prefix is for clients that show no status. */
void
summary_line(struct ical_writer *writer, const struct event_row *row,
    const struct text_context *context)
{
	const struct event *event = row->event;

	name_in(writer, "SUMMARY", event_language(event));
	if (event_row_status(row) == EVENT_CANCELLED) {
		ical_escaped(writer,
		    words_get(words_language(event, context), "Cancelled"));
		ical_lit(writer, ": ");
	}
	ical_escaped(writer, event->summary ? event->summary : "");
	ical_end(writer);
}

/* ----------------------------------------------------------------- notes ---
 */

/* What we know of an event beyond its description, one line each. */
struct notes {
	struct buf text;
	enum language language;
};

static void
add_note(struct notes *notes, const char *msgid, const char *const *args)
{
	if (notes->text.len)
		buf_addc(&notes->text, '\n');
	words_add(&notes->text, notes->language, msgid, args);
}

/* Known names of deadlines, in words. */
static const struct {
	const char *name, *until;
} deadline_words[] = {
	{ "call-for-papers", words_mark("Call for papers until %1") },
	{ "registration", words_mark("Registration until %1") },
};

/* "3 May 2026", "3 May 2026, 23:59 (Europe/Madrid)". */
static bool
add_when(
    struct buf *out, enum language language, const struct deadline *deadline)
{
	int64_t day, wall;

	if (!deadline->at)
		return false;
	if (day_parse(deadline->at, &day) == 0) {
		words_add_days(out, language, day, day);
		return true;
	}
	if (wall_parse(deadline->at, &wall) < 0)
		return false;
	day = day_from_wall(wall);
	words_add_days(out, language, day, day);
	buf_addf(out, ", %.5s", deadline->at + strlen("2026-05-03T"));
	if (deadline->zone)
		buf_addf(out, " (%s)", deadline->zone);
	return true;
}

/* With its page, since no property for it is read by every client. */
static void
note_deadline(struct notes *notes, const struct deadline *deadline)
{
	CLEANUP(buf_free) struct buf when = BUF_INIT;
	const char *until = NULL;

	if (!deadline->name || !add_when(&when, notes->language, deadline))
		return;
	for (size_t i = 0; i < ARRAY_LEN(deadline_words); i++)
		if (!strcmp(deadline_words[i].name, deadline->name))
			until = deadline_words[i].until;
	if (until)
		add_note(notes, until, WORDS(buf_str(&when)));
	else
		add_note(notes, words_mark("%1: until %2"),
		    WORDS(deadline->name, buf_str(&when)));
	if (is_link(deadline->url))
		buf_addf(&notes->text, " – %s", deadline->url);
}

static const char *const role_notes[] = {
	[EVENT_ROLE_MEMBER] = words_mark("We are a member of this network."),
	[EVENT_ROLE_BOARD] = words_mark("We are on this network's board."),
	[EVENT_ROLE_HOST] = words_mark("We are the hosts."),
};

static const char *const level_notes[] = {
	[EVENT_LEVEL_EU] = words_mark("European Union"),
	[EVENT_LEVEL_UN] = words_mark("United Nations"),
	[EVENT_LEVEL_OTHER] = NULL,
};

static const char *const direction_notes[] = {
	[EVENT_INCOMING] = words_mark("A delegation that visits us."),
	[EVENT_OUTGOING] = words_mark("A delegation of ours."),
};

static const char *const attendance_notes[] = {
	[EVENT_IN_PERSON] = NULL, /* goes without saying */
	[EVENT_ONLINE] = words_mark("Online."),
	[EVENT_MIXED] = words_mark("In person and online."),
};

/* The note of a choice, if it has one. */
static void
note_choice(struct notes *notes, const char *const *list, size_t n, int choice)
{
	if (choice > 0 && (size_t)choice < n && list[choice])
		add_note(notes, list[choice], WORDS(NULL));
}
#define NOTE_CHOICE(notes, list, choice) \
	note_choice(notes, list, ARRAY_LEN(list), choice)

static void
gather_notes(struct notes *notes, const struct event_row *row)
{
	const struct event *event = row->event;
	const struct deadline *const *deadline = event->deadlines;

	NOTE_CHOICE(notes, level_notes, event->level);
	if (event->organ && *event->organ)
		add_note(notes, words_mark("Organ: %1"), WORDS(event->organ));
	if (event->project && *event->project)
		add_note(
		    notes, words_mark("Project: %1"), WORDS(event->project));
	if (event->statutory)
		add_note(notes, words_mark("Statutory meeting."), WORDS(NULL));
	NOTE_CHOICE(notes, role_notes, event->role);
	if (event->voting_seat)
		add_note(notes, words_mark("We have a vote."), WORDS(NULL));
	NOTE_CHOICE(notes, direction_notes, event->direction);
	NOTE_CHOICE(notes, attendance_notes, event->attendance);
	if (event->certainty == EVENT_DATES_WINDOW)
		add_note(notes,
		    words_mark(
			"The dates are still open: some time in these days."),
		    WORDS(NULL));
	for (; deadline && *deadline; deadline++)
		note_deadline(notes, *deadline);
	if (row->attended)
		add_note(notes, words_mark("The AMB attended."), WORDS(NULL));
}

void
description_line(struct ical_writer *writer, const struct event_row *row,
    const struct text_context *context)
{
	const struct event *event = row->event;
	struct notes notes = { .text = BUF_INIT };
	const char *description = event->description && *event->description
				      ? event->description
				      : NULL;

	notes.language = words_language(event, context);
	gather_notes(&notes, row);
	if (description || notes.text.len) {
		name_in(writer, "DESCRIPTION", event_language(event));
		ical_escaped(writer, description ? description : "");
		if (description && notes.text.len)
			ical_lit(writer, "\\n\\n");
		ical_escaped(writer, buf_str(&notes.text));
		ical_end(writer);
	}
	if (buf_error(&notes.text))
		writer->out->error = buf_error(&notes.text);
	buf_free(&notes.text);
}

/* ------------------------------------------------------------ categories ---
 */

static const char *const kind_names[EVENT_KINDS] = {
	[EVENT_CONFERENCE] = words_mark("Conference"),
	[EVENT_FORUM] = words_mark("Forum"),
	[EVENT_NETWORK_MEETING] = words_mark("Network meeting"),
	[EVENT_DELEGATION] = words_mark("Delegation"),
	[EVENT_MILESTONE] = words_mark("Milestone"),
	[EVENT_WORK_SESSION] = words_mark("Work session"),
};

static void
add_category(struct ical_writer *writer, const char *category, bool *begun)
{
	if (!category || !*category)
		return;
	ical_raws(writer, *begun ? "," : "CATEGORIES:");
	ical_escaped(writer, category);
	*begun = true;
}

/* What the plan calls a line; its id when no plan has it. */
static const char *
line_title(const struct text_context *context, const char *id)
{
	const struct line *const *line =
	    context->plan ? context->plan->lines : NULL;

	for (; line && *line; line++)
		if (!strcmp((*line)->id, id))
			return (*line)->name ? (*line)->name : id;
	return id;
}

/* Is it one of those that stand before it? */
static bool
category_told(
    const struct event *event, const char *network, const char *const *category)
{
	if (!strcmp(*category, event_kind_words[event->kind]) ||
	    (network && !strcmp(*category, network)))
		return true;
	for (const char *const *c = event->categories; c < category; c++)
		if (!strcmp(*c, *category))
			return true;
	return false;
}

void
category_line(struct ical_writer *writer, const struct event_row *row,
    const struct text_context *context)
{
	const struct event *event = row->event;
	const char *const *category = event->categories;
	const char *network = event_row_network(row);
	const char *const *line = row->overlay ? row->overlay->lines : NULL;
	bool begun = false;

	if (event->kind != EVENT_KIND_NONE)
		add_category(writer,
		    words_get(words_language(event, context),
			kind_names[event->kind]),
		    &begun);
	add_category(writer, network, &begun);
	for (; line && *line; line++)
		add_category(writer, line_title(context, *line), &begun);
	for (; category && *category; category++)
		if (!category_told(event, network, category))
			add_category(writer, *category, &begun);
	if (begun)
		ical_end(writer);
}
