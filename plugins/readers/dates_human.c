/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people write: one part, or two with "-" or a word such as "al" or "to"
 * between them. A part gives what it says; what it leaves out (the month of
 * "22-24 febrer", the year of "28 feb - 2 mar 2026", the day of "9:30-11:00")
 * comes from the other part. Each function moves reading->p over what it
 * takes, and leaves it where it was when it takes nothing.
 */
#include "dates_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyz"

static void
blanks(struct date_reading *reading)
{
	reading->p += strspn(reading->p, " ");
}

/* Takes the word here if it is one of the list, with the blanks after it. */
static bool
word(struct date_reading *reading, const char *const *list)
{
	size_t len = strspn(reading->p, LETTERS);

	for (; *list; list++) {
		if (strlen(*list) != len || memcmp(*list, reading->p, len) != 0)
			continue;
		reading->p += len;
		reading->p += strspn(reading->p, " '.");
		return true;
	}
	return false;
}

/* Articles and the like, which say nothing. */
static void
filler(struct date_reading *reading)
{
	static const char *const words[] = { "d", "de", "del", "dels", "dia",
		"dies", "dias", "du", "el", "els", "from", "la", "le", "les",
		"los", "of", "on", "the", NULL };

	blanks(reading);
	while (word(reading, words))
		;
}

static bool
weekday(struct date_reading *reading)
{
	size_t len = strspn(reading->p, LETTERS);
	const char *after = reading->p + len;

	if (!date_is_weekday(reading->p, len, reading->rules->languages))
		return false;
	after += strspn(after, " .,");
	if (after == reading->p + len)
		return false;
	reading->p = after;
	return true;
}

/* ------------------------------------------------------------------- time */

static void
half_of_day(struct date_reading *reading, struct date_part *part)
{
	static const char *const forms[] = { "am", "a.m.", "pm", "p.m." };
	const char *p = reading->p + strspn(reading->p, " ");

	for (int i = 0; i < 4; i++) {
		size_t len = strlen(forms[i]);

		if (strncmp(p, forms[i], len) != 0 || part->hour > 12)
			continue;
		part->hour = part->hour % 12 + (i >= 2 ? 12 : 0);
		reading->p = p + len;
		return;
	}
}

/* "GMT", "UTC", "+0200", and the zones of RFC 822. */
static void
offset(struct date_reading *reading, struct date_part *part)
{
	static const struct {
		const char *name;
		int hours;
	} zones[] = { { "gmt", 0 }, { "utc", 0 }, { "ut", 0 }, { "z", 0 },
		{ "est", -5 }, { "edt", -4 }, { "cst", -6 }, { "cdt", -5 },
		{ "mst", -7 }, { "mdt", -6 }, { "pst", -8 }, { "pdt", -7 } };
	const char *p = reading->p + strspn(reading->p, " ");
	size_t len = strspn(p, LETTERS);

	for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
		if (strlen(zones[i].name) != len ||
		    memcmp(zones[i].name, p, len) != 0)
			continue;
		part->offset = zones[i].hours * 3600;
		part->has_offset = true;
		reading->p = p + len;
		return;
	}
	/* Four digits: "9:30 -11:00" is a range. */
	if ((*p == '+' || *p == '-') && strspn(p + 1, "0123456789") == 4 &&
	    date_offset(&p, &part->offset)) {
		part->has_offset = true;
		reading->p = p;
	}
}

/* "13:30", "13h30", "13h", "1:30 pm", perhaps after "a les", "at". */
static bool
time_of_day(struct date_reading *reading, struct date_part *part)
{
	static const char *const words[] = { "a", "at", "las", "les", "t",
		NULL };
	const char *before = reading->p, *p;
	int hour, minute = 0;

	reading->p += strspn(reading->p, " ,");
	while (word(reading, words))
		;
	p = reading->p;
	if (date_clock(&p, part)) {
		reading->p = p;
	} else if ((date_digits(&p, 2, &hour) || date_digits(&p, 1, &hour)) &&
		   *p == 'h' && hour < 24) {
		p++;
		date_digits(&p, 2, &minute);
		part->has_time = minute < 60;
		part->hour = hour;
		part->minute = minute;
		reading->p = p;
	} else {
		reading->p = before;
		return false;
	}
	half_of_day(reading, part);
	offset(reading, part);
	return part->has_time;
}

static bool
unfit(struct date_reading *reading)
{
	return date_refuse(reading, "'%s' does not fit %s", reading->given,
	    date_order_words(reading->rules));
}

