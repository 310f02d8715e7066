/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that runs out: a test that links this has a malloc of its own, whose
 * n-th call can be made to fail, and which counts what is still held.
 *
 *     short_memory_begin(n);
 *     result = work();
 *     clean_up();
 *     made = short_memory_end(&live);
 */
#ifndef AMBIT_TESTS_UNIT_SHORT_MEMORY_H
#define AMBIT_TESTS_UNIT_SHORT_MEMORY_H

#include <stdbool.h>

/* Not under a sanitizer, which has a malloc of its own. */
bool short_memory_works(void);

/* From now on allocations are counted, and the one numbered fail_at (0: none)
 * fails. */
void short_memory_begin(long fail_at);

/* Returns how many were made; live: how many of them are not freed. */
long short_memory_end(long *live);

#endif
