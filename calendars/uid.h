/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Published UIDs: a digest of where an event comes from, so that a UID is
 * the same for the life of an event and on every machine, unique over all
 * sources, and its order is that of the digests.
 */
#ifndef AMBIT_CALENDARS_UID_H
#define AMBIT_CALENDARS_UID_H

#include "calendars/ical_text.h"

#define UID_DIGITS 26 /* five bits each */

/* The 26 digits alone, and NUL. recurrence_id: of an override that is
 * published as an event of its own; else NULL. */
char *uid_digits(char out[UID_DIGITS + 1], const char *source, const char *uid,
    const char *recurrence_id);

/* NAME:digits@domain */
void uid_line(struct ical_writer *writer, const char *name, const char *digits,
    const char *domain);

#endif
