/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The zones of one folder, each read when it is first asked for and then kept;
 * and the questions to a zone, all answered from the segment of time around an
 * instant. That segment is found by bisection of the explicit changes, or from
 * the rule behind them.
 */
#include "zone.h"

#include <assert.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/text.h"
#include "base/vec.h"
#include "base/zone_parts.h"

#define ZONE_FILE_MAX (1 << 20) /* the largest have some 4 kB */

struct zones {
	char *dir;
	pthread_mutex_t lock;      /* of what follows */
	VEC(struct zone *) loaded; /* by name */
};

static void
zone_free(struct zone *zone)
{
	if (!zone)
		return;
	free(zone->times);
	free(zone->type_of);
	free(zone->types);
	free(zone);
}

static void
zone_freep(struct zone **zone)
{
	zone_free(*zone);
}

int
zones_open(const char *dir, struct zones **out, struct err *err)
{
	struct zones *zones;
	struct stat st;

	if (!dir)
		dir = "/usr/share/zoneinfo";
	if (stat(dir, &st) < 0)
		return err_errno(err,
		    "time zones in %s (is the package tzdata installed?)", dir);
	if (!S_ISDIR(st.st_mode))
		return err_set(
		    err, -ENOENT, "time zones: %s is not a folder", dir);
	zones = calloc(1, sizeof *zones);
	if (zones)
		zones->dir = strdup(dir);
	if (!zones || !zones->dir) {
		free(zones);
		return err_set(err, -ENOMEM, "time zones: out of memory");
	}
	pthread_mutex_init(&zones->lock, NULL);
	*out = zones;
	return 0;
}

void
zones_free(struct zones *zones)
{
	if (!zones)
		return;
	vec_each(&zones->loaded, zone)
		zone_free(*zone);
	vec_free(&zones->loaded);
	pthread_mutex_destroy(&zones->lock);
	free(zones->dir);
	free(zones);
}

/* As IANA names are made (and no path leads out of the folder by them). */
static bool
name_valid(const char *name)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789_+-/";
	size_t len = strlen(name);

	return len > 0 && len < ZONE_NAME_MAX && strspn(name, letters) == len &&
	       name[0] != '/' && name[len - 1] != '/' && !strstr(name, "//");
}

/* Names in the folder that are nobody else's names of a zone. */
static bool
name_local(const char *name)
{
	return strcmp(name, "localtime") == 0 ||
	       strcmp(name, "posixrules") == 0 ||
	       strncmp(name, "posix/", 6) == 0 ||
	       strncmp(name, "right/", 6) == 0;
}

static int
unknown(const char *name, struct err *err)
{
	return err_set(err, -ENOENT, "time zone \"%.64s\" is not known", name);
}

static int
read_all(int fd, struct buf *out, struct err *err)
{
	ssize_t got;

	do {
		char *room = buf_reserve(out, 8192);

		if (!room)
			return err_set(err,
			    buf_error(out) == -E2BIG ? -EBADMSG : -ENOMEM,
			    "the file is too large");
		got = read(fd, room, 8192);
		if (got < 0)
			return err_errno(err, "read");
		buf_commit(out, (size_t)got);
	} while (got > 0);
	return 0;
}

static int
zone_file_read(const struct zones *zones, const char *name, struct buf *out,
    struct err *err)
{
	CLEANUP(buf_free) struct buf path = BUF_INIT;
	CLEANUP(closep) int fd = -1;
	struct stat st;

