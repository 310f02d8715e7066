/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The zones of one folder, each read when it is first asked for and then kept:
 * a list by name under a lock. One that is replaced stays on loan in a list of
 * its own, which grows only when the system's rules change.
 */
#include "zone.h"

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
	pthread_mutex_t lock;        /* of what follows */
	VEC(struct zone *) loaded;   /* by name */
	VEC(struct zone *) replaced; /* still on loan */
};

static void
zone_free(struct zone *zone)
{
	if (!zone)
		return;
	free(zone->times);
	free(zone->type_of);
	free(zone->types);
	free(zone->bytes);
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
		dir = secure_getenv("TZDIR");
	if (!dir || !dir[0])
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
	vec_each(&zones->replaced, zone)
		zone_free(*zone);
	vec_free(&zones->loaded);
	vec_free(&zones->replaced);
	pthread_mutex_destroy(&zones->lock);
	free(zones->dir);
	free(zones);
}

const char *
zones_folder(const struct zones *zones)
{
	return zones->dir;
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

/* Takes the bytes, which the buffer then no longer has. */
static int
zone_make(
    const char *name, struct buf *bytes, struct zone **out, struct err *err)
{
	CLEANUP(zone_freep) struct zone *zone = calloc(1, sizeof *zone);
	int result;

	if (!zone || !(zone->len = bytes->len, zone->bytes = buf_steal(bytes)))
		return err_set(err, -ENOMEM, "out of memory");
	strcpy(zone->name, name);
	result = tzif_parse(
	    (const unsigned char *)zone->bytes, zone->len, zone, err);
	if (result < 0)
		return result;
	zone->fingerprint = hash64(zone->bytes, zone->len, 0);
	*out = TAKE(zone);
	return 0;
}

static int
zone_load(const struct zones *zones, const char *name, struct zone **out,
    struct err *err)
{
	CLEANUP(buf_free) struct buf file = { .limit = ZONE_FILE_MAX };
	int result = zone_file_read(zones, name, &file, err);

	return result < 0 ? result : zone_make(name, &file, out, err);
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

/* Puts a zone in the place of the one that is loaded under its name, if any.
 * 0 or -ENOMEM; the zone is taken over in any case. */
static int
loaded_replace(struct zones *zones, struct zone *zone)
{
	size_t at;
	int result = 0;

	pthread_mutex_lock(&zones->lock);
	at = loaded_place(zones, zone->name);
	if (at < zones->loaded.len &&
	    strcmp(zones->loaded.items[at]->name, zone->name) == 0) {
		result = vec_push(&zones->replaced, zones->loaded.items[at]);
		if (result == 0)
			zones->loaded.items[at] = TAKE(zone);
	}
	pthread_mutex_unlock(&zones->lock);
	if (zone && result == 0)
		return loaded_keep(zones, zone) ? 0 : -ENOMEM;
	zone_free(zone);
	return result;
}

static int
name_check(const char *name, struct err *err)
{
	if (!name_valid(name))
		return err_set(err, -EINVAL,
		    "time zone \"%.64s\" is not a name such as "
		    "\"Europe/Madrid\"",
		    name);
	return name_local(name) ? unknown(name, err) : 0;
}

static int
no_memory(const char *name, struct err *err)
{
	return err_set(err, -ENOMEM, "time zone %s: out of memory", name);
}

int
zones_put(struct zones *zones, const char *name, const void *bytes, size_t len,
    struct err *err)
{
	CLEANUP(buf_free) struct buf copy = { .limit = ZONE_FILE_MAX };
	struct zone *zone;
	int result = name_check(name, err);

	if (result < 0)
		return result;
	buf_add(&copy, bytes, len);
	if (buf_error(&copy))
		return no_memory(name, err);
	result = zone_make(name, &copy, &zone, err);
	if (result < 0) {
		err_context(err, "time zone %s", name);
		return result;
	}
	return loaded_replace(zones, zone) < 0 ? no_memory(name, err) : 0;
}

/* The i-th of those loaded, or NULL. */
static const struct zone *
loaded_at(struct zones *zones, size_t i)
{
	const struct zone *zone = NULL;

	pthread_mutex_lock(&zones->lock);
	if (i < zones->loaded.len)
		zone = zones->loaded.items[i];
	pthread_mutex_unlock(&zones->lock);
	return zone;
}

int
zones_reread(struct zones *zones, struct err *err)
{
	const struct zone *old;
	int different = 0;

	for (size_t i = 0; (old = loaded_at(zones, i)); i++) {
		struct zone *zone;
		int result = zone_load(zones, old->name, &zone, NULL);

		if (result == -ENOMEM)
			return no_memory(old->name, err);
		if (result < 0)
			continue;
		if (zone->fingerprint == old->fingerprint) {
			zone_free(zone);
			continue;
		}
		if (loaded_replace(zones, zone) < 0)
			return no_memory(old->name, err);
		different++;
	}
	return different;
}

int
zones_get(struct zones *zones, const char *name, const struct zone **out,
    struct err *err)
{
	const struct zone *zone;
	struct zone *loaded = NULL;
	int result = name_check(name, err);

	if (result < 0)
		return result;
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
		return no_memory(name, err);
	*out = zone;
	return 0;
}
