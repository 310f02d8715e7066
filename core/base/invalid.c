/* SPDX-License-Identifier: Apache-2.0 */
#include "invalid.h"

#include <stdarg.h>
#include <stdio.h>

void
invalid_add(struct invalid *invalid, const char *where, const char *fmt, ...)
{
	struct invalid_value value;
	va_list args;

	va_start(args, fmt);
	vsnprintf(value.detail, sizeof value.detail, fmt, args);
	va_end(args);
	snprintf(value.where, sizeof value.where, "%s", where);
	if (vec_push(&invalid->list, value) < 0)
		invalid->incomplete = true;
}

void
invalid_free(struct invalid *invalid)
{
	vec_free(&invalid->list);
}

bool
invalid_any(const struct invalid *invalid)
{
	return invalid->list.len || invalid->incomplete;
}
