/* SPDX-License-Identifier: Apache-2.0 */
#include "resolution.h"

#include <jansson.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/json.h"
#include "model/event.h"
#include "store/conflicts.h"
#include "store/event_table.h"

static int
no_memory(struct err *err)
{
	return err_set(err, -ENOMEM, "resolution: no memory");
}

/* -------------------------------------------------------------- looking */

void
resolution_known_free(struct resolution_known *known)
{
	for (size_t i = 0; i < ARRAY_LEN(known->room); i++)
		buf_free(&known->room[i]);
}

/* The text in a room of its own. */
static const char *
keep(struct buf *room, const char *text)
{
	if (!text)
		return NULL;
	buf_adds(room, text);
	return buf_str(room);
}

static int
note_known(const struct resolution *row, void *arg, struct err *err)
{
	struct resolution_known *known = arg;

	known->row = *row;
	known->row.id = keep(&known->room[0], row->id);
	known->row.kind = strcmp(row->kind, resolution_of_period) == 0
			      ? resolution_of_period
			      : resolution_of_conflict;
	known->row.title = keep(&known->room[1], row->title);
	known->row.conflict = keep(&known->room[2], row->conflict);
	known->row.asked = keep(&known->room[3], row->asked);
	known->row.told = keep(&known->room[4], row->told);
	known->row.changes = keep(&known->room[5], row->changes);
	known->row.maker = keep(&known->room[6], row->maker);
	known->row.why = keep(&known->room[7], row->why);
	known->row.explained = keep(&known->room[8], row->explained);
	for (size_t i = 0; i < ARRAY_LEN(known->room); i++)
		if (buf_error(&known->room[i]) < 0)
			return no_memory(err);
	return 0;
}

int
resolution_find(struct desk *desk, const char *id, struct resolution_known *out,
    struct err *err)
{
	struct resolution_filter filter = { .id = id };

	if (resolutions_each(desk->store, &filter, note_known, out, err) < 0)
		return err->code;
	if (!out->row.id)
		return err_set(
		    err, -ENOENT, "there is no resolution \"%.80s\"", id);
	if (desk->revision && desk->revision != out->row.revision)
		return err_set(err, -ESTALE, "it has changed since");
	return 0;
}

/* -------------------------------------------------------------- changing */

/* One of the changes, forward or back. */
struct turn {
	struct desk *desk;
	const char *action; /* for the log */
	const char *from, *to;
};

static int
read_side(const json_t *change, const char *side, const struct record *type,
    void **out, struct err *err)
{
	const json_t *value = json_object_get(change, side);
	CLEANUP(freep) char *text = NULL;

	*out = NULL;
	if (!json_is_object(value))
		return 0;
	text = json_dumps(value, JSON_COMPACT);
	if (!text)
		return no_memory(err);
	return record_from_json(type, text, strlen(text), out, err);
}

static int
is_other(const char *what, const char *id, struct err *err)
{
	return err_set(err, -EPERM,
	    "%s %.60s has changed since: look at what is proposed now", what,
	    id);
}

static int
turn_record(const struct turn *turn, const struct family *family,
    const char *id, const void *from, const void *to, struct err *err)
{
	CLEANUP(records_unrefp) struct records *now = NULL;
	const struct record_row *row;

	if (store_records(turn->desk->store, &now, err) < 0)
		return err->code;
	row = records_find(now, family->id, id);
	if (!row != !from ||
	    (row && !record_equal(family->type, row->record, from)))
		return is_other(family->name, id, err);
	return record_write(turn->desk->store, &turn->desk->actor, family, row,
	    to, turn->action, NULL, err);
}

static int
turn_event(const struct turn *turn, const char *id, const void *from,
    const struct event *to, struct err *err)
{
	CLEANUP(event_row_freep) struct event_row *row = NULL;
	struct event_times times;
	enum put_result result;

	if (event_load(turn->desk->store, id, &row, err) < 0)
		return err->code;
	if (!from || !to || !record_equal(&event_record, row->event, from))
		return is_other("event", id, err);
	if (event_times(to, turn->desk->zones, &times, err) < 0)
		return err->code;
	return event_put(turn->desk->store, &turn->desk->actor, to, &times,
	    event_extent(to, &times), &result, err);
}

static int
turn_one(const struct turn *turn, const json_t *change, struct err *err)
{
	const char *name = json_string_value(json_object_get(change, "family"));
	const char *id = json_string_value(json_object_get(change, "id"));
	const struct family *family = name ? family_find(name) : NULL;
	const struct record *type = family ? family->type : &event_record;
	CLEANUP(freep) void *from = NULL;
	CLEANUP(freep) void *to = NULL;

	if (!name || !id || (!family && strcmp(name, "event") != 0))
		return err_set(err, -EUCLEAN, "a resolution is damaged");
	if (read_side(change, turn->from, type, &from, err) < 0 ||
	    read_side(change, turn->to, type, &to, err) < 0)
		return err->code;
	return family ? turn_record(turn, family, id, from, to, err)
		      : turn_event(turn, id, from, to, err);
}

static int
turn_all(const struct turn *turn, const char *changes, struct err *err)
{
	CLEANUP(json_freep)
	json_t *list = json_loads(changes ? changes : "[]", 0, NULL);
	json_t *change;
	size_t i;

	if (!json_is_array(list))
		return err_set(err, -EUCLEAN, "a resolution is damaged");
	json_array_foreach(list, i, change)
	{
		if (turn_one(turn, change, err) < 0)
			return err->code;
	}
	return 0;
}

