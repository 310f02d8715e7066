/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table of sentences, each with what fills its gaps: paths into the evidence.
 * Of a code with several sentences the first that applies is taken.
 */
#include "conflict_text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/json.h"
#include "schedule/rules/rules.h"

#define GAPS 7

/* How what stands at a path is written. */
enum form {
	NO_GAP,
	NAME,   /* of an object: its name, title or id; or a text */
	NAMES,  /* of each of a list, with commas */
	PEOPLE, /* of each of a list of missions: who goes, with their teams */
	WHEN,   /* an object's occupied, else its start and end, as days */
	NUMBER,
	CENTS
};

struct gap {
	enum form form;
	const char *path; /* "missions.0"; "" is all of it */
};

enum condition { ALWAYS, SHORT_OF, HAS, MORE_THAN_NONE };

struct sentence {
	const char *code;
	enum condition condition;
	const char *path; /* what the condition looks at */
	const char *text; /* msgid */
	struct gap gaps[GAPS];
};

static const struct sentence sentences[] = {
	{ "C1", ALWAYS, "",
	    words_mark("%1 is expected at “%2” (%3) and at “%4” (%5), which "
		       "overlap by %6 minutes."),
	    { { NAME, "person" }, { NAME, "missions.0" },
		{ WHEN, "missions.0" }, { NAME, "missions.1" },
		{ WHEN, "missions.1" }, { NUMBER, "missing_minutes" } } },
	{ "C2", HAS, "missing_minutes",
	    words_mark("%1 has %2 minutes from “%3” to “%4” (%5); the way from "
		       "door to door takes %6: %7 minutes are missing."),
	    { { NAME, "person" }, { NUMBER, "have" }, { NAME, "missions.0" },
		{ NAME, "missions.1" }, { WHEN, "second" }, { NUMBER, "need" },
		{ NUMBER, "missing_minutes" } } },
	{ "C2", ALWAYS, "",
	    words_mark("%1 has %2 minutes from “%3” to “%4” (%5); the way from "
		       "door to door takes %6: little is to spare."),
	    { { NAME, "person" }, { NUMBER, "have" }, { NAME, "missions.0" },
		{ NAME, "missions.1" }, { WHEN, "second" },
		{ NUMBER, "need" } } },
	{ "C3", ALWAYS, "",
	    words_mark("%1 is absent (%2) and would be away for “%3” (%4)."),
	    { { NAME, "person" }, { WHEN, "first" }, { NAME, "missions.0" },
		{ WHEN, "second" } } },
	{ "C4", ALWAYS, "",
	    words_mark("In %1 only %2 of the %3 people who must be here are "
		       "(%4; the worst day is %5). Away or absent then: %6."),
	    { { NAME, "team" }, { NUMBER, "have" }, { NUMBER, "need" },
		{ WHEN, "first" }, { WHEN, "second" }, { NAMES, "people" } } },
	{ "C5", ALWAYS, "",
	    words_mark("%1 teams go to “%2” (%3) without a joint delegation: "
		       "%4."),
	    { { NUMBER, "have" }, { NAME, "event" }, { WHEN, "event" },
		{ PEOPLE, "missions" } } },
	{ "C6", ALWAYS, "",
	    words_mark(
		"“%1” (%2) and “%3” (%4) both matter and overlap; of the "
		"%5 people who should represent us, %6 are free."),
	    { { NAME, "events.0" }, { WHEN, "events.0" }, { NAME, "events.1" },
		{ WHEN, "events.1" }, { NUMBER, "need" },
		{ NUMBER, "have" } } },
	{ "C7", ALWAYS, "",
	    words_mark("%1 is booked for %2 at once where there is %3 (%4): "
		       "%5."),
	    { { NAME, "resource" }, { NUMBER, "need" }, { NUMBER, "have" },
		{ WHEN, "second" }, { NAMES, "missions" } } },
	{ "C8", HAS, "person",
	    words_mark("%1 is needed by several delegations at once (%2): %3."),
	    { { NAME, "person" }, { WHEN, "first" }, { NAMES, "missions" } } },
	{ "C8", ALWAYS, "",
	    words_mark("The head of “%1” is of rank %2, who receives them of "
		       "rank %3."),
	    { { NAME, "missions.0" }, { NUMBER, "need" },
		{ NUMBER, "have" } } },
	{ "C9", ALWAYS, "", words_mark("“%1” falls on a holiday (%2) of %3."),
	    { { NAME, "session" }, { WHEN, "first" }, { NAMES, "towns" } } },
	{ "C10", MORE_THAN_NONE, "have",
	    words_mark("%1 is away (%2) while “%3” is to be prepared (%4); the "
		       "deputy is here."),
	    { { NAME, "person" }, { WHEN, "second" }, { NAME, "event" },
		{ WHEN, "first" } } },
	{ "C10", ALWAYS, "",
	    words_mark("%1 is away (%2) while “%3” is to be prepared (%4), and "
		       "no deputy is here on its last %5 working days."),
	    { { NAME, "person" }, { WHEN, "second" }, { NAME, "event" },
		{ WHEN, "first" }, { NUMBER, "need" } } },
	{ "C11", SHORT_OF, "",
	    words_mark("“%1” was submitted %2 days before its departure; there "
		       "should be %3."),
	    { { NAME, "mission" }, { NUMBER, "have" }, { NUMBER, "need" } } },
	{ "C11", ALWAYS, "",
	    words_mark("“%1” has %2 open items on its checklist."),
	    { { NAME, "mission" }, { NUMBER, "open.0" } } },
	{ "C12", ALWAYS, "",
	    words_mark("%1 people travel on one leg of “%2” where there may be "
		       "%3: %4."),
	    { { NUMBER, "have" }, { NAME, "mission" }, { NUMBER, "need" },
		{ NAMES, "people" } } },
	{ "C13", HAS, "second",
	    words_mark("The event of “%1” has changed: it was %2 in %3, and is "
		       "%4 in %5 now."),
	    { { NAME, "mission" }, { WHEN, "first" }, { NAME, "place_before" },
		{ WHEN, "second" }, { NAME, "place_now" } } },
	{ "C13", ALWAYS, "",
	    words_mark("The event of “%1” (%2 in %3) is cancelled or gone."),
	    { { NAME, "mission" }, { WHEN, "first" },
		{ NAME, "place_before" } } },
	{ "C14", ALWAYS, "",
	    words_mark("%2 come to “%1” of a group of which %3 must."),
	    { { NAME, "session" }, { NUMBER, "have" }, { NUMBER, "need" } } },
	{ "C15", ALWAYS, "",
	    words_mark("“%1” serves no line and no region of the plan."),
	    { { NAME, "mission" } } },
	{ "C16", ALWAYS, "",
	    words_mark(
		"“%1” (%2) and “%3” (%4) are probably one event, by %5."),
	    { { NAME, "events.0" }, { NAME, "events.0.source" },
		{ NAME, "events.1" }, { NAME, "events.1.source" },
		{ NAMES, "rules" } } },
	{ "C17", ALWAYS, "",
	    words_mark("%1 is away on %2 days within %3, where %4 are allowed: "
		       "%5."),
	    { { NAME, "person" }, { NUMBER, "have" }, { WHEN, "first" },
		{ NUMBER, "need" }, { NAMES, "missions" } } },
	{ "C18", ALWAYS, "",
	    words_mark("The missions of %1 in %2 cost %3; its travel budget is "
		       "%4."),
	    { { NAME, "team" }, { NUMBER, "period" }, { CENTS, "need" },
		{ CENTS, "have" } } },
	{ "S1", ALWAYS, "",
	    words_mark("%1 teams could go to “%2” (%3) as one delegation: %4."),
	    { { NUMBER, "have" }, { NAME, "event" }, { WHEN, "event" },
		{ PEOPLE, "missions" } } },
	{ "S2", ALWAYS, "",
	    words_mark("%1 journeys to %2 (%3) could be one: %4."),
	    { { NUMBER, "have" }, { NAME, "city" }, { WHEN, "first" },
		{ PEOPLE, "missions" } } },
	{ "S3", ALWAYS, "",
	    words_mark("%1 councils of the area take part in “%2” (%3), too."),
	    { { NUMBER, "have" }, { NAME, "event" }, { WHEN, "event" } } },
	{ "S4", ALWAYS, "",
	    words_mark("%1 networks meet in %2 in one week (%3): %4."),
	    { { NUMBER, "have" }, { NAME, "city" }, { WHEN, "first" },
		{ NAMES, "events" } } },
	{ "S5", ALWAYS, "",
	    words_mark("Where “%1” goes, there are partners of %2."),
	    { { NAME, "mission" }, { NAMES, "projects" } } },
	{ "S6", ALWAYS, "", words_mark("“%1” is of interest to %2."),
	    { { NAME, "mission" }, { NAMES, "teams" } } },
	{ "S7", ALWAYS, "",
	    words_mark("“%1” (%2) has a score of %3, and nobody goes."),
	    { { NAME, "event" }, { WHEN, "event" }, { NUMBER, "have" } } },
	{ "S8", ALWAYS, "",
	    words_mark("Line %1 has %2 of the %3 missions of %4."),
	    { { NAME, "line" }, { NUMBER, "have" }, { NUMBER, "need" },
		{ NUMBER, "period" } } },
};

