/* SPDX-License-Identifier: Apache-2.0 */
/* The disk that can fail (disk.h) before a whole program, by its environment:
 * DISK_FOLDER, DISK_DURABLE, DISK_NORMAL, DISK_FAIL_WHILE (a file) with EIO
 * or, by DISK_FULL, ENOSPC; and a clock that stands still at DISK_NOW, so that
 * two runs that do the same leave the same, or of which the test turns the
 * hands in DISK_NOW_FILE. */
#include "disk.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static time_t now;
static const char *now_file;

__attribute__((constructor)) static void
begin(void)
{
	const char *text = getenv("DISK_NOW");

	disk.folder = getenv("DISK_FOLDER");
	disk.durable = getenv("DISK_DURABLE");
	disk.normal = getenv("DISK_NORMAL") != NULL;
	disk.fail_while = getenv("DISK_FAIL_WHILE");
	disk.error = getenv("DISK_FULL") ? ENOSPC : EIO;
	now = text ? atol(text) : 0;
	now_file = getenv("DISK_NOW_FILE");
}

static time_t
read_now(void)
{
	char text[24] = "";
	int fd = open(now_file, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof text - 1);

	if (fd >= 0)
		close(fd);
	return len > 0 ? atol(text) : now;
}

int
clock_gettime(clockid_t id, struct timespec *out)
{
	static __typeof__(clock_gettime) *real;

	if (id == CLOCK_REALTIME && now_file)
		now = read_now();
	if (id == CLOCK_REALTIME && now) {
		*out = (struct timespec){ now, 0 };
		return 0;
	}
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
	return real(id, out);
}