/* ---------------------------------------------------------------- numbers */

struct number {
	int value, digits;
};

static bool
number(struct date_reading *reading, struct number *out)
{
	size_t len = strspn(reading->p, "0123456789");

	if (!len || len > 4)
		return false;
	*out = (struct number){ atoi(reading->p), (int)len };
	reading->p += len;
	return true;
}

/* "1er", "1r", "2n", "3rd", "4t", "22nd"; not the h of "13h". */
static void
ordinal(struct date_reading *reading)
{
	static const char *const endings[] = { "er", "r", "n", "t", "e", "st",
		"nd", "rd", "th", "a", NULL };
	const char *before = reading->p;

	if (*reading->p != ' ')
		word(reading, endings);
	/* "word" takes blanks and a dot, of which only these go on */
	if (reading->p != before && reading->p[-1] == ' ')
		reading->p--;
}

static bool
year_of(struct date_reading *reading, struct number n, int *out)
{
	if (n.digits != 4 && n.digits != 2)
		return date_refuse(reading, "'%s' has a year of %d digits",
		    reading->given, n.digits);
	*out = n.digits == 2 ? date_century(n.value) : n.value;
	return true;
}

/* Does a month's name stand here (after a dash, a blank, "de")? */
static bool
month_follows(struct date_reading *reading)
{
	const char *before = reading->p;
	size_t len;
	bool found;

	if (*reading->p == '-' || *reading->p == '.')
		reading->p++;
	filler(reading);
	len = strspn(reading->p, LETTERS);
	found = date_month(reading->p, len, reading->rules->languages) != 0;
	reading->p = before;
	return found;
}

/* The numbers of "22/02/2026", joined by one and the same sign; how many. */
static int
numbers(struct date_reading *reading, struct number n[3])
{
	const char *before;
	char sign;
	int count = 1;

	if (!number(reading, &n[0]))
		return 0;
	sign = *reading->p;
	if (!sign || !strchr("/-.", sign))
		return 1;
	while (count < 3) {
		before = reading->p;
		if (*reading->p++ != sign || !number(reading, &n[count])) {
			reading->p = before;
			break;
		}
		count++;
	}
	return count;
}

/* Was "22-24" the days of a range, with the month after them? */
static bool
is_range_of_days(struct date_reading *reading, int count)
{
	return count == 2 && (month_follows(reading) || *reading->p == '/' ||
				 *reading->p == '.');
}

static bool
numeric_fill(struct date_reading *reading, const struct number n[3], int count,
    struct date_part *part)
{
	int order = reading->rules->order,
	    first = order == DATES_YMD && count == 2;
	/* which number is the day, the month, the year */
	static const int places[][3] = { [DATES_DMY] = { 0, 1, 2 },
		[DATES_MDY] = { 1, 0, 2 },
		[DATES_YMD] = { 2, 1, 0 } };
	const int *place = places[order];

	/* ISO, under any order */
	if (count == 3 && n[0].digits == 4 && reading->p[-3] == '-')
		place = places[DATES_YMD];
	else if (order == DATES_ISO)
		return unfit(reading);
	if (count == 3 && n[place[2]].digits != 4 && n[place[2]].digits != 2)
		return year_of(reading, n[place[2]], &part->year);
	for (int i = 0; i < count; i++)
		if (n[i].digits > 2 && !(count == 3 && i == place[2]))
			return unfit(reading);
	part->day = n[place[0] - first].value;
	part->month = n[place[1] - first].value;
	return count < 3 || year_of(reading, n[place[2]], &part->year);
}

/* ------------------------------------------------------------------ names */

static bool
month_name(struct date_reading *reading, struct date_part *part)
{
	size_t len = strspn(reading->p, LETTERS);

	part->month = date_month(reading->p, len, reading->rules->languages);
	if (!part->month)
		return false;
	reading->p += len;
	return true;
}

/* The year after a month's name: "2026", "de 2026", ", 2026", in DMY also "26";
 * "-14" or "-2014" where a dash already joined day and month. */
static bool
year_after(struct date_reading *reading, bool dash, struct date_part *part)
{
	const char *before = reading->p;
	struct number n;
	bool joined;

	reading->p += *reading->p == '.';
	joined = dash && *reading->p == '-';
	reading->p += joined || *reading->p == ',';
	filler(reading);
	if (number(reading, &n) && *reading->p != ':' && *reading->p != 'h' &&
	    (n.digits == 4 ||
		(n.digits == 2 &&
		    (joined || reading->rules->order == DATES_DMY))))
		return year_of(reading, n, &part->year);
	reading->p = before + (*before == '.');
	return true;
}

