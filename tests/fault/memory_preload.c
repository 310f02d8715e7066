/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that runs out once, before a whole program by LD_PRELOAD: the
 * allocation with the number that the file MEMORY_CONTROL says fails. The
 * file is three 64-bit numbers in memory shared with whoever watches: how
 * many were made, which one fails (0: none), how many live. When the program
 * crashes, where is written to standard error.
 */
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

struct control {
	atomic_long made, fail_at, live;
};

static struct control own;
static struct control *control = &own;

static void
on_crash(int number)
{
	static const char text[] = "\ncrash at:\n";
	void *frames[32];
	int n = backtrace(frames, 32);

	if (write(STDERR_FILENO, text, sizeof text - 1) > 0)
		backtrace_symbols_fd(frames, n, STDERR_FILENO);
	signal(number, SIG_DFL);
	raise(number);
}

__attribute__((constructor)) static void
begin(void)
{
	const char *path = getenv("MEMORY_CONTROL");
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *frames[4], *shared;

	/* These load what they keep while there is memory. */
	backtrace(frames, 4);
	tzset();
	signal(SIGSEGV, on_crash);
	signal(SIGABRT, on_crash);
	if (fd < 0)
		return;
	shared =
	    mmap(NULL, sizeof own, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (shared != MAP_FAILED)
		control = shared;
}

static bool
fails(void)
{
	long n = atomic_fetch_add(&control->made, 1) + 1;

	if (n != atomic_load(&control->fail_at))
		return false;
	errno = ENOMEM;
	return true;
}

static void *
counted(void *made)
{
	if (made)
		atomic_fetch_add(&control->live, 1);
	return made;
}

static void
gone(void)
{
	atomic_fetch_sub(&control->live, 1);
}

#include "tests/unit/own_malloc.h"
