/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where an event leads: its page, what it is part of. (LINK of RFC 9253 would
 * say more; libical 3.0, which many calendars read with, takes it for an
 * error, so addresses of other pages stand in the description.)
 */
#include <strings.h>

#include "calendars/event_lines.h"
#include "calendars/uid.h"

bool
is_link(const char *url)
{
	return url && (!strncasecmp(url, "https://", 8) ||
			  !strncasecmp(url, "http://", 7));
}

static void
uri_line(struct ical_writer *writer, const char *name, const char *uri)
{
	ical_raws(writer, name);
	ical_uri(writer, uri);
	ical_end(writer);
}

/* A person's address or name is no matter for a feed: an organiser is told
 * when it is known by a page. */
void
link_lines(struct ical_writer *writer, const struct event *event,
    const struct text_context *context)
{
	char digits[UID_DIGITS + 1];

	if (is_link(event->organiser))
		uri_line(writer, "ORGANIZER:", event->organiser);
	if (is_link(event->url))
		uri_line(writer, "URL:", event->url);
	if (!event->parent)
		return;
	uid_digits(digits, event->source, event->parent, NULL);
	uid_line(writer, "RELATED-TO;RELTYPE=PARENT", digits, context->domain);
}
