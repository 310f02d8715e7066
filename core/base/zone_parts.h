/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of a zone, for the files of zone.h alone: explicit changes as the
 * file lists them (zone_tzif.c), then the rule of its footer (zone_posix.c).
 * Both are seen as segments of time in which nothing changes; every question
 * to a zone (zone.c) is answered from these.
 */
#ifndef AMBIT_BASE_ZONE_PARTS_H
#define AMBIT_BASE_ZONE_PARTS_H

#include "base/zone.h"

/* RFC 8536 section 3.2: offsets lie between -25 and 26 hours. */
#define OFFSET_MIN (-89999)
#define OFFSET_MAX 93599

/* Beyond this (some 1,900 million years) no offset is added any more, so that
 * "without end" stays what it is and sums stay in range. */
#define ZONE_FAR INT64_C(60000000000000000)

struct zone_type {
	int offset;
	bool dst;
	char abbreviation[8];
};

struct zone {
	char name[ZONE_NAME_MAX];
	size_t ntimes;
	int64_t *times;          /* ascending */
	unsigned char *type_of;  /* from times[i] on: an index into types */
	struct zone_type *types; /* types[0] holds before the first time */
	bool has_rule;           /* else the last type holds for ever */
	struct zone_rule rule;
	uint64_t fingerprint;
	char *bytes; /* the file, as it was read */
	size_t len;
};

/* [from, until) */
struct segment {
	int64_t from, until;
	int offset;
	bool dst;
	const char *abbreviation; /* on loan from the zone */
};

/* Fills times, type_of, types, has_rule and rule from the bytes of a TZif
 * file; what it allocates belongs to zone, also on failure. */
int tzif_parse(
    const unsigned char *bytes, size_t len, struct zone *zone, struct err *err);

/* Reads a footer such as "CET-1CEST,M3.5.0,M10.5.0/3"; since stays. */
int posix_rule_parse(const char *text, struct zone_rule *rule, struct err *err);

/* As if the rule held always. */
struct segment posix_rule_segment(const struct zone_rule *rule, int64_t utc);

#endif
