/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first pass: where each VEVENT is, which of several with the same UID is
 * kept, and whether the text is whole, before the first event is given away.
 * Nothing is nested here but a stack of max_depth names, so that no depth of
 * BEGINs costs more than a line.
 */
#include "ical_parts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define DEPTH_MOST 32
#define NAME_MOST 16

struct component {
	char name[24];
	size_t entry; /* VEVENT: its number */
	bool event;
};

struct scan {
	struct ical_index *index;
	struct arena line; /* of one line */
	const char *text;
	const struct ical_options *options;
	struct component stack[DEPTH_MOST];
	int depth;
	const char *fault;
	char *tzid; /* of the VTIMEZONE that is open */
};

/* ---------------------------------------------------------------- growth */

/* Room for one more item, zeroed, at the end of an array. */
static void *
array_add(void **items, size_t *n, size_t *cap, size_t size)
{
	char *item;

	if (*n == *cap) {
		size_t room = *cap ? *cap * 2 : 16;
		void *moved = reallocarray(*items, room, size);

		if (!moved)
			return NULL;
		*items = moved;
		*cap = room;
	}
	item = (char *)*items + size * (*n)++;
	return memset(item, 0, size);
}

#define ADD(index, array) \
	array_add((void **)&(index)->array, &(index)->n##array, \
	    &(index)->array##_cap, sizeof *(index)->array)

/* ------------------------------------------------------------ components */

static struct component *
top(struct scan *scan)
{
	return scan->depth ? &scan->stack[scan->depth - 1] : NULL;
}

/* Closes what stands above depth; what was not closed itself is marked. */
static void
pop_to(struct scan *scan, int depth)
{
	while (scan->depth > depth) {
		struct component *open = &scan->stack[--scan->depth];

		if (open->event)
			scan->index->entries[open->entry].unclosed = true;
	}
}

static int
find_open(const struct scan *scan, const char *name)
{
	for (int i = scan->depth - 1; i >= 0; i--)
		if (!strcasecmp(scan->stack[i].name, name))
			return i;
	return -1;
}

/* Neither a calendar nor an event can be inside an event. */
static void
close_forgotten(struct scan *scan)
{
	for (int i = 0; i < scan->depth; i++)
		if (scan->stack[i].event)
			pop_to(scan, i);
}

static void
event_open(struct scan *scan, const struct ical_raw *raw)
{
	struct ical_index *index = scan->index;
	struct ical_entry *entry = ADD(index, entries);

	if (!entry) {
		scan->fault = "no memory for its events";
		return;
	}
	entry->start = entry->end = (size_t)(raw->next - scan->text);
	entry->line = raw->number;
	entry->keeper = index->nentries - 1;
	entry->calendar = (uint32_t)index->ncalendars;
	top(scan)->event = true;
	top(scan)->entry = index->nentries - 1;
}

static void
component_open(struct scan *scan, const char *name, const struct ical_raw *raw)
{
	bool calendar = !strcasecmp(name, "VCALENDAR");
	bool event = !strcasecmp(name, "VEVENT");
	struct component *open;

	if (calendar)
		pop_to(scan, 0);
	if (event)
		close_forgotten(scan);
	if (scan->depth >= scan->options->max_depth) {
		scan->fault = "its components are nested too deeply";
		return;
	}
	open = &scan->stack[scan->depth++];
	*open = (struct component){ .event = false };
	memccpy(open->name, name, '\0', sizeof open->name - 1);
	if (calendar && !ADD(scan->index, calendars))
		scan->fault = "no memory for its events";
	if (event)
		event_open(scan, raw);
	if (!strcasecmp(name, "VTIMEZONE"))
		scan->tzid = NULL;
}

static void
component_close(struct scan *scan, const char *name, const struct ical_raw *raw)
{
	int at = find_open(scan, name);
	size_t end = (size_t)(raw->start - scan->text);

	if (at < 0)
		return;
	pop_to(scan, at + 1);
	if (scan->stack[at].event)
		scan->index->entries[scan->stack[at].entry].end = end;
	scan->depth = at;
}

/* ------------------------------------------------------------ properties */

static uint64_t
key_add(uint64_t key, const char *text)
{
	for (; *text; text++)
		key = (key ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return key ^ key >> 29;
}

static void
event_property(struct scan *scan, const struct ical_line *line)
{
	struct ical_entry *entry = &scan->index->entries[top(scan)->entry];

	/* Summed, so that the order of the two does not matter. */
	if (!strcasecmp(line->name, "UID"))
		entry->key +=
		    key_add(UINT64_C(0xcbf29ce484222325), line->value);
	else if (!strcasecmp(line->name, "RECURRENCE-ID"))
		entry->key +=
		    key_add(UINT64_C(0x9e3779b97f4a7c15), line->value);
	else if (!strcasecmp(line->name, "SEQUENCE"))
		entry->sequence = strtoll(line->value, NULL, 10);
	else if (!strcasecmp(line->name, "DTSTAMP"))
		memccpy(
		    entry->stamp, line->value, '\0', sizeof entry->stamp - 1);
}

static void
calendar_property(struct scan *scan, const struct ical_line *line)
{
	struct ical_index *index = scan->index;
	struct ical_calendar *calendar =
	    &index->calendars[index->ncalendars - 1];
	size_t len = strlen(line->value);

	if (!strcasecmp(line->name, "METHOD"))
		calendar->cancels = !strcasecmp(line->value, "CANCEL");
	else if (!strcasecmp(line->name, "X-WR-TIMEZONE"))
		calendar->zone = arena_text(&index->arena, line->value, len);
	else if (!strcasecmp(line->name, "X-WR-CALNAME") &&
		 utf8_sound(line->value, len))
		calendar->name = arena_text(&index->arena, line->value, len);
}

static void
zone_property(struct scan *scan, const struct ical_line *line)
{
	struct ical_index *index = scan->index;
	size_t len = strlen(line->value);

	if (!strcasecmp(line->name, "TZID")) {
		scan->tzid = arena_text(&index->arena, line->value, len);
	} else if (!strcasecmp(line->name, "X-LIC-LOCATION") && scan->tzid) {
		struct ical_tzid *zone = ADD(index, zones);

		if (!zone)
			return;
		zone->tzid = scan->tzid;
		zone->location = arena_text(&index->arena, line->value, len);
	}
}

static void
line_take(struct scan *scan, const struct ical_raw *raw)
{
	const struct component *in = top(scan);
	struct ical_line line;
	char *text = ical_unfold(&scan->line, raw);

	if (!text || !ical_line_cut(text, &line))
		return;
	if (!strcasecmp(line.name, "BEGIN"))
		component_open(scan, line.value, raw);
	else if (!strcasecmp(line.name, "END"))
		component_close(scan, line.value, raw);
	else if (in && in->event)
		event_property(scan, &line);
	else if (in && !strcasecmp(in->name, "VCALENDAR"))
		calendar_property(scan, &line);
	else if (in && !strcasecmp(in->name, "VTIMEZONE"))
		zone_property(scan, &line);
}

/* Is there a fold within what may be the name? */
static bool
folded_early(const char *text, size_t len)
{
	for (size_t i = 0; i < len && i < NAME_MOST; i++)
		if (text[i] == '\n' || text[i] == '\r')
			return true;
	return false;
}

/* Spares the copying of lines that do not matter here: most. One that is
 * folded within its name is looked at whole. */
static bool
worth_unfolding(const struct ical_raw *raw, size_t most)
{
	static const char *const names[] = { "BEGIN", "END", "UID",
		"RECURRENCE-ID", "SEQUENCE", "DTSTAMP", "METHOD", "X-WR-",
		"TZID", "X-LIC-" };
	size_t len = (size_t)(raw->end - raw->start);

	if (len > most)
		return false;
	if (raw->folded && folded_early(raw->start, len))
		return true;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if ((raw->start[0] | 0x20) == (names[i][0] | 0x20) &&
		    len >= strlen(names[i]) &&
		    !strncasecmp(raw->start, names[i], strlen(names[i])))
			return true;
	return false;
}

/* ---------------------------------------------------------------- doubles */

static int
newer(const struct ical_entry *a, const struct ical_entry *b)
{
	if (a->sequence != b->sequence)
		return a->sequence > b->sequence ? 1 : -1;
	return strcmp(a->stamp, b->stamp);
}

static int
by_key(const void *a, const void *b)
{
	const struct ical_entry *x = *(const struct ical_entry *const *)a;
	const struct ical_entry *y = *(const struct ical_entry *const *)b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* Of the entries with one key, sorted by place, the newest is kept; the first
 * of equals. */
static void
run_settle(struct ical_index *index, struct ical_entry **run, size_t n)
{
	struct ical_entry *best = run[0];

	for (size_t i = 1; i < n; i++)
		if (newer(run[i], best) > 0)
			best = run[i];
	for (size_t i = 0; i < n; i++)
		run[i]->keeper = (size_t)(best - index->entries);
}

static const char *
doubles_settle(struct ical_index *index)
{
	size_t n = 0;
	struct ical_entry **sorted =
	    calloc(index->nentries + 1, sizeof *sorted);

	if (!sorted)
		return "no memory for its events";
	for (size_t i = 0; i < index->nentries; i++)
		if (index->entries[i].key && !index->entries[i].unclosed)
			sorted[n++] = &index->entries[i];
	qsort(sorted, n, sizeof *sorted, by_key);
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && sorted[end]->key == sorted[i]->key;
		     end++)
			;
		if (end - i > 1)
			run_settle(index, sorted + i, end - i);
	}
	free(sorted);
	return NULL;
}

/* ----------------------------------------------------------------- whole */

const char *
ical_index_build(struct ical_index *index, const char *text, size_t len,
    const struct ical_options *options)
{
	struct scan scan = { .index = index, .text = text, .options = options };
	struct ical_lines lines = ical_lines_of(text, len);
	struct ical_raw raw;

	while (!scan.fault && ical_lines_next(&lines, &raw)) {
		if (raw.start == raw.end ||
		    !worth_unfolding(&raw, options->max_line))
			continue;
		line_take(&scan, &raw);
		if (scan.line.failed)
			scan.fault = "no memory for its lines";
		arena_reset(&scan.line);
	}
	arena_free(&scan.line);
	if (!scan.fault && !index->ncalendars && !index->nentries)
		scan.fault = "it is not iCalendar";
	if (!scan.fault && scan.depth)
		scan.fault = "it is truncated: it ends within a component";
	return scan.fault ? scan.fault : doubles_settle(index);
}

void
ical_index_free(struct ical_index *index)
{
	arena_free(&index->arena);
	free(index->entries);
	free(index->calendars);
	free(index->zones);
}
