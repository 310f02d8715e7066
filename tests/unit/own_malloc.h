/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The allocator of the C library behind one's own names. Whoever includes this,
 * once, has said before what happens at each call:
 *
 *     static bool fails(void);            does this allocation fail?
 *     static void *counted(void *made);   one was made, or NULL; returns it
 *     static void gone(void);             one was given back
 */
#ifndef AMBIT_TESTS_UNIT_OWN_MALLOC_H
#define AMBIT_TESTS_UNIT_OWN_MALLOC_H

#include <stddef.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);
void __libc_free(void *old);

void *
malloc(size_t size)
{
	return fails() ? NULL : counted(__libc_malloc(size));
}

void *
calloc(size_t n, size_t size)
{
	return fails() ? NULL : counted(__libc_calloc(n, size));
}

void *
realloc(void *old, size_t size)
{
	void *made = fails() ? NULL : __libc_realloc(old, size);

	return old ? made : counted(made);
}

void
free(void *old)
{
	if (old)
		gone();
	__libc_free(old);
}

#endif
