/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libc's functions by their names as SQLite calls them. A sync copies the
 * whole file to the durable folder, under another name until it is whole, so
 * that a process killed while it syncs leaves the older one: nobody was told
 * of a sync that was cut. What was removed since the last sync of any file is
 * then gone too, as a journalling file system keeps the order of names. A sync
 * that fails leaves what was written since the last one as kernels do: seen by
 * readers, held to be clean, and on the disk only when it is written again.
 */
#include "disk.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SECTOR 512

struct disk disk;

/* The file's name below the folder, or NULL. */
static const char *
name_of(int fd, char path[PATH_MAX])
{
	char link[64];
	ssize_t n;
	size_t len = disk.folder ? strlen(disk.folder) : 0;

	if (!len)
		return NULL;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	n = readlink(link, path, PATH_MAX - 1);
	if (n <= (ssize_t)len || strncmp(path, disk.folder, len) != 0 ||
	    path[len] != '/')
		return NULL;
	path[n] = '\0';
	return strchr(path + len + 1, '/') ? NULL : path + len + 1;
}

/* -shm is memory. */
static bool
is_meant(const char *name)
{
	return name && !strstr(name, "-shm") && !strstr(name, ".lock") &&
	       !strstr(name, ".seal") && strcmp(name, "durable") != 0;
}

/* Counts one operation: does it fail? */
static bool
fails(int fd)
{
	char path[PATH_MAX];
	long n;

	if (!is_meant(name_of(fd, path)))
		return false;
	n = ++disk.count;
	if (disk.fail_while && access(disk.fail_while, F_OK) == 0) {
		errno = disk.error;
		return true;
	}
	if (!disk.fail_at || n < disk.fail_at || n >= disk.fail_at + disk.fails)
		return false;
	errno = disk.error;
	return true;
}

/* ---- what is written and not synced ------------------------------------ */

enum state { CLEAN, WRITTEN, LOST };

/* The states of a file's sectors. */
static struct sectors {
	char name[48];
	char *states;
	size_t n;
} files[8];

static struct sectors *
sectors_of(const char *name)
{
	struct sectors *file = files;

	while (file->name[0] && strcmp(file->name, name) != 0)
		if (++file == files + sizeof files / sizeof *files)
			abort();
	snprintf(file->name, sizeof file->name, "%s", name);
	return file;
}

static void
note_written(int fd, off64_t at, ssize_t len)
{
	char path[PATH_MAX];
	const char *name = name_of(fd, path);
	size_t first = (size_t)at / SECTOR;
	size_t end = (size_t)(at + len + SECTOR - 1) / SECTOR;
	struct sectors *file;

	if (len <= 0 || !disk.durable || !is_meant(name))
		return;
	file = sectors_of(name);
	if (end > file->n) {
		file->states = realloc(file->states, end);
		if (!file->states)
			abort();
		memset(file->states + file->n, CLEAN, end - file->n);
		file->n = end;
	}
	memset(file->states + first, WRITTEN, end - first);
}

static void
note_synced(const char *name, enum state state)
{
	struct sectors *file = sectors_of(name);

	for (size_t i = 0; i < file->n; i++)
		if (file->states[i] == WRITTEN)
			file->states[i] = (char)state;
}

static bool
sync_fails(int fd)
{
	char path[PATH_MAX];
	const char *name = name_of(fd, path);

	if (!fails(fd))
		return false;
	if (disk.durable)
		note_synced(name, LOST);
	return true;
}

/* ---- what is durable --------------------------------------------------- */

static void
write_at(int fd, const void *bytes, size_t len, off64_t at)
{
	static ssize_t (*real)(int, const void *, size_t, off64_t);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "pwrite64");
	if (real(fd, bytes, len, at) != (ssize_t)len)
		abort();
}

/* Over what was lost: as it was. */
static void
keep_old(const char *name, const char *old, int out)
{
	const struct sectors *file = sectors_of(name);
	int in = open(old, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fstat(out, &st) < 0)
		abort();
	for (off_t i = 0; i < (off_t)file->n; i++) {
		char bytes[SECTOR] = { 0 };
		off_t at = i * SECTOR, len = st.st_size - at;

		if (file->states[i] != LOST || len <= 0)
			continue;
		if (in >= 0 && pread(in, bytes, SECTOR, at) < 0)
			abort();
		write_at(out, bytes, len < SECTOR ? (size_t)len : SECTOR, at);
	}
	if (in >= 0)
		close(in);
}

static void
copy_fd(int from, const char *name, const char *old, const char *to)
{
	int out = open(to, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	char bytes[65536];
	off_t at = 0;
	ssize_t n;

	if (out < 0)
		abort();
	while ((n = pread(from, bytes, sizeof bytes, at)) > 0) {
		write_at(out, bytes, (size_t)n, at);
		at += n;
	}
	keep_old(name, old, out);
	close(out);
}

static void
each_name(const char *folder, void (*fn)(const char *name))
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			fn(entry->d_name);
	if (dir)
		closedir(dir);
}

static void
forget_if_gone(const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%s/%s", disk.folder, name);
	if (access(path, F_OK) == 0)
		return;
	snprintf(path, sizeof path, "%s/%s", disk.durable, name);
	unlink(path);
}

