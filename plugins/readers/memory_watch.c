/* SPDX-License-Identifier: Apache-2.0 */
/* The libraries' allocations, each of which is seen to fail. */
#include <jansson.h>
#include <libxml/xmlmemory.h>
#include <stdlib.h>
#include <string.h>

#include "readers/memory.h"

static void *
noted(void *memory)
{
	if (!memory)
		memory_missed();
	return memory;
}

static void *
watched_malloc(size_t size)
{
	return noted(malloc(size));
}

static void *
watched_realloc(void *old, size_t size)
{
	return noted(realloc(old, size));
}

static char *
watched_strdup(const char *text)
{
	return noted(strdup(text));
}

void
memory_watch(void)
{
	json_set_alloc_funcs(watched_malloc, free);
	xmlMemSetup(free, watched_malloc, watched_realloc, watched_strdup);
	memory_forget();
}
