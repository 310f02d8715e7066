/* SPDX-License-Identifier: Apache-2.0 */
/* The names that Windows, Outlook and Exchange have for time zones. */
#ifndef AMBIT_READERS_WINDOWS_ZONES_H
#define AMBIT_READERS_WINDOWS_ZONES_H

struct windows_zone {
	const char *name; /* "Romance Standard Time" */
	/* IANA names, separated by blanks: first the one that is meant when no
	 * country is known, then those of the countries that use it */
	const char *zones;
};

/* By name; ends with a NULL name. */
extern const struct windows_zone windows_zones[];

#endif
