/* SPDX-License-Identifier: Apache-2.0 */
/* Cities by the names that people write, and how far they are. */
#include "base/places.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "base/fold.h"
#include "base/travel.h"

static struct places *places;

static struct place_result
ask(const char *city, const char *country)
{
	struct place_query query = { .city = city,
		.country = country,
		.latitude = NAN,
		.longitude = NAN };
	struct place_result result;

	places_find(places, &query, &result);
	return result;
}

/* "ES Barcelona", or the answer. */
static const char *
answer(const char *city, const char *country)
{
	static char text[80];
	struct place_result result = ask(city, country);

	switch (result.answer) {
	case PLACE_FOUND:
		snprintf(text, sizeof text, "%s %s", result.place->country,
		    result.place->name);
		return text;
	case PLACE_AMBIGUOUS:
		return "ambiguous";
	case PLACE_UNKNOWN:
		return "unknown";
	case PLACE_NOT_ASKED:
		break;
	}
	return "not asked";
}

struct case_ {
	const char *city, *country, *answer;
};

static void
check(const struct case_ *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(answer(cases[i].city, cases[i].country),
			cases[i].answer) == 0)
			continue;
		print_error("%s, %s\n", cases[i].city,
		    cases[i].country ? cases[i].country : "-");
		assert_string_equal(
		    answer(cases[i].city, cases[i].country), cases[i].answer);
	}
}

static void
names_in_the_languages_people_write(void **state)
{
	static const struct case_ cases[] = {
		{ "Sant Sebastià", NULL, "ES Donostia / San Sebastián" },
		{ "San Sebastián", "ES", "ES Donostia / San Sebastián" },
		{ "DONOSTIA", NULL, "ES Donostia / San Sebastián" },
		{ "donostia-san sebastian", NULL,
		    "ES Donostia / San Sebastián" },
		{ "The Hague", NULL, "NL The Hague" },
		{ "La Haia", NULL, "NL The Hague" },
		{ "La Haya", NULL, "NL The Hague" },
		{ "Den Haag", NULL, "NL The Hague" },
		{ "'s-Gravenhage", NULL, "NL The Hague" },
		{ "Londres", NULL, "GB London" },
		{ "London", NULL, "GB London" },
		{ "Saragossa", NULL, "ES Zaragoza" },
		{ "Zaragoza", "ES", "ES Zaragoza" },
		{ "Brussel·les", NULL, "BE Brussels" },
		{ "Brussel.les", NULL, "BE Brussels" },
		{ "Bruxelles / Brussel", NULL, "BE Brussels" },
		{ "Pequín", NULL, "CN Beijing" },
		{ "Αθήνα", NULL, "GR Athens" },
		{ "l’hospitalet  de llobregat", NULL,
		    "ES L'Hospitalet de Llobregat" },
	};

	(void)state;
	check(cases, ARRAY_LEN(cases));
}

static void
homonyms_are_told_by_what_else_is_known(void **state)
{
	static const struct case_ cases[] = {
		{ "Barcelona", NULL, "ambiguous" },
		{ "Barcelona", "ES", "ES Barcelona" },
		{ "Barcelona", "VE", "VE Barcelona" },
		{ "Barcelona", "Espanya", "ES Barcelona" },
		{ "Barcelona, Spain", NULL, "ES Barcelona" },
		{ "Barcelona (Catalunya)", NULL, "ES Barcelona" },
		{ "Barcelona, Spain", "VE", "unknown" },
		{ "Barcelona", "FR", "unknown" },
		{ "London", "CA", "CA London" },
		{ "Paris, TX", NULL, "US Paris" },
		{ "Sitges, Barcelona", "ES", "ES Sitges" },
		{ "Paris, Ontario", NULL, "unknown" },
		{ "Portland, OR", NULL, "US Portland" },
		{ "Portland, ME", NULL, "US Portland" },
		/* What a city is called by its own comes first. */
		{ "Monaco", NULL, "MC Monaco" },
		{ "Bergen", "BE", "BE Mons" },
		{ "Córdoba", NULL, "ambiguous" },
		/* What readers here call a city is a name of its own, too. */
		{ "Geneva", NULL, "ambiguous" },
		{ "Geneva", "CH", "CH Genève" },
		{ "Geneva", "US", "US Geneva" },
		{ "Ginebra", NULL, "CH Genève" },
		{ "Mexico", NULL, "MX Mexico City" },
		{ "México", NULL, "MX Mexico City" },
		{ "Mèxic", NULL, "MX Mexico City" },
		{ "Mexico", "PH", "PH Mexico" },
	};
	struct place_result oregon = ask("Portland, OR", NULL);

	(void)state;
	check(cases, ARRAY_LEN(cases));
	assert_string_equal(oregon.place->region, "Oregon");
}

