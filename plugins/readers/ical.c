/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two passes over the text: the index (is it whole, where are the events,
 * which double is kept), then one event after another.
 */
#include "ical.h"

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "readers/ical_parts.h"

#define DEFAULT_BYTES ((size_t)10 << 20)
#define DEFAULT_LINE ((size_t)64 << 10)
#define DEFAULT_DEPTH 8
/* Ask whether it is time to stop once in so many events. */
#define EXPIRED_EVERY 64

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
	if (options.max_depth <= 0 || options.max_depth > 32)
		options.max_depth = DEFAULT_DEPTH;
	return options;
}

static int
fail(struct ical_reader *reader, const char *why)
{
	char text[200];

	snprintf(text, sizeof text, "the calendar cannot be read: %s", why);
	reader->host->log(reader->run, AMBIT_LOG_ERROR, text);
	return AMBIT_RETRY;
}

/* Why an entry is not even read; "" when it is. */
static void
entry_refuse(struct ical_reading *reading)
{
	const struct ical_entry *entry = reading->entry;
	const struct ical_entry *keeper =
	    &reading->reader->index.entries[entry->keeper];

	if (entry->unclosed)
		ical_refuse(reading, "it has no END:VEVENT");
	else if (keeper != entry)
		ical_refuse(reading,
		    "the event at line %lld has the same UID%s and is kept",
		    (long long)keeper->line,
		    keeper->sequence > entry->sequence
			? " and a higher SEQUENCE"
			: "");
}

static int
entry_read(struct ical_reader *reader, const struct ical_entry *entry,
    item_take item, void *arg)
{
	struct ical_reading reading = { .reader = reader, .entry = entry };
	int result;

	arena_reset(&reader->arena);
	entry_refuse(&reading);
	ical_event_read(&reading);
	result = reading.reason[0]
		     ? item_refuse(reader->host, reader->run, &reading.event,
			   entry->line, reading.reason)
		     : item(arg, &reading.event, &reading.extra);
	ical_event_free(&reading);
	return result;
}

static int
entries_read(struct ical_reader *reader, item_take item, void *arg)
{
	const struct ical_index *index = &reader->index;
	int result = AMBIT_OK;

	for (size_t i = 0; i < index->nentries && result == AMBIT_OK; i++) {
		if (i % EXPIRED_EVERY == 0 &&
		    reader->host->expired(reader->run))
			return AMBIT_CANCELLED;
		result = entry_read(reader, &index->entries[i], item, arg);
	}
	return result;
}

/* A byte order mark, and blanks that would make the first line a folded
 * one. */
static size_t
preamble(const char *text, size_t len)
{
	size_t skip = len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3) ? 3 : 0;

	while (skip < len && (text[skip] == ' ' || text[skip] == '\t'))
		skip++;
	return skip;
}

static int
text_read(struct ical_reader *reader, const char *text, size_t len,
    item_take item, void *arg)
{
	size_t skip = preamble(text, len);
	const char *fault;

	reader->text = text + skip;
	fault = ical_index_build(
	    &reader->index, reader->text, len - skip, &reader->options);
	return fault ? fail(reader, fault) : entries_read(reader, item, arg);
}

int
ical_read(const char *text, size_t len, const struct ical_options *options,
    const struct ambit_host *host, struct ambit_run *run, item_take item,
    void *arg)
{
	struct ical_reader reader = {
		.options = options_of(options), .host = host, .run = run
	};
	char *converted = NULL;
	bool failed = false;
	int result;

	icalerror_set_errors_are_fatal(0);
	if (len > reader.options.max_bytes)
		return fail(&reader, "it is larger than the limit");
	if (!len)
		return fail(&reader, "it is empty");
	converted = utf16_convert(text, len, &len, &failed);
	if (failed)
		return fail(&reader, "no memory to convert it");
	result =
	    text_read(&reader, converted ? converted : text, len, item, arg);
	ical_index_free(&reader.index);
	arena_free(&reader.arena);
	free(converted);
	return result;
}
