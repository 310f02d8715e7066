/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with the values that somebody gave, gathered one by one, so
 * that all of it can be said at once. */
#ifndef AMBIT_BASE_INVALID_H
#define AMBIT_BASE_INVALID_H

#include <stdbool.h>

#include "base/vec.h"

struct invalid_value {
	char where[96];   /* a parameter's name, or a JSON pointer (RFC 6901) */
	char detail[240]; /* what would be right */
};
struct invalid {
	VEC(struct invalid_value) list;
	bool pointers;   /* where is a JSON pointer into the body */
	bool incomplete; /* memory ran out: some are not in the list */
};

void invalid_add(struct invalid *invalid, const char *where, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));
void invalid_free(struct invalid *invalid);
bool invalid_any(const struct invalid *invalid);

#endif
