/* SPDX-License-Identifier: Apache-2.0 */
#include "joint.h"

#include <jansson.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "base/text.h"
#include "model/mission.h"

static const struct family *const missions = &families[FAMILY_MISSION];

VEC_TYPE(rows, struct record_row *);
VEC_TYPE(team_list, const char *);

static void
rows_free(struct rows *list)
{
	vec_each(list, row)
		record_row_unref(*row);
	vec_free(list);
}

static void
team_list_free(struct team_list *list)
{
	vec_free(list);
}

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "join missions: no memory");
}

static bool
has(const struct team_list *list, const char *team)
{
	vec_each(list, at)
		if (strcmp(*at, team) == 0)
			return true;
	return false;
}

static int
add_team(struct team_list *list, const char *team)
{
	return !team || has(list, team) ? 0 : vec_push(list, team);
}

static int
find_rows(struct desk *desk, const json_t *evidence, struct rows *out,
    struct err *err)
{
	json_t *list = json_object_get(evidence, "missions"), *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		struct record_row *row = NULL;

		if (desk_find(desk, missions,
			json_string_value(json_object_get(item, "id")), &row,
			err) < 0)
			return err->code;
		if (vec_push(out, row) < 0) {
			record_row_unref(row);
			return no_memory(err);
		}
		if (((const struct mission *)row->record)->imported)
			return err_set(err, -EPERM,
			    "a mission that a source brings is read-only here");
	}
	return 0;
}

static int
all_teams(const struct rows *list, struct team_list *out)
{
	vec_each(list, row) {
		const struct mission *mission = (*row)->record;

		if (add_team(out, mission->team) < 0)
			return -ENOMEM;
		for (const char *const *at = mission->teams; at && *at; at++)
			if (add_team(out, *at) < 0)
				return -ENOMEM;
	}
	return 0;
}

static void
add_texts(struct buf *out, const char *const *texts)
{
	buf_addc(out, '[');
	for (size_t i = 0; texts && texts[i]; i++) {
		buf_adds(out, i ? "," : "");
		json_add_text(out, texts[i]);
	}
	buf_addc(out, ']');
}

/* {"id":..,"before":[..],"after":[..]} */
static void
note_undo(
    struct buf *undo, const struct mission *before, const struct mission *after)
{
	buf_adds(undo, undo->len ? ",{\"id\":" : "[{\"id\":");
	json_add_text(undo, before->id);
	buf_adds(undo, ",\"before\":");
	add_texts(undo, before->teams);
	buf_adds(undo, ",\"after\":");
	add_texts(undo, after->teams);
	buf_addc(undo, '}');
}

/* The others beside its own. */
static int
join_one(struct desk *desk, const struct record_row *row,
    const struct team_list *teams, struct buf *undo, struct err *err)
{
	CLEANUP(team_list_free) struct team_list others = VEC_INIT;
	const struct mission *before = row->record;
	struct mission after = *before;

	vec_each(teams, team)
		if ((!before->team || strcmp(*team, before->team) != 0) &&
		    vec_push(&others, *team) < 0)
			return no_memory(err);
	if (vec_push(&others, NULL) < 0)
		return no_memory(err);
	after.teams = others.items;
	note_undo(undo, before, &after);
	return record_write(desk->store, &desk->actor, missions, row, &after,
	    "joined", NULL, err);
}

int
joint_make(
    struct desk *desk, const char *text, struct buf *undo, struct err *err)
{
	CLEANUP(json_freep) json_t *evidence = json_loads(text, 0, NULL);
	CLEANUP(rows_free) struct rows list = VEC_INIT;
	CLEANUP(team_list_free) struct team_list teams = VEC_INIT;

	if (find_rows(desk, evidence, &list, err) < 0)
		return err->code;
	if (all_teams(&list, &teams) < 0)
		return no_memory(err);
	vec_each(&list, row)
		if (join_one(desk, *row, &teams, undo, err) < 0)
			return err->code;
	buf_addc(undo, ']');
	return buf_error(undo) < 0 ? no_memory(err) : 0;
}

/* ---------------------------------------------------------------- parting */

static int
read_texts(const json_t *list, struct team_list *out)
{
	const json_t *item;
	size_t i;

	json_array_foreach(
	    list, i, item) if (vec_push(out, json_string_value(item)) <
			       0) return -ENOMEM;
	return vec_push(out, NULL);
}

/* Both end with NULL; their order does not matter. */
static bool
same_teams(const char *const *teams, const char *const *others)
{
	size_t n = 0, m = 0;

	while (others[m])
		m++;
	for (; teams && teams[n]; n++)
		if (!texts_have(others, teams[n]))
			return false;
	return n == m;
}

static int
part_one(struct desk *desk, const json_t *item, struct err *err)
{
	CLEANUP(team_list_free) struct team_list before = VEC_INIT;
	CLEANUP(team_list_free) struct team_list after = VEC_INIT;
	CLEANUP(record_row_unrefp) struct record_row *row = NULL;
	const char *id = json_string_value(json_object_get(item, "id"));
	struct mission mission;
	int rc = desk_find(desk, missions, id, &row, err);

	if (rc == -ENOENT)
		err_clear(err);
	if (rc < 0)
		return rc == -ENOENT ? 0 : rc;
	if (read_texts(json_object_get(item, "before"), &before) < 0 ||
	    read_texts(json_object_get(item, "after"), &after) < 0)
		return no_memory(err);
	mission = *(const struct mission *)row->record;
	if (!same_teams(mission.teams, after.items))
		return err_set(err, -EPERM,
		    "the teams of mission %s have changed since", id);
	mission.teams = before.len > 1 ? before.items : NULL;
	return record_write(desk->store, &desk->actor, missions, row, &mission,
	    "parted", NULL, err);
}

int
joint_part(struct desk *desk, const char *undo, struct err *err)
{
	CLEANUP(json_freep) json_t *list = json_loads(undo, 0, NULL);
	json_t *item;
	size_t i;

	json_array_foreach(
	    list, i, item) if (part_one(desk, item, err) < 0) return err->code;
	return 0;
}
