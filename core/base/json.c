/* SPDX-License-Identifier: Apache-2.0 */
/*
 * jansson is given an allocator that remembers, for each thread, whether it
 * failed. A value that was read while it did is not to be trusted.
 */
#include "json.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

static _Thread_local bool ran_out;

static void *
remembering_malloc(size_t size)
{
	void *memory = malloc(size);

	if (!memory)
		ran_out = true;
	return memory;
}

static void
use_remembering_malloc(void)
{
	json_set_alloc_funcs(remembering_malloc, free);
}

const char *
json_member_text(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

int64_t
json_member_int(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

void
json_freep(json_t **value)
{
	json_decref(*value);
}

int
json_read(const char *text, size_t len, json_t **out, struct err *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	json_error_t why;
	json_t *value;

	pthread_once(&once, use_remembering_malloc);
	ran_out = false;
	value = json_loadb(
	    text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (ran_out) {
		json_decref(value);
		return err_set(err, -ENOMEM, "JSON: out of memory");
	}
	if (!value)
		return err_set(err, -EINVAL, "not JSON, line %d, column %d: %s",
		    why.line, why.column, why.text);
	*out = value;
	return 0;
}
