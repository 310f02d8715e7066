/* SPDX-License-Identifier: Apache-2.0 */
/* The map of columns, from its text. */
#include "csv_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "readers/fields.h"
#include "readers/fold.h"

/* The field that name is probably a slip of; NULL. */
static const char *
slip_of(const char *name)
{
	size_t most = strlen(name) < 6 ? 1 : 2;
	const char *field;

	for (int i = 0; (field = fields_name(i)) != NULL; i++)
		if (fold_distance(name, field) <= most)
			return field;
	return NULL;
}

/* -------------------------------------------------------------- from text */

struct scan {
	struct csv_map *map;
	char *p;
	const struct dates_rules *dates;
	char *reason;
	size_t room;
};

#define refuse(scan, ...) \
	(snprintf((scan)->reason, (scan)->room, __VA_ARGS__), false)

static void
blanks(struct scan *scan)
{
	scan->p += strspn(scan->p, " \t\r\n");
}

/* What stands between the quotes here, cut out in place. */
static char *
quoted(struct scan *scan)
{
	char *text = scan->p + 1, *end = strchr(text, *scan->p);

	if (!end)
		return NULL;
	*end = '\0';
	scan->p = end + 1;
	return text;
}

/* The end of a bare name: before , + = or the word "as". */
static size_t
bare_len(const char *text)
{
	size_t len = strcspn(text, ",+=");
	const char *as = strstr(text, " as ");

	if (as && (size_t)(as - text) < len)
		len = (size_t)(as - text);
	while (len && strchr(" \t\r\n", text[len - 1]))
		len--;
	return len;
}

static bool
piece_read(struct scan *scan, struct csv_piece *piece)
{
	char sign = *scan->p, *end;
	size_t len = bare_len(scan->p);

	*piece = (struct csv_piece){ .column = CSV_UNBOUND };
	if (sign == '"' || sign == '\'') {
		piece->name = quoted(scan);
		if (sign == '\'')
			piece->column = CSV_CONSTANT;
		return piece->name ||
		       refuse(scan, "columns: a quote is not closed at %.40s",
			   scan->p);
	}
	if (sign == '#') {
		long number = strtol(scan->p + 1, &end, 10);

		if (end != scan->p + len || number < 1 || number > 10000)
			return refuse(scan,
			    "columns: '%.20s' is no number of a column",
			    scan->p);
		piece->column = (int)number - 1;
	} else if (!len) {
		return refuse(scan,
		    "columns: a column's name is missing at '%.40s'", scan->p);
	} else {
		piece->name = arena_text(&scan->map->arena, scan->p, len);
	}
	scan->p += len;
	return true;
}

/* "as 'dmy es'", "as dmy es" */
static bool
rules_read(struct scan *scan, struct csv_field *field)
{
	char reason[300];
	const char *text;

	field->dates = *scan->dates;
	blanks(scan);
	if (strncmp(scan->p, "as", 2) != 0 || !scan->p[2] ||
	    !strchr(" '\"", scan->p[2]))
		return true;
	scan->p += 2;
	blanks(scan);
	field->dates = (struct dates_rules){ 0 };
	if (*scan->p == '"' || *scan->p == '\'') {
		text = quoted(scan);
	} else {
		size_t len = strcspn(scan->p, ",");

		text = arena_text(&scan->map->arena, scan->p, len);
		scan->p += len;
	}
	if (!text)
		return refuse(scan, "columns: a quote is not closed");
	if (dates_rules_read(text, &field->dates, reason, sizeof reason) < 0)
		return refuse(scan, "columns: %s: %s", field->name, reason);
	return true;
}

static bool
pieces_read(struct scan *scan, struct csv_field *field)
{
	struct csv_piece pieces[16];
	size_t n = 0, bytes;

	do {
		if (n == sizeof pieces / sizeof pieces[0])
			return refuse(scan, "columns: %s has too many pieces",
			    field->name);
		scan->p += n > 0;
		blanks(scan);
		if (!piece_read(scan, &pieces[n++]))
			return false;
		blanks(scan);
	} while (*scan->p == '+');
	bytes = n * sizeof pieces[0];
	field->pieces = arena_take(&scan->map->arena, bytes);
	if (!field->pieces)
		return refuse(scan, "columns: no memory");
	memcpy(field->pieces, pieces, bytes);
	field->npieces = n;
	return true;
}

static bool
name_read(struct scan *scan, struct csv_field *field)
{
	size_t len;
	const char *meant;

	blanks(scan);
	len = strspn(scan->p, "abcdefghijklmnopqrstuvwxyz0123456789_.-");
	field->name = arena_text(&scan->map->arena, scan->p, len);
	scan->p += len;
	blanks(scan);
	if (!len || !field->name || *scan->p != '=')
		return refuse(scan,
		    "columns: a field's name and = are missing before '%.40s'",
		    scan->p);
	scan->p++;
	field->field = fields_find(field->name);
	meant = field->field < 0 ? slip_of(field->name) : NULL;
	if (meant)
		return refuse(scan,
		    "columns: there is no field '%s'; did you "
		    "mean '%s'?",
		    field->name, meant);
	for (size_t i = 0; i < scan->map->nfields; i++)
		if (!strcmp(scan->map->fields[i].name, field->name))
			return refuse(
			    scan, "columns: %s is there twice", field->name);
	return true;
}

bool
csv_map_add(struct csv_map *map, const struct csv_field *field)
{
	struct csv_field *fields =
	    realloc(map->fields, (map->nfields + 1) * sizeof *fields);

	if (!fields)
		return false;
	map->fields = fields;
	map->fields[map->nfields++] = *field;
	return true;
}

static bool
map_has(const struct csv_map *map, const char *name)
{
	for (size_t i = 0; i < map->nfields; i++)
		if (!strcmp(map->fields[i].name, name))
			return true;
	return false;
}

bool
csv_map_whole(const struct csv_map *map)
{
	return map_has(map, "title") &&
	       (map_has(map, "start") || map_has(map, "dates"));
}

static bool
fields_read(struct scan *scan)
{
	do {
		struct csv_field field = { .field = -1 };

		scan->p += scan->map->nfields > 0;
		if (!name_read(scan, &field) || !pieces_read(scan, &field) ||
		    !rules_read(scan, &field))
			return false;
		if (!csv_map_add(scan->map, &field))
			return refuse(scan, "columns: no memory");
		blanks(scan);
	} while (*scan->p == ',');
	if (*scan->p)
		return refuse(scan,
		    "columns: a comma is missing before '%.40s'", scan->p);
	return csv_map_whole(scan->map) ||
	       refuse(scan, "columns: title and start (or dates) are needed");
}

int
csv_map_read(struct csv_map *map, const char *columns, const char *dates,
    char *reason, size_t room)
{
	struct dates_rules rules = { 0 };
	char why[300];
	struct scan scan = { map, NULL, &rules, reason, room };

	*map = (struct csv_map){ .implicit = !columns };
	if (dates_rules_read(dates, &rules, why, sizeof why) < 0) {
		snprintf(reason, room, "dates: %s", why);
		return -1;
	}
	map->dates = rules;
	if (!columns)
		return 0;
	scan.p = arena_text(&map->arena, columns, strlen(columns));
	if (scan.p && fields_read(&scan))
		return 0;
	if (!scan.p)
		snprintf(reason, room, "columns: no memory");
	csv_map_free(map);
	return -1;
}

void
csv_map_free(struct csv_map *map)
{
	free(map->fields);
	arena_free(&map->arena);
	*map = (struct csv_map){ .nfields = 0 };
}
