/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rule in a TZif file's footer (RFC 8536 section 3.3; POSIX.1-2017, Base
 * Definitions 8.3, TZ). An instant is placed among the edges of its year and
 * of the years beside it, since an edge's hour may lie a week off its day.
 */
#include <string.h>

#include "base/date.h"
#include "base/take.h"
#include "base/zone_parts.h"

static bool
take_number(const char **text, int min, int max, int *value)
{
	const char *start = *text;

	*value = 0;
	while (**text >= '0' && **text <= '9' && *text - start < 4)
		*value = *value * 10 + (*(*text)++ - '0');
	return *text > start && *value >= min && *value <= max;
}

/* "CEST", or "<+0330>" with what letters cannot say. */
static bool
take_name(const char **text, char name[8])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz";
	static const char quoted[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz"
				     "0123456789+-";
	bool quotes = take_char(text, '<');
	size_t len = strspn(*text, quotes ? quoted : letters);
	size_t kept = len < 7 ? len : 7;

	if (len < 3)
		return false;
	memcpy(name, *text, kept);
	name[kept] = '\0';
	*text += len;
	return !quotes || take_char(text, '>');
}

/* [+-]hh[:mm[:ss]] as seconds. */
static bool
take_time(const char **text, int hours, int *seconds)
{
	int hour, minute = 0, second = 0, sign = 1;

	if (take_char(text, '-'))
		sign = -1;
	else
		take_char(text, '+');
	if (!take_number(text, 0, hours, &hour))
		return false;
	if (take_char(text, ':') && !take_number(text, 0, 59, &minute))
		return false;
	if (take_char(text, ':') && !take_number(text, 0, 59, &second))
		return false;
	*seconds = sign * (hour * 3600 + minute * 60 + second);
	return true;
}

/* POSIX counts west of Greenwich. */
static bool
take_offset(const char **text, int *offset)
{
	int west;

	if (!take_time(text, 25, &west) || -west < OFFSET_MIN ||
	    -west > OFFSET_MAX)
		return false;
	*offset = -west;
	return true;
}

static bool
take_edge_day(const char **text, struct zone_edge *edge)
{
	if (take_char(text, 'M')) {
		edge->form = EDGE_MONTH_WEEK;
		return take_number(text, 1, 12, &edge->month) &&
		       take_char(text, '.') &&
		       take_number(text, 1, 5, &edge->week) &&
		       take_char(text, '.') &&
		       take_number(text, 0, 6, &edge->weekday);
	}
	if (take_char(text, 'J')) {
		edge->form = EDGE_JULIAN;
		return take_number(text, 1, 365, &edge->day);
	}
	edge->form = EDGE_DAY;
	return take_number(text, 0, 365, &edge->day);
}

/* ",M3.5.0/2" */
static bool
take_edge(const char **text, struct zone_edge *edge)
{
	if (!take_char(text, ',') || !take_edge_day(text, edge))
		return false;
	edge->time = 2 * 3600;
	return !take_char(text, '/') || take_time(text, 167, &edge->time);
}

static bool
take_rule(const char **text, struct zone_rule *rule)
{
	if (!take_name(text, rule->std_name) ||
	    !take_offset(text, &rule->std_offset))
		return false;
	if (!**text)
		return true;
	rule->has_dst = true;
	rule->dst_offset = rule->std_offset + 3600;
	if (!take_name(text, rule->dst_name))
		return false;
	if (**text != ',' && !take_offset(text, &rule->dst_offset))
		return false;
	return take_edge(text, &rule->to_dst) &&
	       take_edge(text, &rule->to_std) && !**text;
}

int
posix_rule_parse(const char *text, struct zone_rule *rule, struct err *err)
{
	struct zone_rule read = { .since = rule->since };
	const char *p = text;

	if (!take_rule(&p, &read))
		return err_set(err, -EBADMSG,
		    "the rule \"%.60s\" is not readable at byte %d", text,
		    (int)(p - text));
	*rule = read;
	return 0;
}

static int64_t
edge_day(const struct zone_edge *edge, int year)
{
	int64_t first;
	int sunday_first, day;

	switch (edge->form) {
	case EDGE_JULIAN: /* February 29 is never counted */
		return day_from_ymd(year, 1, edge->day) +
		       (edge->day >= 60 && days_in_month(year, 2) == 29);
	case EDGE_DAY:
		return day_from_ymd(year, 1, edge->day + 1);
	case EDGE_MONTH_WEEK:
		break;
	}
	first = day_from_ymd(year, edge->month, 1);
	sunday_first = (day_weekday(first) + 1) % 7;
	day = (edge->weekday - sunday_first + 7) % 7 + 7 * (edge->week - 1);
	if (day >= days_in_month(year, edge->month))
		day -= 7;
	return first + day;
}

static int64_t
edge_utc(const struct zone_edge *edge, int year, int offset_before)
{
	return edge_day(edge, year) * DAY_SECONDS + edge->time - offset_before;
}

/* Takes an edge into the segment around utc. Where both edges fall on one
 * instant, daylight saving goes on all year (RFC 8536 section 3.3.1), so the
 * one that begins it is given last. */
static void
narrow(struct segment *segment, int64_t utc, int64_t edge, bool dst)
{
	if (edge > utc) {
		if (edge < segment->until)
			segment->until = edge;
	} else if (edge >= segment->from) {
		segment->from = edge;
		segment->dst = dst;
	}
}

struct segment
posix_rule_segment(const struct zone_rule *rule, int64_t utc)
{
	struct segment segment = { .from = INT64_MIN, .until = INT64_MAX };
	int year = civil_from_wall(utc + rule->std_offset).year;

	if (rule->has_dst) {
		for (int y = year - 1; y <= year + 1; y++)
			narrow(&segment, utc,
			    edge_utc(&rule->to_std, y, rule->dst_offset),
			    false);
		for (int y = year - 1; y <= year + 1; y++)
			narrow(&segment, utc,
			    edge_utc(&rule->to_dst, y, rule->std_offset), true);
	}
	segment.offset = segment.dst ? rule->dst_offset : rule->std_offset;
	segment.abbreviation = segment.dst ? rule->dst_name : rule->std_name;
	return segment;
}
