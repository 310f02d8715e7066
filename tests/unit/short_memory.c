/* SPDX-License-Identifier: Apache-2.0 */
#include "short_memory.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define OWN_MALLOC 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define OWN_MALLOC 0
#endif
#endif
#ifndef OWN_MALLOC
#define OWN_MALLOC 1
#endif

static struct {
	bool counting;
	long made;    /* allocations so far */
	long fail_at; /* the one that fails; 0: none */
	long live;
} memory;

bool
short_memory_works(void)
{
	return OWN_MALLOC;
}

void
short_memory_begin(long fail_at)
{
	memory.made = memory.live = 0;
	memory.fail_at = fail_at;
	memory.counting = true;
}

long
short_memory_end(long *live)
{
	memory.counting = false;
	*live = memory.live;
	return memory.made;
}

#if OWN_MALLOC

static bool
fails(void)
{
	if (!memory.counting || ++memory.made != memory.fail_at)
		return false;
	errno = ENOMEM;
	return true;
}

static void *
counted(void *made)
{
	memory.live += memory.counting && made;
	return made;
}

static void
gone(void)
{
	memory.live -= memory.counting;
}

#include "own_malloc.h"

#endif
