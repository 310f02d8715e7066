/* SPDX-License-Identifier: Apache-2.0 */
#include "conditional.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"

/* The opaque part between the quotes, without "-gzip". */
static size_t
opaque_length(const char *opaque, size_t len)
{
	static const char suffix[] = "-gzip";
	size_t n = sizeof suffix - 1;

	return len >= n && memcmp(opaque + len - n, suffix, n) == 0 ? len - n
								    : len;
}

/* *text stands at a tag: moves behind it. false: it is malformed. */
static bool
next_tag(const char **text, const char **opaque, size_t *len)
{
	const char *end;

	if ((*text)[0] == 'W' && (*text)[1] == '/')
		*text += 2;
	if (**text != '"')
		return false;
	*opaque = *text + 1;
	end = strchr(*opaque, '"');
	if (!end)
		return false;
	*len = opaque_length(*opaque, (size_t)(end - *opaque));
	*text = end + 1;
	return true;
}

bool
etag_listed(const char *list, const char *etag)
{
	const char *ours, *theirs;
	size_t our_len, their_len;

	list += strspn(list, " \t,");
	if (strcmp(list, "*") == 0)
		return true;
	if (!next_tag(&etag, &ours, &our_len))
		return false;
	while (*list) {
		if (!next_tag(&list, &theirs, &their_len))
			return false;
		if (their_len == our_len && memcmp(theirs, ours, our_len) == 0)
			return true;
		list += strspn(list, " \t,");
	}
	return false;
}

bool
not_modified(const struct validators *validators, const char *if_none_match,
    const char *if_modified_since, int64_t now)
{
	int64_t since;

	if (if_none_match)
		return validators->etag &&
		       etag_listed(if_none_match, validators->etag);
	return if_modified_since && validators->modified &&
	       http_date_parse(if_modified_since, now, &since) == 0 &&
	       validators->modified <= since;
}

static const char *const day_names[] = { "Mon", "Tue", "Wed", "Thu", "Fri",
	"Sat", "Sun" };
static const char *const month_names[] = { "Jan", "Feb", "Mar", "Apr", "May",
	"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

char *
http_date_format(char out[HTTP_DATE], int64_t utc)
{
	struct civil c = civil_from_wall(utc);

	snprintf(out, HTTP_DATE, "%s, %02u %s %04u %02u:%02u:%02u GMT",
	    day_names[day_weekday(day_from_wall(utc))], (unsigned)c.day % 100,
	    month_names[c.month - 1], (unsigned)c.year % 10000,
	    (unsigned)c.hour % 100, (unsigned)c.minute % 100,
	    (unsigned)c.second % 100);
	return out;
}

static int
month_parse(const char *name)
{
	for (int i = 0; i < 12; i++)
		if (strcmp(month_names[i], name) == 0)
			return i + 1;
	return 0;
}

/* A two-digit year that would lie more than 50 years ahead is one that has
 * passed (RFC 9110 section 5.6.7). */
static int
full_year(int year, int64_t now)
{
	int this_year = civil_from_wall(now).year;

	year += this_year / 100 * 100;
	return year > this_year + 50 ? year - 100 : year;
}

/* "Sun, 06 Nov 1994 08:49:37 GMT" */
static bool
fixed_date(const char *text, struct civil *c, char month[4])
{
	int end = 0;

	return sscanf(text, "%*3[A-Za-z], %2d %3s %4d %2d:%2d:%2d GMT%n",
		   &c->day, month, &c->year, &c->hour, &c->minute, &c->second,
		   &end) == 6 &&
	       end && !text[end];
}

/* "Sunday, 06-Nov-94 08:49:37 GMT" (RFC 850) */
static bool
long_date(const char *text, int64_t now, struct civil *c, char month[4])
{
	int end = 0;

	if (sscanf(text, "%*[A-Za-z], %2d-%3[A-Za-z]-%2d %2d:%2d:%2d GMT%n",
		&c->day, month, &c->year, &c->hour, &c->minute, &c->second,
		&end) != 6 ||
	    !end || text[end])
		return false;
	c->year = full_year(c->year, now);
	return true;
}

/* "Sun Nov  6 08:49:37 1994" (asctime) */
static bool
plain_date(const char *text, struct civil *c, char month[4])
{
	int end = 0;

	return sscanf(text, "%*3[A-Za-z] %3s %2d %2d:%2d:%2d %4d%n", month,
		   &c->day, &c->hour, &c->minute, &c->second, &c->year,
		   &end) == 6 &&
	       !text[end];
}

int
http_date_parse(const char *text, int64_t now, int64_t *utc)
{
	struct civil c = { .year = 0 };
	char month[4] = "";

	if (!fixed_date(text, &c, month) && !long_date(text, now, &c, month) &&
	    !plain_date(text, &c, month))
		return -EINVAL;
	c.month = month_parse(month);
	if (!civil_valid(&c))
		return -EINVAL;
	*utc = wall_from_civil(&c);
	return 0;
}
