/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Is the text whole? Then one event after another, each handed over when its
 * last line has been read.
 */
#include "ical.h"

#include <inttypes.h>
#include <libical/ical.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "readers/ical_parts.h"
#include "readers/zone_guess.h"

#define DEFAULT_BYTES ((size_t)10 << 20)
#define DEFAULT_LINE ((size_t)64 << 10)
#define DEFAULT_DEPTH 8
/* Ask whether it is time to stop once in so many lines. */
#define EXPIRED_EVERY 1024

static struct ical_options
options_of(const struct ical_options *given)
{
	struct ical_options options = { 0 };

	if (given)
		memcpy(&options, given,
		    given->size < sizeof options ? given->size
						 : sizeof options);
	if (!options.max_bytes)
		options.max_bytes = DEFAULT_BYTES;
	if (!options.max_line)
		options.max_line = DEFAULT_LINE;
	if (options.max_depth <= 0 || options.max_depth > ICAL_DEPTH)
		options.max_depth = DEFAULT_DEPTH;
	return options;
}

void
ical_tell(struct ical_reader *reader, enum ambit_log_level level,
    const char *fmt, ...)
{
	char text[400];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	reader->host->log(reader->run, level, text);
}

static int
fail(struct ical_reader *reader, const char *why)
{
	ical_tell(
	    reader, AMBIT_LOG_ERROR, "the calendar cannot be read: %s", why);
	return AMBIT_RETRY;
}

/* ----------------------------------------------------------------- events */

static int
event_give(struct ical_reading *reading)
{
	struct ical_reader *reader = reading->reader;
	int result;

	ical_event_finish(reading);
	result =
	    reading->reason[0]
		? item_refuse(reader->host, reader->run, &reading->event,
		      reading->line, reading->reason)
		: reader->take(reader->arg, &reading->event, &reading->extra);
	ical_event_free(reading);
	return result;
}

static void
event_begin(
    struct ical_reader *reader, struct ical_reading *reading, int64_t line)
{
	arena_reset(&reader->arena);
	*reading = (struct ical_reading){ .reader = reader, .line = line };
}

/* A line that begins or ends a component. */
static int
turn_take(struct ical_reader *reader, struct ical_reading *reading,
    const struct ical_raw *raw, enum ical_turn turn)
{
	int result = AMBIT_OK;

	if (turn & TURN_EVENT_LOST)
		ical_refuse(reading, "it has no END:VEVENT");
	if (turn & (TURN_EVENT_LOST | TURN_EVENT_END))
		result = event_give(reading);
	if (turn & TURN_CALENDAR)
		ical_calendar_open(
		    &reader->calendar, &reader->lines, &reader->nest);
	if (turn & TURN_EVENT)
		event_begin(reader, reading, raw->number);
	reader->others += (turn & TURN_OTHER) != 0;
	return result;
}

static int
events_read(struct ical_reader *reader)
{
	struct ical_reading reading = { .reader = reader };
	int result = AMBIT_OK;
	char name[ICAL_NAME];
	struct ical_raw raw;

	ical_calendar_open(&reader->calendar, &reader->lines, &reader->nest);
	for (uint64_t n = 0;
	     result == AMBIT_OK && ical_lines_next(&reader->lines, &raw); n++) {
		enum ical_edge edge = ical_edge_of(&raw, name);

		if (n % EXPIRED_EVERY == 0 &&
		    reader->host->expired(reader->run))
			result = AMBIT_CANCELLED;
		else if (edge != EDGE_NONE)
			result = turn_take(reader, &reading, &raw,
			    ical_nest_take(&reader->nest, edge, name));
		else if (ical_in_event(&reader->nest))
			ical_event_line(&reading, &raw);
	}
	return result;
}

/* ------------------------------------------------------------------ whole */

static const char *
zones_prepare(struct ical_reader *reader)
{
	static char why[400];
	const char *zone = reader->options.zone;
	struct err err = ERR_INIT;

	if (zones_open(NULL, &reader->zones, &err) < 0) {
		snprintf(why, sizeof why, "%.399s", err.msg);
		return why;
	}
	if (zone)
		reader->preferred = zone_named(reader->zones, zone, NULL);
	return zone && !reader->preferred ? "the source's zone is not known"
					  : NULL;
}

static int
whole_read(struct ical_reader *reader)
{
	const char *fault =
	    ical_whole(&reader->lines, reader->options.max_depth);
	int result;

	if (!fault)
		fault = zones_prepare(reader);
	if (fault)
		return fail(reader, fault);
	result = events_read(reader);
	if (reader->others)
		ical_tell(reader, AMBIT_LOG_INFO,
		    "%" PRId64 " components are no events and were passed over",
		    reader->others);
	return result;
}

int
ical_read(const char *text, size_t len, const struct ical_options *options,
    const struct ambit_host *host, struct ambit_run *run, item_take item,
    void *arg)
{
	struct ical_reader reader = { .options = options_of(options),
		.host = host,
		.run = run,
		.take = item,
		.arg = arg };
	int result;

	icalerror_set_errors_are_fatal(0);
	reader.nest.most = reader.options.max_depth;
	if (len > reader.options.max_bytes)
		return fail(&reader, "it is larger than the limit");
	if (!len)
		return fail(&reader, "it is empty");
	ical_lines_open(&reader.lines, text, len, reader.options.max_line);
	result = whole_read(&reader);
	ical_lines_free(&reader.lines);
	ical_calendar_free(&reader.calendar);
	zones_free(reader.zones);
	arena_free(&reader.arena);
	arena_free(&reader.line);
	return result;
}
