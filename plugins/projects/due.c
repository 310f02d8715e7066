/* SPDX-License-Identifier: Apache-2.0 */
/* One thing that is due, as an event. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/project.h"
#include "readers/dates.h"

static enum language
language_of(const char *language)
{
	if (language && !strncmp(language, "ca", 2))
		return LANGUAGE_CA;
	return language && !strncmp(language, "es", 2) ? LANGUAGE_ES
						       : LANGUAGE_EN;
}

static void
day_write(int64_t day, char out[DATES_TEXT])
{
	const struct dates_time time = { DATES_DAY, day * 86400, 0 };

	dates_text(&time, out);
}

/* "BLUE CITY: partner report 3", "BLUE CITY: D1.1 Data plan" */
static char *
title_make(const struct making *making, const struct due *due, int number)
{
	const char *words = due->titles[language_of(making->like->language)];
	const char *at = strstr(words, "{n}");
	char *title;
	int len =
	    at ? asprintf(&title, "%s: %.*s%d%s", making->texts->name,
		     (int)(at - words), words, number, at + 3)
	       : asprintf(&title, "%s: %s%s%s", making->texts->name,
		     due->code ? due->code : "", due->code ? " " : "", words);

	return len < 0 ? NULL : title;
}

/* Milestones of periods are told apart by their number. */
static char *
uid_make(const struct making *making, const struct due *due, int number)
{
	int of_period =
	    due->anchor == ANCHOR_PERIOD || due->anchor == ANCHOR_INNER;
	char *uid;
	int len = asprintf(&uid, of_period ? "%s/%s/%s-%d" : "%s/%s/%s",
	    making->programme.id, making->texts->name, due->id, number);

	return len < 0 ? NULL : uid;
}

/* "Interreg Europe, 2026-03-01 - 2026-08-31": of the period, or the project
 * whole. */
static char *
description_make(const struct making *making, const struct due *due, int i)
{
	const struct period whole = { making->project.start,
		making->project.end };
	const struct period *period =
	    due->anchor == ANCHOR_START ? &whole : &making->periods[i];
	char first[DATES_TEXT], last[DATES_TEXT], *text;

	day_write(period->first, first);
	day_write(period->last, last);
	if (asprintf(&text, "%s, %s \u2013 %s", making->programme.name, first,
		last) < 0)
		return NULL;
	return text;
}

int
due_emit(const struct making *making, const struct due *due, int64_t day, int i)
{
	struct ambit_event event = *making->like;
	char start[DATES_TEXT];
	char *uid = uid_make(making, due, i + 1);
	char *description = description_make(making, due, i);
	char *title = title_make(making, due, i + 1);
	int result = AMBIT_BUG;

	day_write(day, start);
	event.uid = uid;
	event.summary = title;
	event.description = description;
	event.start = start;
	event.end = event.zone = event.role = NULL;
	event.project = making->texts->name;
	event.organiser = making->programme.name;
	if (!event.url)
		event.url = making->programme.source;
	if (uid && title && description)
		result = making->host->emit(making->run, &event);
	free(uid);
	free(title);
	free(description);
	return result;
}
