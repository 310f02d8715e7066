/* SPDX-License-Identifier: Apache-2.0 */
/* What the iCalendar reader tells of a text, as lines of text. */
#ifndef AMBIT_TESTS_UNIT_ICAL_KIT_H
#define AMBIT_TESTS_UNIT_ICAL_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "readers/ical.h"

/* What the reading brought, as lines of text. */
struct ambit_run {
	char told[8192];
	int events, quarantined;
	int stop_after; /* events; 0: never */
};

/* Reads text into *run, whose stop_after is kept; ical_read's result. */
int read_with(struct ambit_run *run, const struct ical_options *options,
    const char *text, size_t len);

/* One VEVENT with these lines in a calendar: what is told of it. */
const char *told_of(const char *lines);

/* A whole text, whose reading must end with result: what is told of it. */
const char *
told_text(const char *text, int result, const struct ical_options *options);

#define CRLF "\r\n"
#define HEAD "UID:u" CRLF
#define EVENT(uid, more) \
	"BEGIN:VEVENT\nUID:" uid "\nDTSTART:20260301\n" more "END:VEVENT\n"
#define CALENDAR(inside) "BEGIN:VCALENDAR\n" inside "END:VCALENDAR\n"

#endif
