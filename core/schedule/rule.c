/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a RECUR value: one table of parts, each with its reader and bounds,
 * then the RFC's conditions between parts. The cost is linear in the text.
 */
#include "rule.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "base/cleanup.h"
#include "base/date.h"

/* Larger intervals and counts mean the same: past the year 9999. */
#define NUMBER_MAX 1000000000

struct piece {
	const char *at;
	size_t len;
};

struct part {
	const char *name;
	int (*read)(struct rule *rule, const struct part *part,
	    struct piece value, struct err *err);
	size_t member; /* offset in struct rule */
	int64_t min, max;
};

/* Cuts the text before the next separator off rest; false at the end. */
static bool
piece_cut(struct piece *rest, char separator, struct piece *out)
{
	const char *end;

	if (!rest->at)
		return false;
	end = memchr(rest->at, separator, rest->len);
	out->at = rest->at;
	out->len = end ? (size_t)(end - rest->at) : rest->len;
	rest->len -= out->len + (end ? 1 : 0);
	rest->at = end ? end + 1 : NULL;
	return true;
}

/* RFC 5545 section 2: enumerated values are read in any case. */
static bool
piece_is(struct piece piece, const char *word)
{
	return strlen(word) == piece.len &&
	       strncasecmp(piece.at, word, piece.len) == 0;
}

static bool
piece_number(struct piece piece, int64_t *value)
{
	*value = 0;
	for (size_t i = 0; i < piece.len; i++) {
		if (piece.at[i] < '0' || piece.at[i] > '9')
			return false;
		*value = *value * 10 + piece.at[i] - '0';
		if (*value > NUMBER_MAX)
			*value = NUMBER_MAX;
	}
	return piece.len > 0;
}

/* Steps over a sign: -1 or 1. */
static int
piece_sign(struct piece *piece)
{
	if (piece->len == 0 || (*piece->at != '+' && *piece->at != '-'))
		return 1;
	piece->at++;
	piece->len--;
	return piece->at[-1] == '-' ? -1 : 1;
}

static int
refuse(struct err *err, const struct part *part, struct piece value)
{
	int len = value.len > 40 ? 40 : (int)value.len;

	if (part->max)
		return err_set(err, -EINVAL,
		    "%s: '%.*s' is not a number from %lld to %lld%s",
		    part->name, len, value.at, (long long)part->min,
		    (long long)part->max, part->min < 0 ? " but 0" : "");
	return err_set(err, -EINVAL, "%s: '%.*s' is not a value that it has",
	    part->name, len, value.at);
}

static int
read_freq(struct rule *rule, const struct part *part, struct piece value,
    struct err *err)
{
	static const char *const known[] = { "DAILY", "WEEKLY", "MONTHLY",
		"YEARLY" };
	static const char *const finer[] = { "SECONDLY", "MINUTELY", "HOURLY" };

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (piece_is(value, known[i])) {
			rule->freq = (enum rule_freq)i;
			return 0;
		}
	for (size_t i = 0; i < ARRAY_LEN(finer); i++)
		if (piece_is(value, finer[i]))
			return err_set(err, -ENOTSUP,
			    "FREQ=%s is not supported: a rule is DAILY, "
			    "WEEKLY, MONTHLY or YEARLY",
			    finer[i]);
	return refuse(err, part, value);
}

static int
read_number(struct rule *rule, const struct part *part, struct piece value,
    struct err *err)
{
	int64_t *member = (int64_t *)((char *)rule + part->member);

	if (!piece_number(value, member) || *member < part->min)
		return refuse(err, part, value);
	return 0;
}

/* The fixed forms of RFC 5545 sections 3.3.4 and 3.3.5, where T and Z, as all
 * of ABNF's literals, are of any case. */
static bool
until_shape(struct piece value)
{
	static const char shape[] = "00000000T000000Z";

	if (value.len != 8 && value.len != 15 && value.len != 16)
		return false;
	for (size_t i = 0; i < value.len; i++) {
		bool digit = value.at[i] >= '0' && value.at[i] <= '9';

		if (shape[i] == '0' ? !digit
				    : (value.at[i] & ~0x20) != shape[i])
			return false;
	}
	return true;
}

static int
two_digits(const char *at)
{
	return (at[0] - '0') * 10 + at[1] - '0';
}

static int
read_until(struct rule *rule, const struct part *part, struct piece value,
    struct err *err)
{
	bool timed = value.len > 8;
	struct civil civil = { 0 };

