/* SPDX-License-Identifier: Apache-2.0 */
/* The map of columns meets a header, and then each row. */
#include <stdio.h>
#include <string.h>

#include "readers/csv_parts.h"
#include "readers/fields.h"
#include "readers/fold.h"

/* ----------------------------------------------------------------- header */

struct binding {
	const struct csv_row *header;
	char *reason;
	size_t room;
};

static int
same(const char *a, const char *b)
{
	return !strcmp(a, b);
}

/* The column of this name, CSV_UNBOUND, or, with the reason, twice. */
static bool
column_find(const struct binding *binding, struct csv_piece *piece,
    int (*alike)(const char *, const char *))
{
	const struct csv_row *header = binding->header;

	for (size_t i = 0; i < header->nvalues; i++) {
		if (!alike(header->values[i], piece->name))
			continue;
		if (piece->column >= 0) {
			snprintf(binding->reason, binding->room,
			    "its columns %d and %zu are both called '%.60s'; "
			    "write #%d or #%zu in columns",
			    piece->column + 1, i + 1, piece->name,
			    piece->column + 1, i + 1);
			return false;
		}
		piece->column = (int)i;
	}
	return true;
}

static void
missing(const struct binding *binding, const char *name)
{
	const struct csv_row *header = binding->header;
	const char *nearest = NULL;
	size_t least = 0;

	for (size_t i = 0; i < header->nvalues; i++) {
		size_t steps = fold_distance(name, header->values[i]);

		if (header->values[i][0] && (!nearest || steps < least)) {
			nearest = header->values[i];
			least = steps;
		}
	}
	snprintf(binding->reason, binding->room,
	    "it has no column '%.60s'; the nearest that it has is '%.60s' "
	    "(line %lld)",
	    name, nearest ? nearest : "", (long long)header->line);
}

static bool
piece_bind(const struct binding *binding, struct csv_piece *piece)
{
	size_t n = binding->header->nvalues;

	if (piece->column == CSV_CONSTANT)
		return true;
	if (!piece->name && (size_t)piece->column < n)
		return true;
	if (!piece->name) {
		snprintf(binding->reason, binding->room,
		    "it has no column #%d, only %zu (line %lld)",
		    piece->column + 1, n, (long long)binding->header->line);
		return false;
	}
	piece->column = CSV_UNBOUND;
	if (!column_find(binding, piece, same))
		return false;
	if (piece->column == CSV_UNBOUND &&
	    !column_find(binding, piece, fold_alike))
		return false;
	if (piece->column == CSV_UNBOUND)
		missing(binding, piece->name);
	return piece->column != CSV_UNBOUND;
}

bool
csv_map_bind(struct csv_map *map, const struct csv_row *header, size_t *found,
    char *reason, size_t room)
{
	struct binding binding = { header, reason, room };
	char later[8];
	size_t lost = 0;

	*found = 0;
	for (size_t i = 0; i < map->nfields; i++) {
		struct csv_field *field = &map->fields[i];

		for (size_t j = 0; j < field->npieces; j++) {
			if (lost) {
				binding.reason = later;
				binding.room = sizeof later;
			}
			if (piece_bind(&binding, &field->pieces[j]))
				++*found;
			else
				lost++;
		}
	}
	return lost == 0;
}

bool
csv_map_from_header(struct csv_map *map, const struct csv_row *header)
{
	map->nfields = 0;
	for (size_t i = 0; i < header->nvalues; i++) {
		struct csv_field field = { .npieces = 1, .dates = map->dates };
		char name[40];

		if (fold_text(header->values[i], name, sizeof name) < 0)
			continue;
		field.field = fields_find(name);
		if (field.field < 0)
			continue;
		field.name = arena_text(&map->arena, name, strlen(name));
		field.pieces = arena_take(&map->arena, sizeof *field.pieces);
		if (!field.name || !field.pieces)
			return false;
		*field.pieces = (struct csv_piece){ .column = (int)i };
		if (!csv_map_add(map, &field))
			return false;
	}
	return csv_map_whole(map);
}

bool
csv_map_name_columns(struct csv_map *map, const struct csv_row *header)
{
	size_t n = header->nvalues;

	map->header = arena_take(&map->arena, (n + 1) * sizeof *map->header);
	if (!map->header)
		return false;
	for (size_t i = 0; i < n; i++)
		map->header[i] = arena_text(
		    &map->arena, header->values[i], strlen(header->values[i]));
	map->ncolumns = n;
	return !map->arena.failed;
}

/* ------------------------------------------------------------------- rows */

static const char *
column_value(const struct csv_piece *piece, const struct csv_row *row)
{
	return (size_t)piece->column < row->nvalues ? row->values[piece->column]
						    : "";
}

struct joining {
	char *out;
	size_t len;
};

static void
put(struct joining *joining, const char *text)
{
	size_t len = strlen(text);

	if (joining->out)
		memcpy(joining->out + joining->len, text, len + 1);
	joining->len += len;
}

/*
 * Constants before the first column and after the last stand if any column
 * has a value; one between two, or a blank, if both have.
 */
static void
join(const struct csv_field *field, const struct csv_row *row,
    struct joining *joining)
{
	const char *before = NULL, *joint = NULL;
	size_t columns = 0, values = 0;

	for (size_t i = 0; i < field->npieces; i++) {
		const struct csv_piece *piece = &field->pieces[i];
		const char *text;

		if (piece->column == CSV_CONSTANT) {
			*(columns ? &joint : &before) = piece->name;
			continue;
		}
		text = column_value(piece, row);
		if (*text && !values && before)
			put(joining, before);
		else if (*text && values)
			put(joining, joint ? joint : " ");
		put(joining, text);
		values += *text != '\0';
		columns++;
		joint = NULL;
	}
	if (joint && values)
		put(joining, joint);
}

const char *
csv_map_value(const struct csv_field *field, const struct csv_row *row,
    struct arena *arena)
{
	struct joining joining = { NULL, 0 };
	const char *text;

	if (field->npieces == 1) {
		text = field->pieces->column == CSV_CONSTANT
			   ? field->pieces->name
			   : column_value(field->pieces, row);
		return *text ? text : NULL;
	}
	join(field, row, &joining);
	if (!joining.len)
		return NULL;
	joining.out = arena_take(arena, joining.len + 1);
	joining.len = 0;
	if (joining.out)
		join(field, row, &joining);
	return joining.out;
}