	buf_addf(&path, "%s/%s", zones->dir, name);
	if (buf_error(&path))
		return err_set(err, -ENOMEM, "out of memory");
	fd = open(buf_str(&path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return unknown(name, err);
	if (fd < 0)
		return err_errno(err, "open");
	if (fstat(fd, &st) < 0)
		return err_errno(err, "stat");
	if (!S_ISREG(st.st_mode))
		return unknown(name, err);
	return read_all(fd, out, err);
}

static int
zone_load(const struct zones *zones, const char *name, struct zone **out,
    struct err *err)
{
	CLEANUP(buf_free) struct buf file = { .limit = ZONE_FILE_MAX };
	CLEANUP(zone_freep) struct zone *zone = calloc(1, sizeof *zone);
	int result;

	if (!zone)
		return err_set(err, -ENOMEM, "out of memory");
	strcpy(zone->name, name);
	result = zone_file_read(zones, name, &file, err);
	if (result < 0)
		return result;
	result = tzif_parse(
	    (const unsigned char *)buf_str(&file), file.len, zone, err);
	if (result < 0)
		return result;
	zone->fingerprint = hash64(file.data, file.len, 0);
	*out = TAKE(zone);
	return 0;
}

/* Where name is, or belongs, among those loaded. */
static size_t
loaded_place(const struct zones *zones, const char *name)
{
	size_t low = 0, high = zones->loaded.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(zones->loaded.items[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct zone *
loaded_find(struct zones *zones, const char *name)
{
	const struct zone *zone = NULL;
	size_t at;

	pthread_mutex_lock(&zones->lock);
	at = loaded_place(zones, name);
	if (at < zones->loaded.len &&
	    strcmp(zones->loaded.items[at]->name, name) == 0)
		zone = zones->loaded.items[at];
	pthread_mutex_unlock(&zones->lock);
	return zone;
}

/* Keeps a zone that was just read, unless another thread was faster. NULL
 * when memory runs out. */
static const struct zone *
loaded_keep(struct zones *zones, struct zone *zone)
{
	const struct zone *kept = NULL;
	struct zone *spare = zone;
	size_t at;

	pthread_mutex_lock(&zones->lock);
	at = loaded_place(zones, zone->name);
	if (at < zones->loaded.len &&
	    strcmp(zones->loaded.items[at]->name, zone->name) == 0) {
		kept = zones->loaded.items[at];
	} else if (vec_push(&zones->loaded, zone) == 0) {
		memmove(zones->loaded.items + at + 1, zones->loaded.items + at,
		    (zones->loaded.len - 1 - at) * sizeof *zones->loaded.items);
		zones->loaded.items[at] = zone;
		kept = zone;
		spare = NULL;
	}
	pthread_mutex_unlock(&zones->lock);
	zone_free(spare);
	return kept;
}

int
zones_get(struct zones *zones, const char *name, const struct zone **out,
    struct err *err)
{
	const struct zone *zone;
	struct zone *loaded = NULL;
	int result;

	if (!name_valid(name))
		return err_set(err, -EINVAL,
		    "time zone \"%.64s\" is not a name such as "
		    "\"Europe/Madrid\"",
		    name);
	if (name_local(name))
		return unknown(name, err);
	zone = loaded_find(zones, name);
	if (!zone) {
		result = zone_load(zones, name, &loaded, err);
		if (result == -ENOENT)
			return result;
		if (result < 0) {
			err_context(err, "time zone %s", name);
			return result;
		}
		zone = loaded_keep(zones, loaded);
	}
	if (!zone)
		return err_set(
		    err, -ENOMEM, "time zone %s: out of memory", name);
	*out = zone;
	return 0;
}

const char *
zone_name(const struct zone *zone)
{
	return zone->name;
}

const struct zone_rule *
zone_rule(const struct zone *zone)
{
	return &zone->rule;
}

uint64_t
zone_fingerprint(const struct zone *zone)
{
	return zone->fingerprint;
}

static bool
far(int64_t at)
{
	return at < -ZONE_FAR || at > ZONE_FAR;
}

/* How many explicit changes are at or before utc. */
static size_t
changes_until(const struct zone *zone, int64_t utc)
{
	size_t low = 0, high = zone->ntimes;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->times[middle] <= utc)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct segment
segment_at(const struct zone *zone, int64_t utc)
{
	const struct zone_type *type;
	struct segment segment;
	size_t n;

	if (zone->has_rule && utc >= zone->rule.since) {
		segment = posix_rule_segment(&zone->rule, utc);
		if (segment.from < zone->rule.since)
			segment.from = zone->rule.since;
		return segment;
	}
	n = changes_until(zone, utc);
	type = &zone->types[n ? zone->type_of[n - 1] : 0];
	return (struct segment){
		.from = n ? zone->times[n - 1] : INT64_MIN,
		.until = n < zone->ntimes ? zone->times[n] : INT64_MAX,
		.offset = type->offset,
		.dst = type->dst,
		.abbreviation = type->abbreviation,
	};
}

int
zone_offset(const struct zone *zone, int64_t utc)
{
	return far(utc) ? 0 : segment_at(zone, utc).offset;
}

int64_t
zone_wall(const struct zone *zone, int64_t utc)
{
	return utc + zone_offset(zone, utc);
}

/* The instants that can show wall lie between the farthest offsets. */
#define WALL_FIRST(wall) ((wall)-OFFSET_MAX)
#define WALL_LAST(wall) ((wall)-OFFSET_MIN)

/* Tries the segments near wall one by one, from the given one on. */
static int64_t
wall_search(const struct zone *zone, int64_t wall, struct segment segment,
    enum wall_kind *kind)
{
	int64_t utc, shown = 0, skipped = wall - segment.offset;
	int times = 0;
	bool gap = false;

	for (;;) {
		int64_t until = segment.until;

		utc = wall - segment.offset;
		if (utc >= segment.from && utc < until && times++ == 0)
			shown = utc;
		if (until > WALL_LAST(wall))
			break;
		segment = segment_at(zone, until);
		/* Too late for the one, too early for the next. */
		if (!gap && utc >= until && wall - segment.offset < until) {
			gap = true;
			skipped = utc;
		}
	}
	*kind = times == 0 ? WALL_GAP : times == 1 ? WALL_UNIQUE : WALL_OVERLAP;
	return times ? shown : skipped;
}

int64_t
zone_utc(const struct zone *zone, int64_t wall, enum wall_kind *kind)
{
	enum wall_kind unused;
	struct segment segment;

	if (!kind)
		kind = &unused;
	*kind = WALL_UNIQUE;
	if (far(wall))
		return wall;
	segment = segment_at(zone, WALL_FIRST(wall));
	if (segment.until > WALL_LAST(wall))
		return wall - segment.offset;
	return wall_search(zone, wall, segment, kind);
}

/* A rule whose edges change nothing (daylight saving all year) is given up
 * after so many segments. */
#define IDLE_MAX 8

bool
zone_next_change(const struct zone *zone, int64_t utc, struct zone_change *out)
{
	struct segment before, after;
	int idle = 0;

	if (utc > ZONE_FAR)
		return false;
	/* A change at utc itself counts: what held just before? */
	before = segment_at(zone, utc < -ZONE_FAR ? -ZONE_FAR : utc - 1);
	for (;; before = after) {
		if (before.until > ZONE_FAR)
			return false;
		after = segment_at(zone, before.until);
		if (after.offset != before.offset)
			break;
		if (after.from >= zone->rule.since && ++idle > IDLE_MAX)
			return false;
	}
	*out = (struct zone_change){
		.utc = before.until,
		.offset = after.offset,
		.before = before.offset,
		.dst = after.dst,
	};
	memcpy(out->abbreviation, after.abbreviation, sizeof out->abbreviation);
	return true;
}