	if (!until_shape(value))
		return err_set(err, -EINVAL,
		    "%s: '%.*s' is neither YYYYMMDD nor YYYYMMDDTHHMMSS",
		    part->name, value.len > 40 ? 40 : (int)value.len, value.at);
	civil.year = two_digits(value.at) * 100 + two_digits(value.at + 2);
	civil.month = two_digits(value.at + 4);
	civil.day = two_digits(value.at + 6);
	if (timed) {
		civil.hour = two_digits(value.at + 9);
		civil.minute = two_digits(value.at + 11);
		civil.second = two_digits(value.at + 13);
	}
	if (!civil_valid(&civil))
		return err_set(err, -EINVAL, "%s: %.*s is not in the calendar",
		    part->name, (int)value.len, value.at);
	rule->until = timed ? wall_from_civil(&civil)
			    : day_from_ymd(civil.year, civil.month, civil.day);
	rule->until_form = !timed            ? UNTIL_DATE
			   : value.len == 16 ? UNTIL_UTC
					     : UNTIL_LOCAL;
	return 0;
}

static int
read_weekday(struct piece piece, int *weekday)
{
	static const char *const words[] = { "MO", "TU", "WE", "TH", "FR", "SA",
		"SU" };

	for (int i = 0; i < 7; i++)
		if (piece_is(piece, words[i])) {
			*weekday = i;
			return 0;
		}
	return -EINVAL;
}

static int
read_week_start(struct rule *rule, const struct part *part, struct piece value,
    struct err *err)
{
	if (read_weekday(value, &rule->week_start) < 0)
		return refuse(err, part, value);
	return 0;
}

/* weekdaynum: an optional signed ordinal, then the day. */
static int
read_weekdaynum(struct rule *rule, struct piece item)
{
	struct piece digits = item;
	int sign, weekday;
	int64_t n;

	if (item.len < 2)
		return -EINVAL;
	digits.len -= 2;
	if (read_weekday((struct piece){ item.at + digits.len, 2 }, &weekday) <
	    0)
		return -EINVAL;
	if (digits.len == 0) {
		rule->weekdays |= 1u << weekday;
		return 0;
	}
	sign = piece_sign(&digits);
	if (!piece_number(digits, &n) || n < 1 || n > 53)
		return -EINVAL;
	if (sign > 0)
		rule->nth[weekday].plus |= UINT64_C(1) << (n - 1);
	else
		rule->nth[weekday].minus |= UINT64_C(1) << (n - 1);
	rule->has_nth = true;
	return 0;
}

static int
read_weekdays(struct rule *rule, const struct part *part, struct piece value,
    struct err *err)
{
	struct piece item;

	while (piece_cut(&value, ',', &item))
		if (read_weekdaynum(rule, item) < 0)
			return refuse(err, part, item);
	return 0;
}

static int
read_mask(struct rule *rule, const struct part *part, struct piece value,
    struct err *err)
{
	uint64_t *mask = (uint64_t *)((char *)rule + part->member);
	struct piece item;
	int64_t n;

	while (piece_cut(&value, ',', &item)) {
		if (!piece_number(item, &n) || n < part->min || n > part->max)
			return refuse(err, part, item);
		*mask |= UINT64_C(1) << n;
	}
	return 0;
}

static int
read_ordinals(struct rule *rule, const struct part *part, struct piece value,
    struct err *err)
{
	struct rule_ordinals *ordinals =
	    (struct rule_ordinals *)((char *)rule + part->member);
	struct piece item;
	int64_t n;

	ordinals->given = true;
	while (piece_cut(&value, ',', &item)) {
		struct piece digits = item;
		int sign = piece_sign(&digits);

		if (!piece_number(digits, &n) || n < 1 || n > part->max)
			return refuse(err, part, item);
		year_set_add(
		    sign > 0 ? &ordinals->plus : &ordinals->minus, (int)n - 1);
	}
	return 0;
}

/* RFC 7529: another calendar, or another reading of dates that do not exist.
 * Read as Gregorian they would give wrong dates, so they are refused. */
static int
read_unsupported(struct rule *rule, const struct part *part, struct piece value,
    struct err *err)
{
	(void)rule;
	return err_set(err, -ENOTSUP,
	    "%s=%.*s is not supported: write the rule in the Gregorian "
	    "calendar without it",
	    part->name, value.len > 40 ? 40 : (int)value.len, value.at);
}

#define MEMBER(name) offsetof(struct rule, name)

