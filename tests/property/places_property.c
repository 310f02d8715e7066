/* SPDX-License-Identifier: Apache-2.0 */
/* Every row of the table is found by what it says of itself; distances and
 * folding keep their laws. */
#include "base/places.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/fold.h"
#include "base/text.h"
#include "chance.h"

static struct places *places;

/* One line of the table, cut into its fields. */
static void
check_row(struct chance *chance, char *line)
{
	char *fields[9], *name;
	struct place_query query;
	struct place_result result;

	for (int i = 0; i < 9; i++)
		fields[i] = strsep(&line, "\t");
	query = (struct place_query){ .city = fields[0],
		.country = fields[3],
		.zone = fields[7],
		.latitude = strtod(fields[5], NULL),
		.longitude = strtod(fields[6], NULL) };
	do {
		places_find(places, &query, &result);
		/* Two of one name and zone, near each other, are one. */
		if (result.answer != PLACE_FOUND ||
		    strcmp(result.place->country, fields[3]) != 0 ||
		    place_km(query.latitude, query.longitude,
			result.place->latitude, result.place->longitude) >= 50)
			chance_fail(chance, "%s is not found as %s, %s\n",
			    query.city, fields[0], fields[3]);
		name = strsep(&fields[1], "|");
		query.city = name;
	} while (name && name[0]);
}

static void
every_row_is_found_by_its_names(void **state)
{
	struct chance chance = chance_start();
	FILE *table = fopen(PLACES_TABLE, "r");
	size_t room = 0, rows = 0;
	char *line = NULL;

	(void)state;
	assert_non_null(table);
	while (getline(&line, &room, table) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '#')
			continue;
		check_row(&chance, line);
		rows++;
	}
	assert_int_equal(rows, places_count(places));
	free(line);
	fclose(table);
}

/* By the angle between two vectors, as the schoolbook has it. */
static double
twin_km(
    double latitude1, double longitude1, double latitude2, double longitude2)
{
	double r = acos(-1) / 180;
	double dot = cos(latitude1 * r) * cos(latitude2 * r) *
			 cos((longitude1 - longitude2) * r) +
		     sin(latitude1 * r) * sin(latitude2 * r);

	return 6371.0088 * acos(fmax(-1, fmin(1, dot)));
}

static void
distances(void **state)
{
	struct chance chance = chance_start();

	(void)state;
	for (int i = 0; i < 100000; i++) {
		double point[6], ab, bc, ac;

		for (int k = 0; k < 6; k++)
			point[k] =
			    (double)chance_range(&chance, -1800000, 1800000) /
			    (k % 2 ? 10000 : 20000);
		ab = place_km(point[0], point[1], point[2], point[3]);
		bc = place_km(point[2], point[3], point[4], point[5]);
		ac = place_km(point[0], point[1], point[4], point[5]);
		if (fabs(ab - twin_km(point[0], point[1], point[2], point[3])) >
			0.5 ||
		    fabs(ab - place_km(point[2], point[3], point[0],
				  point[1])) > 1e-6 ||
		    ac > ab + bc + 1e-6)
			chance_fail(&chance, "from %f, %f to %f, %f\n",
			    point[0], point[1], point[2], point[3]);
	}
}

/* Some text, valid UTF-8, of letters that have surprises. */
static void
some_text(struct chance *chance, char *out, size_t n)
{
	static const char *const pieces[] = { "a", "Z", "9", " ", "l", "L", ".",
		"·", "ŀ", "'", "É", "e\xcc\x81", "ß", "ø", "Æ", "İ", "日", "ﬁ",
		"½", "\xc2\xad", "Σ", "ς", "-" };

	out[0] = '\0';
	while (n-- > 0)
		strcat(out,
		    pieces[chance_range(chance, 0, ARRAY_LEN(pieces) - 1)]);
}

static void
folding_folded_text_changes_nothing(void **state)
{
	struct chance chance = chance_start();
	char text[256], once[256], twice[256], cut[256];

	(void)state;
	for (int i = 0; i < 100000; i++) {
		size_t room = (size_t)chance_range(&chance, 1, 40);

		some_text(&chance, text, (size_t)chance_range(&chance, 0, 24));
		text_fold(once, sizeof once, text);
		text_fold(twice, sizeof twice, once);
		if (strcmp(once, twice) != 0 ||
		    text_fold(cut, room, text) >= room ||
		    strncmp(cut, once, strlen(cut)) != 0 ||
		    !utf8_valid(cut, strlen(cut)))
			chance_fail(
			    &chance, "\"%s\" \"%s\" \"%s\"\n", text, once, cut);
	}
}

static int
open_places(void **state)
{
	struct err err = ERR_INIT;

	(void)state;
	return places_open(&places_options_default, &places, &err);
}

static int
close_places(void **state)
{
	(void)state;
	places_free(places);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_found_by_its_names),
		cmocka_unit_test(distances),
		cmocka_unit_test(folding_folded_text_changes_nothing),
	};

	return cmocka_run_group_tests_name(
	    "places properties", tests, open_places, close_places);
}
