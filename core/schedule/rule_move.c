/* SPDX-License-Identifier: Apache-2.0 */
#include "rule_move.h"

#include "base/date.h"
#include "schedule/year_days.h"

/* Every month has these. */
#define SURE_DAYS 28

static int
turned(int weekday, int64_t days)
{
	return (int)((weekday + days % 7 + 7) % 7);
}

static void
turn_weekdays(struct rule *rule, int64_t days)
{
	unsigned before = rule->weekdays;

	rule->weekdays = 0;
	for (int i = 0; i < 7; i++)
		if (before >> i & 1)
			rule->weekdays |= 1u << turned(i, days);
	/* Only then does it matter where a week begins. */
	if (rule->interval > 1 || rule->positions.given)
		rule->week_start = turned(rule->week_start, days);
}

/* Is a date of the rule decided by weekdays alone? */
static bool
by_weekdays(const struct rule *rule)
{
	return !rule->months && !rule->monthdays.given;
}

static bool
by_monthdays(const struct rule *rule)
{
	return !rule->yeardays.given && !rule->weeks.given && !rule->weekdays &&
	       !rule->has_nth;
}

static bool
move_monthdays(struct rule *rule, int64_t days, int64_t start_day)
{
	struct rule moved = *rule;
	struct year_set before;
	int n;

	rule_fill_days(&moved, start_day);
	if (!by_monthdays(&moved) || !year_set_empty(&moved.monthdays.minus))
		return false;
	before = moved.monthdays.plus;
	moved.monthdays.plus = (struct year_set){ 0 };
	for (n = year_set_next(&before, 0); n >= 0;
	     n = year_set_next(&before, n + 1)) {
		if (n >= SURE_DAYS || n + days < 0 || n + days >= SURE_DAYS)
			return false;
		year_set_add(&moved.monthdays.plus, (int)(n + days));
	}
	*rule = moved;
	return true;
}

bool
rule_move_days(struct rule *rule, int64_t days, int64_t start_day)
{
	if (days == 0)
		return true;
	if (rule->freq >= RULE_MONTHLY)
		return move_monthdays(rule, days, start_day);
	if (!by_weekdays(rule))
		return false;
	turn_weekdays(rule, days);
	return true;
}
