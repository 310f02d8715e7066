/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "file:" and a path below the data folder. The kernel resolves it beneath
 * that folder (openat2), so neither "..", nor a symbolic link, nor a race
 * leads out.
 */
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "source/fetch_parts.h"

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The path of the URL, decoded (RFC 3986 section 2.1), without the slashes
 * before it: "file:x", "file:/x" and "file:///x" are the same. */
static int
path_of(const char *url, char *out, size_t room)
{
	const char *p = url + strlen("file:");
	size_t n = 0;

	for (p += strspn(p, "/"); *p; p++) {
		char c = *p;

		if (c == '%') {
			int high = hex_digit(p[1]);
			int low = high < 0 ? -1 : hex_digit(p[2]);

			c = (char)(high << 4 | low);
			if (low < 0 || !c)
				return -EINVAL;
			p += 2;
		}
		if (n + 1 >= room)
			return -ENAMETOOLONG;
		out[n++] = c;
	}
	out[n] = '\0';
	return n ? 0 : -EINVAL;
}

static int
open_beneath(const char *dir, const char *path)
{
	struct open_how how = { .flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK |
					 O_NOCTTY,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS };
	CLEANUP(closep)
	int base = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	long fd;

	if (base < 0)
		return -errno;
	fd = syscall(SYS_openat2, base, path, &how, sizeof how);
	return fd < 0 ? -errno : (int)fd;
}

static const char *
guess_type(const char *path)
{
	static const struct {
		const char *end, *type;
	} types[] = {
		{ ".ics", "text/calendar" },
		{ ".json", "application/json" },
		{ ".csv", "text/csv" },
		{ ".html", "text/html" },
		{ ".xml", "application/xml" },
	};
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < ARRAY_LEN(types); i++)
		if (!strcasecmp(dot, types[i].end))
			return types[i].type;
	return "application/octet-stream";
}

static void
fail(struct fetch_reply *reply, const char *path, int code)
{
	const char *why = strerror(code);

	if (code == EXDEV || code == ELOOP)
		why = "leads out of the data folder";
	else if (code == ENOSYS || code == EPERM)
		why = "this kernel cannot open it safely (openat2)";
	snprintf(
	    reply->error, sizeof reply->error, "file %.150s: %s", path, why);
}

static void
not_found(struct fetch_reply *reply, const char *path)
{
	int empty = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (empty < 0) {
		fail(reply, path, errno);
		return;
	}
	reply->status = 404;
	reply->fd = empty;
}

static void
give(struct fetch_reply *reply, const char *path, int fd, int64_t max_bytes)
{
	struct stat st;

	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		snprintf(reply->error, sizeof reply->error,
		    "file %.150s: is not a file", path);
		close(fd);
	} else if (st.st_size > max_bytes) {
		snprintf(reply->error, sizeof reply->error,
		    "file %.100s: has %lld bytes, more than the limit of %lld",
		    path, (long long)st.st_size, (long long)max_bytes);
		close(fd);
	} else {
		reply->status = 200;
		reply->fd = fd;
		reply->body_len = st.st_size;
		snprintf(reply->content_type, sizeof reply->content_type, "%s",
		    guess_type(path));
	}
}

void
fetch_file(const struct fetch_options *options, const char *url,
    int64_t max_bytes, struct fetch_reply *reply)
{
	char path[1024];
	int fd;

	snprintf(reply->final_url, sizeof reply->final_url, "%s", url);
	if (!options->data_dir) {
		snprintf(reply->error, sizeof reply->error,
		    "no data folder is configured, so file: is not allowed");
		return;
	}
	if (path_of(url, path, sizeof path) < 0) {
		snprintf(reply->error, sizeof reply->error,
		    "'%.150s' names no file below the data folder", url);
		return;
	}
	fd = open_beneath(options->data_dir, path);
	if (fd == -ENOENT)
		not_found(reply, path);
	else if (fd < 0)
		fail(reply, path, -fd);
	else
		give(reply, path, fd, max_bytes);
}
