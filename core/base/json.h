/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading JSON by jansson, with one of its faults stood in front of: where
 * memory runs out in the middle of a string, jansson 2.14 drops a byte and
 * goes on. Whoever reads JSON that will be kept reads it through here.
 */
#ifndef AMBIT_BASE_JSON_H
#define AMBIT_BASE_JSON_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Any JSON value, alone (RFC 8259); *out is the caller's (json_decref).
 * Refused with line and column: bad syntax, invalid UTF-8, U+0000, a name
 * that stands twice in an object, numbers out of range, deep nesting.
 * -EINVAL or -ENOMEM.
 */
int json_read(const char *text, size_t len, json_t **out, struct err *err);

/* An object's member; "" or 0 when it is not there, or of another type. The
 * text is the object's. */
const char *json_member_text(const json_t *object, const char *name);
int64_t json_member_int(const json_t *object, const char *name);

/* For CLEANUP. */
void json_freep(json_t **value);

#endif
