/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A table a kind of record says which members it has, where they go and what
 * they may be; the lists within records are read by hand after it. Where one
 * stands is a chain on the stack, written out as a pointer in errors alone.
 */
#include "problem_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "schedule/resolve/reading.h"

static const struct spot_field team_fields[] = {
	READ_INT32(
	    problem_team, min_home, "min_home", false, 0, PROBLEM_MOST_ITEMS),
	{ NULL },
};
static const struct spot_field person_fields[] = {
	READ_INT32(problem_person, team, "team", false, 0, PROBLEM_MOST_ITEMS),
	READ_INT32(problem_person, base, "base", false, 0, PROBLEM_MOST_ITEMS),
	READ_INT32(problem_person, most_away, "max_away_days", false, 0,
	    PROBLEM_MOST_ITEMS),
	{ NULL },
};
static const struct spot_field budget_fields[] = {
	READ_INT32(problem_budget, team, "team", false, 0, PROBLEM_MOST_ITEMS),
	READ_INT32(problem_budget, start, "s", false, -PROBLEM_MOST_TIME,
	    PROBLEM_MOST_TIME),
	READ_INT32(problem_budget, end, "e", false, -PROBLEM_MOST_TIME,
	    PROBLEM_MOST_TIME),
	READ_INT64(
	    problem_budget, limit, "limit", 0, PROBLEM_MOST_COST * 1000000),
	{ NULL },
};
static const struct spot_field joint_fields[] = {
	READ_INT64(problem_joint, bonus, "bonus", 0, PROBLEM_MOST_COST),
	READ_INT32(
	    problem_joint, most, "max_delegates", true, 0, PROBLEM_MOST_ITEMS),
	{ NULL },
};
/* ---- the kinds ------------------------------------------------------ */

static int
read_span(const struct spot *spot, struct problem_span *span, struct err *err)
{
	struct spot from = spot_item(spot, 0), to = spot_item(spot, 1);
	int64_t start, end;
	int len = spot_list(spot, 2, err);

	if (len < 0)
		return err->code;
	if (len != 2)
		return spot_wrong(spot, err, "[start, end] is wanted here");
	if (spot_number(&from, -PROBLEM_MOST_TIME, PROBLEM_MOST_TIME, &start,
		err) < 0 ||
	    spot_number(&to, start, PROBLEM_MOST_TIME, &end, err) < 0)
		return err->code;
	*span = (struct problem_span){ (int32_t)start, (int32_t)end };
	return 0;
}

/* ---- the kinds of record ------------------------------------------------ */

static int
read_team(
    struct reading *in, const struct spot *spot, int32_t index, struct err *err)
{
	return spot_fields(spot, team_fields, &in->p->team[index], err);
}

static int
read_person(
    struct reading *in, const struct spot *spot, int32_t index, struct err *err)
{
	struct problem_person *person = &in->p->person[index];
	struct spot list = spot_member(spot, "unavail");
	int len;

	if (spot_fields(spot, person_fields, person, err) < 0 ||
	    reading_out_of(spot, "team", person->team, in->p->teams, err) < 0 ||
	    reading_out_of(spot, "base", person->base, in->p->cities, err) < 0)
		return err->code;
	len = spot_list(&list, PROBLEM_MOST_ITEMS, err);
	if (len < 0)
		return err->code;
	person->off = (struct problem_part){ (int32_t)in->offs.len, len };
	for (int i = 0; i < len; i++) {
		struct spot at = spot_item(&list, (size_t)i);
		struct problem_span span;

		if (read_span(&at, &span, err) < 0)
			return err->code;
		if (vec_push(&in->offs, span) < 0)
			return reading_no_memory(err);
	}
	return 0;
}

static int
read_resource(
    struct reading *in, const struct spot *spot, int32_t index, struct err *err)
{
	struct spot at = spot_member(spot, "capacity");

	return spot_number(
	    &at, 0, PROBLEM_MOST_ITEMS, &in->p->capacity[index], err);
}

static int
read_budget(
    struct reading *in, const struct spot *spot, int32_t index, struct err *err)
{
	struct problem_budget *budget = &in->p->budget[index];

	if (spot_fields(spot, budget_fields, budget, err) < 0)
		return err->code;
	return reading_out_of(spot, "team", budget->team, in->p->teams, err);
}

static int
read_joint(
    struct reading *in, const struct spot *spot, int32_t index, struct err *err)
{
	struct problem_joint *joint = &in->p->joint[index];

	if (spot_fields(spot, joint_fields, joint, err) < 0)
		return err->code;
	return reading_uses(in, spot, "shared_res", &joint->uses, err);
}

static int
read_day(
    struct reading *in, const struct spot *spot, int32_t index, struct err *err)
{
	struct problem_span *day = &in->p->day[index];

	if (read_span(spot, day, err) < 0)
		return err->code;
	if (index && day->start < day[-1].end)
		return spot_wrong(spot, err,
		    "begins before the day before it "
		    "ends; put the days in order");
	return 0;
}

static int
read_travel(
    struct reading *in, const struct spot *spot, int32_t index, struct err *err)
{
	int32_t *row = in->p->travel + (size_t)index * (size_t)in->p->cities;
	int len = spot_list(spot, (size_t)in->p->cities, err);

	if (len < 0)
		return err->code;
	if (len != in->p->cities)
		return spot_wrong(spot, err,
		    "%d numbers, one for each of the %d "
		    "cities is wanted",
		    len, in->p->cities);
	for (int i = 0; i < len; i++) {
		struct spot at = spot_item(spot, (size_t)i);
		int64_t minutes;

		if (spot_number(&at, 0, PROBLEM_MOST_TIME / 4, &minutes, err) <
		    0)
			return err->code;
		row[i] = i == index ? 0 : (int32_t)minutes;
	}
	return 0;
}

