/* SPDX-License-Identifier: Apache-2.0 */
#include "lock.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/cleanup.h"

static int
busy(int fd, const char *path, struct err *err)
{
	char owner[24] = "";
	ssize_t n = pread(fd, owner, sizeof owner - 1, 0);

	owner[n > 0 ? n : 0] = '\0';
	owner[strcspn(owner, "\n")] = '\0';
	return err_set(err, -EBUSY,
	    "%s is being written by process %s: stop it, or let it do this",
	    path, owner[0] ? owner : "(unknown)");
}

/* The file stays when the lock is given back: removing it would let two
 * processes lock two files of one name. */
int
lock_take(const char *path, int *fd, struct err *err)
{
	CLEANUP(closep) int file = -1;
	char name[PATH_MAX];

	if (snprintf(name, sizeof name, "%s.lock", path) >= (int)sizeof name)
		return err_set(err, -ENAMETOOLONG, "lock %s", path);
	file = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (file < 0)
		return err_errno(err, "open %s", name);
	if (flock(file, LOCK_EX | LOCK_NB) < 0)
		return errno == EWOULDBLOCK ? busy(file, path, err)
					    : err_errno(err, "lock %s", name);
	if (ftruncate(file, 0) < 0 || dprintf(file, "%d\n", getpid()) < 0)
		return err_errno(err, "write %s", name);
	*fd = take_fd(&file);
	return 0;
}
