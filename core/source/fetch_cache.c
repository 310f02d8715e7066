/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cache folder: one file for each source and URL, replaced by rename, so
 * that a body and what belongs to it change together. Layout:
 *
 *     body | etag \n last-modified \n content-type \n url \n | tail
 *
 * with struct tail at the very end: a file that was cut short has none and
 * counts as not there. It holds credentials' traces (URLs), hence mode 0600.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "source/fetch_parts.h"

#define TAIL_MAGIC "AmbitC01"
#define NOTES_MAX 4096

struct tail {
	int64_t body_len;
	uint64_t notes_hash;
	char magic[8];
};

char *
kept_name(char out[DIGEST_HEX], const char *source, const char *url,
    const char *bearer)
{
	unsigned char digest[DIGEST_BYTES];
	struct digest_state state;

	digest_start(&state);
	digest_add_text(&state, source);
	digest_add_text(&state, url);
	digest_add_text(&state, bearer ? bearer : "");
	digest_end(&state, digest);
	return hex_format(out, digest, DIGEST_BYTES);
}

/* The text up to the next newline into out; the place after it, or NULL. */
static const char *
note_take(const char *from, char *out, size_t room)
{
	const char *end = from ? strchr(from, '\n') : NULL;

	if (!end || (size_t)(end - from) >= room)
		return NULL;
	memcpy(out, from, (size_t)(end - from));
	out[end - from] = '\0';
	return end + 1;
}

static int
notes_read(int fd, off_t size, const struct tail *tail, struct kept *out)
{
	char notes[NOTES_MAX + 1];
	off_t len = size - (off_t)sizeof *tail - (off_t)tail->body_len;
	const char *p = notes;

	if (tail->body_len < 0 || len < 0 || len > NOTES_MAX ||
	    pread(fd, notes, (size_t)len, (off_t)tail->body_len) != len ||
	    hash64(notes, (size_t)len, 0) != tail->notes_hash)
		return -ENOENT;
	notes[len] = '\0';
	p = note_take(p, out->etag, sizeof out->etag);
	p = note_take(p, out->modified, sizeof out->modified);
	p = note_take(p, out->content_type, sizeof out->content_type);
	p = note_take(p, out->final_url, sizeof out->final_url);
	return p ? 0 : -ENOENT;
}

int
kept_open(int dir, const char *name, struct kept *out)
{
	CLEANUP(closep) int fd = -1;
	struct kept kept = { .fd = -1 };
	struct tail tail;
	struct stat st;

	if (dir >= 0)
		fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 || fstat(fd, &st) < 0 || st.st_size < (off_t)sizeof tail ||
	    pread(fd, &tail, sizeof tail, st.st_size - (off_t)sizeof tail) !=
		(ssize_t)sizeof tail ||
	    memcmp(tail.magic, TAIL_MAGIC, sizeof tail.magic) != 0 ||
	    notes_read(fd, st.st_size, &tail, &kept) < 0)
		return -ENOENT;
	kept.body_len = tail.body_len;
	kept.fd = take_fd(&fd);
	*out = kept;
	return 0;
}

int
draft_open(struct draft *draft, int dir, const char *name)
{
	*draft = (struct draft){ .dir = dir, .fd = -1 };
	if (dir < 0) {
		draft->fd = memfd_create("body", MFD_CLOEXEC);
		return draft->fd < 0 ? -errno : 0;
	}
	snprintf(draft->name, sizeof draft->name, "%s.new", name);
	unlinkat(dir, draft->name, 0);
	draft->fd = openat(
	    dir, draft->name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return draft->fd < 0 ? -errno : 0;
}

int
draft_add(struct draft *draft, const void *bytes, size_t len)
{
	const char *p = bytes;

	while (len) {
		ssize_t n = write(draft->fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		p += n;
		len -= (size_t)n;
	}
	return 0;
}

int
draft_keep(struct draft *draft, const char *name, const struct kept *kept)
{
	struct tail tail = { .body_len = kept->body_len };
	CLEANUP(buf_free) struct buf notes = BUF_INIT;
	int rc;

	memcpy(tail.magic, TAIL_MAGIC, sizeof tail.magic);
	buf_addf(&notes, "%s\n%s\n%s\n%s\n", kept->etag, kept->modified,
	    kept->content_type, kept->final_url);
	if (buf_error(&notes))
		return buf_error(&notes);
	tail.notes_hash = hash64(notes.data, notes.len, 0);
	buf_add(&notes, &tail, sizeof tail);
	rc = buf_error(&notes) ? buf_error(&notes)
			       : draft_add(draft, notes.data, notes.len);
	if (rc < 0)
		return rc;
	if (renameat(draft->dir, draft->name, draft->dir, name) < 0)
		return -errno;
	draft->name[0] = '\0';
	return 0;
}

int
draft_reopen(const struct draft *draft)
{
	char path[40];
	int fd;

	snprintf(path, sizeof path, "/proc/self/fd/%d", draft->fd);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

void
draft_free(struct draft *draft)
{
	if (draft->name[0])
		unlinkat(draft->dir, draft->name, 0);
	closep(&draft->fd);
	*draft = (struct draft){ .dir = -1, .fd = -1 };
}

int
fetched_forget(const char *state_dir, struct err *err)
{
	CLEANUP(buf_free) struct buf path = BUF_INIT;
	struct dirent *entry;
	DIR *dir;
	int rc = 0;

	buf_addf(&path, "%s/fetched", state_dir);
	if (buf_error(&path) < 0)
		return err_set(err, -ENOMEM, "forget what was fetched");
	dir = opendir(buf_str(&path));
	if (!dir)
		return errno == ENOENT
			   ? 0
			   : err_errno(err, "read %s", buf_str(&path));
	while (rc == 0 && (entry = readdir(dir)))
		if (entry->d_name[0] != '.' &&
		    unlinkat(dirfd(dir), entry->d_name, 0) < 0)
			rc = err_errno(
			    err, "remove %s/%s", buf_str(&path), entry->d_name);
	closedir(dir);
	return rc;
}
