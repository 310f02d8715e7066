/* SPDX-License-Identifier: Apache-2.0 */
#include "fields.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "readers/fold.h"

#define DAY 86400
#define LAST_MINUTE (DAY - 60)

enum type {
	TEXT,
	WORD, /* one of a few, in lower case */
	LIST,
	REAL,
	INTEGER,
	FLAG,
	START,
	END,
	DATES,
	DEADLINE,
	/* of one participant, leg, slot; offsets within struct fields */
	PEOPLE,
	PART,
	PART_TIME,
	SLOT_TIME
};

#define MEMBER(name_, type_, member_) \
	{ \
#name_, type_, offsetof(struct ambit_event, member_) \
	}
#define SAME(name_, type_) MEMBER(name_, type_, name_)
#define WITHIN(name_, type_, member_) \
	{ \
		name_, type_, offsetof(struct fields, member_) \
	}

static const struct {
	const char *name;
	enum type type;
	size_t offset;
} table[] = {
	MEMBER(title, TEXT, summary),
	{ "start", START, 0 },
	{ "end", END, 0 },
	{ "dates", DATES, 0 },
	{ "deadline.", DEADLINE, 0 },
	SAME(uid, TEXT),
	SAME(zone, TEXT),
	SAME(description, TEXT),
	SAME(url, TEXT),
	SAME(place, TEXT),
	SAME(city, TEXT),
	SAME(country, TEXT),
	SAME(latitude, REAL),
	SAME(longitude, REAL),
	SAME(categories, LIST),
	SAME(language, TEXT),
	SAME(organiser, TEXT),
	SAME(kind, TEXT),
	SAME(status, WORD),
	SAME(certainty, WORD),
	SAME(sequence, INTEGER),
	SAME(parent, TEXT),
	SAME(network, TEXT),
	SAME(project, TEXT),
	SAME(level, WORD),
	SAME(statutory, FLAG),
	SAME(organ, TEXT),
	SAME(role, WORD),
	SAME(voting_seat, FLAG),
	SAME(direction, WORD),
	SAME(head_rank, INTEGER),
	SAME(host, TEXT),
	SAME(interpreters, LIST),
	SAME(responsible, TEXT),
	SAME(preparation_days, INTEGER),
	SAME(deputy, TEXT),
	SAME(attendance, WORD),
	SAME(visibility, WORD),
	WITHIN("participant", PEOPLE, people),
	WITHIN("participant.role", PART, person.role),
	WITHIN("participant.organisation", PART, person.organisation),
	WITHIN("leg.mode", PART, leg.mode),
	WITHIN("leg.from", PART, leg.from),
	WITHIN("leg.to", PART, leg.to),
	WITHIN("leg.from_country", PART, leg.from_country),
	WITHIN("leg.to_country", PART, leg.to_country),
	WITHIN("leg.depart", PART_TIME, leg.depart),
	WITHIN("leg.depart_zone", PART, leg.depart_zone),
	WITHIN("leg.arrive", PART_TIME, leg.arrive),
	WITHIN("leg.arrive_zone", PART, leg.arrive_zone),
	WITHIN("slot.title", PART, slot.title),
	WITHIN("slot.start", SLOT_TIME, slot.start),
	WITHIN("slot.end", PART_TIME, slot.end),
	WITHIN("slot.zone", PART, slot.zone),
	WITHIN("slot.place", PART, slot.place),
	WITHIN("slot.needs", PART, slot.needs),
};

#define COUNT ((int)(sizeof table / sizeof table[0]))

int
fields_find(const char *name)
{
	for (int i = 0; i < COUNT; i++) {
		size_t len = strlen(table[i].name);

		if (table[i].type == DEADLINE
			? !strncmp(name, table[i].name, len) && name[len]
			: !strcmp(name, table[i].name))
			return i;
	}
	return -1;
}

const char *
fields_name(int i)
{
	return i < COUNT ? table[i].name : NULL;
}

/* ----------------------------------------------------------------- values */