/* -------------------------------------------------------------- applying */

struct known_conflict {
	char code[8];
	struct buf subject, title;
	bool open;
};

static int
note_conflict(const struct conflict *conflict, void *arg, struct err *err)
{
	struct known_conflict *known = arg;

	(void)err;
	snprintf(known->code, sizeof known->code, "%s", conflict->code);
	buf_adds(&known->subject, conflict->subject);
	buf_adds(&known->title, conflict->title);
	known->open = conflict->state == CONFLICT_OPEN ||
		      conflict->state == CONFLICT_WAIVED;
	return 0;
}

static void
known_conflict_free(struct known_conflict *known)
{
	buf_free(&known->subject);
	buf_free(&known->title);
}

/* The proposal as it is judged now: {"steps":..,"changes":[..]}. */
static int
judge_again(struct desk *desk, const char *id, const char *conflict,
    struct known_conflict *known, struct buf *told, struct err *err)
{
	struct conflict_filter filter = { .id = conflict };
	struct judge_proposals asked = {
		.conflict = conflict, .only = id, .language = LANGUAGE_EN
	};
	int rc;

	if (conflicts_each(desk->store, &filter, note_conflict, known, err) < 0)
		return err->code;
	if (!known->code[0])
		return err_set(err, -ENOENT, "there is no such proposal");
	if (!known->open)
		return err_set(err, -EPERM, "the conflict is there no more");
	asked.code = known->code;
	asked.subject = buf_str(&known->subject);
	asked.now = desk->actor.now;
	asked.revise_percent = desk->revise_percent;
	asked.why = desk->actor.why;
	rc = desk->judge->proposes(desk->judge->arg, &asked, told, err);
	return rc == -ENOENT
		   ? err_set(err, -EPERM,
			 "what it was made from has changed since: look at "
			 "what is proposed now")
		   : rc;
}

static char *
take_changes(json_t *told)
{
	json_t *changes = json_object_get(told, "changes");
	char *text = changes ? json_dumps(changes, JSON_COMPACT) : NULL;

	json_object_del(told, "changes");
	return text;
}

static int
apply_proposal(struct desk *desk, const char *id, struct err *err)
{
	CLEANUP(known_conflict_free)
	struct known_conflict known = { .open = 0 };
	CLEANUP(buf_free) struct buf answer = BUF_INIT;
	CLEANUP(json_freep) json_t *json = NULL;
	CLEANUP(freep) char *changes = NULL;
	CLEANUP(freep) char *told = NULL;
	struct turn turn = { desk, "resolved", "before", "after" };
	struct resolution row = { .id = id,
		.kind = resolution_of_conflict,
		.state = RESOLUTION_APPLIED,
		.maker = desk->actor.name,
		.why = desk->actor.why };
	char conflict[UUID_TEXT];

	snprintf(conflict, sizeof conflict, "%.36s", id);
	if (judge_again(desk, id, conflict, &known, &answer, err) < 0 ||
	    json_read(buf_str(&answer), answer.len, &json, err) < 0)
		return err->code;
	changes = take_changes(json);
	told = json_dumps(json, JSON_COMPACT);
	if (!changes || !told)
		return no_memory(err);
	row.title = buf_str(&known.title);
	row.conflict = conflict;
	row.told = told;
	row.changes = changes;
	if (turn_all(&turn, changes, err) < 0)
		return err->code;
	return resolution_write(
	    desk->store, &desk->actor, "applied", &row, err);
}

static int
step(struct desk *desk, struct resolution_known *known,
    enum resolution_state to, const char *action, struct err *err)
{
	known->row.state = (int)to;
	known->row.maker = desk->actor.name;
	known->row.why = desk->actor.why;
	return resolution_write(
	    desk->store, &desk->actor, action, &known->row, err);
}

int
resolution_apply(struct desk *desk, const char *id, struct err *err)
{
	CLEANUP(resolution_known_free)
	struct resolution_known known = { .row = { .id = NULL } };
	struct turn turn = { desk, "resolved", "before", "after" };

	if (strchr(id, '.'))
		return desk->judge ? apply_proposal(desk, id, err)
				   : err_set(err, -EBUSY,
					 "conflicts are not known yet");
	if (resolution_find(desk, id, &known, err) < 0)
		return err->code;
	if ((known.row.state != RESOLUTION_READY &&
		known.row.state != RESOLUTION_CANCELLED &&
		known.row.state != RESOLUTION_UNDONE) ||
	    !known.row.changes)
		return err_set(err, -EPERM,
		    "it is %s: there is nothing to apply",
		    resolution_state_words[known.row.state]);
	if (turn_all(&turn, known.row.changes, err) < 0)
		return err->code;
	return step(desk, &known, RESOLUTION_APPLIED, "applied", err);
}

int
resolution_undo(struct desk *desk, const char *id, struct err *err)
{
	CLEANUP(resolution_known_free)
	struct resolution_known known = { .row = { .id = NULL } };
	struct turn turn = { desk, "unresolved", "after", "before" };

	if (resolution_find(desk, id, &known, err) < 0)
		return err->code;
	if (known.row.state != RESOLUTION_APPLIED)
		return err_set(err, -EPERM,
		    "it is %s: there is nothing to undo",
		    resolution_state_words[known.row.state]);
	if (turn_all(&turn, known.row.changes, err) < 0)
		return err->code;
	return step(desk, &known, RESOLUTION_UNDONE, "undone", err);
}
