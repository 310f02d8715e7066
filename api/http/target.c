/* SPDX-License-Identifier: Apache-2.0 */
#include "target.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Decodes in place; -1: not two digits, or a control character. */
static int
decode(char *text, bool plus_is_space)
{
	char *to = text;

	for (; *text; text++) {
		int c = (unsigned char)*text;

		if (c == '%') {
			int high = hex_value(text[1]);
			int low = high < 0 ? -1 : hex_value(text[2]);

			if (low < 0)
				return -1;
			c = high * 16 + low;
			text += 2;
		} else if (c == '+' && plus_is_space) {
			c = ' ';
		}
		if (c < 0x20 || c == 0x7f)
			return -1;
		*to++ = (char)c;
	}
	*to = '\0';
	return 0;
}

static int
decode_text(char *text, bool query, struct err *err)
{
	if (decode(text, query) < 0)
		return err_set(err, -EINVAL,
		    "the request's target has a malformed percent-encoding, "
		    "or one of a control character");
	if (!utf8_valid(text, strlen(text)))
		return err_set(err, -EINVAL,
		    "the request's target is not UTF-8 when decoded");
	return 0;
}

static bool
has_dot_segments(const char *path)
{
	for (const char *at = path; at; at = strchr(at + 1, '/')) {
		size_t len = strcspn(at + 1, "/");

		if ((len == 1 && at[1] == '.') ||
		    (len == 2 && at[1] == '.' && at[2] == '.'))
			return true;
	}
	return false;
}

static int
parse_path(char *path, struct err *err)
{
	if (strcasestr(path, "%2f"))
		return err_set(
		    err, -EINVAL, "the request's path holds an encoded slash");
	if (decode_text(path, false, err) < 0)
		return err->code;
	if (path[0] != '/' || strstr(path, "//") || has_dot_segments(path))
		return err_set(err, -EINVAL,
		    "the request's path has empty or dot segments");
	return 0;
}

static int
add_parameter(struct target *target, char *text, struct err *err)
{
	char *value = strchr(text, '=');

	if (value)
		*value++ = '\0';
	else
		value = text + strlen(text);
	if (decode_text(text, true, err) < 0 ||
	    decode_text(value, true, err) < 0)
		return err->code;
	if (target_value(target, text))
		return err_set(err, -EINVAL,
		    "the parameter %s is given more than once; give it once",
		    text);
	if (target->nparameters == TARGET_PARAMETERS)
		return err_set(err, -EINVAL, "there are too many parameters");
	target->parameters[target->nparameters++] =
	    (struct target_parameter){ text, value };
	return 0;
}

static int
parse_query(struct target *target, char *query, struct err *err)
{
	char *part;

	while ((part = strsep(&query, "&")))
		if (*part && add_parameter(target, part, err) < 0)
			return err->code;
	return 0;
}

int
target_parse(const char *text, struct target *out, struct err *err)
{
	size_t path_len = strcspn(text, "?");
	const char *query = text[path_len] ? text + path_len + 1 : "";

	*out = (struct target){ .path = strndup(text, path_len) };
	if (out->path && *query)
		out->block = strdup(query);
	if (!out->path || (*query && !out->block)) {
		target_free(out);
		return err_set(err, -ENOMEM, "read a request's target");
	}
	if (parse_path(out->path, err) < 0 ||
	    (out->block && parse_query(out, out->block, err) < 0)) {
		target_free(out);
		return err->code;
	}
	return 0;
}

void
target_free(struct target *target)
{
	free(target->path);
	free(target->block);
	*target = (struct target){ .path = NULL };
}

const char *
target_value(const struct target *target, const char *name)
{
	for (size_t i = 0; i < target->nparameters; i++)
		if (strcmp(target->parameters[i].name, name) == 0)
			return target->parameters[i].value;
	return NULL;
}
