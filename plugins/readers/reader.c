/* SPDX-License-Identifier: Apache-2.0 */
#include "reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "readers/memory.h"

/* How far a format is looked for. */
#define HEAD_BYTES ((size_t)64 << 10)
/* Ask whether it is time to stop once in so many events. */
#define EXPIRED_EVERY 64

int
reading_is_type(const struct reading *reading, const char *type)
{
	size_t len = strlen(type);

	return reading->content_type &&
	       !strncasecmp(reading->content_type, type, len) &&
	       strchr("; \t", reading->content_type[len]);
}

int
reading_is_named(const struct reading *reading, const char *suffix)
{
	size_t len = strcspn(reading->url, "?#"), tail = strlen(suffix);

	return len >= tail &&
	       !strncasecmp(reading->url + len - tail, suffix, tail);
}

int
reading_begins(const struct reading *reading, const char *start)
{
	const char *text = reading->text;

	if (!strncmp(text, "\xef\xbb\xbf", 3))
		text += 3;
	text += strspn(text, " \t\r\n");
	return !strncasecmp(text, start, strlen(start));
}

int
reading_mentions(const struct reading *reading, const char *text)
{
	size_t len = reading->len < HEAD_BYTES ? reading->len : HEAD_BYTES;

	return memmem(reading->text, len, text, strlen(text)) != NULL;
}

/* Without a uid after this, it cannot be taken. */
static void
uid_settle(const struct reading *reading, struct ambit_event *event,
    char room[ITEM_UID_ROOM])
{
	if (!event->uid && reading->config->derive_uid && event->summary &&
	    event->start)
		event->uid = item_content_uid(event, room);
}

int
reading_give(struct reading *reading, struct ambit_event *event,
    struct item_extra *extra)
{
	char room[ITEM_UID_ROOM];

	if (reading->given++ % EXPIRED_EVERY == 0 &&
	    reading->host->expired(reading->run))
		return AMBIT_CANCELLED;
	if (!event->language)
		event->language = reading->config->language;
	if (!event->country)
		event->country = reading->config->country;
	event->line = extra->line;
	uid_settle(reading, event, room);
	if (!event->uid)
		return item_refuse(reading->host, reading->run, event,
		    extra->line,
		    "it has no id of its own; set \"derive_uid = yes\" for "
		    "this "
		    "source to know such by title, start and place");
	extra->format = reading->format;
	extra->document = reading->url;
	return reading->take(reading->arg, event, extra);
}

int
reading_fail(struct reading *reading, const char *fmt, ...)
{
	char why[400], text[800];
	va_list args;

	va_start(args, fmt);
	vsnprintf(why, sizeof why, fmt, args);
	va_end(args);
	snprintf(
	    text, sizeof text, "%.300s cannot be read: %s", reading->url, why);
	reading->host->log(reading->run, AMBIT_LOG_ERROR, text);
	return AMBIT_RETRY;
}

int
reader_read(const struct reader *reader, struct reading *reading)
{
	int result;

	memory_watch();
	result = reader->read(reading);
	return result == AMBIT_OK && memory_ran_out()
		   ? reading_fail(reading, "there is no memory to read it")
		   : result;
}

void
reading_continue(struct reading *reading, const char *url)
{
	free(reading->next);
	reading->next = strdup(url);
}
