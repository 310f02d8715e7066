/* SPDX-License-Identifier: Apache-2.0 */
/* Missions of an instance file, and what reading them shares with the rest. */
#include "reading.h"

#include <stdlib.h>
#include <string.h>

static const struct spot_field option_fields[] = {
	READ_INT32(problem_option, start, "s", false, -PROBLEM_MOST_TIME,
	    PROBLEM_MOST_TIME),
	READ_INT32(problem_option, end, "e", false, -PROBLEM_MOST_TIME,
	    PROBLEM_MOST_TIME),
	READ_INT32(problem_option, city, "city", true, 0, PROBLEM_MOST_ITEMS),
	READ_INT32(problem_option, joint, "joint", true, 0, PROBLEM_MOST_ITEMS),
	READ_FLAG(problem_option, away, "away"),
	READ_INT64(
	    problem_option, unit_cost, "unit_cost", 0, PROBLEM_MOST_COST),
	READ_INT64(
	    problem_option, fixed_cost, "fixed_cost", 0, PROBLEM_MOST_COST),
	READ_INT64(problem_option, penalty, "pen", -PROBLEM_MOST_COST,
	    PROBLEM_MOST_COST),
	{ NULL },
};
static const struct spot_field mission_fields[] = {
	READ_INT32(problem_mission, team, "team", false, 0, PROBLEM_MOST_ITEMS),
	READ_FLAG(problem_mission, pinned, "pinned"),
	READ_INT64(
	    problem_mission, move_cost, "move_cost", 0, PROBLEM_MOST_COST),
	READ_INT64(
	    problem_mission, swap_cost, "swap_cost", 0, PROBLEM_MOST_COST),
	READ_INT64(
	    problem_mission, drop_cost, "drop_cost", 0, PROBLEM_MOST_COST),
	{ NULL },
};
static const struct spot_field role_fields[] = {
	READ_INT32(problem_role, n, "n", false, 1, PROBLEM_MOST_PEOPLE),
	{ NULL },
};

int
reading_no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "instance: out of memory");
}

int
reading_out_of(const struct spot *spot, const char *key, int32_t value,
    int32_t count, struct err *err)
{
	struct spot at = spot_member(spot, key);

	if (value < count)
		return 0;
	return spot_wrong(&at, err,
	    "%d is none of the %d there are, counted from "
	    "0",
	    value, count);
}

/* [[resource, amount], ...] */
int
reading_uses(struct reading *in, const struct spot *up, const char *key,
    struct problem_part *part, struct err *err)
{
	struct spot list = spot_member(up, key);
	int len = spot_list(&list, 1000, err);

	if (len < 0)
		return err->code;
	*part = (struct problem_part){ (int32_t)in->uses.len, len };
	for (int i = 0; i < len; i++) {
		struct spot pair = spot_item(&list, (size_t)i);
		struct spot which = spot_item(&pair, 0),
			    much = spot_item(&pair, 1);
		struct problem_use use;

		if (spot_list(&pair, 2, err) < 0 ||
		    spot_index(&which, in->p->resources, &use.resource, err) <
			0 ||
		    spot_number(
			&much, 0, PROBLEM_MOST_ITEMS, &use.amount, err) < 0)
			return err->code;
		if (vec_push(&in->uses, use) < 0)
			return reading_no_memory(err);
	}
	return 0;
}

/* ---- missions ----------------------------------------------------------- */

static bool
stands_twice(const int32_t *items, size_t len, int32_t value)
{
	for (size_t i = 0; i < len; i++)
		if (items[i] == value)
			return true;
	return false;
}

static int
read_role(struct reading *in, const struct spot *spot, struct err *err)
{
	struct problem_role role;
	struct spot list = spot_member(spot, "cands");
	size_t first = in->candidates.len;
	int len;

	if (spot_fields(spot, role_fields, &role, err) < 0)
		return err->code;
	len = spot_list(&list, PROBLEM_MOST_CREW / PROBLEM_MOST_PEOPLE, err);
	if (len < 0)
		return err->code;
	role.people = (struct problem_part){ (int32_t)first, len };
	for (int i = 0; i < len; i++) {
		struct spot at = spot_item(&list, (size_t)i);
		int32_t who = -1;

		if (spot_index(&at, in->p->people, &who, err) < 0)
			return err->code;
		if (stands_twice(in->candidates.items + first, (size_t)i, who))
			return spot_wrong(
			    &at, err, "person %d stands here twice", who);
		if (vec_push(&in->candidates, who) < 0)
			return reading_no_memory(err);
	}
	return vec_push(&in->roles, role) < 0 ? reading_no_memory(err) : 0;
}

static int
read_option(struct reading *in, const struct spot *spot, struct err *err)
{
	struct problem_option option = { 0 };
	const struct problem *p = in->p;

	if (spot_fields(spot, option_fields, &option, err) < 0 ||
	    reading_out_of(spot, "city", option.city, p->cities, err) < 0 ||
	    reading_out_of(spot, "joint", option.joint, p->joints, err) < 0 ||
	    reading_uses(in, spot, "res", &option.uses, err) < 0)
		return err->code;
	if (option.start >= option.end)
		return spot_wrong(spot, err,
		    "ends before it begins: s must be "
		    "less than e");
	return vec_push(&in->options, option) < 0 ? reading_no_memory(err) : 0;
}

