/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A place in a JSON document that is being read: a chain on the stack up to
 * the root, which an error writes out as a pointer (RFC 6901) together with
 * what is wrong there and what is wanted.
 */
#ifndef AMBIT_SCHEDULE_RESOLVE_SPOT_H
#define AMBIT_SCHEDULE_RESOLVE_SPOT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct spot {
	const struct spot *up;
	const char *key; /* or NULL for an item of a list */
	size_t index;
	const json_t *value;
};

static inline struct spot
spot_member(const struct spot *up, const char *key)
{
	return (struct spot){ up, key, 0, json_object_get(up->value, key) };
}

static inline struct spot
spot_item(const struct spot *up, size_t index)
{
	return (
	    struct spot){ up, NULL, index, json_array_get(up->value, index) };
}

/* "/missions/3/options/0/s: what is wrong"; -EINVAL. */
int spot_wrong(const struct spot *spot, struct err *err, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

/* An integer from min to max. */
int spot_number(const struct spot *spot, int64_t min, int64_t max, int64_t *out,
    struct err *err);
/* A position among count things, 0 .. count - 1. */
int spot_index(
    const struct spot *spot, int32_t count, int32_t *out, struct err *err);
/* The number of items of a list, at most most. */
int spot_list(const struct spot *spot, size_t most, struct err *err);

/* A member of an object and where in the record it goes. */
enum spot_form { SPOT_INT32, SPOT_INT64, SPOT_FLAG };

struct spot_field {
	const char *key;
	size_t offset;
	enum spot_form form;
	bool or_null; /* null, or left out, is -1 */
	int64_t min, max;
};

/* All members that the table names (it ends with a NULL key). */
int spot_fields(const struct spot *spot, const struct spot_field *fields,
    void *record, struct err *err);

#endif
