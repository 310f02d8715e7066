/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Content lines of iCalendar (RFC 5545 section 3.1), written in one pass:
 * escaped and folded while they are copied, plain stretches in bulk. No line
 * is longer than 75 octets and no character is split by a fold. What may not
 * stand in a line (control characters) is left out, so that no text can end
 * its line and begin another.
 *
 * Texts must be valid UTF-8. Errors are the buffer's (base/buf.h): ask once
 * at the end.
 */
#ifndef AMBIT_CALENDARS_ICAL_TEXT_H
#define AMBIT_CALENDARS_ICAL_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"

#define ICAL_LINE 75 /* octets, without the line break */

/* Between ical_open and ical_close the buffer is the writer's alone. */
struct ical_writer {
	struct buf *out;
	char *to;   /* where the next octet goes */
	char *end;  /* of the room */
	char *line; /* where the present line begins */
};

void ical_open(struct ical_writer *writer, struct buf *out);
void ical_close(struct ical_writer *writer);

/* Octets as they are, folded: names, separators, numbers. */
void ical_raw(struct ical_writer *writer, const char *text, size_t len);

/* A literal, copied at once when it fits. */
static inline void
ical_put(struct ical_writer *writer, const char *text, size_t len)
{
	if ((size_t)(writer->end - writer->to) < len ||
	    (size_t)(writer->to - writer->line) + len > ICAL_LINE) {
		ical_raw(writer, text, len);
		return;
	}
	memcpy(writer->to, text, len);
	writer->to += len;
}
#define ical_lit(writer, literal) \
	ical_put(writer, "" literal, sizeof(literal) - 1)

/* Ends the line, so that another can begin. */
void ical_end(struct ical_writer *writer);

/* A whole line that is a literal, and short. */
#define ical_line(writer, literal) \
	do { \
		ical_lit(writer, literal "\r\n"); \
		(writer)->line = (writer)->to; \
	} while (0)

/* Text of ours as it is, such as a name. */
static inline void
ical_raws(struct ical_writer *writer, const char *text)
{
	ical_put(writer, text, strlen(text));
}

/* ;NAME=value, quoted when it must be, with RFC 6868's ^-encoding. name comes
 * with both signs: ";TZID=". */
void
ical_param(struct ical_writer *writer, const char *name, const char *value);

/* A TEXT value, escaped (section 3.3.11). */
void ical_escaped(struct ical_writer *writer, const char *text);

/* A URI value (section 3.3.13): what no URI may hold is percent-encoded
 * (RFC 3986 section 2.1). */
void ical_uri(struct ical_writer *writer, const char *uri);

/* DATE and DATE-TIME values (sections 3.3.4, 3.3.5). */
void ical_date(struct ical_writer *writer, int64_t day);
void ical_wall(struct ical_writer *writer, int64_t wall);
void ical_instant(struct ical_writer *writer, int64_t utc);

void ical_int(struct ical_writer *writer, int64_t value);

/* A DURATION value of so many seconds (section 3.3.6): "PT6H", "P1D". */
void ical_duration(struct ical_writer *writer, int64_t seconds);

/* An offset from UTC (section 3.3.14): "+0100", "-001521". */
void ical_offset(struct ical_writer *writer, int seconds);

/* DTSTAMP and LAST-MODIFIED, which are one (sections 3.8.7.2, 3.8.7.3). */
void ical_stamp_lines(struct ical_writer *writer, int64_t utc);

/* The whole line; name with its sign: "DTSTAMP:". */
void
ical_instant_line(struct ical_writer *writer, const char *name, int64_t utc);

/* NAME;LANGUAGE=language:text, without the parameter when it is NULL. */
void ical_text_line(struct ical_writer *writer, const char *name,
    const char *language, const char *text);

#endif
