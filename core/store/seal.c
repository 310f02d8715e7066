/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The seal is a head and eight bytes for each page, an eighth of a percent of
 * the file, written whole under another name. Opening costs a reading of the
 * file, a third of a second for each gigabyte; a renewal that of the pages
 * that were copied.
 */
#include "seal.h"

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "base/vec.h"
#include "store/folder.h"
#include "store/wal.h"

/* Read as a number it also tells the order of bytes. */
#define MAGIC UINT64_C(0x32306c6165734261)
#define LARGEST_PAGE 65536

struct head {
	uint64_t magic;
	uint32_t page_size, pages;
	uint64_t sum; /* of the pages' sums */
};

struct seal {
	char path[PATH_MAX], name[PATH_MAX]; /* the file's, its own */
	size_t page_size;                    /* 0: the file is empty */
	VEC(uint64_t) sums;
	struct wal expected;
};

void
seal_free(struct seal *seal)
{
	if (!seal)
		return;
	vec_free(&seal->sums);
	wal_free(&seal->expected);
	free(seal);
}

static void
seal_freep(struct seal **seal)
{
	seal_free(*seal);
}

static struct seal *
seal_new(const char *path, struct err *err)
{
	struct seal *seal = calloc(1, sizeof *seal);

	if (!seal) {
		err_set(err, -ENOMEM, "seal %s: no memory", path);
		return NULL;
	}
	snprintf(seal->path, sizeof seal->path, "%s", path);
	if (snprintf(seal->name, sizeof seal->name, "%s.seal", path) <
	    (int)sizeof seal->name)
		return seal;
	free(seal);
	err_set(err, -ENAMETOOLONG, "seal %s", path);
	return NULL;
}

/* ---- the file's pages -------------------------------------------------- */

struct pages {
	int fd;
	size_t size; /* of one */
	size_t n;    /* an incomplete last one counts */
};

static void
pages_close(struct pages *pages)
{
	closep(&pages->fd);
}

/* Of a database whose size of pages is not known it is asked. */
static int
pages_open(const struct seal *seal, struct pages *out, struct err *err)
{
	unsigned char size[2];
	struct stat st;

	out->fd = open(seal->path, O_RDONLY | O_CLOEXEC);
	if (out->fd < 0 || fstat(out->fd, &st) < 0)
		return err_errno(err, "read %s", seal->path);
	out->size = seal->page_size;
	if (!out->size && pread(out->fd, size, 2, 16) == 2)
		out->size = size[0] * 256u + size[1] == 1
				? LARGEST_PAGE
				: size[0] * 256u + size[1];
	out->n =
	    out->size ? ((size_t)st.st_size + out->size - 1) / out->size : 0;
	return 0;
}

/* number: from 1. What is missing at the file's end makes another sum. */
static int
page_sum(const struct pages *pages, size_t number, uint64_t *out)
{
	static _Thread_local char bytes[LARGEST_PAGE];
	ssize_t n = pread(
	    pages->fd, bytes, pages->size, (off_t)((number - 1) * pages->size));

	if (n < 0)
		return -errno;
	*out = hash64(bytes, (size_t)n, number);
	return 0;
}

static int
take_sum(struct seal *seal, const struct pages *pages, size_t number,
    struct err *err)
{
	int rc = page_sum(pages, number, &seal->sums.items[number - 1]);

	return rc < 0
		   ? err_set(err, rc, "read %s: %s", seal->path, strerror(-rc))
		   : 0;
}

/* ---- the seal's own file ----------------------------------------------- */

static struct head
head_of(const struct seal *seal)
{
	size_t len = seal->sums.len * sizeof *seal->sums.items;

	return (struct head){ MAGIC, (uint32_t)seal->page_size,
		(uint32_t)seal->sums.len,
		hash64(len ? seal->sums.items : (void *)"", len,
		    seal->page_size) };
}

