/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recurrences: a rule made ready with its DTSTART, and the searches in it.
 * Making it ready costs a few microseconds, a search some ten to a hundred
 * nanoseconds, an instance in bulk a few.
 */
#include "recurrence.h"

#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "schedule/recurrence_impl.h"

#define MAX_TIMES 86400

static void
recurrence_freep(struct recurrence **rule)
{
	recurrence_free(*rule);
}

static int64_t
end_of_days(const struct recurrence *rule)
{
	return LAST_DAY * rule->unit + rule->unit - 1;
}

static void
set_last(struct recurrence *rule, int64_t last)
{
	if (last < rule->last)
		rule->last = last;
	if (rule->last < rule->start)
		rule->last_year = 0;
	else
		rule->last_year =
		    year_of_day(rule, floor_div(rule->last, rule->unit));
}

/* UNTIL in the unit of DTSTART; see the header for mixed forms. */
static int64_t
until_in_unit(const struct rule *rule, bool all_day, int offset)
{
	int64_t until = rule->until;

	if (rule->until_form == UNTIL_DATE)
		return all_day ? until : until * DAY_SECONDS + DAY_SECONDS - 1;
	if (rule->until_form == UNTIL_UTC)
		until += offset;
	return all_day ? day_from_wall(until) : until;
}

/* The times of day: all hours by all minutes by all seconds. */
static int
fill_times(const struct rule *rule, uint32_t *times)
{
	int n = 0;

	for (uint32_t h = 0; h < 24; h++)
		for (uint32_t m = 0; m < 60 && rule->hours >> h & 1; m++)
			for (uint32_t s = 0; s < 60; s++)
				if (rule->minutes >> m & 1 &&
				    rule->seconds >> s & 1)
					times[n++] = h * 3600 + m * 60 + s;
	return n;
}

/* A day is the period of a DAILY rule, so BYSETPOS chooses times of day, the
 * same ones each day, and is done with. */
static void
choose_daily(struct rule *rule, struct recurrence *out)
{
	int kept = 0;

	for (int i = 0; i < out->ntimes; i++) {
		int back = out->ntimes - 1 - i;

		if ((i < YEAR_BITS && year_set_has(&rule->positions.plus, i)) ||
		    (back < YEAR_BITS &&
			year_set_has(&rule->positions.minus, back)))
			out->times[kept++] = out->times[i];
	}
	out->ntimes = kept;
	rule->positions.given = false;
}

/* A start that lies in a week which the rule chooses belongs to that week's
 * year; else INTERVAL counts from its calendar year. */
static void
place_origin(struct recurrence *rule, const struct year_days *days)
{
	int64_t day = rule->start_day;
	int year = year_of_day(rule, day);

	if (rule->of_weeks && !year_set_has(&days->of[type_of_year(year)],
				  (int)(day - year_first(rule, year))))
		rule->origin = civil_from_day(day).year;
}

static void
build_days(struct rule *rule, struct recurrence *out)
{
	if (rule->positions.given && rule->freq == RULE_DAILY)
		choose_daily(rule, out);
	if (!rule->positions.given) {
		year_days_build(rule, &out->days);
		place_origin(out, &out->days);
	} else {
		year_days_build(rule, &out->base);
		place_origin(out, &out->base);
		year_days_choose(rule, &out->base, out->ntimes, &out->days);
		out->choosy = out->ntimes > 1;
		out->positions = rule->positions;
	}
	for (int type = 0; type < YEAR_TYPES && out->ntimes > 0; type++)
		if (!year_set_empty(&out->days.of[type]))
			out->types |= 1u << type;
}

/* COUNT becomes the last instance. */
static void
resolve_count(struct recurrence *rule)
{
	int64_t others = rule->count - rule->with_start, at = rule->start;

	if (rule->count == 0)
		return;
	if (others == 0 || recurrence_nth(rule, others, &at))
		set_last(rule, at);
}

static size_t
count_times(const struct rule *rule)
{
	return (size_t)__builtin_popcountll(rule->hours) *
	       (size_t)__builtin_popcountll(rule->minutes) *
	       (size_t)__builtin_popcountll(rule->seconds);
}

static struct recurrence *
recurrence_new(const struct rule *rule, int64_t start, bool all_day)
{
	size_t ntimes = all_day ? 1 : count_times(rule);
	struct recurrence *out;

	out = calloc(1, sizeof *out + ntimes * sizeof out->times[0]);
	if (!out)
		return NULL;
	out->freq = rule->freq;
	out->week_start = rule->week_start;
	out->of_weeks = rule->weeks.given;
	out->interval = rule->interval;
	out->unit = all_day ? 1 : DAY_SECONDS;
	out->start = start;
	out->start_day = floor_div(start, out->unit);
	out->origin = period_number(out, out->start_day);
	out->count = rule->count;
	out->ends = rule->count || rule->until_form != UNTIL_NONE;
	out->last = end_of_days(out);
	out->ntimes = all_day ? 1 : fill_times(rule, out->times);
	return out;
}

