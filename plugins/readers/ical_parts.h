/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of the iCalendar reader share. The text is gone through
 * three times, none of which keeps what it has passed: is it whole
 * (ical_nest.c), what does a calendar say of its events (ical_calendar.c),
 * and one event after another (ical.c).
 */
#ifndef AMBIT_READERS_ICAL_PARTS_H
#define AMBIT_READERS_ICAL_PARTS_H

#include <stdbool.h>

#include "base/zone.h"
#include "readers/charset.h"
#include "readers/ical.h"

/* ------------------------------------------------------------- lines --- */

struct ical_lines {
	const char *text;
	size_t at, end; /* bytes: the line that comes next, the text's end */
	int64_t number; /* of the line at */
	size_t most;    /* bytes of one line; for UTF-16: characters */
	char order;     /* of UTF-16's bytes, 'L' or 'B'; 0: it is not */
	bool cr_only;   /* no LF in the whole text */
	bool failed;    /* memory ran out: the lines ended before the text */
	char *room;     /* UTF-16: the line as UTF-8 */
	size_t room_len;
};

/* A line with its folds, on loan until the next. */
struct ical_raw {
	const char *start, *end; /* without the last line end */
	size_t at;               /* of its first byte in the text */
	int64_t number;
	bool too_long; /* it is cut after most bytes */
};

/* Tells UTF-16 and the kind of line ends from the text itself; passes over a
 * byte order mark and blanks before the first line. */
void ical_lines_open(
    struct ical_lines *lines, const char *text, size_t len, size_t most);
/* The same text from another place; to be freed on its own. */
struct ical_lines
ical_lines_from(const struct ical_lines *lines, size_t at, int64_t number);
void ical_lines_free(struct ical_lines *lines);

bool ical_lines_next(struct ical_lines *lines, struct ical_raw *raw);

/* Unfolded, without control characters but tab, ending with NUL. */
char *ical_unfold(struct arena *arena, const struct ical_raw *raw);
/* At most the first bytes of that. */
char *
ical_unfold_head(struct arena *arena, const struct ical_raw *raw, size_t most);

/* Does the line begin or end a component? Its name is cut to fit. */
#define ICAL_NAME 24
enum ical_edge { EDGE_NONE, EDGE_BEGIN, EDGE_END };
enum ical_edge ical_edge_of(const struct ical_raw *raw, char name[ICAL_NAME]);

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

/* ----------------------------------------------------------- nesting --- */

#define ICAL_DEPTH 32

struct ical_nest {
	char names[ICAL_DEPTH][ICAL_NAME];
	int depth, most;
	int event; /* the depth that an open VEVENT has; 0: none */
};

/* What an edge means, in the order in which it happens. */
enum ical_turn {
	TURN_EVENT_LOST = 1, /* the event that was open was never ended */
	TURN_EVENT_END = 2,
	TURN_CALENDAR = 4, /* a VCALENDAR begins */
	TURN_EVENT = 8,    /* a VEVENT begins */
	TURN_OTHER = 16,   /* what a calendar has beside events and zones */
	TURN_TOO_DEEP = 32
};
enum ical_turn
ical_nest_take(struct ical_nest *nest, enum ical_edge edge, const char *name);

/* Is a line that is no edge one of the event's own, or the calendar's? */
bool ical_in_event(const struct ical_nest *nest);
bool ical_in_calendar(const struct ical_nest *nest);

/* NULL, or why the text from here on is no whole calendar. */
const char *ical_whole(const struct ical_lines *from, int depth);

/* ---------------------------------------------------------- calendar --- */

/* Where the lines of a VTIMEZONE begin. */
struct ical_definition {
	uint64_t tzid; /* its hash */
	size_t at;
	int64_t number;
};

struct ical_calendar {
	struct arena arena, line;
	const char *zone, *name; /* X-WR-TIMEZONE, X-WR-CALNAME */
	bool cancels;            /* METHOD:CANCEL */
	struct ical_definition *definitions;
	size_t ndefinitions;
	struct ical_known *known; /* TZIDs that were asked for */
	size_t nknown;
};

/* Looks through the calendar whose lines begin at from, and whose VCALENDAR
 * nest is in; forgets the one before. */
void ical_calendar_open(struct ical_calendar *calendar,
    const struct ical_lines *from, const struct ical_nest *nest);
void ical_calendar_free(struct ical_calendar *calendar);

const struct ical_definition *
ical_definition_of(const struct ical_calendar *calendar, const char *tzid);
uint64_t ical_tzid_hash(const char *tzid);

/* --------------------------------------------------- VTIMEZONE rules --- */

#define ICAL_OBSERVANCES 64
#define ICAL_ONSETS 32

