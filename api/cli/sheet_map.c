/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet_map.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/fold.h"
#include "base/number.h"
#include "base/record.h"
#include "base/text.h"
#include "config/ini_file.h"
#include "model/mission.h"

static const char *const orders[] = { "dmy", "mdy", "ymd", NULL };
static const char *const decimals[] = { "point", "comma", NULL };
static const char *const peoples[] = { "known", "add", NULL };
static const char *const fields[] = { "number", "title", "purpose", "person",
	"team", "city", "country", "start", "last", "cost", "line", "network",
	"project", "sponsor" };

void
sheet_map_free(struct sheet_map *map)
{
	free(map->team);
	free(map->currency);
	free(map->state);
	vec_each(&map->columns, column) {
		free(column->field);
		free(column->heads);
	}
	vec_free(&map->columns);
}

static void
refuse(const struct ini_entry *entry, struct config_problems *problems,
    const char *what, const char *near)
{
	if (near)
		config_problem_add(problems, entry->file, entry->line,
		    "%s \"%.60s\"; did you mean \"%s\"?", what, entry->value,
		    near);
	else
		config_problem_add(problems, entry->file, entry->line,
		    "%s \"%.60s\"", what, entry->value);
}

static void
take_choice(const struct ini_entry *entry, const char *const *choices, int *out,
    struct config_problems *problems)
{
	int found = choice_parse(choices, entry->value);

	if (found < 0)
		refuse(entry, problems, "there is no choice", NULL);
	else
		*out = found;
}

static void
take_text(
    const struct ini_entry *entry, char **out, struct config_problems *problems)
{
	free(*out);
	*out = strdup(entry->value);
	if (!*out)
		refuse(entry, problems, "no memory for", NULL);
}

/* A key of [sheet]. */
static void
take_setting(struct sheet_map *map, const struct ini_entry *entry,
    struct config_problems *problems)
{
	if (strcmp(entry->key, "team") == 0)
		take_text(entry, &map->team, problems);
	else if (strcmp(entry->key, "dates") == 0)
		take_choice(entry, orders, &map->order, problems);
	else if (strcmp(entry->key, "decimal") == 0)
		take_choice(entry, decimals, &map->comma, problems);
	else if (strcmp(entry->key, "people") == 0)
		take_choice(entry, peoples, &map->add_people, problems);
	else if (strcmp(entry->key, "currency") == 0)
		take_text(entry, &map->currency, problems);
	else if (strcmp(entry->key, "state") == 0)
		take_text(entry, &map->state, problems);
	else if (strcmp(entry->key, "year") != 0)
		config_problem_add(problems, entry->file, entry->line,
		    "there is no key \"%.60s\" here; there are team, dates, "
		    "year, decimal, currency, state and people",
		    entry->key);
	else if (int_parse(entry->value, &map->year) < 0 || map->year < 1 ||
		 map->year > 9999)
		refuse(entry, problems, "it is no year:", NULL);
	if (strcmp(entry->key, "state") == 0 &&
	    choice_parse(mission_state_words, entry->value) <= 0)
		refuse(entry, problems, "there is no state",
		    text_nearest(
			entry->value, mission_state_words, MISSION_STATES));
}

static bool
is_field(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		if (strcmp(fields[i], name) == 0)
			return true;
	return strncmp(name, "cost.", 5) == 0 && name[5];
}

static void
take_column(struct sheet_map *map, const struct ini_entry *entry,
    struct config_problems *problems)
{
	struct sheet_column column = { strdup(entry->key), strdup(entry->value),
		entry->line };
	const char *near = text_nearest(entry->key, fields, ARRAY_LEN(fields));

	if (!is_field(entry->key))
		config_problem_add(problems, entry->file, entry->line,
		    near ? "there is no field \"%.60s\"; did you mean \"%s\"?"
			 : "there is no field \"%.60s\"",
		    entry->key, near);
	if (column.field && column.heads &&
	    vec_push(&map->columns, column) == 0)
		return;
	free(column.field);
	free(column.heads);
	refuse(entry, problems, "no memory for", NULL);
}

int
sheet_map_read(const char *path, struct sheet_map *map,
    struct config_problems *problems, struct err *err)
{
	CLEANUP(ini_entries_free) struct ini_entries entries = VEC_INIT;

	if (ini_file_read(path, &entries, problems, err) < 0)
		return err->code;
	vec_each(&entries, entry) {
		if (strcmp(entry->section, "sheet") == 0)
			take_setting(map, entry, problems);
		else if (strcmp(entry->section, "columns") == 0)
			take_column(map, entry, problems);
		else
			config_problem_add(problems, entry->file, entry->line,
			    "there is no section [%.60s]; there are [sheet] "
			    "and [columns]",
			    entry->section);
	}
	if (problems->len)
		return err_set(err, -EINVAL, "%s is no map of a sheet", path);
	return 0;
}

bool
sheet_column_is(const struct sheet_column *column, const char *head)
{
	char wanted[200], given[200];
	const char *at = column->heads;

	text_fold(given, sizeof given, head + strspn(head, " \t\n"));
	for (size_t n = strlen(given); n && strchr(" \t\n", given[n - 1]);)
		given[--n] = '\0';
	while (*at) {
		size_t n;
		char one[200];

		at += strspn(at, " |");
		n = strcspn(at, "|");
		snprintf(one, sizeof one, "%.*s", (int)n, at);
		for (size_t k = strlen(one); k && one[k - 1] == ' ';)
			one[--k] = '\0';
		text_fold(wanted, sizeof wanted, one);
		if (*wanted && strcmp(wanted, given) == 0)
			return true;
		at += n;
	}
	return false;
}
