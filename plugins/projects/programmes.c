/* SPDX-License-Identifier: Apache-2.0 */
#include "programmes.h"

#include <stdio.h>
#include <string.h>

#include "projects/words.h"

/* "3m", "14d", "3m 14d" */
static int
after_read(char *text, struct due *due)
{
	char *word;

	if (!text || !*text)
		return -1;
	while ((word = part(&text, " ")) != NULL) {
		size_t len = strlen(word);
		char unit = len ? word[len - 1] : '\0';

		if (!len)
			continue;
		word[len - 1] = '\0';
		if ((unit != 'm' && unit != 'd') ||
		    number_read(word, unit == 'm' ? &due->months : &due->days) <
			0)
			return -1;
	}
	return 0;
}

static int
due_read(char *text, struct programme *out)
{
	static const char *const anchors[] = { "period", "inner", "closure",
		"start", "end" };
	static const char *const roles[] = { "partner", "lead", "any" };
	struct due *due = &out->dues[out->ndues];
	int anchor, who;

	if (out->ndues == DUES_MOST)
		return -1;
	*due = (struct due){ .id = part(&text, ";") };
	anchor = word_index(part(&text, ";"), anchors, ANCHOR_END + 1);
	if (anchor < 0 || after_read(part(&text, ";"), due) < 0)
		return -1;
	who = word_index(part(&text, ";"), roles, ROLE_ANY + 1);
	for (int i = 0; i < LANGUAGES; i++)
		due->titles[i] = part(&text, ";");
	if (who < 0 || !due->titles[LANGUAGES - 1])
		return -1;
	due->anchor = (enum anchor)anchor;
	due->who = (enum role)who;
	out->ndues++;
	return 0;
}

static int
key_read(const char *key, char *value, struct programme *out)
{
	if (!strcmp(key, "name"))
		out->name = value;
	else if (!strcmp(key, "source"))
		out->source = value;
	else if (!strcmp(key, "period"))
		return number_read(value, &out->period);
	else if (!strcmp(key, "last"))
		return number_read(value, &out->last);
	else if (!strcmp(key, "first"))
		return (out->first_approval = !strcmp(value, "approval")) - 1;
	else if (!strcmp(key, "due"))
		return due_read(value, out);
	else
		return -1;
	return 0;
}

/* A line of the programme that is looked for; -1 when it is none. */
static int
line_read(char *line, struct programme *out)
{
	char *value = line, *key = part(&value, "=");

	if (!*line || *line == '#')
		return 0;
	return value ? key_read(key, part(&value, "\n"), out) : -1;
}

static int
whole(const struct programme *programme, const char *id, char *reason)
{
	if (!programme->id)
		snprintf(reason, REASON_ROOM,
		    "no rule is known for the programme \"%.60s\"", id);
	else if (!programme->name || !programme->source || !programme->period)
		snprintf(reason, REASON_ROOM,
		    "the rule of %.60s lacks its name, source or period", id);
	else
		return 0;
	return -1;
}

int
programme_find(char *rules, const char *id, struct programme *out, char *reason)
{
	int number = 0, within = 0;
	char *line;

	*out = (struct programme){ .id = NULL };
	while ((line = part(&rules, "\n")) != NULL) {
		size_t len = strlen(line);

		number++;
		if (*line == '[') {
			within = len == strlen(id) + 2 &&
				 !strncmp(line + 1, id, len - 2);
			if (within)
				out->id = id;
		} else if (within && line_read(line, out) < 0) {
			snprintf(reason, REASON_ROOM,
			    "line %d of the programmes' rules cannot be read",
			    number);
			return -1;
		}
	}
	return whole(out, id, reason);
}
