/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IANA time zones, read from the system's TZif files (RFC 8536 section 3),
 * with the POSIX rule of the file's footer for all later times.
 *
 * Wall times that a zone shows twice or never are resolved as RFC 5545
 * section 3.3.5 says: of an ambiguous time the first occurrence is meant; a
 * time in a gap is read with the offset before the gap (02:30 in a gap from
 * 02:00 to 03:00 is the instant shown as 03:30).
 */
#ifndef AMBIT_BASE_ZONE_H
#define AMBIT_BASE_ZONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define ZONE_NAME_MAX 64

struct zone;  /* one zone's rules; immutable */
struct zones; /* the zones of one folder, read when first asked for */

/* dir NULL: the folder that the environment's TZDIR names (tzset(3)), else
 * "/usr/share/zoneinfo". -ENOENT when the folder is not there. */
int zones_open(const char *dir, struct zones **out, struct err *err);
void zones_free(struct zones *zones);

/* On loan. */
const char *zones_folder(const struct zones *zones);

/*
 * The zone of an IANA name ("Europe/Madrid", "UTC"). *out is on loan until
 * zones_free. Safe from several threads. Names with "..", a leading "/" or
 * characters that no IANA name has are -EINVAL; unknown ones -ENOENT; a
 * damaged file -EBADMSG.
 */
int zones_get(struct zones *zones, const char *name, const struct zone **out,
    struct err *err);

/* Makes the zone of a name the one of these bytes, a TZif file, whatever the
 * folder has. -EINVAL, -EBADMSG, -ENOMEM as above. */
int zones_put(struct zones *zones, const char *name, const void *bytes,
    size_t len, struct err *err);

/*
 * Reads every zone that was read before again: from now on zones_get gives
 * what the folder has now. Zones on loan stay as they were. One whose file
 * has gone or is damaged stays in use. Returns how many are different, or
 * -ENOMEM.
 */
int zones_reread(struct zones *zones, struct err *err);

const char *zone_name(const struct zone *zone);

/* Seconds east of UTC in force at an instant. */
int zone_offset(const struct zone *zone, int64_t utc);

/* What the wall shows at an instant. */
int64_t zone_wall(const struct zone *zone, int64_t utc);

enum wall_kind { WALL_UNIQUE, WALL_GAP, WALL_OVERLAP };

/* The instant of a wall time; kind (may be NULL) tells how it was found. */
int64_t zone_utc(const struct zone *zone, int64_t wall, enum wall_kind *kind);

/* One change of offset: from utc on, offset holds. */
struct zone_change {
	int64_t utc;
	int offset; /* seconds east, from utc on */
	int before; /* seconds east, until utc */
	bool dst;   /* daylight saving, as the file says */
	char abbreviation[8];
};

/* The first change at or after utc (also from the footer's rule). false: the
 * zone never changes again. */
bool
zone_next_change(const struct zone *zone, int64_t utc, struct zone_change *out);

/*
 * The footer's rule (POSIX.1 TZ with RFC 8536's extension: hours from -167 to
 * 167), in force after the file's last explicit change.
 */
struct zone_edge {
	enum { EDGE_MONTH_WEEK, EDGE_JULIAN, EDGE_DAY } form;
	int month;   /* EDGE_MONTH_WEEK: 1..12 */
	int week;    /* EDGE_MONTH_WEEK: 1..5, 5 is the last */
	int weekday; /* EDGE_MONTH_WEEK: 0 is Sunday, as in POSIX */
	int day;     /* EDGE_JULIAN: 1..365, no leap day; EDGE_DAY: 0..365 */
	int time;    /* seconds after midnight of the wall before the change */
};

struct zone_rule {
	char std_name[8];
	int std_offset; /* seconds east */
	bool has_dst;
	char dst_name[8];
	int dst_offset; /* seconds east; below std_offset for Dublin */
	struct zone_edge to_dst, to_std;
	int64_t since; /* the rule holds from this instant (last explicit
			  change of the file; INT64_MIN: always) */
};

/* On loan from the zone. */
const struct zone_rule *zone_rule(const struct zone *zone);

/* One number for the zone's whole content, for "have the rules changed?". */
uint64_t zone_fingerprint(const struct zone *zone);

/* The TZif file that it was read from, on loan from the zone. */
const void *zone_bytes(const struct zone *zone, size_t *len);

#endif
