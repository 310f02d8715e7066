/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A RECUR value (RFC 5545 section 3.3.10) as its text says it, checked part
 * by part and in their combinations, before any DTSTART is known. Lists are
 * bitmaps, so repeated values and their order do not matter.
 */
#ifndef AMBIT_SCHEDULE_RULE_H
#define AMBIT_SCHEDULE_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "schedule/year_set.h"

enum rule_freq { RULE_DAILY, RULE_WEEKLY, RULE_MONTHLY, RULE_YEARLY };

/* Counted from the front or from the back: bit n - 1 stands for n or -n. */
struct rule_ordinals {
	bool given;
	struct year_set plus, minus;
};

enum rule_until { UNTIL_NONE, UNTIL_DATE, UNTIL_LOCAL, UNTIL_UTC };

struct rule {
	enum rule_freq freq;
	int64_t interval; /* 1.. */
	int64_t count;    /* 0: not given */
	enum rule_until until_form;
	int64_t until;  /* UNTIL_DATE: a day, else seconds as written */
	int week_start; /* 0 is Monday */
	/* Bit n stands for the value n; 0: not given. */
	uint64_t months, hours, minutes, seconds;
	struct rule_ordinals monthdays, yeardays, weeks, positions;
	unsigned weekdays; /* BYDAY without ordinals: bit 0 is Monday */
	/* BYDAY with ordinals: bit n - 1 of nth[weekday] stands for nWD. */
	struct {
		uint64_t plus, minus;
	} nth[7];
	bool has_nth;
	bool nth_in_month; /* else in the year */
};

/*
 * 0; -EINVAL names the part that is wrong, -ENOTSUP one that is not read
 * here: SECONDLY, MINUTELY, HOURLY, RSCALE, SKIP. Read in any case, and with a
 * ";" at its end, as Google has written it; an X- part, which RFC 2445 had
 * and RFC 5545 has not, says nothing.
 */
int rule_parse(const char *text, struct rule *rule, struct err *err);

/* Appends the rule's text in its one form; rule_parse reads it as the same
 * rule. Not for a filled rule (year_days.h), which says more. */
void rule_write(const struct rule *rule, struct buf *out);

#endif
