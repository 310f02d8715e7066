/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding a place: all rows of the name, and then one thing after the other
 * that is known leaves fewer of them. What leaves none says that it is not
 * there (country, coordinates), or tells nothing (zone).
 */
#include "places.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/fold.h"
#include "base/places_parts.h"
#include "base/text.h"

#define MOST 256
#define LONGEST_TEXT 512 /* of an address; whatever is longer is none */
#define EARTH_KM 6371.0088

/* Rows that are still possible, the largest first. */
struct choice {
	const struct place *of[MOST];
	size_t n;
};

double
place_km(
    double latitude1, double longitude1, double latitude2, double longitude2)
{
	static const double radian = 3.14159265358979323846 / 180;
	double a = sin((latitude2 - latitude1) * radian / 2);
	double b = sin((longitude2 - longitude1) * radian / 2);
	double h =
	    a * a + cos(latitude1 * radian) * cos(latitude2 * radian) * b * b;

	return 2 * EARTH_KM * asin(sqrt(h < 1 ? h : 1));
}

const struct place *
places_centre(
    const struct places *places, double latitude, double longitude, int64_t km)
{
	/* A degree of latitude is 111 km or more. */
	double band = (double)km / 110.0;
	const struct place *best = NULL;

	vec_each(&places->rows, row)
		if (fabs(row->latitude - latitude) <= band &&
		    (!best || row->people > best->people) &&
		    place_km(latitude, longitude, row->latitude,
			row->longitude) <= (double)km)
			best = row;
	return best;
}

/* Codes come before names: "RU" is Russia, not the Regne Unit. */
const char *
places_country(const struct places *places, const char *name)
{
	const struct place_index *index = &places->by_country;
	char key[PLACE_KEY];
	const char *found = NULL;
	uint32_t at;

	if (!name || text_fold(key, sizeof key, name) == 0)
		return NULL;
	at = place_index_first(index, key);
	for (; at != PLACE_END; at = place_index_next(index, at, key)) {
		const struct place_name *entry = &index->names.items[at];

		if (!found || entry->main)
			found = places->countries.items[entry->row];
		if (entry->main)
			break;
	}
	return found;
}

void
place_add_json(struct buf *buf, const struct place *place)
{
	buf_adds(buf, "{\"name\":");
	json_add_text(buf, place->name);
	buf_addf(buf, ",\"country\":\"%s\",\"region\":", place->country);
	json_add_text(buf, place->region[0] ? place->region : NULL);
	buf_addf(buf,
	    ",\"latitude\":%.4f,\"longitude\":%.4f,\"zone\":", place->latitude,
	    place->longitude);
	json_add_text(buf, place->zone);
	buf_addf(buf, ",\"people\":%lld}", (long long)place->people);
}

/* ---------------------------------------------------------------- choice */

/* Keeps the order; the smallest gives way when there is no room. A row that
 * is there already, by another of its names, is not added again. */
static void
choice_add(struct choice *choice, const struct place *place)
{
	size_t at = choice->n;

	for (size_t i = 0; i < choice->n; i++)
		if (choice->of[i] == place)
			return;
	while (at > 0 && choice->of[at - 1]->people < place->people)
		at--;
	if (at == MOST)
		return;
	if (choice->n < MOST)
		choice->n++;
	memmove(&choice->of[at + 1], &choice->of[at],
	    (choice->n - 1 - at) * sizeof choice->of[0]);
	choice->of[at] = place;
}

/* What a place is asked to be: the one thing that is given. Region and
 * country are alternatives: "Portland, ME" names a state or a country. */
struct wish {
	const char *country, *zone;
	char region[PLACE_KEY]; /* folded; "" */
	const struct place_query *near;
};

static bool
is_name(const char *text, size_t len, const char *key)
{
	char name[PLACE_KEY], folded[PLACE_KEY];

	snprintf(name, sizeof name, "%.*s", (int)len, text);
	text_fold(folded, sizeof folded, name);
	return strcmp(folded, key) == 0;
}

static bool
in_region(
    const struct places *places, const struct place *place, const char *region)
{
	const char *name = places->regions.items[place - places->rows.items];

	if (is_name(place->region, strlen(place->region), region))
		return true;
	for (; *name; name += *name == '|') {
		size_t len = strcspn(name, "|");

		if (is_name(name, len, region))
			return true;
		name += len;
	}
	return false;
}

static bool
is_near(const struct places *places, const struct place *place, double latitude,
    double longitude)
{
	return place_km(place->latitude, place->longitude, latitude,
		   longitude) < (double)places->near_km;
}