int
recurrence_parse(const char *text, int64_t start, bool all_day,
    int until_offset, struct recurrence **out, struct err *err)
{
	CLEANUP(recurrence_freep) struct recurrence *made = NULL;
	int64_t day = all_day ? start : day_from_wall(start);
	struct rule rule;
	int code;

	if (day < FIRST_DAY || day > LAST_DAY)
		return err_set(
		    err, -EINVAL, "a recurrence begins in the years 1 to 9999");
	if ((code = rule_parse(text, &rule, err)) < 0)
		return code;
	rule_fill(&rule, day, all_day ? 0 : (int)(start - day * DAY_SECONDS));
	made = recurrence_new(&rule, start, all_day);
	if (!made)
		return err_set(err, -ENOMEM, "rule %.40s", text);
	build_days(&rule, made);
	set_last(made, rule.until_form == UNTIL_NONE
			   ? made->last
			   : until_in_unit(&rule, all_day, until_offset));
	resolve_count(made);
	year_index(made);
	*out = TAKE(made);
	return 0;
}

void
recurrence_free(struct recurrence *rule)
{
	free(rule);
}

int
recurrence_until(const char *text, int64_t *utc)
{
	struct rule rule;

	if (rule_parse(text, &rule, NULL) < 0 || rule.until_form != UNTIL_UTC)
		return -ENOENT;
	*utc = rule.until;
	return 0;
}

/* The first time of the day at or after second. */
static bool
time_from(
    const struct recurrence *rule, int64_t day, int64_t second, int64_t *at)
{
	struct day_times times;
	int low = 0, high;

	day_times(rule, day, &times);
	for (high = times.n; low < high;) {
		int middle = (low + high) / 2;

		if (times.times[middle] < second)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == times.n)
		return false;
	*at = day * rule->unit + times.times[low];
	return true;
}

/* The first instance at or after from, which is not before DTSTART. */
static bool
next_of_rule(const struct recurrence *rule, int64_t from, int64_t *at)
{
	int64_t day = floor_div(from, rule->unit);
	int year = year_of_day(rule, day);
	struct year_view view;

	while (year_seek(rule, year, &view)) {
		int64_t skip = day - view.first;
		int bit = year_set_next(&view.days, skip > 0 ? (int)skip : 0);

		if (bit >= 0 && view.first + bit == day &&
		    !time_from(rule, day, from - day * rule->unit, at))
			bit = year_set_next(&view.days, bit + 1);
		else if (bit >= 0 && view.first + bit == day)
			return *at <= rule->last;
		if (bit >= 0)
			return time_from(rule, view.first + bit, 0, at) &&
			       *at <= rule->last;
		year = view.year + 1;
	}
	return false;
}

bool
recurrence_next(const struct recurrence *rule, int64_t from, int64_t *at)
{
	if (rule->with_start && from <= rule->start) {
		*at = rule->start;
		return true;
	}
	if (from < rule->start)
		from = rule->start;
	return from <= rule->last && next_of_rule(rule, from, at);
}

void
recurrence_with_start(struct recurrence *rule)
{
	int64_t at;

	if (recurrence_next(rule, rule->start, &at) && at == rule->start)
		return;
	rule->with_start = true;
	resolve_count(rule);
}

/* The last instance on or before a day of the view, up to rule->last. */
static bool
last_in_view(
    const struct recurrence *rule, const struct year_view *view, int64_t *at)
{
	int64_t last_day = floor_div(rule->last, rule->unit) - view->first;
	int bit = year_set_prev(
	    &view->days, last_day < YEAR_BITS ? (int)last_day : YEAR_BITS - 1);
	struct day_times times;

	for (; bit >= 0;
	     bit = bit > 0 ? year_set_prev(&view->days, bit - 1) : -1) {
		day_times(rule, view->first + bit, &times);
		for (int i = times.n - 1; i >= 0; i--) {
			*at = (view->first + bit) * rule->unit + times.times[i];
			if (*at <= rule->last)
				return true;
		}
	}
	return false;
}

static bool
last_of_rule(const struct recurrence *rule, int64_t *at)
{
	struct year_view view;
	int year = rule->last_year;

	while (year_seek_back(rule, year, &view)) {
		if (last_in_view(rule, &view, at))
			return *at >= rule->start;
		year = view.year - 1;
	}
	return false;
}

