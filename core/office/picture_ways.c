/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One mission's journeys by themselves: a picture of it, its event, and those
 * who go, in which everything is worked out as in the whole one. Costs what
 * they cost, whatever else there is.
 */
#include <string.h>

#include "base/cleanup.h"
#include "base/date.h"
#include "base/text.h"
#include "model/bound.h"
#include "office/picture_parts.h"

#define NAME_MOST 1200

struct walk {
	struct picture *picture;
	int rc;
};

static int
put_person(const char *id, void *arg)
{
	struct walk *walk = arg;
	int32_t i;

	walk->rc = picture_add(walk->picture, PICTURE_PERSON, id, &i);
	if (walk->rc == 0)
		walk->rc = picture_put_person(walk->picture, i);
	return walk->rc;
}

/* The series that tells of its event, whatever it is merged with. */
static int
put_event(struct picture *picture, const struct journey *journey)
{
	const struct series *series = NULL;
	char name[NAME_MOST];
	int64_t first, end;
	int32_t i;

	if (!journey->row)
		return 0;
	snapshot_event(picture->input.events, journey->row->id, &series);
	if (!series)
		return 0;
	if (journey_days(journey, &first, &end))
		picture->options.horizon = (struct span){
			zone_midnight(NULL, first - 2),
			zone_midnight(NULL, end + 2),
		};
	snprintf(
	    name, sizeof name, "%.63s\t%.1100s", series->source, series->uid);
	if (picture_add(picture, PICTURE_SERIES, name, &i) < 0)
		return -ENOMEM;
	return picture_put_series(picture, i);
}

/* NULL for one that says nothing. */
static const char *
site_name(const struct picture *picture, int32_t site)
{
	const char *name = picture_name(picture, PICTURE_SITE, site);

	return name && *name ? name : NULL;
}

static void
tell(const struct picture *picture, const struct world_mission *mission,
    const struct world_stay *stay,
    void (*fn)(const struct picture_way *, void *), void *arg)
{
	const struct world *world = &picture->world;
	const struct world_person *person = world_person(world, stay->person);
	int32_t home = person ? person->home : NOBODY;
	const struct world_site *from = world_site(world, home);
	const struct world_site *to = world_site(world, mission->site);
	struct picture_way way = {
		.person = picture_name(picture, PICTURE_PERSON, stay->person),
		.from = site_name(picture, home),
		.to = site_name(picture, mission->site),
		.from_known = from && from->known,
		.to_known = to && to->known,
		.away = stay->away,
	};

	way.there =
	    world_travel(world, home, mission->site, stay->occupied.start);
	way.back = world_travel(world, mission->site, home, stay->occupied.end);
	fn(&way, arg);
}

int
picture_ways(const struct picture_options *options,
    const struct picture_input *input, const struct mission *mission,
    void (*fn)(const struct picture_way *way, void *arg), void *arg,
    struct err *err)
{
	CLEANUP(picture_freep) struct picture *picture = picture_new(options);
	struct journey journey = journey_of(mission, input->events);
	struct world_mission of = { .event = NOBODY, .site = NOBODY };
	struct walk walk = { .picture = picture };

	if (!picture)
		return err_set(err, -ENOMEM, "journeys: no memory");
	picture->input = *input;
	walk.rc = put_event(picture, &journey);
	if (walk.rc == 0)
		mission_people_each(mission, put_person, &walk);
	if (walk.rc == 0)
		walk.rc = picture_mission_fill(picture, mission, &of);
	for (size_t i = 0;
	     walk.rc == 0 && !journey_remote(&journey) && i < of.stays.len; i++)
		tell(picture, &of, &of.stays.items[i], fn, arg);
	world_mission_release(&of);
	return walk.rc < 0 ? err_set(err, -ENOMEM, "journeys: no memory") : 0;
}

const char *
picture_way_fault(const struct picture_way *way)
{
	if (!way->from)
		return "neither the person nor the team has a city: give the "
		       "person one";
	if (!way->to)
		return "it is not said where it is: give the mission a city";
	if (!way->from_known)
		return "the person's city is not in the table of places: give "
		       "its country, or latitude and longitude";
	if (!way->to_known)
		return "the place is not in the table of places: give the "
		       "mission's city and country, or latitude and "
		       "longitude";
	return NULL;
}

static void
add_minutes(struct buf *json, const char *name, int64_t seconds)
{
	if (seconds < 0)
		buf_addf(json, ",\"%s\":null", name);
	else
		buf_addf(json, ",\"%s\":%lld", name, (long long)(seconds / 60));
}

void
picture_way_json(const struct picture_way *way, struct buf *json)
{
	char start[INSTANT_TEXT], end[INSTANT_TEXT];

	buf_adds(json, "{\"person\":");
	json_add_text(json, way->person);
	buf_adds(json, ",\"from\":");
	json_add_text(json, way->from);
	buf_adds(json, ",\"to\":");
	json_add_text(json, way->to);
	add_minutes(json, "minutes_there", way->there);
	add_minutes(json, "minutes_back", way->back);
	buf_addf(json, ",\"away\":{\"start\":\"%s\",\"end\":\"%s\"}",
	    instant_format(start, way->away.start, 0),
	    instant_format(end, way->away.end, 0));
	buf_adds(json, ",\"fault\":");
	json_add_text(json, picture_way_fault(way));
	buf_addc(json, '}');
}