static const struct {
	const char *code, *text;
} remedies[] = {
	{ "C1", words_mark("Send somebody else to one of them, take another "
			   "window, or attend one remotely.") },
	{ "C2",
	    words_mark("Leave earlier, arrive later, or send somebody else to "
		       "one of them.") },
	{ "C3",
	    words_mark("Send somebody else, take another window, or move the "
		       "absence.") },
	{ "C4", words_mark("Stagger the journeys, or send people of another "
			   "team.") },
	{ "C5",
	    words_mark("Make it one joint delegation, or divide the roles.") },
	{ "C6",
	    words_mark("Free somebody who may represent us, or decline the one "
		       "with the lower score.") },
	{ "C7",
	    words_mark("Move one of the bookings, or book something else.") },
	{ "C8",
	    words_mark("Move a slot of the programme, or let a deputy stand "
		       "in.") },
	{ "C9", words_mark("Take another day.") },
	{ "C10",
	    words_mark("Name a deputy who is here, or come back earlier.") },
	{ "C11", words_mark("Speed up the formalities, or attend remotely.") },
	{ "C12", words_mark("Split the group over several journeys.") },
	{ "C13", words_mark("Follow the event, hold the mission, or cancel "
			    "it.") },
	{ "C14", words_mark("Take another slot, or invite more.") },
	{ "C15", words_mark("Tag it with a line, or say why it is made.") },
	{ "C16", words_mark("Merge them, or keep them apart.") },
	{ "C17", words_mark("Shorten a journey, or send somebody else.") },
	{ "C18", words_mark("Send fewer people, attend remotely, or find a "
			    "sponsor.") },
	{ "S1", words_mark("Accept it to make the joint delegation.") },
	{ "S2", words_mark("Plan them as one journey.") },
	{ "S3", words_mark("Speak to the councils.") },
	{ "S4", words_mark("Attend several of them with one journey.") },
	{ "S5", words_mark("Visit the partners, too.") },
	{ "S6", words_mark("Invite these teams to the programme.") },
	{ "S7", words_mark("Register a mission, or leave it.") },
	{ "S8", words_mark("Look for events that serve the line.") },
};

