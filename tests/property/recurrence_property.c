/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random rules, windows and seeks: the engine against a twin that goes day by
 * day. AMBIT_RANDOM says how many rules (each with three windows).
 */
#include "chance.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/date.h"
#include "recurrence_twin.h"
#include "schedule/recurrence.h"

#define RULES 10000
#define LIMIT 400

static const char *const freq_words[] = { "DAILY", "WEEKLY", "MONTHLY",
	"YEARLY" };
static const char *const weekday_words[] = { "MO", "TU", "WE", "TH", "FR", "SA",
	"SU" };

/* One rule, its text, and what the engine made of it. */
struct trial {
	struct chance *chance;
	struct twin_rule rule;
	struct buf text;
	struct recurrence *made;
};

static void
list_random(struct chance *chance, struct twin_list *list, int most, int min,
    int max, bool minus)
{
	list->n = (int)chance_range(chance, 1, most);
	for (int i = 0; i < list->n; i++) {
		list->values[i] = (int)chance_range(chance, min, max);
		if (minus && chance_one_in(chance, 3))
			list->values[i] = -list->values[i];
	}
}

/* Mostly values that occur, at times only those that hardly do. */
static int
often(struct chance *chance, int usual, int most)
{
	return chance_one_in(chance, 4) ? most : usual;
}

static void
days_random(struct chance *chance, struct twin_rule *rule)
{
	bool nth = rule->freq >= TWIN_MONTHLY && rule->weeks.n == 0 &&
		   chance_one_in(chance, 2);
	bool in_month = rule->freq == TWIN_MONTHLY || rule->months.n > 0;

	list_random(chance, &rule->days, 4, 1,
	    often(chance, in_month ? 4 : 52, in_month ? 5 : 53), true);
	for (int i = 0; i < rule->days.n; i++) {
		rule->days.weekdays[i] = (int)chance_range(chance, 0, 6);
		if (!nth || chance_one_in(chance, 3))
			rule->days.values[i] = 0;
	}
}

static void
parts_random(struct chance *chance, struct twin_rule *rule)
{
	bool yearly = rule->freq == TWIN_YEARLY;

	if (chance_one_in(chance, 3))
		list_random(chance, &rule->months, 4, 1, 12, false);
	if (yearly && chance_one_in(chance, 4))
		list_random(
		    chance, &rule->weeks, 4, 1, often(chance, 52, 53), true);
	if (yearly && chance_one_in(chance, 5))
		list_random(chance, &rule->yeardays, 6, 1, 366, true);
	if (yearly && chance_one_in(chance, 20))
		list_random(chance, &rule->yeardays, 1, 365, 366, true);
	if (rule->freq != TWIN_WEEKLY && chance_one_in(chance, 3))
		list_random(chance, &rule->monthdays, 6, often(chance, 1, 28),
		    31, true);
	if (chance_one_in(chance, 2))
		days_random(chance, rule);
}

static void
times_random(struct chance *chance, struct twin_rule *rule)
{
	if (chance_one_in(chance, 4))
		list_random(chance, &rule->hours, 3, 0, 23, false);
	if (chance_one_in(chance, 6))
		list_random(chance, &rule->minutes, 3, 0, 59, false);
	if (chance_one_in(chance, 8))
		list_random(chance, &rule->seconds, 3, 57, 60, false);
}

static void
positions_random(struct chance *chance, struct twin_rule *rule)
{
	bool any = rule->months.n || rule->weeks.n || rule->yeardays.n ||
		   rule->monthdays.n || rule->days.n || rule->hours.n ||
		   rule->minutes.n || rule->seconds.n;

	if (any && chance_one_in(chance, 3))
		list_random(chance, &rule->positions, 3, 1,
		    often(chance, 3, chance_one_in(chance, 2) ? 12 : 366),
		    true);
}

static int
interval_random(struct chance *chance)
{
	switch (chance_range(chance, 0, 9)) {
	case 0:
		return (int)chance_range(chance, 1, 12);
	case 1:
		return (int)chance_range(chance, 1, 60);
	case 2:
		return (int)chance_range(chance, 1, 400);
	case 3:
		return chance_one_in(chance, 3) ? 9999 : 7;
	case 6:
		return chance_one_in(chance, 3)
			   ? (int)chance_range(chance, 1, 1000000000)
			   : 1;
	case 4:
	case 5:
		return (int)chance_range(chance, 2, 4);
	default:
		return 1;
	}
}

static int64_t
count_random(struct chance *chance)
{
	if (chance_one_in(chance, 10))
		return chance_range(chance, 1000, 1000000000);
	return chance_range(chance, 1, chance_one_in(chance, 3) ? 300 : 12);
}

