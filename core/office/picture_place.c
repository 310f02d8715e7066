/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sites, cities and towns. Of one city is what lies near one and the same
 * larger city, so that a suburb is no journey away; each site is looked up in
 * the table of places once.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fold.h"
#include "base/text.h"
#include "office/picture_parts.h"

#define NAME_MOST 400

static const struct zone *
zone_of(const struct picture *picture, const char *name)
{
	const struct zone *zone = NULL;
	struct err err = ERR_INIT;

	if (name)
		zones_get(picture->options.zones, name, &zone, &err);
	return zone;
}

static const struct place *
find_place(const struct picture *picture, const struct whereabouts *where)
{
	struct place_query query = { .city = where->city,
		.country = where->country,
		.zone = where->zone,
		.latitude = where->latitude,
		.longitude = where->longitude };
	struct place_result result;

	if (!picture->options.places || !where->city)
		return NULL;
	places_find(picture->options.places, &query, &result);
	return result.answer == PLACE_FOUND ? result.place : NULL;
}

/* "Cairo, EG"; with its region where there may be several. */
static void
place_name(char name[NAME_MOST], const struct place *place)
{
	if (place->region[0] && strcmp(place->region, place->name) != 0)
		snprintf(name, NAME_MOST, "%s, %s, %s", place->name,
		    place->region, place->country);
	else
		snprintf(
		    name, NAME_MOST, "%s, %s", place->name, place->country);
}

/* The city of a place: that of the largest place near it. */
static int
city_of(struct picture *picture, double latitude, double longitude,
    const char *alone, int32_t *out)
{
	const struct place *centre =
	    picture->options.places
		? places_centre(picture->options.places, latitude, longitude,
		      picture->options.city_km)
		: NULL;
	char name[NAME_MOST];

	if (centre)
		place_name(name, centre);
	return picture_add(picture, PICTURE_CITY, centre ? name : alone, out);
}

static int
put_site(struct picture *picture, int32_t i, const char *name,
    const struct whereabouts *where, const struct place *place)
{
	struct world_site site = { .zone = zone_of(picture,
				       place ? place->zone : where->zone) };

	site.latitude = isfinite(where->latitude) ? where->latitude
			: place                   ? place->latitude
						  : NAN;
	site.longitude = isfinite(where->longitude) ? where->longitude
			 : place                    ? place->longitude
						    : NAN;
	site.known = isfinite(site.latitude) && isfinite(site.longitude);
	if (site.known && city_of(picture, site.latitude, site.longitude, name,
			      &site.city) < 0)
		return -ENOMEM;
	if (!site.known &&
	    picture_add(picture, PICTURE_CITY, name, &site.city) < 0)
		return -ENOMEM;
	return world_put_site(&picture->world, i, &site);
}

int
picture_site(
    struct picture *picture, const struct whereabouts *where, int32_t *out)
{
	const struct place *place = find_place(picture, where);
	bool precise = isfinite(where->latitude) && isfinite(where->longitude);
	char name[NAME_MOST], at[NAME_MOST];
	size_t before = picture->names[PICTURE_SITE].texts.len;

	if (place)
		place_name(name, place);
	else
		snprintf(name, sizeof name, "%.150s%s%.20s",
		    where->city ? where->city : "",
		    where->city && where->country ? ", " : "",
		    where->country ? where->country : "");
	/* What is known better than its city is a site of its own. */
	if (precise)
		snprintf(at, sizeof at, "%.300s (%.4f, %.4f)", name,
		    where->latitude, where->longitude);
	else if (!place && where->zone)
		snprintf(at, sizeof at, "%.300s (%.60s)", name, where->zone);
	else
		snprintf(at, sizeof at, "%s", name);
	if (picture_add(picture, PICTURE_SITE, at, out) < 0)
		return -ENOMEM;
	if (picture->names[PICTURE_SITE].texts.len == before)
		return 0;
	return put_site(picture, *out, name[0] ? name : at, where, place);
}

int
picture_town(struct picture *picture, const char *city, const char *country,
    int32_t *out)
{
	char name[NAME_MOST];
	size_t before = picture->names[PICTURE_TOWN].texts.len;

	*out = NOBODY;
	if (!city)
		return 0;
	text_fold(name, sizeof name - 10, city);
	snprintf(name + strlen(name), 10, ", %.6s", country ? country : "");
	if (picture_add(picture, PICTURE_TOWN, name, out) < 0)
		return -ENOMEM;
	/* A country's holidays are its towns'. */
	if (picture->names[PICTURE_TOWN].texts.len > before)
		picture->stale_holidays = true;
	return 0;
}