static void
the_zone_and_the_coordinates_tell(void **state)
{
	struct place_query query = { .city = "Barcelona",
		.zone = "America/Caracas",
		.latitude = NAN,
		.longitude = NAN };
	struct place_result result;

	(void)state;
	places_find(places, &query, &result);
	assert_int_equal(result.answer, PLACE_FOUND);
	assert_string_equal(result.place->country, "VE");
	/* A zone that none of them has tells nothing. */
	query.zone = "Asia/Tokyo";
	places_find(places, &query, &result);
	assert_int_equal(result.answer, PLACE_AMBIGUOUS);
	query.latitude = 41.4;
	query.longitude = 2.2;
	places_find(places, &query, &result);
	assert_string_equal(result.place->country, "ES");
	/* Somewhere else altogether: no Barcelona that we know. */
	query.latitude = 10;
	query.longitude = 20;
	places_find(places, &query, &result);
	assert_int_equal(result.answer, PLACE_UNKNOWN);
	assert_int_equal(result.ncandidates, 2);
}

static const char *
within(const char *text, const char *zone)
{
	struct place_query query = {
		.city = text, .zone = zone, .latitude = NAN, .longitude = NAN
	};
	struct place_result result;

	places_find_within(places, &query, &result);
	return result.answer == PLACE_FOUND       ? result.place->name
	       : result.answer == PLACE_AMBIGUOUS ? "ambiguous"
						  : "none";
}