/* "Sitges, Barcelona": is it near a larger city of that name? */
static bool
is_beside(
    const struct places *places, const struct place *place, const char *key)
{
	const struct place_index *index = &places->by_name;
	uint32_t at = place_index_first(index, key);

	for (; at != PLACE_END; at = place_index_next(index, at, key)) {
		const struct place_name *name = &index->names.items[at];
		const struct place *other = &places->rows.items[name->row];

		if (name->main && other->people > place->people &&
		    strcmp(other->country, place->country) == 0 &&
		    is_near(places, place, other->latitude, other->longitude))
			return true;
	}
	return false;
}

static bool
grants(const struct places *places, const struct place *place,
    const struct wish *wish)
{
	if (wish->near)
		return is_near(
		    places, place, wish->near->latitude, wish->near->longitude);
	if (wish->zone)
		return strcmp(place->zone, wish->zone) == 0;
	if (wish->country && strcmp(place->country, wish->country) == 0)
		return true;
	return wish->region[0] && (in_region(places, place, wish->region) ||
				      is_beside(places, place, wish->region));
}

/* Leaves those that grant the wish. */
static void
choice_keep(
    const struct places *places, struct choice *choice, const struct wish *wish)
{
	size_t kept = 0;

	for (size_t i = 0; i < choice->n; i++)
		if (grants(places, choice->of[i], wish))
			choice->of[kept++] = choice->of[i];
	choice->n = kept;
}

/* The same, unless none is left. */
static void
choice_prefer(
    const struct places *places, struct choice *choice, const struct wish *wish)
{
	struct choice fewer = *choice;

	choice_keep(places, &fewer, wish);
	if (fewer.n)
		*choice = fewer;
}

/* All rows of a name; with main, only by their first names. */
static void
choice_named(
    const struct places *places, const char *key, bool main, struct choice *out)
{
	const struct place_index *index = &places->by_name;
	uint32_t at = place_index_first(index, key);

	out->n = 0;
	for (; at != PLACE_END; at = place_index_next(index, at, key))
		if (!main || index->names.items[at].main)
			choice_add(out,
			    &places->rows.items[index->names.items[at].row]);
}

/* Is it clear which of them is meant? */
static bool
choice_clear(const struct places *places, const struct choice *choice)
{
	const struct place *first = choice->of[0];
	bool near = true;

	for (size_t i = 1; i < choice->n; i++)
		near &= is_near(
		    places, choice->of[i], first->latitude, first->longitude);
	if (near)
		return true;
	return places->prominent > 0 && choice->of[1]->people >= 0 &&
	       first->people / places->prominent >= choice->of[1]->people;
}

/* ------------------------------------------------------------------ find */

/* A query as it is worked on: the city's own name and what else is said. */
#define MOST_WISHES 8
struct search {
	const struct places *places;
	const char *zone;
	char key[PLACE_KEY]; /* the name, folded */
	struct wish wishes[MOST_WISHES];
	size_t nwishes;
};

static void
list_candidates(const struct choice *choice, struct place_result *out)
{
	for (size_t i = 0; i < choice->n && i < PLACE_CANDIDATES; i++)
		out->candidates[out->ncandidates++] = choice->of[i];
}

/* All rows of the name, then those that are where they are said to be. */
static void
search_choose(const struct search *search, bool main, struct choice *all,
    struct choice *there)
{
	choice_named(search->places, search->key, main, all);
	*there = *all;
	for (size_t i = 0; i < search->nwishes; i++)
		choice_keep(search->places, there, &search->wishes[i]);
}

/* Is there any place of the name? Those whose first name it is come before
 * those that are called so as well. */
static bool
search_run(const struct search *search, struct place_result *out)
{
	struct wish zone = { .zone = search->zone };
	struct choice all, there;

	search_choose(search, true, &all, &there);
	if (!there.n)
		search_choose(search, false, &all, &there);
	if (!there.n) {
		list_candidates(&all, out);
		return all.n > 0;
	}
	if (zone.zone && zone.zone[0])
		choice_prefer(search->places, &there, &zone);
	if (choice_clear(search->places, &there)) {
		out->answer = PLACE_FOUND;
		out->place = there.of[0];
	} else {
		out->answer = PLACE_AMBIGUOUS;
		list_candidates(&there, out);
	}
	return true;
}

static const char between[] = ",;()[]\n";

/* Takes words with digits out of a folded text: postal codes, numbers. */
static void
drop_numbers(char *key)
{
	char *to = key, *word, *rest = key;

	while ((word = strsep(&rest, " "))) {
		size_t len = strlen(word);

		if (strpbrk(word, "0123456789"))
			continue;
		if (to > key)
			*to++ = ' ';
		memmove(to, word, len);
		to += len;
	}
	*to = '\0';
}