static const char *
word_of(struct fields *fields, const char *text)
{
	char *word = arena_text(fields->draft->arena, text, strlen(text));

	for (char *p = word; p && *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return word;
}

/* Separated by the first of these signs that stands in it. */
static struct arena_list
list_of(struct fields *fields, const char *text, const char *signs)
{
	struct arena *arena = fields->draft->arena;
	struct arena_list list = { NULL, 0, 0 };
	const char *sign = signs;
	char ends[2] = "";

	while (*sign && !strchr(text, *sign))
		sign++;
	ends[0] = *sign;
	while (*text) {
		size_t whole = strcspn(text, ends), len = whole;

		while (len && text[len - 1] == ' ')
			len--;
		if (len)
			arena_list_add(
			    arena, &list, arena_text(arena, text, len));
		text += whole;
		text += strspn(text, ends);
		text += strspn(text, " ");
	}
	return list;
}

/* Categories are gathered in the draft. */
static void
list_set(struct fields *fields, void *member, const char *text)
{
	struct arena_list list = list_of(fields, text, "|;\n,");

	if (member == &fields->draft->event.categories)
		fields->draft->categories = list;
	else
		*(const char *const **)member = list.items;
}

/* Also with a decimal comma. */
static bool
real_of(const char *text, double *out)
{
	char copy[40], *end;
	size_t len = strlen(text);

	if (len >= sizeof copy || strspn(text, "+-0123456789.,") != len)
		return false;
	memcpy(copy, text, len + 1);
	if (!strchr(copy, '.') && (end = strchr(copy, ',')))
		*end = '.';
	*out = strtod(copy, &end);
	return *end == '\0';
}

static bool
integer_of(const char *text, int64_t *out)
{
	char *end;
	long long value = strtoll(text, &end, 10);

	if (end == text || *end || value < INT32_MIN || value > INT32_MAX)
		return false;
	*out = value;
	return true;
}

static bool
flag_of(const char *text, int *out)
{
	static const char *const words[] = { "no", "n", "non", "false", "fals",
		"falso", "faux", "0", "yes", "y", "si", "s", "oui", "o", "true",
		"cert", "verdadero", "vrai", "1", "x" };
	char folded[16];

	if (fold_text(text, folded, sizeof folded) < 0)
		return false;
	for (int i = 0; i < (int)(sizeof words / sizeof words[0]); i++)
		if (!strcmp(words[i], folded)) {
			*out = i >= 8;
			return true;
		}
	return false;
}

/* ------------------------------------------------------------------ times */

static void
time_of(struct fields *fields, const char *name, const char *text,
    const struct dates_rules *dates, struct dates_time *start,
    struct dates_time *end)
{
	char reason[sizeof fields->draft->reason];

	if (dates_read(dates, text, start, end, reason, sizeof reason) < 0)
		draft_refuse(fields->draft, "%.30s: %s", name, reason);
}

static void
start_set(struct fields *fields, int i, const char *text,
    const struct dates_rules *dates)
{
	struct dates_time end = { .form = DATES_NONE };

	time_of(fields, table[i].name, text, dates, &fields->start, &end);
	if (fields->end.form == DATES_NONE)
		fields->end = end;
}

static void
end_set(struct fields *fields, int i, const char *text,
    const struct dates_rules *dates)
{
	struct dates_time last = { .form = DATES_NONE };

	time_of(fields, table[i].name, text, dates, &fields->end, &last);
	if (last.form != DATES_NONE)
		draft_refuse(fields->draft, "end: '%.60s' is a range", text);
}

/* As an event tells it; NULL of no form. */
static const char *
time_text(struct fields *fields, const struct dates_time *time)
{
	char out[DATES_TEXT];

	dates_text(time, out);
	return out[0] ? arena_text(fields->draft->arena, out, strlen(out))
		      : NULL;
}

/* One time; NULL when it is refused. */
static const char *
moment_of(struct fields *fields, const char *name, const char *text,
    const struct dates_rules *dates)
{
	struct dates_time at = { .form = DATES_NONE }, last;

	time_of(fields, name, text, dates, &at, &last);
	return time_text(fields, &at);
}

/* "22/3/2026 10:00-11:30": start and end. */
static void
slot_set(struct fields *fields, const char *name, const char *text,
    const struct dates_rules *dates)
{
	struct dates_time start = { .form = DATES_NONE }, end = start;

	time_of(fields, name, text, dates, &start, &end);
	fields->slot.start = time_text(fields, &start);
	if (end.form != DATES_NONE)
		fields->slot.end = time_text(fields, &end);
}

static void
deadline_set(struct fields *fields, const char *name, const char *text,
    const struct dates_rules *dates)
{
	draft_deadline(fields->draft, strchr(name, '.') + 1,
	    moment_of(fields, name, text, dates),
	    fields->draft->reading->config->zone, NULL);
}

/* A field that is no text; false: it cannot be read as what it is. */
static bool
value_set(struct fields *fields, int i, const char *text)
{
	void *member = (char *)&fields->draft->event + table[i].offset;

	switch (table[i].type) {
	case WORD:
		*(const char **)member = word_of(fields, text);
		return true;
	case LIST:
		list_set(fields, member, text);
		return true;
	case REAL:
		return real_of(text, member);
	case INTEGER:
		return integer_of(text, member);
	case FLAG:
		return flag_of(text, member);
	default:
		*(const char **)member = text;
		return true;
	}
}

void
fields_set(struct fields *fields, int i, const char *name, const char *text,
    const struct dates_rules *dates)
{
	const char **part = (void *)((char *)fields + table[i].offset);

	switch (table[i].type) {
	case START:
	case DATES:
		start_set(fields, i, text, dates);
		break;
	case END:
		end_set(fields, i, text, dates);
		break;
	case DEADLINE:
		deadline_set(fields, name, text, dates);
		break;
	case PEOPLE:
	case PART:
		*part = text;
		break;
	case PART_TIME:
		*part = moment_of(fields, name, text, dates);
		break;
	case SLOT_TIME:
		slot_set(fields, name, text, dates);
		break;
	default:
		if (!value_set(fields, i, text))
			draft_refuse(fields->draft, "%s: '%.60s' is no %s",
			    name, text,
			    table[i].type == FLAG ? "yes or no" : "number");
	}
}

/* --------------------------------------------------------------- together */

/* Was it, as an end, meant as a whole day? */
static bool
ends_day(const struct dates_time *end)
{
	int64_t wall = end->seconds + end->offset;

	return end->form == DATES_NONE || dates_is_midnight(end) ||
	       (end->form != DATES_DAY && wall % DAY >= LAST_MINUTE);
}

static void
order_check(struct fields *fields)
{
	const struct dates_time *start = &fields->start, *end = &fields->end;

	if (end->form == start->form && end->seconds < start->seconds)
		draft_refuse(fields->draft, "it ends before it starts");
}

static void
times_settle(struct fields *fields)
{
	struct dates_time *start = &fields->start, *end = &fields->end;
	bool ends = end->form != DATES_NONE;

	if (start->form == DATES_NONE) {
		draft_refuse(fields->draft, "it has no start");
		return;
	}
	if (dates_is_midnight(start) && ends_day(end)) {
		*start = dates_day_of(start);
		if (ends)
			*end = dates_day_of(end);
	}
	order_check(fields);
	if (ends)
		draft_end_exclude(start, end);
	order_check(fields);
	draft_span(fields->draft, start, end, fields->draft->event.zone);
}

/* Of "Paris; Strasbourg" the first is the city, and all of it the place. */
static void
city_settle(struct fields *fields)
{
	struct ambit_event *event = &fields->draft->event;
	size_t len = event->city ? strcspn(event->city, ";") : 0;

	if (!len || !event->city[len])
		return;
	if (!event->place)
		event->place = event->city;
	while (len && event->city[len - 1] == ' ')
		len--;
	event->city = arena_text(fields->draft->arena, event->city, len);
}

/* People's names hold commas: "Doe, Jane". */
static void
people_settle(struct fields *fields)
{
	struct arena_list names;

	if (!fields->people)
		return;
	names = list_of(fields, fields->people, "|;\n");
	for (size_t i = 0; i < names.len; i++)
		draft_person(fields->draft, names.items[i], fields->person.role,
		    fields->person.organisation);
}

/* A list of one, in the arena. */
static const void *
list_of_one(struct fields *fields, const void *item, size_t size)
{
	struct arena_list list = { NULL, 0, 0 };
	void *copy = arena_take(fields->draft->arena, size);

	if (!copy)
		return NULL;
	memcpy(copy, item, size);
	arena_list_add(fields->draft->arena, &list, copy);
	return list.items;
}

/* Only a time of day needs a zone. */
static void
zone_fill(const char **zone, const char *time, const char *fallback)
{
	if (!*zone && time && strchr(time, 'T'))
		*zone = fallback;
}

static void
parts_settle(struct fields *fields)
{
	const char *zone = fields->draft->reading->config->zone;
	struct ambit_event *event = &fields->draft->event;
	struct ambit_leg *leg = &fields->leg;
	struct ambit_slot *slot = &fields->slot;

	leg->size = sizeof *leg;
	slot->size = sizeof *slot;
	zone_fill(&leg->depart_zone, leg->depart, zone);
	zone_fill(&leg->arrive_zone, leg->arrive, zone);
	zone_fill(&slot->zone, slot->start, zone);
	if (leg->from || leg->to)
		event->legs = list_of_one(fields, leg, sizeof *leg);
	if (slot->title || slot->start)
		event->slots = list_of_one(fields, slot, sizeof *slot);
}

void
fields_finish(struct fields *fields)
{
	people_settle(fields);
	parts_settle(fields);
	if (!fields->draft->reason[0])
		times_settle(fields);
	if (fields->start.form == DATES_DAY)
		fields->draft->event.zone = NULL;
	city_settle(fields);
}
