/* SPDX-License-Identifier: Apache-2.0 */
#include "milestones.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What is said of a deadline of that name. */
static const struct words {
	const char *name, *en, *ca, *es;
} known[] = {
	{ "call-for-papers", "Call for papers closes",
	    "Tancament de la crida a comunicacions",
	    "Cierre de la llamada a comunicaciones" },
	{ "registration", "Registration closes",
	    "Tancament de les inscripcions", "Cierre de inscripciones" },
	{ "submission", "Submission deadline", "Termini de presentació",
	    "Plazo de presentación" },
	{ "cut-off", "Cut-off date", "Data de tall", "Fecha de corte" },
	{ NULL, "Deadline", "Termini", "Plazo" },
};

static int
is_language(const char *language, const char *wanted)
{
	return language && !strncasecmp(language, wanted, 2) &&
	       (!language[2] || language[2] == '-');
}

static const char *
words_in(const struct words *words, const char *language)
{
	if (is_language(language, "ca"))
		return words->ca;
	return is_language(language, "es") ? words->es : words->en;
}

/* "Registration closes: Mobility week"; a name that is not known is said. A
 * new text; NULL. */
static char *
title_make(const struct ambit_event *event, const struct ambit_deadline *at)
{
	const struct words *words = known;
	const char *name = at->name ? at->name : "";
	char *title;
	int len;

	while (words->name && strcmp(words->name, name) != 0)
		words++;
	if (words->name || !*name)
		len = asprintf(&title, "%s: %s",
		    words_in(words, event->language), event->summary);
	else
		len = asprintf(&title, "%s (%s): %s",
		    words_in(words, event->language), name, event->summary);
	return len < 0 ? NULL : title;
}

/* How many before the i-th have its name? */
static int
namesakes(const struct ambit_deadline *const *deadlines, size_t i)
{
	const char *name = deadlines[i]->name ? deadlines[i]->name : "";
	int n = 0;

	for (size_t j = 0; j < i; j++)
		n +=
		    !strcmp(deadlines[j]->name ? deadlines[j]->name : "", name);
	return n;
}

static char *
uid_make(const struct ambit_event *event, size_t i)
{
	const char *name = event->deadlines[i]->name;
	int before = namesakes(event->deadlines, i), len;
	char *uid;

	name = name && *name ? name : "deadline";
	if (before)
		len = asprintf(&uid, "%s/%s-%d", event->uid, name, before + 1);
	else
		len = asprintf(&uid, "%s/%s", event->uid, name);
	return len < 0 ? NULL : uid;
}

void
milestone_settle(
    const struct milestone_config *config, struct ambit_event *milestone)
{
	milestone->kind = "milestone";
	if (!milestone->responsible)
		milestone->responsible = config->responsible;
	if (!milestone->deputy)
		milestone->deputy = config->deputy;
	if (!milestone->preparation_days)
		milestone->preparation_days = config->preparation;
}

static int
milestone_emit(const struct milestone_config *config,
    const struct ambit_host *host, struct ambit_run *run,
    const struct ambit_event *event, const char *parent, size_t i)
{
	const struct ambit_deadline *at = event->deadlines[i];
	char *title = title_make(event, at), *uid = uid_make(event, i);
	struct ambit_event milestone = { .size = sizeof milestone,
		.uid = uid,
		.parent = parent,
		.status = event->status,
		.summary = title,
		.description = event->description,
		.language = event->language,
		.url = at->url ? at->url : event->url,
		.categories = event->categories,
		.start = at->at,
		.zone = at->zone,
		.organiser = event->organiser,
		.network = event->network,
		.project = event->project,
		.level = event->level,
		.visibility = event->visibility,
		.line = event->line };
	int result = AMBIT_BUG;

	milestone_settle(config, &milestone);
	if (uid && title)
		result = host->emit(run, &milestone);
	free(uid);
	free(title);
	return result;
}

int
milestones_emit(const struct milestone_config *config,
    const struct ambit_host *host, struct ambit_run *run,
    const struct ambit_event *event, const char *parent)
{
	int result = AMBIT_OK;

	if (!event->deadlines || !event->uid || !event->summary)
		return AMBIT_OK;
	for (size_t i = 0; event->deadlines[i] && result == AMBIT_OK; i++)
		result = milestone_emit(config, host, run, event, parent, i);
	return result;
}
