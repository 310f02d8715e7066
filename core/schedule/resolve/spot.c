/* SPDX-License-Identifier: Apache-2.0 */
#include "spot.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/cleanup.h"

static void
add_pointer(const struct spot *spot, struct buf *out)
{
	if (!spot || !spot->up)
		return;
	add_pointer(spot->up, out);
	if (spot->key)
		buf_addf(out, "/%s", spot->key);
	else
		buf_addf(out, "/%zu", spot->index);
}

__attribute__((format(printf, 3, 4))) int
spot_wrong(const struct spot *spot, struct err *err, const char *format, ...)
{
	CLEANUP(buf_free) struct buf pointer = BUF_INIT;
	char text[240];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	add_pointer(spot, &pointer);
	return err_set(err, -EINVAL, "%s: %s",
	    pointer.len ? buf_str(&pointer) : "/", text);
}

/* ---- values ------------------------------------------------------------- */

int
spot_number(const struct spot *spot, int64_t min, int64_t max, int64_t *out,
    struct err *err)
{
	int64_t value;

	if (!json_is_integer(spot->value))
		return spot_wrong(spot, err,
		    "an integer from %lld to %lld is "
		    "wanted here",
		    (long long)min, (long long)max);
	value = json_integer_value(spot->value);
	if (value < min || value > max)
		return spot_wrong(spot, err, "%lld is not from %lld to %lld",
		    (long long)value, (long long)min, (long long)max);
	*out = value;
	return 0;
}

int
spot_index(
    const struct spot *spot, int32_t count, int32_t *out, struct err *err)
{
	int64_t value = 0;

	if (spot_number(spot, 0, (int64_t)count - 1, &value, err) < 0)
		return err->code;
	*out = (int32_t)value;
	return 0;
}

int
spot_list(const struct spot *spot, size_t most, struct err *err)
{
	size_t len = json_array_size(spot->value);

	if (!json_is_array(spot->value))
		return spot_wrong(spot, err, "a list is wanted here");
	if (len > most)
		return spot_wrong(
		    spot, err, "%zu items, at most %zu are taken", len, most);
	return (int)len;
}

static int
read_field(const struct spot *spot, const struct spot_field *field,
    void *record, struct err *err)
{
	struct spot at = spot_member(spot, field->key);
	char *to = (char *)record + field->offset;
	int64_t value = -1;

	if (field->form == SPOT_FLAG) {
		if (!json_is_boolean(at.value) && !json_is_integer(at.value))
			return spot_wrong(
			    &at, err, "true or false is wanted here");
		*(bool *)to =
		    json_is_true(at.value) || json_integer_value(at.value) != 0;
		return 0;
	}
	if (!field->or_null || (at.value && !json_is_null(at.value)))
		if (spot_number(&at, field->min, field->max, &value, err) < 0)
			return err->code;
	if (field->form == SPOT_INT64)
		*(int64_t *)to = value;
	else
		*(int32_t *)to = (int32_t)value;
	return 0;
}

int
spot_fields(const struct spot *spot, const struct spot_field *fields,
    void *record, struct err *err)
{
	if (!json_is_object(spot->value))
		return spot_wrong(spot, err, "an object is wanted here");
	for (; fields->key; fields++)
		if (read_field(spot, fields, record, err) < 0)
			return err->code;
	return 0;
}