typedef int
read_part(struct reading *in, const struct spot *spot, struct err *err);

static int
read_parts(struct reading *in, const struct spot *up, const char *key,
    size_t most, read_part *read, struct err *err)
{
	struct spot list = spot_member(up, key);
	int len = spot_list(&list, most, err);

	for (int i = 0; i < len; i++) {
		struct spot at = spot_item(&list, (size_t)i);

		if (read(in, &at, err) < 0)
			return err->code;
	}
	return len;
}

/* The approved people of one role, at its slots. */
static int
read_approved_role(struct reading *in, const struct spot *spot, int32_t *slots,
    int32_t filled, int32_t n, struct err *err)
{
	int len = spot_list(spot, PROBLEM_MOST_PEOPLE, err);

	if (len < 0)
		return err->code;
	if (len != n)
		return spot_wrong(
		    spot, err, "%d people, the role takes %d", len, n);
	for (int i = 0; i < len; i++) {
		struct spot at = spot_item(spot, (size_t)i);

		if (spot_index(&at, in->p->people, &slots[filled + i], err) < 0)
			return err->code;
		if (stands_twice(
			slots, (size_t)(filled + i), slots[filled + i]))
			return spot_wrong(&at, err, "person %d goes twice",
			    slots[filled + i]);
	}
	return 0;
}

static int
read_approved(struct reading *in, const struct spot *up,
    struct problem_mission *m, int32_t *slots, struct err *err)
{
	struct spot spot = spot_member(up, "approved");
	struct spot which = spot_member(&spot, "option");
	struct spot roles = spot_member(&spot, "roles");
	int32_t option = -1, filled = 0;

	m->approved = -1;
	if (!spot.value || json_is_null(spot.value))
		return m->pinned ? spot_wrong(&spot, err,
				       "what is pinned must "
				       "have been approved")
				 : 0;
	if (spot_index(&which, m->options.len, &option, err) < 0)
		return err->code;
	if (spot_list(&roles, (size_t)m->roles.len, err) != m->roles.len)
		return spot_wrong(&roles, err,
		    "a list for each of the %d role(s) "
		    "is wanted here",
		    m->roles.len);
	for (int32_t r = 0; r < m->roles.len; r++) {
		struct spot at = spot_item(&roles, (size_t)r);
		int32_t n = in->roles.items[m->roles.first + r].n;

		if (read_approved_role(in, &at, slots, filled, n, err) < 0)
			return err->code;
		filled += n;
	}
	m->approved = m->options.first + option;
	return 0;
}

static int
read_decline(const struct spot *up, int64_t *decline, struct err *err)
{
	struct spot list = spot_member(up, "decline");

	for (size_t i = 0; i < PROBLEM_LEVELS; i++) {
		struct spot at = spot_item(&list, i);

		if (spot_number(&at, -PROBLEM_MOST_COST, PROBLEM_MOST_COST,
			&decline[i], err) < 0)
			return err->code;
	}
	return 0;
}

static int
read_slots(struct reading *in, const struct spot *spot,
    struct problem_mission *m, struct err *err)
{
	int32_t slots[PROBLEM_MOST_PEOPLE], len = 0;

	for (int32_t r = 0; r < m->roles.len; r++)
		len += in->roles.items[m->roles.first + r].n;
	if (len > PROBLEM_MOST_PEOPLE)
		return spot_wrong(spot, err,
		    "%d people in all roles; at most %d "
		    "are taken",
		    len, PROBLEM_MOST_PEOPLE);
	memset(slots, -1, sizeof slots);
	if (read_approved(in, spot, m, slots, err) < 0)
		return err->code;
	for (int32_t s = 0; s < len; s++)
		if (vec_push(&in->approved, slots[s]) < 0)
			return reading_no_memory(err);
	return 0;
}

int
reading_mission(
    struct reading *in, const struct spot *spot, int32_t index, struct err *err)
{
	struct problem_mission *m = &in->p->mission[index];

	if (spot_fields(spot, mission_fields, m, err) < 0 ||
	    reading_out_of(spot, "team", m->team, in->p->teams, err) < 0 ||
	    read_decline(spot, m->decline, err) < 0)
		return err->code;
	m->roles.first = (int32_t)in->roles.len;
	m->roles.len =
	    read_parts(in, spot, "roles", PROBLEM_MOST_PEOPLE, read_role, err);
	m->options.first = (int32_t)in->options.len;
	if (m->roles.len < 0)
		return err->code;
	m->options.len =
	    read_parts(in, spot, "options", 1000, read_option, err);
	if (m->options.len < 0)
		return err->code;
	if (in->options.len > PROBLEM_MOST_ITEMS ||
	    in->candidates.len > 16 * PROBLEM_MOST_ITEMS)
		return spot_wrong(spot, err,
		    "too many options or candidates so "
		    "far; resolve a shorter period");
	return read_slots(in, spot, m, err);
}
