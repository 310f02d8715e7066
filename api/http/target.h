/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request's target, taken apart: the path with its percent-encodings
 * decoded, and the parameters of the query. What has two readings (an encoded
 * slash, dot segments, a repeated parameter) is refused.
 */
#ifndef AMBIT_HTTP_TARGET_H
#define AMBIT_HTTP_TARGET_H

#include <stddef.h>

#include "base/err.h"

#define TARGET_PARAMETERS 32

struct target {
	char *path;
	struct target_parameter {
		const char *name, *value;
	} parameters[TARGET_PARAMETERS];
	size_t nparameters;
	char *block; /* the texts of the parameters */
};

/* -EINVAL says what is wrong with it, -ENOMEM. */
int target_parse(const char *text, struct target *out, struct err *err);
void target_free(struct target *target);

/* Its value, "" when it has none; NULL: not given. */
const char *target_value(const struct target *target, const char *name);

#endif