static const struct part parts[] = {
	{ "FREQ", read_freq, 0, 0, 0 },
	{ "INTERVAL", read_number, MEMBER(interval), 1, NUMBER_MAX },
	{ "COUNT", read_number, MEMBER(count), 1, NUMBER_MAX },
	{ "UNTIL", read_until, 0, 0, 0 },
	{ "WKST", read_week_start, 0, 0, 0 },
	{ "BYMONTH", read_mask, MEMBER(months), 1, 12 },
	{ "BYWEEKNO", read_ordinals, MEMBER(weeks), -53, 53 },
	{ "BYYEARDAY", read_ordinals, MEMBER(yeardays), -366, 366 },
	{ "BYMONTHDAY", read_ordinals, MEMBER(monthdays), -31, 31 },
	{ "BYDAY", read_weekdays, 0, 0, 0 },
	{ "BYHOUR", read_mask, MEMBER(hours), 0, 23 },
	{ "BYMINUTE", read_mask, MEMBER(minutes), 0, 59 },
	{ "BYSECOND", read_mask, MEMBER(seconds), 0, 60 },
	{ "BYSETPOS", read_ordinals, MEMBER(positions), -366, 366 },
	{ "RSCALE", read_unsupported, 0, 0, 0 },
	{ "SKIP", read_unsupported, 0, 0, 0 },
};

static int
parse_part(
    struct rule *rule, struct piece text, unsigned *seen, struct err *err)
{
	struct piece value = text, name;

	if (text.len == 0)
		return err_set(
		    err, -EINVAL, "an empty part: write NAME=VALUE;NAME=VALUE");
	piece_cut(&value, '=', &name);
	if (name.len > 2 && strncasecmp(name.at, "X-", 2) == 0)
		return 0;
	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (!piece_is(name, parts[i].name))
			continue;
		if (!value.at)
			return err_set(
			    err, -EINVAL, "%s has no value", parts[i].name);
		if (*seen >> i & 1)
			return err_set(
			    err, -EINVAL, "%s is there twice", parts[i].name);
		*seen |= 1u << i;
		return parts[i].read(rule, &parts[i], value, err);
	}
	return err_set(err, -EINVAL,
	    "'%.*s' is not a part of a rule (RFC 5545 section 3.3.10)",
	    name.len > 40 ? 40 : (int)name.len, name.at);
}

/* What section 3.3.10 says "MUST NOT" of, between parts. */
static int
check_parts(const struct rule *rule, struct err *err)
{
	bool yearly = rule->freq == RULE_YEARLY;
	bool by_any = rule->months || rule->hours || rule->minutes ||
		      rule->seconds || rule->monthdays.given ||
		      rule->yeardays.given || rule->weeks.given ||
		      rule->weekdays || rule->has_nth;

	if (rule->weeks.given && !yearly)
		return err_set(err, -EINVAL, "BYWEEKNO needs FREQ=YEARLY");
	if (rule->yeardays.given && !yearly)
		return err_set(err, -EINVAL, "BYYEARDAY needs FREQ=YEARLY");
	if (rule->monthdays.given && rule->freq == RULE_WEEKLY)
		return err_set(
		    err, -EINVAL, "BYMONTHDAY cannot stand with FREQ=WEEKLY");
	if (rule->has_nth && rule->freq < RULE_MONTHLY)
		return err_set(err, -EINVAL,
		    "BYDAY with a number needs FREQ=MONTHLY or FREQ=YEARLY");
	if (rule->has_nth && rule->weeks.given)
		return err_set(err, -EINVAL,
		    "BYDAY with a number cannot stand with BYWEEKNO");
	if (rule->positions.given && !by_any)
		return err_set(err, -EINVAL,
		    "BYSETPOS needs another BY part to choose from");
	return 0;
}

int
rule_parse(const char *text, struct rule *rule, struct err *err)
{
	struct piece rest = { text, strlen(text) }, part;
	unsigned seen = 0;
	int code;

	memset(rule, 0, sizeof *rule);
	rule->interval = 1;
	if (rest.len > 0 && text[rest.len - 1] == ';')
		rest.len--;
	while (piece_cut(&rest, ';', &part))
		if ((code = parse_part(rule, part, &seen, err)) < 0)
			return code;
	if (!(seen & 1))
		return err_set(err, -EINVAL,
		    "FREQ is missing: a rule is DAILY, WEEKLY, MONTHLY or "
		    "YEARLY");
	rule->nth_in_month = rule->freq == RULE_MONTHLY || rule->months;
	return check_parts(rule, err);
}
