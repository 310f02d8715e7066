/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the iCalendar reader share. */
#ifndef AMBIT_READERS_ICAL_PARTS_H
#define AMBIT_READERS_ICAL_PARTS_H

#include <stdbool.h>

#include "readers/charset.h"
#include "readers/ical.h"

/* ------------------------------------------------------------- lines --- */

/* Content lines (section 3.1) as they stand, with their folds. */
struct ical_lines {
	const char *at, *end;
	int64_t number; /* of the line at */
	bool cr_only;   /* no LF in the whole text */
};

struct ical_raw {
	const char *start, *end; /* without the last line end */
	const char *next;
	int64_t number;
	bool folded;
};

struct ical_lines ical_lines_of(const char *text, size_t len);
bool ical_lines_next(struct ical_lines *lines, struct ical_raw *raw);

/* Unfolded, without control characters but tab, ending with NUL. */
char *ical_unfold(struct arena *arena, const struct ical_raw *raw);

/* An unfolded line, cut at its colon: name and parameters end with NUL. */
struct ical_line {
	const char *name;
	char *params; /* "" or "TZID=..;VALUE=.." */
	char *value;
};

/* Cuts text in place; false when it is no content line. */
bool ical_line_cut(char *text, struct ical_line *line);

/* The value of a parameter, without quotes, in the arena; NULL. */
const char *
ical_param(struct arena *arena, const struct ical_line *line, const char *name);

/* ------------------------------------------------------------- index --- */

struct ical_calendar {
	const char *zone, *name; /* X-WR-TIMEZONE, X-WR-CALNAME */
	bool cancels;            /* METHOD:CANCEL */
};

struct ical_tzid {
	const char *tzid, *location; /* X-LIC-LOCATION */
};

/* One VEVENT: where it is, and what tells doubles apart. */
struct ical_entry {
	size_t start, end; /* of its lines, without BEGIN and END */
	int64_t line;
	uint64_t key; /* of uid and recurrence id; 0: no uid */
	int64_t sequence;
	char stamp[17]; /* DTSTAMP's digits */
	bool unclosed;  /* another component ended before it did */
	uint32_t calendar;
	size_t keeper; /* the entry that is kept instead of it, or itself */
};

struct ical_index {
	struct arena arena;
	struct ical_entry *entries;
	size_t nentries, entries_cap;
	struct ical_calendar *calendars;
	size_t ncalendars, calendars_cap;
	struct ical_tzid *zones;
	size_t nzones, zones_cap;
	struct ical_tzid known[16]; /* TZIDs that were looked up */
	size_t nknown;
};

/* NULL, or why the whole text cannot be taken. */
const char *ical_index_build(struct ical_index *index, const char *text,
    size_t len, const struct ical_options *options);
void ical_index_free(struct ical_index *index);

/* ------------------------------------------------------------- times --- */

struct ical_when {
	enum { WHEN_NONE, WHEN_DATE, WHEN_WALL, WHEN_UTC } form;
	int64_t wall;     /* seconds since 1970 on its own wall */
	const char *zone; /* WHEN_WALL: IANA */
};

/* "20260301", "20260301T100000[Z]", also without seconds. */
bool ical_when_parse(const char *text, struct ical_when *out);

/* As struct ambit_event wants it; in the arena. */
const char *ical_when_text(struct arena *arena, const struct ical_when *when);

/* The same instant with Z, when it is a wall time. */
struct ical_when ical_when_utc(const struct ical_when *when);

/* start plus an RFC 5545 duration on the same wall; false: not readable. */
bool ical_when_add(
    const struct ical_when *start, const char *duration, struct ical_when *out);

/* ------------------------------------------------------------- zones --- */

/* The IANA name that tzid means: itself, its tail, or its VTIMEZONE's
 * X-LIC-LOCATION; NULL when none is known. In the index's arena. */
const char *ical_zone_name(struct ical_index *index, const char *tzid);

/* ------------------------------------------------------------- event --- */

struct ical_reader {
	struct ical_options options;
	const struct ambit_host *host;
	struct ambit_run *run;
	const char *text;
	struct ical_index index;
	struct arena arena; /* of one event */
	bool noted_charset;
};

struct icalcomponent_impl;

/* One event being read. */
struct ical_reading {
	struct ical_reader *reader;
	const struct ical_entry *entry;
	struct ambit_event event;
	struct item_extra extra;
	struct icalcomponent_impl *component; /* holds the texts */
	struct ical_when start, end, recurrence;
	const char *duration;
	struct arena_list rdates, exdates, categories, others;
	char reason[200]; /* why it is quarantined; "" */
};

/* Fills event and extra from the entry's lines, or reason. */
void ical_event_read(struct ical_reading *reading);
void ical_event_free(struct ical_reading *reading);

/* The first reason stays. */
void ical_refuse(struct ical_reading *reading, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Takes a time's line; false when it is none. */
bool ical_time_line(struct ical_reading *reading, const struct ical_line *line);
/* What the times together make. */
void ical_times_finish(struct ical_reading *reading);

#endif
