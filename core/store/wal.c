/* SPDX-License-Identifier: Apache-2.0 */
/* One reading of the log from its beginning, a frame at a time. */
#include "wal.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"

#define MAGIC 0x377f0682u /* and 1: checksums of big-endian words */
#define HEAD 32
#define FRAME 24

struct sum {
	bool big;
	uint32_t a, b;
};

struct reading {
	FILE *file;
	unsigned char *frame; /* its head and its page */
	size_t page_size;
	unsigned char salt[8];
	struct sum sum;
};

static uint32_t
big(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
	       (uint32_t)bytes[2] << 8 | bytes[3];
}

static uint32_t
word(const struct sum *sum, const unsigned char *bytes)
{
	return sum->big ? big(bytes) : __builtin_bswap32(big(bytes));
}

static void
sum_add(struct sum *sum, const unsigned char *bytes, size_t len)
{
	for (; len >= 8; bytes += 8, len -= 8) {
		sum->a += word(sum, bytes) + sum->b;
		sum->b += word(sum, bytes + 4) + sum->a;
	}
}

static bool
sum_is(const struct sum *sum, const unsigned char *bytes)
{
	return sum->a == big(bytes) && sum->b == big(bytes + 4);
}

/* false: there is no head, or none that was written whole. */
static bool
read_head(struct reading *reading)
{
	unsigned char head[HEAD];

	if (fread(head, sizeof head, 1, reading->file) != 1 ||
	    (big(head) & ~1u) != MAGIC)
		return false;
	reading->sum.big = big(head) & 1;
	reading->page_size = big(head + 8);
	memcpy(reading->salt, head + 16, sizeof reading->salt);
	sum_add(&reading->sum, head, 24);
	return sum_is(&reading->sum, head + 24) && reading->page_size >= 512 &&
	       reading->page_size <= 65536;
}

static bool
read_frame(struct reading *reading)
{
	unsigned char *frame = reading->frame;

	if (fread(frame, FRAME + reading->page_size, 1, reading->file) != 1 ||
	    memcmp(frame + 8, reading->salt, sizeof reading->salt) != 0)
		return false;
	sum_add(&reading->sum, frame, 8);
	sum_add(&reading->sum, frame + FRAME, reading->page_size);
	return sum_is(&reading->sum, frame + 16);
}

static int
read_frames(struct reading *reading, struct wal *out)
{
	size_t committed = 0;

	while (read_frame(reading)) {
		uint32_t size = big(reading->frame + 4);

		if (vec_push(&out->pages, big(reading->frame)) < 0)
			return -ENOMEM;
		if (size == 0)
			continue;
		out->size = size;
		committed = out->pages.len;
	}
	out->pages.len = committed;
	return ferror(reading->file) ? -EIO : 0;
}

int
wal_read(const char *path, struct wal *out, struct err *err)
{
	CLEANUP(fclosep) FILE *file = NULL;
	CLEANUP(freep) unsigned char *frame = NULL;
	struct reading reading = { .file = NULL };
	char name[PATH_MAX];
	int rc;

	*out = (struct wal){ .size = 0 };
	if (snprintf(name, sizeof name, "%s-wal", path) >= (int)sizeof name)
		return err_set(err, -ENAMETOOLONG, "read the log of %s", path);
	file = fopen(name, "re");
	if (!file && errno == ENOENT)
		return 0;
	if (!file)
		return err_errno(err, "read %s", name);
	reading.file = file;
	if (!read_head(&reading))
		return 0;
	frame = malloc(FRAME + reading.page_size);
	reading.frame = frame;
	rc = frame ? read_frames(&reading, out) : -ENOMEM;
	if (rc == 0)
		return 0;
	wal_free(out);
	return err_set(err, rc, "read %s: %s", name, strerror(-rc));
}

void
wal_free(struct wal *wal)
{
	vec_free(&wal->pages);
	wal->size = 0;
}