static int64_t
day_random(struct chance *chance)
{
	switch (chance_range(chance, 0, 9)) {
	case 0: /* anywhere */
		return chance_range(chance, -719162, 2932896);
	case 1: /* around the ends of years */
		return day_from_ymd(chance_range(chance, 1990, 2040), 1, 1) +
		       chance_range(chance, -7, 7);
	case 2: /* leap days */
		return day_from_ymd(chance_range(chance, 490, 520) * 4, 2, 29);
	default:
		return chance_range(chance, -25567, 60000);
	}
}

static void
until_random(struct chance *chance, struct twin_rule *rule)
{
	int64_t unit = rule->all_day ? 1 : DAY_SECONDS;
	int64_t most = 2932897 * unit - 1 - rule->start;

	if (most > 5000 * unit)
		most = 5000 * unit;
	rule->has_until = true;
	rule->until = rule->start + chance_range(chance, 0, most);
	if (chance_one_in(chance, 30) && rule->start > -719000 * unit)
		rule->until = rule->start - 1;
}

static void
rule_random(struct chance *chance, struct twin_rule *rule)
{
	int64_t day = day_random(chance);

	*rule = (struct twin_rule){
		.freq = (enum twin_freq)chance_range(chance, 0, 3),
		.interval = interval_random(chance),
		.week_start = chance_one_in(chance, 3)
				  ? (int)chance_range(chance, 0, 6)
				  : 0,
		.all_day = chance_one_in(chance, 2),
		.with_start = chance_one_in(chance, 4),
	};
	rule->start = day;
	if (!rule->all_day)
		rule->start = day * 86400 + chance_range(chance, 0, 86399);
	parts_random(chance, rule);
	if (!rule->all_day)
		times_random(chance, rule);
	positions_random(chance, rule);
	if (chance_one_in(chance, 3))
		rule->count = count_random(chance);
	if (chance_one_in(chance, 4))
		until_random(chance, rule);
}

static void
add_list(struct buf *text, const char *name, const struct twin_list *list)
{
	if (list->n > 0)
		buf_addf(text, ";%s=", name);
	for (int i = 0; i < list->n; i++)
		buf_addf(text, "%s%d", i ? "," : "", list->values[i]);
}

static void
add_days(struct buf *text, const struct twin_list *days)
{
	if (days->n > 0)
		buf_adds(text, ";BYDAY=");
	for (int i = 0; i < days->n; i++) {
		if (i)
			buf_addc(text, ',');
		if (days->values[i])
			buf_addf(text, "%d", days->values[i]);
		buf_adds(text, weekday_words[days->weekdays[i]]);
	}
}

static void
add_until(struct buf *text, const struct twin_rule *rule)
{
	struct civil civil = rule->all_day ? civil_from_day(rule->until)
					   : civil_from_wall(rule->until);

	buf_addf(
	    text, ";UNTIL=%04d%02d%02d", civil.year, civil.month, civil.day);
	if (!rule->all_day)
		buf_addf(text, "T%02d%02d%02d", civil.hour, civil.minute,
		    civil.second);
}

static void
rule_text(const struct twin_rule *rule, struct buf *text)
{
	buf_addf(text, "FREQ=%s", freq_words[rule->freq]);
	if (rule->interval != 1)
		buf_addf(text, ";INTERVAL=%d", rule->interval);
	if (rule->week_start)
		buf_addf(text, ";WKST=%s", weekday_words[rule->week_start]);
	add_list(text, "BYMONTH", &rule->months);
	add_list(text, "BYWEEKNO", &rule->weeks);
	add_list(text, "BYYEARDAY", &rule->yeardays);
	add_list(text, "BYMONTHDAY", &rule->monthdays);
	add_days(text, &rule->days);
	add_list(text, "BYHOUR", &rule->hours);
	add_list(text, "BYMINUTE", &rule->minutes);
	add_list(text, "BYSECOND", &rule->seconds);
	add_list(text, "BYSETPOS", &rule->positions);
	if (rule->count)
		buf_addf(text, ";COUNT=%lld", (long long)rule->count);
	if (rule->has_until)
		add_until(text, rule);
}

static void
trial_end(struct trial *trial)
{
	buf_free(&trial->text);
	recurrence_free(trial->made);
}

static void
trial_fail(const struct trial *trial, const char *what, int64_t from,
    int64_t to, int64_t got, int64_t want)
{
	const struct twin_rule *rule = &trial->rule;
	int64_t values[] = { rule->start, from, to, got, want };
	char texts[5][WALL_TEXT];

	for (int i = 0; i < 5; i++)
		wall_format(texts[i],
		    rule->all_day ? values[i] * DAY_SECONDS : values[i]);
	chance_fail(trial->chance,
	    "%s: %s\nstart %s%s%s, window %s to %s: got %s, not %s\n", what,
	    buf_str(&trial->text), texts[0], rule->all_day ? " all day" : "",
	    rule->with_start ? " with start" : "", texts[1], texts[2], texts[3],
	    texts[4]);
}