static void
fold_part(char key[PLACE_KEY], const char *text, size_t len, bool numbers)
{
	char part[PLACE_KEY];

	snprintf(part, sizeof part, "%.*s", (int)len, text);
	text_fold(key, PLACE_KEY, part);
	if (!numbers)
		drop_numbers(key);
}

/* The parts beside the name as wishes. false: there are too many. */
static bool
add_parts(struct search *search, const char *text, bool numbers)
{
	size_t len;

	for (; *text; text += len) {
		struct wish wish = { .country = NULL };

		text += strspn(text, between);
		len = strcspn(text, between);
		fold_part(wish.region, text, len, numbers);
		if (!wish.region[0])
			continue;
		wish.country = places_country(search->places, wish.region);
		if (search->nwishes == MOST_WISHES)
			return false;
		search->wishes[search->nwishes++] = wish;
	}
	return true;
}

/* "Portland (OR)", "Barcelona, Catalonia, Spain". */
static bool
search_in_parts(
    struct search *search, const char *city, struct place_result *out)
{
	size_t len = strcspn(city, between);

	if (!city[len])
		return false;
	fold_part(search->key, city, len, true);
	return search->key[0] && add_parts(search, city + len, true) &&
	       search_run(search, out);
}

/* "Brussel / Bruxelles": one place by two names, or none. */
static bool
search_by_both(
    struct search *search, const char *city, struct place_result *out)
{
	struct place_result first = { .answer = PLACE_UNKNOWN }, second = first;
	const char *slash = strchr(city, '/');
	char name[PLACE_KEY];

	if (!slash || strchr(slash + 1, '/'))
		return false;
	snprintf(name, sizeof name, "%.*s", (int)(slash - city), city);
	text_fold(search->key, sizeof search->key, name);
	search_run(search, &first);
	text_fold(search->key, sizeof search->key, slash + 1);
	search_run(search, &second);
	if (!first.place || first.place != second.place)
		return false;
	*out = first;
	return true;
}

/* What people write where a city is asked for and there is none. */
static bool
names_no_place(const char *key)
{
	static const char *const words[] = { "online", "on line", "virtual",
		"virtually", "virtual event", "online event", "remote",
		"webinar", "zoom", "internet", "en linia", "en linea", "tba",
		"tbd", "tbc", "to be announced", "per confirmar",
		"por confirmar" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(words[i], key) == 0)
			return true;
	return key[0] == '\0';
}

static void
search_start(struct search *search, const struct places *places,
    const struct place_query *query)
{
	struct wish country = { .country =
				    places_country(places, query->country) };
	struct wish near = { .near = query };

	*search = (struct search){ .places = places, .zone = query->zone };
	if (country.country)
		search->wishes[search->nwishes++] = country;
	if (isfinite(query->latitude) && isfinite(query->longitude))
		search->wishes[search->nwishes++] = near;
}

void
places_find(const struct places *places, const struct place_query *query,
    struct place_result *out)
{
	struct search search;

	*out = (struct place_result){ .answer = PLACE_NOT_ASKED };
	search_start(&search, places, query);
	if (!query->city)
		return;
	text_fold(search.key, sizeof search.key, query->city);
	if (names_no_place(search.key))
		return;
	out->answer = PLACE_UNKNOWN;
	if (search_run(&search, out) ||
	    search_by_both(&search, query->city, out))
		return;
	search_in_parts(&search, query->city, out);
}

/* Is it borne out by anything but its name? */
static bool
is_borne_out(const struct search *search, const struct place *place)
{
	return search->nwishes > 0 ||
	       (search->zone && strcmp(search->zone, place->zone) == 0);
}

void
places_find_within(const struct places *places, const struct place_query *query,
    struct place_result *out)
{
	const char *text = query->city ? query->city : "";
	struct place_result ambiguous = { .answer = PLACE_NOT_ASKED };
	size_t len;

	if (strlen(text) > LONGEST_TEXT)
		text = "";
	for (; *text; text += len) {
		struct search search;

		text += strspn(text, between);
		len = strcspn(text, between);
		search_start(&search, places, query);
		fold_part(search.key, text, len, false);
		*out = (struct place_result){ .answer = PLACE_UNKNOWN };
		if (names_no_place(search.key) ||
		    !add_parts(&search, text + len, false) ||
		    !search_run(&search, out))
			continue;
		if (out->answer == PLACE_FOUND &&
		    is_borne_out(&search, out->place))
			return;
		if (out->answer == PLACE_AMBIGUOUS && search.nwishes)
			ambiguous = *out;
	}
	*out = ambiguous;
}