static void
make_durable(const char *name)
{
	char path[PATH_MAX], part[PATH_MAX], whole[PATH_MAX];
	int fd;

	if (!is_meant(name))
		return;
	snprintf(path, sizeof path, "%s/%s", disk.folder, name);
	snprintf(part, sizeof part, "%s/.part", disk.durable);
	snprintf(whole, sizeof whole, "%s/%s", disk.durable, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return; /* it has no name any more */
	copy_fd(fd, name, whole, part);
	close(fd);
	if (rename(part, whole) < 0)
		abort();
}

static void
synced(int fd)
{
	char path[PATH_MAX];
	const char *name = name_of(fd, path);

	if (!is_meant(name) || !disk.durable)
		return;
	note_synced(name, CLEAN);
	each_name(disk.durable, forget_if_gone);
	make_durable(name);
}

/* ---- the functions ----------------------------------------------------- */

#define REAL(name_) \
	static __typeof__(name_) *real; \
	if (!real) \
	*(void **)&real = dlsym(RTLD_NEXT, #name_)

ssize_t
pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
	ssize_t n = -1;

	REAL(pwrite64);
	if (!fails(fd))
		n = real(fd, bytes, len, at);
	else if (disk.in_part)
		n = real(fd, bytes, len / 2, at);
	note_written(fd, at, n);
	return n;
}

int
ftruncate64(int fd, off64_t len)
{
	REAL(ftruncate64);
	return fails(fd) ? -1 : real(fd, len);
}

int
fdatasync(int fd)
{
	REAL(fdatasync);
	if (sync_fails(fd) || real(fd) < 0)
		return -1;
	synced(fd);
	return 0;
}

int
fsync(int fd)
{
	REAL(fsync);
	if (sync_fails(fd) || real(fd) < 0)
		return -1;
	synced(fd);
	return 0;
}

/* SQLite's own, seen by nobody here but as a name. */
int sqlite3_exec(
    void *db, const char *sql, int (*fn)(void), void *arg, char **message);

int
sqlite3_exec(
    void *db, const char *sql, int (*fn)(void), void *arg, char **message)
{
	char other[1024];
	const char *full = strstr(sql, "synchronous = FULL");

	REAL(sqlite3_exec);
	if (!disk.normal || !full)
		return real(db, sql, fn, arg, message);
	snprintf(other, sizeof other, "%.*ssynchronous = NORMAL%s",
	    (int)(full - sql), sql, full + strlen("synchronous = FULL"));
	return real(db, other, fn, arg, message);
}

/* ---- loss of power ----------------------------------------------------- */

static long
file_read(const char *folder, const char *name, char **bytes)
{
	char path[PATH_MAX];
	struct stat st;
	int fd;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0)
		return -1;
	*bytes = malloc((size_t)st.st_size + 1);
	if (!*bytes || read(fd, *bytes, (size_t)st.st_size) != st.st_size)
		abort();
	close(fd);
	return st.st_size;
}

/* Some sectors of the new one over the old one; the longer one's end too, or
 * not. */
static long
mix(char **old, long len, const char *new, long new_len)
{
	if (new_len > len && rand() % 2) {
		*old = realloc(*old, (size_t)new_len + 1);
		memset(*old + len, 0, (size_t)(new_len - len));
		len = new_len;
	}
	for (long at = 0; at < len && at < new_len; at += SECTOR) {
		long end = at + SECTOR;

		end = end < len ? end : len;
		end = end < new_len ? end : new_len;
		if (rand() % 2)
			memcpy(*old + at, new + at, (size_t)(end - at));
	}
	return len;
}

static bool is_mixed;

static void
come_back(const char *name)
{
	char path[PATH_MAX], *old = NULL, *new = NULL;
	long len, new_len;
	FILE *file;

	if (!is_meant(name))
		return;
	len = file_read(disk.durable, name, &old);
	new_len = file_read(disk.folder, name, &new);
	if (is_mixed && new_len >= 0)
		len = mix(&old, len, new, new_len);
	snprintf(path, sizeof path, "%s/%s", disk.folder, name);
	file = fopen(path, "we");
	if (!file || fwrite(old, 1, (size_t)len, file) != (size_t)len ||
	    fclose(file) != 0)
		abort();
	free(old);
	free(new);
}

static void
vanish(const char *name)
{
	char path[PATH_MAX];

	if (!is_meant(name))
		return;
	snprintf(path, sizeof path, "%s/%s", disk.durable, name);
	if (access(path, F_OK) == 0)
		return;
	snprintf(path, sizeof path, "%s/%s", disk.folder, name);
	unlink(path);
}

void
disk_sync(const struct disk *synced_disk)
{
	struct disk was = disk;

	disk = *synced_disk;
	disk.fail_at = 0;
	each_name(disk.durable, forget_if_gone);
	each_name(disk.folder, make_durable);
	disk = was;
}

void
disk_lose_power(const struct disk *lost, bool mixed)
{
	struct disk was = disk;

	disk = *lost;
	disk.fail_at = 0;
	is_mixed = mixed;
	each_name(disk.durable, come_back);
	each_name(disk.folder, vanish);
	disk = was;
}
