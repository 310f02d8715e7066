/* SPDX-License-Identifier: Apache-2.0 */
/*
 * posix_spawn, so that starting costs the same whatever the daemon's size.
 * The descriptors that the child gets are first moved above those it gets
 * them as, so that no dup2 overwrites another's source, also in a daemon that
 * was started with its standard descriptors closed. Everything else is closed
 * in the child, whether or not it was opened close-on-exec.
 */
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "base/cleanup.h"
#include "source/wire.h"

#define FIRST_FREE (WIRE_FD + 1)

/* Moves a descriptor to FIRST_FREE or above. */
static int
fd_lift(int *fd)
{
	int lifted;

	if (*fd >= FIRST_FREE)
		return 0;
	lifted = fcntl(*fd, F_DUPFD_CLOEXEC, FIRST_FREE);
	if (lifted < 0)
		return -errno;
	close(*fd);
	*fd = lifted;
	return 0;
}

struct ends {
	int wire[2], errors[2], null; /* [0] ours, [1] the child's */
};

static void
ends_close(struct ends *ends)
{
	closep(&ends->wire[0]);
	closep(&ends->wire[1]);
	closep(&ends->errors[0]);
	closep(&ends->errors[1]);
	closep(&ends->null);
}

static int
ends_open(struct ends *ends, struct err *err)
{
	int *all[] = { &ends->wire[0], &ends->wire[1], &ends->errors[0],
		&ends->errors[1], &ends->null };

	ends->null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (ends->null < 0 ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends->wire) <
		0 ||
	    pipe2(ends->errors, O_CLOEXEC) < 0)
		return err_errno(err, "start a plugin's process");
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (fd_lift(all[i]) < 0)
			return err_errno(err, "start a plugin's process");
	if (fcntl(ends->errors[0], F_SETFL, O_NONBLOCK) < 0)
		return err_errno(err, "start a plugin's process");
	return 0;
}

static int
actions_fill(posix_spawn_file_actions_t *actions, const struct ends *ends)
{
	const struct {
		int from, to;
	} moves[] = {
		{ ends->null, STDIN_FILENO },
		{ ends->null, STDOUT_FILENO },
		{ ends->errors[1], STDERR_FILENO },
		{ ends->wire[1], WIRE_FD },
	};

	for (size_t i = 0; i < ARRAY_LEN(moves); i++) {
		int rc = posix_spawn_file_actions_adddup2(
		    actions, moves[i].from, moves[i].to);

		if (rc)
			return rc;
	}
	return posix_spawn_file_actions_addclosefrom_np(actions, FIRST_FREE);
}

static int
attr_fill(posix_spawnattr_t *attr)
{
	sigset_t none, all;
	int rc;

	sigemptyset(&none);
	sigfillset(&all);
	rc = posix_spawnattr_setsigmask(attr, &none);
	if (!rc)
		rc = posix_spawnattr_setsigdefault(attr, &all);
	if (!rc)
		rc = posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGDEF |
							POSIX_SPAWN_SETSIGMASK |
							POSIX_SPAWN_SETSID);
	return rc;
}

static int
spawn_with(const char *program, const struct ends *ends, pid_t *pid)
{
	char *argv[] = { (char *)(uintptr_t) "ambit-plugin-host", NULL };
	char *envp[] = { (char *)(uintptr_t) "LANG=C.UTF-8", NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	int rc = posix_spawn_file_actions_init(&actions);

	if (rc)
		return rc;
	rc = posix_spawnattr_init(&attr);
	if (!rc) {
		rc = actions_fill(&actions, ends);
		if (!rc)
			rc = attr_fill(&attr);
		if (!rc)
			rc = posix_spawn(
			    pid, program, &actions, &attr, argv, envp);
		posix_spawnattr_destroy(&attr);
	}
	posix_spawn_file_actions_destroy(&actions);
	return rc;
}

int
child_spawn(const char *program, struct child *child, struct err *err)
{
	CLEANUP(ends_close)
	struct ends ends = { { -1, -1 }, { -1, -1 }, -1 };
	int rc;

	if (ends_open(&ends, err) < 0)
		return err->code;
	rc = spawn_with(program, &ends, &child->pid);
	if (rc)
		return err_set(err, -rc, "start %s: %s", program, strerror(rc));
	child->wire = take_fd(&ends.wire[0]);
	child->errors = take_fd(&ends.errors[0]);
	return 0;
}

static bool
child_reap(struct child *child, int options, int *status)
{
	pid_t got;

	do
		got = waitpid(child->pid, status, options);
	while (got < 0 && errno == EINTR);
	if (got == 0)
		return false;
	if (got < 0) /* someone else has reaped it: how it ended is lost */
		*status = 0;
	/* What it may have started in its group goes with it. */
	kill(-child->pid, SIGKILL);
	child->pid = 0;
	return true;
}

bool
child_ended(struct child *child, int *status)
{
	return child_reap(child, WNOHANG, status);
}

void
child_signal(const struct child *child)
{
	if (child->pid <= 0)
		return;
	kill(-child->pid, SIGKILL);
	kill(child->pid, SIGKILL);
}

void
child_kill(struct child *child, int *status)
{
	child_signal(child);
	child_reap(child, 0, status);
}

void
child_free(struct child *child)
{
	int status;

	if (child->pid)
		child_kill(child, &status);
	closep(&child->wire);
	closep(&child->errors);
	*child = (struct child)CHILD_INIT;
}

char *
child_status_words(int status, char *out, size_t room)
{
	if (WIFSIGNALED(status)) {
		const char *name = sigabbrev_np(WTERMSIG(status));

		snprintf(out, room, "killed by signal %d (SIG%s)",
		    WTERMSIG(status), name ? name : "?");
	} else {
		snprintf(
		    out, room, "exited with status %d", WEXITSTATUS(status));
	}
	return out;
}
