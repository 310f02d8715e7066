/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the tables of places and countries: lines of fields between tabs,
 * lists of names between bars; lines that begin with "#" are left out. The
 * text is cut in place, so a row costs its bytes and its names folded.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/fold.h"
#include "base/number.h"
#include "base/places_parts.h"
#include "base/text.h"

#define FIELDS 9
#define OWN_MAX (8u << 20)

const struct places_options places_options_default = {
	.near_km = 50,
	.prominent = 20,
};

enum column {
	NAME,
	MAIN_NAMES,
	OTHER_NAMES,
	COUNTRY,
	REGION,
	LATITUDE,
	LONGITUDE,
	ZONE,
	PEOPLE
};

/* ----------------------------------------------------------------- index */

static int
index_add(struct place_index *index, const char *name, size_t row, bool main)
{
	char key[PLACE_KEY];
	size_t len = text_fold(key, sizeof key, name);
	struct place_name entry = { index->keys.len, (uint32_t)row, PLACE_END,
		main };

	if (len == 0)
		return 0;
	buf_add(&index->keys, key, len + 1);
	return buf_error(&index->keys) ? -ENOMEM
				       : vec_push(&index->names, entry);
}

/* Chains every name, once all are there; earlier rows come first. */
static int
index_build(struct place_index *index)
{
	index->nheads = 1;
	while (index->nheads < index->names.len)
		index->nheads *= 2;
	index->heads = malloc(index->nheads * sizeof *index->heads);
	if (!index->heads)
		return -ENOMEM;
	memset(index->heads, 0xFF, index->nheads * sizeof *index->heads);
	for (size_t i = index->names.len; i-- > 0;) {
		struct place_name *name = &index->names.items[i];
		const char *key = index->keys.data + name->key;
		uint32_t *head = &index->heads[hash64(key, strlen(key), 0) &
					       (index->nheads - 1)];

		name->next = *head;
		*head = (uint32_t)i;
	}
	return 0;
}

static uint32_t
index_skip(const struct place_index *index, uint32_t at, const char *key)
{
	while (at != PLACE_END &&
	       strcmp(index->keys.data + index->names.items[at].key, key) != 0)
		at = index->names.items[at].next;
	return at;
}

uint32_t
place_index_first(const struct place_index *index, const char *key)
{
	uint64_t hash = hash64(key, strlen(key), 0);

	return index_skip(index, index->heads[hash & (index->nheads - 1)], key);
}

uint32_t
place_index_next(const struct place_index *index, uint32_t at, const char *key)
{
	return index_skip(index, index->names.items[at].next, key);
}

static void
index_release(struct place_index *index)
{
	buf_free(&index->keys);
	vec_free(&index->names);
	free(index->heads);
}

/* ----------------------------------------------------------------- lines */

/* Each name of a list, which is cut at its bars. */
static int
add_names(struct place_index *index, char *list, size_t row, bool main)
{
	char *name;

	while ((name = strsep(&list, "|")))
		if (index_add(index, name, row, main) < 0)
			return -ENOMEM;
	return 0;
}

static bool
read_degrees(const char *text, double most, double *out)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text || *end || !(value >= -most && value <= most))
		return false;
	*out = value;
	return true;
}

static bool
is_country(const char *code)
{
	return strlen(code) == 2 && code[0] >= 'A' && code[0] <= 'Z' &&
	       code[1] >= 'A' && code[1] <= 'Z';
}

/* What is wrong with a row, or NULL. */
static const char *
read_row(char *const fields[FIELDS], size_t n, struct place *out)
{
	if (n != FIELDS)
		return "it does not have 9 fields between tabs";
	if (!fields[NAME][0])
		return "it has no name";
	if (!is_country(fields[COUNTRY]))
		return "its country is not two capitals";
	if (!read_degrees(fields[LATITUDE], 90, &out->latitude) ||
	    !read_degrees(fields[LONGITUDE], 180, &out->longitude))
		return "its coordinates are not degrees";
	if (!fields[ZONE][0])
		return "it has no zone";
	if (int_parse(fields[PEOPLE], &out->people) < 0 || out->people < 0)
		return "its number of people is none";
	out->name = fields[NAME];
	out->country = fields[COUNTRY];
	out->zone = fields[ZONE];
	return NULL;
}