bool
recurrence_last(const struct recurrence *rule, int64_t *at, bool *none)
{
	int64_t first;
	bool any = recurrence_next(rule, rule->start, &first);

	if (none)
		*none = !any;
	if (!any || !rule->ends)
		return false;
	if (!last_of_rule(rule, at))
		*at = rule->start; /* with_start alone */
	return true;
}

/* What recurrence_between gathers, and how much more it may. */
struct gather {
	int64_t from, to; /* [from, to) */
	size_t left;
	struct int64_vec *out;
};

static int
gather_day(const struct recurrence *rule, int64_t day, struct gather *gather)
{
	struct day_times times;
	struct int64_vec *out = gather->out;

	day_times(rule, day, &times);
	for (int i = 0; i < times.n && gather->left > 0; i++) {
		int64_t at = day * rule->unit + times.times[i];

		if (at < gather->from || at >= gather->to)
			continue;
		if (vec_push(out, at) < 0)
			return -ENOMEM;
		gather->left--;
	}
	return 0;
}

/* One time a day: nothing to do for each instance but to write it down. */
static int
gather_days(const struct recurrence *rule, const struct year_view *view,
    struct gather *gather)
{
	size_t n = (size_t)year_set_count(&view->days);
	struct int64_vec *out = gather->out;
	int64_t *item, base;

	if (n > gather->left)
		n = gather->left;
	if (n == 0)
		return 0;
	if (vec_reserve(out, out->len + n) < 0)
		return -ENOMEM;
	gather->left -= n;
	item = out->items + out->len;
	out->len += n;
	base = view->first * rule->unit + rule->times[0];
	for (int i = 0; i < YEAR_WORDS; i++)
		for (uint64_t word = view->days.words[i]; word && n > 0; n--) {
			*item++ = base +
				  (i * 64 + __builtin_ctzll(word)) * rule->unit;
			word &= word - 1;
		}
	return 0;
}

/* Cuts the view to the days that may have instances in the window; with one
 * time a day these are all in it. */
static void
cut_view(const struct recurrence *rule, const struct gather *gather,
    struct year_view *view)
{
	int64_t time = rule->ntimes == 1 ? rule->times[0] : rule->unit - 1;
	int64_t early = rule->ntimes == 1 ? time : 0;
	/* First day whose last time is not before from; first whose first
	 * time is not before to. */
	int64_t low = -floor_div(time - gather->from, rule->unit) - view->first;
	int64_t high = -floor_div(early - gather->to, rule->unit) - view->first;

	year_set_keep_range(&view->days,
	    low < 0 ? 0 : (int)(low < YEAR_BITS ? low : YEAR_BITS),
	    high < 0 ? 0 : (int)(high < YEAR_BITS ? high : YEAR_BITS));
}

static int
gather_year(const struct recurrence *rule, struct year_view *view,
    struct gather *gather)
{
	int bit;

	cut_view(rule, gather, view);
	if (rule->ntimes == 1)
		return gather_days(rule, view, gather);
	for (bit = year_set_next(&view->days, 0); bit >= 0 && gather->left > 0;
	     bit = year_set_next(&view->days, bit + 1))
		if (gather_day(rule, view->first + bit, gather) < 0)
			return -ENOMEM;
	return 0;
}

static int
gather_rule(const struct recurrence *rule, struct gather *gather)
{
	int64_t last = gather->to - 1;
	int year = year_of_day(rule, floor_div(gather->from, rule->unit));
	int end = year_of_day(rule, floor_div(last, rule->unit));
	struct year_view view;

	for (; gather->left > 0 && year <= end; year = view.year + 1) {
		if (!year_seek(rule, year, &view))
			break;
		if (gather_year(rule, &view, gather) < 0)
			return -ENOMEM;
	}
	return 0;
}

int64_t
recurrence_between(const struct recurrence *rule, int64_t from, int64_t to,
    size_t limit, struct int64_vec *out)
{
	struct gather gather = { from, to, limit, out };

	if (gather.from < rule->start)
		gather.from = rule->start;
	if (gather.to > rule->last)
		gather.to = rule->last + 1;
	if (rule->with_start && from <= rule->start && to > rule->start &&
	    limit > 0) {
		if (vec_push(out, rule->start) < 0)
			return -ENOMEM;
		gather.left--;
	}
	if (gather.from < gather.to && gather_rule(rule, &gather) < 0)
		return -ENOMEM;
	return (int64_t)(limit - gather.left);
}