static bool
write_all(int fd, const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

static int
seal_write(const struct seal *seal, struct err *err)
{
	struct head head = head_of(seal);
	char part[PATH_MAX + 8];
	CLEANUP(closep) int fd = -1;

	snprintf(part, sizeof part, "%s.part", seal->name);
	fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	if (fd < 0 || !write_all(fd, &head, sizeof head) ||
	    !write_all(fd, seal->sums.items,
		seal->sums.len * sizeof *seal->sums.items) ||
	    fsync(fd) < 0 || rename(part, seal->name) < 0)
		return err_errno(err, "write %s", seal->name);
	return folder_sync(seal->path, err);
}

/* 1: there is none, or none of this form; 0. */
static int
seal_read(struct seal *seal, struct err *err)
{
	CLEANUP(fclosep) FILE *file = fopen(seal->name, "re");
	struct head head, is;
	struct stat st;

	if (!file)
		return errno == ENOENT ? 1
				       : err_errno(err, "read %s", seal->name);
	if (fread(&head, sizeof head, 1, file) != 1 || head.magic != MAGIC ||
	    head.page_size > LARGEST_PAGE || fstat(fileno(file), &st) < 0 ||
	    (size_t)st.st_size !=
		sizeof head + head.pages * sizeof *seal->sums.items)
		return 1;
	if (vec_reserve(&seal->sums, head.pages + (size_t)1) < 0)
		return err_set(err, -ENOMEM, "read %s", seal->name);
	seal->sums.len =
	    fread(seal->sums.items, sizeof *seal->sums.items, head.pages, file);
	seal->page_size = head.page_size;
	is = head_of(seal);
	return memcmp(&head, &is, sizeof head) != 0;
}

/* ---- is it as it was? -------------------------------------------------- */

static int
broken(const struct seal *seal, size_t page, struct err *err)
{
	return err_set(err, -EUCLEAN,
	    "%s is not as it was written, at its page %zu: it is damaged, or "
	    "another program has written it; restore a backup, or remove %s "
	    "to take it as it is",
	    seal->path, page, seal->name);
}

/* Whether the log has a page: what the file has in its place is not read. */
static int
mark_logged(const struct wal *wal, size_t pages, bool **out)
{
	bool *logged = calloc(pages + 1, sizeof *logged);

	if (!logged)
		return -ENOMEM;
	vec_each(&wal->pages, page)
		if (*page <= pages)
			logged[*page] = true;
	*out = logged;
	return 0;
}

static int
compare(const struct seal *seal, const struct pages *pages,
    const struct wal *wal, struct err *err)
{
	CLEANUP(freep) bool *logged = NULL;
	size_t most = pages->n > seal->sums.len ? pages->n : seal->sums.len;

	if (mark_logged(wal, most, &logged) < 0)
		return err_set(err, -ENOMEM, "check %s", seal->path);
	/* What the log's last commit has cut off does not count. */
	if (wal->size && wal->size < most)
		most = wal->size;
	for (size_t i = 1; i <= most; i++) {
		uint64_t sum;

		if (logged[i])
			continue;
		if (i > pages->n || i > seal->sums.len ||
		    page_sum(pages, i, &sum) < 0 ||
		    sum != seal->sums.items[i - 1])
			return broken(seal, i, err);
	}
	return 0;
}

int
seal_check(const char *path, struct seal **out, struct err *err)
{
	CLEANUP(seal_freep) struct seal *seal = seal_new(path, err);
	CLEANUP(wal_free) struct wal wal = { .size = 0 };
	CLEANUP(pages_close) struct pages pages = { .fd = -1 };
	int rc = seal ? seal_read(seal, err) : err->code;

	if (rc < 0)
		return rc;
	if (rc > 0) {
		*out = NULL;
		return 0;
	}
	if (access(path, F_OK) < 0)
		return err_set(err, -EUCLEAN,
		    "%s is gone, and was there when it was sealed: restore a "
		    "backup, or remove %s to begin anew",
		    path, seal->name);
	if (pages_open(seal, &pages, err) < 0 ||
	    wal_read(path, &wal, err) < 0 ||
	    compare(seal, &pages, &wal, err) < 0)
		return err->code;
	*out = TAKE(seal);
	return 0;
}

/* ---- sealing ----------------------------------------------------------- */

/* As many sums as pages; those that are new are taken later. */
static int
resize(struct seal *seal, const struct pages *pages, struct err *err)
{
	size_t len = seal->sums.len;

	if (vec_reserve(&seal->sums, pages->n + 1) < 0)
		return err_set(err, -ENOMEM, "seal %s", seal->path);
	if (pages->n > len)
		memset(seal->sums.items + len, 0,
		    (pages->n - len) * sizeof *seal->sums.items);
	seal->sums.len = pages->n;
	seal->page_size = pages->size;
	return 0;
}

int
seal_make(const char *path, struct seal **out, struct err *err)
{
	CLEANUP(seal_freep) struct seal *seal = seal_new(path, err);
	CLEANUP(pages_close) struct pages pages = { .fd = -1 };

	if (!seal || pages_open(seal, &pages, err) < 0 ||
	    resize(seal, &pages, err) < 0)
		return err->code;
	for (size_t i = 1; i <= pages.n; i++)
		if (take_sum(seal, &pages, i, err) < 0)
			return err->code;
	if (seal_write(seal, err) < 0)
		return err->code;
	*out = TAKE(seal);
	return 0;
}

int
seal_expect(struct seal *seal, struct err *err)
{
	wal_free(&seal->expected);
	return wal_read(seal->path, &seal->expected, err);
}

static int
renew(struct seal *seal, struct err *err)
{
	CLEANUP(pages_close) struct pages pages = { .fd = -1 };

	if (pages_open(seal, &pages, err) < 0 || resize(seal, &pages, err) < 0)
		return err->code;
	vec_each(&seal->expected.pages, page)
		if (*page <= pages.n && take_sum(seal, &pages, *page, err) < 0)
			return err->code;
	return seal_write(seal, err);
}

int
seal_renew(struct seal *seal, struct err *err)
{
	struct err other = ERR_INIT;

	if (renew(seal, err) == 0)
		return 0;
	/* An old one would say that the file is damaged. */
	if (unlink(seal->name) < 0 && errno != ENOENT)
		return err->code;
	folder_sync(seal->path, &other);
	return err->code;
}
