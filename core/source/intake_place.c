/* SPDX-License-Identifier: Apache-2.0 */
/* Where a given event is: what its source says, and what the table of places
 * adds to that. */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "source/intake_scratch.h"

/* A code as it is; a name by the table. What is neither is left out. */
static const char *
country_of(
    struct scratch *scratch, const struct places *places, const char *country)
{
	if (!given(country))
		return NULL;
	if (strlen(country) != 2 || !isalpha((unsigned char)country[0]) ||
	    !isalpha((unsigned char)country[1]))
		return places ? places_country(places, country) : NULL;
	scratch->country[0] = (char)toupper((unsigned char)country[0]);
	scratch->country[1] = (char)toupper((unsigned char)country[1]);
	return scratch->country;
}

/* 0, 0 is what a source writes that does not know. */
static bool
has_coordinates(const struct ambit_event *from)
{
	return (from->latitude != 0 || from->longitude != 0) &&
	       fabs(from->latitude) <= 90 && fabs(from->longitude) <= 180;
}

static void
fill_in(struct scratch *scratch, const struct place *place)
{
	struct event *to = &scratch->event;

	scratch->found = place;
	to->city_zone = place->zone;
	if (!to->country) {
		to->country = place->country;
		infer(scratch, "country");
	}
	if (to->located == EVENT_LOCATED_SOURCE)
		return;
	to->located = EVENT_LOCATED_CITY;
	to->latitude = place->latitude;
	to->longitude = place->longitude;
	infer(scratch, "latitude");
	infer(scratch, "longitude");
}

/* A source that has only one text for where it is may name the city in it. */
static void
find_city(struct scratch *scratch, const struct places *places,
    const struct ambit_event *from)
{
	struct event *to = &scratch->event;
	bool named = given(to->city);
	struct place_query query = { .city = named ? to->city : to->place,
		.country = to->country,
		.zone = from->zone,
		.latitude = to->latitude,
		.longitude = to->longitude };
	struct place_result result;

	if (named)
		places_find(places, &query, &result);
	else
		places_find_within(places, &query, &result);
	if (!named && result.answer == PLACE_FOUND) {
		to->city = result.place->name;
		infer(scratch, "city");
	}
	if (result.answer == PLACE_FOUND)
		fill_in(scratch, result.place);
	else if (to->located == EVENT_LOCATED_SOURCE)
		return;
	else if (result.answer == PLACE_AMBIGUOUS)
		to->located = EVENT_LOCATED_AMBIGUOUS;
	else if (result.answer == PLACE_UNKNOWN)
		to->located = EVENT_LOCATED_UNKNOWN;
}

void
intake_take_place(struct scratch *scratch, const struct intake_options *options,
    const struct ambit_event *from)
{
	struct event *to = &scratch->event;

	to->place = from->place;
	to->city = from->city;
	to->country = country_of(scratch, options->places, from->country);
	if (has_coordinates(from)) {
		to->latitude = from->latitude;
		to->longitude = from->longitude;
		to->located = EVENT_LOCATED_SOURCE;
	}
	if (options->places)
		find_city(scratch, options->places, from);
}
