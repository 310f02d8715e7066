/* SPDX-License-Identifier: Apache-2.0 */
/* A set of (uid, recurrence id) with a number for each: 24 bytes a key, no
 * texts kept. Keys are told apart by 128 bits of two hashes. */
#ifndef AMBIT_SOURCE_KEYSET_H
#define AMBIT_SOURCE_KEYSET_H

#include <stdbool.h>
#include <stdint.h>

struct keyset;

struct keyset *keyset_new(void); /* NULL: no memory */
void keyset_free(struct keyset *set);
void keyset_clear(struct keyset *set);

/* recurrence_id may be NULL. A key that is there gets the new value. 0 or
 * -ENOMEM. */
int keyset_put(struct keyset *set, const char *uid, const char *recurrence_id,
    int64_t value);
bool keyset_get(const struct keyset *set, const char *uid,
    const char *recurrence_id, int64_t *value);

#endif
