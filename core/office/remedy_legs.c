/* SPDX-License-Identifier: Apache-2.0 */
/* Too many on one leg: somebody takes another, which is still to be found. */
#include <string.h>

#include "base/text.h"
#include "office/remedy_parts.h"

/* All who go, but one. */
struct others {
	const char **list;
	size_t n;
	const char *but;
};

static int
add_other(const char *person, void *arg)
{
	struct others *others = arg;

	if (strcmp(person, others->but) != 0)
		others->list[others->n++] = person;
	return 0;
}

/* One leg becomes two: the others', and one of the person's that is still to
 * be found. */
static int
split(struct remedy_work *work, const struct mission *mission,
    const struct mission_leg *leg, const char *person,
    struct mission_leg *theirs, struct mission_leg *apart)
{
	size_t n = (size_t)mission_people_count(mission) + COUNT(leg->people);
	struct others others = { .but = person };
	const char **alone = remedy_scratch(work, 2 * sizeof *alone);

	others.list = remedy_scratch(work, (n + 1) * sizeof *others.list);
	if (!alone || !others.list)
		return work->err->code;
	if (leg->people)
		for (size_t i = 0; leg->people[i]; i++)
			add_other(leg->people[i], &others);
	else
		mission_people_each(mission, add_other, &others);
	alone[0] = person;
	*theirs = *apart = *leg;
	theirs->people = others.list;
	apart->people = alone;
	apart->number = NULL;
	apart->depart = apart->depart_zone = NULL;
	apart->arrive = apart->arrive_zone = NULL;
	return 0;
}

int
remedy_split_leg(struct remedy_work *work, const struct propose_step *step)
{
	const struct mission *old = remedy_mission(work, step->at);
	const char *person =
	    picture_name(work->office->picture, PICTURE_PERSON, step->from);
	size_t n = old ? COUNT(old->legs) : 0, kept = 0;
	const struct mission_leg **legs =
	    remedy_scratch(work, (2 * n + 1) * sizeof *legs);
	struct mission_leg *parts =
	    remedy_scratch(work, (2 * n + 1) * sizeof *parts);
	struct mission mission;

	if (!legs || !parts)
		return work->err->code;
	for (size_t i = 0; i < n; i++) {
		const struct mission_leg *leg = old->legs[i];

		legs[kept++] = leg;
		if (picture_leg_hash(leg) != step->leg ||
		    (leg->people && !texts_have(leg->people, person)))
			continue;
		if (split(work, old, leg, person, &parts[2 * i],
			&parts[2 * i + 1]) < 0)
			return work->err->code;
		legs[kept - 1] = &parts[2 * i];
		legs[kept++] = &parts[2 * i + 1];
	}
	if (kept == n)
		return remedy_cannot(work, "the legs are not as they were");
	mission = *old;
	mission.legs = legs;
	return remedy_set_mission(work, old, &mission);
}