/* A STANDARD or DAYLIGHT: when its offset comes into force. */
struct ical_observance {
	int from, to;   /* seconds east of UTC before and after */
	int64_t start;  /* the first onset, on the wall before it */
	bool yearly;    /* again each year: */
	int month;      /* 1 .. 12 */
	int weekday;    /* 0 is Monday; -1: any */
	int nth;        /* of weekday in the month, or from its end; 0: */
	uint32_t days;  /* of the month: bit n; weekday's first of them */
	int64_t until;  /* the last onset is not after this instant */
	size_t nonsets; /* further onsets, on the wall before each */
	int64_t onsets[ICAL_ONSETS];
};

struct ical_rules {
	size_t n;
	struct ical_observance items[ICAL_OBSERVANCES];
	char location[ZONE_NAME_MAX]; /* X-LIC-LOCATION; "" */
};

/* Reads the lines of a VTIMEZONE. false: it holds what is not understood. */
bool ical_rules_read(struct ical_rules *rules, struct arena *line,
    const struct ical_lines *text, const struct ical_definition *definition);

/* One offset for ever. */
void ical_rules_fixed(struct ical_rules *rules, int offset);

/* Seconds east of UTC at an instant; the instant of a wall time. */
int ical_rules_offset(const struct ical_rules *rules, int64_t utc);
int64_t ical_rules_utc(const struct ical_rules *rules, int64_t wall);

/* Do both show the same time all through the year of a wall time? */
bool ical_rules_match(
    const struct ical_rules *rules, const struct zone *zone, int64_t wall);

/* ------------------------------------------------------------- times --- */

struct ical_when {
	enum { WHEN_NONE, WHEN_DATE, WHEN_WALL, WHEN_UTC } form;
	int64_t wall;            /* seconds since 1970 on its own wall */
	const struct zone *zone; /* WHEN_WALL */
	bool converted;          /* WHEN_UTC: from a zone that has no name */
	bool midnight;           /* WHEN_DATE: written as a time */
};

/* "20260301", "20260301T100000[Z]", also without seconds and with the marks
 * of ISO 8601's long form. */
bool ical_when_parse(const char *text, struct ical_when *out);

/* As struct ambit_event wants it; in the arena. */
const char *ical_when_text(struct arena *arena, const struct ical_when *when);

/* A wall time as the instant; others as they are. */
struct ical_when ical_when_utc(const struct ical_when *when);

/* ------------------------------------------------------------- event --- */

struct ical_reader {
	struct ical_options options;
	const struct ambit_host *host;
	struct ambit_run *run;
	struct ical_lines lines;
	struct ical_nest nest;
	struct ical_calendar calendar;
	struct zones *zones;
	const struct zone *preferred; /* options.zone */
	struct arena arena, line;     /* of one event, of one line */
	item_take take;
	void *arg;
	bool noted_charset, noted_line;
	int64_t others; /* VTODOs and the like */
};

struct icalcomponent_impl;

/* One event being read. */
struct ical_reading {
	struct ical_reader *reader;
	int64_t line;
	size_t bytes; /* of its lines so far */
	struct ambit_event event;
	struct item_extra extra;
	struct icalcomponent_impl *component; /* holds the texts */
	struct ical_when start, end, recurrence;
	const char *duration, *conference;
	bool all_day; /* X-MICROSOFT-CDO-ALLDAYEVENT */
	struct arena_list rdates, exdates, categories, others, texts;
	char reason[240]; /* why it is quarantined; "" */
};

/* Takes one of the event's own lines. */
void ical_event_line(struct ical_reading *reading, const struct ical_raw *raw);
/* Fills event and extra from what was taken, or reason. */
void ical_event_finish(struct ical_reading *reading);
void ical_event_free(struct ical_reading *reading);

/* Fills the event's texts; they live as long as the reading's component. */
void ical_texts_read(struct ical_reading *reading);

/* The first reason stays. */
void ical_refuse(struct ical_reading *reading, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Says something of the whole, for people. */
void ical_tell(struct ical_reader *reader, enum ambit_log_level level,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* Takes a time's line; false when it is none. */
bool ical_time_line(struct ical_reading *reading, const struct ical_line *line);
/* What the times together make. */
void ical_times_finish(struct ical_reading *reading);

/* ------------------------------------------------------------- zones --- */

/*
 * Gives a wall time the zone that tzid means (NULL: the times name none),
 * looking at the calendar's VTIMEZONE of that name; or makes an instant of it
 * (converted) when that VTIMEZONE's rules are no zone's. false, with the
 * reading refused, when nobody knows.
 */
bool ical_zone_settle(struct ical_reading *reading, const char *tzid,
    const char *property, struct ical_when *when);

#endif
