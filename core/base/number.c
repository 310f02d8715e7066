/* SPDX-License-Identifier: Apache-2.0 */
#include "number.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"

int
int_parse(const char *text, int64_t *value)
{
	char *end;
	long long parsed;

	if (!strchr("+-0123456789", text[0]) || !text[0])
		return -EINVAL;
	errno = 0;
	parsed = strtoll(text, &end, 10);
	if (errno == ERANGE)
		return -ERANGE;
	if (*end || end == text)
		return -EINVAL;
	*value = parsed;
	return 0;
}

/* Longest first, so that seconds_add finds the shortest form. */
static const struct {
	char letter;
	int64_t seconds;
} units[] = {
	{ 'w', 604800 },
	{ 'd', 86400 },
	{ 'h', 3600 },
	{ 'm', 60 },
	{ 's', 1 },
};

int
seconds_parse(const char *text, int64_t *seconds)
{
	int64_t value, unit = 1;
	size_t len = strlen(text);
	char digits[24];

	if (len == 0 || len >= sizeof digits)
		return -EINVAL;
	memcpy(digits, text, len + 1);
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (digits[len - 1] != units[i].letter)
			continue;
		unit = units[i].seconds;
		digits[len - 1] = '\0';
		break;
	}
	if (int_parse(digits, &value) < 0 || value < 0 ||
	    __builtin_mul_overflow(value, unit, seconds))
		return -EINVAL;
	return 0;
}

void
seconds_add(struct buf *buf, int64_t seconds)
{
	for (size_t i = 0; i < ARRAY_LEN(units); i++) {
		if (seconds == 0 || seconds % units[i].seconds != 0)
			continue;
		buf_addi(buf, seconds / units[i].seconds);
		buf_addc(buf, units[i].letter);
		return;
	}
	buf_adds(buf, "0s");
}

int
bool_parse(const char *text, int *value)
{
	static const char *const yes[] = { "yes", "true", "on", "1" };
	static const char *const no[] = { "no", "false", "off", "0" };

	for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
		if (strcasecmp(text, yes[i]) == 0) {
			*value = 1;
			return 0;
		}
		if (strcasecmp(text, no[i]) == 0) {
			*value = 0;
			return 0;
		}
	}
	return -EINVAL;
}