static void
same_instances(const struct trial *trial, int64_t from, int64_t to,
    const struct twin_set *twin, const struct int64_vec *made)
{
	size_t n = twin->len < made->len ? twin->len : made->len;

	for (size_t i = 0; i < n; i++)
		if (twin->items[i] != made->items[i])
			trial_fail(trial, "other instance", from, to,
			    made->items[i], twin->items[i]);
	if (made->len > n)
		trial_fail(
		    trial, "one too many", from, to, made->items[n], INT64_MAX);
	if (twin->len > n)
		trial_fail(
		    trial, "one too few", from, to, INT64_MAX, twin->items[n]);
}

/* The next instance at or after from, and from each one on. */
static void
same_seeks(const struct trial *trial, int64_t from, int64_t to,
    const struct twin_set *twin)
{
	int64_t at;

	for (size_t i = 0; i <= twin->len && i < 20; i++) {
		bool any = recurrence_next(
		    trial->made, i ? twin->items[i - 1] + 1 : from, &at);

		if (i < twin->len && (!any || at != twin->items[i]))
			trial_fail(trial, "next", from, to,
			    any ? at : INT64_MAX, twin->items[i]);
		if (i == twin->len && i < LIMIT && any && at < to)
			trial_fail(
			    trial, "next too many", from, to, at, INT64_MAX);
	}
}

static void
check_window(const struct trial *trial, int64_t from, int64_t to)
{
	struct int64_vec made = VEC_INIT;
	struct twin_set twin = { 0 };
	int64_t n;

	assert_int_equal(twin_between(&trial->rule, from, to, LIMIT, &twin), 0);
	n = recurrence_between(trial->made, from, to, LIMIT, &made);
	assert_true(n == (int64_t)made.len);
	same_instances(trial, from, to, &twin, &made);
	same_seeks(trial, from, to, &twin);
	vec_free(&made);
	free(twin.items);
}

/* The end of a rule that ends within reach of the twin. */
static void
check_last(const struct trial *trial, int64_t unit)
{
	const struct twin_rule *rule = &trial->rule;
	struct twin_set twin = { 0 };
	int64_t at, from = rule->start - 400 * unit;
	bool none, any;

	any = recurrence_last(trial->made, &at, &none);
	if (!rule->count && !rule->has_until)
		assert_false(any);
	assert_int_equal(
	    twin_between(rule, from, rule->start + 8000 * unit, 1000, &twin),
	    0);
	if (twin.complete && twin.len &&
	    (!any || at != twin.items[twin.len - 1]))
		trial_fail(trial, "last", from, rule->start + 8000 * unit,
		    any ? at : INT64_MAX, twin.items[twin.len - 1]);
	if (twin.complete && none != (twin.len == 0))
		trial_fail(trial, "none", from, rule->start + 8000 * unit,
		    none ? INT64_MAX : at, INT64_MAX);
	free(twin.items);
}

static void
check_rule(struct chance *chance)
{
	CLEANUP(trial_end) struct trial trial = { .chance = chance };
	struct twin_rule *rule = &trial.rule;
	struct err err = ERR_INIT;
	int64_t unit, from;

	rule_random(chance, rule);
	unit = rule->all_day ? 1 : DAY_SECONDS;
	rule_text(rule, &trial.text);
	if (recurrence_parse(buf_str(&trial.text), rule->start, rule->all_day,
		0, &trial.made, &err) < 0)
		chance_fail(chance, "%s: %s\n", buf_str(&trial.text), err.msg);
	if (rule->with_start)
		recurrence_with_start(trial.made);
	check_window(&trial, rule->start - chance_range(chance, 0, 800 * unit),
	    rule->start + chance_range(chance, 0, 4000 * unit));
	from = rule->start + chance_range(chance, 0, 3000 * unit);
	check_window(&trial, from, from + chance_range(chance, 0, 400 * unit));
	if (rule->count || rule->has_until)
		check_last(&trial, unit);
	/* Far away: the twin can go there only without COUNT. */
	if (rule->count)
		return;
	from = rule->start + chance_range(chance, 0, 900000) * unit;
	check_window(&trial, from, from + chance_range(chance, 0, 3000 * unit));
}

static void
rules_agree_with_the_twin(void **state)
{
	const char *text = getenv("AMBIT_RANDOM");
	int64_t rules = text ? strtoll(text, NULL, 10) : RULES;
	struct chance chance = chance_start();

	(void)state;
	for (int64_t i = 0; i < rules; i++)
		check_rule(&chance);
	twin_end();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_agree_with_the_twin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