static void
a_city_within_an_address(void **state)
{
	static const char *const madrid = "Europe/Madrid";
	static const struct {
		const char *text, *zone, *city;
	} rows[] = {
		{ "Hospital de Sant Pau, Barcelona, Spain", NULL, "Barcelona" },
		{ "Sant Antoni M. Claret 167\n08041 Barcelona", madrid,
		    "Barcelona" },
		{ "Jacques Delors Building, 1040 Brussels, Belgium", NULL,
		    "Brussels" },
		{ "223 Twin Dolphin Drive, Redwood City, CA, 94065", NULL,
		    "Redwood City" },
		{ "Talstrasse 4, 9000 St.Gallen, CH", NULL, "Sankt Gallen" },
		{ "Hotel Calípolis, Sitges, Barcelona, Spain", NULL, "Sitges" },
		{ "Granada, Barcelona, Spain", NULL, "Barcelona" },
		{ "Madrid", madrid, "Madrid" },
		/* Borne out by nothing. */
		{ "Madrid", NULL, "none" },
		{ "Bar", madrid, "none" },
		{ "Main stage", madrid, "none" },
		{ "Barcelona", "UTC", "none" },
		{ "Springfield, USA", NULL, "ambiguous" },
		{ "Online, Spain", madrid, "none" },
		{ ",,;()", madrid, "none" },
		{ "1, 2, 3, 4, 5, 6, 7, 8, 9, 10", madrid, "none" },
		{ "", NULL, "none" },
		{ NULL, NULL, "none" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_string_equal(
		    within(rows[i].text, rows[i].zone), rows[i].city);
}

static void
what_is_not_there_is_said(void **state)
{
	static const struct case_ cases[] = {
		{ "Macondo", NULL, "unknown" },
		{ "Virtual", NULL, "not asked" },
		{ "En línia", NULL, "not asked" },
		{ "T.B.A.", NULL, "unknown" },
		{ "Rome; Paris", NULL, "unknown" },
		{ "", NULL, "not asked" },
		{ "  - ", NULL, "not asked" },
		{ NULL, "ES", "not asked" },
		{ "\xff\xfe", NULL, "not asked" },
	};
	struct place_result result = ask("Barcelona", "FR");

	(void)state;
	check(cases, ARRAY_LEN(cases));
	/* Where there is one is said beside it, the larger first. */
	assert_int_equal(result.ncandidates, 2);
	assert_string_equal(result.candidates[0]->country, "ES");
}

/* The municipalities of the metropolitan area, as they write themselves. */
static void
all_36_municipalities(void **state)
{
	static const char *const names[] = { "Badalona", "Badia del Vallès",
		"Barberà del Vallès", "Barcelona", "Begues", "Castellbisbal",
		"Castelldefels", "Cerdanyola del Vallès", "Cervelló",
		"Corbera de Llobregat", "Cornellà de Llobregat", "El Papiol",
		"El Prat de Llobregat", "Esplugues de Llobregat", "Gavà",
		"L'Hospitalet de Llobregat", "La Palma de Cervelló",
		"Molins de Rei", "Montcada i Reixac", "Montgat", "Pallejà",
		"Ripollet", "Sant Adrià de Besòs", "Sant Andreu de la Barca",
		"Sant Boi de Llobregat", "Sant Climent de Llobregat",
		"Sant Cugat del Vallès", "Sant Feliu de Llobregat",
		"Sant Joan Despí", "Sant Just Desvern",
		"Sant Vicenç dels Horts", "Santa Coloma de Cervelló",
		"Santa Coloma de Gramenet", "Tiana", "Torrelles de Llobregat",
		"Viladecans" };

	(void)state;
	assert_int_equal(ARRAY_LEN(names), 36);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct place_result result = ask(names[i], "ES");

		assert_int_equal(result.answer, PLACE_FOUND);
		assert_string_equal(result.place->name, names[i]);
		assert_string_equal(result.place->region, "Catalonia");
		assert_string_equal(result.place->zone, "Europe/Madrid");
		assert_true(place_km(result.place->latitude,
				result.place->longitude, 41.39, 2.16) < 30);
	}
}

static void
countries_by_their_names(void **state)
{
	static const char *const names[][2] = { { "es", "ES" },
		{ "Espanya", "ES" }, { "SPAIN", "ES" }, { "U.S.A.", "US" },
		{ "UK", "GB" }, { "RU", "RU" }, { "Països Baixos", "NL" },
		{ "República Checa", "CZ" }, { "Côte d’Ivoire", "CI" } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		assert_string_equal(
		    places_country(places, names[i][0]), names[i][1]);
	assert_null(places_country(places, "Narnia"));
	assert_null(places_country(places, ""));
	assert_null(places_country(places, NULL));
}

static struct places *
open_own(const char *text, int64_t prominent, struct err *err)
{
	char path[] = "/tmp/ambit-places-XXXXXX";
	struct places_options options = places_options_default;
	struct places *own = NULL;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	options.own = path;
	options.prominent = prominent;
	places_open(&options, &own, err);
	unlink(path);
	return own;
}

static void
a_table_of_ones_own(void **state)
{
	struct err err = ERR_INIT;
	struct places *program = places;
	size_t count = places_count(places);

	(void)state;
	places = open_own("# ours\nMacondo\tMacondo Vell\t\tCO\tMagdalena\t10.6"
			  "\t-74.2\tAmerica/Bogota\t500\n",
	    0, &err);
	assert_non_null(places);
	assert_int_equal(places_count(places), count + 1);
	assert_string_equal(answer("macondo vell", NULL), "CO Macondo");
	/* Here size tells nothing. */
	assert_string_equal(answer("London", NULL), "ambiguous");
	places_free(places);
	places = program;
}

static void
a_wrong_table_is_refused(void **state)
{
	static const char *const wrong[][2] = {
		{ "A\tB\n", ":1: it does not have 9 fields" },
		{ "# x\n\nA\t\t\tes\t\t1\t2\tUTC\t1\n", ":3: its country" },
		{ "A\t\t\tES\t\t91\t2\tUTC\t1\n", "coordinates" },
		{ "A\t\t\tES\t\t1\tx\tUTC\t1\n", "coordinates" },
		{ "A\t\t\tES\t\t1\t2\t\t1\n", "zone" },
		{ "A\t\t\tES\t\t1\t2\tUTC\tmany\n", "people" },
		{ "\t\t\tES\t\t1\t2\tUTC\t1\n", "no name" },
		{ "A\xff\t\t\tES\t\t1\t2\tUTC\t1\n", "UTF-8" },
		{ "A\t\t\tES\t\t1\t2\tUTC\t1\tmore\n", "9 fields" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct err err = ERR_INIT;

		assert_null(open_own(wrong[i][0], 20, &err));
		assert_int_equal(err.code, -EINVAL);
		assert_non_null(strstr(err.msg, wrong[i][1]));
	}
}

static void
a_table_that_is_not_there(void **state)
{
	struct places_options options = { .own = "/nonexistent/places.tsv" };
	struct places *none;
	struct err err = ERR_INIT;

	(void)state;
	assert_int_equal(places_open(&options, &none, &err), -ENOENT);
	assert_non_null(strstr(err.msg, "/nonexistent/places.tsv"));
}

static void
folding(void **state)
{
	static const char *const texts[][2] = {
		{ "L’Hospitalet", "l hospitalet" },
		{ "Århus  &  Łódź", "arhus lodz" },
		{ "Straße Æther Ŀl", "strasse aether ll" },
		{ "Palau-solità i Plegamans.", "palau solita i plegamans" },
		{ "Col·legi Col.legi", "collegi collegi" },
		{ "v1.1 el.", "v1 1 el" },
		{ "ＡＢＣ ①", "abc 1" },
		{ "e\xcc\x81", "e" },
		{ "soft\xc2\xadhyphen", "softhyphen" },
		{ "...", "" },
		{ "ok\xff"
		  "bad",
		    "ok" },
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		text_fold(out, sizeof out, texts[i][0]);
		assert_string_equal(out, texts[i][1]);
	}
	assert_int_equal(text_fold(out, 4, "ab cd"), 2);
	assert_string_equal(out, "ab");
	assert_int_equal(text_fold(out, 3, "日本"), 0);
	assert_int_equal(text_fold(out, 1, "a"), 0);
}

static void
door_to_door(void **state)
{
	static const struct {
		bool same;
		double km;
		int64_t difference, minutes;
	} rows[] = {
		{ true, 0, 0, 0 },
		{ false, 0, 0, 120 },
		{ false, 149.9, 0, 120 },
		{ false, 150, 0, 300 },
		{ false, 699.9, 0, 300 },
		{ false, 700, 0, 356 },
		{ false, 750, 0, 360 },
		{ false, 751, 0, 361 },
		{ false, 1500, -4 * 3600, 420 },
		{ false, 1500, -5 * 3600, 420 + 660 },
		{ false, 1500, 5 * 3600, 420 + 660 },
		{ false, 100, 6 * 3600, 120 + 660 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		assert_int_equal(
		    travel_seconds(&travel_rule_default, rows[i].same,
			rows[i].km, rows[i].difference),
		    rows[i].minutes * 60);
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
		cmocka_unit_test(names_in_the_languages_people_write),
		cmocka_unit_test(homonyms_are_told_by_what_else_is_known),
		cmocka_unit_test(the_zone_and_the_coordinates_tell),
		cmocka_unit_test(a_city_within_an_address),
		cmocka_unit_test(what_is_not_there_is_said),
		cmocka_unit_test(all_36_municipalities),
		cmocka_unit_test(countries_by_their_names),
		cmocka_unit_test(a_table_of_ones_own),
		cmocka_unit_test(a_wrong_table_is_refused),
		cmocka_unit_test(a_table_that_is_not_there),
		cmocka_unit_test(folding),
		cmocka_unit_test(door_to_door),
	};

	return cmocka_run_group_tests_name(
	    "places", tests, open_places, close_places);
}