static int
add_place(struct places *places, char *line, const char **wrong)
{
	char *fields[FIELDS], *field, *region;
	struct place place;
	size_t n = 0, row = places->rows.len;

	while ((field = strsep(&line, "\t")) && n < FIELDS)
		fields[n++] = field;
	*wrong = read_row(fields, field ? 0 : n, &place);
	if (*wrong)
		return -EINVAL;
	region = fields[REGION];
	place.region = strsep(&region, "|");
	if (vec_push(&places->rows, place) < 0 ||
	    vec_push(&places->regions, region ? region : "") < 0 ||
	    index_add(&places->by_name, place.name, row, true) < 0 ||
	    add_names(&places->by_name, fields[MAIN_NAMES], row, true) < 0 ||
	    add_names(&places->by_name, fields[OTHER_NAMES], row, false) < 0)
		return -ENOMEM;
	return 0;
}

static int
add_country(struct places *places, char *line, const char **wrong)
{
	char *code = strsep(&line, "\t");
	size_t row = places->countries.len;

	*wrong = !line || !is_country(code) ? "it is no country" : NULL;
	if (*wrong)
		return -EINVAL;
	if (vec_push(&places->countries, code) < 0 ||
	    index_add(&places->by_country, code, row, true) < 0)
		return -ENOMEM;
	return add_names(&places->by_country, line, row, false);
}

/* Each line of text, which is cut. */
static int
read_lines(struct places *places, char *text, const char *file,
    int (*add)(struct places *places, char *line, const char **wrong),
    struct err *err)
{
	const char *wrong = NULL;
	char *line;

	for (int number = 1; (line = strsep(&text, "\n")); number++) {
		if (line[0] == '#' || line[0] == '\0')
			continue;
		switch (add(places, line, &wrong)) {
		case 0:
			break;
		case -EINVAL:
			return err_set(
			    err, -EINVAL, "%s:%d: %s", file, number, wrong);
		default:
			return err_set(err, -ENOMEM, "read %s", file);
		}
	}
	return 0;
}

/* ---------------------------------------------------------------- tables */

static int
read_own(const char *path, char **out, struct err *err)
{
	CLEANUP(closep) int fd = open(path, O_RDONLY | O_CLOEXEC);
	CLEANUP(buf_free) struct buf text = { .limit = OWN_MAX };
	ssize_t got = -1;

	if (fd < 0)
		return err_errno(err, "open the table of places %s", path);
	do {
		char *room = buf_reserve(&text, 65536);

		if (!room)
			return err_set(err, buf_error(&text),
			    "the table of places %s is too large", path);
		got = read(fd, room, 65536);
		if (got > 0)
			buf_commit(&text, (size_t)got);
	} while (got > 0);
	if (got < 0)
		return err_errno(err, "read the table of places %s", path);
	if (!utf8_valid(buf_str(&text), text.len) ||
	    strlen(buf_str(&text)) != text.len)
		return err_set(err, -EINVAL, "%s is not text in UTF-8", path);
	*out = buf_steal(&text);
	return *out ? 0 : err_set(err, -ENOMEM, "read %s", path);
}

/* Rows of one's own come first, and so before others of their size. */
static int
read_tables(struct places *places, const struct places_options *options,
    struct err *err)
{
	places->text[0] = strndup(countries_table, countries_table_len);
	places->text[1] = strndup(places_table, places_table_len);
	if (!places->text[0] || !places->text[1])
		return err_set(err, -ENOMEM, "read the places");
	if (options->own &&
	    (read_own(options->own, &places->text[2], err) < 0 ||
		read_lines(
		    places, places->text[2], options->own, add_place, err) < 0))
		return err->code;
	if (read_lines(places, places->text[0], "countries.tsv", add_country,
		err) < 0 ||
	    read_lines(places, places->text[1], "places.tsv", add_place, err) <
		0)
		return err->code;
	if (index_build(&places->by_name) < 0 ||
	    index_build(&places->by_country) < 0)
		return err_set(err, -ENOMEM, "read the places");
	return 0;
}

int
places_open(
    const struct places_options *options, struct places **out, struct err *err)
{
	CLEANUP(places_freep) struct places *places = calloc(1, sizeof *places);

	if (!places)
		return err_set(err, -ENOMEM, "read the places");
	places->near_km = options->near_km;
	places->prominent = options->prominent;
	if (read_tables(places, options, err) < 0)
		return err->code;
	*out = TAKE(places);
	return 0;
}

void
places_free(struct places *places)
{
	if (!places)
		return;
	for (size_t i = 0; i < ARRAY_LEN(places->text); i++)
		free(places->text[i]);
	vec_free(&places->rows);
	vec_free(&places->regions);
	vec_free(&places->countries);
	index_release(&places->by_name);
	index_release(&places->by_country);
	free(places);
}

void
places_freep(struct places **places)
{
	places_free(*places);
}

size_t
places_count(const struct places *places)
{
	return places->rows.len;
}
