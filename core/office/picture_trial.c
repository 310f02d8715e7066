/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What if: a mission is put into the world as it would be, the rules look at
 * what it touches, and then everything is put back as its record says. All of
 * it costs what one change costs.
 */
#include <string.h>

#include "office/picture_parts.h"
#include "schedule/rules/rules.h"
#include "schedule/world_lists.h"

/* Moves those of found that differ from what is kept of the unit. */
static void
take_new(
    struct findings *found, const struct findings *kept, struct findings *out)
{
	size_t k = 0;

	vec_each(&found->list, finding) {
		size_t n = kept ? kept->list.len : 0;

		while (
		    k < n && finding_compare(&kept->list.items[k], finding) < 0)
			k++;
		if (k < n && finding_equal(&kept->list.items[k], finding))
			continue;
		if (vec_push(&out->list, *finding) < 0) {
			out->failed = true;
			return;
		}
		finding->items = (struct indices)VEC_INIT;
	}
}

static void
look(struct picture *picture, struct findings *out)
{
	struct detection *detection = &picture->detection;

	for (int scope = 0; scope < SCOPES; scope++)
		vec_each(&picture->world.dirty[scope].list, unit) {
			struct findings found = { .failed = false };
			bool known =
			    (size_t)*unit < detection->units[scope].len;

			detect_unit(
			    &picture->world, (enum scope)scope, *unit, &found);
			take_new(&found,
			    known ? &detection->units[scope].items[*unit]
				  : NULL,
			    out);
			out->failed |= found.failed;
			findings_free(&found);
		}
}

/* What is not there yet has no name of its own: trials leave no trace. */
static int
number_of(struct picture *picture, const struct mission *mission, int32_t *out)
{
	bool there =
	    records_find(picture->input.records, FAMILY_MISSION, mission->id);

	return picture_add(
	    picture, PICTURE_MISSION, there ? mission->id : "", out);
}

static int
put_trial(struct picture *picture, const struct mission *mission, int32_t i)
{
	struct world_mission of;
	int rc = picture_mission_fill(picture, mission, &of);

	of.counts = true;
	if (rc == 0)
		rc = world_put_mission(&picture->world, i, &of);
	world_mission_release(&of);
	return rc;
}

static int
end(struct picture *picture, const struct findings *out, int rc,
    struct err *err)
{
	picture->input = (struct picture_input){ NULL, NULL };
	if (rc == 0)
		picture_unmark(picture);
	return rc < 0 || out->failed
		   ? err_set(err, -ENOMEM, "look for conflicts: no memory")
		   : 0;
}

int
picture_try(struct picture *picture, const struct picture_input *input,
    const struct mission *mission, struct findings *out, struct err *err)
{
	int32_t number;
	int rc;

	picture->input = *input;
	rc = number_of(picture, mission, &number);
	if (rc == 0)
		rc = put_trial(picture, mission, number);
	if (rc == 0) {
		look(picture, out);
		rc = picture_put_mission(picture, number);
	}
	return end(picture, out, rc, err);
}

/* ------------------------------------------------------------ authorising */

/* Missions that share somebody or something with it, and are not decided. */
static int
undecided(const struct world *world, int32_t i, struct indices *out)
{
	const struct world_mission *mission = &world->missions.items[i];
	struct indices all = VEC_INIT;
	int rc = 0;

	vec_each(&mission->stays, stay)
		vec_each(&world->people.items[stay->person].bookings, at)
			rc |= indices_put(&all, at->mission);
	vec_each(&mission->slots, slot)
		vec_each(&world->people.items[slot->person].slots, at)
			rc |= indices_put(&all, at->mission);
	vec_each(&mission->uses, use)
		vec_each(&world->resources.items[use->resource].uses, at)
			if (at->mission != NOBODY)
				rc |= indices_put(&all, at->mission);
	vec_each(&all, other)
		if (*other != i && !world->missions.items[*other].decided)
			rc |= indices_put(out, *other);
	vec_free(&all);
	return rc ? -ENOMEM : 0;
}

static void
look_at(struct picture *picture, enum scope scope, int32_t unit, int32_t i,
    struct findings *out)
{
	struct findings found = { .failed = false };

	detect_unit(&picture->world, scope, unit, &found);
	vec_each(&found.list, finding) {
		if (finding->level != LEVEL_BLOCK ||
		    !finding_has_mission(finding, i))
			continue;
		if (vec_push(&out->list, *finding) < 0)
			out->failed = true;
		else
			finding->items = (struct indices)VEC_INIT;
	}
	out->failed |= found.failed;
	findings_free(&found);
}

/* Every unit that the mission is part of, once. */
static void
look_at_all(struct picture *picture, int32_t i, struct findings *out)
{
	struct world *world = &picture->world;

	for (int scope = 0; scope < SCOPES; scope++)
		vec_each(&world->dirty[scope].list, unit)
			look_at(picture, (enum scope)scope, *unit, i, out);
}

int
picture_forbids(struct picture *picture, const struct picture_input *input,
    const struct mission *mission, struct findings *out, struct err *err)
{
	struct indices others = VEC_INIT;
	int32_t i;
	int rc;

	picture->input = *input;
	rc = number_of(picture, mission, &i);
	if (rc == 0)
		rc = put_trial(picture, mission, i);
	if (rc == 0)
		rc = undecided(&picture->world, i, &others);
	vec_each(&others, other)
		if (rc == 0)
			rc =
			    world_count_mission(&picture->world, *other, false);
	if (rc == 0)
		look_at_all(picture, i, out);
	vec_each(&others, other)
		if (rc == 0)
			rc = world_count_mission(&picture->world, *other, true);
	if (rc == 0)
		rc = picture_put_mission(picture, i);
	vec_free(&others);
	return end(picture, out, rc, err);
}
