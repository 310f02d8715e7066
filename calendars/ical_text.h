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

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define ICAL_LINE 75 /* octets, without the line break */

struct ical_writer {
	struct buf *out;
	size_t column; /* octets in the present line */
};

/* A line is begun by its name, may have parameters, has one ":" and its
 * values, and is ended. */
void ical_begin(struct ical_writer *writer, const char *name);

/* ;NAME=value, quoted when it must be, with RFC 6868's ^-encoding. */
void
ical_param(struct ical_writer *writer, const char *name, const char *value);

/* Octets as they are, folded: names, separators, numbers. */
void ical_raw(struct ical_writer *writer, const char *text, size_t len);
void ical_raws(struct ical_writer *writer, const char *text);

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
void ical_end(struct ical_writer *writer);

/* Whole lines. */
void ical_line(struct ical_writer *writer, const char *line);
void ical_text_line(struct ical_writer *writer, const char *name,
    const char *language, const char *text);
void
ical_uri_line(struct ical_writer *writer, const char *name, const char *uri);

/* A DURATION value of so many seconds (section 3.3.6): "PT6H", "P1D". */
void ical_duration(struct ical_writer *writer, int64_t seconds);

/* An offset from UTC (section 3.3.14): "+0100", "-001521". */
void ical_offset(struct ical_writer *writer, int seconds);

#endif