/* ------------------------------------------------------------------ paths */

/* What stands at "missions.0.title"; NULL. */
static const json_t *
at_path(const json_t *from, const char *path)
{
	char name[64];

	while (from && *path) {
		size_t len = strcspn(path, ".");

		snprintf(name, sizeof name, "%.*s", (int)len, path);
		from = json_is_array(from)
			   ? json_array_get(from, strtoul(name, NULL, 10))
			   : json_object_get(from, name);
		path += len + (path[len] == '.');
	}
	return from;
}

static const char *
text_of(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

/* Somebody whose name is not the reader's to know. */
static void
add_name(struct buf *out, enum language language, const json_t *value)
{
	static const char *const names[] = { "name", "title", "summary", "id" };

	if (json_is_string(value)) {
		buf_adds(out, json_string_value(value));
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (text_of(value, names[i])) {
			buf_adds(out, text_of(value, names[i]));
			return;
		}
	buf_adds(out, words_get(language, words_mark("somebody")));
}

static void
add_names(struct buf *out, enum language language, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		buf_adds(out, i ? ", " : "");
		add_name(out, language, json_array_get(list, i));
	}
}

/* "Ada Example, Berta Example (T1); ..." for each mission. */
static void
add_people(struct buf *out, enum language language, const json_t *missions)
{
	for (size_t i = 0; i < json_array_size(missions); i++) {
		const json_t *mission = json_array_get(missions, i);
		const json_t *people = json_object_get(mission, "people");
		const char *team = text_of(mission, "team");

		buf_adds(out, i ? "; " : "");
		if (json_array_size(people))
			add_names(out, language, people);
		else
			add_name(out, language, mission);
		if (team)
			buf_addf(out, " (%s)", team);
	}
}

/* ------------------------------------------------------------------ times */

/* A date or an instant as it is written: its day, and its minutes (-1: it is
 * a date). */
static bool
read_time(const char *text, int64_t *day, int *minutes)
{
	char date[DAY_TEXT];
	int hour, minute;

	if (!text)
		return false;
	snprintf(date, sizeof date, "%.10s", text);
	if (day_parse(date, day) < 0)
		return false;
	*minutes = -1;
	if (strlen(text) > 15 &&
	    sscanf(text + 11, "%2d:%2d", &hour, &minute) == 2)
		*minutes = 60 * hour + minute;
	return true;
}

/* The days that it touches, and within one day the hours, unless it is the
 * whole of it. */
static void
add_when(struct buf *out, enum language language, const json_t *span)
{
	int64_t first, last;
	int from, to;
	bool whole;

	if (!read_time(text_of(span, "start"), &first, &from) ||
	    !read_time(text_of(span, "end"), &last, &to)) {
		buf_addc(out, '?');
		return;
	}
	whole = from <= 0 && to <= 0 && last > first;
	/* What ends with a day does not touch the next. */
	if (to <= 0 && last > first)
		last--;
	words_add_days(out, language, first, last);
	if (!whole && from >= 0 && first == last)
		buf_addf(out, " %02d:%02d–%02d:%02d", from / 60, from % 60,
		    to / 60, to % 60);
}

static void
add_cents(struct buf *out, const json_t *value)
{
	long long cents = (long long)json_integer_value(value);

	buf_addf(out, "%lld.%02lld", cents / 100, llabs(cents) % 100);
}

static const json_t *
span_of(const json_t *value, const char *inner)
{
	const json_t *span = json_object_get(value, inner);

	return span ? span : value;
}

static void
add_gap(struct buf *out, enum language language, const json_t *evidence,
    const struct gap *gap)
{
	const json_t *value = at_path(evidence, gap->path);

	switch (gap->form) {
	case NAME:
		add_name(out, language, value);
		return;
	case NAMES:
		add_names(out, language, value);
		return;
	case PEOPLE:
		add_people(out, language, value);
		return;
	case WHEN:
		add_when(out, language, span_of(value, "occupied"));
		return;
	case NUMBER:
		buf_addf(out, "%lld", (long long)json_integer_value(value));
		return;
	case CENTS:
		add_cents(out, value);
		return;
	case NO_GAP:
		return;
	}
}

/* -------------------------------------------------------------- sentences */

static bool
applies(const struct sentence *sentence, const json_t *evidence)
{
	const json_t *value = at_path(evidence, sentence->path);

	switch (sentence->condition) {
	case SHORT_OF:
		return json_integer_value(json_object_get(evidence, "have")) <
		       json_integer_value(json_object_get(evidence, "need"));
	case HAS:
		return value != NULL;
	case MORE_THAN_NONE:
		return json_integer_value(value) > 0;
	case ALWAYS:
		break;
	}
	return true;
}

static void
add_sentence(struct buf *out, enum language language,
    const struct sentence *sentence, const json_t *evidence)
{
	struct buf texts[GAPS] = { BUF_INIT };
	const char *args[GAPS + 1] = { NULL };

	for (int i = 0; i < GAPS && sentence->gaps[i].form != NO_GAP; i++) {
		add_gap(&texts[i], language, evidence, &sentence->gaps[i]);
		args[i] = buf_str(&texts[i]);
	}
	words_add(out, language, sentence->text, args);
	for (int i = 0; i < GAPS; i++)
		buf_free(&texts[i]);
}

void
conflict_add_text(struct buf *out, enum language language, const char *code,
    const char *evidence_)
{
	CLEANUP(json_freep)
	json_t *evidence = json_loads(evidence_, 0, NULL);

	for (size_t i = 0; i < ARRAY_LEN(sentences); i++)
		if (strcmp(sentences[i].code, code) == 0 &&
		    applies(&sentences[i], evidence)) {
			add_sentence(out, language, &sentences[i], evidence);
			return;
		}
}

const char *
conflict_name(enum language language, const char *code)
{
	int rule = rule_parse_code(code);

	if (strcmp(code, "C16") == 0)
		return words_get(language, words_mark("Probably one event"));
	return rule < 0 ? code : words_get(language, rules[rule].title);
}

const char *
conflict_remedy(enum language language, const char *code)
{
	for (size_t i = 0; i < ARRAY_LEN(remedies); i++)
		if (strcmp(remedies[i].code, code) == 0)
			return words_get(language, remedies[i].text);
	return "";
}
