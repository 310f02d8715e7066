/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cities by the names that people write, in many languages: "Donostia", "San
 * Sebastián" and "Sant Sebastià" are one. The table (places.tsv) is part of
 * the program. Capitals, accents and punctuation do not matter.
 *
 * The answer is one place, or several of that name, or none: never a guess.
 * Of several, what is known besides decides: the country, the region, how
 * near the given coordinates are, the given zone; at last the size, if one is
 * many times larger than all others of that name.
 */
#ifndef AMBIT_BASE_PLACES_H
#define AMBIT_BASE_PLACES_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct place {
	const char *name;           /* as its people write it, mostly */
	const char *country;        /* ISO 3166-1 alpha-2 */
	const char *region;         /* "" when there is none */
	const char *zone;           /* IANA */
	double latitude, longitude; /* WGS 84 degrees */
	int64_t people;
};

struct places; /* immutable */

struct places_options {
	/* A table of one's own, in the form of places.tsv, whose places come
	 * before those of the program; NULL: none. */
	const char *own;
	/* Places nearer than this to each other, or to given coordinates, are
	 * taken for the same. */
	int64_t near_km;
	/* How many times larger than every other of its name a place must be
	 * to be meant where nothing else tells; 0: size tells nothing. */
	int64_t prominent;
};
extern const struct places_options places_options_default; /* NULL, 50, 20 */

/* Reads the table: some 40 ms and 8 MB. -EINVAL names the line of one's own
 * table that is wrong; -ENOENT and the like when it cannot be read. */
int places_open(
    const struct places_options *options, struct places **out, struct err *err);
void places_free(struct places *places);
void places_freep(struct places **places);

size_t places_count(const struct places *places);

/* What is known of a place. Members may be NULL, "" or NaN. */
struct place_query {
	const char *city;    /* or "Barcelona, Spain", "Portland (OR)" */
	const char *country; /* a code, or a name; an unknown one is ignored */
	const char *zone;    /* IANA, of what takes place there */
	double latitude, longitude;
};

enum place_answer {
	PLACE_NOT_ASKED, /* it names no city: "", "Online", "TBA" */
	PLACE_FOUND,
	PLACE_AMBIGUOUS,
	PLACE_UNKNOWN, /* nowhere, or not in the country that is given */
};

#define PLACE_CANDIDATES 8

/* All on loan from the places. */
struct place_result {
	enum place_answer answer;
	const struct place *place; /* PLACE_FOUND */
	/* PLACE_AMBIGUOUS: what it may be, the largest first. PLACE_UNKNOWN:
	 * those of that name in other countries. */
	const struct place *candidates[PLACE_CANDIDATES];
	size_t ncandidates; /* that are listed */
};

void places_find(const struct places *places, const struct place_query *query,
    struct place_result *out);

/*
 * The same where query->city is an address or a venue as people write it,
 * "Hospital de Sant Pau, 08041 Barcelona, Spain": one of its parts is the city
 * when the parts behind it are its region, country, or a larger city beside
 * it. Such a find must be borne out by country, region, coordinates or zone:
 * "Bar" in a calendar is rarely the town in Montenegro. What is not found so
 * is PLACE_NOT_ASKED.
 */
void places_find_within(const struct places *places,
    const struct place_query *query, struct place_result *out);

/* The place with the most people of those within km of a point; NULL when there
 * is none. Looks at every place. */
const struct place *places_centre(
    const struct places *places, double latitude, double longitude, int64_t km);

/* The ISO 3166-1 code of a country by code or name ("es", "Espanya", "USA"),
 * or NULL. On loan from the places. */
const char *places_country(const struct places *places, const char *name);

/* {"name":...,"country":...,"region":...,"latitude":...,"longitude":...,
 * "zone":...,"people":...} */
void place_add_json(struct buf *buf, const struct place *place);

/* Great-circle kilometres between two points in degrees, on a sphere of
 * 6,371.0088 km (the IUGG's mean radius); within 0.6 % of the ellipsoid. */
double place_km(
    double latitude1, double longitude1, double latitude2, double longitude2);

#endif