/* ---- the whole ---------------------------------------------------------- */

struct kind {
	const char *key;
	size_t count, items, size, most;
	int (*read)(struct reading *in, const struct spot *spot, int32_t index,
	    struct err *err);
};

#define KIND(key, count, items, most, read) \
	{ \
		key, offsetof(struct problem, count), \
		    offsetof(struct problem, items), \
		    sizeof *((struct problem *)NULL)->items, most, read \
	}

/* In the order in which they name each other. */
static const struct kind kinds[] = {
	KIND("presence_days", days, day, 20000, read_day),
	KIND("teams", teams, team, PROBLEM_MOST_ITEMS, read_team),
	KIND("persons", people, person, PROBLEM_MOST_ITEMS, read_person),
	KIND("resources", resources, capacity, 100000, read_resource),
	KIND("budgets", budgets, budget, PROBLEM_MOST_ITEMS, read_budget),
	KIND("joints", joints, joint, PROBLEM_MOST_ITEMS, read_joint),
	KIND(
	    "missions", missions, mission, PROBLEM_MOST_ITEMS, reading_mission),
};

static int
read_kind(struct reading *in, const struct spot *root, const struct kind *kind,
    struct err *err)
{
	struct spot list = spot_member(root, kind->key);
	int len = spot_list(&list, kind->most, err);
	void *items;

	if (len < 0)
		return err->code;
	items = calloc((size_t)len + 1, kind->size);
	if (!items)
		return reading_no_memory(err);
	memcpy((char *)in->p + kind->items, &items, sizeof items);
	memcpy((char *)in->p + kind->count, &len, sizeof len);
	for (int i = 0; i < len; i++) {
		struct spot at = spot_item(&list, (size_t)i);
		struct spot id = spot_member(&at, "id");
		int64_t is;

		if (id.value && spot_number(&id, i, i, &is, err) < 0)
			return err->code;
		if (kind->read(in, &at, i, err) < 0)
			return err->code;
	}
	return 0;
}

static int
read_cities(struct reading *in, const struct spot *root, struct err *err)
{
	struct spot list = spot_member(root, "travel_min");
	int len = spot_list(&list, PROBLEM_MOST_CITIES, err);

	if (len < 0)
		return err->code;
	in->p->cities = len;
	in->p->travel =
	    calloc((size_t)len * (size_t)len + 1, sizeof *in->p->travel);
	if (!in->p->travel)
		return reading_no_memory(err);
	for (int i = 0; i < len; i++) {
		struct spot at = spot_item(&list, (size_t)i);

		if (read_travel(in, &at, i, err) < 0)
			return err->code;
	}
	return 0;
}

static int
read_head(struct reading *in, const struct spot *root, struct err *err)
{
	struct spot format = spot_member(root, "format");
	struct spot weights = spot_member(root, "weights");
	const char *name = json_string_value(format.value);

	if (!name || strcmp(name, "mission-instance-1") != 0)
		return spot_wrong(&format, err,
		    "\"mission-instance-1\" is the "
		    "format that is read here");
	for (size_t i = 0; i < PROBLEM_LEVELS; i++) {
		struct spot at = spot_item(&weights, i);

		if (spot_number(&at, 0, PROBLEM_MOST_WEIGHT, &in->p->weights[i],
			err) < 0)
			return err->code;
	}
	return 0;
}

static int
read_all(struct reading *in, const json_t *json, struct err *err)
{
	struct spot root = { .value = json };

	if (read_head(in, &root, err) < 0 || read_cities(in, &root, err) < 0)
		return err->code;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (read_kind(in, &root, &kinds[i], err) < 0)
			return err->code;
	return 0;
}

/* An empty list has memory, too, so that a part of it can be pointed at. */
static int
keep_memory(struct reading *in, struct err *err)
{
	return vec_reserve(&in->offs, 1) < 0 || vec_reserve(&in->uses, 1) < 0 ||
		       vec_reserve(&in->roles, 1) < 0 ||
		       vec_reserve(&in->options, 1) < 0 ||
		       vec_reserve(&in->candidates, 1) < 0 ||
		       vec_reserve(&in->approved, 1) < 0
		   ? reading_no_memory(err)
		   : 0;
}

/* The growing lists become the problem's, also when all is to be freed. */
static void
hand_over(struct reading *in)
{
	struct problem *p = in->p;

	p->off = in->offs.items;
	p->offs = (int32_t)in->offs.len;
	p->use = in->uses.items;
	p->uses = (int32_t)in->uses.len;
	p->role = in->roles.items;
	p->roles = (int32_t)in->roles.len;
	p->option = in->options.items;
	p->options = (int32_t)in->options.len;
	p->candidate = in->candidates.items;
	p->candidates = (int32_t)in->candidates.len;
	p->approved = in->approved.items;
}

int
problem_read(const char *text, size_t len, struct problem *out, struct err *err)
{
	CLEANUP(problem_free) struct problem problem = { 0 };
	CLEANUP(json_freep) json_t *json = NULL;
	struct reading in = { .p = &problem };
	int failed;

	if (json_read(text, len, &json, err) < 0)
		return err->code;
	failed = keep_memory(&in, err);
	if (failed == 0)
		failed = read_all(&in, json, err);
	hand_over(&in);
	if (failed < 0)
		return failed;
	json_decref(json);
	json = NULL;
	if (problem_index(&problem, err) < 0)
		return err->code;
	*out = problem;
	memset(&problem, 0, sizeof problem);
	return 0;
}
