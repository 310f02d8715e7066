/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plugin's process: born with three standard descriptors and the wire, in a
 * session of its own; ended with all that it started; never left a zombie.
 */
#ifndef AMBIT_SOURCE_CHILD_H
#define AMBIT_SOURCE_CHILD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

struct child {
	pid_t pid;  /* 0: none, or reaped */
	int wire;   /* our end; -1 */
	int errors; /* where its standard error comes out, not blocking; -1 */
};

#define CHILD_INIT \
	{ \
		.wire = -1, .errors = -1 \
	}

/* Starts the program. Its descriptor 3 is the other end of child->wire. */
int child_spawn(const char *program, struct child *child, struct err *err);

/* Has it ended? Reaps it then, and puts its status into *status. */
bool child_ended(struct child *child, int *status);

/* SIGKILL to it and to what it started; does not wait. */
void child_signal(const struct child *child);

/* Ends it and its whole group, and reaps it. */
void child_kill(struct child *child, int *status);

/* Kills it if it still runs, closes the descriptors. */
void child_free(struct child *child);

/* "killed by signal 11 (SIGSEGV)", "exited with status 3"; returns out. */
char *child_status_words(int status, char *out, size_t room);

#endif
