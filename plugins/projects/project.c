/* SPDX-License-Identifier: Apache-2.0 */
#include "project.h"

#include <stdio.h>
#include <string.h>

#include "projects/words.h"
#include "readers/dates.h"

#define DAY_SECONDS 86400

static int
day_read(const struct dates_rules *rules, const char *name, const char *text,
    int64_t *out, char *reason)
{
	struct dates_time time, end;
	char why[REASON_ROOM / 2];

	if (!text || !*text) {
		snprintf(reason, REASON_ROOM, "%s is needed", name);
		return -1;
	}
	if (dates_read(rules, text, &time, &end, why, sizeof why) < 0) {
		snprintf(reason, REASON_ROOM, "%s: %s", name, why);
		return -1;
	}
	if (time.form != DATES_DAY || end.form != DATES_NONE) {
		snprintf(reason, REASON_ROOM, "%s: \"%.40s\" is not one day",
		    name, text);
		return -1;
	}
	*out = time.seconds / DAY_SECONDS;
	return 0;
}

static int
lengths_read(const char *text, struct project *out)
{
	while (*(text += strspn(text, " ,"))) {
		char word[8] = "";
		size_t len = strcspn(text, " ,");

		if (len >= sizeof word || out->nlengths == PERIODS_MOST)
			return -1;
		memcpy(word, text, len);
		text += len;
		if (number_read(word, &out->lengths[out->nlengths]) < 0 ||
		    !out->lengths[out->nlengths++])
			return -1;
	}
	return 0;
}

int
project_read(
    const struct project_texts *texts, struct project *out, char *reason)
{
	struct dates_rules rules = { .order = DATES_YMD };

	*out = (struct project){ .approval = NO_DAY };
	if (dates_rules_read(texts->dates, &rules, reason, REASON_ROOM) < 0 ||
	    day_read(&rules, "start", texts->start, &out->start, reason) < 0 ||
	    day_read(&rules, "end", texts->end, &out->end, reason) < 0)
		return -1;
	if (texts->approval && *texts->approval &&
	    day_read(&rules, "approval", texts->approval, &out->approval,
		reason) < 0)
		return -1;
	if (texts->periods && lengths_read(texts->periods, out) < 0) {
		snprintf(reason, REASON_ROOM,
		    "periods: \"%.40s\" is not a list of months such as "
		    "18 18 12",
		    texts->periods);
		return -1;
	}
	return 0;
}

int
deliverable_read(char *text, struct due *out)
{
	char *id = part(&text, " "), *month = part(&text, " ");

	*out = (struct due){
		.id = id, .code = id, .anchor = ANCHOR_START, .who = ROLE_ANY
	};
	if (month && (*month == 'M' || *month == 'm'))
		month++;
	if (!id || !*id || number_read(month, &out->months) < 0 || !out->months)
		return -1;
	for (int i = 0; i < LANGUAGES; i++)
		out->titles[i] = text && *text ? text : "";
	return 0;
}
