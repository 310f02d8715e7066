/* SPDX-License-Identifier: Apache-2.0 */
/* All that a programme's rule and a project's own deliverables ask for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/project.h"
#include "projects/words.h"

static int
rule_emit(const struct making *making, const struct due *due)
{
	int lead = making->texts->role && !strcmp(making->texts->role, "lead");
	int result = AMBIT_OK;

	if (due->who != ROLE_ANY && (due->who == ROLE_LEAD) != lead)
		return AMBIT_OK;
	for (int i = 0; i < making->nperiods && result == AMBIT_OK; i++) {
		int64_t day = due_day(&making->programme, &making->project, due,
		    making->periods, making->nperiods, i);

		if (day != NO_DAY)
			result = due_emit(making, due, day, i);
	}
	return result;
}

static int
deliverables_emit(const struct making *making, char *list, char *reason)
{
	int result = AMBIT_OK;
	struct due due;
	char *one;

	while (result == AMBIT_OK && (one = part(&list, "|")) != NULL) {
		if (!*one)
			continue;
		if (deliverable_read(one, &due) < 0) {
			snprintf(reason, REASON_ROOM,
			    "deliverables: \"%.60s\" is not written as in "
			    "\"D1.1 6 Data plan | D1.2 12 Report\"",
			    one);
			return AMBIT_CONFIG;
		}
		result = due_emit(making, &due,
		    months_after(making->project.start, due.months) - 1, 0);
	}
	return result;
}

static int
making_begin(struct making *making, char *rules, char *reason)
{
	const struct project_texts *texts = making->texts;

	if (programme_find(rules, texts->programme ? texts->programme : "",
		&making->programme, reason) < 0 ||
	    project_read(texts, &making->project, reason) < 0)
		return -1;
	making->nperiods =
	    periods_make(&making->programme, &making->project, making->periods);
	if (making->nperiods > 0)
		return 0;
	snprintf(reason, REASON_ROOM,
	    "it does not last from %.10s to %.10s with such periods",
	    texts->start, texts->end);
	return -1;
}

int
project_emit(const struct project_texts *texts, char *rules,
    const struct ambit_event *like, const struct ambit_host *host,
    struct ambit_run *run, char *reason)
{
	struct making making = {
		.texts = texts, .like = like, .host = host, .run = run
	};
	char *list = NULL;
	int result = AMBIT_OK;

	if (making_begin(&making, rules, reason) < 0)
		return AMBIT_CONFIG;
	for (size_t i = 0; i < making.programme.ndues && result == AMBIT_OK;
	     i++)
		result = rule_emit(&making, &making.programme.dues[i]);
	if (result == AMBIT_OK && texts->deliverables) {
		list = strdup(texts->deliverables);
		result =
		    list ? deliverables_emit(&making, list, reason) : AMBIT_BUG;
	}
	free(list);
	return result;
}
