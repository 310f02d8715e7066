/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cleanup by scope. CLEANUP(buf_free) struct buf b = BUF_INIT; runs
 * buf_free(&b) when b leaves its scope, on every path.
 */
#ifndef AMBIT_BASE_CLEANUP_H
#define AMBIT_BASE_CLEANUP_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CLEANUP(fn) __attribute__((cleanup(fn)))

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* For char * and other malloc'ed pointers: CLEANUP(freep) char *s = NULL; */
static inline void
freep(void *pointer)
{
	free(*(void **)pointer);
}

/* For file descriptors; -1 is "none". */
static inline void
closep(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static inline void
fclosep(FILE **file)
{
	if (*file)
		fclose(*file);
}

/* Hands a pointer or descriptor over: the scope no longer owns it. */
#define TAKE(pointer) \
	__extension__({ \
		__typeof__(pointer) taken_ = (pointer); \
		(pointer) = NULL; \
		taken_; \
	})

static inline int
take_fd(int *fd)
{
	int taken = *fd;

	*fd = -1;
	return taken;
}

#endif
