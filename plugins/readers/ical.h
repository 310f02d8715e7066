/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads iCalendar (RFC 5545) for a plugin, event by event.
 *
 * What is read: VEVENT with UID, SUMMARY, DESCRIPTION, LOCATION (as place),
 * GEO, URL (or CONFERENCE), CATEGORIES, CLASS, ORGANIZER, RELATED-TO (of a
 * parent), STATUS, SEQUENCE, DTSTAMP, DTSTART, DTEND, DURATION, RRULE, RDATE,
 * EXDATE, RECURRENCE-ID and LANGUAGE. Everything else is handed over as named
 * values, raw and without parameters (256 KiB an event). UTF-8, UTF-16,
 * Windows-1252 where a line is not UTF-8 (said once); any line ends; several
 * VCALENDARs. An event without UID is given without; one without SUMMARY gets
 * the nearest that it has.
 *
 * A TZID is an IANA name, one of Windows', one with a prefix; of any other its
 * VTIMEZONE, offset or cities say which zone is meant. It is told when a name
 * was not IANA's, or its VTIMEZONE says otherwise.
 *
 * What cannot be read is quarantined by name and line, and the rest goes on.
 * Only a text that is cut short, too large, too deeply nested or no calendar
 * at all ends the whole reading before its first event, so that a part is
 * never taken for the whole.
 *
 * Memory: that of one event (at most some MiB), whatever the text's size; the
 * text is gone through three times. Events that come twice are both given.
 */
#ifndef AMBIT_READERS_ICAL_H
#define AMBIT_READERS_ICAL_H

#include <stddef.h>
#include <stdint.h>

#include "readers/item.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ical_options {
	uint32_t size;
	/* IANA name for times that name no zone; NULL: the calendar's
	 * X-WR-TIMEZONE, and without one such events are quarantined */
	const char *zone;
	/* 0: the defaults (10 MiB, 64 KiB, 8) */
	size_t max_bytes;
	size_t max_line; /* a longer line that matters: quarantined */
	int max_depth;
};

/*
 * Reads len bytes of text; item gets each event, with X-WR-CALNAME as its
 * collection. Quarantines and logs through host. Returns AMBIT_OK; what item
 * returned when that was not AMBIT_OK; AMBIT_CANCELLED; or AMBIT_RETRY with the
 * reason logged as an error.
 */
int ical_read(const char *text, size_t len, const struct ical_options *options,
    const struct ambit_host *host, struct ambit_run *run, item_take item,
    void *arg);

#ifdef __cplusplus
}
#endif

#endif
