/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tries each door of the house, while it is loaded and again in its sync, and
 * tells which ones were open. What it does where it succeeds does no harm.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bad.h"

/* -1: shut; else a descriptor, or 0. */
static int
read_secrets(void)
{
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC);
}

static int
read_own_environment(void)
{
	return open("/proc/self/environ", O_RDONLY | O_CLOEXEC);
}

static int
write_file(void)
{
	return open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

static int
make_folder(void)
{
	return mkdir("/tmp/.", 0700) < 0 && errno != EEXIST ? -1 : 0;
}

static int
internet_socket(void)
{
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int
local_socket(void)
{
	return socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

static int
another_process(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid < 0 ? -1 : waitpid(pid, NULL, 0) < 0;
}

static int
another_program(void)
{
	/* A path that is none: what is asked is whether it is looked at. */
	return execl("/nowhere", "nowhere", (char *)NULL) < 0 && errno == EPERM
		   ? -1
		   : 0;
}

static int
signal_to_parent(void)
{
	return kill(getppid(), 0);
}

static int
limits_of_parent(void)
{
	struct rlimit limit;

	return prlimit(getppid(), RLIMIT_CORE, NULL, &limit);
}

static int
trace(void)
{
	return (int)syscall(
	    SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0);
}

static int
kernel_rings(void)
{
	char params[256] = { 0 };

	return (int)syscall(SYS_io_uring_setup, 1, params);
}

static const struct door {
	const char *name;
	int (*try)(void);
} doors[] = {
	{ "secrets", read_secrets },
	{ "environment", read_own_environment },
	{ "writing", write_file },
	{ "folders", make_folder },
	{ "internet", internet_socket },
	{ "local-socket", local_socket },
	{ "process", another_process },
	{ "program", another_program },
	{ "signal", signal_to_parent },
	{ "limits", limits_of_parent },
	{ "memory", trace },
	{ "rings", kernel_rings },
};

static char while_loaded[300] = "loaded:", in_sync[300] = "sync:";

static void
try_doors(char *open_doors, size_t room)
{
	for (size_t i = 0; i < sizeof doors / sizeof doors[0]; i++) {
		size_t len = strlen(open_doors);
		int rc = doors[i].try();

		if (rc > 2)
			close(rc);
		if (rc >= 0)
			snprintf(
			    open_doors + len, room - len, " %s", doors[i].name);
	}
}

__attribute__((constructor)) static void
when_loaded(void)
{
	try_doors(while_loaded, sizeof while_loaded);
}

static int
code(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return page == MAP_FAILED ? -1 : munmap(page, 4096);
}

BAD_SYNC(bad_sync)
{
	BAD_UNUSED;
	try_doors(in_sync, sizeof in_sync);
	if (code() >= 0)
		strcat(in_sync, " code");
	host->log(run, AMBIT_LOG_INFO, while_loaded);
	host->log(run, AMBIT_LOG_INFO, in_sync);
	return AMBIT_OK;
}

BAD_PLUGIN(bad_sync);
