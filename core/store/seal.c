/* SPDX-License-Identifier: Apache-2.0 */
/* One line of text: the size, a blank, the digest. It costs a reading of the
 * whole file when it is opened and when it is closed, about a second for each
 * gigabyte. */
#include "seal.h"

#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/text.h"
#include "store/folder.h"

#define SEAL_TEXT (DIGEST_HEX + 24)

static int
beside(
    char out[PATH_MAX], const char *path, const char *ending, struct err *err)
{
	if (snprintf(out, PATH_MAX, "%s%s", path, ending) >= PATH_MAX)
		return err_set(err, -ENAMETOOLONG, "seal %s", path);
	return 0;
}

/* What the file's seal would say. */
static int
seal_text(const char *path, char out[SEAL_TEXT], struct err *err)
{
	CLEANUP(closep) int fd = open(path, O_RDONLY | O_CLOEXEC);
	unsigned char digest[DIGEST_BYTES];
	char bytes[65536], hex[DIGEST_HEX];
	struct digest_state state;
	long long size = 0;
	ssize_t n = 0;

	digest_start(&state);
	while (fd >= 0 && (n = read(fd, bytes, sizeof bytes)) > 0) {
		digest_add(&state, bytes, (size_t)n);
		size += n;
	}
	if (fd < 0 || n < 0)
		return err_errno(err, "read %s", path);
	digest_end(&state, digest);
	snprintf(out, SEAL_TEXT, "%lld %s\n", size,
	    hex_format(hex, digest, DIGEST_BYTES));
	return 0;
}

/* A log that is not empty: the file alone does not tell all. */
static bool
has_log(const char *path)
{
	char log[PATH_MAX];
	struct stat st;

	return beside(log, path, "-wal", NULL) == 0 && stat(log, &st) == 0 &&
	       st.st_size > 0;
}

int
seal_check(const char *path, struct err *err)
{
	char seal[PATH_MAX], said[SEAL_TEXT] = "", is[SEAL_TEXT];
	CLEANUP(fclosep) FILE *file = NULL;

	if (beside(seal, path, ".seal", err) < 0)
		return err->code;
	file = fopen(seal, "re");
	if (!file && errno == ENOENT)
		return 0;
	if (!file || (!fgets(said, sizeof said, file) && ferror(file)))
		return err_errno(err, "read %s", seal);
	if (access(path, F_OK) < 0)
		return err_set(err, -EUCLEAN,
		    "%s is gone, and was there when it was closed: restore a "
		    "backup, or remove %s to begin anew",
		    path, seal);
	if (has_log(path))
		return 0;
	if (seal_text(path, is, err) < 0)
		return err->code;
	if (strcmp(said, is) == 0)
		return 0;
	return err_set(err, -EUCLEAN,
	    "%s is not as it was when it was closed: it is damaged, or "
	    "another program has written it; restore a backup, or remove %s "
	    "to take it as it is",
	    path, seal);
}

int
seal_break(const char *path, struct err *err)
{
	char seal[PATH_MAX];

	if (beside(seal, path, ".seal", err) < 0)
		return err->code;
	if (unlink(seal) < 0)
		return errno == ENOENT ? 0 : err_errno(err, "remove %s", seal);
	return folder_sync(path, err);
}

int
seal_set(const char *path, struct err *err)
{
	char seal[PATH_MAX], part[PATH_MAX], text[SEAL_TEXT];
	CLEANUP(closep) int fd = -1;

	if (has_log(path))
		return 0;
	if (beside(seal, path, ".seal", err) < 0 ||
	    beside(part, path, ".seal.part", err) < 0 ||
	    seal_text(path, text, err) < 0)
		return err->code;
	fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text) ||
	    fsync(fd) < 0 || rename(part, seal) < 0)
		return err_errno(err, "write %s", seal);
	return folder_sync(path, err);
}