static bool
day_then_name(
    struct date_reading *reading, struct number n, struct date_part *part)
{
	bool dash;

	if (reading->rules->order != DATES_DMY || n.digits > 2)
		return unfit(reading);
	part->day = n.value;
	dash = *reading->p == '-';
	reading->p += dash || *reading->p == '.';
	filler(reading);
	return month_name(reading, part) && year_after(reading, dash, part);
}

/* "February 22nd, 2026" */
static bool
name_then_day(struct date_reading *reading, struct date_part *part)
{
	struct number n;

	if (reading->rules->order != DATES_MDY)
		return unfit(reading);
	month_name(reading, part);
	reading->p += *reading->p == '.' || *reading->p == '-';
	blanks(reading);
	if (!number(reading, &n) || n.digits > 2)
		return date_refuse(
		    reading, "'%s' names no day", reading->given);
	part->day = n.value;
	ordinal(reading);
	return year_after(reading, false, part);
}

/* ------------------------------------------------------------------ parts */

static bool
day_from_numbers(struct date_reading *reading, struct date_part *part)
{
	const char *before = reading->p;
	struct number n[3] = { { 0, 0 } };
	int count = numbers(reading, n);

	if (is_range_of_days(reading, count)) {
		reading->p = before;
		count = number(reading, &n[0]);
	}
	if (count != 1)
		return numeric_fill(reading, n, count, part);
	ordinal(reading);
	if (month_follows(reading))
		return day_then_name(reading, n[0], part);
	if (n[0].digits > 2)
		return unfit(reading);
	part->day = n[0].value;
	/* the rest of "February 22-24, 2022" */
	return reading->rules->order != DATES_MDY ||
	       year_after(reading, false, part);
}

static bool
unreadable(struct date_reading *reading)
{
	return date_refuse(reading, "'%s' cannot be read as a date (%s)",
	    reading->given, date_order_words(reading->rules));
}

static bool
part_read(struct date_reading *reading, struct date_part *part)
{
	*part = (struct date_part){ 0 };
	filler(reading);
	if (time_of_day(reading, part))
		return true;
	while (weekday(reading))
		filler(reading);
	if (*reading->p >= '0' && *reading->p <= '9') {
		if (!day_from_numbers(reading, part))
			return false;
	} else if (month_follows(reading)) {
		if (!name_then_day(reading, part))
			return false;
	} else {
		return unreadable(reading);
	}
	time_of_day(reading, part);
	return true;
}

static bool
range_sign(struct date_reading *reading)
{
	static const char *const words[] = { "a", "al", "au", "fins", "hasta",
		"to", "until", NULL };

	blanks(reading);
	if (*reading->p == '-') {
		reading->p++;
		return true;
	}
	if (!word(reading, words))
		return false;
	word(reading, words); /* "fins al" */
	return true;
}

static void
fill(int *here, int there)
{
	if (!*here)
		*here = there;
}

static bool
parts_complete(struct date_reading *reading, struct date_part *start,
    struct date_part *end)
{
	if (!start->day && start->has_time)
		return date_refuse(
		    reading, "'%s' names no day", reading->given);
	fill(&start->month, end->month);
	fill(&end->month, start->month);
	/* "30 des - 2 gen 2026" begins the year before */
	if (!start->year && end->year)
		start->year = end->year - (start->month > end->month);
	fill(&end->day, start->day);
	/* "30 des 2025 - 2 gen" ends the year after */
	if (!end->year && start->year)
		end->year = start->year + (end->month < start->month);
	if (start->has_time && end->has_time && !end->has_offset) {
		end->has_offset = start->has_offset;
		end->offset = start->offset;
	}
	return start->month && start->day ? true : unreadable(reading);
}

bool
date_human(struct date_reading *reading, struct date_part *start,
    struct date_part *end, bool *range)
{
	if (!part_read(reading, start))
		return false;
	*range = range_sign(reading);
	if (*range && !part_read(reading, end))
		return false;
	reading->p += *reading->p == '.';
	if (*reading->p)
		return unreadable(reading);
	if (*range)
		return parts_complete(reading, start, end);
	return start->day && start->month ? true : unreadable(reading);
}
