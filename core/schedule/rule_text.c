/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing a RECUR value: parts in the order in which RFC 5545 section 3.3.10
 * applies them, values rising, what is the default left out. So two rules that
 * say the same have one text.
 */
#include "rule.h"

#include <stddef.h>

#include "base/cleanup.h"
#include "base/date.h"

static const char *const weekdays[] = { "MO", "TU", "WE", "TH", "FR", "SA",
	"SU" };

static void
add_mask(struct buf *out, const char *name, uint64_t mask)
{
	const char *separator = "=";

	if (mask)
		buf_addf(out, ";%s", name);
	for (int n = 0; n < 64; n++)
		if (mask >> n & 1) {
			buf_addf(out, "%s%d", separator, n);
			separator = ",";
		}
}

static void
add_ordinals(
    struct buf *out, const char *name, const struct rule_ordinals *ordinals)
{
	const char *separator = "=";
	int n;

	if (!ordinals->given)
		return;
	buf_addf(out, ";%s", name);
	for (n = year_set_next(&ordinals->plus, 0); n >= 0;
	     n = year_set_next(&ordinals->plus, n + 1)) {
		buf_addf(out, "%s%d", separator, n + 1);
		separator = ",";
	}
	for (n = year_set_prev(&ordinals->minus, YEAR_BITS - 1); n >= 0;
	     n = n > 0 ? year_set_prev(&ordinals->minus, n - 1) : -1) {
		buf_addf(out, "%s-%d", separator, n + 1);
		separator = ",";
	}
}

static void
add_nth(struct buf *out, int weekday, uint64_t nth, const char *sign,
    const char **separator)
{
	for (int n = 0; n < 64; n++)
		if (nth >> n & 1) {
			buf_addf(out, "%s%s%d%s", *separator, sign, n + 1,
			    weekdays[weekday]);
			*separator = ",";
		}
}

static void
add_weekdays(struct buf *out, const struct rule *rule)
{
	const char *separator = "=";

	if (!rule->weekdays && !rule->has_nth)
		return;
	buf_adds(out, ";BYDAY");
	for (int i = 0; i < 7; i++) {
		if (rule->weekdays >> i & 1) {
			buf_addf(out, "%s%s", separator, weekdays[i]);
			separator = ",";
		}
		add_nth(out, i, rule->nth[i].plus, "", &separator);
		add_nth(out, i, rule->nth[i].minus, "-", &separator);
	}
}

static void
add_until(struct buf *out, const struct rule *rule)
{
	bool timed = rule->until_form != UNTIL_DATE;
	struct civil civil =
	    timed ? civil_from_wall(rule->until) : civil_from_day(rule->until);

	if (rule->until_form == UNTIL_NONE)
		return;
	buf_addf(
	    out, ";UNTIL=%04d%02d%02d", civil.year, civil.month, civil.day);
	if (timed)
		buf_addf(out, "T%02d%02d%02d", civil.hour, civil.minute,
		    civil.second);
	if (rule->until_form == UNTIL_UTC)
		buf_addc(out, 'Z');
}

void
rule_write(const struct rule *rule, struct buf *out)
{
	static const char *const freqs[] = { "DAILY", "WEEKLY", "MONTHLY",
		"YEARLY" };

	buf_addf(out, "FREQ=%s", freqs[rule->freq]);
	if (rule->interval > 1)
		buf_addf(out, ";INTERVAL=%lld", (long long)rule->interval);
	if (rule->count)
		buf_addf(out, ";COUNT=%lld", (long long)rule->count);
	add_until(out, rule);
	add_mask(out, "BYMONTH", rule->months);
	add_ordinals(out, "BYWEEKNO", &rule->weeks);
	add_ordinals(out, "BYYEARDAY", &rule->yeardays);
	add_ordinals(out, "BYMONTHDAY", &rule->monthdays);
	add_weekdays(out, rule);
	add_mask(out, "BYHOUR", rule->hours);
	add_mask(out, "BYMINUTE", rule->minutes);
	add_mask(out, "BYSECOND", rule->seconds);
	add_ordinals(out, "BYSETPOS", &rule->positions);
	if (rule->week_start)
		buf_addf(out, ";WKST=%s", weekdays[rule->week_start]);
}
